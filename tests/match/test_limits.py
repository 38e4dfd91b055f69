"""Numbers, spans of time and frequencies as ranges."""

import math

import pytest

from crosswalk.language.quantities import Dimension, find_quantities


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
        ("within ninety days", 0, 90, Dimension.TIME),
        ("a charge of two hundred and fifty dollars", 250, math.inf, Dimension.COUNT),
        ("ten per centum of the funds", 10, 10, Dimension.SHARE),
        ("5 crates or fewer", 0, 5, Dimension.COUNT),
        ("6 months at most", 0, 182.5, Dimension.TIME),
        ("no more than once every 2 years", 0, 0.5, Dimension.RATE),
        ("at most twice a year", 0, 2, Dimension.RATE),
        ("no earlier than 10 days", 10, math.inf, Dimension.TIME),
        ("no wider than 3 meters", 0, 3, Dimension.COUNT),
        ("the fee is 50 dollars", 50, 50, Dimension.COUNT),
        ("there are 2 exits", 2, math.inf, Dimension.COUNT),
        ("the maximum stay is 2 years", 0, 730, Dimension.TIME),
        ("payments may not exceed 1000 dollars", 0, 1000, Dimension.COUNT),
        ("at or below -18 °C", -math.inf, -18, Dimension.COUNT),
        ("at least minus 5 degrees", -5, math.inf, Dimension.COUNT),
    ],
)
def test_what_a_text_sets(text, low, high, dimension):
    (found,) = find_quantities(text)

    assert (low, high, dimension) == (found.low, found.high, found.dimension)


@pytest.mark.parametrize(
    "text",
    [
        "under section 3226 of this title",
        "29 U.S.C. 50 et seq.",
        "from 1 April to 30 September",
        "the 2nd day",
        "pupils of grade 2",
    ],
)
def test_numbers_that_name_a_place_or_a_day_set_no_limit(text):
    assert not [found for found in find_quantities(text) if found.low in {3226, 29, 1, 30, 2}]


def test_a_denial_turns_a_range_round():
    (found,) = find_quantities("more than 10 books", denied=True)

    assert (0, 10, True) == (found.low, found.high, found.is_negated)


def test_ranges_compare():
    (five,), (ten,), (most,) = (
        find_quantities("at least 5 days"),
        find_quantities("at least 10 days"),
        find_quantities("up to 3 days"),
    )

    assert ten.is_subrange(five)
    assert not five.is_subrange(ten)
    assert most.is_disjoint(five)
    assert not five.is_comparable(find_quantities("at least 5 percent")[0])


@pytest.mark.parametrize(
    ("text", "low", "high", "dimension"),
    [
        ("stored at between 2 and 8 degrees", 2, 8, Dimension.COUNT),
        ("The pH of the water shall be between 7.2 and 7.8.", 7.2, 7.8, Dimension.COUNT),
        ("from 16 to 24 years of age", 16, 24, Dimension.COUNT),
        ("not younger than 16 and not older than 24", 16, 24, Dimension.COUNT),
        ("open for comment for a period of 30 days", 30, float("inf"), Dimension.TIME),
        ("reduce its emissions by 40 percent", 40, float("inf"), Dimension.SHARE),
        ("closed after 10 p.m.", 22, 24, Dimension.CLOCK),
        ("a majority of the members", 50.001, float("inf"), Dimension.SHARE),
    ],
)
def test_ranges_ages_and_hours(text, low, high, dimension):
    (found,) = find_quantities(text)

    assert (low, high, dimension) == (found.low, found.high, found.dimension)


def test_what_is_banned_within_a_distance_is_free_beyond_it():
    (banned,) = find_quantities("must not be sprayed within 50 meters of a school", denied=True)
    (free,) = find_quantities("sprayed at least 50 meters from a school")
    (near,) = find_quantities("sprayed within 30 meters of a school")

    assert banned.same(free)
    assert banned.is_disjoint(near)


def test_which_cases_are_meant_is_no_demand():
    (found,) = find_quantities("compensate passengers for delays of more than 60 minutes")

    assert found.is_filter


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("at least 40 hours a week", "at most 3 days a week"),
        ("at least 36 inches", "at most 2 meters"),
        ("at least 165 degrees Fahrenheit", "at most 80 degrees Celsius"),
    ],
)
def test_what_is_counted_otherwise_is_not_compared(one, two):
    (ours,), (theirs,) = find_quantities(one), find_quantities(two)

    assert not ours.is_comparable(theirs)


def test_fewer_than_seven_and_at_least_seven_exclude_one_another():
    (least,), (fewer,), (most,) = (
        find_quantities("at least 7 members"),
        find_quantities("fewer than 7 members"),
        find_quantities("at most 7 members"),
    )

    assert least.is_disjoint(fewer)
    assert not least.is_disjoint(most)
