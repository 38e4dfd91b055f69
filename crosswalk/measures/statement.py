"""State in at most 45 words what two measures share, how they differ, and what one of them leaves open."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crosswalk.language.phrasing import alternatives, capital, listed, with_article
from crosswalk.language.timing import relate_times
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.measures.rules import shipped_rules
from crosswalk.measures.wording import (
    FOLLOWS,
    after_noun,
    counted_from,
    did_words,
    own_words,
    shorter_ways,
    spoken,
    when_words,
    who_words,
)
from crosswalk.model.alignment import PartComparison, PartVerdict
from crosswalk.model.annotation import MeasurePart, Part, PartState

# Both parts of a statement together have at most this many words, and a clause of it this many.
MOST, MOST_IN_CLAUSE = 45, 30
# Statistics of a quantity, such as median earnings; the others count people or things.
_QUANTITIES = {"median", "mean", "score", "amount", "change", "ratio"}
# What a sentence calls a statistic, where it has another word for it.
_STATISTIC_NOUNS = {"count": "number", "mean": "average"}

# The loss where nothing is said of a side that counts other people or at another time.
_UNSAID = 8

_Parts = Mapping[Part, PartComparison]


class MeasureStatement(NamedTuple):
    """What two measures share and how they differ; each is a sentence or two, or empty."""

    same: str
    different: str

    @property
    def sentence(self) -> str:
        """Both parts, one after the other."""
        return " ".join(part for part in self if part)


class _Way(NamedTuple):
    """One way to say something, and how much it leaves out (0 for nothing)."""

    loss: int
    words: str


@dataclass(frozen=True, slots=True)
class _MeasureSide:
    """One measure in a statement: its name, its readings, and whether the other side reads a part of its own."""

    name: str
    readings: Mapping[Part, MeasurePart]
    others: Mapping[Part, MeasurePart]


def state_measures(
    parts: Sequence[PartComparison], names: tuple[str, str], terms: Sequence[str] = ()
) -> MeasureStatement:
    """The statement of two measures that were compared part by part.

    `terms` are words that the two sides define differently, such as exit. A part that one side does not state is never
    called a difference: the statement says that this side sets none, or that its words were not read.
    """
    compared = {one.part: one for one in parts}
    sides = (
        _MeasureSide(names[0], _readings(compared, "left"), _readings(compared, "right")),
        _MeasureSide(names[1], _readings(compared, "right"), _readings(compared, "left")),
    )
    if not _shared(compared, Part.OUTCOME):
        said = [_of_side(compared, side, "measures") for side in sides]
        return _fitted([_Way(0, "The two measure different things")], said, [])
    verb = "covers" if _is_quantity(compared) else "counts"
    told = [_of_side(compared, side, verb) for side in sides]
    for side, ways in zip(sides, told, strict=True):
        if not ways[0].words and (none := _sets_none(compared, side)):
            ways[:] = [_Way(0, f"{side.name} {none}"), _Way(10, "")]
    timing = compared.get(Part.TIMING)
    if timing and relate_times(timing.left.values, timing.right.values) == "apart" and _one_event(timing):
        told.append([_Way(0, "the two times do not overlap"), _Way(9, "")])
    return _fitted(list(_in_common(compared)), told, _remarks(compared, sides, terms))


def _readings(compared: _Parts, which: str) -> dict[Part, MeasurePart]:
    return {part: one.left if which == "left" else one.right for part, one in compared.items()}


def _fitted(
    same: Sequence[_Way], sides: Sequence[Sequence[_Way]], remarks: Sequence[Sequence[_Way]]
) -> MeasureStatement:
    """The statement that leaves out least within the limits; of equals the shorter one. The remarks are a sentence of their own."""
    best: tuple[tuple[int, int, int], MeasureStatement] | None = None
    last = len(sides) + 1
    for chosen in itertools.product(same, *sides, *remarks):
        sentences = [[way.words for way in some if way.words] for some in (chosen[1:last], chosen[last:])]
        clauses = [words for some in sentences for words in some]
        different = " ".join(f"{capital('; '.join(some))}." for some in sentences if some)
        made = MeasureStatement(f"{chosen[0].words}.", different)
        length = len(made.sentence.split())
        longest = max(len(way.words.split()) for way in chosen)
        over = max(length - MOST, longest - MOST_IN_CLAUSE if clauses else 0, 0)
        rank = (over, sum(way.loss for way in chosen), length)
        if best is None or rank < best[0]:
            best = rank, made
    assert best is not None  # noqa: S101 - every list of ways has one
    return best[1]


# ------------------------------------------------------------------------------- what both share


def _shared(compared: _Parts, part: Part) -> set[str]:
    one = compared.get(part)
    return set(one.left.values) & set(one.right.values) if one else set()


def _same(compared: _Parts, part: Part) -> bool:
    return part in compared and compared[part].verdict is PartVerdict.SAME


def _is_quantity(compared: _Parts) -> bool:
    """Whether a quantity such as earnings is measured, and not how many do something."""
    one = compared.get(Part.STATISTIC)
    statistics = {*one.left.values, *one.right.values} if one else set()
    label = _shared_label(compared)
    return bool(label and not re.match(_OF_PEOPLE, label)) or bool(statistics and statistics <= _QUANTITIES)


# How a phrase begins that says what the counted do or are.
_OF_PEOPLE = r"(?:who|that|whose|in|still|with|without|by|having)\b"


def _shared_label(compared: _Parts) -> str:
    """The outcomes that both measure in words; empty where the rules name none of them."""
    return _either(_labels(_specific(_shared(compared, Part.OUTCOME))))


def _labels(values: Iterable[str]) -> list[str]:
    """The phrases of the outcomes that the rules name."""
    return [said for value in values if (said := shipped_rules().outcome_phrases.get(value, ""))]


def _either(labels: Sequence[str]) -> str:
    """Phrases as a choice; a verb or preposition that all begin with is said once."""
    first = next((begin for begin in _BEGINNINGS if all(one.startswith(begin) for one in labels)), "")
    rest = [one.removeprefix(first) for one in labels]
    return f"{first}{_choice(rest)}" if labels else ""


def _choice(words: Sequence[str]) -> str:
    """Words as a choice; of those that are choices themselves the last one's "or" ends the list."""
    ordered = sorted(words, key=lambda word: " or " in word)
    if " or " not in ordered[-1]:
        return alternatives(ordered)
    article = "or " if re.match(r"an? ", ordered[-1]) and len(ordered) > 1 else ""
    return ", ".join([*ordered[:-1], f"{article}{ordered[-1]}"])


