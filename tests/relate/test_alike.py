"""Two definitions in nearly the same words are stated together, and only with words that both have."""

import pytest

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
    assert found.startswith("The Act defines “credential” in part as a document issued by an office")
    assert "; the Code requires the program to lead each student" in found


def acts(one, two, relation=Relation.INTERSECTS):
    return state(relation, read(one), read(two), NAMES).sentence


def test_what_two_acts_in_nearly_the_same_words_require_is_said_once():
    found = acts(
        "Training services shall be provided in a manner that maximizes consumer choice in the selection of a provider.",
        "Training services, under any contract, must be provided in a manner that maximizes informed consumer choice in selecting a provider.",
    )

    assert found == (
        "Both require training services to be provided in a manner that maximizes consumer choice in the selection of"
        " a provider. The Code adds “informed”."
    )


def test_nobody_adds_what_the_other_text_says_elsewhere():
    found = acts(
        "The State plan shall include the State’s vision and goals for preparing a skilled workforce, and how the State will train staff.",
        "The State plan shall include the State’s vision and goals for preparing a skilled workforce. The State will train staff.",
    )

    assert "adds" not in found


@pytest.mark.parametrize(
    "other",
    [
        "Cooks must wash both hands after handling raw meat.",
        "Waiters must dry both hands after handling raw meat.",
        "Every kitchen must be cleaned and both hands must be washed after handling raw meat.",
    ],
)
def test_an_act_of_another_is_not_said_of_both(other):
    assert "oth require" not in acts("Waiters must wash both hands after handling raw meat.", other)


def test_two_documents_that_say_nearly_the_same_are_named_by_what_they_are():
    found = acts(
        "The unified State plan shall include a description of the State’s strategic vision and goals for preparing an educated workforce.",
        "The State plan shall include the State’s strategic vision and goals for preparing an educated workforce, and for serving veterans.",
    )

    assert found.startswith("Both State plans must describe the State’s strategic vision and goals")
    assert found.endswith("The Code adds “and for serving veterans”.") or "serving veterans" in found
