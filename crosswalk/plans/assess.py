"""Where a plan answers each requirement, and how far: met, partly, or only in words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosswalk.plans.findings import (
    Assessment,
    Finding,
    Place,
    UnitState,
    met_reason,
    needs_reason,
    not_found_reason,
    of_another_plan,
    off_the_point,
    only_reason,
    partly_reason,
)
from crosswalk.plans.passages import PlanPassage
from crosswalk.plans.requirements import Half, Requirements, Unit
from crosswalk.plans.signals import (
    FOUND,
    Encoder,
    Matrix,
    answers_the_list,
    logit,
    margins_of,
    missing_halves,
    signals_of,
    with_left_over,
)
from crosswalk.plans.stance import (
    Numbers,
    Reading,
    Stance,
    is_weighed,
    known_of,
    names_matter,
    negated_half,
    odds_of,
    read_sentence,
    ruling_sentence,
    table_stance,
    weighed_stance,
)
from crosswalk.plans.strip import Headings, Own, plan_own_words, sentences_of, titles_of
from crosswalk.plans.wordings import plan_stems

# An answer counts beside a passage that fits better only if its chance is lower by at most this.
NEAR = 0.45
# A further place counts only if no other requirement fits it better by more than this many logits.
BEHIND = 1.5
# A passage that another requirement fits better by more than `FAR` logits counts only with a chance of `SURE`.
FAR, SURE = 1.5, 0.6
# One that fits this requirement better than all others by `ALONE` logits counts with a chance of `FAINT`.
ALONE, FAINT = 2.0, 0.08
# An answer with at least this chance that fits no other requirement better outweighs a sentence that only repeats the
# requirement.
LIKELY = 0.5
# In a text that answers few of the requirements a passage counts only from this chance on.
OUTSIDE = 0.39
# A sentence of a passage that answers others answers a requirement only if it is ahead of all others by so many logits.
APART = 6.0
# Words only that another requirement fits better by more than `AWAY` logits are said of that one. Those whose chance is
# lower by at most `ALIKE` outweigh an answer elsewhere if they fit this requirement alone better by `HOME` logits.
AWAY, ALIKE, HOME = 5.0, 0.05, 5.0
# The most places that a finding names.
_PLACES = 4
# How many passages are weighed for each requirement.
_LOOKED_AT = 12


_STATES = {
    Stance.RESTATES: UnitState.RESTATES,
    Stance.PROMISES: UnitState.PROMISES,
    Stance.DENIES: UnitState.DENIES,
    Stance.REFUSES: UnitState.DENIES,
    Stance.POINTS: UnitState.ELSEWHERE,
}
# Words that are no answer wherever the answer may stand.
_EMPTY = frozenset(_STATES) - {Stance.POINTS}


@dataclass(frozen=True, slots=True)
class _Row:
    """For one unit: the chance of each passage, and its margin over the other units, see `margins_of`.

    `others` holds for each passage the stems of the requirement that it fits best, where that is another one:
    a passage that parrots one requirement answers none. `odds` holds for each passage what its meaning says of it, see
    `odds_of`.
    """

    chance: Matrix
    margin: Matrix
    others: Sequence[frozenset[str]]
    odds: Numbers


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage for one unit: how likely it deals with it, and what it does, sentence by sentence.

    `margin` is how far, in logits, the unit is before all others for this passage; negative behind the first.
    """

    own: Own
    chance: float
    margin: float
    readings: tuple[Reading, ...]
    stance: Stance
    ruling: Reading | None

    @property
    def fit(self) -> float:
        """How well the passage fits, in logits: less where another requirement fits it better."""
        return float(logit(np.array(self.chance))) + min(self.margin, 0.0)


def assess(
    requirements: Requirements,
    passages: Sequence[PlanPassage],
    encode: Encoder,
    progress: Callable[[str], None] = lambda _: None,
) -> Assessment:
    """Read a plan's passages against every unit of a requirement list.

    `encode` gives a row of length one for each text; `progress` is told what is being done.
    """
    progress("Setting aside prompts, contents and quoted law")
    owns = plan_own_words(passages, requirements.prompts)
    kept = [own for own in owns if own.sentences]
    progress(f"Comparing {len(kept):,} passages with {len(requirements.units)} requirements")
    chance = (
        with_left_over(signals_of(requirements.units, kept, encode).chance, requirements.units, kept)
        if kept
        else np.zeros((len(requirements.units), 0), np.float32)
    )
    places = Headings(tuple(passages), tuple(kept))
    known = known_of(requirements)
    whole = answers_the_list(chance)
    # In a text that answers few requirements, a passage that fits one alone may be about something else.
    if not whole:
        chance = np.where(chance >= OUTSIDE, chance, 0.0)
    rows = _rows(requirements.units, kept, chance, known, encode)
    if not whole:
        rows = tuple(replace(row, margin=np.minimum(row.margin, 0.0)) for row in rows)
    findings = [
        _finding(unit, kept, row, known[unit.id], places)
        for unit, row in zip(requirements.units, rows, strict=True)
    ]
    silent = [
        at
        for at, one in enumerate(findings)
        if one.state is UnitState.NOT_FOUND and one.closest and not one.unit.answers.optional
    ]
    apart = sentences_of(kept) if whole and silent else ()
    if apart:
        progress(
            f"Comparing {len(apart):,} sentences with {len(silent)} requirements that no passage answers"
        )
        rows = _rows(
            requirements.units,
            apart,
            signals_of(requirements.units, apart, encode).chance,
            known,
            encode,
            chance,
        )
        for at in silent:
            unit, row = requirements.units[at], rows[at]
            alone = replace(
                row, chance=np.where(row.margin >= APART, row.chance, 0.0), margin=np.zeros_like(row.margin)
            )
            found = _finding(unit, apart, alone, known[unit.id], Headings(tuple(passages), apart))
            if found.state is not UnitState.NOT_FOUND:
                findings[at] = replace(found, searched=len(kept))
    titles = titles_of(passages)
    findings = [_without_titles(one, titles) for one in findings]
    dropped = dict(Counter(own.dropped for own in owns if own.dropped))
    return Assessment(
        requirements, tuple(dict.fromkeys(one.file for one in passages)), tuple(findings), len(kept), dropped
    )