_BEGINNINGS = ("who earn ", "who make ", "who gain ", "who reach ", "in ")


def _specific(values: set[str]) -> list[str]:
    """Outcomes without the classes of other ones among them."""
    entries = set(shipped_rules().outcome_values.values())
    classes = {entry[0] for entry in entries if len(entry) > 1 and entry[-1] in values}
    return sorted(values - classes) or sorted(values)


def _in_common(compared: _Parts) -> Iterator[_Way]:
    """What both measure, with the statistic, the people and the time that both have; some may be left out."""
    statistic, quantity = _statistic(compared), _is_quantity(compared)
    when = _shared_time(compared)
    what = _shared_outcome(compared)
    who = who_words(compared[Part.POPULATION].left) if _same(compared, Part.POPULATION) else ""
    if quantity:
        of = f" of {_counted(who)}" if who else ""
        also = after_noun(did_words(compared[Part.CONDITION].left)) if _same(compared, Part.CONDITION) else ""
        head = " ".join(word for word in ("Both report", statistic, what) if word)
        whole = f"{head}{of}{f' {also}' if also and of else ''}"
        yield _Way(0, f"{whole} {when}".strip())
        if whole != head:
            yield _Way(8, f"{head} {when}".strip())
        return
    people = who or ("people" if _shared_label(compared) else "those")
    joined = f"{people} {what} {when}".strip() if FOLLOWS.match(what) else f"{what} {when}".strip()
    if statistic:
        yield _Way(0, f"Both report the {statistic} of {joined}")
    yield _Way(1 if statistic else 0, f"Both count {joined}")


# Nouns for several without a final s.
_SEVERAL = {"people", "children", "women", "men", "youth", "staff", "personnel"}


