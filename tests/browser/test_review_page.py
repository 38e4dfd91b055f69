"""Review on a page without a server, in a real browser: after a reload, without a store, and back into the ledger."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.corpus import Corpus
from crosswalk.report.site import site
from crosswalk.review.decisions_file import HEAD, OPTIONAL, ROW, read_marks
from crosswalk.review.workbook import settle_edits, without_unknown
from tests import sample_review
from tests.browser import keyboard_decisions
from tests.browser.chromium import OVERFLOWING, SCREENS
from tests.browser.test_desk import FOCUS, TURNS, pair_of, violations

pytestmark = pytest.mark.browser

press = keyboard_decisions.press
NO_STORE = """Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"""
FULL_STORE = """const put = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {
  if (value.length > 900) throw new DOMException('full', 'QuotaExceededError'); Reflect.apply(put, this, [key, value]); };"""


def moved(side):
    """The same crosswalk a day later: the second row is reworded, and the third right text changed."""
    rows = list(side.rows)
    rows[1] = replace(rows[1], sentence="Both now ask for ink.")
    provs = [replace(one, text="Jar label, blue.") if one.id == "G-2" else one for one in side.right]
    right = Corpus(side.right.source, tuple(provs))
    return replace(side, rows=tuple(rows), right=right, whole_right=right)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The page of forty pairs, and its copy of another day under another name."""
    where = tmp_path_factory.mktemp("review")
    side = sample_review.side(40)
    for name, one in (("herbs", side), ("later", moved(side))):
        (where / f"{name}.html").write_text(site([one], version="1.0")["herbs.html"], "utf-8")
    return where


@pytest.fixture
def sit(browser, folder):
    """`sit()` opens the page in review mode, in the order of the text; `sit(start=False)` leaves it as a reader finds it."""
    contexts = []

    def opened(
        name="herbs",
        *,
        start=True,
        by="Reviewer A",
        width=1280,
        scheme="light",
        context=None,
        script="",
        **options,
    ):
        context = context or browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True, **options
        )
        contexts.append(context)
        tab = context.new_page()
        if script:
            tab.add_init_script(script)
        tab.faults, tab.asked, tab.dialogs = [], [], []
        tab.on("pageerror", lambda error: tab.faults.append(str(error)))
        tab.on("console", lambda said: tab.faults.append(said.text) if said.type == "error" else None)
        tab.on("dialog", lambda dialog: (tab.dialogs.append(dialog.type), dialog.accept()))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(f"{folder.as_uri()}/{name}.html")
        if start:
            tab.get_by_role("button", name="Review on this page").click()
            tab.locator("[name=order]").select_option("text")
            if by:
                tab.get_by_label("Your name", exact=True).fill(by)
            tab.get_by_role("button", name="Next open").click()
        return tab

    yield opened
    for context in contexts:
        context.close()


def saved(tab, key=""):
    """Press Save, or its key, and read the file that comes."""
    with tab.expect_download() as coming:
        if key:
            press(tab, key)
        else:
            tab.get_by_role("button", name="Save decisions file").click()
    return Path(coming.value.path()).read_bytes(), coming.value.suggested_filename


def verdicts(data):
    return {(row["left"], row["right"]): row["verdict"] for row in json.loads(data)["rows"]}


def tally(tab):
    return tab.locator(".review-tally span").inner_text()


