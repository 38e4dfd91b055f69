"""Provisions read into frames: who must do what, to what, for whom."""

import pytest

from crosswalk.language import phrasing
from crosswalk.language.frames import read_provisions
from crosswalk.language.normalize import gerund
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


@pytest.mark.parametrize(
    ("text", "modality", "actor", "act", "thing"),
    [
        ("Adults must apply and be enrolled in a program.", FrameModality.MUST, "", "enrol", "adults"),
        (
            "All participants must be offered an opportunity to receive services.",
            FrameModality.MUST,
            "",
            "offer",
            "all participants",
        ),
        ("The plan shall be submitted to the Secretary.", FrameModality.MUST, "", "submit", "the plan"),
        ("A State is required to submit a plan.", FrameModality.MUST, "a State", "submit", "a plan"),
        ("A State is not required to submit a plan.", FrameModality.NEED_NOT, "a State", "submit", "a plan"),
        (
            "Providers are prohibited from charging fees.",
            FrameModality.MUST_NOT,
            "providers",
            "charge",
            "fees",
        ),
        ("The agency is authorized to make grants.", FrameModality.MAY, "the agency", "make", "grants"),
        (
            "Anyone who handles open food must wash both hands.",
            FrameModality.MUST,
            "anyone who handles open food",
            "wash",
            "both hands",
        ),
        (
            "Food handlers must not thaw meat at room temperature.",
            FrameModality.MUST_NOT,
            "food handlers",
            "thaw",
            "meat",
        ),
        (
            "Funds allocated to an area for adults, and funds allocated to the area for workers, may be used to make payments.",
            FrameModality.MAY,
            "",
            "use",
            "funds",
        ),
    ],
)
def test_who_must_do_what_is_read_from_either_voice(text, modality, actor, act, thing):
    found = [
        (
            frame.modality,
            phrasing.lowered(frame.words(Slot.ACTOR)),
            frame.first(Slot.ACT).head,
            phrasing.lowered(frame.first(Slot.OBJECT).words),
        )
        for frame in frames(text)
        if frame.first(Slot.ACT) and frame.first(Slot.OBJECT)
    ]
    assert (modality, actor, act, thing) in found


@pytest.mark.parametrize(
    "text",
    [
        "Adults must not qualify for benefits, or have ceased qualifying for them.",
        "States are required to make available and publish annually, the ETP performance reports for ETPs who provide services.",
        "The operator must close the pool whenever free chlorine in the water is above 3 milligrams per liter, and may reopen it.",
    ],
)
def test_no_second_demand_is_made_of_half_a_sentence(text):
    demands = [f for f in frames(text) if f.modality in {FrameModality.MUST, FrameModality.MUST_NOT}]
    assert len(demands) == 1


def test_what_follows_is_weighed():
    lead = "In awarding grants, the eligible agency must consider the following:"
    found = frames(
        "Whether the provider's activities are delivered by instructors who meet minimum qualifications;",
        lead=lead,
    )

    assert [f.weighed for f in found] == ["consider whether"]


def test_who_gives_information_to_people_writes_no_document():
    [frame] = frames(
        "Each recipient shall provide career information on employment opportunities to students."
    )

    assert (frame.first(Slot.ACT).head, frame.reports) == ("provide", False)


@pytest.mark.parametrize(
    ("text", "modality", "act"),
    [
        ("A person is banned from selling tobacco near a school.", FrameModality.MUST_NOT, "sell"),
        ("A board shall be prohibited from charging a fee.", FrameModality.MUST_NOT, "charge"),
        ("A board shall not be prohibited from charging a fee.", FrameModality.MAY, "charge"),
        ("A State shall be permitted to submit a plan.", FrameModality.MAY, "submit"),
        ("A State shall not be required to submit a plan.", FrameModality.NEED_NOT, "submit"),
        ("No board shall be required to meet.", FrameModality.NEED_NOT, "meet"),
        ("A board may be required to meet.", FrameModality.MAY, "meet"),
        ("The owner is obligated to repair the roof.", FrameModality.MUST, "repair"),
        ("The owner is obliged to repair the roof.", FrameModality.MUST, "repair"),
    ],
)
def test_a_verb_of_force_in_the_passive_leads_to_the_act_it_binds(text, modality, act):
    [main] = [frame for frame in frames(text) if not frame.subordinate]

    assert (modality, act) == (main.modality, main.first(Slot.ACT).head)
