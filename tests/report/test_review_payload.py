"""What a page holds for people who review on it: every row's ids, digests and marks of the ledger."""

from dataclasses import replace

import pytest
from lxml import html

from crosswalk.model.mapping import fingerprint
from crosswalk.model.relation import Relation
from crosswalk.report.review_payload import review_mode


@pytest.fixture
def side(trees):
    return trees.comparison()


@pytest.fixture
def mode(side):
    return review_mode(side, "0.0.0")


def test_every_row_rests_on_its_ids_the_digests_of_both_texts_and_the_row_on_file(side, mode):
    assert [(row.left, row.right) for row in side.rows] == [(one.left, one.right) for one in mode.stakes]
    for row, one in zip(side.rows, mode.stakes, strict=True):
        assert one.left_digest == (side.whole_left[row.left].digest if row.left else "")
        assert one.right_digest == (side.whole_right[row.right].digest if row.right else "")
        assert one.seen == (fingerprint(row.decided) if row.decided else "")
    assert len({one.digest for one in mode.stakes}) == len(mode.stakes)


def test_only_a_row_without_a_sentence_of_its_own_asks_for_one(mode):
    assert [("2/C", "")] == [(one.left, one.right) for one in mode.stakes if one.sentence_due]


@pytest.mark.parametrize(
    "change",
    [
        {"sentence": "Otherwise."},
        {"relation": Relation.SUBSET},
        {"decided": None},
    ],
)
def test_a_row_that_says_something_else_has_another_digest_and_so_has_the_page(side, mode, change):
    first, *rest = side.rows
    other = review_mode(replace(side, rows=(replace(first, **change), *rest)), "0.0.0")

    assert other.stakes[0].digest != mode.stakes[0].digest
    assert other.stakes[1:] == mode.stakes[1:]
    assert other.digest != mode.digest


def test_the_page_carries_them_row_by_row_and_hides_all_of_it_until_script_shows_it(pages, mode):
    doc = html.document_fromstring(pages["definition-rows.html"])
    rows = doc.find_class("row")

    assert [
        (one.left, one.right, one.left_digest, one.right_digest, one.seen, one.digest) for one in mode.stakes
    ] == [
        tuple(
            row.get(f"data-{name}")
            for name in ("left", "right", "left-digest", "right-digest", "seen", "digest")
        )
        for row in rows
    ]
    for name in ("review-start", "review", "review-bar"):
        assert doc.get_element_by_id(name).get("hidden") is not None
    (panel,) = doc.xpath("//section[@id='review']")
    assert ("definition", "act@2016-07-19", "charter@2014-06", mode.digest, "crosswalk 0.0.0") == tuple(
        panel.get(f"data-{name}") for name in ("crosswalk", "left", "right", "page", "tool")
    )


def test_the_relations_stand_in_the_order_of_their_keys_and_two_need_words_of_ones_own(mode):
    assert ["Same", "Includes", "Part of", "Overlaps"] == [one.word for one in mode.choices[:4]]
    assert {Relation.CONTRARY, Relation.NONE} == {one.value for one in mode.choices if not one.sentence}


def test_pages_without_a_table_carry_none_of_it(pages):
    for name in ("gaps.html", "graph.html", "index.html", "method.html"):
        assert "review-start" not in pages[name]
