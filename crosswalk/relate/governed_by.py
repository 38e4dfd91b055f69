"""Whether two numbers bind the same thing: the words around one answer the words around the other.

"Cook poultry to at least 74 degrees" and "hold cold food at 5 degrees or below" set ranges that have
nothing in common, and yet both can be followed.
"""

import re
from collections.abc import Sequence
from math import fsum

from crosswalk.language.clause import Role
from crosswalk.language.legal_references import numbered
from crosswalk.language.quantities import QuantityConstraint
from crosswalk.language.thesaurus import just_before, thesaurus
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Modality
from crosswalk.relate.align import AlignedPair
from crosswalk.relate.sentence_alignment import Sentences
from crosswalk.relate.tally import ClauseSide

# Words that pair so name one thing; what is only related or near may be another thing.
_FIRM = frozenset({"same", "in other words", "part of", "contains", "kind of", "by its definition"})
# Where two numbers stand in one sentence, the last of these between them parts what they bind.
_PART = re.compile(r",? (?:and|or|but)\b|[,;:]")
# "20 days of leave", "10 percent of the budget": what is counted or measured.
_OF = re.compile(r"(?: [^\W\d_]+)? of (?:(?:an?|the|its|their|his|her) )?")

_TO_DO = re.compile(r"\b(?:shall|must|may|should|will|is|are|be)(?: not)? $")
_NONE: frozenset[str] = frozenset()


class ConstraintScope:
    """What the numbers of two texts bind, and how it is paired."""

    __slots__ = ("_pairs", "_sentences", "_sides")

    def __init__(
        self, left: ClauseSide, right: ClauseSide, pairs: Sequence[AlignedPair], sentences: Sentences
    ) -> None:
        self._sides = left, right
        self._pairs = pairs
        self._sentences = sentences

    def strength(self, ours: QuantityConstraint, theirs: QuantityConstraint) -> float:
        """The weight of what both numbers bind: 0 where each binds a thing that the other does not.

        That one of the two says more is no difference: it may just be told at greater length.
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
        """Whether the one number says how long a thing is kept up and the other when it is undone."""
        around = self.around(ours, theirs)
        return any(
            p.how == "opposite" and p.left in around[0] and p.right in around[1] and self._deeds(p)
            for p in self._pairs
        )

    def around(self, ours: QuantityConstraint, theirs: QuantityConstraint) -> tuple[set[int], set[int]]:
        """The places of the units that stand around a number on the left, and around one on the right."""
        return self._around(self._scope(ours, 0), 0), self._around(self._scope(theirs, 1), 1)

    def _scope(self, limit: QuantityConstraint, which: int) -> Span:
        """The sentence that holds a number, or its part of the sentence where that holds several numbers."""
        side = self._sides[which]
        whole = self._sentences.around(limit.span, left=not which)
        start, end = whole.start, whole.end
        for other in side.shape.quantities:
            if whole.start <= other.span.start and other.span.end <= limit.span.start:
                parts = [*_PART.finditer(side.text, other.span.end, limit.span.start)]
                start = max(start, parts[-1].end()) if parts else start
            elif limit.span.end <= other.span.start < end:
                parts = [*_PART.finditer(side.text, limit.span.end, other.span.start)]
                end = parts[-1].start() if parts else end
        return Span(start, end)

    def _around(self, scope: Span, which: int) -> set[int]:
        units = self._sides[which].units
        return {n for n, u in enumerate(units) if any(scope.start <= s.start < scope.end for s in u.spans)}

    def _telling(self, which: int) -> set[int]:
        """The units that say what a text is about: not the light words, nor a doer that the other leaves unsaid."""
        light, side, other = thesaurus().light_verbs, self._sides[which], self._sides[not which]
        unsaid = _has_doer(side) and not _has_doer(other)
        return {
            n
            for n, u in enumerate(side.units)
            if (u.concept or u.key not in light) and not (unsaid and u.role is Role.SUBJECT)
        }

    def _firm(self, pair: AlignedPair) -> bool:
        """Whether two units name one thing, two doers of a deed, or a deed and its undoing."""
        if pair.how == "opposite":
            return self._deeds(pair)
        return pair.how in _FIRM or (pair.how in {"near", "related"} and self._doers(pair))

    def _deeds(self, pair: AlignedPair) -> bool:
        return self._acts(pair.left, 0) and self._acts(pair.right, 1)

    def _acts(self, place: int, which: int) -> bool:
        side = self._sides[which]
        span = side.units[place].spans[0]
        if side.shape.action is not None and side.shape.action.start == span.start:
            return True
        if span.start == 0 and side.shape.force is Modality.STATES:
            return side.units[place].word in thesaurus().verbs  # "Keep records"
        told = span.start == 0 or just_before(_TO_DO, side.text, span.start)
        return side.shape.role(span) is Role.PREDICATE and bool(told)

    def _unlike_deeds(self, left: set[int], right: set[int]) -> tuple[set[int], set[int]]:
        """What only one side says, less two deeds that have one opposite: to hold and to keep."""
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
        """Whether what the one text speaks of only describes what the other does: a loan, a loan file."""
        return any(
            self._describes(p.left, 0, met[0]) is not self._describes(p.right, 1, met[1])
            for p in held
            if p.how == "same"
        )

    def _describes(self, place: int, which: int, met: set[int]) -> bool:
        """Whether a unit stands right before a thing that the other text does not name."""
        units = self._sides[which].units
        after = place + 1
        if after in met or after >= len(units) or self._acts(place, which) or self._acts(after, which):
            return False
        near = units[after].spans[0].start - units[place].spans[0].end == 1
        return near and after in self._telling(which) and not units[after].word.endswith("ly")

    def _named_apart(self, scopes: tuple[Span, Span]) -> bool:
        """Whether the two are of things with other numbers: grade 2, grade 8."""
        one, two = (numbered(scope.of(s.text)) for scope, s in zip(scopes, self._sides, strict=True))
        return any(one[kind].isdisjoint(two[kind]) for kind in one.keys() & two.keys())

    def _measured(
        self, ours: QuantityConstraint, theirs: QuantityConstraint, held: Sequence[AlignedPair]
    ) -> bool:
        """Whether both say what is measured, and it is not the same: days of leave, days of teaching."""
        one, two = self._after(ours, 0), self._after(theirs, 1)
        if one is None or two is None:
            return False
        return not any(p.left == one and p.right == two for p in held)

    def _after(self, limit: QuantityConstraint, which: int) -> int | None:
        side = self._sides[which]
        hit = _OF.match(side.text, limit.span.end)
        found = (n for n, u in enumerate(side.units) if hit and any(s.start == hit.end() for s in u.spans))
        return next(found, None)


def _has_doer(side: ClauseSide) -> bool:
    """Whether the subject of a text does what it says: the agency publishes, and not the plan is published."""
    shape = side.shape
    if shape.action is None or shape.passive or shape.force is Modality.STATES:
        return False
    return any(unit.spans[0].start == shape.action.start for unit in side.units)
