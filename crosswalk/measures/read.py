"""Read a performance measure part by part: statistic, outcome, population, condition, timing, exclusions, level."""

import re
from collections.abc import Collection, Iterable, Sequence

from crosswalk.language.normalize import fold
from crosswalk.language.timing import read_times
from crosswalk.measures.parse import (
    ParsedMeasure,
    find_outcomes,
    items,
    normal_phrase,
    parse_measure,
    without_tail,
    without_verb,
)
from crosswalk.measures.rules import MeasureRules, shipped_rules
from crosswalk.model.annotation import Measure, MeasurePart, Part, PartState, Span, joined_words

# A known outcome that covers less of a phrase than this does not name all of it.
_LEAST = 0.3


def _read_outcome(
    text: str, title: str, parsed: ParsedMeasure, rules: MeasureRules
) -> tuple[Sequence[str], str, Sequence[Span]]:
    """The outcome's values, words and spans: from the text, else from the title, else as worded."""
    if parsed.outcomes:
        return _known_outcomes(text, parsed, rules)
    low = fold(title)
    named = find_outcomes(low, rules)
    if named:
        values = [value for _, found in named for value in found]
        return values, " … ".join(span.of(title) for span, _ in named), ()
    spans = [parsed.quantity] if parsed.quantity else list(parsed.condition)
    if not spans and parsed.statistic == "count" and parsed.head:
        spans = [parsed.head, *(s for s in parsed.restrictions if fold(s.of(text)).startswith("with "))]
    return (
        [normal_phrase(joined_words(text, spans), rules)] if spans else (),
        joined_words(text, spans),
        spans,
    )


def _known_outcomes(
    text: str, parsed: ParsedMeasure, rules: MeasureRules
) -> tuple[Sequence[str], str, Sequence[Span]]:
    """Outcomes that the rules know; if they cover only a part of the phrase, the whole phrase is shown."""
    spans = [span for span, _ in parsed.outcomes]
    values = [value for _, found in parsed.outcomes for value in found]
    quantity = parsed.quantity
    if quantity and _share(text, spans, quantity) < _LEAST:
        return [normal_phrase(quantity.of(text), rules)], joined_words(text, [quantity]), [quantity]
    for place in parsed.condition:
        core = without_tail(text, place)
        inside = [span for span in spans if core and span.within(core)]
        if not core or not inside:
            continue
        more = _rest_of_list(text, core, inside, rules)
        if _share(text, spans, core) < _LEAST:
            values.append(normal_phrase(without_verb(text, core).of(text), rules))
        elif not more:
            continue
        values += more
        spans = [span for span in spans if span not in inside] + [core]
    return values, joined_words(text, sorted(spans)), sorted(spans)


def _rest_of_list(text: str, core: Span, known: Sequence[Span], rules: MeasureRules) -> list[str]:
    """The items of a list of three or more that no known outcome names."""
    listed = _parts_of(text, core, rules)
    if len(listed) < 3:
        return []
    return [gained(text, item, rules) for item in listed if not any(item.overlaps(span) for span in known)]


def _share(text: str, spans: Iterable[Span], place: Span) -> float:
    """The share of a phrase (0..1, in words of four letters or more) that the spans in it cover."""
    inside = [span for span in spans if span.within(place)]
    said = len(re.findall(r"\w{4,}", place.of(text)))
    return sum(len(re.findall(r"\w{4,}", span.of(text))) for span in inside) / said if said else 1.0


def _parts_of(text: str, span: Span, rules: MeasureRules) -> list[Span]:
    """The items of a list in a phrase; a known outcome is never split."""
    known = find_outcomes(fold(span.of(text)), rules)
    return items(text, span, [Span(span.start + hit.start, span.start + hit.end) for hit, _ in known])


def gained(text: str, item: Span, rules: MeasureRules) -> str:
    """An item of a condition in comparable form: from its known outcome on, or without its verb."""
    known = find_outcomes(fold(item.of(text)), rules)
    span = Span(item.start + known[0][0].start, item.end) if known else without_verb(text, item)
    return normal_phrase(span.of(text), rules)


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
# A measure is stated in a sentence or two; the rest of a long text is not read as one.
_LONGEST = 4000
_LOOSE = {"count", "amount", "mean", "change", "ratio", "score", "yes or no", "rate"}


