"""Folding and norming: places stay, spellings meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.language.normalize import fold, norm, verb_forms


@given(st.text())
def test_folding_moves_nothing(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_letter_whose_lower_case_is_longer_keeps_its_place():
    assert fold("İX") == "İx"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Industries", "industry"),
        ("organising", "organizing"),
        ("labour", "labor"),
        ("programmes", "program"),
        ("enrolment", "enrollment"),
        ("people", "person"),
        ("curricula", "curriculum"),
        ("businesses", "business"),
    ],
)
def test_two_spellings_meet(one, two):
    assert norm(one) == norm(two)


@pytest.mark.parametrize(
    ("one", "two"), [("training", "train"), ("four", "for"), ("means", "mean"), ("basis", "base")]
)
def test_different_words_stay_apart(one, two):
    assert norm(one) != norm(two)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry", ("carry", "carries", "carried", "carrying")),
        ("plan", ("plan", "plans", "planned", "planning")),
        ("refer", ("refer", "refers", "referred", "referring")),
        ("establish", ("establish", "establishes", "established", "establishing")),
    ],
)
def test_verbs_have_their_forms(verb, forms):
    assert verb_forms(verb) == forms
