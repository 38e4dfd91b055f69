"""Who a measure counts and what they must do: the clauses after its statistic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crosswalk.measures.rules import MeasureRules
from crosswalk.model.annotation import Span


@dataclass(slots=True)
class Base:
    """The spans of the noun that is counted, of what narrows it, of what it must do, and of the quantity measured."""

    head: Span | None = None
    restrictions: list[Span] = field(default_factory=list)
    condition: Span | None = None
    outcome: Span | None = None


# Prepositions that say who or where the counted people are, not what they must do.
_WHO_IS = "aged|ages|age|under|over|between|from|for|by|across|through|per"
_PLACES = _WHO_IS + "|to|in|at|on|with"
_QUANTITIES = {"median", "mean", "score", "amount", "change", "ratio"}
_RELATIVE = re.compile(r"(?:who|that|which|whose|whom|for whom|in which)\b")
_RELATIVE_VERB = re.compile(r"(?:who|that|which) (?:have |had |has )?")
# "who received X and obtained Y": the first verb says who is counted.
_ASIDE = re.compile(r"who, (?P<what>(?:having|after|upon|while|when|once|if|although)\b[^,]+), ")
_OF_WHOM = re.compile(r"of (?P<base>[^,]+), (?P<rest>.+)")
_OWNED = re.compile(r"(?P<who>\w+s)' (?P<what>[^,;.]+)")
_WHO = re.compile(
    r"(?:,? and |,? or |, )?\b(?P<word>(?:for |in |with |on |to |from |by )?(?:whom|whose)|who)\b"
)
_THAT = re.compile(
    r"(?:,? and |, )?\b(?P<word>that|(?:(?:in|for|on|to|from|at|by|with|under|during|through) )?which|where)\b"
)
_STOP = re.compile(r";|: ")
_DIVIDED = re.compile(r",? divided by (?:the (?:total )?number of )?")
_AND_DID = re.compile(
    r",? and (?=(?:then |also |subsequently )?(?:were|are|is|was|had|have|has|(?P<did>\w+ed)|obtain|attain|earn|gain|achieve|"
    r"complete|receive|graduate|enroll|persist|return|remain|meet|met|got|became|found)\b)"
)


def read_base(core: str, start: int, statistic: str, where: Span | None, rules: MeasureRules) -> Base:
    """Read the clauses of a measure's sentence, in which times and exclusions are blanked out."""
    if where is None:
        return _without_statistic(core, start, rules)
    if statistic == "yes or no":
        return Base(condition=trim(core, where.end, _stop(core, where.end, len(core))))
    if statistic in _QUANTITIES:
        return _of_a_quantity(core, start, where, rules)
    if statistic.startswith("rate"):
        return _of_a_rate(core, start, where, rules)
    lead = re.match(r"\s*(?:of|among|for|in|to)\s+", core[where.end :])
    found = _clauses(core, where.end + (lead.end() if lead else 0), len(core), rules)
    # "The number of visitors to the site": a count needs no condition, and a location is not one.
    if statistic == "count" and found.condition and re.match(rf"(?:{_PLACES})\b", found.condition.of(core)):
        return Base(found.head, [*found.restrictions, found.condition])
    return found


def trim(low: str, start: int, end: int) -> Span | None:
    """A span without the punctuation and small words at its ends; None if nothing is left."""
    end = min(end, len(low))
    while lead := re.match(r"[\s,;:()\"'—-]+|(?:and|or)\s+", low[start:end]):
        start += lead.end()
    while tail := re.search(r"(?:[\s,;:.\"(—-]+|\s(?:and|or))$", low[start:end]):
        end = start + tail.start()
    if low[start:end].count(")") > low[start:end].count("("):
        end = start + len(low[start:end].rstrip(")"))
    return Span(start, end) if end > start else None


def _stop(core: str, start: int, end: int) -> int:
    stop = _STOP.search(core, start, end)
    return stop.start() if stop else end


def _without_statistic(core: str, start: int, rules: MeasureRules) -> Base:
    """`Participants who ...`, `Of those who left, the ones working in ...` or `Participants' earnings`."""
    owned = _OWNED.match(core, start)
    if owned:
        return Base(trim(core, *owned.span("who")), outcome=trim(core, *owned.span("what")))
    whom = _OF_WHOM.match(core, start)
    if whom:
        who = _clauses(core, whom.start("base"), whom.end("base"), rules, quantity=True)
        did = _clauses(core, whom.start("rest"), len(core), rules)
        return Base(who.head, who.restrictions, did.condition)
    found = _clauses(core, start, len(core), rules)
    head = found.head.of(core) if found.head else ""
    return found if rules.people.search(head) or re.search(r"\b(?:those|ones?)$", head) else Base()


