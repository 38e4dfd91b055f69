"""The rows of a side-by-side as the table shows them, with their comments and groups."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.alignment import Candidate, PartComparison, PartVerdict, confidence_word
from crosswalk.model.annotation import MeasurePart, Part, PartState
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.mapping import Comment, State
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.relation import REVIEWED, Coverage, Group, Status
from crosswalk.report.cells import absent_view, answer_kind, pair_text, row_status, text_view
from crosswalk.report.document_view import DocumentView, label, short_name, sides
from crosswalk.report.views import (
    REFUSED,
    CommentView,
    ConfidenceView,
    Link,
    PartView,
    ReasonView,
    RowView,
    TextView,
    WhyView,
)
from crosswalk.report.words import (
    PART_WORDS,
    SIGNAL_WORDS,
    VERDICT_WORDS,
    anchors,
    count,
    date_words,
    pattern,
    shortened,
    signed,
)

_GONE = frozenset({Status.REJECTED, Status.SUPERSEDED})
# Glyph and word of a row with an empty side for another reason than that nothing was found.
_ALONE = {"elsewhere": ("↪", "Found elsewhere"), "not-retrieved": ("?", "Not retrieved")}
# The most characters in the name of a provision without a heading.
_NAMED = 60
_VERDICT_ORDER = (
    PartVerdict.SAME,
    PartVerdict.DIFFERS,
    PartVerdict.SILENT,
    PartVerdict.UNKNOWN,
    PartVerdict.NEITHER,
)


@lru_cache(maxsize=16)
def row_views(side: Comparison) -> tuple[RowView, ...]:
    """Every row of a comparison in its order, numbered from 1."""
    both = sides(side)
    names = anchors(row.id for row in side.rows)
    return tuple(_row_view(side, both, row, number, names) for number, row in enumerate(side.rows, 1))


def _row_view(
    side: Comparison,
    both: tuple[DocumentView, DocumentView],
    row: ComparisonRow,
    number: int,
    names: Mapping[str, str],
) -> RowView:
    left, right = both
    together, with_rows = group_links(side.rows, row, both, names)
    talk = comment_views(side, row)
    here, there = left.find(row.left), right.find(row.right)
    alignment = row.candidate.alignment if row.candidate else None
    compared = row.candidate.parts if row.candidate else ()
    rungs = _rungs(side, row)
    ends = [(one, prov) for one, prov in ((left, here), (right, there)) if prov is not None]
    absent = absent_view(*ends[0], right if here else left) if len(ends) == 1 else None
    alone = absent.kind if absent else ""
    status, status_words = row_status(side, row)
    topic = [_row_label(one, prov) for one, prov in ends]
    return RowView(
        number=number,
        id=row.id,
        anchor=names[row.id],
        topic=" and ".join(topic) or row.id,
        relation=row.relation.value,
        glyph=_heading(row, alone)[0],
        word=_heading(row, alone)[1],
        sentence=row.sentence or _sentence(row, left, right, alone),
        computed=_computed(row),
        basis=row.basis.value if row.basis else "",
        strength="" if row.strength is None else f"{row.strength} of 10",
        confidence=confidence_view(row.candidate),
        status=status,
        status_words=status_words,
        decided=_decided(row.decided),
        comment=row.decided.comment if row.decided else "",
        reviewed=row.status in REVIEWED,
        groups=tuple(group_key(one, prov) for one, prov in ends),
        answers=tuple(_answer_key(one, prov) for one, prov in ends),
        checked=all(prov.is_checked for _, prov in ends),
        left=pair_text(left, here, right, alignment, alone=bool(alone)) if here else None,
        right=pair_text(right, there, left, alignment, alone=bool(alone)) if there else None,
        left_absent=absent if there else None,
        right_absent=absent if here else None,
        parts=part_views(compared, here, there),
        parts_summary=parts_summary(compared),
        parts_note=taken_over(compared, ((left, row.left), (right, row.right))),
        taken_in=taken_in(side.rows, row, both, names),
        why=why_view(row.candidate, left, right),
        rule=rule_line(rungs, side.rung_parts(row.left), side.left_name),
        rule_differs=rule_differs(side.rung_parts(row.left)),
        rungs=rungs,
        together=together,
        together_with=with_rows,
        talk=talk,
        talk_summary=comment_summary(talk),
        relates=REFUSED if row.refused else row.relation.value,
        proposed=_proposed(row),
        stands=_stands(row),
    )


def _row_label(side: DocumentView, prov: Provision) -> str:
    """A provision's label; without a heading, its outcome and timing or its first words are added."""
    if prov.heading:
        return label(prov)
    read = side.annotated.get(prov.id)
    parts = read.measure.readings if read and read.measure else {}
    values = [listed(parts[one].values) for one in (Part.OUTCOME, Part.TIMING) if one in parts]
    told = shortened(", ".join(one for one in values if one).replace("_", " "), _NAMED)
    words = told or (f"“{shortened(prov.text, _NAMED)}”" if prov.text else "")
    return f"{label(prov)} ({words})" if words else label(prov)


