"""The review desk in a real browser: the side-by-side with its controls, by keyboard alone, small, dark, and without script."""

import logging
import re
import threading

import pytest
from playwright.sync_api import expect

from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import read_mappings
from crosswalk.review.server import Guard, create_app
from tests import sample_review
from tests.browser import keyboard_decisions
from tests.browser.chromium import OVERFLOWING, SCREENS

pytestmark = pytest.mark.browser

press = keyboard_decisions.press
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one.matches('input[type=radio]') ? one.parentElement : one);
  const box = (one.matches('input[type=radio]') ? one.parentElement : one).getBoundingClientRect();
  const bars = [...document.querySelectorAll('.review-bar, .card-decide, .card-verdicts, .compact thead')].filter((bar) => !bar.contains(one) && getComputedStyle(bar).position === 'sticky');
  const under = bars.some((bar) => { const over = bar.getBoundingClientRect(); return box.top >= over.top && box.bottom <= over.bottom; });
  return {body: one === document.body, id: one.id, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
          shown: box.bottom > 0 && box.top < innerHeight && !under, top: Math.round(box.top), tag: one.outerHTML.slice(0, 90)};
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

    def opened(number=12, *, person="Reviewer A", width=1280, height=900, scheme="light", **options):
        desk, guard = served(number, person)
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
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
        if options.get("java_script_enabled", True):
            expect(tab.locator("#card-title")).to_be_focused()
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.sssom.tsv"


def pair_of(tab):
    """The pair of the open card, by the names that its two texts have."""
    names = tab.locator(".card-text .cite b").all_inner_texts()
    return tuple(name.removeprefix("Heading ") for name in names)


def saved(tab, words="Saved."):
    expect(tab.locator(".review-told")).to_contain_text(words)
    expect(tab.locator("#card-title")).to_be_focused()


def go_to(tab, left, right):
    tab.at(f"/x/herbs/row/herbs-{left.replace('/', '-')}-{right}")
    expect(tab.locator("#card-title")).to_be_focused()
    assert (left, right) == pair_of(tab)


TURNS = (
    (("4", "t", "a"), keyboard_decisions.ACCEPTED),
    ("r", keyboard_decisions.REJECTED),
    ("u", keyboard_decisions.UNSURE),
    (("3", "t", "a"), keyboard_decisions.NARROWED),
    (("7", "e", keyboard_decisions.JARS, "Escape", "a"), keyboard_decisions.OPPOSED),
    (("n", keyboard_decisions.NOTE, "Escape", "u"), keyboard_decisions.UNSURE),
)


@pytest.mark.parametrize(("width", "decisions"), [(1280, 30), (390, 2 * len(TURNS))])
def test_thirty_decisions_by_keyboard_alone_and_nothing_scrolls_away(sit, path, width, decisions):
    """Accept, reject, unsure, another relation, a sentence and a note: the hands never leave the keys."""
    tab = sit(40, width=width, height=900 if width > 400 else 844)
    go_to(tab, "4/1", "G-1")
    tab.locator("[name=order]").select_option("text")
    tab.locator("#card-title").focus()
    tops = []
    wanted = {}
    for number in range(decisions):
        focus = tab.evaluate(FOCUS)
        assert ("card-title", "solid", True) == (focus["id"], focus["outline"], focus["shown"]), focus
        tops.append(focus["top"])
        keys, outcome = TURNS[number % len(TURNS)]
        wanted[pair_of(tab)] = outcome
        press(tab, *keys)
        expect(tab.locator(".review-tally")).to_contain_text(f"{number + 1} decided, {53 - number} left")
        saved(tab)

    assert max(tops) < 200
    mappings = read_mappings(path)
    keyboard_decisions.assert_decided(mappings, wanted)
    assert decisions // len(TURNS) == sum(m.comment == keyboard_decisions.NOTE for m in mappings)
    assert tab.faults == []


