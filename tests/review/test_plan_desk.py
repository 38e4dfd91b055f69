"""A plan's page on this machine: a team's answers are kept at once, and none is written over unseen."""

import io
from dataclasses import replace

import pytest
from docx import Document
from lxml.html import fromstring
from openpyxl import load_workbook

from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.decisions import decisions_path, read_decisions, read_history
from crosswalk.plans.gaps import TeamPlan, report_bytes, requirement_list
from crosswalk.plans.passages import read_plan
from crosswalk.review.plan_desk import plan_app
from crosswalk.review.server import Guard
from crosswalk.workspace.workspace import init

PLAN = "# Plan\n\n## Money\n\nKeel County is the grant recipient <b>and</b> pays out all title I money.\n"
RULE = "id: rule\nas_of: 2025-01-01\nprovisions:\n- {id: 20/2301, text: The board must pay.}\n"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    space, file = init(folder / "own"), folder / "plan.md"
    file.write_text(PLAN, "utf-8")
    (folder / "rule.yaml").write_text(RULE, "utf-8")
    lists = [requirement_list(space, ref) for ref in ("local-plan", str(folder / "rule.yaml"))]
    return TeamPlan(space, "", tuple(assess(one, read_plan([file]), encode) for one in lists))


@pytest.fixture
def visit(plan):
    guard = Guard(5999)
    client = plan_app(plan, "A. Planner", lambda: "2027-01-15", guard).test_client()
    client.get(guard.address)

    def page():
        return fromstring(client.get("/", base_url=f"http://{guard.hosts[0]}").data)

    def send(cells, opened=None, origin=f"http://{guard.hosts[0]}"):
        """Save the page as it was opened, with what was typed in its fields."""
        told = dict((page() if opened is None else opened).forms[0].form_values()) | cells
        return client.post("/", data=told, base_url=f"http://{guard.hosts[0]}", headers={"Origin": origin})

    return page, send


def fields(page, unit):
    """The fields of one requirement with what they hold."""
    return {
        name.partition(":")[0]: words
        for name, words in page.forms[0].form_values()
        if name.partition(":")[2] == unit
    }


@pytest.mark.parametrize(
    ("method", "path", "code", "said"),
    [
        ("GET", "/", 403, "Open the address that the command printed; it includes the key to this page."),
        ("GET", "/elsewhere", 404, "There is no such page here."),
        ("PUT", "/", 405, "This address changes nothing when it is only opened."),
        ("POST", "/", 413, "The data value transmitted exceeds the capacity limit."),
    ],
)
def test_what_is_refused_is_said_in_words_and_names_no_other_command(plan, method, path, code, said):
    guard = Guard(5999)
    client = plan_app(plan, "A. Planner", lambda: "2027-01-15", guard).test_client()
    base = f"http://{guard.hosts[0]}"
    if code != 403:
        client.get(guard.address)
    told = {"form_token": guard.form, "note:L-03": "a" * (17_000_000 if code == 413 else 1)}
    answer = client.open(path, method=method, base_url=base, data=told, headers={"Origin": base})

    assert answer.status_code == code
    assert fromstring(answer.data).xpath("//h1[.='Not here']/following-sibling::p/text()") == [said]


def test_what_is_written_on_the_page_is_in_the_file_and_on_the_page(plan, visit):
    page, send = visit
    told = {"owner:L-03": "Lee <x>", "due:L-03": "3/31/2027", "status:L-03": "decided", "at": "L-03"}
    answer = send(told)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/#L-03")

    last = read_history(decisions_path(plan.space.root, "local-plan"))[-1]
    assert (last.owner, last.due, last.status, last.by) == ("Lee <x>", "2027-03-31", "decided", "A. Planner")
    assert fields(page(), "L-03")["owner"] == "Lee <x>"
    assert not page().xpath("//b")
    assert page().xpath("//section[@id='20/2301']/p[1]/text()") == ["Asked: The board must pay."]
    assert all(
        field.getparent().tag == "label"
        for field in page().xpath("//input[not(@type)] | //select | //textarea")
    )


def test_one_save_keeps_every_answer_that_changed_and_no_other(plan, visit):
    page, send = visit
    path = decisions_path(plan.space.root, "local-plan")
    before = len(read_history(path)) if path.is_file() else 0
    typed = {"owner:L-21": "Lee", "action:L-22": "Call them", "owner:20/2301": "Ruiz", "at": ""}
    answer = send(typed)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/#L-21")
    added = read_history(path)[before:]
    assert [(one.requirement, one.owner, one.action) for one in added] == [
        ("L-21", "Lee", ""),
        ("L-22", "", "Call them"),
    ]
    assert read_history(decisions_path(plan.space.root, "rule"))[-1].owner == "Ruiz"
    assert fields(page(), "L-22")["action"] == "Call them"


