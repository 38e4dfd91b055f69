"""Review on the page itself, in a real browser: by keyboard alone, after a reload, without a store, and back into the ledger."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.corpus import Corpus
from crosswalk.report.site import site
from crosswalk.review.decisions_file import HEAD, ROW, read_marks
from crosswalk.review.workbook import bring, known_alone
from tests import sample_review
from tests.browser import keyboard_decisions

pytestmark = pytest.mark.browser

press = keyboard_decisions.press
OVERFLOWING = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const head = document.querySelector('.sides > thead th').getBoundingClientRect();
  const bar = document.getElementById('review-bar').getBoundingClientRect(), inRow = !!one.closest('.row');
  const under = inRow && ((head.top <= 0 && box.bottom <= head.bottom && box.top >= 0) || box.top >= bar.top);
  return {body: one === document.body, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
          shown: box.bottom > 0 && box.top < innerHeight && !under, row: inRow && one.closest('.row').rowIndex,
          words: one.textContent.trim().slice(0, 60), tag: one.outerHTML.slice(0, 80)};
}"""
NO_STORE = """Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"""


def moved(side, sentence="", text=""):
    """The same crosswalk a day later: the second row is reworded, and the third right text changed."""
    rows = list(side.rows)
    if sentence:
        rows[1] = replace(rows[1], sentence=sentence)
    provs = [replace(one, text=text) if text and one.id == "G-2" else one for one in side.right]
    right = Corpus(side.right.source, tuple(provs))
    return replace(side, rows=tuple(rows), right=right, whole_right=right)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The page of forty pairs, and its copy of another day under another name."""
    where = tmp_path_factory.mktemp("review")
    side = sample_review.side(40)
    for name, one in (("herbs", side), ("later", moved(side, "Both now ask for ink.", "Jar label, blue."))):
        (where / f"{name}.html").write_text(site([one], version="1.0")["herbs-rows.html"], "utf-8")
    return where


@pytest.fixture
def sit(browser, folder):
    """`sit()` opens the page in review mode; `sit(start=False)` leaves it as a reader finds it."""
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


def own(tab, number):
    return tab.locator(".row").nth(number - 1).locator(".own")


TURNS = (
    ("a", keyboard_decisions.ACCEPTED),
    ("r", keyboard_decisions.REJECTED),
    ("u", keyboard_decisions.UNSURE),
    (("3", "Escape", "j"), keyboard_decisions.NARROWED),
    (
        ("7", keyboard_decisions.JARS, "Escape", "n", keyboard_decisions.NOTE, "Escape", "a"),
        keyboard_decisions.OPPOSED,
    ),
    (("m", keyboard_decisions.COMMENT, "Escape", "j"), None),
)


def test_thirty_rows_by_keyboard_alone_and_into_the_ledger(sit, tmp_path):
    """Accept, reject, unsure, another relation, a sentence, a note, a comment: then the file does exactly that."""
    tab = sit()
    wanted = {}
    for number, row in enumerate(sample_review.side(40).rows[:30]):
        focus = tab.evaluate(FOCUS)
        assert ("solid", True) == (focus["outline"], focus["shown"]), focus
        assert focus["words"].startswith(f"{number + 1}. "), focus
        keys, outcome = TURNS[number % len(TURNS)]
        if outcome:
            wanted[row.left, row.right] = outcome
        press(tab, *keys)
    assert "30 of 54 looked at · 25 decided · 5 comments" == tally(tab)
    data, name = saved(tab, "Shift+S")

    assert "herbs-decisions-reviewer-a.json" == name
    assert (list(HEAD), [list(ROW)] * 30) == (
        list(json.loads(data)),
        [list(row) for row in json.loads(data)["rows"]],
    )
    table, marks = sample_review.table(tmp_path, 40), read_marks(data, name)
    found = bring(table.ground, known_alone(table.ground, marks.sheet), by=marks.reviewer, date=marks.date)
    assert (25, (), ()) == (len(found.changed), found.refused, found.conflicts)
    keyboard_decisions.assert_decided(read_mappings(table.ground.path), wanted)
    assert 5 == sum(edit.comment == keyboard_decisions.COMMENT for edit in marks.sheet.edits)
    assert tab.faults == []
    assert all(address.startswith(("file:", "data:", "blob:")) for address in tab.asked)


MARK = """(asked) => {
  document.querySelector('[data-act=clear]').click();
  for (const [number, said] of asked) {
    const own = document.querySelectorAll('.own')[number];
    if (said.verdict !== 'corrected') own.querySelector('[data-verdict=' + said.verdict + ']').click();
    for (const name of ['relation', 'sentence', 'note', 'comment']) if (said[name]) {
      const field = own.querySelector('[name=' + name + ']');
      field.value = said[name];
      field.dispatchEvent(new Event('input', {bubbles: true}));
    }
  }
}"""
WORDS = st.text(
    # A browser takes U+FEFF for white space, which it trims; Python does not.
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"
    ),
    max_size=30,
).map(lambda words: " ".join(words.split()))
SAID = st.one_of(
    st.fixed_dictionaries(
        {"verdict": st.sampled_from(["confirmed", "rejected", "unsure"]), "note": WORDS, "comment": WORDS}
    ),
    st.fixed_dictionaries({"verdict": st.just("seen"), "comment": WORDS}),
    st.fixed_dictionaries(
        {
            "verdict": st.just("corrected"),
            "relation": st.sampled_from(["equal", "superset-of", "contrary"]),
            "sentence": WORDS.filter(bool),
        }
    ),
)


def test_whatever_rows_are_marked_exactly_these_change(sit, tmp_path_factory):
    """Marks on the page, the file it saves, and the ledger say the same, and nothing else is touched."""
    tab = sit()
    pairs = [(row.left, row.right) for row in sample_review.side(40).rows][:20]

    @settings(max_examples=12, deadline=None)
    @given(st.dictionaries(st.integers(0, 19), SAID))
    def held(asked):
        tab.evaluate(MARK, list(asked.items()))
        told = {number: one for number, one in asked.items() if one["verdict"] != "seen" or one["comment"]}
        if not told:
            return
        table = sample_review.table(tmp_path_factory.mktemp("ledger"), 40)
        marks = read_marks(saved(tab)[0], "marks.json")
        found = bring(
            table.ground, known_alone(table.ground, marks.sheet), by=marks.reviewer, date=marks.date
        )
        assert ((), ()) == (found.refused, found.conflicts)
        assert {(edit.left, edit.right): edit.comment for edit in marks.sheet.edits} == {
            pairs[number]: one.get("comment", "") for number, one in told.items()
        }
        decided = {pairs[number]: one for number, one in told.items() if one["verdict"] != "seen"}
        rows = {m.pair: m for m in read_mappings(table.ground.path)} if decided else {}
        assert set(decided) == set(rows)
        for pair, one in decided.items():
            assert rows[pair].status == one["verdict"].replace("corrected", "confirmed")
            assert rows[pair].relation == one.get("relation", "intersects-with")
            assert one.get("sentence", "") in {"", rows[pair].sentence}
            assert one.get("note", "") == rows[pair].comment

    held()
    assert tab.faults == []


def test_marks_survive_a_reload_and_so_does_undo(sit):
    tab = sit()
    press(tab, "a", "r", "m")
    tab.keyboard.type("Half a wo")
    tab.reload()

    assert "3 of 54 looked at · 2 decided · 1 comment" == tally(tab)
    assert "Reviewer A" == tab.get_by_label("Your name", exact=True).input_value()
    expect(own(tab, 1).locator(".yours")).to_have_text("You accept it as Overlaps.")
    expect(own(tab, 2).get_by_role("button", name="Reject")).to_have_attribute("aria-pressed", "true")
    assert "Half a wo" == own(tab, 3).locator("[name=comment]").input_value()
    tab.get_by_role("button", name="Next open").click()
    for left, row in (
        ("2 of 54 looked at · 2 decided", 3),
        ("1 of 54 looked at · 1 decided", 2),
        ("0 of 54", 1),
    ):
        press(tab, "z")
        expect(tab.locator(".review-tally span")).to_contain_text(left)
        assert tab.evaluate(FOCUS)["words"].startswith(f"{row}. ")
    expect(tab.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_button_pressed_again_takes_its_verdict_back_and_never_moves_the_reader(sit):
    tab = sit()
    accept = own(tab, 5).get_by_role("button", name="Accept")
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "true")
    expect(accept).to_be_focused()
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "false")

    assert tally(tab).startswith("0 of 54")


def test_a_correction_needs_a_relation_and_a_sentence_and_is_left_out_until_it_has_both(sit):
    tab = sit()
    press(tab, "c")
    expect(own(tab, 1).locator("select")).to_be_focused()
    expect(own(tab, 1).locator(".yours")).to_contain_text("choose another relation or write another sentence")
    own(tab, 1).locator("select").select_option("contrary")
    expect(own(tab, 1).locator(".yours")).to_contain_text("write a sentence that says why")
    own(tab, 2).get_by_role("button", name="Accept").click()
    data, _ = saved(tab)
    assert ["confirmed"] == list(verdicts(data).values())
    expect(tab.locator(".review-told")).to_contain_text(
        "Left out, 1 row: row 1: not complete: write a sentence that says why."
    )

    own(tab, 1).locator("[name=sentence]").fill("They cannot both be met.")
    row = json.loads(saved(tab)[0])["rows"][0]
    assert ("corrected", "contrary", None, "They cannot both be met.") == tuple(
        row[name] for name in ("verdict", "relation", "strength", "sentence")
    )


def test_what_is_written_without_a_verdict_is_named_and_counted_when_it_is_left_out(sit):
    tab = sit()
    told = tab.locator(".review-told")
    own(tab, 7).locator("summary").click()
    own(tab, 7).locator("[name=note]").fill("Ask the board.")
    expect(own(tab, 7).locator(".yours")).to_contain_text("A note without a verdict is not saved")
    assert "0 of 54 looked at · 0 decided · 1 to finish" == tally(tab)
    tab.get_by_role("button", name="Save decisions file").click()
    expect(told).to_have_text("Nothing to save yet. Left out, 1 row: row 7: a note without a verdict.")
    own(tab, 2).get_by_role("button", name="Skip").click()
    own(tab, 2).locator("summary").click()
    own(tab, 2).locator("[name=sentence]").fill("Both ask for jars and ink.")
    own(tab, 2).get_by_role("button", name="Skip").click()
    own(tab, 3).get_by_role("button", name="Accept").click()

    assert [("4/2", "G-2")] == list(verdicts(saved(tab)[0]))
    expect(told).to_contain_text(
        "Left out, 2 rows: row 2: a sentence without a verdict; row 7: a note without a verdict."
    )
    own(tab, 7).get_by_role("button", name="Accept").click()
    expect(told).to_be_hidden()
    assert "Ask the board." == json.loads(saved(tab)[0])["rows"][1]["note"]


def test_nothing_marked_is_said_where_it_can_be_seen(sit):
    tab = sit(by="")
    tab.get_by_role("button", name="Save decisions file").click()
    expect(tab.locator(".review-told")).to_be_visible()
    expect(tab.locator(".review-told")).to_have_text("Nothing is marked yet, so there is nothing to save.")


def test_letters_meant_as_keys_never_become_a_name(sit):
    tab = sit(start=False)
    tab.get_by_role("button", name="Review on this page").click()
    name, shown = tab.get_by_label("Your name", exact=True), tab.locator(".review-as")
    press(tab, "a", "r")
    expect(name).to_have_value("")
    expect(shown).to_have_text("No name given yet")
    name.fill("Reviewer A")
    expect(shown).to_have_text("Saving as Reviewer A")
    press(tab, "Escape", "a")
    expect(name).not_to_be_focused()
    expect(name).to_have_value("Reviewer A")
    assert tally(tab).startswith("0 of 54")
    name.press("Enter")
    assert tab.evaluate(FOCUS)["words"].startswith("1. ")
    press(tab, "a")
    assert tally(tab).startswith("1 of 54")
    expect(name).to_have_value("Reviewer A")


def test_the_help_opens_from_anywhere_and_escape_goes_back_to_the_row(sit):
    tab = sit()
    help_, summary = tab.locator(".review-help"), tab.locator(".review-help summary")
    press(tab, "j", "?")
    expect(summary).to_be_focused()
    for words in ("Keys work inside a row", "go on to the next open row by themselves"):
        expect(help_).to_contain_text(words)
    press(tab, "?", "Escape")
    assert tab.evaluate(FOCUS)["words"].startswith("2. ")
    expect(help_).not_to_have_attribute("open", "")

    summary.focus()
    press(tab, "?")
    expect(help_).to_have_attribute("open", "")
    press(tab, "Escape")
    tab.evaluate("document.activeElement.blur()")
    press(tab, "?")
    expect(help_).to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_on_a_narrow_screen_the_bar_stays_low_after_saving(sit):
    tab = sit(width=320)
    tab.set_viewport_size({"width": 320, "height": 640})
    press(tab, "a", "r", "u")
    for number in range(5, 12):
        own(tab, number).locator("summary").click()
        own(tab, number).locator("[name=note]").fill("Ask.")
    saved(tab)

    expect(tab.locator(".review-told")).to_contain_text("row 11: a note without a verdict")
    assert tab.locator("#review-bar").bounding_box()["height"] <= 0.15 * 640
    assert tab.evaluate(OVERFLOWING) <= 0


def test_a_sentence_that_a_person_typed_is_never_replaced(sit):
    tab = sit()
    sentence = own(tab, 2).locator("[name=sentence]")
    press(tab, "j", "1")
    expect(sentence).to_have_value("The Law and the Code ask for the same thing.")
    own(tab, 2).locator("select").select_option("contrary")
    expect(sentence).to_have_value("")
    own(tab, 2).locator("select").select_option("equal")
    press(tab, "Escape", "e")
    tab.keyboard.type(" Truly.")
    own(tab, 2).locator("select").select_option("subset-of")

    expect(sentence).to_have_value("The Law and the Code ask for the same thing. Truly.")


def test_a_gap_is_accepted_only_in_words_and_never_rejected(sit):
    tab = sit()
    gap = tab.locator(".row[data-side=left] .own")
    assert not gap.get_by_role("button", name="Reject").is_visible()
    gap.get_by_role("button", name="Accept").click()
    expect(gap.locator(".yours")).to_contain_text("write a sentence that says why")
    gap.locator("summary").click()
    gap.locator("[name=sentence]").fill("Nobody weighs at noon.")

    assert {("4/gap", ""): "confirmed"} == verdicts(saved(tab)[0])


def test_only_a_signed_file_is_saved(sit):
    tab = sit(by="")
    press(tab, "a")
    for name, words in (("", "Give your name first"), ("A|B", "without a bar")):
        tab.get_by_label("Your name", exact=True).fill(name)
        tab.get_by_role("button", name="Save decisions file").click()
        expect(tab.locator("#review-missing")).to_contain_text(words)
        expect(tab.get_by_label("Your name", exact=True)).to_be_focused()
    tab.get_by_label("Your name", exact=True).fill("  Reviewer   A ")
    tab.get_by_label("You speak for").fill("Growers’ union")
    head = json.loads(saved(tab)[0])

    assert ("Reviewer A", "Growers’ union") == (head["reviewer"], head["role"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head["date"])


def test_without_a_store_the_page_says_so_keeps_marks_in_memory_and_warns_before_they_are_lost(sit):
    tab = sit(script=NO_STORE)
    expect(tab.locator(".review-store")).to_contain_text("This browser keeps nothing for this page")
    press(tab, "a", "a", "z", "r")
    assert ["confirmed", "rejected"] == list(verdicts(saved(tab)[0]).values())
    tab.reload()
    assert [] == tab.dialogs
    assert tab.locator(".own").count() == 0

    tab.get_by_role("button", name="Review on this page").click()
    tab.get_by_role("button", name="Next open").click()
    press(tab, "u")
    tab.reload()
    assert ["beforeunload"] == tab.dialogs
    assert tab.faults == []


def test_with_a_store_nobody_is_asked_before_leaving(sit):
    tab = sit()
    press(tab, "a")
    tab.reload()

    assert [] == tab.dialogs
    expect(tab.locator(".review-store")).to_have_text("")


def test_a_store_that_fills_up_is_told_at_once(sit):
    tab = sit(
        script="Storage.prototype.setItem = function (key, value) { if (value.length > 900) throw new DOMException('full', 'QuotaExceededError'); Reflect.apply(window.put, this, [key, value]); };".replace(
            "window.put", "put"
        ).replace(
            "Storage.prototype.setItem =",
            "const put = Storage.prototype.setItem; Storage.prototype.setItem =",
        )
    )
    press(tab, "a", "a", "a", "a")

    expect(tab.locator(".review-store")).to_contain_text("Save the decisions file")
    assert 4 == len(verdicts(saved(tab)[0]))


def test_marks_on_rows_that_changed_are_set_aside_and_shown_and_never_applied(sit):
    first = sit()
    press(first, "a", "r", "u")
    press(first, "m")
    first.keyboard.type("<img src=x onerror=alert(1)> stays")
    later = sit("later", start=False, context=first.context)
    expect(later.locator("#review-start")).to_contain_text("2 of 54 looked at. 2 marks set aside.")
    later.get_by_role("button", name="Review on this page").click()
    aside = later.locator(".review-aside")

    expect(aside.locator("summary")).to_contain_text("2 marks set aside")
    expect(aside.locator("li").nth(0)).to_contain_text(
        "You reject it; the row said “Overlaps”. Why it is here: the row was decided or reworded since."
    )
    expect(aside.locator("li").nth(1)).to_contain_text(
        "You are unsure; the row said “Overlaps”. Why it is here: the text on one side changed."
    )
    expect(own(later, 4).locator("[name=comment]")).to_have_value("<img src=x onerror=alert(1)> stays")
    assert {("4/0", "G-0"): "confirmed", ("4/3", "G-3"): ""} == verdicts(saved(later)[0])
    aside.get_by_role("button", name="Go to the row").first.click()
    assert later.evaluate(FOCUS)["words"].startswith("2. ")
    aside.get_by_role("button", name="Throw this mark away").first.click()
    later.reload()
    expect(aside.locator("li")).to_have_count(1)
    assert {("4/0", "G-0"), ("4/1", "G-1"), ("4/2", "G-2"), ("4/3", "G-3")} == set(verdicts(saved(first)[0]))
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
    if not tab.locator(".own").count():
        tab.get_by_role("button", name="Review on this page").click()
    tab.get_by_role("button", name="Next open").click()
    press(tab, "z", "z", "z", "z")
    tab.get_by_role("button", name="Next open").click()
    press(tab, "a")

    assert tally(tab).startswith("1 of 54")
    assert tab.faults == []


def test_a_stored_mark_with_another_digest_or_unknown_words_is_not_applied(sit):
    tab = sit()
    press(tab, "a", "r", "u")
    tab.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((one) => one.startsWith('crosswalk-review:'));
          const state = JSON.parse(localStorage.getItem(key)), marks = Object.values(state.marks);
          marks[0].digest = 'ffffffffffff';
          marks[1].verdict = '<b>confirmed';
          marks[2].relation = 'x]';
          localStorage.setItem(key, JSON.stringify(state));
        }"""
    )
    tab.reload()

    assert tally(tab).startswith("0 of 54")
    expect(tab.locator(".review-aside li")).to_have_count(1)
    assert tab.faults == []


