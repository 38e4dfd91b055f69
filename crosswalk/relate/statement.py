"""State how two provisions relate, from their frames: what is the same, and what each requires or adds.

A statement says only what is in the frames. Its wording is in `data/statements.yaml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswalk.language import phrasing
from crosswalk.language.condense import asides, shortened, worded
from crosswalk.language.syntax import HELPS
from crosswalk.language.topics import Topic
from crosswalk.language.word_lists import CARDINALS, frame_words
from crosswalk.model.frame import Frame, FrameModality, ProvisionFrames, Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.alike import state_alike
from crosswalk.relate.answered import content_words
from crosswalk.relate.fitting import StatementSide, links, marked_stem, said_stems, within, word_points
from crosswalk.relate.meeting import (
    MeetingPoint,
    meeting_points,
    said_words,
    shared_words,
)
from crosswalk.relate.opening import Opening, openings
from crosswalk.relate.wording import BANS, DEFINES, ELSEWHERE, patterns, say, say_of_both

# Both parts of a statement together have at most this many words.
MOST = 45
# An opening, or words that say that one supports the other, is left out if the clauses would lose more than this for it.
_JOINING = 4.0
# A heading of more words does not name what two provisions say.
_HEADING = 10


@dataclass(frozen=True, slots=True)
class PairStatement:
    """What two provisions share and how they differ, each one or two plain sentences.

    It is `linked` if it names something that both sides have.
    """

    same: str
    different: str
    linked: bool = True

    @property
    def sentence(self) -> str:
        """Both parts, one after the other."""
        return " ".join(part for part in (self.same, self.different) if part)


def state(
    relation: Relation,
    left: ProvisionFrames,
    right: ProvisionFrames,
    names: tuple[str, str],
    topic: Topic | None = None,
    frames: tuple[Frame, Frame] | None = None,
) -> PairStatement:
    """The statement for a pair with a relation.

    Args:
        relation: read from left to right.
        left: the left provision's frames.
        right: the right provision's frames.
        names: what the two sides are called.
        topic: a topic that both are about, if there is one.
        frames: the two frames that meet best; the main ones by default.
    """
    if relation is Relation.SUPPORTED:
        swapped = (frames[1], frames[0]) if frames else None
        return state(Relation.SUPPORTS, right, left, (names[1], names[0]), topic, swapped)
    first, second = frames or (left.main, right.main)
    if relation is Relation.CONTRARY:
        first, second = _with_figures(left, right) or (first, second)
    one, two = (
        _with_words(_main_or(first, left, right), left),
        _with_words(_main_or(second, right, left), right),
    )
    wording = patterns()
    adopts = any(frame is not None and frame.term and _is_given_elsewhere(frame) for frame in (one, two))
    if one is not None and two is not None and relation is not Relation.CONTRARY and not adopts:
        same, different = state_alike(one, two, names, (left.text, right.text), MOST)
        if same:
            return PairStatement(
                f"{phrasing.capital(same)}.", f"{phrasing.capital(different)}." if different else ""
            )
    if adopts and (given := _both_elsewhere(one, two, names, (left, right))):
        return given
    if relation is Relation.EQUAL:
        if adopts and one is not None and two is not None:
            return _both_define_one(one, two, names, (left, right))
        weak = one is None or (one.modality is FrameModality.IS and two is not None)
        both = _said_by_both(*((two, one) if weak else (one, two)))
        return PairStatement(both or _said_to_be_equal(left, right), "")
    tail = wording.get(relation.value, "").format(left=names[0], right=names[1])
    texts = [
        f"{side.text} {worded(frame.whole) if frame else ''}" for side, frame in ((left, one), (right, two))
    ]
    shared = (shared_words(texts[0], texts[1]), shared_words(texts[1], texts[0]))
    counted = _counted(left.own_text), _counted(right.own_text)
    if all(counted):
        shared = (shared[0] | counted[0], shared[1] | counted[1])
    sides = (
        StatementSide(names[0], one, left, shared[0], _common(one, two)),
        StatementSide(names[1], two, right, shared[1], _common(two, one)),
    )
    points = meeting_points(left, right)
    if relation is Relation.SUPPORTS:
        sides = _with_support(sides, points)
    said = [frame for frame in (one, two) if frame]
    ways = openings(left, right, topic, said, conflict=bool(tail))
    return _fit(ways, sides, points, tail)


def _with_support(
    sides: tuple[StatementSide, StatementSide], points: Sequence[MeetingPoint]
) -> tuple[StatementSide, StatementSide]:
    """Both sides, the second one said as what the first supports, if both name one act or thing and lose no more for it.

    Where nothing in the words joins the two, that one supports the other is not for the sentence to say.
    """
    linked = sides[0], replace(sides[1], supported=True)
    fitted, plain = within(MOST, linked, points), within(MOST, sides, points)
    named = [
        {marked_stem(one.head) for one in (*side.provision.phrases, *side.provision.acts)} for side in sides
    ]
    things = (named[0] & named[1]) - {marked_stem(noun) for noun in frame_words().stock_nouns}
    if fitted is None or not things & links(linked, fitted.said):
        return sides
    return linked if plain is None or fitted.cost <= plain.cost + _JOINING else sides


def state_one(name: str, side: ProvisionFrames, most: int = MOST, group: str = "patterns") -> str:
    """What one provision requires in `most` words of a group of patterns, without the other; empty where that cannot be said."""
    frame = _with_words(side.main, side)
    if frame is None:
        return ""
    around = len(say(name, frame, asides(frame.whole), group).split()) - len(
        worded(frame.whole, asides(frame.whole)).split()
    )
    said = say(name, frame, shortened(frame.whole, most - max(around, 0)), group)
    return f"{phrasing.capital(said)}." if said and len(said.split()) <= most else ""


def state_apart(before: str, sides: Sequence[tuple[str, ProvisionFrames | None]]) -> str:
    """A sentence, and after it what each side requires by itself, where it has frames; together at most 45 words."""
    said = [before]
    read = [(name, side) for name, side in sides if side is not None]
    whole = [state_one(name, side, MOST) for name, side in read]
    room = MOST - len(before.split())
    for at, (name, side) in enumerate(read):
        later = min(sum(len(one.split()) for one in whole[at + 1 :]), room // 2)
        said.append(state_one(name, side, room - later))
        room -= len(said[-1].split())
    return " ".join(part for part in said if part)


def _fit(
    ways: Sequence[Opening],
    sides: tuple[StatementSide, StatementSide],
    points: Sequence[MeetingPoint],
    tail: str,
) -> PairStatement:
    """The parts within the limit of words, at the least cost.

    The opening is left out if a clause does not support it. Nothing is cut for the tail, which says that the two
    conflict; where there is no room for it, "but" says so.
    """
    most = MOST - bool(tail)  # room for "but"
    if not all(side.said(()) for side in sides):
        return PairStatement(patterns()["too long"], "", linked=False)
    plain = within(most, sides, points)
    for opening in ways:
        fitted = within(most - len(opening.sentence.split()), sides, points)
        joins = fitted is not None and plain is not None and fitted.cost <= plain.cost + _JOINING
        if fitted is not None and joins and opening.holds(fitted.said):
            return PairStatement(phrasing.capital(opening.sentence), _joined(fitted.said, ""))
    fitted = plain
    if fitted is not None:
        linked = bool(links(sides, fitted.said))
        if not linked and (other := within(most, sides, word_points(sides))):
            fitted, linked = other, bool(links(sides, other.said))
        return PairStatement("", _joined(fitted.said, tail), linked)
    frames = [side.frame for side in sides if side.frame]
    defining = [f for f in frames if f.term and DEFINES.match(worded(f.whole))]
    if len(defining) > 1:
        return _both_define(sides)
    if defining:
        loose = [replace(side, strict=side.frame not in defining) for side in sides]
        fitted = within(most, (loose[0], loose[1]), points)
        if fitted is not None:
            return PairStatement("", _joined(fitted.said, tail))
        brief = [replace(side, only_term=side.frame in defining) for side in sides]
        fitted = within(most, (brief[0], brief[1]), ())
        if fitted is not None:
            return PairStatement("", _joined(fitted.said, tail))
    elif sides[0].strict and not any(f.modality in BANS for f in frames):
        free = tuple(replace(side, strict=False) for side in sides)
        return _fit(ways, (free[0], free[1]), points, tail)
    elif any(side.frame is not None and (side.frame.carrier or side.frame.within) for side in sides):
        shorter = _briefly(sides[0]), _briefly(sides[1])
        if shorter != sides and (told := _fit(ways, shorter, points, tail)).linked:
            return told
        described = _described(sides[0]), _described(sides[1])
        if described != sides:
            return _fit(ways, described, points, tail)
    if ways:
        return PairStatement(phrasing.capital(ways[0].sentence), patterns()["too long"])
    return PairStatement(patterns()["too long"], "", linked=False)


def _briefly(side: StatementSide) -> StatementSide:
    """A side that helps with an act, without whom it helps: "assist in" of "assist the Governor in"."""
    frame = side.frame
    if frame is None:
        return side
    return replace(side, frame=replace(frame, carrier=_HELPED.sub(r"\1 \2 ", frame.carrier)))


_HELPED = re.compile(rf"^({'|'.join(sorted(HELPS))}) (?:\S+ ){{1,3}}?(in|with) ")


def _described(side: StatementSide) -> StatementSide:
    """A side that only describes its act, without what a lead-in has its actor do toward it.

    What a lead-in only allows as a means is no fact.
    """
    frame = side.frame
    if frame is None or not (frame.carrier or frame.within) or frame.modality is FrameModality.MAY:
        return side
    slots = dict(frame.slots)
    slots.pop(Slot.ACTOR, None)
    return replace(
        side,
        frame=replace(
            frame,
            carrier="",
            doer=None,
            within=frame.within if frame.carrier else "",
            slots=slots,
            modality=FrameModality.IS,
        ),
    )


def _both_define(sides: tuple[StatementSide, StatementSide]) -> PairStatement:
    """The statement for two definitions that are too long to be compared in full."""
    one, two = (side.frame.term for side in sides if side.frame)
    key = "both define" if one == two else "each defines"
    said = patterns()[key].format(left=sides[0].name, right=sides[1].name, one=one, two=two)
    return PairStatement(phrasing.capital(said), "")


def _common(frame: Frame | None, other: Frame | None) -> frozenset[str]:
    """The words of one clause that the other has too."""
    if frame is None or other is None:
        return frozenset()
    theirs = said_stems(worded(other.whole))
    return frozenset(word for word in said_words(worded(frame.whole)) if marked_stem(word) in theirs)


def _with_figures(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Frame, Frame] | None:
    """The first act with a number on each side, where both have one: what cannot be followed together is said with it."""
    found = [
        next((f for f in side.frames if any(word.strip()[:1].isdigit() for word in f.whole.words)), None)
        for side in (left, right)
    ]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _counted(text: str) -> frozenset[str]:
    """The number words of a text and what they count, as "two" and "years": two acts may differ in these alone."""
    words = re.findall(r"[\w-]+", text.lower())
    numbers = [at for at, word in enumerate(words) if word.isdigit() or word in CARDINALS]
    return frozenset(word for at in numbers for word in words[at : at + 2])


def _with_words(frame: Frame | None, side: ProvisionFrames) -> Frame | None:
    """The frame where it can be said, else the first of its side that can."""
    options = [*([frame] if frame else []), *side.frames]
    return next((option for option in options if say("", option, ())), frame)


def _main_or(frame: Frame | None, side: ProvisionFrames, other: ProvisionFrames) -> Frame | None:
    """A side's main act where it says more of what the other side has than a given one, or who acts; else that one."""
    main = side.main
    if main is None or frame is None or main is frame or main.subordinate or main.nominal:
        return frame
    if _UNNAMED.match(worded(frame.whole)):
        return main
    shared = [len(shared_words(say("", act, asides(act.whole)), other.text)) for act in (main, frame)]
    known = [bool(act.first(Slot.ACTOR) or act.passive) for act in (main, frame)]
    return main if (shared[0], known[0]) > (shared[1], known[1]) else frame


