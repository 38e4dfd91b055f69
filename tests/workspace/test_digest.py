"""Digests tell values apart by their contents and their types."""

import pytest

from crosswalk.model.annotation import Annotated, Note, Span
from crosswalk.model.relation import Modality
from crosswalk.workspace.cache import NoDigestError, digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        (("a", "b"), ("ab",)),
        (Span(1, 2), (1, 2)),
        (Span(1, 2), Note(1, 2, "", "")),
        (Annotated("a"), Annotated("a", duty=Modality.MUST)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_values_that_differ_have_digests_that_differ(one, other):
    assert digest(one) != digest(other)
    assert digest(one, other) != digest(other, one)


def test_a_set_has_one_digest_in_whatever_order_it_was_made():
    assert digest(frozenset("abc")) == digest(frozenset("cba"))


def test_a_value_without_plain_contents_has_no_digest():
    with pytest.raises(NoDigestError):
        digest(object())
