"""The elements of a web page into headings, paragraphs, items, rows and footnotes."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crosswalk.ingest.docx_numbers import printed
from crosswalk.ingest.html_parts import STRUCK, is_unseen
from crosswalk.ingest.marks import Nesting, mark_of
from crosswalk.ingest.runs import Piece, is_heading, joined, notes_of, run_in, unmarked
from crosswalk.ingest.tree import CELL, Block, Kind, letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "blockquote", "pre",
     "ul", "ol", "menu", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
     "h1", "h2", "h3", "h4", "h5", "h6", "hr", "form", "fieldset", "legend", "figure", "figcaption", "details",
     "summary", "center", "body", "html", "dir"}
)  # fmt: skip
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_HEADING = re.compile(r"h([1-6])")
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
           "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_BACK = re.compile(r"^\W*(?:\d{1,3}|[a-z*†‡])?\W*(?=\w)|\s*[↩⤴↑^]\W*$")
# A cell with more paragraphs than this is a text of its own, not a cell.
_CELL_PARAGRAPHS = 3


@dataclass(slots=True)
class _Item:
    """A list item or definition that is open: its number, and whether its first words were met."""

    num: str = ""
    used: bool = False


@dataclass(slots=True)
class Walk:
    """A page as it is read.

    `seen` and `words` count the letters and words met; `lost` the letters that went into marks;
    `struck` the struck-out passages.
    """

    blocks: list[Block] = field(default_factory=list)
    typed: Nesting = field(default_factory=Nesting)
    seen: int = 0
    words: int = 0
    lost: int = 0
    struck: int = 0
    buffer: list[Piece] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    counts: "list[tuple[HtmlElement, int]]" = field(default_factory=list)
    bold: int = 0
    depth: int = 0
    heading: int = 0
    anchor: str = ""
    term: str = ""
    note: str = ""
    targets: dict[str, str] = field(default_factory=dict)


def walk(
    root: "HtmlElement", beside: "frozenset[HtmlElement]", targets: dict[str, str] | None = None
) -> Walk:
    """The blocks of a part of a page, without the parts `beside` the text.

    `targets` maps the names of footnotes to their labels, where the caller knows them.
    """
    from lxml import etree

    page = Walk(targets=_targets(root) if targets is None else targets)
    closed: HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if closed is not None:
            if element is not closed or event == "start":
                continue
            closed = None
        elif event == "start" and not _enter(page, element, beside):
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


def _targets(root: "HtmlElement") -> dict[str, str]:
    """The names of the footnotes that raised links point to, with the label of each."""
    found = {}
    for link in root.iter("a"):
        name = (link.get("href") or "").partition("#")[2]
        above = link.getparent()
        raised = (above is not None and above.tag == "sup") or link.find("sup") is not None
        if name and (raised or link.get("role") == "doc-noteref"):
            found[name] = "".join(link.itertext()).strip().strip("[]().")
    named = {element.get("id") or element.get("name") for element in root.iter()}
    return {name: label for name, label in found.items() if name in named and len(label) <= 3}


def _enter(page: Walk, element: "HtmlElement", beside: "frozenset[HtmlElement]") -> bool:
    """Open an element; False where nothing in it is to be read any more."""
    tag = element.tag
    if is_unseen(element) or element in beside:
        return False
    if tag in STRUCK:
        page.struck += 1
        page.words += len("".join(element.itertext()).split())
        return False
    if key := _points_to(page, element):
        page.buffer.append(Piece("", note=key))
        label = "".join(element.itertext())
        page.words += len(label.split())
        return False
    if tag == "br":
        _break(page)
    if tag in _BLOCKS:
        _flush(page)
    if tag == "table" and _is_data(element):
        _table(page, element, beside)
        return False
    if (name := element.get("id") or "") in page.targets and tag in _BLOCKS:
        page.note = name
    _open(page, element, tag)
    return True


def _open(page: Walk, element: "HtmlElement", tag: str) -> None:
    if tag in {"b", "strong", "th"}:
        page.bold += 1
    if heading := _HEADING.fullmatch(tag):
        page.heading, page.anchor = int(heading[1]), _anchor(element)
    elif tag in _LISTS:
        page.counts.append((element, _whole(element.get("start"), 1) - 1))
    elif tag == "li":
        page.items.append(_Item(_number(page, element)))
    elif tag == "dd":
        page.items.append(_Item())


def _leave(page: Walk, element: "HtmlElement") -> None:
    """Close an element that was open."""
    tag = element.tag
    if tag in _BLOCKS:
        _flush(page)
    if tag in {"b", "strong", "th"}:
        page.bold -= 1
    if _HEADING.fullmatch(tag):
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
        page.seen += letters(text)
        page.words += len(text.split())
        page.buffer.append(Piece(text, page.bold > 0))


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
    text = joined(words)
    if not text:
        return
    if page.note:
        _footnote(page, text)
    elif page.heading:
        page.depth = page.heading
        _heading(page, words, page.heading)
    elif page.items:
        _item(page, words)
    elif page.counts and page.counts[-1][0].tag == "dl":
        page.term = CELL.join(part for part in (page.term, text) if part)
    elif is_heading(words):
        _heading(page, words, page.depth + 1)
    else:
        _paragraph(page, words)


def _heading(page: Walk, words: list[Piece], depth: int) -> None:
    mark = mark_of(joined(words))
    num = mark[0].num if mark else ""
    page.typed.close()
    heading = joined(_stripped(page, words) if num else words)
    page.blocks.append(
        Block(Kind.HEADING, heading=heading, num=num, depth=depth, anchor=page.anchor, refers=notes_of(words))
    )


def _paragraph(page: Walk, words: list[Piece]) -> None:
    """A paragraph outside lists; one that opens with an enumerator is an item, as law is set on the web."""
    mark = mark_of(joined(words))
    refers = notes_of(words)
    if mark is None:
        head, text = run_in(words)
        page.blocks.append(Block(Kind.PARAGRAPH, text, head, refers=refers))
        return
    head, text = run_in(_stripped(page, words))
    page.blocks.append(Block(Kind.ITEM, text, head, mark[0].num, page.typed.depth(mark[0]), refers=refers))


def _item(page: Walk, words: list[Piece]) -> None:
    """The words of a list item or definition: its own, or a further paragraph of it."""
    item, depth, refers = page.items[-1], len(page.items), notes_of(words)
    if item.used:
        head, text = run_in(words)
        page.blocks.append(Block(Kind.PARAGRAPH, text, head, depth=depth, refers=refers))
        return
    item.used = True
    mark = None if item.num or page.term else mark_of(joined(words))
    num = mark[0].num if mark else item.num
    head, text = run_in(_stripped(page, words) if mark else words)
    if page.term:
        head, text, page.term = page.term, joined(words), ""
    page.blocks.append(Block(Kind.ITEM, text, head, num, depth, refers=refers))


def _leave_term(page: Walk) -> None:
    """A term that no definition followed is a paragraph."""
    if page.term:
        page.blocks.append(Block(Kind.PARAGRAPH, page.term))
        page.term = ""


def _stripped(page: Walk, words: list[Piece]) -> list[Piece]:
    rest = unmarked(words)
    page.lost += letters(joined(words)) - letters(joined(rest))
    return rest


def _footnote(page: Walk, text: str) -> None:
    """Words of a footnote; a further paragraph joins the first."""
    last = page.blocks[-1] if page.blocks else None
    if last is not None and last.kind is Kind.FOOTNOTE and last.key == page.note:
        page.blocks[-1] = replace(last, text=f"{last.text} {text}")
        return
    words = _BACK.sub("", text)
    page.lost += letters(text) - letters(words)
    page.blocks.append(Block(Kind.FOOTNOTE, words, num=page.targets[page.note], key=page.note))


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
    count = _whole(element.get("value"), count + 1)
    page.counts[-1] = (parent, count)
    style = _STYLE.search(parent.get("style") or "")
    if style and style[1] == "none":
        return ""
    kind = _STYLES.get(style[1], "1") if style else parent.get("type") or "1"
    return f"{printed(count, _KINDS.get(kind, 'decimal'))}."


def _whole(text: str | None, other: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else other


def _anchor(element: "HtmlElement") -> str:
    """A heading's own name in the page, or that of the section it opens."""
    above = element.getparent()
    inside = next(
        (
            one.get("id") or one.get("name")
            for one in element.iter("a", "span")
            if one.get("id") or one.get("name")
        ),
        "",
    )
    opens = (
        above is not None
        and above.tag in {"section", "article", "div"}
        and next(iter(above), None) is element
    )
    return element.get("id") or inside or (above.get("id") if opens else "") or ""


