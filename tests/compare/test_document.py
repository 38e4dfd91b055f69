"""What a lexicon tells of a document depends on whether it is a lexicon of the document's field."""

import pytest

from crosswalk.compare.document import read_document
from crosswalk.model.corpus import Corpus, Provision, Source


def document(lexicon, *texts):
    provisions = tuple(Provision(f"p/{number}", text) for number, text in enumerate(texts))
    corpus = Corpus(Source("x", "2000", "X"), provisions)
    return read_document(corpus, corpus, lexicon)


def test_a_document_of_the_field_is_matched_by_its_concepts_too(space):
    found = document(
        space.lexicon,
        "Career pathways align education, training, and support services with workforce needs.",
        "Participants receive career counseling and earn a recognized postsecondary credential.",
    )
    assert all(found.concepts.values())


def test_everyday_words_of_another_field_are_no_concepts(space):
    found = document(
        space.lexicon,
        "Staff who keep bees wear a veil and gloves, and receive training before they open a hive for the first time.",
        "Honey from hives that were treated against mites stays off the shelves until the residue can no longer be found.",
    )
    assert any(one.concepts for one in found.annotated.values()), "the lexicon knows one of these words"
    assert not any(found.concepts.values())


@pytest.mark.slow
def test_the_shipped_documents_are_of_the_lexicon_s_field(space):
    for name in ("alliance", "cfr20"):
        corpus = space.corpus(name)
        assert any(read_document(corpus, corpus, space.lexicon).concepts.values()), name
