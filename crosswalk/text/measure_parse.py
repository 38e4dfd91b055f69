"""The grammar of a measure: statistic OF population WHO condition, WHEN, EXCLUDING."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crosswalk.model.evidence import Span
from crosswalk.text.measure_rules import MeasureRules
from crosswalk.text.sentences import sentence_spans
from crosswalk.text.timing import Time, read_times


@dataclass(frozen=True, slots=True)
class Parsed:
    """A measure's phrases as found in a folded text; spans refer to that text.

    `opens` tells that the text begins with its statistic. `head` is the noun that is counted,
    `restrictions` what narrows it, and `population` the spans of all these together.
    """

    statistic: str = ""
    statistic_span: Span | None = None
    opens: bool = False
    outcomes: tuple[tuple[Span, tuple[str, ...]], ...] = ()
    outcome_words: Span | None = None
    head: Span | None = None
    restrictions: tuple[Span, ...] = ()
    population: tuple[Span, ...] = ()
    condition: tuple[Span, ...] = ()
    times: tuple[Time, ...] = ()
    excluded: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Base:
    """Where the counted, what narrows it and what it must do stand, before times are cut out."""

    head: Span | None = None
    restrictions: list[Span] = field(default_factory=list)
    condition: Span | None = None
    outcome: Span | None = None


_OPEN = re.compile(
    r"^(?:\W*)(?:(?:the|a|an|information on|data on|change in|unduplicated|annual|average|overall|adjusted|estimated|total|"
    r"statewide|weighted|risk-adjusted|risk-standardized|all-cause|mean|median|combined|observed|expected|standardized|actual|[\w-]+-year|[\w-]+-day|[\w-]+-month) )*$"
)
_OF_WHOM = re.compile(r"^(?:of|among) (?P<base>[^,]+), (?P<rest>.+)")
_REL = re.compile(r"(?:,? and |,? or |, )?\b(?P<word>who|whom|whose|for whom|in whom|with whom)\b")
_THAT = re.compile(r"(?:,? and |, )?\b(?P<word>that|which|where|in which|for which)\b")
_NOUN_ING = (
    "training|housing|funding|counseling|nursing|building|screening|reading|meeting|learning|teaching|testing|"
    "spending|earning|earnings|being|nothing|during|including|excluding|following|parking|hearing|writing|wellbeing|"
    "well-being|planning|standing|existing|outstanding|participating|working|incoming|operating|engineering|manufacturing|remaining|marketing|advertising|banking|lending|recycling|processing|shipping|billing|voting"
)
_NOT_PARTICIPLE = "need|speed|seed|feed|weed|breed|hundred|unsubsidized|advanced|related|limited|licensed|united|unified|combined|proposed|aged|skilled|disabled|based|targeted|required|approved|eligible|registered|certified|recognized|qualified|detailed|unemployed|disadvantaged|estimated|adjusted|weighted|extended|supposed"
_IRREGULAR = "made|paid|held|met|kept|given|taken|born|left|found|sent|lost|built|spent|won|seen|written|broken|sold|put|set|known|shown|driven|hit|run|filed|heard"
_MODIFIER = re.compile(
    rf"\b(?P<part>(?!(?:{_NOUN_ING})\b)\w+ing|(?!(?:{_NOT_PARTICIPLE})\b)\w{{2,}}ed|{_IRREGULAR})\b"
    r"|\b(?P<prep>in|with|without|at|on|from|under|for|by|aged|ages|age|over|between|within|to|living|across|through|per)\b"
)
_EXPOSED = re.compile(
    r"^(?:enrolled|aged|ages|age|served|receiving|living|participating|diagnosed|admitted|entering|starting|hospitalized|residing|treated|assessed|eligible|exiting|employed|aging|attending|discharged|prescribed|seen|born|seeking|referred|covered|insured|registered|presenting)\b"
)
_BY_PLACE = re.compile(r"^(?:aged|ages|age|under|over|between|from|for|by|across|through|per)\b")


def parse(low: str, rules: MeasureRules) -> Parsed:
    """Find the phrases of a measure in a folded text; what is not said stays empty."""
    start, end = _core(low, rules)
    excluded, blanked = _exclusions(low, rules)
    times = tuple(
        time for time in read_times(blanked, rules.events, rules.settings) if start <= time.span.start < end
    )
    core = _blank(blanked, [time.span for time in times])
    core = " " * start + core[start:end]
    statistic, where = _statistic(core, start, rules)
    opens = bool(where and _OPEN.match(low[start : where.start]))
    base = _base(core, start, statistic, where, rules)
    masks = [time.span for time in times] + excluded
    condition = tuple(_pieces(low, base.condition, masks)) if base.condition else ()
    population = tuple(
        piece
        for span in ([base.head] if base.head else []) + base.restrictions
        for piece in _pieces(low, span, masks)
    )
    return Parsed(
        statistic,
        where,
        opens,
        _outcomes(low, base, condition, core, rules),
        base.outcome,
        base.head,
        tuple(piece for span in base.restrictions for piece in _pieces(low, span, masks)),
        _merged(low, population),
        condition,
        times,
        tuple(excluded),
    )


def _core(low: str, rules: MeasureRules) -> tuple[int, int]:
    """The sentence that states the measure: the first that names a statistic, or the first of all."""
    sentences = sentence_spans(low.upper()) or ((0, len(low)),)
    for start, end in sentences:
        if any(pattern.search(low, start, end) for pattern in rules.statistic.values()):
            return start, end
    return sentences[0]


def _blank(low: str, spans: Iterable[Span]) -> str:
    for span in spans:
        low = low[: span.start] + " " * (span.end - span.start) + low[span.end :]
    return low


_PASSIVE_OUT = re.compile(
    r"(?:^|[.;] )(?P<who>[^.;]{3,160}?) (?:is|are|were|was|will be|shall be|must be) (?:excluded|not included|not counted|omitted)\b"
)
_OUT_END = re.compile(
    r"\)|;|\.(?= |$)|, (?:during|within|in the|who|whose|as of|by the|as a|divided|and who|were|was|are|is)\b| (?:who|whose) (?:achiev|obtain|attain|receiv|complet|gradu|had)| during the| divided by"
)


def _exclusions(low: str, rules: MeasureRules) -> tuple[list[Span], str]:
    """What is left out, and the text with those words and the words before them blanked."""
    found, cut = [], []
    for cue in rules.exclusions.finditer(low):
        if re.match(r" that\b|,? as\b", low[cue.end() :]):
            continue
        opened = low.rfind("(", 0, cue.start())
        bracketed = opened != -1 and ")" not in low[opened : cue.start()]
        if bracketed:
            close = low.find(")", cue.end())
            depth = low[cue.end() : close].count("(")
            while depth and close != -1:
                close = low.find(")", close + 1)
                depth -= 1
            end = close if close != -1 else len(low)
        else:
            stop = _OUT_END.search(low, cue.end())
            end = stop.start() if stop else len(low)
        span = _trim(low, cue.end(), end)
        if span and not any(span.start < other.end and other.start < span.end for other in found):
            found.append(span)
            cut.append(Span(opened if bracketed else cue.start(), end + 1 if bracketed else end))
    for said in _PASSIVE_OUT.finditer(low):
        span = _trim(low, *said.span("who"))
        if span:
            found.append(span)
            cut.append(Span(said.start("who"), said.end()))
    return sorted(found), _blank(low, cut)


_LEADING = re.compile(r"^(?:[\s,;:()-]+|(?:and|or|the|those|any|all)\s+(?=\w))+")


def _trim(low: str, start: int, end: int) -> Span | None:
    """A span without the punctuation and small words at its ends; None where nothing is left."""
    end = min(end, len(low))
    while start < end and (low[start] in ' ,;:()-"' or low.startswith(("and ", "or "), start)):
        start += 4 if low.startswith("and ", start) else 3 if low.startswith("or ", start) else 1
    while start < end and low[end - 1] in ' ,;:.-"(':
        end -= 1
        if low[start:end].endswith((" and", " or", ";and")):
            end = start + len(low[start:end].rsplit(" ", 1)[0])
    if low[start:end].count(")") > low[start:end].count("("):
        end = start + len(low[start:end].rstrip(")"))
    return Span(start, end) if end > start else None


def _pieces(low: str, span: Span, masks: Sequence[Span]) -> Iterable[Span]:
    """The parts of a span that stand outside the masked words."""
    place = span.start
    for mask in sorted(masks):
        if mask.end <= place or mask.start >= span.end:
            continue
        piece = _trim(low, place, min(mask.start, span.end))
        if piece and re.search(r"\w{2}", piece.of(low)):
            yield piece
        place = max(place, mask.end)
    piece = _trim(low, place, span.end) if place < span.end else None
    if piece and re.search(r"\w{2}", piece.of(low)) and piece.of(low) not in {"from", "of", "to", "by"}:
        yield piece


def _merged(low: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring spans as one, where only spaces or a comma part them."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not low[found[-1].end : span.start].strip(" ,"):
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return tuple(found)


def _statistic(core: str, start: int, rules: MeasureRules) -> tuple[str, Span | None]:
    hits = [
        (hit.start(), -len(hit.group()), name, hit)
        for name, pattern in rules.statistic.items()
        if (hit := pattern.search(core, start))
    ]
    if not hits:
        return "", None
    _, _, name, hit = min(hits, key=lambda item: item[:3])
    per = re.match(r" (?:of [^,.;]{2,60}? )?per (?P<base>[\d,]+)\b", core[hit.end() :])
    if per and name in {"rate", "count"}:
        name = f"rate per {per['base']}"
    return name, Span(hit.start(), hit.end())


def _base(core: str, start: int, statistic: str, where: Span | None, rules: MeasureRules) -> _Base:
    if where is None:
        return _without_statistic(core, start, rules)
    rest = where.end
    if statistic == "yes or no":
        return _Base(condition=_trim(core, rest, len(core)))
    if statistic in {"median", "mean", "score", "amount", "change", "ratio"}:
        return _of_a_quantity(core, rest, rules)
    if statistic.startswith("rate"):
        return _of_a_rate(core, start, where, rules)
    lead = re.match(r"\s*(?:of|among|for|in|to)\s+", core[rest:])
    return _clauses(core, rest + (lead.end() if lead else 0), len(core), rules)


def _without_statistic(core: str, start: int, rules: MeasureRules) -> _Base:
    """`Participants who ...`, or `Of those who left, the ones working in ...`."""
    whom = _OF_WHOM.match(core[start:])
    if whom:
        inner = _clauses(core, start + whom.start("rest"), len(core), rules)
        base = _trim(core, start + whom.start("base"), start + whom.end("base"))
        return _Base(base, [], inner.condition, None)
    if not rules.people.match(core, start) and not re.match(r"(?:the |all |those )", core[start:]):
        return _Base()
    return _clauses(core, start, len(core), rules)


def _of_a_quantity(core: str, rest: int, rules: MeasureRules) -> _Base:
    """`median EARNINGS of participants who ...`: the quantity, then everyone it is taken over."""
    relative = _REL.search(core, rest)
    limit = relative.start() if relative else len(core)
    stop = re.search(r"[;.](?: |$)", core[rest:limit])
    limit = rest + stop.start() if stop else limit
    cut = None
    for preposition in re.finditer(r"\b(?:of|for|per|among|across|by|to|in)\b", core[rest:limit]):
        after = core[rest + preposition.end() :].lstrip()
        words = " ".join(after.split()[:4])
        before = core[rest : rest + preposition.start()].strip()
        if preposition.group() == "per" and before or before and rules.people.search(words):
            cut = preposition
            break
    if cut is None:
        cut = re.search(r"(?<=\w) +(?:of|for|per|among)\b", core[rest:limit])
    end = rest + cut.start() if cut else limit
    outcome = _trim(core, rest, end)
    outcome = _strip_of(core, outcome)
    if cut is None:
        return _Base(outcome=outcome)
    whole = _clauses(core, rest + cut.end(), len(core), rules, quantity=True)
    return _Base(whole.head, whole.restrictions, None, outcome)


def _strip_of(core: str, span: Span | None) -> Span | None:
    if span is None:
        return None
    lead = re.match(r"(?:of|in|between) ", span.of(core))
    return _trim(core, span.start + lead.end(), span.end) if lead else span


def _of_a_rate(core: str, start: int, where: Span, rules: MeasureRules) -> _Base:
    """`graduation rate of the cohort`, `rate at which people are placed`, `rate of falls per 1,000 days`."""
    rest = where.end
    at_which = re.match(r"\s*(?:at|with) which\s+", core[rest:])
    if at_which:
        begin = rest + at_which.end()
        verb = re.search(r"\b(?:are|is|were|was|have|has|had|\w+ed|\w+s)\b", core[begin:])
        subject = _trim(core, begin, begin + verb.start()) if verb else None
        if subject is None:
            verb = re.search(r"(?<=\w) (?=\w)", core[begin:])
            subject = _trim(core, begin, begin + verb.start()) if verb else None
        listed = re.search(r", (?:listed|reported|expressed)|[;.](?: |$)", core[begin:])
        end = begin + listed.start() if listed else len(core)
        return _Base(subject, [], _trim(core, begin + verb.start(), end) if verb else None)
    named = _trim(core, start, where.start)
    named = _name_of_rate(core, named)
    lead = re.match(r"\s*(?P<word>of|for|among|in)\s+", core[rest:])
    if lead and not named and lead["word"] == "of":
        among = re.search(r"\b(?:among|for|per|in)\b", core[rest + lead.end() :])
        end = rest + lead.end() + (among.start() if among else len(core))
        outcome = _trim(core, rest + lead.end(), end)
        whole = (
            _clauses(core, rest + lead.end() + among.end(), len(core), rules, quantity=True)
            if among
            else _Base()
        )
        return _Base(whole.head, whole.restrictions, None, outcome)
    if lead:
        whole = _clauses(core, rest + lead.end(), len(core), rules, quantity=bool(named))
        return _Base(whole.head, whole.restrictions, whole.condition, named)
    return _Base(outcome=named)


def _name_of_rate(core: str, span: Span | None) -> Span | None:
    if span is None:
        return None
    lead = re.match(
        r"(?:(?:the|a|an|annual|overall|adjusted|average|total|statewide|observed|risk-adjusted|all-cause) )+",
        span.of(core),
    )
    return _trim(core, span.start + lead.end(), span.end) if lead else span


def _clauses(core: str, start: int, end: int, rules: MeasureRules, *, quantity: bool = False) -> _Base:
    """Split `participants in X who did Y and who did Z` into who is counted and what they must do.

    For a `quantity`, such as median earnings, there is no numerator: everything narrows the base.
    """
    stop = re.search(r";|\.(?: |$)|: ", core[start:end])
    end = start + stop.start() if stop else end
    divided = re.search(r",? divided by (?:the (?:total )?number of )?", core[start:end])
    if divided:
        return _divided(core, start, end, start + divided.start(), start + divided.end(), rules)
    relatives = list(_REL.finditer(core, start, end))
    if not relatives:
        relatives = list(_THAT.finditer(core, start, end))[:1]
    first = relatives[0].start() if relatives else end
    modifiers = _modifiers(core, start, first)
    head_end = modifiers[0].start() if modifiers else first
    base = _Base(_trim(core, start, head_end))
    if relatives:
        if modifiers:
            _add(base, core, modifiers[0].start(), first)
        for one, following in zip(relatives, [*relatives[1:], None], strict=True):
            piece = _trim(core, one.start("word"), following.start() if following else end)
            if piece is None:
                continue
            if following is None and not quantity:
                _last_clause(core, piece, base, rules)
            else:
                base.restrictions.append(piece)
    elif modifiers and quantity:
        _add(base, core, modifiers[0].start(), end)
    elif modifiers:
        chosen = _numerator(core, modifiers)
        if chosen.start() > modifiers[0].start():
            _add(base, core, modifiers[0].start(), chosen.start())
        base.condition = _trim(core, chosen.start(), end)
    return base


def _add(base: _Base, core: str, start: int, end: int) -> None:
    piece = _trim(core, start, end)
    if piece:
        base.restrictions.append(piece)


def _divided(core: str, start: int, end: int, cut: int, then: int, rules: MeasureRules) -> _Base:
    """`the number of A who did B divided by the number of C`: the divisor is who is counted."""
    above = _clauses(core, start, cut, rules)
    below = _clauses(core, then, end, rules, quantity=True)
    return _Base(below.head, below.restrictions, above.condition)


def _modifiers(core: str, start: int, end: int) -> list[re.Match[str]]:
    """Participles and prepositions that follow the counted noun."""
    found = [hit for hit in _MODIFIER.finditer(core, start, end) if core[start : hit.start()].strip()]
    return [
        hit
        for hit in found
        if not re.match(r"(?:the|a|an|of|those|all|eligible) *$", core[start : hit.start()].strip() + " ")
    ]


def _numerator(core: str, modifiers: Sequence[re.Match[str]]) -> re.Match[str]:
    """Where the condition begins when no clause says `who`: the last doing, else the first state."""
    doing = [hit for hit in modifiers if hit["part"] and not _EXPOSED.match(core[hit.start() :])]
    if doing:
        return doing[0]
    state = [hit for hit in modifiers if not _BY_PLACE.match(core[hit.start() :])]
    unexposed = [hit for hit in state if not _EXPOSED.match(core[hit.start() :])]
    return (unexposed or state or list(modifiers))[0]


_AND_DID = re.compile(
    r",? and (?=(?:then |also |subsequently )?(?:were|are|is|was|had|have|has|\w+ed|obtain|attain|earn|gain|achieve|complete|receive|graduate|enroll|persist|return|remain|meet|met|got|became|found)\b)"
)


def _last_clause(core: str, piece: Span, base: _Base, rules: MeasureRules) -> None:
    """The clause that earns a place; `who received X and obtained Y` tells first who is counted."""
    inside = re.match(r"(?:who|that|which) (?:have |had |has )?", piece.of(core))
    verb = piece.start + (inside.end() if inside else 0)
    both = _AND_DID.search(core, verb, piece.end)
    if inside and both and rules.exposures.match(core, verb):
        _add(base, core, piece.start, both.start())
        base.condition = _trim(core, both.end(), piece.end)
    else:
        base.condition = piece


def find_outcomes(low: str, rules: MeasureRules) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """What a folded phrase says is measured, in order; a longer wording hides a shorter one in it."""
    found: list[tuple[Span, tuple[str, ...]]] = []
    for pattern, values in rules.outcomes:
        for hit in pattern.finditer(low):
            span = Span(hit.start(), hit.end())
            if not any(span.start < other.end and other.start < span.end for other, _ in found):
                found.append((span, values))
    return tuple(sorted(found))


def _outcomes(
    low: str, base: _Base, condition: Sequence[Span], core: str, rules: MeasureRules
) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """What is measured, looked for where the sentence says it: the quantity, else the condition."""
    places = [base.outcome] if base.outcome else list(condition)
    if not places and base.head is None:
        places = [Span(0, len(core))]
    found = []
    for place in places:
        for span, values in find_outcomes(place.of(low), rules):
            found.append((Span(place.start + span.start, place.start + span.end), values))
    return tuple(found)
