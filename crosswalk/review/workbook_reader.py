"""Read a person's edits from a review workbook; only edited cells count, and invalid ones are named."""

import io
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosswalk.errors import LedgerError, Problem
from crosswalk.model.relation import Basis, Relation
from crosswalk.review.workbook_layout import ABOUT, EDITABLE, GROUPS, HEADS, HIDDEN, REVIEW, check, folded

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


_SAID = {
    "confirmed": "confirmed",
    "confirm": "confirmed",
    "accept": "confirmed",
    "accepted": "confirmed",
    "corrected": "confirmed",
    "rejected": "rejected",
    "reject": "rejected",
    "unsure": "unsure",
}
_RELATIONS = {name.casefold(): relation for relation in Relation for name in (relation.word, relation.value)}
_LISTED: dict[str, tuple[str, ...]] = {"Basis": tuple(Basis), "Group": GROUPS}
_CODE = "XW-451"


@dataclass(frozen=True, slots=True)
class EditedRow:
    """One edited row: all its cells as they are now, and which of them were `changed`.

    `where` is the address of the verdict cell, `comment_where` that of the comment cell. Without a `verdict` the row
    only has a comment.
    """

    where: str
    left: str
    right: str
    seen: str
    ground: str
    verdict: str
    relation: Relation | None
    sentence: str
    strength: int | None
    note: str
    comment: str
    comment_where: str
    changed: frozenset[str]
    basis: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedWorkbook:
    """A workbook that came back: its identity, the edited rows, and the refused cells."""

    about: dict[str, str]
    rows: int
    edits: tuple[EditedRow, ...]
    refused: tuple[Problem, ...]


