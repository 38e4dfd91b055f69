"""Numbers, spans of time and frequencies as ranges."""

import math

import pytest

from crosswalk.match.limits import Dimension, limits


@pytest.mark.parametrize(
    ("text", "low", "high", "dimension"),
    [
        ("at least 2 exits", 2, math.inf, Dimension.COUNT),
        ("no fewer than two exits", 2, math.inf, Dimension.COUNT),
        ("up to 1 exit", 0, 1, Dimension.COUNT),
        ("one exit only", 1, 1, Dimension.COUNT),
        ("several exits", 2, math.inf, Dimension.COUNT),
        ("not less than 20 percent of the funds", 20, math.inf, Dimension.SHARE),
        ("within 72 hours", 0, 3, Dimension.TIME),
        ("a term of 2 years", 730, 730, Dimension.TIME),
        ("every 6 months", 2, math.inf, Dimension.RATE),
        ("twice a year", 2, math.inf, Dimension.RATE),
        ("annually", 1, math.inf, Dimension.RATE),
    ],
)
def test_what_a_text_sets(text, low, high, dimension):
    (found,) = limits(text)

    assert (low, high, dimension) == (found.low, found.high, found.dimension)


@pytest.mark.parametrize(
    "text",
    [
        "under section 3226 of this title",
        "29 U.S.C. 50 et seq.",
        "from 1 April to 30 September",
        "the 2nd day",
    ],
)
def test_numbers_that_name_a_place_or_a_day_set_no_limit(text):
    assert not [found for found in limits(text) if found.low in {3226, 29, 1, 30, 2}]


def test_a_denial_turns_a_range_round():
    (found,) = limits("more than 10 books", denied=True)

    assert (0, 10, True) == (found.low, found.high, found.turned)


def test_ranges_compare():
    (five,), (ten,), (most,) = limits("at least 5 days"), limits("at least 10 days"), limits("up to 3 days")

    assert ten.inside(five)
    assert not five.inside(ten)
    assert most.apart(five)
    assert not five.alike(limits("at least 5 percent")[0])
