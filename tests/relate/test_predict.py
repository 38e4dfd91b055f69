"""How two measures relate, and two wordings without the model."""

import pytest

from crosswalk.model.alignment import PartComparison, PartVerdict
from crosswalk.model.annotation import MeasurePart, Part
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.predict import Names, relate_measures, relate_wordings, relation_test
from tests.relate.reading import read

NAMES = Names("the Act", "the Standard")
IDS = ("L", "R")


def test_wordings_are_related_without_the_model():
    one, two = read("Riders must wear a helmet."), read("Riders must wear a helmet and bright clothing.")
    found, back = relate_wordings(NAMES, one, two), relate_wordings(NAMES, two, one)

    assert (Relation.SUBSET, Relation.SUPERSET) == (found.relation, back.relation)
    assert "What the Act asks here is part of what the Standard asks." == found.sentence
    assert 0 < found.strength < 10


def test_the_same_words_are_equal_whatever_their_case_and_spacing():
    found = relate_wordings(NAMES, read("Apples and pears."), read("apples  and PEARS"))

    assert (Relation.EQUAL, 10, Basis.SYNTACTIC) == (found.relation, found.strength, found.basis)


def test_wordings_with_nothing_in_common_have_no_relation():
    found = relate_wordings(NAMES, read("Riders must wear a helmet."), read("The county repaints railings."))

    assert (Relation.NONE, 0) == (found.relation, found.strength)


def part(which, verdict, left=("a",), right=("a",)):
    return PartComparison(
        which, verdict, MeasurePart(which, left), MeasurePart(which, right), f"{which} {verdict}."
    )


def test_measures_of_different_things_do_not_meet_however_alike_their_words():
    parts = (
        part(Part.OUTCOME, PartVerdict.DIFFERS, ("earnings",), ("change in earnings",)),
        part(Part.STATISTIC, PartVerdict.SAME),
    )

    assert Relation.NONE is relate_measures(parts, NAMES, IDS).relation


def test_measures_with_the_same_outcome_and_another_timing_overlap():
    parts = (
        part(Part.OUTCOME, PartVerdict.SAME),
        part(Part.TIMING, PartVerdict.DIFFERS, ("quarter 2",), ("quarter 2", "quarter 3")),
    )
    judged = relate_measures(parts, NAMES, IDS)

    assert Relation.INTERSECTS is judged.relation
    assert judged.sentence == f"{judged.same} {judged.different}"
    assert "the two times" not in judged.same


def test_measures_are_the_same_only_when_no_part_is_unknown():
    same = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.SAME))
    unknown = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.UNKNOWN, ("x",), ()))

    assert Relation.EQUAL is relate_measures(same, NAMES, IDS).relation
    assert Relation.INTERSECTS is relate_measures(unknown, NAMES, IDS).relation


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_a_test_that_names_both_sides(relation):
    said = relation_test(relation, NAMES)

    assert said.endswith(".")
    assert relation is Relation.EQUAL or all(
        name.lower() in said.lower() for name in ("the Act", "the Standard")
    )
