"""Several provisions that people confirmed as answering one together, and whether they do so fully."""

from collections.abc import Collection, Iterable, Sequence

from crosswalk.model.evidence import Alignment, Span
from crosswalk.model.relation import Group, Relation, Status
from crosswalk.model.sidebyside import Row

# What a group leaves open of what is asked, by length of the phrases, and still answers it: as little as two
# texts may have left over that ask for the same.
OPEN = 0.25
_SHARED = {"left": Group.SPLIT, "right": Group.CONSOLIDATED}
_NO_ANSWER = frozenset({Relation.NONE, Relation.CONTRARY})


def group_of(side: str, prov_id: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that people confirmed as meant together for one provision; `side` is the one it stands on."""
    return tuple(
        row
        for row in rows
        if row.decided
        and row.status is Status.CONFIRMED
        and row.decided.group is _SHARED[side]
        and row.relation not in _NO_ANSWER
        and (row.left if side == "left" else row.right) == prov_id
    )


def answers_together(
    side: str, prov_id: str, rows: Iterable[Row], checked: Collection[str] | None = None
) -> bool:
    """Whether two or more rows, confirmed as a group, leave next to nothing open of one provision.

    What one of them answers need not be answered by the others. A pair that was never read side by
    side, or read as two measures part by part, answers nothing that could be shown so. With `checked`
    only these counterparts count.
    """
    group = [
        row
        for row in group_of(side, prov_id, rows)
        if checked is None or (row.right if side == "left" else row.left) in checked
    ]
    found = [row.candidate.alignment for row in group if row.candidate and not row.candidate.parts]
    return len(group) > 1 and bool(found) and _open_share(side, found) <= OPEN


def _open_share(side: str, found: Sequence[Alignment]) -> float:
    """How much of what is asked none of the alignments answers, 0..1."""
    asked: set[int] = set()
    left_open: set[int] | None = None
    for one in found:
        mine = one.left_only if side == "left" else one.right_only
        met = [span for m in one.matches for span in (m.left if side == "left" else m.right)]
        over = _places(mine) - _places(met)
        asked |= _places(met) | over
        left_open = over if left_open is None else left_open & over
    return len(left_open or ()) / len(asked) if asked else 1.0


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
