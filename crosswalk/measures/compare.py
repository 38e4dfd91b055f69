"""Compare two measures part by part, since two can have the same name and different denominators."""

from collections.abc import Sequence

from crosswalk.language.phrasing import capital, listed
from crosswalk.language.timing import relate_times, spoken_times
from crosswalk.measures.rules import shipped_rules
from crosswalk.model.alignment import PartComparison, PartVerdict
from crosswalk.model.annotation import Measure, MeasurePart, Part, PartState

# The part as a subject, and its verb for one side and for both.
_SAYS = {
    Part.STATISTIC: ("Statistic", "takes", "take"),
    Part.OUTCOME: ("Outcome", "measures", "measure"),
    Part.POPULATION: ("Population", "counts", "count"),
    Part.CONDITION: ("Condition", "asks for", "ask for"),
    Part.TIMING: ("Timing", "counts", "count"),
    Part.EXCLUSIONS: ("Exclusions", "leaves out", "leave out"),
    Part.LEVEL: ("Level", "is reported for", "are reported for"),
    Part.AUTHORITY: ("Authority", "is", "are"),
}
# Parts whose values are plainer than their words.
_BY_VALUE = {Part.STATISTIC: "a", Part.LEVEL: "the", Part.AUTHORITY: "a"}


def compare_measures(
    left: Measure, right: Measure, *, names: tuple[str, str] = ("the left text", "the right text")
) -> tuple[PartComparison, ...]:
    """Compare every part of two measures, in order: a verdict, and a plain sentence that names both values.

    A clause that includes measures by reference is compared through those that measure what the other
    side measures; its readings then name the clause they were read from as their source.
    """
    one, two = _taken_over(left, right), _taken_over(right, left)
    return tuple(
        _compare_part(part, (one, two), names, (_by_reference(left, one), _by_reference(right, two)))
        for part in Part
    )


def _compare_part(
    part: Part, sides: tuple[Measure, Measure], names: tuple[str, str], notes: tuple[str, str]
) -> PartComparison:
    """One part of two measures compared."""
    left, right = sides
    one, two = left.readings[part], right.readings[part]
    verdict = _verdict(part, one, two)
    phrases = (
        reading_words(one, left.riders) + _note(one, notes[0]),
        reading_words(two, right.riders) + _note(two, notes[1]),
    )
    return PartComparison(part, verdict, one, two, _sentence(verdict, (one, two), phrases, names))


def _taken_over(measure: Measure, other: Measure) -> Measure:
    """The measures that a clause includes by reference, as one: those with an outcome of the other side, else all."""
    wanted = set(other.readings[Part.OUTCOME].values)
    taken = [one for one in measure.imports if wanted & set(one.readings[Part.OUTCOME].values)]
    taken = taken or list(measure.imports)
    if len(taken) < 2:
        return taken[0] if taken else measure
    readings = {part: _join_parts([one.readings[part] for one in taken], measure.provision) for part in Part}
    return Measure(measure.provision, readings, tuple(r for one in taken for r in one.riders), tuple(taken))


def _join_parts(readings: Sequence[MeasurePart], source: str) -> MeasurePart:
    """The same part of several measures, joined; the reading of each measure has the spans of its words."""
    values = tuple(sorted({value for one in readings for value in one.values}))
    words = dict.fromkeys(one.words for one in readings if one.words)
    if not values:
        state = (
            PartState.UNKNOWN if any(one.state is PartState.UNKNOWN for one in readings) else PartState.SILENT
        )
        return MeasurePart(readings[0].part, state=state, source=source)
    return MeasurePart(readings[0].part, values, " / ".join(words), (), PartState.READ, source)


def _by_reference(measure: Measure, taken: Measure) -> str:
    """Where included words come from: `in (III), by reference`; empty for a measure with words of its own."""
    clauses = taken.imports or ((taken,) if taken is not measure else ())
    if not measure.imports or not clauses:
        return ""
    places = [one.provision.rsplit("/", 1)[-1] for one in clauses]
    return f" (in {listed([f'({place})' for place in places])}, by reference)"


def _note(reading: MeasurePart, note: str) -> str:
    """The note where the part has words or values of its own; a level or an authority is the document's."""
    return note if reading.values and reading.part not in {Part.LEVEL, Part.AUTHORITY} else ""


def _verdict(part: Part, left: MeasurePart, right: MeasurePart) -> PartVerdict:
    """Whether one part of two measures is the same."""
    if PartState.UNKNOWN in {left.state, right.state}:
        return PartVerdict.UNKNOWN
    if left.state == right.state is PartState.SILENT:
        return PartVerdict.NEITHER
    if PartState.SILENT in {left.state, right.state}:
        return PartVerdict.SILENT
    if set(left.values) == set(right.values) or _rates(part, left, right):
        return PartVerdict.SAME
    return PartVerdict.DIFFERS


