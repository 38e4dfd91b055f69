"""Which pairs an expert would list: what each signal sees in a pair, and the fitted chance.

A pair is never listed where the actors stand at different levels: a State duty beside a local criterion is a twin
to mention, not a row. The weights are fitted on judged pairs of many fields by tests/benchmarks/fit_listing.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import load
from crosswalk.language.encoder import Vectors, encode, unit
from crosswalk.language.topics import topic_weights
from crosswalk.language.word_lists import frame_words, level_of
from crosswalk.model.frame import BINDING, FrameModality, Level, ProvisionFrames, Slot
from crosswalk.relate.answered import content_words

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]

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
COLUMN = 0.5
# How sharply the weight of a topic decides which topic a provision is about.
_SHARP = 8
# Provisions of one side that speak to different levels are one requirement said twice from this cosine on.
_TWINS = 0.85
# From this cosine on a text repeats another of its side.
_REPEATED = 0.95
# How many provisions are compared with their side at once.
BLOCK = 512
# The columns of a pair's features, in the order of the fitted weights.
FEATURES = ("retrieval", "own text", "clauses", "words", "main topic, right", "documents")
_MADE_OF = frozenset({"have", "consist", "contain", "comprise", "be", "include"})
# A number for each level; the sum of some names which they are.
_APART = {Level.STATE: 1, Level.LOCAL: 2, Level.FEDERAL: 4}


@dataclass(frozen=True)
class PairFeatures:
    """What each signal sees in every pair: left x right x feature, with the vectors of the texts of both sides."""

    table: NDArray[np.float64]
    texts: tuple[Vectors, Vectors]


@dataclass(frozen=True)
class Readings:
    """What the features of pairs are made of, a row a provision, left and right.

    `clauses` holds the vectors of all clauses end to end with the place at which each provision's begin, `words` the
    weighed words with their length, `met` how far each left provision is about each topic, `asked` the topic that sets
    each right provision apart, with its share.
    """

    texts: tuple[Vectors, Vectors]
    clauses: tuple[tuple[Vectors, Rows], tuple[Vectors, Rows]]
    words: tuple[tuple[Any, Matrix], tuple[Any, Matrix]]
    met: Matrix
    asked: tuple[Rows, Matrix]
    nearness: float

    def features(self, rows: Rows, columns: Rows, retrieval: Matrix) -> NDArray[np.float64]:
        """What each signal sees in every pair of some left and some right provisions: rows x columns x feature."""
        one, two = self.texts
        topic, share = (side[columns] for side in self.asked)
        (ours, length), (theirs, width) = (
            (table[at], size[at]) for (table, size), at in zip(self.words, (rows, columns), strict=True)
        )
        layers = [
            retrieval,
            _cosines(one[rows], two[columns]),
            _clauses_met(*(_some(*side, at) for side, at in zip(self.clauses, (rows, columns), strict=True))),
            np.asarray(np.round((ours @ theirs.T).toarray() / np.outer(length, width), 4)),
            np.asarray(np.round(self.met[rows][:, topic] * share, 4)),
            np.full(retrieval.shape, self.nearness),
        ]
        return np.stack(layers, axis=2)


def readings(left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]) -> Readings:
    """Read both sides once, for the features of any of their pairs."""
    texts = tuple(encode([item.text for item in side]) for side in (left, right))
    asked = topic_weights(right)
    return Readings(
        (texts[0], texts[1]),
        (_clause_vectors(left), _clause_vectors(right)),
        _weighed_words(left, right),
        _beyond_mean(topic_weights(left)),
        (_beyond_mean(asked).argmax(axis=1), _topic_chances(asked).max(axis=1)),
        _documents_nearness(*texts),
    )


def pair_features(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> PairFeatures:
    """What each signal sees in every pair.

    `retrieval` holds the matcher's scores, left x right.
    """
    read = readings(left, right)
    return PairFeatures(read.features(np.arange(len(left)), np.arange(len(right)), retrieval), read.texts)


def listing_chances(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames], retrieval: Matrix
) -> Matrix:
    """The chance (0..1, three decimals) that an expert lists each pair.

    It is 0 where the levels differ, where a text only describes its own document, and between an assurance and a
    criterion.
    """
    if not left or not right:
        return np.zeros((len(left), len(right)))
    return chance_of(
        listing_odds(pair_features(left, right, retrieval), never_listed(left, right), weights())
    )


def never_listed(left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]) -> NDArray[np.bool_]:
    """Which pairs are never listed: left x right."""
    itself = [np.array([describes_itself(item) for item in side], bool) for side in (left, right)]
    never = levels_apart(left, right) | itself[0][:, None] | itself[1][None, :]
    return np.asarray(never | assurances_beside_criteria(left, right))


def chance_of(odds: Matrix) -> Matrix:
    """The chance of log odds, to three decimals."""
    return np.asarray(np.round(1 / (1 + np.exp(-odds)), 3))


def listing_odds(features: PairFeatures, never: NDArray[np.bool_], fitted: Mapping[str, Any]) -> Matrix:
    """The log odds that an expert lists each pair, from its features: left x right; minus infinity where it never is.

    A pair loses to its rivals, those of its row and those of its column, by the sum of their odds: an expert who has
    found the counterpart of a provision lists a weaker one less often, and of many that are equally near hardly any is
    one. A rival takes odds as far as it says the same: a criterion on data is no rival of one on employers, and among
    the provisions of a long law only those on the same matter are rivals.
    """
    odds = own_odds(features.table, never, fitted)
    in_row, in_column = rival_odds(np.exp(odds), features.texts)
    return after_rivals(odds, in_row, in_column, odds.shape, fitted)


def own_odds(table: NDArray[np.float64], never: NDArray[np.bool_], fitted: Mapping[str, Any]) -> Matrix:
    """The log odds of pairs without their rivals; minus infinity where one is never listed."""
    scaled = table - fitted["mean"]
    scaled /= fitted["spread"]
    return np.where(never, -np.inf, scaled @ np.array(fitted["weights"]) + fitted["bias"])


def after_rivals(
    odds: Matrix, in_row: Matrix, in_column: Matrix, size: tuple[int, ...], fitted: Mapping[str, Any]
) -> Matrix:
    """The log odds of pairs of two documents of this size after the loss to their rivals."""
    return np.asarray(odds - np.log(in_row) - column_share(size) * np.log(in_column) + fitted["given back"])


def rival_odds(chances: Matrix, texts: tuple[Vectors, Vectors]) -> tuple[Matrix, Matrix]:
    """One and the odds of each pair's rivals in its row, and the same in its column, from the odds of all pairs."""
    rows, columns = chances.shape
    in_row, in_column = rival_sums(chances, texts[1]), rival_sums(chances.T, texts[0]).T
    return usual_rivals(columns) + in_row, usual_rivals(rows) + in_column


