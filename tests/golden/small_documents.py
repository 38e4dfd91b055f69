"""Judged small documents: a few provisions of a judged page or field on either side, and sides that are unrelated."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from crosswalk.relate.listing import PairFeatures, levels_apart, pair_features
from crosswalk.retrieve.matcher import propose
from tests.golden.judged_fields import FROZEN, MUST, TUNING, field_frames, read_field
from tests.golden.judged_pages import PAGES, page_documents, page_features, read_page

# How many judged left and how many right provisions each document has.
SIZES = ((1, 1), (1, 1), (1, 1), (2, 3), (2, 3), (5, 5), (10, 10))
# The left side of one field and the right side of another that has nothing to do with it.
UNRELATED = (
    ("library", "water"),
    ("meals", "privacy"),
    ("emergency", "apprenticeship"),
    ("water", "privacy"),
    ("meals", "apprenticeship"),
    ("water", "library"),
    ("privacy", "emergency"),
    ("services", "water"),
    ("local-plans", "meals"),
    ("provisions", "water"),
    ("meals", "state-plans"),
    ("water", "boards"),
)
UNRELATED_SIZES = ((1, 1), (1, 1), (2, 3), (5, 5), (20, 20))


@dataclass(frozen=True)
class SmallPair:
    """Two small documents: where their provisions are from, the features, where levels differ, and the labels."""

    source: str
    seen: PairFeatures
    apart: np.ndarray
    labels: np.ndarray


def small_pairs(split: str) -> Iterator[SmallPair]:
    """The small documents of one split, with about half of the larger ones holding a pair that must be listed."""
    for name in (*PAGES, *(TUNING if split == "tuning" else FROZEN)):
        labels = read_page(name, split).labels if name in PAGES else read_field(name).labels
        judged = np.flatnonzero(labels.max(axis=1) >= 0).tolist()
        for number, size in enumerate(SIZES if judged else ()):
            yield _drawn(name, labels, judged, size, Random(f"{name} {split} {number}"))  # noqa: S311


def unrelated_pairs(split: str) -> Iterator[SmallPair]:
    """Small documents that have nothing to do with each other: every second pair of fields is frozen."""
    for left, right in UNRELATED[split == "frozen" :: 2]:
        for number, (rows, columns) in enumerate(UNRELATED_SIZES):
            draw = Random(f"{left} {right} {number}")  # noqa: S311
            ours = sorted(draw.sample(range(len(_side(left, 0)[0])), rows))
            theirs = sorted(draw.sample(range(len(_side(right, 1)[0])), columns))
            seen, apart = _read((left, ours), (right, theirs))
            yield SmallPair("unrelated", seen, apart, np.zeros(apart.shape, int))


def _drawn(
    name: str, labels: np.ndarray, judged: list[int], size: tuple[int, int], draw: Random
) -> SmallPair:
    rows = sorted(draw.sample(judged, min(size[0], len(judged))))
    columns = draw.sample(range(labels.shape[1]), min(size[1], labels.shape[1]))
    must = np.argwhere(labels[rows] == MUST)
    if len(must) and draw.random() < 0.5 and must[0][1] not in columns:
        columns[-1] = int(must[0][1])
    columns.sort()
    return SmallPair(name, *_read((name, rows), (name, columns)), labels[np.ix_(rows, columns)])


def _side(name: str, side: int):
    """The frames of one side of a page or field, its corpus, and the concepts of its provisions."""
    if name in PAGES:
        document = page_documents(name)[side]
        return page_features(name)[side], document.part, document.concepts
    field = read_field(name)
    return field_frames(name)[side], (field.left, field.right)[side], {}


def _read(left: tuple[str, list[int]], right: tuple[str, list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """The features of every pair of the drawn provisions, read as if each side were a whole document."""
    (ours, part, named), (theirs, other, meant) = _side(left[0], 0), _side(right[0], 1)
    ours, theirs = [ours[at] for at in left[1]], [theirs[at] for at in right[1]]
    sides = (side.keep([item.provision for item in drawn]) for side, drawn in ((part, ours), (other, theirs)))
    concepts = (named, meant) if named and meant else None
    found = propose(*sides, top=0, explain=0, concepts=concepts)
    scores = {(cand.left, cand.right): cand.score for cand in found}
    least = min(scores.values(), default=0.0)
    table = np.array([[scores.get((one.provision, two.provision), least) for two in theirs] for one in ours])
    return pair_features(ours, theirs, table), levels_apart(ours, theirs)
