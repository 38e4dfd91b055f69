"""Say how two provisions meet, from their frames: what is the same, and what each asks or adds.

Nothing is said that is not in the frames. The wording stands in `data/statements.yaml`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from crosswalk.language import phrasing
from crosswalk.language.condense import asides, cheapest_cuts, cuts, shortened, worded
from crosswalk.language.encoder import encode
from crosswalk.language.frame_words import frame_words
from crosswalk.language.thesaurus import stem
from crosswalk.language.topics import Topic
from crosswalk.model.alignment import Match, MatchType
from crosswalk.model.annotation import Span  # noqa: TC001 - named in annotations that are read at run time
from crosswalk.model.frame import (
    Clause,
    ClausePart,
    Filler,
    Frame,
    FrameModality,
    Loss,
    ProvisionFrames,
    Slot,
)
from crosswalk.model.relation import Relation
from crosswalk.relate.answered import content_words
from crosswalk.relate.wording import BANS, DEFINES, ELSEWHERE, patterns, say

# Both parts of a statement together have at most this many words.
MOST = 45
# Phrases whose meanings agree at least this much meet; a reader accepts such a pair at a glance.
MEETS = 0.62
# Phrases with the same modifier before another noun meet only from here on.
_OTHER_HEAD = 0.8
# The opening goes where the clauses beside it would lose more than this.
_OPENING = 9.0
# Cuts that meet may free a word less than each alone.
_ROUNDED = 4
_LEVELS = frozenset({"local", "state", "regional", "federal"})
# A word of an opening that tells nothing of two clauses.
_SAYS_NOTHING = frozenset({"career"})
# What nearly every provision of a document names says nothing of two of them.
_GENERAL = frozenset({"career pathways", "education", "training", "services", "participants"})
# So many words a clause has around it at most, for who must act.
_NAMING = 12
# At most so many pairs of phrases are marked.
MARKED = 5


@dataclass(frozen=True, slots=True)
class PairStatement:
    """What two provisions share and how they differ, each one or two plain sentences."""

    same: str
    different: str

    @property
    def sentence(self) -> str:
        """Both parts, one after the other."""
        return " ".join(part for part in (self.same, self.different) if part)


def phrase_matches(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Match, ...]:
    """The phrases of two provisions that say the same, best first, no phrase twice: at most `MARKED` pairs."""
    ours, theirs = _markable(left), _markable(right)
    if not ours or not theirs:
        return ()
    near = np.round(encode([_bare(f.words) for f in ours]) @ encode([_bare(f.words) for f in theirs]).T, 3)
    pairs = sorted(
        (-float(near[a, b]), a, b)
        for a in range(len(ours))
        for b in range(len(theirs))
        if near[a, b] >= (_OTHER_HEAD if _another_thing(ours[a], theirs[b]) else MEETS)
    )
    found: list[tuple[Filler, Filler, float]] = []
    taken_left: list[Span] = []
    taken_right: list[Span] = []
    for cosine, a, b in pairs:
        one, two = ours[a].span, theirs[b].span
        if one is None or two is None or one.overlaps_any(taken_left) or two.overlaps_any(taken_right):
            continue
        taken_left.append(one)
        taken_right.append(two)
        found.append((ours[a], theirs[b], -cosine))
    return tuple(
        Match(
            number,
            (one.span,),
            (two.span,),
            "",
            MatchType.SAME if _bare(one.words) == _bare(two.words) else MatchType.NEAR,
        )
        for number, (one, two, _) in enumerate(found[:MARKED], start=1)
        if one.span is not None and two.span is not None
    )


def _another_thing(one: Filler, two: Filler) -> bool:
    """Whether two phrases share a modifier and name different things, as "career pathways" and "career navigation"."""
    ours, theirs = (
        set(re.findall(r"\w+", _bare(f.words))) - {f.head, _bare(f.words).split()[-1]} for f in (one, two)
    )
    return one.head != two.head and bool(ours & theirs)


def _markable(item: ProvisionFrames) -> list[Filler]:
    """Phrases that may be marked: a bare stock word, a population or a common noun alone says too little."""
    lists = frame_words()
    alone = lists.stock_nouns | lists.people | lists.common_nouns
    return [
        f for f in item.phrases if f.span is not None and not (len(f.words.split()) == 1 and f.head in alone)
    ]


_ARTICLE = re.compile(r"^(?:the|a|an|each|any|all|such|particularly)\s+", re.IGNORECASE)


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words.lower())


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
    one, two = _with_words(first, left), _with_words(second, right)
    wording = patterns()
    if relation is Relation.EQUAL:
        weak = one is None or one.modality is FrameModality.IS
        return PairStatement(_said_by_both((two or one) if weak else one), "")
    tail = wording.get(relation.value, "").format(left=names[0], right=names[1])
    shared = [_telling_words(side) for side in (right, left)]
    sides = (_Side(names[0], one, left, shared[0]), _Side(names[1], two, right, shared[1]))
    return _fit(_openings(left, right, topic, [frame for frame in (one, two) if frame]), sides, tail)


def state_one(name: str, side: ProvisionFrames) -> str:
    """What one provision requires, where the other has no act to set beside it; empty where that cannot be said."""
    frame = _with_words(side.main, side)
    said = say(name, frame, shortened(frame.whole, MOST - _NAMING)) if frame is not None else ""
    return f"{phrasing.capital(said)}." if said and len(said.split()) <= MOST else ""


def _telling_words(side: ProvisionFrames) -> frozenset[str]:
    """The stems of the words of a provision that tell it from others: no stock noun, people or place."""
    return frozenset(content_words(side.text)) - _general_stems()


@cache
def _general_stems() -> frozenset[str]:
    lists = frame_words()
    general = lists.stock_nouns | lists.people | lists.common_nouns | lists.places | _LEVELS
    return frozenset(stem(word) for word in general)


@dataclass(frozen=True)
class _Side:
    """One side of a statement: its name, the frame it speaks of, its provision, and the other side's words."""

    name: str
    frame: Frame | None
    provision: ProvisionFrames
    shared: frozenset[str]
    strict: bool = True

    @property
    def clause(self) -> Clause:
        """The clause with the parts that may go.

        A strict side loses no condition of a ban and nothing of a definition: each would be another one.
        """
        if self.frame is None:
            return Clause()
        if not self.strict:
            return self.frame.whole
        whole, most = self.frame.whole, Loss.CONDITION
        if self.frame.modality in BANS:
            most = Loss.RESTRICTION
        elif self.frame.term:
            most = Loss.ASIDE if DEFINES.match(worded(whole)) else Loss.EXAMPLE
        return replace(whole, parts=tuple(p for p in whole.parts if p.loss <= most))

    def said(self, gone: Collection[ClausePart]) -> str:
        """What the side requires, without some parts of its clause."""
        said = say(self.name, self.frame, gone) if self.frame is not None else ""
        return said or _named(self.name, self.provision)


