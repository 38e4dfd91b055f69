"""What each signal sees, and retrieval that loses nothing worth having."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.language.encoder import unit
from crosswalk.retrieve import fusion
from crosswalk.retrieve.fusion import match_texts, nearest_neighbors, plausible_pairs, raw_scores
from crosswalk.retrieve.signals import (
    Pairs,
    Signal,
    Texts,
    every_pair,
    rarity,
    read_at,
    signals,
    tokenize_sides,
)


def _texts(bodies, titles=None, contexts=None, groups=None):
    none = [""] * len(bodies)
    return Texts(titles or none, bodies, contexts or none, groups or none)


def _seen(left, right):
    return signals(*tokenize_sides(left, right))


LEFT = _texts(
    ["median earnings after exit", "credential attainment rate", "effectiveness in serving employers"],
    contexts=["measures"] * 3,
)
RIGHT = _texts(
    ["wages after leaving", "rate of credentials attained", "retention with the same employer", "rooms"]
)


@pytest.mark.parametrize("name", ["words", "titles", "place", "meaning", "setting", "asked", "answered"])
def test_single_pairs_and_whole_blocks_agree(name):
    signal, pairs = _seen(LEFT, RIGHT)[name], every_pair(3, 4)

    assert signal.single(pairs.left, pairs.right) == pytest.approx(raw_scores(signal, pairs), abs=1e-5)


@pytest.mark.parametrize("name", ["words", "titles", "place", "meaning", "setting"])
def test_a_text_is_wholly_like_itself(name):
    block = _seen(LEFT, LEFT)[name].block(0, 3)

    assert np.diag(block) == pytest.approx(1, abs=1e-3)


def test_endings_do_not_matter_to_words_but_meaning_goes_further():
    seen = _seen(LEFT, RIGHT)

    assert seen["words"].block(1, 2)[0].argmax() == 1
    assert seen["words"].block(0, 1)[0, 0] < 0.2 < seen["meaning"].block(0, 1)[0, 0]


def test_a_word_common_on_the_short_side_is_not_rare_for_being_rare_on_the_long_one():
    from scipy.sparse import csr_array

    short = csr_array(np.array([[1, 0], [1, 1]], np.float32))
    long = csr_array(np.array([[0, 0]] * 98 + [[1, 0], [0, 1]], np.float32))
    common, rare = rarity(short, long)

    assert common < rare


def test_siblings_that_point_to_a_text_help_the_pair():
    left = _texts(
        ["earnings of adults", "earnings of youth", "zebra"] + ["rooms"] * 4, groups=["g"] * 3 + [""] * 4
    )
    right = _texts(["earnings", "calendar", "desks", "chairs"])
    scored = match_texts(left, right)
    given = scored.given["neighbors"].reshape(7, 4)

    assert given[2].argmax() == 0
    assert not given[3:].any()


def test_a_title_common_to_all_makes_no_group():
    alone = match_texts(_texts(list(LEFT.bodies), groups=["all"] * 3), RIGHT)

    assert not alone.given["neighbors"].any()


def test_kin_are_the_nearest_of_ones_own_side_whatever_their_order():
    bodies = ["median earnings of adults", "earnings of youth", "wages of adults", "rooms", "rooms"]
    table = _seen(_texts(bodies), RIGHT)["meaning"].left
    shares = nearest_neighbors(table, most=2).toarray()
    turned = nearest_neighbors(table[::-1].copy(), most=2).toarray()[::-1, ::-1]

    assert shares.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert not np.diag(shares).any()
    assert shares[3].argmax() == 4
    assert shares == pytest.approx(turned, abs=1e-4)


def test_a_text_alone_on_its_side_has_no_kin():
    assert not nearest_neighbors(np.ones((1, 256), np.float32) / 16).toarray().any()


def _many(count, seed):
    rng = np.random.default_rng(seed)
    words = np.array(
        [f"{a}{b}" for a in "bcdfghklmnprst" for b in ("elo", "emi", "iru", "ona", "ute", "ypo")]
    )
    return [" ".join(rng.choice(words, 12)) for _ in range(count)]


def test_retrieval_keeps_the_best_of_all_pairs():
    bodies = _many(300, 1)
    other = [
        " ".join(body.split()[:9]) + " " + more for body, more in zip(bodies, _many(300, 2), strict=True)
    ]
    left, right = _texts(bodies), _texts(other)
    whole, some = match_texts(left, right), match_texts(left, right, limit=1)

    assert len(some.pairs) < len(whole.pairs)
    best = some.pairs.best_place(some.score, 0)
    assert (some.pairs.right[best] == whole.score.reshape(300, 300).argmax(axis=1)).mean() > 0.99
    assert (
        np.corrcoef(some.score, whole.score.reshape(300, 300)[some.pairs.left, some.pairs.right])[0, 1] > 0.99
    )


def _meanings(count):
    """Texts in twenty loose groups of like meaning, as rows of length one."""
    rng = np.random.default_rng(5)
    return unit(np.repeat(rng.normal(size=(20, 16)), count // 20, axis=0) + rng.normal(size=(count, 16)) / 2)


def _retrieved(one, two):
    size = len(one), len(two)
    signal = Signal(one.astype(np.float32), two.astype(np.float32))
    seen = dict.fromkeys(("setting", "meaning"), signal) | dict.fromkeys(("words", "titles"), signal)
    found = plausible_pairs(seen, size, limit=1)
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.fixture
def small_cells(monkeypatch):
    """Cells of meaning for lists of a few hundred texts, which are long enough to have none otherwise."""
    for name, number in (("_WHOLE", 10), ("_CELL", 20), ("_CELLS", 6)):
        monkeypatch.setattr(fusion, name, number)


def test_looking_in_near_cells_finds_nearly_all_that_looking_everywhere_does(small_cells, monkeypatch):
    one, two = _meanings(400), _meanings(400)[::-1]
    some = _retrieved(one, two)
    monkeypatch.setattr(fusion, "_WHOLE", 1000)

    assert len(some & _retrieved(one, two)) > 0.9 * len(_retrieved(one, two))


def test_cells_heed_neither_the_order_of_texts_nor_that_of_sides(small_cells):
    one, two = _meanings(400), _meanings(360)
    order = np.random.default_rng(1).permutation(400)
    found = _retrieved(one, two)

    assert {(order[left], right) for left, right in _retrieved(one[order], two)} == found
    assert {(left, right) for right, left in _retrieved(two, one)} == found


def test_retrieval_grows_with_the_texts_not_with_their_product():
    left = _texts(_many(400, 3))
    counts = [
        len(plausible_pairs(_seen(left, right), (400, len(right)), limit=1))
        for right in (_texts(_many(400, 4)), _texts(_many(1600, 4)))
    ]

    assert counts[1] < 4 * counts[0]


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
