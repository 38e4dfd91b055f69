"""The page models of the first page, the graph page and the method page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One heading of a document, and how many of its provisions got each answer.

    Attributes:
        label: The heading.
        cells: One count a column.
        total: All of them.
    """

    label: str
    cells: tuple[LinkedCount, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Headings down, answers across; every number leads to its rows.

    Attributes:
        anchor: Its fragment in the address.
        title: The crosswalk's title.
        heading: Who answers whom.
        caption: The table's caption.
        columns: The answers in words.
        lines: The headings.
    """

    anchor: str
    title: str
    heading: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class FigureNode:
    """One provision in a figure.

    Attributes:
        x: Left edge.
        y: Top edge.
        width: Width of its box.
        label: What fits the box.
        name: The full name, for the ear.
        href: Its first row.
        lonely: Whether no line reaches it.
    """

    x: int
    y: int
    width: int
    label: str
    name: str
    href: str
    lonely: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One relation in a figure: from its letter, which stands at the start, to the right box.

    Attributes:
        x1: Where it starts.
        y1: Where it starts.
        x2: Where it ends.
        y2: Where it ends.
        relation: The contract's word, which sets the stroke.
        letter: The letter that stands for the relation.
        name: Relation and sentence, for the ear.
        href: Its row.
        reviewed: Whether a person has reviewed it.
    """

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
    """Two columns of provisions joined by lines.

    Attributes:
        anchor: Its fragment in the address.
        heading: The crosswalk's title.
        sentence: What it shows, in words.
        width: Width in units of the drawing.
        height: Height likewise.
        left_name: The left document.
        right_name: The right document.
        left: Boxes at the left.
        right: Boxes at the right.
        lines: The lines.
        table: The same data for every reader: left, relation, right, address of the row.
    """

    anchor: str
    heading: str
    sentence: str
    width: int
    height: int
    left_name: str
    right_name: str
    left: tuple[FigureNode, ...]
    right: tuple[FigureNode, ...]
    lines: tuple[FigureLine, ...]
    table: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LooseEndList:
    """One list of things in the graph that hang loose.

    Attributes:
        heading: What they are.
        sentence: What it means that they do.
        items: The things, each leading to its row where it has one.
    """

    heading: str
    sentence: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """The graph as tables first, then figures, then loose ends.

    Attributes:
        frame: What every page carries.
        sizes: What the graph holds.
        matrices: Coverage, two tables a crosswalk.
        figures: One a crosswalk that is small enough.
        too_large: Titles of those that are not.
        loose: The lists of loose ends.
        files: The graph as files.
    """

    frame: PageFrame
    sizes: tuple[LinkedCount, ...]
    matrices: tuple[Matrix, ...]
    figures: tuple[Figure, ...]
    too_large: tuple[str, ...]
    loose: tuple[LooseEndList, ...]
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SignalView:
    """One signal as this build used it.

    Attributes:
        name: Its name.
        pairs: How many rows it gave something to.
        largest: The largest weight it gave.
        example: What it saw there.
    """

    name: str
    pairs: int
    largest: str
    example: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band of confidence, and what became of its rows.

    Attributes:
        word: The band in a word.
        bounds: Its figures.
        pairs: How many rows.
        confirmed: How many a person confirmed.
        rejected: How many a person rejected.
        drafted: How many stand in the editors' draft.
        open: How many are undecided.
    """

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

    Attributes:
        frame: What every page carries.
        signals: The signals of this build.
        bands: Confidence against decisions.
        agreement: How often program and mapping file agree.
        checks: The caller's sentences on how the program was measured.
        misses: What is known to be missing.
    """

    frame: PageFrame
    signals: tuple[SignalView, ...]
    bands: tuple[Band, ...]
    agreement: str
    checks: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkCard:
    """One crosswalk on the first page.

    Attributes:
        title: Its title.
        href: Its page.
        left: What of the left document is compared.
        right: What of the right document.
        left_name: The left document.
        right_name: The right document.
        rows: Pairs, and provisions alone.
        left_answers: How much of the left is answered.
        right_answers: How much of the right.
        reviewed: How many rows a person has reviewed, of how many.
    """

    title: str
    href: str
    left: str
    right: str
    left_name: str
    right_name: str
    rows: tuple[LinkedCount, ...]
    left_answers: str
    right_answers: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page: every crosswalk, and every other page and file.

    Attributes:
        frame: What every page carries.
        cards: The crosswalks.
        pages: Other pages with a sentence each.
        files: Files beside the pages with a sentence each.
    """

    frame: PageFrame
    cards: tuple[CrosswalkCard, ...]
    pages: tuple[tuple[Link, str], ...]
    files: tuple[tuple[Link, str], ...]
