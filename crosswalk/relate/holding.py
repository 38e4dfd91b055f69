"""How likely it is that one text holds all that another asks: the figures of the pair in that direction, and their weights.

The chance is read both ways. Where each text holds the other they are equal, where only one does it is part of the other,
and where neither does they intersect. tests/benchmarks/fit_relations.py refits the weights.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from crosswalk.data import load
from crosswalk.language.encoder import encode
from crosswalk.language.thesaurus import stem
from crosswalk.model.frame import ProvisionFrames
from crosswalk.relate.answered import (
    answered_share,
    answered_words,
    lead_in,
    own_words,
    said_in_order,
    sentences,
    share_of,
    stated_words,
)

# The figures of `holding_figures`, in their order.
FIGURES = (
    "unanswered words",
    "unanswered words to all words",
    "words in the same order",
    "words of the other in the same order",
    "words that the other puts in",
    "least answered sentence",
    "nearness of the lead-ins",
)
# The least number of words that stand side by side in both texts, and of content words in a sentence that asks something.
_STRETCH, _TELLING = 2, 3
# A text that is held is answered by at least this share, and so is each of its sentences.
_HALF = 0.5
# Below this cosine a text that has this many words of the other, no two of them side by side, has them by chance.
_ALIKE, _SEVERAL = 0.5, 5
# What joins an item to a list, and the most words of a short item with it.
_JOINING, _ITEM = frozenset({"and", "or"}), 4


def holding_chance(inner: ProvisionFrames, outer: ProvisionFrames) -> float:
    """The chance (0..1, three decimals) that all that the inner text asks is in the outer one.

    It is 0 where the outer one leaves half of the inner one unanswered, or half of one of its sentences; where the inner
    one has an item more; and where the texts mean other things and only have words in common, in another order.
    """
    met = answered_words(inner, outer)
    if min(share_of(stated_words(inner.text), met).share, _least_sentence(inner, met)) < _HALF:
        return 0.0
    if _adds_item(inner, outer, met) or _is_scattered(inner, outer):
        return 0.0
    weights = holding_weights()
    odds = sum(
        weights[name] * said for name, said in zip(FIGURES, holding_figures(inner, outer), strict=True)
    )
    return round(1 / (1 + float(np.exp(-(odds + weights["bias"])))), 3)


def holding_weights() -> Mapping[str, float]:
    """The weight of each figure and the bias, from `data/holding.json`."""
    found: Mapping[str, float] = load("holding.json")
    return found


def holding_figures(inner: ProvisionFrames, outer: ProvisionFrames) -> tuple[float, ...]:
    """The figures from which the chance is computed; counts as logarithms, shares and cosines 0..1."""
    ours, theirs = stated_words(inner.text), stated_words(outer.text)
    met, back = answered_words(inner, outer), answered_words(outer, inner)
    missing = float(np.log1p(share_of(ours, met).missing))
    return (
        missing,
        missing / float(np.log1p(len(ours) or 1)),
        in_order(inner, outer),
        in_order(outer, inner),
        float(np.log1p(_put_in(outer, inner, set(theirs) - back, set(ours) - met))),
        _least_sentence(inner, met),
        _lead_ins(inner, outer),
    )


def in_order(one: ProvisionFrames, other: ProvisionFrames) -> float:
    """The share of the content words of `one` that `other` has in the same order and side by side, 0..1."""
    blocks = _blocks(one.text, other.text)
    same = sum(end - start for how, start, end, _, _ in blocks if how == "equal" and end - start >= _STRETCH)
    return same / max(len(said_in_order(one.text)), 1)


def _put_in(one: ProvisionFrames, other: ProvisionFrames, ours: set[str], theirs: set[str]) -> int:
    """How many words `one` says where the other says nothing of its own: words for others in their place are no addition.

    `ours` and `theirs` are the words of each that the other leaves unanswered.
    """
    texts = (said_in_order(one.text), said_in_order(other.text))
    added = 0
    for how, start, end, other_start, other_end in _blocks(one.text, other.text):
        if how in {"delete", "replace"}:
            own = sum(word in ours for word in texts[0][start:end])
            instead = sum(word in theirs for word in texts[1][other_start:other_end])
            added += max(own - instead, 0)
    return added


def _least_sentence(one: ProvisionFrames, met: set[str]) -> float:
    """The share of the least answered sentence that is among the words met, 0..1; 1 if no sentence asks anything."""
    said = (stated_words(part) for part in sentences(one))
    return min((_share(words, met) for words in said if len(words) >= _TELLING), default=1.0)


def _share(words: Sequence[str], met: set[str]) -> float:
    return sum(word in met for word in words) / len(words)


def _lead_ins(one: ProvisionFrames, other: ProvisionFrames) -> float:
    """The cosine of the lead-ins; 1 if there is none on either side, 0 if there is one on one side alone."""
    ours, theirs = lead_in(one).strip(), lead_in(other).strip()
    if not ours or not theirs:
        return float(ours == theirs)
    return _nearness(ours, theirs)


def _nearness(one: str, other: str) -> float:
    near = encode([one, other])
    return round(float(near[0] @ near[1]), 3)


def _is_scattered(inner: ProvisionFrames, outer: ProvisionFrames) -> bool:
    """Whether the outer text means another thing and has the words of the inner one here and there, as a long list may."""
    several = len(stated_words(inner.text)) >= _SEVERAL and in_order(inner, outer) == 0
    return several and _nearness(inner.text, outer.text) < _ALIKE


def _adds_item(one: ProvisionFrames, other: ProvisionFrames, met: set[str]) -> bool:
    """Whether `one` says all that the other says in the same order, and has a short item of a list more."""
    if answered_share(other, one).missing:
        return False
    ours, theirs = (tuple(map(stem, own_words(side.text))) for side in (one, other))
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    added = [ours[start:end] for how, start, end, _, _ in changes if how == "delete"]
    missing = set(stated_words(one.text)) - met
    return any(
        words[0] in _JOINING and len(words) <= _ITEM and bool(missing & set(words[1:])) for words in added
    )


# Each pair is read in both directions, several times in a row.
@lru_cache(maxsize=64)
def _blocks(one: str, other: str) -> tuple[tuple[str, int, int, int, int], ...]:
    ours, theirs = said_in_order(one), said_in_order(other)
    return tuple(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())
