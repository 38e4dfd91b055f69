"""A plan's report as JSON, CSV, web page and Excel workbook, and what people wrote in a workbook, read back."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from crosswalk.errors import ParseError
from crosswalk.language.phrasing import spreadsheet_cell
from crosswalk.plans.decisions import EDITED, PARAGRAPHS, STATUSES, WRITTEN
from crosswalk.plans.findings import STATE_WORDS, Line, Place, Report, UnitState, place_in_plan
from crosswalk.plans.requirements import Unit, with_place
from crosswalk.report.html import render_alone
from crosswalk.report.table_file import LOOKS, ROOM, TableFile, add_sheet, fitting, new_book
from crosswalk.report.words import legal

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (
    ("requirement", 12),
    ("name", 26),
    ("asks", 34),
    ("citation", 34),
    ("kind", 12),
    ("applies to", 18),
    ("finding", 16),
    ("missing", 20),
    ("why", 44),
    ("words of the plan", 60),
    ("where", 34),
    ("closest", 44),
    ("searched", 9),
    ("needed", 34),
    ("status", 10),
    ("owner", 16),
    ("due", 12),
    ("decision", 30),
    ("action", 30),
    ("words for the plan", 40),
    ("evidence", 30),
    ("not applicable because", 24),
    ("note", 24),
    ("decided by", 14),
    ("decided on", 12),
)
# The columns that people fill in, by their heads in the workbook and on the page.
FILLED = {
    "status": "status",
    "owner": "owner",
    "due": "due",
    "decision": "decision",
    "action": "action",
    "words for the plan": "language",
    "evidence": "evidence",
    "not applicable because": "not_applicable",
    "note": "note",
}
_EARLIER = ("in the earlier draft", 44)


def as_json(report: Report) -> bytes:
    """The report as the contract sets it out, and beside it what the team decided."""
    assessment = report.assessment
    corpus = assessment.requirements.corpus.source
    document = {
        "requirements": corpus.id,
        "edition": corpus.as_of,
        "plan": list(assessment.files),
        "searched": assessment.searched,
        "set_aside": dict(sorted(assessment.dropped.items())),
        "counts": {str(state): count for state, count in report.counts.items()},
        "units": [_unit(line) for line in report.lines],
    }
    if report.since:
        document["since"] = list(report.since)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _unit(line: Line) -> dict[str, Any]:
    finding, unit = line.finding, line.finding.unit
    record: dict[str, Any] = {
        "requirement": unit.id,
        "state": str(finding.state),
        "half": finding.half,
        "reason": finding.reason,
        "places": [_place(place) for place in finding.places],
        "closest": _place(finding.closest) if finding.closest else None,
        "searched": finding.searched,
        "about": _about(unit),
    }
    if line.before:
        record["before"] = line.before
    decided = {
        name: getattr(line.decision, name) for name in line.decision.__slots__ if name != "requirement"
    }
    if any(decided.values()) and line.decision.by:
        record["decided"] = decided | {"words_changed_since": line.changed}
    return record


def _about(unit: Unit) -> dict[str, str]:
    names = "name asks words citation also rule section kind applies_to answered_when"
    return {name: getattr(unit, name) for name in names.split()}


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "page": place.page, "heading": list(place.heading), "words": place.words}


def columns(report: Report) -> tuple[tuple[str, int], ...]:
    """The heads of a report's table with their widths; one more where it is compared with an earlier draft."""
    return (*COLUMNS, _EARLIER) if report.since else COLUMNS


def row_cells(report: Report, line: Line) -> list[str]:
    """One row in the order of `columns`."""
    return [*cells(line), line.before] if report.since else cells(line)


def cells(line: Line) -> list[str]:
    """One row in the order of `COLUMNS`."""
    finding, unit, decision = line.finding, line.finding.unit, line.decision
    closest = finding.closest
    return [
        unit.id,
        unit.name,
        unit.asks,
        unit.cited,
        unit.kind,
        unit.applies_to,
        line.state_words,
        finding.half,
        finding.reason,
        "\n\n".join(place.words for place in finding.places),
        "\n\n".join(place_in_plan(place) for place in finding.places),
        f"{place_in_plan(closest)}: {closest.words}" if closest and not finding.places else "",
        str(finding.searched),
        line.needed,
        *(getattr(decision, name) for name in (*FILLED.values(), "by", "date")),
    ]


