"""The common format of all workbooks: creation date, cell limit and cell styles."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO, TYPE_CHECKING

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
