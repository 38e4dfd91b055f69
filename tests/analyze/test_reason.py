"""Why a gap is a gap: one word and a sentence."""

from dataclasses import replace

import pytest

from crosswalk.compare.reasons import CoverageGap, reason_of
from crosswalk.compare.residual import Residual
from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    RelationPrediction,
)
from crosswalk.model.annotation import MeasurePart, Part
from crosswalk.model.relation import Basis, Coverage, Relation
from crosswalk.relate.predict import Names

NAMES = Names("the Act", "the Code")


def asked(*best, elsewhere=()):
    return ProvisionCoverage("L", "left", Coverage.PARTLY, best=best, elsewhere=elsewhere)


def over(_, found):
    return Residual(found[0].alignment.left_added)


def judged(relation, *, strength=5, reasons=(), parts=(), added=()):
    said = RelationPrediction(relation, Basis.SEMANTIC, "", strength, "", reasons)
    cand = Candidate("L", "R", 1, 1, 1, (), said, Alignment(left_added=added), parts)
    return {"R": cand}


def part(which, verdict):
    return PartComparison(
        which, verdict, MeasurePart(which, ("a",)), MeasurePart(which, ("b",)), f"{which.title()} {verdict}."
    )


def test_nothing_found_is_no_counterpart():
    assert (CoverageGap.ABSENT, "nothing of the Code asks for this.") == reason_of(
        asked(), "left", NAMES, {}, over
    )


def test_found_elsewhere_is_no_counterpart_in_the_part_compared():
    word, said = reason_of(asked(elsewhere=("R9",)), "left", NAMES, {}, over)

    assert CoverageGap.ABSENT is word
    assert "in the part compared" in said


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (Part.TIMING, CoverageGap.TIMING),
        (Part.POPULATION, CoverageGap.POPULATION),
        (Part.STATISTIC, CoverageGap.FORMULA),
        (Part.LEVEL, CoverageGap.LEVEL),
    ],
)
def test_a_measure_s_gap_is_the_part_that_differs(which, expected):
    parts = (part(Part.OUTCOME, PartVerdict.SAME), part(which, PartVerdict.DIFFERS))

    assert expected is reason_of(asked("R"), "left", NAMES, judged(Relation.INTERSECTS, parts=parts), over)[0]


def test_a_part_that_was_not_read_is_no_difference():
    parts = (part(Part.TIMING, PartVerdict.UNKNOWN),)

    assert (
        CoverageGap.UNREAD
        is reason_of(asked("R"), "left", NAMES, judged(Relation.INTERSECTS, parts=parts), over)[0]
    )


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (judged(Relation.CONTRARY, reasons=("One denies it",)), CoverageGap.FORCE),
        (judged(Relation.SUPERSET, reasons=("The force differs: must against may.",)), CoverageGap.FORCE),
        (judged(Relation.INTERSECTS, strength=None), CoverageGap.LEVEL),
        (judged(Relation.INTERSECTS, added=("a lift",)), CoverageGap.SCOPE),
    ],
)
def test_other_reasons(pair, expected):
    assert expected is reason_of(asked("R"), "left", NAMES, pair, over)[0]


def test_the_missing_phrase_is_named():
    assert (
        "“a lift”"
        in reason_of(asked("R"), "left", NAMES, judged(Relation.INTERSECTS, added=("a lift",)), over)[1]
    )


def test_words_met_loosely_are_named_with_what_meets_them():
    loose = Residual(loosely=(("accelerates", "advance"),))
    said = reason_of(asked("R"), "left", NAMES, judged(Relation.INTERSECTS), lambda *_: loose)

    assert said == (
        CoverageGap.SCOPE,
        "the Code answers with words that are near and not the same: “accelerates” by “advance”.",
    )


def test_phrases_met_in_several_places_and_nowhere_whole_say_so():
    both = judged(Relation.INTERSECTS)
    both["R2"] = both["R"]
    said = reason_of(asked("R", "R2"), "left", NAMES, both, lambda *_: Residual())[1]

    assert said == "the Code meets every phrase of this in one place or another, and nowhere the whole of it."


def test_a_counterpart_that_is_likely_and_unread_is_not_said_to_be_absent():
    likely = {"R": replace(judged(Relation.NONE)["R"], confidence=0.69)}

    word, said = reason_of(asked(), "left", NAMES, likely, over)

    assert CoverageGap.ABSENT is word
    assert "0.69" in said
    assert "nothing" not in said
