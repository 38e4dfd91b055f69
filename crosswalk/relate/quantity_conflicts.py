"""The numbers two texts set, compared: who leaves less room, and who reaches further."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from crosswalk.language.clause import Role
from crosswalk.language.quantities import Dimension, QuantityConstraint
from crosswalk.language.thesaurus import just_before
from crosswalk.relate.governed_by import ConstraintScope
from crosswalk.relate.sentence_alignment import Sentences
from crosswalk.relate.tally import ONE, ClauseSide, DifferenceTally

_EACH = re.compile(r"\b(?:every|each|all|any|anyone|those|persons?|people)(?: [^\W\d_]+){0,2} $")

_AFTER = re.compile(r"\bafter (?:a |the )?(?:period of )?$")


def compare_constraints(
    left: ClauseSide, right: ClauseSide, more: DifferenceTally, sentences: Sentences, bonds: ConstraintScope
) -> None:
    """Pair the limits of two texts that are of one kind, and weigh each pair and each lone one."""
    mine, rest = _unlike(left.shape.quantities, right.shape.quantities)
    for ours in mine:
        facing = [
            r
            for r in rest
            if ours.is_comparable(r)
            and _addressed(left, ours) == _addressed(right, r)
            and sentences.face(ours.span, r.span)
        ]
        strength, theirs = max(
            ((bonds.strength(ours, r), r) for r in facing), key=lambda found: found[0], default=(0.0, None)
        )
        if theirs is None:
            _alone(ours, left, more, sentences, is_left=True)
            continue
        rest.remove(theirs)
        bound = strength > 0
        if bound and bonds.is_negated(ours, theirs):
            _undone(ours, theirs, left, right, more)
        elif bound or _addressed(left, ours):
            _compare(ours, theirs, left, right, more)
        elif not ours.is_disjoint(theirs):
            _alone(ours, left, more, sentences, is_left=True)
            _alone(theirs, right, more, sentences, is_left=False)
        else:
            more.apart.append(bonds.around(ours, theirs))
            _tell(ours, theirs, left, right, more, "are set to different things, so both can be kept.")
    for theirs in rest:
        _alone(theirs, right, more, sentences, is_left=False)


def _unlike(
    ours: Sequence[QuantityConstraint], theirs: Sequence[QuantityConstraint]
) -> tuple[list[QuantityConstraint], list[QuantityConstraint]]:
    """The limits of either text without those that both set."""
    mine, rest = [], list(theirs)
    for limit in ours:
        twin = next((other for other in rest if limit.same(other)), None)
        if twin is None:
            mine.append(limit)
        else:
            rest.remove(twin)
    return mine, rest


def _addressed(side: ClauseSide, limit: QuantityConstraint) -> bool:
    """Whether a limit says who or what is meant, and not what to do."""
    if limit.is_filter or (limit.dimension is Dimension.CLOCK and side.shape.forbids):
        return True
    if not limit.is_eligibility or limit.dimension not in {Dimension.COUNT, Dimension.TIME}:
        return False
    if side.shape.role(limit.span) is not Role.PREDICATE:
        return limit.span.start > 0
    return bool(_EACH.search(side.text[: limit.span.start]))


def _alone(
    limit: QuantityConstraint, side: ClauseSide, more: DifferenceTally, sentences: Sentences, *, is_left: bool
) -> None:
    if limit.dimension is Dimension.COUNT and limit.low <= 1 and limit.high == math.inf:
        return
    narrows = _addressed(side, limit) and not sentences.alone(limit.span, left=is_left)
    more.add(left=is_left is not narrows, weight=ONE)


def _undone(
    ours: QuantityConstraint,
    theirs: QuantityConstraint,
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
) -> None:
    """How long a thing is kept up against when it is undone: kept for 3 years, destroyed after 7."""
    if _at(ours, left).is_disjoint(_at(theirs, right)):
        _exclude(ours, theirs, left, right, more)
        return
    more.timed = True
    _tell(ours, theirs, left, right, more, "leave room for one another.")


def _tell(
    ours: QuantityConstraint,
    theirs: QuantityConstraint,
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
    said: str,
) -> None:
    """Two numbers of which each asks for something, with a note on what they are to one another."""
    more.left += ONE
    more.right += ONE
    more.firm = True
    words = ours.span.of(left.text), theirs.span.of(right.text)
    more.notes.append(f"“{words[0]}” in {{left}} and “{words[1]}” in {{right}} {said}")


def _at(limit: QuantityConstraint, side: ClauseSide) -> QuantityConstraint:
    """What is undone after a time is undone at that time."""
    return replace(limit, high=limit.low) if just_before(_AFTER, side.text, limit.span.start) else limit


def _exclude(
    ours: QuantityConstraint,
    theirs: QuantityConstraint,
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
) -> None:
    more.against += ONE
    more.certain = more.firm = True
    words = ours.span.of(left.text), theirs.span.of(right.text)
    more.clash.append(f"{{left}} sets “{words[0]}” and {{right}} “{words[1]}”, which exclude each other")


def _compare(
    ours: QuantityConstraint,
    theirs: QuantityConstraint,
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
) -> None:
    words = ours.span.of(left.text), theirs.span.of(right.text)
    if ours.is_subrange(theirs) and theirs.is_subrange(ours):
        return
    addressed = _addressed(left, ours)
    if ours.is_disjoint(theirs) and not addressed:
        _exclude(ours, theirs, left, right, more)
    elif ours.is_subrange(theirs) or theirs.is_subrange(ours):
        tight = ours.is_subrange(theirs)
        who = "{left}" if tight is not addressed else "{right}"
        why = "reaches further" if addressed else "leaves less room"
        more.add(
            left=tight is not addressed, weight=ONE, reason=f"“{words[0]}” against “{words[1]}”: {who} {why}."
        )
    else:
        more.left += ONE
        more.right += ONE
        more.reasons.append(f"“{words[0]}” and “{words[1]}” overlap only in part.")
