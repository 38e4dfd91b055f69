"""Read people's decisions back, from a review workbook or from a decisions file; invalid ones are named.

Of a workbook only edited cells count. A decisions file is one person's decisions on a side-by-side page, saved by
the page as a JSON object. Its fields are, in this order: `format` (`crosswalk-decisions/1`), `crosswalk`, `left` and `right` (id and
edition of what is compared), `page` (digest of the page's rows), `tool`, `reviewer`, `role` (office or
organization, may be empty), `date` (the day it was saved), and `rows`. A row has the fields of `ROW`: both ids,
the digests of both texts and the fingerprint of the row on file as the page knew them, then the row as the
person decided it. `verdict` is one of `VERDICTS`, or empty if the row only has a comment. The file comes from
outside, so everything in it is checked before it is used.
"""

import io
import json
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.decide import Alone
from crosswalk.ledger.signatures import day_fault
from crosswalk.model.relation import Basis, Group, Relation
from crosswalk.review.workbook_layout import (
    ABOUT,
    EDITABLE,
    GROUPS,
    HEADS,
    HIDDEN,
    REVIEW,
    cells_digest,
    one_line,
    rests_on,
)

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
_REFUSED_CELL = "XW-451"


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
    about = {
        one_line(key.value): one_line(value.value) for key, value, *_ in book[ABOUT].iter_rows(max_col=2)
    }
    return _sheet(book[REVIEW], about, name)


def _no_sheet(name: str, why: str) -> LedgerError:
    return LedgerError(f"{name} is not a review workbook: {why}; export it again.", code="XW-450")


def _sheet(sheet: "Worksheet", about: dict[str, str], name: str) -> ReviewedWorkbook:
    head, *rest = sheet.iter_rows()
    columns = {one_line(_value(cell)): number for number, cell in enumerate(head)}
    missing = [column for column in HEADS if column not in columns]
    if missing:
        raise _no_sheet(name, f"sheet {REVIEW} has lost the column {missing[0]}")
    rows = [{name: line[number] for name, number in columns.items() if name in HEADS} for line in rest]
    rows = [row for row in rows if any(one_line(_value(cell)) for cell in row.values())]
    edits: list[EditedRow] = []
    refused: list[Problem] = []
    for row in rows:
        edit, wrong = _edited(row)
        edits += [edit] if edit else []
        refused += wrong
    return _without_doubles(ReviewedWorkbook(about, len(rows), tuple(edits), tuple(refused)))


def _without_doubles(sheet: ReviewedWorkbook) -> ReviewedWorkbook:
    """The sheet without pairs that are edited in two rows; both rows are refused, since either could be meant."""
    tally = Counter((edit.left, edit.right) for edit in sheet.edits)
    kept = tuple(edit for edit in sheet.edits if tally[edit.left, edit.right] == 1)
    doubles = [
        Problem(
            edit.where,
            f"{edit.left or 'no provision'} and {edit.right or 'no provision'}: this pair is edited in more than"
            " one row; keep one",
            _REFUSED_CELL,
        )
        for edit in sheet.edits
        if tally[edit.left, edit.right] > 1
    ]
    return ReviewedWorkbook(sheet.about, sheet.rows, kept, (*sheet.refused, *doubles))


def _value(cell: "Cell") -> object:
    """The value of a cell; for an array formula, its text."""
    return getattr(cell.value, "text", cell.value)


def _edited(row: dict[str, "Cell"]) -> tuple[EditedRow | None, list[Problem]]:
    """The edit of one row, and its refused cells; nothing if no cell was edited."""
    cells = {name: one_line(_value(cell)) for name, cell in row.items()}
    changed = [name for name in EDITABLE if cells[name] != cells.get(f"was {name}", "")]
    if not changed:
        return None, []
    at = {name: f"{REVIEW}!{cell.coordinate}" for name, cell in row.items()}
    if not any(cells[name] for name in HIDDEN) or cells_digest(cells) != cells["check"]:
        what = (
            "the fixed cells of this row no longer belong together (moved, sorted in part, or changed);"
            " export the workbook again and enter the change there"
        )
        return None, [Problem(at[changed[0]], what, _REFUSED_CELL)]
    wrong = list(_cell_faults(cells, changed, at))
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


