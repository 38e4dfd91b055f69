"""What one text requires beyond another, where the two conflict, and which limits bind the same thing."""

import pytest

from crosswalk.model.relation import Relation
from crosswalk.relate.requirements import compare_requirements
from tests.relate.reading import read


def compared(left, right):
    return compare_requirements(read(left), read(right))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Staff must report an incident.", "Staff must report a serious incident.", Relation.SUPERSET),
        ("Staff must submit a report.", "Staff must submit a written report.", Relation.SUBSET),
        (
            "The school shall test each pupil.",
            "The school shall test each pupil with asthma.",
            Relation.SUPERSET,
        ),
        ("Workers must wear boots.", "Miners must wear boots.", Relation.SUPERSET),
        (
            "Draining of ponds is prohibited.",
            "Draining of ponds is prohibited between March and May.",
            Relation.SUPERSET,
        ),
        ("Draining of ponds is prohibited.", "Draining or filling of ponds is prohibited.", Relation.SUBSET),
        ("The accounts shall be audited.", "The accounts shall be audited by a judge.", Relation.SUBSET),
        ("The council shall publish the minutes.", "The minutes shall be published.", Relation.EQUAL),
        ("Riders must wear a helmet.", "A helmet is required for riders.", Relation.EQUAL),
        ("Riders must wear a helmet.", "Riders need not wear a helmet.", Relation.CONTRARY),
        ("Riders must wear a helmet.", "Riders must sign a form.", Relation.NONE),
    ],
)
def test_what_one_text_has_besides(left, right, expected):
    assert expected is compared(left, right).relation
    assert expected.inverse is compared(right, left).relation


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kennels must be at least 4 meters long.", "Kennels must be no more than 3 meters long."),
        ("Feed the otters at least 3 times a day.", "The otters shall be fed no more than once a day."),
        (
            "The keeper shall store vaccines for at least 2 years.",
            "Vaccines shall be stored for no more than 1 year.",
        ),
        ("Hold the birds at 20 degrees or below.", "Keep the birds at no less than 25 degrees."),
        ("Tags shall be kept for at least 3 years.", "Tags shall be destroyed within 1 year."),
        (
            "Tags shall be kept for at least 3 years and deaths reported within 30 days.",
            "Deaths shall be reported within 30 days and tags kept for no more than 1 year.",
        ),
    ],
)
def test_numbers_that_bind_the_same_thing_exclude_one_another(left, right):
    assert compared(left, right).balance.certain


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kennels must be at least 4 meters long.", "Leashes must be no more than 3 meters long."),
        ("A boat must be inspected within 5 years.", "Boat licenses must be filed for at least 10 years."),
        ("Warm rooms must be kept at 20 degrees or above.", "Cold rooms must be kept at 5 degrees or below."),
        (
            "Rides of class 2 shall last at most 5 minutes.",
            "Rides of class 4 shall last at least 10 minutes.",
        ),
        (
            "Crews have at least 20 days of training.",
            "Crews have at most 10 days of leave in training years.",
        ),
        ("Tags shall be kept for at least 3 years.", "Tags shall be destroyed after 7 years."),
        (
            "Tags shall be kept for at least 3 years and deaths reported within 30 days.",
            "Deaths shall be reported within 20 days and tags kept for at least 5 years.",
        ),
    ],
)
def test_numbers_that_bind_different_things_do_not(left, right):
    found = compared(left, right)

    assert not found.balance.certain
    assert Relation.CONTRARY is not found.relation