def usual_rivals(texts: int) -> float:
    """One, and the odds of the rivals that a side of so many texts lacks."""
    return 1 + _USUAL * max(0, _ORDINARY - texts)


def column_share(shape: tuple[int, ...]) -> float:
    """The share of the loss to rivals of the column, less where a short right side has many counterparts for each."""
    return COLUMN * min(1.0, shape[1] / shape[0])


def rival_sums(odds: Matrix, texts: Vectors) -> Matrix:
    """For each column the sum of the others, each as far as its text says the same."""
    found = np.zeros(odds.shape)
    for start in range(0, len(texts), BLOCK):
        found[:, start : start + BLOCK] = odds @ sameness(texts, start)
    return found


def sameness(texts: Vectors, start: int = 0) -> Matrix:
    """How far each text of a side says the same as each of a block of them, 0..1: the square of their cosine.

    A text is no rival of itself, nor of one in nearly the same words: a plan may say a thing in several places.
    """
    near = np.clip(_cosines(texts, texts[start : start + BLOCK]), 0, 1)
    return np.asarray(np.where(near >= _REPEATED, 0, near**2))


def weights() -> Mapping[str, Any]:
    """The fitted numbers of `data/listing.json`."""
    found: Mapping[str, Any] = load("listing.json")
    return found


def levels_apart(left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]) -> NDArray[np.bool_]:
    """Where one provision speaks to the State and the other to a local body, and the like: left x right.

    What a State plan must say of local boards speaks to both.
    """
    ours, theirs = (level_flags(side) for side in (left, right))
    return np.asarray((ours[:, None] > 0) & (theirs[None, :] > 0) & ~(ours[:, None] & theirs[None, :] > 0))