def _of_a_quantity(core: str, start: int, where: Span, rules: MeasureRules) -> Base:
    """`median EARNINGS of participants who ...`: the quantity, then everyone it is computed over."""
    rest = where.end
    relative = _WHO.search(core, rest) or _THAT.search(core, rest)
    if relative and relative["word"] == "that" and not _does(core, relative.end(), rules):
        relative = None
    limit = _stop(core, rest, relative.start() if relative else len(core))
    named = _before(core, start, where)
    begin = where.start if named else rest
    cut = _people_after(core, begin, limit, rules) or _plain_cut(core, begin, limit, rules)
    if cut is None and relative:
        cut = max(_LEADS.finditer(core, begin, limit), key=re.Match.start, default=None)
        cut = cut if cut and cut.start() > begin else None
    outcome = named or trim(core, rest, cut.start() if cut else limit)
    if outcome and not named and (lead := re.match(r"(?:of|in|between) ", outcome.of(core))):
        outcome = trim(core, outcome.start + lead.end(), outcome.end)
    if cut is None:
        return Base(outcome=outcome)
    whole = _clauses(core, cut.end(), len(core), rules, quantity=True)
    whole.outcome = outcome
    _who_may_count(core, whole, rules)
    return whole


def _who_may_count(core: str, base: Base, rules: MeasureRules) -> None:
    """Turn the last clause of a quantity's base into its condition: `of participants WHO ARE IN WORK`.

    A clause about entering, leaving or being served says who is counted.
    """
    if not base.restrictions or not _RELATIVE.match(base.restrictions[-1].of(core)):
        return
    piece = base.restrictions.pop()
    verb = _RELATIVE_VERB.match(core, piece.start, piece.end)
    _last_clause(core, piece, base, rules)
    if base.condition == piece and verb and rules.exposures.match(core, verb.end()):
        base.restrictions.append(piece)
        base.condition = None


_VERB_NEXT = re.compile(
    r" (?:are|is|were|was|have|has|had|do|does|did|can|must|may)\b|"
    r" (?P<word>\w+) (?:an?|the|their|its|no|not|at|in|on|by|to|for|with|from|more|less|fewer|one|two|three|all|any|each|every|\d+)\b|"
    r" \w+ed\b"
)


def _does(core: str, place: int, rules: MeasureRules) -> bool:
    """Whether a verb follows `that`: `crashes THAT BLOCK two lanes`, not `hours THAT PERSONS spend`."""
    found = _VERB_NEXT.match(core, place)
    return bool(found) and not (found and found["word"] and rules.people.fullmatch(found["word"]))


def _before(core: str, start: int, where: Span) -> Span | None:
    """A quantity named before its statistic: `customer satisfaction SCORE`."""
    if where.of(core) not in {"score", "index", "rating", "ratio"}:
        return None
    named = trim(core, start, where.start)
    lead = named and re.match(r"(?:(?:the|a|an|average|overall|median|mean) ?)+$", named.of(core))
    return None if lead else named


# The noun before "who" is a person; these words lead to it.
_LEADS = re.compile(r"\b(?:(?:paid|earned|received|spent|owed|held) by|of|for|among|by|to|per|across)\b")
_PAID_BY = re.compile(r"\b(?:paid|earned|received|spent|owed|incurred|borne|held) by\b")
_PER_OF = re.compile(r"per \w+ (?:of|for) (?=(?:the|those) )")
_CUTTERS = re.compile(r"\b(?:of|for|per|among|across)\b")
# "in" leads to the counted people only if no other word does, and never to a unit or to what changed.
_IN = re.compile(
    r"\b(?<!change )(?<!growth )(?<!increase )(?<!decrease )(?<!reduction )(?<!difference )(?<!gain )(?<!stay )"
    r"in\b(?! (?:minutes|hours|days|weeks|months|years|dollars|percent|points|miles|feet|tons|total|which|whom)\b)"
)


