"""What a team does with a plan: drafts compared, lists together, alignment, comments, text, summaries, ratings."""

import csv
import io
import json
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from lxml.html import fromstring as lxml_html
from openpyxl import load_workbook
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.errors import CrosswalkError
from crosswalk.plans.alignment import align, alignment_table
from crosswalk.plans.decisions import (
    PlanDecision,
    comments_path,
    read_public_comments,
    record_public_comments,
)
from crosswalk.plans.findings import UnitState, report_of
from crosswalk.plans.gaps import plan_report, report_bytes, take_decisions
from crosswalk.plans.ratings import STEPS, TOGETHER, compared_ratings, ratings_workbook, read_ratings
from crosswalk.plans.summary import SUMMARIES
from crosswalk.plans.word import PAPERS
from crosswalk.report.table_file import FORMATS, TableFile, table_bytes
from crosswalk.services.export import gap_bytes, read_gaps
from crosswalk.workspace.workspace import init

HARBOR = Path(__file__).parent / "texts" / "harbor.txt"


@pytest.fixture
def own(tmp_path):
    return init(tmp_path / "own")


@pytest.fixture(scope="module")
def harbor(papers, tmp_path_factory):
    return papers.write(papers.paper("harbor"), tmp_path_factory.mktemp("harbor"), "docx")


def words_of(data):
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.slow
def test_of_two_drafts_only_the_changed_rows_are_shown(papers, own, harbor, tmp_path):
    old = "[L-50 met] Keel County acts as grant recipient; its finance office draws down and pays out all title I money on behalf of the three counties.\n"
    text = HARBOR.read_text("utf-8")
    assert old in text
    draft = papers.write(papers.parse("new", text.replace(old, "")), tmp_path, "docx")
    report = plan_report(own, ["local-plan"], [draft], since=[harbor])

    assert [line.finding.unit.id for line in report.lines] == ["L-50"]
    assert report.lines[0].before.startswith("Met: “Keel County acts as grant recipient")
    assert report.total == 63
    told = json.loads(report_bytes(report, "json"))
    assert (told["since"], len(told["units"])) == (["harbor.docx"], 1)
    row = next(csv.DictReader(io.StringIO(report_bytes(report, "csv").decode())))
    assert row["in the earlier draft"].startswith("Met: ")
    assert "In the earlier draft: Met" in report_bytes(report, "html").decode()


@pytest.mark.slow
def test_a_report_names_ids_in_the_answers_file_that_no_list_has(own, harbor):
    path = own.corpora / "answers.yaml"
    path.write_text(
        path.read_text("utf-8") + "- for: [L-5O]\n  like: [The council keeps the money.]\n", "utf-8"
    )
    report = plan_report(own, ["local-plan"], [harbor])

    assert len(report.notes) == 1
    assert report.notes[0].startswith(
        "answers.yaml speaks of L-5O (closest: L-50), which no requirement list has"
    )
    assert report.total == 63


@pytest.mark.slow
def test_two_lists_are_read_on_one_plan_and_each_keeps_its_decisions(own, harbor, tmp_path):
    report = plan_report(own, ["local-plan", "regional-plan"], [harbor])
    assert report.total == 63 + 8
    alone = {line.finding.unit.id: line.state for line in plan_report(own, ["local-plan"], [harbor]).lines}
    assert {
        line.finding.unit.id: line.state for line in report.lines if line.finding.unit.id in alone
    } == alone

    book = load_workbook(io.BytesIO(report_bytes(report, "xlsx")))
    fill(book, {"L-10": {"owner": "Lee"}, "R-03": {"owner": "Ruiz"}})
    book.save(tmp_path / "filled.xlsx")
    done, *_ = take_decisions(
        own, ["local-plan", "regional-plan"], tmp_path / "filled.xlsx", "A", "2027-01-02"
    )
    assert {one.requirement for one in done} == {"L-10", "R-03"}
    assert {path.name for path in (own.root / "plans").glob("*.tsv")} == {
        "local-plan.tsv",
        "regional-plan.tsv",
    }