def weaker_twins(right: Sequence[ProvisionFrames], chances: Matrix) -> NDArray[np.bool_]:
    """Where a left provision is likelier to meet the same requirement at another level: left x right.

    The criteria for a State and for its local areas are often the same sentence twice; where the levels do not tell which
    of the two meets a provision, the likelier one does.
    """
    return weaker_of_twins(level_flags(right), encode([item.text for item in right]), chances)


def weaker_of_twins(levels: Rows, texts: Vectors, chances: Matrix) -> NDArray[np.bool_]:
    """The same for right provisions of these levels and vectors."""
    weaker = np.zeros(chances.shape, bool)
    placed = np.flatnonzero(levels)
    if len(set(levels[placed].tolist())) < 2:
        return weaker
    rows = texts[placed]
    for start in range(0, len(placed), BLOCK):
        here = placed[start : start + BLOCK]
        others = levels[here][:, None] & levels[placed][None, :] == 0
        alike = (_cosines(rows[start : start + BLOCK], rows) >= _TWINS) & others
        for at in np.flatnonzero(alike.any(axis=1)):
            weaker[:, here[at]] = chances[:, placed[alike[at]]].max(axis=1) > chances[:, here[at]]
    return weaker


def level_flags(items: Sequence[ProvisionFrames]) -> Rows:
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


def _clause_vectors(side: Sequence[ProvisionFrames]) -> tuple[Vectors, Rows]:
    """The vectors of the clauses of a side end to end, and where those of each provision begin (n + 1 places)."""
    clauses = [_clauses(item) for item in side]
    return encode([words for said in clauses for words in said]), np.cumsum(
        [0, *(len(said) for said in clauses)], dtype=np.int64
    )


def _some(vectors: Vectors, starts: Rows, rows: Rows) -> tuple[Vectors, Rows]:
    """The clauses of some provisions in the same form."""
    counts = starts[rows + 1] - starts[rows]
    ends = np.cumsum([0, *counts], dtype=np.int64)
    return vectors[np.repeat(starts[rows] - ends[:-1], counts) + np.arange(ends[-1])], ends


def _clauses_met(ours: tuple[Vectors, Rows], theirs: tuple[Vectors, Rows]) -> Matrix:
    """The cosine of the two acts of each pair that are nearest, those in clauses about nouns left out: left x right."""
    (rows, starts), (columns, ends) = ours, theirs
    found = np.empty((len(starts) - 1, len(ends) - 1))
    for at in range(0, len(found), BLOCK):
        firsts = starts[at : at + BLOCK + 1]
        near = np.maximum.reduceat(_cosines(rows[firsts[0] : firsts[-1]], columns), ends[:-1], axis=1)
        found[at : at + BLOCK] = np.maximum.reduceat(near, firsts[:-1] - firsts[0], axis=0)
    return found


def _clauses(item: ProvisionFrames) -> list[str]:
    return [frame.clause for frame in item.frames if frame.clause and not frame.subordinate] or [
        item.own_text
    ]


def _weighed_words(
    left: Sequence[ProvisionFrames], right: Sequence[ProvisionFrames]
) -> tuple[tuple[Any, Matrix], tuple[Any, Matrix]]:
    """The content words of each side, lead-ins included, each weighed by its rarity in both documents, and their length."""
    from scipy.sparse import csr_array

    sides = [[content_words(item.full_text) for item in side] for side in (left, right)]
    texts = [*sides[0], *sides[1]]
    places = {word: at for at, word in enumerate(sorted({word for said in texts for word in said}))}
    found = [places[word] for said in texts for word in said]
    ends = np.cumsum([0, *(len(said) for said in texts)])
    rarity = np.log((len(texts) + 1) / (np.bincount(found, minlength=len(places)) + 0.5))
    table = csr_array((rarity[found], found, ends), shape=(len(texts), len(places)))
    length = np.sqrt(np.maximum((table * table).sum(axis=1), 1e-9))
    cut = len(left)
    return (table[:cut], length[:cut]), (table[cut:], length[cut:])


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
