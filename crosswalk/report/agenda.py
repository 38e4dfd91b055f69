"""The blocks of the agenda: gaps merged over crosswalks, sorted by actor, and grouped if one decision closes them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crosswalk.language.phrasing import capital, first_listed
from crosswalk.model.alignment import ELSEWHERE, UNCHECKED, PartVerdict, ProvisionCoverage, UnmetSlot
from crosswalk.model.annotation import NoteKind, Part
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import BINDING_KINDS, JOINT_KINDS, Provision
from crosswalk.model.frame import Level
from crosswalk.model.relation import QUOTED, Coverage, Modality, Verification
from crosswalk.report.cells import UNREAD, answer_kind, duty_line
from crosswalk.report.document_view import (
    DocumentView,
    both_numbers,
    cited,
    found_pointers,
    label,
    pointer,
    sides,
)
from crosswalk.report.views import Link, Pointer
from crosswalk.report.words import anchors, shortened


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One gap.

    Attributes:
        id: The provision's id.
        label: Its name.
        cite: Its citation, linked to its row in the side-by-side.
        text: Its text.
        words: The first words of the text.
        quoted: Whether these are the document's own words.
        unchecked: Whether they were not checked against the source.
        state: How far it is answered, in words.
        why: What is missing, in a sentence; empty if nothing answers.
    """

    id: str
    label: str
    cite: Link
    text: str
    words: str
    quoted: bool
    unchecked: bool
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """The gaps that one decision closes.

    Attributes:
        number: `G-01`, `G-02` and so on through the page.
        anchor: Its fragment in the address.
        kind: `not-found`, `elsewhere`, `partly`, `contrary`, `unchecked` or `not-retrieved`.
        topic: What it is about.
        state: How many gaps of that kind it holds, in words.
        who: Modality and actor, such as `Must · State board`; empty if none was read.
        items: The gaps.
        why: What is missing of all of them, if that is one sentence; else each gap has its own.
        closest: The closest passage; None if the texts were not retrieved, or if each gap has another.
        closest_head: The heading of that passage.
        closest_quoted: Whether its words are the document's own.
        question: The question for the meeting.
        choices: The decisions to tick.
    """

    number: str
    anchor: str
    kind: str
    topic: str
    state: str
    who: str
    items: tuple[AgendaItem, ...]
    why: str
    closest: Pointer | None
    closest_head: str
    closest_quoted: bool
    question: str
    choices: tuple[str, ...]

    @property
    def unchecked(self) -> bool:
        """Whether the words of some gap, or those of the closest passage, were not checked against the source."""
        return any(one.unchecked for one in self.items) or (
            self.closest is not None and self.closest.unchecked
        )


@dataclass(frozen=True, slots=True)
class AgendaSection:
    """The blocks of one who decides, or those whose source must be read first.

    Attributes:
        anchor: Its fragment in the address.
        heading: Who decides, and `measures` if it is about what is counted.
        who: Who decides; a page can be filtered by it.
        note: What would settle most of them; empty for none.
        blocks: The blocks.
    """

    anchor: str
    heading: str
    who: str
    note: str
    blocks: tuple[AgendaBlock, ...]


