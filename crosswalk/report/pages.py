"""The page model of the first page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount


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
