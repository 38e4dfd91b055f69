"""The chances of the retrieved pairs of long documents are those of all pairs of short ones."""

import numpy as np
import pytest

from crosswalk.relate import pair_chances as room
from crosswalk.relate.pair_chances import pair_chances
from tests.relate.reading import read

LEFT = (
    "The State board shall engage employers in sector partnerships.",
    "The local board shall engage employers in sector partnerships.",
    "The State plan shall describe the strategies for career pathways and the funds for each.",
    "The Governor shall report the share of participants in employment each year.",
    "The State plan shall include assurances that the State will keep a policy on conflicts.",
)
RIGHT = (
    "State partners engage employers in sector partnerships and career pathways.",
    "Local partners engage employers in sector partnerships and career pathways.",
    "State partners engage employers and fund career pathways.",
    "Partners use data on employment to improve outcomes. They report them each year.",
    "The framework has two parts, criteria with indicators and metrics.",
    "State partners put in place policies on career pathways.",
)


@pytest.fixture(scope="module")
def sides():
    return [read(text) for text in LEFT], [read(text, kind="framework") for text in RIGHT]


def chances(sides, cells, scores):
    found = pair_chances(*sides, cells, scores, 0.0)
    return found.chances, found.apart, found.twins


def every(sides):
    rows, columns = np.divmod(np.arange(len(LEFT) * len(RIGHT)), len(RIGHT))
    return (rows, columns), np.where((rows + columns) % 3 == 0, 3.0, 1.0)


@pytest.mark.parametrize("together", [1, 2, 64])
def test_with_every_pair_retrieved_both_ways_agree(sides, monkeypatch, together):
    cells, scores = every(sides)
    expected = chances(sides, cells, scores)
    monkeypatch.setattr(room, "EVERY_RIVAL", 0)
    monkeypatch.setattr(room, "_TOGETHER", together)
    mixed = np.random.default_rng(3).permutation(len(scores))
    found = chances(sides, tuple(side[mixed] for side in cells), scores[mixed])

    for one, two in zip(expected, found, strict=True):
        assert one[mixed].tolist() == two.tolist()
    assert all(side.any() for side in expected)


def test_of_long_documents_only_retrieved_pairs_are_rivals(sides, monkeypatch):
    (rows, columns), scores = every(sides)
    few = (rows != 0) | (columns != 2)
    monkeypatch.setattr(room, "EVERY_RIVAL", 0)
    full = chances(sides, (rows, columns), scores)[0][few]
    less = chances(sides, (rows[few], columns[few]), scores[few])[0]

    assert less[0] > full[0]
    assert (less >= full).all()


def test_without_a_retrieved_pair_there_is_no_chance(sides, monkeypatch):
    monkeypatch.setattr(room, "EVERY_RIVAL", 0)
    none = np.zeros(0, np.int64)

    assert [len(one) for one in chances(sides, (none, none), np.zeros(0))] == [0, 0, 0]