# Every kind of gap, in page order: its word, and the head of the passage shown beside it.
KINDS = {
    Coverage.CONTRARY.value: ("In conflict", "Conflicts with"),
    Coverage.NOT_FOUND.value: ("Not found", "Came closest"),
    ELSEWHERE: ("Elsewhere", "Found elsewhere"),
    Coverage.PARTLY.value: ("In part", "Best counterpart"),
    UNCHECKED: ("Only in unchecked words", "Rests on"),
    UNREAD: ("Not retrieved", ""),
}
# The choices offered for a block, by kind of gap, and those that fit a question by its opening words.
_READ = "read the source first"
_CHOICES = {
    Coverage.CONTRARY.value: ("follow the law", "ask for a waiver", "change our text", _READ),
    Coverage.NOT_FOUND.value: ("add it ourselves", "leave it out", "not ours to decide", _READ),
    ELSEWHERE: ("that passage is enough", "add it ourselves", "not ours to decide", _READ),
    Coverage.PARTLY.value: ("that is enough", "add what is missing", "not ours to decide", _READ),
    UNCHECKED: ("checked: it covers this", "checked: it does not"),
    UNREAD: ("read: compare it", "no copy available"),
}
_BY_OPENING = {
    "Does": ("that passage is enough", "add it ourselves", "leave it out"),
    "Is": ("that is enough", "add what is missing"),
    "Will": ("yes: add it", "no: leave it as it is"),
    "Should reports use": ("use that definition", "use {asker}’s"),
    "Who has": ("read: compare it", "no copy available"),
}
# The decisions between two documents that both bind, on provisions and on measures: the first two where the other asks
# for nothing, the last two where it asks for a part.
_JOINT = {
    False: (("for {asker} only", "for both"), ("one text for both", "a text for each")),
    True: (("in {asker} reports only", "in both reports"), ("show both", "show one")),
}
# Who decides at a level if the crosswalk does not name it.
_DECIDERS = {
    Level.STATE: "State",
    Level.LOCAL: "Local areas",
    Level.PROVIDER: "Providers",
    Level.PROGRAM: "Programs",
    Level.FEDERAL: "Federal agencies",
}
# The heading of gaps that cannot be decided before a source is read.
SOURCE = "Read the source first"
_NOBODY = "Planning team"
# A list of requirements restates law.
LAW = BINDING_KINDS | {"requirements"}
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|percent|first|second|third|fourth)\b"
)
_WEIGHTY = (NoteKind.CONCEPT, NoteKind.ACTOR, NoteKind.DUTY, NoteKind.DEFINED)
# The parts of a measure on which a report can follow the one or the other document.
_DECIDABLE = (Part.STATISTIC, Part.POPULATION, Part.CONDITION, Part.TIMING, Part.EXCLUSIONS)
# The most characters shown of a gap's text, and of the passage closest to it.
_ASKED, _POINTED = 150, 100
_NAMED = 3
# The kinds of gap whose choices follow the question.
_OPEN = (Coverage.NOT_FOUND, Coverage.PARTLY, ELSEWHERE)
# If crosswalks differ on a provision, the first of these states counts.
_SETTLED = ("contrary", "covered", "partly", ELSEWHERE, UNCHECKED, "not-found")


@dataclass(frozen=True, slots=True)
class Gap:
    """One provision that is not fully answered, in the crosswalk that answers it best."""

    side: Comparison
    asker: DocumentView
    other: DocumentView
    prov: Provision
    answer: ProvisionCoverage
    kind: str

    @property
    def row(self) -> ComparisonRow | None:
        """The row of its best counterpart, or its first row."""
        mine = _rows_by_provision(self.side, self.asker.which).get(self.prov.id, ())
        pairs = [
            row for row in mine if getattr(row, self.other.which) in self.answer.best and not row.refused
        ]
        ranked = sorted(pairs, key=lambda row: (row.decided is None, -(row.confidence or 0.0)))
        return next(iter([*ranked, *mine]), None)

    @property
    def closest(self) -> str:
        """The id of the closest passage, prefixed with its corpus if it is at another level; empty if none was found."""
        row, answer = self.row, self.answer
        best = getattr(row, self.other.which) if row else ""
        beside = tuple(f"{place.corpus}:{place.provision}" for place in answer.levels)
        named = (*answer.elsewhere, *beside) if self.kind == ELSEWHERE else answer.near
        return best if self.kind in ("partly", "contrary", UNCHECKED) else next(iter(named), "")

    @property
    def is_joint(self) -> bool:
        """Whether only what is done once for both documents is open."""
        return is_joint(self.asker, self.other) and not self.needs_source and self.kind != Coverage.CONTRARY

    @property
    def needs_source(self) -> bool:
        """Whether a text must be read before anything can be decided."""
        return self.kind in (UNCHECKED, UNREAD)


@lru_cache(maxsize=32)
def _rows_by_provision(side: Comparison, which: str) -> Mapping[str, Sequence[ComparisonRow]]:
    """The rows of each provision of one side, in their order."""
    found: dict[str, list[ComparisonRow]] = {}
    for row in side.rows:
        found.setdefault(getattr(row, which), []).append(row)
    return found


@lru_cache(maxsize=32)
def _row_anchors(side: Comparison) -> Mapping[str, str]:
    """The fragment of each row in the address, by its id."""
    return anchors(row.id for row in side.rows)


