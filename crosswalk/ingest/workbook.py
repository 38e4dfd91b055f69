"""The cells of an Excel workbook as text, as a reader of the sheet sees them."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError
from crosswalk.ingest.safety import open_office

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ROW_LIMIT = 1_048_576
CELL_LIMIT = 2_000_000
_DECIMALS = re.compile(r"0\.(0+)")

Row = tuple[int, list[str]]


def sheets_of(data: bytes) -> tuple[list[tuple[str, list[Row]]], tuple[str, ...]]:
    """The visible sheets, each as its name and its numbered rows that hold something; and what to say.

    A formula gives the value that Excel stored with it, or its own words where none was stored:
    nothing is computed, and macros and links are never opened.
    """
    with open_office(data, "Excel workbook") as archive:
        macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and rules it does not know; none of them is text.
            warnings.simplefilter("ignore")
            sheets, hidden, formulas = _sheets(data)
    except ParseError:
        raise
    except Exception as error:
        # openpyxl raises whatever it stumbles over in a broken file.
        raise _broken() from error
    notes = [f"Sheet {name} is hidden and was not read." for name in hidden]
    if formulas:
        notes.append(
            f"{formulas} cells hold formulas; the value last stored was read and nothing was computed."
        )
    if macros:
        notes.append("The workbook holds macros; they were ignored.")
    return sheets, tuple(notes)


def _sheets(data: bytes) -> tuple[list[tuple[str, list[Row]]], list[str], int]:
    """Visible sheets with their rows, the names of hidden ones, and how many formulas there are."""
    book = _open(data, values=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    formulas = {
        (sheet.title, cell.row, cell.column)
        for sheet in seen
        for cells in _cells(sheet)
        for cell in cells
        if cell.data_type == "f"
    }
    stored = _open(data, values=True) if formulas else book
    sheets = []
    for sheet in seen:
        rows: list[Row] = []
        for number, (cells, shown) in enumerate(
            zip(_cells(sheet), _cells(stored[sheet.title]), strict=True), 1
        ):
            words = [_words(value) or _words(cell) for cell, value in zip(cells, shown, strict=True)]
            if any(words):
                rows.append((number, words))
        sheets.append((sheet.title, rows))
    return sheets, hidden, len(formulas)


def _open(data: bytes, *, values: bool) -> "Workbook":
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _cells(sheet: "ReadOnlyWorksheet") -> Iterator[tuple["Cell", ...]]:
    """A sheet's rows of cells; its own claim about its size is not believed, since some writers lie."""
    sheet.reset_dimensions()
    seen = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        seen += len(cells)
        if number > ROW_LIMIT or seen > CELL_LIMIT:
            raise ParseError(
                f"sheet {sheet.title} goes beyond {CELL_LIMIT:,} cells; save only the rows and columns that are used.",
                code="XW-229",
            )
        yield cells


def _words(cell: "Cell") -> str:
    """What one cell shows: 676.10 stays 676.10 where the cell is formatted so."""
    value = getattr(cell.value, "text", cell.value)  # an array formula is an object with its words in it
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        decimals = _DECIMALS.fullmatch(cell.number_format or "")
        return f"{value:.{len(decimals[1])}f}" if decimals else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def _broken() -> ParseError:
    return ParseError("this Excel workbook is broken; open it in Excel and save it again.", code="XW-228")