def read_measure(
    text: str,
    *,
    lead_in: str = "",
    title: str = "",
    context: str = "",
    provision_id: str = "",
    unread: Collection[str] = (),
    kind: str = "",
    provision_kind: str = "",
    rules: MeasureRules | None = None,
) -> Measure | None:
    """The parts of the measure that a text states, or None if it states none.

    Args:
        text: the provision's own words; every span refers to them.
        lead_in: the lead-in, which may name the programs and the level.
        title: the heading, read where the text is silent on statistic or outcome.
        context: headings above, read where text and lead-in are silent on the level.
        provision_id: the id the readings name as their source.
        unread: parts whose content is unknown because the source was not read.
        kind: the kind of document (statute, regulation, guidance, framework ...): its authority.
        provision_kind: what the document's own list calls the provision, such as `metric`.
        rules: the wording of measures; the shipped rules where not given.
    """
    rules = rules or shipped_rules()
    low, lead = fold(text[:_LONGEST]), fold(lead_in)
    named, led = provision_kind in _MEASURE_KINDS, announces(lead)
    if not low.strip() or not (named or led or _might_open(low, rules)):
        return None
    parsed = parse_measure(low, rules)
    if not named and not (_is_led(parsed) if led else _is_measure(low, parsed, lead, fold(title))):
        return None
    read = {
        Part.STATISTIC: _statistic(text, title, parsed, rules),
        Part.OUTCOME: _read_outcome(text, title, parsed, rules),
        Part.POPULATION: _population(text, lead, parsed, rules),
        Part.CONDITION: _condition(text, parsed, rules),
        Part.TIMING: _timing(text, parsed),
        Part.EXCLUSIONS: _exclusions(text, parsed, rules),
        Part.LEVEL: _level(text, lead_in, context, parsed, rules),
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
    """The programs that a folded text names, without those it names as excluded."""
    return [name for name, pattern in rules.programs.items() if _names(low, pattern)]


def _reading(
    part: Part,
    values: Sequence[str],
    words: str,
    spans: Iterable[Span],
    unread: Collection[str],
    provision_id: str,
) -> MeasurePart:
    """One part of a measure from its values, words and spans; silent without values, unknown if not read."""
    if part.value in unread:
        return MeasurePart(part, state=PartState.UNKNOWN, source=provision_id)
    found = tuple(sorted({value for value in values if value}))
    if not found:
        return MeasurePart(part, state=PartState.SILENT, source=provision_id)
    return MeasurePart(part, found, words, tuple(spans), PartState.READ, provision_id)


def _might_open(low: str, rules: MeasureRules) -> bool:
    head = low[:120]
    return any(pattern.search(head) for pattern in rules.statistic.values())


def _is_led(parsed: ParsedMeasure) -> bool:
    """Whether a text that a lead-in announces as an indicator states one."""
    return parsed.opens or (not parsed.statistic and bool(parsed.outcomes) and not parsed.condition)


def _is_measure(low: str, parsed: ParsedMeasure, lead_in: str, title: str) -> bool:
    """Whether a text that was parsed states a measure, rather than naming a number in passing."""
    if not parsed.opens or parsed.statistic_span is None or re.match(r"\W*(?:any|each|if|no)\b", low):
        return False
    # "The amount of the grant shall be ..." sets a rule; a measure is a noun phrase.
    stop = re.search(r"[.;]", low[parsed.statistic_span.end :])
    sentence = low[: parsed.statistic_span.end + stop.start()] if stop else low
    if _BINDS.search(sentence):
        return False
    about = f"{lead_in} {title}"
    if parsed.statistic in _LOOSE:
        return not lead_in or bool(_SPEAKS.search(about))
    return parsed.statistic != "percentage" or bool(parsed.condition or _SPEAKS.search(about))


_Found = tuple[Sequence[str], str, Sequence[Span]]
_NOTHING: _Found = ((), "", ())


def _statistic(text: str, title: str, parsed: ParsedMeasure, rules: MeasureRules) -> _Found:
    """The statistic: from the text, else from the title."""
    if parsed.statistic and parsed.statistic_span:
        return (
            (parsed.statistic, parsed.also),
            joined_words(text, [parsed.statistic_span]),
            [parsed.statistic_span],
        )
    low = fold(title)
    for name, pattern in rules.statistic.items():
        said = pattern.search(low)
        if said:
            return (name,), title[said.start() : said.end()], ()
    return _NOTHING


def _population(text: str, lead: str, parsed: ParsedMeasure, rules: MeasureRules) -> _Found:
    """Who is counted: the noun and what narrows it, and programs that the lead-in names."""
    values, spans = [], list(parsed.population)
    if parsed.head:
        values.append(normal_phrase(parsed.head.of(text), rules))
    values += [normal_phrase(span.of(text), rules) for span in parsed.restrictions]
    for time in parsed.times:
        if time.event == "exit" and time.setting:
            values.append(f"exit from the {time.setting}")
            if time.setting_span and not any(time.setting_span.within(span) for span in spans):
                spans.append(time.setting_span)
    values += named_programs(lead, rules)
    return values, joined_words(text, sorted(spans)), sorted(spans)


def _names(lead: str, pattern: re.Pattern[str]) -> bool:
    """Whether a lead-in names a program without excluding it."""
    return any(
        not re.search(r"(?:other than|except)[^,;()]*$", lead[: hit.start()])
        for hit in pattern.finditer(lead)
    )


def _condition(text: str, parsed: ParsedMeasure, rules: MeasureRules) -> _Found:
    """What the counted must do, item by item."""
    values = []
    for span in parsed.condition:
        core = without_tail(text, span)
        values += [gained(text, item, rules) for item in _parts_of(text, core, rules)] if core else []
    spans = list(parsed.condition)
    if parsed.proviso:
        values.append(proviso_value(parsed.proviso.of(text), rules))
        spans.append(parsed.proviso)
    return values, joined_words(text, spans), spans


_ONLY_IF = re.compile(r"\bonly (?:if|when|where)\b.*", re.DOTALL)
_BESIDES = re.compile(r"\bin addition to [^,]*,")


def proviso_value(words: str, rules: MeasureRules) -> str:
    """The comparable form of a condition set apart: what follows `only if`, or all of it.

    Known outcomes and times are enough: two texts that state the same ones in other words are equal.
    """
    low = _BESIDES.sub(" ", fold(words))
    only = _ONLY_IF.search(low)
    said = only.group()[8:] if only else low
    core = without_tail(said, Span(0, len(said)))
    outcomes = [values[0] for _, values in find_outcomes(core.of(said) if core else "", rules)]
    if not outcomes:
        plain = normal_phrase(said, rules)
    else:
        times = [time.value for time in read_times(said, rules.events, rules.settings)]
        plain = " ".join([" or ".join(sorted(set(outcomes))), *sorted(set(times))])
    return f"only if {plain}" if only else plain


def _timing(text: str, parsed: ParsedMeasure) -> _Found:
    spans = sorted({time.span for time in parsed.times})
    return [time.value for time in parsed.times], joined_words(text, spans), spans


_FROM_AMONG = re.compile(r"^(?:those|participants|people|persons|individuals) (?:who (?:are|were) )?in ")


def _exclusions(text: str, parsed: ParsedMeasure, rules: MeasureRules) -> _Found:
    values = []
    for span in parsed.excluded:
        lead = _FROM_AMONG.match(fold(span.of(text)))
        start = span.start + (lead.end() if lead else 0)
        values += [
            normal_phrase(item.of(text), rules) for item in _parts_of(text, Span(start, span.end), rules)
        ]
    return values, joined_words(text, parsed.excluded), parsed.excluded


def _level(text: str, lead: str, context: str, parsed: ParsedMeasure, rules: MeasureRules) -> _Found:
    """The unit that is reported on: from the text, else from the lead-in, the times or the headings above.

    What the counted do, or take part in, is no unit of reporting: "credits from a training provider".
    """
    own = [
        (span, name)
        for span, name in _levels(text, rules)
        if _EACH.search(fold(span.of(text))) or not any(span.within(place) for place in parsed.condition)
    ]
    if own:
        spans = sorted(span for span, _ in own)
        return [name for _, name in own], joined_words(text, spans), spans
    settings = {"career pathway": "pathway", "system": "system"}
    left = [settings[time.setting] for time in parsed.times if time.setting in settings]
    above = (
        [name for _, name in _levels(lead, rules)] or left or [name for _, name in _levels(context, rules)]
    )
    return above, " and ".join(sorted(set(above))), ()


# How a unit of reporting is named wherever it stands: each of it, or an adverb.
_EACH = re.compile(r"^(?:each|by|per)\b|(?:level|wide|ally)$")
# The rest of a name that a word of level begins: "National and Community Service Act", not "National measures".
_NAME_GOES_ON = re.compile(r" (?:(?:and|of|for|on|the) )*[A-Z][\w-]+")
# The State's plan, law or allotment is not the State.
_OF_THE_STATE = re.compile(
    r"(?:'s)? (?:plan|law|agency|agencies|board|unit|educational|annual|academic)", re.IGNORECASE
)


def _levels(text: str, rules: MeasureRules) -> list[tuple[Span, str]]:
    """The units that are reported on, each where it is first named; one that begins a name is not one."""
    low = fold(text)
    found = []
    for name, pattern in rules.levels.items():
        for hit in pattern.finditer(low):
            named = text[hit.start()].isupper() and not text[hit.start() :].startswith("State")
            if not _OF_THE_STATE.match(low, hit.end()) and not (
                named and _NAME_GOES_ON.match(text, hit.end())
            ):
                found.append((Span(*hit.span()), name))
                break
    # "Each program of study" is no program.
    return [
        (span, name) for span, name in found if not any(span != one and span.within(one) for one, _ in found)
    ]


def _authority(kind: str, rules: MeasureRules) -> _Found:
    value = rules.authority.get(kind, kind if kind != "other" else "")
    return ((value,), value, ()) if value else _NOTHING
