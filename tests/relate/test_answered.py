"""How much of one provision another answers: pointers, abbreviations, bare headings, and acts of its own."""

import pytest

from crosswalk.model.relation import Relation
from crosswalk.relate.answered import answered_share, own_words
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.support import gives_evidence, trains_staff, uses_evidence
from tests.relate.reading import read, related


def missing(one, other):
    return answered_share(read(one), read(other)).missing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The agency must inspect pools authorized under WIOA sec. 129(c), and keep records of each visit.",
            "The agency must inspect pools and keep records of each visit.",
        ),
        (
            "The WDB must publish the minutes of its meetings.",
            "The board must publish the minutes of its meetings.",
        ),
        (
            "The board must keep a record of the MOU.",
            "The board must keep a record of the memorandum of understanding.",
        ),
        (
            "a description of the process for the award of contracts",
            "The process for the award of contracts",
        ),
        (
            "The board shall publish a list, as appropriate, of the schools.",
            "The board shall publish a list of the schools.",
        ),
    ],
)
def test_what_only_points_or_abbreviates_is_no_addition(one, other):
    assert missing(one, other) == 0
    assert missing(other, one) == 0


def test_an_abbreviation_of_something_else_is_an_addition():
    assert missing("The TANF must publish minutes.", "The board must publish minutes.") == 1


def test_further_numbers_of_a_citation_are_no_words():
    said = own_words("Transitional jobs in accordance with §§ 680.190 and 680.195;")

    assert said == ("transitional", "jobs")


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (
            "Access to any training activities carried out under sec. 134(d) of WIOA;",
            "provide access to the training activities carried out under section 3174(d) of this title;",
            Relation.EQUAL,
        ),
        (
            "The percentage of participants in work in the second quarter after exit from the program;",
            "the percentage of program participants in work in the second quarter after exit from the program;",
            Relation.EQUAL,
        ),
        (
            "A nurse and a doctor shall be present.",
            "A nurse or a doctor shall be present.",
            Relation.SUPERSET,
        ),
        (
            "Supportive services, including child care;",
            "supportive services;",
            Relation.SUPERSET,
        ),
    ],
)
def test_small_words_decide_only_where_they_weigh(one, other, relation):
    assert relation is related(read(one), read(other))


def test_below_different_lead_ins_the_wording_does_not_decide():
    text = "Agreement on funding the costs of the services and the operating costs of the system;"
    other = read(
        "how the costs of such services and the operating costs of such system will be funded;",
        lead="Each memorandum shall contain provisions describing—",
    )

    assert related(read(text, lead="It must include:"), other) is Relation.EQUAL
    alone = read(other.text)
    assert related(read(text), alone) is Relation.SUPERSET


def test_a_denial_on_both_sides_is_no_opposition():
    one = read("The plan does not comply with the rules of the council, including those on public comment.")
    other = read("the plan does not comply with the rules of the council; or")

    assert not PairReading(one, other).opposed


def test_who_uses_data_takes_evidence_in_and_who_analyzes_gives_it():
    user = read("use labor market data to determine alignment of programs to the needs of the economy;")
    giver = read("The council must publish an analysis of the needs of employers.")

    assert uses_evidence(user)
    assert not gives_evidence(user)
    assert gives_evidence(giver)
    assert related(user, giver) is Relation.SUPPORTED


def test_training_of_staff_supports_what_the_staff_does():
    training = read(
        "Each summer, all kitchen staff will attend an 8-hour workshop on cooking with less salt."
    )
    limit = read("Averaged over a week, lunches hold no more than 1,200 milligrams of sodium each.")

    assert trains_staff(training)
    assert not trains_staff(limit)
    assert related(training, limit) is Relation.SUPPORTS
    assert related(limit, training) is Relation.SUPPORTED
