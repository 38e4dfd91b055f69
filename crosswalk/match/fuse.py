"""The signals of two lists of texts, put on one scale, summed and calibrated."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.match.signals import (
    Signal,
    beside,
    bm25,
    char_grams,
    meaning,
    stem_counts,
    stem_pair_counts,
    tfidf,
    word_counts,
)
from crosswalk.match.texts import Side, Texts, Vocabulary, read_sides


@dataclass(frozen=True)
class Fused:
    """Scores and confidences of all pairs (left rows x right columns) and what each signal gave."""

    vocabulary: Vocabulary
    left: Side
    right: Side
    score: NDArray[np.float32]
    confidence: NDArray[np.float32]
    raw: dict[str, NDArray[np.float32]]
    given: dict[str, NDArray[np.float32]]

    def ranked(self, row: int, top: int) -> NDArray[np.int64]:
        """The columns of a row, best first; equal scores keep the order of the right side."""
        order = np.argsort(-self.score[row], kind="stable")
        return order[:top] if top else order


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """The stored weights and calibration, with their version."""
    found: dict[str, Any] = json.loads((files("crosswalk.match") / "weights.json").read_text("utf-8"))
    return found


def fuse(left: Texts, right: Texts) -> Fused:
    """Every signal over all pairs, scaled to mean 0 and spread 1, weighed and summed."""
    vocabulary, one, two = read_sides(left, right)
    raw = _raw(vocabulary, one, two)
    weights = settings()["weights"]
    given = {name: weights[name] * _scaled(values) for name, values in raw.items()}
    score = np.sum(list(given.values()), axis=0) / sum(weights.values())
    return Fused(vocabulary, one, two, score, _confidence(score), raw, given)


def _scaled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-6), np.float32)


def _raw(vocabulary: Vocabulary, left: Side, right: Side) -> dict[str, NDArray[np.float32]]:
    whole = slice(None)
    stems = stem_counts(left.full, vocabulary), stem_counts(right.full, vocabulary)
    pairs = stem_pair_counts(left.full, right.full, vocabulary)
    words = word_counts(left.full, vocabulary), word_counts(right.full, vocabulary)
    above = stem_counts(left.contexts, vocabulary), stem_counts(right.contexts, vocabulary)
    grams = char_grams(vocabulary)
    asked, read = (
        Signal("answers", *bm25("answers", *stems)),
        Signal("answers", *bm25("answers", *stems[::-1])),
    )
    forth, back = asked.block(whole), read.block(whole).T
    return {
        "words": tfidf("words", *(beside(a, b) for a, b in zip(stems, pairs, strict=True))).block(whole),
        "letters": tfidf("letters", *((side @ grams).tocsr() for side in words)).block(whole),
        "answers": forth / np.maximum(forth.max(axis=1, keepdims=True), 1e-9)
        + back / np.maximum(back.max(axis=0, keepdims=True), 1e-9),
        "meaning": meaning("meaning", *words, vocabulary).block(whole),
        "context": tfidf("context", *((a + b).tocsr() for a, b in zip(stems, above, strict=True))).block(
            whole
        ),
    }


def _confidence(score: NDArray[np.float32]) -> NDArray[np.float32]:
    fit = settings()["confidence"]
    row_gap = score.max(axis=1, keepdims=True) - score
    column_gap = score.max(axis=0, keepdims=True) - score
    odds = fit["bias"] + fit["score"] * score - fit["row_gap"] * row_gap - fit["column_gap"] * column_gap
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)
