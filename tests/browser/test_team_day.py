"""The day of `reports/sample/team-day.md`, as written: two people at desks of their own, one in a workbook, a partner.

Every verb is the real one, called as the page says, on a workspace of its own.
"""

import os
import re
import subprocess
import sys

import openpyxl
import pytest
from playwright.sync_api import expect

from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import State
from crosswalk.model.relation import Relation, Status
from crosswalk.report.words import anchors
from tests.command_line import crosswalk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

A, B, C, PARTNER = "Reviewer A", "Reviewer B", "Reviewer C", "Partner agency"
TALKED_OVER = ("29/3102/7/A", "AQCP-DEF-1")
SETTLED = ("29/3102/7/B", "AQCP-DEF-1")
MINE = (("29/3102/7/C", "AQCP-DEF-1"), ("29/3102/7/D", "AQCP-FUNC-1"))
YOURS = (("29/3102/7/G", "AQCP-FEAT-3"), ("29/3102/7", "AQCP-DEF-1"))
IN_EXCEL = {"29/3102/7/E": "confirmed", "29/3102/7/F": "rejected"}


class Office:
    """The workspace that the team shares, and the command line beside it."""

    def __init__(self, root, folder):
        self.root, self.folder = root, folder
        self.env = {**os.environ, "PYTHONPATH": str(root)}
        self.desks = []

    def command(self, *words):
        return [sys.executable, "-m", "crosswalk", "--workspace", str(self.folder), *words]

    def run(self, *words):
        done = crosswalk("--workspace", self.folder, *words)
        assert (0, "") == (done.returncode, done.stderr), done.stdout + done.stderr
        return done.stdout

    def desk(self, person):
        """The address of a desk that this person opened."""
        desk = subprocess.Popen(
            self.command("review", "definition", "--by", person),
            env=self.env,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.desks.append(desk)
        return re.search(r"http://\S+", desk.stdout.readline())[0]

    def row(self, pair):
        return current_row(read_mappings(self.folder / "mappings" / "definition.sssom.tsv"), pair)


@pytest.fixture
def office(root, built_copy):
    place = Office(root, built_copy)
    yield place
    for desk in place.desks:
        desk.kill()
        desk.wait()
        desk.stdout.close()


@pytest.fixture
def sit(browser, office):
    contexts = []

    def opened(person):
        address = office.desk(person)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        tab = context.new_page()
        tab.goto(address)
        base = address.partition("/?")[0]
        tab.at = lambda path: tab.goto(f"{base}/x/definition/{path}")
        tab.card = lambda pair: open_card(tab, pair)
        return tab

    yield opened
    for context in contexts:
        context.close()


def open_card(tab, pair):
    """The card of a pair, wherever it is on the page; a candidate that is not listed is chosen on its line's card."""
    key = f"definition:{pair[0]}~{pair[1]}"
    tab.at(f"row/{anchors([key])[key]}")
    expect(tab.locator("#card-title")).to_be_focused(timeout=30_000)


def says(tab, words):
    expect(tab.locator(".review-told")).to_contain_text(words, timeout=30_000)


def decide(tab, pair, key, sentence="", relation="4"):
    tab.card(pair)
    if key == "a":
        tab.keyboard.press(relation)
        expect(tab.locator(".card-found")).not_to_be_empty()
    if sentence:
        tab.locator("#card-sentence").fill(sentence)
    elif key == "a" and tab.locator("[name=read]").is_visible():
        tab.locator("[name=read]").check()
    tab.locator("#card-title").focus()
    tab.keyboard.press(key)
    says(tab, "Saved.")


def test_a_day_from_proposals_to_pages(office, sit, tmp_path):
    pictures = tmp_path / "pictures"
    pictures.mkdir()

    # Morning: propose.
    candidates = office.folder / "mappings" / "definition.candidates.sssom.tsv"
    candidates.unlink()
    office.run("build", "--only", "definition")
    assert candidates.is_file()

    # Split the work: the queue in the order of the text, A from the top, B from the bottom, at once.
    ours, theirs = sit(A), sit(B)
    for tab in (ours, theirs):
        tab.at("queue?order=text")
        expect(tab.locator("table.plain tbody tr").first).to_be_visible()
    ours.screenshot(path=pictures / "desk-queue.png")
    cards = [link.get_attribute("href") for link in ours.locator("table.plain tbody a").all()]
    ours.card(TALKED_OVER)
    ours.set_viewport_size({"width": 1280, "height": 1640})
    ours.screenshot(path=pictures / "desk-card.png")
    ours.set_viewport_size({"width": 1280, "height": 900})
    assert len(cards) > 15
    for first, second in zip(MINE, YOURS, strict=True):
        decide(ours, first, "a")
        decide(theirs, second, "u")
    assert [A, A, B, B] == [office.row(pair).reviewer for pair in (*MINE, *YOURS)]

    # C decides in a workbook, and looks before it is written.
    book = tmp_path / "review.xlsx"
    office.run("sheet", "export", "definition", str(book))
    fill_in(book)
    dry = office.run("sheet", "import", "definition", str(book), "--by", C, "--dry-run")
    assert "2 decisions, 1 comment" in dry
    assert "Nothing was written" in dry
    done = office.run("sheet", "import", "definition", str(book), "--by", C)
    assert dry.startswith(done)
    assert {Status.CONFIRMED, Status.REJECTED} == {
        office.row((left, "AQCP-DEF-1")).status for left in IN_EXCEL
    }

    # A partner comments; the row comes to the front; B answers and closes.
    theirs.card(SETTLED)
    theirs.get_by_label("Your name", exact=True).fill(PARTNER)
    theirs.get_by_label("Office or organization").fill("Adult education office")
    theirs.locator("#card-title").focus()
    theirs.keyboard.press("m")
    theirs.locator("#card-comment").fill("Does this hold for adult learners & their tutors?")
    theirs.get_by_role("button", name="Add the comment").click()
    says(theirs, "Comment saved.")
    theirs.at("queue")
    expect(theirs.locator("table.plain tbody tr").first).to_contain_text("comment")
    theirs.card(SETTLED)
    theirs.locator(".said textarea").fill("It does: the clause speaks of any individual.")
    theirs.screenshot(path=pictures / "desk-comment.png", full_page=True)
    theirs.get_by_role("button", name="Answer", exact=True).click()
    says(theirs, "Answer saved.")
    theirs.get_by_role("button", name="Close the comment").click()
    says(theirs, "Comment closed.")
    said = {one.by: one for one in read_comments(office.folder / "mappings" / "definition.comments.tsv")}
    assert {PARTNER: State.CLOSED, C: State.OPEN} == {who: one.state for who, one in said.items()}

    # Disagree: A looks, B decides, A decides otherwise, and both are shown.
    ours.card(TALKED_OVER)
    decide(theirs, TALKED_OVER, "r")
    ours.keyboard.press("1")
    ours.locator("#card-sentence").fill("The two ask for one thing.")
    ours.locator("#card-title").focus()
    ours.keyboard.press("a")
    expect(ours.get_by_role("heading", name="Two readings of one pair")).to_be_visible()
    assert B == office.row(TALKED_OVER).reviewer
    ours.screenshot(path=pictures / "desk-two-readings.png")
    ours.get_by_role("button", name="Mark unsure").click()
    says(ours, "Saved. Marked unsure")
    assert B in office.row(TALKED_OVER).comment
    assert A in office.row(TALKED_OVER).comment

    # The afternoon's talk settles it: A puts the agreed reading in, B agrees at a second look, blind.
    decide(ours, TALKED_OVER, "a", "Both ask for one pathway; the law adds what the services must do.")
    decide(ours, SETTLED, "a")
    theirs.card(SETTLED)
    theirs.get_by_label("Blind").check()
    expect(theirs.locator(".card-why")).to_contain_text("Blind")
    assert A not in theirs.locator(".review-card").inner_text()
    theirs.locator("#card-title").focus()
    theirs.keyboard.press("4")
    theirs.keyboard.press("a")
    says(theirs, "Your name is added beside the first.")
    assert f"{A}|{B}" == office.row(SETTLED).reviewer

    # Undo outlives the desk: a new one offers A's last decision, but B has put a name to it since.
    again = sit(A)
    again.card(YOURS[0])
    again.keyboard.press("z")
    says(again, "Nothing was undone")
    assert f"{A}|{B}" == office.row(SETTLED).reviewer

    # The summary is ready for the commit message; build and check end the day.
    ours.at("summary")
    expect(ours.locator(".commit")).to_contain_text(f"by {A}")
    expect(ours.locator("main")).to_contain_text("Agreement: at first sight on")
    ours.screenshot(path=pictures / "desk-summary.png")
    office.run("build", "--only", "definition")
    checked = crosswalk("--workspace", office.folder, "check")
    assert "1 file of comments with 2 comments checked." in checked.stdout
    assert not [line for line in checked.stdout.splitlines() if "XW-" in line and "/definition." in line]
    page = (office.folder / "reports" / "definition-rows.html").read_text("utf-8")
    assert "2 comments, none open" in page or "1 comment, none open" in page
    assert "adult learners &amp; their tutors?" in page
    assert Relation.NONE is not office.row(SETTLED).relation
    candidates = read_mappings(office.folder / "mappings" / "definition.candidates.sssom.tsv")
    assert ("29/3102/7/F", "AQCP-DEF-1") not in {row.pair for row in candidates}
    show_rows(ours, office, pictures)


def fill_in(book):
    """What C types: two verdicts and a comment."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["Review"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        left, right = (sheet.cell(line, column[name]).value for name in ("left id", "right id"))
        if right == "AQCP-DEF-1" and left in IN_EXCEL:
            sheet.cell(line, column["Verdict"]).value = IN_EXCEL[left]
        if (left, right) == YOURS[0]:
            sheet.cell(line, column["Comment"]).value = "Who reads the rule on this?"
    opened.save(book)


def show_rows(tab, office, pictures):
    tab.goto((office.folder / "reports" / "definition-rows.html").as_uri())
    talk = tab.locator("details.talk").first
    talk.locator("summary").click()
    talk.scroll_into_view_if_needed()
    tab.screenshot(path=pictures / "page-comments.png")
