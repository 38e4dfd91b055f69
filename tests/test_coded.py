"""Values as plain data and back: the same value, or none at all."""

import json
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Evidence,
    Match,
    PartComparison,
    PartVerdict,
    RelationPrediction,
)
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Note, NoteKind, Part, Span
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Modality, Relation, Verification
from crosswalk.workspace.codec import UncodedError, decoded, digest, encoded

READING = MeasurePart(
    Part.TIMING, ("quarter 2 after exit",), "second quarter", (Span(3, 9),), source="29/3141"
)
MEASURE = Measure("29/3141", {Part.TIMING: READING}, (READING,), (Measure("29/3142", {}),))
NOTE = Note(Span(0, 4), NoteKind.CONCEPT, "career-pathway")


class Side(Enum):
    LEFT = 1


@dataclass(frozen=True)
class Odd:
    chosen: frozenset[str] = frozenset()
    either: str | int = 1
    when: date | None = None
    by: dict[tuple[str, str], int] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, "“§ 3102” \u2028 \ud800"),
        (float, 0.1 + 0.2),
        (float, 0),
        (bool, True),
        (Side, Side.LEFT),
        (Modality, Modality.STATES),
        (frozenset[str], frozenset({"b", "a"})),
        (tuple[str, int], ("a", 1)),
        (tuple[dict[str, float], dict[str, float]], ({"a": 0.5}, {})),
        (dict[str, tuple[str, ...]], {"b": ("x", "y"), "a": ()}),
        (Annotated, Annotated("29/3141", (NOTE,), Modality.STATES, "board", "term", MEASURE)),
        (
            Corpus,
            Corpus(
                Source("a", "2020", "A", verification=Verification.RESTATED),
                (Provision("1", "x"), Provision("1/a", "y", parent="1", unread=("timing",))),
            ),
        ),
        (
            tuple[Candidate, ...],
            (
                Candidate(
                    "1",
                    "2",
                    0.3333,
                    0.5,
                    1,
                    (Evidence("words", "They share a word.", 0.1, 1 / 3, (Span(0, 1),)),),
                    RelationPrediction(
                        Relation.SUBSET, Basis.SEMANTIC, "One is part.", None, reasons=("why",)
                    ),
                    Alignment((Match(1, (Span(0, 1),), (Span(2, 3),), "", "same"),), shared=0),
                    (PartComparison(Part.TIMING, PartVerdict.DIFFERS, READING, READING, "They differ."),),
                ),
            ),
        ),
    ],
)
def test_what_is_written_is_read_back_as_it_was(kind, value):
    text = encoded(value)
    again = decoded(kind, json.loads(text))

    assert value == again
    assert repr(value) == repr(again)
    assert text == encoded(again)
    assert digest(value) == digest(again)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_to_the_last_bit(number):
    assert number.hex() == decoded(float, json.loads(encoded(number))).hex()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        (("a", "b"), ("ab",)),
        (Span(1, 2), (1, 2)),
        (Span(1, 2), Note(1, 2, "", "")),
        (Annotated("a"), Annotated("a", duty=Modality.MUST)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_values_that_differ_have_digests_that_differ(one, other):
    assert digest(one) != digest(other)
    assert digest(one, other) != digest(other, one)


def test_a_set_has_one_digest_in_whatever_order_it_was_made():
    assert digest(frozenset("abc")) == digest(frozenset("cba"))


@pytest.mark.parametrize(
    "value", [object(), Odd(when=date(2020, 1, 1)), float("nan"), {("a", "b"): 1}, {1: object()}]
)
def test_what_is_no_plain_data_is_refused_and_not_guessed(value):
    with pytest.raises(UncodedError):
        encoded(value)


def test_what_has_no_contents_to_tell_it_by_has_no_digest():
    with pytest.raises(UncodedError):
        digest(object())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (str, "1"),
        (int, "true"),
        (int, "1.5"),
        (float, '"1"'),
        (Modality, '"no duty"'),
        (Modality, "[]"),
        (Span, "[1]"),
        (Span, '{"start":1,"end":2}'),
        (Span, "[1,2,3]"),
        (tuple[str, ...], '"abc"'),
        (tuple[str, int], '["a"]'),
        (dict[str, int], "[]"),
        (dict[str, int], '{"a":"b"}'),
        (Annotated, '["a",[],"must","","",[]]'),
        (Corpus, '[["a","2020","A","other","","","","","verbatim",""],[["1","x"]]]'),
        (Odd, "[[],1,null,{}]"),
    ],
)
def test_data_of_another_shape_are_refused(kind, text):
    with pytest.raises(UncodedError):
        decoded(kind, json.loads(text))
