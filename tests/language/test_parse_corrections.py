"""What the parser gets wrong in law is corrected: verbs taken for adjectives, plurals taken for verbs, second clauses."""

import pytest

from crosswalk.language.parser import parse


def heads(text):
    """Each word with its part of speech, its dependency and its head."""
    doc = next(parse([text]))
    return {token.text: (token.pos_, token.dep_, token.head.text) for token in doc}


def test_the_word_after_a_modal_is_the_verb():
    found = heads("Food handlers must not thaw meat at room temperature.")

    assert found["thaw"] == ("VERB", "ROOT", "thaw")
    assert found["meat"] == ("NOUN", "dobj", "thaw")
    assert found["handlers"][1:] == ("nsubj", "thaw")
    assert found["not"][1:] == ("neg", "thaw")


def test_a_plural_after_its_noun_is_no_verb():
    found = heads(
        "It aims at credentials, and it involves employers closely in order to meet their workforce needs and"
        " strengthen state and community economies."
    )

    assert found["needs"] == ("NOUN", "dobj", "meet")
    assert found["workforce"][1:] == ("compound", "needs")
    assert found["strengthen"][1:] == ("conj", "meet")


def test_a_second_clause_about_a_noun_is_joined_to_the_first():
    found = heads(
        "Funds allocated to a local area for eligible youth shall be used to carry out, for eligible youth, programs that"
        " develop service strategies for each participant that are directly linked to 1 or more of the indicators of"
        " performance, and that shall identify career pathways that include education and employment goals;"
    )

    assert found["identify"] == ("VERB", "conj", "linked")


def test_an_order_begins_with_its_verb():
    found = heads(
        "Review documentation periodically and update as needed in response to environmental changes."
    )

    assert found["Review"] == ("VERB", "ROOT", "Review")
    assert found["documentation"] == ("NOUN", "dobj", "Review")


def test_a_sentence_before_a_semicolon_is_the_main_one():
    found = heads("Staff who feel ill tell the shift lead; they return after two days without symptoms.")

    assert found["tell"] == ("VERB", "ROOT", "tell")
    assert found["return"][1:] == ("conj", "tell")


def test_the_noun_after_ensure_is_the_subject_of_the_next_verb():
    found = heads(
        "The board may meet in order to ensure programs of study are responsive to community needs."
    )

    assert found["programs"][1:] == ("nsubj", "are")
    assert found["are"][1:] == ("ccomp", "ensure")


def test_the_noun_after_of_how_is_the_subject_of_the_next_verb():
    found = heads(
        "The plan shall include a description of how career and technical education programs offered by the recipient are"
        " aligned to in-demand sectors."
    )

    assert found["programs"][1:] == ("nsubjpass", "aligned")
    assert found["aligned"][1:] == ("pcomp", "of")


def test_with_belongs_to_the_verb_that_needs_it():
    found = heads(
        "The board shall coordinate workforce activities carried out in the local area with relevant education programs."
    )

    assert found["with"] == ("ADP", "prep", "coordinate")


def test_said_before_a_noun_is_no_verb():
    found = heads(
        "Said parks and their approaches are declared to be national fields for military maneuvers."
    )

    assert found["Said"] == ("DET", "det", "parks")
    assert found["declared"] == ("VERB", "ROOT", "declared")


def test_what_is_made_available_is_no_second_clause():
    found = heads("The State shall make each report submitted under subsection (a) available to the public.")

    assert found["report"][1:] == ("dobj", "make")
    assert found["available"][1:] == ("oprd", "make")


@pytest.mark.parametrize(
    "text",
    [
        (
            "Self-certification means an individual's signed attestation that the information they submit to demonstrate"
            " eligibility for a program is true and accurate."
        ),
        (
            "To ensure performance negotiations and State Plan submission and approval are completed before the beginning of"
            " the first and third program years of a Unified or Combined State Plan, states must adhere to deadlines established"
            " in separate guidance issued by the Departments that govern State Plans."
        ),
        "The center provides training and, in order to serve adults, hire staff.",
        "The agency supports youth by providing training and, in order to meet the goals, hire staff.",
        "Supporting local areas and, if needed to reach the goals, revise the plan.",
    ],
)
def test_no_correction_makes_a_circle(text):
    [doc] = parse([text])

    for token in doc:
        above = token
        for _ in range(len(doc)):
            above = above.head
        assert above.head.i == above.i
