"""The first page: every crosswalk with where it stands, and the way to every other page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crosswalk.model.alignment import ELSEWHERE, UNCHECKED, ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.relation import Coverage
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.comparison_page import totals
from crosswalk.report.document_view import DocumentView, sides
from crosswalk.report.frame import REVIEWED
from crosswalk.report.gap_page import is_assessed
from crosswalk.report.pages import CrosswalkCard, IndexPage
from crosswalk.report.rows import row_views
from crosswalk.report.views import Link
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
    crosswalks: Sequence[Comparison], frame: PageFrame, files: Iterable[str] = (), *, changes: bool = False
) -> IndexPage:
    """The page model; `files` are the names of what lies beside the pages, `changes` whether that page is there."""
    return IndexPage(
        frame,
        tuple(_card(side) for side in crosswalks),
        (_CHANGES, *_PAGES) if changes else _PAGES,
        tuple((Link(name, name), _FILES.get(name, "")) for name in files),
    )


def _card(side: Comparison) -> CrosswalkCard:
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
        rows=tuple(
            replace(one, href=f"{page}{one.href}" if one.href else "")
            for one in totals(row_views(side), left.spoken, right.spoken).rows
        ),
        left_answers=_answered(left.answers.values(), right),
        right_answers=_answered(right.answers.values(), left),
        reviewed=f"{reviewed} of {len(side.rows)}",
    )


def _compared(side: DocumentView) -> str:
    return f"{side.name}: {side.part_name}, as of {date_words(side.part.source.as_of)}"


def _answered(answers: Iterable[ProvisionCoverage], other: DocumentView) -> str:
    """How many of the assessed provisions are answered, in full and in part, and by no more than that."""
    counted = [answer for answer in answers if is_assessed(answer)]
    full, partly, unchecked, elsewhere = (
        sum(answer.standing == kind for answer in counted)
        for kind in (Coverage.COVERED, Coverage.PARTLY, UNCHECKED, ELSEWHERE)
    )
    rest = f"; {unchecked} more only in unchecked words" if unchecked else ""
    away = f"; {elsewhere} more elsewhere in {other.spoken}" if elsewhere else ""
    return f"{full} in full and {partly} in part, of {len(counted)}{rest}{away}"
