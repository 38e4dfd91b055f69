"""The page models of the agenda: requirements that the other document does not answer, grouped into decisions."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount, Pointer


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


@dataclass(frozen=True, slots=True)
class GapRecordLine:
    """One assessed provision in the full record.

    Attributes:
        anchor: Its fragment in the address.
        link: Its name, linked to its row.
        state: How far it is answered, in words.
        number: The block that has it; empty if none has.
    """

    anchor: str
    link: Link
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
    def deciders(self) -> tuple[LinkedCount, ...]:
        """Who decides, with the number of decisions and the first section, in the order of the page."""
        parts = [part for agenda in self.agendas for part in agenda.sections]
        return tuple(
            LinkedCount(sum(len(one.blocks) for one in mine), who, f"#{mine[0].anchor}")
            for who in dict.fromkeys(part.who for part in parts)
            for mine in [[one for one in parts if one.who == who]]
        )
