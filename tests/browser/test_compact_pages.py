"""What only a browser can judge of the compact pages, with the shipped texts: heights, paper, reach, schemes, addresses."""

import re

import pytest

from crosswalk.report.words import anchors
from tests.browser.chromium import OVERFLOWING, SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Heights in pixels at 1280, and printed pages.
HEIGHTS = {"index": 1900, "definition": 4000, "measures": 2800, "provisions": 12_000}
SHEETS = {"index": 1, "definition": 2, "measures": 2, "provisions": 9}
NAMES = tuple(HEIGHTS)
# Said in every row of the first version; the most that a compact page may say of each.
PHRASES = (
    "Leads in",
    "Quoted word for word",
    "Our words, not those of",
    "All its rows together",
    "Only here",
    "no pair",
    "Framework Version 1.0 (June 2014)",
    "Draft, not a review",
    "Proposed by software, not reviewed",
    "Confidence in the pair",
)
STOPS = """() => {
  const first = document.querySelector("tr[id], li[id]");
  return [...document.querySelectorAll('a[href]:not([tabindex="-1"]),button,input,select,summary,[tabindex="0"]')]
    .filter((one) => one.checkVisibility() && !one.closest(".fig") && !(one.type === "radio" && !one.checked))
    .filter((one) => !first || one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter((one) => !first || !first.contains(one)).length;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, built):
    """The shipped pages, written out."""
    where = tmp_path_factory.mktemp("compact")
    for name, data in built.reports.items():
        (where / name).write_bytes(data)
    return where


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_no_higher_than_agreed(open_page, name):
    tab = open_page(f"{name}.html")

    assert tab.evaluate("document.documentElement.scrollHeight") <= HEIGHTS[name]
    assert tab.faults == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_as_many_sheets_as_agreed(open_page, tmp_path, name):
    import pypdfium2

    tab = open_page(f"{name}.html")
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    sheets = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "page.pdf")]

    assert len(sheets) <= SHEETS[name]
    assert all(f"Page {number} of {len(sheets)}" in text for number, text in enumerate(sheets, 1))
    assert all("nobody has reviewed a row yet" in " ".join(text.split()) for text in sheets)


# A browser that blocks fonts falls back on its own; this is the widest that is at hand everywhere.
WIDEST = "*, ::before, ::after { font-family: 'DejaVu Sans', Verdana, sans-serif !important; }"


@pytest.mark.parametrize("name", [*NAMES, "gaps", "changes", "graph", "method"])
def test_with_fonts_blocked_nothing_is_asked_for_and_nothing_scrolls_sideways(open_page, name):
    tab = open_page(f"{name}.html", bypass_csp=True)
    words = {}
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        words[width] = len(tab.query_selector("main").inner_text().split())

    tab.add_style_tag(content=WIDEST)
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})

        assert tab.evaluate(OVERFLOWING) <= 0
        assert len(tab.query_selector("main").inner_text().split()) == words[width]
    assert [one for one in tab.asked if not one.startswith(("file:", "data:font/woff2"))] == []


@pytest.mark.parametrize("name", ["index", "definition", "measures"])
def test_with_the_widest_font_the_pages_for_a_board_keep_their_sheets(open_page, tmp_path, name):
    import pypdfium2

    tab = open_page(f"{name}.html", bypass_csp=True)
    tab.add_style_tag(content=WIDEST)
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)

    assert len(pypdfium2.PdfDocument(tmp_path / "page.pdf")) <= SHEETS[name]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(open_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    for name in NAMES:
        tab = open_page(f"{name}.html", width=width, scheme=scheme, bypass_csp=True)
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]

        assert found == [], (name, [(one["id"], [n["html"] for n in one["nodes"]][:3]) for one in found])
        assert tab.evaluate(OVERFLOWING) <= 0, name
        tab.set_viewport_size({"width": 390, "height": 900})
        assert tab.evaluate(OVERFLOWING) <= 0, name


@pytest.mark.parametrize("name", ["definition", "measures"])
def test_the_first_row_is_near_by_keyboard(open_page, name):
    tab = open_page(f"{name}.html")

    assert tab.evaluate(STOPS) <= 15
    assert tab.locator(".fig a").count() <= 20


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_in_every_row_any_more(open_page, name):
    tab = open_page(f"{name}.html")
    text = " ".join(tab.locator("main").text_content().split())

    assert {phrase: text.count(phrase) for phrase in PHRASES if text.count(phrase) > 2} == {}


@pytest.mark.parametrize("name", ["definition", "measures", "provisions"])
def test_no_sentence_of_ours_is_long_or_full_of_quotations(open_page, name):
    tab = open_page(f"{name}.html")
    tab.evaluate(
        "document.querySelectorAll('.quoted, details, .vh, .chip, .more-on, mark, .compact b').forEach((one) => one.remove())"
    )
    cells = tab.locator(".compact td:nth-last-child(-n+2), .lede p").all_inner_texts()
    sentences = [one for cell in cells for one in re.split(r"(?<=[.…])\s+(?=[A-Z“])", cell)]

    assert len(sentences) > 10
    for sentence in sentences:
        assert len(sentence.split()) <= 31, sentence
        assert sentence.count("“") <= 2, sentence


@pytest.mark.parametrize("crosswalk", ["definition", "measures", "provisions"])
def test_every_old_address_of_a_row_arrives(open_page, laid, crosswalk):
    side = laid[crosswalk]
    tab = open_page(f"{crosswalk}.html", java_script_enabled=False)
    ids = set(tab.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)"))

    assert set(anchors(row.id for row in side.rows).values()) <= ids


def test_old_addresses_of_other_places_go_on_to_the_evidence(open_page):
    for old in ("definition.html#grid", "definition.html?answer=left%3Apartly#rows", "measures.html#parts"):
        tab = open_page(old)
        tab.wait_for_url(re.compile(r"-rows\.html"))
        assert tab.url.endswith(old.partition(".html")[2])


def test_a_row_leads_to_its_evidence_and_back(open_page):
    tab = open_page("definition.html")
    anchor = tab.locator("tbody tr[id]").first.get_attribute("id")
    tab.locator("tbody tr[id]").first.get_by_role("link", name="Evidence").click()

    assert tab.url.endswith(f"definition-rows.html#{anchor}")
    assert tab.locator(f"[id='{anchor}']").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_pointing_at_a_box_dims_the_other_lines(open_page):
    tab = open_page("definition.html")
    tab.locator(".fig .left a").first.focus()
    seen = tab.evaluate(
        "[...document.querySelectorAll('.fig .lk')].map((one) => getComputedStyle(one).opacity)"
    )
    tab.wait_for_timeout(200)
    seen = tab.evaluate(
        "[...document.querySelectorAll('.fig .lk')].map((one) => Number(getComputedStyle(one).opacity))"
    )

    assert min(seen) < 0.3
    assert max(seen) == 1


def test_filters_narrow_count_and_stay_in_the_address(open_page):
    tab = open_page("provisions.html")
    every = tab.locator(".requirement").count()
    tab.get_by_label("Who must act").select_option(index=1)
    left = tab.locator(".requirement:not([hidden])").count()

    assert 0 < left < every
    assert f"{left} of {every} requirements shown" == tab.locator("#shown").inner_text()
    assert "actor=" in tab.url
    again = open_page(tab.url.rpartition("/")[2])
    assert left == again.locator(".requirement:not([hidden])").count()


@pytest.mark.parametrize("name", NAMES)
def test_without_script_every_line_is_there(open_page, name):
    with_script = open_page(f"{name}.html").locator("tbody tr, .findings li").count()
    tab = open_page(f"{name}.html", java_script_enabled=False)

    assert with_script == tab.locator("tbody tr, .findings li").count() > 0
    assert all(one.is_visible() for one in tab.locator("tbody tr, .findings li").all()[:40])


@pytest.mark.parametrize("name", NAMES)
def test_forced_colours_keep_every_mark(open_page, name):
    tab = open_page(f"{name}.html", forced_colors="active")

    assert tab.evaluate(OVERFLOWING) <= 0
    assert all(
        box["width"] > 5 for box in (one.bounding_box() for one in tab.locator("svg.mk:visible").all()[:20])
    )


def test_each_finding_leads_to_its_proof(open_page, folder):
    tab = open_page("index.html")
    links = [one.get_attribute("href") for one in tab.locator(".findings b a").all()]
    pages = [one.get_attribute("href") for one in tab.locator(".findings .about a").all()]

    assert 1 <= len(links) <= 5
    assert pages == [href.partition("#")[0] for href in links]
    for href in links:
        page, _, anchor = href.partition("#")
        text = (folder / page).read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in text, href


def test_two_thousand_rows_open_quickly(browser, tmp_path):
    import time

    from crosswalk.report.site import site
    from tests import odd_comparison

    for name, text in site([odd_comparison.comparison(2000, 60, groups=12)], version="0.0.0").items():
        (tmp_path / name).write_text(text, "utf-8")
    for name in ("odd.html", "odd-lines-1.html", "odd-rows-1.html"):
        tab = browser.new_page()
        began = time.monotonic()
        tab.goto((tmp_path / name).as_uri(), wait_until="load")
        assert time.monotonic() - began < 3, name
        tab.close()


@pytest.mark.parametrize("kind", ["definition", "measures", "provisions"])
def test_odd_content_never_scrolls_sideways_nor_runs(browser, tmp_path, kind):
    from crosswalk.report.site import site
    from tests import odd_comparison

    pages = site([odd_comparison.comparison(40, 40, rivals=2, kind=kind)], version="0.0.0")
    for name, text in pages.items():
        (tmp_path / name).write_text(text, "utf-8")
    for name in ("odd.html", "odd-rows.html", "index.html", "gaps.html", "graph.html"):
        tab = browser.new_page()
        said = []
        tab.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
        tab.goto((tmp_path / name).as_uri())
        for width in (1280, 390, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate(OVERFLOWING) <= 0, (name, width)
        assert said == []
        tab.close()
