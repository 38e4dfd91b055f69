"""Full texts stand once on a page, whatever the number of rows; every row leads to its own."""

import pytest
from lxml import html

from crosswalk.report.comparison_page import full_texts
from crosswalk.report.rows import row_views


@pytest.fixture(scope="module")
def rows(trees):
    return row_views(trees.comparison())


@pytest.fixture(scope="module")
def page(pages):
    return html.fromstring(pages["definition-rows.html"])


def test_each_unit_is_there_once(rows):
    names = [text.section.anchor for text in full_texts(rows)]

    assert len(names) == len(set(names)) > 0


def test_every_passage_names_the_rows_that_rest_on_it(rows):
    told = {
        (line.passage.id, link.href.lstrip("#"))
        for text in full_texts(rows)
        for line in text.lines
        for link in line.rows
    }
    with_section = {
        (text.id, row.anchor) for row in rows for text in (row.left, row.right) if text and text.section
    }

    assert told == with_section


def test_every_row_leads_to_its_text_and_back(page):
    links = page.xpath("//p[@class='in-full']/a/@href")

    assert links
    for href in links:
        (unit,) = page.xpath(f"//details[@id='{href[1:]}']")
        assert unit.xpath(".//a[starts-with(@href, '#')]")


def test_a_text_is_not_repeated_in_its_rows(page):
    assert not page.xpath("//tbody//details[@class='section']")