def _cell_faults(cells: dict[str, str], changed: Sequence[str], at: dict[str, str]) -> Iterator[Problem]:
    """Every invalid edited cell of a row, with the reason."""
    for name in changed:
        if why := _fault(name, cells[name]):
            yield Problem(at[name], why, _REFUSED_CELL)
    asked = [name for name in changed if name not in {"Verdict", "Comment"}]
    if asked and not cells["Verdict"]:
        yield Problem(
            at[asked[0]],
            f"the {asked[0].lower()} was changed, but there is no verdict; choose one",
            _REFUSED_CELL,
        )
    if "Relation" in changed and cells["Verdict"] and "Sentence" not in changed:
        yield Problem(at["Sentence"], "the relation was changed; say why in a new sentence", _REFUSED_CELL)


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


FORMAT = "crosswalk-decisions/1"
HEAD = ("format", "crosswalk", "left", "right", "page", "tool", "reviewer", "role", "date", "rows")
ROW = (
    "left",
    "right",
    "left_digest",
    "right_digest",
    "seen",
    "verdict",
    "relation",
    "strength",
    "sentence",
    "note",
    "comment",
)
# Fields that a row may leave out.
OPTIONAL = ("basis", "group")
VERDICTS = ("confirmed", "corrected", "rejected", "unsure")
MOST_BYTES, MOST_ROWS = 8 * 1024 * 1024, 20_000
# The most characters in a text, in a name, and in an id or a digest.
_TEXTS, _NAME, _WORD = 4_000, 120, 500
_MOST = {name: _TEXTS if name in {"sentence", "note", "comment"} else _WORD for name in (*ROW, *OPTIONAL)}
_CODE = "XW-455"


@dataclass(frozen=True, slots=True)
class Marks:
    """A decisions file as read: who signed it, on which day, and its rows."""

    reviewer: str
    role: str
    date: str
    sheet: ReviewedWorkbook


def load_marks(path: Path) -> bytes:
    """Read the bytes of a decisions file; one that is too large is refused (XW-453) without reading all of it."""
    try:
        if not path.is_file():
            path.stat()
            raise _no_marks(str(path), "it is not a file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be read ({error.strerror}); give the path of the decisions file.", code="XW-453"
        ) from error
    if len(data) > MOST_BYTES:
        raise _no_marks(str(path), f"it has over {MOST_BYTES / 1048576:,.0f} MB")
    return data


def read_marks(data: bytes, name: str) -> Marks:
    """Read a decisions file; every invalid row is listed in the sheet's `refused`.

    Raises `LedgerError` if it is not a decisions file (XW-453) or not signed properly (XW-454).
    """
    head = _head(data, name)
    for field in ("reviewer", "role"):
        if why := _text_fault(field, head[field], _NAME):
            raise LedgerError(f"{name} is not signed correctly: {why}; correct it.", code="XW-454")
    if fault := day_fault("its date", head["date"]):
        raise LedgerError(f"{name} is not signed correctly: {fault}; correct it.", code="XW-454")
    edits: list[EditedRow] = []
    refused: list[Problem] = []
    for number, row in enumerate(head["rows"], 1):
        where = f"{Path(name).name} row {number}"
        wrong = list(_faults(row))
        refused += [Problem(where, f"{_pair(row)}{why}", _CODE) for why in wrong]
        edits += [] if wrong else [_edit(row, where)]
    about = {"id": head["crosswalk"], "left": head["left"], "right": head["right"]}
    sheet = _without_doubles(ReviewedWorkbook(about, len(head["rows"]), tuple(edits), tuple(refused)))
    return Marks(" ".join(head["reviewer"].split()), " ".join(head["role"].split()), head["date"], sheet)


def _no_marks(name: str, why: str) -> LedgerError:
    return LedgerError(f"{name} is not a decisions file: {why}; save it again from the page.", code="XW-453")


def _head(data: bytes, name: str) -> dict[str, Any]:
    """The object of the file, which must have exactly the fields of `HEAD`, each of the right type."""
    try:
        head = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, _UnfitError) else "it cannot be read as JSON"
        raise _no_marks(name, why) from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _no_marks(name, f"it does not say that its format is {FORMAT}")
    if wrong := _wrong_fields(head, HEAD):
        raise _no_marks(name, wrong)
    for field in HEAD[:-1]:
        if not isinstance(head[field], str):
            raise _no_marks(name, f"its {field} is not a text")
    if not isinstance(head["rows"], list) or len(head["rows"]) > MOST_ROWS:
        raise _no_marks(name, f"its rows are not a list of at most {MOST_ROWS:,}")
    return head


