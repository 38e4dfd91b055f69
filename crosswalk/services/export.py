"""Export comparisons, candidates, gaps, graphs and changes as files for other programs."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations
from pathlib import Path
from typing import Any

from crosswalk import __version__
from crosswalk.editions.mapping_diff import SetDiff, compare_sets
from crosswalk.errors import ConfigError, SourceError
from crosswalk.language.phrasing import capital, spreadsheet_cell
from crosswalk.ledger.comments import by_person, by_row, listed_comments
from crosswalk.ledger.sssom import format_mappings, read_mappings
from crosswalk.model.alignment import Candidate, ProvisionCoverage
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Status
from crosswalk.report.agenda import KINDS, asking, gap_kind
from crosswalk.report.cells import is_assessed
from crosswalk.report.change_words import compared_json, compared_lines
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.table_file import TableFile, table_bytes
from crosswalk.services.compare import (
    Progress,
    Proposals,
    candidate_mappings,
    compare_crosswalks,
    compare_current_editions,
    no_progress,
)
from crosswalk.services.compare_editions import compare_named
from crosswalk.workspace.workspace import Workspace


def proposed_bytes(found: Proposals, name: str) -> bytes:
    """The candidates as a file, by the ending of its name: .csv, .json or .tsv."""
    ending = name.rpartition(".")[2].lower()
    writers = {"csv": _proposed_csv, "json": _proposed_json, "tsv": _proposed_sssom}
    if ending not in writers:
        raise ConfigError(f"{name}: the ending must be .csv, .json or .tsv; name the file so.", code="XW-504")
    return writers[ending](found).encode()


def _proposed_csv(found: Proposals) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["left_id", "right_id", "score", "confidence", "relation", "rank"])
    for cand in found.candidates:
        relation = cand.prediction.relation.value if cand.prediction else ""
        ids = map(spreadsheet_cell, (cand.left, cand.right))
        writer.writerow([*ids, cand.score, cand.confidence, relation, cand.rank])
    return out.getvalue()


def _proposed_json(found: Proposals) -> str:
    rows = [_candidate_record(cand, found.left, found.right) for cand in found.candidates]
    record = {"left": found.left.source.key, "right": found.right.source.key, "candidates": rows}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _candidate_record(cand: Candidate, left: Corpus, right: Corpus) -> dict[str, Any]:
    """One candidate as plain data, with its evidence, spans and the words they cover."""
    ours, theirs = left[cand.left].text, right[cand.right].text
    record: dict[str, Any] = {
        "left_id": cand.left,
        "right_id": cand.right,
        "score": cand.score,
        "confidence": cand.confidence,
        "rank": cand.rank,
        "listed": cand.listed,
        "why_not": cand.why_not,
        "evidence": [
            {
                "signal": seen.signal,
                "sentence": seen.sentence,
                "raw": seen.raw,
                "weight": seen.weight,
                "left": _span_records(seen.left, ours),
                "right": _span_records(seen.right, theirs),
            }
            for seen in cand.evidence
        ],
    }
    if cand.prediction is not None:
        judged = cand.prediction
        record |= {
            "relation": judged.relation.value,
            "basis": judged.basis.value,
            "strength": judged.strength,
            "sentence": judged.sentence,
            "test": judged.test,
            "reasons": list(judged.reasons),
            "relation_confidence": judged.confidence,
            "left_share": round(cand.alignment.left_share, 4),
            "right_share": round(cand.alignment.right_share, 4),
            "phrases": [
                {
                    "number": m.number,
                    "how": m.how,
                    "left": _span_records(m.left, ours),
                    "right": _span_records(m.right, theirs),
                }
                for m in cand.alignment.matches
            ],
            "left_adds": list(cand.alignment.left_added),
            "right_adds": list(cand.alignment.right_added),
            "parts": [
                {
                    "part": c.part.value,
                    "verdict": c.verdict.value,
                    "left": list(c.left.values),
                    "right": list(c.right.values),
                    "sentence": c.sentence,
                }
                for c in cand.parts
            ],
        }
    return record


def _span_records(spans: tuple[Span, ...], text: str) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "words": s.of(text)} for s in spans]


def _proposed_sssom(found: Proposals) -> str:
    left, right = found.left, found.right
    title = f"{left.source.title} and {right.source.title}"
    name = f"{left.source.id}--{right.source.id}"
    return format_mappings(candidate_mappings(name, title, left, right, found.candidates))


def merged_files(name: str, sets: Sequence[MappingSet]) -> dict[str, bytes]:
    """The rows of several crosswalks, in one file for each pair of documents.

    The file of the first two documents is `NAME.sssom.tsv`; the names of the others include the documents.
    """
    by_documents: dict[tuple[str, str, str, str], list[MappingSet]] = {}
    for found in sets:
        key = (found.left_source, found.left_version, found.right_source, found.right_version)
        by_documents.setdefault(key, []).append(found)
    files: dict[str, bytes] = {}
    for (left, _, right, _), between in by_documents.items():
        full = f"{name}.{left}--{right}" if files else name
        files[f"{full}.sssom.tsv"] = format_mappings(_merged(full, between)).encode()
    return files


def _merged(name: str, sets: Sequence[MappingSet]) -> MappingSet:
    """One set with every pair once: a current row before a superseded one, then the first."""
    rows: dict[tuple[str, str], Decided] = {}
    for mapping in chain.from_iterable(sets):
        first = rows.setdefault(mapping.pair, mapping)
        if first.status is Status.SUPERSEDED and mapping.status is not Status.SUPERSEDED:
            rows[mapping.pair] = mapping
    title = "; ".join(found.title for found in sets)
    return replace(sets[0], id=name, title=title, mappings=tuple(rows[pair] for pair in sorted(rows)))


def graph_bytes(space: Workspace, crosswalk: str, name: str) -> dict[str, bytes]:
    """The graph of one crosswalk, or of all, as one file by the ending of its name (CSV makes two)."""
    from crosswalk.graph.build import build_graph
    from crosswalk.graph.export import graph_file

    return graph_file(build_graph(compare_crosswalks(space, only=crosswalk)), name)


def export_bytes(space: Workspace, crosswalk: str, name: str) -> bytes:
    """Export in the format of the file name's ending.

    `.xlsx`, `.docx`, `.csv` and `.parquet` hold every row; `.sssom.tsv` the decisions; `.oscal.json`, `.case.json` and
    `.olir.xlsx` the pairs in the formats of NIST and 1EdTech; `.pdf` is a page. `.comments.tsv` and
    `.comments-by-person.tsv` list the comments, by row and by person. For a PDF, `crosswalk` may also be any page of
    the set, such as `gaps`; by default it is the first page.
    """
    if name.lower().endswith(_PDF):
        return _pdf(space, crosswalk.removesuffix(".html") or "index")
    ending = next((end for end in _WRITERS if name.lower().endswith(end)), "")
    if not ending:
        known = ", ".join((*_WRITERS, _PDF))
        raise ConfigError(f"{name}: the ending must be one of {known}; name the file so.", code="XW-508")
    return _WRITERS[ending](space, compare_crosswalks(space, only=crosswalk))


def _sssom(space: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    paths = [path for comparison in comparisons if (path := space.mapping_file(comparison.id)).is_file()]
    files = merged_files("crosswalk", [read_mappings(path) for path in paths])
    if len(files) != 1:
        raise ConfigError(
            "There are decisions between no two documents, or between more than two; name one crosswalk that"
            " has decisions.",
            code="XW-509",
        )
    return next(iter(files.values()))


def _xlsx(space: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.report.excel import workbook

    return workbook(comparisons, version=__version__, changes=compare_current_editions(space, comparisons))


def _docx(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.report.word import word_file

    return word_file(comparisons, version=__version__)


def _pdf(space: Workspace, page: str) -> bytes:
    """One page of the set as PDF; a crosswalk's own page is made from that crosswalk alone."""
    from crosswalk.graph.build import build_graph
    from crosswalk.services.pages import find_chromium, pdf_bytes, render_pages

    find_chromium()
    alone = page if page in {entry.id for entry in space.crosswalks} else ""
    comparisons = compare_crosswalks(space, only=alone)
    register = [entry.source() for entry in space.sources]
    changes = compare_current_editions(space, comparisons)
    pages = render_pages(comparisons, changes, build_graph(comparisons), register=register)
    names = [name.removesuffix(".html") for name in pages if name.endswith(".html")]
    if page not in names:
        raise ConfigError(
            f"There is no page or crosswalk {page}; name one of {', '.join(sorted(names))}.", code="XW-532"
        )
    return pdf_bytes(pages[f"{page}.html"])


