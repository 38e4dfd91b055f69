"""A sentence says how its two halves hang together, or the row is not listed on a low chance."""

from dataclasses import replace

import pytest

from crosswalk.compare import listed
from crosswalk.compare.links import Links
from crosswalk.compare.listed import CLEAR, listed_candidate, read_sides, sides_nearness
from crosswalk.compare.shared_terms import NOTHING_SHARED, SharedTerms
from crosswalk.model.alignment import Candidate
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names
from crosswalk.relate.statement import state
from tests.relate.reading import read

NAMES = ("the Act", "the Code")
PARTNERS = "State partners commit to a common vision and strategy."


@pytest.mark.parametrize(
    ("text", "kind", "link"),
    [
        (
            PARTNERS,
            "framework",
            "; that supports the Code’s call on State partners to commit to a common vision",
        ),
        (
            "A provider may select a partner.",
            "statute",
            "; that supports the Code’s permission for a provider to select a partner",
        ),
        (
            "The State plan shall describe how the State board will train its partners.",
            "statute",
            "; that supports what the Code’s State plan must say: how the State board will train its partners",
        ),
        (
            "Every plan must be sent to the partners.",
            "statute",
            "; that supports the Code’s requirement that every plan be sent to the partners",
        ),
    ],
)
def test_a_supporting_act_is_said_to_support_the_other(text, kind, link):
    left = read("The local board shall publish a list of partners, and the strategy of each.")

    said = state(Relation.SUPPORTS, left, read(text, kind=kind), NAMES).sentence
    assert said.startswith("The Act requires the local board to publish a list")
    assert link in said


def test_what_two_texts_conflict_in_stays_in_the_sentence():
    one = "The library must delete the record of a loan as soon as the item is returned and any charge for it is paid."
    two = "Every public library must keep the record of each loan for two years after the item is returned by the reader."

    said = state(Relation.CONTRARY, read(one), read(two), NAMES).sentence
    assert "for two years" in said
    assert ", but the Code requires" in said


@pytest.mark.parametrize(
    ("right", "linked"),
    [
        ("Partners put in place a policy on the sharing of records.", False),
        ("Partners train workers in the trades.", True),
    ],
)
def test_two_halves_are_linked_by_what_both_name(right, linked):
    left = read("The local board shall train workers in the building trades.")

    assert state(Relation.INTERSECTS, left, read(right, kind="framework"), NAMES).linked is linked


@pytest.mark.parametrize(("chance", "shown"), [(CLEAR, True), (CLEAR - 0.05, False)])
def test_a_pair_without_a_link_is_listed_only_on_a_clear_chance(chance, shown):
    left, right = (
        read("The local board shall train workers in the building trades."),
        read("Partners put in place a policy on the sharing of records.", kind="framework"),
    )
    cand = Candidate("1", "1", 0.5, 0.5, 1)
    sides = read_sides({"1": left}, {"1": right}, [cand])
    sides = replace(sides, chances={("1", "1"): chance})

    found = listed_candidate(Names(*NAMES), cand, sides, sides_nearness(sides))
    assert found.listed is shown
    assert found.why_not == ("" if shown else listed.UNLINKED)


def test_a_conflict_is_said_with_the_acts_that_have_the_numbers():
    one = read(
        "The operator must close the pool to bathers when free chlorine is above 3 milligrams per liter and record it."
    )
    two = read(
        "The operator records each reading in the pool log. It keeps free chlorine at 4 milligrams per liter."
    )

    said = state(Relation.CONTRARY, one, two, NAMES, None, (one.main, two.main)).sentence
    assert "4 milligrams" in said


def test_an_act_whose_lead_in_is_too_long_to_say_is_described():
    left = read(
        "effective training programs that effectively use direct assessment and prior learning assessment to measure an"
        " individual’s prior knowledge, skills, competencies, and experiences, and that evaluate such skills for"
        " adaptability, to support efficient placement into employment or career pathways;",
        lead="The State board shall assist the Governor in the identification and dissemination of information on best"
        " practices, including best practices for—",
    )
    right = read(
        "Participants' education, skills, and assets or needs are assessed in a consistent way that partners share rather"
        " than repeat.",
        kind="framework",
    )

    said = state(Relation.SUPPORTS, left, right, NAMES).sentence
    assert said.startswith(
        "The Act speaks of best practices for effective training programs that effectively use direct assessment"
    )


def test_a_sentence_is_not_about_a_bare_pronoun():
    right = read(
        "Career pathways are how the approach is put into operation; each is characterized by three features.",
        kind="framework",
    )

    said = state(Relation.INTERSECTS, read("The board shall publish a guide."), right, NAMES).sentence
    assert "each" not in said


@pytest.mark.parametrize(("heading", "one"), [("Career pathways", True), ("Career pathway programs", False)])
def test_a_definition_is_beside_another_of_the_same_term(heading, one):
    left = read(
        "The term “career pathway” means a combination of services that helps an individual.", heading="C"
    )
    right = read("They are delivered in many ways.", heading=heading, kind="framework")
    cand = Candidate("1", "1", 0.5, 0.5, 1)
    sides = replace(read_sides({"1": left}, {"1": right}, [cand]), chances={("1", "1"): 0.9})

    found = listed.defined_candidate(
        Names(*NAMES), cand, sides, sides_nearness(sides), NOTHING_SHARED, whole=False
    )
    assert (found.prediction.relation is not Relation.NONE) is one


@pytest.mark.parametrize(
    ("chance", "whole", "related"),
    [(listed.CONSIDERED, False, True), (listed.CONSIDERED - 0.01, False, False), (0.01, True, True)],
)
def test_elements_that_share_terms_are_no_counterparts_where_hardly_an_expert_would_list_them(
    chance, whole, related
):
    """Unless one is a definition as a whole, of which an element may meet one part."""
    left = read("prepares an individual to be successful in any of a full range of education options;")
    right = read("Students with limited education can enter successfully.", kind="framework")
    cand = Candidate("1", "1", 0.5, 0.5, 1)
    sides = replace(read_sides({"1": left}, {"1": right}, [cand]), chances={("1", "1"): chance})
    shared = SharedTerms(0.3, 0.3, 0.8)

    found = listed.defined_candidate(Names(*NAMES), cand, sides, sides_nearness(sides), shared, whole=whole)
    assert shared.meet
    assert (found.prediction.relation is not Relation.NONE) is related


def test_a_lead_in_of_one_side_is_not_taken_for_that_of_the_other_with_the_same_id():
    ours = read("The State board shall assist the Governor in—")
    theirs = read("The council shall inspect each kitchen for—")
    links = Links(
        {("1", "1"): "The statute cites this part of the rule."}, lead_ins=({"1": ours}, {"1": theirs})
    )
    cand = Candidate("1", "1", 0.5, 0.5, 1)
    sides = read_sides({}, {}, [cand], links)

    said = listed_candidate(Names(*NAMES), cand, sides, sides_nearness(sides)).prediction.sentence
    assert said.index("The Act") < said.index("assist the Governor") < said.index("The Code")
    assert said.index("The Code") < said.index("inspect each kitchen")
