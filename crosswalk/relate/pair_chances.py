"""The chance that an expert lists each of the retrieved pairs of two documents of any length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.encoder import Vectors
from crosswalk.model.frame import ProvisionFrames
from crosswalk.relate.listing import (
    Matrix,
    Rows,
    after_rivals,
    chance_of,
    level_flags,
    levels_apart,
    listing_chances,
    never_listed,
    own_odds,
    readings,
    rival_sums,
    usual_rivals,
    weaker_of_twins,
    weaker_twins,
    weights,
)

# Of each pair the row of its left and of its right provision.
Cells = tuple[Rows, Rows]

# Up to this many pairs of two documents every pair is a rival of others; above it only the retrieved ones are, since
# the loss to all costs pairs times texts (15 s for 5,000 by 5,000).
EVERY_RIVAL = 4_000_000
# How many provisions' retrieved pairs are read at once: a bound of time, which decides nothing.
_TOGETHER = 16


@dataclass(frozen=True)
class PairChances:
    """Of each of some pairs the chance that an expert lists it, and whether levels or a likelier twin keep it out."""

    chances: Matrix
    apart: NDArray[np.bool_]
    twins: NDArray[np.bool_]


def pair_chances(
    left: Sequence[ProvisionFrames],
    right: Sequence[ProvisionFrames],
    cells: Cells,
    scores: Matrix,
    lowest: float,
) -> PairChances:
    """The chances of retrieved pairs; `lowest` stands for the matcher's score of a pair that was not retrieved.

    Of two long documents only retrieved pairs are rivals, so that the cost grows with texts and retrieved pairs.
    """
    if len(left) * len(right) > EVERY_RIVAL:
        return _retrieved_chances(left, right, cells, scores)
    table = np.full((len(left), len(right)), lowest)
    table[cells] = scores
    chances = listing_chances(left, right, table)
    twins, apart = weaker_twins(right, chances), levels_apart(left, right)
    chances[twins] = 0.0
    return PairChances(chances[cells], apart[cells], twins[cells])


def _retrieved_chances(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], cells: Cells, scores: Matrix
) -> PairChances:
    """The chances of retrieved pairs, of which no other pair is a rival."""
    read, fitted = readings(left, right), weights()
    odds, apart, twins = np.empty(len(scores)), np.zeros(len(scores), bool), np.zeros(len(scores), bool)
    for places, rows, columns, at in _blocks(*cells):
        ours, theirs = [left[row] for row in rows], [right[column] for column in columns]
        table = np.zeros((len(rows), len(columns)))
        table[at] = scores[places]
        seen = read.features(rows, columns, table)
        odds[places] = own_odds(seen, never_listed(ours, theirs), fitted)[at]
        apart[places] = levels_apart(ours, theirs)[at]
    size = len(left), len(right)
    own = np.exp(odds)
    in_row = usual_rivals(size[1]) + _rivals_of(own, cells, read.texts[1])
    in_column = usual_rivals(size[0]) + _rivals_of(own, cells[::-1], read.texts[0])
    chances, levels = chance_of(after_rivals(odds, in_row, in_column, size, fitted)), level_flags(right)
    for places, rows, columns, at in _blocks(*cells):
        table = np.zeros((len(rows), len(columns)))
        table[at] = chances[places]
        twins[places] = weaker_of_twins(levels[columns], read.texts[1][columns], table)[at]
    return PairChances(np.where(twins, 0.0, chances), apart, twins)


def _blocks(asking: Rows, reading: Rows) -> Iterator[tuple[Rows, Rows, Rows, Cells]]:
    """Pairs by blocks of rows: the places of the pairs, the rows and columns they have, and where in these each pair is."""
    order = np.argsort(asking, kind="stable")
    ends = np.searchsorted(asking[order], np.arange(0, asking.max(initial=-1) + 1 + _TOGETHER, _TOGETHER))
    for start, stop in pairwise(ends):
        places = order[start:stop]
        if len(places):
            rows, row = np.unique(asking[places], return_inverse=True)
            columns, column = np.unique(reading[places], return_inverse=True)
            yield places, rows, columns, (row, column)


def _rivals_of(odds: Matrix, cells: Cells, texts: Vectors) -> Matrix:
    """For each pair the odds of the other pairs of its row, each as far as its text says the same."""
    found = np.empty(len(odds))
    for places, rows, columns, at in _blocks(*cells):
        table = np.zeros((len(rows), len(columns)))
        table[at] = odds[places]
        found[places] = rival_sums(table, texts[columns])[at]
    return found
