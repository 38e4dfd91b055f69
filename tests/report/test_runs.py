from hypothesis import given
from hypothesis import strategies as st

from crosswalk.model.alignment import Match, MatchType
from crosswalk.model.annotation import Span
from crosswalk.report.cells import marks, runs

TEXT = "every street where the ground allows"


def spans_in(length):
    ends = st.integers(0, length)
    return st.tuples(ends, ends).map(sorted).map(lambda ends: Span(*ends))


@given(
    st.text(max_size=60).flatmap(
        lambda text: st.tuples(
            st.just(text), st.lists(st.tuples(st.integers(1, 5), spans_in(len(text))), max_size=6)
        )
    )
)
def test_runs_joined_give_the_text_back(case):
    text, marked = case

    assert text == "".join(run.text for run in runs(text, marked))


@given(st.lists(st.tuples(st.integers(1, 5), spans_in(len(TEXT))), max_size=6))
def test_every_marked_character_carries_its_number_and_no_other_does(marked):
    at = 0
    for run in runs(TEXT, marked):
        for place in range(at, at + len(run.text)):
            assert set(run.marks) == {n for n, span in marked if span.start <= place < span.end}
        at += len(run.text)


def test_a_phrase_opens_and_closes_once_even_where_another_cuts_it():
    found = runs(TEXT, [(1, Span(0, 12)), (2, Span(6, 18))])

    assert [run.opens for run in found if run.opens] == [(1,), (2,)]
    assert [run.closes for run in found if run.closes] == [(1,), (2,)]


def test_a_span_outside_the_text_marks_nothing():
    assert [run.kind for run in runs("short", [(1, Span(3, 99))])] == ["plain"]


def test_each_side_takes_its_own_spans():
    match = Match(4, (Span(0, 5),), (Span(1, 2), Span(3, 4)), MatchType.SAME)

    assert ((4, Span(0, 5)),) == marks([match], "left")
    assert len(marks([match], "right")) == 2
