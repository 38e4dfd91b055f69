import pytest

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.relation import Coverage, Modality, Relation
from crosswalk.report import words


@pytest.mark.parametrize(
    ("closed", "table"),
    [
        (Modality, words.DUTY_WORDS),
        (Part, words.PART_WORDS),
        (PartVerdict, words.VERDICT_WORDS),
        (Coverage, words.COVERAGE_WORDS),
    ],
)
def test_every_value_of_a_closed_list_has_its_own_word(closed, table):
    assert set(closed) == set(table)
    assert len(closed) == len(set(table.values()))


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_a_sentence_pattern(relation):
    assert words.pattern(relation, "the Act", "the Charter").endswith(".")


def test_anchors_that_would_clash_are_told_apart_by_content():
    found = words.anchors(["a/b", "a-b", "c"])

    assert len(set(found.values())) == 3
    assert found["c"] == "c"
    assert found == words.anchors(["a-b", "c", "a/b"])