def test_two_windows_on_one_page_keep_each_others_marks(sit):
    one = sit()
    two = sit(start=False, context=one.context)
    own(one, 1).get_by_role("button", name="Accept").click()
    own(two, 2).get_by_role("button", name="Reject").click()
    own(one, 3).get_by_role("button", name="Unsure").click()

    expect(two.locator(".review-tally span")).to_contain_text("3 of 54 looked at")
    expect(one.locator(".review-tally span")).to_contain_text("3 of 54 looked at")
    assert ["confirmed", "rejected", "unsure"] == list(verdicts(saved(two)[0]).values())


def test_rows_not_looked_at_can_be_filtered_out_and_found(sit):
    tab = sit()
    press(tab, "a", "s", "r")
    tab.get_by_label("Your marks").select_option("open")
    assert tab.locator(".row:visible").count() == 51
    tab.get_by_label("Find").fill("unsure")
    assert tab.locator("#shown").inner_text().startswith("0 of")
    tab.get_by_role("button", name="Clear").click()
    tab.get_by_label("Your marks").select_option("looked")
    expect(tab.locator(".row:visible")).to_have_count(3)
    assert [True, False, True] == [
        key in verdicts(saved(tab)[0]) for key in (("4/0", "G-0"), ("4/1", "G-1"), ("4/2", "G-2"))
    ]


