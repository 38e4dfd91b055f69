"""The tools of a line on the compact pages: copy with citations, copy a link, print one row, J and K."""

import pypdfium2
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLIPBOARD = """window.copied = []; Object.defineProperty(navigator, 'clipboard', {value: {writeText: (words) => { window.copied.push(words); return Promise.resolve(); }}});"""


@pytest.fixture
def tab(browser, folder):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(CLIPBOARD)
    page.goto(f"{folder.as_uri()}/definition.html")
    yield page
    context.close()


def test_a_row_is_copied_with_both_citations_its_sentence_and_its_link(tab):
    tab.locator("table.compact tbody tr").first.hover()
    tab.get_by_role("button", name="Copy text").click()
    (words,) = tab.evaluate("window.copied")
    lines = words.split("\n")

    assert 5 == len(lines)
    assert lines[0].startswith("Act, 1 T.C. 2(A): “are planted in every street")
    assert lines[1].startswith("Overlaps. Both ask for trees in streets")
    assert lines[2].startswith("Charter, CH-1: ")
    assert lines[3].startswith("Decided: Confirmed, Overlaps, by ")
    assert lines[4].endswith("/definition.html#2-A--CH-1")
    expect(tab.get_by_role("status").filter(has_text="Row copied.")).to_have_count(1)


def test_the_link_of_a_row_opens_at_the_row(tab):
    tab.locator("table.compact tbody tr").nth(1).hover()
    tab.get_by_role("button", name="Copy link").click()
    (link,) = tab.evaluate("window.copied")
    tab.goto(link)

    assert tab.locator("tr:target").count() == 1
    assert "2(B)" in tab.locator("tr:target").inner_text()


def test_the_tools_come_to_the_focus(tab):
    assert 0 == tab.locator(".compact-tools").count()
    first = tab.locator("table.compact tbody tr").first
    first.locator("a").first.focus()
    expect(first.get_by_role("button", name="Copy text")).to_be_visible()


@pytest.mark.parametrize("name", ["definition", "measures"])
def test_the_first_row_is_a_few_stops_away(browser, folder, name):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/{name}.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the rows")).to_be_focused()
    page.keyboard.press("Enter")
    stops, inside = 1, False
    while not inside and stops < 20:
        page.keyboard.press("Tab")
        stops += 1
        inside = page.evaluate("!!document.activeElement.closest('tbody tr[id], .missing')")
    context.close()

    assert stops <= 15


def test_j_and_k_go_from_line_to_line_and_are_letters_elsewhere(tab):
    rows = tab.locator("table.compact tbody tr")
    rows.first.locator("a").first.focus()
    tab.keyboard.press("j")
    expect(rows.nth(1).locator("a").first).to_be_focused()
    tab.keyboard.press("k")
    expect(rows.first.locator("a").first).to_be_focused()
    tab.keyboard.press("k")
    expect(rows.first.locator("a").first).to_be_focused()
    link = tab.get_by_role("navigation").get_by_role("link").first
    link.focus()
    tab.keyboard.press("j")
    expect(link).to_be_focused()


def test_one_row_is_printed_alone_with_both_texts(tab, tmp_path):
    tab.evaluate("window.print = () => {}")
    tab.locator("table.compact tbody tr").first.hover()
    tab.get_by_role("button", name="Print row").click()
    tab.pdf(path=tmp_path / "row.pdf", prefer_css_page_size=True)
    pages = pypdfium2.PdfDocument(tmp_path / "row.pdf")
    words = pages[0].get_textpage().get_text_range()

    assert 1 == len(pages)
    for part in ("are planted in every street", "Trees go into streets", "Overlaps", "2-A--CH-1"):
        assert part in words
    assert "Aftercare" not in words


def test_without_script_a_line_is_whole_and_has_no_tools(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/definition.html")

    assert page.locator("table.compact tbody tr").first.is_visible()
    assert 0 == page.locator(".compact-tools").count()
    context.close()
