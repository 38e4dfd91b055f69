"""A statement begins with what both sides share, in a phrase that both halves bear out."""

import pytest

from crosswalk.language.topics import Topic
from crosswalk.model.relation import Relation
from crosswalk.relate.opening import openings
from crosswalk.relate.statement import MOST, state
from tests.relate.reading import read

NAMES = ("the Act", "the Code")


def stated(left, right, relation=Relation.INTERSECTS):
    return state(relation, read(left), read(right), NAMES)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (
            "Every public school shall offer a free breakfast to all pupils.",
            "Elementary schools must offer a free breakfast to pupils from poor households.",
            "Both concern offering a free breakfast.",
        ),
        (
            "Anyone who handles open food shall wash their hands before starting work.",
            "Cooks must wash their hands after handling raw meat.",
            "Both concern washing their hands.",
        ),
        (
            "The owner shall return the security deposit within 21 days.",
            "The trust must return every deposit within two weeks.",
            "Both concern a deposit.",
        ),
        (
            "The district shall publish an analysis of attendance data by grade.",
            "Schools must review attendance data every two weeks.",
            "Both concern attendance data.",
        ),
        (
            "The county shall publish a list of dental services for children.",
            "Clinics must offer free dental services to children.",
            "Both concern dental services.",
        ),
    ],
)
def test_both_halves_begin_with_the_act_or_thing_that_they_share(left, right, same):
    assert stated(left, right).same == same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("A club shall keep a list of its rules.", "A club must insure its boats."),
        ("The board shall publish its plan.", "The office must file a plan of the building."),
        ("The school shall feed each pupil.", "The school must count each pupil every morning."),
    ],
)
def test_who_acts_people_and_stock_words_are_nothing_that_both_concern(left, right):
    assert stated(left, right).same == ""


def test_a_conflict_is_named_first():
    found = stated(
        "A member may use personal data for marketing unless the customer has objected.",
        "A business must not use personal data for marketing unless the person has agreed.",
        Relation.CONTRARY,
    )

    assert found.same == "The two conflict on using personal data for marketing."
    assert "two conflict." not in found.different


def test_the_opening_never_costs_a_figure_that_both_give():
    found = stated(
        "The agency shall keep a written record of the basis for each contract award, with the bids and the reasons of the"
        " officers who took part in it, for six years.",
        "The purchasing office must file the evaluation sheets, the reasons for the award and the letters to the bidders"
        " with the contract, and keep them for seven years after its end.",
    )

    assert "six years" in found.different
    assert "seven years" in found.different
    assert len(found.sentence.split()) <= MOST


def test_what_is_supported_comes_second():
    duty = "The kitchen shall keep every refrigerator at 41 degrees or below."
    help_given = "The shift lead must check the temperature of every refrigerator."

    assert stated(duty, help_given, Relation.SUPPORTED).different == (
        "The Code requires the shift lead to check the temperature of every refrigerator; that supports the Act’s"
        " requirement that the kitchen keep every refrigerator at 41 degrees or below."
    )


def test_a_topic_of_one_common_noun_opens_nothing():
    topic = Topic("resources", "resources", (), ())

    found = openings(read("The board shall share resources."), read("Staff must pool resources."), topic, ())
    assert [way.sentence for way in found] == []