@dataclass(frozen=True, slots=True)
class _Opening:
    """A first sentence that says what both share, and the things that each clause after it must name."""

    sentence: str
    things: tuple[str, ...] = ()


def _fit(openings: Sequence[_Opening], sides: tuple[_Side, _Side], tail: str) -> PairStatement:
    """The parts within the limit of words, at the least cost.

    The opening may go too, and goes where one of the clauses does not bear it out; so does the tail.
    """
    for opening in openings:
        said = _within(MOST - len(f"{opening.sentence} {tail}".split()), sides, most=_OPENING)
        if said is not None and all(_names(thing, clause) for thing in opening.things for clause in said):
            return PairStatement(phrasing.capital(opening.sentence), _joined(said, tail))
    for end in (tail, ""):
        said = _within(MOST - len(end.split()), sides, most=None)
        if said is not None:
            return PairStatement("", _joined(said, end))
    frames = [side.frame for side in sides if side.frame]
    defining = [f for f in frames if f.term and DEFINES.match(worded(f.whole))]
    if len(defining) > 1:
        return _both_define(sides)
    if sides[0].strict and not defining and not any(f.modality in BANS for f in frames):
        free = tuple(replace(side, strict=False, shared=frozenset()) for side in sides)
        return _fit(openings, (free[0], free[1]), tail)
    return PairStatement(phrasing.capital(openings[0].sentence) if openings else patterns()["too long"], "")


def _names(thing: str, clause: str) -> bool:
    """Whether a clause says a word of a thing that tells something."""
    said = set(content_words(clause))
    return bool({word for word in content_words(thing) if word not in _SAYS_NOTHING} & said)


def _both_define(sides: tuple[_Side, _Side]) -> PairStatement:
    """What is said of two definitions that are too long to set side by side."""
    one, two = (side.frame.term for side in sides if side.frame)
    key = "both define" if one == two else "each defines"
    said = patterns()[key].format(left=sides[0].name, right=sides[1].name, one=one, two=two)
    return PairStatement(phrasing.capital(said), "")


