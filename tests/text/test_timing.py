"""Quarters, windows and years."""

import pytest

from crosswalk.language.normalize import fold
from crosswalk.language.timing import number, read_times, relate_times
from crosswalk.measures.rules import shipped_rules

TIMES = [
    ("during the second quarter after exit from the program", ["quarter 2 after exit"]),
    ("in the second and fourth quarters after exit", ["quarter 2 after exit", "quarter 4 after exit"]),
    (
        "across the second and the third quarter after a person leaves the career pathway",
        ["quarter 2 after exit", "quarter 3 after exit"],
    ),
    (
        "in the second through fourth quarters after program exit",
        ["quarter 2 after exit", "quarter 3 after exit", "quarter 4 after exit"],
    ),
    ("in Q2 after exit", ["quarter 2 after exit"]),
    ("within 1 year after exit from the program", ["within 1 year after exit"]),
    ("within one year of leaving the program", ["within 1 year after exit"]),
    (
        "during participation in or within 1 year after exit from the program",
        ["during participation", "within 1 year after exit"],
    ),
    ("during a program year", ["during program year"]),
    (
        "in the most recent program year and the 3 preceding program years",
        ["most recent program year", "preceding 3 program years"],
    ),
    ("within 30 days of discharge from the hospital", ["within 30 days after discharge"]),
    ("no later than 45 days after submission of the form", ["within 45 days after submission of the form"]),
    ("six months after placement", ["6 months after placement"]),
    ("in the past 12 months", ["past 12 months"]),
    ("by the end of the fiscal year", ["by end of fiscal year"]),
    ("as of June 30", ["as of june 30"]),
    ("while enrolled in the program", ["during participation"]),
    ("soon after leaving the pathway", ["soon after exit"]),
    ("a four-year graduation rate", ["within 4 years"]),
    ("with no time at all", []),
]


def read(text):
    rules = shipped_rules()
    return read_times(fold(text), rules.events, rules.settings)


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times_are_read(text, expected):
    assert [time.value for time in read(text)] == expected


def test_what_is_left_is_told_apart_from_when():
    (program,) = read("in the second quarter after exit from the program")
    (pathway,) = read("in the second quarter after leaving the career pathway")
    assert program.value == pathway.value
    assert (program.setting, pathway.setting) == ("program", "career pathway")


RELATIONS = [
    (["quarter 2 after exit"], ["quarter 2 after exit", "quarter 3 after exit"], "within"),
    (["quarter 2 after exit"], ["within 1 year after exit"], "within"),
    (["within 1 year after exit"], ["quarter 4 after exit"], "contains"),
    (["within 6 months after exit"], ["quarter 2 after exit", "quarter 3 after exit"], "overlaps"),
    (["quarter 2 after exit"], ["quarter 4 after exit"], "apart"),
    (["quarter 2 after exit"], ["quarter 2 after enrollment"], ""),
    (["during program year"], ["quarter 2 after exit"], ""),
    (["quarter 2 after exit"], ["quarter 2 after exit"], ""),
]


@pytest.mark.parametrize(("left", "right", "expected"), RELATIONS)
def test_windows_contain_overlap_or_lie_apart(left, right, expected):
    assert relate_times(left, right) == expected
    turned = {"within": "contains", "contains": "within"}
    assert relate_times(right, left) == turned.get(expected, expected)


@pytest.mark.parametrize(
    ("word", "value"), [("second", 2), ("3rd", 3), ("ninety", 90), ("a", 1), ("12", 12), ("twelve", 12)]
)
def test_numbers_in_words_and_figures(word, value):
    assert number(word) == value
