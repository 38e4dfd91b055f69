"""Add to a measure what the rest of its document says of it, and what a clause includes by reference."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from crosswalk.language.lexicon import Lexicon
from crosswalk.language.normalize import fold
from crosswalk.language.timing import read_times
from crosswalk.measures.clauses import trim
from crosswalk.measures.parse import normal_phrase
from crosswalk.measures.read import announces, named_programs, proviso_value, read_measure
from crosswalk.measures.rules import MeasureRules, rules_for
from crosswalk.model.annotation import Measure, MeasurePart, Part, PartState, Span
from crosswalk.model.corpus import Corpus
from crosswalk.model.read_result import Reference

_EMPTY = Lexicon()


# The measure that a provision of a document states itself, by its id; None if it states none.
Stated = Callable[[str], Measure | None]


def read_measures(
    corpus: Corpus,
    lexicon: Lexicon = _EMPTY,
    references: Sequence[Reference] = (),
    only: Container[str] | None = None,
) -> Mapping[str, Measure]:
    """The measures of a document, keyed by the provision that states each, in order; `only` those of some provisions.

    What other provisions add ("for purposes of clause (i)(IV), ... only if ...") is among a measure's
    values, and listed separately in `riders`. A provision that includes measures by reference has them
    in `imports`. If the words were not checked against their source, a part they do not mention is
    unknown: only a text that was read can be silent.
    """
    rules = rules_for(lexicon)
    stated = cache(partial(_read_provision, corpus, rules=rules))
    wanted = [prov.id for prov in corpus if only is None or prov.id in only]
    taking = _taking_over(stated, corpus, references, frozenset(wanted))
    taken = [prov_id for item in taking for prov_id in _named(corpus, item, stated)]
    own = {prov_id: measure for prov_id in (*wanted, *taken) if (measure := stated(prov_id))}
    full = _add_riders(own, stated, corpus, references, rules)
    full.update(importing(full, corpus, taking, rules))
    return {prov_id: full[prov_id] for prov_id in wanted if prov_id in full}


def _taking_over(
    stated: Stated, corpus: Corpus, references: Sequence[Reference], among: Container[str]
) -> list[Reference]:
    """The references by which clauses announced as indicators, which state none, include others."""
    return [
        item
        for item in references
        if item.provision in among
        and announces(fold(corpus.lead_in(item.provision)))
        and not stated(item.provision)
    ]


def _read_provision(corpus: Corpus, prov_id: str, rules: MeasureRules) -> Measure | None:
    """The measure that a provision states itself; None if it states none."""
    prov = corpus[prov_id]
    measure = read_measure(
        prov.text,
        lead_in=corpus.lead_in(prov_id) or (prov.context if prov.parent is None else ""),
        title=prov.heading,
        context=" ".join(above.heading for above in corpus.ancestors(prov_id)) or prov.context,
        provision_id=prov_id,
        unread=prov.unread,
        kind=corpus.source.kind,
        provision_kind=prov.kind,
        rules=rules,
    )
    unchecked = not prov.is_checked
    return _silence_unknown(measure) if measure and unchecked else measure


def _silence_unknown(measure: Measure) -> Measure:
    readings = {
        part: replace(one, state=PartState.UNKNOWN) if one.state is PartState.SILENT else one
        for part, one in measure.readings.items()
    }
    return replace(measure, readings=readings)


_NOT_APPLY = re.compile(r"^\W*(?:of [^,;.]{2,40} )?(?:shall|do|does|will) not apply to (?P<what>[^;.)]+)")
_APPLY = re.compile(r"^\W*(?:of [^,;.]{2,40} )?(?:shall |also )?appl(?:y|ies) to (?P<what>[^;.]+)")
_NOT_INCLUDE = re.compile(r"\b(?:does|do|shall|will) not include (?P<what>[^;]+?)(?:; (?:and|or))?\W*$")
_ONLY = re.compile(r"\bonly (?:if|when|where)\b[^;]*")
_COUNTED = re.compile(r"\b(?:is|are|shall be) included (?:in the|as)\b")


_WAYS = re.compile(r"\b(?:any|one|1|each|all|either) (?:or more )?of the following\W*$")


def _add_riders(
    measures: Mapping[str, Measure],
    stated: Stated,
    corpus: Corpus,
    references: Sequence[Reference],
    rules: MeasureRules,
) -> dict[str, Measure]:
    """The same measures with what other provisions say of them."""
    found: dict[str, list[MeasurePart]] = {prov_id: [] for prov_id in measures}
    reach = {prov.id for prov_id in measures for prov in (*corpus.ancestors(prov_id), corpus[prov_id])}
    for item in references:
        cited = _named(corpus, item, stated) if reach.intersection(item.targets) else []
        rider = _by_reference(corpus, item, rules) if cited and item.provision not in cited else None
        for prov_id in cited if rider else ():
            if rider and prov_id in found and rider not in found[prov_id]:
                found[prov_id].append(rider)
    for prov_id in measures:
        found[prov_id] += _beside(corpus, prov_id, stated, rules)
        found[prov_id] += _alternatives(corpus, prov_id, stated, rules)
    return {prov_id: _with_riders(measure, found[prov_id]) for prov_id, measure in measures.items()}


def _with_riders(measure: Measure, riders: Sequence[MeasurePart]) -> Measure:
    """A measure with what other provisions add to its parts."""
    readings = dict(measure.readings)
    for rider in riders:
        have = readings[rider.part]
        if have.state is PartState.SILENT:
            readings[rider.part] = rider
        elif have.state is PartState.READ:
            readings[rider.part] = replace(have, values=tuple(sorted({*have.values, *rider.values})))
    # A program that the lead-in names is not counted by a measure that does not apply to it.
    who, out = readings[Part.POPULATION], {v for r in riders if r.part is Part.EXCLUSIONS for v in r.values}
    if out & set(who.values) and set(who.values) - out:
        readings[Part.POPULATION] = replace(who, values=tuple(v for v in who.values if v not in out))
    return replace(measure, readings=readings, riders=tuple(riders))


def _by_reference(corpus: Corpus, item: Reference, rules: MeasureRules) -> MeasurePart | None:
    """What a provision adds to a measure it cites: that it does not apply, or that it counts only if ..."""
    text = corpus[item.provision].text
    low = fold(text)
    after = low[item.end :]
    out, apply = _NOT_APPLY.match(after), _APPLY.match(after)
    if out or apply:
        said = out or apply
        span = trim(text, item.end + said.start("what"), item.end + said.end("what")) if said else None
        part = Part.EXCLUSIONS if out else Part.POPULATION
        return _programs(part, text, span, low[: item.start], item.provision, rules) if span else None
    sentence = low.rfind(". ", 0, item.start) + 1
    if not re.match(r"\W*for (?:the )?purposes? of\b", low[sentence:]):
        return None
    left = _NOT_INCLUDE.search(low, item.end)
    if left:
        return _reading(Part.EXCLUSIONS, text, trim(text, *left.span("what")), item.provision, rules)
    only = _ONLY.search(low, item.end)
    return _only_if(text, Span(*only.span()), item.provision, rules) if only else None


def _reading(
    part: Part, text: str, span: Span | None, source: str, rules: MeasureRules, value: str = ""
) -> MeasurePart | None:
    if span is None:
        return None
    words = " ".join(span.of(text).split())
    return MeasurePart(part, (value or normal_phrase(words, rules),), words, (span,), PartState.READ, source)


def _only_if(text: str, span: Span, source: str, rules: MeasureRules) -> MeasurePart | None:
    core = trim(text, span.start, span.end)
    value = proviso_value(core.of(text), rules) if core else ""
    return _reading(Part.CONDITION, text, core, source, rules, value)


def _programs(
    part: Part, text: str, span: Span, before: str, source: str, rules: MeasureRules
) -> MeasurePart | None:
    """The programs a provision names, or the last one named before `such program`."""
    named = named_programs(fold(span.of(text)), rules)
    if not named and re.match(r"such\b", fold(span.of(text))):
        ends = [
            (hit.end(), name) for name, pattern in rules.programs.items() for hit in pattern.finditer(before)
        ]
        named = [max(ends)[1]] if ends else []
    words = " ".join(span.of(text).split())
    values = tuple(sorted(named)) or (normal_phrase(words, rules),)
    return MeasurePart(part, values, words, (span,), PartState.READ, source)


def _beside(corpus: Corpus, prov_id: str, stated: Stated, rules: MeasureRules) -> list[MeasurePart]:
    """A later sibling that says who `is included in the percentage ... only if`."""
    parent = corpus[prov_id].parent
    siblings = corpus.children(parent) if parent else ()
    later = siblings[siblings.index(corpus[prov_id]) + 1 :] if siblings else ()
    found = []
    for prov in later:
        if stated(prov.id):
            continue
        low = fold(prov.text)
        counted = _COUNTED.search(low)
        only = _ONLY.search(low, counted.end()) if counted else None
        # A sibling that cites what it qualifies is found through its citation instead.
        if only and not re.match(r"\W*for (?:the )?purposes? of\b", low):
            found.append(_only_if(prov.text, Span(*only.span()), prov.id, rules))
    return [reading for reading in found if reading]


def _alternatives(corpus: Corpus, prov_id: str, stated: Stated, rules: MeasureRules) -> list[MeasurePart]:
    """The items listed below a measure: ways to meet its condition, or times at which it counts."""
    low = fold(corpus[prov_id].text).rstrip()
    if not low.endswith((":", "—", "-")):
        return []
    ways = _WAYS.search(low)
    found = []
    for prov in corpus.children(prov_id):
        if stated(prov.id):
            continue
        times = read_times(fold(prov.text), rules.events, rules.settings)
        if ways:
            found.append(
                _reading(Part.CONDITION, prov.text, trim(prov.text, 0, len(prov.text)), prov.id, rules)
            )
        elif times and times[0].span.start == 0:
            span, value = times[0].span, times[0].value
            found.append(_reading(Part.TIMING, prov.text, span, prov.id, rules, value))
    return [reading for reading in found if reading]


def importing(
    measures: Mapping[str, Measure], corpus: Corpus, references: Sequence[Reference], rules: MeasureRules
) -> dict[str, Measure]:
    """The measures of clauses that include others by reference; the first reference to any counts."""
    found: dict[str, Measure] = {}
    for item in references:
        named = [measures[prov_id] for prov_id in _named(corpus, item, measures.get)]
        if named and item.provision not in found:
            lead_in = fold(corpus.lead_in(item.provision))
            found[item.provision] = _included(corpus, item, named, lead_in, rules)
    return found


def _named(corpus: Corpus, item: Reference, stated: Stated) -> list[str]:
    """The provisions with a measure that a reference names, or that lie below one it names."""
    below = (prov.id for target in item.targets if target in corpus for prov in corpus.below(target))
    return [prov_id for prov_id in below if stated(prov_id)]


def _included(
    corpus: Corpus, item: Reference, named: Sequence[Measure], lead_in: str, rules: MeasureRules
) -> Measure:
    """The measure of a clause that includes others by reference."""
    programs = named_programs(lead_in, rules)
    taken = tuple(_transferred(measure, programs, rules) for measure in named)
    span = Span(item.start, item.end)
    words = " ".join(span.of(corpus[item.provision].text).split())
    readings = {}
    for part in Part:
        values = {value for measure in taken for value in measure.readings[part].values}
        readings[part] = (
            MeasurePart(part, tuple(sorted(values)), words, (span,), PartState.READ, item.provision)
            if values
            else MeasurePart(part, state=PartState.SILENT, source=item.provision)
        )
    return Measure(item.provision, readings, imports=taken)


def _transferred(measure: Measure, programs: Iterable[str], rules: MeasureRules) -> Measure:
    """A measure as it applies to other programs: the importing clause's programs replace those it named."""
    known = frozenset(rules.programs)
    riders = tuple(rider for rider in measure.riders if not known & set(rider.values))
    readings = dict(measure.readings)
    who = readings[Part.POPULATION]
    others = {value for value in who.values if value not in known}
    readings[Part.POPULATION] = replace(who, values=tuple(sorted({*others, *programs})))
    out = readings[Part.EXCLUSIONS]
    left = tuple(value for value in out.values if value not in known)
    readings[Part.EXCLUSIONS] = (
        replace(out, values=left)
        if left
        else MeasurePart(Part.EXCLUSIONS, state=PartState.SILENT, source=out.source)
    )
    if not readings[Part.POPULATION].values:
        readings[Part.POPULATION] = MeasurePart(Part.POPULATION, state=PartState.SILENT, source=who.source)
    return replace(measure, readings=readings, riders=riders)
