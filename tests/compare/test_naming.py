"""Questions and reasons in plain English: whole phrases, no scraps, no list that breaks off."""

import json
import re

import pytest

from crosswalk.compare.document import frames_of
from crosswalk.compare.naming import about, is_cut, outermost, readable
from crosswalk.model.alignment import UnmetSlot
from crosswalk.model.annotation import Span
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.frame import Slot
from tests.compare.directions import document


def named(text, words, terms=()):
    """A phrase of a text as a sentence names it; the terms are given by their words."""

    def span(part):
        return Span(text.index(part), text.index(part) + len(part))

    return readable(text, span(words), tuple(map(span, terms)))


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (
            "The rangers keep a register of rare birds and print maps.",
            "rare birds",
            "a register of rare birds",
        ),
        ("They list kinds of trees the warden felled.", "kinds", "kinds of trees"),
        (
            "They ask for the planting or care of street trees.",
            "the planting",
            "the planting or care of street trees",
        ),
        ("They keep records of old and new wells.", "records", "records of old and new wells"),
        ("Counts taking into account weather reports.", "account weather reports", "weather reports"),
        ("They repair, clean and inspect wells.", "inspect wells", ""),
        ("It covers planting, watering and pruning the trees.", "planting", ""),
        ("It covers housing, food and transport.", "housing", "housing"),
        ("Wells are regarded as important assets.", "important assets", ""),
        ("Services such as transport.", "transport", "transport"),
        ("The warden(s) may act under title II.", "warden(s", ""),
        ("Work is done under title II.", "nder title", ""),
    ],
)
def test_a_phrase_is_named_whole_or_not_at_all(text, words, said):
    assert named(text, words) == said


def test_a_phrase_takes_in_the_term_that_it_is_part_of():
    text = "Schools offer career and technical education programs to adults."

    assert named(text, "technical education programs", ["career and technical education"]) == (
        "career and technical education programs"
    )


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("learners with limited means, skills", True),
        ("learners with limited means, skills or time", False),
        ("an analysis of", True),
        ("the plan (including", True),
        ("coordination between", True),
        ("the wells of the county", False),
    ],
)
def test_words_that_break_off_are_seen(words, cut):
    assert is_cut(words) is cut


@pytest.mark.slow
def test_no_question_or_reason_of_the_shipped_crosswalks_breaks_off(built):
    answers = json.loads(built.reports["crosswalk.json"])["coverage"]
    told = {one[name] for one in answers for name in ("question", "reason") if one[name]}

    assert len(told) > 200
    assert any("State partners also cover pathway systems" in said for said in told)
    # The State plan has a vision, and work is no partner.
    assert not any("common vision and strategy" in said or "work as partners" in said for said in told)
    for said in told:
        for end in re.findall(r"\b(\w+)[?,.]", said):
            assert end.lower() not in {"of", "the", "a", "an", "between", "with", "and", "or"}, said
        assert said.count("(") == said.count(")"), said
        assert said.count("“") == said.count("”"), said
        assert not re.search(r"\b(?:all 2|any of these 2)\b", said), said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The board shall publish comments.", ""),
        ("The State shall set the direction.", ""),
        ("The board shall review such contracts.", ""),
        ("The board shall publish the levels of performance.", "the levels of performance"),
    ],
)
def test_one_bare_noun_does_not_say_what_a_provision_is_about(text, said):
    side = document(text, ("A", text), kind="statute")

    assert about(side.whole["A"], side, frames_of(side, NO_CACHE)["A"]) == said


def test_of_two_phrases_the_one_that_holds_the_other_is_said():
    said = ("contributions of the partners", "the partners", "food", "food banks")
    unmet = [UnmetSlot(Slot.OBJECT, words, Span(0, 1)) for words in said]

    assert [one.words for one in outermost(unmet)] == ["contributions of the partners", "food banks"]
