"""The change page and the memo in a browser: for every reader, by keyboard, on a telephone, on paper."""

import pytest

from crosswalk.report.change_page import lone_page
from crosswalk.report.memo import memo_page
from crosswalk.report.site import site
from tests import sample_comparison, sample_editions
from tests.browser.chromium import OVERFLOWING, SCREENS

pytestmark = pytest.mark.browser

NAMES = ("changes.html", "lone.html", "memo.html")
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The change page in a site, the same alone, and the memo."""
    found = sample_editions.compared()
    where = tmp_path_factory.mktemp("changes")
    pages = site([sample_comparison.comparison("definition")], version="0.0.0", changes=[found])
    pages |= {"lone.html": lone_page(found, "0.0.0"), "memo.html": memo_page(found, "0.0.0")}
    for name, text in pages.items():
        (where / name).write_text(text, "utf-8")
    return where


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation(open_page, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab = open_page(name, width=width, scheme=scheme, bypass_csp=True)
    tab.evaluate(OPEN_ALL)
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]

    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
    assert tab.faults == []
    assert tab.evaluate(OVERFLOWING) <= 0


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_reaches_every_control_and_shows_where_it_is(open_page, name):
    tab = open_page(name)
    tab.evaluate(OPEN_ALL)
    wanted = tab.evaluate(
        "[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex=\"0\"]')]"
        ".filter((one) => one.checkVisibility()).length"
    )
    reached = []
    for _ in range(wanted):
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate(
                "[document.activeElement === document.body, getComputedStyle(document.activeElement).outlineStyle]"
            )
        )

    assert wanted >= 3
    assert not any(lost for lost, _ in reached)
    assert all(outline != "none" for _, outline in reached)


def test_the_commands_are_chosen_whole_by_one_click(open_page):
    tab = open_page("lone.html")
    tab.locator(".command").click()

    assert tab.evaluate("getSelection().toString().trim()").splitlines()[0].startswith("crosswalk decide ")


LOOKS = ({}, {"forced_colors": "active"}, {"color_scheme": "dark"})


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("look", LOOKS, ids=["light", "forced colours", "dark"])
def test_a_redline_is_told_by_more_than_colour(open_page, look, media):
    """What went is struck through and in brackets, what came is underlined twice and bold, and each is said aloud."""
    scheme = look.get("color_scheme", "light")
    options = {name: value for name, value in look.items() if name != "color_scheme"}
    tab = open_page("lone.html", scheme=scheme, **options)
    tab.emulate_media(media=media)
    change = tab.locator("#park-C-1 .redline").first
    went, came = change.locator("del").first, change.locator("ins").first
    style = "one => { const s = getComputedStyle(one); return [s.textDecorationLine, s.textDecorationStyle, s.fontWeight]; }"

    assert "line-through" == went.evaluate(style)[0]
    assert ["underline", "double", "700"] == came.evaluate(style)
    assert ["[", "]"] == [one.inner_text() for one in went.locator(".bracket").all()]
    assert all(one.is_visible() for one in went.locator(".bracket").all())
    assert went.evaluate("one => !!(one.compareDocumentPosition(one.parentNode.querySelector('ins')) & 4)")
    assert "removed: [may] (end of removed) added: shall (end of added)" in " ".join(
        change.evaluate("one => one.textContent").split()
    )


def test_without_script_nothing_is_missing(open_page):
    tab = open_page("lone.html", java_script_enabled=False)

    assert tab.locator(".change").count() >= 4
    assert all(one.is_visible() for one in tab.locator(".change").all())


@pytest.mark.parametrize("name", ["lone.html", "memo.html"])
def test_printed_it_has_page_numbers_and_keeps_what_went_in_brackets(open_page, tmp_path, name):
    import pypdfium2

    tab = open_page(name)
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "page.pdf")]
    whole = " ".join(" ".join(pages).split())

    assert all(f"Page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert "Duty changed: may → must" in whole
    if name == "lone.html":
        assert "[may] shall" in whole
    else:
        assert 1 == len(pages)