def _is_data(table: "HtmlElement") -> bool:
    """Whether a table holds rows of cells, and is not there to lay out the page."""
    if (
        table.get("role") in {"presentation", "none"}
        or next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None
    ):
        return False
    rows = list(table.iter("tr"))
    long = any(
        sum(1 for _ in cell.iter("p", "li", "dd")) > _CELL_PARAGRAPHS for cell in table.iter("td", "th")
    )
    return not long and any(sum(one.tag in {"td", "th"} for one in row) > 1 for row in rows)


def _table(page: Walk, table: "HtmlElement", beside: "frozenset[HtmlElement]") -> None:
    """A table row by row; its caption and first row of header cells are its heading."""
    caption: list[str] = []
    context = ""
    for part in table.iter("caption", "tr"):
        cells = [part] if part.tag == "caption" else [one for one in part if one.tag in {"td", "th"}]
        read = [walk(cell, beside, page.targets) for cell in cells]
        for one in read:
            page.seen, page.words, page.lost = (
                page.seen + one.seen,
                page.words + one.words,
                page.lost + one.lost,
            )
            page.struck += one.struck
        refers = tuple(key for one in read for block in one.blocks for key in block.refers)
        texts = [
            " ".join(f"{block.num} {block.heading} {block.text}".strip() for block in one.blocks)
            for one in read
        ]
        text = CELL.join(" ".join(words.split()) for words in texts if words)
        page.lost -= sum(letters(block.num) for one in read for block in one.blocks)
        is_head = part.tag == "caption" or (not context and all(cell.tag == "th" for cell in cells))
        if is_head:
            caption.append(text)
            context = text if part.tag == "tr" else ""
            continue
        if caption:
            page.blocks.append(Block(Kind.TABLE, heading=CELL.join(caption)))
            caption = []
        if text:
            page.blocks.append(Block(Kind.ROW, text, context=context, refers=refers))
