"""Ten tasks of a reader who is no programmer, from the first page: at most three clicks to a fact that is in sight."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_CLICKS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory, built):
    """The shipped pages, written out."""
    where = tmp_path_factory.mktemp("tasks")
    for name, data in built.reports.items():
        (where / name).write_bytes(data)
    return where


@pytest.fixture
def reader(open_page):
    """A reader on the first page, who clicks and counts."""

    class Reader:
        def __init__(self):
            self.tab, self.clicks = open_page("index.html"), 0

        def click(self, target):
            target.click()
            self.clicks += 1
            assert self.clicks <= MOST_CLICKS
            return self

        def go(self, name):
            nav = self.tab.get_by_role("navigation", name="Pages")
            return self.click(nav.get_by_role("link", name=name, exact=True))

        def line(self, number):
            return self.tab.get_by_role("row").filter(
                has=self.tab.get_by_role("link", name=number, exact=True)
            )

        def sees(self, words):
            expect(self.tab.get_by_text(words).first).to_be_visible()

    return Reader()


def test_what_the_alliance_has_on_an_element_and_how_sure(reader):
    reader.go("Definition")
    line = reader.line("3(7)(D)")
    expect(line.locator(".rel b").first).to_be_visible()
    assert re.search(r"low|moderate|high", line.locator(".sure").first.inner_text())
    reader.sees(re.compile("cannot be relied on yet"))


def test_which_measures_differ_in_timing(reader):
    reader.go("Measures")
    reader.sees(re.compile(r"Of \d+ pairs of measures, \d+ states? a time on both sides, and both differ"))
    reader.sees(re.compile(r"In \d+ more only the meaning of “exit” is known to differ\."))
    summary = reader.tab.get_by_text(re.compile(r"All \d+ pairs that differ in timing"))
    reader.click(summary)
    named = reader.tab.locator("#timing li")
    assert named.count() == int(re.search(r"All (\d+) pairs", summary.inner_text())[1])
    expect(named.last).to_be_visible()
    drawn = reader.line("116(b)(2)(A)(i)(III)").locator("svg.times")
    expect(drawn).to_be_visible()
    assert re.search(r"quarter 2 after exit.*quarter 3 after exit", drawn.get_attribute("aria-label"))


def test_which_gaps_one_actor_must_close(reader):
    reader.go("Agenda")
    who = reader.tab.get_by_role("navigation", name="Who decides")
    reader.click(who.get_by_role("link", name="State board"))
    heading = reader.tab.get_by_role("heading", name=re.compile(r"^State board \d+ decisions?$"))
    expect(heading.first).to_be_in_viewport()
    assert heading.first.evaluate("one => !!one.parentElement.querySelector('.block .question')")
    assert "who=State+board" in reader.tab.url
    shown = reader.tab.locator(".decider:visible")
    assert {one.get_attribute("data-decider") for one in shown.all()} == {"State board"}
    told = re.match(r"State board: (\d+) of \d+ decisions", reader.tab.locator("#filtered").inner_text())
    assert int(told[1]) == reader.tab.locator(".block:visible").count()


def test_the_gaps_of_the_state_board_are_one_click_from_the_first_page(reader):
    told = reader.tab.get_by_role("link", name=re.compile(r"^Put \d+ decisions to the State board$"))
    number = int(told.inner_text().split()[1])
    reader.click(told)

    expect(reader.tab.locator(".block:visible")).to_have_count(number)
    reader.sees(re.compile(rf"State board: {number} of \d+ decisions shown"))


def test_every_text_to_check_is_one_click_from_the_first_page_and_counted_alike(reader):
    told = reader.tab.get_by_role("link", name=re.compile(r"^Check \d+ texts against the source$"))
    number = int(told.inner_text().split()[1])
    reader.click(told)

    reader.sees(f"Texts not checked yet: {number}")


def test_the_first_page_leads_to_what_one_actor_must_settle_without_script(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((folder / "index.html").as_uri())
    tab.get_by_role("link", name=re.compile("to the State board")).click()
    expect(tab.get_by_role("heading", name=re.compile("^State board")).first).to_be_in_viewport()
    context.close()


def test_what_changed_and_whether_it_matters(reader):
    reader.sees(
        "WIOA since July 19, 2016: laws amended 3 provisions, 2 only in a citation; 12 more differ only in print."
    )
    reader.sees("No row has been decided yet, and no draft rests on old words.")
    reader.click(reader.tab.get_by_role("link", name="See each change"))
    reader.sees("No row has been decided yet, and no draft rests on old words.")
    reader.sees("Nothing in the documents compared.")
    reader.sees(re.compile(r"Of the text of July 22, 2014, only 29 U\.S\.C\. 3102\(7\) is held"))
    reader.sees(
        re.compile("3225a and 29 U.S.C. 3228 were added to the same chapter but are not part of WIOA")
    )
    reader.sees(re.compile("Not compared:.*Perkins V.*Only one edition of each is here"))
    assert reader.tab.get_by_label("Editions and acts by date").get_by_role("listitem").count() >= 4


def test_two_pages_for_the_board(reader, tmp_path):
    import pypdfium2

    reader.go("Definition")
    printed = tmp_path / "definition.pdf"
    reader.tab.pdf(path=printed, prefer_css_page_size=True)
    assert len(pypdfium2.PdfDocument(printed)) <= 2


def test_the_pages_for_a_board_are_named_and_printed_by_a_button(reader):
    named = reader.tab.get_by_text("On paper for a board:").locator("..").get_by_role("link")
    assert named.all_inner_texts() == ["Definition", "Measures", "Provisions", "Agenda"]
    reader.click(named.first)
    reader.tab.evaluate("void (window.print = () => { window.printed = true; })")
    reader.click(reader.tab.get_by_role("button", name="Print / PDF"))

    assert reader.tab.evaluate("window.printed")


def test_one_row_is_sent_to_a_colleague(reader):
    reader.go("Definition")
    line = reader.line("3(7)(C)")
    line.hover()
    reader.click(line.get_by_role("button", name="Copy link"))
    expect(reader.tab.get_by_text("Link copied.")).to_be_attached()


def test_who_reviewed_this(reader):
    expect(reader.tab.locator(".dates b")).to_be_visible()
    reader.go("Method")
    reader.tab.get_by_role("heading", name="Who decided").scroll_into_view_if_needed()
    reader.sees(re.compile("drafted"))


def test_whether_the_law_asks_for_several_entry_points(reader):
    reader.go("Definition")
    alone = reader.tab.get_by_role("region", name="Only in the Alliance")
    expect(alone.get_by_role("listitem").filter(has_text="Multiple entry points").first).to_be_visible()
    expect(alone.get_by_role("heading", name=re.compile("Not found in WIOA"))).to_be_visible()


def test_the_measures_on_paper(reader, tmp_path):
    import pypdfium2

    reader.go("Measures")
    printed = tmp_path / "measures.pdf"
    reader.tab.pdf(path=printed, prefer_css_page_size=True)
    assert len(pypdfium2.PdfDocument(printed)) <= 2


def test_what_to_redo_when_guidance_changed(reader):
    reader.go("Changes")
    top = reader.tab.get_by_role("heading", name="What to do")
    assert top.evaluate("one => one.getBoundingClientRect().bottom < innerHeight")
    reader.click(reader.tab.get_by_role("link", name="see which rows rest on it"))
    letter = reader.tab.get_by_role("row").filter(has_text="RSA-TAC-24-02")
    expect(letter.get_by_text("RSA-TAC-22-02 of December 14, 2021")).to_be_visible()
    resting = reader.tab.get_by_role("row").filter(has_text="RSA-TAC-17-01")
    expect(resting.get_by_text(re.compile(r"Measures: \d+ rows"))).to_be_visible()
    expect(reader.tab.get_by_text("crosswalk update ID FILE --as-of DATE")).to_be_visible()


def test_texts_to_retrieve_are_named(reader):
    reader.click(reader.tab.get_by_role("link", name=re.compile(r"Retrieve \d+ texts")))
    block = reader.tab.locator(".block:target")
    expect(block).to_be_in_viewport()
    number = int(re.search(r"(\d+) not retrieved", block.inner_text())[1])
    assert number == block.get_by_role("listitem").filter(has=reader.tab.locator(".cite")).count()
