"""Table cells: a provision with its marked phrases, or the reason why a cell is empty."""

import re
from collections.abc import Sequence
from itertools import pairwise

from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import ELSEWHERE, UNCHECKED, Alignment, Match, ProvisionCoverage
from crosswalk.model.annotation import Annotated, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Coverage, Modality, Verification
from crosswalk.report.document_view import (
    DocumentView,
    both_numbers,
    caution,
    found_pointers,
    found_words,
    label,
    official,
    pointer,
    short_name,
    whose,
)
from crosswalk.report.views import (
    AbsentView,
    AnswerView,
    Lead,
    Passage,
    Pointer,
    PublishedSection,
    Run,
    TextView,
)
from crosswalk.report.words import COVERAGE_WORDS, DUTY_WORDS, dates_in

Mark = tuple[int, Span]

# The most characters of surrounding text that a row shows.
SECTION_CHARS = 3000
# A lead-in of more characters is folded to its first and last words.
LEAD_CHARS = 240
_LEAD_FIRST, _LEAD_LAST = 14, 8

UNREAD = "not-retrieved"
UNREAD_ROW = "Not retrieved, so nothing to review yet"
STANDING_WORDS = {one.value: words for one, words in COVERAGE_WORDS.items()} | {
    UNCHECKED: "Covered only in unchecked words",
    ELSEWHERE: "Found elsewhere",
    UNREAD: "Not retrieved",
}

# The kinds of answer in the order of a bar, with their page words.
ANSWERS = {
    Coverage.COVERED.value: "in full",
    Coverage.PARTLY.value: "in part",
    Coverage.CONTRARY.value: "in conflict",
    UNCHECKED: "only in unchecked words",
    ELSEWHERE: "elsewhere",
    Coverage.NOT_FOUND.value: "not found",
}


def pair_text(
    side: DocumentView,
    prov: Provision,
    other: DocumentView,
    alignment: Alignment | None,
    *,
    alone: bool = False,
) -> TextView:
    """One provision of `side`, with the phrases that match the other side marked.

    If it is `alone` in its row, the empty cell beside it gives the answer instead.
    """
    return text_view(
        side.home(prov.id),
        prov,
        spoken=side.spoken,
        annotated=side.annotated.get(prov.id),
        marked=marks(alignment.matches, side.which) if alignment else (),
        adds=_adds(prov, alignment, side.which) if alignment else (),
        answer=None if alone else answer_view(side.answers.get(prov.id), other),
    )


def text_view(
    home: Corpus,
    prov: Provision,
    *,
    spoken: str,
    annotated: Annotated | None = None,
    marked: Sequence[Mark] = (),
    adds: tuple[str, ...] = (),
    answer: AnswerView | None = None,
) -> TextView:
    """One provision of any corpus, with its lead-in and its surroundings."""
    return TextView(
        id=prov.id,
        instrument=short_name(home),
        heading=prov.heading,
        citation=official(prov, home),
        also=prov.also,
        duty=duty_line(annotated),
        verification=prov.verification.value,
        mark=prov.mark,
        whose=whose(prov, spoken),
        checked=prov.is_checked,
        lead=lead_view(home.lead_in(prov.id)) if prov.id in home else None,
        runs=runs(prov.text, marked),
        adds=adds,
        page="" if f"p. {prov.page}" in prov.citation or not prov.is_checked else prov.page,
        note=prov.note,
        answer=answer,
        section=section(home, prov),
    )


def lead_view(words: str) -> Lead | None:
    """A short lead-in whole; a long one as its first and last words and a count of the words between."""
    if not words:
        return None
    every = words.split()
    if len(words) <= LEAD_CHARS:
        return Lead(words)
    first, last = every[:_LEAD_FIRST], every[-_LEAD_LAST:]
    return Lead(words, " ".join(first), len(every) - len(first) - len(last), " ".join(last))


def _adds(prov: Provision, alignment: Alignment, which: str) -> tuple[str, ...]:
    """What only this side has, in the program's words if it has any, else in the text's own."""
    added, spans = (
        (alignment.left_added, alignment.left_only)
        if which == "left"
        else (alignment.right_added, alignment.right_only)
    )
    found = added or tuple(" ".join(span.of(prov.text).split()) for span in spans)
    return tuple(dict.fromkeys(words for words in found if words))


def duty_line(annotated: Annotated | None) -> str:
    """Duty and actor in one line, such as "Must · State board"."""
    if annotated is None:
        return ""
    duty = "" if annotated.duty is Modality.STATES else DUTY_WORDS[annotated.duty]
    words = [duty, capital(annotated.actor)]
    return " · ".join(word for word in words if word)


def answer_view(answer: ProvisionCoverage | None, other: DocumentView) -> AnswerView | None:
    """How far all rows of a provision together answer it, and why not in full; None without an answer.

    If the answer rests on words that nobody checked against their source, the sentence says so.
    """
    if answer is None:
        return None
    kind = answer.standing
    told = kind in (Coverage.PARTLY, UNCHECKED, Coverage.CONTRARY)
    return AnswerView(_answer_sentence(answer, kind, other), answer.reason if told else "")


def answer_kind(prov: Provision, answer: ProvisionCoverage) -> str:
    """The kind of an answer; `not-retrieved` if the provision's text was never retrieved."""
    return UNREAD if prov.verification is Verification.NOT_RETRIEVED else answer.standing


def row_status(side: Comparison, row: ComparisonRow) -> tuple[str, str]:
    """The status of a row, and its words; a row that nobody can review yet has one of its own."""
    return (UNREAD, UNREAD_ROW) if side.is_unread(row) else (row.status.value, row.status.words)