def asking(side: Comparison) -> tuple[DocumentView, DocumentView]:
    """The side whose requirements the agenda lists, and the side that answers them.

    A framework requires and the law answers. A plan answers any other document. Otherwise the left document
    requires and the right one answers.
    """
    left, right = sides(side)
    kinds = left.whole.source.kind, right.whole.source.kind
    swap = kinds[0] in LAW and kinds[1] not in LAW
    if "plan" in kinds:
        swap = kinds[0] == "plan"
    return (right, left) if swap else (left, right)


def is_joint(asker: DocumentView, other: DocumentView) -> bool:
    """Whether both documents bind by themselves, whatever the other says."""
    return {asker.whole.source.kind, other.whole.source.kind} <= JOINT_KINDS


def gap_kind(prov: Provision, answer: ProvisionCoverage) -> str:
    """The kind of gap that a provision is; empty if it is none."""
    kind = answer_kind(prov, answer)
    return kind if kind in KINDS else ""


def gaps(crosswalks: Sequence[Comparison]) -> list[Gap]:
    """The gaps of one document against another; each provision once, from the crosswalk that answers it best.

    What another crosswalk of the same texts answers is asked there alone.
    """
    found: dict[str, tuple[int, Gap]] = {}
    for side in crosswalks:
        asker, other = asking(side)
        for answer in asker.answers.values():
            prov = asker.find(answer.provision)
            if prov is None or answer.page or _only_defines(asker, prov):
                continue
            kind = answer_kind(prov, answer)
            rank = _SETTLED.index(kind) if kind in _SETTLED else len(_SETTLED)
            if prov.id not in found or rank < found[prov.id][0]:
                found[prov.id] = rank, Gap(side, asker, other, prov, answer, kind)
    return [gap for _, gap in found.values() if gap.kind in KINDS]


def _only_defines(side: DocumentView, prov: Provision) -> bool:
    """Whether a provision only defines a word and requires nothing."""
    read = side.annotated.get(prov.id)
    return read is not None and read.duty is Modality.MEANS


def is_minor(gap: Gap) -> bool:
    """Whether a gap is minor: the missing parts hold no number, actor, duty or lexicon term.

    A measure is minor unless one of its parts is known to differ; parts that were not read cannot be decided.
    """
    if gap.kind != Coverage.PARTLY:
        return False
    row = gap.row
    if row and row.candidate and row.candidate.parts:
        return not any(
            one.verdict is PartVerdict.DIFFERS for one in row.candidate.parts if one.part in _DECIDABLE
        )
    return not any(_is_weighty(gap, one) for one in gap.answer.unmet)


def _is_weighty(gap: Gap, part: UnmetSlot) -> bool:
    """Whether an unmet part holds a number or an annotated phrase."""
    read = gap.asker.annotated.get(gap.prov.id)
    marked = [note.span for kind in _WEIGHTY for note in (read.of(kind) if read else ())]
    return bool(_NUMBER.search(part.words.lower())) or part.span.overlaps_any(marked)


def sections(found: Sequence[Gap], anchor: str, numbered: Iterator[int]) -> tuple[AgendaSection, ...]:
    """The blocks by who decides, the State first; gaps that wait for a source come last."""
    by_actor: dict[tuple[int, str, bool], list[Gap]] = {}
    unchecked = Verification.UNVERIFIED
    for gap in sorted(found, key=lambda gap: (gap.needs_source, gap.prov.verification is unchecked)):
        by_actor.setdefault(_decider(gap), []).append(gap)
    return tuple(
        _section(anchor, who, counted, [_block(one, numbered) for one in _decisions(by_actor[key])])
        for key in sorted(by_actor)
        for _, who, counted in [key]
    )


def _section(anchor: str, who: str, counted: bool, blocks: Sequence[AgendaBlock]) -> AgendaSection:
    """The blocks of one actor; the closing sentence that most of them share is moved above them."""
    closings = Counter(block.question.partition("? ")[2] for block in blocks)
    note, number = max(closings.items(), key=lambda one: (bool(one[0]), one[1], one[0]), default=("", 0))
    if number < 2:
        note = ""
    shorter = [replace(block, question=block.question.removesuffix(f" {note}")) for block in blocks]
    heading = f"{who}: measures" if counted else who
    name = "-".join([anchor, *re.findall(r"\w+", heading.lower())])
    return AgendaSection(name, heading, who, note, tuple(shorter if note else blocks))