def test_relations_and_verdicts_are_in_sight_and_choosing_scrolls_nothing(sit):
    tab = sit()
    found = tab.locator(".card-found")
    expect(found).to_be_hidden()
    expect(tab.locator(".card-why")).to_contain_text("Read both texts and choose a relation")
    before = tab.evaluate("scrollY")
    for name in ("Reject", "Unsure", "Accept"):
        assert tab.get_by_role("button", name=re.compile(f"^{name}")).evaluate(
            "one => one.getBoundingClientRect().bottom <= innerHeight"
        )
    assert tab.locator(".card-relations").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    press(tab, "4")
    expect(found).to_contain_text("Proposed by the program: Overlaps. Both ask for a label.")
    expect(tab.locator("#card-sentence")).to_have_value("Both ask for a label.")

    assert before == tab.evaluate("scrollY")


def test_the_line_hides_what_the_program_found_until_a_relation_is_chosen(sit):
    tab = sit()
    at = tab.locator(".card-row").locator("xpath=preceding-sibling::tr[1]")
    expect(at.locator(".withheld")).to_have_text("")
    press(tab, "4")
    expect(at.locator(".withheld")).to_have_text("Overlaps")
    expect(at.locator(".withheld")).to_be_visible()


def test_the_programs_sentence_is_not_accepted_unread(sit, path):
    tab = sit()
    press(tab, "4", "a")
    expect(tab.locator("#card-missing")).to_contain_text("This sentence is the program’s")
    expect(tab.locator(".review-told")).to_have_text("")
    expect(tab.locator("[name=read]")).to_be_focused()
    assert not path.exists()
    press(tab, "Space")
    press(tab, "a")
    saved(tab)
    assert path.exists()


def test_next_previous_counterpart_skip_and_the_list_of_keys(sit, path):
    tab = sit()
    first = pair_of(tab)
    press(tab, "j")
    second = pair_of(tab)
    assert first != second
    press(tab, "k")
    assert first == pair_of(tab)
    press(tab, "c")
    assert (first[0], second[1]) == pair_of(tab)
    press(tab, "c")
    assert first == pair_of(tab)
    tab.locator("#card-title").focus()
    press(tab, "?")
    expect(tab.locator(".review-help summary")).to_be_focused()
    press(tab, "Escape")
    expect(tab.locator("#card-title")).to_be_focused()
    press(tab, "s")
    assert first != pair_of(tab)
    assert not path.exists()


def test_undo_works_after_a_reload(sit, path):
    tab = sit()
    press(tab, "4", "t", "a")
    saved(tab)
    before, pair = path.read_bytes(), pair_of(tab)
    press(tab, "r")
    saved(tab, "Saved. Rejected")
    tab.reload()
    expect(tab.locator("#card-title")).to_be_focused()
    press(tab, "z")
    saved(tab, "Undone: rejected")

    assert pair == pair_of(tab)
    assert before == path.read_bytes()


def test_a_sentence_that_a_person_typed_is_never_replaced(sit):
    tab = sit()
    sentence = tab.locator("#card-sentence")
    press(tab, "1")
    expect(sentence).to_have_value("The Law and the Code ask for the same thing.")
    press(tab, "7")
    expect(sentence).to_have_value("")
    press(tab, "4", "e")
    tab.keyboard.type(" Truly.")
    press(tab, "Escape", "1")

    expect(sentence).to_have_value("Both ask for a label. Truly.")


def test_keys_are_letters_in_fields_nothing_outside_the_card_and_can_be_switched_off(sit, path):
    tab = sit()
    press(tab, "n")
    tab.keyboard.type("ar uzsk1")
    expect(tab.locator("[name=note]")).to_have_value("ar uzsk1")
    tab.get_by_role("link", name="Queue").focus()
    press(tab, "a", "r", "u")
    tab.locator(".review-help summary").click()
    tab.get_by_role("button", name="Single keys").click()
    tab.locator("#card-title").focus()
    press(tab, "r")
    tab.wait_for_timeout(200)
    assert not path.exists()
    assert not tab.locator("kbd").first.is_visible()
    tab.get_by_role("button", name=re.compile("^Reject")).press("Enter")
    saved(tab)


