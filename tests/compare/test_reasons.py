"""Coverage of short documents: the state, why it is not more, and what a person must decide."""

from functools import partial

import pytest

from crosswalk.model.frame import Level
from crosswalk.model.relation import Coverage, Group, Relation, Status
from tests.compare.directions import answer, compared, document, mapping

STATUTE = partial(
    document,
    "act",
    ("A1", "The local board shall inspect public playgrounds twice a year and repair broken swings."),
    ("A2", "The State board shall publish an annual report on accidents in parks."),
    kind="statute",
)
PLAN = partial(
    document,
    "plan",
    ("P1", "The local board inspects public playgrounds.", "Playground inspections"),
    ("P2", "The mayor sells souvenirs at the market.", "Souvenirs"),
    kind="plan",
)


@pytest.fixture(scope="module")
def side():
    return compared(STATUTE(), PLAN(), mapping("A1", "P1", Relation.SUPERSET, status=Status.DRAFT))


def test_an_answer_in_part_names_what_is_missing_and_who_could_decide(side):
    found = answer(side, "A1")

    assert found.coverage is Coverage.PARTLY
    assert found.reason.startswith("“Playground inspections” in the plan does not")
    assert "broken swings" in found.reason
    assert found.question.startswith("Will the local board also")
    assert "broken swings" in found.question
    assert "the plan would close the gap" in found.question
    assert (found.actor, found.actor_level) == ("the local board", Level.LOCAL)


def test_what_is_not_found_says_what_was_searched_and_what_came_closest(side):
    found = answer(side, "A2")

    assert found.coverage is Coverage.NOT_FOUND
    assert "2 provisions compared closely" in found.searched
    assert found.near
    assert "annual report" in found.reason
    assert "comes closest" in found.reason
    assert "does not ask for this. Will the State board publish an annual report" in found.question
    assert found.actor_level is Level.STATE


def test_the_closest_provision_is_named_where_a_gap_is_claimed():
    act = document("act", ("A", "The clinic shall offer free eye tests to older patients."), kind="statute")
    plan = document(
        "plan",
        ("P", "Older people have their sight checked.", "Sight"),
        ("Q", "The clinic parks its vans behind the depot.", "Vans"),
        kind="plan",
    )
    side = compared(act, plan)
    found = answer(side, "A")

    assert found.best == ("P",) or "“Sight”" in found.reason


def test_no_two_questions_are_alike_and_none_is_a_citation_alone(side):
    said = [one.question for one in (*side.left_answers, *side.right_answers) if one.question]

    assert len(set(said)) == len(said)
    assert all(len(question.split()) <= 45 for question in said)


def test_the_sentence_on_file_is_the_reason_where_there_is_one():
    decided = mapping("A2", "", Relation.NONE, status=Status.DRAFT, sentence="No part of the plan reports.")
    found = answer(compared(STATUTE(), PLAN(), decided), "A2")

    assert found.reason == "No part of the plan reports."
    assert found.question


def test_a_draft_alone_does_not_make_a_full_answer():
    """The program finds no counterpart there, so the draft is told and the answer is not called full."""
    found = answer(
        compared(STATUTE(), PLAN(), mapping("A2", "P2", Relation.SUBSET, status=Status.DRAFT)), "A2"
    )

    assert found.coverage is Coverage.PARTLY


def test_a_draft_that_the_program_bears_out_is_a_full_answer():
    text = "The local board shall inspect public playgrounds twice a year."
    same = (document("act", ("A", text), kind="statute"), document("plan", ("P", text), kind="plan"))
    found = answer(compared(*same, mapping("A", "P", Relation.EQUAL, status=Status.DRAFT)), "A")

    assert found.coverage is Coverage.COVERED
    assert (found.reason, found.question, found.unmet) == ("", "", ())


def test_a_permission_is_no_full_answer_to_a_requirement():
    text = "The local board {} inspect public playgrounds twice a year."
    act = document("act", ("A", text.format("shall")), kind="statute")
    plan = document("policy", ("P", text.format("may")), kind="statute")
    found = answer(compared(act, plan, mapping("A", "P", Relation.SUBSET, status=Status.DRAFT)), "A")

    assert found.coverage is Coverage.PARTLY
    assert found.reason == "P allows this but does not require it."


def test_what_a_person_confirmed_as_the_same_is_a_full_answer():
    found = answer(compared(STATUTE(), PLAN(), mapping("A2", "P2", Relation.SUBSET)), "A2")

    assert found.coverage is Coverage.COVERED


