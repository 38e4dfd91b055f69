"""Drawings laid out by fixed rules: two columns of boxes joined by curves, and the time axis of a measure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import capital
from crosswalk.language.timing import spoken_times
from crosswalk.model.annotation import MeasurePart, PartState
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


# The axis in drawing units: time in the program, then the quarters after exit; their least and greatest number.
BEFORE, AFTER, QUARTERS, MOST_QUARTERS = 62, 160, 4, 12
_QUARTERS_OF = {"quarter": 1.0, "year": 4.0, "month": 1 / 3, "week": 1 / 13, "day": 1 / 91}
_COUNTED = re.compile(r"^(quarter|month|year) (\d+) after exit$")
_WINDOW = re.compile(r"^within ([\d.]+) (quarter|month|year|week|day)s? after exit$")
_INSIDE = re.compile(r"^during (?:participation|(?:a |the )?(?:program|program year|enrollment))$")


@dataclass(frozen=True, slots=True)
class TimeBar:
    """The timing of a measure in one document.

    Attributes:
        which: `left`, `rule`, `guidance` or `right`.
        name: The document's name.
        words: The times in words, or that they are not known.
        stretches: Left edge and width of each stretch, in drawing units.
        known: Whether any time was read.
    """

    which: str
    name: str
    words: str
    stretches: tuple[tuple[float, float], ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The times of one measure on the page's common axis.

    Attributes:
        bars: One per document.
        quarters: Left edge and number of each quarter of the axis.
        exit: The position of exit.
        width: The length of the axis.
        spoken: The drawing in words.
    """

    bars: tuple[TimeBar, ...]
    quarters: tuple[tuple[float, int], ...]
    exit: int
    width: int
    spoken: str


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The timing of one document, given by the caller.

    Attributes:
        which: `left`, `rule`, `guidance` or `right`.
        name: The document's name.
        part: What was read; None if nothing was.
        unread: The words that stand for an unread time.
    """

    which: str
    name: str
    part: MeasurePart | None
    unread: str = "not read"


def quarters_needed(values: Iterable[str]) -> int:
    """How many quarters after exit the axis must have to show some times."""
    ends = [span[1] for value in values if (span := _span(value)) is not None]
    return min(MOST_QUARTERS, max(QUARTERS, *(int(-(-end // 1)) for end in ends))) if ends else QUARTERS


def timeline(readings: Sequence[TimeReading], quarters: int = QUARTERS) -> Timeline:
    """The drawing of one measure on an axis with a number of quarters after exit."""
    step = AFTER / quarters
    bars = tuple(_bar(reading, step) for reading in readings)
    spoken = " ".join(f"{capital(bar.name)}: {bar.words}." for bar in bars)
    marks = tuple((round(BEFORE + number * step, 2), number + 1) for number in range(quarters))
    return Timeline(bars, marks, BEFORE, BEFORE + AFTER, spoken)


def _bar(reading: TimeReading, step: float) -> TimeBar:
    part = reading.part
    values = part.values if part else ()
    spans = [span for value in values if (span := _span(value)) is not None]
    words = (
        spoken_times(values)
        if values
        else reading.unread
        if part is None or part.state is PartState.UNKNOWN
        else "says nothing"
    )
    stretches = tuple(
        (round(_place(start, step), 2), round(_place(end, step) - _place(start, step), 2))
        for start, end in _joined(spans)
    )
    return TimeBar(reading.which, reading.name, words, stretches, bool(values))


def _place(quarter: float, step: float) -> float:
    """The position of a time, given in quarters after exit; time in the program is -1 to 0."""
    return BEFORE * (1 + quarter) if quarter < 0 else min(BEFORE + quarter * step, BEFORE + AFTER)


def _span(value: str) -> tuple[float, float] | None:
    """A time as quarters after exit; None if the axis cannot show it."""
    counted, window = _COUNTED.match(value), _WINDOW.match(value)
    if counted:
        length, place = _QUARTERS_OF[counted[1]], int(counted[2])
        return (place - 1) * length, place * length
    if window:
        return 0.0, float(window[1]) * _QUARTERS_OF[window[2]]
    return (-1.0, 0.0) if _INSIDE.match(value) else None


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches, with those that touch merged."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
