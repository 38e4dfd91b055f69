"""Folders of gold crosswalks: `source.csv`, `target.csv` and `gold.csv`, read as the product reads tables."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosswalk.ingest import read
from crosswalk.model.corpus import Source
from crosswalk.retrieve.signals import Texts, corpus_texts

# Sets that come from one hand or one field; a set not named here is a family of its own.
FAMILIES = (
    frozenset({"csf11__csf20", "hipaa__csf20", "hipaa__80053r5"}),
    frozenset({"esco__onet", "cip__soc", "onettask__dwa"}),
)


@dataclass(frozen=True)
class Gold:
    """One set: both sides as texts, and a table of which pairs experts listed (left rows x right rows)."""

    name: str
    left: Texts
    right: Texts
    listed: NDArray[np.bool_]


def sets_in(folder: Path, names: list[str] | None = None) -> list[Gold]:
    """Every set under a folder, in order of name, or those named."""
    found = sorted(path.parent for path in folder.glob("*/gold.csv"))
    return [read_gold(path) for path in found if not names or path.name in names]


def read_gold(folder: Path) -> Gold:
    """One set; provisions without words of their own are left out of both sides."""
    sides = [_side(folder / f"{name}.csv") for name in ("source", "target")]
    (left, left_ids), (right, right_ids) = sides
    rows = {name: number for number, name in enumerate(left_ids)}
    columns = {name: number for number, name in enumerate(right_ids)}
    listed = np.zeros((len(rows), len(columns)), bool)
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as lines:
        for pair in csv.DictReader(lines):
            listed[rows[pair["source_id"]], columns[pair["target_id"]]] = True
    return Gold(folder.name, left, right, listed)


def family_of(name: str) -> frozenset[str]:
    """The sets that must be left out together with this one."""
    return next((family for family in FAMILIES if name in family), frozenset({name}))


def _side(path: Path) -> tuple[Texts, list[str]]:
    corpus = read(path, Source(path.stem, "2000", path.stem)).corpus
    ids = [prov.id for prov in corpus if not prov.is_heading]
    return corpus_texts(corpus, ids), ids
