"""Rows that rest on a provision which is gone, or no longer compared, closed by a person."""

from crosswalk.config import SideEntry
from crosswalk.decisions import find_crosswalk
from crosswalk.errors import LedgerError
from crosswalk.ledger.close import Closing, close
from crosswalk.ledger.undo import Taken
from crosswalk.workspace import Workspace

# The verdict by which a row is closed.
CLOSED = "closed"


def closing_as_said(pair: tuple[str, str], by: str, date: str, why: str) -> Closing:
    """A closing from plain words; a lone `-` stands for no provision."""
    left, right = ("" if side == "-" else side for side in pair)
    return Closing(left, right, " ".join(by.split()), date, why)


def close_row(space: Workspace, crosswalk: str, closing: Closing) -> Taken:
    """Close a row of a crosswalk.

    Raises a `LedgerError` (XW-437) where both its provisions are still compared, so that it can be decided.
    """
    entry = find_crosswalk(space, crosswalk)
    sides = ((closing.left, entry.left), (closing.right, entry.right))
    if all(not prov_id or _is_compared(space, side, prov_id) for prov_id, side in sides):
        raise LedgerError(
            f"The row on {closing.left or 'no provision'} and {closing.right or 'no provision'} is not closed: what"
            " it rests on is still compared; confirm, correct or reject it.",
            code="XW-437",
        )
    path = space.mapping_file(crosswalk)
    if not path.is_file():
        raise LedgerError(f"There is no {path}, so no row of {crosswalk} can be closed.", code="XW-436")
    return close(path, closing)


def _is_compared(space: Workspace, side: SideEntry, prov_id: str) -> bool:
    whole = space.corpus(side.corpus, side.as_of)
    if prov_id not in whole:
        return False
    line = {prov_id, *(above.id for above in whole.ancestors(prov_id))}
    return not side.include or any(
        prov_id.startswith(name[:-1]) if name.endswith("*") else name in line for name in side.include
    )
