"""Why the program relates a pair as it does: a test for analysts, the reasons, and the confidence."""

import re
from collections.abc import Mapping, Sequence

from crosswalk.language.phrasing import listed
from crosswalk.model.alignment import Candidate, PartComparison, PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.comparison import ComparisonRow
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.views import Link, TextView
from crosswalk.report.why_model import WhyView
from crosswalk.report.words import PART_WORDS, shortened

# The most characters of a rule shown outside the disclosure, which has all of them.
_OPEN_CHARS = 220


def why_view(candidate: Candidate | None, left: DocumentView, right: DocumentView) -> WhyView | None:
    """The computed relation of a pair with its reasons; None if nothing was computed."""
    judged = candidate.prediction if candidate else None
    if candidate is None or judged is None:
        return None
    reasons = () if candidate.parts else tuple(plain(r, (left, right)) for r in judged.reasons if r)
    sure = "" if judged.confidence is None else f"{judged.confidence:.2f}"
    return WhyView(judged.relation.word, judged.test, reasons, sure)


def plain(reason: str, both: Sequence[DocumentView]) -> str:
    """A reason with provision ids replaced by citations."""

    def cited(found: re.Match[str]) -> str:
        prov = next((p for side in both if (p := side.find(found[1]))), None)
        return f"({label(prov)})" if prov else found[0]

    return re.sub(r"\(([^\s()]+/[^\s()]+)\)", cited, reason)


def taken_over(parts: Sequence[PartComparison], ends: Sequence[tuple[DocumentView, str]]) -> str:
    """The sentence that names the measures that a clause imports by reference; empty for other clauses.

    `ends` are the two sides, each with the id of its provision.
    """
    said = []
    for which, (side, own) in zip(("left", "right"), ends, strict=True):
        measure = side.annotated[own].measure if own in side.annotated else None
        if not measure or not measure.imports or not parts:
            continue
        sources = {getattr(part, which).source for part in parts} - {own, ""}
        every = [one.provision for one in measure.imports]
        found = [one for one in every if one in sources] or every
        names = [label(prov) for one in found if (prov := side.find(one))]
        words = next((r.words for r in measure.readings.values() if r.spans and r.words), "")
        said.append(f"{side.name}'s parts are those of {listed(names)}, which this clause adopts: “{words}”.")
    return " ".join(said)


def taken_in(
    rows: Sequence[ComparisonRow],
    row: ComparisonRow,
    both: tuple[DocumentView, DocumentView],
    anchors: Mapping[str, str],
) -> tuple[Link, ...]:
    """Links to the rows of the measures that a row's clause imports, one for each measure."""
    found = []
    for which, side in zip(("left", "right"), both, strict=True):
        read = side.annotated.get(getattr(row, which))
        for one in read.measure.imports if read and read.measure else ():
            prov = side.find(one.provision)
            own = [(n, r) for n, r in enumerate(rows, 1) if getattr(r, which) == one.provision]
            if prov is None or not own:
                continue
            numbers = [n for n, _ in own]
            where = f"row {numbers[0]}" if len(own) == 1 else f"rows {listed([str(n) for n in numbers])}"
            alone = "" if any(r.left and r.right for _, r in own) else ", no counterpart"
            found.append(Link(f"{label(prov)} at {where}{alone}", f"#{anchors[own[0][1].id]}"))
    return tuple(found)


def rule_differs(parts: Sequence[PartComparison]) -> tuple[str, ...]:
    """The parts in which a rule differs from its statute or only one of them speaks, as sentences."""
    told = (PartVerdict.DIFFERS, PartVerdict.SILENT)
    return tuple(one.sentence for one in parts if one.verdict in told and one.part is not Part.AUTHORITY)


def rule_line(rungs: Sequence[TextView], parts: Sequence[PartComparison] = (), law: str = "") -> str:
    """How a rule or guidance implements the left provision, in two sentences; empty if none does."""
    if not rungs:
        return ""
    first = next((one for one in rungs if one.text), rungs[0])
    words = shortened(first.text, _OPEN_CHARS).rstrip(" ;:,.")
    said = f"The rule spells this out in {first.citation.words}: “{words}”."
    if not parts:
        return said
    named = [
        PART_WORDS[one.part].lower()
        for one in parts
        if one.part is not Part.AUTHORITY and one.verdict in (PartVerdict.DIFFERS, PartVerdict.SILENT)
    ]
    if not named:
        return f"{said} Part by part it says the same as {law}."
    return f"{said} It differs from {law} in: {listed(named)}."