# An act on something that only the act before it names: "and compare it with the list".
_UNNAMED = re.compile(r"\w+ (?:it|them)\b")


def _said_by_both(frame: Frame | None, other: Frame | None) -> str:
    """What both sides require, in the words of one frame, if they require the same; empty where that cannot be said."""
    said = say_of_both(frame, other, shortened(frame.whole, MOST - 10)) if frame is not None else ""
    return f"{phrasing.capital(said)}." if said and len(said.split()) <= MOST else ""


def _said_to_be_equal(left: ProvisionFrames, right: ProvisionFrames) -> str:
    """That both say the same, on the subject of a heading where one has a short one."""
    for side in (left, right):
        heading = side.text[: side.own_start].strip(" .")
        if heading and len(heading.split()) <= _HEADING:
            return patterns()["equal on"].format(heading=phrasing.lowered(heading))
    return patterns()["equal"]


def _is_given_elsewhere(frame: Frame, term: str = "") -> bool:
    """Whether a definition points to another provision, also as "a local board established under section 3122".

    A `term` is another name of what is defined.
    """
    whole = worded(frame.whole)
    meaning = worded(frame.whole, asides(frame.whole)).partition(" ")[2]
    own = set(content_words(f"{frame.term} {term}"))
    return bool(ELSEWHERE.match(whole) or (DEFINES.match(whole) and set(content_words(meaning)) <= own))


