"""Which pairs are worth scoring, and the raw scores of the signals over them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from crosswalk.match.pairs import Floats, Pairs, Rows, Table, every_pair
from crosswalk.match.signals import Signal

# Up to this many pairs all are scored; beyond it each text keeps its best by each retriever.
ALL_PAIRS = 250_000
KEPT = 30
# Retrieval asks for the weightiest columns of a text only, which keeps it near-linear.
_ASKED = 16
_BLOCK = 256
# Below this share of all pairs, multiplying the rows of single pairs is cheaper than whole blocks.
_SPARSE_SHARE = 0.02


def plausible_pairs(seen: Mapping[str, Signal], size: tuple[int, int], *, limit: int = ALL_PAIRS) -> Pairs:
    """All pairs of two short lists; of long ones each text's best partners by words, letters and meaning."""
    if size[0] * size[1] <= limit:
        return every_pair(*size)
    keys = [
        found
        for name in ("words", "titles", "setting", "meaning")
        for found in _both_ways(seen[name], size[1])
    ]
    codes = np.sort(np.concatenate(keys))
    codes = codes[np.diff(codes, prepend=-1) > 0]
    return Pairs(codes // size[1], codes % size[1], size)


def _both_ways(signal: Signal, width: int) -> Iterator[Rows]:
    """Pair numbers (row times width plus column) of each row's best partners, then of each column's."""
    for row, column in _best(_cut(signal.left), signal.right):
        yield row * width + column
    for column, row in _best(_cut(signal.right), signal.left):
        yield row * width + column


def _best(asking: Table, reading: Table) -> Iterator[tuple[Rows, Rows]]:
    """For each block of asking rows, the rows and their best partners with a score above nothing."""
    turned = reading.T.tocsr() if hasattr(reading, "tocsr") else reading.T
    kept = min(KEPT, reading.shape[0])
    for start in range(0, asking.shape[0], _BLOCK):
        product = asking[start : start + _BLOCK] @ turned
        dense = product.toarray() if hasattr(product, "toarray") else product
        top = np.argpartition(-dense, kept - 1, axis=1)[:, :kept]
        rows = np.repeat(np.arange(start, start + len(dense)), kept)
        good = np.take_along_axis(dense, top, axis=1).ravel() > 0
        yield rows[good].astype(np.int64), top.ravel()[good].astype(np.int64)


def _cut(table: Table) -> Table:
    """A sparse table with only the weightiest columns of each row; a dense one as it is."""
    if not hasattr(table, "tocsr"):
        return table
    found = table.copy()
    for start, stop in pairwise(found.indptr):
        if stop - start > _ASKED:
            row = found.data[start:stop]
            row[row < np.partition(row, -_ASKED)[-_ASKED]] = 0
    found.eliminate_zeros()
    return found


def kin(table: Floats, *, most: int = 10) -> Table:
    """For each text the texts of its own side that are nearest in meaning, by shares that add up to one.

    `table` holds one row of length one a text; equals at the end of the list are all kept, so that
    the order of rows does not matter.
    """
    from scipy.sparse import coo_array

    count, kept = len(table), min(most, len(table) - 1)
    rows, columns, shares = [], [], []
    for start in range(0, count if kept > 0 else 0, _BLOCK):
        near = np.maximum((table[start : start + _BLOCK] @ table.T).round(5), 0)
        near[np.arange(len(near)), np.arange(start, start + len(near))] = 0
        least = np.partition(near, count - kept, axis=1)[:, count - kept]
        row, column = np.nonzero((near >= least[:, None]) & (near > 0))
        weight = near[row, column] ** 2
        rows.append(row + start)
        columns.append(column)
        shares.append(weight / np.bincount(row, weight, minlength=len(near))[row])
    if not rows:
        return coo_array((count, count), dtype=np.float32).tocsr()
    found = np.concatenate(shares), (np.concatenate(rows), np.concatenate(columns))
    return coo_array(found, shape=(count, count)).tocsr().astype(np.float32)


def raw_scores(signal: Signal, pairs: Pairs) -> Floats:
    """A signal's score for every pair of the list."""
    if len(pairs) < _SPARSE_SHARE * pairs.size[0] * pairs.size[1]:
        steps = range(0, len(pairs), 1 << 16)
        found = [
            signal.single(pairs.left[at : at + (1 << 16)], pairs.right[at : at + (1 << 16)]) for at in steps
        ]
        return np.concatenate(found)
    cuts = np.searchsorted(pairs.left, np.arange(0, pairs.size[0] + _BLOCK, _BLOCK))
    found = []
    for number, (start, stop) in enumerate(pairwise(cuts)):
        block = signal.block(number * _BLOCK, (number + 1) * _BLOCK)
        if pairs.complete:
            found.append(block.ravel())
        else:
            found.append(block[pairs.left[start:stop] - number * _BLOCK, pairs.right[start:stop]])
    return np.concatenate(found)


def sample_scores(signal: Signal, left: Rows, right: Rows) -> Floats:
    """A signal's scores for every pair of some left and some right rows."""
    return Signal(signal.left[left], signal.right[right]).block(0, len(left)).ravel()
