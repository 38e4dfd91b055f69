"""How two provisions relate, decided from their evidence by rules that can be read here.

The rules themselves stand in `rules`. Weights are those of `Differences`: a
content word weighs up to `WORD_WEIGHT`, a concept of the field up to 1. Shares are those of
`Alignment`: how much of what one side asks the other answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswalk.language import phrasing
from crosswalk.language.thesaurus import stems
from crosswalk.model.alignment import Alignment, PartComparison, PartVerdict, RelationPrediction
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.differences import NOTHING, Differences
from crosswalk.relate.rules import confidence, decide

# How sure the relation is where the words are the same, and where two measures were compared part by part: all
# 14 such pairs for tuning came out right.
REPEATED, MEASURED = 0.99, 0.94
# So many phrases that meet are named in a sentence.
NAMED = 4
# Kinds of provision that speak of different levels: strength has no meaning between them.
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
    """Decide how `left` relates to `right` and say it in a sentence.

    With `parts` the two are measures and are compared part by part, never by likeness of words.
    `seen` is what the two ask beyond one another, and where they clash.
    With `one_measure` only one of them is: what is counted and what is said about counting can
    overlap, but neither holds the other.
    """
    if _folded(left.text) == _folded(right.text):
        told = "The words are the same."
        judged = _judged(Relation.EQUAL, Basis.SYNTACTIC, alignment, names, left, right, told)
        return replace(judged, confidence=REPEATED)
    if parts:
        return _relate_measures(parts, names, (left.id, right.id))
    return _contrasted(left, right, alignment, names, seen, one_measure=one_measure)


def _contrasted(
    left: Provision,
    right: Provision,
    alignment: Alignment,
    names: Names,
    seen: Differences,
    *,
    one_measure: bool,
) -> RelationPrediction:
    relation = decide(alignment, seen)
    if one_measure and relation in {Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET}:
        relation = Relation.INTERSECTS
    sure = confidence(relation, alignment, seen)
    why = seen.clash if relation is Relation.CONTRARY else seen.reasons
    told, notes = (
        [phrasing.capital(w.format(left=names.left, right=names.right)) for w in said]
        for said in (why, seen.notes)
    )
    judged = _judged(relation, _basis(alignment), alignment, names, left, right, "")
    said = _with_reason(judged.sentence, relation, told)
    if seen.followed and relation is not Relation.NONE:
        said += " " + " ".join(
            phrasing.capital(w.format(left=names.left, right=names.right)) for w in seen.followed
        )
    return replace(judged, sentence=said, reasons=(*told, *notes), confidence=sure)


def _with_reason(said: str, relation: Relation, told: Sequence[str]) -> str:
    """A sentence with the difference of force, number or denial that decided it."""
    if not told or relation in {Relation.NONE, Relation.EQUAL}:
        return said
    if relation is Relation.CONTRARY:
        return f"{said.rstrip('.')}: {told[0]}."
    return f"{said} {told[0]}"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;,")


def _basis(alignment: Alignment) -> Basis:
    """Syntactic when every answered phrase uses the other side's words, semantic otherwise."""
    return (
        Basis.SYNTACTIC
        if all(m.how == "same" and not m.concept for m in alignment.matches)
        else Basis.SEMANTIC
    )


def _judged(
    relation: Relation,
    basis: Basis,
    alignment: Alignment,
    names: Names,
    left: Provision,
    right: Provision,
    reason: str,
) -> RelationPrediction:
    return RelationPrediction(
        relation=relation,
        basis=basis,
        sentence=sentence(relation, alignment, names, left, right),
        strength=strength(relation, alignment, left, right),
        test=_test(relation, names),
        reasons=(reason,),
    )


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
    """The plain sentence of a relation, naming both sides and what each adds.

    Words in quotation marks stand in the text that they are said to stand in.
    """
    ours = listed(alignment.left_added[:3])
    theirs = listed(alignment.right_added[:3])
    match relation:
        case Relation.EQUAL:
            return "Both ask for the same thing."
        case Relation.CONTRARY:
            return f"{phrasing.capital(names.left)} and {names.right} cannot both be followed as written."
        case Relation.SUBSET:
            more = f": {theirs}" if theirs else ""
            return f"What {names.left} asks here is one part of what {names.right} asks; {names.right} asks for more{more}."
        case Relation.SUPERSET:
            more = f": {ours}" if ours else ""
            return f"{phrasing.capital(names.left)} asks for what {names.right} asks here, and more{more}."
        case Relation.INTERSECTS:
            adds = "; ".join(
                f"{name} adds {words}" for name, words in ((names.left, ours), (names.right, theirs)) if words
            )
            return _meeting(alignment, names, left, right) + (f"; {adds}." if adds else ".")
        case Relation.NONE:
            return f"Nothing in this passage of {names.right} asks for what {names.left} asks here."
        case _:
            return f"{phrasing.capital(names.left)} {relation.word.lower()} {names.right} here."


def _meeting(alignment: Alignment, names: Names, left: Provision, right: Provision) -> str:
    """What both texts say in the same words, and what one says in words of its own."""
    both: dict[str, str] = {}
    apart: list[str] = []
    for match in alignment.matches:
        ours = [span.of(left.text) for span in match.left]
        theirs = [span.of(right.text) for span in match.right]
        said = {stems(words) for words in theirs}
        same = next((words for words in ours if stems(words) in said), "")
        if same:
            both.setdefault(stems(same), same)
        else:
            apart.append(f"{listed(ours[:1])} in {names.left} meets {listed(theirs[:1])} in {names.right}")
    told = [f"both speak of {listed([*both.values()][:NAMED])}"] if both else []
    told += apart[: max(0, min(2, NAMED - len(both)))]
    return phrasing.capital("; ".join(told))


def listed(words: Sequence[str]) -> str:
    """Words as an English list with quotation marks, such as “a”, “b” and “c”."""
    return phrasing.listed([f"“{' '.join(word.split())}”" for word in words])


def _test(relation: Relation, names: Names) -> str:
    """The sentence an analyst can accept or refuse (NIST IR 8477, section 4.3)."""
    left, right = names.left, names.right
    return {
        Relation.EQUAL: "Meeting either fully meets the other.",
        Relation.SUBSET: f"Meeting {right} here would also meet {left}, but not the other way round.",
        Relation.SUPERSET: f"Meeting {left} here would also meet {right}, but not the other way round.",
        Relation.INTERSECTS: f"Meeting {left} here would help with {right} and would not be enough; nor the other way round.",
        Relation.NONE: f"Meeting {left} here does nothing for {right}.",
        Relation.CONTRARY: f"{phrasing.capital(left)} and {right} cannot both be followed as written.",
    }.get(relation, "")


def _relate_measures(
    parts: Sequence[PartComparison], names: Names, ids: tuple[str, str]
) -> RelationPrediction:
    """Two measures: the outcome decides whether they meet at all, the other parts how closely.

    What only another provision adds to a measure is told, and does not decide between these two.
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
            _test(Relation.NONE, names),
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
        _test(relation, names),
        tuple(c.sentence for c in said),
        MEASURED,
    )


def _added_elsewhere(compared: PartComparison, ids: tuple[str, str]) -> bool:
    """Whether one side is silent and the other has the part from another provision."""
    if compared.verdict is not PartVerdict.SILENT:
        return False
    readings = (compared.left, compared.right)
    return any(r.state == "read" and r.source not in {"", own} for r, own in zip(readings, ids, strict=True))