def test_without_a_name_nothing_is_sent(sit, path):
    tab = sit()
    tab.get_by_label("Your name", exact=True).fill("")
    tab.locator("#card-title").focus()
    press(tab, "r")
    expect(tab.locator("#review-missing")).to_contain_text("Give your name first")
    expect(tab.get_by_label("Your name", exact=True)).to_be_focused()
    assert not path.exists()


def test_a_comment_is_left_answered_and_closed(sit, tmp_path):
    from crosswalk.ledger.comments import read_comments

    tab = sit()
    go_to(tab, "4/1", "G-1")
    press(tab, "m")
    tab.keyboard.type("Who prints it?")
    tab.get_by_role("button", name="Add the comment").click()
    expect(tab.locator(".review-told")).to_have_text("Comment saved.")
    tab.locator(".said textarea").fill("The grower.")
    tab.get_by_role("button", name="Answer", exact=True).click()
    expect(tab.locator(".review-told")).to_have_text("Answer saved.")
    tab.get_by_role("button", name="Close the comment").click()
    expect(tab.locator(".review-told")).to_have_text("Comment closed.")

    (said,) = read_comments(tmp_path / "mappings" / "herbs.comments.tsv")
    assert ("Who prints it?", "The grower.", "closed") == (said.text, said.reply, said.state)


@pytest.mark.parametrize(
    ("button", "reviewer", "status"),
    [
        ("Agree with what is on file", "Reviewer B|Reviewer A", "rejected"),
        ("Replace it with mine", "Reviewer A", "confirmed"),
        ("Mark unsure, to be discussed", "Reviewer A", "unsure"),
    ],
)
def test_two_desks_at_once_show_both_readings(sit, path, button, reviewer, status):
    from crosswalk.services.decide import parse_decision, record_decision

    tab = sit()
    pair = pair_of(tab)
    context = sample_review.desk(path.parents[1], 12, "Reviewer B").table("herbs").context
    record_decision(context, parse_decision(pair, "rejected", "Reviewer B", "2026-03-04"))
    press(tab, "7", "e")
    tab.keyboard.type("They cannot both be met.")
    press(tab, "Escape", "a")
    expect(tab.get_by_role("heading", name="Two readings of one pair")).to_be_visible()
    assert "rejected" == current_row(read_mappings(path), pair).status
    tab.get_by_role("button", name=button).click()
    saved(tab)

    row = current_row(read_mappings(path), pair)
    assert (reviewer, status) == (row.reviewer, row.status)


def test_blind_hides_what_others_decided_until_one_has_decided(sit, path):
    from crosswalk.services.decide import parse_decision, record_decision

    tab = sit()
    context = sample_review.desk(path.parents[1], 12, "Reviewer B").table("herbs").context
    record_decision(
        context, parse_decision(("4/1", "G-1"), "confirmed", "Reviewer B", "2026-03-04", why="My own words.")
    )
    go_to(tab, "4/1", "G-1")
    with tab.expect_navigation():
        tab.get_by_label("Blind").check()
    expect(tab.get_by_label("Blind")).to_be_checked()
    expect(tab.locator("#card-title")).to_be_focused()
    assert "My own words." not in tab.content()
    shown = tab.locator(".review-card").inner_text()
    assert "Reviewer B" not in shown
    assert "My own words." not in shown + tab.locator("#card-sentence").input_value()
    tab.locator("#card-title").focus()
    press(tab, "4", "a")
    expect(tab.locator(".review-told")).to_contain_text("Your name is added beside the first.")
    assert "Reviewer B|Reviewer A" == current_row(read_mappings(path), ("4/1", "G-1")).reviewer


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_focus_is_always_visible_and_never_under_a_bar(sit, width):
    tab = sit(width=width)
    press(tab, "4")
    expect(tab.locator(".card-found")).to_be_visible()
    tab.evaluate("document.querySelectorAll('.review-card details').forEach((one) => { one.open = true; })")
    tab.locator("#card-title").focus()
    seen = []
    for _ in range(40):
        press(tab, "Tab")
        focus = tab.evaluate(FOCUS)
        if focus["body"]:
            break
        seen.append(focus)

    assert len(seen) > 15
    assert [] == [
        one for one in seen if one["body"] or one["outline"] == "none" or one["width"] < 1 or not one["shown"]
    ]