def _people_after(core: str, start: int, end: int, rules: MeasureRules) -> re.Match[str] | None:
    """The first preposition after the quantity that leads to people or things that can be counted."""
    paid = _PAID_BY.search(core, start, end)
    if paid and rules.people.search(" ".join(core[paid.end() : end].split()[:5])):
        return paid
    for found in _CUTTERS.finditer(core, start, end):
        before = core[start : found.start()].split()
        if not before or before[-1] in {"in", "of", "to", "for"}:
            continue
        if found.group() == "per":
            return _PER_OF.match(core, found.start()) or found
        phrase = re.split(r"\b(?:of|for|per|among|across|from|to|in|who|that)\b", core[found.end() : end])[0]
        words = " ".join(phrase.split()[:5])
        # "length of time that persons wait", "number of visits": part of the quantity's name.
        if found.group() == "of" and before[-1] == "number":
            continue
        if found.group() == "of" and rules.quantities.fullmatch(before[-1]) and rules.quantities.match(words):
            continue
        if rules.people.search(words):
            return found
    within = _IN.search(core, start + 1, end)
    words = " ".join(core[within.end() : end].split()[:3]) if within else ""
    return within if rules.people.search(words) else None


def _plain_cut(core: str, start: int, end: int, rules: MeasureRules) -> re.Match[str] | None:
    """The first `of` or `for` that is not part of the quantity's name, as it is in `length of stay`."""
    for found in _CUTTERS.finditer(core, start, end):
        before = core[start : found.start()].split()
        if before and not (found.group() == "of" and rules.quantities.fullmatch(before[-1])):
            return found
    within = _IN.search(core, start + 1, end)
    return within if within and core[start : within.start()].strip() else None


_RATE_NAME = re.compile(r"(?:(?:the|a|an|annual|overall|average|total|statewide|observed)\b\s*)+")


def _of_a_rate(core: str, start: int, where: Span, rules: MeasureRules) -> Base:
    """`graduation rate of the cohort`, `rate at which people are placed`, `rate of falls among X`."""
    rest = where.end
    at_which = re.match(r"\s*(?:at|with) which\s+", core[rest:])
    if at_which:
        return _at_which(core, rest + at_which.end(), rules)
    named = trim(core, start, where.start)
    if named and (lead := _RATE_NAME.match(named.of(core))):
        named = trim(core, named.start + lead.end(), named.end)
    lead = re.match(r"\s*(?P<word>of|for|among|in|per)\s+", core[rest:])
    if lead is None:
        return Base(outcome=named)
    begin = rest + lead.end()
    if lead["word"] == "per":
        return Base(outcome=named)
    if named:
        whole = _clauses(core, begin, len(core), rules, quantity=True)
        return Base(whole.head, whole.restrictions, None, named)
    among = re.search(r"\b(?:among|for|per|in)\b", core[begin:])
    outcome = trim(core, begin, begin + among.start() if among else _stop(core, begin, len(core)))
    if among is None or among.group() == "per":
        return Base(outcome=outcome)
    whole = _clauses(core, begin + among.end(), len(core), rules, quantity=True)
    return Base(whole.head, whole.restrictions, None, outcome)


_VERB = re.compile(r"\b(?:are|is|were|was|have|has|had|can|do|does|did|who)\b")


def _at_which(core: str, begin: int, rules: MeasureRules) -> Base:
    """`the rate AT WHICH people are placed in employment`: a subject and what it does."""
    end = _stop(core, begin, len(core))
    subject = rules.people.search(core, begin, end)
    verb = _VERB.search(core, begin, end)
    cut = verb.start() if verb else (subject.end() if subject else begin)
    if (
        subject
        and verb
        and subject.end() < verb.start()
        and " " not in core[subject.end() : verb.start()].strip()
    ):
        cut = verb.start()
    elif subject:
        cut = subject.end()
    return Base(trim(core, begin, cut), [], trim(core, cut, end))


def _clauses(core: str, start: int, end: int, rules: MeasureRules, *, quantity: bool = False) -> Base:
    """Split `participants in X who did Y and who did Z` into who is counted and what they must do.

    For a `quantity`, such as median earnings, there is no numerator: everything narrows the base.
    """
    end = _stop(core, start, end)
    divided = _DIVIDED.search(core, start, end)
    if divided:
        above = _clauses(core, start, divided.start(), rules)
        again = _DIVIDED.search(core, divided.end(), end)
        below = _clauses(core, divided.end(), again.start() if again else end, rules, quantity=True)
        return Base(below.head, below.restrictions, above.condition)
    relatives = _own_relatives(core, start, end, rules)
    first = relatives[0].start() if relatives else end
    modifiers = [hit for hit in rules.modifiers.finditer(core, start, first) if _follows(core, start, hit)]
    base = Base(trim(core, start, modifiers[0].start() if modifiers else first))
    if relatives:
        if modifiers:
            _add(base, core, modifiers[0].start(), first)
        _relatives(core, relatives, end, base, rules, quantity=quantity)
    elif modifiers and quantity:
        _add(base, core, modifiers[0].start(), end)
    elif modifiers:
        chosen = _numerator(core, modifiers, rules)
        if chosen.start() > modifiers[0].start():
            _add(base, core, modifiers[0].start(), chosen.start())
        base.condition = trim(core, chosen.start(), end)
    return base


