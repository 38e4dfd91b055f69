"""Write the papers of a planning team for Word: agenda, letter, finder, comment log, text for the plan, summaries."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from crosswalk.plans.decisions import PublicComment
from crosswalk.plans.findings import STATE_WORDS, Line, Report, UnitState, place_in_plan
from crosswalk.plans.formats import finder_row
from crosswalk.plans.requirements import with_place
from crosswalk.plans.summary import SUMMARIES
from crosswalk.report.html import render_alone
from crosswalk.report.table_file import add_plain_table, blank_document
from crosswalk.report.words import count, date_words, legal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

# How wide the columns of the comment log are beside each other.
_LOG = (2, 5, 5, 5, 9, 7, 7)
# The number of rows for a two-hour meeting, at four minutes a row.
MEETING = 30
# What is left for a person to fill in.
_BLANK = 12 * "_"
# A paper shows the closest passage only if its chance of dealing with the requirement is at least this.
NOTABLE = 0.05


def paper_document(report: Report, paper: str) -> "Document":
    """One paper as a Word document. `paper` is a key of `PAPERS`."""
    title, write = PAPERS[paper]
    document = blank_document(title, size=10 if paper in SUMMARIES else 11)
    _darken_headings(document)
    document.add_heading(title, level=0)
    write(document, report)
    return document


def _darken_headings(document: "Document") -> None:
    """The template's lower headings are too light on white for readers with low vision; all get the first one's blue."""
    from docx.shared import RGBColor

    for level in (1, 2, 3):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x36, 0x5F, 0x91)


def _opening(document: "Document", report: Report) -> None:
    source = report.assessment.requirements.corpus.source
    document.add_paragraph(legal(f"Plan: {', '.join(report.assessment.files)}"))
    document.add_paragraph(f"Requirements: {source.title}, as of {source.as_of} ({report.total} items)")
    total = report.total
    counts = [(STATE_WORDS[state], f"{count} of {total}") for state, count in report.counts.items()]
    add_plain_table(document, "Findings by kind", ("Finding", "Requirements"), counts)
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
        _item(document, number, line, named=_named(report))
    if later:
        document.add_heading("For another meeting", level=1)
        add_plain_table(
            document,
            "Items for another meeting",
            ("Requirement", "Name", "Finding"),
            [_brief(line) for line in later],
            shares=(2, 6, 2),
        )


def _item(document: "Document", number: int, line: Line, *, named: bool) -> None:
    """One item of the agenda, kept on one page; of what is not found, what is asked is what is needed."""
    unit, decision = line.finding.unit, line.decision
    first = len(document.paragraphs)
    document.add_heading(legal(f"{number}. {unit.id} {unit.name}: {line.state_words.lower()}"), level=2)
    document.add_paragraph(legal(f"Asked: {with_place(unit.asks, unit.place)}."))
    silent = line.state is UnitState.NOT_FOUND
    if not silent:
        document.add_paragraph(legal(line.reason))
    _words(document, line, named=named, least=NOTABLE)
    if not silent or unit.answers.needs:
        document.add_paragraph(legal(f"Needed: {line.needed}"))
    document.add_paragraph(
        legal(
            f"Owner: {decision.owner or _BLANK}   Due: {date_words(decision.due) or _BLANK}   Decision: {decision.decision or 2 * _BLANK}"
        )
    )
    for one in document.paragraphs[first:-1]:
        one.paragraph_format.keep_with_next = True


def _named(report: Report) -> bool:
    """Whether each place names its file: a plan in one file is named at the head of the paper."""
    return len(report.assessment.files) > 1


def _words(document: "Document", line: Line, *, named: bool, least: float = 0.0) -> None:
    """The plan's words, or the closest passage if its chance of dealing with the requirement is at least `least`."""
    places = line.finding.places[:2]
    if places:
        for place in places:
            document.add_paragraph(
                legal(f"“{place.words}” ({place_in_plan(place, named=named)})"), style="Quote"
            )
    elif line.finding.unit.answers.needs:
        return
    elif (closest := line.finding.closest) and line.state is UnitState.NOT_FOUND and closest.chance >= least:
        where = place_in_plan(closest, named=named)
        document.add_paragraph(legal(f"Closest passage: “{closest.words}” ({where})"))


