"""A curved figure: two columns of boxes joined by lines, laid out by fixed rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.model.relation import Relation
from crosswalk.report.words import shortened

# A figure with more boxes than this is unreadable; a matrix shows such a crosswalk better.
MOST_BOXES = 40

# Up to this many boxes the best order is found exactly; more boxes are ordered by the mean position of their lines.
_EXACT = 10
_WIDTH, _BOX, _GAP, _LEAST, _PER_LINE, _MARGIN = 1232, 396, 7, 36, 14, 1
# Room for the enumerator and for the mark of unchecked words, and the width of one letter, in drawing units.
_PREFIX, _MARK, _LETTER = 60, 84, 7.4


@dataclass(frozen=True, slots=True)
class FigureBox:
    """One provision, given by the caller.

    Attributes:
        key: Its id, which links refer to.
        label: Its name; a long one is shortened to fit.
        href: The link of the box; empty for none.
        prefix: Its enumerator, such as `(A)`; empty for none.
        unchecked: Whether its words were never checked against the source.
    """

    key: str
    label: str
    href: str = ""
    prefix: str = ""
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class FigureLink:
    """One relation, given by the caller.

    Attributes:
        left: Key of the left box.
        right: Key of the right box.
        relation: How the two relate, read from left to right.
        standing: `proposed`, `draft` or `reviewed`.
        sentence: The tooltip of the line.
        best: Whether the right box is the best counterpart of the left one.
    """

    left: str
    right: str
    relation: Relation
    standing: str
    sentence: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its position, in drawing units.

    Attributes:
        box: The box as given.
        number: Its index in its column, from 0.
        x: Left edge.
        y: Top edge.
        width: Its width.
        height: Its height.
        label: As much of its name as fits.
        lines: How many lines reach it.
    """

    box: FigureBox
    number: int
    x: int
    y: int
    width: int
    height: int
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of the figure as an SVG path.

    Attributes:
        link: The link as given.
        left: Number of the left box.
        right: Number of the right box.
        path: The path's `d`.
    """

    link: FigureLink
    left: int
    right: int
    path: str


@dataclass(frozen=True, slots=True)
class CurvedFigure:
    """Two columns of boxes and the lines between them.

    Attributes:
        width: Width in drawing units.
        height: Height likewise.
        left: The left boxes in the given order.
        right: The right boxes in the order with the fewest crossings.
        curves: The lines, the best last so that they are on top.
        relations: The relations that occur, each with its number of lines.
        standings: The standings that occur, likewise.
    """

    width: int
    height: int
    left: tuple[PlacedBox, ...]
    right: tuple[PlacedBox, ...]
    curves: tuple[Curve, ...]
    relations: tuple[tuple[Relation, int], ...]
    standings: tuple[tuple[str, int], ...]


def curved_figure(
    left: Sequence[FigureBox], right: Sequence[FigureBox], links: Sequence[FigureLink]
) -> CurvedFigure | None:
    """The figure of some links; None if there are none, or more than `MOST_BOXES` boxes.

    Boxes without a link are left out. The left boxes stay in the given order.
    """
    ours = [box for box in left if any(link.left == box.key for link in links)]
    theirs = [box for box in right if any(link.right == box.key for link in links)]
    if not ours or not theirs or len(ours) + len(theirs) > MOST_BOXES:
        return None
    place = {box.key: number for number, box in enumerate(ours)}
    known = {box.key for box in theirs}
    drawn = [link for link in links if link.left in place and link.right in known]
    theirs = _fewest_crossings(
        theirs, {b.key: sorted(place[k.left] for k in drawn if k.right == b.key) for b in theirs}
    )
    counts = [
        [sum(getattr(k, way) == b.key for k in drawn) for b in boxes]
        for way, boxes in (("left", ours), ("right", theirs))
    ]
    height = max(_column_height(mine) for mine in counts)
    at_left = _placed(ours, counts[0], 0, height)
    at_right = _placed(theirs, counts[1], _WIDTH - _BOX, height)
    return CurvedFigure(
        _WIDTH,
        height,
        at_left,
        at_right,
        tuple(sorted(_curves(drawn, at_left, at_right), key=lambda curve: curve.link.best)),
        tuple((r, n) for r in Relation if (n := sum(link.relation is r for link in drawn))),
        tuple(
            (s, n) for s in ("reviewed", "draft", "proposed") if (n := sum(k.standing == s for k in drawn))
        ),
    )


def _fewest_crossings(boxes: Sequence[FigureBox], ends: Mapping[str, Sequence[int]]) -> list[FigureBox]:
    """The boxes in the order with the fewest crossings; `ends` holds the left indexes of each box's lines."""
    middle = sorted(boxes, key=lambda box: (sum(ends[box.key]) / len(ends[box.key]), boxes.index(box)))
    if len(middle) > _EXACT:
        return middle
    cost = [[_crossings(ends[upper.key], ends[lower.key]) for lower in middle] for upper in middle]
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for chosen in range(1, 1 << len(middle)):
        inside = [n for n in range(len(middle)) if chosen >> n & 1]
        best[chosen] = min(
            (before + sum(cost[n][last] for n in order), (*order, last))
            for last in inside
            for before, order in (best[chosen & ~(1 << last)],)
        )
    return [middle[number] for number in best[(1 << len(middle)) - 1][1]]


