"""The gap page: what one document asks and the other does not fully answer, in both directions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Answer
from crosswalk.model.relation import Coverage, Verification
from crosswalk.model.sidebyside import SideBySide
from crosswalk.report.cells import answer_view, text_view
from crosswalk.report.pages import Found, GapBlock, GapDirection, GapGroup, GapSection, GapsPage
from crosswalk.report.rows import row_views
from crosswalk.report.sides import Side, both_numbers, label, pointer, sides
from crosswalk.report.views import Count, Frame, RowView, TextView
from crosswalk.report.words import anchors, capital, count, listed

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
        "The part compared is silent; another place in the same document speaks to it.",
    ),
    ("partly", "Answered in part", "Something answers, and something is left over."),
    (
        "not-retrieved",
        "Not retrieved",
        "What the source says is unknown. These are not gaps and are not counted as such.",
    ),
)
_WORDS = {kind: heading for kind, heading, _ in _KINDS}


def gaps_page(crosswalks: Sequence[SideBySide], frame: Frame) -> GapsPage:
    """The page model: a section for each crosswalk, both directions in each."""
    sections = tuple(_section(side) for side in crosswalks)
    tally = Counter(
        {
            kind: sum(
                len(group.blocks)
                for section in sections
                for direction in section.directions
                for group in direction.groups
                if group.kind == kind
            )
            for kind, _, _ in _KINDS
        }
    )
    summary = tuple(
        Count(tally[kind], heading.lower())
        for kind, heading, _ in _KINDS
        if tally[kind] or kind == "not-found"
    )
    return GapsPage(frame, sections, summary)


@dataclass(frozen=True, slots=True)
class _Direction:
    """One direction of one crosswalk: who asks, who should answer, and the rows between them."""

    crosswalk: str
    asker: Side
    other: Side
    rows: tuple[RowView, ...]

    @property
    def anchor(self) -> str:
        return f"{self.crosswalk}-{self.asker.which}"

    def asking(self, row: RowView) -> TextView | None:
        return row.left if self.asker.which == "left" else row.right

    def answering(self, row: RowView) -> TextView | None:
        return row.right if self.asker.which == "left" else row.left


def _section(side: SideBySide) -> GapSection:
    left, right = sides(side)
    rows = row_views(side)
    ways = (_Direction(side.id, left, right, rows), _Direction(side.id, right, left, rows))
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
    )


def is_assessed(answer: Answer) -> bool:
    """Whether a provision counts in "n of N": headings, lead-ins and what was never read do not."""
    return answer.coverage not in (Coverage.NOT_ASSESSED, Coverage.NOT_APPLICABLE)


def gap_kind(prov: Provision, answer: Answer) -> str:
    """Which kind of gap a provision is; empty where it is none."""
    if prov.verification is Verification.NOT_RETRIEVED:
        return "not-retrieved"
    if answer.coverage is Coverage.NOT_FOUND:
        return "elsewhere" if answer.elsewhere else "not-found"
    return {Coverage.PARTLY: "partly", Coverage.CONTRARY: "contrary"}.get(answer.coverage, "")


def _counts(way: _Direction, answers: Sequence[Answer], groups: Sequence[GapGroup]) -> tuple[Count, ...]:
    """The answers one by one: fully answered first, then each kind of gap."""
    covered = sum(answer.coverage is Coverage.COVERED for answer in answers)
    href = f"{way.crosswalk}.html?answer={way.asker.which}%3Acovered#rows"
    return (
        Count(covered, "answered in full", href),
        *(Count(len(group.blocks), group.heading.lower(), f"#{group.anchor}") for group in groups),
    )


def _caution(known: Sequence[tuple[Provision, Answer]]) -> str:
    """How many of the asking texts, and of the answers, nobody checked against the source."""
    own = sum(prov.verification is Verification.UNVERIFIED and is_assessed(answer) for prov, answer in known)
    rest = sum(
        answer.coverage in (Coverage.COVERED, Coverage.PARTLY) and answer.verified is Coverage.NOT_FOUND
        for _, answer in known
    )
    said = []
    if own:
        said.append(
            f"{count(own, 'of them is', 'of them are')} restated by us and not checked against the source"
        )
    if rest:
        said.append(f"{count(rest, 'answer rests', 'answers rest')} only on words that nobody checked")
    return f"Counted apart: {listed(said)}." if said else ""


def _block(way: _Direction, prov: Provision, answer: Answer, anchor: str) -> GapBlock:
    kind, asker, other = gap_kind(prov, answer), way.asker, way.other
    mine = [row for row in way.rows if (text := way.asking(row)) is not None and text.id == prov.id]
    pairs = [row for row in mine if row.is_pair and row.status not in ("rejected", "superseded")]
    missing = _missing([text.adds for row in pairs if (text := way.asking(row)) is not None])
    seen = answer_view(answer, other)
    return GapBlock(
        anchor=anchor,
        label=label(prov),
        kind=kind,
        word=_WORDS[kind],
        asks=text_view(
            asker.home(prov.id), prov, spoken=asker.spoken, annotated=asker.annotated.get(prov.id)
        ),
        looked=answer.searched or other.part_name,
        found=tuple(_found(way, row, text) for row in pairs if (text := way.answering(row)) is not None),
        missing=missing,
        closest=tuple(pointer(other, one) for one in answer.near),
        elsewhere=tuple(pointer(other, one) for one in answer.elsewhere),
        caution=seen.sentence if seen and kind == "partly" else "",
        question=_question(way, prov, answer, missing),
        href=f"{way.crosswalk}.html#{mine[0].anchor}" if mine else f"{way.crosswalk}.html",
    )


def _found(way: _Direction, row: RowView, text: TextView) -> Found:
    return Found(
        pointer(way.other, text.id), row.word, f"{way.crosswalk}.html#{row.anchor}", row.status_words
    )


def _missing(left_over: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The phrases that every counterpart leaves unanswered."""
    if not left_over:
        return ()
    return tuple(words for words in left_over[0] if all(words in adds for adds in left_over))


def _question(way: _Direction, prov: Provision, answer: Answer, missing: Sequence[str]) -> str:
    """A question that someone at the table can answer."""
    name, kind, asker, other = label(prov), gap_kind(prov, answer), way.asker, way.other
    if kind == "not-retrieved":
        place = f" (page {prov.page})" if prov.page else ""
        return f"Who has a copy of {asker.spoken} and can read out {name}{place}?"
    if kind == "elsewhere":
        places = listed([_place(other, one) for one in answer.elsewhere])
        return f"Is what {places} says enough, or must something be added for {name}?"
    if kind == "partly":
        left_over = f" ({'; '.join(missing[:3])})" if missing else ""
        return f"Who will say what is to be done about the part that {other.spoken} leaves open{left_over}?"
    if kind == "contrary":
        return f"Which of the two will be followed for {name}, and who decides?"
    return (
        f"{capital(other.spoken)} does not ask for {name}. Will you ask for it all the same, and who decides?"
    )


def _place(side: Side, prov_id: str) -> str:
    prov = side.find(prov_id)
    return both_numbers(prov) if prov else prov_id
