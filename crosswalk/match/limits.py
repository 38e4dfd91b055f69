"""How many, how long, how often: the numbers a text sets, as ranges that can be compared."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.match.words import plain_words, stem
from crosswalk.model.evidence import Span
from crosswalk.text.normalize import fold

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100,
}  # fmt: skip
_DAYS = {
    "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "month": 365 / 12, "quarter": 365 / 4, "year": 365,
}  # fmt: skip
_OFTEN = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "annually": "year", "annual": "year", "yearly": "year",
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_NUM = r"(?P<num>\d+(?:,\d{3})*(?:\.\d+)?(?![\d,.]\d)|" + "|".join(_NUMBERS) + r")"
_PERIOD = r"(?P<period>hour|day|night|week|month|quarter|year)s?"
_LOW = r"at least|not? less than|not? fewer than|a minimum of|minimum of|at or above|not? lower than|several|multiple"
_HIGH = (
    r"up to|at most|not? more than|no higher than|a maximum of|maximum of|not to exceed|not exceeding|at or below|"
    r"within|not? later than|under|below|less than|fewer than|younger than|lower than"
)
_OVER = r"more than|greater than|over|above|older than|exceeds?|exceeding|in excess of|longer than|higher than|later than|beyond"
_COUNTED = re.compile(
    rf"(?:\b(?P<low>{_LOW}) |\b(?P<over>{_OVER}) |\b(?P<high>{_HIGH}) )?(?:\b(?:the|a|an|about) )?(?:(?:last|past|next|first) )?(?<![\w.(§-]){_NUM}"
    rf"(?P<after>%| or more| or less| or fewer)?"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# A number that names a place in the law, a date or an ordinal sets no limit.
_NAMED = re.compile(
    rf"(?:\b(?:sections?|sec\.|secs\.|titles?|parts?|subparts?|chapters?|paragraphs?|clauses?|articles?|no\.|{_MONTHS})|§+|-) ?$"
)
_DATED = re.compile(rf" (?:{_MONTHS})\b|\)|-?(?:st|nd|rd|th)\b| (?:u\.s\.c|stat\.|cfr|fed)|/\d")
_FREQUENCY = re.compile(
    rf"\b(?:every|each) (?:{_NUM} )?{_PERIOD}\b"
    rf"|\b(?:(?P<times>once|twice|thrice)|{_NUM.replace('num', 'count')} times) (?:a|an|per|each|every) (?P<per>hour|day|night|week|month|quarter|year)\b"
    rf"|\b(?P<often>{'|'.join(_OFTEN)})\b"
)
_OF_PERIOD = re.compile(rf" (?:of the|of each|every|each|a|per|in a|in each) {_PERIOD}\b")
_COUNTING = re.compile(r"(?:hours?|days?|nights?|weeks?|months?) $")
_PEOPLE = frozenset(
    {"under", "below", "younger than", "over", "above", "older than", "less than", "more than"}
)
_MANY = re.compile(r"\b(?:several|multiple)\b")
_NO_LIMIT = re.compile(r"\bas (?:many|much|long|often)\b[^.;]*? as\b")
_UNIT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNIT_END = re.compile(
    r"[.;:,()]|\b(?:of|for|in|at|on|and|or|to|by|from|with|before|after|during|who|that|which|is|are)\b"
)


class Dimension(StrEnum):
    """What a number counts."""

    TIME = "time"
    RATE = "rate"
    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Limit:
    """A range a text sets: from `low` to `high` in days, times a year, percent, or things counted.

    `unit` holds the stems of what is counted; `exact` says that the text gave a bare number;
    `bounds_people` that the words are such as say who is meant ("under 18", "above 10 tons"); `turned` that a
    denial turned the range round.
    """

    span: Span
    low: float
    high: float
    dimension: Dimension
    unit: frozenset[str] = frozenset()
    exact: bool = False
    bounds_people: bool = False
    turned: bool = False

    def inside(self, other: "Limit") -> bool:
        """Whether everything this range lets through the other one lets through too."""
        return other.low <= self.low and self.high <= other.high

    def apart(self, other: "Limit") -> bool:
        """Whether nothing lies in both ranges."""
        return self.high < other.low or other.high < self.low

    def alike(self, other: "Limit") -> bool:
        """Whether both set a limit to the same kind of thing."""
        if self.dimension is not other.dimension:
            return False
        if self.dimension is not Dimension.COUNT or not (self.unit and other.unit):
            return True
        words = plain_words()
        return any(
            one == two or words.same(one, two) or words.is_kind(one, two) or words.is_kind(two, one)
            for one in self.unit
            for two in other.unit
        )


def limits(text: str, *, denied: bool = False) -> tuple[Limit, ...]:
    """Every number, span of time and frequency that a text sets, in order.

    `denied` says that the text's main verb is a prohibition: what may not be more than ten is at
    most ten.

    >>> [(found.low, found.dimension.value) for found in limits("at least 2 exits, tested twice a year")]
    [(2.0, 'count'), (2.0, 'rate')]
    """
    low = fold(text)
    found = [_rate(hit) for hit in _FREQUENCY.finditer(low) if not _COUNTING.search(low[: hit.start()])]
    taken = [limit.span for limit in found]
    for hit in _COUNTED.finditer(low):
        span = Span(hit.start(), hit.end())
        named = _NAMED.search(low[: hit.start()]) or _DATED.match(low[hit.end() :])
        if not named and not any(span.start < other.end and other.start < span.end for other in taken):
            limit = _count(hit, low, denied=denied)
            found.append(limit)
            taken.append(limit.span)
    for hit in _MANY.finditer(low):
        span = Span(hit.start(), hit.end())
        if not any(span.start < other.end and other.start < span.end for other in taken):
            found.append(Limit(span, 2.0, math.inf, Dimension.COUNT, _unit(low, hit.end())[0]))
    found += [Limit(Span(*hit.span()), 0.0, math.inf, Dimension.COUNT) for hit in _NO_LIMIT.finditer(low)]
    return tuple(sorted(found, key=lambda limit: limit.span))


def _value(written: str) -> float:
    return float(_NUMBERS.get(written) or written.replace(",", ""))


def _rate(hit: re.Match[str]) -> Limit:
    """A frequency as times a year, at least."""
    if hit["often"]:
        rate = 365 / _DAYS[_OFTEN[hit["often"]]]
    elif hit["per"]:
        times = _TIMES[hit["times"]] if hit["times"] else _value(hit["count"])
        rate = times * 365 / _DAYS[hit["per"]]
    else:
        rate = 365 / (_value(hit["num"] or "one") * _DAYS[hit["period"]])
    return Limit(Span(hit.start(), hit.end()), round(rate, 2), math.inf, Dimension.RATE)


def _count(hit: re.Match[str], low: str, *, denied: bool) -> Limit:
    value = _value(hit["num"])
    unit, end = _unit(low, hit.end())
    dimension, factor = Dimension.COUNT, 1.0
    if hit["after"] == "%" or unit & {"percent", "cent"}:
        dimension = Dimension.SHARE
    else:
        times = [word for word in _DAYS if stem(word) in unit]
        if times and _is_time(low, hit.end()):
            dimension, factor = Dimension.TIME, _DAYS[times[0]]
    bottom, top, exact = _range(hit, value * factor, dimension, low)
    turned = denied and bool(
        hit["over"] or hit["high"] in {"under", "below", "less than", "fewer than", "lower than"}
    )
    if turned:
        bottom, top = (0.0, bottom) if hit["over"] else (top, math.inf)
    often = _OF_PERIOD.match(low, end) if dimension is Dimension.TIME else None
    if often:
        dimension, end = Dimension.RATE, often.end()
        yearly = 365 / _DAYS[often["period"]] / factor
        bottom, top = (round(bottom * yearly, 2), round(top * yearly, 2) if top < math.inf else top)
    people = (hit["high"] or hit["over"] or "") in _PEOPLE
    return Limit(Span(hit.start(), end), bottom, top, dimension, unit, exact, people, turned)


def _range(hit: re.Match[str], value: float, dimension: Dimension, low: str) -> tuple[float, float, bool]:
    if hit["low"] or hit["after"] == " or more":
        return value, math.inf, False
    if hit["over"]:
        return value, math.inf, False
    if hit["high"] or hit["after"] in {" or less", " or fewer"}:
        return 0.0, value, False
    only = re.match(r"[^.;,]{0,40}\bonly\b", low[hit.end() :]) or re.search(
        r"\bonly (?:one )?$", low[: hit.start() + 1]
    )
    if dimension is Dimension.COUNT and not only and value == int(value) and _plural_or_one(low, hit):
        return value, math.inf, True
    return value, value, True


def _plural_or_one(low: str, hit: re.Match[str]) -> bool:
    """Whether things are counted: so many are asked for, and more do no harm."""
    return not re.match(
        r"[ -]?(?:degrees?|decibels?|met(?:er|re)s?|feet|inch|kilo|gram|lit(?:er|re)s?|volts?|watts?)",
        low[hit.end() :],
    )


def _is_time(low: str, end: int) -> bool:
    return bool(re.match(rf"[ -](?:full |working |business |calendar |consecutive )?{_PERIOD}\b", low[end:]))


def _unit(low: str, start: int) -> tuple[frozenset[str], int]:
    """The stems of what is counted, up to three words, and where the first of them ends."""
    rest = low[start : start + 60]
    stop = _UNIT_END.search(rest)
    words = list(_UNIT.finditer(rest[: stop.start()] if stop else rest))[:3]
    time = words and stem(words[0].group()) in {stem(word) for word in _DAYS}
    end = start + words[0].end() if time else start
    return frozenset(stem(word.group()) for word in words), end
