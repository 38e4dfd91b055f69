"""Two measures laid side by side, part by part: same name, different denominator."""

from collections.abc import Sequence

from crosswalk.model.evidence import Measure, Part, PartComparison, PartVerdict, Reading
from crosswalk.text.timing import relate_times

_NAMES = {
    Part.STATISTIC: "Statistic",
    Part.OUTCOME: "Outcome",
    Part.POPULATION: "Population",
    Part.CONDITION: "Condition",
    Part.TIMING: "Timing",
    Part.EXCLUSIONS: "Exclusions",
    Part.LEVEL: "Level",
    Part.AUTHORITY: "Authority",
}
_VERB = {
    Part.STATISTIC: "uses",
    Part.OUTCOME: "measures",
    Part.POPULATION: "counts",
    Part.CONDITION: "asks",
    Part.TIMING: "looks at",
    Part.EXCLUSIONS: "leaves out",
    Part.LEVEL: "reports for",
    Part.AUTHORITY: "rests on",
}


def compare_measures(
    left: Measure, right: Measure, *, names: tuple[str, str] = ("the left text", "the right text")
) -> tuple[PartComparison, ...]:
    """Every part of two measures, in order, with a verdict and a plain sentence that names both values."""
    return tuple(_compare(part, left.readings[part], right.readings[part], names) for part in Part)


def _compare(part: Part, left: Reading, right: Reading, names: tuple[str, str]) -> PartComparison:
    verdict = _verdict(part, left, right)
    return PartComparison(part, verdict, left, right, _sentence(part, verdict, left, right, names))


def _verdict(part: Part, left: Reading, right: Reading) -> PartVerdict:
    if "unknown" in {left.state, right.state}:
        return PartVerdict.UNKNOWN
    if left.state == right.state == "silent":
        return PartVerdict.NEITHER
    if "silent" in {left.state, right.state}:
        return PartVerdict.SILENT
    if set(left.values) == set(right.values) or _rates(part, left, right):
        return PartVerdict.SAME
    return PartVerdict.DIFFERS


def _rates(part: Part, left: Reading, right: Reading) -> bool:
    """A rate of people with no base of its own is a percentage by another name."""
    return part is Part.STATISTIC and set(left.values) | set(right.values) == {"rate", "percentage"}


def _sentence(part: Part, verdict: PartVerdict, left: Reading, right: Reading, names: tuple[str, str]) -> str:
    name, (one, two) = _NAMES[part], names
    if verdict is PartVerdict.NEITHER:
        return f"{name}: neither {one} nor {two} says."
    if verdict is PartVerdict.UNKNOWN:
        return f"{name} cannot be compared: {_unknown(left, right, names)}."
    if verdict is PartVerdict.SILENT:
        who, other, said = (one, two, left) if left.state == "read" else (two, one, right)
        return f"{name}: {who} {_VERB[part]} {shown(said)}; {other} is silent."
    if verdict is PartVerdict.SAME:
        note = (
            " (a rate of people is a percentage of them)"
            if _rates(part, left, right) and left.values != right.values
            else ""
        )
        return f"{name} is the same: {one} {_VERB[part]} {shown(left)}, {two} {shown(right)}{note}."
    tail = _extent(part, left, right).format(one=one, two=two)
    return f"{name} differs: {one} {_VERB[part]} {shown(left)}; {two} {shown(right)}{tail}."


def _unknown(left: Reading, right: Reading, names: tuple[str, str]) -> str:
    unread = [name for name, side in zip(names, (left, right), strict=True) if side.state == "unknown"]
    known = [(name, side) for name, side in zip(names, (left, right), strict=True) if side.state == "read"]
    told = f"what {' and '.join(unread)} says was not retrieved"
    return told + "".join(f"; {name} has {shown(side)}" for name, side in known)


_TIMES = {
    "within": "; {two}'s time contains {one}'s",
    "contains": "; {one}'s time contains {two}'s",
    "overlaps": "; the two times overlap",
    "apart": "; the two times do not overlap",
}


def _extent(part: Part, left: Reading, right: Reading) -> str:
    """How far two different values reach, with places for the two names."""
    if part is Part.TIMING:
        return _TIMES.get(relate_times(left.values, right.values), "")
    one, two = set(left.values), set(right.values)
    if one < two:
        return "; {two} adds to what {one} says"
    return "; {one} adds to what {two} says" if two < one else ""


def shown(reading: Reading) -> str:
    """A reading as words: the text's own where it has them, else the values."""
    words = reading.words.strip(" .;,")
    return f"“{words}”" if words and reading.spans else listed(reading.values)


def listed(values: Sequence[str]) -> str:
    """Values in a row, the last joined by `and`.

    >>> listed(("a", "b", "c"))
    'a, b and c'
    """
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"
