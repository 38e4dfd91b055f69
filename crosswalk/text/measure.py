"""A performance measure, part by part: statistic, outcome, population, condition, timing, exclusions, level."""

import re
from collections.abc import Collection, Iterable, Sequence

from crosswalk.model.evidence import Measure, Part, Reading, Span
from crosswalk.text.measure_compare import compare_measures
from crosswalk.text.measure_parse import Parsed, parse
from crosswalk.text.measure_rules import MeasureRules, shipped_rules
from crosswalk.text.normalize import fold, norm

__all__ = ["compare_measures", "is_measure", "read_measure"]

_MEASURE_KINDS = {"metric", "measure", "indicator"}
_SPEAKS = re.compile(
    r"\b(?:indicators?|metrics?|performance measures?|performance reports?|outcome measures?|information|reports?|measures)\b"
)
_INDICATORS = re.compile(r"\b(?:indicators?|metrics?|measures)\b[^.]*(?:-|:)\s*$")
_COUNTS = {"count", "amount", "mean", "change", "ratio", "score", "yes or no", "rate"}


def read_measure(
    text: str,
    *,
    chapeau: str = "",
    title: str = "",
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
        provision_id: the id the readings name as their source.
        unread: parts whose content is unknown because the source was not read.
        kind: the kind of document (statute, regulation, guidance, framework ...): its authority.
        provision_kind: what the document's own list calls the provision, such as `metric`.
        rules: the wording of measures; the shipped rules where not given.
    """
    rules = rules or shipped_rules()
    parsed = parse(fold(text), rules)
    if not is_measure(parsed, fold(chapeau), fold(title), provision_kind):
        return None
    readings = {
        Part.STATISTIC: _statistic(text, title, parsed, rules),
        Part.OUTCOME: _outcome(text, title, parsed, rules),
        Part.POPULATION: _population(text, chapeau, parsed, rules),
        Part.CONDITION: _condition(text, parsed, rules),
        Part.TIMING: _timing(text, parsed),
        Part.EXCLUSIONS: _exclusions(text, parsed),
        Part.LEVEL: _level(text, chapeau, parsed, rules),
        Part.AUTHORITY: _authority(kind, rules),
    }
    found = {}
    for part, (values, words, spans) in readings.items():
        if part.value in unread:
            found[part] = Reading(part, state="unknown", source=provision_id)
        elif not values:
            found[part] = Reading(part, state="silent", source=provision_id)
        else:
            found[part] = Reading(part, tuple(sorted(set(values))), words, tuple(spans), "read", provision_id)
    return Measure(provision_id, found)


def is_measure(parsed: Parsed, chapeau: str, title: str, provision_kind: str) -> bool:
    """Whether a text that was parsed states a measure, rather than naming a number in passing."""
    if provision_kind in _MEASURE_KINDS:
        return True
    if _INDICATORS.search(chapeau):
        return bool(parsed.statistic or parsed.outcomes)
    if not parsed.opens:
        return False
    if parsed.statistic in _COUNTS:
        return not chapeau or bool(_SPEAKS.search(f"{chapeau} {title}"))
    return parsed.statistic != "percentage" or bool(parsed.condition or _SPEAKS.search(f"{chapeau} {title}"))


_Found = tuple[Sequence[str], str, Iterable[Span]]
_NOTHING: _Found = ((), "", ())


def _words(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


def _statistic(text: str, title: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    if parsed.statistic and parsed.statistic_span:
        return (parsed.statistic,), _words(text, [parsed.statistic_span]), [parsed.statistic_span]
    low = fold(title)
    for name, pattern in rules.statistic.items():
        said = pattern.search(low)
        if said:
            return (name,), title[said.start() : said.end()], ()
    return _NOTHING


def _outcome(text: str, title: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    if parsed.outcomes:
        spans = [span for span, _ in parsed.outcomes]
        values = [value for _, values in parsed.outcomes for value in values]
        return values, _words(text, spans), spans
    from crosswalk.text.measure_parse import find_outcomes

    low = fold(title)
    named = find_outcomes(low, rules)
    if named:
        values = [value for _, values in named for value in values]
        return values, " … ".join(title[span.start : span.end] for span, _ in named), ()
    if parsed.outcome_words:
        return (
            [_phrase(text, [parsed.outcome_words])],
            _words(text, [parsed.outcome_words]),
            [parsed.outcome_words],
        )
    if parsed.condition:
        return [_phrase(text, parsed.condition)], _words(text, parsed.condition), parsed.condition
    return _NOTHING


_DROPPED = re.compile(
    r"\b(?:the|a|an|those|all|of|any|their|his or her|its|such|who|whom|that|which|total|are|is|were|was|be|been|have|has|had|also|program(?= participants?\b))\b"
)


def _phrase(text: str, spans: Iterable[Span]) -> str:
    """Words in a comparable form: normed, without articles and auxiliaries."""
    low = " ".join(fold(span.of(text)) for span in spans)
    plain = _DROPPED.sub(" ", low)
    return " ".join(norm(word) for word in re.findall(r"[\w.%$<>=/+'-]+", plain)).strip(" .-'")


def _population(text: str, chapeau: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    values, spans = [], list(parsed.population)
    if parsed.head:
        values.append(_phrase(text, [parsed.head]))
    values += [value for span in parsed.restrictions if (value := _restriction(text, span, rules))]
    for time in parsed.times:
        if time.event == "exit" and time.setting:
            values.append(f"exit from the {time.setting}")
            if time.setting_span and not any(_within(time.setting_span, span) for span in spans):
                spans.append(time.setting_span)
        elif time.event == "exit":
            values.append("exited")
    low = fold(chapeau)
    values += [
        name
        for name, pattern in rules.programs.items()
        if pattern.search(low) and not _carved_out(low, pattern)
    ]
    if not values:
        return _NOTHING
    return [value for value in values if value], _words(text, sorted(spans)), sorted(spans)


def _carved_out(low: str, pattern: re.Pattern[str]) -> bool:
    return all(
        re.search(r"(?:other than|except)[^,;()]*$", low[: hit.start()]) for hit in pattern.finditer(low)
    )


def _within(small: Span, large: Span) -> bool:
    return large.start <= small.start and small.end <= large.end


def _restriction(text: str, span: Span, rules: MeasureRules) -> str:
    from crosswalk.text.measure_parse import find_outcomes

    low = fold(span.of(text))
    named = find_outcomes(low, rules)
    if named and "unsubsidized employment" in low:
        return "in unsubsidized employment"
    return _phrase(text, [span])


def _condition(text: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    if not parsed.condition:
        return _NOTHING
    from crosswalk.text.measure_parse import find_outcomes

    values = []
    for span in parsed.condition:
        for inner, _ in find_outcomes(fold(span.of(text)), rules):
            values.append(_phrase(span.of(text), [inner]))
    return values or [_phrase(text, parsed.condition)], _words(text, parsed.condition), parsed.condition


def _timing(text: str, parsed: Parsed) -> _Found:
    spans = sorted({time.span for time in parsed.times})
    return [time.value for time in parsed.times], _words(text, spans), spans


def _exclusions(text: str, parsed: Parsed) -> _Found:
    values = [_phrase(text, [span]) for span in parsed.excluded]
    return values, _words(text, parsed.excluded), parsed.excluded


def _level(text: str, chapeau: str, parsed: Parsed, rules: MeasureRules) -> _Found:
    low = fold(text)
    own = [
        (hit, name)
        for name, pattern in rules.levels.items()
        if (hit := pattern.search(low)) and _is_level(low, hit)
    ]
    if own:
        spans = [Span(hit.start(), hit.end()) for hit, _ in own]
        return [name for _, name in own], _words(text, sorted(spans)), sorted(spans)
    above = fold(chapeau)
    led = [
        name
        for name, pattern in rules.levels.items()
        if (hit := pattern.search(above)) and _is_level(above, hit)
    ]
    if led:
        return led, "", ()
    settings = sorted({time.setting for time in parsed.times if time.setting in {"career pathway", "system"}})
    return (
        (["pathway" if name == "career pathway" else name for name in settings], "", ())
        if settings
        else _NOTHING
    )


def _is_level(low: str, hit: re.Match[str]) -> bool:
    """Whether words name the unit reported on; a plan, a law or an allotment of the State does not."""
    return not re.match(
        r"(?:'s)? (?:plan|law|agency|agencies|board|unit|educational|annual|academic)", low[hit.end() :]
    )


def _authority(kind: str, rules: MeasureRules) -> _Found:
    value = rules.authority.get(kind, kind if kind != "other" else "")
    return ((value,), value, ()) if value else _NOTHING
