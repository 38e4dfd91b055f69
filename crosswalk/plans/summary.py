"""The two-page summary that people bring to a planning conversation, for a funder, an agency leader, a practitioner.

All three cuts hold the same confirmed rows and the same counts; they differ in what stands on which page.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crosswalk.plans.assess import Place, UnitState
from crosswalk.plans.lines import STATE_WORDS, Line, Report
from crosswalk.plans.requirements import with_place
from crosswalk.report.table_file import add_plain_table
from crosswalk.report.words import date_words, legal

if TYPE_CHECKING:
    from docx.document import Document

# A page has room for this many rows beside its other content, each cut to this many words.
_ROWS, _WORDS = 5, 22
_MONEY = re.compile(
    r"\b(?:data|figure|report|measure|capacity|staff|seat|slot|waiting|train|transport|technolog|cost|fund|resource)\w*",
    re.IGNORECASE,
)
_MEASURES = re.compile(r"\b(?:performance|indicator|measure|the levels)", re.IGNORECASE)
# The functions a practitioner looks for, and the words in a requirement's name that show them.
_FUNCTIONS = (
    ("Intake and assessment", re.compile(r"\b(?:intake|assess|access|priority|co-enroll)\w*", re.IGNORECASE)),
    (
        "Advising",
        re.compile(r"\b(?:choice|career pathway|adult and dw|adult and dislocated)\w*", re.IGNORECASE),
    ),
    (
        "Classes and training",
        re.compile(r"\b(?:training|credential|adult education|secondary)\w*", re.IGNORECASE),
    ),
    ("Work experience and youth", re.compile(r"\b(?:youth|initiative|on-the-job|rapid)\w*", re.IGNORECASE)),
    ("Support", re.compile(r"\b(?:supportive|transportation|disabilit|188)\w*", re.IGNORECASE)),
)

# When a plan counts as approved, by list.
_APPROVAL = {
    "local-plan": (
        "A local plan counts as approved 90 days after the Governor receives it, unless the Governor writes that it has"
        " uncorrected audit deficiencies, does not comply, or is not aligned with the State plan (WIOA 108(e), 20 CFR"
        " 679.570)."
    ),
    "state-plan": (
        "A State plan counts as approved 90 days after it is submitted, unless a Secretary determines in writing that it is"
        " inconsistent with the law (WIOA 102(c)(2) and 103(c)(3))."
    ),
}

Cut = Callable[["Document", Report], None]


def _open(document: "Document", report: Report) -> list[Line]:
    """What all cuts begin with; gives the confirmed rows."""
    source = report.assessment.requirements.corpus.source
    rows = [line for line in report.lines if line.decision.confirmed and not line.changed]
    people = sorted({line.decision.by for line in rows})
    days = sorted(line.decision.date for line in rows if line.decision.date)
    document.add_paragraph(
        legal(
            f"Plan: {', '.join(report.assessment.files)}. Requirements: {source.title}, as of {source.as_of}."
            f" Confirmed by {', '.join(people) or 'nobody yet'}{f', last on {date_words(days[-1])}' if days else ''}."
        )
    )
    document.add_paragraph(legal(_counts(report, rows)))
    if not rows:
        document.add_paragraph(
            "No row is confirmed yet. Fill in status and decision in the workbook, and import it with"
            " crosswalk answers. This summary shows only what a named person confirmed."
        )
    return rows


def _counts(report: Report, rows: Sequence[Line]) -> str:
    total = report.total
    told = [
        f"{STATE_WORDS[state].lower()} {sum(line.state is state for line in rows)} of {total}"
        for state in UnitState
        if any(line.state is state for line in rows)
    ]
    unread = [line.finding.unit for line in report.lines if line.finding.unit.answers.needs]
    apart = "".join(f" {unit.id} cannot be assessed without {unit.answers.needs}." for unit in unread)
    return (
        f"{len(rows)} of {total} requirements are confirmed: {', '.join(told) or 'none'}. The other {total - len(rows)} are"
        f" left out.{apart} The findings report of the same plan shows all of them."
    )


def _next_page(document: "Document") -> None:
    document.add_page_break()  # type: ignore[no-untyped-call]


def _list(document: "Document", head: str, lines: Sequence[Line], say: Callable[[Line], str]) -> None:
    """A heading and at most five lines; how many more there are is said."""
    if not lines:
        return
    document.add_heading(head, level=1)
    for line in lines[:_ROWS]:
        document.add_paragraph(legal(say(line)), style="List Bullet")
    if len(lines) > _ROWS:
        document.add_paragraph(f"And {len(lines) - _ROWS} more in the findings report.")


def _said(line: Line, *, cited: bool = True) -> str:
    """What the plan says on a requirement, in its own words, with page; its citation where asked for."""
    unit, mark = line.finding.unit, _mark(line)
    place = line.finding.places[0] if line.finding.places else None
    words = f"“{_cut(place.words)}” ({_where(place)})" if place else STATE_WORDS[line.state]
    end = f" [{unit.place}]" if cited and unit.place else ""
    return f"{unit.name}: {words}{end}{mark}"


def _where(place: Place) -> str:
    """The page, if there is one, and the nearest heading; the plan's name is at the head of the paper."""
    page = f"page {place.page}" if place.page is not None else ""
    return (
        ", ".join(part for part in (page, _cut(place.heading[-1]) if place.heading else "") if part)
        or place.file
    )


