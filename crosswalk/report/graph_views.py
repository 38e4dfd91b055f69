"""The page model of the graph page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.figure import CurvedFigure
from crosswalk.report.provisions_page import ProvisionsPage
from crosswalk.report.views import Link, LinkedCount


@dataclass(frozen=True, slots=True)
class DrawnCrosswalk:
    """One crosswalk as a curved figure, with the same data as a table.

    Attributes:
        anchor: Its fragment in the address.
        heading: The crosswalk's title.
        page: The crosswalk's page.
        caption: What the figure shows, in one or two sentences.
        left_head: The head of the left column.
        right_head: The head of the right column.
        figure: The figure; None where the crosswalk has no pair or too many boxes.
        matrix: What shows the crosswalk instead where it has too many boxes.
        table: One line a pair: left name, link to the row with the relation, standing, right name.
    """

    anchor: str
    heading: str
    page: str
    caption: str
    left_head: str
    right_head: str
    figure: CurvedFigure | None
    matrix: ProvisionsPage | None
    table: tuple[tuple[str, Link, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChainTable:
    """Chains through three or more documents, one line for each provision that a chain starts from.

    Attributes:
        heads: Kind and name of the document of each column.
        lines: One line a provision of the first column; each cell holds the provisions it is tied to.
    """

    heads: tuple[str, ...]
    lines: tuple[tuple[tuple[Link, ...], ...], ...]


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
    """The crosswalks as figures, chains of documents, and what hangs loose.

    Attributes:
        frame: What every page carries.
        sizes: What the graph holds.
        drawn: One a crosswalk.
        chains: The chains of documents.
        loose: The lists of loose ends that hold something.
        files: The graph as files.
    """

    frame: PageFrame
    sizes: tuple[LinkedCount, ...]
    drawn: tuple[DrawnCrosswalk, ...]
    chains: tuple[ChainTable, ...]
    loose: tuple[LooseEndList, ...]
    files: tuple[Link, ...]
