"""Scores into chances, and chances into words."""

import json
from pathlib import Path

import numpy as np
import pytest

from crosswalk.model.alignment import confidence_word
from crosswalk.retrieve import fusion
from crosswalk.retrieve.fusion import confidence, linked, observed, settings


@pytest.mark.parametrize(
    ("chance", "word"),
    [(1.0, "high"), (0.5, "high"), (0.49, "moderate"), (0.2, "moderate"), (0.19, "low"), (0.0, "low")],
)
def test_words_for_chances(chance, word):
    assert confidence_word(chance) == word


def test_words_keep_their_order_in_what_was_observed():
    seen = observed()

    assert seen["high"] > 0.5 > seen["moderate"] > 0.2 > seen["low"] > 0


@pytest.mark.parametrize("curve", [confidence, linked])
def test_chances_rise_with_the_score_and_stay_chances(curve):
    chances = curve(np.linspace(-40, 40, 200, dtype=np.float32))

    assert (np.diff(chances) >= 0).all()
    assert 0 <= chances.min() < 0.01
    assert 0.5 < chances.max() <= 1


def test_the_reliability_table_is_within_the_promised_error():
    rows = settings().reliability
    error = sum(row["share"] * abs(row["stated"] - row["observed"]) for row in rows)

    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=0.01)
    assert error <= 0.05


def test_the_stored_numbers_carry_a_version():
    stored = json.loads(Path(fusion.__file__).parents[1].joinpath("data", "weights.json").read_text("utf-8"))

    assert stored["version"] == settings().version != ""
