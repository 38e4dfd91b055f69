"""The trained pipeline: its own tokenizer, and spaCy without its command line."""

import subprocess
import sys

import pytest

from crosswalk.language.parser import import_spacy, model_path, pipeline


def test_the_tokenizer_is_the_one_that_spacy_itself_loads():
    ours, theirs = pipeline().tokenizer, import_spacy().load(model_path()).tokenizer

    assert ours.rules == theirs.rules
    for name in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"):
        one, two = getattr(ours, name), getattr(theirs, name)
        assert (one and one.__self__.pattern) == (two and two.__self__.pattern)
    assert [word.text for word in pipeline().make_doc("They don't know the U.S. rules.")] == [
        "They", "do", "n't", "know", "the", "U.S.", "rules", ".",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_command_line_of_spacy_is_not_loaded_and_can_be_loaded_later():
    script = (
        "import crosswalk.language.phrase_matcher, sys; print('spacy.cli' in sys.modules);"
        "from spacy.cli.info import info; print(callable(info))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]
