"""List the editions of every document by date, and what each changed."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswalk.editions.amendments import LAW, read_amendments
from crosswalk.language.phrasing import listed
from crosswalk.model.change import Weight
from crosswalk.report.words import count, date_words
from crosswalk.services.compare_editions import EditionText, changes_between
from crosswalk.workspace.config import SourceEntry
from crosswalk.workspace.workspace import Workspace

_REAL = frozenset({Weight.SUBSTANCE, Weight.EDITORIAL})


@dataclass(frozen=True, slots=True)
class EditionStep:
    """The step from one edition of a document to the next.

    `changes` counts the real changes by kind (reworded, added, removed and so on), without new marks and faults of a
    copy; `laws` names the acts that amended the text in between, each with the day from which it is in force, where
    a table of amendments lists them.
    """

    corpus: str
    title: str
    kind: str
    earlier: str
    later: str
    changes: Mapping[str, int]
    laws: tuple[str, ...] = ()


def timeline(space: Workspace) -> tuple[EditionStep, ...]:
    """Every step between two editions next to each other, of all documents that have several, by the later date."""
    steps = []
    for corpus_id in dict.fromkeys(entry.id for entry in space.sources):
        editions = sorted((one for one in space.sources if one.id == corpus_id), key=lambda one: one.as_of)
        steps += [_step(space, old, new) for old, new in itertools.pairwise(editions)]
    return tuple(sorted(steps, key=lambda step: (step.later, step.corpus)))


def timeline_lines(steps: Sequence[EditionStep]) -> list[str]:
    """The timeline for a terminal: one line a step, and one for each act behind it."""
    lines = []
    for step in steps:
        counted = listed([f"{number} {kind}" for kind, number in step.changes.items()]) or "no change"
        dates = f"{date_words(step.earlier)} to {date_words(step.later)}"
        lines += [f"{step.corpus}  {dates}: {counted}", *(f"  {law}" for law in step.laws)]
    return [
        *lines,
        f"{count(len(steps), 'step')} between editions. `crosswalk changes ID` lists the changes of one.",
    ]


def _step(space: Workspace, old: SourceEntry, new: SourceEntry) -> EditionStep:
    both = (EditionText(space.corpus(one.id, one.as_of), one) for one in (old, new))
    changes = changes_between(space, *both)
    counted = Counter(change.kind.value for change in changes if change.weight in _REAL)
    return EditionStep(
        new.id, new.title, new.kind, old.as_of, new.as_of, dict(sorted(counted.items())), _laws(space, new)
    )


def _laws(space: Workspace, entry: SourceEntry) -> tuple[str, ...]:
    """The acts behind the changes of an edition that is its base with a table of amendments applied."""
    path = space.corpora / entry.id / "amendments.tsv"
    if not entry.base or not path.is_file():
        return ()
    listed = [f"{one.by}, in force {one.in_force}" for one in read_amendments(path) if one.kind == LAW]
    return tuple(dict.fromkeys(listed))
