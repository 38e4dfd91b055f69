"""Which pairs an expert would list: what each signal sees in a pair, and the fitted chance.

A pair is never listed where the actors stand at different levels: a State duty beside a local criterion is a twin
to mention, not a row. The weights are fitted on judged pairs of many fields by tests/benchmarks/fit_listing.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.encoder import Vectors, encode
from crosswalk.language.frame_words import frame_words, level_of
from crosswalk.language.topics import topic_weights
from crosswalk.language.vectors import unit
from crosswalk.model.frame import Filler, FrameModality, Level, ProvisionFrames, Slot

Matrix = NDArray[np.float64]

# From this chance on a pair is listed; what is below is looked at, and said to be.
LISTED = 0.5
# A side's mean is pulled toward zero as if this many empty provisions were on the side, since the mean of one
# provision is the provision itself.
_EMPTY = 3
# This share of the distance to the best pair of the same row is taken off a pair's log odds.
BESIDE_BEST = 0.25
# The columns of a pair's features, in the order of the fitted weights.
FEATURES = (
    "retrieval",
    "clause",
    "phrases, right",
    "phrases, left",
    "main topic, right",
    "main topic, left",
    "full text beyond its side's mean",
    "retrieval below row's best",
    "text below row's best",
    "full text below row's best",
    "retrieval below column's best",
    "text below column's best",
    "full text below column's best",
)
_MADE_OF = frozenset({"have", "consist", "contain", "comprise", "be", "include"})
_IN_FORCE = frozenset(
    {
        FrameModality.MUST,
        FrameModality.MUST_NOT,
        FrameModality.NEED_NOT,
        FrameModality.MAY,
        FrameModality.SHOULD,
    }
)
_APART = frozenset({Level.STATE, Level.LOCAL, Level.FEDERAL})


@dataclass(frozen=True)
class _SideVectors:
    """One side's vectors: a row a provision, and for each the rows of its clauses and phrases."""

    own: Vectors
    full: Vectors
    clauses: list[Vectors]
    phrases: list[Vectors]


