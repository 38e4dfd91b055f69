"""The papers of a planning meeting as Word files: agenda, deficiency letter, finder appendix, full report."""

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from crosswalk.plans.assess import UnitState
from crosswalk.plans.lines import STATE_WORDS, Line, Report, place_words
from crosswalk.plans.workbook import finder_row
from crosswalk.report.word import timeless
from crosswalk.report.words import legal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

# What a team settles in two hours, at four minutes a row.
MEETING = 30


def word_paper(report: Report, paper: str, *, version: str) -> bytes:
    """One paper as a Word file; the same bytes every time. `paper` is a key of `PAPERS`."""
    title, write = PAPERS[paper]
    document = _blank(title, version)
    document.add_heading(title, level=0)
    write(document, report)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _blank(title: str, version: str) -> "Document":
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    document = Document()
    document.core_properties.title, document.core_properties.author = title, f"crosswalk {version}"
    document.core_properties.language, document.core_properties.comments = "en-US", ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    section.left_margin = section.right_margin = Inches(0.9)
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001 - python-docx has no other way to number pages
    return document


def _table(document: "Document", caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first row is marked as its head and repeats on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table: Table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), legal(caption))
    table._tbl.tblPr.append(described)  # noqa: SLF001 - python-docx has no caption
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - nor head rows
    for row in rows:
        added: Any = table.add_row()  # type: ignore[no-untyped-call]
        for cell, words in zip(added.cells, row, strict=True):
            cell.text = legal(words)


def _opening(document: "Document", report: Report) -> None:
    source = report.assessment.requirements.corpus.source
    document.add_paragraph(legal(f"Plan: {', '.join(report.assessment.files)}"))
    document.add_paragraph(f"Requirements: {source.title}, as of {source.as_of} ({len(report.lines)} items)")
    total = len(report.lines)
    counts = [(STATE_WORDS[state], f"{count} of {total}") for state, count in report.counts.items()]
    _table(document, "Findings by kind", ("Finding", "Requirements"), counts)
    document.add_paragraph()


def _agenda(document: "Document", report: Report) -> None:
    _opening(document, report)
    lines = report.agenda
    now, later = lines[:MEETING], lines[MEETING:]
    document.add_heading("To settle in this meeting", level=1)
    document.add_paragraph(
        f"{len(now)} of {len(lines)} open items, undecided first; about four minutes each. Before moving on, note an"
        " owner and a date."
    )
    for number, line in enumerate(now, 1):
        _item(document, number, line)
    if later:
        document.add_heading("For another meeting", level=1)
        _table(
            document,
            "Items for another meeting",
            ("Requirement", "Name", "Finding"),
            [_brief(line) for line in later],
        )


def _item(document: "Document", number: int, line: Line) -> None:
    unit = line.finding.unit
    document.add_heading(legal(f"{number}. {unit.id} {unit.name}: {line.state_words.lower()}"), level=2)
    document.add_paragraph(legal(f"Asked: {unit.asks} ({unit.cited})."))
    document.add_paragraph(legal(line.finding.reason))
    _words(document, line)
    document.add_paragraph(legal(f"Needed: {line.needed}"))
    decision = line.decision
    document.add_paragraph(
        legal(
            f"Owner: {decision.owner or '____________'}   Due: {decision.due or '____________'}   PlanDecision: {decision.decision or '____________________'}"
        )
    )


def _words(document: "Document", line: Line) -> None:
    places = line.finding.places[:2]
    if places:
        for place in places:
            document.add_paragraph(legal(f"“{place.words}” ({place_words(place)})"), style="Intense Quote")
    elif line.finding.closest and line.state is UnitState.NOT_FOUND:
        closest = line.finding.closest
        document.add_paragraph(legal(f"Closest passage: “{closest.words}” ({place_words(closest)})"))


def _brief(line: Line) -> tuple[str, str, str]:
    return line.finding.unit.id, line.finding.unit.name, line.state_words


def _letter(document: "Document", report: Report) -> None:
    for words in ("Date: ____________", "To: ____________", f"Re: {', '.join(report.assessment.files)}"):
        document.add_paragraph(legal(words))
    gaps = [line for line in report.gaps if line.decision.status != "closed"]
    document.add_paragraph(
        f"The plan was reviewed against {len(report.lines)} requirements. {len(gaps)} of them are not answered in full."
        " Each is set out below with the finding, the words of the plan, and what is needed. Please send a revised plan by"
        " ____________."
    )
    for number, line in enumerate(gaps, 1):
        unit = line.finding.unit
        document.add_heading(legal(f"{number}. {unit.name}"), level=1)
        document.add_paragraph(legal(f"Requirement: “{unit.words}” ({unit.cited})."))
        document.add_paragraph(legal(f"Finding: {line.finding.reason}"))
        _words(document, line)
        document.add_paragraph(legal(f"Needed: {line.needed}"))
        document.add_paragraph(legal(f"By: {line.decision.due or '____________'}"))


def _finder(document: "Document", report: Report) -> None:
    document.add_paragraph(legal(f"Pages and headings are those of {', '.join(report.assessment.files)}."))
    heads = ("Requirement", "Name", "Citation", "Answered", "Where")
    _table(document, "Where each item is answered", heads, [finder_row(line) for line in report.lines])


def _findings(document: "Document", report: Report) -> None:
    _opening(document, report)
    group = None
    for line in report.lines:
        unit = line.finding.unit
        if unit.group != group:
            group = unit.group
            document.add_heading(legal(group or "Requirements"), level=1)
        document.add_heading(legal(f"{unit.id} {unit.name}: {line.state_words.lower()}"), level=2)
        document.add_paragraph(legal(f"Asked: {unit.asks} ({unit.cited})."))
        document.add_paragraph(legal(line.finding.reason))
        _words(document, line)


PAPERS: dict[str, tuple[str, Callable[["Document", Report], None]]] = {
    "findings": ("Where the plan answers its requirements", _findings),
    "agenda": ("Agenda for the planning meeting", _agenda),
    "letter": ("Deficiency letter (draft)", _letter),
    "finder": ("Where each item is answered", _finder),
}
