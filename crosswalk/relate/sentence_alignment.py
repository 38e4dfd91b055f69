"""Texts of several sentences: which sentence of one says the same thing as which of the other.

What a long text denies in one sentence says nothing about another sentence, and neither does a number.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import product
from math import fsum

from crosswalk.model.annotation import Span
from crosswalk.relate.align import AlignedPair
from crosswalk.relate.tally import ClauseSide

# Two sentences face one another when one answers so much of the other, and is answered so far.
FACING, BACK = 0.6, 0.35
_BREAK = re.compile(r"(?<!\b[a-z])(?<!\bstat)(?<!\bsec)(?<!\bno)[.;](?=[\s—)\"]|$)|: provided\b")


class Sentences:
    """The sentences of two texts, and which of them face one another."""

    __slots__ = ("_breaks", "_facing", "_sides", "single")

    def __init__(self, left: ClauseSide, right: ClauseSide, pairs: Sequence[AlignedPair]) -> None:
        self._sides = left, right
        self._breaks = (
            [hit.end() for hit in _BREAK.finditer(left.text)],
            [hit.end() for hit in _BREAK.finditer(right.text)],
        )
        self.single = all(_number(side) <= 1 for side in zip(self._breaks, self._sides, strict=True))
        self._facing = frozenset() if self.single else self._alike(pairs)

    def face(self, ours: Span, theirs: Span) -> bool:
        """Whether a place on the left and one on the right stand in sentences about the same thing."""
        return self.single or (self._at(ours, 0), self._at(theirs, 1)) in self._facing

    def alone(self, span: Span, *, left: bool) -> bool:
        """Whether a place stands in a sentence that no sentence of the other text faces."""
        here, which = self._at(span, not left), int(not left)
        return not self.single and all(pair[which] != here for pair in self._facing)

    def around(self, span: Span, *, left: bool) -> Span:
        """The sentence that holds a place."""
        which = int(not left)
        breaks = [0, *self._breaks[which], len(self._sides[which].text)]
        at = bisect_right(self._breaks[which], span.start)
        return Span(breaks[at], max(breaks[at], breaks[at + 1]))

    def denies(self, span: Span, *, left: bool) -> bool:
        """Whether anything is denied in the sentence that holds a place."""
        here = self._at(span, not left)
        return any(self._at(scope, not left) == here for scope in self._sides[not left].shape.negation_scopes)

    def _at(self, span: Span, which: int) -> int:
        return bisect_right(self._breaks[which], span.start)

    def _alike(self, pairs: Sequence[AlignedPair]) -> frozenset[tuple[int, int]]:
        """The numbers of all sentences that face one another."""
        homes = [
            [sorted({self._at(span, n) for span in u.spans}) for u in self._sides[n].units] for n in (0, 1)
        ]
        met: dict[tuple[int, int], tuple[dict[int, float], dict[int, float]]] = {}
        for pair in pairs:
            for one, two in product(homes[0][pair.left], homes[1][pair.right]):
                forth, back = met.setdefault((one, two), ({}, {}))
                forth[pair.left] = max(forth.get(pair.left, 0.0), pair.forward)
                back[pair.right] = max(back.get(pair.right, 0.0), pair.backward)
        whole = [_weights(side, home) for side, home in zip(self._sides, homes, strict=True)]
        return frozenset(
            (one, two)
            for (one, two), (forth, back) in met.items()
            if _near(
                _weight(self._sides[0], forth) / whole[0][one], _weight(self._sides[1], back) / whole[1][two]
            )
        )


def _near(forth: float, back: float) -> bool:
    return max(forth, back) >= FACING and min(forth, back) >= BACK


def _weights(side: ClauseSide, homes: Sequence[Sequence[int]]) -> dict[int, float]:
    """The weight of all that each sentence asks, by its number."""
    found: dict[int, list[float]] = {}
    for unit, home in zip(side.units, homes, strict=True):
        for number in home:
            found.setdefault(number, []).append(unit.weight)
    return {number: fsum(weights) or 1.0 for number, weights in found.items()}


def _number(side: tuple[list[int], ClauseSide]) -> int:
    breaks, whole = side
    return sum(place < len(whole.text.rstrip()) for place in breaks) + 1


def _weight(side: ClauseSide, met: dict[int, float]) -> float:
    return fsum(side.units[place].weight * got for place, got in met.items())