def _csv(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.report.columns import rows_frame

    frame = rows_frame(comparisons)
    plain = frame.map(lambda cell: spreadsheet_cell(cell) if isinstance(cell, str) else cell)
    return bytes(plain.to_csv(index=False, lineterminator="\n").encode())


def _parquet(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    """The rows of the CSV with numbers as numbers; an empty cell of a column of numbers is null."""
    import pandas as pd

    from crosswalk.report.columns import rows_frame

    frame = rows_frame(comparisons)
    for name in frame.columns:
        filled = frame[name][frame[name] != ""]
        if len(filled) and all(isinstance(value, int | float) for value in filled):
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("Float64")
        else:
            frame[name] = frame[name].astype(str)
    out = io.BytesIO()
    frame.to_parquet(out, index=False, engine="pyarrow", compression="zstd")
    return out.getvalue()


def _oscal(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.graph.standards import oscal

    return oscal(comparisons, version=__version__)


def _case(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.graph.standards import case

    return case(comparisons, version=__version__)


def _olir(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    from crosswalk.report.olir import olir_workbook

    if len(comparisons) != 1:
        raise ConfigError(
            "An OLIR workbook holds one crosswalk; name it, as in `crosswalk export definition --out x.olir.xlsx`.",
            code="XW-517",
        )
    return olir_workbook(comparisons[0], version=__version__)


def _comments_by_row(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    return listed_comments(
        by_row(comment for comparison in comparisons for comment in comparison.comments)
    ).encode()


def _comments_by_person(_: Workspace, comparisons: Sequence[Comparison]) -> bytes:
    return listed_comments(
        by_person(comment for comparison in comparisons for comment in comparison.comments)
    ).encode()


_PDF = ".pdf"
_WRITERS: dict[str, Callable[[Workspace, Sequence[Comparison]], bytes]] = {
    ".sssom.tsv": _sssom,
    ".comments.tsv": _comments_by_row,
    ".comments-by-person.tsv": _comments_by_person,
    ".olir.xlsx": _olir,
    ".xlsx": _xlsx,
    ".docx": _docx,
    ".csv": _csv,
    ".parquet": _parquet,
    ".oscal.json": _oscal,
    ".case.json": _case,
}


# The endings of a file that holds each form of a comparison.
_FORM_ENDINGS = {
    "text": (".txt", ".md"),
    "json": (".json",),
    "html": (".html", ".htm"),
    "memo": (".docx", ".html", ".htm"),
}


def _check_ending(form: str, name: str) -> None:
    """Refuse (XW-504) a file name whose ending is that of another format."""
    endings = _FORM_ENDINGS.get(form, ())
    if name and endings and not name.lower().endswith(endings):
        raise ConfigError(
            f"{name}: a comparison as {form} ends in {' or '.join(endings)}; name the file so.", code="XW-504"
        )


def changes_bytes(
    space: Workspace, ref: str, earlier: str = "", later: str = "", *, form: str = "text", name: str = ""
) -> bytes:
    """The comparison of two editions in one form: text, json, html or memo (as Word if `name` ends in `.docx`)."""
    _check_ending(form, name)
    found = compare_named(space, ref, earlier, later)
    if form == "text":
        return ("\n".join(compared_lines(found)) + "\n").encode()
    if form == "json":
        return (compared_json(found) + "\n").encode()
    from crosswalk.report.change_page import lone_page
    from crosswalk.report.memo import memo_docx, memo_page

    if form == "html":
        return lone_page(found, __version__).encode()
    if form == "memo":
        return memo_docx(found) if name.lower().endswith(".docx") else memo_page(found, __version__).encode()
    raise ConfigError(f"There is no form {form}; write text, json, html or memo.", code="XW-556")


def compare_since(space: Workspace, crosswalk: str, earlier: Path) -> SetDiff:
    """How a crosswalk's rows changed since an earlier version of its mapping file."""
    path = space.mapping_file(crosswalk)
    for one in (path, earlier):
        if not one.is_file():
            raise SourceError(
                f"There is no mapping file {one}; name a crosswalk, and its earlier file.", code="XW-557"
            )
    return compare_sets(read_mappings(earlier), read_mappings(path))


_GAP_HEADS = (
    "crosswalk", "direction", "provision", "finding", "text", "searched", "counterparts", "reason", "closest",
    "question",
)  # fmt: skip
_GAP_TITLE = "What each document asks and the other does not answer"


@dataclass(frozen=True, slots=True)
class GapDirection:
    """The gaps of one direction of a crosswalk: the document that requires, the one that answers, and how many were assessed."""

    crosswalk: str
    asker: DocumentView
    other: DocumentView
    assessed: int
    gaps: tuple[tuple[Provision, ProvisionCoverage, str], ...]

    @property
    def heading(self) -> str:
        """The heading of the direction."""
        return f"What {self.asker.spoken} asks, answered by {self.other.spoken}"

    @property
    def counts(self) -> str:
        """How many provisions have each kind of gap, in words."""
        kinds = Counter(kind for _, _, kind in self.gaps)
        return (
            "; ".join(f"{kinds[kind]} {KINDS[kind][0].lower()}" for kind in KINDS if kinds[kind]) or "no gap"
        )


def read_gaps(
    space: Workspace, crosswalk: str = "", progress: Progress = no_progress
) -> tuple[GapDirection, ...]:
    """The gaps of one crosswalk of the workspace, or of all, in both directions."""
    comparisons = compare_crosswalks(space, only=crosswalk, progress=progress)
    progress("")
    return tuple(way for comparison in comparisons for way in _gap_directions(comparison))


def _gap_directions(comparison: Comparison) -> Iterator[GapDirection]:
    for asker, other in permutations(asking(comparison), 2):
        known = [(asker.find(answer.provision), answer) for answer in asker.answers.values()]
        gaps = tuple(
            (prov, answer, kind)
            for prov, answer in known
            if prov is not None and (kind := gap_kind(prov, answer))
        )
        yield GapDirection(comparison.title, asker, other, sum(is_assessed(a) for _, a in known), gaps)


def gap_bytes(ways: Sequence[GapDirection], form: str) -> bytes:
    """The gaps as one table in any form of `table_file`."""
    rows = tuple(_gap_row(way, *gap) for way in ways for gap in way.gaps)
    return table_bytes(TableFile(_GAP_TITLE, tuple(gap_counts(ways)), _GAP_HEADS, rows), form)


def gap_counts(ways: Sequence[GapDirection]) -> Iterator[str]:
    """One sentence for each direction: how many provisions were assessed, and how many have each kind of gap."""
    for way in ways:
        yield f"{way.crosswalk}. {way.heading}: of {way.assessed} provisions assessed, {way.counts}."


def _gap_row(way: GapDirection, prov: Provision, answer: ProvisionCoverage, kind: str) -> tuple[str, ...]:
    return (
        way.crosswalk,
        way.heading,
        label(prov),
        KINDS[kind][0],
        prov.text,
        answer.searched,
        "; ".join(_labels(way.other, answer.best)),
        answer.reason,
        "; ".join(
            [
                *_labels(way.other, answer.elsewhere),
                *(f"{one.citation} ({one.level})" for one in answer.levels),
                *_labels(way.other, answer.near),
            ]
        ),
        capital(answer.question),
    )


def _labels(side: DocumentView, ids: Sequence[str]) -> list[str]:
    found = [(prov_id, side.find(prov_id)) for prov_id in ids]
    return [label(prov) if prov else prov_id for prov_id, prov in found]
