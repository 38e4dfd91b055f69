"""The retrieval signals: each is a pair of tables with one row a text, whose row products are its scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from crosswalk.language.vectors import unit, word_vectors
from crosswalk.retrieve.pairs import Floats, Rows, Table
from crosswalk.retrieve.vocabulary import TokenizedSide, Tokens, Vocabulary

# BM25's usual constants: how soon a repeated word stops counting, and how much length counts against a text.
_SATURATION, _LENGTH = 1.5, 0.75
# The lengths of the runs of letters that are compared.
_RUNS = (4, 5)


@dataclass(frozen=True)
class Signal:
    """One measure of similarity: the raw score of a pair is the product of its two rows."""

    left: Table
    right: Table

    def block(self, start: int, stop: int) -> Floats:
        """The scores of the left rows start..stop (stop excluded) against every right row."""
        product = self.left[start:stop] @ self.right.T
        return np.asarray(product.toarray() if hasattr(product, "toarray") else product, np.float32)

    def single(self, left: Rows, right: Rows) -> Floats:
        """The scores of single pairs, named by their rows."""
        product = self.left[left] * self.right[right]
        return np.asarray(product.sum(axis=1), np.float32).ravel()


def signals(vocabulary: Vocabulary, left: TokenizedSide, right: TokenizedSide) -> dict[str, Signal]:
    """Every signal between two sides, by name.

    `asked` and `answered` are the two directions of one signal, the share of a text's rare words
    that the other text answers; `fuse` joins them.
    """
    stems = _both(left, right, lambda side: stem_counts(side.full, vocabulary))
    counts = _both(left, right, lambda side: word_counts(side.full, vocabulary))
    above = _both(left, right, lambda side: stem_counts(side.contexts, vocabulary))
    labels = _both(left, right, lambda side: word_counts(side.labels, vocabulary))
    higher = _both(left, right, lambda side: word_counts(side.contexts, vocabulary))
    pairs = stem_pair_counts(left.full, right.full, vocabulary)
    grams = char_grams(vocabulary)
    vectors = word_vectors(vocabulary.words)
    rare = rarity(*stems)
    return {
        "words": tfidf(*(_beside(one, two) for one, two in zip(stems, pairs, strict=True))),
        "asked": Signal(_as_query(stems[0], rare), _as_candidate(stems[1], rare)),
        "answered": Signal(_as_candidate(stems[0], rare), _as_query(stems[1], rare)),
        "titles": tfidf(*((side @ grams).tocsr() for side in labels)),
        "place": tfidf(*((one + two).tocsr() for one, two in zip(stems, above, strict=True))),
        "meaning": Signal(*(unit(side @ vectors) for side in counts)),
        "setting": Signal(*(_both_meanings(*side, vectors) for side in zip(counts, higher, strict=True))),
    }


def rarity(left: Table, right: Table) -> Floats:
    """The rarity of each column: 1 for a word in every text, more for a word in fewer texts of either side.

    Both sides weigh the same however many texts they have, so a word that is common on the shorter
    side does not count as rare.
    """
    shares = [
        (np.bincount(side.indices, minlength=side.shape[1]) + 1) / (side.shape[0] + 1)
        for side in (left, right)
    ]
    return np.asarray(1 - np.log(np.minimum((shares[0] + shares[1]) / 2, 1)), np.float32)


def tfidf(left: Table, right: Table) -> Signal:
    """Cosine of damped counts weighted by rarity."""
    rare = rarity(left, right)
    return Signal(weighed(left, rare), weighed(right, rare))


def weighed(counts: Table, rare: Floats) -> Table:
    """Damped counts times rarity, each row scaled to length one."""
    found = counts.copy()
    found.data = (1 + np.log(found.data)) * rare[found.indices]
    return _scaled(found, np.sqrt(_row_sums(found.multiply(found))))


def _scaled(table: Table, by: Floats) -> Table:
    from scipy.sparse import diags_array

    return (diags_array(1 / np.maximum(by, 1e-9)) @ table).tocsr().astype(np.float32)


def _row_sums(table: Table) -> Floats:
    return np.asarray(table.sum(axis=1), np.float32).ravel()


def _as_query(counts: Table, rare: Floats) -> Table:
    """A text as a query: damped counts over the root of their weight, so that long texts may ask for more."""
    found = counts.copy()
    found.data = np.sqrt(found.data)
    weight = found.copy()
    weight.data = weight.data * rare[weight.indices]
    return _scaled(found, np.sqrt(_row_sums(weight)))


def _as_candidate(counts: Table, rare: Floats) -> Table:
    """A text as a candidate: BM25 weights, saturated and normalized by length."""
    found = counts.copy()
    length = _row_sums(counts)
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * length / max(float(length.mean()), 1e-9))
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    found.data = found.data * (_SATURATION + 1) / (found.data + norm[rows]) * rare[found.indices]
    return found.tocsr().astype(np.float32)


def _both_meanings(own: Table, above: Table, vectors: Floats) -> Floats:
    """The vector of a text and that of the words above it, in equal parts."""
    return unit(unit(own @ vectors) + unit(above @ vectors))


def char_grams(vocabulary: Vocabulary) -> Table:
    """Counts of each run of letters in each word, with the ends of the word marked: words x runs."""
    from scipy.sparse import csr_array

    index: dict[str, int] = {}
    rows, columns = [], []
    for row, word in enumerate(vocabulary.words):
        padded = f" {word} "
        for size in _RUNS:
            for start in range(max(1, len(padded) - size + 1)):
                columns.append(index.setdefault(padded[start : start + size], len(index)))
                rows.append(row)
            if len(padded) <= size:
                break
    shape = (len(vocabulary.words), max(len(index), 1))
    return csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def word_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """Counts of each distinct word in each text."""
    width = max(len(vocabulary.words), 1)
    return tokens.counts(np.arange(width), width)


def stem_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """Counts of each stem in each text; function words are left out."""
    return tokens.counts(vocabulary.stem_columns, max(len(vocabulary.stem_names), 1))


def stem_pair_counts(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> tuple[Table, Table]:
    """Counts of each pair of adjacent stems in each text of both sides."""
    from scipy.sparse import csr_array

    found = [side.pairs(vocabulary.stem_columns) for side in (left, right)]
    codes = np.unique(np.concatenate([code for _, code in found]))
    tables = []
    for (rows, code), side in zip(found, (left, right), strict=True):
        columns = np.searchsorted(codes, code)
        shape = (len(side), max(len(codes), 1))
        tables.append(csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape))
    return tables[0], tables[1]


def _both(
    left: TokenizedSide, right: TokenizedSide, read: Callable[[TokenizedSide], Table]
) -> tuple[Table, Table]:
    return read(left), read(right)


def _beside(first: Table, second: Table) -> Table:
    from scipy.sparse import hstack

    return hstack([first, second]).tocsr()


def concept_signal(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Signal:
    """Cosine of the lexicon concepts that the texts name, weighted by rarity."""
    from scipy.sparse import csr_array

    names = sorted({name for side in (left, right) for found in side for name in found})
    index = {name: number for number, name in enumerate(names)}
    tables = []
    for side in (left, right):
        columns = [index[name] for found in side for name in sorted(found)]
        starts = np.cumsum([0, *(len(found) for found in side)])
        ones = np.ones(len(columns), np.float32)
        tables.append(csr_array((ones, columns, starts), shape=(len(side), max(len(names), 1))))
    return tfidf(*tables)
