"""Word documents: headings, automatic numbers, lists, tables and footnotes.

The XML is read directly. python-docx drops tracked insertions; docx2python writes marks of its
own into the text and reads moved words twice; here every word must be the document's own.
"""

import itertools
import re
import zipfile
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError, Problem
from crosswalk.ingest.blocks import Block, Kind, letters, load_blocks
from crosswalk.ingest.docx_parts import (
    Tally,
    all_letters,
    boxes,
    ends_deleted,
    indent_of,
    is_on,
    paragraph_pieces,
    part_tree,
    read_numbering,
    styles_of,
    value,
)
from crosswalk.ingest.enumerators import printed
from crosswalk.ingest.safety import open_office
from crosswalk.ingest.styled_text import (
    CELL_PARAGRAPHS,
    HEADER_LETTERS,
    Piece,
    Style,
    StyledDocument,
    StyledParagraph,
    is_head,
    notes_of,
    paragraph_blocks,
    piece_text,
)
from crosswalk.ingest.table_grids import WIDEST, looks_like_head, table_blocks
from crosswalk.ingest.xml_stream import first_child, tag_of
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult, leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

_PARTS = frozenset({"styles", "numbering", "footnotes", "endnotes"})
_TEXTS = ("document", "footnotes", "endnotes")
# Parts whose words are left out: their name in the file, and what one piece of them is.
_APART = {"comments": "comment", "header": "hdr", "footer": "ftr"}
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


@dataclass(slots=True)
class WordDocument(StyledDocument):
    """A Word document while it is read.

    `noted` holds the footnotes in the order of their references; `in_cells` counts the letters of table rows that are
    not yet blocks.
    """

    styles: "Mapping[str, Style]" = field(default_factory=dict)
    default: str = ""
    tally: Tally = field(default_factory=Tally)
    pending: list[Piece] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    in_cells: int = 0


def read_docx(data: bytes, source: Source) -> ReadResult:
    """A Word document as a corpus, as it reads once every tracked change is accepted.

    Insertions are included. Deletions, comments, headers and footers are left out and counted. Macros, linked
    and embedded files are never opened.
    """
    with open_office(data, "Word document") as archive:
        try:
            parts, apart = _parts(archive)
            document = _read(parts)
        except (KeyError, ValueError, SyntaxError, RecursionError, zipfile.BadZipFile) as error:
            raise ParseError(
                "this Word document is broken; open it in Word and save it again.", code="XW-240"
            ) from error
        macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
    total = sum(all_letters(parts[name]) for name in _TEXTS if name in parts)
    for kind, root in apart:
        number = sum(tag_of(one) == _APART[kind] for one in root.iter())
        leave_out(document.tally.dropped, f"{kind.rstrip('s')}s", all_letters(root), number)
        total += all_letters(root)
    loaded = load_blocks(
        document.blocks,
        source,
        source_chars=total,
        marks=document.marks,
        dropped=document.tally.dropped,
        notes=_notes(document, macros=macros),
        ambiguous=document.typed.ambiguous,
    )
    problem = Problem("embedded part", "another file is embedded here and was not read.", "XW-241")
    return replace(loaded, problems=(problem,) * document.tally.chunks)


def _read(parts: "Mapping[str, _Element]") -> WordDocument:
    styles, default = styles_of(parts.get("styles"))
    document = WordDocument(read_numbering(parts.get("numbering"), styles), styles=styles, default=default)
    body = first_child(parts["document"], "body")
    if body is not None:
        blocks_below(document, body)
        document.tally.chunks = sum(tag_of(one) == "altChunk" for one in body.iter())
    for kind in ("footnote", "endnote"):
        footnotes(document, kind, parts.get(f"{kind}s"))
    return document


def _parts(archive: zipfile.ZipFile) -> "tuple[dict[str, _Element], list[tuple[str, _Element]]]":
    """The parts that hold words, styles and numbers, and those that are left out with their kinds.

    They are found by the file's own table of parts.
    """
    names = set(archive.namelist())
    main = next(
        (target for kind, target in _relations(archive, "_rels/.rels", "") if kind == "officeDocument"), ""
    )
    main = main if main in names else "word/document.xml"
    parts = {"document": part_tree(archive, main, "Word document")}
    folder, file = dirname(main), main.rpartition("/")[2]
    apart: dict[str, tuple[str, _Element]] = {}
    for kind, target in _relations(archive, f"{folder}/_rels/{file}.rels", folder):
        if kind in _PARTS and target in names:
            parts[kind] = part_tree(archive, target, "Word document")
        elif kind in _APART and target in names:
            apart[target] = (kind, part_tree(archive, target, "Word document"))
    return parts, list(apart.values())


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> list[tuple[str, str]]:
    """The kind and the place of each part that another part names."""
    if name not in archive.namelist():
        return []
    return [
        (value(one, "Type").rpartition("/")[2], normpath(join("/", folder, value(one, "Target"))).lstrip("/"))
        for one in part_tree(archive, name, "Word document")
    ]


