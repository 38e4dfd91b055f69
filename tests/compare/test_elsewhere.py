"""Answers outside the part compared, in the same document and at other levels; only likely ones are claimed."""

import pytest

from crosswalk.model.alignment import ELSEWHERE
from crosswalk.model.relation import Coverage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def side(laid):
    return laid["definition"]


@pytest.fixture
def answers(side):
    return {answer.provision: answer for answer in side.right_answers}


@pytest.mark.parametrize(
    ("element", "place"),
    [
        # Career pathway system: the local board leads the development of career pathways with its partners.
        ("AQCP-DEF-4", "29/3122/d/5"),
        # Assessments that partners share: an objective assessment of the skills and service needs of each youth.
        ("AQCP-FUNC-2", "29/3164/c/1/A"),
        # Employment services and work experiences: internships and work experiences linked to careers.
        ("AQCP-FUNC-4", "29/3174/c/2/A/xii/VII"),
    ],
)
def test_a_place_that_says_what_is_asked_answers_it(answers, element, place):
    assert answers[element].coverage is Coverage.NOT_FOUND
    assert place in answers[element].elsewhere
    assert ELSEWHERE == answers[element].standing


@pytest.mark.parametrize(
    ("crosswalk", "element", "level", "place"),
    [
        ("definition", "AQCP-FUNC-4", "rule", "20/681.600/a"),
    ],
)
def test_a_rule_that_says_it_is_named_with_its_level(laid, crosswalk, element, level, place):
    answer = next(one for one in laid[crosswalk].right_answers if one.provision == element)
    found = {(one.level, one.provision) for one in answer.levels}

    assert (level, place) in found
    assert len(answer.levels) <= 3


@pytest.mark.parametrize(
    ("element", "places"),
    [
        ("AQCP-TERM-6", {"20/677.150/c"}),
        ("AQCP-TERM-7", {"20/677.150/a"}),
        ("AQCP-TERM-8", {"20/677.150/a", "20/677.150/c"}),
    ],
)
def test_the_framework_s_terms_are_answered_by_the_definitions_in_force(answers, element, places):
    found = answers[element].levels

    assert places <= {one.provision for one in found}
    assert all(one.defines for one in found)
    assert {"rule", "guidance"} == {one.level for one in found}


# Read aloud and found wrong: a chance alone, without texts that mean nearly the same, would have claimed them.
WRONG = {
    "AQCP-FEAT-2": {"29/3271/4/A/i", "34/463.1/d/1/i"},
    "AQCP-FEAT-2/recollected": {"29/3271/4/A/i", "29/3141/b/3/A/v/II/bb"},
    "AQCP-FEAT-3/recollected": {"technical-assistance/1/b/F/program-specific-criteria-of-exit/b1/b3"},
    "AQCP-FUNC-1": {"34/463.30/h", "34/463.60/b/4"},
    "AQCP-L-3": {"20/679.370/b"},
}


def test_what_only_looks_likely_is_not_claimed(laid):
    for side in (laid["definition"], laid["provisions"], laid["local-criteria"]):
        for answer in side.right_answers:
            claimed = {*answer.elsewhere, *(one.provision for one in answer.levels)}
            assert not claimed & WRONG.get(answer.provision, set())


def test_a_claim_is_a_statement_and_no_scrap_or_cell(laid):
    for side in laid.values():
        for answer in (*side.left_answers, *side.right_answers):
            for place in answer.levels:
                assert place.defines or (len(place.words.split()) >= 8 and " | " not in place.words)
                assert place.level in {"statute", "rule", "guidance"}
                assert place.corpus in {text.source.key for text in side.others}


def test_no_place_is_both_an_answer_and_merely_near(side):
    for answer in (*side.left_answers, *side.right_answers):
        assert not set(answer.elsewhere) & set(answer.near)
        assert not (answer.coverage is not Coverage.NOT_FOUND and answer.near)
