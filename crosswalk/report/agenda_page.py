"""The agenda page: decisions to make, by whom, and the full record of the assessment."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as numbers
from itertools import permutations

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Verification
from crosswalk.report.agenda import (
    KINDS,
    LAW,
    SOURCE,
    AgendaBlock,
    AgendaItem,
    AgendaSection,
    asking,
    gap_kind,
    gaps,
    heading_above,
    is_joint,
    is_minor,
    item,
    sections,
)
from crosswalk.report.cells import ANSWERS, UNREAD, answer_kind, is_assessed
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.frame import PageFrame
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import anchors, count, curly


@dataclass(frozen=True, slots=True)
class GapRecordLine:
    """One assessed provision in the full record.

    Attributes:
        anchor: Its fragment in the address.
        link: Its name, linked to its row.
        unchecked: Whether its words were not checked against the source.
        state: How far it is covered, in words.
        number: The block that has it; empty if none has.
    """

    anchor: str
    link: Link
    unchecked: bool
    state: str
    number: str


@dataclass(frozen=True, slots=True)
class GapRecordGroup:
    """The provisions of one direction in one state.

    Attributes:
        anchor: Its fragment in the address.
        heading: The state in words.
        lines: The provisions.
    """

    anchor: str
    heading: str
    lines: tuple[GapRecordLine, ...]


@dataclass(frozen=True, slots=True)
class GapRecord:
    """All assessed provisions in one direction of one crosswalk.

    Attributes:
        anchor: Its fragment in the address.
        crosswalk: The crosswalk's id.
        title: The crosswalk's title.
        heading: Which document requires and which answers.
        total: How many provisions were assessed.
        counts: Answered in full, then each kind of gap.
        groups: The provisions by state.
    """

    anchor: str
    crosswalk: str
    title: str
    heading: str
    total: int
    counts: tuple[LinkedCount, ...]
    groups: tuple[GapRecordGroup, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The gaps of one document against another, over all crosswalks between the two.

    Attributes:
        anchor: Its fragment in the address.
        heading: Which document requires and which does not.
        lede: The decisions in short, in two or three sentences, each with the opening words to stress.
        sections: The blocks by actor; those whose source must be read first come last.
        minor: Gaps too small for a decision of their own, one line each.
        other_way: The gaps in the other direction, in one sentence.
        records: All assessed provisions, in both directions.
    """

    anchor: str
    heading: str
    lede: tuple[tuple[str, str], ...]
    sections: tuple[AgendaSection, ...]
    minor: tuple[AgendaItem, ...]
    other_way: str
    records: tuple[GapRecord, ...]

    @property
    def minor_by_reason(self) -> dict[str, tuple[AgendaItem, ...]]:
        """The minor gaps by the sentence that says what they lack."""
        return {
            why: tuple(one for one in self.minor if one.why == why)
            for why in dict.fromkeys(one.why for one in self.minor)
        }


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The agenda of all crosswalks.

    Attributes:
        frame: What every page carries.
        agendas: One for each two documents.
    """

    frame: PageFrame
    agendas: tuple[Agenda, ...]

    @property
    def blocks(self) -> tuple[AgendaBlock, ...]:
        """Every block of the page in its order."""
        return tuple(b for agenda in self.agendas for part in agenda.sections for b in part.blocks)

    @property
    def unchecked(self) -> int:
        """How many blocks rest on words that nobody checked."""
        return sum(block.unchecked for block in self.blocks)

    @property
    def deciders(self) -> tuple[LinkedCount, ...]:
        """Who decides, with the number of decisions and the first section, in the order of the page."""
        parts = [part for agenda in self.agendas for part in agenda.sections]
        return tuple(
            LinkedCount(sum(len(one.blocks) for one in mine), who, f"#{mine[0].anchor}")
            for who in dict.fromkeys(part.who for part in parts)
            for mine in [[one for one in parts if one.who == who]]
        )


# What the record says of a kind where its word alone would be counted among the assessed.
_RECORDED = {UNREAD: "not retrieved, and so not assessed"}
_FULL = "covered in full"


def gaps_page(crosswalks: Sequence[Comparison], frame: PageFrame) -> GapsPage:
    """The page model: one agenda for each two documents, over all crosswalks between them."""
    between: dict[tuple[str, str], list[Comparison]] = {}
    for side in crosswalks:
        asker, other = asking(side)
        between.setdefault((asker.whole.source.id, other.whole.source.id), []).append(side)
    numbered = numbers(1)
    return GapsPage(frame, tuple(_agenda(key, mine, numbered) for key, mine in between.items()))


def _agenda(key: tuple[str, str], crosswalks: Sequence[Comparison], numbered: Iterator[int]) -> Agenda:
    asker, other = asking(crosswalks[0])
    found = gaps(crosswalks)
    small, rest = [gap for gap in found if is_minor(gap)], [gap for gap in found if not is_minor(gap)]
    anchor = "-".join(key)
    parts = sections(rest, anchor, numbered)
    numbers = {one.id: block.number for part in parts for block in part.blocks for one in block.items}
    return Agenda(
        anchor,
        f"What {asker.spoken} asks for and {other.spoken} does not {_verb(other)}",
        tuple(_lede(asker, other, parts, len(small))),
        parts,
        tuple(item(gap) for gap in small),
        _other_way(crosswalks),
        tuple(_record(side, one, two, numbers) for side in crosswalks for one, two in _ways(side)),
    )


def _verb(other: DocumentView) -> str:
    """What a document does that says what another asks for: only one that binds requires it."""
    return "require" if other.whole.source.kind in LAW else "cover"


def _ways(side: Comparison) -> Iterator[tuple[DocumentView, DocumentView]]:
    """Both directions, that of the agenda first."""
    asker, other = asking(side)
    return permutations((asker, other), 2)


def _lede(
    asker: DocumentView, other: DocumentView, parts: Sequence[AgendaSection], small: int
) -> Iterator[tuple[str, str]]:
    """The opening: decisions to make, sources to read first, and minor gaps."""
    blocks = [block for part in parts for block in part.blocks]
    source = [b for part in parts for b in part.blocks if _waits(part)]
    now = [block for block in blocks if block not in source]
    by_kind = Counter(KINDS[b.kind][0].lower() for b in now for _ in b.items)
    if not blocks and not small:
        yield (
            "Nothing to decide.",
            f"No gap between {asker.spoken} and {other.spoken} needs a decision of its own.",
        )
        return
    if now:
        gaps_here = sum(len(block.items) for block in now)
        kinds = listed([f"{number} {word}" for word, number in by_kind.items()])
        cover = "covers" if len(now) == 1 else "cover"
        rest = (
            f"What {asker.spoken} requires applies in any case. In {other.spoken}: {kinds}. Decide what can be done once for both."
            if is_joint(asker, other)
            else f"What {asker.spoken} asks for and the compared text of {other.spoken} does not fully have: {kinds}."
        )
        yield f"{count(len(now), 'decision')} {cover} {count(gaps_here, 'gap')}.", rest
    if source:
        waiting = sum(len(block.items) for block in source)
        were, them = ("text was", "it") if waiting == 1 else ("texts were", "them")
        first, last = source[0].number, source[-1].number
        yield (
            f"{waiting} more {were} never read ({first if first == last else f'{first} to {last}'}).",
            f"What {asker.spoken} says there, or what covers it, is not known. Read {them} before the meeting.",
        )
    if small:
        are = "is listed at the end." if small == 1 else "are listed at the end, one line each."
        yield count(small, "small or unknown difference"), are


def _waits(part: AgendaSection) -> bool:
    return part.heading == SOURCE


def _other_way(crosswalks: Sequence[Comparison]) -> str:
    """The gaps in the other direction, counted in one sentence."""
    asker, other = asking(crosswalks[0])
    tally: Counter[str] = Counter()
    for side in crosswalks:
        _, giver = asking(side)
        known = [(giver.find(a.provision), a) for a in giver.answers.values()]
        tally.update(answer_kind(prov, answer) for prov, answer in known if prov is not None)
    parts = [
        f"{number} {words}"
        for kind, words in {**ANSWERS, UNREAD: "not retrieved"}.items()
        if (number := tally[kind])
    ]
    if not parts:
        return ""
    ends = (
        f"What {other.spoken} requires applies in any case"
        if is_joint(asker, other)
        else "None of this needs a decision"
    )
    return (
        f"In the other direction, {asker.spoken} covers what {other.spoken} asks as follows: {listed(parts)}."
        f" {ends}; the full record below lists each."
    )


def _record(
    side: Comparison, asker: DocumentView, other: DocumentView, numbers: Mapping[str, str]
) -> GapRecord:
    """All assessed provisions of one direction, by state."""
    base = f"{side.id}-{asker.which}"
    known = [(prov, a) for a in asker.answers.values() if (prov := asker.find(a.provision)) is not None]
    names = anchors(f"{base}-{prov.id}" for prov, _ in known)
    rows = anchors(row.id for row in side.rows)
    first = {getattr(row, asker.which): f"{side.id}.html#{rows[row.id]}" for row in reversed(side.rows)}
    taken = numbers if asking(side)[0].which == asker.which else {}
    lines: dict[str, list[GapRecordLine]] = {}
    for prov, answer in known:
        kind = gap_kind(prov, answer)
        if kind or is_assessed(answer):
            lines.setdefault(kind, []).append(
                GapRecordLine(
                    names[f"{base}-{prov.id}"],
                    Link(_record_name(asker, prov, kind), first.get(prov.id, f"{side.id}.html")),
                    prov.verification is Verification.UNVERIFIED,
                    KINDS[kind][0].lower() if kind else _FULL,
                    taken.get(prov.id, ""),
                )
            )
    return GapRecord(
        base,
        side.id,
        curly(side.title),
        f"What {asker.spoken} asks, covered by {other.spoken}",
        sum(is_assessed(answer) for _, answer in known),
        _counts(base, lines),
        tuple(
            GapRecordGroup(
                f"{base}-{kind or 'covered'}", KINDS[kind][0] if kind else capital(_FULL), tuple(lines[kind])
            )
            for kind in ("", *KINDS)
            if kind in lines
        ),
    )


def _record_name(side: DocumentView, prov: Provision, kind: str) -> str:
    """The name of a provision in the record; that of a text not retrieved begins with the heading above it."""
    above = heading_above(side, prov) if kind == UNREAD else ""
    return f"{above}: {label(prov)}" if above else label(prov)


def _counts(base: str, lines: Mapping[str, Sequence[GapRecordLine]]) -> tuple[LinkedCount, ...]:
    """The number answered in full, then each kind of gap that occurs."""
    full = LinkedCount(len(lines.get("", ())), _FULL, f"#{base}-covered" if lines.get("") else "")
    rest = (
        LinkedCount(len(lines[kind]), _RECORDED.get(kind, word.lower()), f"#{base}-{kind}")
        for kind, (word, _) in KINDS.items()
        if kind in lines
    )
    return (full, *rest)
