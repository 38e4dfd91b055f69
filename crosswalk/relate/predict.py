"""Predict the relation of two provisions from their aligned units, and of two measures from their parts.

The rules are in `rules`. Weights are those of `Differences`: a content word weighs up to `WORD_WEIGHT`, a concept of
the field up to 1. Shares are those of `Alignment`: how much of what one side asks the other answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language import phrasing
from crosswalk.language.thesaurus import stems
from crosswalk.model.alignment import Alignment, MatchType, PartComparison, PartVerdict, RelationPrediction
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.differences import NOTHING, Differences
from crosswalk.relate.rules import confidence, decide

# The confidence where the words are the same, and where two measures were compared part by part: all 14 such
# pairs for tuning were right.
REPEATED, MEASURED = 0.99, 0.94
# At most so many shared phrases are named in a sentence.
NAMED = 4
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
        alignment: which phrases of the two answer one another.
        names: what the sides are called.
        parts: where both are measures, their parts compared; likeness of words then decides nothing.
        one_measure: whether only one is a measure; then neither can hold the other.
        seen: what each asks beyond the other, and where they clash.
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
        f"Both speak of {listed([*found.values()][:NAMED])}." if found else "Each answers part of the other."
    )


def listed(words: Sequence[str]) -> str:
    """Words as an English list with quotation marks, such as “a”, “b” and “c”."""
    return phrasing.listed([f"“{' '.join(word.split())}”" for word in words])


def relation_test(relation: Relation, names: Names) -> str:
    """The sentence an analyst can accept or refuse (NIST IR 8477, section 4.3); empty where there is none."""
    left, right = names.left, names.right
    return {
        Relation.EQUAL: "Meeting either fully meets the other.",
        Relation.SUBSET: f"Meeting {right} here would also meet {left}, but not the other way round.",
        Relation.SUPERSET: f"Meeting {left} here would also meet {right}, but not the other way round.",
        Relation.INTERSECTS: f"Meeting {left} here would help with {right} and would not be enough; nor the other way round.",
        Relation.NONE: f"Meeting {left} here does nothing for {right}.",
        Relation.CONTRARY: f"{phrasing.capital(left)} and {right} cannot both be followed as written.",
    }.get(relation, "")


def relate_measures(
    parts: Sequence[PartComparison], names: Names, ids: tuple[str, str]
) -> RelationPrediction:
    """Two measures: the outcome decides whether they meet at all, the other parts how closely.

    What only another provision adds to a measure is said, and does not decide between these two.
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
    told = " ".join(differs) or "No part that could be compared differs."
    if unknown:
        told += f" Not known on one side: {', '.join(unknown)}."
    known = len(said) - len(unknown)
    return RelationPrediction(
        relation,
        Basis.SEMANTIC,
        f"Both measure {listed(sorted(set(outcome.left.values) & set(outcome.right.values)))}. {told}",
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
