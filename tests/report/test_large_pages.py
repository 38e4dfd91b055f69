"""Crosswalks of every size and with odd content: pages that hold together, none too large, nothing lost on the way."""

import re

import pytest
from lxml import html

from crosswalk.model.relation import Status
from crosswalk.report.compact_text import MOST_QUOTED, MOST_WORDS
from crosswalk.report.site import site
from crosswalk.report.words import anchors
from tests import odd_comparison

LIMIT = 3_000_000


@pytest.fixture(scope="module")
def large():
    side = odd_comparison.comparison(2000, 60, rivals=1, groups=12)
    return side, site([side], version="0.0.0")


@pytest.mark.slow
def test_no_page_is_larger_than_the_limit(large):
    _, pages = large
    sizes = {name: len(text.encode()) for name, text in pages.items() if name.endswith(".html")}

    assert max(sizes.values()) < LIMIT, sizes
    assert sum(name.startswith("odd-rows-") for name in sizes) >= 5


@pytest.mark.slow
def test_every_row_of_a_large_crosswalk_has_one_full_row_and_one_compact_line(large):
    side, pages = large
    names = anchors(row.id for row in side.rows)
    for stem, path in (("odd-rows-", "//tbody[@data-status]/@id"), ("odd-lines-", "//tr/@id | //li/@id")):
        held = [
            one
            for name, text in pages.items()
            if name.startswith(stem)
            for one in html.document_fromstring(text).xpath(path)
        ]
        assert len(held) == len(set(held))
        assert set(names.values()) == set(held)


def test_an_old_address_of_a_large_crosswalk_leads_on_to_its_row(large):
    side, pages = large
    name = anchors(row.id for row in side.rows)[side.rows[-1].id]
    for page in ("odd.html", "odd-rows.html"):
        found = html.document_fromstring(pages[page]).get_element_by_id(name)
        (link,) = found.xpath("./a[@class='moved']/@href")
        file, _, fragment = link.partition("#")
        assert html.document_fromstring(pages[file]).get_element_by_id(fragment) is not None


def test_the_bars_of_a_part_count_the_provisions_of_that_part(large):
    _, pages = large
    parts = {
        name: html.document_fromstring(text) for name, text in pages.items() if name.startswith("odd-rows-")
    }
    asked = 0
    for name, doc in parts.items():
        (left, _) = doc.xpath("//section[@class='short']//div[@class='coverage']")
        held = {row.get("id").partition("--")[0] for row in doc.xpath("//tbody[@data-status]")}
        told = [int(one.replace(",", "")) for one in left.xpath(".//p[@class='told']//b/text()")]
        assert left.findtext("p").startswith(f"On this page: {sum(told)} "), name
        assert sum(told) <= len(held), name
        assert {one.partition("?")[0] for one in left.xpath(".//@href")} == {name}
        asked += sum(told)
    (whole,) = re.findall(r"([\d,]+) requirements of the Statute, covered by the Code", pages["odd.html"])
    assert asked == int(whole.replace(",", ""))


@pytest.mark.parametrize("kind", ["definition", "provisions"])
@pytest.mark.parametrize("size", [(0, 0), (6, 0), (0, 6), (6, 6), (40, 40)])
def test_odd_content_gives_pages_that_hold_together(kind, size):
    side = odd_comparison.comparison(*size, rivals=2, kind=kind)
    pages = site([side], version="0.0.0")
    names = set(anchors(row.id for row in side.rows).values())
    for name in ("odd.html", "odd-rows.html", "index.html"):
        doc = html.document_fromstring(pages[name])
        assert not [one for one in doc.iter("script") if "alert" in one.text_content()]
        assert not doc.xpath("//@onerror | //img")
        ids = doc.xpath("//@id")
        assert len(ids) == len(set(ids)), name
    assert names <= set(html.document_fromstring(pages["odd.html"]).xpath("//@id"))
    assert len(doc.xpath("//ol[@class='findings']/li")) <= 5


def test_a_decided_set_says_so():
    side = odd_comparison.comparison(6, 6, status=Status.CONFIRMED)
    page = site([side], version="0.0.0")["odd.html"]

    assert "Reviewed: all" in page
    assert "reviewed" in {
        " ".join(one.text_content().split()) for one in html.document_fromstring(page).find_class("chip")
    }


def test_sentences_stay_short_and_hold_few_quotations():
    page = html.document_fromstring(
        site([odd_comparison.comparison(6, 6, kind="definition")], version="0")["odd.html"]
    )
    cells = [
        " ".join(cell.text_content().split())
        for cell in page.xpath("//table//td[position() > 3]/span[not(@class)]")
    ]

    assert cells
    for cell in cells:
        assert len(cell.split()) <= MOST_WORDS, cell
        assert len(re.findall("“", cell)) <= MOST_QUOTED, cell
