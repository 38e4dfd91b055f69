"""The agenda and the figures in a browser: short enough on screen and on paper, and alive without script."""

import io

import pytest

from tests.browser.chromium import OVERFLOWING

pytestmark = pytest.mark.browser

STOPS = "document.querySelectorAll('#{0} a[href], #{0} input:checked').length"


@pytest.fixture(scope="session")
def shipped_folder(built, tmp_path_factory):
    """The pages of the shipped texts, written out."""
    where = tmp_path_factory.mktemp("shipped")
    for name, data in built.reports.items():
        if name.endswith(".html"):
            (where / name).write_bytes(data)
    return where


def printed(browser, folder, name):
    import pypdfium2

    tab = browser.new_page()
    tab.goto((folder / name).as_uri())
    data = tab.pdf(prefer_css_page_size=True)
    tab.close()
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(data))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"), [("gaps.html", 9_000), ("graph.html", 6_000), ("method.html", 4_000)]
)
def test_the_page_is_short_enough_at_1280(browser, shipped_folder, name, most):
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto((shipped_folder / name).as_uri())

    assert tab.evaluate("document.documentElement.scrollHeight") <= most
    tab.close()


@pytest.mark.slow
def test_the_agenda_prints_whole_its_first_part_on_six_sheets_with_lines_to_write_on(browser, shipped_folder):
    """Folded agendas are printed too, each from a sheet of its own."""
    sheets = printed(browser, shipped_folder, "gaps.html")
    tab = browser.new_page()
    tab.goto((shipped_folder / "gaps.html").as_uri())
    numbers = [one.text_content() for one in tab.locator("article .number").all()]
    second = tab.locator(".other-agenda .agenda").first.get_attribute("aria-label")
    tab.close()
    starts = [number for number, text in enumerate(sheets) if second in " ".join(text.split())]

    assert starts[0] <= 6
    assert all(any(number in text for text in sheets) for number in numbers)
    assert "Meeting on" in sheets[0]
    assert all(
        f"Page {number} of {len(sheets)}" in " ".join(text.split()) for number, text in enumerate(sheets, 1)
    )
    assert "Full record" not in " ".join(sheets)


@pytest.mark.slow
def test_the_open_list_of_decisions_prints_alone_on_one_sheet(browser, shipped_folder):
    import pypdfium2

    tab = browser.new_page()
    tab.goto((shipped_folder / "gaps.html").as_uri())
    numbers = tab.locator("article .number").all_inner_texts()
    tab.locator(".glance summary").first.click()
    pages = pypdfium2.PdfDocument(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    text = pages[0].get_textpage().get_text_range()
    tab.close()

    assert len(pages) == 1
    assert all(number in text for number in numbers)
    assert "Came closest" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gaps.html", "graph.html", "changes.html", "method.html"])
def test_nothing_scrolls_sideways_on_a_phone(browser, shipped_folder, name):
    tab = browser.new_page()
    tab.goto((shipped_folder / name).as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    for width in (390, 320):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(OVERFLOWING) <= 0, width
    tab.close()


@pytest.mark.slow
def test_a_figure_has_at_most_twenty_stops(browser, shipped_folder):
    tab = browser.new_page()
    tab.goto((shipped_folder / "graph.html").as_uri())

    assert tab.evaluate(STOPS.format("figure-definition")) <= 20
    tab.close()


def lines(tab, what="opacity"):
    return tab.locator("#figure-definition .lk").evaluate_all(
        f"all => all.map((one) => [one.getAttribute('class').split(' ')[1], getComputedStyle(one).{what}])"
    )


def test_pointing_at_a_box_dims_the_other_lines_without_script(open_page):
    tab = open_page("graph.html", java_script_enabled=False, reduced_motion="reduce")
    assert {opacity for _, opacity in lines(tab)} == {"1"}

    tab.locator("#figure-definition .bl0").hover()

    assert {opacity == "1" for name, opacity in lines(tab) if name == "l0"} == {True}
    assert {float(opacity) < 0.3 for name, opacity in lines(tab) if name != "l0"} == {True}


def test_focus_on_a_box_does_the_same(open_page):
    tab = open_page("graph.html", reduced_motion="reduce")
    tab.locator("#figure-definition input:checked").last.focus()
    tab.keyboard.press("Tab")
    while "bl1" not in tab.evaluate("document.activeElement.getAttribute('class') || ''"):
        tab.keyboard.press("Tab")

    assert {name for name, opacity in lines(tab) if opacity == "1"} == {"l1"}


def test_a_chip_leaves_the_lines_of_one_standing(open_page):
    tab = open_page("graph.html", java_script_enabled=False)
    tab.locator("#figure-definition label", has_text="draft").click()
    shown = tab.locator("#figure-definition .lk").evaluate_all(
        "all => all.filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.getAttribute('class'))"
    )

    assert shown
    assert all("draft" in one.split() for one in shown)
    tab.locator("#figure-definition fieldset", has_text="Standing").locator("label", has_text="all").click()
    assert {display for _, display in lines(tab, "display")} == {"inline"}


def test_the_figure_gives_way_to_scrolling_on_a_phone(open_page):
    tab = open_page("graph.html", width=390)
    region = tab.locator("#figure-definition .fig-scroll")

    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    assert region.get_attribute("tabindex") == "0"
    assert region.get_attribute("aria-label")


def test_an_old_address_of_a_gap_opens_the_record_at_its_line(open_page):
    tab = open_page("gaps.html#definition-left-2-C")

    assert tab.locator("#definition-left-2-C").is_visible()
