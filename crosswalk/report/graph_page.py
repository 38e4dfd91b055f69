"""The graph page: one figure a crosswalk, chains of documents, and what hangs loose."""

from collections.abc import Container, Mapping, Sequence

from crosswalk.language.phrasing import listed
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Status, Verification
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.document_view import DocumentView, both_numbers, label, sides
from crosswalk.report.figure import FigureBox, FigureLink, curved_figure
from crosswalk.report.frame import REVIEWED
from crosswalk.report.graph_views import ChainTable, DrawnCrosswalk, GraphPage, LooseEndList
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import anchors, count


def graph_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    *,
    chains: Sequence[ChainTable] = (),
    loose: Sequence[LooseEndList] = (),
    sizes: Sequence[LinkedCount] = (),
    files: Sequence[Link] = (),
) -> GraphPage:
    """The page model; `chains`, `loose` and `sizes` come from whoever built the graph."""
    return GraphPage(
        frame=frame,
        sizes=tuple(sizes),
        drawn=tuple(draw(side) for side in crosswalks),
        chains=tuple(chains),
        loose=tuple(one for one in loose if one.items),
        files=tuple(files),
    )


def draw(side: Comparison) -> DrawnCrosswalk:
    """One crosswalk as a figure and as a table."""
    left, right = sides(side)
    pairs = figure_pairs(side)
    best = best_counterparts(side, pairs)
    names = anchors(row.id for row in side.rows)
    hrefs = {row.id: f"{side.id}.html#{names[row.id]}" for row in side.rows}
    figure = curved_figure(
        _boxes(left, pairs, hrefs), _boxes(right, pairs, hrefs), [_link(row, best) for row in pairs]
    )
    return DrawnCrosswalk(
        f"figure-{side.id}",
        side.title,
        f"{side.id}.html",
        _caption(left, right, pairs),
        _head(left, pairs),
        _head(right, pairs),
        figure,
        tuple(
            (
                _name(left, row.left),
                Link(row.relation.word, hrefs[row.id]),
                standing(row),
                _name(right, row.right),
            )
            for row in pairs
        ),
    )


def figure_pairs(side: Comparison) -> list[ComparisonRow]:
    """The pairs that a figure draws: neither rejected nor superseded."""
    return [
        row
        for row in side.rows
        if row.left and row.right and not row.refused and row.status is not Status.SUPERSEDED
    ]


def standing(row: ComparisonRow) -> str:
    """`reviewed`, `draft` or `proposed`: who stands behind a row."""
    if row.status in REVIEWED:
        return "reviewed"
    return "draft" if row.decided is not None and row.status is not Status.PROPOSED else "proposed"


def best_counterparts(side: Comparison, pairs: Sequence[ComparisonRow]) -> set[str]:
    """The ids of the rows that hold the best counterpart of a left provision.

    A reviewed row goes before a drafted one, a drafted one before a proposal, checked words before unchecked
    ones, and then the surer row.
    """
    order = ("reviewed", "draft", "proposed")

    def rank(row: ComparisonRow) -> tuple[int, bool, float]:
        theirs = side.whole_right.by_id.get(row.right)
        return order.index(standing(row)), not (theirs and theirs.is_checked), -(row.confidence or 0.0)

    best: dict[str, ComparisonRow] = {}
    for row in pairs:
        if row.left not in best or rank(row) < rank(best[row.left]):
            best[row.left] = row
    return {row.id for row in best.values()}


def _boxes(side: DocumentView, pairs: Sequence[ComparisonRow], hrefs: Mapping[str, str]) -> list[FigureBox]:
    """One box for each provision that some pair holds; it leads to its first row."""
    first = {getattr(row, side.which): hrefs[row.id] for row in reversed(pairs)}
    return [
        FigureBox(
            prov.id,
            prov.heading or prov.text or prov.citation,
            first[prov.id],
            prov.num,
            prov.verification is Verification.UNVERIFIED,
        )
        for prov in side.whole
        if prov.id in first
    ]


def _link(row: ComparisonRow, best: Container[str]) -> FigureLink:
    told = f"{row.relation.word}: {row.sentence}"
    return FigureLink(row.left, row.right, row.relation, standing(row), told, row.id in best)


def _name(side: DocumentView, prov_id: str) -> str:
    prov = side.find(prov_id)
    return label(prov) if prov else prov_id


def _head(side: DocumentView, pairs: Sequence[ComparisonRow]) -> str:
    """The name of the side, how many of its provisions the figure has, and of how many."""
    every = side.elements
    drawn = len({getattr(row, side.which) for row in pairs})
    roots = [prov for prov in side.part if prov.parent is None]
    name = _place(roots[0]) if side.is_part and len(roots) == 1 else side.name
    if drawn == len(every):
        return f"{name}: {count(drawn, 'provision')}"
    return f"{name}: {drawn} of {count(len(every), 'provision')}"


def _place(prov: Provision) -> str:
    return prov.also or both_numbers(prov)


def _caption(left: DocumentView, right: DocumentView, pairs: Sequence[ComparisonRow]) -> str:
    """What the figure shows, and what it leaves out."""
    told = [f"{count(len(pairs), 'line')} between the two documents."]
    lone = [
        f"{number} of {side.spoken}"
        for side in (left, right)
        if (
            number := sum(
                prov.id not in {getattr(row, side.which) for row in pairs} for prov in side.elements
            )
        )
    ]
    if any(standing(row) == "proposed" for row in pairs):
        told.append("Thick lines lead to the best counterpart; dotted lines were proposed by software alone.")
    else:
        told.append("Thick lines lead to the best counterpart.")
    if lone:
        told.append(f"Provisions without a line are not drawn: {listed(lone)}.")
    return " ".join(told)
