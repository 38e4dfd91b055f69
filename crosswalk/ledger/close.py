"""Closing a row whose provision has gone: a person says so and why, and nothing of the row is lost."""

from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import is_program, programs, standing
from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.history import LedgerChange, with_note
from crosswalk.ledger.person_names import name_fault
from crosswalk.ledger.row import is_day
from crosswalk.ledger.sssom import format_mappings, in_order, read_mappings
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Status


@dataclass(frozen=True, slots=True)
class Closing:
    """Which pair is closed, by whom, on which day (ISO), and the sentence that says why."""

    left: str
    right: str
    by: str
    date: str
    why: str


def close(path: Path, closing: Closing) -> LedgerChange:
    """Close the standing row of a pair in a mapping file.

    The row stays as it was, as `superseded`; a second one beside it, superseded too, holds who closed it,
    when and why. Raises `LedgerError` (XW-436) where there is nothing to close or something is missing;
    the file is then as it was.
    """
    pair = (closing.left, closing.right)
    with locked(path):
        mappings = read_mappings(path)
        live = standing(mappings, pair)
        if live is None:
            raise _no(closing, f"no row on it is in {path}; look for the pair there")
        _refuse(closing, mappings)
        past = replace(live, status=Status.SUPERSEDED, was=live.was or live.status)
        row = _closed(live, closing)
        kept = tuple(mapping for mapping in mappings if mapping is not live)
        after = in_order(replace(mappings, mappings=(*kept, past, row)))
        taken = LedgerChange(row, (live,), (past, row))
        note = with_note(path, replace(mappings, mappings=()), closing.by, taken)
        replace_locked(path, format_mappings(after, all_columns=True).encode(), note)
    return taken


def _closed(live: Mapping, closing: Closing) -> Mapping:
    said = " ".join(f"{live.comment} Closed: {closing.why}".split())
    return replace(
        live,
        status=Status.SUPERSEDED,
        was=Status.LOOK_AGAIN,
        reviewer=closing.by,
        review_date=closing.date,
        agreement=None,
        comment=said,
    )


def _refuse(closing: Closing, mappings: MappingSet) -> None:
    if not closing.by.strip() or "|" in closing.by:
        raise _no(closing, "that needs the name of the person, without a bar")
    if fault := name_fault(closing.by):
        raise _no(closing, fault)
    if is_program(closing.by, programs([mappings])):
        raise _no(closing, f"{closing.by} is a program, and only people decide; give a person's name")
    if not closing.why.strip():
        raise _no(closing, "there is no sentence that says why; give one with --why")
    if not is_day(closing.date):
        raise _no(closing, f"the day {closing.date or '(empty)'} is not written as 2026-11-22")


def _no(closing: Closing, why: str) -> LedgerError:
    left, right = closing.left or "no provision", closing.right or "no provision"
    return LedgerError(f"The row on {left} and {right} is not closed: {why}.", code="XW-436")