def test_what_was_typed_elsewhere_on_the_page_is_still_there_when_one_answer_is_refused(plan, visit):
    _, send = visit
    path = decisions_path(plan.space.root, "local-plan")
    before = path.read_bytes() if path.is_file() else b""
    refused = send({"due:L-23": "soon", "language:L-24": "Two\n\nparagraphs", "status:L-24": "decided"})
    shown = fromstring(refused.data)

    assert (refused.status_code, path.read_bytes() if path.is_file() else b"") == (409, before)
    assert fields(shown, "L-23")["due"] == "soon"
    assert (fields(shown, "L-24")["language"], fields(shown, "L-24")["status"]) == (
        "Two\n\nparagraphs",
        "decided",
    )
    assert shown.xpath("//section[@id='L-23']//p[@class='alert']")
    assert send({"due:L-23": "3/1/2027"}, shown).status_code == 303
    assert read_history(path)[-1].language == "Two\n\nparagraphs"


def test_paragraphs_stay_paragraphs_in_the_file_on_the_page_and_in_every_paper(plan, visit):
    page, send = visit
    typed = "First  one.\r\n\r\nSecond\tone.\r\nThird."
    send({"language:L-50": typed, "decision:L-50": "Keep.\r\nAnd print.", "status:L-50": "decided"})

    held = read_history(decisions_path(plan.space.root, "local-plan"))[-1]
    assert (held.language, held.decision) == ("First one.\n\nSecond one.\nThird.", "Keep.\nAnd print.")
    assert fields(page(), "L-50")["language"] == held.language
    assert page().xpath("//section[@id='L-50']//p[@class='said']/text()")[0].strip() == held.decision
    report = plan.report()
    told = [one.text for one in Document(io.BytesIO(report_bytes(report, "docx", "language"))).paragraphs]
    at = told.index("First one.")
    assert told[at : at + 3] == ["First one.", "Second one.", "Third."]
    book = load_workbook(io.BytesIO(report_bytes(report, "xlsx")))["Requirements"]
    column = [cell.value for cell in book[1]].index("words for the plan")
    assert next(row[column].value for row in book.iter_rows() if row[0].value == "L-50") == held.language
    assert send({"language:L-50": typed}).status_code == 303
    assert read_history(decisions_path(plan.space.root, "local-plan"))[-1] == held


