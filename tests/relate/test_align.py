"""Phrases that answer one another, on texts of another field than workforce law."""

import pytest

from crosswalk.language.thesaurus import stem
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.corpus import Provision
from crosswalk.relate.align import align_units, alignment
from crosswalk.relate.content_units import ContentUnit, extract_units
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex, answers

LINKS = ConceptRelations(
    part_of={"brakes": frozenset({"vehicle-safety"})},
    hypernyms={"bicycle": frozenset({"vehicle"})},
    related={"helmet": frozenset({"vehicle-safety"})},
    label={
        "brakes": "Brakes",
        "vehicle-safety": "Vehicle safety",
        "bicycle": "Bicycle",
        "vehicle": "Vehicle",
    },
)


def annotated(prov, **concepts):
    notes = []
    for concept, words in concepts.items():
        start = prov.text.index(words)
        notes.append(Note(Span(start, start + len(words)), NoteKind.CONCEPT, concept.replace("_", "-")))
    return Annotated(prov.id, tuple(notes))


def lined_up(left, right, left_concepts=(), right_concepts=()):
    ours, theirs = Provision("L", left), Provision("R", right)
    index = UnitIndex(
        [ours],
        [theirs],
        {"L": annotated(ours, **dict(left_concepts))},
        {"R": annotated(theirs, **dict(right_concepts))},
        LINKS,
    )
    return alignment(align_units(ours, theirs, index), index.links)


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        ("brakes", "brakes", (1.0, 1.0, "same")),
        ("brakes", "vehicle-safety", (1.0, 0.5, "part of")),
        ("vehicle-safety", "brakes", (0.5, 1.0, "contains")),
        ("bicycle", "vehicle", (0.5, 0.5, "kind of")),
        ("helmet", "vehicle-safety", (0.35, 0.35, "related")),
        ("helmet", "bicycle", (0.0, 0.0, "")),
    ],
)
def test_how_one_concept_answers_another(asked, given, expected):
    assert expected == answers(ContentUnit(asked, True, ()), ContentUnit(given, True, ()), LINKS)


def test_a_word_is_not_a_concept_of_the_same_spelling():
    assert (0.0, 0.0, "") == answers(ContentUnit("brakes", True, ()), ContentUnit("brakes", False, ()), LINKS)


def test_the_same_text_is_answered_whole_both_ways():
    found = lined_up("Lamps burn whale oil.", "Lamps burn whale oil.")

    assert 1.0 == found.left_share == found.right_share
    assert () == found.left_added == found.right_added


def test_unrelated_texts_share_nothing():
    found = lined_up("Lamps burn whale oil.", "Harvest apples before frost.")

    assert 0.0 == found.left_share == found.right_share
    assert () == found.matches
    assert ("Lamps burn whale oil",) == found.left_added


def test_spans_point_at_the_words_in_the_exact_text():
    left, right = "Cyclists  shall inspect their brakes weekly.", "A vehicle safety plan."
    found = lined_up(left, right, {"brakes": "brakes"}.items(), {"vehicle_safety": "vehicle safety"}.items())
    (match,) = found.matches

    assert "brakes" == match.left[0].of(left)
    assert "vehicle safety" == match.right[0].of(right)
    assert ("part of", "Vehicle safety") == (match.how, match.concept)


def test_what_is_left_over_is_named_in_the_text_s_own_words():
    found = lined_up("Keep ledgers and gilded mirrors.", "Keep ledgers.")

    assert ("gilded mirrors",) == found.left_added


def test_a_phrase_stops_at_punctuation():
    found = lined_up("Keep ledgers, mirrors; gilded frames.", "Keep ledgers.")

    assert ("mirrors", "gilded frames") == found.left_added


def test_words_of_grammar_ask_for_nothing():
    prov = Provision("L", "It shall, in accordance with this section, include the following:")

    assert () == extract_units(prov, Annotated("L"))


def test_a_purpose_asks_for_less_than_what_it_explains():
    (counsel, travel) = extract_units(Provision("L", "Advisers to help travellers."), Annotated("L"))

    assert counsel.weight > travel.weight


def test_inflections_are_one_word():
    assert stem("Credentials") == stem("credential")


def test_an_adverb_is_no_other_word_for_a_noun_of_its_stem():
    found = lined_up("Riders are weighed individually.", "People are weighed.")

    assert not [match for match in found.matches if match.how == "in other words"]


def test_an_adverb_means_what_it_is_listed_to_mean():
    found = lined_up("Brakes are repaired promptly.", "Brakes are repaired at once.")

    assert "in other words" in {match.how for match in found.matches}


def test_what_a_law_is_called_is_no_kind_of_its_matter():
    left, right = "registered under the Bicycle Act", "a vehicle"
    found = lined_up(left, right, [("bicycle", "Bicycle Act")], [("vehicle", "vehicle")])

    assert found.matches == ()
    assert lined_up("a bicycle", right, [("bicycle", "bicycle")], [("vehicle", "vehicle")]).matches
