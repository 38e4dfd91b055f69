"""Paragraphs and tables of a Word document into headings, items, rows and footnotes."""

import itertools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crosswalk.ingest.blocks import WIDEST, Block, Kind, letters, looks_like_head, table_blocks
from crosswalk.ingest.docx_parts import (
    Numbering,
    Style,
    Tally,
    boxes,
    ends_deleted,
    indent_of,
    is_on,
    pieces,
    value,
)
from crosswalk.ingest.enumerators import Nesting, printed
from crosswalk.ingest.styled_words import (
    Piece,
    is_heading,
    is_loud,
    joined,
    named_rank,
    notes_of,
    run_in,
    unmarked,
)
from crosswalk.ingest.xml_stream import first_child, tag_of
from crosswalk.model.read_result import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
HEADER_LETTERS = 80
# A cell with more paragraphs than this is running text, not a cell.
CELL_PARAGRAPHS = 3
_TWIPS_PER_EM = 220
# The list that typed enumerators belong to, besides Word's own numbered lists.
_TYPED = "typed"


@dataclass(slots=True)
class WordDocument:
    """A Word document while it is read.

    `lists` holds the automatic lists that are open as (list, level, indent); `noted` the footnotes
    in the order of their references; `marks` counts the letters that went into enumerators, and
    `in_cells` the letters of table rows that are not yet blocks.
    """

    styles: dict[str, Style]
    default: str
    numbering: Numbering
    tally: Tally = field(default_factory=Tally)
    blocks: list[Block] = field(default_factory=list)
    lists: list[tuple[str, int, int]] = field(default_factory=list)
    typed: Nesting = field(default_factory=Nesting)
    pending: list[Piece] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    depth: int = 0
    marks: int = 0
    in_cells: int = 0


@dataclass(frozen=True, slots=True)
class StyledParagraph:
    """One paragraph of a Word or OpenDocument text: its words, style and indentation, its list and its printed number."""

    words: list[Piece]
    style: Style
    outline: int
    indent: int
    num: str = ""
    list: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """The words without their runs."""
        return joined(self.words)


def blocks_below(document: WordDocument, container: "_Element") -> None:
    """Add the blocks of everything in a body, cell or text box."""
    for element in _flow(container):
        if tag_of(element) == "tbl":
            _close(document)
            _table(document, element)
            continue
        paragraph = _paragraph(document, element)
        if paragraph is not None and paragraph.text:
            document.blocks.append(paragraph_block(document, paragraph))
        for box in boxes(element):
            blocks_below(document, box)
    _close(document)


def _close(document: WordDocument) -> None:
    """Make a paragraph of the words left over from paragraphs whose end was deleted."""
    words, document.pending = document.pending, []
    if joined(words):
        document.blocks.append(paragraph_block(document, StyledParagraph(words, Style(), 0, 0)))


def _flow(container: "_Element") -> "Iterator[_Element]":
    """Paragraphs and tables in order, those in content controls and insertions among them."""
    for element in container:
        name = tag_of(element)
        if name in {"p", "tbl"}:
            yield element
        elif name in _WRAPPERS:
            yield from _flow(element)
        elif name == "AlternateContent":
            choice = first_child(element, "Choice")
            yield from () if choice is None else _flow(choice)


def _paragraph(document: WordDocument, element: "_Element") -> StyledParagraph | None:
    """Read a paragraph and count its number; None where its end is deleted or it is a line of the contents."""
    properties = first_child(element, "pPr")
    style = document.styles.get(value(first_child(properties, "pStyle")) or document.default, Style())
    words = list(pieces(element, document.tally, bold=style.bold))
    document.noted += [piece.note for piece in words if piece.note and piece.note not in document.noted]
    if style.name.startswith(("toc ", "table of figures")):
        leave_out(document.tally.dropped, "lines of the table of contents", letters(joined(words)))
        return None
    if ends_deleted(element):
        document.pending += words
        return None
    words, document.pending = [*document.pending, *words], []
    outline = value(first_child(properties, "outlineLvl"))
    depth = int(outline) % 9 + 1 if outline.isdigit() and int(outline) < 9 else style.depth
    num = value(first_child(properties, "numPr", "numId")) or style.num
    if num in {"", "0"}:
        return StyledParagraph(words, style, depth, indent_of(properties, style, None))
    level = value(first_child(properties, "numPr", "ilvl"))
    at = int(level) if level.isdigit() else style.level
    if at < 0:
        at = document.numbering.level_of(num, value(first_child(properties, "pStyle")))
    indent = indent_of(properties, style, document.numbering.level(num, at).indent)
    return StyledParagraph(words, style, depth, indent, document.numbering.next(num, at), num, at)