def _counted(who: str) -> str:
    """Who is counted after "of": one thing gets an article."""
    noun = re.split(r" (?:of|in|with|who|that|for|from|at|on|by|to)\b", who)[0]
    several = noun.endswith("s") or noun.rpartition(" ")[2] in _SEVERAL
    return who if several else f"{with_article(noun)}{who.removeprefix(noun)}"


def _statistic(compared: _Parts) -> str:
    """The statistic that both take; a rate of people is a percentage of them."""
    one = compared.get(Part.STATISTIC)
    if one is None or one.verdict is not PartVerdict.SAME:
        return ""
    values = {*one.left.values, *one.right.values}
    said = "percentage" if "percentage" in values else min(values)
    return _STATISTIC_NOUNS.get(said, said)


def _shared_outcome(compared: _Parts) -> str:
    """The outcome that both measure: what both ask of the counted, else the known outcome, else the words."""
    condition, outcome = compared.get(Part.CONDITION), compared[Part.OUTCOME]
    if condition and condition.verdict is PartVerdict.SAME and not _is_quantity(compared):
        return after_noun(did_words(condition.left))
    label = _shared_label(compared)
    if _is_quantity(compared) and outcome.left.words.casefold() == outcome.right.words.casefold():
        label = own_words(outcome.left)
    if label:
        return label
    shared = _shared(compared, Part.OUTCOME)
    sides = [one for one in (outcome.left, outcome.right) if set(one.values) <= shared] or [outcome.left]
    words = own_words(sides[0])
    return (
        words
        if _is_quantity(compared) or not did_words(condition.left if condition else None)
        else after_noun(words)
    )


def _shared_time(compared: _Parts) -> str:
    """The time of both; none for times from different events, such as leaving a program and leaving high school."""
    if not _same(compared, Part.TIMING) or not _one_event(compared[Part.TIMING]):
        return ""
    left, right = compared[Part.TIMING].left, compared[Part.TIMING].right
    return when_words(left) if counted_from(left) == counted_from(right) else spoken(left.values)


# ------------------------------------------------------------------------------- one side


def _of_side(compared: _Parts, side: _MeasureSide, verb: str) -> list[_Way]:
    """What one side measures where the other differs or says nothing; one empty way if there is nothing to say."""
    statistic = _own_statistic(compared, side)
    who = _who_ways(compared, side)
    what = _what_ways(compared, side)
    when = _when_ways(compared, side)
    verb, silent = statistic or verb, _sets_none(compared, side)
    own = silent or any(way.words for way in (*who, *when))
    found: dict[str, int] = {}
    for one, two, three in itertools.product(who, what, when):
        if one.words and two.words and verb != "covers" and not FOLLOWS.match(two.words):
            continue
        words = _joined(one.words, two.words, three.words, them=verb != "covers")
        comma = "," if re.search(r", (?:or|and|among) ", words) else ""
        words = f"{words}{comma} and {silent}" if words and silent else words
        said = f"{side.name} {verb} {words}" if words else f"{side.name} {verb.rpartition(' ')[0]}"
        said = said if words or statistic else ""
        loss = one.loss + two.loss + three.loss + (0 if said or not own else _UNSAID)
        found[said] = min(loss, found.get(said, loss))
    return _worth_trying(_Way(loss, said) for said, loss in found.items()) or [_Way(0, "")]


