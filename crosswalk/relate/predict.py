"""Predict the relation of two provisions from their aligned units, and of two measures from their parts.

Weights are those of `Differences`: a content word weighs up to `WORD_WEIGHT`, a concept of
the field up to 1. Shares are those of `Alignment`: how much of one side's requirements the other answers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language import phrasing
from crosswalk.language.thesaurus import stems
from crosswalk.model.alignment import Alignment, MatchType, PartComparison, PartVerdict, RelationPrediction
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.differences import NOTHING, Differences
from crosswalk.relate.tally import ONE

# The confidence if the words are the same, and if two measures were compared part by part: all 14 such pairs for
# tuning were right.
REPEATED, MEASURED = 0.99, 0.94
# The least share of one side that the other must answer.
SOME = 0.2
# The least weight of what the two share: a generic word in a short text is not enough.
SHARED = 0.28
# Two long passages overlap if what they share weighs this much, even if it is a small share of each.
PLENTY = 1.2
# Contrary texts must be alike except for what they deny: shares of the better and the worse answered side, and the share denied.
ALIKE, AGAINST = ((0.6, 0.35), (0.9, 0.15)), 0.15
# The least share of the act that the other side must answer; a shared addressee is not enough.
DONE = 0.28
# The same if no lexicon term is among what they share.
NAMED, DONE_IN_WORDS = 0.4, 0.42
# The same if neither act is answered, unless the two share a whole concept.
OTHERWISE, FULL = 0.7, 1.0
# The most that one text may add to all the words of the other and still be equal.
ADDED = 0.13
# The most that equal texts may leave unanswered, on one side or on both, and the share for long texts.
SLACK, SLACK_BOTH, LONG = 0.3, 0.5, 0.085
# The same share if both texts require many things.
LONGER = 0.12
# The most that the smaller side may add and still be a subset.
LEAST = 0.28
# The most shared phrases that a sentence names.
QUOTED = 4
# Kinds of provision at different levels: strength has no meaning between them.
_SYSTEM, _PROGRAM = frozenset({"criterion", "indicators"}), frozenset({"definition", "feature", "function"})


@dataclass(frozen=True, slots=True)
class Names:
    """What the two sides are called in a sentence, such as `WIOA` and `the Alliance`."""

    left: str
    right: str


def predict_relation(
    left: Provision,
    right: Provision,
    alignment: Alignment,
    names: Names,
    parts: Sequence[PartComparison] = (),
    *,
    one_measure: bool = False,
    seen: Differences = NOTHING,
) -> RelationPrediction:
    """The relation of `left` to `right`, with a sentence.

    Args:
        left: the provision that the relation is read from.
        right: the other provision.
        alignment: the matched phrases of the two.
        names: the names of the two sides.
        parts: the compared parts of two measures; they alone then decide.
        one_measure: whether only one is a measure; then neither can contain the other.
        seen: what each requires beyond the other, and whether they conflict.
    """
    if parts:
        return relate_measures(parts, names, (left.id, right.id))
    if _folded(left.text) == _folded(right.text):
        relation, sure = Relation.EQUAL, REPEATED
    else:
        relation = decide(alignment, seen)
        sure = confidence(relation, alignment, seen)
        if one_measure and relation in {Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET}:
            relation = Relation.INTERSECTS
    same_words = all(m.how is MatchType.SAME and not m.concept for m in alignment.matches)
    return RelationPrediction(
        relation,
        Basis.SYNTACTIC if same_words else Basis.SEMANTIC,
        sentence(relation, alignment, names, left, right),
        strength(relation, alignment, left, right),
        relation_test(relation, names),
        confidence=sure,
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;,")


def strength(relation: Relation, alignment: Alignment, left: Provision, right: Provision) -> int | None:
    """How much the two share, 0..10 (NIST IR 8278A: 10 equal, 0 none); None across levels."""
    kinds = {left.kind, right.kind}
    if kinds & _SYSTEM and kinds & _PROGRAM:
        return None
    if relation is Relation.EQUAL:
        return 10
    if relation is Relation.NONE:
        return 0
    return min(9, max(1, round(10 * (alignment.left_share + alignment.right_share) / 2)))


def sentence(
    relation: Relation, alignment: Alignment, names: Names, left: Provision, right: Provision
) -> str:
    """The plain sentence of a relation, for pairs that were not read as frames; quoted words are in both texts."""
    one, two = names.left, names.right
    said = {
        Relation.EQUAL: "Both ask for the same thing.",
        Relation.CONTRARY: f"{one} and {two} cannot both be followed as written.",
        Relation.SUBSET: f"What {one} asks here is part of what {two} asks.",
        Relation.SUPERSET: f"{one} asks for what {two} asks here, and more.",
        Relation.INTERSECTS: _shared(alignment, left, right),
        Relation.NONE: f"Nothing in this passage of {two} asks for what {one} asks here.",
    }
    return phrasing.capital(said.get(relation, f"{one} {relation.word.lower()} {two} here."))


def _shared(alignment: Alignment, left: Provision, right: Provision) -> str:
    """The phrases that both texts have."""
    found: dict[str, str] = {}
    for match in alignment.matches:
        theirs = {stems(span.of(right.text)) for span in match.right}
        for span in match.left:
            if (key := stems(span.of(left.text))) in theirs:
                found.setdefault(key, span.of(left.text))
    return (
        f"Both speak of {listed([*found.values()][:QUOTED])}." if found else "Each answers part of the other."
    )


def listed(words: Sequence[str]) -> str:
    """Words as an English list with quotation marks, such as “a”, “b” and “c”."""
    return phrasing.listed([f"“{' '.join(word.split())}”" for word in words])


def relation_test(relation: Relation, names: Names) -> str:
    """The sentence an analyst can accept or refuse (NIST IR 8477, section 4.3)."""
    left, right = names.left, names.right
    return {
        Relation.EQUAL: "Meeting either fully meets the other.",
        Relation.SUBSET: f"Meeting {right} here would also meet {left}, but not the reverse.",
        Relation.SUPERSET: f"Meeting {left} here would also meet {right}, but not the reverse.",
        Relation.INTERSECTS: f"Meeting {left} here would help with {right} but would not be enough, and the reverse is true too.",
        Relation.SUPPORTS: f"Meeting {left} here would help with {right}, but would meet no part of it.",
        Relation.SUPPORTED: f"Meeting {right} here would help with {left}, but would meet no part of it.",
        Relation.NONE: f"Meeting {left} here does nothing for {right}.",
        Relation.CONTRARY: f"{phrasing.capital(left)} and {right} cannot both be followed as written.",
    }[relation]


def decide(alignment: Alignment, seen: Differences) -> Relation:
    """The relation that the weights support; the first rule that holds decides."""
    shares = alignment.left_share, alignment.right_share
    alike = any(max(shares) >= one and min(shares) >= both for one, both in ALIKE)
    if seen.clash and alike and (seen.certain or seen.against >= AGAINST * seen.met):
        return Relation.CONTRARY
    if not alignment.matches or not _meets(alignment) or not _does(seen):
        return Relation.NONE
    least, most = sorted((seen.left_more, seen.right_more))
    added = seen.verbatim and max(seen.left_more, seen.right_more) > ADDED
    wording = (LONGER if seen.long else LONG) * seen.met
    if not (seen.bound or added) and (
        most < SLACK or (least > 0 and most < SLACK_BOTH and not seen.firm) or most < wording
    ):
        return Relation.EQUAL
    if least <= max(LEAST, wording):
        return Relation.SUBSET if seen.left_more < seen.right_more else Relation.SUPERSET
    return Relation.INTERSECTS


def _does(seen: Differences) -> bool:
    return max(seen.left_meets, seen.right_meets) >= _enough(seen) or seen.meeting >= PLENTY


def _enough(seen: Differences) -> float:
    if seen.acts is False and seen.meeting < FULL:
        return OTHERWISE
    return DONE if seen.named >= NAMED else DONE_IN_WORDS


def _meets(alignment: Alignment) -> bool:
    some = max(alignment.left_share, alignment.right_share) >= SOME and alignment.shared >= SHARED
    return some or alignment.shared >= PLENTY


# How often the rules were right on the judged tuning pairs, as log odds: at the edge of the rule that decided, what a
# step away from the edge adds, and what it adds if one text has all the words of the other. The rules were shaped on
# the same pairs, so the fit is lowered by `SHAPED`.
EDGE = {
    Relation.EQUAL: 1.5,
    Relation.SUBSET: -0.6,
    Relation.SUPERSET: -0.2,
    Relation.INTERSECTS: 0.3,
    Relation.NONE: 1.7,
    Relation.CONTRARY: 1.4,
}
STEP, VERBATIM, SHAPED = 1.6, 1.4, 0.3


def confidence(relation: Relation, alignment: Alignment, seen: Differences) -> float:
    """How sure the rules are of the relation they gave, 0..1; calibrated on the judged pairs for tuning."""
    odds = EDGE[relation] + STEP * margin(relation, alignment, seen) + VERBATIM * seen.verbatim - SHAPED
    return round(1 / (1 + math.exp(-odds)), 2)


def margin(relation: Relation, alignment: Alignment, seen: Differences) -> float:
    """How far the weights are from those of another relation: 0 at the edge, 1 far from it."""
    least, most = sorted((seen.left_more, seen.right_more))
    meets = max(seen.left_meets, seen.right_meets)
    match relation:
        case Relation.EQUAL:
            far = 1 - most / SLACK_BOTH
        case Relation.SUBSET | Relation.SUPERSET:
            far = min(1 - least / LEAST, (most - least) / ONE)
        case Relation.INTERSECTS:
            far = min((least - LEAST) / ONE, (meets - _enough(seen)) / ONE)
        case Relation.CONTRARY:
            far = 1.0 if seen.certain else (seen.against / max(seen.met, ONE) - AGAINST) / ONE
        case _:
            far = 1 - min(meets / _enough(seen), alignment.shared / SHARED) if alignment.matches else 1.0
    return min(1.0, max(0.0, far))


def relate_measures(
    parts: Sequence[PartComparison], names: Names, ids: tuple[str, str]
) -> RelationPrediction:
    """Two measures: the outcome decides whether they meet at all, the other parts how closely.

    What only another provision adds to a measure is stated, but does not decide between these two.
    """
    by_part = {c.part: c for c in parts}
    outcome = by_part[Part.OUTCOME]
    said = [c for c in parts if c.verdict is not PartVerdict.NEITHER and c.part is not Part.AUTHORITY]
    same = [c for c in said if c.verdict is PartVerdict.SAME]
    if not set(outcome.left.values) & set(outcome.right.values):
        return RelationPrediction(
            Relation.NONE,
            Basis.SEMANTIC,
            f"The two measure different things: {outcome.sentence}",
            0,
            relation_test(Relation.NONE, names),
            (outcome.sentence,),
            MEASURED,
        )
    own = [c for c in said if not _added_elsewhere(c, ids)]
    relation = Relation.EQUAL if all(c.verdict is PartVerdict.SAME for c in own) else Relation.INTERSECTS
    differs = [c.sentence for c in said if c.verdict is PartVerdict.DIFFERS]
    unknown = [c.part.value for c in said if c.verdict is PartVerdict.UNKNOWN]
    words = " ".join(differs) or "No part that could be compared differs."
    if unknown:
        words += f" Not known on one side: {', '.join(unknown)}."
    known = len(said) - len(unknown)
    return RelationPrediction(
        relation,
        Basis.SEMANTIC,
        f"Both measure {listed(sorted(set(outcome.left.values) & set(outcome.right.values)))}. {words}",
        None if known < 2 else min(9, max(1, round(10 * len(same) / len(said)))),
        relation_test(relation, names),
        tuple(c.sentence for c in said),
        MEASURED,
    )


def _added_elsewhere(compared: PartComparison, ids: tuple[str, str]) -> bool:
    """Whether one side is silent and the other has the part from another provision."""
    if compared.verdict is not PartVerdict.SILENT:
        return False
    readings = (compared.left, compared.right)
    return any(r.state == "read" and r.source not in {"", own} for r, own in zip(readings, ids, strict=True))
