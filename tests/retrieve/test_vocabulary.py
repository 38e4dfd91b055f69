"""Words, spellings and what a text is read with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.language.normalize import american
from crosswalk.retrieve.signals import Texts, corpus_texts, tokenize_sides, words


@pytest.mark.parametrize(
    ("british", "other"),
    [
        ("organisation", "organization"),
        ("organising", "organizing"),
        ("recognised", "recognized"),
        ("labour", "labor"),
        ("programmes", "programs"),
        ("centre", "center"),
        ("licence", "license"),
        ("catalogue", "catalog"),
        ("analysed", "analyzed"),
        ("neighbourhood", "neighborhood"),
    ],
)
def test_british_and_american_spellings_are_one(british, other):
    assert american(british) == american(other)


@pytest.mark.parametrize(
    "word", ["four", "hour", "care", "measure", "require", "store", "michael", "program"]
)
def test_other_words_keep_their_spelling(word):
    assert american(word) == word


@settings(deadline=None)
@given(st.text())
def test_words_are_at_the_positions_returned(text):
    for word, start, end in words(text):
        assert text[start:end].lower() == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ccmCtrlTask starts", ["ccm", "ctrl", "task", "starts"]),
        ("post-secondary", ["post", "secondary"]),
        ("the State’s plan", ["the", "state’s", "plan"]),
        ("DPU_Status 677.155(a)", ["dpu", "status", "677", "155", "a"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert [word for word, _, _ in words(text)] == expected


def test_a_short_fragment_is_read_with_its_lead_in_and_a_long_one_is_not(law):
    lead = "The plan shall include—"
    long = "a description of " + "the services provided by each partner in every local area " * 2 + "and more"
    corpus = law.corpus("x", (("1", "", lead, None), ("1/A", "", "the budget;", "1"), ("1/B", "", long, "1")))
    texts = corpus_texts(corpus, ["1/A", "1/B"])

    assert list(texts.bodies) == [f"{lead} the budget;", long]
    assert list(texts.groups) == ["1", "1"]


def test_a_word_has_one_number_on_both_sides():
    left = Texts(["Title"], ["earnings"], [""], [""])
    right = Texts([""], ["Earnings, title"], [""], [""])
    vocabulary, one, two = tokenize_sides(left, right)

    assert vocabulary.words == ("earnings", "title")
    assert sorted(one.full.ids) == sorted(two.full.ids)
    assert list(two.labels.ids) == list(two.full.ids)
    assert [vocabulary.words[n] for n in one.labels.ids] == ["title"]
