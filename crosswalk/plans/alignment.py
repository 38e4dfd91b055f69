"""Local plans beside one State plan: where each takes up the State's vision, goals and strategies.

WIOA 108(e)(3) lets the Governor refuse a local plan that is not aligned with the State plan; this is what a reviewer
reads before saying so. The program only finds passages; whether a plan is aligned is for a person to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crosswalk.errors import ConfigError
from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.findings import Place, place_in_plan
from crosswalk.plans.gaps import requirement_list
from crosswalk.plans.passages import PlanPassage, read_plan
from crosswalk.plans.requirements import Requirements, Unit
from crosswalk.plans.signals import word_likeness
from crosswalk.plans.strip import Own, plan_own_words
from crosswalk.plans.wordings import plan_stems
from crosswalk.report.table_file import TableFile
from crosswalk.workspace.workspace import Workspace

# Sections of the State plan collection that hold vision, goals and strategies.
_STRATEGY = ("II.b", "II.c")
# From this likeness, 0 to 2 (meaning and words), a passage takes up a statement; from the lower one it is close.
TAKEN_UP, CLOSE = 0.75, 0.55
# A passage that adds fewer words than this to the State's own only repeats them.
_LEAST = 3
# At most this many sentences of one passage are followed into the local plans.
_STATEMENTS = 6
# A sentence of fewer words states nothing that can be followed.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class StrategySentence:
    """One sentence of the State plan's vision, goals or strategies, and the unit that it answers."""

    unit: Unit
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Echo:
    """The passage of a local plan that is most like a statement: `taken up`, `repeated`, `close` or `not found`."""

    finding: str
    place: Place
    likeness: float


@dataclass(frozen=True, slots=True)
class StateAlignment:
    """The statements of a State plan and, for each local plan by file name, one echo a statement."""

    statements: tuple[StrategySentence, ...]
    local: dict[str, tuple[Echo, ...]]


def align(
    space: Workspace,
    ref: str,
    state: Sequence[Path],
    local: Sequence[Path],
    progress: Callable[[str], None] = lambda _: None,
) -> StateAlignment:
    """Read a State plan and several local plans; each local plan is one file."""
    requirements = requirement_list(space, ref)
    statements = _statements(requirements, read_plan(state, progress), progress)
    if not statements:
        raise ConfigError(
            f"No vision, goal or strategy of {requirements.corpus.source.title} was found in"
            f" {', '.join(path.name for path in state)}; name the State plan with --plan and its list as ID.",
            code="XW-613",
        )
    found = {path.name: _echoes(statements, read_plan([path], progress)) for path in local}
    progress("")
    if len(found) < len(local):
        raise ConfigError("Two local plans have the same file name; rename one.", code="XW-603")
    return StateAlignment(statements, found)


def _statements(
    requirements: Requirements, passages: Sequence[PlanPassage], progress: Callable[[str], None]
) -> tuple[StrategySentence, ...]:
    """The sentences with which the State plan answers the units on vision, goals and strategies."""
    found: dict[str, StrategySentence] = {}
    for one in assess(requirements, passages, encode, progress).findings:
        if not (one.state.found and one.unit.section.startswith(_STRATEGY)):
            continue
        sentences = [(words, place) for place in one.places for words in _sentences(passages, place)]
        for words, place in sentences[:_STATEMENTS]:
            found.setdefault(words, StrategySentence(one.unit, words, place))
    return tuple(found.values())


def _sentences(passages: Sequence[PlanPassage], place: Place) -> list[str]:
    for one in passages:
        if one.file == place.file and place.words in one.words:
            own = one.sentences[1:] if one.kind == "table" else one.sentences
            return [words for words in own if len(words.split()) >= _SHORTEST and words in place.words]
    return []


def _echoes(statements: Sequence[StrategySentence], passages: Sequence[PlanPassage]) -> tuple[Echo, ...]:
    owns = [own for own in plan_own_words(passages, ()) if own.sentences]
    said = [own.text for own in owns]
    asked = [one.words for one in statements]
    likeness = np.round(encode(asked) @ encode(said).T + word_likeness(asked, said), 4)
    best = likeness.argmax(axis=1)
    return tuple(
        _echo(one, owns[at], float(row[at])) for one, row, at in zip(statements, likeness, best, strict=True)
    )


def _echo(statement: StrategySentence, own: Own, likeness: float) -> Echo:
    passage = own.passage
    place = Place(passage.file, passage.page, passage.heading, passage.quoted, likeness)
    if likeness < CLOSE:
        return Echo("not found", place, likeness)
    if likeness < TAKEN_UP:
        return Echo("close", place, likeness)
    repeated = len(set(plan_stems(own.text)) - set(plan_stems(statement.words))) < _LEAST
    return Echo("repeated" if repeated else "taken up", place, likeness)


def alignment_table(found: StateAlignment) -> TableFile:
    """One row a statement of the State plan, three columns a local plan."""
    heads = ["requirement", "the State plan says", "where"]
    for name in found.local:
        heads += [f"{name}: finding", f"{name}: words", f"{name}: where"]
    rows = tuple(
        (
            f"{one.unit.id} {one.unit.name}",
            one.words,
            place_in_plan(one.place),
            *(cell for echoes in found.local.values() for cell in _cells(echoes[at])),
        )
        for at, one in enumerate(found.statements)
    )
    return TableFile("Local plans beside the State plan", tuple(alignment_notes(found)), tuple(heads), rows)


def _cells(echo: Echo) -> tuple[str, str, str]:
    words = echo.place.words if echo.finding != "not found" else f"Closest: {echo.place.words}"
    return echo.finding, words, place_in_plan(echo.place)


def alignment_notes(found: StateAlignment) -> list[str]:
    """What the table is for, and the counts of each local plan."""
    total = len(found.statements)
    counts = []
    for name, echoes in found.local.items():
        kinds = ("taken up", "repeated", "close", "not found")
        told = ", ".join(f"{kind} {sum(one.finding == kind for one in echoes)} of {total}" for kind in kinds)
        counts.append(f"{name}: {told}.")
    return [
        "The Governor may refuse a local plan that is not aligned with the State plan (WIOA 108(e)(3), 20 CFR 679.570).",
        (
            "Each row is a sentence of the State plan's vision, goals or strategies, with the passage of each local plan that"
            " is most like it. Repeated means that the passage adds nothing to the State's words. The program finds"
            " passages; a person must say whether the plan is aligned."
        ),
        *counts,
    ]
