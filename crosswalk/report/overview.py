"""The first page: every crosswalk with where it stands, and the way to every other page."""

from collections.abc import Iterable, Sequence

from crosswalk.model.evidence import Answer
from crosswalk.model.relation import Coverage
from crosswalk.model.sidebyside import SideBySide
from crosswalk.report.cells import UNCHECKED, standing
from crosswalk.report.gaps import is_assessed
from crosswalk.report.pages import CrosswalkCard, IndexPage
from crosswalk.report.rows import REVIEWED
from crosswalk.report.sides import Side, sides
from crosswalk.report.spread import Frame
from crosswalk.report.views import Count, Link
from crosswalk.report.words import date_words

_CHANGES = (
    Link("Changes", "changes.html"),
    "What changed between two editions of a document, and which rows rest on it.",
)
_PAGES = (
    (Link("Gaps", "gaps.html"), "What each document asks and the other does not answer, made for a meeting."),
    (
        Link("Graph", "graph.html"),
        "How far each part is answered, drawn and in tables, and what hangs loose.",
    ),
    (
        Link("Method", "method.html"),
        "How the pairs were found, how sure one can be, and what is known to be missing.",
    ),
)
_FILES = {
    "crosswalk.json": "Every row of every page, with its evidence, for programs.",
    "crosswalk.sssom.tsv": "The rows that people drafted or decided, as a mapping file (SSSOM); each says which.",
    "candidates.sssom.tsv": "What the program proposes, as a mapping file (SSSOM).",
    "crosswalk.xlsx": "Every row in a workbook.",
    "crosswalk.docx": "The side-by-sides for Word.",
    "graph.graphml": "The graph, for graph programs.",
    "graph.jsonld": "The graph as linked data.",
}


def index_page(
    crosswalks: Sequence[SideBySide], frame: Frame, files: Iterable[str] = (), *, changes: bool = False
) -> IndexPage:
    """The page model; `files` are the names of what lies beside the pages, `changes` whether that page is there."""
    return IndexPage(
        frame,
        tuple(_card(side) for side in crosswalks),
        (_CHANGES, *_PAGES) if changes else _PAGES,
        tuple((Link(name, name), _FILES.get(name, "")) for name in files),
    )


def _card(side: SideBySide) -> CrosswalkCard:
    left, right = sides(side)
    page = f"{side.id}.html"
    reviewed = sum(row.status in REVIEWED for row in side.rows)
    return CrosswalkCard(
        title=side.title,
        href=page,
        left=_compared(left),
        right=_compared(right),
        left_name=left.name,
        right_name=right.name,
        rows=(
            Count(sum(bool(row.left and row.right) for row in side.rows), "pairs", f"{page}?side=both#rows"),
            Count(
                sum(not row.right for row in side.rows), f"only in {left.spoken}", f"{page}?side=left#rows"
            ),
            Count(
                sum(not row.left for row in side.rows), f"only in {right.spoken}", f"{page}?side=right#rows"
            ),
        ),
        left_answers=_answered(left.answers.values()),
        right_answers=_answered(right.answers.values()),
        reviewed=f"{reviewed} of {len(side.rows)}",
    )


def _compared(side: Side) -> str:
    return f"{side.name}: {side.part_name}, as of {date_words(side.part.source.as_of)}"


def _answered(answers: Iterable[Answer]) -> str:
    """How many of the assessed provisions are answered, in full and in part."""
    counted = [answer for answer in answers if is_assessed(answer)]
    full, partly, unchecked = (
        sum(standing(answer) == kind for answer in counted)
        for kind in (Coverage.COVERED, Coverage.PARTLY, UNCHECKED)
    )
    rest = f"; {unchecked} more only in unchecked words" if unchecked else ""
    return f"{full} in full and {partly} in part, of {len(counted)}{rest}"
