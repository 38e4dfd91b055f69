"""A decisions file: one person's decisions on a side-by-side page, saved by the page as a JSON object.

Its fields are, in this order: `format` (`crosswalk-decisions/1`), `crosswalk`, `left` and `right` (id and
edition of what is compared), `page` (digest of the page's rows), `tool`, `reviewer`, `role` (office or
organization, may be empty), `date` (the day it was saved), and `rows`. A row has the fields of `ROW`: both ids,
the digests of both texts and the fingerprint of the row on file as the page knew them, then the row as the
person decided it. `verdict` is one of `VERDICTS`, or empty if the row only has a comment. The file comes from
outside, so everything in it is checked before it is used.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.decide import Alone
from crosswalk.ledger.signatures import day_fault
from crosswalk.model.relation import Basis, Group, Relation
from crosswalk.review.workbook_layout import EDITABLE, folded, rests_on
from crosswalk.review.workbook_reader import EditedRow, ReviewedWorkbook, without_doubles

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
    sheet = without_doubles(ReviewedWorkbook(about, len(head["rows"]), tuple(edits), tuple(refused)))
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
        folded(row["sentence"]),
        row["strength"],
        folded(row["note"]),
        row["comment"].strip(),
        where,
        frozenset(EDITABLE),
        row.get("basis", ""),
        row.get("group", ""),
    )
