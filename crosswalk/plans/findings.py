"""What is found of each requirement and why, and the rows that every report shows, with what the team decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crosswalk.plans.decisions import PlanDecision, PublicComment
from crosswalk.plans.passages import PlanPassage, is_unified
from crosswalk.plans.requirements import Requirements, Unit
from crosswalk.plans.stance import Reading

# A reason quotes at most this many words of a sentence.
_WORDS = 14


class UnitState(StrEnum):
    """How a requirement is answered, in the words of the contract."""

    MET = "met"
    PARTLY = "partly"
    RESTATES = "restates"
    PROMISES = "promises"
    DENIES = "denies"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not-found"
    NOT_APPLICABLE = "not-applicable"

    @property
    def found(self) -> bool:
        """Whether an answer was found, in full or in part."""
        return self in {UnitState.MET, UnitState.PARTLY}


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the plan and their place; `page` is that of the PDF, None if there are no pages."""

    file: str
    page: int | None
    heading: tuple[str, ...]
    words: str
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement as read in a plan."""

    unit: Unit
    state: UnitState
    half: str
    reason: str
    places: tuple[Place, ...]
    closest: Place | None
    searched: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A plan against a requirement list: a finding for each unit, in the list's order."""

    requirements: Requirements
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    searched: int
    dropped: Mapping[str, int] = field(default_factory=dict)


def met_reason(unit: Unit, passage: PlanPassage, sentence: str) -> str:
    """For an answer."""
    if unit.assurance:
        return "The assurance is given in the plan."
    where = {"table": "a table", "footnote": "a footnote", "list": "a list"}.get(passage.kind, "the text")
    under = f' under "{passage.title}"' if passage.title else ""
    return f'The plan answers it in {where}{under}: "{cut(sentence)}"'


def partly_reason(half: str, negated: str) -> str:
    """For an answer with a half missing."""
    if negated:
        return f'The plan answers part of this; on {half} it only says: "{cut(negated)}"'
    return f"The plan answers part of this; it says nothing about {half}."


def only_reason(unit: Unit, state: str, ruling: Reading | None, *, dead: bool) -> str:
    """For words that are no answer."""
    words = f': "{cut(ruling.sentence)}"' if ruling else "."
    if unit.assurance and state == "denies":
        return f"The plan refuses the assurance{words}"
    told = {
        "restates": "The plan repeats the words of the requirement and adds nothing to them",
        "promises": "The plan says what is to come, and not what is in place now",
        "denies": "The plan says that this is not in place",
        "elsewhere": (
            f"The plan refers to {ruling.target}, which is not in the plan"
            if dead and ruling
            else "The plan refers to a document that is not enclosed, or to a part of the plan that does not answer"
        ),
    }[state]
    return f"{told}{words}"


def not_found_reason(unit: Unit, searched: int) -> str:
    """For silence."""
    if unit.answers.optional:
        return "The plan says nothing about this; the law lets it be left out."
    return silence_words(searched)


def silence_words(searched: int) -> str:
    """For silence on what a plan must answer."""
    return f"None of the {searched:,} passages searched deals with this."


def off_the_point() -> str:
    """For passages near the matter that say nothing of it."""
    return "The passages closest to this say nothing that answers it."


def of_another_plan(unit: Unit, passages: Sequence[PlanPassage]) -> str:
    """For a unit that is another kind of plan's, as the plan itself says; else empty."""
    other = unit.applies_to == "combined" and is_unified(passages)
    said = (
        "Only a Combined State Plan must answer this, and the plan calls itself a Unified State Plan;"
        " mark it as not applicable if that is so."
    )
    return said if other else ""


def needs_reason(unit: Unit) -> str:
    """For a unit that cannot be assessed without something a person must supply."""
    return f"This cannot be assessed without {unit.answers.needs}."


def cut(sentence: str, most: int = _WORDS) -> str:
    """The first words of a sentence, cut at a word."""
    words = sentence.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + " …"


