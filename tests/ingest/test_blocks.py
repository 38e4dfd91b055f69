"""Blocks of any document become a tree whose ids can be relied on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.ingest.blocks import DEPTH_LIMIT, Block, Kind, grow, letters, load_blocks, slug
from crosswalk.model.corpus import Corpus, Source
from crosswalk.model.read_result import LeftOut

SOURCE = Source("plan", "2024", "A plan", address="https://example.gov/plan")


def ids(*blocks):
    return [prov.id for prov in grow(blocks, SOURCE)]


def test_an_id_is_a_path_of_numbers_headings_and_places():
    assert ids(
        Block(Kind.PARAGRAPH, "Before all."),
        Block(Kind.HEADING, heading="Goals & vision", depth=1),
        Block(Kind.PARAGRAPH, "The State must:"),
        Block(Kind.ITEM, "count", num="(a)", depth=1),
        Block(Kind.ITEM, "people", depth=2),
        Block(Kind.PARAGRAPH, "of all kinds", depth=2),
        Block(Kind.ITEM, "report", num="(b)", depth=1),
        Block(Kind.PARAGRAPH, "Then:"),
        Block(Kind.ITEM, "rest", num="1.", depth=1),
        Block(Kind.HEADING, heading="Terms", num="2.", depth=2),
        Block(Kind.TABLE, heading="Name | Rule"),
        Block(Kind.ROW, "Exit | 90 days"),
        Block(Kind.HEADING, heading="Goals & vision", depth=1),
    ) == [
        "p1",
        "goals-vision",
        "goals-vision/p1",
        "goals-vision/p1/a",
        "goals-vision/p1/a/b1",
        "goals-vision/p1/a/b1/p1",
        "goals-vision/p1/b",
        "goals-vision/p2",
        "goals-vision/p2/1",
        "goals-vision/2",
        "goals-vision/2/t1",
        "goals-vision/2/t1/r1",
        "goals-vision-2",
    ]


def test_a_list_without_a_lead_in_is_below_its_heading():
    assert ids(
        Block(Kind.HEADING, heading="Goals", depth=1),
        Block(Kind.PARAGRAPH, "No lead-in."),
        Block(Kind.ITEM, "one", num="1.", depth=1),
    ) == ["goals", "goals/p1", "goals/1"]


def test_a_footnote_that_nothing_points_to_stays_in_its_position():
    assert ids(
        Block(Kind.PARAGRAPH, "One.", refers=("x",)),
        Block(Kind.PARAGRAPH, "Two."),
        Block(Kind.FOOTNOTE, "Nobody points here.", num="2", key="y"),
        Block(Kind.FOOTNOTE, "One does.", num="1", key="x"),
    ) == ["p1", "p1/fn1", "p2", "p2/fn2"]


def test_a_heading_is_marked_as_one_and_an_anchor_becomes_an_address():
    (prov,) = grow([Block(Kind.HEADING, heading="Goals", depth=1, anchor="g")], SOURCE)

    assert (prov.kind, prov.is_heading, prov.address) == ("heading", True, "https://example.gov/plan#g")


@pytest.mark.parametrize(
    ("heading", "address"),
    [
        ("Who is a “participant”?", "who-is-a-participant"),
        ("State’s goals", "states-goals"),
        ("Études & données", "etudes-donnees"),
        ("§ 3 — 中文", "3"),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_a_heading_gives_its_words_to_the_address(heading, address):
    assert slug(heading) == address


BLOCK = st.builds(
    Block,
    kind=st.sampled_from(Kind),
    text=st.sampled_from(["", "Words.", "Lead-in:", "words"]),
    heading=st.sampled_from(["", "Title", "Other title", "§"]),
    num=st.sampled_from(["", "(a)", "1.", "1.2", "/", "..", "A-1."]),
    depth=st.integers(0, 40),
    key=st.sampled_from(["", "x", "y"]),
    refers=st.sampled_from([(), ("x",), ("x", "y")]),
)


@given(st.lists(BLOCK, max_size=40))
def test_any_blocks_make_a_tree_that_loses_no_words(blocks):
    corpus = Corpus(SOURCE, tuple(grow(blocks, SOURCE)))

    kept = sorted(block.text for block in blocks if block.text)
    assert sorted(prov.text for prov in corpus if prov.text) == kept
    assert all(len(corpus.ancestors(prov.id)) <= 2 * DEPTH_LIMIT + 2 for prov in corpus)


def test_bare_numbers_of_titles_that_count_up_are_numbers():
    """ "1 Scope" has the number 1; "90 Days" has none."""
    titles = ("1 Scope", "2 Terms", "90 Days After Exit", "3 – Review")
    blocks = [
        block
        for title in titles
        for block in (Block(Kind.HEADING, heading=title, depth=1), Block(Kind.PARAGRAPH, f"On {title}."))
    ]

    chars = sum(letters(block.heading + block.text) for block in blocks)
    loaded = load_blocks(blocks, SOURCE, source_chars=chars, marks=0, dropped={})

    assert [(prov.num, prov.heading) for prov in loaded.corpus if prov.heading] == [
        ("1", "Scope"),
        ("2", "Terms"),
        ("", "90 Days After Exit"),
        ("3", "Review"),
    ]
    assert loaded.coverage == 1


def test_contents_typed_as_text_are_left_out_and_counted():
    lines = ("Contents", "Need 3", "Design 9", "The need is great.")
    blocks = [Block(Kind.PARAGRAPH, line) for line in lines]

    loaded = load_blocks(blocks, SOURCE, source_chars=sum(map(letters, lines)), marks=0, dropped={})

    assert [prov.text for prov in loaded.corpus] == ["The need is great."]
    assert loaded.dropped["lines of the table of contents"] == LeftOut(3, 20)
    assert loaded.coverage == 1


def test_a_list_of_amounts_below_a_heading_called_contents_is_kept():
    blocks = [Block(Kind.PARAGRAPH, line) for line in ("Contents:", "Boxes 9", "Bags 3")]

    loaded = load_blocks(blocks, SOURCE, source_chars=20, marks=0, dropped={})

    assert [prov.text for prov in loaded.corpus] == ["Contents:", "Boxes 9", "Bags 3"]
