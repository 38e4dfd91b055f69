"""Choose the pairs to score, and compute the raw scores of every signal for them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from crosswalk.language.encoder import unit
from crosswalk.retrieve.signals import Floats, Pairs, Rows, Signal, Table, every_pair

# Up to this many pairs, all are scored; above it, each text is paired with its best by each retriever.
ALL_PAIRS = 250_000
# The most texts that one retriever pairs with a text.
MOST_PARTNERS = 30
# A text is queried by its heaviest columns only (_ASKED), and each is looked up in the _LOOKED_UP texts
# where it weighs most, so the cost of a text does not grow with the documents.
_ASKED, _LOOKED_UP = 16, 400
# How many texts are multiplied at once; a bound of memory, which decides nothing.
_BLOCK = 256
# Above _WHOLE texts, meanings are searched in the nearest cells of a text only.
_WHOLE, _CELL, _CELLS = 6_000, 100, 24
# Below this share of all pairs, multiplying the rows of single pairs is cheaper than whole blocks.
_SPARSE_SHARE = 0.02
_POSITIVE = np.finfo(np.float32).smallest_subnormal


def plausible_pairs(seen: Mapping[str, Signal], size: tuple[int, int], *, limit: int = ALL_PAIRS) -> Pairs:
    """All pairs of two short lists; for long lists, each text's best partners by words, letters and meaning."""
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
    """Pair numbers (row times width plus column): the best partners of each row, then those of each column."""
    best = _best_sparse if hasattr(signal.left, "tocsr") else _best_dense
    for row, column in best(signal.left, signal.right):
        yield row * width + column
    for column, row in best(signal.right, signal.left):
        yield row * width + column


def _best_sparse(asking: Table, reading: Table) -> Iterator[tuple[Rows, Rows]]:
    """For each block of query rows, the rows and their best partners with a score above 0."""
    there = np.bincount(reading.indices, minlength=reading.shape[1]) > 0
    asked = asking.copy()
    asked.data = asked.data * there[asked.indices]
    asked, turned = _largest_in_rows(asked, _ASKED), _largest_in_rows(reading.T.tocsr(), _LOOKED_UP)
    for start in range(0, asked.shape[0], _BLOCK):
        product = asked[start : start + _BLOCK] @ turned
        kept = np.concatenate([_top(product.data, *ends) for ends in pairwise(product.indptr)])
        rows = np.searchsorted(product.indptr, kept, side="right") - 1 + start
        yield rows.astype(np.int64), product.indices[kept].astype(np.int64)


def _top(values: Floats, start: int, stop: int) -> Rows:
    """The indices of the greatest values in a range of indices."""
    if stop - start <= MOST_PARTNERS:
        return np.arange(start, stop, dtype=np.int64)
    return (
        np.argpartition(values[start:stop], stop - start - MOST_PARTNERS)[-MOST_PARTNERS:].astype(np.int64)
        + start
    )


def _best_dense(asking: Floats, reading: Floats) -> Iterator[tuple[Rows, Rows]]:
    """The same by meaning, where each row is a vector of length one."""
    for rows, columns in _query_groups(asking, reading):
        near = asking[rows] @ reading[columns].T
        kept = min(MOST_PARTNERS, len(columns))
        top = np.argpartition(near, len(columns) - kept, axis=1)[:, -kept:]
        good = np.take_along_axis(near, top, axis=1).ravel() > 0
        yield np.repeat(rows, kept)[good], columns[top].ravel()[good]


def _query_groups(asking: Floats, reading: Floats) -> Iterator[tuple[Rows, Rows]]:
    """Query rows in groups, each with the candidate rows to compare with it.

    These are all rows of a short list; of a long list, those in the nearest cells. Neither the order
    of rows nor that of sides matters.
    """
    if len(reading) <= _WHOLE:
        for start in range(0, len(asking), _BLOCK):
            yield np.arange(start, min(start + _BLOCK, len(asking))), np.arange(len(reading))
        return
    middles = _cell_centers(asking, reading)
    ours, theirs = _nearest_cells(asking, middles), _nearest_cells(reading, middles)
    order = np.argsort(theirs, kind="stable")
    ends = np.searchsorted(theirs[order], np.arange(len(middles) + 1))
    near = np.argsort(-(middles @ middles.T), axis=1, kind="stable")[:, :_CELLS]
    for cell in np.unique(ours):
        columns = np.concatenate([order[ends[other] : ends[other + 1]] for other in near[cell]])
        if len(columns):
            yield np.flatnonzero(ours == cell), np.sort(columns)


def _cell_centers(one: Floats, two: Floats) -> Floats:
    """Cell centers, about a hundred texts a cell: texts spread over both sides, moved once to the mean of their cell."""
    every = np.unique(np.concatenate([one, two]), axis=0)
    middles = every[:: 2 * _CELL]
    homes = _nearest_cells(every, middles)
    sums = np.zeros_like(middles)
    np.add.at(sums, homes, every)
    return unit(sums)


def _nearest_cells(table: Floats, middles: Floats) -> Rows:
    """The nearest cell center of each row."""
    steps = range(0, len(table), _BLOCK)
    return np.concatenate([(table[at : at + _BLOCK] @ middles.T).argmax(axis=1) for at in steps])


def _largest_in_rows(table: Table, most: int) -> Table:
    """A table with only the greatest values of each row; ties for the last one are all included."""
    found = table.copy()
    for start, stop in pairwise(found.indptr):
        if stop - start > most:
            row = found.data[start:stop]
            row[row < np.partition(row, -most)[-most]] = 0
    found.eliminate_zeros()
    return found


def nearest_neighbors(table: Floats, *, most: int = 10) -> Table:
    """For each text, the texts of its own side that are nearest in meaning, with weights that sum to 1.

    `table` holds one row of length one per text; ties for the last place are all included, so that
    the order of rows does not matter.
    """
    from scipy.sparse import coo_array

    found = [_shares(table, *field, most) for field in _query_groups(table, table)] if len(table) > 1 else []
    if not found:
        return coo_array((len(table), len(table)), dtype=np.float32).tocsr()
    rows, columns, shares = (np.concatenate(part) for part in zip(*found, strict=True))
    return coo_array((shares, (rows, columns)), shape=(len(table), len(table))).tocsr().astype(np.float32)


def _shares(table: Floats, rows: Rows, columns: Rows, most: int) -> tuple[Rows, Rows, Floats]:
    """The nearest neighbors of some rows among some columns: row, column and weight of each."""
    near: Table = table[rows] @ table[columns].T
    near.round(5, out=near)
    own = np.minimum(np.searchsorted(columns, rows), len(columns) - 1)
    itself = np.flatnonzero(columns[own] == rows)
    near[itself, own[itself]] = 0
    kept = min(most, len(columns) - 1)
    least = np.partition(near, len(columns) - kept, axis=1)[:, len(columns) - kept] if kept else np.inf
    row, column = np.nonzero(near >= np.maximum(np.reshape(least, (-1, 1)), _POSITIVE))
    weight = near[row, column] ** 2
    return rows[row], columns[column], weight / np.bincount(row, weight, minlength=len(rows))[row]


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
