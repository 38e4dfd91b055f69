"""What a sentence says of a clause besides its act: who pays, who is helped, how far it is weighed."""

import pytest

from crosswalk.model.frame import Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.statement import state
from tests.relate.reading import read

OTHER = "Partners share data on the results of the program."


def said(left, right=None):
    names = ("the Act", "the Code")
    return state(Relation.INTERSECTS, left, right or read(OTHER, kind="framework"), names).sentence


@pytest.mark.parametrize(
    ("lead", "text", "words"),
    [
        (
            "Funds reserved by a Governor may be used to carry out activities, which may include—",
            "implementing innovative programs for employers;",
            "The Act allows funds reserved by a Governor to be used for implementing innovative programs",
        ),
        (
            "The State board shall assist the Governor in—",
            "the development of strategies for career pathways;",
            "The Act requires the State board to assist the Governor in the development of strategies",
        ),
        (
            "",
            "The local board shall lead efforts in the area to develop career pathways.",
            "The Act requires the local board to lead efforts to develop career pathways",
        ),
        (
            "The agency shall assess the extent to which the local application will—",
            "expand access to career education;",
            "The Act requires the agency to assess how far the local application will expand access",
        ),
    ],
)
def test_a_sentence_says_who_acts_and_how(lead, text, words):
    assert said(read(text, lead=lead)).startswith(words)


def test_a_definition_without_a_verb_says_what_the_thing_does():
    thing = read(
        "A way of organizing work that joins levels of education and training.",
        heading="Career pathway approach",
        kind="framework",
    )

    found = {(frame.words(Slot.ACTOR), frame.clause) for frame in thing.frames if not frame.subordinate}
    assert ("a career pathway approach", "join levels of education and training") in found


def test_the_first_and_the_last_items_of_a_list_never_go_together():
    text = (
        "The agency shall facilitate collaboration in the design of courses, programs of study offered in schools, and"
        " career pathways that include multiple entry points for adults and youth in each county of the State."
    )

    assert "design of;" not in said(read(text))
    assert "pathways that include multiple entry points" in said(
        read(text), read("People can join at several entry points.", kind="framework")
    )


def test_words_that_point_back_are_not_repeated():
    text = "The plan shall include an analysis of the needs of employers in those industries."

    assert "those" not in said(read(text))