def pair_features(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> NDArray[np.float64]:
    """What each signal sees in every pair: left x right x feature.

    `retrieval` holds the matcher's scores, left x right.
    """
    ours, theirs = _side(left), _side(right)
    own, full = _cosines(ours.own, theirs.own), _cosines(ours.full, theirs.full)
    clause = np.maximum(_best(ours.clauses, theirs.own), _best(theirs.clauses, ours.own).T)
    our_topics, their_topics = (_beyond_mean(topic_weights(side)) for side in (left, right))
    layers = [
        retrieval,
        clause,
        _phrases_met(ours.phrases, theirs.phrases),
        _phrases_met(theirs.phrases, ours.phrases).T,
        _main_topic_met(our_topics, their_topics),
        _main_topic_met(their_topics, our_topics).T,
        _cosines(*(unit(_beyond_mean(side.full).astype(np.float32)) for side in (ours, theirs))),
        *(layer - layer.max(axis=1, keepdims=True) for layer in (retrieval, own, full)),
        *(layer - layer.max(axis=0, keepdims=True) for layer in (retrieval, own, full)),
    ]
    return np.stack(layers, axis=2)


def listing_chances(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> Matrix:
    """The chance (0..1, three decimals) that an expert lists each pair.

    It is 0 where the levels differ and where a text only describes its own document.
    """
    if not left or not right:
        return np.zeros((len(left), len(right)))
    odds = listing_odds(pair_features(left, right, retrieval), weights())
    chances = np.round(1 / (1 + np.exp(-odds)), 3)
    itself = [np.array([describes_itself(item) for item in side]) for side in (left, right)]
    never = levels_apart(left, right) | itself[0][:, None] | itself[1][None, :]
    return np.where(never, 0.0, chances)


def listing_odds(features: NDArray[np.float64], fitted: Mapping[str, Any]) -> Matrix:
    """The log odds that an expert lists each pair, from its features: left x right.

    A pair loses by what it lacks to the best of its row: an expert who has listed the best counterpart of a
    provision lists a weaker one less often.
    """
    scaled = features - fitted["mean"]
    scaled /= fitted["spread"]
    odds = np.asarray(scaled @ np.array(fitted["weights"]) + fitted["bias"])
    return np.asarray(odds - BESIDE_BEST * (odds.max(axis=1, keepdims=True) - odds))


@cache
def weights() -> Mapping[str, Any]:
    """The fitted numbers of `data/listing.json`."""
    found: Mapping[str, Any] = json.loads((files("crosswalk.data") / "listing.json").read_text("utf-8"))
    return found


def levels_apart(left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]) -> NDArray[np.bool_]:
    """Where one provision speaks to the State and the other to a local body, and the like.

    What a State plan must say of local boards speaks to both.
    """
    ours, theirs = ([actor_levels(item) for item in side] for side in (left, right))
    return np.array(
        [[bool(one and two) and one | two <= _APART and not one & two for two in theirs] for one in ours],
        bool,
    ).reshape(len(left), len(right))


def actor_levels(item: ProvisionFrames) -> frozenset[Level]:
    """The level of the first frame that has one, and that of the document that must describe its act."""
    frame = next((frame for frame in item.frames if frame.level is not Level.NONE), None)
    if frame is None:
        return frozenset()
    return frozenset({frame.level, level_of(frame.reporter) if frame.reporter else Level.NONE} - {Level.NONE})


def describes_itself(item: ProvisionFrames) -> bool:
    """Whether a text only says what its document is made of, as in "the framework has two parts"."""
    main = item.main
    actor, act = (main.first(slot) if main else None for slot in (Slot.ACTOR, Slot.ACT))
    if main is None or actor is None or act is None or main.modality in _IN_FORCE:
        return False
    return actor.head in frame_words().documents and act.head in _MADE_OF


def _side(items: Sequence[ProvisionFrames]) -> _SideVectors:
    clauses = [[frame.clause for frame in item.frames if frame.clause] for item in items]
    phrases = [_distinct(item.phrases) for item in items]
    texts = [*(item.text for item in items), *(item.full_text for item in items)]
    flat = sorted({words for group in (*clauses, *phrases) for words in group})
    vectors = dict(zip(flat, encode(flat), strict=True))
    rows = encode(texts)
    return _SideVectors(
        rows[: len(items)],
        rows[len(items) :],
        [_stack(vectors, group) for group in clauses],
        [_stack(vectors, group) for group in phrases],
    )


def _distinct(phrases: Sequence[Filler]) -> list[str]:
    return list(dict.fromkeys(filler.words for filler in phrases))


def _stack(vectors: Mapping[str, Vectors], group: Sequence[str]) -> Vectors:
    return np.array([vectors[words] for words in group], np.float32)


def _cosines(left: NDArray[np.floating[Any]], right: NDArray[np.floating[Any]]) -> Matrix:
    return np.asarray(np.round(left @ right.T, 4), np.float64)


def _best(groups: Sequence[Vectors], texts: Vectors) -> Matrix:
    """The best cosine of each group's rows with each text: groups x texts; 0 for an empty group."""
    return np.array(
        [_cosines(group, texts).max(axis=0) if len(group) else np.zeros(len(texts)) for group in groups]
    )


def _phrases_met(texts: Sequence[Vectors], asked: Sequence[Vectors]) -> Matrix:
    """How far each text meets the phrases of each asked provision, beyond what the phrases usually get.

    A phrase weighs as much as its best cosine differs from text to text, so what every text has
    ("participants") counts for little.
    """
    found = np.zeros((len(texts), len(asked)))
    for column, phrases in enumerate(asked):
        if not len(phrases):
            continue
        met = np.array(
            [_cosines(t, phrases).max(axis=0) if len(t) else np.zeros(len(phrases)) for t in texts]
        )
        weight = met.std(axis=0) + 0.02
        found[:, column] = ((met - met.mean(axis=0)) * weight).sum(axis=1) / weight.sum()
    return np.round(found, 4)


def _beyond_mean(rows: NDArray[np.floating[Any]]) -> Matrix:
    """Each row less what all rows of its side have in common, as "career pathways" is to every text about them."""
    if not len(rows):
        return np.asarray(rows, np.float64)
    return np.asarray(rows - rows.sum(axis=0) / (len(rows) + _EMPTY), np.float64)


def _main_topic_met(texts: Matrix, asked: Matrix) -> Matrix:
    """How much each text is about the topic that sets each asked provision apart from its side: texts x asked."""
    if not len(asked):
        return np.zeros((len(texts), 0))
    return np.round(texts[:, asked.argmax(axis=1)], 4)
