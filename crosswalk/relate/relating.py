"""How two listed provisions relate: named rules in order, each with its label and how often it was right.

The last rule always answers. `weight` is the share of judged pairs (tests/golden/judged) on which the rule was
right, refitted by tests/benchmarks/relating.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from crosswalk.language.encoder import encode
from crosswalk.language.thesaurus import stem
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.frame import Frame, FrameModality, ProvisionFrames, Slot
from crosswalk.model.relation import Relation

_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
_BANS = frozenset({FrameModality.MUST_NOT, FrameModality.NEED_NOT})
# Shares of content words: nearly all, most, and so much more of one side than of the other.
_ALL, _MOST, _MORE = 0.7, 0.6, 0.15
# Cosines of whole texts: about the same act, and close enough that opposite force is a conflict.
_ALIKE, _OPPOSED = 0.55, 0.6
# A stated purpose meets the other text from this cosine on.
_SERVES = 0.6


@dataclass(frozen=True)
class PairReading:
    """Two provisions read side by side; `wording` is the relation that the finer reading of their words found."""

    left: ProvisionFrames
    right: ProvisionFrames
    wording: Relation

    @cached_property
    def shares(self) -> tuple[float, float]:
        """The share of each side's content words that the other has, 0..1."""
        ours, theirs = _content(self.left.text), _content(self.right.text)
        both = len(ours & theirs)
        return both / max(len(ours), 1), both / max(len(theirs), 1)

    @cached_property
    def likeness(self) -> float:
        """The cosine of the two texts, rounded."""
        one, two = encode([self.left.text, self.right.text])
        return round(float(one @ two), 3)

    @cached_property
    def opposed(self) -> bool:
        """Whether one side forbids, or does not ask, what the other asks or allows."""
        ours, theirs = self.left.main, self.right.main
        return bool(ours and theirs and (ours.modality in _BANS) is not (theirs.modality in _BANS))

    def serves(self, *, left: bool) -> bool:
        """Whether one side states a purpose that is what the other side is about."""
        helper, helped = (self.left, self.right) if left else (self.right, self.left)
        purposes = [f.words for frame in helper.frames for f in frame.slots.get(Slot.PURPOSE, ())]
        if not purposes:
            return False
        return round(float((encode(purposes) @ encode([helped.text])[0]).max()), 3) >= _SERVES


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in map(str.lower, _WORD.findall(text)) if w not in EMPTY_WORDS)


@dataclass(frozen=True, slots=True)
class RelationRule:
    """One rule: its name, when it holds, what follows, and how often that was right."""

    name: str
    holds: Callable[[PairReading], bool]
    relation: Relation
    weight: float


def _repeats(pair: PairReading) -> bool:
    return not pair.opposed and (min(pair.shares) >= _ALL or pair.wording is Relation.EQUAL)


def _conflicts(pair: PairReading) -> bool:
    stated = pair.wording is Relation.CONTRARY and pair.likeness >= _ALIKE
    return stated or (pair.opposed and pair.likeness >= _OPPOSED)


def _lies_within(pair: PairReading) -> bool:
    ours, theirs = pair.shares
    stated = pair.wording is Relation.SUBSET and pair.likeness >= _OPPOSED
    return stated or (ours >= _MOST and ours - theirs >= _MORE)


def _holds_other(pair: PairReading) -> bool:
    ours, theirs = pair.shares
    stated = pair.wording is Relation.SUPERSET and pair.likeness >= _OPPOSED
    return stated or (theirs >= _MOST and theirs - ours >= _MORE)


RULES: tuple[RelationRule, ...] = (
    RelationRule("the same words, or the same demand in others", _repeats, Relation.EQUAL, 0.8),
    RelationRule("opposite force on the same act", _conflicts, Relation.CONTRARY, 0.5),
    RelationRule("the left lies within the right", _lies_within, Relation.SUBSET, 0.75),
    RelationRule("the left holds the right", _holds_other, Relation.SUPERSET, 0.6),
    RelationRule(
        "the left's purpose is what the right asks", lambda p: p.serves(left=True), Relation.SUPPORTS, 0.5
    ),
    RelationRule(
        "the right's purpose is what the left asks", lambda p: p.serves(left=False), Relation.SUPPORTED, 0.5
    ),
    RelationRule(
        "both concern the same thing, and each adds to it", lambda _: True, Relation.INTERSECTS, 0.55
    ),
)


def relate_frames(left: ProvisionFrames, right: ProvisionFrames, wording: Relation) -> RelationRule:
    """The first rule that holds for a pair that is worth listing."""
    pair = PairReading(left, right, wording)
    return next(rule for rule in RULES if rule.holds(pair))


def best_frames(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Frame, Frame] | None:
    """The two frames whose clauses agree most, those with an object first; None where a side has no frame."""
    ours, theirs = (_sayable(side) for side in (left, right))
    if not ours or not theirs:
        return None
    near = np.round(encode([f.clause for f in ours]) @ encode([f.clause for f in theirs]).T, 3)
    one, two = np.unravel_index(int(np.argmax(near)), near.shape)
    return ours[int(one)], theirs[int(two)]


def _sayable(side: ProvisionFrames) -> list[Frame]:
    whole = [f for f in side.frames if f.clause and (f.first(Slot.OBJECT) or f.first(Slot.ACTOR))]
    return whole or [f for f in side.frames if f.clause]
