"""A portfolio as files: a summary page, a page per document, and every row in one table as CSV or Parquet."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crosswalk.language.phrasing import capital, spreadsheet_value
from crosswalk.model.annotation import Part
from crosswalk.model.portfolio import (
    AnsweringPassage,
    MeasurePartReading,
    Portfolio,
    PortfolioMember,
    PortfolioPair,
    RequirementCoverage,
    UnreadMember,
)
from crosswalk.model.relation import Coverage
from crosswalk.report.frame import PageFrame, SourceView
from crosswalk.report.html import render
from crosswalk.report.views import Link
from crosswalk.report.words import COVERAGE_WORDS, PART_WORDS, VERDICT_WORDS, date_words, shortened

# The sign of each answer in a cell; screen readers get its words.
SIGNS = {
    Coverage.COVERED: "●",
    Coverage.PARTLY: "◐",
    Coverage.CONTRARY: "✕",
    Coverage.NOT_FOUND: "○",
    Coverage.NOT_ASSESSED: "–",
    Coverage.NOT_APPLICABLE: "–",
}
_SHOWN_GAPS = 40
# The columns of the table and their Parquet types; a requirement without a passage leaves the last seven empty.
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


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One document's answer to one requirement.

    Attributes:
        word: The contract's word for the coverage.
        sign: Its sign.
        name: Its words, for screen readers.
        href: Its place on the document's page.
    """

    word: str
    sign: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class RequirementAcross:
    """One requirement across the documents.

    Attributes:
        label: Its citation or id.
        words: Its heading or first words.
        anchor: Its fragment in the address.
        cells: One cell per document, in order; None if the pair is missing.
        covered: How many documents cover it.
        partly: How many cover it in part.
        open: How many documents have no answer, or one that conflicts.
        assessed: Whether it is counted.
    """

    label: str
    words: str
    anchor: str
    cells: tuple[CoverageCell | None, ...]
    covered: int
    partly: int
    open: int
    assessed: bool


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """Requirements of one reference down, documents across."""

    name: str
    title: str
    lines: tuple[RequirementAcross, ...]


@dataclass(frozen=True, slots=True)
class DocumentTotals:
    """The totals of one document over all references: counts by coverage, and how many were assessed."""

    number: int
    title: str
    name: str
    href: str
    counts: tuple[int, ...]
    assessed: int


