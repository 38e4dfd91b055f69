"""The findings of a crosswalk in sentences, from checked words and reliable rows, and its coverage bars."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from crosswalk.language.phrasing import capital, first_listed, listed
from crosswalk.language.word_lists import CARDINALS
from crosswalk.model.alignment import (
    ELSEWHERE,
    LIKELY,
    UNCHECKED,
    PartComparison,
    PartVerdict,
    confidence_word,
)
from crosswalk.model.annotation import Part, PartState
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.relation import Coverage, Modality, Relation
from crosswalk.report.cells import ANSWERS, answer_kind, known_answers
from crosswalk.report.compact_rows import CompactView, standing
from crosswalk.report.views import BarPart, CoverageBar, KeyItem, LinkedCount, PageFinding
from crosswalk.report.words import count, shortened

# The noun for a crosswalk's left provisions, singular and plural, by its kind.
NOUNS = {
    "definition": ("definition element", "definition elements"),
    "measures": ("measure", "measures"),
    "provisions": ("requirement", "requirements"),
}
# The list of the pairs that differ in timing, in the address of a page of measures.
TIMING = "timing"
_HEAD, _BODY, _NAMES = 14, 45, 2
_NUMBERS = {number: word for word, number in CARDINALS.items()}
_ANSWERED = (Coverage.COVERED.value, Coverage.PARTLY.value)


def coverage_bar(view: CompactView, which: str, part: str = "") -> CoverageBar:
    """How far one side is covered by the other; each count links to its evidence rows.

    `part` is the file of an evidence page that holds only some of the rows; the bar then counts their provisions.
    """
    left, right = view.both
    asker, other = (left, right) if which == "left" else (right, left)
    known = [pair for pair in known_answers(asker) if not part or pair[0].id in asker.paired]
    kinds = Counter(answer_kind(prov, answer) for prov, answer in known)
    total = kinds.total()
    parts, before = [], 0
    for kind, words in ANSWERS.items():
        if kinds[kind]:
            address = f"{part or view.evidence}?answer={which}%3A{kind}#rows"
            width = round(100 * kinds[kind] / total, 3)
            start = round(100 * before / total, 3)
            parts.append(BarPart(kind, start, width, LinkedCount(kinds[kind], words, address)))
            before += kinds[kind]
    provs = [prov.id for prov, _ in known]
    what = _counted(view, provs) if which == "left" else count(total, "element")
    name = f"{what} of {asker.spoken}, covered by {other.spoken}"
    return CoverageBar(f"On this page: {name}" if part else name, tuple(parts))


def measured(view: CompactView) -> set[str]:
    """The left provisions that state a measure; the others on a page of measures are rules about these."""
    return {prov for prov, read in view.side.annotated_left.items() if read.measure}


def _counted(view: CompactView, provs: Sequence[str], *, apart: bool = True) -> str:
    """Left provisions as a number with its noun; indicators and rules about them, together or apart.

    Where some only give leave, not all are requirements, and the noun is the wider one.
    """
    indicators = len(measured(view).intersection(provs))
    rules = len(provs) - indicators
    if view.side.kind != "measures" or not indicators or not rules:
        one, many = NOUNS[view.side.kind]
        if view.side.kind == "provisions" and len(provs) > 1 and _permits(view, provs):
            one, many = "provision", "provisions"
        return count(len(provs), one, many)
    if apart:
        return f"{count(indicators, 'indicator')} and {count(rules, 'rule')}"
    return f"{len(provs):,} indicators and rules"


def _permits(view: CompactView, provs: Sequence[str]) -> bool:
    read = [view.both[0].annotated.get(one) for one in provs]
    return any(one is not None and one.duty is Modality.MAY for one in read)


def bar_key(bars: Sequence[CoverageBar]) -> tuple[KeyItem, ...]:
    """The key of the fills that occur in some bars."""
    used = {part.kind for bar in bars for part in bar.parts}
    words = ANSWERS | {
        ELSEWHERE: "elsewhere in the document",
        UNCHECKED: "only in unchecked words (restated from memory)",
    }
    return tuple(KeyItem(kind, words[kind], look="swatch") for kind in ANSWERS if kind in used)


def findings(view: CompactView) -> tuple[PageFinding, ...]:
    """The findings of one crosswalk, the most important first; none if nothing was compared."""
    unchecked = _unchecked(view)
    return (*main_findings(view), *([_cut(unchecked)] if unchecked else []))


def main_findings(view: CompactView) -> tuple[PageFinding, ...]:
    """The findings of one crosswalk without the list of its unchecked answers."""
    made = (_measured(view), _met(view), one_sided_finding(view))
    return tuple(_cut(one) for one in made if one is not None)


def is_sound(view: CompactView, row: ComparisonRow) -> bool:
    """Whether a pair can support a finding: both sides checked, and decided, drafted or of moderate confidence."""
    if not is_checked(view, row):
        return False
    sure = row.confidence is not None and confidence_word(round(row.confidence, 2)) != "low"
    return standing(row) != "proposed" or sure


def is_checked(view: CompactView, row: ComparisonRow) -> bool:
    """Whether the words of both sides of a pair were checked against their sources."""
    return all(prov is not None and prov.is_checked for prov in view.ends(row))


def _met(view: CompactView) -> PageFinding | None:
    """How many left provisions are answered, counting only answers that rest on sound pairs."""
    left, right = view.both
    known = known_answers(left)
    if not known:
        return None
    sound = {row.left for row in view.pairs if is_sound(view, row)}
    kinds = Counter(answer_kind(prov, answer) for prov, answer in known)
    surely = Counter(answer_kind(prov, answer) for prov, answer in known if prov.id in sound)
    what = _counted(view, [prov.id for prov, _ in known], apart=False)
    met, these = _answered(surely), "this" if len(known) == 1 else "these"
    # What is found outside the part compared may be checked text too.
    here = " compared here" if kinds[ELSEWHERE] else ""
    head = (
        f"{capital(right.spoken)} covers {met:,} of {left.spoken}’s {what}{_how(surely)}."
        if met
        else f"{capital(right.spoken)} has no reliable counterpart{' here' if here else ''} to {left.spoken}’s {what}."
        if any(is_checked(view, row) for row in view.pairs)
        else f"No checked text of {right.spoken}{here} covers {these} {what}."
    )
    return PageFinding(head, " ".join(_met_body(kinds, surely)), _first(view, sound))


def _answered(kinds: Mapping[str, int]) -> int:
    return sum(kinds[kind] for kind in _ANSWERED)


def _how(kinds: Mapping[str, int]) -> str:
    """How far the answered provisions of a head are answered; their numbers follow if they differ."""
    full, part = kinds[Coverage.COVERED.value], kinds[Coverage.PARTLY.value]
    if not full:
        return ", only in part" if part == 1 else ", none fully"
    return " at least in part" if part else " in full"


def _met_body(kinds: Mapping[str, int], surely: Mapping[str, int]) -> Iterator[str]:
    """What is behind the number in the head, and the rest, so that all together are the numbers of the bar."""
    shown = _split(surely)
    if len(shown) > 1:
        yield f"{listed(shown)}."
    if weak := _answered(kinds) - _answered(surely):
        parts = _split({kind: kinds[kind] - surely[kind] for kind in _ANSWERED})
        how = f", {listed(parts)}," if len(parts) > 1 else f" {parts[0].partition(' ')[2]}"
        more, be = " more" if shown else "", "is" if weak == 1 else "are"
        yield f"{weak:,}{more} {be} covered{how}, by uncertain matches only."
    unchecked, missing = kinds[UNCHECKED], kinds[Coverage.NOT_FOUND.value]
    rest = [
        f"{number:,} {words}"
        for number, words in (
            (kinds[Coverage.CONTRARY.value], "in conflict"),
            (unchecked, f"{'rests' if unchecked == 1 else 'rest'} only on unchecked words"),
            (kinds[ELSEWHERE], f"{'is' if kinds[ELSEWHERE] == 1 else 'are'} found elsewhere"),
            (missing, f"{'has' if missing == 1 else 'have'} no counterpart"),
        )
        if number
    ]
    if rest:
        yield f"{capital(listed(rest))}."


def _split(kinds: Mapping[str, int]) -> list[str]:
    """The numbers answered in full and in part, without zeros."""
    return [f"{kinds[kind]:,} {ANSWERS[kind]}" for kind in _ANSWERED if kinds[kind]]


def _first(view: CompactView, sound: set[str]) -> str:
    """A link to the first row that a finding rests on."""
    row = next((row for row in view.side.rows if row.left in sound and row in view.pairs), None)
    return f"{view.page}#{view.anchors[row.id]}" if row else view.page


def _measured(view: CompactView) -> PageFinding | None:
    """Whether any two measures are the same, and which differ in timing; None if no measures were compared."""
    compared = [
        (row, {part.part: part for part in row.candidate.parts})
        for row in view.pairs
        if row.candidate and row.candidate.parts
    ]
    if not compared:
        return None
    same = [row for row, _ in compared if row.relation is Relation.EQUAL and is_sound(view, row)]
    times = [(row, parts[Part.TIMING]) for row, parts in compared if Part.TIMING in parts]
    timed = [row for row, one in times if is_timed(one)]
    head = (
        f"{count(len(same), 'pair')} of measures {'is' if len(same) == 1 else 'are'} the same on both sides."
        if same
        else "No measure is shown to be the same."
    )
    row = (timed or [compared[0][0]])[0]
    named = view.side.kind == "measures" and any(one.verdict is PartVerdict.DIFFERS for _, one in times)
    href = f"{view.page}#{TIMING if named else view.anchors[row.id]}"
    return PageFinding(head, " ".join(_timing_body(view, times, len(compared))), href)


def _timing_body(
    view: CompactView, times: Sequence[tuple[ComparisonRow, PartComparison]], compared: int
) -> Iterator[str]:
    """In how many pairs both texts state a time, how many of these differ, and what is known of the other pairs."""
    timed = [(row, one) for row, one in times if is_timed(one)]
    state, pairs = ("states" if len(timed) < 2 else "state"), count(compared, "pair")
    yield f"Of {pairs} of measures, {len(timed) or 'none'} {state} a time on both sides{_apart(view, timed)}."
    rest = [(row, one) for row, one in times if not is_timed(one)]
    unread = sum(PartState.UNKNOWN in (one.left.state, one.right.state) for _, one in rest)
    by_term = [row for row, one in rest if one.verdict is PartVerdict.DIFFERS]
    silent = compared - len(timed) - unread
    if by_term:
        terms = dict.fromkeys(
            f"“{one.shared}”"
            for row in by_term
            for one in view.side.deciding.get(row.id, ())
            if one.left_term != one.right_term and Part.TIMING in one.parts
        )
        yield f"In {len(by_term)} more only the meaning of {listed(list(terms)) or 'a term'} is known to differ."
    if unread > len(by_term):
        yield f"In {unread - len(by_term)} the time is unknown."
    if silent:
        yield f"In {silent} one side states no time."
    if view.side.kind == "measures" and (more := len(view.pairs) - compared):
        ruled = not measured(view).intersection(row.left for row in view.pairs if not _has_parts(row))
        be, what = ("is", "a rule") if more == 1 else ("are", "rules")
        yield f"{count(more, 'more pair')} {f'{be} about {what}' if ruled else f'{be} not compared by parts'}."


def _has_parts(row: ComparisonRow) -> bool:
    return bool(row.candidate and row.candidate.parts)


def _apart(view: CompactView, timed: Sequence[tuple[ComparisonRow, PartComparison]]) -> str:
    """How many times stated on both sides differ, and how many of these pairs cannot be relied on."""
    apart = [row for row, one in timed if one.verdict is PartVerdict.DIFFERS]
    if not timed:
        return ""
    if len(apart) < len(timed):
        return f", and {len(apart) or 'none'} {'differ' if len(apart) > 1 else 'differs'}"
    said = {1: "it differs", 2: "both differ"}.get(len(apart), "all differ")
    weak = [row for row in apart if not is_sound(view, row)]
    if not weak:
        return f", and {said}"
    why = "uncertain" if all(is_checked(view, row) for row in weak) else "uncertain or unchecked"
    return f", and {said}; {count(len(weak), 'match', 'matches')} {'is' if len(weak) == 1 else 'are'} {why}"


def is_timed(timing: PartComparison) -> bool:
    """Whether both texts state a time that was read; without one, only the terms they use can differ."""
    return bool(timing.left.values and timing.right.values)


def _named(names: Sequence[str]) -> str:
    """The first names in quotation marks, and how many more there are."""
    return first_listed([f"“{shortened(name, 40)}”" for name in names], _NAMES)


def one_sided_finding(view: CompactView) -> PageFinding | None:
    """What the right document asks for and the left does not; unread texts are left out."""
    left, right = view.both
    known = [(prov, answer_kind(prov, answer)) for prov, answer in known_answers(right)]
    likely = {one.right for one in view.side.candidates if one.confidence >= LIKELY}
    gone = [
        prov
        for prov, kind in known
        if kind == Coverage.NOT_FOUND and prov.is_checked and prov.id not in likely
    ]
    open_yet = sum(kind == Coverage.NOT_FOUND for _, kind in known) - len(gone)
    away = sum(kind == ELSEWHERE for _, kind in known)
    if not gone:
        return None
    were, these = ("was", "this") if len(gone) == 1 else ("were", "these")
    least = "at least " if open_yet else ""
    number = count(len(gone), "element")
    head = capital(f"{least}{number} of {right.spoken} {were} not found in {left.spoken}.")
    names = _named([view.name(prov) for prov in gone])
    body = [f"Of {count(len(known), 'element')}, {these} {were} {names}."]
    if open_yet:
        be, its = ("is", "its") if open_yet == 1 else ("are", "their")
        body.append(
            f"{open_yet:,} more {be} undecided: {its} words are unchecked, or a counterpart is possible."
        )
    if away:
        body.append(f"{away:,} more {'is' if away == 1 else 'are'} found elsewhere in {left.spoken}.")
    row = view.alone.get(("right", gone[0].id))
    href = f"{view.page}#{view.anchors[row.id]}" if row else view.page
    return _cut(PageFinding(head, " ".join(body), href))


def _unchecked(view: CompactView) -> PageFinding | None:
    """The left provisions whose only answers are words that nobody checked."""
    left, _ = view.both
    weak = [prov for prov, answer in known_answers(left) if answer_kind(prov, answer) == UNCHECKED]
    if not weak:
        return None
    head = f"{count(len(weak), 'counterpart')} cannot be relied on yet."
    names = _named([view.name(prov) for prov in weak])
    rows = view.by_left.get(weak[0].id, ())
    href = f"{view.page}#{view.anchors[rows[0].id]}" if rows else view.page
    verb = "is" if len(weak) == 1 else "are"
    return PageFinding(head, f"{names} {verb} covered only in words that nobody has checked.", href)


def _cut(finding: PageFinding) -> PageFinding:
    """A finding cut to its two limits; only a long name makes one too long."""
    head, body = (_spelled(words) for words in (finding.head, finding.body))
    return PageFinding(_within(head, _HEAD), _within(body, _BODY), finding.href)


def _spelled(text: str) -> str:
    """A text with the numbers below ten as words where they begin a sentence or follow "at least"."""
    text = re.sub(r"(?<=[Aa]t least )\d(?= )", lambda found: _NUMBERS[int(found[0])], text)
    return re.sub(r"(?:^|(?<=[.!?] ))\d(?= )", lambda found: capital(_NUMBERS[int(found[0])]), text)


def _within(text: str, most: int) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]).rstrip(" ,;:") + " …"
