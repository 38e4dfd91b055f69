"""A performance measure, part by part: statistic, outcome, population, condition, timing, exclusions, level."""

import re
from collections.abc import Collection, Iterable, Sequence

from crosswalk.model.evidence import Measure, Part, Reading, Span
from crosswalk.text.measure_compare import compare_measures
from crosswalk.text.measure_parse import Parsed, find_outcomes, parse
from crosswalk.text.measure_rules import MeasureRules, shipped_rules
from crosswalk.text.measure_values import items, phrase, without_tail, without_verb
from crosswalk.text.normalize import fold

__all__ = ["announces", "compare_measures", "named_programs", "proviso_value", "read_measure"]

_MEASURE_KINDS = {"metric", "measure", "indicator"}
_SPEAKS = re.compile(
    r"\b(?:indicators?|metrics?|measures?|outcomes?|performance|information|reports?|data)\b"
)
# A lead-in that announces indicators: "The primary indicators ... shall consist of-", "... are:".
_INDICATORS = re.compile(
    r"\b(?:indicators?|metrics?)\b.*\b(?:consist of|are|is|includes?|following|be)(?: the following)?\s*[—:-]\s*$",
    re.DOTALL,
)
_BINDS = re.compile(
    r"\b(?:shall|must|may|should|will|compares?|constitutes?|falls? below)\b|\bis an? \w+ (?:indicator|measure)\b"
)
_LOOSE = {"count", "amount", "mean", "change", "ratio", "score", "yes or no", "rate"}


def read_measure(
    text: str,
    *,
    chapeau: str = "",
    title: str = "",
    context: str = "",
    provision_id: str = "",
    unread: Collection[str] = (),
    kind: str = "",
    provision_kind: str = "",
    rules: MeasureRules | None = None,
) -> Measure | None:
    """The anatomy of the measure a text states, or None where it states none.

    Args:
        text: the provision's own words; every span refers to them.
        chapeau: the lead-in, which may name the programs and the level.
        title: the heading, read where the text is silent on statistic or outcome.
        context: headings above, read where text and lead-in are silent on the level.
        provision_id: the id the readings name as their source.
        unread: parts whose content is unknown because the source was not read.
        kind: the kind of document (statute, regulation, guidance, framework ...): its authority.
        provision_kind: what the document's own list calls the provision, such as `metric`.
        rules: the wording of measures; the shipped rules where not given.
    """
    rules = rules or shipped_rules()
    low, lead = fold(text), fold(chapeau)
    named, led = provision_kind in _MEASURE_KINDS, announces(lead)
    if not low.strip() or not (named or led or _might_open(low, rules)):
        return None
    parsed = parse(low, rules)
    if not named and not (_is_led(parsed) if led else _is_measure(low, parsed, lead, fold(title))):
        return None
    read = {
        Part.STATISTIC: _statistic(text, title, parsed, rules),
        Part.OUTCOME: _outcome(text, title, parsed, rules),
        Part.POPULATION: _population(text, lead, parsed, rules),
        Part.CONDITION: _condition(text, parsed, rules),
        Part.TIMING: _timing(text, parsed),
        Part.EXCLUSIONS: _exclusions(text, parsed, rules),
        Part.LEVEL: _level(text, lead, fold(context), parsed, rules),
        Part.AUTHORITY: _authority(kind, rules),
    }
    if not (read[Part.STATISTIC][0] or read[Part.OUTCOME][0]):
        return None
    readings = {part: _reading(part, *found, unread, provision_id) for part, found in read.items()}
    return Measure(provision_id, readings)


def announces(lead: str) -> bool:
    """Whether a folded lead-in announces that indicators follow."""
    return bool(_INDICATORS.search(lead))


def named_programs(low: str, rules: MeasureRules) -> list[str]:
    """The programs a folded text names, other than those it names to leave them out."""
    return [name for name, pattern in rules.programs.items() if _names(low, pattern)]


def _reading(
    part: Part,
    values: Sequence[str],
    words: str,
    spans: Iterable[Span],
    unread: Collection[str],
    provision_id: str,
) -> Reading:
    if part.value in unread:
        return Reading(part, state="unknown", source=provision_id)
    kept = tuple(sorted({value for value in values if value}))
    if not kept:
        return Reading(part, state="silent", source=provision_id)
    return Reading(part, kept, words, tuple(spans), "read", provision_id)