def _rates(part: Part, left: MeasurePart, right: MeasurePart) -> bool:
    """Read a rate of people without a stated base as a percentage, which it is."""
    return part is Part.STATISTIC and set(left.values) | set(right.values) == {"rate", "percentage"}


def _sentence(
    verdict: PartVerdict,
    sides: tuple[MeasurePart, MeasurePart],
    phrases: tuple[str, str],
    names: tuple[str, str],
) -> str:
    """The verdict on a part in a sentence that names both values."""
    left, right = sides
    part, (one, two) = left.part, names
    name, says, say = _SAYS[part]
    if verdict is PartVerdict.NEITHER:
        return f"{name}: neither {one} nor {two} says."
    if verdict is PartVerdict.UNKNOWN:
        return f"{name} cannot be compared: {_unknown(sides, phrases, names)}."
    if verdict is PartVerdict.SILENT:
        who, other, words = (one, two, phrases[0]) if left.state is PartState.READ else (two, one, phrases[1])
        return f"{name}: {who} {says} {words}; {other} is silent."
    many = part is Part.EXCLUSIONS
    if verdict is PartVerdict.SAME:
        head = f"{name} {'are' if many else 'is'} the same"
        if phrases[0] == phrases[1]:
            return f"{head}: {one} and {two} {say} {phrases[0]}."
        note = " (a rate of people is a percentage of them)" if left.values != right.values else ""
        return f"{head}: {one} {says} {phrases[0]}, {two} {phrases[1]}{note}."
    more = _counts_more(sides, names)
    if more:
        return more
    tail = _extent(part, left, right).format(one=one, two=two)
    return f"{name} {'differ' if many else 'differs'}: {one} {says} {phrases[0]}; {two} {phrases[1]}{tail}."


def _unknown(sides: Sequence[MeasurePart], phrases: Sequence[str], names: Sequence[str]) -> str:
    both = list(zip(names, sides, phrases, strict=True))
    unread = " and ".join(name for name, side, _ in both if side.state is PartState.UNKNOWN)
    known = [f"; {name} has {words}" for name, side, words in both if side.state is PartState.READ]
    return f"what {unread} says was not read{''.join(known)}"


def _counts_more(sides: tuple[MeasurePart, MeasurePart], names: tuple[str, str]) -> str:
    """That one side counts every outcome of the other and more; empty where a value is not one that the rules name."""
    left, right = (set(side.values) for side in sides)
    known = {value for values in shipped_rules().outcome_values.values() for value in values}
    if sides[0].part is not Part.OUTCOME or not (left < right or right < left) or not (left | right) <= known:
        return ""
    (wide, most), (narrow, least) = sorted(
        zip(names, (left, right), strict=True), key=lambda side: -len(side[1])
    )
    extra = listed(sorted(value.removeprefix("participation in ") for value in most - least))
    return f"{capital(wide)} also counts {extra}; {narrow} counts {listed(sorted(least))} only."


_TIMES = {
    "within": "; {two}'s time contains {one}'s",
    "contains": "; {one}'s time contains {two}'s",
    "overlaps": "; the two times overlap",
    "apart": "; the two times do not overlap",
}


def _extent(part: Part, left: MeasurePart, right: MeasurePart) -> str:
    """Which of two different values is wider, as a sentence with placeholders for the two names."""
    if part is Part.TIMING:
        return _TIMES.get(relate_times(left.values, right.values), "")
    one, two = set(left.values), set(right.values)
    if one < two:
        return "; {two} adds to what {one} says"
    return "; {one} adds to what {two} says" if two < one else ""


def reading_words(reading: MeasurePart, riders: Sequence[MeasurePart] = ()) -> str:
    """A reading in words: the text's own if they are the clearest, else the values.

    What other provisions of the same document add comes after "elsewhere".
    """
    words = reading.words.strip(" .;,")
    article = _BY_VALUE.get(reading.part)
    if article:
        own = listed([f"{article} {value}" for value in reading.values])
    elif not words or not reading.spans or words.startswith("such "):
        own = spoken_times(reading.values) if reading.part is Part.TIMING else listed(reading.values)
    else:
        own = f"those “{words}”" if words.startswith("who ") else f"“{words}”"
    added = [r for r in riders if r.part is reading.part and r.source != reading.source]
    if not added:
        return own
    more = listed([f"“{rider.words}”" for rider in added])
    return f"{own} and, elsewhere, {more}"