def _decider(gap: Gap) -> tuple[int, str, bool]:
    """Who would have to decide, after the rank of its section, and whether it is about what is counted.

    What is counted is settled at the State level, if the crosswalk says who decides there.
    """
    if gap.needs_source:
        return len(_DECIDERS) + 1, SOURCE, False
    counted = gap.side.kind == "measures"
    level = Level.STATE if counted else gap.answer.actor_level
    named = gap.side.deciders.get(level, "" if counted else _DECIDERS.get(level, ""))
    return list(_DECIDERS).index(level) if named else len(_DECIDERS), named or _NOBODY, counted


def _decisions(found: Sequence[Gap]) -> list[list[Gap]]:
    """Groups of gaps that one decision closes: same kind, same parent, same closest passage, or one question of measures."""
    order = list(KINDS)
    joined: dict[tuple[object, ...], list[Gap]] = {}
    for gap in sorted(found, key=lambda gap: order.index(gap.kind)):
        key: tuple[object, ...] = (gap.kind, gap.prov.parent, gap.closest)
        if gap.kind == UNREAD:
            key = (gap.kind,)
        elif gap.kind == UNCHECKED:
            key = (gap.kind, gap.closest)
        elif gap.is_joint and gap.kind == Coverage.NOT_FOUND:
            key = (gap.kind, gap.side.id)
        elif gap.kind == Coverage.PARTLY and gap.side.kind == "measures" and gap.answer.question:
            # Measures that turn on one definition or one population are one decision.
            key = (gap.kind, gap.answer.question)
        joined.setdefault(key, []).append(gap)
    return list(joined.values())


def _block(found: Sequence[Gap], numbered: Iterator[int]) -> AgendaBlock:
    first, number = found[0], f"G-{next(numbered):02}"
    word, closest_head = KINDS[first.kind]
    place = first.other.find(first.closest)
    beside = first.closest and place is None and first.kind == ELSEWHERE
    shown = next(iter(found_pointers(first.other, first.answer, _POINTED)), None) if beside else None
    items = tuple(item(gap) for gap in found)
    # A reason that all share is said once below them.
    shared = items[0].why if len({one.why for one in items}) == 1 < len(items) else ""
    if shared:
        items = tuple(replace(one, why="") for one in items)
    duties = {duty_line(gap.asker.annotated.get(gap.prov.id)) for gap in found}
    question = _question(found)
    closest = shown or (pointer(first.other, first.closest, _POINTED) if first.closest else None)
    return AgendaBlock(
        number=number,
        anchor=number.lower(),
        kind=first.kind,
        topic=_topic(found),
        state=f"{len(found)} {word.lower()}" if len(found) > 1 else word,
        who=duties.pop() if len(duties) == 1 else "",
        items=items,
        why=shared,
        # To gaps that differ in it no one passage comes closest.
        closest=closest if len({gap.closest for gap in found}) == 1 else None,
        closest_head="Found at another level" if shown else f"{closest_head} in {first.other.spoken}",
        closest_quoted=shown is not None or (place is not None and place.verification in QUOTED),
        question=question,
        choices=_choices(found, question),
    )


def _is_list(found: Sequence[Gap]) -> bool:
    """Whether a block lists what only one of two laws asks for."""
    return len(found) > 1 and found[0].is_joint and found[0].kind == Coverage.NOT_FOUND


def _choices(found: Sequence[Gap], question: str) -> tuple[str, ...]:
    first, counted = found[0], found[0].side.kind == "measures"
    opening = next((words for words in _BY_OPENING if question.startswith(f"{words} ")), "")
    chosen: tuple[str, ...]
    if first.is_joint:
        chosen = _JOINT[counted][first.kind != Coverage.NOT_FOUND]
    elif first.kind in _OPEN and opening:
        chosen = _BY_OPENING[opening]
    elif counted and first.kind == Coverage.PARTLY:
        chosen = ("use {other}’s", "use {asker}’s")
    else:
        return _CHOICES[first.kind]
    told = tuple(words.format(asker=first.asker.spoken, other=first.other.spoken) for words in chosen)
    if _is_list(found):
        told = (*(f"all {words}" for words in told), "those marked for both")
    return (*told, "not ours to decide", _READ)


