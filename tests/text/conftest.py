"""The shipped corpora as the text pipeline reads them, read once for all tests of this room."""

import pytest

from crosswalk.compare.document import read_annotations
from crosswalk.language.citations import references_of


@pytest.fixture(scope="session")
def lexicon(space):
    return space.lexicon


@pytest.fixture(scope="session")
def corpora(space):
    """Each shipped corpus with its numbering, by id."""
    return {
        name: (space.corpus(name), space.edition(name).numbering) for name in ("wioa", "cfr20", "alliance")
    }


@pytest.fixture(scope="session")
def references(space, corpora):
    return {name: references_of(corpus, kind, space.section_map) for name, (corpus, kind) in corpora.items()}


@pytest.fixture(scope="session")
def annotated(corpora, lexicon, references):
    """Every provision of every shipped corpus as annotated, by corpus and id."""
    return {
        name: read_annotations(corpus, lexicon, references[name]) for name, (corpus, _) in corpora.items()
    }
