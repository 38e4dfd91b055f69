"""What can be seen between two texts: each signal is a pair of row tables whose products are its scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.match.texts import Side, Tokens, Vocabulary
from crosswalk.match.vectors import unit, word_vectors

Table = Any  # a scipy sparse array or a numpy array; rows are texts


@dataclass(frozen=True)
class Signal:
    """One way of seeing likeness: the score of a pair is the product of its two rows."""

    name: str
    left: Table
    right: Table

    def block(self, rows: slice) -> NDArray[np.float32]:
        """The scores of some left rows against every right one."""
        product = self.left[rows] @ self.right.T
        dense = product.toarray() if hasattr(product, "toarray") else product
        return np.asarray(dense, np.float32)

    def pairs(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of single pairs, named by their rows."""
        return np.asarray((self.left[left] * self.right[right]).sum(axis=1), np.float32).ravel()


def rarity(left: Table, right: Table) -> NDArray[np.float32]:
    """How rare each column is among the texts of both sides: 1 for a column in every text."""
    total = left.shape[0] + right.shape[0]
    found = np.bincount(left.indices, minlength=left.shape[1]) + np.bincount(
        right.indices, minlength=right.shape[1]
    )
    return np.asarray(np.log((1 + total) / (1 + found)) + 1, np.float32)


def tfidf(name: str, left: Table, right: Table) -> Signal:
    """Cosine of damped counts weighed by rarity."""
    idf = rarity(left, right)
    return Signal(name, _weighed(left, idf), _weighed(right, idf))


def _weighed(counts: Table, idf: NDArray[np.float32]) -> Table:
    found = counts.copy()
    found.data = (1 + np.log(found.data)) * idf[found.indices]
    return unit_sparse(found)


def unit_sparse(table: Table) -> Table:
    """Rows of a sparse table scaled to length one."""
    from scipy.sparse import diags_array

    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (diags_array(1 / np.maximum(length, 1e-9)) @ table).tocsr().astype(np.float32)


def bm25(name: str, asked: Table, read: Table, *, k: float = 1.5, b: float = 0.75) -> tuple[Table, Table]:
    """The share of the asking text's rare words that the reading text answers: (asked, read) tables."""
    from scipy.sparse import csr_array, diags_array

    total = read.shape[0]
    found = np.bincount(read.indices, minlength=read.shape[1])
    idf = np.log(1 + (total - found + 0.5) / (found + 0.5))
    length = np.asarray(read.sum(axis=1)).ravel()
    norm = k * (1 - b + b * length / max(length.mean(), 1e-9))
    rows = np.repeat(np.arange(total), np.diff(read.indptr))
    data = read.data * (k + 1) / (read.data + norm[rows]) * idf[read.indices]
    answered = csr_array((data.astype(np.float32), read.indices, read.indptr), shape=read.shape)
    wanted = asked.copy()
    return wanted, answered


def char_grams(vocabulary: Vocabulary, sizes: Sequence[int] = (3, 4, 5)) -> Table:
    """Which character runs each word holds, its ends marked: words x runs."""
    from scipy.sparse import csr_array

    index: dict[str, int] = {}
    rows, columns = [], []
    for row, word in enumerate(vocabulary.words):
        padded = f" {word} "
        for size in sizes:
            for start in range(max(1, len(padded) - size + 1)):
                columns.append(index.setdefault(padded[start : start + size], len(index)))
                rows.append(row)
            if len(padded) <= size:
                break
    table = csr_array(
        (np.ones(len(rows), np.float32), (rows, columns)), shape=(len(vocabulary.words), len(index))
    )
    table.sum_duplicates()
    return table


def word_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """How often each text holds each distinct word."""
    width = len(vocabulary.words)
    return tokens.counts(np.arange(width), width)


def stem_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """How often each text holds each stem; function words are left out."""
    return tokens.counts(vocabulary.stem_columns, len(vocabulary.stem_names))


def stem_pair_counts(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> tuple[Table, Table]:
    """How often each text of either side holds each two stems in a row."""
    from scipy.sparse import csr_array

    found = [side.pairs(vocabulary.stem_columns) for side in (left, right)]
    codes = np.unique(np.concatenate([code for _, code in found]))
    tables = []
    for (rows, code), side in zip(found, (left, right), strict=True):
        columns = np.searchsorted(codes, code)
        table = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(side), len(codes)))
        table.sum_duplicates()
        tables.append(table)
    return tables[0], tables[1]


def beside(first: Table, second: Table) -> Table:
    """Two tables of the same rows put side by side."""
    from scipy.sparse import hstack

    return hstack([first, second]).tocsr()


def meaning(name: str, left: Table, right: Table, vocabulary: Vocabulary) -> Signal:
    """Cosine of the mean word vectors of the texts."""
    vectors, _ = word_vectors(vocabulary.words)
    return Signal(name, unit(left @ vectors), unit(right @ vectors))
