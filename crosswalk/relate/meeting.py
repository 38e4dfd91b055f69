"""The phrases that two provisions share, and the words that distinguish one provision from another."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.encoder import encode
from crosswalk.language.thesaurus import stem
from crosswalk.language.word_lists import EMPTY_WORDS, frame_words
from crosswalk.model.alignment import Match, MatchType
from crosswalk.model.annotation import Span  # noqa: TC001 - named in annotations that are read at run time
from crosswalk.model.frame import Filler, ProvisionFrames

# The least cosine at which two phrases count as the same; readers accept such pairs without a second look.
MEETS = 0.62
# Phrases with the same modifier before another noun count as the same only from this cosine up.
_OTHER_HEAD = 0.8
# At most this many pairs of phrases are marked.
MARKED = 5
# At most this many pairs of phrases, each with at least this cosine, are points that two provisions may share.
_POINTS, _NEAR = 6, 0.5
# The value of two phrases with the same head, as a cosine.
_HEADS = 0.55
# What a heading names counts this much more.
_NAMED = 1.5
_LEVELS = frozenset({"local", "state", "regional", "federal"})


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """Two phrases of similar meaning: their cosine, and the words of each that say what it is.

    `near` is more than the cosine where a heading names one of the two: a heading says what its text is about.
    """

    near: float
    words: tuple[frozenset[str], frozenset[str]]


def phrase_matches(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Match, ...]:
    """The phrases of two provisions with the same meaning, best first, each phrase once: at most `MARKED` pairs."""
    return tuple(
        Match(
            number,
            (one.span,),
            (two.span,),
            MatchType.SAME if without_article(one.words) == without_article(two.words) else MatchType.NEAR,
        )
        for number, (one, two) in enumerate(_met_phrases(left, right), start=1)
        if one.span is not None and two.span is not None
    )


def _met_phrases(left: ProvisionFrames, right: ProvisionFrames) -> list[tuple[Filler, Filler]]:
    """The pairs of phrases with the same meaning, best first, each phrase once: at most `MARKED` pairs."""
    ours, theirs, near = _nearness(left, right)
    pairs = sorted(
        (-float(near[a, b]), a, b)
        for a in range(len(ours))
        for b in range(len(theirs))
        if near[a, b] >= MEETS and (near[a, b] >= _OTHER_HEAD or not _another_thing(ours[a], theirs[b]))
    )
    found: list[tuple[Filler, Filler]] = []
    taken_left: list[Span] = []
    taken_right: list[Span] = []
    for _, a, b in pairs:
        one, two = ours[a].span, theirs[b].span
        if one is None or two is None or one.overlaps_any(taken_left) or two.overlaps_any(taken_right):
            continue
        taken_left.append(one)
        taken_right.append(two)
        found.append((ours[a], theirs[b]))
    return found[:MARKED]


def _nearness(
    left: ProvisionFrames, right: ProvisionFrames
) -> tuple[list[Filler], list[Filler], NDArray[np.float32]]:
    """The phrases of both sides that may be marked, and the cosine of each pair, rounded: left x right."""
    ours, theirs = _markable(left), _markable(right)
    if not ours or not theirs:
        return ours, theirs, np.zeros((len(ours), len(theirs)), np.float32)
    one, two = (encode([without_article(f.words) for f in side]) for side in (ours, theirs))
    return ours, theirs, np.round(one @ two.T, 3)


def _another_thing(one: Filler, two: Filler) -> bool:
    """Whether two phrases share a modifier and name different things, as "career pathways" and "career navigation"."""
    ours, theirs = (
        set(re.findall(r"\w+", without_article(f.words))) - {f.head, without_article(f.words).split()[-1]}
        for f in (one, two)
    )
    return one.head != two.head and bool(ours & theirs)


def _markable(item: ProvisionFrames) -> list[Filler]:
    """Phrases that may be marked: a bare stock word, a population or a common noun alone says too little."""
    lists = frame_words()
    alone = lists.stock_nouns | lists.people | lists.common_nouns
    return [
        f for f in item.phrases if f.span is not None and not (len(f.words.split()) == 1 and f.head in alone)
    ]


def markable_words(item: ProvisionFrames) -> list[str]:
    """The phrases of a provision that may be marked, as they are compared with those of another."""
    return [without_article(f.words) for f in _markable(item)]


ARTICLE = re.compile(r"^(?:the|a|an|each|any|all|such|particularly)\s+", re.IGNORECASE)


def without_article(words: str) -> str:
    """A phrase in lower case without an article in front."""
    return ARTICLE.sub("", words.lower())


def shared_words(text: str, other: str) -> frozenset[str]:
    """The words, in lower case, that distinguish one text and that the other has too."""
    ours, theirs = (said_words(said.replace("-", " ")) for said in (text, other))
    stems = {stem(word) for word in theirs if not is_general(word)}
    return frozenset(word for word in ours if stem(word) in stems and not is_general(word))


def meeting_points(left: ProvisionFrames, right: ProvisionFrames) -> list[MeetingPoint]:
    """The pairs of phrases that are closest in meaning, best first."""
    ours, theirs, near = _nearness(left, right)
    best = sorted(
        (-max(float(near[a, b]), _HEADS if _same_head(ours[a], theirs[b]) else 0.0), a, b)
        for a in range(len(ours))
        for b in range(len(theirs))
    )
    points = []
    for far, a, b in best[:_POINTS]:
        other = _another_thing(ours[a], theirs[b]) and float(near[a, b]) < _OTHER_HEAD
        if -far >= _NEAR and not other:
            words = _telling_words(ours[a]), _telling_words(theirs[b])
            named = -far >= MEETS and any(
                _in_heading(said, side) for said, side in zip(words, (left, right), strict=True)
            )
            points.append(MeetingPoint(round(-far * (_NAMED if named else 1.0), 3), words))
    return points


def _in_heading(words: frozenset[str], side: ProvisionFrames) -> bool:
    """Whether the heading of a provision has all of some words."""
    heading = {stem(word) for word in said_words(side.text[: side.own_start])}
    return bool(words) and {stem(word) for word in words} <= heading


def _same_head(one: Filler, two: Filler) -> bool:
    """Whether two phrases of several words name the same kind of thing, as "performance measures" and "common measures"."""
    longer = len(one.words.split()) > 1 and len(two.words.split()) > 1
    return longer and stem(one.head) == stem(two.head) and one.head not in frame_words().people


def _telling_words(filler: Filler) -> frozenset[str]:
    """The words of a phrase that say what it is: those that distinguish it, and its head."""
    words = said_words(without_article(filler.words))
    told = [word for word in words if not is_general(word)]
    return frozenset([*told, *(word for word in words if stem(word) == stem(filler.head))])


def said_words(text: str) -> list[str]:
    """The words of a text in small letters, without those that have no content."""
    return [word for word in re.findall(r"[a-z][a-z-]+", text.lower()) if word not in EMPTY_WORDS]


def is_general(word: str) -> bool:
    """Whether a word distinguishes no provision from another: a stock noun, people or a place."""
    return word in _general_words() or word.removesuffix("s") in _general_words()


@cache
def _general_words() -> frozenset[str]:
    lists = frame_words()
    return lists.stock_nouns | lists.people | lists.common_nouns | lists.places | _LEVELS
