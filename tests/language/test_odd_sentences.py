"""Sentences that nobody would write leave every parse a tree, and reading them takes a bounded number of steps."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crosswalk
from crosswalk.language import parse_corrections
from crosswalk.language.parser import parse
from tests.relate.reading import read

HOME = str(Path(crosswalk.__file__).parent)
# The most lines of the program that are run for each word of a text, and for each two words of it.
A_WORD, A_PAIR = 10_000, 20
# One for each correction of the parse, and some in other languages.
SENTENCES = (
    "Said parks are declared to be open, and said council shall keep them so.",
    "Food handlers must not thaw meat at room temperature, and must promptly chill rice.",
    "It involves employers closely in order to meet their workforce needs and strengthen state economies.",
    "The board shall carry out strategies that are linked to the indicators, and that shall identify career pathways.",
    "Review documentation periodically and update as needed in response to changes.",
    "Staff who feel ill tell the shift lead; they return after two days without symptoms.",
    "The board may meet in order to ensure programs of study are responsive to community needs.",
    "The plan shall include a description of how programs offered by the recipient are aligned to in-demand sectors.",
    "A description of how wells operated by the district are protected;",
    "The council shall coordinate activities carried out in the area with schools and other bodies.",
    "Each recipient shall make the report submitted under subsection (a) available to parents, and adults.",
    "The agency supports youth by providing training and, in order to meet the goals, hire staff.",
    "All aspects of an industry means experience in, and understanding of, the industry that one prepares to enter.",
    "Funds shall be used to provide services, including (1) job search; (2) referrals; and (3) counseling, if appropriate.",
    "Self-certification means a signed attestation that the information they submit to show eligibility is accurate.",
    "Le conseil doit coordonner les services avec les écoles, et publier son rapport chaque année.",
    "La junta deberá asegurar que los programas sean accesibles a todos los adultos y jóvenes.",
    "Der Rat sorgt dafür, dass die Programme, die er fördert, jährlich geprüft werden.",
)
words = st.sampled_from(SENTENCES).map(str.split)


@st.composite
def odd_texts(draw):
    """Some sentences, joined, shuffled, without punctuation, in capitals, or as a list."""
    said = [word for sentence in draw(st.lists(words, min_size=1, max_size=3)) for word in sentence]
    if draw(st.booleans()):
        said = draw(st.permutations(said))
    if draw(st.booleans()):
        said = [word.strip(".,;()") for word in said]
    text = draw(st.sampled_from([" ", " ", ", ", "; and ", " of ", " to ", "\n"])).join(said)
    return draw(st.sampled_from([str, str, str.upper, str.title]))(text)


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """The pipeline and the word lists are loaded once, before any line is counted."""
    for sentence in SENTENCES:
        read(sentence)


def read_in_bounds(text):
    """Read a text; it is stopped where it runs too many lines of the program for its length."""
    run, words = 0, len(text.split())
    most = A_WORD * words + A_PAIR * words**2

    def count(frame, event, _):
        nonlocal run
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        run += event == "line"
        assert run <= most, f"more than {most} lines"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read(text)
    finally:
        sys.settrace(before)


def assert_trees(doc):
    """Each way up ends at a root, and what spaCy keeps of the tree fits its heads."""
    for token in doc:
        line = [token]
        while line[-1].head.i != line[-1].i:
            line.append(line[-1].head)
            assert len(line) <= len(doc), f"{token} is above itself"
        assert (token.head.i == token.i) is (token.dep_ == "ROOT"), token
        below = [other.i for other in doc if other.head.i == token.i != other.i]
        assert sorted(child.i for child in token.children) == below


@settings(max_examples=40)
@given(odd_texts())
def test_every_parse_is_a_tree_and_is_read_in_bounded_steps(text):
    assert_trees(next(parse([text])))
    read_in_bounds(text)


@pytest.mark.parametrize(
    "text",
    [
        ", ".join("abcdefghij"[at % 10] * (1 + at % 3) for at in range(400)),
        "The plan shall include "
        + ", ".join(f"the review of plan {at}" for at in range(150))
        + ", and others.",
        "The board shall want " + "to help to begin " * 75,
        "which that who " * 200,
        "of " * 900,
        "A and " * 500,
    ],
    ids=["letters", "items", "infinitives", "pronouns", "prepositions", "and"],
)
def test_endless_lists_end(text):
    assert_trees(next(parse([text])))
    read_in_bounds(text)


def test_no_word_is_hung_on_what_it_carries():
    [doc] = parse(["The board that leads the council reviews the plan."])
    before = [(token.head.i, token.dep_) for token in doc]
    root = next(token for token in doc if token.head.i == token.i)
    low = max(doc, key=lambda token: len(list(token.ancestors)))

    assert not parse_corrections._hang((doc[0], root, "dep"), (root, low, "dep"))
    assert [(token.head.i, token.dep_) for token in doc] == before
    assert parse_corrections._hang((low, low, "ROOT"), (root, low, "dep"))
    assert_trees(doc)