def _rows(
    units: Sequence[Unit],
    owns: Sequence[Own],
    chance: Matrix,
    known: Mapping[str, frozenset[str]],
    encode: Encoder,
    beside: Matrix | None = None,
) -> tuple[_Row, ...]:
    """One row for each unit; `known` holds the stems of each unit's own words, `beside` the chances of other passages."""
    both = chance if beside is None else np.hstack([chance, beside])
    margins = margins_of(both)[:, : chance.shape[1]]
    others = [known[units[at].id] for at in chance.argmax(axis=0)]
    # What fits no requirement is not weighed.
    near = [bool((column >= FAINT).any()) for column in chance.T]
    odds = odds_of([own.text if one else "" for own, one in zip(owns, near, strict=True)], encode)
    return tuple(_Row(row, margin, others, odds) for row, margin in zip(chance, margins, strict=True))


def _finding(unit: Unit, owns: Sequence[Own], row: _Row, known: frozenset[str], places: Headings) -> Finding:
    order = np.argsort(-row.chance, kind="stable")[:_LOOKED_AT]
    looked = [_candidate(unit, owns[at], row, at, known | row.others[at]) for at in order]
    found = [one for one in looked if _deals(one)]
    closest = _place(looked[0]) if looked else None
    if why := of_another_plan(unit, places.passages):
        return Finding(unit, UnitState.NOT_FOUND, "", why, (), None, len(owns))
    if unit.answers.needs or not found:
        why = needs_reason(unit) if unit.answers.needs else not_found_reason(unit, len(owns))
        return Finding(unit, UnitState.NOT_FOUND, "", why, (), closest, len(owns))
    found = _followed(unit, found, row, known, places)
    answers = [one for one in found if one.stance is Stance.ANSWERS]
    top = max(found, key=lambda one: one.fit)
    home = bool(answers) and any(_at_home(one, answers[0]) for one in found)
    if answers and not home and answers[0].chance >= top.chance - NEAR and not _overruled(top, answers[0]):
        return _answered(unit, answers, found, places, len(owns))
    return _unanswered(unit, found, places, closest, len(owns))


def _deals(one: _Candidate) -> bool:
    """Whether a passage counts as dealing with the requirement at all."""
    if one.margin >= ALONE:
        return one.chance >= FAINT
    return one.chance >= FOUND and (one.margin >= -FAR or one.chance >= SURE)


def _overruled(top: _Candidate, answer: _Candidate) -> bool:
    """Whether a clear refusal, promise or repetition in a better place outweighs a weaker answer."""
    if top.stance in {Stance.ANSWERS, Stance.BACKGROUND}:
        return False
    # Words only that are said of another requirement outweigh no likely answer.
    if top.margin < 0.0 and answer.chance >= SURE:
        return False
    behind = answer.fit < top.fit - BEHIND
    # A pointer that names no place in the plan leads out of it.
    ends = {
        Stance.DENIES,
        Stance.PROMISES,
        *([Stance.POINTS] if top.ruling and not top.ruling.target else ()),
    }
    if top.stance in ends and behind and answer.own.passage.kind != "table":
        return True
    weak = answer.chance < 0.75 * top.chance
    if weak and top.stance is Stance.RESTATES and answer.margin >= 0.0:
        return answer.chance < LIKELY
    return weak or (answer.margin < 0.0 and (behind or top.margin >= ALONE))


def _at_home(words: _Candidate, answer: _Candidate) -> bool:
    """Whether words only stand under the heading where this requirement alone is dealt with, the answer where another is."""
    return (
        words.stance in _EMPTY
        and words.own.passage.heading != answer.own.passage.heading
        and words.chance >= answer.chance - ALIKE
        and words.margin >= max(ALONE, answer.margin + HOME)
    )