def _mark(line: Line) -> str:
    """A mark on every row whose requirement was not checked against its source."""
    return " (requirement not checked against the source)" if line.finding.unit.unchecked else ""


def _cut(words: str) -> str:
    listed = words.split()
    return " ".join(listed) if len(listed) <= _WORDS else " ".join(listed[:_WORDS]) + " …"


def _open_gap(line: Line) -> str:
    decision = line.decision
    wanted = (decision.action or decision.decision or line.needed).rstrip(".")
    return (
        f"{line.finding.unit.name}: {STATE_WORDS[line.state].lower()}. {wanted}. Owner: {decision.owner or 'none yet'}."
        f" Due: {date_words(decision.due) or 'no date yet'}.{_mark(line)}"
    )


def _gaps(rows: Sequence[Line]) -> list[Line]:
    """The confirmed gaps that nothing has closed yet, soonest first."""
    return sorted(
        (line for line in rows if line.is_gap and line.decision.status != "closed"),
        key=lambda line: line.decision.due or "9999",
    )


def _met(rows: Sequence[Line]) -> list[Line]:
    return [line for line in rows if line.state.found]


def _funder(document: "Document", report: Report) -> None:
    rows = _open(document, report)
    gaps = _gaps(rows)
    money = [line for line in gaps if _MONEY.search(f"{line.finding.unit.asks} {line.decision.action}")]
    measures = [line for line in _met(rows) if _MEASURES.search(line.finding.unit.name)]
    _list(
        document,
        "What the area commits to, in its own words",
        [line for line in _met(rows) if line not in measures and line.finding.unit.kind != "analysis"],
        partial(_said, cited=False),
    )
    _next_page(document)
    _list(document, "Gaps that money could close", money[:5], _open_gap)
    _list(
        document,
        "Gaps that only law, policy or a decision can close",
        [line for line in gaps if line not in money],
        _open_gap,
    )
    _list(document, "What is measured", measures, partial(_said, cited=False))


def _leader(document: "Document", report: Report) -> None:
    rows = _open(document, report)
    by_owner = sorted(_gaps(rows), key=lambda line: (line.decision.owner, line.decision.due or "9999"))
    document.add_heading("What is due, by agency", level=1)
    heads = ("Agency or owner", "Due", "Requirement", "Decision or action")
    add_plain_table(document, "What is due, by agency", heads, [_due(line) for line in by_owner[: 2 * _ROWS]])
    _next_page(document)
    open_ = [line for line in report.agenda if not line.finding.unit.answers.needs]
    still = [line for line in open_ if line.decision.undecided][:_ROWS]
    _list(
        document,
        "Still to decide; left open, the plan may be found deficient",
        still,
        lambda line: with_place(line.finding.unit.name, line.finding.unit.place),
    )
    _list(
        document,
        "Promised in the plan and not yet in place",
        [line for line in rows if line.state is UnitState.PROMISES],
        _said,
    )
    if approval := _APPROVAL.get(report.assessment.requirements.corpus.source.id):
        document.add_paragraph(approval)


def _due(line: Line) -> tuple[str, str, str, str]:
    decision = line.decision
    wanted = decision.decision or decision.action or line.needed
    return (
        decision.owner or "none yet",
        date_words(decision.due) or "no date yet",
        line.finding.unit.name,
        _cut(wanted),
    )


def _practitioner(document: "Document", report: Report) -> None:
    rows = _open(document, report)
    placed: set[str] = set()
    for name, pattern in _FUNCTIONS:
        mine = [
            line
            for line in _met(rows)
            if pattern.search(line.finding.unit.name) and line.finding.unit.id not in placed
        ]
        placed |= {line.finding.unit.id for line in mine}
        _list(document, name, mine[:2], _said)
    _next_page(document)
    promised = [line for line in rows if line.state is UnitState.PROMISES]
    _list(document, "What the plan promises but does not yet do", promised, _said)
    _list(document, "What is missing, and who works on it", _gaps(rows), _open_gap)
    document.add_paragraph(
        "If practice differs from the plan, tell the owner named above, or the board's staff where no owner is named."
    )


SUMMARIES: dict[str, tuple[str, Cut]] = {
    "funder": ("The plan in two pages, for a funder", _funder),
    "leader": ("The plan in two pages, for an agency leader", _leader),
    "practitioner": ("The plan in two pages, for those who serve people", _practitioner),
}
