"""Weigh the units of only one of two texts: they add a requirement, or they narrow what is required."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crosswalk.language.thesaurus import just_before, stem, thesaurus
from crosswalk.model.alignment import MatchType
from crosswalk.relate.align import MIN_COVERAGE, AlignedPair
from crosswalk.relate.clause import Role
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.tally import ONE, ClauseSide, DifferenceTally

# From this coverage on, a unit may be the same in other words, and only the surplus of one side counts.
BLURRED = 0.5
# From this coverage on a noun is the same noun.
SAID = 0.9
_STOP = re.compile(r"[.;:]")
_JOIN = re.compile(r"\b(and/or|and|or|nor|as well as|both|either)\b|(,)")
CHOICE = re.compile(r"(?:an?|one|either|both)\b")
# "The minutes of its public meetings" are some of the minutes.
_OF_NOUN = re.compile(r"\bthe [^\W\d_]+s of (?:the|its|their|his or her)(?: [^\W\d_]+)? $")
# "Between March and August" is one stretch of time and no list.
_BETWEEN = re.compile(r"\bbetween (?:[\w-]+ and )?$")
_TEMPORAL = re.compile(
    r"\b(?:night|day|hour|weekend|evening|morning|week|month|year|saturday|sunday|working)s?\b"
)


# The factor for what the grammar of the other side leaves implied.
UNSAID = 0.3
# "Each student with a disability", "any reported incident": words that select which of them are meant.
_QUANTIFIED = re.compile(
    r"\b(?:each|every|any|all|those|anyone|everyone|anybody|everybody)(?: of the| other)? "
    r"(?!(?:year|month|week|day|quarter|hour|night|time)s?\b)"
    r"(?:(?!(?:an?|the|its|their|to|shall|must|may|is|are|and|or|with|for|in|at|by)\b)[\w-]+ ){0,2}"
    r"(?:(?:with|from|of|in|who|whose|under|at|that|which|without|aged) (?:[\w-]+ ){0,3})?$"
)
# "Statistics on fatal accidents" are some of the statistics on accidents.
_TOPIC = re.compile(r"\b(?:on|about|of|to|from|against|regarding|concerning) $")
_DEFINITE = re.compile(r"\b(?:the|its|their|his|her|this|these|such) $")


def weigh_unmatched(
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
    best: Sequence[AlignedPair],
) -> None:
    """Weigh every unit that the other side does not answer in full."""
    kinds = _kinds(left, right, best)
    for mine, other, is_left in ((left, right, True), (right, left, False)):
        joins = [_join(mine, place) for place in range(len(mine.units))]
        for place, unit in enumerate(mine.units):
            if (is_left, place) in kinds:
                if kinds[is_left, place]:
                    some = unit.role is not Role.PREDICATE or mine.shape.forbids or _acts_on(mine)
                    more.add(left=is_left is not some, weight=ONE)
                continue
            open_part = unit.weight * (1 - mine.met[place]) * _counts(unit, mine, other)
            if open_part <= 0:
                continue
            if not joins[place] and place and mine.met[place - 1] < MIN_COVERAGE and not _break(mine, place):
                joins[place] = joins[place - 1]
            if mine.met[place] >= BLURRED:
                more.blur(left=is_left, weight=open_part)
                continue
            narrows = _narrows(unit, joins[place], mine, other) or _of_some(place, joins[place], mine)
            listed = joins[place] in {"and", "or", "as well as"} and not _light(unit)
            more.firm = more.firm or listed
            more.add(left=is_left is not narrows, weight=max(open_part, ONE) if listed else open_part)


def _counts(unit: ContentUnit, mine: ClauseSide, other: ClauseSide) -> float:
    """The factor for a unit that only one side has: low if the other side's grammar leaves it implied."""
    span, action = unit.spans[0], mine.shape.action
    if action and span.overlaps(action) and not _says_action(other):
        return UNSAID  # "must wear a helmet", "a helmet is required"
    if unit.role is Role.SUBJECT and not mine.shape.passive and other.shape.passive and not _agent(other):
        return UNSAID  # "the library shall publish", "shall be published"
    return 1.0


