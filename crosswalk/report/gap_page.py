"""The gap page: what one document asks and the other does not fully answer, in both directions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from crosswalk.model.alignment import UNCHECKED, ProvisionCoverage
from crosswalk.model.annotation import Part
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Coverage, Verification
from crosswalk.report.cells import answer_kind, answer_view, text_view
from crosswalk.report.comparison_model import Answered, PageFrame
from crosswalk.report.document_view import DocumentView, label, pointer, sides
from crosswalk.report.gap_views import Found, GapBlock, GapDirection, GapGroup, GapLine, GapSection, GapsPage
from crosswalk.report.rows import row_views
from crosswalk.report.views import Link, LinkedCount, RowView, TextView
from crosswalk.report.words import PART_WORDS, anchors, count, dates_in

# Kind, heading, what the blocks have in common; the order is that of the page.
_KINDS = (
    ("contrary", "Conflicts", "The two cannot both be followed as written."),
    (
        "not-found",
        "Not found",
        "We looked, and nothing answers. Each says where we looked and what came closest.",
    ),
    (
        "elsewhere",
        "Not in the part compared, but found elsewhere",
        "The part compared does not ask for it; another place in the same document does, at least in part.",
    ),
    (
        "unchecked",
        "Answered only in unchecked words",
        "What answers was restated without the source at hand. Check it before you rely on it.",
    ),
    ("partly", "Answered in part", "Something answers, and something is left over."),
    (
        "not-retrieved",
        "Not retrieved",
        "What the source says is unknown. These are not gaps and are not counted as such.",
    ),
)
# The same kinds where a sentence counts them.
_SHORT = {
    "partly": "in part",
    "unchecked": "only in words not checked against the source",
    "elsewhere": "not here but elsewhere in {other}",
    "not-found": "not at all",
    "contrary": "in conflict",
    "not-retrieved": "besides, whose text was not retrieved",
}
# So many answers a block names; the side-by-side has them all.
_FOUND = 3
# So many characters of a passage that is only pointed at.
_POINTED = 100
_WORDS = {kind: heading for kind, heading, _ in _KINDS}
# The columns of the table of totals after "answered in full", in a reader's order.
_COLUMNS = {
    "partly": "In part",
    "unchecked": "Only in unchecked words",
    "elsewhere": "Elsewhere",
    "not-found": "Not found",
    "contrary": "In conflict",
    "not-retrieved": "Not retrieved",
}


def gaps_page(crosswalks: Sequence[Comparison], frame: PageFrame) -> GapsPage:
    """The page model: a section for each crosswalk, both directions in each."""
    sections = tuple(_section(side) for side in crosswalks)
    ways = [(section, way) for section in sections for way in section.directions]
    kinds = {group.kind for _, way in ways for group in way.groups}
    used = [kind for kind in _COLUMNS if kind in kinds]
    heads = ("Assessed", "Answered in full", *(_COLUMNS[kind] for kind in used))
    return GapsPage(frame, sections, heads, tuple(_gap_line(section, way, used) for section, way in ways))


def _gap_line(section: GapSection, way: GapDirection, kinds: Sequence[str]) -> GapLine:
    groups = {group.kind: group for group in way.groups}
    counts = [
        LinkedCount(len(groups[kind].blocks), groups[kind].heading.lower(), f"#{groups[kind].anchor}")
        if kind in groups
        else LinkedCount(0, "")
        for kind in kinds
    ]
    assessed = LinkedCount(way.total, "assessed", f"#{way.anchor}-assessed" if way.total else "")
    return GapLine(section.title, way.heading, f"#{way.anchor}", (assessed, way.counts[0], *counts))


@dataclass(frozen=True, slots=True)
class _Direction:
    """One direction of one crosswalk: who asks, who should answer, and the rows between them."""

    crosswalk: str
    asker: DocumentView
    other: DocumentView
    rows: tuple[RowView, ...]

    @property
    def anchor(self) -> str:
        return f"{self.crosswalk}-{self.asker.which}"

    def asking(self, row: RowView) -> TextView | None:
        return row.left if self.asker.which == "left" else row.right

    def answering(self, row: RowView) -> TextView | None:
        return row.right if self.asker.which == "left" else row.left


def answered(side: Comparison) -> tuple[Answered, ...]:
    """For each side, how many of its provisions the other answers in full, and each kind of gap."""
    return tuple(_answered(side.id, one, other) for one, other in permutations(sides(side), 2))


def _answered(crosswalk: str, asker: DocumentView, other: DocumentView) -> Answered:
    known = [(prov, a) for a in asker.answers.values() if (prov := asker.find(a.provision)) is not None]
    kinds = Counter(gap_kind(prov, answer) for prov, answer in known)
    total = sum(is_assessed(answer) for _, answer in known)
    covered = sum(answer.standing == Coverage.COVERED for _, answer in known)
    full = LinkedCount(covered, "in full", f"?answer={asker.which}%3Acovered#rows" if covered else "")
    gaps = tuple(
        LinkedCount(
            kinds[kind], words.format(other=other.spoken), f"gaps.html#{crosswalk}-{asker.which}-{kind}"
        )
        for kind, words in _SHORT.items()
        if kinds[kind]
    )
    head = f"Of {count(total, 'provision')} of {asker.spoken}, {other.spoken} answers"
    return Answered(head, (full, *gaps))


def _section(side: Comparison) -> GapSection:
    left, right = sides(side)
    rows = row_views(side)
    ways = tuple(_Direction(side.id, one, other, rows) for one, other in ((left, right), (right, left)))
    return GapSection(side.id, side.title, f"{side.id}.html", tuple(_direction(way) for way in ways))


def _direction(way: _Direction) -> GapDirection:
    """What the asker asks and the other does not fully answer."""
    asker = way.asker
    found = [(asker.find(answer.provision), answer) for answer in asker.answers.values()]
    known = [(prov, answer) for prov, answer in found if prov is not None]
    names = anchors(f"{way.anchor}-{prov.id}" for prov, _ in known)
    blocks = [
        _block(way, prov, answer, names[f"{way.anchor}-{prov.id}"])
        for prov, answer in known
        if gap_kind(prov, answer)
    ]
    groups = tuple(
        GapGroup(f"{way.anchor}-{kind}", kind, heading, sentence, mine)
        for kind, heading, sentence in _KINDS
        if (mine := tuple(block for block in blocks if block.kind == kind))
    )
    return GapDirection(
        way.anchor,
        f"What {asker.spoken} asks, and {way.other.spoken} does not fully answer",
        sum(is_assessed(answer) for _, answer in known),
        _counts(way, [answer for _, answer in known], groups),
        _caution(known),
        groups,
        tuple(_assessed(way, prov, answer) for prov, answer in known if is_assessed(answer)),
    )


def _assessed(way: _Direction, prov: Provision, answer: ProvisionCoverage) -> tuple[Link, str]:
    """One provision that was assessed: its name, which leads to its first row, and how far it is answered."""
    row = next(
        (row for row in way.rows if (text := way.asking(row)) is not None and text.id == prov.id), None
    )
    href = f"{way.crosswalk}.html#{row.anchor}" if row else f"{way.crosswalk}.html"
    kind = gap_kind(prov, answer)
    return Link(label(prov), href), _COLUMNS[kind].lower() if kind else "answered in full"


def is_assessed(answer: ProvisionCoverage) -> bool:
    """Whether a provision counts in "n of N": headings, lead-ins and what was never read do not."""
    return answer.coverage not in (Coverage.NOT_ASSESSED, Coverage.NOT_APPLICABLE)


def gap_kind(prov: Provision, answer: ProvisionCoverage) -> str:
    """Which kind of gap a provision is; empty where it is none."""
    kind = answer_kind(prov, answer)
    return kind if kind in _SHORT else ""


def _counts(
    way: _Direction, answers: Sequence[ProvisionCoverage], groups: Sequence[GapGroup]
) -> tuple[LinkedCount, ...]:
    """The answers one by one: fully answered first, then each kind of gap."""
    covered = sum(answer.standing == Coverage.COVERED for answer in answers)
    href = f"{way.crosswalk}.html?answer={way.asker.which}%3Acovered#rows"
    return (
        LinkedCount(covered, "answered in full", href if covered else ""),
        *(LinkedCount(len(group.blocks), group.heading.lower(), f"#{group.anchor}") for group in groups),
    )


def _caution(known: Sequence[tuple[Provision, ProvisionCoverage]]) -> str:
    """How many of the asking texts nobody checked against the source."""
    own = sum(prov.verification is Verification.UNVERIFIED and is_assessed(answer) for prov, answer in known)
    given = sum(bool(prov.given) and is_assessed(answer) for prov, answer in known)
    lines = (
        (own - given, "restated by us and not checked against the source."),
        (given, "taken from a file that was not compared with the official text."),
    )
    return " ".join(
        f"{count(number, 'of them is', 'of them are')} {told}" for number, told in lines if number
    )


def _block(way: _Direction, prov: Provision, answer: ProvisionCoverage, anchor: str) -> GapBlock:
    kind, asker, other = gap_kind(prov, answer), way.asker, way.other
    mine = [row for row in way.rows if (text := way.asking(row)) is not None and text.id == prov.id]
    pairs = [row for row in mine if (text := way.answering(row)) is not None and text.id in answer.best]
    pairs = [row for row in pairs if row.counts]
    best = _surest(pairs)[:_FOUND]
    seen = answer_view(answer, other)
    return GapBlock(
        anchor=anchor,
        label=label(prov),
        kind=kind,
        word=_WORDS[kind],
        asks=text_view(
            asker.home(prov.id), prov, spoken=asker.spoken, annotated=asker.annotated.get(prov.id)
        ),
        looked=dates_in(answer.searched) or other.part_name,
        found=tuple(_found(way, row, text) for row in best if (text := way.answering(row)) is not None),
        more=len(pairs) - len(best),
        missing=_differing(pairs) if pairs and pairs[0].parts else tuple(one.words for one in answer.unmet),
        against=_against(way, pairs),
        closest=tuple(pointer(other, one, _POINTED) for one in answer.near),
        elsewhere=tuple(pointer(other, one, _POINTED) for one in answer.elsewhere),
        caution=_caution_of(kind, answer, seen.sentence if seen else ""),
        reason=answer.reason,
        question=answer.question,
        href=f"{way.crosswalk}.html#{mine[0].anchor}" if mine else f"{way.crosswalk}.html",
    )


def _caution_of(kind: str, answer: ProvisionCoverage, sentence: str) -> str:
    """What to know of an answer beyond that it is a part of one."""
    whole = kind == "partly" and answer.coverage is Coverage.COVERED
    return sentence if whole or kind == UNCHECKED else ""


def _found(way: _Direction, row: RowView, text: TextView) -> Found:
    named = pointer(way.other, text.id, _POINTED)
    return Found(
        # The row that the word leads to has the official address.
        replace(named, link=Link(named.link.words)),
        row.word,
        f"{way.crosswalk}.html#{row.anchor}",
        row.status_words,
    )


def _differing(rows: Sequence[RowView]) -> tuple[str, ...]:
    """For measures: the parts in which the first counterpart differs, in words."""
    parts = rows[0].parts if rows else ()
    return tuple(
        f"{part.name}: {part.word.lower()}"
        for part in parts
        if part.verdict in ("differs", "one side silent") and part.name != PART_WORDS[Part.AUTHORITY]
    )


def _surest(rows: Sequence[RowView]) -> list[RowView]:
    """Drafted and decided rows before proposals, the surest first; a measure's parts are told of its first row."""
    first = [row for row in rows[:1] if row.parts]
    rest = sorted(
        rows[len(first) :], key=lambda row: (row.status == "proposed", -float(row.confidence.number or 0))
    )
    return [*first, *rest]


def _against(way: _Direction, rows: Sequence[RowView]) -> str:
    """Which of several counterparts the parts of a measure were held against."""
    text = way.answering(rows[0]) if len(rows) > 1 and rows[0].parts else None
    return text.label if text else ""
