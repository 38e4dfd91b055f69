"""Every shipped text of law and guidance is what the readers make of the official texts."""

import pytest

from crosswalk.ingest.corpus_file import dump_corpus
from tools.texts import cited, joined_pages, made
from tools.texts_page import texts_page

KEYS = 13


def test_every_shipped_text_is_made_from_the_official_ones(space, reference):
    texts = list(made(space, reference))

    assert KEYS == len(texts)
    for key, make in texts:
        corpus = cited(space, make())
        path = space.corpora / space.edition(corpus.source.id, corpus.source.as_of).file
        assert dump_corpus(corpus) == path.read_text("utf-8"), f"{key} is stale; run `python -m tools.texts`"


def test_there_are_enough_provisions_of_statute_rule_and_guidance(space):
    kinds = ("statute", "regulation", "guidance")
    newest = {entry.id: entry for entry in space.sources if entry.kind in kinds}
    held = {key: len(space.corpus(key, entry.as_of)) for key, entry in newest.items()}

    assert {"wioa", "cfr20", "cfr34", "perkins", "performance-guidance"} <= set(held)
    assert sum(held.values()) >= 7_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("States must\n\n3\n\n---\nPage 4\n\nreport it.\n", "States must\nreport it.\n"),
        ("It ends.\n\n3\n\n---\nPage 4\n\nNew words.\n", "It ends.\n\n---\nPage 4\n\nNew words.\n"),
    ],
)
def test_a_sentence_that_runs_over_a_page_is_joined(before, after):
    assert after.split() == joined_pages(before).split()


def test_the_table_of_texts_is_what_would_be_written(space, root):
    page = (root / "docs" / "texts.md").read_text("utf-8")

    assert texts_page(space) == page, "docs/texts.md is stale; run `python -m tools.texts_page`"
    assert all(f"`{entry.id}`" in page for entry in space.sources)
