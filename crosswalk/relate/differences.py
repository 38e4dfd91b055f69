"""Weigh what each of two texts requires beyond the other, and find where they conflict.

A phrase that only one side has either adds a requirement ("and gloves", "within 30 days", "by a qualified person")
or narrows one ("of children", "unless a court orders it", "or a lift"). Where it narrows, the other side requires more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from crosswalk.language.normalize import fold
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.alignment import MatchType
from crosswalk.model.relation import Modality
from crosswalk.relate.align import MIN_COVERAGE, AlignedPair, UnitAlignment
from crosswalk.relate.clause import Role
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.quantity_conflicts import compare_constraints
from crosswalk.relate.tally import ONE, ClauseSide, DifferenceTally
from crosswalk.relate.unit_index import UnitIndex
from crosswalk.relate.unmatched import CHOICE, weigh_unmatched

# The weight of a shared actor or addressee, which alone makes no pair.
ADDRESSED = 0.25
_WHO = {Role.SUBJECT, Role.AGENT}
# "Data flows are mapped": in a statement in the passive voice the subject is what it is about.
_UNDERGOES = re.compile(r"[^.;:]{3,120}? (?:is|are) (?:[a-z]+, )*[a-z]+(?:ed|wn|sen)\b")
_AND_OR = re.compile(r"\b(?:and|or)\b")
# The least coverage of a pair that one side may deny and the other require.
SURE = 0.9
# From this number of units on a text is long.
MANY = 25
_RANK = {Modality.SHOULD: 2, Modality.MAY: 1}


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences of two texts, weighed.

    Weights are those of content units. `left_more` and `right_more` are what each side requires beyond the other,
    `met` what they share, `meeting` the same with shared addressees counting little, `named` the part of it that is in
    lexicon terms, and `against` what one requires and the other denies. `left_meets` and `right_meets` (0..1) are the
    shares of each side's required acts that the other answers. `clash` is whether the two contradict each other,
    `certain` whether modality or a figure decides that, `firm` whether one lists a thing that the other does not, and
    `bound` whether modality or a figure differs. `acts` is whether the act of one is answered by the other; None if
    neither names an act in a content word. `verbatim` is whether one has all the words of the other, `long` whether
    both require many things.
    """

    left_more: float
    right_more: float
    met: float
    meeting: float
    left_meets: float
    right_meets: float
    named: float
    against: float
    clash: bool = False
    certain: bool = False
    firm: bool = False
    bound: bool = False
    acts: bool | None = None
    verbatim: bool = False
    long: bool = False