def _might_open(low: str, rules: MeasureRules) -> bool:
    head = low[:120]
    return any(pattern.search(head) for pattern in rules.statistic.values())


def _is_led(parsed: Parsed) -> bool:
    """Whether a text that a lead-in announces as an indicator states one."""
    return parsed.opens or (not parsed.statistic and bool(parsed.outcomes) and not parsed.condition)


def _is_measure(low: str, parsed: Parsed, chapeau: str, title: str) -> bool:
    """Whether a text that was parsed states a measure, rather than naming a number in passing."""
    if not parsed.opens or parsed.statistic_span is None or re.match(r"\W*(?:any|each|if|no)\b", low):
        return False
    # "The amount of the grant shall be ..." sets a rule; a measure is a noun phrase.
    stop = re.search(r"[.;]", low[parsed.statistic_span.end :])
    sentence = low[: parsed.statistic_span.end + stop.start()] if stop else low
    if _BINDS.search(sentence):
        return False
    about = f"{chapeau} {title}"
    if parsed.statistic in _LOOSE:
        return not chapeau or bool(_SPEAKS.search(about))
    return parsed.statistic != "percentage" or bool(parsed.condition or _SPEAKS.search(about))


_Found = tuple[Sequence[str], str, Sequence[Span]]
_NOTHING: _Found = ((), "", ())


