"""One table with its title and notes as a file: web page, Word, Excel, CSV or JSON; and the format of all workbooks."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

import crosswalk
from crosswalk.errors import ConfigError
from crosswalk.language.phrasing import spreadsheet_cell
from crosswalk.report.html import render_alone
from crosswalk.report.word_table import add_plain_table, blank_document, document_bytes
from crosswalk.report.words import legal

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

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
# At most this many characters across are readable on one printed page.
_PRINTED = 220


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
        notes.write_string(row, 0, fitting(words), looks["cell"])
    book.close()
    return out.getvalue()


def add_sheet(
    book: Any,  # noqa: ANN401 - XlsxWriter has no types
    looks: Any,  # noqa: ANN401 - as above
    name: str,
    table: TableFile,
    edited: Sequence[str] = (),
    widths: Sequence[int] = (),
) -> Any:  # noqa: ANN401 - as above
    """One sheet: frozen heads that repeat in print, a filter, every cell text; columns in `edited` are yellow.

    `widths` are those of the columns, in characters. A sheet that has them keeps its first two columns in sight, and a
    wide one is printed over several pages with these two on each.
    """
    sheet = book.add_worksheet(name)
    for at, head in enumerate(table.heads):
        longest = max((len(row[at]) for row in table.rows), default=0)
        width = widths[at] if widths else 44 if longest > 60 else 26 if longest > 20 else 14
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, looks["head"])
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            look = looks["edit" if table.heads[at] in edited else "cell"]
            sheet.write_string(number, at, fitting(cell), look)
    sheet.freeze_panes(1, 2 if widths and len(widths) > 2 else 0 if widths else 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    pages = -(-sum(widths) // _PRINTED) or 1
    if pages > 1:
        sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(pages, 0)
    return sheet


def fitting(text: str) -> str:
    """A text as a cell can hold it: without characters that XML forbids, and cut where there is no more room."""
    whole = legal(text)
    return whole if len(whole) <= ROOM else f"{whole[:ROOM]} …"


def _docx(table: TableFile) -> bytes:
    document = blank_document(table.title, landscape=len(table.heads) > _WIDE, size=10)
    document.add_heading(legal(table.title), level=0)
    for note in table.notes:
        document.add_paragraph(legal(note))
    add_plain_table(document, table.title, table.heads, table.rows)
    return document_bytes(document)
