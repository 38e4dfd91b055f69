"""Files of tables: the format of all workbooks and Word files, and one table with its notes in any format."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

import crosswalk
from crosswalk.errors import ConfigError
from crosswalk.language.phrasing import spreadsheet_cell
from crosswalk.report.html import render_alone
from crosswalk.report.words import legal

if TYPE_CHECKING:
    from docx.document import Document
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

# Word files are archives with time stamps; a fixed one gives the same bytes every time.
_TIME = (2000, 1, 1, 0, 0, 0)
# The space at the sides of a narrow cell, in twentieths of a point; Word's own is 108.
_NARROW = 54


@dataclass(frozen=True, slots=True)
class Bit:
    """A few words in one look: any of `b`, `i`, `u`, or `sup` for superscript."""

    text: str
    look: str = ""


Paragraph = Sequence[Bit]


def blank_document(
    title: str,
    *,
    landscape: bool = False,
    size: int = 11,
    margin: float = 0.9,
    version: str = crosswalk.__version__,
) -> "Document":
    """An empty document on US letter with title, language and page numbers.

    `size` is that of the text in points, and `margin` that at the left and the right in inches.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    document = Document()
    about = document.core_properties
    about.title, about.author = legal(title)[:255], f"crosswalk {version}"
    about.language, about.comments = "en-US", ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    document.styles["Normal"].font.size = Pt(size)
    section = document.sections[0]
    section.left_margin = section.right_margin = Inches(margin)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    add_child(footer._p, "fldSimple", instr="PAGE")  # noqa: SLF001 - python-docx has no other way to number pages
    return document


def document_bytes(document: "Document") -> bytes:
    """The bytes of a document; the same every time."""
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def add_paragraph(document: "Document", words: str, style: str) -> None:
    """A paragraph in the style of an id, such as `Heading1`; python-docx would look the name up among all styles."""
    document.add_paragraph(legal(words))._p.style = style  # noqa: SLF001 - see above


def add_table(
    document: "Document",
    caption: str,
    widths: Sequence[int],
    heads: Sequence[str],
    lines: Iterable[Sequence[Iterable[Paragraph]]],
    style: str = "",
    *,
    narrow: bool = False,
) -> None:
    """Add a table whose header row repeats on every page; `style` is the style of its paragraphs.

    With `narrow` its cells have half the usual space at their sides.

    It is written as XML, because python-docx searches the whole table for every cell.
    """
    table = document.add_table(rows=0, cols=len(heads))._tbl  # noqa: SLF001 - see above
    table.tblStyle_val = "TableGrid"
    if narrow:
        margins = add_child(table.tblPr, "tblCellMar")
        for side in ("left", "right"):
            add_child(margins, side, w=str(_NARROW), type="dxa")
    add_child(table.tblPr, "tblCaption", val=legal(caption))
    for column, width in zip(table.tblGrid, widths, strict=True):
        column.set(_word_tag("w"), str(width))
    head = _row(table, widths, [[[Bit(words, "b")]] for words in heads], style)
    head.insert(0, head.makeelement(_word_tag("trPr")))
    add_child(head[0], "cantSplit")
    add_child(head[0], "tblHeader")
    for line in lines:
        row = _row(table, widths, line, style)
        row.insert(0, row.makeelement(_word_tag("trPr")))
        add_child(row[0], "cantSplit")


