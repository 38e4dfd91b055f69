"""The rules that decide a relation from the weights of two texts, and how sure each is of its answer."""

import math

from crosswalk.model.alignment import Alignment
from crosswalk.model.relation import Relation
from crosswalk.relate.differences import Differences
from crosswalk.relate.tally import ONE

# One side answers enough of the other to be worth laying beside it.
SOME = 0.2
# What the two share must weigh this much in itself: a generic word in a short text is no meeting.
SHARED = 0.28
# Two long passages may share little of what each asks and still much in itself: more than one full concept.
PLENTY = 1.2
# To be contrary the two must be alike but for what they deny: one side so far, both so far, and this much denied.
ALIKE, AGAINST = ((0.6, 0.35), (0.9, 0.15)), 0.15
# One side must answer this much of what the other asks to be done; sharing only whom they address is no meeting.
DONE = 0.28
# Where the field has no name for what they share, plain words must answer more: this much.
NAMED, DONE_IN_WORDS = 0.4, 0.42
# Where each names something to do that the other does not, the rest must be nearly all answered,
# unless they share a whole concept.
OTHERWISE, FULL = 0.7, 1.0
# What one text adds to the very words of the other may weigh no more than this, if they are to ask for the same.
ADDED = 0.13
# Two texts that ask for the same may have so much left over, on one side or (other words) on both; long ones more.
SLACK, SLACK_BOTH, LONG = 0.3, 0.5, 0.085
# The wording of two texts that each say many things may differ by this part of what they share.
LONGER = 0.12
# One side may ask for so much beyond the other and still be part of it.
LEAST = 0.28


def decide(alignment: Alignment, seen: Differences) -> Relation:
    """The relation that the weights bear out; the order of the rules is their priority."""
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


# How often the rules were right on the judged pairs that are for tuning, as log odds: where the weights lie on
# the edge of the rule that decided, what a step away from the edge adds, and what it adds that one text has all
# the words of the other. The rules were shaped on the same pairs, so the fit is lowered by `SHAPED`.
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
    """How far the weights lie from where another relation would begin: 0 on the edge, 1 far from it."""
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
