"""Folding, norming and splitting into sentences: places stay, spellings meet."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.language.normalize import fold, norm, sentence_spans, verb_forms


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


TEXTS = [
    (["See sec. 3(7) of the Act.", "It is in 29 U.S.C. 3102."], " "),
    (["The Act (Pub. L. 113-128; 128 Stat. 1425) is in force.", "The State shall report."], " "),
    (["Under 20 CFR 677.155, e.g. paragraph (a), a State must report.", "Others may."], " "),
    (["The plan ended in 2014.", "A new plan began."], " "),
    (["No. 12 applies to the U.S. Virgin Islands."], " "),
    (["Does it apply?", "Yes!", "“It does.”", "(See above.)"], " "),
    (["the percentage of participants; and"], " "),
]


@pytest.mark.parametrize(("sentences", "joint"), TEXTS)
def test_sentences_are_found(sentences, joint):
    text = joint.join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet="aB. ?!\n1(“", max_size=60))
def test_sentences_hold_every_word_once_and_in_order(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(a <= b for (_, a), (b, _) in pairwise(spans))