def add_plain_table(
    document: "Document",
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    style: str = "",
    shares: Sequence[int] = (),
) -> None:
    """Add a table of plain words; `shares` is how wide each column is beside the others, all alike where it is empty."""
    section = document.sections[0]
    # A section of `blank_document` has all three; python-docx has lengths in English metric units, 635 to a twip.
    room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) // 635
    lines = ([[[Bit(cell)]] for cell in row] for row in rows)
    parts = shares or [1] * len(heads)
    add_table(document, caption, [room * part // sum(parts) for part in parts], heads, lines, style)


def _row(
    table: Any,  # noqa: ANN401
    widths: Sequence[int],
    cells: Sequence[Iterable[Paragraph]],
    style: str = "",
) -> Any:  # noqa: ANN401
    row = add_child(table, "tr")
    for width, paragraphs in zip(widths, cells, strict=True):
        cell = add_child(row, "tc")
        add_child(add_child(cell, "tcPr"), "tcW", w=str(width), type="dxa")
        for bits in paragraphs:
            paragraph = add_child(cell, "p")
            if style:
                add_child(add_child(paragraph, "pPr"), "pStyle", val=style)
            for bit in bits:
                _write(paragraph, bit)
    return row


def _write(paragraph: Any, bit: Bit) -> None:  # noqa: ANN401
    """One run; line breaks in the text become breaks in the cell."""
    if not bit.text:
        return
    run = add_child(paragraph, "r")
    if bit.look:
        looks = add_child(run, "rPr")
        if bit.look == "sup":
            add_child(looks, "vertAlign", val="superscript")
        else:
            for mark in bit.look:
                add_child(looks, mark, **({"val": "single"} if mark == "u" else {}))
    for number, line in enumerate(legal(bit.text).split("\n")):
        if number:
            add_child(run, "br")
        words = add_child(run, "t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def add_child(parent: Any, tag: str, **values: str) -> Any:  # noqa: ANN401
    """Append a child element; its tag and attributes are in Word's namespace."""
    child = parent.makeelement(_word_tag(tag), {_word_tag(key): value for key, value in values.items()})
    parent.append(child)
    return child


def _word_tag(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"


def _timeless(data: bytes) -> bytes:
    """A Word file with one fixed time on every member of the archive, and in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:\w+[^>]*>)[^<]*(</dcterms)", rb"\g<1>2000-01-01T00:00:00Z\g<2>", content
                )
            new.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


Look = dict[str, str | int]
# What a cell can hold in Excel, in characters.
ROOM = 32_000
# The formats of a cell and of a column head, in XlsxWriter's terms.
CELL: Look = {"text_wrap": True, "valign": "top"}
HEAD: Look = CELL | {"bold": True, "bottom": 1, "bg_color": "#E7EDF3"}
# No clock is read, so every workbook has the same date.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own date knows no zone


def new_book(
    out: IO[bytes], about: Mapping[str, str], looks: Mapping[str, Look]
) -> tuple["Workbook", dict[str, "Format"]]:
    """An empty workbook and its formats by name; `about` holds its title and author.

    No cell is ever treated as a formula or an address.
    """
    from xlsxwriter import Workbook

    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({**about, "created": _CREATED})
    return book, {name: book.add_format(look) for name, look in looks.items()}


def with_free_heights(data: bytes) -> bytes:
    """The workbook with row heights that a program may change when it opens the file.

    Some programs draw a row without a height one line high, and a fixed height does not grow with its text.
    XlsxWriter can write only these two.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.startswith("xl/worksheets/"):
                content = re.sub(rb'(<row [^>]*?) customHeight="1"', rb"\1", content)
            new.writestr(member, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


FORMATS = ("json", "csv", "html", "xlsx", "docx")
LOOKS: dict[str, Look] = {
    "cell": CELL,
    "head": HEAD,
    "edit": CELL | {"bg_color": "#FFF8E1", "num_format": "@"},
}
_WIDE = 4


@dataclass(frozen=True, slots=True)
class TableFile:
    """A title, notes before the table, column heads, and rows with one cell per head."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_bytes(table: TableFile, form: str) -> bytes:
    """The table in one of `FORMATS`; the same bytes every time."""
    writers = {"json": _json, "csv": _csv, "html": _html, "xlsx": _xlsx, "docx": _docx}
    if form not in writers:
        raise ConfigError(
            f"The format {form or '(none)'} is not known; name one of {', '.join(FORMATS)}.", code="XW-504"
        )
    return writers[form](table)


def _json(table: TableFile) -> bytes:
    rows = [dict(zip(table.heads, row, strict=True)) for row in table.rows]
    document = {"title": table.title, "notes": list(table.notes), "rows": rows}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(table: TableFile) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.heads)
    writer.writerows([spreadsheet_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def _html(table: TableFile) -> bytes:
    return render_alone("table", table=table, version=crosswalk.__version__).encode()


def _xlsx(table: TableFile) -> bytes:
    out = io.BytesIO()
    about = {"title": legal(table.title)[:255], "author": f"crosswalk {crosswalk.__version__}"}
    book, looks = new_book(out, about, LOOKS)
    add_sheet(book, looks, "Rows", table)
    notes = book.add_worksheet("About")
    notes.set_column(0, 0, 100)
    for row, words in enumerate((table.title, *table.notes)):
        notes.write_string(row, 0, legal(words)[:ROOM], looks["cell"])
    book.close()
    return out.getvalue()


def add_sheet(
    book: Any,  # noqa: ANN401 - XlsxWriter has no types
    looks: Any,  # noqa: ANN401 - as above
    name: str,
    table: TableFile,
    edited: Sequence[str] = (),
) -> Any:  # noqa: ANN401 - as above
    """One sheet: frozen heads that repeat in print, a filter, every cell text; columns in `edited` are yellow."""
    sheet = book.add_worksheet(name)
    for at, head in enumerate(table.heads):
        longest = max((len(row[at]) for row in table.rows), default=0)
        sheet.set_column(at, at, 44 if longest > 60 else 26 if longest > 20 else 14)
        sheet.write_string(0, at, head, looks["head"])
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            look = looks["edit" if table.heads[at] in edited else "cell"]
            sheet.write_string(number, at, legal(cell)[:ROOM], look)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _docx(table: TableFile) -> bytes:
    document = blank_document(table.title, landscape=len(table.heads) > _WIDE, size=10)
    document.add_heading(legal(table.title), level=0)
    for note in table.notes:
        document.add_paragraph(legal(note))
    add_plain_table(document, table.title, table.heads, table.rows)
    return document_bytes(document)
