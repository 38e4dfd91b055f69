"""The measures of two documents: one line per measure, a mark for each part, and a timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswalk.model.alignment import DecidingTerm, PartComparison, PartVerdict
from crosswalk.model.annotation import Measure, Part, PartState
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.report.compact_page import PageHead, lines_key, page_head, shown_elements
from crosswalk.report.compact_rows import (
    CompactView,
    ElementLine,
    OneSidedGroup,
    element_line,
    one_sided,
    page_view,
)
from crosswalk.report.figure import Timeline, TimeReading, quarters_needed, timeline
from crosswalk.report.findings import is_checked, is_sound, measured
from crosswalk.report.frame import PageFrame
from crosswalk.report.views import KeyItem, Link
from crosswalk.report.words import count, shortened

# The parts that have a column of marks, with its heading; timing has a drawing instead.
PARTS = {
    Part.STATISTIC: "Statistic",
    Part.OUTCOME: "What",
    Part.POPULATION: "Who",
    Part.CONDITION: "Condition",
    Part.EXCLUSIONS: "Left out",
    Part.LEVEL: "Level",
}
# The most characters shown of a definition.
_MEANING = 150
_VERDICTS = {
    PartVerdict.SAME: "same",
    PartVerdict.DIFFERS: "differs",
    PartVerdict.SILENT: "one side silent",
    PartVerdict.NEITHER: "both silent",
    PartVerdict.UNKNOWN: "not known",
}

# The finding on a part whose text on one side was not read, and whose term each side defines for itself.
_BY_TERM = "differs in the meaning of a term; the rest was not read"


@dataclass(frozen=True, slots=True)
class PartMark:
    """The finding on one part of two measures.

    Attributes:
        part: The part in a word.
        mark: The name of its symbol.
        word: The finding in words.
        sentence: What was found, with both sides' words.
    """

    part: str
    mark: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of the left document.

    Attributes:
        line: The measure, its counterparts and their sentences.
        marks: One for each part with a column; empty if no measures were compared.
        when: The finding on timing; None if there is none.
        time: The timeline; None if neither side and no rule has a time.
        above: Measures that it imports by reference and that have lines of their own.
    """

    line: ElementLine
    marks: tuple[PartMark, ...]
    when: PartMark | None
    time: Timeline | None
    above: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures under one heading.

    Attributes:
        name: The heading.
        lines: The measures.
    """

    name: str
    lines: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class TimingGroup:
    """Pairs of measures whose times differ for the same reason.

    Attributes:
        sentence: Both times, or why they differ.
        pairs: Both names of each pair, linked to the evidence, and why it cannot be relied on yet; empty if it can.
    """

    sentence: str
    pairs: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class TermMeaning:
    """One definition of a term on which measures turn.

    Attributes:
        whose: Statute, rule, guidance or framework.
        place: Where it is defined, linked to the official text.
        words: The first words of the definition.
    """

    whose: str
    place: Link
    words: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term on which measures turn and that both documents define.

    Attributes:
        term: The term.
        meanings: Its definitions, the most binding first.
        finding: How many pairs it decides.
    """

    term: str
    meanings: tuple[TermMeaning, ...]
    finding: str


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """A side-by-side of measures, one line per measure.

    Attributes:
        head: Lede, bars and key.
        parts: The heads of the columns of marks.
        axis: The common axis of the timelines.
        groups: The measures by heading.
        alone: Provisions of the right document without a counterpart.
        terms: The terms on which the measures turn, with their definitions in force.
        timing: Every pair that differs in timing, by reason; the groups with a sound pair come first.
    """

    head: PageHead
    parts: tuple[str, ...]
    axis: Timeline
    groups: tuple[MeasureGroup, ...]
    alone: tuple[OneSidedGroup, ...]
    terms: tuple[TermLine, ...]
    timing: tuple[TimingGroup, ...]

    @property
    def frame(self) -> PageFrame:
        """What every page carries."""
        return self.head.frame


def measures_page(side: Comparison, frame: PageFrame) -> MeasuresPage:
    """The page model of one crosswalk of the kind `measures`."""
    view = page_view(side, frame)
    shown = shown_elements(view)
    quarters = quarters_needed(
        value for prov in shown for one in _times(view, prov) if one.part for value in one.part.values
    )
    lines = [(_group_name(view, prov), _measure_line(view, prov, quarters)) for prov in shown]
    groups = tuple(
        MeasureGroup(name, tuple(line for own, line in lines if own == name))
        for name in dict.fromkeys(name for name, _ in lines)
    )
    alone = one_sided(view)
    key = _key([line for _, line in lines], alone)
    return MeasuresPage(
        page_head(view, frame, key),
        tuple(PARTS.values()),
        timeline((), quarters),
        groups,
        alone,
        _terms(side),
        _timing(view),
    )