def _heading(row: ComparisonRow, alone: str) -> tuple[str, str]:
    """Glyph and word of a row; a rejected pair does not show its relation there."""
    if row.refused:
        return "✕", "Rejected" if row.status is Status.REJECTED else "Was rejected"
    return _ALONE.get(alone, (row.relation.glyph, row.relation.word))


def _proposed(row: ComparisonRow) -> str:
    """The proposed relation of a rejected pair, as the opening of its sentence; empty for other rows."""
    if not row.refused:
        return ""
    judged = row.prediction
    own = judged is not None and judged.sentence == row.sentence
    return f"Was proposed as: {row.relation.word}{', in these words:' if own or not row.sentence else '. On file:'}"


def _stands(row: ComparisonRow) -> str:
    """Who decided, if something is still due: a second name, or a second look at a rejected pair."""
    decided = row.decided
    if decided is None or not decided.reviewer:
        return ""
    if row.refused and row.status is Status.LOOK_AGAIN:
        return f"Was rejected by {_decided(decided)}; look again: its text has changed"
    if row.status is Status.CONFIRMED and len(decided.reviewers) < 2:
        return f"Confirmed by {_decided(decided)}; a second name makes it final"
    return ""


def _sentence(row: ComparisonRow, left: DocumentView, right: DocumentView, alone: str) -> str:
    """The default sentence of a row."""
    asking, other = (left, right) if row.left else (right, left)
    answer = asking.answers.get(row.left or row.right)
    if answer and answer.page:
        return f"The page “{answer.page.title}” says where {other.spoken} speaks to this."
    if alone == "elsewhere":
        return f"The part of {other.spoken} compared here does not ask for this; another part of it does."
    if alone == "not-retrieved":
        return f"What {asking.spoken} asks here is unknown, so nothing was compared."
    return pattern(row.relation, asking.spoken, other.spoken)


def group_key(side: DocumentView, prov: Provision) -> str:
    """The filter value of the heading a provision is filed under; one word without spaces."""
    return f"{side.which}:{'_'.join(side.group(prov).id.split())}"


def _answer_key(side: DocumentView, prov: Provision) -> str:
    answer = side.answers.get(prov.id)
    return f"{side.which}:{answer_kind(prov, answer) if answer else Coverage.NOT_ASSESSED.value}"


def _computed(row: ComparisonRow) -> str:
    """The program's relation, if it differs from the one on file."""
    judged = row.prediction
    if not row.disagrees or judged is None:
        return ""
    return f"The program reads it differently: {judged.relation.word}. {judged.sentence}".strip()


def _decided(decided: Decided | None) -> str:
    """Who decided and when: the reviewer if there is one, else the author."""
    if decided is None:
        return ""
    day = decided.review_date if decided.reviewer else decided.date
    return ", ".join(part for part in (decided.decider, date_words(day)) if part)


def confidence_view(candidate: Candidate | None) -> ConfidenceView:
    """How sure the program is of a pair, with the waterfall of its evidence."""
    if candidate is None:
        return ConfidenceView("No figure", "", "The program proposed no pair here, so there is no figure.")
    word = capital(confidence_word(round(candidate.confidence, 2)))
    strongest = sorted(candidate.evidence, key=lambda seen: -abs(seen.weight))[:3]
    said = ". ".join(seen.sentence.rstrip(".") for seen in strongest if seen.sentence)
    return ConfidenceView(
        word, f"{candidate.confidence:.2f}", f"{said}." if said else "", _waterfall(candidate)
    )


def _waterfall(candidate: Candidate) -> tuple[ReasonView, ...]:
    """The evidence in order, from the starting point to the score."""
    total = candidate.score - fsum(seen.weight for seen in candidate.evidence)
    found = []
    if abs(total) >= 0.005:
        found.append(
            ReasonView("Starting point", "Before anything was compared", signed(total), signed(total))
        )
    for seen in candidate.evidence:
        total += seen.weight
        found.append(
            ReasonView(
                SIGNAL_WORDS.get(seen.signal, seen.signal), seen.sentence, signed(seen.weight), signed(total)
            )
        )
    return tuple(found)