def report_csv(report: Report) -> bytes:
    """The rows for a spreadsheet; words that it would take for a formula get an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in columns(report)])
    for line in report.lines:
        writer.writerow([spreadsheet_cell(cell) for cell in row_cells(report, line)])
    return out.getvalue().encode()


class PlanForm(NamedTuple):
    """The form of a page on which a person answers: the token of the session, and what could not be kept.

    `sent` holds by requirement the fields that stay as they were typed, `reasons` why they were not kept.
    """

    token: str
    sent: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    reasons: Mapping[str, str] = MappingProxyType({})


def as_page(report: Report, *, version: str, form: PlanForm | None = None, told: Sequence[str] = ()) -> bytes:
    """The page: counts, the agenda, every requirement with words and place; every text is escaped.

    With a form each requirement has fields for the team's answer; `told` are the sentences at its head.
    """
    page = render_alone(
        "plan",
        report=report,
        words=STATE_WORDS,
        where=place_in_plan,
        with_place=with_place,
        version=version,
        form=form,
        told=told,
        statuses=STATUSES,
        room=ROOM,
        long=PARAGRAPHS,
        fields={name: head.capitalize() for head, name in FILLED.items()},
    )
    return page.encode()


_SHEET = "Requirements"
# The hidden last column: the mark of what the row showed, so that an old workbook writes over nothing.
_SEEN = "seen"
_AGENDA = (
    ("No.", 6),
    ("requirement", 12),
    ("name", 30),
    ("finding", 16),
    ("why", 50),
    ("needed", 40),
    ("owner", 18),
    ("due", 12),
    ("decision", 40),
)
_COMMENTS = "Comments"
_COMMENT = ("number", *WRITTEN)
# Rows left empty for new comments.
_EMPTY = 40
# How the appendix to a plan says that an item is answered.
_ANSWERED = {
    UnitState.MET: "Yes",
    UnitState.PARTLY: "In part",
    UnitState.NOT_APPLICABLE: "Not applicable",
}
_FINDER = (("requirement", 12), ("name", 34), ("citation", 40), ("answered", 16), ("where", 60))


def as_workbook(report: Report, *, version: str) -> bytes:
    """Five sheets: counts, every requirement, the agenda, where each item is answered, and the comments."""
    out = io.BytesIO()
    title = f"{report.assessment.requirements.corpus.source.title}: {', '.join(report.assessment.files)}"
    book, looks = new_book(out, {"title": legal(title)[:255], "author": f"crosswalk {version}"}, LOOKS)
    _counts(book, looks, report, title)
    heads = (*columns(report), (_SEEN, 12))
    marked = [[*row_cells(report, line), line.decision.mark] for line in report.lines]
    rows = _sheet(book, looks, _SHEET, heads, marked, edited=tuple(FILLED))
    rows.set_column(len(heads) - 1, len(heads) - 1, None, None, {"hidden": True})
    at = [name for name, _ in heads].index("status")
    statuses = {"validate": "list", "source": list(STATUSES)}
    rows.data_validation(1, at, max(len(report.lines), 1), at, statuses)
    _sheet(book, looks, "Agenda", _AGENDA, [_agenda(n, line) for n, line in enumerate(report.agenda, 1)])
    _sheet(book, looks, "Where answered", _FINDER, [finder_row(line) for line in report.lines])
    _comments(book, looks, report)
    book.close()
    return out.getvalue()


def _comments(book: "Workbook", looks: Mapping[str, "Format"], report: Report) -> None:
    """The public's comments, and empty rows for more."""
    held = [tuple(getattr(one, name) for name in _COMMENT) for one in report.comments]
    empty = [("",) * len(_COMMENT)] * _EMPTY
    sheet = add_sheet(book, looks, _COMMENTS, TableFile(_COMMENTS, (), _COMMENT, (*held, *empty)), WRITTEN)
    at = _COMMENT.index("disagrees")
    last = len(held) + _EMPTY
    sheet.data_validation(1, at, last, at, {"validate": "list", "source": ["yes", "no"]})