STATE_WORDS = {
    UnitState.MET: "Met",
    UnitState.PARTLY: "Partly met",
    UnitState.RESTATES: "Restated only",
    UnitState.PROMISES: "Promised only",
    UnitState.DENIES: "Denied",
    UnitState.ELSEWHERE: "Points elsewhere",
    UnitState.NOT_FOUND: "Not found",
    UnitState.NOT_APPLICABLE: "Not applicable",
}
# What a reviewer would ask for, by finding.
NEEDED = {
    UnitState.PARTLY: "Add to the answer: {half}.",
    UnitState.RESTATES: "Say what is done, by whom, and how. The words of the requirement are not an answer.",
    UnitState.PROMISES: "Describe what is in place now.",
    UnitState.DENIES: "Put in place what is required, and describe it.",
    UnitState.ELSEWHERE: "Give the answer in the plan, or enclose the document that holds it.",
    UnitState.NOT_FOUND: "Add to the plan: {asks}.",
}
# In which order a meeting takes up what is undecided.
_URGENCY = (
    UnitState.NOT_FOUND,
    UnitState.DENIES,
    UnitState.RESTATES,
    UnitState.ELSEWHERE,
    UnitState.PROMISES,
    UnitState.PARTLY,
    UnitState.MET,
    UnitState.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement with its finding and what the team decided; `changed` if its words are new since then.

    `before` is the finding in an earlier draft, in words; empty where no drafts are compared.
    """

    finding: Finding
    decision: PlanDecision
    changed: bool = False
    before: str = ""

    @property
    def state(self) -> UnitState:
        """The finding."""
        return self.finding.state

    @property
    def state_words(self) -> str:
        """The finding in words."""
        return STATE_WORDS[self.finding.state]

    @property
    def reason(self) -> str:
        """Why it is read so, without the words of the plan where these are shown beside it."""
        reason = self.finding.reason
        told, _, quoted = reason.partition(': "')
        return f"{told}." if quoted and self.finding.places else reason

    @property
    def needed(self) -> str:
        """What would close the gap, in a sentence; empty where there is none."""
        finding = self.finding
        if finding.unit.answers.needs and finding.state is UnitState.NOT_FOUND:
            return f"Obtain {finding.unit.answers.needs}."
        return NEEDED.get(finding.state, "").format(half=finding.half, asks=finding.unit.asks)

    @property
    def is_gap(self) -> bool:
        """Whether a reviewer would ask for more; an optional item that is absent is no gap."""
        return self.finding.state in NEEDED and not (
            self.finding.unit.answers.optional and self.finding.state is UnitState.NOT_FOUND
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A plan against a list with the team's decisions: what every paper is made of.

    `comments` are the public's. `since` names the files of an earlier draft; then `lines` holds only the rows that changed.
    `notes` are sentences about the workspace that a reader should see.
    """

    assessment: Assessment
    lines: tuple[Line, ...]
    since: tuple[str, ...] = ()
    comments: tuple[PublicComment, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many requirements were assessed, whether their rows are shown or not."""
        return len(self.assessment.findings)

    @property
    def counts(self) -> dict[UnitState, int]:
        """How many requirements have each finding, in the order of the states."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in UnitState if found[state]}

    @property
    def gaps(self) -> tuple[Line, ...]:
        """The rows for which a reviewer would ask for more."""
        return tuple(line for line in self.lines if line.is_gap)

    @property
    def agenda(self) -> tuple[Line, ...]:
        """The gaps that are still open: undecided ones first, then by due day, by finding, in the list's order."""
        still = [line for line in self.gaps if line.decision.status != "closed"]
        return tuple(
            sorted(
                still,
                key=lambda line: (
                    not (line.decision.undecided or line.changed),
                    line.decision.due or "9999",
                    _URGENCY.index(line.state),
                ),
            )
        )


def report_of(assessment: Assessment, decisions: Mapping[str, PlanDecision]) -> Report:
    """The rows of a report; a person's "not applicable" with its reason goes before the program's finding."""
    return Report(assessment, tuple(_line(one, decisions.get(one.unit.id)) for one in assessment.findings))


def _line(finding: Finding, decision: PlanDecision | None) -> Line:
    if decision is None:
        return Line(finding, PlanDecision(finding.unit.id))
    changed = bool(decision.digest) and decision.digest != finding.unit.digest
    if decision.not_applicable:
        reason = f"Set by {decision.by or 'a person'}: {decision.not_applicable}"
        finding = replace(
            finding, state=UnitState.NOT_APPLICABLE, half="", reason=reason, places=(), closest=None
        )
    return Line(finding, decision, changed)


def joined(reports: Sequence[Report]) -> Report:
    """The reports of several lists on one plan as one; each row's group then begins with its list's title."""
    if len(reports) == 1:
        return reports[0]
    first = reports[0].assessment
    title = " and ".join(one.assessment.requirements.corpus.source.title for one in reports)
    lines = tuple(_grouped(line, one) for one in reports for line in one.lines)
    corpus = replace(first.requirements.corpus, source=replace(first.requirements.corpus.source, title=title))
    requirements = replace(
        first.requirements, corpus=corpus, units=tuple(line.finding.unit for line in lines)
    )
    findings = tuple(line.finding for line in lines)
    return Report(replace(first, requirements=requirements, findings=findings), lines)


def _grouped(line: Line, report: Report) -> Line:
    unit = line.finding.unit
    title = report.assessment.requirements.corpus.source.title
    group = f"{title}: {unit.group}" if unit.group else title
    return replace(line, finding=replace(line.finding, unit=replace(unit, group=group)))


def changed_since(report: Report, earlier: Report) -> Report:
    """The rows of a report that an earlier draft answered otherwise, or in other words or another place."""
    before = {line.finding.unit.id: line.finding for line in earlier.lines}
    lines = tuple(
        replace(line, before=_told(before[line.finding.unit.id]))
        for line in report.lines
        if _answer(line.finding) != _answer(before[line.finding.unit.id])
    )
    return replace(report, lines=lines, since=earlier.assessment.files)


def _answer(finding: Finding) -> tuple[str, ...]:
    """What makes an answer: the finding, the missing half, and the words of its best place with the heading above them."""
    best = finding.places[0] if finding.places else None
    words = " ".join(best.words.split()) if best else ""
    return finding.state, finding.half, words, best.heading[-1] if best and best.heading else ""


def _told(finding: Finding) -> str:
    """A finding of an earlier draft in words."""
    best = finding.places[0] if finding.places else None
    half = f", without {finding.half}" if finding.half else ""
    quoted = f": “{best.words}” ({place_in_plan(best)})" if best else ""
    return f"{STATE_WORDS[finding.state]}{half}{quoted}"


def place_in_plan(place: Place, *, named: bool = True) -> str:
    """The place of a passage, in words: the file if it is to be named, the page, and the nearest headings."""
    page = f"page {place.page}" if place.page is not None else ""
    parts = [place.file if named else "", page, " > ".join(place.heading[-2:])]
    return ", ".join(part for part in parts if part) or place.file
