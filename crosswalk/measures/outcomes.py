"""Find what a measure measures: known outcomes, the items of a list, or the words themselves."""

import re
from collections.abc import Iterable, Sequence

from crosswalk.language.normalize import fold
from crosswalk.measures.parse import ParsedMeasure, find_outcomes
from crosswalk.measures.rules import MeasureRules
from crosswalk.measures.values import items, phrase, without_tail, without_verb
from crosswalk.model.annotation import Span, joined_words

# A known outcome that covers less of a phrase than this does not name all of it.
_LEAST = 0.3


def read_outcome(
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
    return [phrase(joined_words(text, spans), rules)] if spans else (), joined_words(text, spans), spans


def _known_outcomes(
    text: str, parsed: ParsedMeasure, rules: MeasureRules
) -> tuple[Sequence[str], str, Sequence[Span]]:
    """Outcomes that the rules know; if they cover only a part of the phrase, the whole phrase is shown."""
    spans = [span for span, _ in parsed.outcomes]
    values = [value for _, found in parsed.outcomes for value in found]
    quantity = parsed.quantity
    if quantity and _share(text, spans, quantity) < _LEAST:
        return [phrase(quantity.of(text), rules)], joined_words(text, [quantity]), [quantity]
    for place in parsed.condition:
        core = without_tail(text, place)
        inside = [span for span in spans if core and span.within(core)]
        if not core or not inside:
            continue
        more = _rest_of_list(text, core, inside, rules)
        if _share(text, spans, core) < _LEAST:
            values.append(phrase(without_verb(text, core).of(text), rules))
        elif not more:
            continue
        values += more
        spans = [span for span in spans if span not in inside] + [core]
    return values, joined_words(text, sorted(spans)), sorted(spans)


def _rest_of_list(text: str, core: Span, known: Sequence[Span], rules: MeasureRules) -> list[str]:
    """The items of a list of three or more that no known outcome names."""
    listed = parts_of(text, core, rules)
    if len(listed) < 3:
        return []
    return [gained(text, item, rules) for item in listed if not any(item.overlaps(span) for span in known)]


def _share(text: str, spans: Iterable[Span], place: Span) -> float:
    """The share of a phrase (0..1, in words of four letters or more) that the spans in it cover."""
    inside = [span for span in spans if span.within(place)]
    said = len(re.findall(r"\w{4,}", place.of(text)))
    return sum(len(re.findall(r"\w{4,}", span.of(text))) for span in inside) / said if said else 1.0


def parts_of(text: str, span: Span, rules: MeasureRules) -> list[Span]:
    """The items of a list in a phrase; a known outcome is never split."""
    known = find_outcomes(fold(span.of(text)), rules)
    return items(text, span, [Span(span.start + hit.start, span.start + hit.end) for hit, _ in known])


def gained(text: str, item: Span, rules: MeasureRules) -> str:
    """An item of a condition in comparable form: from its known outcome on, or without its verb."""
    known = find_outcomes(fold(item.of(text)), rules)
    span = Span(item.start + known[0][0].start, item.end) if known else without_verb(text, item)
    return phrase(span.of(text), rules)
