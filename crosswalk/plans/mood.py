"""Whether a passage gives evidence of an answer or words only, by the meaning model and by what it adds to the requirement.

The weights of `data/moods.json` are fitted by `python -m tests.benchmarks.fit_moods` on the passages of the invented plans.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import load
from crosswalk.plans.requirements import Unit
from crosswalk.plans.signals import Encoder
from crosswalk.plans.stance import Reading, Stance, amounts, names_place, target_of
from crosswalk.plans.strip import Own
from crosswalk.plans.wordings import phrase, stems, substance

Numbers = NDArray[np.float64]

# What a passage can do, in the order of the weights; the first is to answer.
STANCES = (Stance.ANSWERS, Stance.RESTATES, Stance.PROMISES, Stance.DENIES, Stance.POINTS)
# How much a count weighs beside the numbers of a vector of length one.
_COUNTED = 0.5
# Whether a passage repeats its requirement shows in its words; its meaning must outweigh an answer by so much, in logits.
_REPEATS = 3.0
# What phrases say is overruled by evidence of an answer from so many logits on; a pointer and a refusal never are.
_PLAIN = 4.0
# The odds of what a passage cannot do.
_NEVER = -99.0
_PHRASED = frozenset({Stance.DENIES, Stance.PROMISES, Stance.RESTATES})
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z]+")


@cache
def _weights() -> Numbers:
    """One row for each stance: a weight for each number of a vector and for each count, and a constant."""
    found: Mapping[str, Any] = load("moods.json")
    return np.array([found[str(stance)] for stance in STANCES])


def counts_of(text: str, known: frozenset[str]) -> Numbers:
    """The specifics of a passage: figures, number words, names, new words, new words of substance, and all words.

    `known` holds the stems of the requirement's own words.
    """
    said = dict.fromkeys(stems(text))
    found = (
        len(amounts(text)),
        len(phrase("number word").findall(text)),
        len(_NAME.findall(text)),
        sum(word not in known for word in said),
        len(substance(text, known)),
        len(text.split()),
    )
    return _COUNTED * np.log1p(np.array(found, np.float64))


def odds_of(texts: Sequence[str], encode: Encoder) -> Numbers:
    """What the meaning of each passage says for each stance, in logits: passages x stances."""
    weights = _weights()
    vectors = np.asarray(encode(texts), np.float64)
    return np.asarray(vectors @ weights[:, : vectors.shape[1]].T + weights[:, -1])


def mood_of(said: Stance, odds: Numbers, text: str, known: frozenset[str], *, future: bool = False) -> Stance:
    """What a passage does, by what its phrases say, `said`, and the odds of its meaning.

    An answer must outweigh all words only together; what speaks of nothing to come promises nothing, and what has no negative
    word denies nothing. Much evidence outweighs a phrase of denial, promise or repetition:
    what is not done is a part of nearly every practice. Where an action to come is an answer (`future`), no meaning makes
    a promise of it, and a passage that names no paper and no place sends nobody elsewhere.
    """
    counts = counts_of(text, known)
    whole = np.round(odds + _weights()[:, -1 - len(counts) : -1] @ counts, 3)
    if future:
        whole[STANCES.index(Stance.PROMISES)] = _NEVER
    if not names_place(text):
        whole[STANCES.index(Stance.POINTS)] = _NEVER
    empty = whole[1:]
    evidence = whole[0] - np.log(np.exp(empty).sum())
    if said is not Stance.ANSWERS:
        return Stance.ANSWERS if evidence > _PLAIN and said in _PHRASED else said
    doubt = _REPEATS if STANCES[1 + int(empty.argmax())] is Stance.RESTATES else 0.0
    if evidence > -doubt:
        return Stance.ANSWERS
    told = {
        Stance.PROMISES: any(
            one.search(text) for one in (phrase("future"), phrase("intent"), phrase("soon"))
        ),
        Stance.DENIES: bool(phrase("negation").search(text)),
    }
    return max(
        (one for one in STANCES[1:] if told.get(one, True)), key=lambda one: float(whole[STANCES.index(one)])
    )


def is_weighed(unit: Unit, own: Own) -> bool:
    """Whether an answer must give evidence: not the rows of a table, nor where naming, assuring or intending is enough."""
    settled = unit.assurance or unit.identified or unit.kind == "attachment"
    return own.passage.kind != "table" and not settled


def weighed(
    ruling: Reading,
    readings: Sequence[Reading],
    odds: Numbers,
    text: str,
    known: frozenset[str],
    *,
    future: bool,
) -> Reading:
    """The sentence that decides what a passage does, when its evidence is weighed too; see `mood_of`."""
    stance = mood_of(ruling.stance, odds, text, known, future=future)
    if stance is Stance.ANSWERS and ruling.stance is not stance:
        ruling = max(readings, key=lambda one: one.adds)
    elif stance is not ruling.stance:
        # What gives no evidence of its own and sends its reader on is a pointer first.
        sent = next((one for one in readings if one.stance is Stance.POINTS), None)
        ruling, stance = (sent, sent.stance) if sent else (ruling, stance)
    target = ruling.target or (target_of(ruling.sentence) if stance is Stance.POINTS else "")
    return replace(ruling, stance=stance, target=target)
