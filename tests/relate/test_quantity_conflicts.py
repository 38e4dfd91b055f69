"""Which figures bind the same thing, on texts of many fields."""

import pytest

from crosswalk.compare.compare import index_units
from crosswalk.compare.document import frames_of, read_document
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.align import align_units
from crosswalk.relate.differences import find_differences
from crosswalk.relate.unit_index import ConceptRelations


def weighed(left, right):
    """Two texts weighed against one another, read without a lexicon."""
    corpora = [
        Corpus(Source(name, "2026", name), (Provision(name, text),))
        for name, text in (("L", left), ("R", right))
    ]
    ours, theirs = (read_document(corpus, corpus, Lexicon()) for corpus in corpora)
    frames = frames_of(ours, NO_CACHE), frames_of(theirs, NO_CACHE)
    index = index_units(ours, theirs, ConceptRelations(), frames)
    return find_differences(align_units(ours.part["L"], theirs.part["R"], index), index)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kennels must be at least 4 meters long.", "Kennels must be no more than 3 meters long."),
        ("Feed the otters at least 3 times a day.", "The otters shall be fed no more than once a day."),
        (
            "The keeper shall store vaccines for at least 2 years.",
            "Vaccines shall be stored for no more than 1 year.",
        ),
        ("Hold the birds at 20 degrees or below.", "Keep the birds at no less than 25 degrees."),
        ("Tags shall be kept for at least 3 years.", "Tags shall be destroyed within 1 year."),
        (
            "Tags shall be kept for at least 3 years and deaths reported within 30 days.",
            "Deaths shall be reported within 30 days and tags kept for no more than 1 year.",
        ),
    ],
)
def test_numbers_that_bind_the_same_thing_exclude_one_another(left, right):
    assert weighed(left, right).certain


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kennels must be at least 4 meters long.", "Leashes must be no more than 3 meters long."),
        ("A boat must be inspected within 5 years.", "Boat licenses must be filed for at least 10 years."),
        ("Warm rooms must be kept at 20 degrees or above.", "Cold rooms must be kept at 5 degrees or below."),
        (
            "Rides of class 2 shall last at most 5 minutes.",
            "Rides of class 4 shall last at least 10 minutes.",
        ),
        (
            "Crews have at least 20 days of training.",
            "Crews have at most 10 days of leave in training years.",
        ),
        ("Tags shall be kept for at least 3 years.", "Tags shall be destroyed after 7 years."),
        (
            "Tags shall be kept for at least 3 years and deaths reported within 30 days.",
            "Deaths shall be reported within 20 days and tags kept for at least 5 years.",
        ),
    ],
)
def test_numbers_that_bind_different_things_do_not(left, right):
    found = weighed(left, right)

    assert not found.certain
    assert not found.clash