@dataclass(frozen=True, slots=True)
class MeasureAcross:
    """One measure of a reference, and how each document states its parts.

    Attributes:
        label: The requirement's citation or id.
        words: Its words.
        parts: The parts that some document states, in words.
        lines: For each document that states the measure, its link and one (verdict, words) per part.
    """

    label: str
    words: str
    parts: tuple[str, ...]
    lines: tuple[tuple[Link, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The summary of a portfolio."""

    frame: PageFrame
    documents: tuple[DocumentTotals, ...]
    columns: tuple[str, ...]
    tables: tuple[ReferenceTable, ...]
    gaps: tuple[tuple[str, RequirementAcross], ...]
    measures: tuple[MeasureAcross, ...]
    unread: tuple[UnreadMember, ...]
    signs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PortfolioDocumentPage:
    """One document against every reference; `sections` pairs each with its requirements and their anchors."""

    frame: PageFrame
    sections: tuple[tuple[PortfolioMember, tuple[tuple[str, str, RequirementCoverage], ...]], ...]


_COUNTED = (Coverage.COVERED, Coverage.PARTLY, Coverage.NOT_FOUND, Coverage.CONTRARY)


def portfolio_pages(portfolio: Portfolio, *, version: str) -> Iterator[tuple[str, bytes]]:
    """`index.html` and a page for each document under `documents/`, each with its path."""
    yield "index.html", render("portfolio", _summary(portfolio, version)).encode()
    for document in portfolio.documents:
        page = _document_page(portfolio, document, version)
        yield f"documents/{document.name}.html", render("portfolio_document", page).encode()


def _summary(portfolio: Portfolio, version: str) -> PortfolioPage:
    tables = tuple(_table(portfolio, reference) for reference in portfolio.references)
    lines = [(table.name, line) for table in tables for line in table.lines if line.assessed and line.open]
    lines.sort(key=lambda one: (-one[1].open, -one[1].partly, one[0], one[1].anchor))
    return PortfolioPage(
        frame=_frame("index.html", "Portfolio", [*portfolio.documents, *portfolio.references], version, ()),
        documents=tuple(_totals(portfolio)),
        columns=tuple(COVERAGE_WORDS[one] for one in _COUNTED),
        tables=tables,
        gaps=tuple(lines[:_SHOWN_GAPS]),
        measures=tuple(_measures(portfolio)),
        unread=portfolio.unread,
        signs=tuple((SIGNS[one], COVERAGE_WORDS[one]) for one in (*_COUNTED, Coverage.NOT_ASSESSED)),
    )


def _totals(portfolio: Portfolio) -> Iterator[DocumentTotals]:
    for number, document in enumerate(portfolio.documents, start=1):
        mine = [pair for pair in portfolio.pairs if pair.document.name == document.name]
        found = Counter(one.coverage for pair in mine for one in pair.requirements)
        counts = tuple(found[one] for one in _COUNTED)
        href = f"documents/{document.name}.html"
        yield DocumentTotals(number, document.title, document.name, href, counts, sum(counts))


def _table(portfolio: Portfolio, reference: PortfolioMember) -> ReferenceTable:
    by_document = {p.document.name: p for p in portfolio.pairs if p.reference.name == reference.name}
    pairs = [by_document.get(document.name) for document in portfolio.documents]
    first = next(pair for pair in pairs if pair)
    lines = tuple(_line(place, pairs, one) for place, one in enumerate(first.requirements))
    return ReferenceTable(reference.name, reference.title, lines)


def _line(place: int, pairs: Sequence[PortfolioPair | None], one: RequirementCoverage) -> RequirementAcross:
    found = Counter(pair.requirements[place].coverage for pair in pairs if pair)
    name = next(pair.reference.name for pair in pairs if pair)
    return RequirementAcross(
        label=_label(one),
        words=shortened(one.heading or one.words, 110),
        anchor=_anchor(name, place),
        cells=tuple(_cell(pair, place) if pair else None for pair in pairs),
        covered=found[Coverage.COVERED],
        partly=found[Coverage.PARTLY],
        open=found[Coverage.NOT_FOUND] + found[Coverage.CONTRARY],
        assessed=any(found[kind] for kind in _COUNTED),
    )


def _cell(pair: PortfolioPair, place: int) -> CoverageCell:
    coverage = pair.requirements[place].coverage
    return CoverageCell(
        coverage.value,
        SIGNS[coverage],
        COVERAGE_WORDS[coverage].lower(),
        f"documents/{pair.document.name}.html#{_anchor(pair.reference.name, place)}",
    )


def _label(one: RequirementCoverage) -> str:
    return one.citation or one.id


def _anchor(reference: str, place: int) -> str:
    """The fragment of a requirement: the reference's name, and its number there from 1."""
    return f"{reference}-{place + 1}"


def _measures(portfolio: Portfolio) -> Iterator[MeasureAcross]:
    """Each measure of a reference that some document states too."""
    stated: dict[tuple[str, int], list[tuple[PortfolioPair, AnsweringPassage]]] = {}
    words: dict[tuple[str, int], RequirementCoverage] = {}
    for pair in portfolio.pairs:
        for place, one in enumerate(pair.requirements):
            passage = next((one for one in one.passages if one.parts and one.answers), None)
            if passage:
                stated.setdefault((pair.reference.name, place), []).append((pair, passage))
                words[pair.reference.name, place] = one
    for key, found in stated.items():
        told = [part for part in Part if any(_part_of(passage, part).document for _, passage in found)]
        lines = tuple(
            (
                Link(pair.document.title, f"documents/{pair.document.name}.html#{_anchor(*key)}"),
                tuple(_said(_part_of(passage, part)) for part in told),
            )
            for pair, passage in found
        )
        names = tuple(PART_WORDS[part] for part in told)
        yield MeasureAcross(_label(words[key]), shortened(words[key].words, 240), names, lines)


def _part_of(passage: AnsweringPassage, part: Part) -> MeasurePartReading:
    return next(one for one in passage.parts if one.part is part)


def _said(part: MeasurePartReading) -> tuple[str, str]:
    return VERDICT_WORDS[part.verdict], part.document


def _document_page(portfolio: Portfolio, document: PortfolioMember, version: str) -> PortfolioDocumentPage:
    pairs = [pair for pair in portfolio.pairs if pair.document.name == document.name]
    sections = tuple(
        (
            pair.reference,
            tuple(
                (_anchor(pair.reference.name, place), COVERAGE_WORDS[one.coverage], one)
                for place, one in enumerate(pair.requirements)
            ),
        )
        for pair in pairs
    )
    members = [document, *(pair.reference for pair in pairs)]
    nav = (Link("Portfolio", "../index.html"),)
    return PortfolioDocumentPage(
        _frame(f"{document.name}.html", document.title, members, version, nav), sections
    )


def _frame(
    file: str, title: str, members: Sequence[PortfolioMember], version: str, nav: tuple[Link, ...]
) -> PageFrame:
    dates = " and ".join(sorted({date_words(one.as_of) for one in members if one.as_of[:1].isdigit()}))
    return PageFrame(
        file=file,
        title=title,
        description=f"{title}: how far each document answers each requirement, as software reads it.",
        running=f"{title} | texts as of {dates or 'no date given'} | not reviewed",
        as_of=dates or "no date given",
        made="",
        version=version,
        state="read by software, not reviewed",
        nav=nav,
        sources=tuple(map(_source, members)),
        cite=f"“{title}”, crosswalk {version}, texts as of {dates or 'no date given'}, {file}.",
    )


def _source(member: PortfolioMember) -> SourceView:
    return SourceView(
        id=member.name,
        title=member.title or member.name,
        short="",
        kind=capital(member.kind),
        authority="",
        as_of=date_words(member.as_of),
        digest=member.digest,
        provisions=f"{member.provisions:,}",
        mark="As read from the file or the workspace",
        rights="",
        note="",
        link=Link(""),
    )


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
