"""The closed lists and the composition of set relations (NIST IR 8477)."""

from itertools import combinations, product

import pytest

from crosswalk.model.relation import Coverage, Relation, Status, Verification, compose

SETS = [frozenset(c) for size in range(1, 5) for c in combinations(range(4), size)]
FIVE = [Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECTS, Relation.NONE]


def between(a, b):
    if a == b:
        return Relation.EQUAL
    if a < b:
        return Relation.SUBSET
    if a > b:
        return Relation.SUPERSET
    return Relation.INTERSECTS if a & b else Relation.NONE


def test_composition_is_what_every_triple_of_sets_shows():
    """The table allows exactly what occurs among all subsets of a four-element universe."""
    seen = {pair: set() for pair in product(FIVE, repeat=2)}
    for a, b, c in product(SETS, repeat=3):
        seen[between(a, b), between(b, c)].add(between(a, c))

    assert {pair: compose(*pair) for pair in seen} == seen


@pytest.mark.parametrize("relation", list(Relation))
def test_reading_twice_from_the_other_side_is_reading_once(relation):
    assert relation is relation.inverse.inverse


def test_composition_says_nothing_outside_set_theory():
    assert frozenset() == compose(Relation.SUPPORTS, Relation.EQUAL)
    assert frozenset() == compose(Relation.EQUAL, Relation.CONTRARY)


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_a_glyph_and_a_word(relation):
    assert relation.glyph
    assert relation.word


def test_every_status_and_verification_has_words():
    assert all(status.words for status in Status)
    assert all(mark.words for mark in Verification)
    assert {"covered", "partly", "not-found", "contrary", "not-assessed", "not-applicable"} == set(Coverage)
