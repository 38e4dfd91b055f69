"""Which judged pairs are near enough to be shown as rows."""

from dataclasses import replace

from crosswalk.compare.compare import closeness
from crosswalk.model.alignment import Alignment, Candidate, Match, MatchType, RelationPrediction
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Basis, Relation

WORDS = (Span(0, 3),)


def pair(confidence, how, relation=Relation.INTERSECTS):
    lined_up = Alignment(matches=(Match(1, WORDS, WORDS, how),), left_share=0.4, right_share=0.4)
    said = RelationPrediction(relation, Basis.SEMANTIC, "", 5, "", ())
    return Candidate("L", "R", 1, confidence, 1, (), said, lined_up)


def test_a_fitted_pair_is_as_near_as_its_chance():
    assert closeness(replace(pair(0.3, MatchType.NEAR), fitted=True)) == 0.3


def test_a_pair_without_a_relation_is_never_near():
    assert closeness(pair(0.9, MatchType.SAME, relation=Relation.NONE)) == 0
