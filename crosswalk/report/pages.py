"""The page models of the overview, gap, graph and method pages; see `views` for the side-by-side."""

from dataclasses import dataclass

from crosswalk.report.views import Count, Frame, Link, Pointer, TextView


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a provision in part: the passage, how the two relate, and the row that says so."""

    pointer: Pointer
    word: str
    href: str
    status: str


@dataclass(frozen=True, slots=True)
class GapBlock:
    """One provision that needs a decision, made to be talked over in a meeting.

    `kind` is `not-found`, `elsewhere`, `partly`, `contrary` or `not-retrieved`; `word` says it on
    the page. `missing` are the phrases that no counterpart answers, `question` one that a person
    can answer. `href` leads to the row in the side-by-side.
    """

    anchor: str
    label: str
    kind: str
    word: str
    asks: TextView
    looked: str
    found: tuple[Found, ...]
    missing: tuple[str, ...]
    closest: tuple[Pointer, ...]
    elsewhere: tuple[Pointer, ...]
    caution: str
    question: str
    href: str


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The blocks of one kind, with a heading and a sentence that says what they have in common."""

    anchor: str
    kind: str
    heading: str
    sentence: str
    blocks: tuple[GapBlock, ...]


@dataclass(frozen=True, slots=True)
class GapDirection:
    """What one document asks and the other does not fully answer: n of N, then the groups.

    `total` counts the provisions that were assessed; headings and lead-ins are not among them.
    """

    anchor: str
    heading: str
    total: int
    counts: tuple[Count, ...]
    caution: str
    groups: tuple[GapGroup, ...]


@dataclass(frozen=True, slots=True)
class GapSection:
    """Both directions of one crosswalk."""

    anchor: str
    title: str
    href: str
    directions: tuple[GapDirection, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One direction in the table of totals: who asks whom, how many were assessed, and each count."""

    title: str
    heading: str
    href: str
    total: int
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gap page of all crosswalks; `columns` and `lines` are the table of totals."""

    frame: Frame
    sections: tuple[GapSection, ...]
    columns: tuple[str, ...]
    lines: tuple[GapLine, ...]


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One heading of a document, and how many of its provisions got each answer."""

    label: str
    cells: tuple[Count, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Headings down, answers across; every number leads to its rows. `title` names the crosswalk."""

    anchor: str
    title: str
    heading: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One provision in a figure: its place, its short label, and its full name for the ear."""

    x: int
    y: int
    width: int
    label: str
    name: str
    href: str
    lonely: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One relation in a figure: from its letter, which stands at the start, to the right box."""

    x1: int
    y1: int
    x2: int
    y2: int
    relation: str
    letter: str
    name: str
    href: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """Two columns of provisions joined by lines; the same data stand in `table` for every reader.

    `table` holds (left, relation, right, address of the row).
    """

    anchor: str
    heading: str
    sentence: str
    width: int
    height: int
    left_name: str
    right_name: str
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    lines: tuple[Line, ...]
    table: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """One list of things in the graph that hang loose, and what it means that they do."""

    heading: str
    sentence: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """The graph as tables first, then figures, then loose ends.

    `sizes` counts what the graph holds; `too_large` names crosswalks that have a matrix only.
    """

    frame: Frame
    sizes: tuple[Count, ...]
    matrices: tuple[Matrix, ...]
    figures: tuple[Figure, ...]
    too_large: tuple[str, ...]
    loose: tuple[LooseEnds, ...]
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SignalView:
    """One signal as this build used it: how many pairs it spoke for, what it gave, and an example."""

    name: str
    pairs: int
    largest: str
    example: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band of confidence: how many pairs fell in it, and what became of them."""

    word: str
    bounds: str
    pairs: int
    confirmed: int
    rejected: int
    drafted: int
    open: int


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How the pages were made, how far to trust them, and what they are known to miss.

    `checks` are sentences about how the program was measured, given by the caller; `misses` what
    this build knows that it does not know.
    """

    frame: Frame
    signals: tuple[SignalView, ...]
    bands: tuple[Band, ...]
    agreement: str
    checks: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkCard:
    """One crosswalk on the first page: what it compares and where it stands."""

    title: str
    href: str
    left: str
    right: str
    left_name: str
    right_name: str
    rows: tuple[Count, ...]
    left_answers: str
    right_answers: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page: every crosswalk, and every other page and file."""

    frame: Frame
    cards: tuple[CrosswalkCard, ...]
    pages: tuple[tuple[Link, str], ...]
    files: tuple[tuple[Link, str], ...]