def _brief(line: Line) -> tuple[str, str, str]:
    return line.finding.unit.id, line.finding.unit.name, line.state_words


def _letter(document: "Document", report: Report) -> None:
    for words in (f"Date: {_BLANK}", f"To: {_BLANK}", f"Re: {', '.join(report.assessment.files)}"):
        document.add_paragraph(legal(words))
    gaps = [
        line
        for line in report.gaps
        if line.decision.status != "closed" and not line.finding.unit.answers.needs
    ]
    document.add_paragraph(
        f"We reviewed the plan against {report.total} requirements. {len(gaps)} of them are not answered in full."
        " For each, this letter gives the requirement, our finding, the words of the plan, and what is needed. Please send"
        f" a revised plan by {_BLANK}."
    )
    for number, line in enumerate(gaps, 1):
        unit = line.finding.unit
        document.add_heading(legal(f"{number}. {unit.name}"), level=1)
        document.add_paragraph(legal(f"Requirement: {with_place(f'“{unit.words}”', unit.cited)}."))
        document.add_paragraph(legal(f"Finding: {line.reason}"))
        _words(document, line, named=_named(report), least=NOTABLE)
        document.add_paragraph(legal(f"Needed: {line.needed}"))
        document.add_paragraph(legal(f"Due: {date_words(line.decision.due) or _BLANK}"))
    document.add_paragraph(f"If you have questions, please call or write to: {_BLANK}")
    document.add_paragraph(f"Signed: {_BLANK}")


def _finder(document: "Document", report: Report) -> None:
    document.add_paragraph(legal(f"Pages and headings are those of {', '.join(report.assessment.files)}."))
    heads = ("Requirement", "Name", "Citation", "Answered", "Where")
    add_plain_table(
        document,
        "Where each item is answered",
        heads,
        [finder_row(line, named=_named(report)) for line in report.lines],
        shares=(5, 9, 11, 5, 11),
    )


def _findings(document: "Document", report: Report) -> None:
    _opening(document, report)
    group = None
    for line in report.lines:
        unit = line.finding.unit
        if unit.group != group:
            group = unit.group
            document.add_heading(legal(group or "Requirements"), level=1)
        document.add_heading(legal(f"{unit.id} {unit.name}: {line.state_words.lower()}"), level=2)
        document.add_paragraph(legal(f"Asked: {with_place(unit.asks, unit.cited)}."))
        document.add_paragraph(legal(line.reason))
        _words(document, line, named=_named(report))
        if line.before:
            document.add_paragraph(legal(f"In the earlier draft: {line.before}"))


def _comments(document: "Document", report: Report) -> None:
    """The comment log: comments that disagree first, then every comment by section and requirement."""
    disagree = [one for one in report.comments if one.disagrees == "yes"]
    document.add_paragraph(
        f"{count(len(report.comments), 'comment')}. Comments that disagree with the plan: {len(disagree)}; they go to the"
        " Governor with it (WIOA 108(d)(3))."
    )
    heads = ("No.", "Received", "From", "Requirement", "Comment", "Answer", "Changed")
    if disagree:
        document.add_heading("Comments that disagree with the plan", level=1)
        add_plain_table(
            document, "Comments that disagree", heads, [_comment_row(one) for one in disagree], shares=_LOG
        )
    document.add_heading("All comments by section", level=1)
    placed = sorted(report.comments, key=lambda one: (one.section, one.requirement, int(one.number)))
    for section, group in groupby(placed, key=lambda one: one.section):
        document.add_heading(legal(section or "No section given"), level=2)
        add_plain_table(
            document,
            f"Comments on {section or 'the plan'}",
            heads,
            [_comment_row(one) for one in group],
            shares=_LOG,
        )