def test_thirty_rows_by_keyboard_alone_and_into_the_ledger(sit, tmp_path):
    """Accept, reject, unsure, another relation, a sentence, a note, a comment: then the file does exactly that."""
    tab = sit()
    pairs = [("4/0", "G-0"), *((f"4/{n}", f"G-{n}") for n in (1, 2)), ("4/3", "G-3"), ("4/3", "G-2")]
    wanted = {}
    for number in range(30):
        focus = tab.evaluate(FOCUS)
        assert ("card-title", "solid", True) == (focus["id"], focus["outline"], focus["shown"]), focus
        data = json.loads(tab.evaluate("document.getElementById('review-data').content.textContent"))
        row = data["rows"][number]
        keys, outcome = TURNS[number % len(TURNS)]
        wanted[row["left"], row["right"]] = outcome
        press(tab, *keys)
    assert set(pairs) <= set(wanted)
    assert "30 decided, 24 left" == tally(tab)
    data, name = saved(tab, "Shift+S")

    assert "herbs-decisions-reviewer-a.json" == name
    assert (list(HEAD), [[*ROW, *OPTIONAL]] * 30) == (
        list(json.loads(data)),
        [list(row) for row in json.loads(data)["rows"]],
    )
    table, marks = sample_review.table(tmp_path, 40), read_marks(data, name)
    found = settle_edits(
        table.context, without_unknown(table.context, marks.sheet), by=marks.reviewer, date=marks.date
    )
    assert (30, (), ()) == (len(found.changed), found.refused, found.conflicts)
    keyboard_decisions.assert_decided(read_mappings(table.context.path), wanted)
    assert tab.faults == []
    assert all(address.startswith(("file:", "data:", "blob:")) for address in tab.asked)


