"""Acceptance checks of the pages that only a browser can make."""

import shutil
from base64 import b64encode
from itertools import combinations
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import OVERFLOWING, SCREENS

pytestmark = pytest.mark.browser

NAMES = (
    "definition-rows",
    "definition",
    "gaps",
    "graph",
    "index",
    "measures-rows",
    "measures",
    "method",
    "trees",
)


@pytest.fixture(params=NAMES)
def name(request):
    return f"{request.param}.html"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(open_page, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab = open_page(name, width=width, scheme=scheme, bypass_csp=True)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.evaluate(OVERFLOWING) <= 0
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]

    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


def test_no_request_leaves_the_page_and_nothing_breaks(open_page, name):
    tab = open_page(name)

    assert [address for address in tab.asked if not address.startswith(("file:", "data:"))] == []
    assert len([address for address in tab.asked if address.startswith("file:")]) == 1
    assert tab.faults == []


def test_the_policy_stops_a_request_that_a_script_would_make(open_page):
    tab = open_page("definition-rows.html")
    answer = tab.evaluate("fetch('https://example.org/').then(() => 'sent', (error) => error.name)")

    assert answer == "TypeError"
    assert not [address for address in tab.asked if address.startswith("https:")]


def test_without_script_the_page_is_whole(open_page):
    tab = open_page("definition-rows.html", java_script_enabled=False)

    assert tab.locator(".row").count() == 6
    assert all(row.is_visible() for row in tab.locator(".row").all())
    assert not tab.locator("#filters").is_visible()
    assert tab.locator(".tools").count() == 0
    tab.locator("details.why summary").first.click()
    assert tab.get_by_text("Both speak of streets.").first.is_visible()


def test_a_filter_narrows_counts_and_stays_in_the_address(open_page):
    tab = open_page("definition-rows.html")
    tab.get_by_label("How they relate").select_option("no-relationship")

    assert tab.locator(".row:visible").count() == 3
    assert tab.locator("#shown").inner_text() == "3 of 6 rows shown"
    assert "relation=no-relationship" in tab.url


def test_a_copied_view_opens_as_the_same_view_elsewhere(open_page, folder):
    tab = open_page("definition-rows.html", permissions=["clipboard-read", "clipboard-write"])
    tab.get_by_label("Find").fill("WATER")
    tab.get_by_label("Status").select_option("draft")
    tab.get_by_role("button", name="Copy link to this view").click()
    expect(tab.get_by_role("status").last).to_contain_text("Link to this view copied.")
    link = tab.evaluate("navigator.clipboard.readText()")
    other = open_page(link.removeprefix(f"{folder.as_uri()}/"))

    assert other.get_by_label("Find").input_value() == "WATER"
    assert other.locator(".row:visible").count() == 1
    assert other.locator("#shown").inner_text() == "1 of 6 rows shown"


@pytest.mark.parametrize(
    "address", ["?length=1", "?elements=x&reset=1", "#%", "?length=1&answer=left:partly#%E0%A4%A"]
)
@pytest.mark.parametrize("name", ["definition-rows", "trees", "gaps"])
def test_an_odd_address_stops_no_script(open_page, name, address):
    tab = open_page(f"{name}.html{address}")
    tab.wait_for_load_state()

    assert tab.faults == []
    assert tab.locator("#print").is_visible()
    if name == "definition-rows":
        assert " rows shown" in tab.locator("#shown").inner_text()


@pytest.mark.parametrize(
    "name", ["index", "definition", "definition-rows", "measures", "trees", "gaps", "method"]
)
def test_a_button_prints_the_page(open_page, name):
    tab = open_page(f"{name}.html")
    tab.evaluate("void (window.print = () => { window.printed = (window.printed || 0) + 1; })")
    tab.get_by_role("button", name="Print / PDF").click()

    assert tab.evaluate("window.printed") == 1


