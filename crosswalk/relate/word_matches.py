"""Which content words of two provisions answer each other, and how."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from crosswalk.language.encoder import known_vectors, unit
from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.alignment import MatchType
from crosswalk.model.frame import ClauseWord, ProvisionFrames
from crosswalk.relate.answered import abbreviated

# The least cosine of two words that are paired by their vectors alone.
_NEAR = 0.42
# How far a word answers a kind of it, and a kind the word.
_KIND = 0.5
# From this cover on a word is answered in full.
FULL = 0.9
_SAME = frozenset({MatchType.SAME, MatchType.SYNONYM})


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A left and a right content word, by their places, that answer each other as far as `cover` (0..1)."""

    left: int
    right: int
    how: MatchType
    cover: float

    @property
    def same(self) -> bool:
        """Whether the two mean the same."""
        return self.how in _SAME


@dataclass(frozen=True, slots=True)
class MatchedWords:
    """The matches of two provisions, and how far each word of either is answered (0..1)."""

    matches: tuple[WordMatch, ...]
    left: tuple[float, ...]
    right: tuple[float, ...]


def match_words(left: ProvisionFrames, right: ProvisionFrames) -> MatchedWords:
    """Match the content words of two provisions."""
    ours, theirs = left.content.words, right.content.words
    named = _without_opposites_of_same(_named_matches(ours, theirs))
    matches = (*named, *_near_matches(ours, theirs, named))
    met = [0.0] * len(ours), [0.0] * len(theirs)
    for match in matches:
        met[0][match.left] = max(met[0][match.left], match.cover)
        met[1][match.right] = max(met[1][match.right], match.cover)
    short = abbreviated(left, right) | abbreviated(right, left)
    for words, found in ((ours, met[0]), (theirs, met[1])):
        for at, word in enumerate(words):
            found[at] = 1.0 if word.stem in short else found[at]
    _spell_out(ours, theirs, met)
    _spell_out(theirs, ours, (met[1], met[0]))
    return MatchedWords(matches, tuple(met[0]), tuple(met[1]))


def _named_matches(ours: Sequence[ClauseWord], theirs: Sequence[ClauseWord]) -> list[WordMatch]:
    """The matches by stem and thesaurus."""
    found = [
        WordMatch(i, j, how, _KIND if how is MatchType.KIND else 1.0)
        for i, j in _within_reach(ours, theirs)
        for how in [match_stems(ours[i].stem, theirs[j].stem)]
        if how
    ]
    exact = [m for m in found if m.how is MatchType.SAME and ours[m.left].lemma == theirs[m.right].lemma]
    taken = {m.left for m in exact}, {m.right for m in exact}
    return [
        m
        for m in found
        if not (
            # "Personal" has the stem of "person": the other form of a word that is there itself is another word.
            m.how is MatchType.SAME
            and ours[m.left].lemma != theirs[m.right].lemma
            and ours[m.left].kind != theirs[m.right].kind
            and (m.left in taken[0] or m.right in taken[1])
        )
    ]


def _within_reach(ours: Sequence[ClauseWord], theirs: Sequence[ClauseWord]) -> Iterator[tuple[int, int]]:
    """The places of the words whose stems can match, in order; most pairs of words cannot."""
    named: dict[str, list[int]] = {}
    reaching: dict[str, list[int]] = {}
    for place, word in enumerate(theirs):
        names, reach = _names_and_reach(word.stem)
        for name in names:
            named.setdefault(name, []).append(place)
        for name in reach:
            reaching.setdefault(name, []).append(place)
    for place, word in enumerate(ours):
        names, reach = _names_and_reach(word.stem)
        found = {other for name in reach for other in named.get(name, ())}
        found.update(other for name in names for other in reaching.get(name, ()))
        yield from ((place, other) for other in sorted(found))


@lru_cache(maxsize=20_000)
def _names_and_reach(word: str) -> tuple[frozenset[str], frozenset[str]]:
    words = thesaurus()
    return words.names(word), words.reach(word)


@lru_cache(maxsize=100_000)
def match_stems(one: str, two: str) -> MatchType:
    """How two stems match by the thesaurus."""
    words = thesaurus()
    if one == two:
        return MatchType.SAME
    if words.same(one, two):
        return MatchType.SYNONYM
    if words.opposed(one, two):
        return MatchType.OPPOSITE
    kind = words.is_kind(one, two) or words.is_kind(two, one)
    return MatchType.KIND if kind else MatchType.NONE


def _without_opposites_of_same(found: Sequence[WordMatch]) -> list[WordMatch]:
    """The matches without opposites and kinds of a word that has the same word opposite it."""
    left, right = {m.left for m in found if m.same}, {m.right for m in found if m.same}
    return [m for m in found if m.same or not (m.left in left or m.right in right)]


def _near_matches(
    ours: Sequence[ClauseWord], theirs: Sequence[ClauseWord], named: Sequence[WordMatch]
) -> Iterator[WordMatch]:
    """Unanswered words paired by the cosine of their vectors, nearest first, each word once."""
    open_left = _open(len(ours), {m.left for m in named})
    open_right = _open(len(theirs), {m.right for m in named})
    if not open_left or not open_right:
        return
    one, two = (
        unit(np.array(known_vectors(words)))
        for words in ([ours[i].words for i in open_left], [theirs[j].words for j in open_right])
    )
    near = np.round(one @ two.T, 3)
    used: tuple[set[int], set[int]] = set(), set()
    for at in np.argsort(-near, axis=None, kind="stable").tolist():
        row, column = divmod(at, len(open_right))
        if near[row, column] < _NEAR:
            return
        if row not in used[0] and column not in used[1]:
            used[0].add(row)
            used[1].add(column)
            yield WordMatch(open_left[row], open_right[column], MatchType.NEAR, float(near[row, column]))


def _open(size: int, taken: Collection[int]) -> list[int]:
    return [at for at in range(size) if at not in taken]


def _spell_out(
    ours: Sequence[ClauseWord], theirs: Sequence[ClauseWord], met: tuple[list[float], list[float]]
) -> None:
    """Count a compound as answered where the other side has its parts: "family-supporting", "supports a family"."""
    for at, word in enumerate(ours):
        parts = [stem(p) for p in word.words.split("-") if p not in EMPTY_WORDS and len(p) > 2]
        if "-" not in word.words or met[0][at] >= FULL or len(parts) < 2:
            continue
        holding = [
            [n for n, other in enumerate(theirs) if match_stems(other.stem, part) in _SAME] for part in parts
        ]
        if all(holding):
            met[0][at] = 1.0
            for place in (n for found in holding for n in found):
                met[1][place] = 1.0
