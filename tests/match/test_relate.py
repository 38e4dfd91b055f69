"""How two provisions relate, by the shares of what they ask."""

import pytest

from crosswalk.match.relate import Names, listed, relate
from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import (
    Alignment,
    Match,
    Part,
    PartComparison,
    PartVerdict,
    Reading,
    Span,
)
from crosswalk.model.relation import Relation

NAMES = Names("the Act", "the Standard")
LEFT, RIGHT = Provision("L", "Apples and pears."), Provision("R", "Pears and plums.")
ONE = (Match(1, (Span(11, 16),), (Span(0, 5),), "", "same"),)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (1.0, 1.0, Relation.EQUAL),
        (0.9, 0.3, Relation.SUBSET),
        (0.3, 0.9, Relation.SUPERSET),
        (0.4, 0.4, Relation.INTERSECTS),
        (0.3, 0.1, Relation.INTERSECTS),
        (0.1, 0.1, Relation.NONE),
    ],
)
def test_shares_decide(ours, theirs, expected):
    judged = relate(LEFT, RIGHT, Alignment(ONE, shared=1.0, left_share=ours, right_share=theirs), NAMES)
    turned = relate(RIGHT, LEFT, Alignment(ONE, shared=1.0, left_share=theirs, right_share=ours), NAMES)

    assert expected is judged.relation
    assert expected.inverse is turned.relation


def test_the_same_words_are_equal_whatever_their_case_and_spacing():
    other = Provision("R", "apples  and PEARS")
    judged = relate(LEFT, other, Alignment(), NAMES)

    assert (Relation.EQUAL, 10) == (judged.relation, judged.strength)


def test_a_share_without_a_phrase_to_show_is_no_relation():
    assert (
        Relation.NONE
        is relate(LEFT, RIGHT, Alignment(left_share=0.5, right_share=0.5, shared=1.0), NAMES).relation
    )


def test_one_generic_word_in_a_short_text_is_no_meeting():
    found = Alignment(ONE, left_share=0.4, right_share=0.1, shared=0.1)

    assert Relation.NONE is relate(LEFT, RIGHT, found, NAMES).relation


def test_the_sentence_names_both_sides_and_what_each_adds():
    found = Alignment(
        ONE, shared=1.0, left_share=0.5, right_share=0.5, left_added=("Apples",), right_added=("plums",)
    )
    judged = relate(LEFT, RIGHT, found, NAMES)

    assert "Both speak of “pears”; the Act adds “Apples”; the Standard adds “plums”." == judged.sentence


def test_strength_has_no_meaning_between_a_system_and_a_program():
    system = Provision("R", "Pears and plums.", kind="criterion")
    program = Provision("L", "Apples and pears.", kind="definition")

    assert relate(program, system, Alignment(ONE, shared=1.0, left_share=0.5), NAMES).strength is None


def part(which, verdict, left=("a",), right=("a",)):
    return PartComparison(which, verdict, Reading(which, left), Reading(which, right), f"{which} {verdict}.")


def test_measures_of_different_things_do_not_meet_however_alike_their_words():
    parts = (
        part(Part.OUTCOME, PartVerdict.DIFFERS, ("earnings",), ("change in earnings",)),
        part(Part.STATISTIC, PartVerdict.SAME),
    )

    assert (
        Relation.NONE
        is relate(
            LEFT, RIGHT, Alignment(ONE, shared=1.0, left_share=1, right_share=0.9), NAMES, parts
        ).relation
    )


def test_measures_with_the_same_outcome_and_another_timing_overlap():
    parts = (
        part(Part.OUTCOME, PartVerdict.SAME),
        part(Part.TIMING, PartVerdict.DIFFERS, ("quarter 2",), ("quarter 2", "quarter 3")),
    )
    judged = relate(LEFT, RIGHT, Alignment(), NAMES, parts)

    assert Relation.INTERSECTS is judged.relation
    assert "timing differs." in judged.sentence


def test_measures_are_the_same_only_when_no_part_is_unknown():
    same = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.SAME))
    unknown = (part(Part.OUTCOME, PartVerdict.SAME), part(Part.TIMING, PartVerdict.UNKNOWN, ("x",), ()))

    assert Relation.EQUAL is relate(LEFT, RIGHT, Alignment(), NAMES, same).relation
    assert Relation.INTERSECTS is relate(LEFT, RIGHT, Alignment(), NAMES, unknown).relation


def test_lists_are_english():
    assert "“a”, “b” and “c”" == listed(["a", "b", "c"])
    assert "" == listed([])
