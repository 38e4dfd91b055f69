"""A crosswalk as a curved figure, for its own page and for the page of figures."""

from crosswalk.report.compact_rows import CompactView, standing
from crosswalk.report.document_view import DocumentView
from crosswalk.report.figure import CurvedFigure, FigureBox, FigureLink, curved_figure
from crosswalk.report.words import count


def draw(view: CompactView, page: str = "") -> CurvedFigure | None:
    """The figure of a crosswalk's pairs; its boxes lead to rows of `page`, by default of the page they are on."""
    best = {rows[0].id for rows in view.by_left.values()}
    first = {row.right: row for row in reversed(view.pairs)}
    left, right = view.both
    boxes = [
        FigureBox(
            prov.id,
            view.name(prov),
            f"{page}#{view.anchors[view.by_left[prov.id][0].id]}",
            prov.num,
            unchecked=not prov.is_checked,
        )
        for prov in left.elements
        if prov.id in view.by_left
    ]
    facing = [
        FigureBox(
            prov.id,
            view.name(prov),
            f"{page}#{view.anchors[first[prov.id].id]}",
            unchecked=not prov.is_checked,
        )
        for prov in right.elements
        if prov.id in first
    ]
    links = [
        FigureLink(
            row.left,
            row.right,
            row.relation,
            standing(row),
            f"{row.relation.word}: {row.sentence}",
            row.id in best,
        )
        for row in view.pairs
    ]
    return curved_figure(boxes, facing, links)


def figure_caption(view: CompactView, figure: CurvedFigure | None) -> str:
    """What the lines of a figure are, and what it leaves out; empty without a figure."""
    if figure is None:
        return ""
    right = view.both[1]
    rest = len(right.elements) - len(figure.right)
    said = "Thick lines lead to the best counterpart, thin ones to others, dotted ones were proposed by software alone."
    lone = f" {_have(rest, right)} no line." if rest else ""
    return f"{said} Choose a box to follow its lines.{lone}"


def _have(number: int, side: DocumentView) -> str:
    """A number of elements with its verb, as a sentence begins with it."""
    return f"{count(number, 'element')} of {side.spoken} {'has' if number == 1 else 'have'}"


def figure_head(side: DocumentView, figure: CurvedFigure | None, which: int) -> str:
    """The head of a column: the document, and how many of its elements are drawn; `which` is 0 or 1."""
    drawn = len((figure.left, figure.right)[which]) if figure else 0
    every = len(side.elements)
    what = count(every, "element")
    return f"{side.name}: {what if drawn == every else f'{drawn} of {what}'}"
