"""The cells of an Excel workbook as text, as a reader of the sheet sees them."""

import io
import itertools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter, range_boundaries

from crosswalk.errors import ParseError
from crosswalk.ingest.safety import open_office

if TYPE_CHECKING:
    from zipfile import ZipFile

    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ROW_LIMIT = 1_048_576
CELL_LIMIT = 2_000_000
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_DECIMALS = re.compile(r"0\.(0+)")

Row = tuple[int, list[str]]
Place = tuple[int, int]  # row from 1, column from 0


@dataclass(slots=True)
class RawSheet:
    """One sheet as its cells show it: the numbered rows that hold something.

    `spread` holds the places (row from 1, column from 0) that a merged cell gave its words to, and
    `missing` those of formulas that no value was stored with.
    """

    name: str
    rows: list[Row]
    hidden: bool = False
    hidden_rows: int = 0
    spread: frozenset[Place] = frozenset()
    missing: frozenset[Place] = frozenset()
    formulas: int = 0


def sheets_of(data: bytes) -> tuple[list[RawSheet], tuple[str, ...]]:
    """Every sheet of a workbook, hidden ones among them, and what is to be said of the workbook.

    A formula gives the value that Excel stored with it, never its own words. Nothing is computed, and
    macros and links are never opened.
    """
    with open_office(data, "Excel workbook") as archive:
        macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
        try:
            with warnings.catch_warnings():
                # openpyxl warns of styles and rules it does not know; none of them is text.
                warnings.simplefilter("ignore")
                sheets = _sheets(data, archive)
        except ParseError:
            raise
        except Exception as error:
            # openpyxl raises whatever it stumbles over in a broken file.
            raise _broken() from error
    return sheets, ("The workbook holds macros; they were ignored.",) if macros else ()


def _sheets(data: bytes, archive: "ZipFile") -> list[RawSheet]:
    book = _open(data, values=False)
    formulas = {
        sheet.title: {
            (cell.row, cell.column - 1) for cells in _cells(sheet) for cell in cells if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }
    stored = _open(data, values=True) if any(formulas.values()) else book
    return [_sheet(sheet, stored[sheet.title], formulas[sheet.title], archive) for sheet in book.worksheets]


def _sheet(
    sheet: "ReadOnlyWorksheet", stored: "ReadOnlyWorksheet", formulas: set[Place], archive: "ZipFile"
) -> RawSheet:
    table = {number: [_words(cell) for cell in cells] for number, cells in enumerate(_cells(stored), 1)}
    missing = {(row, at) for row, at in formulas if not (table[row][at : at + 1] or [""])[0]}
    markup = archive.read(sheet._worksheet_path)  # noqa: SLF001 - openpyxl tells no other way which part it is
    spread = _spread(table, markup)
    return RawSheet(
        sheet.title,
        [(number, words) for number, words in sorted(table.items()) if any(words)],
        hidden=sheet.sheet_state != "visible",
        hidden_rows=len(_HIDDEN_ROW.findall(markup)),
        spread=frozenset(spread),
        missing=frozenset(missing),
        formulas=len(formulas) - len(missing),
    )


def _spread(table: dict[int, list[str]], markup: bytes) -> set[Place]:
    """Give the words of each merged cell to every row and column that it spans; the places filled."""
    filled: set[Place] = set()
    for found in _MERGED.finditer(markup):
        left, top, right, foot = range_boundaries(found[1].decode())
        words = (table.get(top, [])[left - 1 : left] or [""])[0]
        if not words or (foot - top + 1) * (right - left + 1) > CELL_LIMIT - len(filled):
            continue
        for row, at in itertools.product(range(top, foot + 1), range(left - 1, right)):
            cells = table.setdefault(row, [])
            cells += [""] * (at + 1 - len(cells))
            if (row, at) != (top, left - 1) and not cells[at]:
                cells[at] = words
                filled.add((row, at))
    return filled


def place_name(place: Place) -> str:
    """A cell as Excel names it.

    >>> place_name((2, 27))
    'AB2'
    """
    return f"{get_column_letter(place[1] + 1)}{place[0]}"


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
    """What one cell shows: 676.10 stays 676.10 where the cell is formatted so; nothing for a formula."""
    value = cell.value
    if value is None or cell.data_type == "f":
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
