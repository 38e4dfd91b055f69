"""Split large crosswalks by heading into pages of a size that a browser opens at once."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.report.document_view import sides
from crosswalk.report.frame import PageFrame
from crosswalk.report.views import Link

# The most rows of evidence and lines of a compact page that one file holds, and the most characters of text.
MOST_ROWS, MOST_LINES, MOST_CHARS = 250, 400, 400_000
# The weight of a row besides its two texts, in characters.
_ROW = 600

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartsPage:
    """The index of a crosswalk that is split into several pages.

    Attributes:
        frame: What every page carries.
        parts: Links to the parts, each with what it holds.
        moved: For each row its old fragment, its present address, and its name.
    """

    frame: PageFrame
    parts: tuple[Link, ...]
    moved: tuple[tuple[str, str, str], ...]


def split_into_parts(
    items: Sequence[T], group: Callable[[T], Hashable], weight: Callable[[T], int], most: int
) -> list[list[T]]:
    """Split items, in their order, into parts of at most `most` items and `MOST_CHARS` characters.

    A group of items stays together if it fits into one part, and is divided if it does not.
    """
    groups: list[_Batch[T]] = []
    for item in items:
        batch = _Batch([item], weight(item))
        if groups and group(groups[-1].items[-1]) == group(item) and groups[-1].fits(batch, most):
            groups[-1].take(batch)
        else:
            groups.append(batch)
    parts: list[_Batch[T]] = []
    for one in groups:
        if parts and parts[-1].fits(one, most):
            parts[-1].take(one)
        else:
            parts.append(one)
    return [part.items for part in parts]


@dataclass
class _Batch(Generic[T]):
    """Items that stay together, with their weight in characters."""

    items: list[T]
    weight: int

    def fits(self, other: "_Batch[T]", most: int) -> bool:
        """Whether both together fit one part."""
        return len(self.items) + len(other.items) <= most and self.weight + other.weight <= MOST_CHARS

    def take(self, other: "_Batch[T]") -> None:
        """Add the items of another batch."""
        self.items += other.items
        self.weight += other.weight


def evidence_parts(side: Comparison) -> tuple[tuple[ComparisonRow, ...], ...]:
    """The rows of a crosswalk by evidence page; one part if they all fit."""
    left, right = sides(side)

    def group(row: ComparisonRow) -> str:
        prov, own = (left.find(row.left), left) if row.left else (right.find(row.right), right)
        return f"{own.which}:{own.group(prov).id}" if prov else ""

    def weight(row: ComparisonRow) -> int:
        ends = [left.find(row.left), right.find(row.right)]
        return _ROW + sum(len(prov.text) for prov in ends if prov)

    return tuple(tuple(part) for part in split_into_parts(side.rows, group, weight, MOST_ROWS))


def part_file(crosswalk: str, number: int, of: int) -> str:
    """The file of one part of the evidence, counted from 1; the only part has no number."""
    return f"{crosswalk}-rows.html" if of < 2 else f"{crosswalk}-rows-{number}.html"