def paragraph_block(document: WordDocument, paragraph: StyledParagraph) -> Block:
    """A paragraph as a heading, a list item or plain text, below what is open."""
    refers = notes_of(paragraph.words)
    num, words = paragraph.num, paragraph.words
    typed = None if paragraph.list else document.typed.mark_of(paragraph.text)
    mark = typed[0] if typed else None
    depth = _heading_depth(document, paragraph)
    if mark and not (depth and mark.is_bullet):
        num, words = mark.num, unmarked(words)
        document.marks += letters(paragraph.text) - letters(joined(words))
    if depth:
        document.lists.clear()
        document.typed.close()
        return Block(Kind.HEADING, heading=joined(words), num=num, depth=depth, refers=refers)
    head, text = run_in(words)
    if mark:
        level = document.typed.depth(mark, paragraph.indent / _TWIPS_PER_EM) - 1
        paragraph = replace(paragraph, list=_TYPED, level=level)
    if paragraph.list:
        return Block(Kind.ITEM, text, head, num, _list_depth(document, paragraph), refers=refers)
    return Block(Kind.PARAGRAPH, text, head, depth=_inside(document, paragraph.indent), refers=refers)


def _heading_depth(document: WordDocument, paragraph: StyledParagraph) -> int:
    """The depth of a heading; 0 for text. A short bold line is a heading below those with a style."""
    if paragraph.outline:
        document.depth = paragraph.outline
        return paragraph.outline
    if not paragraph.list and (rank := named_rank(paragraph.text)):
        return document.depth + rank
    is_bullet = bool(paragraph.list) and not paragraph.num
    return document.depth + 1 + paragraph.level if not is_bullet and is_heading(paragraph.words) else 0


def _list_depth(document: WordDocument, paragraph: StyledParagraph) -> int:
    """The depth of an item among the open lists; deeper lists are closed.

    A list is known by its own number; a new one nests inside those whose text begins left of it.
    """
    stack, num = document.lists, paragraph.list
    cuts = [at for at, (one, level, _) in enumerate(stack) if one == num and level >= paragraph.level]
    if not cuts and all(one != num for one, _, _ in stack):
        cuts = [at for at, (_, _, indent) in enumerate(stack) if indent >= paragraph.indent]
    del stack[cuts[0] if cuts else len(stack) :]
    stack.append((num, paragraph.level, paragraph.indent))
    return len(stack)


def _inside(document: WordDocument, indent: int) -> int:
    """How many open list items contain a plain paragraph: those not indented further than it."""
    document.lists = list(itertools.takewhile(lambda one: 0 < one[2] <= indent, document.lists))
    return len(document.lists)


def _table(document: WordDocument, table: "_Element") -> None:
    """Read a table row by row. A single column is running text, and so is a long row in a table without a header."""
    rows = []
    for row in _below(table, "tr"):
        if (change := first_child(row, "trPr", "del")) is not None:
            document.tally.delete_row(row, change)
        else:
            rows.append((row, list(_below(row, "tc"))))
    single = all(len(cells) < 2 for _, cells in rows)
    # A first row of one cell is the title; the head is below it.
    first = int(not single and len(rows) > 2 and len(rows[0][1]) == 1)
    head = not single and len(rows) > 1 and _is_head(*rows[first])
    read: list[tuple[list[str], tuple[str, ...]]] = []
    for row, cells in rows:
        if single or (not head and any(_is_long(cell) for cell in cells)):
            _close_rows(document, read, heads=0)
            for cell in cells:
                blocks_below(document, cell)
        else:
            read.append(_row(document, row, cells, read[-1][0] if read else []))
    if read and not head and _names_first_row(table):
        head = looks_like_head([texts for texts, _ in read[first:]])
    _close_rows(document, read, heads=first + 1 if head else 0)


def _close_rows(
    document: WordDocument, read: "list[tuple[list[str], tuple[str, ...]]]", *, heads: int
) -> None:
    """Turn the rows read so far into blocks."""
    made = table_blocks([texts for texts, _ in read], heads, refers=[keys for _, keys in read])
    document.marks -= sum(letters(cell) for block in made for cell in block.cells)
    document.marks += document.in_cells
    document.in_cells = 0
    document.blocks += made
    read.clear()


