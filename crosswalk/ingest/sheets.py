"""The rows and columns of workbooks and delimited files, as a reader of the sheet sees them."""

import csv
import io
import itertools
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crosswalk.errors import ConfigError, ParseError
from crosswalk.ingest.safety import decode, is_workbook, open_office

if TYPE_CHECKING:
    from zipfile import ZipFile

    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# The first row that names the columns is among this many.
HEADER_DEPTH = 25
_DELIMITERS = ",;\t|"
# Our five columns and the headers that frameworks and standards commonly use for them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "identifier", "provision id", "element id", "code", "reference", "ref", "ref no", "number",
        "no", "num", "key", "standard id", "indicator id", "item", "item no", "human coding scheme",
        "req id", "requirement id", "requirement no", "control id", "control identifier", "criterion id", "element no",
    ),
    "parent_id": ("parent id", "parent", "parent code", "parent ref", "belongs to", "broader", "under", "is child of"),
    "title": ("title", "heading", "name", "label", "short title", "element", "abbreviated statement"),
    "text": (
        "text", "full text", "wording", "statement", "full statement", "description", "definition",
        "requirement", "provision", "content", "body", "standard", "indicator", "criterion",
    ),
    "context": ("context", "group", "category", "domain", "topic", "section", "area", "theme"),
}  # fmt: skip


def find_columns(
    headers: Sequence[str], columns: Mapping[str, str] | None, usual: Mapping[str, Sequence[str]] = COLUMNS
) -> dict[str, int]:
    """The position of each of our columns in a row of headers, for those that are found."""
    plain = [plain_header(header) for header in headers]
    found: dict[str, int] = {}
    for ours, known in usual.items():
        names = [plain_header(columns[ours])] if columns and ours in columns else known
        index = next((plain.index(name) for name in names if name in plain), None)
        if index is not None and index not in found.values():
            found[ours] = index
    return found


def plain_header(header: str) -> str:
    """A header without case, punctuation and doubled spaces: `Parent_ID` is `parent id`."""
    return " ".join("".join(char if char.isalnum() else " " for char in header.casefold()).split())


ROW_LIMIT = 1_048_576
CELL_LIMIT = 2_000_000
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
# A format of numbers, without its fillers, colors and quotation marks: 0.0%, $#,##0.00, 00.0000.
_FILLERS = re.compile(r"\[\$([$€£¥])?[^\]]*\]|\[[^\]]*\]|_.|\*.|\\|\"")
_EXACT = 1e15
_FORMAT = re.compile(r"([$€£¥]?) ?(#,##0|#|0+)(?:\.(0+))?(%?)")

Row = tuple[int, Sequence[str]]
Place = tuple[int, int]  # row from 1, column from 0


@dataclass(slots=True)
class RawSheet:
    """One sheet as its cells show it: the numbered rows that are not empty.

    `spread` holds the places (row from 1, column from 0) that a merged cell gave its words to, and
    `missing` those of formulas that no value was stored with, each with its error, such as `#REF!`, if it has one.
    """

    name: str
    rows: list[Row]
    hidden: bool = False
    hidden_rows: int = 0
    spread: frozenset[Place] = frozenset()
    missing: Mapping[Place, str] = field(default_factory=dict)
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
            # openpyxl raises many kinds of errors for a broken file.
            raise ParseError(
                "this Excel workbook is broken; open it in Excel and save it again.", code="XW-228"
            ) from error
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
    table: dict[int, list[str]] = {}
    missing: dict[Place, str] = {}
    for number, cells in enumerate(_cells(stored), 1):
        table[number] = [_words(cell) for cell in cells]
        missing |= {(number, at): table[number][at] for at, cell in enumerate(cells) if cell.data_type == "e"}
    missing |= {(row, at): "" for row, at in formulas if not (table[row][at : at + 1] or [""])[0]}
    markup = archive.read(sheet._worksheet_path)  # noqa: SLF001 - openpyxl has no public name for the part
    spread = _spread(table, markup)
    return RawSheet(
        sheet.title,
        [(number, words) for number, words in sorted(table.items()) if any(words)],
        hidden=sheet.sheet_state != "visible",
        hidden_rows=len(_HIDDEN_ROW.findall(markup)),
        spread=frozenset(spread),
        missing=missing,
        formulas=len(formulas - missing.keys()),
    )


