"""The page model of the first page."""

from dataclasses import dataclass

from crosswalk.report.compact_model import CoverageBar, Finding, KeyItem
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link


@dataclass(frozen=True, slots=True)
class TaskView:
    """Something that only a person can do.

    Attributes:
        words: What to do.
        href: The door to it.
        why: How many rows it frees, and how long it takes.
        frees: How many rows it frees.
    """

    words: str
    href: str
    why: str
    frees: int


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one crosswalk.

    Attributes:
        name: Its title.
        href: Its page.
        bars: How far each side is answered.
    """

    name: str
    href: str
    bars: tuple[CoverageBar, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The first page: what was found, how far each side answers the other, what needs a person, what changed.

    Attributes:
        frame: What every page carries.
        findings: At most five, each with its proof.
        groups: The bars.
        key: The key of their fills.
        tasks: What needs a person; what frees the most comes first.
        changed: What changed, in sentences; empty where no document has two editions.
        changes: The page of the changes; empty where there is none.
        doors: The other pages, each with a few words.
        files: The files beside the pages.
    """

    frame: PageFrame
    findings: tuple[Finding, ...]
    groups: tuple[BarGroup, ...]
    key: tuple[KeyItem, ...]
    tasks: tuple[TaskView, ...]
    changed: tuple[str, ...]
    changes: str
    doors: tuple[tuple[Link, str], ...]
    files: tuple[Link, ...]