def part_views(
    parts: Sequence[PartComparison], left: Provision | None = None, right: Provision | None = None
) -> tuple[PartView, ...]:
    """The parts of two measures in words; `left` and `right` are their provisions, if known."""
    return tuple(
        PartView(
            PART_WORDS[part.part],
            part.verdict.value,
            VERDICT_WORDS[part.verdict],
            reading_words(part.left, left),
            reading_words(part.right, right),
            part.sentence,
        )
        for part in parts
    )


def reading_words(reading: MeasurePart, prov: Provision | None = None) -> str:
    """One part as read: its values, and the words they were read from.

    An unknown part of a checked provision is a part of its source that was not read.
    """
    if reading.state is PartState.UNKNOWN:
        seen = prov is not None and prov.is_checked
        return f"Unknown: {'this part of the source' if seen else 'the source'} was not read"
    values = listed([value.replace("_", " ") for value in reading.values])
    if reading.state is PartState.SILENT or not (values or reading.words):
        return "Says nothing"
    if not values:
        return f"“{reading.words}”"
    return f"{values} (“{reading.words}”)" if reading.words and reading.words != values else values


def parts_summary(parts: Sequence[PartComparison]) -> str:
    """How many parts have each verdict, as a sentence fragment.

    Authority is left out: a law and a framework always differ in it.
    """
    counted = [part.verdict for part in parts if part.part is not Part.AUTHORITY]
    tally = [(counted.count(verdict), verdict) for verdict in _VERDICT_ORDER]
    words = {
        PartVerdict.DIFFERS: "differ",
        PartVerdict.SILENT: "on one side only",
        PartVerdict.NEITHER: "on neither side",
    }
    return ", ".join(
        f"{number} {words.get(verdict, VERDICT_WORDS[verdict].lower())}"
        for number, verdict in tally
        if number
    )


def _rungs(side: Comparison, row: ComparisonRow) -> tuple[TextView, ...]:
    """The provisions of rules and guidance that implement the left provision."""
    return tuple(
        text_view(corpus, prov, spoken=short_name(corpus))
        for corpus, prov_id in side.rungs.get(row.left, ())
        if prov_id in corpus
        for prov in corpus.below(prov_id)
        if not prov.is_heading
    )


def comment_views(side: Comparison, row: ComparisonRow) -> tuple[CommentView, ...]:
    """The comments on a row, oldest first."""
    mine = [comment for comment in side.comments if comment.pair == (row.left, row.right)]
    return tuple(_view(comment) for comment in sorted(mine, key=lambda c: (c.date, c.id)))


def comment_summary(talk: Sequence[CommentView]) -> str:
    """How many comments a row has and how many are open; empty for none."""
    if not talk:
        return ""
    still = sum(comment.state == State.OPEN for comment in talk)
    return f"{count(len(talk), 'comment')}, {still or 'none'} open"


def _view(comment: Comment) -> CommentView:
    reply, closed = "", ""
    if comment.reply:
        reply = f"{comment.reply_by}, {date_words(comment.reply_date)}: {comment.reply}"
    if comment.state is State.CLOSED:
        closed = f"Closed by {comment.closed_by}, {date_words(comment.closed_date)}"
    return CommentView(signature(comment), comment.state.value, comment.text, reply, closed)


def signature(comment: Comment) -> str:
    """The author of a comment, the author's role, and the date."""
    role = f", {comment.role}" if comment.role else ""
    return f"{comment.by}{role}, {date_words(comment.date)}"


def group_links(
    rows: Iterable[ComparisonRow],
    row: ComparisonRow,
    both: tuple[DocumentView, DocumentView],
    names: Mapping[str, str],
) -> tuple[str, tuple[Link, ...]]:
    """The other rows of a row's group: a few words, and a link to each; empty without a group.

    `names` are the fragments of the rows. The words say whether several provisions together answer one, or are answered
    by one.
    """
    group = row.decided.group if row.decided and row.status not in _GONE else None
    if group is None:
        return "", ()
    others = [one for one in rows if one is not row and _is_with(one, row, group)]
    side = both[1] if group is Group.SPLIT else both[0]
    links = []
    for one in others:
        prov = side.find(one.right if group is Group.SPLIT else one.left)
        links.append(Link(label(prov) if prov else one.id, f"#{names[one.id]}"))
    shared = both[0] if group is Group.SPLIT else both[1]
    asks = shared.find(row.left if group is Group.SPLIT else row.right)
    name = label(asks) if asks else row.id
    words = "Covers {} together with" if group is Group.SPLIT else "Covered by {} together with"
    return (words.format(name), tuple(links)) if links else ("", ())


def _is_with(other: ComparisonRow, row: ComparisonRow, group: Group) -> bool:
    same = other.left == row.left if group is Group.SPLIT else other.right == row.right
    return bool(same and other.decided and other.status not in _GONE and other.decided.group is group)


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
