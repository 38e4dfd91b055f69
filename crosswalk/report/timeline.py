"""The timing of a measure as a drawing: an axis from time in the program through exit to the quarters after it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.annotation import MeasurePart, PartState

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
        listed(values)
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
