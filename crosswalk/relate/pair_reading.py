"""Read two provisions together: how much of each the other answers, how alike they are, and what each does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from crosswalk.language.condense import worded
from crosswalk.language.encoder import encode
from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import Frame, FrameModality, Level, ProvisionFrames, Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.answered import (
    AnsweredShare,
    abbreviated,
    answered_share,
    content_words,
    lead_in,
    own_words,
)
from crosswalk.relate.compared_text import limits_of
from crosswalk.relate.holding import holding_chance
from crosswalk.relate.requirements import compare_requirements

# Two objects count as the same thing from the first cosine up; if they have the same head word, from the second.
_SAME_OBJECT, _SAME_NAME = 0.55, 0.5
# An object of at most this many words has only a head and an article.
_BARE = 2
_DENIED = re.compile(r"no ", re.IGNORECASE)
# Small words that change what is asked.
_WEIGHING = frozenset(
    [
        "and",
        "or",
        "not",
        "no",
        "nor",
        "only",
        "each",
        "every",
        "all",
        "both",
        "either",
        "neither",
        "at",
        "least",
        "most",
        "more",
        "less",
        "than",
        "before",
        "after",
        "during",
        "within",
        "without",
        "unless",
        "until",
        "except",
        "if",
        "include",
        "includes",
        "including",
        "must",
        "may",
        "should",
        "can",
        "could",
        "will",
        "would",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ]
)
_FORCE = re.compile(r"\b(?:must|shall|should|may|required?|requires)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|no|never)\b", re.IGNORECASE)
_YEAR_OF_LAW = re.compile(r"(?<=\bAct) of \d{4}\b")
# Two verbs count as the same act from this cosine up.
_SAME_ACT = 0.7
# Each word that two clauses share adds this to their cosine, up to this many words.
_A_WORD, _MOST_WORDS = 0.05, 3
# A clause of fewer words is too general ("information").
_TELLING = 3
_BANS = frozenset({FrameModality.MUST_NOT, FrameModality.NEED_NOT})
_FORCES = frozenset({FrameModality.MUST, FrameModality.SHOULD, FrameModality.MAY})


@dataclass(frozen=True)
class PairReading:
    """Two provisions read together."""

    left: ProvisionFrames
    right: ProvisionFrames

    @cached_property
    def wording(self) -> Relation:
        """The relation that the two give if they are compared word by word."""
        return compare_requirements(self.left, self.right).relation

    @cached_property
    def left_answered(self) -> AnsweredShare:
        """How much of the left text the right answers."""
        return answered_share(self.left, self.right)

    @cached_property
    def right_answered(self) -> AnsweredShare:
        """How much of the right text the left answers."""
        return answered_share(self.right, self.left)

    @cached_property
    def left_held(self) -> float:
        """The chance that all that the left asks is in the right, 0..1."""
        return holding_chance(self.left, self.right)

    @cached_property
    def right_held(self) -> float:
        """The chance that all that the right asks is in the left, 0..1."""
        return holding_chance(self.right, self.left)

    @cached_property
    def verbatim(self) -> bool:
        """Whether both have the same words in the same order, citations, articles and headings aside."""
        whole = own_words(self.left.text) == own_words(self.right.text)
        return whole or own_words(self.left.own_text) == own_words(self.right.own_text)

    @property
    def least_answered(self) -> float:
        """The smaller of the two answered shares."""
        return min(self.left_answered.share, self.right_answered.share)

    @property
    def most_answered(self) -> float:
        """The share of the side that is answered more."""
        return max(self.left_answered.share, self.right_answered.share)

    @property
    def most_missing(self) -> int:
        """The larger number of unanswered content words of the two sides."""
        return max(self.left_answered.missing, self.right_answered.missing)

    @cached_property
    def lead_ins_differ(self) -> bool:
        """Whether the two are below lead-ins that say different things."""
        return lead_in(self.left) != lead_in(self.right)

    @cached_property
    def same_content(self) -> bool:
        """Whether both have the same content words in any order, and no word that weighs is on one side only."""
        ours, theirs = set(own_words(self.left.text)), set(own_words(self.right.text))
        short = abbreviated(self.left, self.right) | abbreviated(self.right, self.left)
        said = [set(content_words(" ".join(sorted(words)))) - short for words in (ours, theirs)]
        return said[0] == said[1] and not (ours ^ theirs) & _WEIGHING

    @cached_property
    def likeness(self) -> float:
        """The cosine of the two texts, rounded."""
        one, two = encode([self.left.text, self.right.text])
        return round(float(one @ two), 3)

    @cached_property
    def best_frames(self) -> tuple[Frame, Frame] | None:
        """The two frames whose clauses agree most, those with an object first; None if a side has no frame."""
        return best_frames(self.left, self.right)

    @cached_property
    def same_object(self) -> float:
        """The cosine of the objects of the two frames that agree most, rounded."""
        return _object_cosine(*self.best_frames) if self.best_frames else 0.0

    @cached_property
    def acts_clash(self) -> bool:
        """Whether two acts on the same object exclude each other: one forbidden and the other not, or antonyms.

        Two texts that both set limits may bind different cases; their figures decide, not their acts.
        """
        if limits_of(self.left) and limits_of(self.right):
            return False
        pairs = [(one, two) for one in _acts_in_force(self.left) for two in _acts_in_force(self.right)]
        return any(_exclude(one, two) for one, two in pairs)

    @cached_property
    def stricter(self) -> str:
        """The side with the stricter limit, `left` or `right`, if each sets one limit of a kind; else empty."""
        ours, theirs = (limits_of(side) for side in (self.left, self.right))
        pairs = [
            (one, two)
            for one in ours
            for two in theirs
            if one.is_comparable(two) and not any(one.same(other) for other in theirs)
        ]
        if len(pairs) != 1 or any(two.same(other) for _, two in pairs for other in ours):
            return ""
        [(one, two)] = pairs
        return "left" if one.is_subrange(two) else "right" if two.is_subrange(one) else ""

    @cached_property
    def words(self) -> int:
        """How many words the longer text has."""
        return max(len(self.left.text.split()), len(self.right.text.split()))

    @cached_property
    def numbers_differ(self) -> bool:
        """Whether the two give different figures."""
        return _figures(self.left.text) != _figures(self.right.text)

    @cached_property
    def both_forbid(self) -> bool:
        """Whether both sides forbid."""
        ours, theirs = self.left.main, self.right.main
        return bool(ours and theirs and ours.modality is theirs.modality is FrameModality.MUST_NOT)

    @cached_property
    def forces_differ(self) -> bool:
        """Whether one side obliges and the other advises or permits; two items of lists have no force of their own."""
        if not any(_FORCE.search(side.text) for side in (self.left, self.right)):
            return False
        ours, theirs = self.left.main, self.right.main
        forces = {side.modality for side in (ours, theirs) if side is not None} & _FORCES
        return len(forces) > 1

    @cached_property
    def opposed(self) -> bool:
        """Whether only one side forbids or does not require the act; a limit is not a ban."""
        ours, theirs = self.left.main, self.right.main
        if ours is None or theirs is None or "exceed" in (_act(ours), _act(theirs)):
            return False
        if _act(ours) == _act(theirs) and _DENIES.search(self.left.text) and _DENIES.search(self.right.text):
            return False
        forces = {ours.modality, theirs.modality}
        if forces == {FrameModality.NEED_NOT, FrameModality.MAY}:
            return False  # who may do a thing need not do it
        return (ours.modality in _BANS) is not (theirs.modality in _BANS)


def best_frames(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Frame, Frame] | None:
    """The two frames whose clauses agree most, those with an object first; None if a side has no frame."""
    ours, theirs = (_sayable(side) for side in (left, right))
    if not ours or not theirs:
        return None
    near = np.round(encode([f.clause for f in ours]) @ encode([f.clause for f in theirs]).T, 3)
    words = [[_said_words(f) for f in side] for side in (ours, theirs)]
    near += _A_WORD * np.array([[min(len(a & b), _MOST_WORDS) for b in words[1]] for a in words[0]])
    one, two = np.unravel_index(int(np.argmax(near)), near.shape)
    return _holding(ours[int(one)], ours), _holding(theirs[int(two)], theirs)


def _holding(frame: Frame, frames: Sequence[Frame]) -> Frame:
    """The frame whose clause holds the act of another, as "develop a plan, including providing information" does."""
    said = worded(frame.whole)
    held = (
        f
        for f in frames
        if f is not frame and "including" in worded(f.whole).partition(said)[0] and said in worded(f.whole)
    )
    return next(held, frame)


def _said_words(frame: Frame) -> frozenset[str]:
    """The stems of a clause that tell something, with those of what acts where that is no body; stock nouns do not."""
    actor = "" if frame.level in _BODIES else frame.words(Slot.ACTOR)
    return frozenset(content_words(f"{actor} {worded(frame.whole)}")) - _stock_stems()


_BODIES = frozenset({Level.FEDERAL, Level.STATE, Level.LOCAL, Level.PROVIDER, Level.DOCUMENT})


@cache
def _stock_stems() -> frozenset[str]:
    general = (*frame_words().stock_nouns, "career", "pathway", "participant", "individual")
    return frozenset(stem(word) for word in general)


def _sayable(side: ProvisionFrames) -> list[Frame]:
    said = [f for f in side.frames if f.clause]
    main = [f for f in said if not f.subordinate] or said
    whole = [f for f in main if f.first(Slot.OBJECT) or f.first(Slot.ACTOR)] or main
    return [f for f in whole if len(f.clause.split()) >= _TELLING] or whole


def _acts_in_force(side: ProvisionFrames) -> list[Frame]:
    """The frames of main clauses that oblige, forbid, allow or describe an act on an object."""
    return [f for f in side.frames if not f.subordinate and f.words(Slot.OBJECT) and f.first(Slot.ACT)]


def _exclude(one: Frame, two: Frame) -> bool:
    """Whether one frame forbids what the other requires, or requires the opposite."""
    bans = [_forbids(frame) for frame in (one, two)]
    ours, theirs = _act_stems(one), _act_stems(two)
    if bans[0] is not bans[1]:
        same = bool(ours & theirs) or _act_cosine(one, two) >= _SAME_ACT
        return same and _same_thing(one, two)
    words = thesaurus()
    opposed = not bans[0] and any(words.opposed(a, b) for a in ours for b in theirs)
    return opposed and _same_thing(one, two)


def _forbids(frame: Frame) -> bool:
    """Whether a frame forbids its act, by its modality or by "no" before its object ("charges no fines")."""
    denied = bool(_DENIED.match(frame.words(Slot.OBJECT))) and not frame.passive
    return frame.modality is FrameModality.MUST_NOT or denied


def _same_thing(one: Frame, two: Frame) -> bool:
    heads = [{filler.head for filler in frame.slots.get(Slot.OBJECT, ())} for frame in (one, two)]
    named = (heads[0] & heads[1]) - frame_words().stock_nouns - frame_words().people
    bare = any(len(_DENIED.sub("", frame.words(Slot.OBJECT)).split()) <= _BARE for frame in (one, two))
    return bool(named and bare) or _object_cosine(one, two) >= (_SAME_NAME if named else _SAME_OBJECT)


def _object_cosine(one: Frame, two: Frame) -> float:
    """The cosine of two objects; "no" before one denies the act and is no part of it."""
    ours, theirs = encode([_DENIED.sub("", frame.words(Slot.OBJECT)) for frame in (one, two)])
    return round(float(ours @ theirs), 3)


def _act_cosine(one: Frame, two: Frame) -> float:
    ours, theirs = encode([frame.words(Slot.ACT) for frame in (one, two)])
    return round(float(ours @ theirs), 3)


def _act_stems(frame: Frame) -> set[str]:
    return {stem(filler.head) for filler in frame.slots.get(Slot.ACT, ())}


def _act(frame: Frame) -> str:
    filler = frame.first(Slot.ACT)
    return filler.head if filler is not None else ""


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[str]:
    """The figures of a text; the year in the name of a law is none."""
    return frozenset(word for word in content_words(_YEAR_OF_LAW.sub(" ", text)) if word[0].isdigit())