def _names_first_row(table: "_Element") -> bool:
    """Whether a table is formatted as one with a head row, as Word does unless asked not to."""
    look = first_child(table, "tblPr", "tblLook")
    if look is None:
        return True
    number = value(look)
    return value(look, "firstRow") in {"1", "true"} or (
        bool(re.fullmatch(r"[0-9A-Fa-f]{4}", number)) and bool(int(number, 16) & 0x20)
    )


def _is_head(row: "_Element", cells: "Sequence[_Element]") -> bool:
    """Whether a table's first row names its columns: marked as one, or short and bold in every cell."""
    if is_on(first_child(row, "trPr", "tblHeader")):
        return True
    tally = Tally()
    words = [
        [piece for one in cell.iter() if tag_of(one) == "p" for piece in pieces(one, tally)] for cell in cells
    ]
    filled = [cell for cell in words if joined(cell)]
    return bool(filled) and all(is_loud(cell) and len(joined(cell)) <= HEADER_LETTERS for cell in filled)


def _row(
    document: WordDocument, row: "_Element", cells: "Sequence[_Element]", above: "Sequence[str]"
) -> tuple[list[str], tuple[str, ...]]:
    """The texts of a row, a cell for each column that it spans, and the footnotes they point to.

    The text of a cell that is merged with those below it is repeated in each of their rows.
    """
    before = value(first_child(row, "trPr", "gridBefore"))
    texts = [""] * (int(before) if before.isdigit() else 0)
    refers: tuple[str, ...] = ()
    for cell in cells:
        words = _words_below(document, cell)
        text, refers = joined(words), (*refers, *notes_of(words))
        document.in_cells += letters(text)
        merge, span = first_child(cell, "tcPr", "vMerge"), value(first_child(cell, "tcPr", "gridSpan"))
        if merge is not None and value(merge) != "restart" and not text and len(texts) < len(above):
            text = above[len(texts)]
        texts += [text] * (min(int(span), WIDEST) if span.isdigit() else 1)
    return texts, refers


def _below(element: "_Element", name: str) -> "Iterator[_Element]":
    """The rows of a table or cells of a row, those in content controls among them."""
    for part in element:
        if tag_of(part) == name:
            yield part
        elif tag_of(part) in _WRAPPERS:
            yield from _below(part, name)


def _is_long(cell: "_Element") -> bool:
    found = list(_flow(cell))
    inner = [one for one in found if tag_of(one) == "tbl"]
    return len(found) > CELL_PARAGRAPHS or any(_table_letters(one) > HEADER_LETTERS for one in inner)


def _table_letters(table: "_Element") -> int:
    tally = Tally()
    paragraphs = (one for one in table.iter() if tag_of(one) == "p")
    return sum(letters(joined(pieces(one, tally))) for one in paragraphs)


def _words_below(document: WordDocument, container: "_Element") -> list[Piece]:
    """The words of all paragraphs in a cell or footnote, one after the other."""
    found: list[Piece] = []
    for element in _flow(container):
        if tag_of(element) == "tbl":
            for cell in (cell for row in _below(element, "tr") for cell in _below(row, "tc")):
                found += [*_words_below(document, cell), Piece(" ", bold=True)]
            continue
        paragraph = _paragraph(document, element)
        if paragraph and paragraph.num:
            found.append(Piece(f"{paragraph.num} ", bold=True))
            document.marks -= letters(paragraph.num)
        found += [*paragraph.words, Piece(" ", bold=True)] if paragraph else []
        for box in boxes(element):
            found += _words_below(document, box)
    rest, document.pending = document.pending, []
    return [*found, *rest]


def footnotes(document: WordDocument, kind: str, root: "_Element | None") -> None:
    """Add the footnotes or endnotes that the text points to, numbered in that order."""
    order = {key: at for at, key in enumerate((key for key in document.noted if key.startswith(kind)), 1)}
    for note in [] if root is None else root:
        key = f"{kind}:{value(note, 'id')}"
        text = joined(_words_below(document, note))
        if not text:
            continue
        if key not in order:
            leave_out(document.tally.dropped, "footnotes that nothing points to", letters(text))
            continue
        num = str(order[key]) if kind == "footnote" else printed(order[key], "lowerRoman")
        document.blocks.append(Block(Kind.FOOTNOTE, text, num=num, key=key))
