"""Lists of pairs: the best, the crowd, and looking up single places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.retrieve.signals import Pairs, every_pair, read_at


@st.composite
def lists(draw):
    """Some pairs of up to six by six rows, each with a value."""
    size = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    codes = sorted(draw(st.sets(st.integers(0, size[0] * size[1] - 1))))
    values = draw(st.lists(st.floats(-5, 5, width=32), min_size=len(codes), max_size=len(codes)))
    keys = np.array(codes, np.int64)
    return Pairs(keys // size[1], keys % size[1], size), np.array(values, np.float32)


@settings(deadline=None)
@given(lists(), st.sampled_from([0, 1]))
def test_best_is_the_greatest_of_each_row(held, side):
    pairs, values = held
    best, place = pairs.best(values, side), pairs.best_place(values, side)

    for row in range(pairs.size[side]):
        mine = np.flatnonzero(pairs.of(side) == row)
        assert best[row] == (values[mine].max() if len(mine) else -np.inf)
        assert place[row] == (mine[values[mine].argmax()] if len(mine) else -1)


@settings(deadline=None)
@given(lists(), st.sampled_from([0, 1]))
def test_a_crowd_counts_listed_pairs_and_the_rest(held, side):
    pairs, values = held
    table = np.zeros(pairs.size)
    table[pairs.left, pairs.right] = values
    table = table.T if side else table

    assert pairs.crowd(values, side, 1.5, 0.0) == pytest.approx(
        np.log(np.exp(1.5 * table).sum(axis=1)) / 1.5, abs=1e-4
    )


@settings(deadline=None)
@given(lists())
def test_a_place_not_held_reads_nothing(held):
    pairs, values = held
    everywhere = every_pair(*pairs.size)
    table = np.zeros(pairs.size, np.float32)
    table[pairs.left, pairs.right] = values

    assert read_at(pairs.table(values), everywhere.left, everywhere.right) == pytest.approx(table.ravel())


def test_every_pair_is_complete():
    assert every_pair(3, 4).complete
    assert len(every_pair(3, 4)) == 12
