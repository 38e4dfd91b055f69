"""The queue: what most needs a person comes first, and says why."""

from dataclasses import replace

import pytest

from crosswalk.ledger.comments import add_comments
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import Comment
from crosswalk.model.relation import Status
from crosswalk.report.review_rows import QueueReason
from crosswalk.review.queue import in_order, in_view, listed_rows, tally
from crosswalk.services.decide import parse_decision, record_decision
from tests import sample_review
from tests.file_builders import write_mappings


@pytest.fixture
def table(tmp_path):
    return sample_review.table(tmp_path, 9)


def decide(table, pair, verdict="confirmed", by="Reviewer A", **rest):
    record_decision(table.context, parse_decision(pair, verdict, by, "2026-03-04", **rest))


def reasons(table, pair):
    return tuple(map(QueueReason, {row.pair: row.kinds for row in listed_rows(table)}[pair]))


def first(table, view="open", person="Reviewer A"):
    return in_order(in_view(listed_rows(table), view, person), "need")[0].pair


def test_rivals_stand_together_and_say_so(table):
    queue = [item.pair for item in in_order(listed_rows(table), "need")]

    assert (QueueReason.RIVALS,) == reasons(table, ("4/3", "G-3"))
    assert () == reasons(table, ("4/1", "G-1"))
    assert 1 == abs(queue.index(("4/3", "G-3")) - queue.index(("4/3", "G-2")))


def test_a_comment_brings_its_row_to_the_front(table):
    add_comments(table.comments_path, [Comment("herbs", "4/7", "G-7", "Visitor D", "", "2026-03-04", "Why?")])

    assert ("4/7", "G-7") == first(table)
    assert QueueReason.COMMENT in reasons(table, ("4/7", "G-7"))


def test_a_moved_text_comes_before_everything(table):
    add_comments(table.comments_path, [Comment("herbs", "4/7", "G-7", "Visitor D", "", "2026-03-04", "Why?")])
    decide(table, ("4/5", "G-5"))
    path = table.context.path
    moved = [replace(m, status=Status.LOOK_AGAIN, was=m.status) for m in read_mappings(path)]
    write_mappings(replace(read_mappings(path), mappings=tuple(moved)), path)

    assert ("4/5", "G-5") == first(table)
    assert QueueReason.LOOK_AGAIN == reasons(table, ("4/5", "G-5"))[0]


def test_a_reading_other_than_the_program_s_is_named(table):
    decide(table, ("4/5", "G-5"), "corrected", relation="contrary", why="Not both.")

    assert (QueueReason.CONTRARY, QueueReason.DISAGREES, QueueReason.SECOND) == reasons(table, ("4/5", "G-5"))


def test_a_gap_closes_when_a_counterpart_is_decided(table):
    assert ("4/gap", "") in {item.pair for item in listed_rows(table)}

    decide(table, ("4/gap", "G-1"), relation="supports", why="It helps.")

    assert ("4/gap", "") not in {item.pair for item in listed_rows(table)}
    assert ("4/gap", "G-1") in {item.pair for item in listed_rows(table)}


def test_what_others_decided_is_for_a_second_look_until_one_signs_too(table):
    decide(table, ("4/5", "G-5"), by="Reviewer B")

    assert [("4/5", "G-5")] == [item.pair for item in in_view(listed_rows(table), "second", "Reviewer A")]
    assert () == in_view(listed_rows(table), "second", "Reviewer B")
    decide(table, ("4/5", "G-5"), by="Reviewer A")
    assert () == in_view(listed_rows(table), "second", "Reviewer A")
    figures = tally(listed_rows(table), table.context.on_file())
    assert (1, 1, 1, 1, False) == (
        figures.decided,
        figures.twice,
        figures.agreement.agreed,
        figures.agreement.compared,
        figures.is_final,
    )


def test_the_order_of_the_text_is_the_text_s(table):
    queue = in_order(listed_rows(table), "text")

    assert queue == listed_rows(table)
    assert "4/gap" == queue[-1].pair[0]


def test_the_queue_and_the_page_of_the_reports_give_the_same_reasons(table):
    from crosswalk.report.compact_rows import CompactView
    from crosswalk.report.review_rows import ReviewView

    decide(table, ("4/5", "G-5"))
    reports = {row.pair: row for row in ReviewView(CompactView(table.now())).rows}

    assert all(reports[row.pair] == row for row in listed_rows(table))
