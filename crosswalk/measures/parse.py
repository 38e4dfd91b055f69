"""The grammar of a measure: statistic OF population WHO condition, WHEN, EXCLUDING.

The words of each part are put in a normal form: known terms under one name, small words dropped, lists split.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosswalk.language.normalize import fold, norm, sentence_spans
from crosswalk.language.timing import Time, read_times
from crosswalk.measures.clauses import Base, read_base, trim
from crosswalk.measures.rules import MeasureRules
from crosswalk.model.annotation import Span


@dataclass(frozen=True, slots=True)
class ParsedMeasure:
    """A measure's phrases as found in a folded text; spans refer to that text.

    `opens` says whether the text begins with its statistic. `head` is the noun that is counted,
    `restrictions` what narrows it, and `population` the spans of all these together. `proviso` is a condition
    set apart ("except that X counts only if ..."). `quantity` is what a median, mean, rate or score is taken
    of. `also` holds a second statistic ("the percentage and number of").
    """

    statistic: str = ""
    also: str = ""
    statistic_span: Span | None = None
    opens: bool = False
    outcomes: tuple[tuple[Span, tuple[str, ...]], ...] = ()
    quantity: Span | None = None
    head: Span | None = None
    restrictions: tuple[Span, ...] = ()
    population: tuple[Span, ...] = ()
    condition: tuple[Span, ...] = ()
    proviso: Span | None = None
    times: tuple[Time, ...] = ()
    excluded: tuple[Span, ...] = ()


_OPENING = (
    "the|a|an|information on|data on|change in|unduplicated|annual|average|overall|adjusted|estimated|total|statewide|"
    "weighted|mean|median|combined|observed|expected|standardized|actual|unique|minimum|maximum"
)
_OPEN = re.compile(rf"^\W*(?:(?:{_OPENING}|[\w-]+-year|[\w-]+-day|[\w-]+-month) )*$")
# A rate or a score is named first: "customer satisfaction score", "hospital readmission rate".
_NAME = re.compile(r"^\W*(?:(?!(?:of|that|which|is|are|shall|may|must|to)\b)[\w'-]+,? ){0,6}$")
_NAMED_FIRST = {"score", "ratio"}


def parse_measure(low: str, rules: MeasureRules) -> ParsedMeasure:
    """Find the phrases of a measure in a folded text; a part that is not stated is empty."""
    low = _VARIANT.sub(lambda aside: " " * len(aside.group()), low)
    start, end = _core(low, rules)
    excluded, blanked = _exclusions(low, rules)
    every = read_times(blanked, rules.events, rules.settings)
    times = tuple(time for time in every if start <= time.span.start < end)
    core = " " * start + _blank(blanked, [time.span for time in times])[start:end]
    statistic, where = _statistic(core, start, rules)
    also, where = _second(core, where, rules)
    base = read_base(core, start, statistic, where, rules)
    masks = [time.span for time in times] + excluded
    restrictions = [piece for span in base.restrictions for piece in _pieces(low, span, masks)]
    heads = list(_pieces(low, base.head, masks)) if base.head else []
    condition = tuple(_pieces(low, base.condition, masks)) if base.condition else ()
    quantity = list(_pieces(low, base.outcome, masks)) if base.outcome else []
    if statistic == "count" and _DIVIDES.search(core, start):
        statistic = "percentage"
    return ParsedMeasure(
        statistic=statistic,
        also=also,
        statistic_span=where,
        opens=bool(where) and _opens(low, start, statistic, where),
        outcomes=_outcomes(low, base, condition, quantity, statistic, rules),
        quantity=quantity[0] if quantity else None,
        head=heads[0] if heads else None,
        restrictions=tuple(restrictions),
        population=_merged(low, [*heads, *restrictions]),
        condition=condition,
        proviso=_proviso(low, start),
        times=times,
        excluded=tuple(excluded),
    )


# A measure may be named first: Employment Rate is the percentage of, Employment Rate (colon) the percentage of.
_NAME_FIRST = re.compile(
    r"^\W*(?!the terms? )[^.;:\"]{2,110}?(?::| (?:is|are|means|equals|is defined as|is calculated as|refers to)) "
    r"(?=(?:the |a |an )?(?:[\w-]+ ){0,2}(?:percentage|percent|proportion|share|median|mean|average|number|rate|ratio)\b)"
)
# A variant for other people in brackets: "(for youth, the indicator is the percentage of ...)".
_VARIANT = re.compile(
    r"\(for [^()]{2,60}, (?:the|this) (?:indicator|measure|metric)[^()]*(?:\([^()]*\)[^()]*)*\)"
)
_DIVIDES = re.compile(r"\bdivided by\b")
# Here the measure ends, and its sentence continues with other things.
_ENDS = re.compile(
    r", (?:listed|reported|expressed|shown|offered|given) as\b|,? (?:disaggregated|broken down) by\b|, as applicable\b"
    r"|,? including\b|,? (?:except|provided) that\b"
    r"|(?<=\w),? and the (?:total |average )?(?:number|percentage|amount|rate|median|proportion|share) of\b"
)
_PROVISO = re.compile(r",? (?:except|provided) that (?P<what>[^;]+)")


def _proviso(low: str, start: int) -> Span | None:
    found = _PROVISO.search(low, start)
    return trim(low, *found.span("what")) if found else None


def _opens(low: str, start: int, statistic: str, where: Span | None) -> bool:
    if where is None:
        return False
    before = low[start : where.start]
    named = statistic in _NAMED_FIRST or statistic.startswith("rate")
    return bool((_NAME if named else _OPEN).match(before))


def _core(low: str, rules: MeasureRules) -> tuple[int, int]:
    """The sentence that states the measure: the first that names a statistic, or the first of all."""
    named = _NAME_FIRST.match(low)
    shift = named.end() if named else 0
    sentences = [(a + shift, b + shift) for a, b in sentence_spans(low[shift:].upper())] or [(0, len(low))]
    chosen = sentences[0]
    for start, end in sentences[:12]:
        if _statistic(low[:end], start, rules)[1]:
            chosen = (start, end)
            break
    said = _statistic(low[: chosen[1]], chosen[0], rules)[1]
    ended = _ENDS.search(low, said.end if said else chosen[0], chosen[1])
    if ended and said and not low[said.end : ended.start()].strip():
        ended = None
    return (chosen[0], ended.start()) if ended else chosen


def _blank(low: str, spans: Iterable[Span]) -> str:
    for span in spans:
        low = low[: span.start] + " " * (span.end - span.start) + low[span.end :]
    return low


_PASSIVE_OUT = re.compile(
    r"(?:^|[.;] )(?P<who>[^.;]{3,160}?) (?:is|are|were|was|will be|shall be|must be) "
    r"(?:excluded|not included|not counted|omitted)\b"
)
_OUT_END = re.compile(
    r"\)|;|\.(?= |$)|, (?:during|within|in the|who|whose|as of|by the|as a|divided|and who|were|was|are|is)\b"
    r"| (?:who|whose) (?:achieve|obtain|attain|receive|complete|graduate|had)| during the| divided by"
)


def _exclusions(low: str, rules: MeasureRules) -> tuple[list[Span], str]:
    """The exclusions, and the text with their words and cues blanked."""
    found: list[Span] = []
    cut: list[Span] = []
    for cue in rules.exclusions.finditer(low):
        # "except that ... only if" sets a condition; "except as provided" leaves nothing out.
        if re.match(r" that\b|,? as\b", low[cue.end() :]):
            continue
        span, whole = _left_out(low, cue)
        if span and not any(span.overlaps(other) for other in found):
            found.append(span)
            cut.append(whole)
    for said in _PASSIVE_OUT.finditer(low):
        span = trim(low, *said.span("who"))
        if span:
            found.append(span)
            cut.append(Span(said.start("who"), said.end()))
    return sorted(found), _blank(low, cut)


def _left_out(low: str, cue: re.Match[str]) -> tuple[Span | None, Span]:
    """The words after a cue, to the end of their parentheses or clause, and the whole span to cut."""
    opened = low.rfind("(", 0, cue.start())
    if opened == -1 or ")" in low[opened : cue.start()]:
        end = len(low)
        for stop in _OUT_END.finditer(low, cue.end()):
            inside = low[cue.end() : stop.start()]
            if stop.group() != ")" or inside.count("(") <= inside.count(")"):
                end = stop.start()
                break
        return trim(low, cue.end(), end), Span(cue.start(), end)
    close = opened
    depth = 0
    for place in range(opened, len(low)):
        depth += (low[place] == "(") - (low[place] == ")")
        close = place
        if not depth:
            break
    return trim(low, cue.end(), close), Span(opened, close + 1)


_ONLY_SMALL = re.compile(r"(?:(?:in|of|from|to|by|or|and|the|a|an|who|that|on|at)\b\W*)*$")


def _pieces(low: str, span: Span, masks: Sequence[Span]) -> Iterable[Span]:
    """The parts of a span outside the masked words that have content."""
    place = span.start
    for edge, beyond in [*((mask.start, mask.end) for mask in sorted(masks)), (span.end, span.end)]:
        if beyond < place or edge > span.end:
            continue
        piece = trim(low, place, min(edge, span.end))
        if piece and not _ONLY_SMALL.match(piece.of(low)):
            cut = re.search(r" (?:in|of|from|to|by|or|and|within|during)$", piece.of(low))
            yield Span(piece.start, piece.start + cut.start()) if cut and edge < span.end else piece
        place = max(place, beyond)


def _merged(low: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Adjacent spans joined if only spaces or a comma separate them."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not low[found[-1].end : span.start].strip(" ,"):
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return tuple(found)


# As nouns these need their complement: "the share of", not "programs that share definitions".
_NEEDS_OF = re.compile(
    r"(?:share|number|count|amount|total|sum|value|volume|fraction|proportion|frequency|tally)s?$"
)
_PER = re.compile(
    r" (?:of [^,.;]{2,60}? )?per (?P<base>(?:\d[\d,]*(?: (?:thousand|million|billion))?|thousand|million|billion)\b)"
)


def _statistic(core: str, start: int, rules: MeasureRules) -> tuple[str, Span | None]:
    """The first statistic from a place on, and its span; empty if there is none."""
    hits = [
        (hit.start(), -len(hit.group()), name, hit)
        for name, pattern in rules.statistic.items()
        for hit in pattern.finditer(core, start)
        if not _NEEDS_OF.search(hit.group()) or _takes_of(hit.group(), core[hit.end() :])
    ]
    if not hits:
        return "", None
    _, _, name, hit = min(hits, key=lambda item: item[:3])
    per = _PER.match(core, hit.end())
    if per and name in {"rate", "count"}:
        name = f"rate per {per['base']}"
    return name, Span(hit.start(), hit.end())


def _takes_of(word: str, after: str) -> bool:
    """Whether a number word has its complement, as in `number of` and `total tons of`."""
    units = r"(?:[\w-]+s )?" if word == "total" else ""
    return bool(re.match(rf" +{units}(?:of|in|for)\b", after))


def _second(core: str, where: Span | None, rules: MeasureRules) -> tuple[str, Span | None]:
    """A second statistic joined to the first, and the span of both."""
    joined = where and re.match(
        r" and (?:the )?(?=(?:percentage|number|amount|share|rate)s? )", core[where.end :]
    )
    if where is None or not joined:
        return "", where
    name, second = _statistic(core, where.end + joined.end(), rules)
    return (name, Span(where.start, second.end)) if second else ("", where)


# Being on track to graduate, or eligible for work, is not the outcome itself.
_NOT_YET = re.compile(r"\b(?:on track|eligible|ready|able|prepared|expected|likely|scheduled) (?:to|for) $")


def find_outcomes(
    low: str, rules: MeasureRules, statistic: str = ""
) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """The outcomes that a folded phrase names, in order; a longer wording hides a shorter one in it."""
    return tuple(
        (Span(hit.start(), hit.end()), rules.outcome_values[str(hit.lastgroup)])
        for hit in rules.outcomes.finditer(low)
        if rules.outcome_only.get(str(hit.lastgroup), statistic) == statistic
        and not _NOT_YET.search(low, 0, hit.start())
    )


def _outcomes(
    low: str,
    base: Base,
    condition: Sequence[Span],
    quantity: Sequence[Span],
    statistic: str,
    rules: MeasureRules,
) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """The outcomes of a sentence, from its quantity, else from its condition."""
    places = list(quantity) or list(condition)
    if not places and base.head is None:
        places = [Span(0, len(low))]
    found = []
    for place in places:
        core = without_tail(low, place)
        if core is None:
            continue
        found += [
            (Span(core.start + span.start, core.start + span.end), values)
            for span, values in find_outcomes(core.of(low), rules, statistic)
        ]
    return tuple(found)


_ASIDE = re.compile(
    r"\[[^\]]*\]|\(\w{2,6}\)|\((?:subject to|often|also|see|as|referred|including)\b(?:[^()]|\([^()]*\))*\)|\bprogram(?:me)?(?= participants?\b)"
)
_ARTICLES = ("the", "a", "an", "those", "all", "of", "any", "their", "his", "her", "its", "such", "and", "or")
_RELATIVES = ("who", "whom", "that", "which", "total", "also", "do", "does", "did")
_BEINGS = ("are", "is", "were", "was", "be", "been", "have", "has", "had")
_SMALL = frozenset({*_ARTICLES, *_RELATIVES, *_BEINGS})
# A value of at most this many words is looked up.
_LONGEST = 8


def normal_phrase(words: str, rules: MeasureRules) -> str:
    """Words in a normal form in which two texts can be compared.

    Terms of the lexicon become their concept's label; articles, auxiliaries and bracketed
    abbreviations are dropped and the rest is normed.
    """
    low = _ASIDE.sub(" ", fold(words))
    tokens = [norm(token) for token in re.findall(r"[\w.%$<>=/+']*\w|[%<>=]+", low)]
    found: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - place), 0, -1):
            label = rules.canon.get(tuple(tokens[place : place + length]))
            if label:
                found.append(label)
                place += length
                break
        else:
            if tokens[place] not in _SMALL:
                found.append(tokens[place])
            place += 1
    return " ".join(found)


_BETWEEN = re.compile(r",? (?:and/or|and|or) |, |; ")
_GETS = re.compile(
    r"(?:(?:who|that|which|are|is|were|was|have|has|had|also|been|be|in|enrolled|employed|either|both|"
    r"obtain(?:ed|s|ing)?|attain(?:ed|s|ing)?|earn(?:ed|s|ing)?|gain(?:ed|s|ing)?|achieve[ds]?|achieving)\b\s*)+"
)
_TAIL = re.compile(
    r",? (?:towards?|leading to|that leads to|in order to|for the purpose of|defined as|meaning|that is)\b"
    r"|,? either through\b|, (?:through|using|based on|as (?:measured|evidenced|shown|documented) by)\b"
)


def without_tail(text: str, span: Span) -> Span | None:
    """A condition without what it is for: `achieving skill gains` of `... toward a credential`.

    None if there is only such a tail ("either through wage records").
    """
    low = fold(text)
    if re.match(r"either through\b", low[span.start : span.end]):
        return None
    tail = _TAIL.search(low, span.start, span.end)
    return trim(text, span.start, tail.start()) if tail else span


def without_verb(text: str, span: Span) -> Span:
    """What is obtained, without the verb: `a license` of `who obtained a license`."""
    lead = _GETS.match(fold(span.of(text)))
    return trim(text, span.start + lead.end(), span.end) or span if lead else span


def items(text: str, span: Span, whole: Sequence[Span] = ()) -> list[Span]:
    """The items of a list in a phrase; one item if it is not a list.

    `whole` holds known terms, such as `education or training program`, that are never split.

    >>> [item.of("A, B, and C") for item in items("A, B, and C", Span(0, 11))]
    ['A', 'B', 'C']
    """
    low = fold(text)
    found = []
    start = span.start
    for stop in [*_BETWEEN.finditer(low, span.start, span.end), None]:
        end = stop.start() if stop else span.end
        before = low[span.start : end]
        bracketed = before.count("(") > before.count(")")
        if stop and (
            bracketed or any(known.start < stop.end() and stop.start() < known.end for known in whole)
        ):
            continue
        piece = trim(text, start, end)
        if piece:
            found.append(piece)
        start = stop.end() if stop else end
    return found or [span]
