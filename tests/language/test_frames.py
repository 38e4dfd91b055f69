"""Provisions read into frames: who must do what, to what, for whom."""

import pytest

from crosswalk.language.frames import read_provisions
from crosswalk.language.phrase_cutting import gerund
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import FrameModality, Level, Slot


def frames(text, *, lead="", kind="statute"):
    provisions = (Provision("1", lead), Provision("1/a", text, parent="1"))
    corpus = Corpus(Source("t", "2026", "T", kind=kind), provisions)
    return read_provisions(corpus, ["1/a"])["1/a"].frames


@pytest.mark.parametrize(
    ("lead", "text", "modality", "level", "actor", "act", "thing"),
    [
        (
            "The local plan shall include—",
            "a description of how the local board will coordinate education activities with the schools;",
            FrameModality.MUST,
            Level.LOCAL,
            "local board",
            "coordinate",
            "education activities",
        ),
        (
            "",
            "The State board may review the local plan.",
            FrameModality.MAY,
            Level.STATE,
            "State board",
            "review",
            "local plan",
        ),
        (
            "",
            "A provider shall not charge a fee.",
            FrameModality.MUST_NOT,
            Level.PROVIDER,
            "provider",
            "charge",
            "fee",
        ),
        (
            "Funds may be used for—",
            "the development of career pathways;",
            FrameModality.MAY,
            Level.NONE,
            "",
            "develop",
            "career pathways",
        ),
    ],
)
def test_the_main_frame(lead, text, modality, level, actor, act, thing):
    found = frames(text, lead=lead)[0]

    assert modality is found.modality
    assert level is found.level
    assert actor in found.words(Slot.ACTOR)
    assert act == found.first(Slot.ACT).head
    assert thing in found.words(Slot.OBJECT)


def test_a_framework_asks_for_quality_and_imposes_no_duty():
    found = frames("Partners use common measures to improve outcomes.", kind="framework")[0]

    assert FrameModality.CRITERION is found.modality


def test_spans_point_into_the_own_text():
    text = "a description of how the local board will expand access to training for adults;"
    for frame in frames(text, lead="The local plan shall include—"):
        for fillers in frame.slots.values():
            for filler in fillers:
                assert filler.span is None or filler.words == " ".join(filler.span.of(text).split())


def test_what_a_plan_must_describe_keeps_the_plan_that_describes_it():
    found = frames("a description of how the board will train staff;", lead="The local plan shall include—")[
        0
    ]

    assert found.reports
    assert "local plan" in found.reporter.lower()


def test_a_definition_in_the_passive_by_an_actor_that_is_the_term_is_read():
    """The act is about the term, so the term is its object, and nobody else is its actor."""
    found = frames("The term “board” shall be assessed by the term of the board.")[0]

    assert "board" == found.term
    assert "board" in found.words(Slot.OBJECT)
    assert found.first(Slot.ACTOR) is None


def test_no_before_the_doer_is_a_ban():
    found = frames("No employee shall disclose a record.")[0]

    assert FrameModality.MUST_NOT is found.modality


@pytest.mark.parametrize(
    ("verb", "ing"),
    [
        ("make", "making"),
        ("plan", "planning"),
        ("develop", "developing"),
        ("tie", "tying"),
        ("get", "getting"),
        ("use", "using"),
        ("see", "seeing"),
        ("refer", "referring"),
        ("provide", "providing"),
    ],
)
def test_the_ing_form(verb, ing):
    assert ing == gerund(verb)