NOTHING = Differences(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def find_differences(lined: UnitAlignment, index: UnitIndex) -> Differences:
    """Weigh two provisions whose units were aligned."""
    left = ClauseSide(
        _folded(lined.left.text), lined.ours, lined.left_coverage, index.left_shapes[lined.left.id]
    )
    right = ClauseSide(
        _folded(lined.right.text), lined.theirs, lined.right_coverage, index.right_shapes[lined.right.id]
    )
    more = DifferenceTally()
    best = _best(lined)
    weigh_unmatched(left, right, more, best)
    compare_constraints(left, right, more, lined.pairs)
    _force(left, right, more)
    _weigh_both_required(lined, left, right, more)
    more.settle()
    _denied(best, left, right, more)
    meets_left, meeting_left = _meets(left, right, [(p.left, p.right, p.forward) for p in best])
    meets_right, meeting_right = _meets(right, left, [(p.right, p.left, p.backward) for p in best])
    named = fsum(
        max(p.forward, p.backward) * left.units[p.left].weight for p in best if left.units[p.left].concept
    )
    return Differences(
        more.left,
        more.right,
        max(_met(left), _met(right)),
        max(meeting_left, meeting_right),
        meets_left,
        meets_right,
        named,
        more.against,
        more.clash and not _repeats(left.text, right.text),
        more.certain,
        more.firm,
        more.bound,
        acts=_acts(left, right),
        verbatim=_verbatim(lined, left, right),
        long=min(len(left.units), len(right.units)) >= MANY,
    )


# A text is compared with many others.
@lru_cache(maxsize=1_000)
def _folded(text: str) -> str:
    return fold(text)


def _repeats(one: str, other: str) -> bool:
    """Whether one text has the other word for word, so that the two cannot exclude each other."""
    short, long = sorted((one.rstrip(" .;"), other), key=len)
    return short.rstrip(" .;") in long


def _acts(left: ClauseSide, right: ClauseSide) -> bool | None:
    """Whether either side answers the act of the other; None if neither names one."""
    done = [found for side in (left, right) for found in [_answered_action(side)] if found is not None]
    return any(done) if done else None


def _answered_action(side: ClauseSide) -> bool | None:
    for unit, got in zip(side.units, side.met, strict=True):
        if _is_action(unit, side):
            return None if unit.key in thesaurus().light_verbs else got >= MIN_COVERAGE
    return None


def _verbatim(lined: UnitAlignment, left: ClauseSide, right: ClauseSide) -> bool:
    """Whether one text has every word of the other, in the same form."""
    alike = all(pair.how is MatchType.SAME for pair in _best(lined))
    return alike and any(min(side.met, default=0.0) >= SURE for side in (left, right))


# ------------------------------------------------------------------------------- force


def _force(left: ClauseSide, right: ClauseSide, more: DifferenceTally) -> None:
    one, two = left.shape, right.shape
    if one.mixed or two.mixed:
        return  # a text that commands one thing and allows another has no one force
    ranks = _RANK.get(one.force, 3), _RANK.get(two.force, 3)
    if one.optional is not two.optional:
        strict = ranks[1] if one.optional else ranks[0]
        if strict == 3 and not (two if one.optional else one).forbids:
            more.against += ONE
            more.certain = True
            more.clash = True
    elif ranks[0] != ranks[1] and not (one.forbids or two.forbids):
        more.bind(left=ranks[0] > ranks[1])


# ------------------------------------------------------------------------------- and, or


def _weigh_both_required(
    lined: UnitAlignment, left: ClauseSide, right: ClauseSide, more: DifferenceTally
) -> None:
    """Weigh "both ... and" against "either ... or"."""
    partners: dict[int, set[int]] = {}
    for pair in lined.pairs:
        if pair.forward >= 0.5:
            partners.setdefault(pair.left, set()).add(pair.right)
    theirs = {(i, j): word for i, j, word in _links(right)}
    for i, j, word in _links(left):
        there = {
            theirs[pair]
            for a in partners.get(i, ())
            for b in partners.get(j, ())
            for pair in ((min(a, b), max(a, b)),)
            if pair in theirs
        }
        if word not in there and there:
            more.bind(left=word == "and")
            return


def _links(side: ClauseSide) -> list[tuple[int, int, str]]:
    """Neighboring units joined by "and" or "or" in what is to be done."""
    found = []
    for place in range(1, len(side.units)):
        one, two = side.units[place - 1], side.units[place]
        chosen = two.role is Role.SUBJECT and CHOICE.match(side.text)
        if not (two.role is Role.PREDICATE or chosen) or two.negated:
            continue
        gap = _AND_OR.findall(side.text, one.spans[0].end, two.spans[0].start)
        if gap:
            found.append((place - 1, place, gap[-1]))
    return found


# ------------------------------------------------------------------------------- denial


def _best(lined: UnitAlignment) -> list[AlignedPair]:
    """The best pair of every unit of either side; equal units come before opposite ones."""
    order = sorted(
        lined.pairs, key=lambda p: (-(p.forward + p.backward), p.how is MatchType.OPPOSITE, p.left, p.right)
    )
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for pair in order:
        if pair.left not in left or pair.right not in right:
            left.add(pair.left)
            right.add(pair.right)
            found.append(pair)
    return found


def _denied(best: Sequence[AlignedPair], left: ClauseSide, right: ClauseSide, more: DifferenceTally) -> None:
    sure = [
        (pair, left.units[pair.left], right.units[pair.right])
        for pair in best
        if max(pair.forward, pair.backward) >= SURE
    ]
    # "Not together" is "apart": one denial that agrees with the other text settles the others.
    agrees = any(
        ours.negated != theirs.negated
        if pair.how is MatchType.OPPOSITE
        else ours.negated and theirs.negated and (_is_action(ours, left) or _is_action(theirs, right))
        for pair, ours, theirs in sure
    )
    for pair, ours, theirs in sure:
        if not (pair.how is MatchType.OPPOSITE) ^ ours.negated ^ theirs.negated or (
            agrees and pair.how is not MatchType.OPPOSITE
        ):
            continue
        if pair.how is MatchType.OPPOSITE and (more.timed or _parted(pair, more)):
            continue  # kept for so long and then destroyed; cold food at 5 degrees and hot food at 60
        places = {ours.role, theirs.role}
        who = places <= _WHO and not (left.shape.passive or right.shape.passive)
        if Role.EXCEPTION not in places and not who:
            done = pair.how is MatchType.OPPOSITE and (_is_action(ours, left) or _is_action(theirs, right))
            more.against += max((ours.weight + theirs.weight) / 2, ONE if done else 0.0)
            more.clash = True


def _parted(pair: AlignedPair, more: DifferenceTally) -> bool:
    """Whether two units are near figures that bind different things."""
    return any(pair.left in one and pair.right in two for one, two in more.apart)


def _is_action(unit: ContentUnit, side: ClauseSide) -> bool:
    action = side.shape.action
    return action is not None and action.overlaps_any(unit.spans)


# ------------------------------------------------------------------------------- the meeting


def _met(side: ClauseSide) -> float:
    return fsum(u.weight * got for u, got in zip(side.units, side.met, strict=True) if got >= MIN_COVERAGE)


def _meets(
    mine: ClauseSide, other: ClauseSide, best: Sequence[tuple[int, int, float]]
) -> tuple[float, float]:
    """The share of the acts and objects of one side that the other answers, and the weight of what is shared."""
    got: dict[int, float] = {}
    for place, there, given in best:
        undergone = _UNDERGOES.match(mine.text) and _UNDERGOES.match(other.text)
        shared = {mine.units[place].role, other.units[there].role} <= _WHO and not undergone
        got[place] = max(got.get(place, 0.0), given * (ADDRESSED if shared else 1.0))
    asked = [
        (p, u) for p, u in enumerate(mine.units) if u.role is not Role.SUBJECT or got.get(p, 0) > ADDRESSED
    ]
    total = fsum(unit.weight for _, unit in asked)
    done = fsum(unit.weight * got.get(place, 0.0) for place, unit in asked)
    meeting = fsum(mine.units[place].weight * value for place, value in got.items())
    return (done / total if total else 0.0), meeting
