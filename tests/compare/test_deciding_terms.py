"""Definitions in force decide what a measure counts: the same word, defined apart, is not the same."""

import pytest

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part

pytestmark = pytest.mark.slow
ADULT = "29/3141/b/2/A/i"


@pytest.fixture(scope="module")
def side(laid):
    return laid["measures"]


def parts(side, left, right):
    row = next(row for row in side.rows if (row.left, row.right) == (left, right))
    return {part.part: part for part in row.candidate.parts}


def terms(side, left, right):
    return {(one.left_term, one.right_term): one for one in side.deciding.get(f"measures:{left}~{right}", ())}


@pytest.mark.parametrize(("mark", "metric"), [("I", "C1"), ("II", "C3"), ("III", "C4")])
def test_exit_is_the_finding_and_not_unknown(side, mark, metric):
    left, right = f"{ADULT}/{mark}", f"AQCP-M-{metric}"
    exit_ = terms(side, left, right)["program exit", "career pathway exit"]

    assert "20 CFR 677.150(c)" == exit_.left[0].citation
    assert {"rule", "guidance"} <= {one.level for one in exit_.left}
    assert ["AQCP-TERM-6"] == [one.provision for one in exit_.right]
    for part in (Part.POPULATION, Part.TIMING):
        found = parts(side, left, right)[part]
        assert PartVerdict.DIFFERS is found.verdict
        assert "20 CFR 677.150(c) (rule)" in found.sentence
        assert "was not read" in found.sentence


def test_one_term_that_both_define_stays_unknown_where_the_words_were_not_read(side):
    found = parts(side, f"{ADULT}/IV", "AQCP-M-B1")[Part.POPULATION]

    assert PartVerdict.UNKNOWN is found.verdict
    assert "20 CFR 677.150(a) (rule)" in found.sentence
    assert ("participant", "participant") in terms(side, f"{ADULT}/IV", "AQCP-M-B1")


def test_the_question_asks_which_exit(side):
    answers = {one.provision: one for one in side.right_answers}

    assert "Which exit should reports on the measures of the Alliance use?" in answers["AQCP-M-C1"].question
    assert "20 CFR 677.150(c) (rule)" in answers["AQCP-M-C1"].question
    # Its best counterpart gives a point in time of its own, which is the better question.
    assert "Which exit" not in next(
        one.question for one in side.left_answers if one.provision == f"{ADULT}/III"
    )


def test_a_definition_taken_from_the_other_law_decides_nothing(laid):
    """Perkins V gives its terms the meaning that WIOA gives them."""
    named = {term.left_term for found in laid["perkins-measures"].deciding.values() for term in found}
    assert "recognized postsecondary credential" not in named


def test_a_definition_for_another_part_of_the_law_is_left_out(side):
    """Section 142 defines who enrolls in the Job Corps, for that subtitle alone."""
    for found in side.deciding.values():
        for term in found:
            assert not [one for one in term.left if one.provision.startswith("29/3192")]


def test_what_is_counted_decides_nothing(laid):
    side = laid["measures"]
    counted = [one for one in side.right_answers if one.provision.startswith("AQCP-M-") and one.question]

    assert len(counted) > 1
    assert {one.actor for one in counted} == {"the planning team"}