def test_the_mark_of_unchecked_words_leads_to_the_list_of_them(open_page):
    tab = open_page("definition.html")
    tab.get_by_role("list", name="Key").get_by_role("link", name="unchecked words").click()
    heading = tab.get_by_text("Texts not checked yet")

    assert tab.url.endswith("method.html#unchecked")
    assert heading.is_visible()
    assert (
        tab.get_by_role("table", name="Texts restated from memory").get_by_role("row").count()
        == int(heading.inner_text().rpartition(" ")[2]) + 1
    )


def test_clearing_the_filters_brings_every_row_back(open_page):
    tab = open_page("definition-rows.html?status=draft")
    tab.get_by_role("button", name="Clear").click()

    expect(tab.locator("#shown")).to_have_text("6 of 6 rows shown")
    assert tab.locator(".row:visible").count() == 6
    assert "status" not in tab.url


def test_every_number_of_the_summary_leads_to_as_many_rows(open_page):
    tab = open_page("definition-rows.html")
    links = tab.locator(".short a").all()
    told = [(link.get_attribute("href"), int(link.locator("b").inner_text())) for link in links]

    folder = tab.url.rpartition("/")[0]
    assert told
    for href, number in told:
        # The address of a page with another place in it opens no page anew.
        tab.goto("about:blank")
        tab.goto(f"{folder}/definition-rows.html?{href.partition('?')[2]}")
        assert tab.locator(".row:visible").count() == number, href


def test_a_link_to_a_hidden_row_shows_it(open_page):
    tab = open_page("definition-rows.html?status=draft#CH-5")

    assert tab.locator("#CH-5").is_visible()
    assert tab.locator("#CH-5").evaluate("row => row.getBoundingClientRect().top < innerHeight")


def test_a_row_can_be_copied_as_link_citations_and_text(open_page):
    tab = open_page("definition-rows.html", permissions=["clipboard-read", "clipboard-write"])
    row = tab.locator(".row").first
    for button, said, part in (
        ("Copy link", "Link", "#2-A--CH-1"),
        ("Copy citations", "Citations", "Act sec. 2(A) · 1 T.C. 2(A)"),
        ("Copy row", "Row", "are planted in matches 1: every street"),
    ):
        row.get_by_role("button", name=button).click()
        expect(tab.get_by_role("status").last).to_contain_text(f"{said} copied.")
        assert part in tab.evaluate("navigator.clipboard.readText()")


def test_the_keyboard_reaches_everything_in_order_and_focus_is_never_hidden(open_page):
    tab = open_page("definition-rows.html")
    wanted = tab.evaluate(
        "[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex=\"0\"]')]"
        ".filter((one) => one.checkVisibility()).length"
    )
    seen = []
    for _ in range(wanted):
        tab.keyboard.press("Tab")
        seen.append(
            tab.evaluate(
                """() => {
                  const one = document.activeElement, box = one.getBoundingClientRect();
                  const head = document.querySelector('.sides > thead th').getBoundingClientRect();
                  const under = one.closest('.row') && box.top >= 0 && box.bottom <= head.bottom && head.top <= 0;
                  return [one === document.body, !!under, getComputedStyle(one).outlineStyle];
                }"""
            )
        )

    assert not any(body for body, _, _ in seen)
    assert not any(under for _, under, _ in seen)
    assert all(outline != "none" for _, _, outline in seen)


def test_a_filter_works_by_keyboard_alone(open_page):
    tab = open_page("definition-rows.html")
    tab.get_by_label("Status").focus()
    tab.keyboard.press("d")

    assert tab.locator(".row:visible").count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_each_cell_is_told_with_its_row_and_its_instrument(open_page, width):
    tab = open_page("definition-rows.html", width=width)
    table = tab.get_by_role("table").filter(has=tab.locator(".row"))

    assert table.get_by_role("columnheader").filter(has_text="Charter").count() >= 1
    assert table.get_by_role("rowheader").filter(has_text="Planting with consent").count() == 1
    row = table.get_by_role("row").filter(has=tab.get_by_role("rowheader", name="Planting with consent"))
    assert row.get_by_role("cell").filter(has_text="Trees go into").count() == 1


