"""A redline reads like the law's own amendments, and both texts can be had back from it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.language.redline import bracketed, pairs_of, redline, words_of
from crosswalk.model.change import Op


def old_text(edits):
    return "".join(edit.text for edit in edits if edit.op is not Op.ADDED)


def new_text(edits):
    return "".join(edit.text for edit in edits if edit.op is not Op.REMOVED)


CASES = (
    (
        "The plan may include a vision.",
        "The plan shall include a vision.",
        "The plan [removed: may] [added: shall] include a vision.",
    ),
    (
        "available to school dropouts, under",
        "available to out-of-school youth, under",
        "available to [removed: school dropouts] [added: out-of-school youth], under",
    ),
    (
        "(except in section 171);",
        "(except in section 3226 of this title);",
        "(except in section [removed: 171] [added: 3226 of this title]);",
    ),
    ("within 90 days", "within 120 days", "within [removed: 90] [added: 120] days"),
    ("a plan", "a written plan", "a [added: written] plan"),
    ("a written plan", "a plan", "a [removed: written] plan"),
    # Small edits with next to nothing between them are one.
    (
        "the local board of a region",
        "a State agency of the State",
        "[removed: the local board of a region] [added: a State agency of the State]",
    ),
)


@pytest.mark.parametrize(("old", "new", "marked"), CASES)
def test_a_redline_in_plain_text(old, new, marked):
    assert marked == bracketed(redline(old, new))


def test_the_same_text_has_no_redline():
    assert () == redline("As is.", "As is.")


def test_words_are_never_cut():
    edits = redline("the participants’ plan", "the participant’s plans")

    assert [("participants’ plan", "participant’s plans")] == pairs_of(edits)


TEXTS = st.lists(
    st.sampled_from(
        ["the", "State", "shall", "may", " ", ", ", "90", "§ 677.155", "—", "“plan”", "\n", "a", "’s"]
    ),
    max_size=25,
).map("".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_recovered(old, new):
    edits = redline(old, new)

    assert (old, new) == ((old_text(edits), new_text(edits)) if edits else (old, old))


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_recovered_from_any_characters(old, new):
    edits = redline(old, new)

    assert old == new if not edits else (old, new) == (old_text(edits), new_text(edits))


@given(TEXTS, TEXTS)
def test_a_removal_stands_before_the_addition_and_no_edit_is_empty(old, new):
    edits = redline(old, new)

    assert all(edit.text for edit in edits)
    for before, after in pairwise(edits):
        assert before.op is not after.op
        assert (before.op, after.op) != (Op.ADDED, Op.REMOVED)


@given(st.text(max_size=80))
def test_words_joined_give_the_text(text):
    assert text == "".join(words_of(text))


def test_very_long_texts_take_little_memory():
    old = " ".join(f"Item {n} is kept; the rest of it is as long as the others are." for n in range(3000))
    new = old.replace("Item 1500 is kept", "Item 1500 is dropped")

    edits = redline(old, new)

    assert old == old_text(edits)
    assert new == new_text(edits)
    assert ("kept", "dropped") in pairs_of(edits)
