"""Which sentences of two texts speak of the same thing."""

import pytest

from crosswalk.language.clause import ClauseAnalysis
from crosswalk.language.legal_references import places, years
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Modality
from crosswalk.relate.align import AlignedPair
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.sentence_alignment import Sentences
from crosswalk.relate.tally import ClauseSide


def side(text, *words):
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in words]
    denied = tuple(Span(at, at + 20) for at in [text.find("no ")] if at >= 0)
    units = [ContentUnit(word, False, (span,)) for word, span in zip(words, spans, strict=True)]
    return ClauseSide(text, units, [1.0] * len(units), ClauseAnalysis(Modality.MUST, negation_scopes=denied))


LEFT = side("there are no boats on lakes. the office sells maps.", "boats", "lakes", "office", "maps")
RIGHT = side("the office has maps. there are boats on lakes.", "office", "maps", "boats", "lakes")
SAME = [AlignedPair(i, j, 1.0, 1.0, "same") for i, j in ((0, 2), (1, 3), (2, 0), (3, 1))]


def test_only_sentences_that_answer_one_another_face():
    found = Sentences(LEFT, RIGHT, SAME)
    facing = {
        (ours.key, theirs.key)
        for ours in LEFT.units
        for theirs in RIGHT.units
        if found.face(ours.spans[0], theirs.spans[0])
    }

    assert not found.single
    assert {(a, b) for pair in (("boats", "lakes"), ("office", "maps")) for a in pair for b in pair} == facing


def test_what_one_sentence_denies_another_does_not():
    found = Sentences(LEFT, RIGHT, SAME)

    assert found.denies(LEFT.units[0].spans[0], left=True)
    assert not found.denies(LEFT.units[2].spans[0], left=True)
    assert not found.denies(RIGHT.units[2].spans[0], left=False)


@pytest.mark.parametrize("text", ["One sentence.", "under 43 u.s.c. 1338 boats", "no end"])
def test_one_sentence_on_either_side_is_one(text):
    assert Sentences(side(text), side("boats are kept; "), []).single


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under section 460l–5 of this title", ["section 460l–5 of this title"]),
        ("sections 461 to 467 of this title", ["sections 461 to 467 of this title"]),
        ("section 5, 10 days after", ["section 5"]),
        ("paragraphs (1) and (2)", ["paragraphs (1) and (2)"]),
        ("20 CFR 677.155", ["CFR 677.155"]),
        ("part of the parts", []),
        ("title to lands", []),
    ],
)
def test_a_place_in_the_law_is_read_whole(text, expected):
    assert expected == [span.of(text) for span in places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fiscal years 1982 through 2015", ["1982", "2015"]),
        ("begun in 1975.", ["1975"]),
        ("2000 trees", []),
        ("$2000", []),
    ],
)
def test_a_year_counts_nothing(text, expected):
    assert expected == [span.of(text) for span in years(text)]
