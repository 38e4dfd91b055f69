"""What each document of a crosswalk asks and the other does not fully answer, as one table."""

from collections.abc import Iterator, Sequence

from crosswalk import __version__
from crosswalk.model.comparison import Comparison
from crosswalk.report.frame import corpora_of, frame, navigation
from crosswalk.report.gap_page import gaps_page
from crosswalk.report.gap_views import GapBlock, GapDirection, GapsPage
from crosswalk.report.site import state_of
from crosswalk.report.table_file import TableFile, table_bytes
from crosswalk.services.compare import Progress, compare_crosswalks, silent
from crosswalk.workspace.workspace import Workspace

HEADS = (
    "crosswalk",
    "who asks",
    "provision",
    "finding",
    "asks",
    "looked in",
    "found",
    "left over",
    "closest",
    "question",
)
_TITLE = "What each document asks and the other does not answer"


def read_gaps(space: Workspace, crosswalk: str = "", progress: Progress = silent) -> GapsPage:
    """The gaps of one crosswalk of the workspace, or of all, both ways."""
    sides = compare_crosswalks(space, only=crosswalk, progress=progress)
    progress("")
    return _page(sides)


def _page(sides: Sequence[Comparison]) -> GapsPage:
    about = (
        "gaps.html",
        "Gaps",
        "What each document asks and the other does not answer, made for a meeting.",
    )
    return gaps_page(
        sides,
        frame(
            *about,
            corpora_of(sides),
            nav=navigation(sides, changes=False),
            state=state_of(sides),
            version=__version__,
            made="",
        ),
    )


def gap_bytes(page: GapsPage, form: str) -> bytes:
    """The gaps as one table in any form of `table_file`, which stands alone."""
    rows = tuple(
        _row(section.title, way, block)
        for section in page.sections
        for way in section.directions
        for group in way.groups
        for block in group.blocks
    )
    return table_bytes(TableFile(_TITLE, tuple(gap_counts(page)), HEADS, rows), form)


def gap_counts(page: GapsPage) -> Iterator[str]:
    """One sentence for each direction: n of N answered in full, and how many of each kind are not."""
    for section in page.sections:
        for way in section.directions:
            counts = "; ".join(f"{one.words} {one.number}" for one in way.counts)
            yield f"{section.title}. {way.heading}: of {way.total} provisions assessed, {counts}."


def gap_lines(page: GapsPage) -> list[str]:
    """The gaps for a terminal: counts, then a line for each provision that is not fully answered."""
    lines = []
    for section in page.sections:
        for way in section.directions:
            counts = "; ".join(f"{one.words} {one.number}" for one in way.counts)
            lines += ["", f"{section.title}. {way.heading}", f"{way.total} assessed: {counts}."]
            lines += [
                f"  {group.heading:<30} {block.label}" for group in way.groups for block in group.blocks
            ]
    return lines[1:]


def _row(title: str, way: GapDirection, block: GapBlock) -> tuple[str, ...]:
    return (
        title,
        way.heading,
        block.label,
        block.word,
        block.asks.text,
        block.looked,
        "; ".join(f"{one.pointer.link.words} ({one.word})" for one in block.found),
        "; ".join((*block.missing, *([block.reason] if block.reason else []))),
        "; ".join(one.link.words for one in (*block.elsewhere, *block.closest)),
        block.question,
    )
