"""Read two lists of texts as words over one vocabulary, the basis of every signal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.normalize import american
from crosswalk.language.word_lists import STOP_WORDS
from crosswalk.model.corpus import Corpus

if TYPE_CHECKING:
    from scipy.sparse import csr_array


# Up to this many words a fragment needs its lead-in to be a sentence.
SHORT = 12

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Texts:
    """One side as parallel lists: title, own words, the words above, and the id of the group it belongs to.

    An empty string means that there is none.
    """

    titles: Sequence[str]
    bodies: Sequence[str]
    contexts: Sequence[str]
    groups: Sequence[str]

    def __len__(self) -> int:
        return len(self.bodies)


def corpus_texts(corpus: Corpus, ids: Sequence[str]) -> Texts:
    """The provisions with these ids as texts; a short fragment is joined with the lead-in above it."""
    bodies = []
    for prov_id in ids:
        prov = corpus[prov_id]
        lead = corpus.lead_in(prov_id) if len(prov.text.split()) <= SHORT else ""
        bodies.append(f"{lead} {prov.text}".strip())
    contexts = [corpus.context(prov_id) for prov_id in ids]
    groups = [corpus[prov_id].parent or context for prov_id, context in zip(ids, contexts, strict=True)]
    return Texts([corpus[prov_id].heading for prov_id in ids], bodies, contexts, groups)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a text, in lower case, with its start and end; `ccmCtrlTask` is read as three words."""
    for found in _WORD.finditer(text):
        start, whole = found.start(), found.group()
        for piece in _HUMP.split(whole):
            yield piece.lower(), start, start + len(piece)
            start += len(piece)


@lru_cache(maxsize=20_000)
def _words_of(text: str) -> tuple[str, ...]:
    """The words of a text without positions; the same text is often compared with several documents."""
    return tuple(piece for whole in _WORD.findall(text) for piece in _parted(whole))


@lru_cache(maxsize=50_000)
def _parted(whole: str) -> tuple[str, ...]:
    return tuple(piece.lower() for piece in _HUMP.split(whole))


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


@dataclass(frozen=True)
class Tokens:
    """The words of many texts end to end: vocabulary numbers, and the index at which each text starts (n + 1 of them)."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def counts(self, columns: NDArray[np.int64], width: int) -> "csr_array":
        """Counts of each class of word in each text; `columns` gives a word's class, -1 for none."""
        from scipy.sparse import csr_array

        kept = columns[self.ids]
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))[kept >= 0]
        kept = kept[kept >= 0]
        found = csr_array((np.ones(len(kept), np.float32), (rows, kept)), shape=(len(self), width))
        found.sum_duplicates()
        return found

    def pairs(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Adjacent words that both have a class: the text's row, and one number for the two classes."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        kept = columns[self.ids]
        rows, kept = rows[kept >= 0], kept[kept >= 0]
        near = rows[1:] == rows[:-1]
        width = int(columns.max(initial=0)) + 1
        return rows[1:][near], (kept[:-1].astype(np.int64) * width + kept[1:])[near]


@dataclass(frozen=True)
class Vocabulary:
    """The distinct words of both sides in alphabetical order, and the stem each belongs to."""

    words: tuple[str, ...]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word; empty for a function word."""
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        found = stemmer.stemWords([american(bare(word)) for word in self.words])
        return tuple(
            "" if word in STOP_WORDS or bare(word) in STOP_WORDS else stem
            for word, stem in zip(self.words, found, strict=True)
        )

    @cached_property
    def stem_names(self) -> tuple[str, ...]:
        """The distinct stems in alphabetical order."""
        return tuple(sorted(set(self.stems) - {""}))

    @cached_property
    def stem_columns(self) -> NDArray[np.int64]:
        """For each word the number of its stem, -1 for a function word."""
        index = {stem: number for number, stem in enumerate(self.stem_names)}
        return np.array([index.get(stem, -1) for stem in self.stems], np.int64)


@dataclass(frozen=True)
class TokenizedSide:
    """One side's words: contexts, titles with bodies (`full`), and titles or else bodies (`labels`)."""

    texts: Texts
    contexts: Tokens
    full: Tokens
    labels: Tokens

    def __len__(self) -> int:
        return len(self.texts)


def read_sides(left: Texts, right: Texts) -> tuple[Vocabulary, TokenizedSide, TokenizedSide]:
    """Both sides as words over one vocabulary."""
    fields = [
        [_words_of(text) for text in column]
        for side in (left, right)
        for column in (side.titles, side.bodies, side.contexts)
    ]
    vocabulary = _vocabulary(tuple(sorted({word for column in fields for text in column for word in text})))
    index = {word: number for number, word in enumerate(vocabulary.words)}
    return vocabulary, _side(left, fields[:3], index), _side(right, fields[3:], index)


@lru_cache(maxsize=4)
def _vocabulary(every: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of some words; the last ones are kept, and with them their stems."""
    return Vocabulary(every)


def _side(texts: Texts, fields: Sequence[list[tuple[str, ...]]], index: dict[str, int]) -> TokenizedSide:
    titles, bodies, contexts = fields
    full = [title + body for title, body in zip(titles, bodies, strict=True)]
    labels = [title or body for title, body in zip(titles, bodies, strict=True)]
    return TokenizedSide(texts, _tokens(contexts, index), _tokens(full, index), _tokens(labels, index))


def _tokens(column: list[tuple[str, ...]], index: dict[str, int]) -> Tokens:
    ids = np.array([index[word] for text in column for word in text], np.int32)
    return Tokens(ids, np.cumsum([0, *(len(text) for text in column)], dtype=np.int64))
