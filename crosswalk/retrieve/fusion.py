"""Choose the pairs of two lists of texts to score, sum their signals, and turn the sums into probabilities.

Signals are normalized and summed with the stored weights, and adjusted for context and for competing candidates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import load
from crosswalk.language.encoder import unit
from crosswalk.model.alignment import CONFIDENCE_BANDS
from crosswalk.retrieve.signals import (
    Floats,
    Pairs,
    Rows,
    Signal,
    Table,
    Texts,
    TokenizedSide,
    Vocabulary,
    every_pair,
    read_at,
    signals,
    tokenize_sides,
)

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


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of `weights.json`, which tests/benchmarks/rebuild.py writes."""

    version: str
    weights: dict[str, float]
    usual: dict[str, tuple[float, float]]
    usual_pairs: int
    siblings: float
    sections: float
    kindred: float
    competition: float
    sharpness: float
    usual_crowd: float
    doubt: float
    enough: float
    confidence: tuple[float, float, float]
    link: tuple[float, float, float]
    reliability: tuple[dict[str, float], ...]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings shipped with the package."""
    stored: dict[str, Any] = load("weights.json")
    return Settings(
        version=stored["version"],
        weights=stored["weights"],
        usual={name: (height, spread) for name, (height, spread) in stored["usual"].items()},
        usual_pairs=stored["usual_pairs"],
        siblings=stored["neighbors"]["siblings"],
        sections=stored["neighbors"]["sections"],
        kindred=stored["neighbors"]["kindred"],
        competition=stored["competition"]["share"],
        sharpness=stored["competition"]["sharpness"],
        usual_crowd=stored["competition"]["usual"],
        doubt=stored["shared"]["share"],
        enough=stored["shared"]["enough"],
        confidence=tuple(stored["confidence"][name] for name in ("bias", "slope", "top")),
        link=tuple(stored["link"][name] for name in ("bias", "slope", "top")),
        reliability=tuple(stored["reliability"]),
    )


def confidence(score: Floats) -> Floats:
    """How likely (0..1) each scored pair is to be one that an expert would list."""
    return _chance(score, settings().confidence)


def linked(best: Floats) -> Floats:
    """How likely (0..1) a text is to have any counterpart, from the score of its best pair."""
    return _chance(best, settings().link)


def observed() -> dict[str, float]:
    """For each word, the share of such pairs that experts had listed, on crosswalks the curve was not fitted on.

    Computed from the reliability table stored with the weights.
    """
    found = {}
    for number, (word, least) in enumerate(CONFIDENCE_BANDS):
        most = CONFIDENCE_BANDS[number - 1][1] if number else 1.0
        rows = [row for row in settings().reliability if least <= row["from"] < most]
        total = fsum(row["share"] for row in rows)
        found[word] = fsum(row["share"] * row["observed"] for row in rows) / total if total else 0.0
    return found


def _chance(score: Floats, curve: tuple[float, float, float]) -> Floats:
    bias, slope, top = curve
    return np.asarray(top / (1 + np.exp(-(bias + slope * score))), np.float32)


# The number of texts of each side that are sampled to measure a signal's usual mean and spread.
_SAMPLED = 1000


@dataclass(frozen=True)
class Scored:
    """Two lists of texts compared: the pairs, the score of each, and what every signal contributed to it.

    The values of `given` add up to `score`. `raw` holds each signal on its own scale.
    """

    vocabulary: Vocabulary
    left: TokenizedSide
    right: TokenizedSide
    pairs: Pairs
    score: Floats
    raw: Mapping[str, Floats]
    given: Mapping[str, Floats]


@dataclass(frozen=True)
class StructuralContext:
    """For each side, the group that each text belongs to, and the weights of the texts most like it."""

    groups: tuple[Sequence[str], Sequence[str]]
    neighbors: tuple[Table, Table]


def neighbor_tables(seen: Mapping[str, Signal]) -> tuple[Table, Table]:
    """For each side, the texts of the same side that are most like each text, with weights that sum to 1."""
    return nearest_neighbors(seen["meaning"].left), nearest_neighbors(seen["meaning"].right)


def match_texts(
    left: Texts, right: Texts, *, extra: Mapping[str, Signal] | None = None, limit: int = ALL_PAIRS
) -> Scored:
    """Score the pairs of two lists of texts with every signal.

    Args:
        left: The texts of one side.
        right: The texts of the other side; swapping sides gives the same scores.
        extra: More signals by name, each with its weight in the settings.
        limit: The number of pairs up to which all are scored; above it, only plausible ones.
    """
    vocabulary, one, two = tokenize_sides(left, right)
    seen = {**signals(vocabulary, one, two), **(extra or {})}
    pairs = plausible_pairs(seen, (len(one), len(two)), limit=limit)
    raw, usual = raw_tables(seen, pairs, (sampled(left), sampled(right)))
    around = StructuralContext((left.groups, right.groups), neighbor_tables(seen))
    given = combine(raw, usual, pairs, around, settings())
    return Scored(vocabulary, one, two, pairs, _sum(given), raw, given)


def combine(
    raw: Mapping[str, Floats],
    usual: Mapping[str, Floats],
    pairs: Pairs,
    around: StructuralContext,
    rules: Settings,
) -> dict[str, Floats]:
    """The contribution of each signal to each pair's score, then those of neighbors, rivals and shared words.

    Args:
        raw: Each signal's scores over the pairs.
        usual: Each signal's scores over a sample of pairs.
        pairs: The pairs.
        around: The context of each text on its own side.
        rules: The weights.
    """
    named = [name for name in raw if name != "shared"]
    total = sum(rules.weights[name] for name in named)
    scaled = {name: _scaled(raw[name], usual[name], rules, name) for name in raw}
    given = {name: np.float32(rules.weights[name] / total) * scaled[name] for name in named}
    score = _sum(given)
    given["neighbors"] = _neighbors(score, pairs, around.groups, rules)
    given["kindred"] = _from_kindred(score, pairs, around.neighbors, rules)
    given["rivals"] = -_competition(_sum(given), pairs, rules)
    given["shared"] = _shared(_sum(given), scaled["shared"], pairs, rules)
    return given


def _sum(given: Mapping[str, Floats]) -> Floats:
    return np.asarray(np.sum(list(given.values()), axis=0), np.float32)


def raw_tables(
    seen: Mapping[str, Signal], pairs: Pairs, sample: tuple[Rows, Rows]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Each signal's scores over the pairs, and over sampled rows that show its usual mean and spread."""
    raw = {name: raw_scores(signal, pairs) for name, signal in seen.items()}
    usual = raw if pairs.complete else {name: sample_scores(signal, *sample) for name, signal in seen.items()}
    tops = pairs.best(raw["asked"], 0), pairs.best(raw["answered"], 1)
    found: list[dict[str, Floats]] = []
    for values, rows in ((raw, (pairs.left, pairs.right)), (usual, _grid(*sample))):
        answers = values["asked"] / np.maximum(tops[0][rows[0]], 1e-6)
        answers = answers + values["answered"] / np.maximum(tops[1][rows[1]], 1e-6)
        rest = {name: value for name, value in values.items() if name not in {"asked", "answered"}}
        found.append(
            {
                **rest,
                "answers": np.asarray(answers, np.float32),
                "shared": values["asked"] + values["answered"],
            }
        )
        if usual is raw:
            return found[0], found[0]
    return found[0], found[1]


