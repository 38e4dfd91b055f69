"""OpenDocument texts (.odt): headings, numbered lists, tables, text boxes and notes.

The paragraphs are made into the same blocks as those of a Word document. odfdo and odfpy give elements, but not the
numbers that lists print, and every word must be counted here.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError, SourceError
from crosswalk.ingest.blocks import Block, Kind, letters, load_blocks
from crosswalk.ingest.docx_parts import part_tree, value
from crosswalk.ingest.safety import open_office
from crosswalk.ingest.styled_text import (
    CELL_PARAGRAPHS,
    Numbering,
    NumberingLevel,
    Piece,
    Style,
    StyledDocument,
    StyledParagraph,
    is_head,
    notes_of,
    paragraph_blocks,
    piece_text,
)
from crosswalk.ingest.table_grids import WIDEST, Cell, fill_grid, looks_like_head, table_blocks, title_rows
from crosswalk.ingest.xml_stream import first_child, letters_of, tag_of
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_OUTLINE = "outline"
_HEADERS = {f"{kind}{page}": f"{kind}s" for kind in ("header", "footer") for page in ("", "-left", "-first")}
_INDEXES = re.compile(r"table-of-content|\w+-index|bibliography")
_GROUPS = frozenset({"section", "text-box", "list-header", "table-rows", "table-row-group", "index-title"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_SPACES = frozenset({"s", "tab", "line-break"})
# Words that are no text of the document: descriptions of pictures, and readings above East Asian words.
_APART = {"annotation": "comments", "ruby-text": "ruby glosses", "title": "descriptions of pictures",
          "desc": "descriptions of pictures"}  # fmt: skip
_LENGTH = re.compile(r"(-?[\d.]+)(in|cm|mm|pt|pc)")
_TWIPS = {"in": 1440.0, "cm": 566.93, "mm": 56.693, "pt": 20.0, "pc": 240.0}
_LEVEL_INDENT = 360
_CHAIN = 50
# Who made a comment or a tracked change and when: no words of the document.
_INITIALS = frozenset({"meta-creator-initials", "sender-initials", "creator-initials"})
_BY_WHOM = "{http://purl.org/dc/elements/1.1/}*"


@dataclass(slots=True)
class OpenDocument(StyledDocument):
    """An OpenDocument text while it is read: `raw` holds its styles by family and name."""

    raw: Mapping[tuple[str, str], "_Element"] = field(default_factory=dict)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    notes: list[Block] = field(default_factory=list)
    boxes: list["_Element"] = field(default_factory=list)


def read_odt(data: bytes, source: Source) -> ReadResult:
    """An OpenDocument text as a corpus, as it reads once every tracked change is accepted.

    Deletions, comments, hidden words, indexes, headers and footers are left out and counted.
    """
    with open_office(data, "OpenDocument text") as archive:
        try:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise SourceError("the file is locked by a password; save it without one.", code="XW-114")
            content = part_tree(archive, "content.xml", "OpenDocument text")
            styles = part_tree(archive, "styles.xml", "OpenDocument text")
        except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
            raise ParseError(
                "this OpenDocument text is broken; open it in its program and save it again.", code="XW-240"
            ) from error
    body = first_child(content, "body", "text")
    if body is None:
        raise ParseError("the document holds no text; check that it is the right file.", code="XW-230")
    document = _document(content, styles)
    for person in (*body.iter(_BY_WHOM), *(one for one in body.iter() if tag_of(one) in _INITIALS)):
        person.text = None
    _flow(document, body)
    total = letters_of(body)
    for part in styles.iter():
        if kind := _HEADERS.get(tag_of(part)):
            leave_out(document.dropped, kind, letters_of(part))
            total += letters_of(part)
    return load_blocks(
        [*document.blocks, *document.notes],
        source,
        source_chars=total,
        marks=document.marks,
        dropped=document.dropped,
        ambiguous=document.typed.ambiguous,
    )


def _document(content: "_Element", styles: "_Element") -> OpenDocument:
    raw: dict[tuple[str, str], _Element] = {}
    levels: dict[str, dict[int, NumberingLevel]] = {}
    for part in (*styles, *content):
        for one in part if tag_of(part) in {"styles", "automatic-styles"} else ():
            if tag_of(one) == "style":
                raw[value(one, "family"), value(one, "name")] = one
            elif tag_of(one) in {"list-style", "outline-style"}:
                name = value(one, "name") if tag_of(one) == "list-style" else _OUTLINE
                levels[name] = dict(filter(None, map(_level, one)))
    return OpenDocument(Numbering({name: name for name in levels}, levels, {}), raw=raw)


def _level(element: "_Element") -> tuple[int, NumberingLevel] | None:
    """One level of a list, from 0, and how it prints its number; a bullet prints none."""
    depth = value(element, "level")
    if not depth.isdigit():
        return None
    kind = _KINDS.get(value(element, "num-format"), "none")
    shown = value(element, "display-levels")
    first = int(depth) - min(int(shown) if shown.isdigit() else 1, int(depth)) + 1
    numbers = ".".join(f"%{at}" for at in range(first, int(depth) + 1))
    pattern = value(element, "num-list-format") or (
        f"{value(element, 'num-prefix')}{numbers}{value(element, 'num-suffix')}"
    )
    start = value(element, "start-value")
    properties = first_child(element, "list-level-properties")
    edge = _twips(value(first_child(properties, "list-level-label-alignment"), "margin-left"))
    indent = edge if edge is not None else int(depth) * _LEVEL_INDENT
    return int(depth) - 1, NumberingLevel(
        kind, re.sub(r"%(\d)%", r"%\1", pattern), int(start) if start.isdigit() else 1, indent=indent
    )


def _twips(length: str) -> int | None:
    found = _LENGTH.fullmatch(length)
    return round(float(found[1]) * _TWIPS[found[2]]) if found else None


def _chain(document: OpenDocument, family: str, element: "_Element") -> "Iterator[_Element]":
    """The style of an element, the style that it is based on, and so on."""
    name = value(element, "style-name")
    for _ in range(_CHAIN):
        style = document.raw.get((family, name))
        if style is None:
            return
        yield style
        name = value(style, "parent-style-name")


def _says(styles: "Sequence[_Element]", properties: str, name: str) -> str:
    """The first value among some styles of one of their properties; empty if none has it."""
    return next((said for one in styles if (said := value(first_child(one, properties), name))), "")


def _pieces(document: OpenDocument, element: "_Element", *, bold: bool) -> Iterator[Piece]:
    """The words of a paragraph, run by run; its notes and text boxes are set aside."""
    yield Piece(element.text or "", bold)
    for part in element:
        name, styles = tag_of(part), list(_chain(document, "text", part))
        if what := _APART.get(name, _unseen(styles)):
            leave_out(document.dropped, what, letters_of(part))
        elif name == "note":
            yield Piece("", bold, _note(document, part))
        elif name == "text-box" or (name == "table" and tag_of(element) == "frame"):
            document.boxes.append(part)
        elif name in _SPACES:
            yield Piece(" ", bold)
        else:
            own = _says(styles, "text-properties", "font-weight")
            italic = _says(styles, "text-properties", "font-style") == "italic"
            for piece in _pieces(document, part, bold=own == "bold" if own else bold):
                yield replace(piece, italic=True) if italic else piece
        yield Piece(part.tail or "", bold)


def _unseen(styles: "Sequence[_Element]") -> str:
    """The name under which words are left out because they are hidden or struck through; else empty."""
    if _says(styles, "text-properties", "display") == "none":
        return "runs of hidden words"
    struck = _says(styles, "text-properties", "text-line-through-style")
    return "passages struck out" if struck not in {"", "none"} else ""


def _note(document: OpenDocument, note: "_Element") -> str:
    """Read a footnote or endnote; returns its key."""
    key, citation = f"note:{len(document.notes)}", piece_text([Piece("".join(_texts(note, "note-citation")))])
    words = [Piece(text) for text in _texts(note, "note-body")]
    document.notes.append(Block(Kind.FOOTNOTE, piece_text(words), num=citation, key=key))
    document.marks += letters(citation)
    return key


def _texts(note: "_Element", name: str) -> Iterator[str]:
    """The words of one part of a note, its paragraphs and spaces kept apart."""
    part = first_child(note, name)
    for one in () if part is None else part.iter():
        yield " " if tag_of(one) in {"p", *_SPACES} else ""
        yield one.text or ""
        yield one.tail or "" if one is not part else ""


def _flow(document: OpenDocument, container: "_Element") -> None:
    """Add the blocks of everything in a body, section, cell or text box."""
    for element in container:
        name = tag_of(element)
        if name in {"p", "h"}:
            _add(document, _paragraph(document, element))
        elif name == "list":
            _list(document, element, "", 0)
        elif name == "table":
            _table(document, element)
        elif name == "tracked-changes":
            changes = sum(tag_of(one) == "deletion" for one in element.iter())
            leave_out(document.dropped, "tracked deletions", letters_of(element), changes)
        elif _INDEXES.fullmatch(name):
            lines = sum(tag_of(one) == "p" for one in element.iter())
            leave_out(document.dropped, "lines of the table of contents", letters_of(element), lines)
        elif value(element, "display") == "none":
            leave_out(document.dropped, "hidden sections", letters_of(element))
        elif name in _GROUPS:
            _flow(document, element)


def _add(document: OpenDocument, paragraph: StyledParagraph) -> None:
    """Add a paragraph, and after it what its text boxes hold."""
    boxes, document.boxes = document.boxes, []
    if paragraph.text:
        document.blocks += paragraph_blocks(document, paragraph)
    for box in boxes:
        _table(document, box) if tag_of(box) == "table" else _flow(document, box)


def _paragraph(
    document: OpenDocument, element: "_Element", name: str = "", level: int = 0
) -> StyledParagraph:
    """Read a paragraph; `name` is the list that it is an item of, empty if it is none."""
    styles = list(_chain(document, "paragraph", element))
    bold = _says(styles, "text-properties", "font-weight") == "bold"
    words = list(_pieces(document, element, bold=bold))
    if what := _unseen(styles):
        leave_out(document.dropped, what, letters(piece_text(words)))
        words = []
    outline = value(element, "outline-level") if tag_of(element) == "h" else ""
    depth = int(outline) if outline.isdigit() else int("Title" in {value(one, "name") for one in styles})
    indent = _twips(_says(styles, "paragraph-properties", "margin-left")) or 0
    num = ""
    if depth and outline and not name and piece_text(words):
        num = document.numbering.next(_OUTLINE, depth - 1)
    elif name and piece_text(words):
        num, indent = document.numbering.next(name, level), document.numbering.level(name, level).indent or 0
    return StyledParagraph(words, Style(bold=bold), depth, indent, num.strip(), name, level)


def _list(document: OpenDocument, element: "_Element", name: str, level: int) -> None:
    """Read a list: the first paragraph of an item has its number, those after it continue the item."""
    name = value(element, "style-name") or name
    continues = value(element, "continue-numbering") == "true" or value(element, "continue-list")
    if not level and not continues:
        document.numbering.counts.pop(name, None)
    for item in element:
        start, numbered = value(item, "start-value"), tag_of(item) == "list-header"
        if start.isdigit():
            document.numbering.counts.setdefault(name, {})[level] = int(start) - 1
        for part in item:
            if tag_of(part) == "list":
                _list(document, part, name, level + 1)
            elif tag_of(part) in {"p", "h"} and not numbered:
                paragraph = _paragraph(document, part, name, level)
                numbered = bool(paragraph.text)
                _add(document, paragraph)
            elif tag_of(part) in {"p", "h"}:
                paragraph = _paragraph(document, part)
                inside = document.numbering.level(name, level).indent or 0
                _add(document, replace(paragraph, indent=max(inside, paragraph.indent)))


def _table(document: OpenDocument, table: "_Element") -> None:
    """Read a table row by row. A single column is running text, and so are long rows in a table without a head."""
    rows = [row for row in table.iter() if tag_of(row) == "table-row" and _owner(row) is table]
    cells = [[one for one in row if tag_of(one) in _CELLS] for row in rows]
    marked = sum(tag_of(row.getparent()) == "table-header-rows" for row in rows)
    if max(map(len, cells), default=0) < 2 or (not marked and any(map(_is_long, chain(*cells)))):
        for cell in chain(*cells):
            _flow(document, cell)
        return
    words = [[_words(document, cell) for cell in row] for row in cells]
    shown = [list(map(_cell, *both)) for both in zip(cells, words, strict=True)]
    texts = fill_grid([[cell for cell in row if cell] for row in shown])
    first = title_rows(texts)
    named = len(rows) > 1 and (is_head(words[first]) or looks_like_head(texts[first:]))
    heads = marked or (first + 1 if named else 0)
    made = table_blocks(texts, heads, refers=[notes_of(chain(*row)) for row in words])
    document.marks += sum(letters(piece_text(text)) for text in chain(*words))
    document.marks -= sum(letters(text) for block in made for text in block.cells)
    document.blocks += made


def _cell(cell: "_Element", words: Sequence[Piece]) -> Cell | None:
    """A cell with the columns and rows that it spans; None for the place of one that is covered."""
    if tag_of(cell) != "table-cell":
        return None
    return Cell(piece_text(words), _span(cell, "number-columns-spanned"), _span(cell, "number-rows-spanned"))


def _owner(row: "_Element") -> "_Element | None":
    """The table that a row belongs to."""
    return next((above for above in row.iterancestors() if tag_of(above) == "table"), None)


def _is_long(cell: "_Element") -> bool:
    return sum(tag_of(one) in {"p", "h"} for one in cell.iter()) > CELL_PARAGRAPHS


def _span(cell: "_Element", name: str) -> int:
    said = value(cell, name) or value(cell, "number-columns-repeated") * (name == "number-columns-spanned")
    return min(int(said), WIDEST) if said.isdigit() else 1


def _words(document: OpenDocument, cell: "_Element") -> list[Piece]:
    """The words of a cell, one paragraph after the other, those of lists and tables inside it too."""
    found: list[Piece] = []
    for one in cell.iter():
        if tag_of(one) in {"p", "h"} and not any(
            tag_of(above) in {"p", "note"} for above in _between(one, cell)
        ):
            found += [*_paragraph(document, one).words, Piece(" ", bold=True)]
    return found


def _between(element: "_Element", top: "_Element") -> "Iterator[_Element]":
    for above in element.iterancestors():
        if above is top:
            return
        yield above