def _comment_row(one: PublicComment) -> tuple[str, ...]:
    return (
        one.number,
        date_words(one.received),
        one.sender,
        one.requirement,
        one.comment,
        one.answer,
        one.change,
    )


def _language(document: "Document", report: Report) -> None:
    """Text to paste into the plan: for each confirmed row the words the team agreed on, else the plan's own."""
    ready = [(line, words) for line in report.lines if (words := _ready(line))]
    document.add_paragraph(
        f"{len(ready)} of {report.total} requirements have text that a named person confirmed. The others are left out."
    )
    for line, words in ready:
        unit = line.finding.unit
        document.add_heading(legal(f"{unit.section or unit.id} {unit.name}"), level=1)
        for paragraph in filter(None, words.split("\n")):
            document.add_paragraph(legal(paragraph))
        by = f"{line.decision.by}, {date_words(line.decision.date)}"
        document.add_paragraph(legal(f"Answers {unit.cited or unit.id}. Confirmed by {by}."))


def _ready(line: Line) -> str:
    """The text of a confirmed row; empty if it has none, or if the requirement has changed since."""
    if not line.decision.confirmed or line.changed or line.decision.not_applicable:
        return ""
    own = line.finding.places[0].words if line.state is UnitState.MET and line.finding.places else ""
    return line.decision.language or own


PAPERS: dict[str, tuple[str, Callable[["Document", Report], None]]] = {
    "findings": ("Where the plan answers its requirements", _findings),
    "agenda": ("Agenda for the planning meeting", _agenda),
    "letter": ("Deficiency letter (draft)", _letter),
    "finder": ("Where each item is answered", _finder),
    "comments": ("Comment log", _comments),
    "language": ("Text for the plan, from confirmed rows", _language),
    **SUMMARIES,
}


class PaperBlock(NamedTuple):
    """One block of a paper: a heading with its level from 1, a quotation, a paragraph, a list, or a table.

    `rows` holds the rows of a table, heads first, or the items of a list, one cell each.
    """

    kind: str
    level: int
    words: str
    rows: tuple[tuple[str, ...], ...] = ()


def paper_page(document: "Document", *, version: str) -> bytes:
    """A Word paper as a page: its headings, paragraphs, quotations and tables in order; every text is escaped."""
    page = render_alone(
        "paper", title=document.core_properties.title, blocks=tuple(_blocks(document)), version=version
    )
    return page.encode()


def _blocks(document: "Document") -> Iterator[PaperBlock]:
    """The blocks of a paper without empty ones, items that follow each other as one list."""
    single = [one for part in document.iter_inner_content() if (one := _block(part)).words or one.rows]
    for listed, run in groupby(single, lambda one: one.kind == "list"):
        if listed:
            yield PaperBlock("list", 0, "", tuple((one.words,) for one in run))
        else:
            yield from run


def _block(part: "Paragraph | Table") -> PaperBlock:
    from docx.table import Table

    if isinstance(part, Table):
        return PaperBlock(
            "table", 0, _caption(part), tuple(tuple(cell.text for cell in row.cells) for row in part.rows)
        )
    style = (part.style.name if part.style else "") or ""
    if style == "Title":
        return PaperBlock("heading", 1, part.text)
    if style.startswith("Heading "):
        return PaperBlock("heading", int(style.removeprefix("Heading ")) + 1, part.text)
    if style.startswith("List"):
        return PaperBlock("list", 0, part.text)
    return PaperBlock("quotation" if "Quote" in style else "paragraph", 0, part.text)


def _caption(table: "Table") -> str:
    """The title that a table carries for readers who do not see it."""
    from docx.oxml.ns import qn

    found = table._tbl.tblPr.find(qn("w:tblCaption"))  # noqa: SLF001 - python-docx has no property for it
    return "" if found is None else str(found.get(qn("w:val")))
