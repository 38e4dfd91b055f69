"""Compare two versions of a mapping set, and determine how its version number must change."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from enum import StrEnum

from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import PUBLISHED

_SEEN = ("relation", "strength", "confidence", "status", "sentence", "basis", "comment", "reviewer")
_NAMES = {"sentence": "rationale", "basis": "kind of rationale", "comment": "note"}


class Step(StrEnum):
    """Which part of a version number changes (NIST IR 8278A, the rule for informative references)."""

    NONE = "none"
    ADMINISTRATIVE = "administrative"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One pair before and after; `fields` maps each changed field to both values in words."""

    before: Mapping | None
    after: Mapping | None
    fields: Map[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, left first."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - a difference has at least one side
        return row.pair


@dataclass(frozen=True, slots=True)
class SetDiff:
    """Rows added, removed and changed between two states of a mapping set, in the order of the pairs."""

    added: tuple[RowDiff, ...] = ()
    removed: tuple[RowDiff, ...] = ()
    changed: tuple[RowDiff, ...] = ()
    unchanged: int = 0
    step: Step = Step.NONE


def compare_sets(before: MappingSet, after: MappingSet) -> SetDiff:
    """Find every row that was added, removed or changed; superseded rows are history and are not compared."""
    old, new = before.current, after.current
    added = tuple(RowDiff(None, new[pair]) for pair in sorted(new.keys() - old.keys()))
    removed = tuple(RowDiff(old[pair], None) for pair in sorted(old.keys() - new.keys()))
    both = [_row(old[pair], new[pair]) for pair in sorted(old.keys() & new.keys())]
    changed = tuple(row for row in both if row.fields)
    editions = (before.left_version, before.right_version) != (after.left_version, after.right_version)
    step = _step(added, removed, changed, editions=editions)
    return SetDiff(added, removed, changed, len(both) - len(changed), step)


def _row(before: Mapping, after: Mapping) -> RowDiff:
    fields = {
        _NAMES.get(name, name): (_cell_text(getattr(before, name)), _cell_text(getattr(after, name)))
        for name in _SEEN
        if getattr(before, name) != getattr(after, name)
    }
    return RowDiff(before, after, fields)


def _cell_text(value: object) -> str:
    return "" if value is None else str(value)


def _step(
    added: tuple[RowDiff, ...], removed: tuple[RowDiff, ...], changed: tuple[RowDiff, ...], *, editions: bool
) -> Step:
    """Major: a published relation changed or was removed; minor: one was added; administrative: all else."""
    if any(_published(row.before) for row in removed) or any(_broken(row) for row in changed):
        return Step.MAJOR
    if any(_published(row.after) for row in (*added, *changed) if not _published(row.before)):
        return Step.MINOR
    return Step.ADMINISTRATIVE if added or removed or changed or editions else Step.NONE


def _published(row: Mapping | None) -> bool:
    return row is not None and row.status in PUBLISHED


def _broken(row: RowDiff) -> bool:
    if not _published(row.before):
        return False
    return "relation" in row.fields or not _published(row.after)
