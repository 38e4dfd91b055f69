"""Compare the limits of two texts: what each figure binds, who leaves less room, and who reaches further.

"Cook poultry to at least 74 degrees" and "hold cold food at 5 degrees or below" set ranges that have nothing in
common, and yet both can be followed: they bind different things.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import fsum

from crosswalk.language.legal_references import numbered
from crosswalk.language.quantities import Dimension, QuantityConstraint
from crosswalk.language.thesaurus import just_before, thesaurus
from crosswalk.model.alignment import MatchType
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Modality
from crosswalk.relate.align import AlignedPair
from crosswalk.relate.clause import Role
from crosswalk.relate.tally import ONE, ClauseSide, DifferenceTally

_EACH = re.compile(r"\b(?:every|each|all|any|anyone|those|persons?|people)(?: [^\W\d_]+){0,2} $")
_AFTER = re.compile(r"\bafter (?:a |the )?(?:period of )?$")
# Units that match in one of these ways name one thing.
_FIRM = frozenset({MatchType.SAME, MatchType.SYNONYM, MatchType.PART, MatchType.WHOLE, MatchType.KIND})
# Between two figures in one sentence, the last of these separates what they bind.
_PART = re.compile(r",? (?:and|or|but)\b|[,;:]")
# "20 days of leave", "10 percent of the budget": what is counted or measured.
_OF = re.compile(r"(?: [^\W\d_]+)? of (?:(?:an?|the|its|their|his|her) )?")

_TO_DO = re.compile(r"\b(?:shall|must|may|should|will|is|are|be)(?: not)? $")
_NONE: frozenset[str] = frozenset()


def compare_constraints(
    left: ClauseSide, right: ClauseSide, more: DifferenceTally, pairs: Sequence[AlignedPair]
) -> None:
    """Pair the limits of two texts that are of one kind, and weigh each pair and each unpaired limit."""
    scope = ConstraintScope(left, right, pairs)
    mine, rest = _unlike(left.shape.quantities, right.shape.quantities)
    for ours in mine:
        facing = [r for r in rest if ours.is_comparable(r) and _addressed(left, ours) == _addressed(right, r)]
        strength, theirs = max(
            ((scope.strength(ours, r), r) for r in facing), key=lambda found: found[0], default=(0.0, None)
        )
        if theirs is None:
            _alone(ours, left, more, is_left=True)
            continue
        rest.remove(theirs)
        if strength > 0 and scope.is_negated(ours, theirs):
            _undone(_at(ours, left), _at(theirs, right), more)
        elif strength > 0 or _addressed(left, ours):
            _compare(ours, theirs, more, addressed=_addressed(left, ours))
        elif not ours.is_disjoint(theirs):
            _alone(ours, left, more, is_left=True)
            _alone(theirs, right, more, is_left=False)
        else:
            more.apart.append(scope.around(ours, theirs))
            _both_ask(more)
    for theirs in rest:
        _alone(theirs, right, more, is_left=False)


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
    """Whether a limit selects who or what is meant, and not what to do."""
    if limit.is_filter or (limit.dimension is Dimension.CLOCK and side.shape.forbids):
        return True
    if not limit.is_eligibility or limit.dimension not in {Dimension.COUNT, Dimension.TIME}:
        return False
    if side.shape.role(limit.span) is not Role.PREDICATE:
        return limit.span.start > 0
    return bool(_EACH.search(side.text[: limit.span.start]))


def _alone(limit: QuantityConstraint, side: ClauseSide, more: DifferenceTally, *, is_left: bool) -> None:
    """Weigh a limit that only one side sets; one that selects who is meant leaves less to do."""
    if limit.dimension is Dimension.COUNT and limit.low <= 1 and limit.high == math.inf:
        return
    more.add(left=is_left is not _addressed(side, limit), weight=ONE)


def _at(limit: QuantityConstraint, side: ClauseSide) -> QuantityConstraint:
    """The limit of an act after a time, as a limit at that time."""
    return replace(limit, high=limit.low) if just_before(_AFTER, side.text, limit.span.start) else limit


def _undone(ours: QuantityConstraint, theirs: QuantityConstraint, more: DifferenceTally) -> None:
    """Compare how long something lasts with when it ends: kept for 3 years, destroyed after 7."""
    if ours.is_disjoint(theirs):
        _exclude(more)
        return
    more.timed = True
    _both_ask(more)


def _both_ask(more: DifferenceTally) -> None:
    """Two figures that do not conflict: each side requires something that the other does not."""
    more.left += ONE
    more.right += ONE
    more.firm = True


def _exclude(more: DifferenceTally) -> None:
    more.against += ONE
    more.certain = more.firm = more.clash = True


def _compare(
    ours: QuantityConstraint, theirs: QuantityConstraint, more: DifferenceTally, *, addressed: bool
) -> None:
    """Two limits of one thing: equal, disjoint, nested or overlapping."""
    if ours.is_subrange(theirs) and theirs.is_subrange(ours):
        return
    if ours.is_disjoint(theirs) and not addressed:
        _exclude(more)
    elif ours.is_subrange(theirs) or theirs.is_subrange(ours):
        more.bind(left=ours.is_subrange(theirs) is not addressed)
    else:
        more.left += ONE
        more.right += ONE
        more.bound = True


class ConstraintScope:
    """What the figures of two texts bind."""

    __slots__ = ("_near", "_pairs", "_scopes", "_sides", "_told")

    def __init__(self, left: ClauseSide, right: ClauseSide, pairs: Sequence[AlignedPair]) -> None:
        self._sides = left, right
        self._pairs = pairs
        self._scopes = [
            _parts_of(side.text, tuple(limit.span for limit in side.shape.quantities))
            for side in (left, right)
        ]
        self._near: dict[tuple[Span, int], set[int]] = {}
        self._told: dict[int, set[int]] = {}

    def strength(self, ours: QuantityConstraint, theirs: QuantityConstraint) -> float:
        """The weight of what both figures bind; 0 if each binds a thing that the other does not.

        If only one side has more words, it may just be longer, and the weight is not 0.
        """
        scopes = self._scope(ours, 0), self._scope(theirs, 1)
        around = self.around(ours, theirs)
        held = [p for p in self._pairs if p.left in around[0] and p.right in around[1] and self._firm(p)]
        met = {p.left for p in held}, {p.right for p in held}
        more = self._unlike_deeds(*(self._telling(n) & (around[n] - met[n]) for n in (0, 1)))
        if (
            all(more)
            or self._nested(held, met)
            or self._named_apart(scopes)
            or self._measured(ours, theirs, held)
        ):
            return 0.0
        return fsum(max(p.forward, p.backward) * self._sides[0].units[p.left].weight for p in held)

    def is_negated(self, ours: QuantityConstraint, theirs: QuantityConstraint) -> bool:
        """Whether one figure is how long something lasts and the other when it ends."""
        around = self.around(ours, theirs)
        return any(
            p.how is MatchType.OPPOSITE and p.left in around[0] and p.right in around[1] and self._deeds(p)
            for p in self._pairs
        )

    def around(self, ours: QuantityConstraint, theirs: QuantityConstraint) -> tuple[set[int], set[int]]:
        """The places of the units near a figure on the left, and near one on the right."""
        return self._around(self._scope(ours, 0), 0), self._around(self._scope(theirs, 1), 1)

    def _scope(self, limit: QuantityConstraint, which: int) -> Span:
        return self._scopes[which][limit.span]

    def _around(self, scope: Span, which: int) -> set[int]:
        if (scope, which) not in self._near:
            units = enumerate(self._sides[which].units)
            within = (n for n, u in units if any(scope.start <= s.start < scope.end for s in u.spans))
            self._near[scope, which] = set(within)
        return self._near[scope, which]

    def _telling(self, which: int) -> set[int]:
        """The units that characterize a text: no light verbs, and no actor that the other leaves out."""
        if which not in self._told:
            light, side, other = thesaurus().light_verbs, self._sides[which], self._sides[not which]
            unsaid = _has_doer(side) and not _has_doer(other)
            self._told[which] = {
                n
                for n, u in enumerate(side.units)
                if (u.concept or u.key not in light) and not (unsaid and u.role is Role.SUBJECT)
            }
        return self._told[which]

    def _firm(self, pair: AlignedPair) -> bool:
        """Whether two units name one thing, two actors of one act, or an act and its opposite."""
        if pair.how == "opposite":
            return self._deeds(pair)
        return pair.how in _FIRM or (pair.how in {MatchType.NEAR, MatchType.RELATED} and self._doers(pair))

    def _deeds(self, pair: AlignedPair) -> bool:
        return self._acts(pair.left, 0) and self._acts(pair.right, 1)

    def _acts(self, place: int, which: int) -> bool:
        side = self._sides[which]
        span = side.units[place].spans[0]
        if side.shape.action is not None and side.shape.action.start == span.start:
            return True
        is_act = span.start == 0 or _is_to_do(side.text, span.start)
        return side.shape.role(span) is Role.PREDICATE and is_act

    def _unlike_deeds(self, left: set[int], right: set[int]) -> tuple[set[int], set[int]]:
        """The units of only one side, without pairs of acts that share an antonym, such as "hold" and "keep"."""
        ends = thesaurus().antonyms
        ours, theirs = (
            {n: ends.get(self._sides[w].units[n].stem, _NONE) for n in side if self._acts(n, w)}
            for w, side in enumerate((left, right))
        )
        deeds = [(i, j) for i in ours for j in theirs if ours[i] & theirs[j]]
        return left - {i for i, _ in deeds}, right - {j for _, j in deeds}

    def _doers(self, pair: AlignedPair) -> bool:
        one, two = self._sides[0].units[pair.left], self._sides[1].units[pair.right]
        return all(map(_has_doer, self._sides)) and one.role is Role.SUBJECT and two.role is Role.SUBJECT

    def _nested(self, held: Sequence[AlignedPair], met: tuple[set[int], set[int]]) -> bool:
        """Whether the thing that one text names only modifies that of the other: a loan, a loan file."""
        return any(
            self._describes(p.left, 0, met[0]) is not self._describes(p.right, 1, met[1])
            for p in held
            if p.how is MatchType.SAME
        )

    def _describes(self, place: int, which: int, met: set[int]) -> bool:
        """Whether a unit directly precedes a thing that the other text does not name."""
        units = self._sides[which].units
        after = place + 1
        if after in met or after >= len(units) or self._acts(place, which) or self._acts(after, which):
            return False
        near = units[after].spans[0].start - units[place].spans[0].end == 1
        return near and after in self._telling(which) and not units[after].word.endswith("ly")

    def _named_apart(self, scopes: tuple[Span, Span]) -> bool:
        """Whether the two concern things with different numbers: grade 2, grade 8."""
        one, two = (numbered(scope.of(s.text)) for scope, s in zip(scopes, self._sides, strict=True))
        return any(one[kind].isdisjoint(two[kind]) for kind in one.keys() & two.keys())

    def _measured(
        self, ours: QuantityConstraint, theirs: QuantityConstraint, held: Sequence[AlignedPair]
    ) -> bool:
        """Whether both name what is measured, and it differs: days of leave, days of teaching."""
        one, two = self._after(ours, 0), self._after(theirs, 1)
        if one is None or two is None:
            return False
        return not any(p.left == one and p.right == two for p in held)

    def _after(self, limit: QuantityConstraint, which: int) -> int | None:
        side = self._sides[which]
        hit = _OF.match(side.text, limit.span.end)
        found = (n for n, u in enumerate(side.units) if hit and any(s.start == hit.end() for s in u.spans))
        return next(found, None)


# A text is compared with many others.
@lru_cache(maxsize=1_000)
def _parts_of(text: str, limits: tuple[Span, ...]) -> dict[Span, Span]:
    """For each figure the text, or the part of it that one of several figures is in."""
    return {limit: _part_around(text, limit, limits) for limit in limits}


def _part_around(text: str, limit: Span, limits: Sequence[Span]) -> Span:
    """From the last mark before a figure to the last one before the next figure that has one between."""
    before = [other.end for other in limits if other.end <= limit.start]
    after = sorted(other.start for other in limits if other.start >= limit.end)
    ahead = [part.end() for part in _PART.finditer(text, min(before), limit.start)] if before else []
    behind = ([part.start() for part in _PART.finditer(text, limit.end, at)] for at in after)
    return Span(ahead[-1] if ahead else 0, next((marks[-1] for marks in behind if marks), len(text)))


@lru_cache(maxsize=50_000)
def _is_to_do(text: str, place: int) -> bool:
    """Whether the words before a place make what follows an act."""
    return bool(just_before(_TO_DO, text, place))


def _has_doer(side: ClauseSide) -> bool:
    """Whether the subject of a text is its actor: "the agency publishes", not "the plan is published"."""
    shape = side.shape
    if shape.action is None or shape.passive or shape.force is Modality.STATES:
        return False
    return any(unit.spans[0].start == shape.action.start for unit in side.units)
