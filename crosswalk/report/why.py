"""Why the program reads a pair as it does: the test an analyst can make, the reasons, how sure it is."""

import re
from collections.abc import Sequence

from crosswalk.model.evidence import Candidate, PartComparison
from crosswalk.report.sides import Side, label
from crosswalk.report.views import TextView
from crosswalk.report.whyviews import WhyView
from crosswalk.report.words import listed, shortened

# So much of a rule's words stands in the open; the disclosure has all of them.
_OPEN_CHARS = 220


def why_view(candidate: Candidate | None, left: Side, right: Side) -> WhyView | None:
    """The computed relation of a pair with its reasons; None where nothing was computed."""
    judged = candidate.judgement if candidate else None
    if candidate is None or judged is None:
        return None
    reasons = () if candidate.parts else tuple(plain(r, (left, right)) for r in judged.reasons if r)
    sure = "" if judged.confidence is None else f"{judged.confidence:.2f}"
    return WhyView(judged.relation.word, judged.test, reasons, sure)


def plain(reason: str, both: Sequence[Side]) -> str:
    """A reason with the program's ids written as citations."""

    def cited(found: re.Match[str]) -> str:
        prov = next((p for side in both if (p := side.find(found[1]))), None)
        return f"({label(prov)})" if prov else found[0]

    return re.sub(r"\(([^\s()]+/[^\s()]+)\)", cited, reason)


def taken_over(parts: Sequence[PartComparison], ends: Sequence[tuple[Side, str]]) -> str:
    """Where the parts of a clause that takes measures over by reference stand; empty for all others.

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
        said.append(
            f"{side.name}'s parts are those of {listed(names)}, which this clause takes over: “{words}”."
        )
    return " ".join(said)


def rule_line(rungs: Sequence[TextView]) -> str:
    """One sentence on what a rule or guidance makes of the left provision; empty where none does."""
    if not rungs:
        return ""
    first = next((one for one in rungs if one.text), rungs[0])
    words = shortened(first.text, _OPEN_CHARS).rstrip(" ;:,.")
    return f"The rule spells this out in {first.citation.words}: “{words}”."
