"""How two provisions relate, by the shares of what they ask."""

import pytest

from crosswalk.model.alignment import Alignment, Match, MatchType, PartComparison, PartVerdict
from crosswalk.model.annotation import MeasurePart, Part, Span
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Relation
from crosswalk.relate.differences import Differences
from crosswalk.relate.predict import Names, listed, predict_relation, relation_test

NAMES = Names("the Act", "the Standard")
LEFT, RIGHT = Provision("L", "Apples and pears."), Provision("R", "Pears and plums.")
ONE = (Match(1, (Span(11, 16),), (Span(0, 5),), "", MatchType.SAME),)


def seen(left_more, right_more, met=1.0, **more):
    """Two texts weighed: what each asks beyond the other, and what they share."""
    given = {"meeting": met, "left_meets": 0.8, "right_meets": 0.8, "named": met, "against": 0.0}
    return Differences(left_more, right_more, met, **{**given, **more})


def related(contrast, shares=(0.8, 0.8), shared=1.0):
    found = Alignment(ONE, shared=shared, left_share=shares[0], right_share=shares[1])
    return predict_relation(LEFT, RIGHT, found, NAMES, seen=contrast).relation


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (0.0, 0.0, Relation.EQUAL),
        (0.1, 0.2, Relation.EQUAL),
        (0.0, 0.35, Relation.SUBSET),
        (0.35, 0.0, Relation.SUPERSET),
        (0.2, 1.5, Relation.SUBSET),
        (0.6, 0.9, Relation.INTERSECTS),
    ],
)
def test_what_each_asks_beyond_the_other_decides(ours, theirs, expected):
    assert expected is related(seen(ours, theirs))
    assert expected.inverse is related(seen(theirs, ours))


def test_a_difference_of_force_or_number_is_never_equal():
    assert Relation.SUPERSET is related(seen(0.2, 0.0, bound=True))


def test_a_clash_between_texts_that_are_alike_is_contrary():
    clash = seen(0.0, 0.0, clash=True, against=0.5)

    assert Relation.CONTRARY is related(clash)
    assert Relation.CONTRARY is not related(clash, shares=(0.5, 0.2))


def test_sharing_only_whom_they_address_is_no_meeting():
    assert Relation.NONE is related(seen(0.5, 0.5, met=0.4, left_meets=0.0, right_meets=0.1, meeting=0.1))


def test_the_same_words_are_equal_whatever_their_case_and_spacing():
    other = Provision("R", "apples  and PEARS")
    judged = predict_relation(LEFT, other, Alignment(), NAMES)

    assert (Relation.EQUAL, 10) == (judged.relation, judged.strength)


def test_a_share_without_a_phrase_to_show_is_no_relation():
    found = Alignment(left_share=0.5, right_share=0.5, shared=1.0)

    assert Relation.NONE is predict_relation(LEFT, RIGHT, found, NAMES, seen=seen(0.5, 0.5)).relation


def test_one_generic_word_in_a_short_text_is_no_meeting():
    assert Relation.NONE is related(seen(0.5, 0.5), shares=(0.4, 0.1), shared=0.1)


def test_the_sentence_quotes_what_both_texts_say():
    found = Alignment(ONE, shared=1.0, left_share=0.5, right_share=0.5)
    judged = predict_relation(LEFT, RIGHT, found, NAMES, seen=seen(0.5, 0.5))

    assert "Both speak of “pears”." == judged.sentence


def test_a_word_that_only_one_text_has_is_not_quoted_as_shared():
    other = Provision("R", "Fruit and plums.")
    match = Match(1, (Span(11, 16),), (Span(0, 5),), "", MatchType.KIND)
    found = Alignment((match,), shared=1.0, left_share=0.5, right_share=0.5)
    judged = predict_relation(LEFT, other, found, NAMES, seen=seen(0.5, 0.5))

    assert "Each answers part of the other." == judged.sentence


def test_strength_has_no_meaning_between_a_system_and_a_program():
    system = Provision("R", "Pears and plums.", kind="criterion")
    program = Provision("L", "Apples and pears.", kind="definition")

    assert (
        predict_relation(
            program, system, Alignment(ONE, shared=1.0, left_share=0.5), NAMES, seen=seen(1, 1)
        ).strength
        is None
    )


def part(which, verdict, left=("a",), right=("a",)):
    return PartComparison(
        which, verdict, MeasurePart(which, left), MeasurePart(which, right), f"{which} {verdict}."
    )


def test_measures_of_different_things_do_not_meet_however_alike_their_words():
    parts = (
        part(Part.OUTCOME, PartVerdict.DIFFERS, ("earnings",), ("change in earnings",)),
        part(Part.STATISTIC, PartVerdict.SAME),
    )

    assert (
        Relation.NONE
        is predict_relation(
            LEFT, RIGHT, Alignment(ONE, shared=1.0, left_share=1, right_share=0.9), NAMES, parts
        ).relation
    )


def test_measures_with_the_same_outcome_and_another_timing_overlap():
    parts = (
        part(Part.OUTCOME, PartVerdict.SAME),
        part(Part.TIMING, PartVerdict.DIFFERS, ("quarter 2",), ("quarter 2", "quarter 3")),
    )
    judged = predict_relation(LEFT, RIGHT, Alignment(), NAMES, parts)

    assert Relation.INTERSECTS is judged.relation
    assert "timing differs." in judged.sentence


def test_measures_are_the_same_only_when_no_part_is_unknown():
    same = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.SAME))
    unknown = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.UNKNOWN, ("x",), ()))

    assert Relation.EQUAL is predict_relation(LEFT, RIGHT, Alignment(), NAMES, same).relation
    assert Relation.INTERSECTS is predict_relation(LEFT, RIGHT, Alignment(), NAMES, unknown).relation


def test_lists_are_english():
    assert "“a”, “b” and “c”" == listed(["a", "b", "c"])
    assert "" == listed([])


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_a_test_that_names_both_sides(relation):
    said = relation_test(relation, NAMES)

    assert said.endswith(".")
    assert relation is Relation.EQUAL or all(
        name.lower() in said.lower() for name in ("the Act", "the Standard")
    )
