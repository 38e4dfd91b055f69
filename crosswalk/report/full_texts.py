"""The texts a page's rows stand in, each once, with the rows on every passage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosswalk.report.views import Link, Passage, PublishedSection, RowView, TextView


@dataclass(frozen=True, slots=True)
class FullLine:
    """One passage of a text in full.

    Attributes:
        passage: The passage.
        rows: The rows that rest on it, by number.
    """

    passage: Passage
    rows: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A unit of a document as published.

    Attributes:
        instrument: Short name of the document.
        section: The unit.
        lines: Its passages with their rows.
    """

    instrument: str
    section: PublishedSection
    lines: tuple[FullLine, ...]


def full_texts(rows: Sequence[RowView]) -> tuple[FullText, ...]:
    """Every unit in which a text of the rows stands, the left document's first, in the order of the rows."""
    placed: dict[str, TextView] = {}
    resting: dict[str, dict[str, Link]] = {}
    for text, row in [*_texts(rows, "left"), *_texts(rows, "right")]:
        resting.setdefault(text.id, {})[row.anchor] = Link(str(row.number), f"#{row.anchor}")
        if text.section:
            placed.setdefault(text.section.anchor, text)
    return tuple(_full(text, text.section, resting) for text in placed.values() if text.section)


def _texts(rows: Sequence[RowView], which: str) -> Iterable[tuple[TextView, RowView]]:
    for row in rows:
        text: TextView | None = row.left if which == "left" else row.right
        if text is not None:
            yield text, row


def _full(text: TextView, section: PublishedSection, resting: dict[str, dict[str, Link]]) -> FullText:
    lines = tuple(FullLine(one, tuple(resting.get(one.id, {}).values())) for one in section.passages)
    return FullText(text.instrument, section, lines)