def _worth_trying(ways: Iterable[_Way]) -> list[_Way]:
    """The ways that no other one beats in both words and loss, the fullest first."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda one: (one.loss, len(one.words.split()), one.words)):
        if not kept or len(way.words.split()) < len(kept[-1].words.split()):
            kept.append(way)
    return kept


def _own_statistic(compared: _Parts, side: _MeasureSide) -> str:
    """How one side reports, where both state a statistic and the two differ."""
    one = compared.get(Part.STATISTIC)
    if one is None or one.verdict is not PartVerdict.DIFFERS:
        return ""
    names = listed(
        [f"the {_STATISTIC_NOUNS.get(value, value)}" for value in side.readings[Part.STATISTIC].values]
    )
    return f"takes {names} for" if _is_quantity(compared) else f"reports {names} of"


def _joined(who: str, what: str, when: str, *, them: bool) -> str:
    """Who did what when, as the object of a verb."""
    if what and who:
        again = " who " in f" {who} " and what.startswith("who ")
        what = f"and {what}" if again else what
    elif what and them and FOLLOWS.match(what):
        what = f"those {what}"
    elif when and not who and not what and them:
        who = "them"
    elif when and not who and not what:
        when = re.sub(r"^(?:across|during|in|over|for) ", "", when)
    before = " ".join(word for word in (who, what) if word)
    comma = "," if before and when and re.search(r", (?:or|and|among) ", before) else ""
    return f"{before}{comma} {when}".strip()


def _who_ways(compared: _Parts, side: _MeasureSide) -> list[_Way]:
    """Who is counted: whole, or the noun alone, or not at all."""
    if _same(compared, Part.POPULATION) or not _is_read(side, Part.POPULATION):
        return [_Way(0, "")]
    reading = side.readings[Part.POPULATION]
    other = side.others[Part.POPULATION]
    whole = who_words(reading)
    if not whole or whole.casefold() == who_words(other).casefold():
        whole = _by_program(whole, reading, other)
    ways = [_Way(0, whole)] if whole else []
    short = re.split(r" (?:who|that|which|whose)\b", whole)[0]
    short = re.sub(r"^program (?=participants?\b)", "", short)
    if short and short != whole:
        ways.append(_Way(3 if len(whole.split()) > len(short.split()) + 3 else 1, short))
    return [*ways, _Way(6 if other.state is PartState.READ else 4, "")]


def _by_program(words: str, reading: MeasurePart, other: MeasurePart) -> str:
    """Who is counted where the words agree: the programs that only one side names."""
    named = [value for value in reading.values if value not in other.values]
    programs = [value for value in named if value.endswith((" program", " service"))]
    return f"{words} of {listed([f'the {one}' for one in programs])}" if words and programs else ""


def _what_ways(compared: _Parts, side: _MeasureSide) -> list[_Way]:
    """What the counted do or what is measured, whole or shorter; nothing where the other side says the same."""
    outcome, condition = compared[Part.OUTCOME], compared.get(Part.CONDITION)
    differs = outcome.verdict is PartVerdict.DIFFERS
    if not differs and (condition is None or _same(compared, Part.CONDITION)):
        return [_Way(0, "")]
    reading = side.readings[Part.OUTCOME]
    did = did_words(side.readings.get(Part.CONDITION))
    specific = _specific(set(reading.values))
    names = _labels(specific)
    named = _either(names) if len(names) == len(specific) else ""
    if _is_quantity(compared) and differs:
        whole = own_words(reading)
        return [_Way(0, whole)]
    ways = [_Way(loss, after_noun(words)) for loss, words in shorter_ways(did)] if did else []
    if named and differs:
        ways.append(_Way(3 if did else 0, named))
        ways.append(_Way(4 if did else 1, re.sub("^who (?:earn|make|gain|reach) ", "", named)))
    if named and set(specific) <= set(_specific(_shared(compared, Part.OUTCOME))):
        # What both measure was said already; only words of its own would be missed.
        ways.append(_Way(2 if did else 0, ""))
    elif differs and not did and not named:
        ways += [_Way(loss, words) for loss, words in shorter_ways(own_words(reading))]
    if not differs:
        ways.append(_Way(5, ""))
    return ways or [_Way(0, "")]


def _when_ways(compared: _Parts, side: _MeasureSide) -> list[_Way]:
    """When it counts; of a time that both have in different words, only what it is counted from."""
    if not _is_read(side, Part.TIMING):
        return [_Way(0, "")]
    reading, other = side.readings[Part.TIMING], side.others[Part.TIMING]
    if _shared_time(compared):
        tail = counted_from(reading)
        return [_Way(0, tail), _Way(2, "")] if tail != counted_from(other) else [_Way(0, "")]
    whole = when_words(reading)
    short = re.sub(r"\b(exit|departure|discharge) from (?:the|an?) \w+$", r"\1", whole)
    # What people leave matters beside what they leave on the other side.
    loss = 1 if other.state is PartState.READ else 0
    return [_Way(0, whole)] if short == whole else [_Way(0, whole), _Way(loss, short)]


# ------------------------------------------------------------------------------- what is left open


def _is_read(side: _MeasureSide, part: Part) -> bool:
    return part in side.readings and side.readings[part].state is PartState.READ


def _asked(compared: _Parts, side: _MeasureSide, state: PartState) -> list[Part]:
    """Who is counted and when, as far as the other side says it and this side does not, in one state."""
    return [
        part
        for part in (Part.TIMING, Part.POPULATION)
        if part in compared
        and side.others[part].state is PartState.READ
        and side.readings[part].state is state
    ]


def _unread(compared: _Parts, side: _MeasureSide) -> str:
    """What was not read of one side, as far as the other side says it."""
    asked = _asked(compared, side, PartState.UNKNOWN)
    names = listed([{Part.TIMING: "timing", Part.POPULATION: "population"}[part] for part in asked])
    return f"{side.name}’s {names} {'were' if len(asked) > 1 else 'was'} not read" if asked else ""


def _sets_none(compared: _Parts, side: _MeasureSide) -> str:
    """What one side, whose words were read, leaves open: `sets no quarter and names no population`."""
    said = [
        "names no population" if part is Part.POPULATION else f"sets no {_unit(side.others[part])}"
        for part in _asked(compared, side, PartState.SILENT)
    ]
    return listed(said)


def _unit(reading: MeasurePart) -> str:
    """What kind of time the other side sets: a quarter, or a period."""
    return "quarter" if all(value.startswith("quarter ") for value in reading.values) else "period"


def _remarks(compared: _Parts, sides: Sequence[_MeasureSide], terms: Sequence[str]) -> list[list[_Way]]:
    """What is said after the two sides: each remark, or nothing, with how much it would be missed."""
    unread = [words for side in sides if (words := _unread(compared, side))]
    found = [[_Way(0, words), _Way(10, "")] for words in unread]
    if terms:
        found.append(
            [_Way(0, f"the two define {listed([f'“{one}”' for one in terms])} differently"), _Way(3, "")]
        )
    found += [
        [_Way(0, f"{side.name} sets a further condition"), _Way(2, "")]
        for side in sides
        if any(value.startswith("only if ") for value in _condition_values(side))
    ]
    found += [ending for side in sides if (ending := _left_out(compared, side))]
    levels = _levels(compared, sides)
    return [*found, [_Way(0, levels), _Way(1, "")]] if levels else found


def _condition_values(side: _MeasureSide) -> tuple[str, ...]:
    own, other = side.readings.get(Part.CONDITION), side.others.get(Part.CONDITION)
    return tuple(set(own.values) - set(other.values)) if own and other else ()


def _left_out(compared: _Parts, side: _MeasureSide) -> list[_Way]:
    """What one side leaves out of the count; no ways if it leaves nothing out that the other counts."""
    if _same(compared, Part.EXCLUSIONS) or not _is_read(side, Part.EXCLUSIONS):
        return []
    reading = side.readings[Part.EXCLUSIONS]
    words = own_words(reading)
    if not words or words.startswith("such "):
        words = listed([f"the {value}" for value in reading.values])
    loss = 3 if side.others[Part.EXCLUSIONS].state is PartState.READ else 2
    return [_Way(0, f"{side.name} leaves out {words}"), _Way(loss, "")]


def _levels(compared: _Parts, sides: Sequence[_MeasureSide]) -> str:
    """The levels of the two where both state one; a pathway that people leave is said with its time."""
    one = compared.get(Part.LEVEL)
    if one is None or one.verdict is not PartVerdict.DIFFERS:
        return ""
    said = []
    for side in sides:
        level = listed([f"the {value}" for value in side.readings[Part.LEVEL].values])
        times = side.readings[Part.TIMING].words if Part.TIMING in side.readings else ""
        if not level or any(value in times for value in side.readings[Part.LEVEL].values):
            return ""
        said.append(f"{side.name} reports for {level}")
    return "; ".join(said)


def _one_event(timing: PartComparison) -> bool:
    """Whether both times are counted from leaving, entering or completing the same thing."""
    left, right = ({*counted_from(one).split()} - EMPTY_WORDS for one in (timing.left, timing.right))
    return left <= right or right <= left