def _both_elsewhere(
    one: Frame | None,
    two: Frame | None,
    names: tuple[str, str],
    sides: tuple[ProvisionFrames, ProvisionFrames],
) -> PairStatement | None:
    """What is said of two definitions that both point to other provisions: to which; None where one does not point."""
    if one is None or two is None:
        return None
    pointing = _is_given_elsewhere(one, two.term), _is_given_elsewhere(two, one.term)
    if not all(pointing):
        return None
    sources = [found.group(1).strip(" .;") if (found := _SOURCE.search(side.text)) else "" for side in sides]
    said = patterns()["both elsewhere"].format(term=max(one.term, two.term, key=len))
    if not all(sources):
        return PairStatement(said, "")
    where = [
        patterns()["takes from"].format(name=name, source=source)
        for name, source in zip(names, sources, strict=True)
    ]
    different = f"{phrasing.capital('; '.join(where))}."
    return PairStatement(said, different if len(f"{said} {different}".split()) <= MOST else "")


def _both_define_one(
    one: Frame, two: Frame, names: tuple[str, str], sides: tuple[ProvisionFrames, ProvisionFrames]
) -> PairStatement:
    """What is said of two definitions that are the same, of which one points to another provision."""
    at = 0 if _is_given_elsewhere(one) else 1
    source = _SOURCE.search(sides[at].text)
    same = patterns()["both define term"].format(term=(one, two)[at].term)
    if source is None:
        return PairStatement(same, "")
    where = patterns()["by reference"].format(name=names[at], source=source.group(1).strip(" .;"))
    return PairStatement(same, f"{phrasing.capital(where)}.")


# Where a definition is found: "has the meaning given the term in section 1001", "established under section 3122".
_SOURCE = re.compile(
    r"(?:\bmeanings? given\b[^.;]*?|\b(?:established|defined|described)) (?:in|under) (.+)$", re.DOTALL
)


def _joined(clauses: Sequence[str], tail: str) -> str:
    """Both clauses in one sentence, with the tail after it where there is room for it."""
    said = "; ".join(clause for clause in clauses if clause)
    if not tail or not all(clauses):
        return f"{phrasing.capital(said)}." if said else ""
    if len(f"{said} {tail}".split()) <= MOST:
        return f"{phrasing.capital(said)}. {phrasing.capital(tail)}"
    joined = patterns()["but"].format(left=clauses[0], right=clauses[-1])
    return f"{phrasing.capital(joined)}."
