"""What a page holds for people who review on it: every row's ids, digests, reasons and place on the page."""

import json
from dataclasses import replace

import pytest
from lxml import html

from crosswalk.model.mapping import fingerprint
from crosswalk.model.relation import Relation
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.review_rows import ReviewView, review_mode, review_part, review_record


@pytest.fixture
def side(trees):
    return trees.comparison()


def mode_of(side):
    return review_mode(ReviewView(CompactView(side)), "0.0.0")


@pytest.fixture
def mode(side):
    return mode_of(side)


def test_every_row_rests_on_its_ids_the_digests_of_both_texts_and_the_row_on_file(side, mode):
    found = {row.pair: row for row in mode.rows}
    assert {(row.left, row.right) for row in side.rows} <= set(found)
    for row in side.rows:
        one = found[row.left, row.right]
        assert one.listed
        assert one.left_digest == (side.whole_left[row.left].digest if row.left else "")
        assert one.right_digest == (side.whole_right[row.right].digest if row.right else "")
        assert one.seen == (fingerprint(row.decided) if row.decided else "")
    assert len({one.digest for one in mode.rows}) == len(mode.rows)


def test_only_a_row_without_a_sentence_of_its_own_needs_one(mode):
    assert [("2/C", "")] == [row.pair for row in mode.rows if row.listed and row.left and not row.sentence]


@pytest.mark.parametrize(
    "change", [{"sentence": "Otherwise."}, {"relation": Relation.SUBSET}, {"decided": None}]
)
def test_a_row_that_says_something_else_has_another_digest_and_so_has_the_page(side, mode, change):
    first, *rest = side.rows
    other = mode_of(replace(side, rows=(replace(first, **change), *rest)))
    before, after = ({row.pair: row.digest for row in one.rows} for one in (mode, other))

    assert {(first.left, first.right)} == {pair for pair in before if before[pair] != after[pair]}
    assert other.digest != mode.digest


def test_a_part_holds_its_own_lines_and_their_texts_alone(mode):
    at = mode.rows[0].at
    part = review_part(mode, {at})

    assert {at} == {row.at for row in part.rows}
    assert {f"left:{row.left}" for row in part.rows} | {
        f"right:{row.right}" for row in part.rows if row.right
    } == set(part.texts)
    assert part.digest != mode.digest


def test_the_page_carries_them_and_hides_the_controls_until_script_shows_them(pages, mode):
    doc = html.document_fromstring(pages["definition.html"])
    data = json.loads(doc.get_element_by_id("review-data").text_content())

    assert json.loads(json.dumps(review_record(mode))) == data
    for row in data["rows"]:
        assert doc.get_element_by_id(row["at"], None) is not None, row
        assert doc.get_element_by_id(row.get("anchor", row["at"]), None) is not None, row
    for name in ("review-start", "review", "review-bar"):
        assert doc.get_element_by_id(name).get("hidden") is not None


@pytest.mark.parametrize("name", ["definition", "measures"])
def test_every_row_of_a_compact_page_can_be_decided_on_it(pages, name):
    doc = html.document_fromstring(pages[f"{name}.html"])
    rows = json.loads(doc.get_element_by_id("review-data").text_content())["rows"]
    ids = {one.get("id") for one in doc.iter() if one.get("id")}

    assert rows
    assert {row["at"] for row in rows} <= ids


def test_the_relations_stand_in_the_order_of_their_keys_and_two_need_words_of_ones_own(mode):
    assert ["Same", "Includes", "Part of", "Overlaps"] == [one.word for one in mode.choices[:4]]
    assert {Relation.CONTRARY, Relation.NONE} == {one.value for one in mode.choices if not one.sentence}


def test_pages_without_lines_carry_none_of_it(pages):
    for name in ("gaps.html", "graph.html", "index.html", "method.html", "definition-rows.html"):
        assert "review-start" not in pages[name]
