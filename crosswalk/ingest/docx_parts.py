"""The words of a Word document with every tracked change accepted, its styles, and its automatic numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError
from crosswalk.ingest.blocks import letters
from crosswalk.ingest.styled_text import Numbering, NumberingLevel, Piece, Style
from crosswalk.ingest.xml_stream import first_child, tag_of
from crosswalk.model.read_result import LeftOut, leave_out

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

# A plan of 500 pages has about half a million.
ELEMENT_LIMIT = 2_000_000

# Never read: deleted or moved text, field codes, comments, second copies of drawings.
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr", "sectPr", "tblPr",
     "annotationRef", "commentReference", "footnoteRef", "endnoteRef", "rt", "txbxContent", "docPartObj"}
)  # fmt: skip
_SPACES = frozenset({"tab", "ptab", "br", "cr"})
# Symbol and Wingdings put their glyphs at private-use code points from F000.
_PRIVATE = 0xF000


def part_tree(archive: "ZipFile", name: str, what: str) -> "_Element":
    """One part of an Office file as XML, with nothing fetched and no entity resolved."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(archive.read(name), parser)
    if any(at == ELEMENT_LIMIT for at, _ in enumerate(root.iter())):
        raise ParseError(
            f"part {name} of this {what} has more than {ELEMENT_LIMIT:,} elements; split the document.",
            code="XW-242",
        )
    return root


@dataclass(slots=True)
class Tally:
    """Counts of tracked changes, hidden and struck-out words, and embedded parts."""

    inserted: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    chunks: int = 0

    def delete(self, element: "_Element", change: "_Element") -> None:
        """Count the words of an element as deleted; `change` records a deletion, which may take in several elements."""
        named, chars = _change(change), all_letters(element)
        leave_out(self.dropped, "tracked deletions", chars, named not in self.deleted)
        if chars:
            self.deleted.add(named)


