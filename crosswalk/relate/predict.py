"""State how two provisions relate where frames do not decide: two measures, and two wordings without the model."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language import phrasing
from crosswalk.measures.statement import state_measures
from crosswalk.model.alignment import PartComparison, PartVerdict, RelationPrediction
from crosswalk.model.annotation import Part
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.requirements import compare_requirements

# The confidence if two measures were compared part by part: all 14 such pairs for tuning were right.
MEASURED = 0.94


@dataclass(frozen=True, slots=True)
class Names:
    """What the two sides are called in a sentence, such as `WIOA` and `the Alliance`."""

    left: str
    right: str


def relate_wordings(names: Names, left: ProvisionFrames, right: ProvisionFrames) -> RelationPrediction:
    """The relation that the words of two provisions give, with a plain sentence."""
    compared = compare_requirements(left, right)
    relation = compared.relation
    one, two = names.left, names.right
    said = {
        Relation.EQUAL: "Both ask for the same thing.",
        Relation.CONTRARY: f"{one} and {two} cannot both be followed as written.",
        Relation.SUBSET: f"What {one} asks here is part of what {two} asks.",
        Relation.SUPERSET: f"{one} asks for what {two} asks here, and more.",
        Relation.INTERSECTS: "Each answers part of the other.",
        Relation.NONE: f"Nothing in this passage of {two} asks for what {one} asks here.",
    }[relation]
    strength = {Relation.EQUAL: 10, Relation.NONE: 0}
    shared = min(9, max(1, round(5 * sum(compared.shares))))
    return RelationPrediction(
        relation,
        Basis.SYNTACTIC if compared.verbatim else Basis.SEMANTIC,
        phrasing.capital(said),
        strength.get(relation, shared),
        relation_test(relation, names),
    )


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


def relate_measures(
    parts: Sequence[PartComparison], names: Names, ids: tuple[str, str]
) -> RelationPrediction:
    """Two measures: the outcome decides whether they meet at all, the other parts how closely.

    What only another provision adds to a measure is stated, but does not decide between these two.
    """
    told = state_measures(parts, (names.left, names.right))
    relation = relation_of_measures(parts, ids)
    said = _stated(parts)
    known = sum(c.verdict is not PartVerdict.UNKNOWN for c in said)
    share = sum(c.verdict is PartVerdict.SAME for c in said) / len(said)
    strength = None if known < 2 else min(9, max(1, round(10 * share)))
    reasons = tuple(c.sentence for c in said)
    if relation is Relation.NONE:
        strength, reasons = 0, tuple(c.sentence for c in said if c.part is Part.OUTCOME)
    test = relation_test(relation, names)
    return RelationPrediction(
        relation, Basis.SEMANTIC, told.sentence, strength, test, reasons, MEASURED, told.same, told.different
    )


def relation_of_measures(parts: Sequence[PartComparison], ids: tuple[str, str]) -> Relation:
    """How two measures relate: not at all without an outcome in common, and equal if no part differs or is unknown."""
    outcome = next(c for c in parts if c.part is Part.OUTCOME)
    if not set(outcome.left.values) & set(outcome.right.values):
        return Relation.NONE
    own = [c for c in _stated(parts) if not _added_elsewhere(c, ids)]
    return Relation.EQUAL if all(c.verdict is PartVerdict.SAME for c in own) else Relation.INTERSECTS


def _stated(parts: Sequence[PartComparison]) -> list[PartComparison]:
    """The parts that decide: those that one side states or may state; the authority decides nothing."""
    return [c for c in parts if c.verdict is not PartVerdict.NEITHER and c.part is not Part.AUTHORITY]


def _added_elsewhere(compared: PartComparison, ids: tuple[str, str]) -> bool:
    """Whether one side is silent and the other has the part from another provision."""
    if compared.verdict is not PartVerdict.SILENT:
        return False
    readings = (compared.left, compared.right)
    return any(r.state == "read" and r.source not in {"", own} for r, own in zip(readings, ids, strict=True))