def _answered(
    unit: Unit, answers: Sequence[_Candidate], found: Sequence[_Candidate], places: Headings, searched: int
) -> Finding:
    best = [
        answers[0],
        *(one for one in answers[1:] if one.margin >= -BEHIND and one.chance >= answers[0].chance - NEAR),
    ][:_PLACES]
    missing = _missing(unit, best)
    telling = [one for one in found if one.stance in _STATES and one.margin >= -BEHIND]
    if unit.answers.halves and len(missing) == len(unit.answers.halves) and telling:
        return _unanswered(unit, telling, places, _place(best[0]), searched)
    spots = tuple(_place(one) for one in best)
    if missing and len(missing) < len(unit.answers.halves):
        half = " and ".join(half.name for half in missing)
        said = partly_reason(
            half, negated_half(missing, [reading for one in found for reading in one.readings])
        )
        return Finding(unit, UnitState.PARTLY, half, said, spots, None, searched)
    return Finding(
        unit,
        UnitState.MET,
        "",
        met_reason(
            unit, best[0].own.passage, best[0].ruling.sentence if best[0].ruling else best[0].own.text
        ),
        spots,
        None,
        searched,
    )


def _unanswered(
    unit: Unit, found: Sequence[_Candidate], places: Headings, closest: Place | None, searched: int
) -> Finding:
    telling = [one for one in found if one.stance in _STATES and one.margin >= -AWAY]
    if not telling:
        return Finding(unit, UnitState.NOT_FOUND, "", off_the_point(), (), closest, searched)
    best = telling[0]
    state = _STATES[best.stance]
    ruling = best.ruling
    dead = ruling is not None and bool(ruling.target) and not places.stands(ruling.target)
    said = only_reason(unit, state, ruling, dead=dead)
    spots = tuple(_place(one) for one in telling if one.stance is best.stance)[:2]
    return Finding(unit, state, "", said, spots, closest, searched)


def _candidate(unit: Unit, own: Own, row: _Row, at: int, known: frozenset[str]) -> _Candidate:
    chance, margin = float(row.chance[at]), float(row.margin[at])
    given = known.union(plan_stems(own.passage.title))
    readings = tuple(read_sentence(sentence, unit, given) for sentence in own.sentences)
    if own.passage.kind == "table":
        # The columns of a table may answer a requirement each.
        named = bool(unit.answers.signs) and names_matter(unit, own.sentences[0])
        margin = max(margin, 0.0) if named or chance >= 2 * FOUND else margin
        return _Candidate(
            own, chance, margin, readings, table_stance(unit, readings), readings[0] if readings else None
        )
    ruling = next((one for one in readings if one.stance is Stance.REFUSES), None) or ruling_sentence(
        unit, readings
    )
    if ruling and is_weighed(unit, own):
        ruling = weighed_stance(ruling, readings, row.odds[at], own.text, known, future=unit.answers.future)
    return _Candidate(own, chance, margin, readings, ruling.stance if ruling else Stance.BACKGROUND, ruling)


def _followed(
    unit: Unit, found: list[_Candidate], row: _Row, known: frozenset[str], places: Headings
) -> list[_Candidate]:
    """The passages found, with the answers that pointers lead to inside the plan."""
    more = []
    for one in found:
        if one.stance is Stance.POINTS and one.ruling is not None and one.ruling.target:
            for own, at in places.below(one.ruling.target):
                chance = float(row.chance[at])
                led = replace(
                    _candidate(unit, own, row, at, known), chance=max(chance, one.chance), margin=0.0
                )
                if chance >= FOUND / 3 and led.stance is Stance.ANSWERS:
                    more.append(led)
    seen = {id(one.own) for one in more}
    merged = more + [one for one in found if id(one.own) not in seen]
    return sorted(merged, key=lambda one: (-one.fit, one.own.passage.order))


def _missing(unit: Unit, answers: Sequence[_Candidate]) -> tuple[Half, ...]:
    """The halves for which no sentence of the answers has a sign, those left out that deny, promise or point elsewhere."""
    stances = {Stance.ANSWERS, Stance.BACKGROUND, Stance.RESTATES}
    # What is said of another requirement in a further place is no half of this one.
    mine = [answers[0], *(one for one in answers[1:] if one.margin >= 0.0)]
    said = [
        one.sentence
        for at in mine
        for one in at.readings
        if one.stance in stances or at.own.passage.kind == "table"
    ]
    beside = [sentence for answer in mine for sentence in answer.own.beside]
    return missing_halves(unit.answers.halves, " ".join([*said, *beside]))


def _place(one: _Candidate) -> Place:
    at = one.own.passage
    return Place(at.file, at.page, at.heading, one.own.quoted, one.chance)


def _without_titles(finding: Finding, titles: Mapping[str, str]) -> Finding:
    """A finding whose places do not repeat the title of their file before the headings inside it."""

    def inside(place: Place) -> Place:
        path = place.heading
        return (
            replace(place, heading=path[1:]) if len(path) > 1 and path[0] == titles.get(place.file) else place
        )

    closest = inside(finding.closest) if finding.closest else None
    return replace(finding, places=tuple(map(inside, finding.places)), closest=closest)
