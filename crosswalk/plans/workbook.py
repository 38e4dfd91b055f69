"""Write a plan's report as an Excel workbook, and read back what people wrote in it."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.errors import ParseError
from crosswalk.plans.assess import UnitState
from crosswalk.plans.comments import WRITTEN
from crosswalk.plans.decisions import EDITED, STATUSES
from crosswalk.plans.formats import COLUMNS, FILLED, cells, columns, row_cells
from crosswalk.plans.lines import STATE_WORDS, Line, Report, place_words
from crosswalk.report.table_file import LOOKS, ROOM, TableFile, add_sheet, new_book
from crosswalk.report.words import legal

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

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
# At most this many characters across are readable on one printed page.
_PRINTED = 220
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
    rows = _sheet(book, looks, _SHEET, heads, marked)
    rows.set_column(len(heads) - 1, len(heads) - 1, None, None, {"hidden": True})
    _editable(rows, looks, report)
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
    sheet.write_string(len(lines) + 2, 0, _fit(title), looks["cell"])


def _sheet(
    book: "Workbook",
    looks: Mapping[str, "Format"],
    name: str,
    columns: tuple[tuple[str, int], ...],
    rows: list[list[str]],
) -> "Worksheet":
    """One sheet with frozen heads that repeat in print, a filter, and every cell as text."""
    sheet = book.add_worksheet(name)
    for at, (head, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, looks["head"])
    for row, line in enumerate(rows, 1):
        for at, cell in enumerate(line):
            sheet.write_string(row, at, _fit(cell), looks["cell"])
    sheet.freeze_panes(1, 2 if len(columns) > 2 else 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    # A wide sheet is printed over several pages, with the first two columns on each.
    wide = -(-sum(width for _, width in columns) // _PRINTED)
    if wide > 1:
        sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(wide, 0)
    return sheet


def _editable(sheet: "Worksheet", looks: Mapping[str, "Format"], report: Report) -> None:
    """The columns that people fill in, in their own color, with a list of the statuses."""
    heads = [name for name, _ in COLUMNS]
    for row, line in enumerate(report.lines, 1):
        for head in FILLED:
            at = heads.index(head)
            sheet.write_string(row, at, _fit(cells(line)[at]), looks["edit"])
    at = heads.index("status")
    sheet.data_validation(
        1, at, max(len(report.lines), 1), at, {"validate": "list", "source": list(STATUSES)}
    )


def _agenda(number: int, line: Line) -> list[str]:
    unit, decision = line.finding.unit, line.decision
    return [
        str(number),
        unit.id,
        unit.name,
        line.state_words,
        line.finding.reason,
        line.needed,
        decision.owner,
        decision.due,
        decision.decision,
    ]


def finder_row(line: Line, *, named: bool = True) -> list[str]:
    """One row of the appendix that says where each item is answered; `named` is whether places name their file."""
    unit = line.finding.unit
    where = "; ".join(
        dict.fromkeys(place_words(place, named=named) for place in line.finding.places if line.state.found)
    )
    return [unit.id, unit.name, unit.cited, _ANSWERED.get(line.state, "Not yet"), where]


def _fit(text: str) -> str:
    whole = legal(text)
    return whole if len(whole) <= ROOM else whole[:ROOM] + " …"


def read_workbook(path: Path) -> list[dict[str, str]]:
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