def read_review(data: bytes, name: str) -> ReviewedWorkbook:
    """Read a review workbook as any spreadsheet program saved it; formulas are taken as their own text.

    Raises `LedgerError` (XW-450) if the file is not a review workbook or has lost a sheet or column.
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and rules it does not know; none of them is text.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except Exception as error:
        # openpyxl may raise any exception on a broken file.
        raise _no_sheet(name, "it cannot be read as an Excel workbook") from error
    for title in (REVIEW, ABOUT):
        if title not in book.sheetnames:
            raise _no_sheet(name, f"it has no sheet {title}")
    about = {folded(key.value): folded(value.value) for key, value, *_ in book[ABOUT].iter_rows(max_col=2)}
    return _sheet(book[REVIEW], about, name)


def _no_sheet(name: str, why: str) -> LedgerError:
    return LedgerError(f"{name} is not a review workbook: {why}; export it again.", code="XW-450")


def _sheet(sheet: "Worksheet", about: dict[str, str], name: str) -> ReviewedWorkbook:
    head, *rest = sheet.iter_rows()
    columns = {folded(_value(cell)): number for number, cell in enumerate(head)}
    missing = [column for column in HEADS if column not in columns]
    if missing:
        raise _no_sheet(name, f"sheet {REVIEW} has lost the column {missing[0]}")
    rows = [{name: line[number] for name, number in columns.items() if name in HEADS} for line in rest]
    rows = [row for row in rows if any(folded(_value(cell)) for cell in row.values())]
    edits: list[EditedRow] = []
    refused: list[Problem] = []
    for row in rows:
        edit, wrong = _edit(row)
        edits += [edit] if edit else []
        refused += wrong
    return without_doubles(ReviewedWorkbook(about, len(rows), tuple(edits), tuple(refused)))


def without_doubles(sheet: ReviewedWorkbook) -> ReviewedWorkbook:
    """The sheet without pairs that are edited in two rows; both rows are refused, since either could be meant."""
    tally = Counter((edit.left, edit.right) for edit in sheet.edits)
    kept = tuple(edit for edit in sheet.edits if tally[edit.left, edit.right] == 1)
    doubles = [
        Problem(
            edit.where,
            f"{edit.left or 'no provision'} and {edit.right or 'no provision'}: this pair is edited in more than"
            " one row; keep one",
            _CODE,
        )
        for edit in sheet.edits
        if tally[edit.left, edit.right] > 1
    ]
    return ReviewedWorkbook(sheet.about, sheet.rows, kept, (*sheet.refused, *doubles))


def _value(cell: "Cell") -> object:
    """The value of a cell; for an array formula, its text."""
    return getattr(cell.value, "text", cell.value)


def _edit(row: dict[str, "Cell"]) -> tuple[EditedRow | None, list[Problem]]:
    """The edit of one row, and its refused cells; nothing if no cell was edited."""
    cells = {name: folded(_value(cell)) for name, cell in row.items()}
    changed = [name for name in EDITABLE if cells[name] != cells.get(f"was {name}", "")]
    if not changed:
        return None, []
    at = {name: f"{REVIEW}!{cell.coordinate}" for name, cell in row.items()}
    if not any(cells[name] for name in HIDDEN) or check(cells) != cells["check"]:
        what = (
            "the fixed cells of this row no longer belong together (moved, sorted in part, or changed);"
            " export the workbook again and enter the change there"
        )
        return None, [Problem(at[changed[0]], what, _CODE)]
    wrong = list(_faults(cells, changed, at))
    decides = bool(cells["Verdict"]) and not wrong
    if not decides and not cells["Comment"]:
        return None, wrong
    said = str(_value(row["Comment"]) or "").strip()
    return _filled(cells if decides else cells | {"Verdict": ""}, at, said, frozenset(changed)), wrong


def _filled(cells: dict[str, str], at: dict[str, str], said: str, changed: frozenset[str]) -> EditedRow:
    strength = cells["Strength"]
    return EditedRow(
        at["Verdict"],
        cells["left id"],
        cells["right id"],
        cells["seen"],
        cells["ground"],
        _SAID[cells["Verdict"].casefold()] if cells["Verdict"] else "",
        _RELATIONS.get(cells["Relation"].casefold()),
        cells["Sentence"],
        int(strength) if strength.isdecimal() else None,
        cells["Note"],
        said,
        at["Comment"],
        changed,
        cells["Basis"].casefold(),
        cells["Group"].casefold(),
    )


def _faults(cells: dict[str, str], changed: Sequence[str], at: dict[str, str]) -> Iterator[Problem]:
    """Every invalid edited cell of a row, with the reason."""
    for name in changed:
        if why := _fault(name, cells[name]):
            yield Problem(at[name], why, _CODE)
    asked = [name for name in changed if name not in {"Verdict", "Comment"}]
    if asked and not cells["Verdict"]:
        yield Problem(
            at[asked[0]], f"the {asked[0].lower()} was changed, but there is no verdict; choose one", _CODE
        )
    if "Relation" in changed and cells["Verdict"] and "Sentence" not in changed:
        yield Problem(at["Sentence"], "the relation was changed; say why in a new sentence", _CODE)


def _fault(name: str, words: str) -> str:
    if name == "Comment" or (name == "Verdict" and not words):
        return ""
    if name == "Group" and not words:
        return "this cell was emptied; write alone to take the row out of its group, or put back what it held"
    if not words:
        return "this cell was emptied; write something else in it, or put back what it held"
    if name == "Verdict" and words.casefold() not in _SAID:
        return f"{words} is no verdict; choose confirmed, rejected or unsure"
    if name == "Relation" and words.casefold() not in _RELATIONS:
        return f"{words} is no relation; choose one of {', '.join(one.word for one in Relation)}"
    if name in _LISTED and words.casefold() not in _LISTED[name]:
        return f"{words} is no {name.casefold()}; choose one of {', '.join(_LISTED[name])}"
    if name == "Strength" and words not in {str(number) for number in range(11)}:
        return f"{words} is not a whole number from 0 to 10"
    return ""