def _counts(book: "Workbook", looks: Mapping[str, "Format"], report: Report, title: str) -> None:
    total = report.total
    lines = [[STATE_WORDS[state], f"{count} of {total}"] for state, count in report.counts.items()]
    sheet = _sheet(book, looks, "Summary", (("finding", 30), ("requirements", 20)), lines)
    sheet.write_string(len(lines) + 2, 0, fitting(title), looks["cell"])


def _sheet(
    book: "Workbook",
    looks: Mapping[str, "Format"],
    name: str,
    columns: tuple[tuple[str, int], ...],
    rows: list[list[str]],
    edited: Sequence[str] = (),
) -> "Worksheet":
    """One sheet; `columns` are the heads with their widths."""
    table = TableFile(name, (), tuple(head for head, _ in columns), tuple(map(tuple, rows)))
    return add_sheet(book, looks, name, table, edited, [width for _, width in columns])


def _agenda(number: int, line: Line) -> list[str]:
    """A row in the order of `_AGENDA`."""
    told = dict(zip((name for name, _ in COLUMNS), cells(line), strict=True)) | {"No.": str(number)}
    return [told[name] for name, _ in _AGENDA]


def finder_row(line: Line, *, named: bool = True) -> list[str]:
    """One row of the appendix that says where each item is answered; `named` is whether places name their file."""
    unit = line.finding.unit
    where = "; ".join(
        dict.fromkeys(place_in_plan(place, named=named) for place in line.finding.places if line.state.found)
    )
    return [unit.id, unit.name, unit.cited, _ANSWERED.get(line.state, "Not yet"), where]


def read_plan_workbook(path: Path) -> list[dict[str, str]]:
    """What people filled in, a mapping for each requirement; a row without an id is skipped."""
    book = open_book(path)
    if _SHEET not in book.sheetnames:
        raise ParseError(
            f"{path} has no sheet {_SHEET}; use a workbook that `crosswalk gaps --format xlsx` wrote.",
            code="XW-610",
        )
    rows = book[_SHEET].iter_rows(values_only=True)
    heads = [str(cell or "").strip().lower() for cell in next(rows, ())]
    if "requirement" not in heads or not set(FILLED) & set(heads):
        raise ParseError(
            f"{path}: the first row of {_SHEET} must name the column requirement and at least one of"
            f" {', '.join(FILLED)}.",
            code="XW-610",
        )
    return [record for row in rows if (record := _record(heads, row))["requirement"]]


def read_comment_rows(path: Path) -> list[dict[str, str]]:
    """What people wrote in the sheet of comments; none if a workbook has no such sheet."""
    book = open_book(path)
    if _COMMENTS not in book.sheetnames:
        return []
    rows = book[_COMMENTS].iter_rows(values_only=True)
    heads = [str(cell or "").strip().lower() for cell in next(rows, ())]
    found = [
        {head: cell_text(cell) for head, cell in zip(heads, row, strict=False) if head in _COMMENT}
        for row in rows
    ]
    return [row for row in found if row.get("comment")]


def open_book(path: Path) -> Any:  # noqa: ANN401 - openpyxl has no types
    """An Excel workbook as openpyxl reads it; one that cannot be read is said in a sentence (XW-610)."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise ParseError(
            f"{path} is not an Excel workbook that can be read; save it as .xlsx.", code="XW-610"
        ) from error
    return book


def _record(heads: list[str], row: tuple[Any, ...]) -> dict[str, str]:
    known = dict(zip(heads, row, strict=False))
    found = {"requirement": cell_text(known.get("requirement"))}
    if seen := cell_text(known.get(_SEEN)):
        found[_SEEN] = seen
    for head, name in FILLED.items():
        if head in known and name in EDITED:
            found[name] = cell_text(known[head])
    return found


def cell_text(value: object) -> str:
    """A cell as text; a date cell is written as YYYY-MM-DD."""
    if value is None:
        return ""
    day = getattr(value, "date", None)
    return str(day()) if callable(day) else str(value).strip()