def test_keys_are_letters_in_fields_nothing_outside_a_row_and_can_be_switched_off(sit):
    tab = sit()
    press(tab, "e")
    tab.keyboard.type("aruszjk1?")
    assert own(tab, 1).locator("[name=sentence]").input_value().endswith("aruszjk1?")
    tab.get_by_label("Your name", exact=True).focus()
    press(tab, "a", "r")
    tab.get_by_role("link", name="Method").first.focus()
    press(tab, "a", "r", "u")
    assert tally(tab).startswith("0 of 54")

    tab.locator(".review-help summary").click()
    tab.get_by_role("button", name="Single keys").click()
    tab.get_by_role("button", name="Next open").click()
    press(tab, "a", "r")
    assert tally(tab).startswith("0 of 54")
    assert not tab.locator("kbd").first.is_visible()
    own(tab, 1).get_by_role("button", name="Accept").press("Enter")
    assert tally(tab).startswith("1 of 54")


def test_all_marks_can_be_taken_back_and_brought_again_and_the_mode_left(sit):
    tab = sit()
    press(tab, "a", "a", "r", "?")
    expect(tab.locator(".review-help summary")).to_be_focused()
    tab.get_by_role("button", name="Take back all my marks").click()
    assert tally(tab).startswith("0 of 54")
    tab.get_by_role("button", name="Undo").click()
    assert tally(tab).startswith("3 of 54")
    tab.get_by_role("button", name="Leave review mode").click()
    expect(tab.get_by_role("button", name="Review on this page")).to_be_focused()

    assert tab.locator(".own").count() == 0
    tab.reload()
    assert tab.locator(".own").count() == 0
    tab.get_by_role("button", name="Review on this page").click()
    assert tally(tab).startswith("3 of 54")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_violation_in_review_mode_and_nothing_scrolls_sideways(sit, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    first = sit(width=width, scheme=scheme, bypass_csp=True)
    press(first, "a", "r", "u")
    tab = sit("later", start=False, context=first.context)
    tab.get_by_role("button", name="Review on this page").click()
    tab.get_by_role("button", name="Next open").click()
    press(tab, "c", "Escape", "j", "m")
    tab.keyboard.type("Who prints it?")
    tab.evaluate(
        """() => {
          document.querySelectorAll('details').forEach((one) => { one.open = true; });
          Array.from(document.querySelectorAll('.row')).slice(8).forEach((row) => row.remove());
        }"""
    )
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]

    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
    assert tab.evaluate(OVERFLOWING) <= 0
    assert tab.faults == []


