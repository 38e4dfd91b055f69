"""A plan's draft beside its last approved version: from Word, PDF and web pages, by the real command."""

import json

import pytest
from lxml import html

from crosswalk.editions.diff import Edition, find_changes
from crosswalk.model.corpus import Corpus, Provision, Source
from tests.command_line import crosswalk

pytestmark = pytest.mark.slow

# A made-up plan: style (h1, h2, p, or li for an item of a numbered list) and words.
APPROVED = (
    ("h1", "State Plan for Harbor State"),
    ("h2", "II.a Workforce vision"),
    ("p", "The State will build career pathways that let adults move from basic skills to a credential."),
    ("p", "The Governor shall convene the State board at least four times a year."),
    ("h2", "II.b Career pathways"),
    ("li", "Local boards may offer career counseling to participants at each step of a pathway."),
    ("li", "Each pathway must include work-based learning with at least 3 employers of the region."),
    ("li", "Credits earned at a community college count toward the next step."),
    ("h2", "II.c Performance"),
    (
        "p",
        "The State expects that 70 percent of participants will be employed in the second quarter after exit.",
    ),
    ("p", "Results are published each October on the website of the State board."),
)
DRAFT = (
    *APPROVED[:3],
    ("p", "The Governor shall convene the State board at least two times a year."),
    ("h2", "II.b Partners"),
    ("p", "The department of education and the department of labor sign one agreement on shared intake."),
    ("h2", "II.c Career pathways"),
    ("li", "Local boards shall offer career counseling to participants at each step of a pathway."),
    APPROVED[7],
    APPROVED[6],
    ("h2", "II.d Performance"),
    APPROVED[9],
)


def as_page(plan):
    rows = "".join(f"<{'ol><li' if t == 'li' else t}>{w}</{'li></ol' if t == 'li' else t}>" for t, w in plan)
    body = rows.replace("</ol><ol>", "")
    return f'<!doctype html><html lang="en"><head><title>Plan</title></head><body>{body}</body></html>'


def write_html(path, plan, _):
    path.write_text(as_page(plan), "utf-8")


def write_docx(path, plan, _):
    from docx import Document

    document = Document()
    for style, words in plan:
        if style.startswith("h"):
            document.add_heading(words, level=int(style[1]))
        else:
            document.add_paragraph(words, style="List Number" if style == "li" else None)
    document.save(path)


def write_pdf(path, plan, print_pdf):
    print_pdf(as_page(plan), path)


@pytest.fixture
def print_pdf(browser):
    """Prints a page as PDF with a browser, as an office program would."""

    def printed(text, path):
        tab = browser.new_page()
        tab.set_content(text)
        tab.pdf(path=path)
        tab.close()

    return printed


def run(folder, *words):
    return crosswalk(*words, cwd=folder)


FORMS = [
    ("docx", write_docx),
    ("html", write_html),
    pytest.param("pdf", write_pdf, marks=pytest.mark.browser),
]


@pytest.mark.parametrize(("ending", "write"), FORMS)
def test_a_draft_against_the_approved_version(tmp_path, request, ending, write):
    printer = request.getfixturevalue("print_pdf") if ending == "pdf" else None
    for name, plan in (("approved", APPROVED), ("draft", DRAFT)):
        write(tmp_path / f"{name}.{ending}", plan, printer)
    files = (f"approved.{ending}", f"draft.{ending}")
    told = run(tmp_path, "changes", *files)
    as_json = run(tmp_path, "changes", *files, "--format", "json")
    page = run(tmp_path, "changes", *files, "--format", "html", "--out", "page.html")
    memo = run(tmp_path, "changes", files[1], "--from", files[0], "--format", "memo", "--out", "memo.docx")

    assert (0, 0, 0, 0) == tuple(one.returncode for one in (told, as_json, page, memo)), told.stderr
    assert told.stdout.startswith(f"approved.{ending} to draft.{ending}\n")
    for said in (
        "C-1 Reworded · II.a Workforce vision, paragraph 2 · Number or date changed: four → two",
        "II.b Career pathways, 1 → II.c Career pathways, 1 · Duty changed: may → must",
        "Local boards [removed: may] [added: shall] offer career counseling",
        "Added · II.b Partners, paragraph 1",
        "Removed · II.c Performance, paragraph 2",
        "Renumbered · II.b Career pathways, 3 → II.c Career pathways, 2 · the words are the same",
    ):
        assert said in told.stdout
    kinds = json.loads(as_json.stdout)["kinds"]
    # Of two items that changed places one keeps its order and is renumbered; the other moved.
    assert (1, 5, 1, 2, 1, 3) == tuple(
        kinds[one] for one in ("reworded", "renumbered", "moved", "added", "removed", "same")
    )
    doc = html.document_fromstring((tmp_path / "page.html").read_text("utf-8"))
    (main,) = doc.xpath("//main")
    text = " ".join(main.text_content().split())
    assert f"draft.{ending}: what changed" in text
    assert f"approved.{ending}" in text
    assert (tmp_path / "memo.docx").read_bytes().startswith(b"PK")


def test_two_provisions_of_one_section_are_not_equal_for_that():
    """Another paragraph where one was taken out: removed and added, for a place is no name."""

    def plan(second):
        provs = (Provision("s", "", "Vision"), Provision("s/p1", "We serve adults.", parent="s"))
        return Edition(Corpus(Source("plan", "1", "Plan"), (*provs, Provision("s/p2", second, parent="s"))))

    found = find_changes(
        plan("Boards meet monthly in the capital."), plan("Apprentices receive tools free of charge.")
    )

    assert {"same": 2, "removed": 1, "added": 1} == {kind.value: n for kind, n in found.kinds.items()}
