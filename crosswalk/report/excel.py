"""Write the workbook: every row, every gap, the sources and the key, for filtering and printing."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crosswalk.language.phrasing import capital
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison
from crosswalk.report.columns import (
    COLUMNS,
    PRINTED,
    SHOWN,
    Cell,
    key_lines,
    opening_notes,
    plain,
    row_facts,
    title_line,
)
from crosswalk.report.rows import row_views
from crosswalk.report.table_file import CELL, HEAD, ROOM, Look, new_book, with_free_heights
from crosswalk.report.views import Link, Run
from crosswalk.report.words import legal
from crosswalk.report.workbook_lines import (
    CHANGES,
    COMMENTS,
    GAPS,
    GAPS_PRINTED,
    MEASURES,
    MEASURES_PRINTED,
    SOURCES,
    change_lines,
    comment_lines,
    gap_lines,
    grid_lines,
    measure_lines,
    source_lines,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Excel's limits: the length of a link, and the number of links on a sheet.
_ADDRESS, _ADDRESSES = 2_000, 60_000
_CUT = " … (cut here; the page has all of it)"
# The formats of cells; `phrase` is for words that match the other side.
_LOOKS: dict[str, Look] = {
    "cell": CELL,
    "head": HEAD,
    "link": CELL | {"font_color": "#1A4480", "underline": 1},
    "phrase": {"bold": True, "underline": 1},
    "phrase cell": CELL | {"bold": True, "underline": 1},
    "title": CELL | {"bold": True, "font_size": 16},
}
# The width of the first sheet in characters, and the height of a line in points.
_READ_ME, _LINE = 90, 15.0
# The earliest due date that a cell accepts.
_EARLIEST = date(2000, 1, 1)


def workbook(
    crosswalks: Sequence[Comparison], *, version: str, changes: Sequence[EditionComparison] = ()
) -> bytes:
    """`crosswalk.xlsx`: Read me, Side by side, Measures and Grid if there are any, Gaps, Changes, Comments, Sources, Key.

    The same inputs give the same bytes. `changes` are the last two editions of each document, compared.
    """
    out = io.BytesIO()
    about = {"title": title_line(crosswalks), "author": f"crosswalk {version}"}
    book, looks = new_book(out, about, _LOOKS)
    _read_me(book, looks, crosswalks, version)
    _side_by_side(book, looks, crosswalks)
    if any(view.parts for side in crosswalks for view in row_views(side)):
        _sheet(book, looks, "Measures", MEASURES, measure_lines(crosswalks), MEASURES_PRINTED)
    for number, side in enumerate((one for one in crosswalks if one.kind == "definition"), 1):
        heads, lines = grid_lines(side)
        _sheet(book, looks, f"Grid {number}" if number > 1 else "Grid", heads, lines, len(heads))
    _gaps(book, looks, crosswalks)
    _sheet(book, looks, "Changes", CHANGES, change_lines(changes, crosswalks), len(CHANGES))
    _sheet(book, looks, "Comments", COMMENTS, comment_lines(crosswalks), len(COMMENTS))
    _sheet(book, looks, "Sources", SOURCES, source_lines(crosswalks), len(SOURCES))
    _sheet(
        book,
        looks,
        "Key",
        (("What", 22), ("Word", 44), ("Meaning", 90)),
        ([*line] for line in key_lines()),
        3,
    )
    book.close()
    return with_free_heights(out.getvalue())


def _side_by_side(book: "Workbook", looks: dict[str, "Format"], crosswalks: Sequence[Comparison]) -> None:
    """The sheet of all rows; columns that do not fit on a screen are collapsed in an outline."""
    heads = [(capital(column.name), column.width) for column in COLUMNS]
    lines = ([column.value(facts) for column in COLUMNS] for facts in row_facts(crosswalks))
    sheet = _sheet(book, looks, "Side by side", heads, lines, PRINTED)
    for number, column in enumerate(COLUMNS[SHOWN:], SHOWN):
        sheet.set_column(number, number, column.width, None, {"level": 1, "hidden": True})
    sheet.set_column(len(COLUMNS), len(COLUMNS), None, None, {"collapsed": True})


def _gaps(book: "Workbook", looks: dict[str, "Format"], crosswalks: Sequence[Comparison]) -> None:
    """The sheet of the agenda, with columns to fill in: a decision from a list, an owner and a date."""
    found = list(gap_lines(crosswalks))
    sheet = _sheet(book, looks, "Gaps", GAPS, (line for line, _ in found), GAPS_PRINTED)
    names = [name for name, _ in GAPS]
    for number, (_, choices) in enumerate(found, 1):
        if choices:
            sheet.data_validation(
                number,
                names.index("Decision"),
                number,
                names.index("Decision"),
                {"validate": "list", "source": list(choices), "error_type": "warning"},
            )
    if found:
        due = names.index("Due")
        sheet.data_validation(
            1,
            due,
            len(found),
            due,
            {"validate": "date", "criteria": ">", "value": _EARLIEST, "error_type": "warning"},
        )


def _sheet(
    book: "Workbook",
    looks: dict[str, "Format"],
    name: str,
    heads: Sequence[tuple[str, int]],
    lines: Iterable[Sequence[Cell]],
    printed: int,
) -> "Worksheet":
    """One sheet of data: from A1, one frozen header row, filters, no merged cells, ready to print."""
    sheet = book.add_worksheet(name)
    for column, (words, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, legal(words), looks["head"])
    last, links = 0, 0
    for last, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            links += isinstance(cell, Link)
            _write(sheet, looks, last, column, cell if links < _ADDRESSES else _unlinked(cell))
        sheet.set_row(last, _height(line[:printed], heads))
    sheet.set_row(0, _height([words for words, _ in heads[:printed]], heads))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
    _print(sheet, name)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(last, 1), printed - 1)
    return sheet


def _print(sheet: "Worksheet", name: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(1)  # US letter
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name}&RPage &P of &N")


def _height(line: Sequence[Cell], heads: Sequence[tuple[str, int]]) -> float:
    """An estimate of a row's height in points, so that its tallest printed cell is not cut off."""
    tallest = max(
        sum(-(-len(part) // width) or 1 for part in str(plain(cell) or "").split("\n"))
        for cell, (_, width) in zip(line, heads, strict=False)
    )
    return min(_LINE * tallest, 409.0)


def _unlinked(cell: Cell) -> Cell:
    return cell.words if isinstance(cell, Link) else cell


def _write(sheet: "Worksheet", looks: dict[str, "Format"], row: int, column: int, cell: Cell) -> None:
    if cell is None or cell in ("", ()):
        sheet.write_blank(row, column, None, looks["cell"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, looks["cell"])
    elif isinstance(cell, Link):
        if cell.href and len(cell.href) <= _ADDRESS:
            sheet.write_url(row, column, cell.href, looks["link"], legal(cell.words))
        else:
            sheet.write_string(row, column, legal(cell.words), looks["cell"])
    elif isinstance(cell, tuple):
        _write_runs(sheet, looks, row, column, cell)
    else:
        sheet.write_string(row, column, _fitting(cell), looks["cell"])


def _fitting(words: str) -> str:
    return legal(words) if len(words) <= ROOM else legal(words[: ROOM - len(_CUT)]) + _CUT


def _write_runs(
    sheet: "Worksheet", looks: dict[str, "Format"], row: int, column: int, runs: tuple[Run, ...]
) -> None:
    """Write a text with its matched phrases bold and underlined; the runs joined are the text."""
    pieces: list[tuple[bool, str]] = []
    for run in runs:
        if pieces and pieces[-1][0] is bool(run.marks):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + run.text)
        else:
            pieces.append((bool(run.marks), run.text))
    whole = "".join(words for _, words in pieces)
    if len(pieces) == 1 or len(whole) > ROOM:
        look = "phrase cell" if len(pieces) == 1 and pieces[0][0] else "cell"
        sheet.write_string(row, column, _fitting(whole), looks[look])
        return
    parts: list[Any] = []
    for marked, words in pieces:
        parts += [looks["phrase"], legal(words)] if marked else [legal(words)]
    sheet.write_rich_string(row, column, *parts, looks["cell"])


def _read_me(
    book: "Workbook", looks: dict[str, "Format"], crosswalks: Sequence[Comparison], version: str
) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, _READ_ME)
    sheet.set_row(0, 2 * _LINE)
    sheet.write_string(0, 0, legal(title_line(crosswalks)), looks["title"])
    for number, words in enumerate(opening_notes(crosswalks, version), 1):
        sheet.write_string(number, 0, legal(words), looks["cell"])
        sheet.set_row(number, _height([words], [("", _READ_ME)]))
    _print(sheet, "Read me")