def _grid(left: Rows, right: Rows) -> tuple[Rows, Rows]:
    return np.repeat(left, len(right)), np.tile(right, len(left))


def sampled(texts: Texts) -> Rows:
    """A sample of the rows, chosen by their words so that neither order nor ids matter."""
    if len(texts) <= _SAMPLED:
        return np.arange(len(texts))
    keys = [
        sha256(f"{title}\n{body}".encode()).digest()
        for title, body in zip(texts.titles, texts.bodies, strict=True)
    ]
    return np.array(sorted(range(len(texts)), key=keys.__getitem__)[:_SAMPLED], np.int64)


def _scaled(values: Floats, usual: Floats, rules: Settings, name: str) -> Floats:
    """Standard scores: minus the usual mean, over the usual spread; short lists rely more on the stored figures."""
    mean, spread = rules.usual[name]
    known, stored = len(usual), rules.usual_pairs
    height = (float(usual.sum(dtype=np.float64)) + stored * mean) / (known + stored)
    square = float(((usual - height) ** 2).sum(dtype=np.float64)) + stored * (
        spread**2 + (mean - height) ** 2
    )
    return np.asarray((values - height) / np.sqrt(square / (known + stored)), np.float32)


def _neighbors(
    score: Floats, pairs: Pairs, groups: tuple[Sequence[str], Sequence[str]], rules: Settings
) -> Floats:
    """Support from the siblings of both texts, and from how well their sections agree."""
    positive = np.maximum(score, 0)
    sides = [_siblings(ids) for ids in groups]
    found = np.zeros(len(pairs), np.float32)
    for side, (group, counts) in enumerate(sides):
        found += np.float32(rules.siblings) * _from_siblings(positive, pairs, side, group, counts)
    return found + np.float32(rules.sections) * _from_sections(positive, pairs, sides)


