"""The page model of the agenda: what one document asks, the other does not answer, and somebody must decide."""

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
        text: What it asks.
        words: The first words of that.
        quoted: Whether those are the words of the document itself.
        unchecked: Whether they were never checked against the source.
        state: How far it is answered, in words.
        why: What is missing, in a sentence; empty where nothing answers.
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
        who: Who asks it of whom, such as `Must · State board`; empty where nothing is said.
        items: The gaps.
        closest: The one passage that comes nearest; None where the texts were not retrieved.
        closest_head: What that passage is to the gaps.
        closest_quoted: Whether its words are those of the document itself.
        question: What the meeting has to answer.
        choices: The decisions to tick.
    """

    number: str
    anchor: str
    kind: str
    topic: str
    state: str
    who: str
    items: tuple[AgendaItem, ...]
    closest: Pointer | None
    closest_head: str
    closest_quoted: bool
    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgendaSection:
    """The blocks of one actor, or those that wait for a source.

    Attributes:
        anchor: Its fragment in the address.
        heading: The actor.
        note: What would settle most of them; empty where nothing is said.
        blocks: The blocks.
    """

    anchor: str
    heading: str
    note: str
    blocks: tuple[AgendaBlock, ...]


@dataclass(frozen=True, slots=True)
class GapRecordLine:
    """One assessed provision in the full record.

    Attributes:
        anchor: Its fragment in the address.
        link: Its name, leading to its row.
        state: How far it is answered, in words.
        number: The block that takes it up; empty where none does.
    """

    anchor: str
    link: Link
    state: str
    number: str


@dataclass(frozen=True, slots=True)
class GapRecordGroup:
    """The provisions of one direction that are answered in one way.

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
    """Everything assessed in one direction of one crosswalk.

    Attributes:
        anchor: Its fragment in the address.
        crosswalk: The crosswalk's id.
        title: The crosswalk's title.
        heading: Who asks whom.
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
    """What one document asks and another does not answer, in all crosswalks between the two.

    Attributes:
        anchor: Its fragment in the address.
        heading: Who asks whom.
        lede: What there is to decide, in two or three sentences, each with its first words to be stressed.
        sections: The blocks by actor; those that wait for a source come last.
        minor: Gaps too small for a decision of their own, one line each.
        other_way: What the other document asks and this one does not answer, in one sentence.
        records: Everything assessed, in both directions.
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
        """The minor gaps under the sentence that says what they lack, which several may share."""
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
