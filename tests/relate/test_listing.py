"""Which pairs are listed: measured on judged fields that no weight was fitted on."""

import numpy as np
import pytest

from crosswalk.model.frame import Frame, FrameModality, Level, ProvisionFrames
from crosswalk.relate.listing import (
    FEATURES,
    LISTED,
    describes_itself,
    levels_apart,
    listing_chances,
    listing_odds,
    weights,
)
from tests.golden.judged_fields import FROZEN, MUST, features, read_field
from tests.relate.reading import read


def chances(name):
    seen, apart = features(name)
    return np.where(apart, 0.0, np.round(1 / (1 + np.exp(-listing_odds(seen, weights()))), 3))


@pytest.mark.slow
def test_what_is_listed_of_the_frozen_fields_is_mostly_right_and_finds_most():
    listed = right = defensible = wanted = 0
    for name in FROZEN:
        labels, shown = read_field(name).labels, chances(name) >= LISTED
        listed += shown.sum()
        right += (shown & (labels == MUST)).sum()
        defensible += (shown & (labels > 0)).sum()
        wanted += (labels == MUST).sum()

    assert right / listed >= 0.85
    assert defensible / listed >= 0.9
    assert right / wanted >= 0.6


def test_weights_name_the_features_they_belong_to():
    assert list(FEATURES) == weights()["features"]
    assert len(FEATURES) == len(weights()["weights"]) == len(weights()["mean"])


def provision(level):
    return ProvisionFrames("p", "text", "text", (Frame(FrameModality.MUST, level, clause="act"),))


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        (Level.STATE, Level.LOCAL, True),
        (Level.LOCAL, Level.STATE, True),
        (Level.STATE, Level.STATE, False),
        (Level.LOCAL, Level.NONE, False),
        (Level.PROGRAM, Level.STATE, False),
    ],
)
def test_a_state_duty_beside_a_local_one_is_a_twin_and_no_row(one, two, apart):
    assert apart == levels_apart([provision(one)], [provision(two)])[0, 0]


def test_nothing_to_compare_gives_no_chances():
    assert (0, 1) == listing_chances([], [provision(Level.NONE)], np.zeros((0, 1))).shape


def test_what_a_state_plan_says_of_local_boards_speaks_to_the_state_too():
    lead = "The unified State plan shall include a description of—"
    plan = read("how the local boards will take the performance of providers into account;", lead=lead)
    state = read("State partners use data to improve outcomes.", kind="framework")
    local = read("Local and regional partners use data to improve outcomes.", kind="framework")

    assert not levels_apart([plan], [state])[0, 0]
    assert levels_apart([state], [local])[0, 0]


def test_a_text_that_only_describes_its_own_document_is_never_listed():
    itself = read("The framework has two parts, criteria with indicators and metrics.", kind="framework")
    duty = read("The State board shall measure the performance of each program.")

    assert describes_itself(itself)
    assert not describes_itself(duty)
    assert listing_chances([duty], [itself], np.array([[5.0]]))[0, 0] == 0