def _siblings(ids: Sequence[str]) -> tuple[Rows, Rows]:
    """Each text's group number and each group's size; size 0 marks a group without information.

    Such a group has no name, has a single text, or has more than half of all texts.
    """
    names, group, counts = np.unique(
        np.array(ids, dtype=object).astype(str), return_inverse=True, return_counts=True
    )
    silent = (names == "") | (counts < 2) | (counts > len(ids) / 2)
    return group.astype(np.int64), np.where(silent, 0, counts).astype(np.int64)


def _from_siblings(positive: Floats, pairs: Pairs, side: int, group: Rows, counts: Rows) -> Floats:
    """The mean score of a text's siblings with the pair's other text; 0 if the group has no information."""
    mine, other = pairs.of(side), pairs.of(1 - side)
    known = counts[group[mine]]
    table = _group_table(len(counts), group)
    scores = pairs.table(positive)
    summed = (table @ (scores.T if side else scores)).tocsr()
    mean = (read_at(summed, group[mine], other) - positive) / np.maximum(known - 1, 1)
    mean[known == 0] = 0
    return _centered(np.asarray(mean, np.float32), known > 0)


def _from_sections(positive: Floats, pairs: Pairs, sides: list[tuple[Rows, Rows]]) -> Floats:
    """The strength of the best pairs between two sections: the cubic mean of all scores between them."""
    (one, sizes), (two, widths) = sides
    every = [np.bincount(group, minlength=len(counts)) for group, counts in sides]
    cubes = pairs.table(positive**3)
    summed = (_group_table(len(sizes), one) @ cubes @ _group_table(len(widths), two).T).tocsr()
    rows, columns = one[pairs.left], two[pairs.right]
    mean = read_at(summed, rows, columns) / (every[0][rows] * every[1][columns])
    known = (sizes[rows] > 0) | (widths[columns] > 0)
    found = np.cbrt(mean).astype(np.float32)
    found[~known] = 0
    return _centered(found, known)


def _from_kindred(score: Floats, pairs: Pairs, kin: tuple[Table, Table], rules: Settings) -> Floats:
    """Support from the texts most like either of the two for a pair with the other."""
    table = pairs.table(np.maximum(score, 0))
    said = (kin[0] @ table).tocsr(), (table @ kin[1].T).tocsr()
    found = sum(read_at(one, pairs.left, pairs.right) for one in said)
    return np.asarray(np.float32(rules.kindred) * found, np.float32)


def _centered(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """Values minus their mean where `known`, 0 elsewhere, so that missing information neither helps nor harms."""
    if not known.any():
        return np.zeros_like(values)
    return np.asarray(np.where(known, values - values[known].mean(), 0), np.float32)


def _group_table(groups: int, group: Rows) -> Table:
    from scipy.sparse import csr_array

    ones = np.ones(len(group), np.float32)
    return csr_array((ones, (group, np.arange(len(group)))), shape=(groups, len(group)))


def _competition(score: Floats, pairs: Pairs, rules: Settings) -> Floats:
    """The penalty for competing candidates of both texts: the stronger the rivals, the larger.

    Fewer rivals than usual raise the score.
    """
    taken = np.full(len(pairs), -rules.usual_crowd, np.float32)
    for side in (0, 1):
        crowd = pairs.crowd(score, side, rules.sharpness, 0.0)
        taken += np.float32(rules.competition) * crowd[pairs.of(side)]
    return taken


def _shared(score: Floats, shared: Floats, pairs: Pairs, rules: Settings) -> Floats:
    """The penalty on all pairs of a text whose best partner shares few of its words."""
    found = np.zeros(len(pairs), np.float32)
    for side in (0, 1):
        best_index = pairs.best_place(score, side)
        best = np.where(best_index >= 0, shared[best_index], 0)
        doubt = np.logaddexp(0, -2 * (best - rules.enough)).astype(np.float32)
        found -= np.float32(rules.doubt) * doubt[pairs.of(side)]
    return found
