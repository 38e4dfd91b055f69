"""The page models of the first page and the method page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount


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
