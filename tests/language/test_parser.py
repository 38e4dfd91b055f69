"""The trained pipeline: its own tokenizer, and spaCy without its command line."""

import subprocess
import sys

import spacy

from crosswalk.language.parser import model_path, pipeline
from crosswalk.language.spacy_library import spacy as imported


def test_the_tokenizer_is_the_one_of_the_pipeline_s_files():
    published = (model_path() / "tokenizer").read_bytes()
    ready = spacy.blank("en").tokenizer.from_bytes(published)

    assert pipeline().tokenizer.to_bytes() == ready.to_bytes()
    assert [word.text for word in pipeline().make_doc("They don't know the U.S. rules.")] == [
        "They", "do", "n't", "know", "the", "U.S.", "rules", ".",
    ]  # fmt: skip


def test_the_command_line_of_spacy_is_not_loaded_and_can_be_loaded_later():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import crosswalk.language.nlp, sys; print('spacy.cli' in sys.modules)\n"
            "from spacy.cli.info import info; print(callable(info))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["False", "True"]
    assert imported is spacy