def test_a_requirement_whose_id_contains_a_slash_is_answered(plan, visit):
    answer = visit[1]({"owner:20/2301": "Lee", "at": "20/2301"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/#20/2301")
    assert read_history(decisions_path(plan.space.root, "rule"))[-1].owner == "Lee"


@pytest.mark.parametrize("paper", ["findings", "agenda", "letter", "leader"])
def test_a_requirement_without_an_address_has_no_empty_parentheses(plan, paper):
    whole = plan.report()
    alone = replace(whole, lines=tuple(line for line in whole.lines if line.finding.unit.id == "20/2301"))
    document = Document(io.BytesIO(report_bytes(alone, "docx", paper)))

    assert "()" not in "\n".join(one.text for one in document.paragraphs)


def test_nobody_writes_over_what_another_wrote_meanwhile(plan, visit):
    page, send = visit
    opened = page()
    assert send({"owner:L-04": "Ruiz"}).status_code == 303
    refused = send({"owner:L-04": "Somebody else", "owner:L-08": "Lee"}, opened)

    assert (refused.status_code, b"A. Planner wrote on L-04" in refused.data) == (409, True)
    holds = read_decisions(decisions_path(plan.space.root, "local-plan"))
    assert (holds["L-04"].owner, holds["L-08"].owner) == ("Ruiz", "Lee")
    shown = fromstring(refused.data)
    assert fields(shown, "L-04")["owner"] == "Somebody else"
    assert shown.xpath("//section[@id='L-04']/p[contains(., 'owner Ruiz')]")
    assert send({}, shown).status_code == 303
    assert read_decisions(decisions_path(plan.space.root, "local-plan"))["L-04"].owner == "Somebody else"


def test_a_refused_answer_is_shown_to_be_sent_again(visit):
    refused = visit[1]({"due:L-07": "soon", "language:L-07": "Our <b>own</b> words", "status:L-09": "never"})

    shown = fromstring(refused.data)
    assert refused.status_code == 409
    assert fields(shown, "L-07")["language"] == "Our <b>own</b> words"
    assert shown.xpath("//*[@role='alert']/p[contains(., 'is unknown')]")


def test_a_second_click_on_save_is_no_conflict(plan, visit):
    page, send = visit
    opened = page()
    assert [send({"owner:L-06": "Ruiz"}, opened).status_code for _ in range(2)] == [303, 303]

    history = read_history(decisions_path(plan.space.root, "local-plan"))
    assert [one.owner for one in history if one.requirement == "L-06"] == ["Ruiz"]


@pytest.mark.parametrize(
    ("cells", "code"), [({"due:L-05": "soon"}, 409), ({"form_token": "", "owner:L-05": "X"}, 403)]
)
def test_what_cannot_be_kept_or_comes_from_elsewhere_changes_nothing(plan, visit, cells, code):
    path = decisions_path(plan.space.root, "local-plan")
    before = path.read_bytes() if path.is_file() else b""

    assert visit[1](cells).status_code == code
    assert visit[1]({"owner:L-05": "X"}, origin="http://elsewhere.test").status_code == 403
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.fixture
def by_hand(plan):
    """Put lines of a person's own in the place of the file of answers to the rule; it is gone after the test."""
    path = decisions_path(plan.space.root, "rule")
    path.unlink(missing_ok=True)

    def write(text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    yield write
    path.unlink(missing_ok=True)


def test_a_second_save_writes_over_no_field_that_its_writer_left_alone(plan, visit):
    page, send = visit
    opened = page()
    send({"status:L-30": "decided", "decision:L-30": "Sign it", "owner:L-30": "Ruiz"})
    refused = send({"note:L-30": "Ask the county", "owner:L-30": "Lee"}, opened)
    assert refused.status_code == 409
    shown = fields(fromstring(refused.data), "L-30")
    assert [shown[name] for name in ("status", "decision", "owner", "note")] == [
        "decided",
        "Sign it",
        "Lee",
        "Ask the county",
    ]

    assert send({}, fromstring(refused.data)).status_code == 303
    held = read_decisions(decisions_path(plan.space.root, "local-plan"))["L-30"]
    assert (held.status, held.decision, held.owner, held.note) == (
        "decided",
        "Sign it",
        "Lee",
        "Ask the county",
    )


def test_a_row_changed_in_the_file_itself_hinders_no_answer_to_another(plan, visit, by_hand):
    page, send = visit
    send({"owner:20/2301": "Ruiz"})
    opened = page()
    path = by_hand("requirement\towner\tby\n20/2301\tCarol\tCarol\n")

    assert send({"owner:L-31": "Lee"}, opened).status_code == 303
    assert read_decisions(path)["20/2301"].owner == "Carol"


def test_answers_that_cannot_be_read_are_named_and_what_was_typed_is_saved_once_they_can(
    plan, visit, by_hand
):
    page, send = visit
    opened = page()
    own = decisions_path(plan.space.root, "local-plan")
    before = own.read_bytes() if own.is_file() else b""
    path = by_hand("requirement\tstatus\n20/2301\tdone\n")
    said = f"XW-608 {path} line 2: status 'done' is unknown; write open, decided, closed"
    refused = send({"note:L-32": "Our <b>own</b>\n\nwords", "owner:20/2301": "Kim"}, opened)
    shown = fromstring(refused.data)

    assert (refused.status_code, own.read_bytes() if own.is_file() else b"") == (409, before)
    assert said in [one.text_content().strip() for one in shown.xpath("//*[@role='alert']/p")]
    assert fields(shown, "L-32")["note"] == "Our <b>own</b>\n\nwords"
    assert not any(name.endswith(":L-33") for name, _ in shown.forms[0].form_values())
    assert said in page().text_content()
    path.unlink()
    assert send({}, shown).status_code == 303
    assert read_decisions(own)["L-32"].note == "Our <b>own</b>\n\nwords"
    assert read_decisions(path)["20/2301"].owner == "Kim"


def test_a_row_written_by_hand_stays_its_writers_when_another_is_saved(visit, by_hand):
    hand = "requirement\tdecision\towner\tdigest\tby\tdate\n20/2301\tWe  agreed. \tA  Lee\told\tCarol\t2026-01-01\n"
    path = by_hand(hand)
    page, send = visit
    opened = page()
    assert send({"owner:L-34": "Lee"}, opened).status_code == 303

    assert read_history(path)[-1].by == "Carol"
    assert page().xpath("//section[@id='20/2301']/p[contains(., 'have changed since')]")