def fill(book, changes):
    sheet = book["Requirements"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for head, words in changes.get(row[0].value, {}).items():
            row[heads.index(head)].value = words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("draft.md", "--by", ""), "it needs the name of the person"),
        (("--by", "A"), "Name one workbook"),
        (("a.xlsx", "b.xlsx", "--by", "A"), "Name one workbook"),
        (("a.xlsx", "--port", "5999", "--by", "A"), "--port is for the page"),
    ],
)
def test_answers_that_cannot_be_taken_are_refused_at_the_start(own, words, said):
    ran = CliRunner().invoke(app, ["--workspace", str(own.root), "answers", "local-plan", *words])

    assert isinstance(ran.exception, CrosswalkError)
    assert said in str(ran.exception)


def test_with_a_plan_every_file_is_one_of_the_plan(own, monkeypatch):
    opened = []
    monkeypatch.setattr("crosswalk.cli.plans._open_page", lambda _, __, plan, *___: opened.extend(plan))
    words = ["answers", "local-plan", "--plan", "a.docx", "b.pdf", "--by", "A. Planner"]
    ran = CliRunner().invoke(app, ["--workspace", str(own.root), *words])

    assert (ran.exit_code, opened) == (0, [Path("a.docx"), Path("b.pdf")])


STATE = """# The State plan

## II. Strategic elements

### b. State Strategic Vision and Goals

#### 1. Vision

Our vision is a State where every family lives from good work and every employer finds skilled people.

### c. State Strategy

#### 1. Industry or sector partnerships, and career pathways

Employer-led councils for hospitals and shipyards meet every month and write the courses that the colleges teach.
"""


@pytest.mark.slow
def test_local_plans_are_laid_beside_the_state_plan(own, tmp_path):
    texts = {
        "state": STATE,
        "near": "# Plan\n\n## Industry\n\nHere the employer-led council of the hospitals meets each month with the college and writes its nursing courses; 40 nurses were trained.",
        "parrot": "# Plan\n\n## Industry\n\nEmployer-led councils for hospitals and shipyards meet every month and write the courses that the colleges teach.",
        "far": "# Plan\n\n## Buildings\n\nThe roof of the depot was tarred in May and the gutters were cleaned.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    files = [tmp_path / f"{name}.md" for name in ("near", "parrot", "far")]
    found = align(own, "state-plan", [tmp_path / "state.md"], files)
    at = next(n for n, one in enumerate(found.statements) if "councils" in one.words)

    assert {name: echoes[at].finding for name, echoes in found.local.items()} == {
        "near.md": "taken up",
        "parrot.md": "repeated",
        "far.md": "not found",
    }
    table = alignment_table(found)
    assert any("108(e)(3)" in note for note in table.notes)
    with pytest.raises(CrosswalkError, match="No vision"):
        align(own, "state-plan", [tmp_path / "far.md"], files)


def test_comments_come_in_by_excel_and_go_out_as_a_log(read_paper, own, tmp_path):
    _, assessment = read_paper("harbor", "docx")
    book = load_workbook(io.BytesIO(report_bytes(report_of(assessment, {}), "xlsx")))
    sheet = book["Comments"]
    heads = [cell.value for cell in sheet[1]]
    rows = (
        ("2027-01-04", "A resident", "Part 2", "L-01", "=Stores are left out", "yes"),
        ("", "A union", "Part 3", "L-31; L-18", "More hours", "no"),
    )
    for number, (day, sender, section, unit, words, disagrees) in enumerate(rows, 2):
        told = {
            "received": day,
            "sender": sender,
            "section": section,
            "requirement": unit,
            "comment": words,
            "disagrees": disagrees,
        }
        for head, cell in told.items():
            sheet.cell(number, heads.index(head) + 1).value = cell
    file = tmp_path / "filled.xlsx"
    book.save(file)

    _, first, _ = take_decisions(own, ["local-plan"], file, "A. Planner", "2027-01-05")
    _, again, _ = take_decisions(own, ["local-plan"], file, "A. Planner", "2027-01-06")
    held = read_public_comments(comments_path(own.root, "local-plan"))
    assert ([one.number for one in first], again) == (["1", "2"], [])
    assert held[0].comment == "=Stores are left out"
    report = SimpleNamespace(comments=held)
    paper = words_of(report_bytes(with_comments(assessment, report.comments), "docx", "comments"))
    assert "Comments that disagree with the plan: 1" in paper
    assert paper.index("Part 2") < paper.index("Part 3")

    sheet.cell(2, heads.index("requirement") + 1).value = "L-99"
    book.save(file)
    before = comments_path(own.root, "local-plan").read_bytes()
    with pytest.raises(CrosswalkError, match="L-99"):
        take_decisions(own, ["local-plan"], file, "A", "2027-01-07")
    assert comments_path(own.root, "local-plan").read_bytes() == before


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("number\tcomment\nfirst\tStores\n", "line 2"),
        ("number\tdisagrees\n1\tperhaps\n", "neither yes nor no"),
        ("number\treceived\n1\tMay 2\n", "YYYY-MM-DD"),
        ("who\tcomment\nA\tStores\n", "columns must be"),
    ],
)
def test_a_comment_file_broken_by_hand_is_named_and_left_alone(tmp_path, broken, said):
    path = comments_path(tmp_path, "local-plan")
    path.parent.mkdir()
    path.write_text(broken, "utf-8")

    with pytest.raises(CrosswalkError) as told:
        record_public_comments(path, [{"comment": "More"}], frozenset(), "A", "2027-01-05")
    assert said in str(told.value)
    assert path.read_text("utf-8") == broken