def value(element: "_Element | None", name: str = "val") -> str:
    """An attribute by its name without namespace; empty if there is none."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def is_on(element: "_Element | None") -> bool | None:
    """A switch such as bold: on, off, or None where it is not set."""
    return None if element is None else value(element).lower() not in {"0", "false", "off", "none"}


def paragraph_pieces(paragraph: "_Element", tally: Tally, *, bold: bool = False) -> Iterator[Piece]:
    """The words of a paragraph, run by run; `bold` is what its style says."""
    for element in paragraph:
        yield from _pieces(element, tally, bold)


def _pieces(element: "_Element", tally: Tally, bold: bool) -> Iterator[Piece]:
    name = tag_of(element)
    if name in {"ins", "moveTo"}:
        tally.inserted.add(_change(element))
    if name in {"del", "moveFrom"}:
        tally.delete(element, element)
    if name == "rt":
        leave_out(tally.dropped, "ruby glosses", all_letters(element))
    if name in _LEFT_OUT:
        return
    if name == "r":
        properties = first_child(element, "rPr")
        if left_out := _unseen(properties):
            leave_out(tally.dropped, left_out, all_letters(element))
            return
        own = is_on(first_child(properties, "b"))
        italic = is_on(first_child(properties, "i")) is True
        bold = bold if own is None else own
        for piece in chain.from_iterable(_pieces(part, tally, bold) for part in element):
            yield replace(piece, italic=True) if italic else piece
        return
    if name == "t":
        yield Piece(element.text or "", bold)
    elif name in _SPACES:
        yield Piece(" ", bold)
    elif name == "noBreakHyphen":
        yield Piece("-", bold)
    elif name == "sym":
        yield Piece(_symbol(value(element, "char")), bold)
    elif name in {"footnoteReference", "endnoteReference"}:
        yield Piece("", bold, f"{name[:-9]}:{value(element, 'id')}")
    else:
        for part in element:
            yield from _pieces(part, tally, bold)
        if name == "p":
            yield Piece(" ", bold)


def _unseen(properties: "_Element | None") -> str:
    """The name under which a run is left out because it is hidden or struck through; else empty."""
    if is_on(first_child(properties, "vanish")):
        return "runs of hidden words"
    struck = is_on(first_child(properties, "strike")) or is_on(first_child(properties, "dstrike"))
    return "passages struck out" if struck else ""


def all_letters(root: "_Element") -> int:
    """The number of characters in a part or element, deleted and hidden ones included.

    A second copy of a drawing's words for older programs is not counted.
    """
    total = 0
    stack = [root]
    while stack:
        element = stack.pop()
        name = tag_of(element)
        if name in {"t", "delText"}:
            total += letters(element.text or "")
        elif name == "sym":
            total += letters(_symbol(value(element, "char")))
        elif name == "noBreakHyphen":
            total += 1
        if name != "Fallback":
            stack.extend(element)
    return total


def _change(element: "_Element") -> str:
    """The identity of a tracked change: its number, author and date."""
    return " ".join(value(element, name) for name in ("id", "author", "date"))


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if _PRIVATE <= number < _PRIVATE + 256 or 32 <= number < 0xD800 else ""


def boxes(paragraph: "_Element") -> "Iterator[_Element]":
    """The text boxes anchored to a paragraph, each once."""
    for element in paragraph:
        name = tag_of(element)
        if name == "txbxContent":
            yield element
        elif name not in _LEFT_OUT:
            yield from boxes(element)


def ends_deleted(paragraph: "_Element") -> bool:
    """Whether the paragraph mark was deleted, which joins the paragraph to the next one."""
    mark = first_child(paragraph, "pPr", "rPr")
    return mark is not None and any(tag_of(part) in {"del", "moveFrom"} for part in mark)


_HEADING_NAME = re.compile(r"heading (\d)")
_LEVELS = 9
_CHAIN = 50


def styles_of(root: "_Element | None") -> tuple[dict[str, Style], str]:
    """The paragraph styles by id, each with what it inherits, and the id of the default one."""
    raw = {value(one, "styleId"): one for one in ([] if root is None else root) if tag_of(one) == "style"}
    default = next(
        (
            key
            for key, one in raw.items()
            if value(one, "type") == "paragraph" and value(one, "default") in {"1", "true"}
        ),
        "",
    )
    return {key: _style(key, raw, frozenset()) for key in raw}, default


def _style(key: str, raw: "Mapping[str, _Element]", seen: frozenset[str]) -> Style:
    """One style on top of what it is based on; a cycle of styles ends there."""
    one = raw.get(key)
    if one is None or key in seen or len(seen) > _CHAIN:
        return Style()
    base = _style(value(first_child(one, "basedOn")), raw, seen | {key})
    name = value(first_child(one, "name")).lower()
    num = first_child(one, "pPr", "numPr")
    level, indent = value(first_child(num, "ilvl")), _indent(first_child(one, "pPr"))
    bold = is_on(first_child(one, "rPr", "b"))
    return Style(
        name=name,
        depth=_depth(name, value(first_child(one, "pPr", "outlineLvl")), base.depth),
        bold=base.bold if bold is None else bold,
        num=value(first_child(num, "numId")) or base.num,
        level=int(level) if level.isdigit() else base.level,
        indent=base.indent if indent is None else indent,
    )


def _depth(name: str, outline: str, inherited: int) -> int:
    if found := _HEADING_NAME.match(name):
        return int(found[1])
    if outline.isdigit():
        return int(outline) + 1 if int(outline) < _LEVELS else 0
    return 1 if name == "title" else inherited


def _indent(properties: "_Element | None") -> int | None:
    found = first_child(properties, "ind")
    words = value(found, "left") or value(found, "start")
    return int(words) if words.lstrip("-").isdigit() else None


def indent_of(properties: "_Element | None", style: Style, level: int | None) -> int:
    """A paragraph's left edge in twentieths of a point: its own, else its list's, else its style's."""
    own = _indent(properties)
    return next((found for found in (own, level, style.indent) if found is not None), 0)


def read_numbering(root: "_Element | None", styles: Mapping[str, Style]) -> Numbering:
    """The lists of a document; a list that borrows its levels from a style is followed there."""
    parts = [] if root is None else list(root)
    abstracts = {value(one, "abstractNumId"): one for one in parts if tag_of(one) == "abstractNum"}
    lists, starts = {}, {}
    for one in parts:
        if tag_of(one) != "num":
            continue
        num = value(one, "numId")
        lists[num] = value(first_child(one, "abstractNumId"))
        for override in one:
            at, start = value(override, "ilvl"), value(first_child(override, "startOverride"))
            if tag_of(override) == "lvlOverride" and at.isdigit() and start.isdigit():
                starts[num, int(at)] = int(start)
    for num, abstract in lists.items():
        link = value(first_child(abstracts.get(abstract), "numStyleLink"))
        lists[num] = lists.get(styles.get(link, Style()).num, abstract) if link else abstract
    return Numbering(lists, {key: _levels(one) for key, one in abstracts.items()}, starts)


def _levels(abstract: "_Element") -> dict[int, NumberingLevel]:
    return {
        int(value(one, "ilvl")): NumberingLevel(
            kind=value(first_child(one, "numFmt")) or "decimal",
            pattern=value(first_child(one, "lvlText")),
            start=int(value(first_child(one, "start")) or 1),
            style=value(first_child(one, "pStyle")),
            restart=value(first_child(one, "lvlRestart")) != "0",
            legal=is_on(first_child(one, "isLgl")) is True,
            indent=_indent(first_child(one, "pPr")),
        )
        for one in abstract
        if tag_of(one) == "lvl" and value(one, "ilvl").isdigit()
    }
