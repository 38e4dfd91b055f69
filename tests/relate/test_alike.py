"""Two definitions in nearly the same words are stated together, and only with words that both have."""

from crosswalk.model.relation import Relation
from crosswalk.relate.statement import state
from tests.relate.reading import read

NAMES = ("the Act", "the Code")
COUNTIES = "each of the several counties, the port district"


def said(one, two):
    left, right = (read(text, heading="Area") for text in (one, two))
    return state(Relation.INTERSECTS, left, right, NAMES).sentence


def test_what_one_definition_adds_is_said_once():
    found = said(
        f"The term “service area” means {COUNTIES}, and the river trust.",
        f"The term “service area” means {COUNTIES}, the river trust, and each outlying island.",
    )

    assert found == (
        f"The Act and the Code both define “service area” as {COUNTIES}, and the river trust."
        " The Code adds “each outlying island”."
    )


def test_two_terms_with_nearly_the_same_meaning_are_named():
    found = said(
        "The term “rare trade” means an occupation in which apprentices from the group involved are fewer than 5 percent of those employed.",
        "The term “uncommon craft” means an occupation in which apprentices from one group are fewer than 5 percent of those employed.",
    )

    assert found.startswith(
        "The Act’s “rare trade” and the Code’s “uncommon craft” mean nearly the same: an occupation"
    )
    assert "he Act says “the group involved” where the Code says “one group”" in found


def test_no_definition_is_given_to_both_where_each_adds_something():
    found = said(
        "The term “chief” means the chief executive of a county or an outlying island.",
        "The term “chief” means the chief executive officer of a county.",
    )

    assert "both" not in found
    assert "of a county or an outlying island" in found


def test_a_definition_too_long_to_say_leaves_the_other_clause():
    parts = ", ".join(
        f"a certificate of the {word} board" for word in ("first", "second", "third", "fourth", "fifth")
    )
    left = read(
        f"The term “credential” means a document issued by an office that consists of {parts}.", heading="C"
    )
    right = read("The program shall lead each student to a credential of value.", lead="")

    found = state(Relation.INTERSECTS, left, right, NAMES).sentence
    assert found.startswith(
        "The Act defines “credential”; the Code requires the program to lead each student"
    )
