"""The rules tell how sure they are: least on their edge, most far from it."""

from dataclasses import replace

import pytest

from crosswalk.model.alignment import Alignment, Match, MatchType
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Relation
from crosswalk.relate.differences import NOTHING
from crosswalk.relate.predict import LEAST, SLACK_BOTH, confidence, decide, margin

ALIKE = Alignment(
    (Match(1, (Span(0, 1),), (Span(0, 1),), "", MatchType.SAME),), left_share=0.8, right_share=0.8, shared=1.0
)
SEEN = replace(NOTHING, met=1.0, meeting=1.0, left_meets=0.9, right_meets=0.9, named=1.0)


@pytest.mark.parametrize(
    "relation", [r for r in Relation if r not in {Relation.SUPPORTS, Relation.SUPPORTED}]
)
def test_confidence_is_a_share(relation):
    assert 0 < confidence(relation, ALIKE, SEEN) < 1


def test_what_is_left_over_makes_sameness_less_sure():
    sure = [confidence(Relation.EQUAL, ALIKE, replace(SEEN, left_more=x)) for x in (0.0, 0.2, SLACK_BOTH)]

    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < sure[0]


def test_a_part_is_the_less_sure_the_more_the_smaller_side_adds():
    near = replace(SEEN, left_more=LEAST - 0.01, right_more=1.0)
    far = replace(SEEN, left_more=0.0, right_more=1.0)

    assert Relation.SUBSET is decide(ALIKE, near) is decide(ALIKE, far)
    assert confidence(Relation.SUBSET, ALIKE, near) < confidence(Relation.SUBSET, ALIKE, far)


def test_nothing_shared_is_far_from_every_edge():
    assert 1.0 == margin(Relation.NONE, Alignment(), NOTHING)
