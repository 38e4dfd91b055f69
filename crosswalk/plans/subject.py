"""Which requirement a passage is about, by weights learned from passages that answer each requirement.

The weights of `data/subjects.safetensors` are fitted by `python -m tests.benchmarks.fit_subjects` on the invented plans of
the tests. Requirements of two lists that are answered alike share a row.
"""

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import read
from crosswalk.plans.requirements import Unit

Matrix = NDArray[np.float32]

# The row of a passage that is about no requirement.
NONE = ""
# A log chance below `_FLOOR` says no more than one at it. At `_UNSURE` a passage is neither for nor against a requirement.
_FLOOR, _UNSURE = -8.0, -3.25


@cache
def _weights() -> tuple[dict[str, int], NDArray[np.float64]]:
    """The row of each unit, and the rows: a weight for each number of a vector, and a constant."""
    from safetensors.numpy import load

    held = load(read("subjects.safetensors"))
    rows: list[str] = json.loads(held["rows"].tobytes())
    weights = held["weights"].astype(np.float64) * held["scale"][:, None]
    return {unit: at for at, row in enumerate(rows) for unit in row.split()}, weights


def log_chances(vectors: NDArray[np.floating], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log of the chance that each vector belongs to each row, rounded so that processors agree: vectors x rows."""
    odds = np.asarray(vectors, np.float64) @ weights[:, :-1].T + weights[:, -1]
    odds -= odds.max(axis=1, keepdims=True)
    return np.asarray(np.round(odds - np.log(np.exp(odds).sum(axis=1, keepdims=True)), 3))


def subjects(units: Sequence[Unit], vectors: Matrix) -> Matrix:
    """For each unit and passage, how strongly the passage is about it, -4.75 to 3.25; 0 where the unit was not learned."""
    row_of, weights = _weights()
    found = np.zeros((len(units), len(vectors)), np.float32)
    learned = [at for at, unit in enumerate(units) if unit.answers.like and unit.id in row_of]
    if learned and len(vectors):
        chances = log_chances(vectors, weights)
        found[learned] = np.maximum(chances, _FLOOR).T[[row_of[units[at].id] for at in learned]] - _UNSURE
    return found
