from dataclasses import replace

import pytest

from crosswalk.report.frame import frame
from crosswalk.report.gap_page import answered, gaps_page


@pytest.fixture(scope="module")
def sections(trees):
    side = trees.comparison()
    framed = frame("gaps.html", "Gaps", "D", [side.whole_left], nav=(), state="draft", version="0")
    return gaps_page([side], framed).sections


def blocks(direction):
    return {block.asks.id: block for group in direction.groups for block in group.blocks}


def test_both_directions_are_told(sections):
    assert [direction.heading for direction in sections[0].directions] == [
        "What the Act asks, and the Charter does not fully answer",
        "What the Charter asks, and the Act does not fully answer",
    ]


def test_n_of_n_leaves_out_headings_lead_ins_and_what_was_not_read(sections):
    assert [direction.total for direction in sections[0].directions] == [4, 4]


def test_full_answers_and_gaps_add_up_to_all_assessed(trees, sections):
    for direction in sections[0].directions:
        numbers = {one.words: one.number for one in direction.counts}
        gaps = sum(number for words, number in numbers.items() if words != "not retrieved")

        assert direction.total == gaps


def test_the_short_sentence_counts_the_same_gaps(trees, sections):
    """A side-by-side says in short what the gap page says at length."""
    for one, way in zip(answered(trees.comparison()), sections[0].directions, strict=True):
        said = {count.href.rsplit("#", 1)[-1]: count.number for count in one.counts[1:]}

        assert f"Of {way.total} provision" in one.head
        assert said == {group.anchor: len(group.blocks) for group in way.groups}


def test_each_kind_of_gap_is_its_own_group(sections):
    left, right = sections[0].directions

    assert {key: block.kind for key, block in blocks(left).items()} == {
        "2/C": "not-found",
        "2/A": "partly",
        "2/B": "unchecked",
        "3": "partly",
    }
    assert {key: block.kind for key, block in blocks(right).items()} == {
        "CH-4": "elsewhere",
        "CH-1": "partly",
        "CH-3": "partly",
        "CH-5": "not-retrieved",
    }


def test_a_gap_says_where_was_looked_what_came_closest_and_asks_a_question(sections):
    block = blocks(sections[0].directions[0])["2/C"]

    assert block.looked == "all 5 elements of the Charter"
    assert [one.link.words for one in block.closest] == ["CH-1"]
    assert block.question.endswith("?")


def test_a_partial_answer_names_what_is_left_over(sections):
    block = blocks(sections[0].directions[0])["2/A"]

    assert block.missing == ("ground allows",)
    assert [one.word for one in block.found] == ["Overlaps"]


def test_an_answer_in_unchecked_words_alone_is_no_answer_yet(sections):
    block = blocks(sections[0].directions[0])["2/B"]

    assert "only in words not checked against the source" in block.caution
    assert block.question == "Who has a copy of the Charter and can check the words of “Water”?"


def test_measures_name_the_parts_that_differ(sections):
    assert blocks(sections[0].directions[0])["3"].missing == ("When: differs",)


def test_of_several_measures_the_parts_name_the_one_they_are_told_of(trees):
    side = trees.comparison()
    row = side.rows[3]
    second = replace(
        row, id="3--CH-1", right="CH-1", candidate=replace(row.candidate, right="CH-1", confidence=0.99)
    )
    answers = tuple(replace(a, best=("CH-3", "CH-1")) if a.provision == "3" else a for a in side.left_answers)
    framed = frame("gaps.html", "Gaps", "D", [side.whole_left], nav=(), state="draft", version="0")
    page = gaps_page([replace(side, rows=(*side.rows, second), left_answers=answers)], framed)
    block = blocks(page.sections[0].directions[0])["3"]

    assert (block.against, block.missing) == ("Survival", ("When: differs",))
    assert block.found[0].pointer.name == "Survival"
    assert blocks(page.sections[0].directions[0])["2/A"].against == ""


def test_a_passage_elsewhere_is_named_in_the_question(sections):
    block = blocks(sections[0].directions[1])["CH-4"]

    assert "Act sec. 4 (1 T.C. 4)" in block.question


def test_a_text_not_retrieved_asks_for_the_text(sections):
    block = blocks(sections[0].directions[1])["CH-5"]

    assert block.question == "Who has a copy of the Charter and can supply the words of “Costs” (page 9)?"


def test_a_block_names_the_most_certain_answers_and_counts_the_rest(trees, monkeypatch):
    monkeypatch.setattr("crosswalk.report.gap_page._FOUND", 0)
    side = trees.comparison()
    framed = frame("gaps.html", "Gaps", "D", [side.whole_left], nav=(), state="draft", version="0")
    block = blocks(gaps_page([side], framed).sections[0].directions[0])["2/A"]

    assert (block.found, block.more) == ((), 1)


def test_every_number_of_the_totals_leads_to_as_many_as_it_counts(trees):
    side = trees.comparison()
    framed = frame("gaps.html", "Gaps", "D", [side.whole_left], nav=(), state="draft", version="0")
    page = gaps_page([side], framed)

    assert page.columns == (
        "Assessed",
        "Answered in full",
        "In part",
        "Only in unchecked words",
        "Elsewhere",
        "Not found",
        "Not retrieved",
    )
    for line, way in zip(page.lines, page.sections[0].directions, strict=True):
        assert len(line.counts) == len(page.columns)
        assert line.counts[0].number == len(way.assessed)
        assert all(one.href for one in line.counts if one.number)
