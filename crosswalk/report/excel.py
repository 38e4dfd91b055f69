"""The workbook beside the pages: every row, every gap, the sources and the key, for filters and print."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.report.document_view import sides
from crosswalk.report.export_notes import NO_TEXT, key_lines, said_first, title_of
from crosswalk.report.rows import row_views
from crosswalk.report.views import Link, RowView, Run, TextView
from crosswalk.report.words import legal
from crosswalk.report.workbook_format import CELL, HEAD, ROOM, Look, new_book
from crosswalk.report.workbook_lines import (
    CHANGES,
    COMMENTS,
    GAPS,
    GAPS_PRINTED,
    SOURCES,
    Cell,
    change_lines,
    cited,
    comment_lines,
    gap_lines,
    source_lines,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What an address, and a sheet's list of addresses, can hold in Excel.
_ADDRESS, _ADDRESSES = 2_000, 60_000
_CUT = " … (cut here; the page has all of it)"
# The few ways a cell can look; `phrase` marks the words that answer the other side.
_LOOKS: dict[str, Look] = {
    "cell": CELL,
    "head": HEAD,
    "link": CELL | {"font_color": "#1A4480", "underline": 1},
    "phrase": {"bold": True, "underline": 1},
    "phrase cell": CELL | {"bold": True, "underline": 1},
    "title": CELL | {"bold": True, "font_size": 16},
}
# Head and width in characters; what is printed stands first.
_ROWS = (
    ("Crosswalk", 14),
    ("No.", 6),
    ("Left citation", 30),
    ("Left text", 52),
    ("Left words are", 18),
    ("How they relate", 14),
    ("Why", 38),
    ("Status", 18),
    ("Right citation", 30),
    ("Right text", 52),
    ("Right words are", 18),
    ("Decided by", 22),
    ("Phrases that meet", 46),
    ("Only the left adds", 34),
    ("Only the right adds", 34),
    ("Strength, 0 to 10", 10),
    ("Confidence, 0 to 1", 11),
    ("Confidence in the relation, 0 to 1", 14),
    ("Rests on", 12),
    ("Measures part by part", 46),
    ("What the program reads instead", 34),
    ("Remark", 30),
    ("Meant together", 30),
    ("Comments", 40),
    ("Left document", 16),
    ("Left lead-in", 40),
    ("Right document", 16),
    ("Right lead-in", 40),
    ("Left id", 20),
    ("Right id", 20),
    ("On the page", 34),
)
_ROWS_PRINTED = 11


def workbook(
    crosswalks: Sequence[Comparison], *, version: str, changes: Sequence[EditionComparison] = ()
) -> bytes:
    """`crosswalk.xlsx`: Read me, Side by side, Gaps, Changes, Comments, Sources, Key.

    The same inputs give the same bytes. `changes` are the last two editions of each document, compared.
    """
    out = io.BytesIO()
    about = {"title": title_of(crosswalks), "author": f"crosswalk {version}"}
    book, looks = new_book(out, about, _LOOKS)
    _read_me(book, looks, crosswalks, version)
    _sheet(book, looks, "Side by side", _ROWS, _rows(crosswalks), _ROWS_PRINTED)
    _sheet(book, looks, "Gaps", GAPS, gap_lines(crosswalks), GAPS_PRINTED)
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
    return out.getvalue()


def _sheet(
    book: "Workbook",
    looks: dict[str, "Format"],
    name: str,
    heads: Sequence[tuple[str, int]],
    lines: Iterator[list[Cell]],
    printed: int,
) -> None:
    """One sheet of data: from A1, one frozen header row, filters, no merged cells, ready to print."""
    sheet = book.add_worksheet(name)
    for column, (words, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, looks["head"])
    last, links = 0, 0
    for last, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            links += isinstance(cell, Link)
            _write(sheet, looks, last, column, cell if links < _ADDRESSES else _unlinked(cell))
        sheet.set_row(last, _height(line[:printed], heads))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
    _print(sheet, name)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(last, 1), printed - 1)


def _print(sheet: "Worksheet", name: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(1)  # US letter
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name}&RPage &P of &N")


def _height(line: Sequence[Cell], heads: Sequence[tuple[str, int]]) -> float:
    """A row's height in points, so that the tallest printed cell shows whole; not every program works it out itself."""
    tallest = max(
        sum(-(-len(part) // width) or 1 for part in _cell_text(cell).split("\n"))
        for cell, (_, width) in zip(line, heads, strict=False)
    )
    return min(15.0 * tallest, 409.0)


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "".join(run.text for run in cell)
    return cell.words if isinstance(cell, Link) else str(cell or "")


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
    """A text with its matched phrases bold and underlined; joined again it is the text."""
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


def _rows(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    for side in crosswalks:
        names = [one.name for one in sides(side)]
        for row, view in zip(side.rows, row_views(side), strict=True):
            yield _row_cells(side, names, row, view)


def _row_cells(side: Comparison, names: Sequence[str], row: ComparisonRow, view: RowView) -> list[Cell]:
    left, right = view.left, view.right
    return [
        side.id,
        view.number,
        cited(left),
        _text_cell(left, view.left_absent.headline if view.left_absent else ""),
        left.mark if left else NO_TEXT,
        view.word,
        view.said,
        view.status_words,
        cited(right),
        _text_cell(right, view.right_absent.headline if view.right_absent else ""),
        right.mark if right else NO_TEXT,
        view.stands or view.decided,
        _phrases(view),
        "\n".join(left.adds) if left else "",
        "\n".join(right.adds) if right else "",
        row.strength,
        None if row.confidence is None else round(row.confidence, 3),
        float(view.why.sure) if view.why and view.why.sure else None,
        view.basis,
        "\n".join(f"{part.name}: {part.word.lower()}. {part.sentence}" for part in view.parts),
        view.computed,
        view.comment,
        _together(view),
        "\n".join(
            [view.talk_summary, *(f"{one.who} ({one.state}): {one.text}" for one in view.talk)]
        ).strip(),
        names[0],
        left.lead.words if left and left.lead else "",
        names[1],
        right.lead.words if right and right.lead else "",
        row.left,
        row.right,
        f"{side.id}.html#{view.anchor}",
    ]


def _together(view: RowView) -> str:
    """With what other rows the row is meant together, in words."""
    return f"{view.together} {', '.join(link.words for link in view.together_with)}" if view.together else ""


def _text_cell(text: TextView | None, absent: str) -> Cell:
    """The text's runs; a heading where that is all there is; or what is said of an empty side."""
    if text is None:
        return absent
    return text.runs or text.heading or text.note


def _phrases(view: RowView) -> str:
    """Which words on the left answer which on the right, by their common number."""
    if view.left is None or view.right is None:
        return ""
    ours, theirs = phrases(view.left.runs), phrases(view.right.runs)
    return "\n".join(
        f"{number}. {ours.get(number, '')} | {theirs.get(number, '')}" for number in sorted({*ours, *theirs})
    )


def phrases(runs: Sequence[Run]) -> dict[int, str]:
    """The words of every numbered phrase; the pieces of a phrase that is interrupted are parted by dots."""
    found: dict[int, str] = {}
    for run in runs:
        for number in run.marks:
            gap = " … " if number in found and number in run.opens else ""
            found[number] = found.get(number, "") + gap + run.text
    return {number: " ".join(words.split()) for number, words in found.items()}


def _read_me(
    book: "Workbook", looks: dict[str, "Format"], crosswalks: Sequence[Comparison], version: str
) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, legal(title_of(crosswalks)), looks["title"])
    for number, words in enumerate(said_first(crosswalks, version), 1):
        sheet.write_string(number, 0, legal(words), looks["cell"])
    _print(sheet, "Read me")
