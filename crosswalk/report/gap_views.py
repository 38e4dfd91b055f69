"""The page model of the gap page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount, Pointer, TextView


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a provision in part.

    Attributes:
        pointer: The passage.
        word: How the two relate.
        href: The row that says so.
        status: Where that row stands, in words.
    """

    pointer: Pointer
    word: str
    href: str
    status: str


@dataclass(frozen=True, slots=True)
class GapBlock:
    """One provision that needs a decision, made to be talked over in a meeting.

    Attributes:
        anchor: Its fragment in the address.
        label: Its name.
        kind: `not-found`, `elsewhere`, `unchecked`, `partly`, `contrary` or `not-retrieved`.
        word: The same in a page's words.
        asks: The provision itself.
        looked: Where was looked.
        found: What answers it in part, the most certain first.
        more: How many more answers its rows hold.
        missing: Phrases that no counterpart meets, or measure parts that differ.
        against: Which of several counterparts those parts, and the reason, are told of; empty for all else.
        closest: What came nearest.
        elsewhere: Passages outside the part compared that do answer.
        caution: What a reader must know of the answers.
        reason: Why the answer is not a full one, in a sentence or two.
        question: A question that a person can answer.
        href: Its row in the side-by-side.
    """

    anchor: str
    label: str
    kind: str
    word: str
    asks: TextView
    looked: str
    found: tuple[Found, ...]
    more: int
    missing: tuple[str, ...]
    against: str
    closest: tuple[Pointer, ...]
    elsewhere: tuple[Pointer, ...]
    caution: str
    reason: str
    question: str
    href: str


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The blocks of one kind.

    Attributes:
        anchor: Its fragment in the address.
        kind: The kind of its blocks.
        heading: The kind in words.
        sentence: What the blocks have in common.
        blocks: The blocks in the document's order.
    """

    anchor: str
    kind: str
    heading: str
    sentence: str
    blocks: tuple[GapBlock, ...]


@dataclass(frozen=True, slots=True)
class GapDirection:
    """What one document asks and the other does not fully answer: n of N, then the groups.

    Attributes:
        anchor: Its fragment in the address.
        heading: Who asks whom.
        total: How many provisions were assessed; headings are not among them.
        counts: Answered in full, then each kind.
        caution: How many of the asking texts nobody checked.
        groups: The blocks by kind.
        assessed: Every provision assessed, with a link to its row and how far it is answered.
    """

    anchor: str
    heading: str
    total: int
    counts: tuple[LinkedCount, ...]
    caution: str
    groups: tuple[GapGroup, ...]
    assessed: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class GapSection:
    """Both directions of one crosswalk.

    Attributes:
        anchor: Its fragment in the address.
        title: The crosswalk's title.
        href: Its page.
        directions: The two directions.
    """

    anchor: str
    title: str
    href: str
    directions: tuple[GapDirection, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One direction in the table of totals.

    Attributes:
        title: The crosswalk's title.
        heading: Who asks whom.
        href: Where its blocks are.
        counts: One count a column: assessed, answered in full, then each kind of gap.
    """

    title: str
    heading: str
    href: str
    counts: tuple[LinkedCount, ...]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gap page of all crosswalks.

    Attributes:
        frame: What every page carries.
        sections: One a crosswalk.
        columns: Heads of the table of totals.
        lines: Its lines.
    """

    frame: PageFrame
    sections: tuple[GapSection, ...]
    columns: tuple[str, ...]
    lines: tuple[GapLine, ...]
