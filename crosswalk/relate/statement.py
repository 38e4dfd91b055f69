"""State how two provisions relate, from their frames: what is the same, and what each requires or adds.

A statement says only what is in the frames. Its wording is in `data/statements.yaml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from crosswalk.language import phrasing
from crosswalk.language.condense import asides, shortened, worded
from crosswalk.language.frame_words import frame_words
from crosswalk.language.thesaurus import stem
from crosswalk.language.topics import Topic
from crosswalk.language.word_lists import CARDINALS
from crosswalk.model.frame import Filler, Frame, FrameModality, ProvisionFrames, Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.alike import state_alike
from crosswalk.relate.answered import content_words
from crosswalk.relate.fitting import StatementSide, within
from crosswalk.relate.meeting import (
    ARTICLE,
    MeetingPoint,
    meeting_points,
    phrase_matches,
    said_words,
    shared_words,
    without_article,
)
from crosswalk.relate.wording import BANS, DEFINES, ELSEWHERE, ORGANIZED, patterns, say, say_of_both

# Both parts of a statement together have at most this many words.
MOST = 45
# The opening is left out if the clauses beside it would lose more than this to make room for it.
_OPENING = 9.0
# Words of an opening that do not distinguish two clauses.
_SAYS_NOTHING = frozenset({"career"})
# Phrases that occur in nearly every provision of a document and do not link two of them.
_GENERAL = frozenset({"career pathways", "education", "training", "services", "participants"})
# At most this many words around a clause say who must act.
_NAMING = 12


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
    first, second = frames or (left.main, right.main)
    if relation is Relation.CONTRARY:
        first, second = _with_figures(left, right) or (first, second)
    one, two = _with_words(first, left), _with_words(second, right)
    wording = patterns()
    adopts = any(frame is not None and frame.term and _is_given_elsewhere(frame) for frame in (one, two))
    if one is not None and two is not None and relation is not Relation.CONTRARY and not adopts:
        same, different = state_alike(one, two, names, (left.text, right.text), MOST)
        if same:
            return PairStatement(
                f"{phrasing.capital(same)}.", f"{phrasing.capital(different)}." if different else ""
            )
    if relation is Relation.EQUAL:
        weak = one is None or (one.modality is FrameModality.IS and two is not None)
        return PairStatement(_said_by_both(*((two, one) if weak else (one, two))), "")
    tail = wording.get(relation.value, "").format(left=names[0], right=names[1])
    texts = [
        f"{side.text} {worded(frame.whole) if frame else ''}" for side, frame in ((left, one), (right, two))
    ]
    shared = (shared_words(texts[0], texts[1]), shared_words(texts[1], texts[0]))
    if relation is Relation.CONTRARY:
        shared = (shared[0] | _counted(left.text), shared[1] | _counted(right.text))
    supported = relation is Relation.SUPPORTS
    sides = (
        StatementSide(names[0], one, left, shared[0], _common(one, two)),
        StatementSide(names[1], two, right, shared[1], _common(two, one), supported=supported),
    )
    openings = [] if supported else _openings(left, right, topic, [frame for frame in (one, two) if frame])
    return _fit(openings, sides, meeting_points(left, right), tail)


def state_one(name: str, side: ProvisionFrames, most: int = MOST) -> str:
    """What one provision requires in `most` words, without the other; empty where that cannot be said."""
    frame = _with_words(side.main, side)
    said = say(name, frame, shortened(frame.whole, most - _NAMING)) if frame is not None else ""
    return f"{phrasing.capital(said)}." if said and len(said.split()) <= most else ""


@dataclass(frozen=True, slots=True)
class _Opening:
    """A first sentence that says what both share, and the things that each clause after it must name."""

    sentence: str
    things: tuple[str, ...] = ()


def _fit(
    openings: Sequence[_Opening],
    sides: tuple[StatementSide, StatementSide],
    points: Sequence[MeetingPoint],
    tail: str,
) -> PairStatement:
    """The parts within the limit of words, at the least cost.

    The opening is left out if a clause does not support it. Nothing is cut for the tail, which says that the two
    conflict; where there is no room for it, "but" says so.
    """
    most = MOST - bool(tail)  # room for "but"
    for opening in openings:
        said = within(most - len(opening.sentence.split()), sides, points, most=_OPENING)
        if said is not None and all(_names(thing, clause) for thing in opening.things for clause in said):
            room = MOST - len(opening.sentence.split())
            return PairStatement(phrasing.capital(opening.sentence), _joined(said, tail, room))
    said = within(most, sides, points, most=None)
    if said is not None:
        linked = bool(_links(sides, said))
        if not linked and (other := within(most, sides, _word_points(sides), most=None)):
            said, linked = other, bool(_links(sides, other))
        return PairStatement("", _joined(said, tail), linked)
    frames = [side.frame for side in sides if side.frame]
    defining = [f for f in frames if f.term and DEFINES.match(worded(f.whole))]
    if len(defining) > 1:
        return _both_define(sides)
    if defining:
        brief = [replace(side, only_term=side.frame in defining) for side in sides]
        said = within(most, (brief[0], brief[1]), (), most=None)
        if said is not None:
            return PairStatement("", _joined(said, tail))
    elif sides[0].strict and not any(f.modality in BANS for f in frames):
        free = tuple(replace(side, strict=False, shared=frozenset()) for side in sides)
        return _fit(openings, (free[0], free[1]), (), tail)
    elif any(side.frame is not None and side.frame.carrier for side in sides):
        return _fit(openings, (_described(sides[0]), _described(sides[1])), points, tail)
    if openings:
        return PairStatement(phrasing.capital(openings[0].sentence), "")
    return PairStatement(patterns()["too long"], "", linked=False)


def _described(side: StatementSide) -> StatementSide:
    """A side that only describes its act, without what a lead-in has its actor do toward it."""
    frame = side.frame
    if frame is None or not frame.carrier:
        return side
    slots = dict(frame.slots)
    slots.pop(Slot.ACTOR, None)
    return replace(side, frame=replace(frame, carrier="", slots=slots, modality=FrameModality.IS))


def _links(sides: tuple[StatementSide, StatementSide], said: Sequence[str]) -> set[str]:
    """The stems that what is said of both sides shares, besides those of our patterns, of the names and of who acts."""
    ours, theirs = (_said_stems(clause) for clause in said)
    for side in sides:
        frame = side.frame
        if frame is not None:
            doer = frame.words(Slot.ACTOR) if frame.level in ORGANIZED else ""
            ours -= _said_stems(f"{doer} {frame.reporter} {side.name}")
    return (ours & theirs) - _pattern_words()


def _word_points(sides: tuple[StatementSide, StatementSide]) -> list[MeetingPoint]:
    """The words that both clauses share before they are cut, each as a point to keep."""
    said = [side.said(()) for side in sides]
    words = [{_marked_stem(word): word for word in sorted(said_words(clause))} for clause in said]
    return [
        MeetingPoint(1.0, (frozenset({words[0][link]}), frozenset({words[1][link]})))
        for link in sorted(_links(sides, said))
    ]


def _said_stems(text: str) -> set[str]:
    return {_marked_stem(word) for word in said_words(text)}


def _marked_stem(word: str) -> str:
    """The stem of a word, marked for who does an act, which is no form of it: "employers" and "employment"."""
    return f"{stem(word)}{'+' if _DOER.search(word) else ''}"


_DOER = re.compile(r"(?:er|or|ee)s?$")


@cache
def _pattern_words() -> frozenset[str]:
    """The words that our patterns bring, and those for people or whom; "measures" also is what texts do."""
    said = " ".join(said for key, said in patterns().items() if key != "measure")
    people = " ".join((*frame_words().people, "eligible"))
    return frozenset(_said_stems(re.sub(r"\{\w+\}", " ", f"{said} {people}")))


def _names(thing: str, clause: str) -> bool:
    """Whether a clause has a telling word of one of the things that the opening names."""
    said = set(content_words(clause))
    return bool({word for word in content_words(thing) if word not in _SAYS_NOTHING} & said)


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
    theirs = _said_stems(worded(other.whole))
    return frozenset(word for word in said_words(worded(frame.whole)) if _marked_stem(word) in theirs)


def _with_figures(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Frame, Frame] | None:
    """The first act with a number on each side, where both have one: what cannot be followed together is said with it."""
    found = [
        next((f for f in side.frames if any(word.strip()[:1].isdigit() for word in f.whole.words)), None)
        for side in (left, right)
    ]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _counted(text: str) -> frozenset[str]:
    """The number words of a text and what they count, as "two" and "years": two acts may conflict in these alone."""
    words = re.findall(r"[\w-]+", text.lower())
    numbers = [at for at, word in enumerate(words) if word.isdigit() or word in CARDINALS]
    return frozenset(word for at in numbers for word in words[at : at + 2])


def _with_words(frame: Frame | None, side: ProvisionFrames) -> Frame | None:
    """The frame where it can be said, else the first of its side that can."""
    options = [*([frame] if frame else []), *side.frames]
    return next((option for option in options if say("", option, ())), frame)


def _said_by_both(frame: Frame | None, other: Frame | None) -> str:
    """What both sides require, in the words of one frame, if they require the same."""
    if frame is not None and frame.term and _is_given_elsewhere(frame):
        return patterns()["both elsewhere"].format(term=frame.term)
    said = say_of_both(frame, other, shortened(frame.whole, MOST - 10)) if frame is not None else ""
    if not said or len(said.split()) > MOST:
        return patterns()["equal"]
    return phrasing.capital(said) + "."


def _is_given_elsewhere(frame: Frame) -> bool:
    """Whether a definition points to another provision, also as "a local board established under section 3122"."""
    whole = worded(frame.whole)
    meaning = worded(frame.whole, asides(frame.whole)).partition(" ")[2]
    own = set(content_words(frame.term))
    return bool(ELSEWHERE.match(whole) or (DEFINES.match(whole) and set(content_words(meaning)) <= own))


def _joined(clauses: Sequence[str], tail: str, room: int = MOST) -> str:
    """Both clauses in one sentence, with the tail after it where `room` words hold it."""
    said = "; ".join(clause for clause in clauses if clause)
    if not tail or not all(clauses):
        return f"{phrasing.capital(said)}." if said else ""
    if len(f"{said} {tail}".split()) <= room:
        return f"{phrasing.capital(said)}. {phrasing.capital(tail)}"
    joined = patterns()["but"].format(left=clauses[0], right=clauses[-1])
    return f"{phrasing.capital(joined)}."


def _openings(
    left: ProvisionFrames, right: ProvisionFrames, topic: Topic | None, frames: Sequence[Frame]
) -> list[_Opening]:
    """What both share: a phrase that both acts are about, a telling phrase that both have, or a topic; best first."""
    by_span = {f.span: f for f in (*left.phrases, *right.phrases)}
    named = ""
    for match in phrase_matches(left, right):
        options = [by_span[match.left[0]], by_span[match.right[0]]]
        if not all(_names_thing(f) for f in options):
            continue
        words = [f.words for f in options]
        said = phrasing.lowered(ARTICLE.sub("", min(words, key=lambda words: (len(words.split()), words))))
        if all(_about(f, frame) for f, frame in zip(options, frames, strict=False)):
            return [_opening("both concern", said)]
        named = named or _common_name(*words)
    if named:
        return [_opening("both name", named)]
    if topic is None:
        return []
    pair = re.fullmatch(r"((?:\w+ )?\w+) and ((?:\w+ )?\w+)", topic.label)
    if pair is None:
        return [_opening("both concern", topic.label)]
    # "Employers and industry sectors" is said where both texts name both, else only what both name.
    return [
        _opening("both concern", topic.label, pair.groups()),
        *(_opening("both concern", one) for one in pair.groups() if one.endswith("s") or " " in one),
    ]


def _opening(pattern: str, shared: str, things: Sequence[str] = ()) -> _Opening:
    return _Opening(patterns()[pattern].format(shared=shared), tuple(things) or (shared,))


def _common_name(one: str, other: str) -> str:
    """The last words of the shorter phrase that the other has too, as "entry points"; empty where they tell little."""
    short, long = sorted((one, other), key=lambda words: (len(words.split()), words))
    known = {stem(word) for word in re.findall(r"[\w-]+", long.lower())}
    found: list[str] = []
    for word in reversed(without_article(short).split()):
        if stem(word.strip(",;")) not in known:
            break
        found.insert(0, word)
    said = phrasing.lowered(" ".join(found))
    return said if len(found) > 1 and said.lower() not in _GENERAL else ""


_ONE = re.compile(r"(?:an?|each|every|any) ", re.IGNORECASE)


def _names_thing(filler: Filler) -> bool:
    """Whether a phrase reads well after "both concern": several things, or one that takes no article."""
    words = filler.words
    plain = not any(sign.isdigit() for sign in words) and filler.head not in frame_words().people
    if _ONE.match(words) and not words.endswith("s"):
        return False  # "a visitor's identity document"
    return plain and len(words.split()) > 1 and words.endswith(("s", "ing", "ment", "ance", "tion"))


def _about(filler: Filler, frame: Frame) -> bool:
    """Whether the act of a frame is about a phrase: its object, or the act itself, holds the phrase."""
    objects = frame.slots.get(Slot.OBJECT, ())
    return filler.words in frame.clause or any(filler.words in held.words for held in objects)