_INNER = re.compile(r"\b(?:to|for|by|of|with|from|in|on|among|against) (?:[\w-]+ ){0,2}[\w-]+\s*$")


def _own_relatives(core: str, start: int, end: int, rules: MeasureRules) -> list[re.Match[str]]:
    """The clauses that modify the counted noun: `stations THAT ARE OPEN to people who use wheelchairs`."""
    persons = list(_WHO.finditer(core, start, end))
    things = list(_THAT.finditer(core, start, end))[:1]
    if not persons or not things or things[0].start() > persons[0].start():
        return persons or things
    plain = not any(
        _follows(core, start, hit) for hit in rules.modifiers.finditer(core, start, things[0].start())
    )
    inner = all(_INNER.search(core, things[0].end(), one.start()) for one in persons)
    return things if plain and inner else persons


def _follows(core: str, start: int, hit: re.Match[str]) -> bool:
    """Whether a modifier has a noun before it, and is not itself part of that noun's phrase."""
    before = core[start : hit.start()].strip()
    # "with a working system": after an article it modifies the noun that follows.
    if hit["part"] and re.search(r"\b(?:a|an)$", before):
        return False
    return bool(re.sub(r"^(?:the|a|an|of|those|all|eligible|every|each|any)\b\s*", "", before))


def _relatives(
    core: str,
    relatives: Sequence[re.Match[str]],
    end: int,
    base: Base,
    rules: MeasureRules,
    *,
    quantity: bool,
) -> None:
    """Add the clauses about the counted noun to a base: what narrows it and, for the last, what must be done."""
    for one, following in zip(relatives, [*relatives[1:], None], strict=True):
        piece = trim(core, one.start("word"), following.start() if following else end)
        if piece is None:
            continue
        if following is None and not quantity:
            _last_clause(core, piece, base, rules)
        else:
            base.restrictions.append(piece)


def _add(base: Base, core: str, start: int, end: int) -> None:
    piece = trim(core, start, end)
    if piece:
        base.restrictions.append(piece)


def _numerator(core: str, modifiers: Sequence[re.Match[str]], rules: MeasureRules) -> re.Match[str]:
    """Where the condition begins without a `who` clause: at the first action, else at the first state."""
    # A preposition right after a participle belongs to it: "living in", "enrolled in".
    ends = [hit.end() for hit in modifiers if hit["part"]]
    free = [
        hit
        for hit in modifiers
        if hit["part"] or not any(not core[end : hit.start()].strip() for end in ends if end <= hit.start())
    ]
    hits = [
        hit
        for hit in free
        if not rules.states.match(core, hit.start()) or re.match(r" as\b", core[hit.end() :])
    ]
    doing = [hit for hit in hits if hit["part"]]
    having = [hit for hit in doing if hit["part"] == "having"]
    state = [hit for hit in hits if not re.fullmatch(_WHO_IS, hit["prep"] or "")]
    chosen = (having or doing or state or list(modifiers))[0]
    # "individuals with barriers served by the program": who they are, then what was done.
    later = [
        hit for hit in modifiers if hit["part"] and hit.start() > chosen.start() and hit["part"] != "aged"
    ]
    return later[0] if chosen["prep"] == "with" and later else chosen


def _last_clause(core: str, piece: Span, base: Base, rules: MeasureRules) -> None:
    """The clause of the numerator; in `who received X and obtained Y` the first part says who is counted."""
    aside = _ASIDE.match(core, piece.start, piece.end)
    if aside:
        _add(base, core, *aside.span("what"))
        piece = trim(core, aside.end(), piece.end) or piece
    inside = _RELATIVE_VERB.match(core, piece.start, piece.end)
    verb = inside.end() if inside else piece.start
    both = _AND_DID.search(core, verb, piece.end)
    # "the adult and dislocated worker programs": not every word in -ed is a verb.
    if both and both["did"] and not rules.modifiers.match(core, both.start("did")):
        both = None
    if inside and both and rules.exposures.match(core, verb):
        _add(base, core, piece.start, both.start())
        base.condition = trim(core, both.end(), piece.end)
    else:
        base.condition = piece
