"""Crosswalks of the same texts agree on what is found, and only the one that answers asks."""

from dataclasses import replace

import pytest

from crosswalk.compare.other_pages import agree
from crosswalk.model.alignment import ELSEWHERE, OtherPage
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Coverage
from tests import sample_comparison

MISSING = "CH-4"


def told(name, **fields):
    """The sample with one answer of the right side changed."""
    side = sample_comparison.comparison()
    answers = tuple(
        replace(one, elsewhere=(), near=(), **fields) if one.provision == MISSING else one
        for one in side.right_answers
    )
    return replace(side, id=name, title=f"The city's {name}", right_answers=answers)


def answer(side):
    return next(one for one in side.right_answers if one.provision == MISSING)


@pytest.fixture
def silent():
    return told("second", coverage=Coverage.NOT_FOUND, best=(), reason="None.", question="Will they?")


@pytest.fixture
def listing():
    return told("first", coverage=Coverage.PARTLY, best=("4", "2/A"), question="Is it enough?")


@pytest.mark.parametrize("turn", [1, -1])
def test_what_one_page_lists_no_other_calls_not_found(silent, listing, turn):
    found = {one.id: answer(one) for one in agree([silent, listing][::turn], {})}

    assert found["first"] == answer(listing)
    assert (found["second"].standing, found["second"].elsewhere) == (ELSEWHERE, ("4", "2/A"))
    assert found["second"].page == OtherPage("first", "The city’s first")
    assert found["second"].reason.startswith("The page “The city’s first” lists Act sec. 4")
    assert (found["second"].question, found["second"].actor) == ("", "")


def test_a_place_that_one_page_names_is_named_by_a_page_that_found_none(silent):
    naming = told("first", coverage=Coverage.NOT_FOUND, best=())
    naming = replace(
        naming,
        right_answers=tuple(
            replace(one, elsewhere=("4",)) if one.provision == MISSING else one
            for one in naming.right_answers
        ),
    )
    first, second = map(answer, agree([naming, silent], {}))

    assert (first.page, second.elsewhere) == (None, ("4",))
    assert second.reason == "The page “The city’s first” names Act sec. 4 for this."


def test_what_was_found_by_itself_keeps_its_reason(silent, listing):
    own = replace(
        silent,
        right_answers=tuple(
            replace(one, elsewhere=("2/B",), reason="The editors' own words.")
            if one.provision == MISSING
            else one
            for one in silent.right_answers
        ),
    )
    found = answer(agree([listing, own], {})[1])

    assert (found.elsewhere, found.reason) == (("4", "2/A", "2/B"), "The editors' own words.")


def test_another_text_says_nothing_of_this_one_unless_both_belong_to_one_statute(silent, listing):
    whole = listing.whole_left
    rule = replace(whole.source, id="rule", kind="regulation", title="The rule")
    listing = replace(listing, whole_left=Corpus(rule, whole.provisions))
    plain = replace(rule, kind="requirements")
    own = silent.whole_left.source.id

    assert answer(agree([silent, listing], {})[0]) == answer(silent)
    first = agree([silent, listing], {"rule": own})[0]
    assert [(one.level, one.provision) for one in answer(first).levels] == [("rule", "4"), ("rule", "2/A")]
    assert answer(first).elsewhere == ()
    assert rule.key in {text.source.key for text in first.others}
    unleveled = replace(listing, whole_left=Corpus(plain, whole.provisions))
    assert answer(agree([silent, unleveled], {"rule": own})[0]).page is None
