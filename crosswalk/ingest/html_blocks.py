"""Turn the elements of a web page into headings, paragraphs, items, rows and footnotes."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crosswalk.ingest.blocks import CELL, Block, Kind, letters, row_text
from crosswalk.ingest.enumerators import CONTENTS_TITLE, Nesting, listed_mark, mark_of
from crosswalk.ingest.html_parts import (
    CELLS,
    CONTENTS,
    FURNITURE,
    anchor_of,
    heading_level,
    is_data_table,
    is_frame,
    is_hidden,
    is_note_label,
    is_titled,
    left_out_name,
    note_targets,
    opens_panel,
    page_letters,
    printed_number,
    spans,
    table_frames,
    whole,
)
from crosswalk.ingest.styled_text import (
    Piece,
    is_heading,
    items_of,
    last_readings,
    named_rank,
    notes_of,
    piece_text,
    run_in,
    unmarked,
)
from crosswalk.ingest.table_grids import Cell, fill_grid, looks_like_head, table_blocks
from crosswalk.model.read_result import LeftOut, leave_out

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "blockquote", "pre",
     "ul", "ol", "menu", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
     "h1", "h2", "h3", "h4", "h5", "h6", "hr", "form", "fieldset", "legend", "figure", "figcaption", "details",
     "summary", "center", "body", "html", "dir"}
)  # fmt: skip
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_BACK = re.compile(r"\s*[↩⤴↑^]\W*$")


@dataclass(slots=True)
class _Item:
    """An open list item or definition: its number, whether its first paragraph was read, and enumerators typed inside it."""

    num: str = ""
    used: bool = False
    typed: Nesting = field(default_factory=Nesting)


@dataclass(slots=True)
class Walk:
    """A page as it is read.

    `marks` counts the letters that went into enumerators and footnote numbers, `panels` the hidden panels
    that were read; `labeled` is whether the label of the open footnote was read.
    """

    blocks: list[Block] = field(default_factory=list)
    typed: Nesting = field(default_factory=Nesting)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    marks: int = 0
    panels: int = 0
    buffer: list[Piece] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    counts: "list[tuple[HtmlElement, int]]" = field(default_factory=list)
    bold: int = 0
    italic: int = 0
    depth: int = 0
    heading: int = 0
    leveled: bool = False
    anchor: str = ""
    term: str = ""
    note: str = ""
    labeled: bool = False
    targets: dict[str, str] = field(default_factory=dict)


def walk(
    root: "HtmlElement", outside: "frozenset[HtmlElement]", targets: dict[str, str] | None = None
) -> Walk:
    """The blocks of a part of a page, without the parts `outside` the text (navigation and the like).

    `targets` maps the names of footnotes to their labels, where the caller knows them.
    """
    from lxml import etree

    page = Walk(targets=note_targets(root) if targets is None else targets)
    closed: HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if closed is not None:
            if element is not closed or event == "start":
                continue
            closed = None
        elif event == "start" and not _enter(page, element, outside):
            closed = element
            continue
        elif event == "end":
            _leave(page, element)
        if event == "start":
            _add(page, element.text)
        elif element is not root:
            _add(page, element.tail)
    _flush(page)
    return page


def _enter(page: Walk, element: "HtmlElement", outside: "frozenset[HtmlElement]") -> bool:
    """Open an element; False if nothing more in it is to be read."""
    tag = element.tag
    if left_out := left_out_name(element, outside):
        words = len("".join(element.itertext()).split()) if left_out == FURNITURE else 1
        if left_out == CONTENTS:
            _drop_contents_title(page)
        leave_out(page.dropped, left_out, page_letters(element), words)
        return False
    if (
        page.note
        and not page.labeled
        and not piece_text(page.buffer)
        and is_note_label(element, page.targets[page.note])
    ):
        page.labeled = True
        page.marks += letters("".join(element.itertext()))
        return False
    if key := _points_to(page, element):
        page.buffer.append(Piece("", note=key))
        page.marks += letters("".join(element.itertext()))
        return False
    page.panels += is_hidden(element)
    if tag == "br":
        _break(page)
    if tag in _BLOCKS or opens_panel(element):
        _flush(page)
    if tag == "table" and is_data_table(element):
        _table(page, element, outside)
        return False
    if (name := element.get("id") or "") in page.targets and tag in _BLOCKS:
        page.note, page.labeled = name, False
    _open(page, element, tag)
    return True


def _drop_contents_title(page: Walk) -> None:
    """Leave out the title right above a table of contents."""
    _flush(page)
    last = page.blocks[-1] if page.blocks else None
    if last and last.kind is Kind.HEADING and CONTENTS_TITLE.fullmatch(last.heading.strip(" :")):
        leave_out(page.dropped, CONTENTS, letters(page.blocks.pop().heading))


def _open(page: Walk, element: "HtmlElement", tag: str) -> None:
    page.bold += tag in {"b", "strong", "th"}
    page.italic += tag in {"i", "em"}
    if depth := _heading_depth(page, element):
        page.leveled = bool(heading_level(element) or (page.heading and page.leveled))
        page.heading, page.anchor = depth, anchor_of(element)
    elif tag in _LISTS:
        page.counts.append((element, whole(element.get("start"), 1) - 1))
    elif tag == "li":
        page.items.append(_Item(_number(page, element)))
    elif tag == "dd":
        page.items.append(_Item())


def _heading_depth(page: Walk, element: "HtmlElement") -> int:
    """How deep a heading is: its own level, or for the title of a panel or card one below what is open; 0 for text."""
    return heading_level(element) or (page.heading or page.depth + 1 if is_titled(element) else 0)


def _leave(page: Walk, element: "HtmlElement") -> None:
    """Close an element that was open."""
    tag = element.tag
    if tag in _BLOCKS or opens_panel(element):
        _flush(page)
    page.bold -= tag in {"b", "strong", "th"}
    page.italic -= tag in {"i", "em"}
    if _heading_depth(page, element):
        page.heading, page.anchor = 0, ""
    elif tag in _LISTS:
        page.counts.pop()
        _leave_term(page)
    elif tag in {"li", "dd"}:
        page.items.pop()
    if page.note and element.get("id") == page.note:
        page.note = ""


def _add(page: Walk, text: str | None) -> None:
    if text:
        page.buffer.append(Piece(text, page.bold > 0, italic=page.italic > 0))


def _break(page: Walk) -> None:
    """A line break is a space; two in a row end a paragraph."""
    last = next((piece for piece in reversed(page.buffer) if piece.text.strip(" \t\r\n")), None)
    if last is not None and last.text == "\n\f":
        _flush(page)
    else:
        page.buffer.append(Piece("\n\f"))


def _flush(page: Walk) -> None:
    """Turn the words gathered so far into a block."""
    words, page.buffer = page.buffer, []
    text = piece_text(words)
    if not text:
        return
    if page.note:
        _footnote(page, text)
    elif page.heading:
        page.depth = page.heading if page.leveled else page.depth
        _heading(page, words, page.heading)
    elif page.items:
        _item(page, words)
    elif page.counts and page.counts[-1][0].tag == "dl":
        page.marks -= 1 if page.term else 0
        page.term = CELL.join(part for part in (page.term, text) if part)
    elif is_heading(words) and not named_rank(text):
        _heading(page, words, page.depth + 1)
    elif rank := named_rank(text):
        _heading(page, words, page.depth + rank)
    else:
        _paragraph(page, words)


def _heading(page: Walk, words: list[Piece], depth: int) -> None:
    mark = mark_of(piece_text(words))
    num = mark[0].num if mark else ""
    page.typed.close()
    heading = piece_text(_stripped(page, words) if num else words)
    page.blocks.append(
        Block(Kind.HEADING, heading=heading, num=num, depth=depth, anchor=page.anchor, refers=notes_of(words))
    )


def _paragraph(page: Walk, words: list[Piece]) -> None:
    """A paragraph outside lists; one that opens with an enumerator is an item, as law is set on the web."""
    mark, refers = page.typed.mark_of(piece_text(words)), notes_of(words)
    if mark is None:
        head, text = run_in(words)
        page.blocks.append(Block(Kind.PARAGRAPH, text, head, refers=refers))
        return
    head, text = run_in(_stripped(page, words))
    depth = page.typed.depth(mark[0])
    made = items_of(Block(Kind.ITEM, text, head, mark[0].num, depth, refers=refers), page.typed)
    page.marks += letters(text) - letters(made[-1].text)
    page.blocks += made


def _item(page: Walk, words: list[Piece]) -> None:
    """Add the words of a list item or definition: its first or a further paragraph."""
    item, depth, refers = page.items[-1], len(page.items), notes_of(words)
    kind, num = (Kind.PARAGRAPH if item.used else Kind.ITEM), ""
    if item.used and (found := item.typed.next_mark(piece_text(words))):
        kind, num, words = Kind.ITEM, found.num, _stripped(page, words)
        depth += item.typed.depth(found)
    elif not item.used:
        item.used, last = True, last_readings(page.blocks, depth)
        mark = None if item.num or page.term else listed_mark(piece_text(words), last)
        num, words = (mark[0].num, _stripped(page, words)) if mark else (item.num, words)
    head, text = run_in(words)
    if page.term and kind is Kind.ITEM:
        head, text, page.term = page.term, piece_text(words), ""
    page.blocks.append(Block(kind, text, head, num, depth, refers=refers))


def _leave_term(page: Walk) -> None:
    """Make a paragraph of a term that no definition followed."""
    if page.term:
        page.blocks.append(Block(Kind.PARAGRAPH, page.term))
        page.term = ""


def _stripped(page: Walk, words: list[Piece]) -> list[Piece]:
    rest = unmarked(words)
    page.marks += letters(piece_text(words)) - letters(piece_text(rest))
    return rest


def _footnote(page: Walk, text: str) -> None:
    """Words of a footnote; a further paragraph joins the first."""
    last = page.blocks[-1] if page.blocks else None
    if last is not None and last.kind is Kind.FOOTNOTE and last.key == page.note:
        page.blocks[-1] = replace(last, text=f"{last.text} {text}")
        return
    label = page.targets[page.note]
    # The numbers of a list are the browser's: "44 U.S.C. 3501" in one begins with its own word.
    listed = bool(page.counts) and page.counts[-1][0].tag == "ol"
    own = "" if listed or page.labeled else rf"(?:{re.escape(label)}(?!\w)\W*)?"
    words = re.sub(rf"^\W*{own}(?=\w)", "", _BACK.sub("", text))
    page.marks += letters(text) - letters(words)
    page.blocks.append(Block(Kind.FOOTNOTE, words, num=label, key=page.note))


def _points_to(page: Walk, element: "HtmlElement") -> str:
    """The footnote that a raised mark points to; empty for anything else."""
    if element.tag not in {"sup", "a"}:
        return ""
    link = element if element.tag == "a" else element.find(".//a")
    name = "" if link is None else (link.get("href") or "").partition("#")[2]
    inside = "".join(element.itertext()).strip().strip("[]().")
    return name if name in page.targets and inside == page.targets[name] else ""


def _number(page: Walk, element: "HtmlElement") -> str:
    """The number that a browser prints before an item; empty before a bullet."""
    if not page.counts or page.counts[-1][0].tag != "ol":
        return ""
    parent, count = page.counts[-1]
    count = whole(element.get("value"), count + 1)
    page.counts[-1] = (parent, count)
    return printed_number(parent, count)


def _table(page: Walk, table: "HtmlElement", outside: "frozenset[HtmlElement]") -> None:
    """A table row by row; its caption and its first rows of header cells are its heading."""
    _stray(page, table, outside)
    caption, heads, own = "", 0, 0
    rows: list[list[Cell]] = []
    refers: list[tuple[str, ...]] = []
    frames = table_frames(table)
    for part in (child for frame in frames for child in frame if child.tag == "caption"):
        words, _ = _cell(page, part, outside)
        caption, own = f"{caption} {words}".strip(), own + letters(words)
    for part in (frame for frame in frames if frame.tag == "tr"):
        cells = [one for one in part if one.tag in CELLS]
        read = [_cell(page, cell, outside) for cell in cells]
        own += sum(letters(text) for text, _ in read)
        texts = [text for text, _ in read]
        rows.append([Cell(text, *spans(cell)) for text, cell in zip(texts, cells, strict=True)])
        refers.append(tuple(key for _, keys in read for key in keys))
        above = part.getparent()
        in_head = above is not None and above.tag == "thead"
        heads += len(rows) == heads + 1 and (in_head or all(cell.tag == "th" for cell in cells))
    filled = fill_grid(rows)
    made = table_blocks(filled, heads or int(looks_like_head(filled)), caption, refers=refers)
    page.marks -= sum(letters(cell) for block in made for cell in block.cells) - own
    page.blocks += made


def _stray(page: Walk, table: "HtmlElement", outside: "frozenset[HtmlElement]") -> None:
    """Read words within a table but outside its cells, which browsers show before it."""
    for part in table_frames(table):
        _add(page, part.text)
        for child in part:
            is_cell = child.tag == "caption" or (child.tag in CELLS and part.tag == "tr")
            if not is_cell and not is_frame(child):
                omitted = left_out_name(child, outside)
                one = walk(child, outside, page.targets) if not omitted else Walk()
                _flush(page)
                page.blocks += one.blocks
                page.marks += one.marks
                for what, left_out in one.dropped.items():
                    leave_out(page.dropped, what, left_out.chars, left_out.pieces)
                if omitted:
                    leave_out(page.dropped, omitted, page_letters(child))
            _add(page, child.tail)
    _flush(page)


def _cell(page: Walk, cell: "HtmlElement", outside: "frozenset[HtmlElement]") -> tuple[str, tuple[str, ...]]:
    """The words of a cell in one line, and the footnotes they point to."""
    one = walk(cell, outside, page.targets)
    for what, left_out in one.dropped.items():
        leave_out(page.dropped, what, left_out.chars, left_out.pieces)
    words = " ".join(f"{part.num} {part.heading} {part.text} {row_text(part.cells)}" for part in one.blocks)
    page.marks += one.marks - sum(letters(block.num) for block in one.blocks)
    return " ".join(words.split()), tuple(key for block in one.blocks for key in block.refers)
