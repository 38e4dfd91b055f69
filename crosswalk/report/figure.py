"""A figure of one crosswalk: two columns of provisions joined by lines, laid out by rule alone."""

from collections.abc import Mapping, Sequence

from crosswalk.language.phrasing import listed
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Relation, Status
from crosswalk.report.document_view import DocumentView, caution, named, sides
from crosswalk.report.frame import REVIEWED
from crosswalk.report.pages import Figure, FigureLine, FigureNode
from crosswalk.report.words import anchors, count, shortened

# Beyond this many nodes a figure is a tangle; the matrix says it better.
MOST_NODES = 60

_WIDTH, _BOX, _STEP, _TOP, _HIGH, _APART = 1240, 430, 44, 36, 32, 25
LETTERS = {
    Relation.EQUAL: "S",
    Relation.SUBSET: "P",
    Relation.SUPERSET: "I",
    Relation.INTERSECTS: "O",
    Relation.SUPPORTS: "H",
    Relation.SUPPORTED: "B",
    Relation.CONTRARY: "C",
    Relation.NONE: "N",
}


def figure(side: Comparison) -> Figure | None:
    """The figure of one crosswalk; None where it would hold more than `MOST_NODES` provisions."""
    left, right = sides(side)
    pairs = [
        row
        for row in side.rows
        if row.left and row.right and not row.refused and row.status is not Status.SUPERSEDED
    ]
    ours, theirs = left.elements, right.elements
    if not pairs or len(ours) + len(theirs) > MOST_NODES:
        return None
    names = anchors(row.id for row in side.rows)
    hrefs = {row.id: f"{side.id}.html#{names[row.id]}" for row in side.rows}
    high = _STEP * max(len(ours), len(theirs))
    at_left, at_right = _column(left, ours, pairs, hrefs, high), _column(right, theirs, pairs, hrefs, high)
    return Figure(
        anchor=f"figure-{side.id}",
        heading=side.title,
        sentence=_sentence(left, right, pairs, ours, theirs),
        width=_WIDTH,
        height=_TOP + high + 8,
        left_name=left.name,
        right_name=right.name,
        left=tuple(at_left.values()),
        right=tuple(at_right.values()),
        lines=_lines(pairs, at_left, at_right, hrefs),
        table=tuple(
            (at_left[row.left].name, row.relation.word, at_right[row.right].name, hrefs[row.id])
            for row in pairs
        ),
    )


def _column(
    side: DocumentView,
    shown: Sequence[Provision],
    pairs: Sequence[ComparisonRow],
    hrefs: Mapping[str, str],
    high: int,
) -> dict[str, FigureNode]:
    """One box a provision, spread over the whole height; it leads to its first row."""
    step = high // len(shown) if shown else _STEP
    x = 0 if side.which == "left" else _WIDTH - _BOX
    joined = {row.left if side.which == "left" else row.right: row for row in reversed(pairs)}
    found = {}
    for place, prov in enumerate(shown):
        row = joined.get(prov.id)
        href = hrefs[row.id] if row else "gaps.html"
        words = f"{named(prov)}: {shortened(prov.text, 120)}"
        found[prov.id] = FigureNode(
            x, _TOP + place * step, _BOX, _short(side, prov), words, href, row is None
        )
    return found


def _short(side: DocumentView, prov: Provision) -> str:
    """A label that fits a box: the enumerator or heading, then as many words as there is room for."""
    mark = f" ({caution(prov)})" if caution(prov) else ""
    name = (prov.heading or prov.num) if not prov.num else f"{prov.num} {prov.heading}".strip()
    words = name if prov.heading else f"{name or side.name} {prov.text}"
    return shortened(words, 58 - len(mark)) + mark


def _lines(
    pairs: Sequence[ComparisonRow],
    left: Mapping[str, FigureNode],
    right: Mapping[str, FigureNode],
    hrefs: Mapping[str, str],
) -> tuple[FigureLine, ...]:
    """One line a pair. Its letter stands beside the left box, the steepest line's nearest to it."""
    found = []
    for prov, here in left.items():
        mine = [row for row in pairs if row.left == prov]
        mine.sort(key=lambda row: (-abs(right[row.right].y - here.y), right[row.right].y, row.id))
        found += [
            _figure_line(row, here, right[row.right], place, hrefs[row.id]) for place, row in enumerate(mine)
        ]
    return tuple(found)


def _figure_line(
    row: ComparisonRow, here: FigureNode, there: FigureNode, place: int, href: str
) -> FigureLine:
    x, y = here.x + here.width + _APART * (place + 1) - 5, here.y + _HIGH // 2
    return FigureLine(
        x1=x,
        y1=y,
        x2=there.x,
        y2=there.y + _HIGH // 2,
        relation=row.relation.value,
        letter=LETTERS[row.relation],
        name=f"{row.relation.word}: {row.sentence}",
        href=href,
        reviewed=row.status in REVIEWED,
    )


def _sentence(
    left: DocumentView,
    right: DocumentView,
    pairs: Sequence[ComparisonRow],
    ours: Sequence[Provision],
    theirs: Sequence[Provision],
) -> str:
    """What the figure shows, in words."""
    alone = listed(
        [
            f"{number} of {side.spoken}"
            for side, shown in ((left, ours), (right, theirs))
            if (number := sum(prov.id not in {getattr(row, side.which) for row in pairs} for prov in shown))
        ]
    )
    rest = f" No line reaches {alone}; their boxes are dashed." if alone else ""
    return (
        f"{count(len(ours), 'provision')} of {left.spoken} at the left, {len(theirs)} of {right.spoken} at the"
        f" right, {count(len(pairs), 'line')} between them.{rest}"
    )