def _words(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


def _statistic(text: str, title: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    if parsed.statistic and parsed.statistic_span:
        return (parsed.statistic, parsed.also), _words(text, [parsed.statistic_span]), [parsed.statistic_span]
    low = fold(title)
    for name, pattern in rules.statistic.items():
        said = pattern.search(low)
        if said:
            return (name,), title[said.start() : said.end()], ()
    return _NOTHING


def _outcome(text: str, title: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    if parsed.outcomes:
        return _named_outcome(text, parsed, rules)
    low = fold(title)
    named = find_outcomes(low, rules)
    if named:
        values = [value for _, found in named for value in found]
        return values, " … ".join(span.of(title) for span, _ in named), ()
    spans = [parsed.quantity] if parsed.quantity else list(parsed.condition)
    if not spans and parsed.statistic == "count" and parsed.head:
        spans = [parsed.head]
    return [phrase(_words(text, spans), rules)] if spans else (), _words(text, spans), spans


def _named_outcome(text: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    """Outcomes the rules know; where they are only some items of a list, the whole list is shown."""
    spans = [span for span, _ in parsed.outcomes]
    values = [value for _, found in parsed.outcomes for value in found]
    quantity = parsed.quantity
    if quantity and _share(text, spans, quantity) < _MOST:
        return [phrase(quantity.of(text), rules)], _words(text, [quantity]), [quantity]
    for place in parsed.condition:
        told = without_tail(text, place)
        if any(_within(span, place) for span in spans) and _share(text, spans, told) < _MOST:
            values.append(phrase(without_verb(text, told).of(text), rules))
            spans = [span for span in spans if not _within(span, place)] + [told]
            continue
        inside = [span for span in spans if _within(span, place)]
        listed = _items(text, without_tail(text, place), rules)
        unnamed = [
            item
            for item in listed
            if not any(item.start < span.end and span.start < item.end for span in inside)
        ]
        if inside and len(listed) > 2 and unnamed:
            values += [phrase(_gained(text, item, rules).of(text), rules) for item in unnamed]
            spans = [span for span in spans if span not in inside] + [Span(listed[0].start, listed[-1].end)]
    return values, _words(text, sorted(spans)), sorted(spans)


_MOST = 0.3


def _share(text: str, spans: Iterable[Span], place: Span) -> float:
    """How much of a phrase (0..1, in words of four letters or more) the spans within it cover."""
    inside = [span for span in spans if _within(span, place)]
    said = len(re.findall(r"\w{4,}", place.of(text)))
    return sum(len(re.findall(r"\w{4,}", span.of(text))) for span in inside) / said if said else 1.0


def _population(text: str, lead: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    values, spans = [], list(parsed.population)
    if parsed.head:
        values.append(phrase(parsed.head.of(text), rules))
    values += [phrase(span.of(text), rules) for span in parsed.restrictions]
    for time in parsed.times:
        if time.event == "exit" and time.setting:
            values.append(f"exit from the {time.setting}")
            if time.setting_span and not any(_within(time.setting_span, span) for span in spans):
                spans.append(time.setting_span)
    values += named_programs(lead, rules)
    return values, _words(text, sorted(spans)), sorted(spans)


def _names(lead: str, pattern: re.Pattern[str]) -> bool:
    """Whether a lead-in names a program, other than to leave it out."""
    return any(
        not re.search(r"(?:other than|except)[^,;()]*$", lead[: hit.start()])
        for hit in pattern.finditer(lead)
    )


def _within(small: Span, large: Span) -> bool:
    return large.start <= small.start and small.end <= large.end


def _condition(text: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    values = []
    for span in parsed.condition:
        told = without_tail(text, span)
        values += [phrase(_gained(text, item, rules).of(text), rules) for item in _items(text, told, rules)]
    spans = list(parsed.condition)
    if parsed.proviso:
        values.append(proviso_value(parsed.proviso.of(text), rules))
        spans.append(parsed.proviso)
    return values, _words(text, spans), spans


def _gained(text: str, item: Span, rules: MeasureRules) -> Span:
    """An item of a condition from its known outcome on, or without the verb that leads it."""
    known = find_outcomes(fold(item.of(text)), rules)
    return Span(item.start + known[0][0].start, item.end) if known else without_verb(text, item)


def _items(text: str, span: Span, rules: MeasureRules) -> list[Span]:
    known = find_outcomes(fold(span.of(text)), rules)
    whole = [Span(span.start + hit.start, span.start + hit.end) for hit, _ in known]
    return items(text, span, whole)


_ONLY_IF = re.compile(r"\bonly (?:if|when|where)\b.*", re.DOTALL)


def proviso_value(words: str, rules: MeasureRules) -> str:
    """The comparable form of a condition set apart: what follows `only if`, or all of it."""
    low = fold(words)
    only = _ONLY_IF.search(low)
    return f"only if {phrase(only.group()[8:], rules)}" if only else phrase(words, rules)


def _timing(text: str, parsed: Parsed) -> _Found:
    spans = sorted({time.span for time in parsed.times})
    return [time.value for time in parsed.times], _words(text, spans), spans


_FROM_AMONG = re.compile(r"^(?:those|participants|people|persons|individuals) (?:who (?:are|were) )?in ")


def _exclusions(text: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    values = []
    for span in parsed.excluded:
        lead = _FROM_AMONG.match(fold(span.of(text)))
        start = span.start + (lead.end() if lead else 0)
        values += [phrase(item.of(text), rules) for item in _items(text, Span(start, span.end), rules)]
    return values, _words(text, parsed.excluded), parsed.excluded


def _level(text: str, lead: str, context: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    own = _levels(fold(text), rules)
    if own:
        spans = sorted(span for span, _ in own)
        return [name for _, name in own], _words(text, spans), spans
    settings = {"career pathway": "pathway", "system": "system"}
    left = [settings[time.setting] for time in parsed.times if time.setting in settings]
    above = (
        [name for _, name in _levels(lead, rules)] or left or [name for _, name in _levels(context, rules)]
    )
    return above, " and ".join(sorted(set(above))), ()


def _levels(low: str, rules: MeasureRules) -> list[tuple[Span, str]]:
    """The units reported on; a plan, a law or an allotment of the State is not one."""
    return [
        (Span(hit.start(), hit.end()), name)
        for name, pattern in rules.levels.items()
        if (hit := pattern.search(low))
        and not re.match(
            r"(?:'s)? (?:plan|law|agency|agencies|board|unit|educational|annual|academic)", low[hit.end() :]
        )
    ]


def _authority(kind: str, rules: MeasureRules) -> _Found:
    value = rules.authority.get(kind, kind if kind != "other" else "")
    return ((value,), value, ()) if value else _NOTHING
