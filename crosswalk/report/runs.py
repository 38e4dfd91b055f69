"""A text cut into runs where its marks begin and end, so that no page ever joins strings of tags."""

from collections.abc import Sequence
from itertools import pairwise

from crosswalk.model.evidence import Match, Span
from crosswalk.report.views import Run

Mark = tuple[int, Span]


def marks(matches: Sequence[Match], side: str) -> tuple[Mark, ...]:
    """The numbered spans that one side of some matched phrases has."""
    return tuple(
        (match.number, span) for match in matches for span in (match.left if side == "left" else match.right)
    )


def runs(text: str, marked: Sequence[Mark] = ()) -> tuple[Run, ...]:
    """The whole text in order, each run with the numbers of the phrases that cover it.

    Joined again the runs give the text back unchanged. A phrase cut in two by another carries its
    number once, where it opens.
    """
    inside = [(number, span) for number, span in marked if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for _, span in inside for edge in (span.start, span.end))})
    return tuple(_run(text, start, end, inside) for start, end in pairwise(edges) if start < end)


def _run(text: str, start: int, end: int, marked: Sequence[Mark]) -> Run:
    covering = sorted({number for number, span in marked if span.start <= start < span.end})
    opening = sorted({number for number, span in marked if span.start == start})
    closing = sorted({number for number, span in marked if span.end == end})
    kind = "match" if covering else "plain"
    return Run(text[start:end], tuple(covering), tuple(opening), tuple(closing), kind)
