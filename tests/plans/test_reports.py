"""What a team leaves with: the same counts in every form, plain accessible files, and cells that stay text."""

import csv
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from crosswalk.errors import CrosswalkError
from crosswalk.plans.decisions import PlanDecision
from crosswalk.plans.findings import STATE_WORDS, UnitState, report_of
from crosswalk.plans.gaps import FORMATS, report_bytes
from crosswalk.plans.word import PAPERS
from crosswalk.services.pages import BROWSERS


@pytest.fixture(scope="module")
def report(read_paper):
    _, assessment = read_paper("harbor", "docx")
    return report_of(assessment, {})


def test_json_is_the_contract(report):
    told = json.loads(report_bytes(report, "json"))

    assert told["requirements"] == "local-plan"
    assert told["plan"] == ["harbor.docx"]
    assert len(told["units"]) == 63
    first = told["units"][0]
    assert set(first) >= {"requirement", "state", "half", "reason", "places", "closest", "searched"}
    assert set(first["places"][0]) == {"file", "page", "heading", "words"}
    states = {unit["state"] for unit in told["units"]}
    assert states <= {
        "met",
        "partly",
        "restates",
        "promises",
        "denies",
        "elsewhere",
        "not-found",
        "not-applicable",
    }
    silent = next(unit for unit in told["units"] if unit["requirement"] == "L-10")
    assert silent["closest"]["words"]
    assert silent["searched"] > 50


def test_counts_agree_in_every_form(report):
    counts = {STATE_WORDS[state]: count for state, count in report.counts.items()}
    told = json.loads(report_bytes(report, "json"))["counts"]
    rows = list(csv.DictReader(io.StringIO(report_bytes(report, "csv").decode())))
    sheet = load_workbook(io.BytesIO(report_bytes(report, "xlsx")))["Summary"]
    table = Document(io.BytesIO(report_bytes(report, "docx"))).tables[0]
    page = report_bytes(report, "html").decode()

    assert {STATE_WORDS[UnitState(state)]: count for state, count in told.items()} == counts
    assert {one: sum(row["finding"] == one for row in rows) for one in counts} == counts
    in_sheet = {str(row[0].value): str(row[1].value) for row in sheet.iter_rows(min_row=2) if row[1].value}
    in_word = {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}
    in_page = dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d+ of \d+)</td></tr>', page))
    assert in_sheet == in_word == in_page == {one: f"{count} of 63" for one, count in counts.items()}


def test_the_same_report_gives_the_same_bytes(report):
    for form in set(FORMATS) - {"pdf"}:
        assert report_bytes(report, form) == report_bytes(report, form)


@pytest.mark.slow
def test_a_paper_is_printed_as_a_tagged_pdf(report):
    if not any(shutil.which(name) for name in BROWSERS):
        pytest.skip("no Chromium is installed")
    data = report_bytes(report, "pdf", "letter")

    assert data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_words_that_look_like_formulas_stay_text(report, start):
    line = report.lines[0]
    place = replace(line.finding.places[0], words=start)
    finding = replace(line.finding, places=(place,))
    odd = replace(report, lines=(replace(line, finding=finding),))

    book = load_workbook(io.BytesIO(report_bytes(odd, "xlsx")))["Requirements"]
    column = [cell.value for cell in book[1]].index("words of the plan")
    assert book[2][column].value == start
    assert book[2][column].data_type == "s"
    row = next(csv.DictReader(io.StringIO(report_bytes(odd, "csv").decode())))
    assert row["words of the plan"] == f"'{start}"


def test_markup_in_a_plan_is_only_words(report):
    line = report.lines[0]
    place = replace(line.finding.places[0], words="<script>alert(1)</script>", heading=("<b>One</b>",))
    odd = replace(report, lines=(replace(line, finding=replace(line.finding, places=(place,))),))

    page = report_bytes(odd, "html").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_word_papers_have_title_language_headings_and_repeated_heads(report):
    for paper, (title, _) in PAPERS.items():
        data = report_bytes(report, "docx", paper)
        document = Document(io.BytesIO(data))
        xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

        assert document.core_properties.title == title
        assert document.core_properties.language == "en-US"
        assert document.paragraphs[0].text == title
        assert xml.count("<w:tblHeader") == len(document.tables)
        assert xml.count("<w:tblCaption") == len(document.tables)
        levels = [
            int(one.style.name[-1]) for one in document.paragraphs if one.style.name.startswith("Heading")
        ]
        assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_the_agenda_begins_with_what_is_undecided(read_paper):
    _, assessment = read_paper("harbor", "docx")
    decided = {
        "L-10": PlanDecision(
            "L-10", status="decided", decision="Add a table", owner="Planner", due="2027-02-01", by="A"
        )
    }
    agenda = report_of(assessment, decided).agenda
    ids = [line.finding.unit.id for line in agenda]

    assert ids.index("L-30") < ids.index("L-10")
    assert "L-26" not in ids
    assert all(line.needed for line in agenda)


def test_a_reason_sets_a_row_aside_and_names_who_did(read_paper):
    _, assessment = read_paper("harbor", "docx")
    decided = {"L-62": PlanDecision("L-62", not_applicable="There is no planning region.", by="A. Planner")}
    line = next(line for line in report_of(assessment, decided).lines if line.finding.unit.id == "L-62")

    assert line.state is UnitState.NOT_APPLICABLE
    assert "A. Planner" in line.finding.reason
    assert not line.is_gap


def test_changed_words_reopen_only_their_row(read_paper, lists):
    _, assessment = read_paper("harbor", "docx")
    now = lists["local-plan"]["L-10"].digest
    decided = {
        "L-10": PlanDecision("L-10", decision="Wait", digest="other"),
        "L-30": PlanDecision("L-30", decision="Wait", digest=lists["local-plan"]["L-30"].digest),
    }
    changed = {line.finding.unit.id for line in report_of(assessment, decided).lines if line.changed}

    assert now != "other"
    assert changed == {"L-10"}


def test_an_unknown_paper_or_format_is_one_sentence(report):
    for form, paper in (("docx", "poster"), ("pptx", "findings")):
        with pytest.raises(CrosswalkError):
            report_bytes(report, form, paper)
