"""What a sentence sounds like: an answer, or words only, by the meaning model; this hears idioms that no phrase lists.

The weights of `data/moods.json` are fitted by `python -m tests.benchmarks.fit_moods` on the sentences of the invented plans.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.plans.requirements import Unit
from crosswalk.plans.signals import Encoder
from crosswalk.plans.stance import Reading, Stance, amounts
from crosswalk.plans.strip import Own

# The stances that a sentence can sound like, in the order of the weights; the first is that of an answer.
STANCES = (Stance.ANSWERS, Stance.RESTATES, Stance.PROMISES, Stance.DENIES, Stance.POINTS)
# A sentence without a figure that sounds like words only with this chance, 0 to 1, is taken for such.
EMPTY = 0.8
# A title or a slogan has too few words to sound like anything.
_FEWEST = 5


@cache
def _weights() -> NDArray[np.float64]:
    """One row for each stance: a weight for each number of a vector, and a constant."""
    text = (files("crosswalk.data") / "moods.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return np.array([found[str(stance)] for stance in STANCES])


def moods(sentences: Iterable[str], encode: Encoder) -> dict[str, Stance]:
    """The sentences that sound like words only, each with what it sounds like; one with a figure never does."""
    asked = [one for one in dict.fromkeys(sentences) if len(one.split()) >= _FEWEST and not amounts(one)]
    if not asked:
        return {}
    chances = chances_of(encode(asked), _weights())
    empty = chances[:, 1:]
    return {
        sentence: STANCES[1 + int(row.argmax())]
        for sentence, row in zip(asked, empty, strict=True)
        if row.sum() >= EMPTY
    }


def chances_of(vectors: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each stance for each vector, 0 to 1, rounded so that processors agree: vectors x stances."""
    odds = np.asarray(vectors, np.float64) @ weights[:, :-1].T + weights[:, -1]
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(np.round(raised / raised.sum(axis=1, keepdims=True), 3))


def prose(own: Own) -> Sequence[str]:
    """The sentences of a passage that is no table; the rows of a table sound like nothing."""
    return () if own.passage.kind == "table" else own.sentences


def heard(reading: Reading, unit: Unit, sounds: Mapping[str, Stance]) -> Reading:
    """A reading, or what its sentence sounds like where no phrase gave it away as words only."""
    found = sounds.get(reading.sentence)
    settled = unit.assurance or unit.identified or unit.answers.future or unit.kind == "attachment"
    if found is None or settled or reading.stance is not Stance.ANSWERS:
        return reading
    return replace(reading, stance=found)
