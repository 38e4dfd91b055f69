"""Texts of several sentences: which sentence of one says the same thing as which of the other.

What a long text denies in one sentence says nothing about another sentence, and neither does a number.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from math import fsum

from crosswalk.match.align import Pairing
from crosswalk.match.tally import Side
from crosswalk.model.evidence import Span

# Two sentences face one another when one answers so much of the other, and is answered so far.
FACING, BACK = 0.6, 0.35
_BREAK = re.compile(r"(?<!\b[a-z])(?<!\bstat)(?<!\bsec)(?<!\bno)[.;](?=[\s—)\"]|$)|: provided\b")


class Sentences:
    """The sentences of two texts, and which of them face one another."""

    __slots__ = ("_breaks", "_known", "_pairs", "_sides", "single")

    def __init__(self, left: Side, right: Side, pairs: Sequence[Pairing]) -> None:
        self._sides = left, right
        self._pairs = pairs
        self._breaks = (
            [hit.end() for hit in _BREAK.finditer(left.text)],
            [hit.end() for hit in _BREAK.finditer(right.text)],
        )
        self.single = all(_number(side) <= 1 for side in zip(self._breaks, self._sides, strict=True))
        self._known: dict[tuple[int, int], bool] = {}

    def face(self, ours: Span, theirs: Span) -> bool:
        """Whether a place on the left and one on the right stand in sentences about the same thing."""
        if self.single:
            return True
        one = bisect_right(self._breaks[0], ours.start)
        two = bisect_right(self._breaks[1], theirs.start)
        if (one, two) not in self._known:
            self._known[one, two] = self._alike(one, two)
        return self._known[one, two]

    def denies(self, span: Span, *, left: bool) -> bool:
        """Whether anything is denied in the sentence that holds a place."""
        side, breaks = self._sides[not left], self._breaks[not left]
        here = bisect_right(breaks, span.start)
        return any(bisect_right(breaks, scope.start) == here for scope in side.shape.denied)

    def _alike(self, one: int, two: int) -> bool:
        ours, theirs = self._within(one, 0), self._within(two, 1)
        forth, back = dict.fromkeys(ours, 0.0), dict.fromkeys(theirs, 0.0)
        for pair in self._pairs:
            if pair.left in forth and pair.right in back:
                forth[pair.left] = max(forth[pair.left], pair.given)
                back[pair.right] = max(back[pair.right], pair.back)
        shares = _share(self._sides[0], forth), _share(self._sides[1], back)
        return max(shares) >= FACING and min(shares) >= BACK

    def _within(self, number: int, which: int) -> list[int]:
        breaks = self._breaks[which]
        return [
            place
            for place, unit in enumerate(self._sides[which].units)
            if any(bisect_right(breaks, span.start) == number for span in unit.spans)
        ]


def _number(side: tuple[list[int], Side]) -> int:
    breaks, whole = side
    return sum(place < len(whole.text.rstrip()) for place in breaks) + 1


def _share(side: Side, met: dict[int, float]) -> float:
    total = fsum(side.units[place].weight for place in met)
    return fsum(side.units[place].weight * got for place, got in met.items()) / total if total else 0.0
