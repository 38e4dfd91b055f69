"""Which pairs an expert would list: what each signal sees in a pair, and the fitted chance.

A pair is never listed where the actors stand at different levels: a State duty beside a local criterion is a twin
to mention, not a row. The weights are fitted on judged pairs of many fields by tests/benchmarks/fit_listing.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import load
from crosswalk.language.encoder import Vectors, encode
from crosswalk.language.frame_words import frame_words, level_of
from crosswalk.language.topics import topic_weights
from crosswalk.language.vectors import unit
from crosswalk.model.frame import BINDING, FrameModality, Level, ProvisionFrames, Slot

Matrix = NDArray[np.float64]

# From this chance on a pair is listed; what is below is looked at, and said to be.
LISTED = 0.5
# A side's mean is pulled toward zero as if this many empty provisions were on the side, since the mean of one
# provision is the provision itself.
_EMPTY = 3
# A side with fewer provisions than this is filled up with usual rivals of these odds: an unrelated text in a short
# document would else have no rival.
_ORDINARY, _USUAL = 20, 0.1
# The share of the loss to the rivals of the same column; of the column the less, the more left provisions share a right
# one.
COLUMN = 0.4
# The log odds of a pair whose rivals are the usual ones, given back.
GIVEN_BACK = 1.3
# How sharply the weight of a topic decides which topic a provision is about.
_SHARP = 8
# Provisions of one side that speak to different levels are one requirement said twice from this cosine on.
_TWINS = 0.85
# How many provisions are compared with their side at once.
_BLOCK = 512
# The columns of a pair's features, in the order of the fitted weights.
FEATURES = ("retrieval", "own text", "main topic, right", "documents")
_MADE_OF = frozenset({"have", "consist", "contain", "comprise", "be", "include"})
# A number for each level; the sum of some names which they are.
_APART = {Level.STATE: 1, Level.LOCAL: 2, Level.FEDERAL: 4}


def pair_features(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> NDArray[np.float64]:
    """What each signal sees in every pair: left x right x feature.

    `retrieval` holds the matcher's scores, left x right.
    """
    ours, theirs = (encode([item.text for item in side]) for side in (left, right))
    layers = [
        retrieval,
        _cosines(ours, theirs),
        _main_topic_met(topic_weights(left), topic_weights(right)),
        np.full(retrieval.shape, _documents_nearness(ours, theirs)),
    ]
    return np.stack(layers, axis=2)


def listing_chances(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> Matrix:
    """The chance (0..1, three decimals) that an expert lists each pair.

    It is 0 where the levels differ, where a text only describes its own document, and between an assurance and a
    criterion.
    """
    if not left or not right:
        return np.zeros((len(left), len(right)))
    itself = [np.array([describes_itself(item) for item in side]) for side in (left, right)]
    never = levels_apart(left, right) | itself[0][:, None] | itself[1][None, :]
    never |= assurances_beside_criteria(left, right)
    odds = listing_odds(pair_features(left, right, retrieval), never, weights())
    return np.asarray(np.round(1 / (1 + np.exp(-odds)), 3))


def listing_odds(
    features: NDArray[np.float64], never: NDArray[np.bool_], fitted: Mapping[str, Any]
) -> Matrix:
    """The log odds that an expert lists each pair, from its features: left x right; minus infinity where it never is.

    A pair loses to its rivals, those of its row and those of its column, by the sum of their odds: an expert who has
    found the counterpart of a provision lists a weaker one less often, and of many that are equally near hardly any is
    one. Of a right side so short that each of its provisions has many counterparts, the column counts less.
    """
    scaled = features - fitted["mean"]
    scaled /= fitted["spread"]
    odds = np.where(never, -np.inf, scaled @ np.array(fitted["weights"]) + fitted["bias"])
    rows, columns = odds.shape
    chances = np.exp(odds)
    in_row, in_column = (chances.sum(axis=axis, keepdims=True) - chances for axis in (1, 0))
    row, column = (
        np.log(1 + _USUAL * max(0, _ORDINARY - size) + np.maximum(rivals, 0))
        for size, rivals in ((columns, in_row), (rows, in_column))
    )
    return np.asarray(odds - row - COLUMN * min(1.0, columns / rows) * column + GIVEN_BACK)


def weights() -> Mapping[str, Any]:
    """The fitted numbers of `data/listing.json`."""
    found: Mapping[str, Any] = load("listing.json")
    return found


def levels_apart(left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]) -> NDArray[np.bool_]:
    """Where one provision speaks to the State and the other to a local body, and the like: left x right.

    What a State plan must say of local boards speaks to both.
    """
    ours, theirs = (_level_flags(side) for side in (left, right))
    return np.asarray((ours[:, None] > 0) & (theirs[None, :] > 0) & ~(ours[:, None] & theirs[None, :] > 0))


def weaker_twins(right: Sequence[ProvisionFrames], chances: Matrix) -> NDArray[np.bool_]:
    """Where a left provision is likelier to meet the same requirement at another level: left x right.

    The criteria for a State and for its local areas are often the same sentence twice; where the levels do not tell which
    of the two meets a provision, the likelier one does.
    """
    weaker = np.zeros(chances.shape, bool)
    levels = _level_flags(right)
    placed = np.flatnonzero(levels)
    if len(set(levels[placed].tolist())) < 2:
        return weaker
    rows = encode([right[at].text for at in placed.tolist()])
    for start in range(0, len(placed), _BLOCK):
        here = placed[start : start + _BLOCK]
        others = levels[here][:, None] & levels[placed][None, :] == 0
        alike = (_cosines(rows[start : start + _BLOCK], rows) >= _TWINS) & others
        for at in np.flatnonzero(alike.any(axis=1)):
            weaker[:, here[at]] = chances[:, placed[alike[at]]].max(axis=1) > chances[:, here[at]]
    return weaker


def _level_flags(items: Sequence[ProvisionFrames]) -> NDArray[np.int64]:
    """The levels of each provision as a sum of flags; 0 where one of them is no level of government."""
    levels = [actor_levels(item) for item in items]
    return np.array(
        [sum(_APART[one] for one in mine) if mine <= _APART.keys() else 0 for mine in levels], int
    )


def actor_levels(item: ProvisionFrames) -> frozenset[Level]:
    """The level of the first frame that has one, and that of the document that must describe its act."""
    frame = next((frame for frame in item.frames if frame.level is not Level.NONE), None)
    if frame is None:
        return frozenset()
    return frozenset({frame.level, level_of(frame.reporter) if frame.reporter else Level.NONE} - {Level.NONE})


def assurances_beside_criteria(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]
) -> NDArray[np.bool_]:
    """Where one provision is an assurance and the other a mark of quality, which no assurance answers: left x right."""
    (ours, our_marks), (theirs, their_marks) = (
        (
            np.array([item.main is not None and item.main.assured for item in side], bool),
            np.array(
                [item.main is not None and item.main.modality is FrameModality.CRITERION for item in side],
                bool,
            ),
        )
        for side in (left, right)
    )
    return np.asarray((ours[:, None] & their_marks[None, :]) | (our_marks[:, None] & theirs[None, :]))


def describes_itself(item: ProvisionFrames) -> bool:
    """Whether a text only says what its document is made of, as in "the framework has two parts"."""
    main = item.main
    actor, act = (main.first(slot) if main else None for slot in (Slot.ACTOR, Slot.ACT))
    if main is None or actor is None or act is None or main.modality in BINDING:
        return False
    return actor.head in frame_words().documents and act.head in _MADE_OF


def _documents_nearness(ours: Vectors, theirs: Vectors) -> float:
    """The cosine of the sums of both sides: whether the two documents are about the same field at all."""
    one, two = (unit(side.sum(axis=0, keepdims=True)) for side in (ours, theirs))
    return float(_cosines(one, two)[0, 0])


def _topic_chances(weights: Matrix) -> Matrix:
    """The chance that each provision is about each topic, from its weights."""
    raised = np.exp(_SHARP * (weights - weights.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _cosines(left: NDArray[np.floating[Any]], right: NDArray[np.floating[Any]]) -> Matrix:
    return np.asarray(np.round(left @ right.T, 4), np.float64)


def _beyond_mean(rows: NDArray[np.floating[Any]]) -> Matrix:
    """Each row less what all rows of its side have in common, as "career pathways" is to every text about them."""
    if not len(rows):
        return np.asarray(rows, np.float64)
    return np.asarray(rows - rows.sum(axis=0) / (len(rows) + _EMPTY), np.float64)


def _main_topic_met(texts: Matrix, asked: Matrix) -> Matrix:
    """How much each text is about the topic that sets each asked provision apart from its side: texts x asked.

    It counts by the share of the asked provision that its likeliest topic has: a provision about everything has none.
    """
    share = _topic_chances(asked).max(axis=1)
    return np.asarray(np.round(_beyond_mean(texts)[:, _beyond_mean(asked).argmax(axis=1)] * share, 4))
