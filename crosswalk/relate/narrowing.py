"""Weigh the words of only one of two texts: they add a requirement, or they narrow what is required.

"And gloves", "within 30 days" and "by a qualified person" add. "Of children", "unless a court orders it" and
"or a lift" narrow: the other text then requires more.
"""

import re
from collections.abc import Mapping, Sequence

from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.alignment import MatchType
from crosswalk.model.frame import ClauseWord, ModifiedNoun, WordList, WordRole
from crosswalk.relate.compared_text import Balance, ComparedText, is_light, weight
from crosswalk.relate.word_matches import FULL, WordMatch

# From this cover on a word may be the same in other words, and only the surplus of one side counts.
_BLURRED = 0.5
# The factor for what the grammar of the other side leaves implied.
_UNSAID = 0.3
_TEMPORAL = re.compile(
    r"(?:night|day|hour|weekend|evening|morning|week|month|year|saturday|sunday|working)s?$"
)
_TIME_NOUNS = frozenset({"end", "start", "beginning", "period", "time"})
_OR = frozenset({"or", "nor", "and/or"})
_CLAUSES = frozenset({WordRole.EXCEPTION, WordRole.CONDITION})
_SUBJECTS = frozenset({WordRole.SUBJECT, WordRole.UNDERGOER})


def weigh_unmatched(
    left: ComparedText, right: ComparedText, balance: Balance, matches: Sequence[WordMatch]
) -> None:
    """Weigh every word that the other side does not answer in full."""
    narrower = _kinds(left, right, matches)
    blurred = [0.0, 0.0]
    for mine, other, is_left in ((left, right, True), (right, left, False)):
        for place, word in enumerate(mine.words):
            if (is_left, place) in narrower and word.kind != "VERB":
                if narrower[is_left, place]:
                    selects = word.role is not WordRole.PREDICATE or mine.forbids or mine.uses_what_exists
                    balance.add(left=is_left is not selects)
                continue
            missing = (1 - mine.met[place]) * weight(word) * _implied(place, mine, other)
            if missing <= 0:
                continue
            if mine.met[place] >= _BLURRED:
                blurred[not is_left] += missing
                continue
            listed = joining(word, place, mine) in {"and", "or"} and not is_light(word)
            balance.firm = balance.firm or listed
            narrows = _narrows(word, place, mine, other)
            balance.add(left=is_left is not narrows, by=max(missing, 1.0) if listed else missing)
    balance.left += blurred[0] - min(blurred)
    balance.right += blurred[1] - min(blurred)


def _kinds(
    left: ComparedText, right: ComparedText, matches: Sequence[WordMatch]
) -> Mapping[tuple[bool, int], bool]:
    """By side and place each word that only a kind of it answers, and whether it is the narrower one."""
    found: dict[tuple[bool, int], bool] = {}
    for match in matches:
        met = max(left.met[match.left], right.met[match.right])
        if match.how is MatchType.KIND and met < FULL:
            narrower = thesaurus().is_kind(left.words[match.left].stem, right.words[match.right].stem)
            found[True, match.left], found[False, match.right] = narrower, not narrower
    return found


def _implied(place: int, mine: ComparedText, other: ComparedText) -> float:
    """The factor for a word: low if the grammar of the other side leaves it implied."""
    if place == mine.act and (not other.names_act or _is_thing(other)):
        return _UNSAID  # "must wear a helmet", "a helmet is required"
    if mine.words[place].words in _TIME_NOUNS:
        return _UNSAID  # "at the end of every shift", "after each shift"
    names_no_actor = (other.passive and not other.has(WordRole.AGENT)) or not other.has(
        WordRole.SUBJECT, WordRole.AGENT, WordRole.UNDERGOER
    )
    if mine.words[place].role is WordRole.SUBJECT and not mine.passive and names_no_actor:
        return _UNSAID  # "the library shall publish", "shall be published", "publish"
    return 1.0


def _is_thing(side: ComparedText) -> bool:
    """Whether what a text requires is a thing that the other side names too, and no act."""
    return side.words[side.act].kind == "NOUN" and side.answered(side.act)


def joining(word: ClauseWord, place: int, mine: ComparedText) -> str:
    """The word that joins a word to its neighbors: "or" only beside something that the other side has; else empty."""
    for one in word.lists:
        if one.own != place and mine.answered(one.own):
            continue  # only the item has the word: "disabled veterans and migrants"
        if one.joining not in _OR or _has_neighbor(one, mine):
            return one.joining
    for one in word.clauses:
        if not mine.answered(one.own) and (one.joining == "and" or _has_neighbor(one, mine)):
            return one.joining
    return ""


def _has_neighbor(found: WordList, mine: ComparedText) -> bool:
    return any(mine.answered(other) for other in found.others)


def _narrows(word: ClauseWord, place: int, mine: ComparedText, other: ComparedText) -> bool:
    """Whether a word that only one side has narrows what is required."""
    if word.role in _CLAUSES:
        return True
    if word.role is WordRole.TIME:
        return mine.forbids or mine.sets_limit or _has_other_time(other)
    if other.always and _TEMPORAL.match(word.words):
        return True
    joined = joining(word, place, mine)
    if word.role in _SUBJECTS:
        if joined == "or":
            return word.role is WordRole.SUBJECT and _is_chosen(word, mine) and not mine.forbids
        return joined != "and"
    if mine.forbids or mine.sets_limit or word.denied:
        return joined != "and" and joined not in _OR
    if joined:
        return joined == "or"
    return any(_selects(word, noun, mine) for noun in word.modifies)


def _is_chosen(word: ClauseWord, mine: ComparedText) -> bool:
    """Whether one of several is enough: "a nurse or a doctor"."""
    own = word.lists[0].own if word.lists else -1
    return mine.words[own].chosen if own >= 0 else word.chosen


def _has_other_time(other: ComparedText) -> bool:
    """Whether the other side has a time or condition, and no time that is left over."""
    if not other.has(WordRole.TIME, WordRole.CONDITION):
        return False
    times = (got for word, got in zip(other.words, other.met, strict=True) if word.role is WordRole.TIME)
    return all(times)


def _selects(word: ClauseWord, noun: ModifiedNoun, mine: ComparedText) -> bool:
    """Whether a modifier selects some of what the other text means by the same noun."""
    if noun.quantified:
        return True
    if not mine.answered(noun.place):
        return False
    before = word.span.start < mine.words[noun.place].span.start
    existing = (mine.uses_what_exists or noun.behind) and word.role is not WordRole.AGENT
    return noun.subset or (before and existing and not noun.definite)