def _notes(document: WordDocument, *, macros: bool) -> list[str]:
    inserted, deleted = len(document.tally.inserted), len(document.tally.deleted)
    notes = []
    if inserted or deleted:
        notes.append(
            f"The document has tracked changes and was read as if all were accepted: {inserted} insertions"
            f" kept, {deleted} deletions left out."
        )
    if macros:
        notes.append("The document holds macros; they were ignored.")
    return notes


def blocks_below(document: WordDocument, container: "_Element") -> None:
    """Add the blocks of everything in a body, cell or text box."""
    for element in _flow(container):
        if tag_of(element) == "tbl":
            _close(document)
            _table(document, element)
            continue
        paragraph = _paragraph(document, element)
        if paragraph is not None and paragraph.text:
            document.blocks += paragraph_blocks(document, paragraph)
        for box in boxes(element):
            blocks_below(document, box)
    _close(document)


def _close(document: WordDocument) -> None:
    """Make a paragraph of the words left over from paragraphs whose end was deleted."""
    words, document.pending = document.pending, []
    if piece_text(words):
        document.blocks += paragraph_blocks(document, StyledParagraph(words, Style(), 0, 0))


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
    style = _style(document, element)
    words = list(paragraph_pieces(element, document.tally, bold=style.bold))
    document.noted += [piece.note for piece in words if piece.note and piece.note not in document.noted]
    if style.name.startswith(("toc ", "table of figures")):
        leave_out(document.tally.dropped, "lines of the table of contents", letters(piece_text(words)))
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


def _table(document: WordDocument, table: "_Element") -> None:
    """Read a table row by row. A single column is running text, and so is a long row in a table without a header."""
    rows = []
    for row in _below(table, "tr"):
        if (change := first_child(row, "trPr", "del")) is not None:
            document.tally.delete(row, change)
        else:
            rows.append((row, list(_below(row, "tc"))))
    # A row with one filled cell is a box around a heading or a note.
    boxed = len(rows) == 1 and sum(map(bool, map(all_letters, rows[0][1]))) == 1
    single = boxed or all(len(cells) < 2 for _, cells in rows)
    # A first row of one cell is the title; the head is below it.
    first = int(not single and len(rows) > 2 and len(rows[0][1]) == 1)
    head = not single and len(rows) > 1 and _is_head(document, *rows[first])
    if not head and not single and _names_first_row(table):
        head = looks_like_head([[_words_alone(cell) for cell in cells] for _, cells in rows[first:]])
    read: list[tuple[list[str], tuple[str, ...]]] = []
    for row, cells in rows:
        if single or (not head and any(_is_long(cell) for cell in cells)):
            _close_rows(document, read, heads=0)
            for cell in cells:
                blocks_below(document, cell)
        else:
            read.append(_row(document, row, cells, read[-1][0] if read else []))
    marked = itertools.takewhile(
        lambda row: is_on(first_child(row[0], "trPr", "tblHeader")), rows[first + 1 :]
    )
    _close_rows(document, read, heads=first + 1 + len(list(marked)) if head else 0)


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


def _is_head(document: WordDocument, row: "_Element", cells: "Sequence[_Element]") -> bool:
    """Whether a table's first row names its columns: marked as one, or short and bold in every cell."""
    if is_on(first_child(row, "trPr", "tblHeader")):
        return True
    tally = Tally()
    return is_head(
        [
            piece
            for one in cell.iter()
            if tag_of(one) == "p"
            for piece in paragraph_pieces(one, tally, bold=_style(document, one).bold)
        ]
        for cell in cells
    )


def _style(document: WordDocument, paragraph: "_Element") -> Style:
    """The style of a paragraph, the default one where it names none."""
    named = value(first_child(paragraph, "pPr", "pStyle")) or document.default
    return document.styles.get(named, Style())


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
        text, refers = piece_text(words), (*refers, *notes_of(words))
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
    return len(found) > CELL_PARAGRAPHS or any(letters(_words_alone(one)) > HEADER_LETTERS for one in inner)


def _words_alone(container: "_Element") -> str:
    """The words of a table or cell, read for a look at them: nothing is counted."""
    tally = Tally()
    paragraphs = (one for one in container.iter() if tag_of(one) == "p")
    return " ".join(piece_text(paragraph_pieces(one, tally)) for one in paragraphs).strip()


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
        text = piece_text(_words_below(document, note))
        if not text:
            continue
        if key not in order:
            leave_out(document.tally.dropped, "footnotes that nothing points to", letters(text))
            continue
        num = str(order[key]) if kind == "footnote" else printed(order[key], "lowerRoman")
        document.blocks.append(Block(Kind.FOOTNOTE, text, num=num, key=key))
