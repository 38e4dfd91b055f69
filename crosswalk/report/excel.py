"""Write the workbook: every row, every gap, the sources and the key, for filtering and printing."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crosswalk.language.phrasing import capital
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.report.agenda import AgendaBlock, AgendaItem
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.cells import STANDING_WORDS, answer_kind
from crosswalk.report.change_model import ChangeBlock, ChangeSection, RestView
from crosswalk.report.change_page import changes_page
from crosswalk.report.columns import (
    COLUMNS,
    PRINTED,
    SHOWN,
    Cell,
    citations,
    key_lines,
    opening_notes,
    plain,
    row_facts,
    title_line,
)
from crosswalk.report.compact_text import same_and_different
from crosswalk.report.document_view import label, sides
from crosswalk.report.frame import NO_FRAME, corpora_of, source_view
from crosswalk.report.rows import row_views
from crosswalk.report.table_file import CELL, HEAD, ROOM, Look, new_book, with_free_heights
from crosswalk.report.views import Link, Pointer, RowView, Run
from crosswalk.report.words import PART_WORDS, anchors, legal, shortened

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


# Head and width in characters; the printed columns come first.
GAPS = (
    ("Id", 7),
    ("Status", 12),
    ("Citation", 22),
    ("Asks", 42),
    ("Closest", 36),
    ("Question", 36),
    ("Decision", 20),
    ("Owner", 16),
    ("Due", 11),
    ("Note", 30),
    ("Actor", 20),
    ("What is missing", 40),
    ("Words are", 18),
    ("Provision", 20),
    ("On the page", 24),
)
GAPS_PRINTED = 9
MEASURES = (
    ("Measure", 22),
    ("Text", 40),
    ("Counterpart", 24),
    *((name, 10) for name in PART_WORDS.values()),
    ("What differs", 42),
    ("Status", 18),
    ("Crosswalk", 14),
    ("On the page", 30),
)
MEASURES_PRINTED = 12
SOURCES = (
    ("Id", 14),
    ("Title", 44),
    ("Kind", 14),
    ("Issued by", 26),
    ("As of", 16),
    ("Provisions", 12),
    ("Words are", 24),
    ("Official address", 44),
    ("Rights", 34),
    ("Remark", 40),
    ("Digest", 16),
)
CHANGES = (
    ("Document", 14),
    ("From", 12),
    ("To", 12),
    ("Change", 8),
    ("What happened", 18),
    ("How much it matters", 16),
    ("Place", 30),
    ("What it touches", 34),
    ("Old words", 48),
    ("New words", 48),
    ("Row that rests on it", 34),
    ("Crosswalk", 22),
    ("How it rests on it", 26),
    ("What it needs", 18),
    ("Status now", 20),
    ("On the page", 24),
)
COMMENTS = (
    ("Crosswalk", 14),
    ("Left id", 20),
    ("Right id", 20),
    ("Person", 22),
    ("Speaks for", 22),
    ("Day", 12),
    ("Comment", 56),
    ("State", 12),
    ("Answer", 48),
    ("Answered by", 22),
    ("Answered on", 12),
    ("Closed by", 22),
    ("Closed on", 12),
    ("On the page", 34),
)


def gap_lines(crosswalks: Sequence[Comparison]) -> Iterator[tuple[list[Cell], tuple[str, ...]]]:
    """A line for every gap of the agenda, in its order, with the decisions to choose from.

    Minor gaps have no number and no decision.
    """
    for agenda in gaps_page(crosswalks, NO_FRAME).agendas:
        for part in agenda.sections:
            for block in part.blocks:
                for one in block.items:
                    yield _gap(one, part.heading, block), block.choices
        for one in agenda.minor:
            yield _gap(one, "", None), ()


def _gap(one: AgendaItem, actor: str, block: AgendaBlock | None) -> list[Cell]:
    return [
        block.number if block else "",
        one.state,
        Link(f"{one.label}\n{one.cite.words}"),
        one.text or one.label,
        _pointed(block.closest) if block and block.closest else "",
        block.question if block else "",
        *("", "", "", ""),
        actor,
        one.why or (block.why if block else ""),
        "not checked" if one.unchecked else "",
        one.id,
        f"gaps.html#{block.anchor}" if block else "gaps.html",
    ]


def _pointed(pointer: Pointer) -> str:
    mark = f" [{pointer.mark}]" if pointer.mark else ""
    return f"{pointer.name or pointer.link.words}: {pointer.words}{mark}"


def measure_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every counted pair of measures, with the verdict for each part."""
    for side in crosswalks:
        for row, view in zip(side.rows, row_views(side), strict=True):
            if view.parts and view.counts:
                found = {part.name: part.word for part in view.parts}
                yield [
                    citations(view.left),
                    view.left.text if view.left else "",
                    citations(view.right),
                    *(found.get(name, "") for name in PART_WORDS.values()),
                    " ".join(same_and_different(row)[1]),
                    view.status_words,
                    side.id,
                    f"{side.id}.html#{view.anchor}",
                ]


