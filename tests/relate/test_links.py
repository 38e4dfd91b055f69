"""A sentence says how its two halves hang together, or the row is not listed on a low chance."""

from dataclasses import replace

import pytest

from crosswalk.compare import listed
from crosswalk.compare.listed import CLEAR, listed_candidate, read_sides, sides_nearness
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
            "; that supports the Code’s State plan, which must say how the State board will train its partners",
        ),
        (
            "Every plan must be sent to the partners.",
            "statute",
            "; that supports the Code’s requirement that every plan be sent to the partners",
        ),
    ],
)
def test_a_supporting_act_is_said_to_support_the_other(text, kind, link):
    left = read("The local board shall publish a list of providers and their results.")

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