def _spread(table: dict[int, list[str]], markup: bytes) -> set[Place]:
    """Repeat the words of each merged cell in every row and column that it spans; returns the cells filled."""
    from openpyxl.utils.cell import range_boundaries

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
    from openpyxl.utils.cell import get_column_letter

    return f"{get_column_letter(place[1] + 1)}{place[0]}"


def _open(data: bytes, *, values: bool) -> "Workbook":
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _cells(sheet: "ReadOnlyWorksheet") -> Iterator[tuple["Cell", ...]]:
    """A sheet's rows of cells; the size that the file states is ignored, since some writers state a wrong one."""
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
    if isinstance(value, int | float):
        return _shown(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def _shown(value: float, form: str) -> str:
    """A number as its format shows it; as it is where the format is another than of digits, money or percent.

    >>> _shown(0.125, "0.0%"), _shown(6100, '"$"#,##0'), _shown(1.01, "00.0000"), _shown(0.5, "General")
    ('12.5%', '$6,100', '01.0100', '0.5')
    """
    found = _FORMAT.fullmatch(
        _FILLERS.sub(lambda sign: sign[1] or "", form.split(";", maxsplit=1)[0]).strip()
    )
    if found is None or not abs(value) < _EXACT:
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    money, whole, decimals, percent = found.groups("")
    exact = abs(Decimal(f"{value:.15g}")) * (100 if percent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    width = len(whole) + (len(decimals) + 1 if decimals else 0) if whole.startswith("0") else 1
    shown = f"{rounded:,f}" if "," in whole else f"{rounded:f}".zfill(width)
    return f"{'-' if value < 0 and rounded else ''}{money}{shown}{percent}"


def chosen_sheets(raw: Sequence[RawSheet], sheet: str) -> list[RawSheet]:
    """The sheet of a name, or every visible one where none is named."""
    chosen = [one for one in raw if (one.name == sheet if sheet else not one.hidden)]
    if sheet and not chosen:
        known = ", ".join(one.name for one in raw)
        raise ConfigError(f"there is no sheet {sheet}; the sheets are: {known}.", code="XW-508")
    return chosen


def delimited_rows(text: str, columns: Mapping[str, str] | None) -> list[Row]:
    """The rows of delimited text, split at the delimiter under which most columns are recognized.

    Where none is, rows of one width decide: signs that only occur in sentences do not.
    """

    def fitness(delimiter: str) -> tuple[int, int, int]:
        head = [row for _, row in _rows(io.StringIO(text, newline=""), delimiter, HEADER_DEPTH, strict=False)]
        known = max((len(find_columns(row, columns)) for row in head), default=0)
        widths = Counter(len(row) for row in head if len(row) > 1)
        width = max(widths, key=lambda one: (widths[one], one), default=0)
        return known, widths[width], width

    best = max(_DELIMITERS, key=fitness)
    return [row for row in _rows(io.StringIO(text, newline=""), best) if any(row[1])]


def _rows(
    stream: Iterable[str], delimiter: str, most: int | None = None, *, strict: bool = True
) -> Iterator[Row]:
    """Numbered rows; a quotation mark that is never closed is an error, not a very long cell."""
    number = 0
    reader = csv.reader(stream, delimiter=delimiter, strict=strict)
    while most is None or number < most:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            if not strict:
                return
            raise ParseError(
                f"row {number}: the quotation marks do not pair, or a cell is longer than 131,072 letters"
                f" ({error}); fix that row.",
                code="XW-221",
            ) from error
        if row is None:
            return
        yield number, [cell.strip() for cell in row]


def table_rows(data: bytes, sheet: str = "") -> list[tuple[str, list[Row]]]:
    """The rows of every visible sheet of a workbook (or of one), or of a delimited file, under the sheet's name."""
    if is_workbook(data):
        raw, _ = sheets_of(data)
        return [(f"sheet {one.name}", one.rows) for one in chosen_sheets(raw, sheet)]
    text, _ = decode(data)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    delimiter = max(_DELIMITERS, key=lambda mark: lines[0].count(mark) if lines else 0)
    return [("", [row for row in _rows(io.StringIO(text, newline=""), delimiter) if any(row[1])])]