def item(gap: Gap) -> AgendaItem:
    """One gap as a line of its block or of the list of minor gaps."""
    prov, row = gap.prov, gap.row
    href = f"{gap.side.id}.html#{_row_anchors(gap.side)[row.id]}" if row else f"{gap.side.id}.html"
    partial = gap.kind in ("partly", "contrary", UNCHECKED)
    return AgendaItem(
        prov.id,
        _name(gap),
        Link(_number(prov), href),
        prov.text,
        shortened(prov.text, _ASKED),
        prov.verification in QUOTED,
        prov.verification is Verification.UNVERIFIED,
        KINDS[gap.kind][0],
        gap.answer.reason if partial else "",
    )


def _name(gap: Gap) -> str:
    """The heading of a gap; for a text that was not retrieved, the heading above it."""
    above = heading_above(gap.asker, gap.prov) if gap.kind == UNREAD else ""
    return above or _short_name(gap, gap.prov) or label(gap.prov)


def heading_above(side: DocumentView, prov: Provision) -> str:
    """The heading of the provision that a provision is a part of; empty if it has none."""
    above = side.find(prov.parent) if prov.parent else None
    return above.heading if above else ""


def _short_name(gap: Gap, prov: Provision) -> str:
    """The editors' name of a provision, or else its heading; empty if it has neither."""
    return gap.side.topics.get(prov.id) or prov.heading


def _number(prov: Provision) -> str:
    return (prov.also or prov.citation or prov.id).replace(" sec. ", " ") if prov.num else cited(prov)


def _topic(found: Sequence[Gap]) -> str:
    """The heading that the gaps share, or their names."""
    first = found[0]
    if first.kind == UNREAD:
        return f"Texts of {first.asker.spoken} that were not retrieved"
    if _is_list(found):
        return f"Asked by {first.asker.spoken} only"
    own = [_short_name(gap, gap.prov) for gap in found]
    names = list(
        dict.fromkeys(name or shortened(gap.prov.text, 60) for name, gap in zip(own, found, strict=True))
    )
    above = {_short_name(gap, gap.asker.group(gap.prov)) for gap in found}
    if len(found) > 1 and not all(own) and len(above) == 1 and (name := above.pop()):
        return name
    return first_listed(names, _NAMED)


def _question(found: Sequence[Gap]) -> str:
    """The question a person must answer to close all of the gaps."""
    first, number = found[0], len(found)
    alike = {gap.answer.question for gap in found} == {first.answer.question}
    if first.answer.question and (number == 1 or (alike and first.side.kind == "measures")):
        return first.answer.question
    asker, other = first.asker.spoken, first.other.spoken
    if _is_list(found):
        done = "counted in reports under" if first.side.kind == "measures" else "done for"
        return f"Which of these will be {done} {asker} only, and which for {other} too?"
    if first.is_joint:
        each = f" for each of these {number}" if number > 1 else ""
        return f"Can one text serve both laws{each}, or does each need its own?"
    place = first.other.find(first.closest)
    beside = first.answer.levels[0].citation if first.kind == ELSEWHERE and first.answer.levels else other
    named = f"“{place.heading}”" if place and place.heading and first.kind == UNCHECKED else ""
    near = named or (both_numbers(place) if place else beside)
    every, any_of, them = (
        ("this", "this", "it")
        if number == 1
        else ("both", "either of these", "them")
        if number == 2
        else (f"all {number}", f"any of these {number}", "them")
    )
    passages = "this passage" if number == 1 else f"these {number} passages"
    return {
        Coverage.CONTRARY.value: f"{capital(asker)} and {other} conflict in {every}. Which will be followed, and who decides?",
        Coverage.NOT_FOUND.value: f"{capital(other)} does not require {any_of}. Who, if anyone, will ask for {them}?",
        ELSEWHERE: f"Is what {near} asks enough for {every}, or must somebody add to it?",
        Coverage.PARTLY.value: f"Is what {near} asks enough for {every}, or must somebody add what is missing?",
        UNCHECKED: f"Who has a copy of the text of {other} and can check the words of {near}? That settles {every}.",
        UNREAD: f"Who has a copy of the text of {asker} and can supply {passages}?",
    }[first.kind]
