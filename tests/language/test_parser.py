"""The trained pipeline: its own tokenizer, and spaCy without its command line."""

import subprocess
import sys

import pytest

from crosswalk.language.parser import import_spacy, once_a_token, parse, parser_path, pipeline, token_at


def test_the_tokenizer_is_the_one_that_spacy_itself_loads():
    ours, theirs = pipeline().tokenizer, import_spacy().load(parser_path()).tokenizer

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
        "import sys; from crosswalk.language.parser import import_spacy; import_spacy();"
        " print('spacy' in sys.modules, 'spacy.cli' in sys.modules);"
        "from spacy.cli.info import info; print(callable(info))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "False", "True"]


PAIRED = (
    "Let's see: there are rules, there's more, and it ain't done; y'all gotta go, and c'mon, who's gonna?"
)


@pytest.mark.parametrize(
    "text", [PAIRED, "The board  shall have had what does apply; that which it did, they've got."]
)
def test_a_token_is_matched_once_and_gets_the_rules_that_spacy_itself_finds(text):
    ruler = pipeline().get_pipe("attribute_ruler")
    found = []
    for doc in pipeline().pipe([text, text], disable=["lemmatizer", "attribute_ruler"]):
        assert ruler.match(doc) == type(ruler).match(ruler, doc)
        found.append(len(ruler.match(doc)))

    assert found[0] == found[1] > 0


def test_what_a_token_tells_is_read_once_for_each_parse():
    asked = []

    @once_a_token
    def said(token):
        asked.append(token.i)
        return token.lower_

    one, two = parse(["Boards report.", "States plan."])

    assert [said(one[0]), said(one[0]), said(two[0]), said(one[1])] == [
        "boards",
        "boards",
        "states",
        "report",
    ]
    assert asked == [0, 0, 1]


def test_a_token_is_found_by_where_it_begins():
    (doc,) = parse(["The board shall report (each year) on section 3112(b) of this title."])

    assert token_at(doc, 4).text == "board"
    assert token_at(doc, 5) is None
