"""A plan's page on this machine: a team's answers are kept at once, and none is written over unseen."""

import io
from dataclasses import replace

import pytest
from docx import Document
from lxml.html import fromstring

from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.decisions import decisions_path, read_history
from crosswalk.plans.gaps import TeamPlan, report_bytes, requirement_list
from crosswalk.plans.read import read_plan
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

    def send(unit, seen=None, origin=f"http://{guard.hosts[0]}", **cells):
        form = page().xpath(f"//section[@id='{unit}']/form")[0]
        told = dict(form.form_values()) | cells | ({} if seen is None else {"seen": seen})
        return client.post("/", data=told, base_url=f"http://{guard.hosts[0]}", headers={"Origin": origin})

    return page, send


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
    told = {"form_token": guard.form, "note": "a" * (600_000 if code == 413 else 1)}
    answer = client.open(path, method=method, base_url=base, data=told, headers={"Origin": base})

    assert answer.status_code == code
    assert fromstring(answer.data).xpath("//h1[.='Not here']/following-sibling::p/text()") == [said]


def test_what_is_written_on_the_page_is_in_the_file_and_on_the_page(plan, visit):
    page, send = visit
    assert send("L-03", owner="Lee <x>", due="3/31/2027", status="decided").status_code == 303

    last = read_history(decisions_path(plan.space.root, "local-plan"))[-1]
    assert (last.owner, last.due, last.status, last.by) == ("Lee <x>", "2027-03-31", "decided", "A. Planner")
    assert page().xpath("//section[@id='L-03']/form//input[@name='owner']/@value") == ["Lee <x>"]
    assert not page().xpath("//b")
    assert page().xpath("//section[@id='20/2301']/p[1]/text()") == ["Asked: The board must pay."]
    assert all(
        field.getparent().tag == "label"
        for field in page().xpath("//input[not(@type)] | //select | //textarea")
    )


def test_a_requirement_whose_id_contains_a_slash_is_answered(plan, visit):
    answer = visit[1]("20/2301", owner="Lee")

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
    seen = page().xpath("//section[@id='L-04']/form/input[@name='seen']/@value")[0]
    assert send("L-04", owner="Ruiz").status_code == 303
    refused = send("L-04", seen=seen, owner="Somebody else")

    assert (refused.status_code, b"A. Planner wrote on L-04" in refused.data) == (409, True)
    assert read_history(decisions_path(plan.space.root, "local-plan"))[-1].owner == "Ruiz"


def test_a_refused_answer_is_shown_to_be_sent_again(visit):
    refused = visit[1]("L-07", due="soon", language="Our <b>own</b> words", status="never")

    shown = fromstring(refused.data)
    assert (refused.status_code, shown.xpath("//a/@href")) == (409, ["/#L-07"])
    assert shown.xpath("//dt[.='Words for the plan']/following-sibling::dd[1]/text()") == [
        "Our <b>own</b> words"
    ]
    assert shown.xpath("//main/p[contains(., 'is unknown')]")


def test_a_second_click_on_save_is_no_conflict(plan, visit):
    page, send = visit
    seen = page().xpath("//section[@id='L-06']/form/input[@name='seen']/@value")[0]
    assert [send("L-06", seen=seen, owner="Ruiz").status_code for _ in range(2)] == [303, 303]

    history = read_history(decisions_path(plan.space.root, "local-plan"))
    assert [one.owner for one in history if one.requirement == "L-06"] == ["Ruiz"]


@pytest.mark.parametrize(
    ("unit", "cells", "code"), [("L-05", {"due": "soon"}, 409), ("L-05", {"form_token": ""}, 403)]
)
def test_what_cannot_be_kept_or_comes_from_elsewhere_changes_nothing(plan, visit, unit, cells, code):
    path = decisions_path(plan.space.root, "local-plan")
    before = path.read_bytes() if path.is_file() else b""

    assert visit[1](unit, **cells).status_code == code
    assert visit[1](unit, origin="http://elsewhere.test", owner="X").status_code == 403
    assert (path.read_bytes() if path.is_file() else b"") == before
