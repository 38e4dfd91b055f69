"""Agreement between people is counted on their first readings, and set against chance."""

from dataclasses import replace

import pytest

from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.review.lists import Agreement, agreement, alpha

EMPTY = MappingSet("herbs", "Herbs", "herbs", "growers", "2020", "2019")
A, B = "Reviewer A", "Reviewer B"


def row(number, reviewer, status=Status.CONFIRMED, day="2026-03-04", **rest):
    return Mapping(
        f"4/{number}", "G-1", Relation.EQUAL, status, "Same.", reviewer=reviewer, review_date=day, **rest
    )


def of(*rows):
    return agreement(replace(EMPTY, mappings=rows))


def test_nothing_compared_is_no_agreement_and_no_figure():
    assert Agreement(0, 0, None) == of() == of(row(1, A), row(2, B))


def test_all_alike_cannot_be_told_from_chance():
    assert Agreement(2, 2, None) == of(row(1, f"{A}|{B}"), row(2, f"{A}|{B}"))


def test_the_first_reading_counts_not_the_last():
    """A said confirmed, B rejected, then A gave in: that is no agreement at first sight."""
    rows = (
        row(1, A, Status.SUPERSEDED, "2026-03-01", was=Status.CONFIRMED),
        row(1, f"{B}|{A}", Status.REJECTED, "2026-03-02"),
        row(2, f"{A}|{B}"),
    )

    found = of(*rows)

    assert (1, 2) == (found.agreed, found.compared)
    # Four readings, confirmed thrice and rejected once, one pair of them unlike.
    assert 0 == pytest.approx(found.alpha)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ([], None),
        ([["a"], ["b"]], None),
        ([["a", "a"], ["b", "b"]], 1.0),
        ([["a", "b"], ["b", "a"]], -0.5),
        ([["a", "a", "b"], ["b", "b", "b"]], 0.375),
    ],
)
def test_alpha(read, expected):
    assert expected == (alpha(read) if expected is None else pytest.approx(alpha(read)))


def test_alpha_of_four_readers_with_gaps_is_the_one_that_krippendorff_computes():
    """His example of twelve units (Computing Krippendorff's Alpha-Reliability, 2011, section D)."""
    readers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[said for said in unit if said != "."] for unit in zip(*readers, strict=True)]

    assert 0.743 == pytest.approx(alpha(units), abs=0.0005)