def _light(unit: ContentUnit) -> bool:
    return not unit.concept and unit.key in thesaurus().light_verbs


def _agent(side: ClauseSide) -> bool:
    return any(kind is Role.AGENT for _, kind in side.shape.regions)


def _says_action(side: ClauseSide) -> bool:
    """Whether the act of a text is more than a light verb."""
    action = side.shape.action
    return action is not None and stem(action.of(side.text)) not in thesaurus().light_verbs


def _kinds(left: ClauseSide, right: ClauseSide, best: Sequence[AlignedPair]) -> dict[tuple[bool, int], bool]:
    """By side and place each word that is paired with a kind of it, and whether it is the narrower one."""
    found: dict[tuple[bool, int], bool] = {}
    for pair in best:
        ours, theirs = left.units[pair.left], right.units[pair.right]
        met = max(left.met[pair.left], right.met[pair.right])
        if pair.how is MatchType.KIND and met < SAID and not (ours.concept and theirs.concept):
            narrower = thesaurus().is_kind(ours.stem, theirs.stem)
            found[True, pair.left], found[False, pair.right] = narrower, not narrower
    return found


def _join(side: ClauseSide, place: int) -> str:
    """The word or comma that joins a unit to its neighbors in a list; empty if there is none."""
    here = side.units[place].spans[0]
    before = side.units[place - 1].spans[0].end if place else None
    return _joined(side.text, before, here.start, here.end, place + 1 < len(side.units))


# A text is compared with many others.
@lru_cache(maxsize=50_000)
def _joined(text: str, before: int | None, start: int, end: int, goes_on: bool) -> str:
    if just_before(_BETWEEN, text, start):
        return ""
    found = before is not None and list(_JOIN.finditer(text, min(before, start), start))
    if found:
        return found[-1][1] or ","
    if goes_on:
        after = _JOIN.match(text, _skip(text, end))
        if after:
            return after[1] or ","
    return ""


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _break(side: ClauseSide, place: int) -> bool:
    """Whether punctuation separates a unit from the one before it."""
    gap = side.text[side.units[place - 1].spans[0].end : side.units[place].spans[0].start]
    return bool(_STOP.search(gap))


def _narrows(unit: ContentUnit, join: str, mine: ClauseSide, other: ClauseSide) -> bool:
    """Whether a unit that only one side has narrows what is required."""
    if unit.role in {Role.EXCEPTION, Role.CONDITION}:
        return True
    if unit.role is Role.TIME:
        return mine.shape.forbids or (bool(other.shape.circumstances) and not other.open(Role.TIME))
    if other.shape.always and _TEMPORAL.search(unit.word):
        return True
    listed = join in {"and", "and/or", ",", "as well as", "both"}
    if unit.role is Role.SUBJECT:
        return not listed and (join != "or" or (bool(CHOICE.match(mine.text)) and not mine.shape.passive))
    if mine.shape.forbids or mine.shape.limited or unit.negated:
        return not listed and join not in {"or", "nor"}
    return join in {"or", "either"} or bool(just_before(_OF_NOUN, mine.text, unit.spans[0].start))


def _of_some(place: int, join: str, mine: ClauseSide) -> bool:
    """Whether a modifier selects some of what the other text means by the same noun."""
    unit = mine.units[place]
    start = unit.spans[0].start
    if join or unit.role not in {Role.PREDICATE, Role.AGENT}:
        return False
    if just_before(_QUANTIFIED, mine.text, start):
        return True
    if (
        unit.role is Role.AGENT
        or place + 1 >= len(mine.units)
        or mine.met[place + 1] < SAID
        or just_before(_DEFINITE, mine.text, start)
    ):
        return False
    if mine.units[place + 1].spans[0].start != unit.spans[0].end + 1:
        return False
    return bool(just_before(_TOPIC, mine.text, start)) or _acts_on(mine)


def _acts_on(side: ClauseSide) -> bool:
    """Whether the act concerns things that exist already: reviewed, not written."""
    action = side.shape.action
    return action is not None and stem(action.of(side.text)) not in thesaurus().creation_verbs
