"""The lexicon: what the shipped one holds, and how a faulty one is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ParseError, SourceError
from crosswalk.language.annotate import annotate
from crosswalk.language.lexicon import Lexicon, load_lexicon, parse_lexicon, spellings
from crosswalk.model.corpus import Corpus, Provision, Source


def concepts(text, lexicon):
    corpus = Corpus(Source("text", "2024", "A text"), (Provision("1", text),))
    return set(annotate(corpus, lexicon)["1"].concepts)


def test_the_field_has_its_terms(lexicon):
    assert len(lexicon) >= 200
    assert sum(len(concept.terms) for concept in lexicon) >= 1000
    assert len({concept.facet for concept in lexicon}) >= 10


NARROWER = [
    ("counseling", "career-navigation"),
    ("registered-apprenticeship", "apprenticeship"),
    ("postsecondary-credential", "credential"),
    ("secondary-diploma", "credential"),
    ("unified-state-plan", "state-plan"),
    ("unsubsidized-employment", "employment"),
    ("sector", "industry"),
    ("occupational-cluster", "occupation"),
    ("acceleration", "advancement"),
    ("integrated-education-training", "participant-focused-education"),
]


@pytest.mark.parametrize(("narrow", "broad"), NARROWER)
def test_what_is_a_kind_of_what(lexicon, narrow, broad):
    assert broad in lexicon.ancestors(narrow)
    assert narrow not in lexicon.ancestors(broad)


APART = [
    ("secondary-diploma", "postsecondary-credential"),
    ("entry-points", "exit-points"),
    ("counseling", "support-services"),
    ("earnings", "employment"),
    ("employer-engagement", "industry"),
]


@pytest.mark.parametrize(("one", "two"), APART)
def test_what_is_not_the_same(lexicon, one, two):
    assert two not in lexicon.ancestors(one)
    assert one not in lexicon.ancestors(two)


FOUND = [
    ("secondary school diploma or its recognized equivalent", {"secondary-diploma"}),
    ("High-School Diplomas", {"secondary-diploma"}),
    ("apprenticeships registered under the Act", {"registered-apprenticeship"}),
    ("on the job training", {"on-the-job-training"}),
    ("organising labour-market information", {"labor-market-information"}),
    ("counselling", set()),
    ("in-demand industry sectors or occupations", {"in-demand"}),
    ("nothing of the kind", set()),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_terms_are_found_whatever_their_spelling(lexicon, text, expected):
    assert concepts(text, lexicon) == expected


def test_the_longest_term_is_read(lexicon):
    assert concepts("a recognized postsecondary credential", lexicon) == {"postsecondary-credential"}


def test_verb_forms_and_hyphens_are_spelled_out():
    assert "co enrolled" in spellings("co-enroll~")
    assert "coenrolling" in spellings("co-enroll~")
    assert spellings("local plan") == ("local plan",)


def test_an_empty_lexicon_finds_nothing_and_breaks_nothing():
    empty = Lexicon()
    assert concepts("career pathway", empty) == set()
    assert empty.weight("anything") == 1.0
    assert empty.label("anything") == "anything"
    assert empty.ancestors("anything") == frozenset()


SMALL = b"""\
concepts:
  - id: heart-failure
    label: Heart failure
    terms: [heart failure, cardiac failure]
    broader: [heart-disease]
  - id: heart-disease
    label: Heart disease
    terms: [heart disease]
"""


def test_a_lexicon_of_another_field_works():
    lexicon = parse_lexicon(SMALL, "hearts.yaml")
    assert concepts("patients with cardiac failure", lexicon) == {"heart-failure"}
    assert lexicon.ancestors("heart-failure") == {"heart-disease"}


FAULTS = [
    (SMALL.replace(b"[heart-disease]", b"[no-such]"), "line 2", "no-such, which is no concept"),
    (
        SMALL.replace(b"terms: [heart disease]", b"terms: [heart disease]\n    broader: [heart-failure]"),
        "line 2",
        "in a circle",
    ),
    (
        SMALL.replace(b"[heart disease]", b"[heart failure]"),
        "line 6",
        "belongs to heart-failure and to heart-disease",
    ),
    (SMALL.replace(b"id: heart-disease", b"id: heart-failure"), "line 6", "appears twice"),
    (SMALL.replace(b"id: heart-disease", b"id: Heart Disease"), "line 6", "id"),
    (SMALL.replace(b"    label: Heart disease\n", b""), "line 6", "label is missing"),
    (SMALL + b"    colour: red\n", "line 9", "colour is not a field"),
    (SMALL + b"    weight: heavy\n", "line 9", "weight"),
    (SMALL + b"    weight: 7\n", "line 9", "weight"),
    (SMALL + b"    facet: [x\n", "line 10", "not YAML"),
    (b"", "line 1", "empty"),
    (b"concepts: 5\n", "line 1", "concepts"),
]


@pytest.mark.parametrize(("data", "line", "said"), FAULTS)
def test_a_fault_is_said_with_its_line(data, line, said):
    with pytest.raises(ParseError) as caught:
        parse_lexicon(data, "hearts.yaml")
    assert f"hearts.yaml {line}:" in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.exit_code == 3


def test_all_faults_are_said_at_once():
    data = SMALL.replace(b"[heart-disease]", b"[no-such]").replace(b"[heart disease]", b"[heart failure]")
    with pytest.raises(ParseError) as caught:
        parse_lexicon(data, "hearts.yaml")
    assert len(caught.value.problems) == 2


def test_a_missing_file_is_said_by_name(tmp_path):
    with pytest.raises(SourceError, match=r"nothing\.yaml cannot be read"):
        load_lexicon(tmp_path / "nothing.yaml")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(data):
    found = None
    try:
        parse_lexicon(data, "x.yaml")
    except ParseError as error:
        found = str(error)
    assert found is None or "x.yaml" in found
