"""The graph page: one figure a crosswalk, chains of documents, and what hangs loose."""

from collections.abc import Sequence

from crosswalk.model.comparison import Comparison
from crosswalk.report.compact_page import draw, figure_caption, figure_head
from crosswalk.report.compact_rows import CompactView, standing
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.export_notes import NO_FRAME
from crosswalk.report.graph_views import ChainTable, DrawnCrosswalk, GraphPage, LooseEndList
from crosswalk.report.provisions_page import provisions_page
from crosswalk.report.views import Link, LinkedCount


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
        drawn=tuple(drawn(side) for side in crosswalks),
        chains=tuple(chains),
        loose=tuple(one for one in loose if one.items),
        files=tuple(files),
    )


def drawn(side: Comparison) -> DrawnCrosswalk:
    """One crosswalk as a figure and as a table."""
    view = CompactView(side)
    left, right = view.both
    figure = draw(view, view.page)
    return DrawnCrosswalk(
        f"figure-{side.id}",
        side.title,
        view.page,
        figure_caption(view, figure),
        figure_head(left, figure, 0),
        figure_head(right, figure, 1),
        figure,
        provisions_page(side, NO_FRAME) if figure is None and view.pairs else None,
        tuple(
            (
                _name(view, 0, row.left),
                Link(row.relation.word, f"{view.page}#{view.anchors[row.id]}"),
                standing(row),
                _name(view, 1, row.right),
            )
            for row in view.pairs
        ),
    )


def _name(view: CompactView, which: int, prov_id: str) -> str:
    prov = view.both[which].find(prov_id)
    return f"{view.number(prov)} {view.name(prov)}".strip() if prov else prov_id
