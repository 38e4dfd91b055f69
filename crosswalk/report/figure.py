"""A figure of one crosswalk: two columns of provisions joined by lines, laid out by rule alone."""

from collections.abc import Mapping, Sequence

from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Relation
from crosswalk.model.sidebyside import Row, SideBySide
from crosswalk.report.pages import Figure, Line, Node
from crosswalk.report.rows import REVIEWED
from crosswalk.report.sides import Side, label, sides
from crosswalk.report.words import anchors, count, shortened

# Beyond this many nodes a figure is a tangle; the matrix says it better.
MOST_NODES = 60

_WIDTH, _BOX, _STEP, _TOP, _HIGH = 1000, 340, 44, 36, 32
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


def figure(side: SideBySide) -> Figure | None:
    """The figure of one crosswalk; None where it would hold more than `MOST_NODES` provisions."""
    left, right = sides(side)
    pairs = [
        row
        for row in side.rows
        if row.left and row.right and row.status.value not in ("rejected", "superseded")
    ]
    ours, theirs = left.elements, right.elements
    if not pairs or len(ours) + len(theirs) > MOST_NODES:
        return None
    names = anchors(row.id for row in side.rows)
    hrefs = {row.id: f"{side.id}.html#{names[row.id]}" for row in side.rows}
    at_left, at_right = _column(left, ours, pairs, hrefs), _column(right, theirs, pairs, hrefs)
    return Figure(
        anchor=f"figure-{side.id}",
        heading=side.title,
        sentence=_sentence(left, right, pairs, ours, theirs),
        width=_WIDTH,
        height=_TOP + _STEP * max(len(ours), len(theirs)) + 8,
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
    side: Side, shown: Sequence[Provision], pairs: Sequence[Row], hrefs: Mapping[str, str]
) -> dict[str, Node]:
    """One box a provision, top to bottom; it leads to its first row."""
    x = 0 if side.which == "left" else _WIDTH - _BOX
    joined = {row.left if side.which == "left" else row.right: row for row in reversed(pairs)}
    found = {}
    for place, prov in enumerate(shown):
        row = joined.get(prov.id)
        href = hrefs[row.id] if row else "gaps.html"
        words = f"{label(prov)}: {shortened(prov.text, 120)}"
        found[prov.id] = Node(x, _TOP + place * _STEP, _BOX, _short(side, prov), words, href, row is None)
    return found


def _short(side: Side, prov: Provision) -> str:
    """A label that fits a box: the enumerator or heading, then as many words as there is room for."""
    name = (prov.heading or prov.num) if not prov.num else f"{prov.num} {prov.heading}".strip()
    return shortened(name if prov.heading else f"{name or side.name} {prov.text}", 46)


def _lines(
    pairs: Sequence[Row], left: Mapping[str, Node], right: Mapping[str, Node], hrefs: Mapping[str, str]
) -> tuple[Line, ...]:
    """One line a pair, top to bottom; its letter sits near its left end, clear of its siblings'."""
    first, second = ({prov: place for place, prov in enumerate(column)} for column in (left, right))
    used: dict[str, int] = {}
    found = []
    for row in sorted(pairs, key=lambda row: (first[row.left], second[row.right])):
        used[row.left] = used.get(row.left, 0) + 1
        here, there = left[row.left], right[row.right]
        ends = (here.x + here.width, here.y + _HIGH // 2, there.x, there.y + _HIGH // 2)
        found.append(_line(row, ends, 0.06 + 0.1 * ((used[row.left] - 1) % 9), hrefs[row.id]))
    return tuple(found)


def _line(row: Row, ends: tuple[int, int, int, int], share: float, href: str) -> Line:
    x1, y1, x2, y2 = ends
    return Line(
        x1,
        y1,
        x2,
        y2,
        letter_x=round(x1 + (x2 - x1) * share),
        letter_y=round(y1 + (y2 - y1) * share),
        relation=row.relation.value,
        letter=LETTERS[row.relation],
        name=f"{row.relation.word}: {row.sentence}",
        href=href,
        reviewed=row.status in REVIEWED,
    )


def _sentence(
    left: Side, right: Side, pairs: Sequence[Row], ours: Sequence[Provision], theirs: Sequence[Provision]
) -> str:
    """What the figure shows, in words."""
    alone = [
        f"{sum(prov.id not in {getattr(row, side.which) for row in pairs} for prov in shown)} of {side.spoken}"
        for side, shown in ((left, ours), (right, theirs))
    ]
    return (
        f"{count(len(ours), 'provision')} of {left.spoken} at the left, {len(theirs)} of {right.spoken} at the"
        f" right, {count(len(pairs), 'line')} between them. No line reaches {alone[0]} and {alone[1]};"
        " their boxes are dashed."
    )