def is_assessed(answer: ProvisionCoverage) -> bool:
    """Whether a provision counts in "n of N"; headings, lead-ins and unread texts do not."""
    return answer.coverage not in (Coverage.NOT_ASSESSED, Coverage.NOT_APPLICABLE)


def known_answers(side: DocumentView) -> list[tuple[Provision, ProvisionCoverage]]:
    """The provisions of a side that were assessed, each with its answer: what every total of a page counts.

    A text that was never retrieved is not among them.
    """
    found = [(side.find(answer.provision), answer) for answer in side.answers.values() if is_assessed(answer)]
    return [
        (prov, answer) for prov, answer in found if prov is not None and answer_kind(prov, answer) != UNREAD
    ]


def _answer_sentence(answer: ProvisionCoverage, kind: str, other: DocumentView) -> str:
    who, what = capital(other.spoken), "this" if answer.coverage is Coverage.COVERED else "part of this"
    if kind == Coverage.PARTLY and answer.coverage is Coverage.COVERED:
        return f"{who} covers part of this in checked words, the rest only in words not checked against the source."
    return {
        Coverage.COVERED.value: f"{who} covers this.",
        Coverage.PARTLY.value: f"{who} covers part of this.",
        UNCHECKED: f"{who} covers {what} only in words not checked against the source.",
        ELSEWHERE: found_words(other, answer, other.part_name),
        Coverage.NOT_FOUND.value: f"No counterpart found in {other.spoken}.",
        Coverage.CONTRARY.value: f"{who} says something that conflicts with this.",
        Coverage.NOT_ASSESSED.value: "Not assessed.",
        Coverage.NOT_APPLICABLE.value: "A person decided that this does not apply.",
    }[kind]


def absent_view(side: DocumentView, prov: Provision, other: DocumentView) -> AbsentView:
    """The empty cell beside a provision of `side`, of one of three kinds.

    Not retrieved: the text is unknown, so nothing was compared. Elsewhere: the part compared has no answer, but
    another part of the same document or a text at another level has. None: no counterpart was found.
    """
    answer = side.answers.get(prov.id)
    if prov.verification is Verification.NOT_RETRIEVED:
        return _not_retrieved(side, prov)
    if answer is None:
        return AbsentView("none", _none_found(other))
    if (answer.elsewhere or answer.levels) and answer.coverage is not Coverage.COVERED:
        found = found_pointers(other, answer, 100)
        return _absent("elsewhere", found_words(other, answer, other.part_name), answer, other, found)
    return _absent("none", _none_found(other), answer, other, ())


def _none_found(other: DocumentView) -> str:
    rest = f", neither in {other.part_name} nor in the rest of it" if other.is_part else ""
    return f"No counterpart found in {other.spoken}{rest}."


def _absent(
    kind: str, headline: str, answer: ProvisionCoverage, other: DocumentView, found: tuple[Pointer, ...]
) -> AbsentView:
    return AbsentView(
        kind,
        headline,
        looked=dates_in(answer.searched) or other.part_name,
        reason=answer.reason,
        closest=tuple(pointer(other, one, 90) for one in answer.near),
        found=found,
    )


def _not_retrieved(side: DocumentView, prov: Provision) -> AbsentView:
    place = f", page {prov.page}" if prov.page else ""
    return AbsentView(
        "not-retrieved",
        f"Not retrieved: what {side.spoken} says here is unknown, so nothing was compared.",
        reason=f"This is not a gap. Read {both_numbers(prov)}{place} in your own copy to settle it.",
    )


def section(home: Corpus, prov: Provision) -> PublishedSection | None:
    """The largest unit around a provision that is short enough to show with it; None if it has no surroundings.

    Provisions of the section that are left out are counted.
    """
    if prov.id not in home:
        return None
    line = [*home.ancestors(prov.id), home[prov.id]]
    below = {one.id: home.below(one.id) for one in line}
    fitting = [one for one in line if sum(len(part.text) for part in below[one.id]) <= SECTION_CHARS]
    unit = fitting[0] if fitting else home[prov.id]
    shown = below[unit.id]
    if len(shown) < 2:
        return None
    return PublishedSection(
        label(unit),
        _passages(home, shown, prov.id),
        len(below[line[0].id]) - len(shown),
        official(unit, home),
        f"text-{home.source.id}-{re.sub(r'[^A-Za-z0-9.]+', '-', unit.id)}",
    )


def _passages(home: Corpus, shown: Sequence[Provision], here: str) -> tuple[Passage, ...]:
    base = len(home.ancestors(shown[0].id))
    return tuple(
        Passage(
            part.num,
            part.heading,
            part.text,
            min(len(home.ancestors(part.id)) - base, 6),
            here=part.id == here,
            mark=caution(part),
            id=part.id,
        )
        for part in shown
    )


def marks(matches: Sequence[Match], side: str) -> tuple[Mark, ...]:
    """The spans of matched phrases on one side, each with the number of its match."""
    return tuple(
        (match.number, span) for match in matches for span in (match.left if side == "left" else match.right)
    )


def runs(text: str, marked: Sequence[Mark] = ()) -> tuple[Run, ...]:
    """The text as runs, each with the numbers of the phrases that cover it.

    The runs joined are the text, unchanged. A phrase that another one interrupts shows its number once, where it
    opens.
    """
    inside = [(number, span) for number, span in marked if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for _, span in inside for edge in (span.start, span.end))})
    return tuple(_run(text, start, end, inside) for start, end in pairwise(edges) if start < end)


def _run(text: str, start: int, end: int, marked: Sequence[Mark]) -> Run:
    covering = sorted({number for number, span in marked if span.start <= start < span.end})
    opening = sorted({number for number, span in marked if span.start == start})
    closing = sorted({number for number, span in marked if span.end == end})
    kind = "match" if covering else "plain"
    return Run(text[start:end], tuple(covering), tuple(opening), tuple(closing), kind)