def test_forced_colours_keep_the_marks(open_page):
    tab = open_page("definition-rows.html", forced_colors="active")

    assert tab.locator("mark").first.evaluate("one => getComputedStyle(one).borderBottomStyle") == "dotted"
    assert (
        tab.locator(".unreviewed").first.evaluate("one => getComputedStyle(one).borderLeftStyle") == "dashed"
    )


GREYS = """async (bytes) => {
  const image = new Image();
  image.src = "data:image/png;base64," + bytes;
  await image.decode();
  const pen = new OffscreenCanvas(22, 22).getContext("2d");
  pen.drawImage(image, 0, 0, 22, 22);
  const shade = pen.getImageData(0, 0, 22, 22).data;
  return Array.from({ length: 484 }, (_, at) => 0.3 * shade[4 * at] + 0.59 * shade[4 * at + 1] + 0.11 * shade[4 * at + 2]);
}"""
MARKS = ("v-same", "v-differs", "v-one-side-silent", "v-both-silent", "v-unknown")


def test_the_marks_of_measures_differ_in_grey_at_eight_points(open_page, browser):
    tab = open_page("measures.html", device_scale_factor=2)
    tab.emulate_media(media="print")
    reader = browser.new_page()
    greys = {}
    for mark in MARKS:
        tab.evaluate(
            """mark => document.body.insertAdjacentHTML("afterbegin",
            `<svg id="one-${mark}" viewBox="0 0 20 20" style="display:block;width:8pt;height:8pt"><use href="#${mark}"/></svg>`)""",
            mark,
        )
        taken = tab.locator(f"#one-{mark}").screenshot()
        greys[mark] = reader.evaluate(GREYS, b64encode(taken).decode())
    reader.close()

    for one, other in combinations(MARKS, 2):
        apart = sum(abs(a - b) > 60 for a, b in zip(greys[one], greys[other], strict=True))
        assert apart >= 10, (one, other, apart)


@pytest.mark.parametrize("name", ["definition.html", "graph.html", "measures.html"])
def test_a_browser_that_knows_no_has_selector_loses_no_word(open_page, name):
    tab = open_page(name)
    with_it = tab.evaluate("document.body.innerText")
    dropped = tab.evaluate("""() => {
      let dropped = 0;
      const walk = (list) => {
        for (let at = list.cssRules.length - 1; at >= 0; at -= 1) {
          const rule = list.cssRules[at];
          if (rule.selectorText && rule.selectorText.includes(":has(")) { list.deleteRule(at); dropped += 1; }
          else if (rule.cssRules) walk(rule);
        }
      };
      [...document.styleSheets].forEach(walk);
      return dropped;
    }""")

    assert dropped
    assert tab.evaluate("document.body.innerText") == with_it
    assert tab.evaluate("[...document.querySelectorAll('.fig .lk')].every((one) => one.checkVisibility())")


def test_print_repeats_the_heads_names_the_page_and_says_when_filtered(open_page, tmp_path):
    import pypdfium2

    tab = open_page("definition-rows.html?status=proposed")
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "page.pdf")]
    table = [text for text in pages if "No counterpart" in text and "How they relate" in text]

    assert len(pages) >= 2
    assert table
    assert all(f"Page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert all("Shade Tree Act and Canopy Charter" in text and "overlaps" in text for text in pages)
    assert any(
        "Filtered: Proposed by software, not reviewed (3). 3 of 6 rows shown." in text for text in pages
    )


def test_without_a_browser_the_tests_fail_with_a_sentence(monkeypatch):
    from tests.browser import chromium

    monkeypatch.setattr(shutil, "which", lambda _: None)
    nowhere = SimpleNamespace(chromium=SimpleNamespace(executable_path="/nowhere/chromium"))

    with pytest.raises(RuntimeError, match="No Chromium was found: install the package chromium"):
        chromium.executable(nowhere)