def test_two_editors_lose_no_comment(tmp_path):
    path = comments_path(tmp_path, "local-plan")

    def write(words):
        record_public_comments(path, [{"comment": words}], frozenset(), "A", "2027-01-05")

    writers = [threading.Thread(target=write, args=(f"Comment {n}",)) for n in range(8)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    held = read_public_comments(path)
    assert [one.number for one in held] == [str(n) for n in range(1, 9)]
    assert {one.comment for one in held} == {f"Comment {n}" for n in range(8)}


def with_comments(assessment, comments):
    from dataclasses import replace

    return replace(report_of(assessment, {}), comments=tuple(comments))


@pytest.fixture(scope="module")
def confirmed(read_paper, lists):
    """A report with one row confirmed as it stands, one with agreed words, one noted but not confirmed."""
    _, assessment = read_paper("harbor", "docx")
    digest = {unit.id: unit.digest for unit in lists["local-plan"].units}

    def made(unit, **cells):
        return PlanDecision(unit, digest=digest[unit], by="A. Planner", date="2027-01-15", **cells)

    return report_of(
        assessment,
        {
            "L-50": made("L-50", status="decided", decision="Keep"),
            "L-30": made(
                "L-30",
                status="decided",
                decision="Rewrite",
                owner="The college",
                due="2027-03-01",
                language="Employers rate each course in May.",
            ),
            "L-43": made("L-43", note="Ask the transit authority", language="Not agreed yet."),
        },
    )


def test_text_for_the_plan_comes_from_confirmed_rows_only(confirmed):
    words = words_of(report_bytes(confirmed, "docx", "language"))

    assert "Employers rate each course in May." in words
    assert "Keel County acts as grant recipient" in words
    assert "Not agreed yet." not in words
    assert "2 of 63 requirements" in words


@pytest.mark.parametrize("cut", SUMMARIES)
def test_every_summary_says_who_confirmed_and_what_is_left_out(confirmed, cut):
    words = words_of(report_bytes(confirmed, "docx", cut))

    assert "2 of 63 requirements are confirmed" in words
    assert "The other 61 are left out." in words
    assert "A. Planner" in words
    assert "The college" in words
    assert "transit authority" not in words


def test_a_letter_shows_the_plans_words_once_and_leaves_out_what_nobody_can_assess(confirmed):
    words = words_of(report_bytes(confirmed, "docx", "letter"))
    gap = next(line for line in confirmed.gaps if line.finding.places and line.state is not UnitState.PARTLY)

    assert words.count(gap.finding.places[0].words) == 1
    assert gap.finding.reason not in words
    assert "Information the Governor requires" not in words
    assert "harbor.docx, " not in words


def test_a_leader_reads_of_the_approval_of_this_kind_of_plan_only(confirmed):
    source = replace(confirmed.assessment.requirements.corpus.source, id="state-plan")
    corpus = replace(confirmed.assessment.requirements.corpus, source=source)
    requirements = replace(confirmed.assessment.requirements, corpus=corpus)
    state = replace(confirmed, assessment=replace(confirmed.assessment, requirements=requirements))

    assert "20 CFR 679.570" in words_of(report_bytes(confirmed, "docx", "leader"))
    assert "20 CFR 679.570" not in words_of(report_bytes(state, "docx", "leader"))


def _contrast_on_white(color):
    """The contrast ratio of WCAG 2 of a text color on white, 1 to 21."""
    parts = [one / 255 for one in color]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_passes_the_accessibility_items_a_machine_can_test(confirmed, paper):
    data = report_bytes(confirmed, "docx", paper)
    document = Document(io.BytesIO(data))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

    assert document.core_properties.title
    assert document.core_properties.language == "en-US"
    assert xml.count("<w:tblHeader") == xml.count("<w:tblCaption") == len(document.tables)
    assert "w:gridSpan" not in xml
    assert "w:vMerge" not in xml
    assert "<w:drawing" not in xml
    colors = {one.style.font.color.rgb for one in document.paragraphs} - {None}
    assert all(_contrast_on_white(color) >= 4.5 for color in colors), colors
    levels = [int(one.style.name[-1]) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_is_a_web_page_with_the_words_of_the_word_file(confirmed, paper):
    page = lxml_html(report_bytes(confirmed, "html", paper))
    text = " ".join(page.text_content().split())

    assert page.get("lang") == "en"
    assert page.findtext(".//title")
    assert len(page.xpath("//h1")) == 1
    assert all(
        table.xpath("./caption/text()") and table.xpath("./thead//th[@scope='col']")
        for table in page.iter("table")
    )
    if paper != "findings":
        document = Document(io.BytesIO(report_bytes(confirmed, "docx", paper)))
        assert len(page.xpath("//table")) == len(document.tables)
        for one in document.paragraphs:
            assert " ".join(one.text.split()) in text


def test_the_workbook_passes_the_accessibility_items_a_machine_can_test(confirmed):
    book = load_workbook(io.BytesIO(report_bytes(confirmed, "xlsx")))

    assert book.properties.title
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert all(cell.value for cell in sheet[1])
        assert not sheet._images
        assert sheet.sheet_state != "hidden"


def test_a_table_agrees_in_every_form_and_stays_text():
    table = TableFile(
        "Counts", ("One note.",), ("who", "what"), (("=A1", "+1"), ("@x", "-2"), ("<b>", "plain"))
    )
    told = json.loads(table_bytes(table, "json"))["rows"]
    rows = list(csv.reader(io.StringIO(table_bytes(table, "csv").decode())))[1:]
    sheet = load_workbook(io.BytesIO(table_bytes(table, "xlsx")))["Rows"]
    page = table_bytes(table, "html").decode()

    assert [tuple(row.values()) for row in told] == list(table.rows)
    assert [tuple(cell.removeprefix("'") for cell in row) for row in rows] == list(table.rows)
    assert rows[0] == ["'=A1", "'+1"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] == list(table.rows)
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    assert "<b>" not in page
    assert page.count('<th scope="row">') == 3
    assert len(Document(io.BytesIO(table_bytes(table, "docx"))).tables[0].rows) == 4
    with pytest.raises(CrosswalkError):
        table_bytes(table, "pptx")


@pytest.mark.slow
def test_gaps_of_a_crosswalk_agree_in_every_form(space, shipped_build):
    ways = read_gaps(space, "definition")
    number = sum(len(way.gaps) for way in ways)
    rows = json.loads(gap_bytes(ways, "json"))["rows"]

    assert number > 0
    assert len(rows) == number
    assert any(row["question"] for row in rows)
    for way in ways:
        for prov, answer, _ in way.gaps:
            row = next(row for row in rows if row["direction"] == way.heading and row["text"] == prov.text)
            assert (row["reason"], row["searched"]) == (answer.reason, answer.searched)
    assert len(list(csv.reader(io.StringIO(gap_bytes(ways, "csv").decode())))) == number + 1
    assert load_workbook(io.BytesIO(gap_bytes(ways, "xlsx")))["Rows"].max_row == number + 1
    assert len(Document(io.BytesIO(gap_bytes(ways, "docx"))).tables[0].rows) == number + 1
    for form in FORMATS:
        assert gap_bytes(ways, form) == gap_bytes(ways, form)


def rate(path, ratings):
    """Write ratings given as {sheet: {element: (rating, evidence)}} into a workbook."""
    book = load_workbook(path)
    for name, rows in ratings.items():
        sheet = book[name]
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[0].value in rows:
                row[heads.index("rating")].value, row[heads.index("evidence")].value = rows[row[0].value]
    book.save(path)


def test_partners_rate_alone_and_two_steps_apart_are_shown_first(own, tmp_path):
    path, earlier = tmp_path / "now.xlsx", tmp_path / "earlier.xlsx"
    data = ratings_workbook(own, "alliance", ["College", "Adult schools"])
    path.write_bytes(data)
    earlier.write_bytes(data)
    elements = [row[0].value for row in load_workbook(path)["College"].iter_rows(min_row=2)]
    assert load_workbook(path).sheetnames == ["How to", "College", "Adult schools", TOGETHER]
    near, apart = elements[0], next(one for one in elements if one.endswith("own 1"))
    rate(
        path,
        {
            "College": {near: ("started", ""), apart: ("in place", "The agreement of 2026")},
            "Adult schools": {near: ("In place", ""), apart: ("discussed", "")},
            TOGETHER: {near: ("started", "Minutes of May")},
        },
    )
    rate(earlier, {TOGETHER: {near: ("discussed", "")}})
    table = compared_ratings(read_ratings(path), read_ratings(earlier))
    rows = [dict(zip(table.heads, row, strict=True)) for row in table.rows]

    assert [row["element"] for row in rows] == [apart, near]
    assert (rows[0]["talk about it"], rows[1]["talk about it"]) == ("yes", "no")
    assert rows[0]["why"] == "Adult schools says discussed, College says in place"
    assert (rows[1]["earlier together"], rows[1]["together"]) == ("discussed", "started")
    assert rows[1]["evidence"] == "Minutes of May"
    assert not any(word.isdigit() for row in rows for word in (row["College"], row["together"]))


def test_a_word_that_is_no_rating_and_a_strange_name_are_one_sentence(own, tmp_path):
    path = tmp_path / "now.xlsx"
    path.write_bytes(ratings_workbook(own, "alliance", ["College"]))
    element = load_workbook(path)["College"]["A2"].value
    rate(path, {"College": {element: ("excellent", "")}})

    with pytest.raises(CrosswalkError, match="sheet College"):
        read_ratings(path)
    for partners in ([], ["College", "college"], ["A/B"], [TOGETHER], ["x" * 40]):
        with pytest.raises(CrosswalkError):
            ratings_workbook(own, "alliance", partners)
    assert len(STEPS) == 4


def test_a_day_of_a_comment_is_taken_as_teams_write_it_and_adds_nothing_twice(tmp_path):
    path = comments_path(tmp_path, "local-plan")
    row = {"comment": "More hours", "received": "4/2/2027", "disagrees": "Yes"}
    record_public_comments(path, [row], frozenset(), "A", "2027-04-03")

    assert record_public_comments(path, [row], frozenset(), "A", "2027-04-04") == []
    held = read_public_comments(path)[0]
    assert (held.received, held.disagrees) == ("2027-04-02", "yes")


def test_the_agenda_keeps_an_item_on_one_page_and_says_what_is_asked_once(confirmed):
    document = Document(io.BytesIO(report_bytes(confirmed, "docx", "agenda")))
    words = [one.text for one in document.paragraphs]
    owners = [at for at, one in enumerate(words) if one.startswith("Owner: ")]
    silent = next(at for at, one in enumerate(words) if one.endswith(": not found"))

    assert all(document.paragraphs[at - 1].paragraph_format.keep_with_next for at in owners)
    assert not any(document.paragraphs[at].paragraph_format.keep_with_next for at in owners)
    assert not any("Needed: Add to the plan" in one for one in words[silent : silent + 3])
    assert "Due: March 1, 2027" in " ".join(words)


def test_the_columns_of_the_appendix_are_as_wide_as_what_they_hold(confirmed):
    table = Document(io.BytesIO(report_bytes(confirmed, "docx", "finder"))).tables[0]
    number, _, citation, answered, where = (cell.width for cell in table.rows[1].cells)

    assert citation == where
    assert where > 2 * number == 2 * answered