def grid_lines(side: Comparison) -> tuple[tuple[tuple[str, int], ...], Iterator[Sequence[Cell]]]:
    """The columns of a definition's grid with their widths, and a line for every element of the longer document."""
    left, right = sides(side)
    across, down = (left, right) if len(left.elements) <= len(right.elements) else (right, left)
    words = {
        frozenset({f"left:{row.left}", f"right:{row.right}"}): _grid_word(view)
        for row, view in zip(side.rows, row_views(side), strict=True)
        if row.left and row.right
    }
    heads = ((down.name, 34), *((_element(prov), 16) for prov in across.elements), ("Covered", 18))
    lines = (
        [
            _element(prov),
            *(
                words.get(frozenset({f"{down.which}:{prov.id}", f"{across.which}:{head.id}"}), "")
                for head in across.elements
            ),
            STANDING_WORDS[answer_kind(prov, down.answers[prov.id])] if prov.id in down.answers else "",
        ]
        for prov in down.elements
    )
    return heads, lines


def _element(prov: Provision) -> str:
    """The name of an element; one without a heading has its first words below it."""
    return label(prov) if prov.heading else f"{label(prov)}\n{shortened(prov.text, 60)}".strip()


def _grid_word(view: RowView) -> str:
    """The relation of a pair; a pair once rejected, whose text has changed since, is to be looked at again."""
    return f"{view.word}; look again" if view.refused and not view.reviewed else view.word


def source_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every document that the rows rest on."""
    for corpus in corpora_of(crosswalks):
        one = source_view(corpus)
        yield [
            one.id,
            one.title,
            one.kind,
            one.authority,
            one.as_of,
            len(corpus),
            one.mark,
            one.link,
            one.rights,
            one.note,
            one.digest,
        ]


def change_lines(
    found: Sequence[EditionComparison], crosswalks: Sequence[Comparison]
) -> Iterator[list[Cell]]:
    """A line for every row that rests on a change, and one for every change on which none rests."""
    for section in changes_page(found, NO_FRAME, crosswalks).sections:
        for block in section.blocks:
            for rest in block.rests or (None,):
                yield _change(section, block, rest)


def _change(section: ChangeSection, block: ChangeBlock, rest: RestView | None) -> list[Cell]:
    return [
        section.title,
        section.old.words,
        section.new.words,
        block.label,
        block.kind,
        block.weight,
        block.official,
        "\n".join(block.flags),
        block.old,
        block.new,
        *((rest.row.words, rest.title, rest.how, rest.verdict, rest.status) if rest else ("",) * 5),
        f"changes.html#{block.anchor}",
    ]


def comment_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every comment, row by row; a filter on the column Person gives them person by person."""
    for side in crosswalks:
        names = anchors(row.id for row in side.rows)
        places = {(row.left, row.right): f"{side.id}.html#{names[row.id]}" for row in side.rows}
        for one in sorted(side.comments, key=lambda c: (c.pair, c.date, c.id)):
            yield [
                side.id,
                *one.pair,
                *(one.by, one.role, one.date, one.text, one.state.value),
                *(one.reply, one.reply_by, one.reply_date, one.closed_by, one.closed_date),
                places.get(one.pair, ""),
            ]