def test_decisions_survive_a_reload_and_so_does_undo(sit):
    tab = sit()
    press(tab, "r", "u", "m")
    tab.keyboard.type("Half a wo")
    tab.reload()

    assert "2 decided, 52 left · 1 comment" == tally(tab)
    assert "Reviewer A" == tab.get_by_label("Your name", exact=True).input_value()
    assert "text" == tab.locator("[name=order]").input_value()
    tab.get_by_role("button", name="Next open").click()
    expect(tab.locator("#card-comment")).to_have_value("Half a wo")
    for left, pair in ((2, ("4/2", "G-2")), (1, ("4/1", "G-1")), (0, None)):
        press(tab, "z")
        expect(tab.locator(".review-tally span")).to_contain_text(f"{left} decided")
        if pair:
            assert pair == pair_of(tab)
    expect(tab.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_verdict_pressed_again_is_taken_back(sit):
    tab = sit()
    press(tab, "r", "k")
    tab.locator("[name=view]").select_option("all")
    tab.locator(".own-state button").first.click()
    tab.locator("#card-title").focus()
    reject = tab.locator("[data-verdict=rejected]")
    expect(reject).to_have_attribute("aria-pressed", "true")
    reject.click()
    expect(reject).to_have_attribute("aria-pressed", "false")
    assert tally(tab).startswith("0 decided")


def test_what_is_entered_without_a_verdict_is_named_and_counted_when_it_is_left_out(sit):
    tab = sit()
    press(tab, "n")
    tab.keyboard.type("Ask the board.")
    assert "0 decided, 54 left · 1 to finish" == tally(tab)
    tab.get_by_role("button", name="Save decisions file").click()
    told = tab.locator(".review-told")
    expect(told).to_contain_text("Nothing to save yet. Left out, 1 row:")
    expect(told).to_contain_text("a note without a verdict.")
    press(tab, "Escape")
    tab.locator("#card-title").focus()
    press(tab, "r")
    assert "Ask the board." == json.loads(saved(tab)[0])["rows"][0]["note"]


def test_nothing_decided_and_no_name_are_said(sit):
    tab = sit(by="")
    tab.get_by_role("button", name="Save decisions file").click()
    expect(tab.locator(".review-told")).to_have_text("Nothing is decided yet, so there is nothing to save.")
    tab.locator("#card-title").focus()
    press(tab, "r")
    for name, words in (("", "Give your name first"), ("A|B", "without a bar")):
        tab.get_by_label("Your name", exact=True).fill(name)
        tab.get_by_role("button", name="Save decisions file").click()
        expect(tab.locator("#review-missing")).to_contain_text(words)
        expect(tab.get_by_label("Your name", exact=True)).to_be_focused()
    tab.get_by_label("Your name", exact=True).fill("  Reviewer   A ")
    tab.get_by_label("Office or organization").fill("Growers’ union")
    head = json.loads(saved(tab)[0])

    assert ("Reviewer A", "Growers’ union") == (head["reviewer"], head["role"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head["date"])


def test_letters_meant_as_keys_never_become_a_name(sit):
    tab = sit(start=False)
    tab.get_by_role("button", name="Review on this page").click()
    press(tab, "a", "r")
    name = tab.get_by_label("Your name", exact=True)
    expect(name).to_have_value("")
    name.fill("Reviewer A")
    name.press("Enter")
    expect(tab.locator("#card-title")).to_be_focused()


def test_a_row_without_a_counterpart_is_accepted_only_in_words_and_never_rejected(sit):
    tab = sit()
    tab.locator("details.missing summary").last.click()
    tab.locator("#herbs-4-gap .own-state button").click()
    assert not tab.locator("[data-verdict=rejected]").is_visible()
    assert not tab.locator(".card-relations").is_visible()
    press(tab, "a")
    expect(tab.locator("#card-missing")).to_contain_text("Write a sentence of your own")
    tab.keyboard.type("Nobody weighs at noon.")
    press(tab, "Escape", "a")

    assert {("4/gap", ""): "confirmed"} == verdicts(saved(tab)[0])


def test_a_counterpart_that_is_not_listed_can_be_chosen(browser, tmp_path):
    side = sample_review.side(6)
    fewer = replace(side, rows=tuple(r for r in side.rows if (r.left, r.right) != ("4/3", "G-2")))
    (tmp_path / "page.html").write_text(site([fewer], version="1.0")["herbs.html"], "utf-8")
    context = browser.new_context(accept_downloads=True)
    tab = context.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    tab.get_by_role("button", name="Review on this page").click()
    tab.get_by_label("Your name", exact=True).fill("Reviewer A")
    tab.locator("#herbs-4-3-G-3").get_by_role("button", name="Review").click()
    expect(tab.locator(".card-rivals")).to_contain_text("Not listed by the program")
    press(tab, "c")
    tab.locator("#card-title").focus()
    press(tab, "4", "t", "a")

    data, _ = saved(tab)
    assert {("4/3", "G-2"): "confirmed"} == verdicts(data)
    table = sample_review.table(tmp_path, 6)
    marks = read_marks(data, "marks.json")
    found = settle_edits(
        table.context, without_unknown(table.context, marks.sheet), by=marks.reviewer, date=marks.date
    )
    assert (1, (), ()) == (len(found.changed), found.refused, found.conflicts)
    context.close()


@pytest.mark.parametrize("script", [NO_STORE, FULL_STORE])
def test_without_a_store_the_page_says_so_and_warns_before_decisions_are_lost(sit, script):
    tab = sit(script=script)
    press(tab, "r", "u", "r")
    expect(tab.locator(".review-store")).to_contain_text("This browser cannot store anything for this page")
    assert ["rejected", "unsure", "rejected"] == list(verdicts(saved(tab)[0]).values())
    tab.reload()
    assert [] == tab.dialogs


def test_decisions_on_rows_that_changed_are_set_aside_and_never_applied(sit):
    first = sit()
    press(first, "u", "r", "u", "m")
    first.keyboard.type("<img src=x onerror=alert(1)> stays")
    later = sit("later", start=False, context=first.context)
    expect(later.locator("#review-start")).to_contain_text("2 decisions set aside.")
    later.get_by_role("button", name="Review on this page").click()
    aside = later.locator(".review-aside")

    expect(aside.locator("li").nth(0)).to_contain_text("You reject it; the row said “Overlaps”.")
    expect(aside.locator("li").nth(0)).to_contain_text("Reason: the row was decided or reworded since.")
    expect(aside.locator("li").nth(1)).to_contain_text("Reason: the text on one side changed.")
    assert {("4/0", "G-0"): "unsure", ("4/3", "G-3"): ""} == verdicts(saved(later)[0])
    aside.get_by_role("button", name="Delete this decision").first.click()
    later.reload()
    expect(aside.locator("li")).to_have_count(1)
    assert later.faults == first.faults == []


@pytest.mark.parametrize(
    "junk",
    [
        "null",
        "{",
        "[]",
        '{"marks": 7, "past": {}, "aside": "x", "pages": null}',
        '{"open": true, "marks": {"a": null, "b": {"verdict": "confirmed"}, "c": []}, "past": [1, [2], [[3]], [["4/0\\u001fG-0", 5]]]}',
    ],
)
def test_a_store_that_somebody_else_wrote_breaks_nothing(sit, junk):
    tab = sit()
    tab.evaluate(
        "(junk) => { for (const key of Object.keys(localStorage)) localStorage.setItem(key, junk); }", junk
    )
    tab.reload()
    if tab.locator("#review-start").is_visible():
        tab.get_by_role("button", name="Review on this page").click()
    tab.get_by_role("button", name="Next open").click()
    press(tab, "z", "z", "r")

    assert tally(tab).startswith("1 decided")
    assert tab.faults == []


def test_two_windows_on_one_page_keep_each_others_decisions(sit):
    one = sit()
    two = sit(start=False, context=one.context)
    two.get_by_role("button", name="Next open").click()
    press(one, "r")
    expect(two.locator(".review-tally span")).to_contain_text("1 decided")
    press(two, "j", "u")
    expect(one.locator(".review-tally span")).to_contain_text("2 decided")

    assert 2 == len(verdicts(saved(two)[0]))


def test_all_decisions_can_be_removed_and_restored_and_the_mode_left(sit):
    tab = sit()
    press(tab, "r", "u", "r", "?")
    tab.get_by_role("button", name="Remove all my decisions").click()
    assert tally(tab).startswith("0 decided")
    tab.get_by_role("button", name="Undo").click()
    assert tally(tab).startswith("3 decided")
    tab.get_by_role("button", name="Leave review mode").click()
    expect(tab.get_by_role("button", name="Review on this page")).to_be_focused()
    assert 0 == tab.locator(".own-state, .review-card, .blind-line").count()
    tab.reload()
    tab.get_by_role("button", name="Review on this page").click()
    assert tally(tab).startswith("3 decided")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation_in_review_mode_and_nothing_scrolls_sideways(sit, width, scheme):
    tab = sit(width=width, scheme=scheme, bypass_csp=True)
    press(tab, "u", "4")
    tab.evaluate("Array.from(document.querySelectorAll('.topic')).slice(5).forEach((one) => one.remove())")

    assert violations(tab) == []
    assert tab.evaluate(OVERFLOWING) <= 0
    assert tab.locator("#review-bar").bounding_box()["height"] <= 0.15 * 900
    assert tab.faults == []


def test_without_script_and_on_paper_there_is_no_trace_of_it(sit, tmp_path):
    import pypdfium2

    plain = sit(start=False, java_script_enabled=False)
    for hidden in ("#review-start", "#review", "#review-bar"):
        assert not plain.locator(hidden).is_visible()
    assert (
        40
        == plain.locator(".requirement:visible").count()
        - plain.locator(".missing .requirement:visible").count()
    )

    tab = sit()
    press(tab, "u", "m")
    tab.keyboard.type("Not on paper.")
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    words = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "page.pdf")
    )
    assert "Herb law" in words
    for told in (
        "Accept",
        "Your decisions stay in this browser",
        "decided,",
        "Not on paper",
        "Save decisions",
    ):
        assert told not in words


def test_a_reader_who_does_not_review_finds_the_page_as_it_was(sit):
    tab = sit(start=False)

    assert 0 == tab.locator(".own-state").count()
    assert not tab.locator("#review-bar").is_visible()
    press(tab, "a", "r")
    assert {} == tab.evaluate("() => ({...localStorage})")
