"""What every provision of the shipped corpora is marked with, and that every mark stands where it says."""

import pytest

from crosswalk.compare.document import read_annotations
from crosswalk.language.annotate import annotate
from crosswalk.language.modality import find_modals
from crosswalk.language.normalize import fold, norm
from crosswalk.model.annotation import NoteKind, Part
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Modality

pytestmark = pytest.mark.slow

DEF = "29/3102/7"


@pytest.fixture(scope="module")
def every(corpora, annotated):
    """Each provision with what was read in it."""
    return [(prov, annotated[name][prov.id]) for name, (corpus, _) in corpora.items() for prov in corpus]


def test_every_provision_is_read(corpora, annotated):
    for name, (corpus, _) in corpora.items():
        assert list(annotated[name]) == [prov.id for prov in corpus]


def test_every_note_stands_inside_its_text(every):
    for prov, read in every:
        for note in read.notes:
            assert 0 <= note.span.start < note.span.end <= len(prov.text), (prov.id, note)
            words = note.span.of(prov.text)
            assert words == words.strip()


def normed(words):
    return [norm(word) for word in fold(words).replace("-", " ").split()]


def test_a_concept_is_one_of_its_terms(every, lexicon):
    seen = set()
    for prov, read in every:
        for note in read.of(NoteKind.CONCEPT):
            seen.add((note.value, note.span.of(prov.text)))
    by_words = {}
    for value, words in seen:
        by_words.setdefault(words, set()).add(value)
    # One wording never stands for two concepts, and read alone it stands for the same one.
    listed = sorted(by_words)
    alone = Corpus(
        Source("words", "2024", "Words"), tuple(Provision(f"w{n}", words) for n, words in enumerate(listed))
    )
    for words, read in zip(listed, annotate(alone, lexicon).values(), strict=True):
        notes = read.of(NoteKind.CONCEPT)
        assert {note.value for note in notes} == by_words[words]
        assert [note.span.of(words) for note in notes] == [words]


def test_a_qualifier_is_the_phrase_it_names(every):
    seen = 0
    for prov, read in every:
        for note in read.of(NoteKind.QUALIFIER):
            seen += 1
            assert normed(note.span.of(prov.text)) == normed(note.value)
    assert seen > 300


def test_a_defined_term_is_its_word_and_points_to_its_definition(corpora, annotated):
    for name, (corpus, _) in corpora.items():
        for prov in corpus:
            for note in annotated[name][prov.id].of(NoteKind.DEFINED):
                # "Individuals with barriers" is the plural of "individual with a barrier".
                words = [word for word in normed(note.value) if word not in {"a", "an"}]
                assert words == [word for word in normed(note.span.of(prov.text)) if word not in {"a", "an"}]
                assert note.target in corpus
                assert note.target != prov.id


def test_negations_are_force_words(every):
    for prov, read in every:
        words = {(word.span, word.value) for word in find_modals(prov.text)}
        assert {(note.span, note.value) for note in read.of(NoteKind.NEGATION)} <= words


def test_actors_are_named_as_they_stand(every):
    for prov, read in every:
        for note in read.of(NoteKind.ACTOR):
            assert " ".join(note.span.of(prov.text).split()) == note.value


def test_citations_point_where_the_references_do(corpora, annotated, references):
    for name, (corpus, _) in corpora.items():
        wanted = {
            (ref.provision, ref.start, ref.end, target) for ref in references[name] for target in ref.targets
        }
        found = {
            (prov_id, note.span.start, note.span.end, note.value)
            for prov_id, read in annotated[name].items()
            for note in read.of(NoteKind.CITATION)
        }
        assert wanted <= found
        assert len(corpus) == len(annotated[name])


ELEMENTS = [
    ("A", {"alignment", "industry-skill-needs", "state-regional-economy"}),
    ("B", {"education-options", "registered-apprenticeship"}),
    ("C", {"counseling", "career-planning"}),
    ("D", {"concurrent-contextual-education", "workforce-preparation", "occupational-training"}),
    ("E", {"education", "training", "individual-needs", "acceleration"}),
    ("F", {"secondary-diploma", "postsecondary-credential"}),
    ("G", {"employment-entry", "occupational-cluster"}),
]


@pytest.mark.parametrize(("letter", "expected"), ELEMENTS)
def test_the_elements_of_the_definition_name_their_concepts(annotated, letter, expected):
    assert expected <= annotated["wioa"][f"{DEF}/{letter}"].concepts


def test_an_element_has_the_force_of_its_lead_in(annotated):
    wioa = annotated["wioa"]
    assert {wioa[f"{DEF}/{letter}"].duty for letter in "ABCDEFG"} == {Modality.MEANS}
    assert wioa["29/3111/d/3/B"].duty is Modality.MUST
    assert wioa["29/3111/d/3/B"].actor == "State board"
    assert wioa["29/3123/b/4/B"].duty is Modality.MAY
    assert wioa["29/3123/b/3"].duty is Modality.MUST
    assert wioa["29/3141/b/2/A/i/V"].duty is Modality.MUST


def test_what_a_provision_defines_is_told(annotated):
    assert annotated["wioa"][DEF].defines == "career pathway"
    assert annotated["cfr20"]["20/677.150/a"].defines == "Participant"
    assert annotated["cfr20"]["20/677.150/a"].duty is Modality.MEANS
    assert annotated["alliance"]["AQCP-DEF-1"].defines == "Career pathway approach"


def test_a_term_points_through_its_definition(annotated):
    notes = annotated["wioa"][f"{DEF}/D"].of(NoteKind.DEFINED)
    assert {(note.value, note.target) for note in notes} == {
        ("workforce preparation activities", "29/3272/17")
    }


def test_qualifiers_are_marked_and_weigh_nothing_here(annotated):
    assert [note.value for note in annotated["wioa"][f"{DEF}/E"].of(NoteKind.QUALIFIER)] == [
        "to the extent practicable"
    ]


def test_measures_are_marked_as_such(annotated):
    wioa = annotated["wioa"]
    assert wioa["29/3141/b/2/A/i/III"].measure.readings[Part.STATISTIC].values == ("median",)
    assert wioa[f"{DEF}/A"].measure is None
    assert len(wioa["29/3141/b/2/A/ii/III"].measure.imports) == 4


def test_the_same_text_reads_the_same_twice(corpora, lexicon, annotated, references):
    corpus, _ = corpora["alliance"]
    assert read_annotations(corpus, lexicon, references["alliance"]) == annotated["alliance"]


def plain(*texts):
    provs = tuple(Provision(str(place), text) for place, text in enumerate(texts))
    return Corpus(Source("x", "2020", "Bylaws"), provs)


def test_a_document_of_another_field_is_read_without_a_lexicon():
    found = annotate(
        plain("The hospital shall report the number of patients who fell.", "Nurses may assist.", "")
    )
    assert [found[key].duty for key in found] == [Modality.MUST, Modality.MAY, Modality.STATES]
    assert [found[key].actor for key in found] == ["hospital", "Nurses", ""]
    assert found["0"].concepts == frozenset()
