"""Two states of a mapping set: what public tools do not see, and the version number that follows."""

from dataclasses import replace

import pytest

from crosswalk.cli.output import diff_lines
from crosswalk.editions.mapping_diff import Step, compare_sets
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status

ROW = Mapping(
    "A",
    "X",
    Relation.INTERSECTS,
    Status.CONFIRMED,
    "Both ask.",
    Basis.SEMANTIC,
    5,
    0.8,
    "Reviewer A",
    "2024-01-01",
)
OTHER = replace(ROW, left="B")


def held(*rows, **facts):
    return replace(MappingSet("s", "S", "law", "frame", "1", "1", rows), **facts)


CASES = (
    ("nothing", {}, Step.NONE, {}),
    (
        "the relation",
        {"relation": Relation.SUBSET},
        Step.MAJOR,
        {"relation": ("intersects-with", "subset-of")},
    ),
    ("the strength", {"strength": 7}, Step.ADMINISTRATIVE, {"strength": ("5", "7")}),
    ("the confidence", {"confidence": 0.5}, Step.ADMINISTRATIVE, {"confidence": ("0.8", "0.5")}),
    (
        "the rationale",
        {"sentence": "Both do ask."},
        Step.ADMINISTRATIVE,
        {"rationale": ("Both ask.", "Both do ask.")},
    ),
    (
        "the status",
        {"status": Status.LOOK_AGAIN},
        Step.ADMINISTRATIVE,
        {"status": ("confirmed", "look-again")},
    ),
    (
        "a published row rejected",
        {"status": Status.REJECTED},
        Step.MAJOR,
        {"status": ("confirmed", "rejected")},
    ),
)


@pytest.mark.parametrize(("what", "after", "step", "fields"), CASES, ids=[case[0] for case in CASES])
def test_a_changed_row_is_seen_field_by_field(what, after, step, fields):
    found = compare_sets(held(ROW), held(replace(ROW, **after)))

    assert step is found.step
    assert fields == (dict(found.changed[0].fields) if found.changed else {})


def test_rows_that_came_and_went():
    came, went = compare_sets(held(ROW), held(ROW, OTHER)), compare_sets(held(ROW, OTHER), held(ROW))

    assert (Step.MINOR, [("B", "X")]) == (came.step, [row.pair for row in came.added])
    assert (Step.MAJOR, [("B", "X")]) == (went.step, [row.pair for row in went.removed])


def test_a_rejection_that_goes_is_no_major_change():
    rejected = replace(OTHER, status=Status.REJECTED)

    assert Step.ADMINISTRATIVE is compare_sets(held(ROW, rejected), held(ROW)).step


def test_history_is_not_compared():
    past = replace(ROW, status=Status.SUPERSEDED, relation=Relation.EQUAL)

    assert Step.NONE is compare_sets(held(ROW), held(ROW, past)).step


def test_another_edition_of_the_texts_is_administrative():
    assert Step.ADMINISTRATIVE is compare_sets(held(ROW), held(ROW, left_version="2")).step


def test_the_difference_in_lines():
    lines = diff_lines(compare_sets(held(ROW), held(replace(ROW, relation=Relation.EQUAL), OTHER)))

    assert "1 rows added, 0 removed, 1 changed, 0 unchanged; a major change of version." == lines[0]
    assert "changed: A and X: relation: intersects-with → equal" in lines