def _within(room: int, sides: tuple[_Side, _Side], most: float | None) -> list[str] | None:
    """What both sides require in at most `room` words; None where they cannot be cut so far, or not for `most`."""
    clauses = [side.clause for side in sides]
    gone = [asides(clause, side.shared) for clause, side in zip(clauses, sides, strict=True)]
    said = [side.said(parts) for side, parts in zip(sides, gone, strict=True)]
    over = len(" ".join(said).split()) - room
    if over <= 0:
        return said
    found = [cut for at, side in enumerate(sides) for cut in cuts(clauses[at], gone[at], at, side.shared)]
    for spare in range(over, over + _ROUNDED):
        chosen = cheapest_cuts(found, spare)
        if chosen is None or (most is not None and sum(cut.cost for cut in chosen) > most):
            return None
        parts = [(*gone[at], *(cut.part for cut in chosen if cut.at == at)) for at in range(len(sides))]
        said = [side.said(of) for side, of in zip(sides, parts, strict=True)]
        if len(" ".join(said).split()) <= room:
            return said
    return None


def _named(name: str, side: ProvisionFrames) -> str:
    """What one side covers, by its longest phrase, where no act of it can be said."""
    longest = max((f.words for f in side.phrases), key=lambda words: len(words.split()), default="")
    return patterns()["is noun"].format(name=name, clause=phrasing.lowered(longest)) if longest else ""


def _with_words(frame: Frame | None, side: ProvisionFrames) -> Frame | None:
    """The frame where it can be said, else the first of its side that can."""
    options = [*([frame] if frame else []), *side.frames]
    return next((option for option in options if say("", option, ())), frame)


def _said_by_both(frame: Frame | None) -> str:
    """What both sides ask, where they ask the same."""
    if frame is not None and frame.term and ELSEWHERE.match(worded(frame.whole)):
        return patterns()["both elsewhere"].format(term=frame.term)
    said = say("both", frame, shortened(frame.whole, MOST - 10)) if frame is not None else ""
    if not said or len(said.split()) > MOST:
        return patterns()["equal"]
    verb = re.match(r"both (\w+)", said)
    plural = {"has": "have", "does": "do"}
    if verb is not None:
        third = verb.group(1)
        said = f"both {plural.get(third, third.removesuffix('s'))}{said[verb.end() :]}"
    return phrasing.capital(said) + "."


def _joined(clauses: Sequence[str], tail: str) -> str:
    said = "; ".join(clause for clause in clauses if clause)
    return " ".join(
        part for part in (f"{phrasing.capital(said)}." if said else "", phrasing.capital(tail)) if part
    )


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
        said = phrasing.lowered(_ARTICLE.sub("", min(words, key=lambda words: (len(words.split()), words))))
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
        *(_opening("both concern", one) for one in pair.groups()),
    ]


def _opening(pattern: str, shared: str, things: Sequence[str] = ()) -> _Opening:
    return _Opening(patterns()[pattern].format(shared=shared), tuple(things) or (shared,))


def _common_name(one: str, other: str) -> str:
    """The last words of the shorter phrase that the other has too, as "entry points"; empty where they tell little."""
    short, long = sorted((one, other), key=lambda words: (len(words.split()), words))
    known = {stem(word) for word in re.findall(r"[\w-]+", long.lower())}
    found: list[str] = []
    for word in reversed(_bare(short).split()):
        if stem(word.strip(",;")) not in known:
            break
        found.insert(0, word)
    said = phrasing.lowered(" ".join(found))
    return said if len(found) > 1 and said.lower() not in _GENERAL else ""


def _names_thing(filler: Filler) -> bool:
    """Whether a phrase reads well after "both concern": several things, or one that takes no article."""
    words = filler.words
    plain = not any(sign.isdigit() for sign in words) and filler.head not in frame_words().people
    return plain and len(words.split()) > 1 and words.endswith(("s", "ing", "ment", "ance", "tion"))


def _about(filler: Filler, frame: Frame) -> bool:
    """Whether the act of a frame is about a phrase: its object, or the act itself, holds the phrase."""
    objects = frame.slots.get(Slot.OBJECT, ())
    return filler.words in frame.clause or any(filler.words in held.words for held in objects)
