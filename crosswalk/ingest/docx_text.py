"""Read the words of a Word paragraph, with every tracked change accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.styled_words import Piece
from crosswalk.model.read_result import LeftOut, leave_out

if TYPE_CHECKING:
    from lxml.etree import _Element

# Never read: deleted or moved text, field codes, comments, second copies of drawings.
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr", "sectPr", "tblPr",
     "annotationRef", "commentReference", "footnoteRef", "endnoteRef", "rt", "txbxContent", "docPartObj"}
)  # fmt: skip
_SPACES = frozenset({"tab", "ptab", "br", "cr"})
# Symbol and Wingdings put their glyphs at private-use code points from F000.
_PRIVATE = 0xF000


@dataclass(slots=True)
class Tally:
    """Counts of tracked changes, hidden and struck-out words, and embedded parts."""

    inserted: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    chunks: int = 0

    def delete(self, element: "_Element") -> None:
        """Count the words of one tracked deletion, which may be split over several elements."""
        self.delete_row(element, element)

    def delete_row(self, row: "_Element", change: "_Element") -> None:
        """Count the words of a deleted row, whose deletion another element records."""
        named, chars = _change(change), all_letters(row)
        leave_out(self.dropped, "tracked deletions", chars, named not in self.deleted)
        if chars:
            self.deleted.add(named)


def local(element: "_Element") -> str:
    """An element's name without its namespace, which differs between the two kinds of Office files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: "_Element | None", name: str = "val") -> str:
    """An attribute by its name without namespace; empty if there is none."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: "_Element | None", *names: str) -> "_Element | None":
    """The first element found on a path of child names."""
    for name in names:
        if element is None:
            return None
        element = next((part for part in element if local(part) == name), None)
    return element


def is_on(element: "_Element | None") -> bool | None:
    """A switch such as bold: on, off, or None where it is not set."""
    return None if element is None else value(element).lower() not in {"0", "false", "off", "none"}


def pieces(paragraph: "_Element", tally: Tally, *, bold: bool = False) -> Iterator[Piece]:
    """The words of a paragraph, run by run; `bold` is what its style says."""
    for element in paragraph:
        yield from _pieces(element, tally, bold)


def _pieces(element: "_Element", tally: Tally, bold: bool) -> Iterator[Piece]:
    name = local(element)
    if name in {"ins", "moveTo"}:
        tally.inserted.add(_change(element))
    if name in {"del", "moveFrom"}:
        tally.delete(element)
    if name == "rt":
        leave_out(tally.dropped, "ruby glosses", all_letters(element))
    if name in _LEFT_OUT:
        return
    if name == "r":
        properties = child(element, "rPr")
        if heap := _unseen(properties):
            leave_out(tally.dropped, heap, all_letters(element))
            return
        own = is_on(child(properties, "b"))
        bold = bold if own is None else own
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
    if is_on(child(properties, "vanish")):
        return "runs of hidden words"
    struck = is_on(child(properties, "strike")) or is_on(child(properties, "dstrike"))
    return "passages struck out" if struck else ""


def all_letters(root: "_Element") -> int:
    """The number of characters in a part or element, deleted and hidden ones included.

    A second copy of a drawing's words for older programs is not counted.
    """
    total = 0
    stack = [root]
    while stack:
        element = stack.pop()
        name = local(element)
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
        name = local(element)
        if name == "txbxContent":
            yield element
        elif name not in _LEFT_OUT:
            yield from boxes(element)


def ends_deleted(paragraph: "_Element") -> bool:
    """Whether the paragraph mark was deleted, which joins the paragraph to the next one."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and any(local(part) in {"del", "moveFrom"} for part in mark)
