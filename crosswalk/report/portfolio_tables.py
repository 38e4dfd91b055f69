"""Every row of a portfolio as one flat table: CSV for people, Parquet for programs."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from crosswalk.language.phrasing import spreadsheet_value
from crosswalk.model.portfolio import AnsweringPassage, Portfolio, PortfolioPair, RequirementCoverage

# The columns and their Parquet types; a requirement without a passage has one line with the last seven empty.
COLUMNS = {
    "document": "string",
    "document_title": "string",
    "document_as_of": "string",
    "document_digest": "string",
    "reference": "string",
    "reference_as_of": "string",
    "requirement": "string",
    "citation": "string",
    "requirement_heading": "string",
    "requirement_text": "string",
    "coverage": "string",
    "reason": "string",
    "answers": "bool_",
    "passage": "string",
    "passage_heading": "string",
    "page": "string",
    "passage_text": "string",
    "relation": "string",
    "strength": "int8",
    "confidence": "float64",
}


# The number of rows held as Python values at a time.
_BATCH = 10_000


def portfolio_rows(portfolio: Portfolio) -> Iterator[dict[str, Any]]:
    """One row for each document, requirement and passage; a requirement without a passage has one row."""
    for pair in portfolio.pairs:
        for requirement in pair.requirements:
            head = _head(pair, requirement)
            for passage in requirement.passages:
                yield head | _passage(passage)
            if not requirement.passages:
                yield head


def _head(pair: PortfolioPair, requirement: RequirementCoverage) -> dict[str, Any]:
    document, reference = pair.document, pair.reference
    return {
        "document": document.name,
        "document_title": document.title,
        "document_as_of": document.as_of,
        "document_digest": document.digest,
        "reference": reference.name,
        "reference_as_of": reference.as_of,
        "requirement": requirement.id,
        "citation": requirement.citation,
        "requirement_heading": requirement.heading,
        "requirement_text": requirement.words,
        "coverage": requirement.coverage.value,
        "reason": requirement.reason,
    }


def _passage(passage: AnsweringPassage) -> dict[str, Any]:
    return {
        "answers": passage.answers,
        "passage": passage.id,
        "passage_heading": passage.heading,
        "page": passage.page,
        "passage_text": passage.words,
        "relation": passage.relation.value,
        "strength": passage.strength,
        "confidence": passage.confidence,
    }


def as_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """The rows as CSV; words that a spreadsheet would take for a formula get an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([spreadsheet_value(row.get(name)) for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def as_parquet(rows: Iterator[dict[str, Any]]) -> bytes:
    """The rows as a Parquet file with typed columns; an absent value is null. They are packed in batches."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in COLUMNS.items()])
    batches = iter(lambda: list(islice(rows, _BATCH)), [])
    table = pa.Table.from_batches(
        [pa.RecordBatch.from_pylist(batch, schema=schema) for batch in batches], schema
    )
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()
