"""How many, how long, how often: the numbers a text sets, as ranges that can be compared."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crosswalk.language.citation_grammar import NUMBERED, places, years
from crosswalk.language.normalize import fold
from crosswalk.language.thesaurus import just_before, stem, thesaurus
from crosswalk.language.word_lists import (
    BEHIND,
    BEST,
    CARDINALS,
    HEAT,
    HIGH,
    LARGE,
    LOW,
    MINUS,
    MONTHS,
    OFTENER,
    OVER,
    SELDOM,
    SETS,
    UNDER,
    UNITS,
)
from crosswalk.model.annotation import Span

_DAYS = {
    "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "month": 365 / 12, "quarter": 365 / 4, "year": 365,
}  # fmt: skip
# From the shortest to the longest.
_SPANS = {"second": 1 / 86_400, "minute": 1 / 1_440, **_DAYS}
_OFTEN = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "annually": "year", "annual": "year", "yearly": "year",
}  # fmt: skip
# How often a word says that something is done.
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_WORDS = rf"(?:{'|'.join((*CARDINALS, *LARGE))})"
# "Two hundred and fifty" is one number; "two and three" are two.
_NUM = (
    r"(?P<num>\d+(?:,\d{3})*(?:\.\d+)?(?![\d,.]\d)(?: (?:thousand|million|billion)\b)?"
    rf"|{_WORDS}\b(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and ){_WORDS}\b)*)"
)
_PERIOD = r"(?P<period>hour|day|night|week|month|quarter|year)s?"
_COUNTED = re.compile(
    rf"(?:\b(?P<low>{LOW}) |\b(?P<over>{OVER}) |\b(?P<high>{HIGH}) )?(?:\b(?:the|a|an|about) )?(?:(?:last|past|next|first) )?(?:{MINUS}|(?<![\w.(§-])){_NUM}"
    rf"(?P<after>%| or more| or less| or fewer| or older| or younger)?"
)
# A number that names a place in the law, a date or an ordinal sets no limit.
_NAMED = re.compile(
    rf"(?:\b(?:sections?|sec\.|secs\.|titles?|parts?|subparts?|chapters?|paragraphs?|clauses?|articles?|no\.|{'|'.join(MONTHS)}|{NUMBERED})|§+|-) ?$"
)
_DATED = re.compile(rf" (?:{'|'.join(MONTHS)})\b|\)|-?(?:st|nd|rd|th)\b| (?:u\.s\.c|stat\.|cfr|fed)|/\d")
_FREQUENCY = re.compile(
    rf"\b(?:every|each) (?:{_NUM} )?{_PERIOD}\b"
    rf"|\b(?:(?P<times>once|twice|thrice)|{_NUM.replace('num', 'count')} times) (?:a|an|per|each|every) (?P<per>hour|day|night|week|month|quarter|year)\b"
    rf"|\bat intervals of (?:no more than |not more than |at most |up to )?{_NUM.replace('num', 'gap')} {_PERIOD.replace('period', 'step')}(?: or less\b| at most\b)?"
    rf"|\b(?P<often>{'|'.join(_OFTEN)})\b"
)
_OF_PERIOD = re.compile(rf" (?:of the|of each|every|each|a|per|in a|in each) {_PERIOD}\b")
_OF_TIME = re.compile(rf"[ -](?:full |working |business |calendar |consecutive )?(?:{'|'.join(_SPANS)})s?\b")
_COUNTING = re.compile(r"(?:hours?|days?|nights?|weeks?|months?) $")
_ONLY = re.compile(r"\bonly ?$")
_PEOPLE = frozenset({"under", "below", "younger than", "less than", "lower than"})
_HAVING = re.compile(r"\b(?:with|having|employing|weighing|earning) $")
# From one number to another.
_RANGE = re.compile(
    rf"\b(?:(?:between|from) )?{_NUM} (?:and|to|or|-|through) {_NUM.replace('<num>', '<top>')}(?!\w|\.\d)"
)
_MAJORITY = re.compile(r"\b(?:a |the )?majority\b|\bmore than (?:one )?half\b")
# Two ends of ranges are equal if they differ by less than this share. A range that a ban opens begins just above its end.
_HAIR = 1e-9
_AGE = re.compile(r" ?years (?:of age|old)\b")
_CLOCK = re.compile(
    r"\b(?:(?P<after>after|later than|from)|(?P<before>before|earlier than|until|by)) (?P<hour>\d{1,2})(?::(?P<minute>\d\d))? ?(?P<half>[ap])\.?m\b\.?"
)
# "Delays of more than an hour", "invoices above 500 dollars": which cases are meant, not what must be done.
_CASES = re.compile(
    r"\b(?!(?:is|was|has|does|this|its|always) )[a-z]+s (?:(?:of|with|lasting|costing|worth|earning|exceeding) )?$"
)
_FOR = re.compile(r"\b(?:for|during|over|after) (?:a |the )?(?:period of |at least )?$")
_BY = re.compile(
    r"\b(?:reduc|cut|lower|decrease|decreasing|increase|increasing|rais|rise|grow|improv|fall|shrink)[^.;]* by $"
)
_MANY = re.compile(r"\b(?:several|multiple)\b")
# A text without any of these sets no limit; most texts have none.
_ANY = re.compile(
    rf"\d|\b(?:{'|'.join((*CARDINALS, *LARGE, *_OFTEN, *_TIMES))}"
    r"|every|each|majority|half|several|multiple|as (?:many|much|long|often))\b"
)
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
    CLOCK = "clock"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class QuantityConstraint:
    """A range a text sets: from `low` to `high` in days, times a year, percent, or things counted.

    `unit` holds the stems of what is counted; `is_eligibility` says that the words are such as say who is meant
    ("under 18", "above 10 tons"); `is_negated` that a denial turned the range round; `is_filter` that they say which
    cases are meant ("delays of more than an hour").
    """

    span: Span
    low: float
    high: float
    dimension: Dimension
    unit: frozenset[str] = frozenset()
    is_eligibility: bool = False
    is_negated: bool = False
    is_filter: bool = False

    def is_subrange(self, other: "QuantityConstraint") -> bool:
        """Whether everything this range lets through the other one lets through too."""
        return other.low <= _beyond(self.low) and self.high <= _beyond(other.high)

    def same(self, other: "QuantityConstraint") -> bool:
        """Whether both set the same limit to the same kind of thing."""
        return self.is_comparable(other) and self.is_subrange(other) and other.is_subrange(self)

    def is_disjoint(self, other: "QuantityConstraint") -> bool:
        """Whether the ranges do not overlap."""
        return self.high < other.low or other.high < self.low

    def is_comparable(self, other: "QuantityConstraint") -> bool:
        """Whether both set a limit to the same kind of thing."""
        if self.dimension is not other.dimension:
            return False
        if self.dimension is Dimension.RATE:
            return self.unit == other.unit
        if self.dimension is not Dimension.COUNT or not (self.unit and other.unit):
            return True
        ours, theirs = self.unit & UNITS, other.unit & UNITS
        if ours and theirs and not ours & theirs:
            return False
        words = thesaurus()
        return any(
            one == two or words.same(one, two) or words.is_kind(one, two) or words.is_kind(two, one)
            for one in self.unit
            for two in other.unit
        )


def _beyond(end: float) -> float:
    """A little more than an end of a range: further than a ban reaches beyond its own end."""
    return end + abs(end) * 2 * _HAIR if math.isfinite(end) else end


def find_quantities(text: str, *, denied: bool = False) -> tuple[QuantityConstraint, ...]:
    """Every number, span of time and frequency that a text sets, in order.

    `denied` says that the text's main verb is a prohibition: what may not be more than ten is at
    most ten.

    >>> [(found.low, found.dimension.value) for found in find_quantities("at least 2 exits, tested twice a year")]
    [(2.0, 'count'), (2.0, 'rate')]
    """
    low = fold(text)
    if not _ANY.search(low):
        return ()
    found = [
        _rate(hit, low, denied=denied)
        for hit in _FREQUENCY.finditer(low)
        if not just_before(_COUNTING, low, hit.start())
    ]
    found += _clock(low) + _ranges(low) + _majorities(low)
    named = [*places(low), *years(low)]
    found = [limit for limit in found if not limit.span.overlaps_any(named)]
    taken = [*named, *(limit.span for limit in found)]
    for hit in _COUNTED.finditer(low):
        span = Span(hit.start(), hit.end())
        # "May not exceed 10" is no day of May.
        bounded = hit["low"] or hit["over"] or hit["high"]
        dated = (not bounded and just_before(_NAMED, low, hit.start())) or _DATED.match(low[hit.end() :])
        if not dated and not span.overlaps_any(taken):
            limit = _counted_quantity(hit, low, denied=denied)
            found.append(limit)
            taken.append(limit.span)
    for hit in _MANY.finditer(low):
        span = Span(hit.start(), hit.end())
        if not span.overlaps_any(taken):
            found.append(QuantityConstraint(span, 2.0, math.inf, Dimension.COUNT, _unit(low, hit.end())[0]))
    found += [
        QuantityConstraint(Span(*hit.span()), 0.0, math.inf, Dimension.COUNT)
        for hit in _NO_LIMIT.finditer(low)
    ]
    return _merged(sorted(found, key=lambda limit: limit.span), low)


def _clock(low: str) -> list[QuantityConstraint]:
    """Hours of the day: from an hour to midnight, or from midnight to an hour."""
    found = []
    for hit in _CLOCK.finditer(low):
        hour = int(hit["hour"]) % 12 + (12 if hit["half"] == "p" else 0) + int(hit["minute"] or 0) / 60
        ends = (hour, 24.0) if hit["after"] else (0.0, hour)
        found.append(QuantityConstraint(Span(*hit.span()), *ends, Dimension.CLOCK))
    return found


def _ranges(low: str) -> list[QuantityConstraint]:
    """From one number to another."""
    found = []
    for hit in _RANGE.finditer(low):
        spoken = hit.group().startswith(("between", "from")) or " to " in hit.group()
        bottom, top = number_value(hit["num"]), number_value(hit["top"])
        if (
            spoken
            and bottom < top
            and not just_before(_NAMED, low, hit.start())
            and not _DATED.match(low[hit.end() :])
        ):
            dimension, factor, unit, end = _dimension(low, hit.end(), "")
            found.append(
                QuantityConstraint(Span(hit.start(), end), bottom * factor, top * factor, dimension, unit)
            )
    return found


def _majorities(low: str) -> list[QuantityConstraint]:
    return [
        QuantityConstraint(Span(*hit.span()), 50.001, math.inf, Dimension.SHARE)
        for hit in _MAJORITY.finditer(low)
    ]


def _merged(found: Sequence[QuantityConstraint], low: str) -> tuple[QuantityConstraint, ...]:
    """The limits, with a low and a high one in a row joined to one range: not under 16 and not over 24."""
    done: list[QuantityConstraint] = []
    for limit in found:
        last = done[-1] if done else None
        if (
            last
            and last.dimension is limit.dimension
            and low[last.span.end : limit.span.start].strip() == "and"
        ):
            bottom, top = max(last.low, limit.low), min(last.high, limit.high)
            if last.high == math.inf and limit.low <= 0 and bottom <= top:
                done[-1] = replace(limit, span=Span(last.span.start, limit.span.end), low=bottom, high=top)
                continue
        done.append(limit)
    return tuple(done)


def number_value(written: str) -> float:
    """A number as written, in figures or in words.

    >>> number_value("two hundred and fifty"), number_value("25,000"), number_value("1.5 million"), number_value("twenty-five")
    (250.0, 25000.0, 1500000.0, 25.0)
    """
    total = part = 0.0
    for word in re.split(r"[ -]", written):
        if word in LARGE:
            total += (part or 1) * LARGE[word]
            part = 0.0
        elif word == "hundred":
            part = (part or 1) * 100
        elif word != "and":
            part += float(CARDINALS.get(word) or word.replace(",", ""))
    return total + part


def _rate(hit: re.Match[str], low: str, *, denied: bool) -> QuantityConstraint:
    """A frequency as times a year: at least, unless the words say that it is the most."""
    if hit["often"]:
        rate = 365 / _DAYS[_OFTEN[hit["often"]]]
    elif hit["per"]:
        times = _TIMES[hit["times"]] if hit["times"] else number_value(hit["count"])
        rate = times * 365 / _DAYS[hit["per"]]
    elif hit["gap"]:
        rate = 365 / (number_value(hit["gap"]) * _DAYS[hit["step"]])
    else:
        rate = 365 / (number_value(hit["num"] or "one") * _DAYS[hit["period"]])
    seldom = just_before(SELDOM, low, hit.start()) or (denied and just_before(OFTENER, low, hit.start()))
    start = seldom.start() if seldom else hit.start()
    behind = BEHIND.match(low, hit.end())
    ends = (0.0, round(rate, 2)) if seldom or (behind and behind["high"]) else (round(rate, 2), math.inf)
    return QuantityConstraint(Span(start, hit.end()), *ends, Dimension.RATE)


def _counted_quantity(hit: re.Match[str], low: str, *, denied: bool) -> QuantityConstraint:
    """The range that a number with its bounding words sets to what it counts."""
    value = number_value(hit["num"]) * (-1 if hit["minus"] else 1)
    dimension, factor, unit, end = _dimension(low, hit.end(), hit["after"] or "")
    bottom, top = _bounds(hit, value * factor, dimension, low)
    near = hit["high"] in {"within", "inside"} and not re.search(
        r"\bpercent|%", low[hit.end() : hit.end() + 9]
    )
    turned = denied and bool(hit["over"] or near or UNDER.fullmatch(hit["high"] or ""))
    if turned:
        # What is banned up to a limit is free beyond it, and the limit itself belongs to one side only.
        bottom, top = (
            (0.0, value * factor) if hit["over"] else (value * factor * (1 + _HAIR * near), math.inf)
        )
    often = _OF_PERIOD.match(low, end) if dimension is Dimension.TIME else None
    if often:
        # Hours a week and days a year are both numbers a year, and are not of one kind.
        dimension, end, unit = Dimension.RATE, often.end(), _periods(unit)
        yearly = 365 / _DAYS[often["period"]] / factor
        bottom, top = (round(bottom * yearly, 2), round(top * yearly, 2) if top < math.inf else top)
    if bottom == 0 and HEAT.match(low, hit.end()):
        bottom = -math.inf
    people = bool(hit["over"]) or hit["high"] in _PEOPLE or bool(just_before(_HAVING, low, hit.start()))
    cases = bool(hit["over"] and not turned and just_before(_CASES, low, hit.start()))
    return QuantityConstraint(
        span=Span(hit.start(), end),
        low=bottom,
        high=top,
        dimension=dimension,
        unit=unit,
        is_eligibility=people,
        is_negated=turned,
        is_filter=cases,
    )


def _dimension(low: str, end: int, after: str) -> tuple[Dimension, float, frozenset[str], int]:
    """What a number that ends at a place counts, its factor, the stems of its unit, and where that ends."""
    aged = _AGE.match(low, end)
    if aged or after in {" or older", " or younger"}:
        return Dimension.COUNT, 1.0, frozenset({"age"}), aged.end() if aged else end
    unit, stop = _unit(low, end)
    if after == "%" or unit & {"percent", "cent", "centum"}:
        return Dimension.SHARE, 1.0, unit, stop
    times = [word for word in _SPANS if stem(word) in unit]
    if times and _is_time(low, end):
        return Dimension.TIME, _SPANS[times[0]], unit, stop
    return Dimension.COUNT, 1.0, unit, stop


def _bounds(hit: re.Match[str], value: float, dimension: Dimension, low: str) -> tuple[float, float]:
    """The ends of the range that a number sets, by the words around it."""
    if hit["low"] or hit["after"] in {" or more", " or older"}:
        return value, math.inf
    if hit["over"]:
        return value * (1 + _HAIR), math.inf
    if UNDER.fullmatch(hit["high"] or ""):
        return 0.0, value * (1 - _HAIR)
    if hit["high"] or hit["after"] in {" or less", " or fewer", " or younger"}:
        return 0.0, value
    bound = BEHIND.match(low, hit.end()) or just_before(BEST, low, hit.start())
    if bound:
        return (value, math.inf) if bound["low"] else (0.0, value)
    only = re.match(r"[^.;,]{0,40}\bonly\b", low[hit.end() :]) or just_before(_ONLY, low, hit.start())
    if dimension is Dimension.SHARE and not only and _BY.search(low[: hit.start()]):
        return value, math.inf
    if dimension is Dimension.TIME and not only and just_before(_FOR, low, hit.start()):
        return value, math.inf
    set_so = hit["num"] != "one" and just_before(SETS, low, hit.start())
    if (
        dimension is Dimension.COUNT
        and not (only or set_so)
        and value == int(value)
        and _plural_or_one(low, hit)
    ):
        return value, math.inf
    return value, value


def _plural_or_one(low: str, hit: re.Match[str]) -> bool:
    """Whether a number counts things of which more than the number are allowed."""
    return not re.match(
        r"[ -]?(?:degrees?|decibels?|met(?:er|re)s?|feet|inch|kilo|gram|lit(?:er|re)s?|volts?|watts?)",
        low[hit.end() :],
    )


def _is_time(low: str, end: int) -> bool:
    return bool(_OF_TIME.match(low, end))


def _periods(unit: frozenset[str]) -> frozenset[str]:
    """The shortest span of time that a unit names: of hours a week, hours."""
    return frozenset([stem(word) for word in _SPANS if stem(word) in unit][:1])


def _unit(low: str, start: int) -> tuple[frozenset[str], int]:
    """The stems of what is counted, up to three words, and where the first of them ends."""
    rest = low[start : start + 60]
    stop = _UNIT_END.search(rest)
    words = list(_UNIT.finditer(rest[: stop.start()] if stop else rest))[:3]
    time = words and stem(words[0].group()) in {stem(word) for word in _DAYS}
    end = start + words[0].end() if time else start
    return frozenset(stem(word.group()) for word in words), end