def test_the_focus_stays_in_the_card_when_the_finding_arrives(sit):
    tab = sit()
    waiting = []

    def hold(route):
        waiting.append(route)

    tab.route("**/look", hold)
    press(tab, "4")
    tab.locator(".card-text .cite a").first.focus()
    tab.wait_for_timeout(100)
    waiting[0].continue_()
    expect(tab.locator(".card-found")).to_be_visible()

    assert tab.evaluate("document.querySelector('.review-card').contains(document.activeElement)")


PAGES = ("/", "/x/herbs/queue?show=all", "/x/herbs/summary", "/x/herbs/comments", "/x/herbs/same")


def violations(tab):
    from axe_playwright_python.sync_playwright import Axe

    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(sit, width, scheme):
    tab = sit(6, width=width, scheme=scheme, bypass_csp=True)
    press(tab, "4")
    expect(tab.locator(".card-found")).to_be_visible()
    assert violations(tab) == []
    assert tab.evaluate(OVERFLOWING) <= 0
    press(tab, "7", "a")
    expect(tab.locator("#card-missing")).to_be_visible()
    assert violations(tab) == []
    press(tab, "Escape", "4", "t", "a")
    saved(tab)
    go_to(tab, "4/1", "G-1")
    press(tab, "m")
    tab.keyboard.type("Who prints it?")
    tab.get_by_role("button", name="Add the comment").click()
    expect(tab.locator(".review-told")).to_have_text("Comment saved.")
    assert violations(tab) == []
    for address in PAGES:
        tab.at(address)
        assert violations(tab) == [], address
        assert tab.evaluate(OVERFLOWING) <= 0, address
        tab.set_viewport_size({"width": 390, "height": 844})
        assert tab.evaluate(OVERFLOWING) <= 0, address
        tab.set_viewport_size({"width": width, "height": 900})
    assert tab.faults == []


def test_script_in_the_texts_never_runs_and_nothing_leaves(sit):
    tab = sit()
    tab.at("/x/herbs/")
    line = tab.locator("tr.requirement").first
    line.get_by_role("button", name="Review").click()
    assert "<script>alert('x')</script>" in tab.locator(".card-text .words").first.inner_text()
    press(tab, "4", "t", "a")
    saved(tab)

    assert tab.faults == []
    assert all(address.startswith(("http://127.0.0.1:", "data:")) for address in tab.asked)
    assert "TypeError" == tab.evaluate(
        "fetch('https://example.org/').then(() => 'sent', (error) => error.name)"
    )


def test_without_script_the_side_by_side_is_read_whole(sit):
    tab = sit(java_script_enabled=False)

    assert 12 == tab.locator("tr.requirement:visible").count()
    assert not tab.locator("#review").is_visible()


def test_without_script_a_row_is_decided_on_a_plain_form(sit, path):
    tab = sit(java_script_enabled=False)
    tab.get_by_role("link", name="start with the row that most needs a decision").click()
    tab.get_by_label("Overlaps").check()
    tab.get_by_role("button", name="Choose, and see what the program found").click()
    tab.get_by_label("Sentence: why").fill("My own words.")
    tab.get_by_role("button", name="Accept").click()

    expect(tab.get_by_role("status")).to_have_text("Saved. Accepted as Overlaps.")
    assert ["My own words."] == [one.sentence for one in read_mappings(path)]
    tab.at("/x/herbs/herbs.html")
    tab.get_by_role("link", name="Decide").nth(3).click()
    expect(tab.locator(".row-form")).to_be_visible()


def test_when_the_desk_has_stopped_the_page_says_so_and_saves_nothing(sit, path):
    tab = sit()
    tab.context.route(re.compile("/decisions"), lambda route: route.abort())
    press(tab, "r")
    expect(tab.locator("#card-missing")).to_contain_text("The desk does not answer, so nothing was saved.")
    assert not path.exists()