class _UnfitError(ValueError):
    """Something that JSON or its readers allow and a decisions file does not."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [name for name, number in Counter(name for name, _ in pairs).items() if number > 1]
    if twice:
        raise _UnfitError("it names one field twice")
    return dict(pairs)


def _constant(_: str) -> float:
    raise _UnfitError("it contains a value that is not a number")


def _wrong_fields(found: dict[str, Any], wanted: tuple[str, ...]) -> str:
    for name in wanted:
        if name not in found:
            return f"the field {name} is missing"
    return "" if len(found) == len(wanted) else "it has an unknown field"


def _faults(row: object) -> Iterator[str]:
    """The faults of one row: those of its form, or if it has none, those of its content."""
    if not isinstance(row, dict):
        yield "this is not a row"
        return
    if wrong := _wrong_fields({name: row[name] for name in row if name not in OPTIONAL}, ROW):
        yield wrong
        return
    texts = [name for name in (*ROW, *OPTIONAL) if name in row and name != "strength"]
    shape = [why for name in texts if (why := _text_fault(name, row[name], _MOST[name]))]
    strength = row["strength"]
    if strength is not None and (type(strength) is not int or not 0 <= strength <= 10):
        shape.append("the strength is neither empty nor a whole number from 0 to 10")
    yield from shape or _sense(row)


def _pair(row: object) -> str:
    """The ids of an invalid row, so that a person finds it on the page; empty if they cannot be shown."""
    ids = [row.get("left"), row.get("right")] if isinstance(row, dict) else []
    if not any(ids) or any(_text_fault("id", one, _WORD) for one in ids):
        return ""
    return f"{ids[0] or 'no provision'} and {ids[1] or 'no provision'}: "


def _text_fault(name: str, value: object, most: int) -> str:
    said = name.replace("_", " ")
    if not isinstance(value, str):
        return f"the {said} is not a text"
    if len(value) > most:
        return f"the {said} has over {most:,} characters"
    if any(
        unicodedata.category(c) in {"Cc", "Cs"} or c in "\ufffe\uffff" for c in value if c not in "\n\r\t"
    ):
        return f"the {said} holds a character that a table cannot"
    return ""


def _sense(row: dict[str, Any]) -> Iterator[str]:
    verdict, relation = row["verdict"], row["relation"]
    if not (row["left"] or row["right"]):
        yield "it names no provision"
        return
    if not verdict:
        if not row["comment"].strip():
            yield "there is neither a verdict nor a comment"
        return
    if verdict not in VERDICTS:
        yield f"the verdict is none of {', '.join(VERDICTS)}"
        return
    if relation not in set(Relation):
        said = "the row is corrected, but no relation is given" if not relation else "the relation is unknown"
        yield f"{said}; it must be one of {', '.join(Relation)}"
    if not (row["left"] and row["right"]) and relation != Relation.NONE:
        yield f"one side is empty, so the relation must be {Relation.NONE}"
    if row.get("basis") and row["basis"] not in set(Basis):
        yield f"the basis is unknown; it must be one of {', '.join(Basis)}, or empty"
    if row.get("group") and row["group"] not in {*Group, *Alone}:
        yield f"the group is unknown; it must be one of {', '.join((*Group, *Alone))}, or empty"
    if verdict != "unsure" and not row["sentence"].strip():
        yield "there is no sentence that says why"


def _edit(row: dict[str, Any], where: str) -> EditedRow:
    """The row as a workbook row; every field counts as edited, because the page showed every field."""
    rests = (row["left"], row["right"], row["left_digest"], row["right_digest"])
    return EditedRow(
        where,
        row["left"],
        row["right"],
        row["seen"],
        rests_on(*rests),
        row["verdict"],
        Relation(row["relation"]) if row["verdict"] else None,
        one_line(row["sentence"]),
        row["strength"],
        one_line(row["note"]),
        row["comment"].strip(),
        where,
        frozenset(EDITABLE),
        row.get("basis", ""),
        row.get("group", ""),
    )