def _crossings(upper: Sequence[int], lower: Sequence[int]) -> int:
    """How often the lines of one box cross those of a box below it."""
    return sum(above > below for above in upper for below in lower)


def _column_height(lines: Sequence[int]) -> int:
    return sum(_box_height(number) + _GAP for number in lines) - _GAP + 2 * _MARGIN


def _box_height(lines: int) -> int:
    return max(_LEAST, _PER_LINE * lines + _GAP)


def _placed(boxes: Sequence[FigureBox], lines: Sequence[int], x: int, height: int) -> tuple[PlacedBox, ...]:
    """The boxes of one column, stacked; spare height is shared in proportion to their lines."""
    spare, every, y = height - _column_height(lines), sum(lines), _MARGIN
    found = []
    for number, (box, mine) in enumerate(zip(boxes, lines, strict=True)):
        high = _box_height(mine) + spare * mine // every
        found.append(PlacedBox(box, number, x, y, _BOX, high, _fitting(box), mine))
        y += high + _GAP
    return tuple(found)


def _fitting(box: FigureBox) -> str:
    room = _BOX - 30 - (_PREFIX if box.prefix else 0) - (_MARK if box.unchecked else 0)
    return shortened(box.label, int(room / _LETTER))


def _curves(
    links: Sequence[FigureLink], left: Sequence[PlacedBox], right: Sequence[PlacedBox]
) -> Iterator[Curve]:
    """One curve per link; the ends at a box are in the order of the boxes at the other end."""
    ours, theirs = ({one.box.key: one for one in boxes} for boxes in (left, right))
    leaving = sorted(links, key=lambda k: (ours[k.left].number, theirs[k.right].number))
    arriving = sorted(links, key=lambda k: (theirs[k.right].number, ours[k.left].number))
    starts = _ends(leaving, [ours[link.left] for link in leaving])
    stops = _ends(arriving, [theirs[link.right] for link in arriving])
    for link in leaving:
        here, there = ours[link.left], theirs[link.right]
        x1, x2, y1, y2 = here.x + here.width, there.x, starts[id(link)], stops[id(link)]
        half = (x1 + x2) // 2
        yield Curve(link, here.number, there.number, f"M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}")


def _ends(links: Sequence[FigureLink], boxes: Sequence[PlacedBox]) -> dict[int, int]:
    """For each link, the height at which it meets its box."""
    met: dict[int, int] = {}
    found = {}
    for link, box in zip(links, boxes, strict=True):
        met[box.number] = met.get(box.number, 0) + 1
        found[id(link)] = box.y + box.height * met[box.number] // (box.lines + 1)
    return found
