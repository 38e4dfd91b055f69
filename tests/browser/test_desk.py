"""The review desk in a real browser: by keyboard alone, after a reload, small, dark, and without script."""

import logging
import re
import threading
import time

import pytest
from playwright.sync_api import expect

from crosswalk.ledger.decide import standing
from crosswalk.ledger.sssom import read_mappings
from crosswalk.review.app import create_app
from crosswalk.review.crosswalk import key_of
from crosswalk.review.guard import Guard
from tests import sample_review
from tests.browser import keyboard_decisions

pytestmark = pytest.mark.browser

press = keyboard_decisions.press
OVERFLOWING = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one.matches('input[type=radio]') ? one.parentElement : one);
  const box = one.getBoundingClientRect(), bar = [...document.querySelectorAll('.decide-bar, .verdicts')].find((one) => getComputedStyle(one).position === 'sticky');
  const over = bar && !bar.contains(one) ? bar.getBoundingClientRect() : {top: 0, bottom: 0};
  const under = box.top >= over.top && box.bottom <= over.bottom;
  return {body: one === document.body, id: one.id, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
          shown: box.bottom > 0 && box.top < innerHeight && !under, tag: one.outerHTML.slice(0, 90)};
}"""


@pytest.fixture
def served(tmp_path):
    """`served(12)` puts a desk of so many pairs on a port; the desk and its guard."""
    from werkzeug.serving import make_server

    from crosswalk.review.server import _bound

    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    running = []

    def serve(number, person="Reviewer A"):
        desk = sample_review.desk(tmp_path, number, person)
        listening = _bound(0)
        guard = Guard(listening.getsockname()[1])
        server = make_server(
            "127.0.0.1", guard.port, create_app(desk, guard), threaded=True, fd=listening.fileno()
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread, listening))
        return desk, guard

    yield serve
    for server, thread, listening in running:
        server.shutdown()
        thread.join()
        server.server_close()
        listening.close()


@pytest.fixture
def sit(browser, served):
    """A browser that sits at a desk: `sit(12)`; `tab.at(path)` opens another page of it."""
    contexts = []

    def opened(number=12, *, person="Reviewer A", width=1280, scheme="light", **options):
        desk, guard = served(number, person)
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        context.route(re.compile(r"https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        tab = context.new_page()
        tab.faults, tab.asked, tab.desk = [], [], desk
        tab.on("pageerror", lambda error: tab.faults.append(str(error)))
        tab.on("dialog", lambda dialog: (tab.faults.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: tab.asked.append(request.url))
        base = guard.address.partition("/?")[0]
        tab.at = lambda path: tab.goto(base + path)
        tab.goto(guard.address)
        tab.at("/x/herbs/")
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.sssom.tsv"


def card(left, right):
    return f"/x/herbs/card/{key_of((left, right))}"


def pair_of(tab):
    key = tab.url.split("/card/")[1].split("?")[0]
    return tab.desk.table("herbs").pairs[key]


def settled(tab, words):
    expect(tab.locator("#said")).to_contain_text(words)
    expect(tab.locator("#topic")).to_be_focused()


TURNS = (
    (("4", "t", "a"), keyboard_decisions.ACCEPTED),
    ("r", keyboard_decisions.REJECTED),
    ("u", keyboard_decisions.UNSURE),
    (("3", "t", "a"), keyboard_decisions.NARROWED),
    (("7", "e", keyboard_decisions.JARS, "Escape", "a"), keyboard_decisions.OPPOSED),
    (("n", keyboard_decisions.NOTE, "Escape", "u"), keyboard_decisions.UNSURE),
)


def test_thirty_cards_by_keyboard_alone(sit, path):
    """Accept, reject, unsure, another relation, a sentence and a note: the hands never leave the keys."""
    tab = sit(40)
    tab.at("/x/herbs/?order=text")
    began = time.monotonic()
    wanted = {}
    for number in range(30):
        focus = tab.evaluate(FOCUS)
        assert ("topic", "solid", True) == (focus["id"], focus["outline"], focus["shown"])
        keys, outcome = TURNS[number % len(TURNS)]
        wanted[pair_of(tab)] = outcome
        press(tab, *keys)
        settled(tab, "Saved.")

    assert time.monotonic() - began < 600
    mappings = read_mappings(path)
    keyboard_decisions.assert_decided(mappings, wanted)
    assert 5 == sum(m.comment == keyboard_decisions.NOTE for m in mappings)
    assert tab.faults == []


def test_skip_next_previous_and_the_list_of_keys(sit, path):
    tab = sit()
    first, topic = pair_of(tab), tab.locator("#topic").inner_text()
    press(tab, "j")
    expect(tab.locator("#topic")).not_to_have_text(topic)
    expect(tab.locator("#topic")).to_be_focused()
    press(tab, "k")
    expect(tab.locator("#topic")).to_have_text(topic)
    expect(tab.locator("#topic")).to_be_focused()
    assert first == pair_of(tab)
    press(tab, "?")
    expect(tab.locator("#keys")).to_have_attribute("open", "")
    expect(tab.locator("#keys summary")).to_be_focused()
    press(tab, "s")
    settled(tab, "Skipped")
    assert first != pair_of(tab)
    assert not path.exists()


def test_undo_works_after_a_reload(sit, path):
    tab = sit()
    press(tab, "4", "t", "a")
    settled(tab, "Saved.")
    before, pair = path.read_bytes(), pair_of(tab)
    press(tab, "r")
    settled(tab, "Saved.")
    tab.reload()
    expect(tab.locator("#topic")).to_be_focused()
    press(tab, "z")
    settled(tab, "Taken back: rejected")

    assert pair == pair_of(tab)
    assert before == path.read_bytes()


def test_choosing_a_relation_shows_what_the_program_found_and_scrolls_nothing(sit):
    tab = sit()
    hidden = tab.locator(".after-choice").first
    expect(hidden).to_be_hidden()
    before = tab.evaluate("scrollY")
    press(tab, "4")
    expect(hidden).to_be_visible()
    expect(tab.locator("#sentence")).to_have_value("Both ask for a label.")

    assert before == tab.evaluate("scrollY")
    assert tab.locator("fieldset.relations").evaluate(
        "one => one.getBoundingClientRect().bottom <= innerHeight"
    )


def test_a_sentence_that_a_person_typed_is_never_replaced(sit):
    tab = sit()
    sentence = tab.locator("#sentence")
    press(tab, "1")
    expect(sentence).to_have_value("The Law and the Code ask for the same thing.")
    press(tab, "7")
    expect(sentence).to_have_value("")
    press(tab, "4")
    expect(sentence).to_have_value("Both ask for a label.")
    press(tab, "e")
    tab.keyboard.type(" Truly.")
    press(tab, "Escape", "1")

    expect(sentence).to_have_value("Both ask for a label. Truly.")


def test_keys_are_letters_in_text_and_nothing_outside_the_card(sit, path):
    tab = sit()
    tab.locator("#note").focus()
    tab.keyboard.type("ar uzsk1")
    expect(tab.locator("#note")).to_have_value("ar uzsk1")
    tab.get_by_role("link", name="Queue").focus()
    press(tab, "a", "r", "u")

    assert not path.exists()
    assert tab.locator("#card").is_visible()


def test_keys_can_be_switched_off(sit, path):
    tab = sit()
    assert tab.get_by_role("button", name=re.compile("^Accept")).locator("kbd").inner_text() == "A"
    press(tab, "?", "Tab")
    tab.get_by_role("button", name="Switch single keys off").press("Enter")
    expect(tab.get_by_role("button", name=re.compile("^Accept")).locator("kbd")).to_have_count(0)
    expect(tab.locator("#topic")).to_be_focused()
    press(tab, "a")
    tab.wait_for_timeout(200)
    assert not path.exists()
    tab.get_by_role("radio", name="Overlaps").check()
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name=re.compile("^Accept")).press("Enter")
    expect(tab.locator("#said")).to_contain_text("Saved.")


def test_the_source_opens_in_a_window_of_its_own(sit):
    tab = sit()
    with tab.context.expect_page() as opened:
        press(tab, "o")

    assert "https://example.org/herbs" in [
        *opened.value.evaluate("[location.href]"),
        opened.value.url,
        *tab.asked,
    ] or (opened.value.evaluate("opener") is None)
    assert "/card/" in tab.url


@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_always_visible_and_never_under_the_bar(sit, width):
    tab = sit(width=width)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    seen = []
    for _ in range(60):
        press(tab, "Tab")
        focus = tab.evaluate(FOCUS)
        if focus["body"]:
            break
        seen.append(focus)

    assert len(seen) > 20
    assert [] == [one for one in seen if one["outline"] == "none" or one["width"] < 1 or not one["shown"]]


PAGES = {
    "card": "/x/herbs/card/" + key_of(("4/3", "G-3")),
    "hostile": "/x/herbs/card/" + key_of(("4/0", "G-0")),
    "gap": "/x/herbs/card/" + key_of(("4/gap", "")),
    "start": "/",
    "queue": "/x/herbs/queue?show=all",
    "summary": "/x/herbs/summary",
    "comments": "/x/herbs/comments",
    "same": "/x/herbs/same",
}


def lay_out(tab, tmp_path):
    """A decision, a comment with an answer, and one without, so that every page has something to show."""
    from crosswalk.ledger.comments import add_comments, answer_comment
    from crosswalk.model.comment import Comment

    tab.at(card("4/3", "G-3"))
    press(tab, "4", "t", "a")
    settled(tab, "Saved.")
    said = [
        Comment("herbs", "4/3", "G-3", name, "Union", "2026-03-04", "Who prints it?")
        for name in ("Visitor D", "Visitor Z")
    ]
    file = tmp_path / "mappings" / "herbs.comments.tsv"
    add_comments(file, said)
    answer_comment(file, said[0].id, "The grower.", by="Reviewer A", date="2026-03-05")


def violations(tab):
    from axe_playwright_python.sync_playwright import Axe

    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(sit, tmp_path, width, scheme):
    tab = sit(width=width, scheme=scheme, bypass_csp=True)
    lay_out(tab, tmp_path)
    for name, address in PAGES.items():
        tab.at(address)
        assert violations(tab) == [], name
        assert tab.evaluate(OVERFLOWING) <= 0, name
    assert tab.faults == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_form_sent_back_and_two_readings_are_accessible_too(sit, served, width):
    tab = sit(width=width, bypass_csp=True)
    pair = pair_of(tab)
    press(tab, "7", "a")
    expect(tab.locator("#missing")).to_contain_text("Say in a sentence of your own")
    expect(tab.locator("#sentence")).to_be_focused()
    assert violations(tab) == []

    other = (
        sample_review.desk(tab.desk.table("herbs").ground.path.parents[1], 12, "Reviewer B")
        .table("herbs")
        .ground
    )
    from crosswalk.services.decide import parse_decision, take_decision

    take_decision(other, parse_decision(pair, "rejected", "Reviewer B", "2026-03-04"))
    tab.keyboard.type("They cannot both be met.")
    press(tab, "Escape", "a")
    expect(tab.get_by_role("heading", name="Two readings of one pair")).to_be_visible()
    assert violations(tab) == []
    assert tab.evaluate(OVERFLOWING) <= 0
    tab.get_by_role("button", name="Agree with what is on file").press("Enter")
    expect(tab.locator("#said")).to_contain_text("Your name stands beside the first.")


def test_script_in_the_texts_never_runs_and_nothing_leaves(sit):
    tab = sit()
    tab.at(PAGES["hostile"])
    assert "<script>alert('x')</script>" in tab.locator("blockquote.words").first.inner_text()
    press(tab, "4", "t", "a")
    settled(tab, "Saved.")
    tab.at("/x/herbs/summary")

    assert tab.faults == []
    assert all(address.startswith(("http://127.0.0.1:", "data:")) for address in tab.asked)
    assert "TypeError" == tab.evaluate(
        "fetch('https://example.org/').then(() => 'sent', (error) => error.name)"
    )


def test_without_script_every_verdict_works_by_form(sit, path):
    tab = sit(java_script_enabled=False)
    pair = pair_of(tab)
    tab.get_by_role("radio", name="Same").check()
    tab.locator("#sentence").fill("They are one.")
    tab.get_by_role("button", name=re.compile("^Accept")).click()
    assert "Saved. Accepted as Same." == tab.locator("#said").inner_text()
    assert "They are one." == standing(read_mappings(path), pair).sentence
    tab.get_by_role("button", name="Undo").click()
    assert pair == pair_of(tab)
    assert standing(read_mappings(path), pair) is None
    tab.get_by_role("button", name="Reject").click()
    tab.locator(".add-comment summary").click()
    tab.get_by_label("Name").fill("Visitor D")
    tab.get_by_role("textbox", name="Comment", exact=True).fill("Why?")
    tab.get_by_role("button", name="Leave the comment").click()

    assert "Comment kept." == tab.locator("#said").inner_text()
    assert "Visitor D" in tab.locator(".comment").inner_text()