def test_two_texts_that_cannot_both_be_followed_ask_which_governs():
    decided = mapping("A1", "P1", Relation.CONTRARY, status=Status.DRAFT, sentence="One forbids it.")
    found = answer(compared(STATUTE(), PLAN(), decided), "A1")

    assert found.coverage is Coverage.CONTRARY
    assert found.reason == "The two cannot both be followed: One forbids it."
    assert found.question.startswith("Which of the two will the local board follow")


OTHER = partial(
    document,
    "code",
    ("C1", "The local board shall inspect public playgrounds."),
    ("C2", "The mayor shall sell souvenirs at the market."),
)


def test_between_two_laws_only_what_is_done_once_for_both_is_asked():
    """Both bind, so that nobody can decide to leave out what the other does not ask for."""
    side = compared(
        STATUTE(),
        OTHER(kind="statute"),
        mapping("A1", "C1", Relation.SUPERSET, status=Status.DRAFT),
        names=("the Act", "the Code"),
    )
    partly, absent = answer(side, "A1").question, answer(side, "A2").question

    assert partly.startswith("Only the Act names ")
    assert "broken swings" in partly
    assert absent == "Will the State board do this for the Act only, or use it for the Code too?"


def test_a_framework_beside_a_law_is_still_a_choice():
    side = compared(STATUTE(), OTHER(kind="framework"), names=("the Act", "the Code"))

    assert "Is it enough that the Act covers" in answer(side, "A2").question


def test_a_rejected_pair_answers_nothing():
    found = answer(
        compared(STATUTE(), PLAN(), mapping("A1", "P1", Relation.EQUAL, status=Status.REJECTED)), "A1"
    )

    assert found.coverage is Coverage.NOT_FOUND


HALVES = partial(
    document,
    "plan",
    ("P1", "The local board inspects public playgrounds twice a year."),
    ("P2", "The local board repairs broken swings."),
    kind="plan",
)


def test_provisions_confirmed_as_one_group_answer_together_what_neither_answers_alone():
    group = [
        mapping("A1", one, Relation.SUPERSET, group=Group.SPLIT, status=Status.CONFIRMED)
        for one in ("P1", "P2")
    ]

    assert answer(compared(STATUTE(), HALVES(), *group), "A1").coverage is Coverage.COVERED
    assert answer(compared(STATUTE(), HALVES(), group[0]), "A1").coverage is Coverage.PARTLY


@pytest.mark.parametrize(
    ("status", "group"),
    [(Status.DRAFT, Group.SPLIT), (Status.CONFIRMED, None), (Status.CONFIRMED, Group.CONSOLIDATED)],
    ids=["a draft", "no group", "the other group"],
)
def test_what_nobody_confirmed_as_a_group_does_not_answer_together(status, group):
    first = mapping("A1", "P1", Relation.SUPERSET, group=Group.SPLIT)
    second = mapping("A1", "P2", Relation.SUPERSET, group=group, status=status)

    assert answer(compared(STATUTE(), HALVES(), first, second), "A1").coverage is Coverage.PARTLY


@pytest.mark.parametrize(
    "words",
    ["Playground inspections and repair of", "Broken swings,", "J. Doe, Inspector of Public Playgrounds"],
)
def test_a_label_a_signature_or_a_piece_of_a_sentence_is_never_answered_in_full(words):
    note = document("note", ("N1", words), kind="guidance")
    side = compared(note, PLAN(), mapping("N1", "P1", Relation.EQUAL, status=Status.DRAFT))
    whole = compared(
        document("act", ("N1", "The local board inspects public playgrounds."), kind="guidance"),
        PLAN(),
        mapping("N1", "P1", Relation.EQUAL, status=Status.DRAFT),
    )

    assert answer(side, "N1").coverage is Coverage.PARTLY
    assert "a piece of a sentence" in answer(side, "N1").reason
    assert answer(whole, "N1").coverage is Coverage.COVERED


def test_a_passive_clause_without_what_is_acted_on_is_asked_about_by_its_object():
    said = "who, after an interview or evaluation, have been determined by a local board to be eligible"
    other = "The State board shall publish an annual report on accidents in parks."
    act = document("act", ("A", said), ("B", other), kind="statute")
    unrelated = (
        ("P", "The mayor sells souvenirs at the market."),
        ("Q", "Boats are painted blue every spring."),
    )

    found = answer(compared(act, document("plan", *unrelated, kind="plan")), "A")

    assert found.coverage is Coverage.NOT_FOUND
    assert "does not ask for an interview" in found.question
