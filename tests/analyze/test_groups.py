"""Provisions that people confirmed together answer together, where next to nothing is left open."""

from dataclasses import replace

import pytest

from crosswalk.compare.coverage import OPEN, answers_together, group_of
from crosswalk.model.alignment import Alignment, Candidate, Match
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Group, Relation, Status


def row(
    right, answers, *, status=Status.CONFIRMED, group=Group.SPLIT, relation=Relation.SUPERSET, left="4/a"
):
    # What is asked is a hundred characters long; each row answers its own stretch of it.
    met = Span(*answers)
    over = tuple(span for span in (Span(0, met.start), Span(met.end, 100)) if span.end > span.start)
    alignment = Alignment((Match(1, (met,), (Span(0, 5),), "label", "word"),), left_only=over)
    return ComparisonRow(
        f"herbs:{left}~{right}",
        left,
        right,
        status,
        relation,
        "It answers a part.",
        Candidate(left, right, 1.0, 0.5, 1, alignment=alignment),
        Mapping(left, right, relation, status, group=group),
    )


HALVES = (row("G-1", (0, 50)), row("G-2", (50, 100)))


def test_two_halves_make_a_whole():
    assert answers_together("left", "4/a", HALVES)


@pytest.mark.parametrize(
    ("left_open", "expected"), [(0, True), (int(100 * OPEN), True), (int(100 * OPEN) + 1, False)]
)
def test_what_is_left_open_must_be_little(left_open, expected):
    assert expected is answers_together("left", "4/a", (HALVES[0], row("G-2", (50, 100 - left_open))))


@pytest.mark.parametrize(
    "second",
    [
        row("G-2", (50, 100), status=Status.DRAFT),
        row("G-2", (50, 100), status=Status.REJECTED),
        row("G-2", (50, 100), group=None),
        row("G-2", (50, 100), group=Group.CONSOLIDATED),
        row("G-2", (50, 100), relation=Relation.CONTRARY),
        row("G-2", (50, 100), left="4/b"),
        replace(HALVES[1], candidate=None),
    ],
    ids=["a draft", "rejected", "no group", "the other group", "a conflict", "of another", "never read"],
)
def test_what_nobody_confirmed_as_part_of_the_group_does_not_count(second):
    assert not answers_together("left", "4/a", (HALVES[0], second))


def test_one_row_is_no_group_and_no_row_answers_nothing():
    assert not answers_together("left", "4/a", HALVES[:1])
    assert not answers_together("left", "4/a", ())


def test_only_checked_counterparts_count_where_they_are_asked_for():
    assert answers_together("left", "4/a", HALVES, {"G-1", "G-2"})
    assert not answers_together("left", "4/a", HALVES, {"G-1"})


def test_several_left_provisions_answer_one_right_provision_together():
    def turned(one, left):
        found = one.candidate.alignment
        matches = tuple(Match(m.number, m.right, m.left, m.concept, m.how) for m in found.matches)
        alignment = Alignment(matches, right_only=found.left_only)
        return replace(
            one,
            left=left,
            right="G-1",
            candidate=replace(one.candidate, alignment=alignment),
            decided=replace(one.decided, group=Group.CONSOLIDATED),
        )

    both = (turned(HALVES[0], "4/a"), turned(HALVES[1], "4/b"))

    assert answers_together("right", "G-1", both)
    assert not answers_together("left", "4/a", both)
    assert both == group_of("right", "G-1", both)
