"""Answers outside the part compared: a place that answers counts, a place that only touches on a thing came closest."""

import pytest

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
        # Career pathway system: the State supports strategies for career pathways with its partners.
        ("AQCP-DEF-4", "29/3122/d/5"),
        # Assessments that partners share: an objective assessment, and no new one where a recent one serves.
        ("AQCP-FUNC-2", "29/3164/c/1/A"),
        ("AQCP-FUNC-2", "29/3174/c/3/A/ii"),
        # Employment services and work experiences: what is assessed of each youth names both.
        ("AQCP-FUNC-4", "29/3164/c/1/A"),
    ],
)
def test_a_place_that_names_what_is_asked_answers_it(answers, element, place):
    assert answers[element].coverage is Coverage.NOT_FOUND
    assert place in answers[element].elsewhere


@pytest.mark.parametrize(
    "element",
    [
        "AQCP-FEAT-2",  # entry points: programs that help youth re-enter are only kindred
        "AQCP-FEAT-3/recollected",  # exits that line up with entries: services are only kindred
    ],
)
def test_a_place_that_only_touches_on_it_is_named_and_not_counted(side, answers, element):
    answer = answers[element]
    outside = [one for one in answer.near if one not in side.left]

    assert answer.elsewhere == ()
    assert outside
    assert list(answer.near[: len(outside)]) == outside


def test_no_place_is_both_an_answer_and_merely_near(side):
    for answer in (*side.left_answers, *side.right_answers):
        assert not set(answer.elsewhere) & set(answer.near)
        assert not (answer.coverage is not Coverage.NOT_FOUND and answer.near)
