"""The graph page: coverage as tables, one figure a crosswalk, and what hangs loose."""

from collections.abc import Sequence
from urllib.parse import urlencode

from crosswalk.model.alignment import ELSEWHERE, UNCHECKED
from crosswalk.model.comparison import Comparison
from crosswalk.model.relation import Coverage
from crosswalk.report.cells import STANDING_WORDS, UNREAD, answer_kind
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.document_view import DocumentView, label, sides
from crosswalk.report.figure import figure
from crosswalk.report.pages import GraphPage, LooseEndList, Matrix, MatrixLine
from crosswalk.report.rows import group_key
from crosswalk.report.views import Link, LinkedCount

_COLUMNS = (
    Coverage.COVERED.value,
    Coverage.PARTLY.value,
    UNCHECKED,
    ELSEWHERE,
    Coverage.NOT_FOUND.value,
    Coverage.CONTRARY.value,
    Coverage.NOT_APPLICABLE.value,
    Coverage.NOT_ASSESSED.value,
    UNREAD,
)


def graph_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    *,
    loose: Sequence[LooseEndList] = (),
    sizes: Sequence[LinkedCount] = (),
    files: Sequence[Link] = (),
) -> GraphPage:
    """The page model; `loose` and `sizes` come from whoever built the graph."""
    drawn = [(side, figure(side)) for side in crosswalks]
    return GraphPage(
        frame=frame,
        sizes=tuple(sizes),
        matrices=tuple(matrix for side in crosswalks for matrix in matrices(side)),
        figures=tuple(found for _, found in drawn if found is not None),
        too_large=tuple(side.title for side, found in drawn if found is None),
        loose=tuple(loose),
        files=tuple(files),
    )


def matrices(side: Comparison) -> tuple[Matrix, Matrix]:
    """Headings down and answers across, for both sides of one crosswalk."""
    left, right = sides(side)
    return _matrix(side, left, right), _matrix(side, right, left)


def _matrix(side: Comparison, asker: DocumentView, other: DocumentView) -> Matrix:
    grouped: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for prov in asker.part:
        answer = asker.answers.get(prov.id)
        if answer is not None and not prov.is_heading:
            key = group_key(asker, prov)
            grouped.setdefault(key, []).append(answer_kind(prov, answer))
            names[key] = label(asker.group(prov))
    used = [one for one in _COLUMNS if any(one in kinds for kinds in grouped.values())]
    lines = tuple(
        MatrixLine(
            names[group],
            tuple(_cell(side.id, asker, group, mine, kind) for kind in used),
            len(mine),
        )
        for group, mine in grouped.items()
    )
    return Matrix(
        f"coverage-{side.id}-{asker.which}",
        side.title,
        f"How far {other.spoken} answers {asker.spoken}",
        f"{side.title}: provisions of {asker.spoken} by how far {other.spoken} answers them",
        tuple(STANDING_WORDS[one] for one in used),
        lines,
    )


def _cell(crosswalk: str, asker: DocumentView, group: str, mine: Sequence[str], kind: str) -> LinkedCount:
    number = mine.count(kind)
    query = urlencode({"answer": f"{asker.which}:{kind}", "group": group})
    return LinkedCount(
        number, STANDING_WORDS[kind].lower(), f"{crosswalk}.html?{query}#rows" if number else ""
    )
