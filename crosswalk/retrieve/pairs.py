"""A list of pairs of rows, with aggregates over the pairs of each row and column."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Table = Any  # a scipy sparse array or a numpy array; rows are texts


@dataclass(frozen=True)
class Pairs:
    """Pairs in order of left row, then right row; `size` is the number of left and of right rows."""

    left: Rows
    right: Rows
    size: tuple[int, int]

    def __len__(self) -> int:
        return len(self.left)

    @property
    def complete(self) -> bool:
        """Whether every pair is in the list."""
        return len(self) == self.size[0] * self.size[1]

    def of(self, side: int) -> Rows:
        """The row of each pair on one side: 0 left, 1 right."""
        return self.right if side else self.left

    def best(self, values: Floats, side: int) -> Floats:
        """The greatest value of each row of a side; minus infinity for a row without pairs."""
        found = np.full(self.size[side], -np.inf, np.float32)
        np.maximum.at(found, self.of(side), values)
        return found

    def best_place(self, values: Floats, side: int) -> Rows:
        """The index in the list of each row's greatest value (the first of ties); -1 for a row without pairs."""
        top = np.flatnonzero(values == self.best(values, side)[self.of(side)])
        found = np.full(self.size[side], -1, np.int64)
        found[self.of(side)[top[::-1]]] = top[::-1]
        return found

    def crowd(self, values: Floats, side: int, sharpness: float, rest: float) -> Floats:
        """The joint strength of a row's candidates: the soft maximum of its values.

        `rest` is the value of each pair that is not in the list.
        """
        best = np.maximum(self.best(values, side), rest)
        rows = self.of(side)
        listed = np.bincount(rows, minlength=self.size[side])
        weight = np.exp(sharpness * (values - best[rows]).astype(np.float64))
        total = np.bincount(rows, weight, minlength=self.size[side]).astype(np.float64)
        total += (self.size[1 - side] - listed) * np.exp(sharpness * (rest - best))
        return np.asarray(best + np.log(total) / sharpness, np.float32)

    def table(self, values: Floats) -> Table:
        """The values as a sparse array, left rows x right rows."""
        from scipy.sparse import csr_array

        starts = np.searchsorted(self.left, np.arange(self.size[0] + 1))
        return csr_array((values, self.right, starts), shape=self.size)


def every_pair(left: int, right: int) -> Pairs:
    """All pairs of two lists of rows."""
    rows = np.repeat(np.arange(left, dtype=np.int64), right)
    return Pairs(rows, np.tile(np.arange(right, dtype=np.int64), left), (left, right))


def read_at(table: Table, rows: Rows, columns: Rows) -> Floats:
    """The values of a sparse array at single cells, 0 where it holds none."""
    table.sort_indices()
    width = table.shape[1]
    held = np.repeat(np.arange(table.shape[0], dtype=np.int64), np.diff(table.indptr)) * width + table.indices
    wanted = rows * width + columns
    place = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
    if not len(held):
        return np.zeros(len(wanted), np.float32)
    return np.where(held[place] == wanted, table.data[place], 0).astype(np.float32)
