"""Why a provision is not fully answered: one plain word, and a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from crosswalk.compare.residual import Residual
from crosswalk.model.alignment import Candidate, PartComparison, PartVerdict, ProvisionCoverage
from crosswalk.model.annotation import Part
from crosswalk.model.relation import Coverage, Relation
from crosswalk.relate.predict import Names, listed
from crosswalk.retrieve.calibration import LIKELY


class CoverageGap(StrEnum):
    """What keeps an answer from being a full one."""

    ABSENT = "no counterpart"
    SCOPE = "scope"
    POPULATION = "population"
    TIMING = "timing"
    FORMULA = "formula"
    LEVEL = "level"
    FORCE = "force"
    UNREAD = "unknown"


# Which part of a measure stands behind which reason, the weightiest first.
_BY_PART = (
    (Part.STATISTIC, CoverageGap.FORMULA),
    (Part.POPULATION, CoverageGap.POPULATION),
    (Part.TIMING, CoverageGap.TIMING),
    (Part.CONDITION, CoverageGap.FORMULA),
    (Part.EXCLUSIONS, CoverageGap.POPULATION),
    (Part.LEVEL, CoverageGap.LEVEL),
)
_OPEN = frozenset({Coverage.PARTLY, Coverage.NOT_FOUND, Coverage.CONTRARY})


Others = Callable[[str, str], str]
Over = Callable[[str, Sequence[Candidate]], Residual]
_NAMED = 3


def _nobody(_left: str, _right: str) -> str:
    return ""


def with_reasons(
    answers: Sequence[ProvisionCoverage],
    side: str,
    names: Names,
    judged: Sequence[Candidate],
    over: Over,
    people: Others = _nobody,
) -> tuple[ProvisionCoverage, ...]:
    """The same answers, each that is open with the reason why; `side` is the side that asks.

    `over` says what all counterparts of a provision together leave open, `people` of a left and a
    right id whom one of them leaves out, in a sentence, or nothing.
    """
    nearest: dict[str, dict[str, Candidate]] = {}
    for cand in judged:
        mine, theirs = (cand.left, cand.right) if side == "left" else (cand.right, cand.left)
        nearest.setdefault(mine, {})[theirs] = cand
    return tuple(
        replace(a, reason=_reason_text(reason_of(a, side, names, nearest.get(a.provision, {}), over, people)))
        if a.coverage in _OPEN
        else a
        for a in answers
    )


def _reason_text(reason: tuple[CoverageGap, str]) -> str:
    word, sentence = reason
    return f"{word.value.capitalize()}: {sentence}"


def reason_of(
    answer: ProvisionCoverage,
    side: str,
    names: Names,
    judged: Mapping[str, Candidate],
    over: Over,
    people: Others = _nobody,
) -> tuple[CoverageGap, str]:
    """The reason and its sentence; `judged` gives the judged pairs of the provision by counterpart."""
    asker, giver = (names.left, names.right) if side == "left" else (names.right, names.left)
    found = [judged[i] for i in answer.best if i in judged]
    if not found:
        if answer.best:
            return CoverageGap.SCOPE, f"what answers here was decided by people; {giver} answers a part."
        where = " in the part compared" if answer.elsewhere else ""
        likely = max((cand.confidence for cand in judged.values()), default=0.0)
        if likely >= LIKELY:
            return CoverageGap.ABSENT, _unread(giver, where, likely)
        return CoverageGap.ABSENT, f"nothing{where} of {giver} asks for this."
    best = found[0]
    if best.parts:
        return _of_measures(best.parts)
    said = best.prediction
    if said is not None and said.relation is Relation.CONTRARY:
        return CoverageGap.FORCE, f"{asker} and {giver} cannot both be followed: {_first(said.reasons)}"
    forced = [r for r in said.reasons if r.startswith("The force differs")] if said is not None else []
    if forced:
        return CoverageGap.FORCE, _lowered(forced[0])
    if said is not None and said.strength is None:
        return CoverageGap.LEVEL, f"{asker} and {giver} speak at different levels, a program and a system."
    others = people(best.left, best.right)
    if others:
        return CoverageGap.POPULATION, others
    return CoverageGap.SCOPE, _open(giver, over(answer.provision, found), len(found))


def _unread(giver: str, where: str, likely: float) -> str:
    """What is said where a counterpart is likely and no words of it were found to answer."""
    return (
        f"no words{where} of {giver} were found to ask for this, but one of those compared may well be its"
        f" counterpart (confidence {likely:.2f}): compare the two texts."
    )


def _open(giver: str, left: Residual, rows: int) -> str:
    """What is left over in a sentence: what nothing answers, else what is answered loosely."""
    if left.unanswered:
        more = len(left.unanswered) - _NAMED
        rest = f", and of {more} more" if more > 0 else ""
        return f"what answers it in {giver} does not speak of {listed(left.unanswered[:_NAMED])}{rest}."
    if left.loosely:
        said = [f"“{ours}” by “{theirs}”" for ours, theirs in left.loosely[:_NAMED]]
        return f"{giver} answers with words that are near and not the same: {'; '.join(said)}."
    if rows > 1:
        return f"{giver} meets every phrase of this in one place or another, and nowhere the whole of it."
    return f"{giver} asks for this in part, or for one kind of it."


def _of_measures(parts: Sequence[PartComparison]) -> tuple[CoverageGap, str]:
    by_part = {c.part: c for c in parts}
    for verdict in (PartVerdict.DIFFERS, PartVerdict.SILENT):
        for part, word in _BY_PART:
            if part in by_part and by_part[part].verdict is verdict:
                return word, _lowered(by_part[part].sentence)
    unknown = [c for c in parts if c.verdict is PartVerdict.UNKNOWN]
    if unknown:
        return CoverageGap.UNREAD, _lowered(unknown[0].sentence)
    return CoverageGap.SCOPE, "no part that could be compared differs, and the two are not the same measure."


def _first(reasons: Sequence[str]) -> str:
    return _ended(reasons[0]) if reasons else "one asks what the other denies."


def _ended(words: str) -> str:
    return words if words.endswith(".") else words + "."


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
