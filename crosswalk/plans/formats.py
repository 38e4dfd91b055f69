"""A plan's report as JSON, as CSV and as a web page, and one of its papers as a web page; pages need no script."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from crosswalk.language.phrasing import spreadsheet_cell
from crosswalk.plans.assess import Place
from crosswalk.plans.decisions import PARAGRAPHS, STATUSES
from crosswalk.plans.lines import STATE_WORDS, Line, Report, place_words
from crosswalk.plans.requirements import Unit, with_place
from crosswalk.report.table_file import ROOM

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from jinja2 import Template

COLUMNS = (
    ("requirement", 12),
    ("name", 26),
    ("asks", 34),
    ("citation", 34),
    ("kind", 12),
    ("applies to", 18),
    ("finding", 16),
    ("missing", 20),
    ("why", 44),
    ("words of the plan", 60),
    ("where", 34),
    ("closest", 44),
    ("searched", 9),
    ("needed", 34),
    ("status", 10),
    ("owner", 16),
    ("due", 12),
    ("decision", 30),
    ("action", 30),
    ("words for the plan", 40),
    ("evidence", 30),
    ("not applicable because", 24),
    ("note", 24),
    ("decided by", 14),
    ("decided on", 12),
)
# The columns that people fill in, by their heads in the workbook and on the page.
FILLED = {
    "status": "status",
    "owner": "owner",
    "due": "due",
    "decision": "decision",
    "action": "action",
    "words for the plan": "language",
    "evidence": "evidence",
    "not applicable because": "not_applicable",
    "note": "note",
}
_EARLIER = ("in the earlier draft", 44)


def as_json(report: Report) -> bytes:
    """The report as the contract sets it out, and beside it what the team decided."""
    assessment = report.assessment
    corpus = assessment.requirements.corpus.source
    document = {
        "requirements": corpus.id,
        "edition": corpus.as_of,
        "plan": list(assessment.files),
        "searched": assessment.searched,
        "set_aside": dict(sorted(assessment.dropped.items())),
        "counts": {str(state): count for state, count in report.counts.items()},
        "units": [_unit(line) for line in report.lines],
    }
    if report.since:
        document["since"] = list(report.since)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _unit(line: Line) -> dict[str, Any]:
    finding, unit = line.finding, line.finding.unit
    record: dict[str, Any] = {
        "requirement": unit.id,
        "state": str(finding.state),
        "half": finding.half,
        "reason": finding.reason,
        "places": [_place(place) for place in finding.places],
        "closest": _place(finding.closest) if finding.closest else None,
        "searched": finding.searched,
        "about": _about(unit),
    }
    if line.before:
        record["before"] = line.before
    decided = {
        name: getattr(line.decision, name) for name in line.decision.__slots__ if name != "requirement"
    }
    if any(decided.values()) and line.decision.by:
        record["decided"] = decided | {"words_changed_since": line.changed}
    return record


def _about(unit: Unit) -> dict[str, str]:
    return {
        "name": unit.name,
        "asks": unit.asks,
        "words": unit.words,
        "citation": unit.citation,
        "also": unit.also,
        "rule": unit.rule,
        "section": unit.section,
        "kind": unit.kind,
        "applies_to": unit.applies_to,
        "answered_when": unit.answered_when,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "page": place.page, "heading": list(place.heading), "words": place.words}


def columns(report: Report) -> tuple[tuple[str, int], ...]:
    """The heads of a report's table with their widths; one more where it is compared with an earlier draft."""
    return (*COLUMNS, _EARLIER) if report.since else COLUMNS


def row_cells(report: Report, line: Line) -> list[str]:
    """One row in the order of `columns`."""
    return [*cells(line), line.before] if report.since else cells(line)


def cells(line: Line) -> list[str]:
    """One row in the order of `COLUMNS`."""
    finding, unit, decision = line.finding, line.finding.unit, line.decision
    closest = finding.closest
    return [
        unit.id,
        unit.name,
        unit.asks,
        unit.cited,
        unit.kind,
        unit.applies_to,
        line.state_words,
        finding.half,
        finding.reason,
        "\n\n".join(place.words for place in finding.places),
        "\n\n".join(place_words(place) for place in finding.places),
        f"{place_words(closest)}: {closest.words}" if closest and not finding.places else "",
        str(finding.searched),
        line.needed,
        decision.status,
        decision.owner,
        decision.due,
        decision.decision,
        decision.action,
        decision.language,
        decision.evidence,
        decision.not_applicable,
        decision.note,
        decision.by,
        decision.date,
    ]


def as_csv(report: Report) -> bytes:
    """The rows for a spreadsheet; words that it would take for a formula get an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in columns(report)])
    for line in report.lines:
        writer.writerow([spreadsheet_cell(cell) for cell in row_cells(report, line)])
    return out.getvalue().encode()


class PaperBlock(NamedTuple):
    """One block of a paper: a heading with its level from 1, a quotation, a paragraph, a list, or a table.

    `rows` holds the rows of a table, heads first, or the items of a list, one cell each.
    """

    kind: str
    level: int
    words: str
    rows: tuple[tuple[str, ...], ...] = ()


class PlanForm(NamedTuple):
    """The form of a page on which a person answers: the token of the session, and what could not be kept.

    `sent` holds by requirement the fields that stay as they were typed, `reasons` why they were not kept.
    """

    token: str
    sent: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    reasons: Mapping[str, str] = MappingProxyType({})


def as_page(report: Report, *, version: str, form: PlanForm | None = None, told: Sequence[str] = ()) -> bytes:
    """The page: counts, the agenda, every requirement with words and place; every text is escaped.

    With a form each requirement has fields for the team's answer; `told` are the sentences at its head.
    """
    page = _template("plan.html").render(
        report=report,
        words=STATE_WORDS,
        where=place_words,
        with_place=with_place,
        version=version,
        form=form,
        told=told,
        statuses=STATUSES,
        room=ROOM,
        long=PARAGRAPHS,
        fields={name: head.capitalize() for head, name in FILLED.items()},
    )
    return f"{page.rstrip()}\n".encode()


def paper_page(document: "Document", *, version: str) -> bytes:
    """A Word paper as a page: its headings, paragraphs, quotations and tables in order; every text is escaped."""
    page = _template("paper.html").render(
        title=document.core_properties.title, blocks=tuple(_blocks(document)), version=version
    )
    return f"{page.rstrip()}\n".encode()


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


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template(name)