@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_always_visible_and_never_under_head_or_bar(sit, width):
    tab = sit(width=width)
    own(tab, 1).locator("summary").click()
    tab.get_by_label("Your name", exact=True).focus()
    seen = []
    for _ in range(60):
        press(tab, "Tab")
        seen.append(tab.evaluate(FOCUS))

    assert [] == [
        one for one in seen if one["body"] or one["outline"] == "none" or one["width"] < 1 or not one["shown"]
    ]


def test_without_script_and_on_paper_there_is_no_trace_of_it(sit, tmp_path):
    import pypdfium2

    plain = sit(start=False, java_script_enabled=False)
    for hidden in ("#review-start", "#review", "#review-bar"):
        assert not plain.locator(hidden).is_visible()
    assert plain.locator(".row:visible").count() == 54

    tab = sit()
    press(tab, "a", "m")
    tab.keyboard.type("Not on paper.")
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    words = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "page.pdf")
    )
    assert "Herb law" in words
    for told in ("Accept", "Your marks stay in this browser", "looked at", "Not on paper", "Save decisions"):
        assert told not in words


def test_a_reader_who_does_not_review_finds_the_page_as_it_was(sit):
    tab = sit(start=False)

    assert tab.locator(".own").count() == 0
    assert not tab.get_by_label("Your marks").is_visible()
    assert not tab.locator("#review-bar").is_visible()
    tab.get_by_label("How they relate").select_option("no-relationship")
    assert tab.locator(".row:visible").count() == 1
    press(tab, "a", "r")
    assert {} == tab.evaluate("() => ({...localStorage})")