def _timing(view: CompactView) -> tuple[TimingGroup, ...]:
    """Every pair that differs in timing, by reason; a sound pair comes first, and so does its group."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for row in view.pairs:
        parts = row.candidate.parts if row.candidate and not view.withheld(row) else ()
        timing = next((one for one in parts if one.part is Part.TIMING), None)
        if timing and timing.verdict is PartVerdict.DIFFERS:
            weak = "uncertain match" if is_checked(view, row) else "unchecked words"
            pair = Link(view.row_name(row), view.full(row)), "" if is_sound(view, row) else weak
            found.setdefault(timing.sentence, []).append(pair)
    groups = [
        TimingGroup(sentence, tuple(sorted(pairs, key=lambda pair: pair[1] != "")))
        for sentence, pairs in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: group.pairs[0][1] != ""))


def _terms(side: Comparison) -> tuple[TermLine, ...]:
    """The terms that both documents define, those that decide most pairs first."""
    rows: dict[tuple[str, str], list[DecidingTerm]] = {}
    for found in side.deciding.values():
        for one in found:
            rows.setdefault((one.left_term, one.right_term), []).append(one)
    return tuple(
        _term(names, found) for names, found in sorted(rows.items(), key=lambda one: (-len(one[1]), one[0]))
    )


def _term(names: tuple[str, str], found: Sequence[DecidingTerm]) -> TermLine:
    first, pairs = found[0], len(found)
    by_words = {(one.level, one.words): one for one in reversed((*first.left, *first.right))}
    meanings = [
        TermMeaning(one.level, Link.to_web(one.citation, one.address), shortened(one.words, _MEANING))
        for one in reversed(by_words.values())
    ]
    apart = names[0] != names[1]
    turned = f"{count(pairs, 'pair')} depend{'s'[: pairs == 1]} on this term"
    finding = f"{turned}, and differ{'s'[: pairs == 1]} because of it." if apart else f"{turned}."
    return TermLine(" and ".join(dict.fromkeys(names)), tuple(meanings), finding)


def _group_name(view: CompactView, prov: Provision) -> str:
    """The nearest name above a measure: the editors', or else the document's heading."""
    left = view.both[0]
    above = left.part.ancestors(prov.id) if prov.id in left.part else ()
    named = [one for one in reversed(above) if one.id in view.side.topics]
    if named:
        place = view.number(named[0])
        return f"{view.name(named[0])}, {place}" if place else view.name(named[0])
    return "Rules about the measures" if prov.id not in measured(view) else view.name(left.group(prov))


def _measure(view: CompactView, prov: Provision) -> Measure | None:
    read = view.side.annotated_left.get(prov.id)
    return read.measure if read else None


def _measure_line(view: CompactView, prov: Provision, quarters: int) -> MeasureLine:
    line = element_line(view, prov, statements=1)
    above = _taken_over(view, prov)
    rows = view.by_left.get(prov.id, ())
    hidden = bool(rows) and bool(view.withheld(rows[0]))
    computed = rows[0].candidate if rows and not above and not hidden else None
    parts = computed.parts if computed else ()
    found = {part.part: part for part in parts}
    marks = tuple(_mark(found, part, words) for part, words in PARTS.items()) if found else ()
    readings = () if above or hidden else _times(view, prov)
    drawn = any(one.part and one.part.values for one in readings)
    return MeasureLine(
        line,
        marks,
        _mark(found, Part.TIMING, "When") if Part.TIMING in found else None,
        timeline(readings, quarters) if drawn else None,
        above,
    )


def _mark(found: Mapping[Part, PartComparison], part: Part, words: str) -> PartMark:
    """The mark of one part; a part that was not compared is not known."""
    one = found.get(part)
    verdict = one.verdict if one else PartVerdict.UNKNOWN
    symbol = f"v-{verdict.value.replace(' ', '-')}"
    word = _BY_TERM if one and _by_term(one) else _VERDICTS[verdict]
    return PartMark(words, symbol, word, one.sentence if one else "This part was not compared.")


def _by_term(part: PartComparison) -> bool:
    """Whether only the meaning of a term makes a part differ, because the text of one side was not read."""
    unread = PartState.UNKNOWN in (part.left.state, part.right.state)
    return unread and part.verdict is PartVerdict.DIFFERS


def _times(view: CompactView, prov: Provision) -> tuple[TimeReading, ...]:
    """The timing of a measure in the left document, in its rules and guidance, and in the right document."""
    left, right = view.both
    rows = view.by_left.get(prov.id, ())
    compared = rows[0].candidate.parts if rows and rows[0].candidate else ()
    found = next((part for part in compared if part.part is Part.TIMING), None)
    own = _measure(view, prov)
    ours = found.left if found else own.readings.get(Part.TIMING) if own else None
    said = [TimeReading("left", left.spoken, ours)]
    for stated in view.side.rung_measures.get(prov.id, ()):
        time = next((part.right for part in stated.parts if part.part is Part.TIMING), None)
        if time is not None and time.values:
            said.append(TimeReading(stated.level, stated.name, time))
    if rows:
        # Two definitions of exit make the times differ, even if one of them was not read.
        unread = "other exit; time not read" if found and _by_term(found) else "not read"
        said.append(TimeReading("right", right.spoken, found.right if found else None, unread))
    return tuple(said)


def _taken_over(view: CompactView, prov: Provision) -> tuple[Link, ...]:
    """The measures that a clause imports by reference and that have lines of their own."""
    left, measure = view.both[0], _measure(view, prov)
    links = []
    for one in measure.imports if measure else ():
        taken = left.find(one.provision)
        if taken is None:
            continue
        rows: Sequence[ComparisonRow] = view.by_left.get(taken.id, ())
        row = rows[0] if rows else view.alone.get(("left", taken.id))
        if row is not None:
            links.append(Link(view.name(taken), f"#{view.anchors[row.id]}"))
    return tuple(links)


def _key(lines: Sequence[MeasureLine], alone: Sequence[OneSidedGroup]) -> tuple[KeyItem, ...]:
    used = {
        _VERDICTS[PartVerdict.DIFFERS] if mark.word == _BY_TERM else mark.word: mark.mark
        for line in lines
        for mark in (*line.marks, *([line.when] if line.when else ()))
    }
    times = {bar.which: bar.name for line in lines if line.time for bar in line.time.bars}
    rest = [one for one in lines_key([line.line for line in lines], alone) if one.look == "chip"]
    return (
        *(KeyItem(word, "", (used[word],)) for word in _VERDICTS.values() if word in used),
        *(
            KeyItem("", f"when {times[which]} counts", look=f"time-{which}")
            for which in ("left", "rule", "guidance", "right")
            if which in times
        ),
        *rest,
    )
