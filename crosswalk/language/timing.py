"""Quarters, windows and years: when a measure counts, and what one time has in common with another."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import listed
from crosswalk.language.word_lists import CARDINALS, MONTHS, ORDINALS
from crosswalk.model.annotation import Span

_ORD = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_NUM = rf"(?:\d+(?:\.\d+)?|{'|'.join(CARDINALS)}|an?)"
_UNIT = r"(?:seconds|minute|hour|day|week|month|quarter|trimester|semester|term|year|school year|program year|fiscal year|calendar year)"
_AFTER = r"(?:after|following|post|since|of|from|before|prior to|preceding)"
_YEARS = r"(?:program(?:me)?|fiscal|calendar|school|academic|plan|measurement|reporting|performance|award|grant|tax|cohort|contract|benefit|report|budget|service|baseline|review|coverage|observation|study|policy|federal fiscal|state fiscal|crop|water|model|election|census)"
_PERIOD = r"(?:year|period|quarter|month|term|semester|cycle|week|day|season|window)"
# An event ends at a stop, or where the sentence goes on to say something else.
_EVENT = r"(?P<event>[^,;.()]+?)(?= who\b| whose\b| that\b| which\b| and (?:who|the|were|was|are|is|had|\w+ed)\b| or (?:in|within|during|those|who)\b| with\b| divided\b| for\b| as\b| among\b| were\b| was\b| are\b| is\b| had\b| have\b|[,;.()]|$)"


@dataclass(frozen=True, slots=True)
class Time:
    """One time a measure names.

    `value` is its comparable form, such as `quarter 2 after exit`; `event` the kind of event it is
    counted from; `setting` what is left or entered, such as `program`, at `setting_span`.
    """

    value: str
    span: Span
    event: str = ""
    setting: str = ""
    setting_span: Span | None = None


_LENGTH = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4}
_LENGTH |= {"trimester": 365 / 4, "semester": 182.5}


def _length(unit: str) -> float:
    return _LENGTH.get(unit, 365.0)


def number(word: str) -> float:
    """The number a word or figure stands for; an article counts as one.

    >>> [number(word) for word in ("second", "3rd", "ninety", "a", "12")]
    [2.0, 3.0, 90.0, 1.0, 12.0]
    """
    if word in ORDINALS:
        return float(ORDINALS.index(word) + 1)
    if word in CARDINALS:
        return float(CARDINALS[word])
    figure = re.match(r"\d+(?:\.\d+)?", word)
    return float(figure.group()) if figure else 1.0


def _number_text(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


_QUARTERS = re.compile(
    rf"(?<![\w-])(?<!\ba )(?:(?:in|during|over|across|for|by|both|from|at|the|their|his or her|its|end of|each of) )*"
    rf"(?P<ords>{_ORD}(?:(?:, and|,| and| or| through| to) (?:the )?{_ORD})*) "
    rf"(?:(?:and|or|full|complete|calendar|consecutive) )*(?P<unit>{_UNIT})s?"
    rf"(?: (?P<after>{_AFTER}) {_EVENT})?"
)
_SHORT_QUARTERS = re.compile(
    rf"(?<![\w-])(?<!\ba )(?:(?:in|during|over|across|for|by|both|at) )*q(?P<ords>\d(?:(?: and | or |, |/|-)q?\d)*)"
    rf"(?: (?P<after>{_AFTER})[ -]{_EVENT})?"
)
_WITHIN = re.compile(
    rf"(?<![\w-])(?:(?:within|in|over|not later than|no later than|not more than|no more than|up to|less than|fewer than|at) )+"
    rf"(?:the )?(?:(?P<place>first|last|next|past) )?(?P<num>{_NUM})[ -]"
    rf"(?:(?:business|calendar|working|full|consecutive|school|academic|program) )?(?P<unit>{_UNIT})s?"
    rf"(?: (?:late|early)\b)?(?: (?P<after>{_AFTER}) {_EVENT})?(?! of age| or older)"
)
_LATER = re.compile(
    rf"(?<![\w-])(?:(?P<least>at least) |(?:at|for) )?(?:the )?(?P<num>{_NUM})[ -](?:(?:business|calendar) )?(?P<unit>{_UNIT})s?"
    rf" (?P<after>after|following|post|before|prior to) {_EVENT}"
)
_RECENT = re.compile(
    rf"(?<![\w-])(?:in|during|over|for|within)? ?(?:the )?(?P<which>most recent|preceding|previous|last|past|prior|current|same|next|following|current or prior)"
    rf" (?:(?P<num>{_NUM}) )?(?:(?P<kind>{_YEARS}) )?(?P<unit>{_PERIOD}s?)\b"
)
_PRECEDING = re.compile(
    rf"(?<![\w-])(?:and )?the (?P<num>{_NUM}) (?P<which>preceding|previous|prior) (?:(?P<kind>{_YEARS}) )?(?P<unit>{_PERIOD}s?)\b"
)
_DURING = re.compile(
    rf"(?<![\w-])(?:in|during|over|within|throughout|for|across) (?:(?:a|an|the|each|any|that|such|every|one|given) )*"
    rf"(?:(?P<long>\d+-(?:day|month|year)) )?(?P<kind>(?:{_YEARS} )*|(?:[a-z-]+ ){{0,2}}(?=(?:period|season|cycle|window|semester)\b))(?P<unit>{_PERIOD})s?\b(?! (?:of age|old))"
)
_WHILE = re.compile(
    r"(?<![\w-])(?:during (?:the |their |his or her )?(?P<stay>participation|enrollment|enrolment|pregnancy|program|hospitalization|employment|training|treatment|the stay|stay|care|services?)\b(?! year)"
    r"(?: in (?:the |a )?(?:program|pathway|hospital|facility|school)\b)?"
    r"|while (?P<state>(?:still |actively |currently )?(?:[a-z]+(?:ed|ing)|on|in|at|under|pregnant)\b[^,;.()]*))"
)
_BY = re.compile(
    r"(?<![\w-])(?:on or )?(?:by|as of|at|on|before|after|since) (?P<point>(?:the )?(?:end|close|beginning|start|last day|first day|day|date|time) of [^,;.()]+?|the time (?=they|he|she|the|their|it)[^,;.()]+?|(?<=as of )the [^,;.()]+?|age (?:\w+)|(?:their|the) \w+ birthday|"
    rf"\d{{1,2}}(?::\d\d)? ?[ap]\.?m\.?|noon|midnight|(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:, \d{{4}})?|\d{{4}}|third grade|kindergarten entry|\w+ grade)"
    r"(?= who\b| that\b| and\b| with\b| were\b| was\b| are\b|[,;.()]|$)"
)
_SEASON = re.compile(
    rf"(?<![\w-])(?:in|during|by|over) the (?P<season>fall|autumn|winter|spring|summer)\b(?: (?:season|term|semester|quarter|months)\b)?(?: (?P<after>{_AFTER}) {_EVENT})?"
)
_LASTING = re.compile(
    rf"(?<![\w-])for (?P<num>{_NUM}) (?P<unit>days|weeks|months|quarters|years)\b(?! of age| or )"
)
_TURN = re.compile(
    r"(?<![\w-])(?:at|by|before|after|since) (?:the|their|his or her|its) (?P<turn>first|last|initial|final|next) "
    r"(?P<what>[a-z-]+(?: [a-z-]+)?)(?= who\b| that\b| and\b| with\b| were\b| was\b| are\b|[,;.()]|$)"
)
_VAGUE = re.compile(
    rf"(?<![\w-])(?P<how>soon|shortly|immediately|at a later point|some time|directly|any time) (?P<after>after|before|following) {_EVENT}"
)
_AFTER_EVENT = re.compile(
    r"(?<![\w-])(?P<after>after|following|upon|at(?! (?:least|most|all|any|no)\b)|prior to|before) " + _EVENT
)
_REGULAR = re.compile(
    r"\b(?:annually|(?:quarterly|monthly|weekly|daily)(?=[,.;)]|$)|(?<!hours )(?<!times )(?<!days )per (?:year|quarter|month|day|week)|each (?:year|quarter|month|day|week)|year over year|year-over-year|"
    r"(?:during|outside) (?:[\w-]+ ){1,2}hours|every (?:year|quarter|month|day|week)|in (?:(?:fiscal|calendar|school|program) year )?(?:19|20)\d\d(?:-\d{2,4})?(?! \w+s? of)|on time|on-time|on schedule|timely|between an earlier and a later period(?: around [^,;.()]+)?|from one year to the next|on an average day)\b"
)
_NAMED = re.compile(
    rf"\b(?P<num>\d+|{'|'.join(CARDINALS)})-(?P<unit>hour|day|week|month|quarter|year)(?= (?:[\w-]+ ){{0,3}}(?:rate|mortality|survival|readmission|retention|graduation|default|completion|follow-up))"
)


def read_times(
    low: str, events: Mapping[str, re.Pattern[str]], settings: Mapping[str, re.Pattern[str]]
) -> tuple[Time, ...]:
    """The times a folded text names, in order, none overlapping another.

    `events` and `settings` give, for each normal form, the pattern of its words.
    """
    found: list[Time] = []
    taken: list[Span] = []
    for pattern, values in _READERS:
        for match in pattern.finditer(low):
            span = _trimmed(match)
            if any(span.overlaps(other) for other in taken):
                continue
            event = _event(match, events, settings)
            named = values(match, event)
            taken += [span] if named else []
            found += [Time(value, span, event.kind, event.setting, event.span) for value in named]
    return tuple(sorted(found, key=lambda time: (time.span, time.value)))


_Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class _NamedEvent:
    """The event that a time is counted from, in normal form, what it leaves or enters, and the span of that.

    `known` is whether `kind` is the normal form of a known event; if not, it is the text's own words.
    """

    kind: str = ""
    setting: str = ""
    span: Span | None = None
    known: bool = False


def _event(match: re.Match[str], events: _Patterns, settings: _Patterns) -> _NamedEvent:
    words = match.groupdict().get("event")
    if not words:
        return _NamedEvent()
    if kind := _first(words, events):
        start = match.start("event")
        setting = _last(words, settings)
        where = Span(start, start + len(words.rstrip())) if setting else None
        return _NamedEvent(kind, setting, where, known=True)
    return _NamedEvent(re.sub(r"^(?:the|a|an|their|his or her|its|such|each) ", "", words.strip()))


def _first(words: str, patterns: _Patterns) -> str:
    hits = [
        (hit.start(), -len(hit.group()), name)
        for name, pattern in patterns.items()
        if (hit := pattern.search(words))
    ]
    return min(hits)[2] if hits else ""


def _last(words: str, patterns: _Patterns) -> str:
    hits = [
        (hit.end(), len(hit.group()), name)
        for name, pattern in patterns.items()
        for hit in pattern.finditer(words)
    ]
    return max(hits)[2] if hits else ""


def _side(after: str | None) -> str:
    return "before" if after in {"before", "prior to", "preceding"} else "after"


def _tail(match: re.Match[str], event: _NamedEvent) -> str:
    """What a time is counted from, such as ` after exit`; empty where it names no event."""
    return f" {_side(match['after'])} {event.kind}" if event.kind else ""


def _trimmed(match: re.Match[str]) -> Span:
    text = match.group()
    lead = len(text) - len(text.lstrip())
    return Span(match.start() + lead, match.start() + len(text.rstrip(" ,")))


# Each reader gives the normal forms of the times that a match of its pattern names; none if it names no time.
_Values = Sequence[str]


def _quarters(match: re.Match[str], event: _NamedEvent) -> _Values:
    places = [number(word) for word in re.findall(_ORD, match["ords"])]
    if re.search(r"through| to ", match["ords"]) and len(places) == 2:
        places = [float(place) for place in range(int(places[0]), int(places[1]) + 1)]
    return [f"{match['unit']} {_number_text(place)}{_tail(match, event)}" for place in places]


def _short_quarters(match: re.Match[str], event: _NamedEvent) -> _Values:
    if match.start() and match.string[match.start() - 1].isalnum():
        return ()
    return [f"quarter {int(figure)}{_tail(match, event)}" for figure in re.findall(r"\d", match["ords"])]


def _within(match: re.Match[str], event: _NamedEvent) -> _Values:
    if match["num"] in {"a", "an"} and not match["after"]:
        return ()
    if match.group().startswith("at "):
        return [f"{match['unit']} {_number_text(number(match['num']))}{_tail(match, event)}"]
    head = match["place"] if match["place"] in {"last", "past", "next"} else "within"
    return [f"{head} {_length_text(match)}{_tail(match, event)}"]


def _later(match: re.Match[str], event: _NamedEvent) -> _Values:
    least = "at least " if match["least"] else ""
    return [f"{least}{_length_text(match)} {_side(match['after'])} {event.kind}".strip()]


def _length_text(match: re.Match[str]) -> str:
    """A length of time such as `2 quarters`."""
    amount = number(match["num"])
    return f"{_number_text(amount)} {match['unit']}{'s' * (amount != 1)}"


def _relative_period(match: re.Match[str], _event: _NamedEvent) -> _Values:
    many = f"{match['num']} " if match["num"] and not match["num"].startswith("a") else ""
    kind = f"{match['kind']} ".replace("programme", "program") if match["kind"] else ""
    return [f"{match['which']} {many}{kind}{match['unit']}"]


def _during(match: re.Match[str], _event: _NamedEvent) -> _Values:
    kind = (match["kind"] or "").replace("programme", "program")
    if not (kind or match["long"]) and match["unit"] not in {"year", "quarter", "month", "period"}:
        return ()
    long = f"{match['long']} " if match["long"] else ""
    return [f"during {long}{kind}{match['unit']}"]


def _while(match: re.Match[str], _event: _NamedEvent) -> _Values:
    if match["stay"]:
        stay = "participation" if match["stay"] == "program" else match["stay"].removeprefix("the ")
        return [f"during {stay}"]
    if re.match(r"(?:still )?(?:enrolled|participating|on|in)\b", match["state"]):
        return ["during participation"]
    return [f"while {match['state'].strip()}"]


def _turn(match: re.Match[str], _event: _NamedEvent) -> _Values:
    return [re.sub(r" (?:the|their|his or her|its) ", " ", _trimmed(match).of(match.string))]


def _after_event(match: re.Match[str], event: _NamedEvent) -> _Values:
    if not event.known or len(match["event"].split()) > 8:
        return ()
    return [f"{'at' if match['after'] in {'at', 'upon'} else _side(match['after'])} {event.kind}"]


# Of two readings of the same words the one from the earlier pattern counts.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _NamedEvent], _Values]], ...] = (
    (_QUARTERS, _quarters),
    (_SHORT_QUARTERS, _short_quarters),
    (_WITHIN, _within),
    (_LATER, _later),
    (_SEASON, lambda match, event: [f"{match['season']}{_tail(match, event)}"]),
    (_LASTING, lambda match, _: [f"for {_number_text(number(match['num']))} {match['unit']}"]),
    (_NAMED, lambda match, _: [f"within {_length_text(match)}"]),
    (_PRECEDING, _relative_period),
    (_RECENT, _relative_period),
    (_DURING, _during),
    (_WHILE, _while),
    (_BY, lambda match, _: [match.group().strip().replace("the ", "")]),
    (_TURN, _turn),
    (_VAGUE, lambda match, event: [f"{match['how']} {_side(match['after'])} {event.kind}"]),
    (_AFTER_EVENT, _after_event),
    (_REGULAR, lambda match, _: [match.group().replace("-", " ")]),
)


def spoken_times(values: Sequence[str]) -> str:
    """Times in a row; what counts in the program and what counts after it are two ways to be counted.

    >>> spoken_times(["during participation", "within 1 year after exit"])
    'during participation or within 1 year after exit'
    >>> spoken_times(["quarter 2 after exit", "quarter 4 after exit"])
    'quarter 2 after exit and quarter 4 after exit'
    """
    stay = [value for value in values if re.match(rf"(?:during|while) (?!.*\b{_PERIOD}$)", value)]
    later = [value for value in values if re.search(r" after \w", value)]
    if stay and later:
        return " or ".join([listed(stay), listed([value for value in values if value not in stay])])
    return listed(values)


def relate_times(left: Iterable[str], right: Iterable[str]) -> str:
    """How two sets of times relate: `within`, `contains`, `overlaps`, `apart`; empty where nothing can be said.

    >>> relate_times(["quarter 2 after exit"], ["quarter 2 after exit", "quarter 3 after exit"])
    'within'
    """
    one, two = frozenset(left), frozenset(right)
    if not one or not two or one == two:
        return ""
    if one < two:
        return "within"
    if two < one:
        return "contains"
    if one & two:
        return "overlaps"
    (first, event), (second, other) = _ranges(one), _ranges(two)
    if not first or not second or event != other:
        return ""
    if _inside(first, second):
        return "within"
    if _inside(second, first):
        return "contains"
    if any(a < d and c < b for a, b in first for c, d in second):
        return "overlaps"
    return "apart"


_COUNTED = re.compile(r"^(?P<unit>\w+) (?P<place>\d+) (?P<side>after|before) (?P<event>.+)$")
_WINDOW = re.compile(r"^within (?P<num>[\d.]+) (?P<unit>\w+?)s? (?P<side>after|before) (?P<event>.+)$")


def _ranges(values: Iterable[str]) -> tuple[list[tuple[float, float]], str]:
    """The day ranges of values counted from one event, and that event; none where they cannot be compared."""
    found, events = [], set()
    for value in values:
        counted, window = _COUNTED.match(value), _WINDOW.match(value)
        if counted:
            length = _length(counted["unit"])
            place = float(counted["place"])
            edges = ((place - 1) * length, place * length)
            events.add((counted["side"], counted["event"]))
        elif window:
            edges = (0.0, float(window["num"]) * _length(window["unit"]))
            events.add((window["side"], window["event"]))
        else:
            continue
        found.append(edges)
    return (found, " ".join(events.pop())) if len(events) == 1 else ([], "")


def _inside(small: Iterable[tuple[float, float]], large: Iterable[tuple[float, float]]) -> bool:
    large = list(large)
    return all(any(c <= a and b <= d for c, d in large) for a, b in small)
