"""Refit the chance that an expert lists a pair, and measure it on what it was not fitted on.

    python -m tests.benchmarks.fit_listing [--write]

The weights are fitted on the tuning halves of tests/golden/judged (invented fields, pages of the shipped corpora, and
small documents drawn from both) and, where a file of judged WIOA provisions is given with --provisions FILE (wioa_id, alliance_id, must_list), on those
too. No weight is below zero: every figure can only speak for a pair. Each tuning set is measured with weights fitted
without it and without the small documents drawn from it, the frozen halves with the weights of all tuning sets.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crosswalk.relate.listing import (
    BLOCK,
    FEATURES,
    PairFeatures,
    column_share,
    listing_odds,
    rival_odds,
    sameness,
    weaker_twins,
)
from tests.golden.judged_fields import FROZEN, MUST, TUNING, features, read_field
from tests.golden.judged_pages import READ_IN_PART, judged_rows, page_features, read_page
from tests.golden.small_documents import SmallPair, small_pairs, unrelated_pairs

# A page that was read whole and a small document weigh so many times an invented field or a page read in part; the pull
# of every weight toward zero.
WHOLE, RIDGE = 3.0, 30.0
TARGET = Path(__file__).parents[2] / "crosswalk" / "data" / "listing.json"


@dataclass(frozen=True)
class JudgedSet:
    """One judged set: features of every pair, pairs that are never listed, labels (-1 unread), weight.

    `lost` counts must rows of provisions that cannot be read; `source` names the page or field, `is_page` says which.
    """

    name: str
    seen: PairFeatures
    apart: np.ndarray
    labels: np.ndarray
    weight: float
    source: str
    lost: int = 0
    is_page: bool = False


def main() -> None:
    """Fit, print what the fit finds in sets it was not fitted on, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    known = [*pages("tuning"), *(field(name) for name in TUNING)]
    if asked.provisions:
        known.insert(0, judged_page("provisions", "given", given_rows(asked.provisions)))
    drawn = [small(pair) for pair in (*small_pairs("tuning"), *unrelated_pairs("tuning"))]
    print("each without itself")
    report([(one, fit([other for other in (*known, *drawn) if other.source != one.source])) for one in known])
    fitted = fit([*known, *drawn])
    print("frozen")
    report([(one, fitted) for one in (*pages("frozen"), *(field(name) for name in FROZEN))])
    for name, pairs in (("small documents", small_pairs), ("unrelated documents", unrelated_pairs)):
        found = [_counted(one, listed(one, fitted)) for one in map(small, pairs("frozen"))]
        print(f"{name:28} {_said(np.sum(found, axis=0))}")
    if asked.write:
        TARGET.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def field(name: str) -> JudgedSet:
    """One invented field."""
    return JudgedSet(name, *features(name), read_field(name).labels, 1.0, name)


def small(pair: SmallPair) -> JudgedSet:
    """Two small documents."""
    return JudgedSet(pair.source, pair.seen, pair.apart, pair.labels, WHOLE, pair.source)


def pages(split: str) -> list[JudgedSet]:
    """The judged pages of one split."""
    names = dict.fromkeys(row["page"] for row in judged_rows() if row["split"] == split)
    return [judged_page(name, split) for name in (*names, *READ_IN_PART)]


def judged_page(name: str, split: str, rows: list[dict] | None = None) -> JudgedSet:
    """One page; rows of provisions that the program cannot read are counted as lost."""
    page = read_page(name, split, rows)
    weight = 1.0 if name in READ_IN_PART else WHOLE
    return JudgedSet(f"{name}, {split}", page.seen, page.apart, page.labels, weight, name, page.lost, True)


def given_rows(path: Path) -> list[dict]:
    """The rows of a file of judged provisions, as in the file of judged pages."""
    rows = csv.DictReader(path.open(encoding="utf-8"))
    said = {"yes": "must", "arguable": "arguable"}
    return [
        {
            "left": row["wioa_id"],
            "right": row["alliance_id"],
            "list": said.get(row["must_list"], "none") if row["alliance_id"] else "none",
        }
        for row in rows
    ]


def fit(sets: Sequence[JudgedSet]) -> dict[str, object]:
    """A ridge logistic fit of the chance after the loss to rivals, without weights below zero; an arguable row counts half."""
    sets = [one for one in sets if ((one.labels >= 0) & ~one.apart).any()]
    table = np.concatenate([one.seen.table[(one.labels >= 0) & ~one.apart] for one in sets])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    size = len(FEATURES)
    ready = [
        (one, (one.seen.table - mean) / spread, [_all_sameness(side) for side in one.seen.texts])
        for one in sets
    ]

    def loss(numbers: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = RIDGE / 2 * (numbers[:size] ** 2).sum(), np.append(RIDGE * numbers[:size], [0, 0])
        for one, scaled, (ours, theirs) in ready:
            odds = np.where(one.apart, -np.inf, scaled @ numbers[:size] + numbers[size])
            chances, share = np.exp(odds), column_share(odds.shape)
            row, column = rival_odds(chances, one.seen.texts)
            judged, target = (one.labels >= 0) & ~one.apart, one.labels / 2
            after = np.where(judged, odds - np.log(row) - share * np.log(column) + numbers[-1], 0)
            missed = np.logaddexp(0, after) - target * after
            pull = np.where(judged, one.weight * (1 / (1 + np.exp(-after)) - target), 0)
            turned = pull - chances * ((pull / row) @ theirs.T + share * (ours @ (pull / column)))
            value += one.weight * missed[judged].sum()
            slope += [*np.tensordot(turned, scaled, ((0, 1), (0, 1))), turned.sum(), pull.sum()]
        return float(value), slope

    bounds = [(0, None)] * size + [(None, None)] * 2
    start = np.append(np.full(size, 0.3), [-3.0, 0.0])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return {
        "mean": mean.round(5).tolist(),
        "spread": spread.round(5).tolist(),
        "weights": found[:size].round(4).tolist(),
        "bias": round(float(found[size]), 4),
        "given back": round(float(found[-1]), 4),
        "features": list(FEATURES),
    }


def _all_sameness(texts: np.ndarray) -> np.ndarray:
    """How far each text of a side says the same as each other one."""
    return np.concatenate([sameness(texts, at) for at in range(0, len(texts), BLOCK)], axis=1)


def listed(one: JudgedSet, fitted: dict[str, object]) -> np.ndarray:
    """Which pairs of a set would be listed."""
    odds = listing_odds(one.seen, one.apart, fitted)
    twins = weaker_twins(page_features(one.source)[1], odds) if one.is_page else False
    return (odds >= 0) & ~twins & (one.labels >= 0)


def report(sets: Sequence[tuple[JudgedSet, dict[str, object]]]) -> None:
    """Print a line a set, then one for all pages and one for all fields."""
    counts = {one.name: (one, _counted(one, listed(one, fitted))) for one, fitted in sets}
    for name, (_, found) in counts.items():
        print(f"{name:28} {_said(found)}")
    for name, is_page in (("pages", True), ("fields", False)):
        said = [found for one, found in counts.values() if one.is_page is is_page]
        if said:
            print(f"{name:28} {_said(np.sum(said, axis=0))}")


def _counted(one: JudgedSet, shown: np.ndarray) -> np.ndarray:
    must = one.labels == MUST
    return np.array(
        [shown.sum(), (shown & must).sum(), (shown & (one.labels > 0)).sum(), must.sum() + one.lost]
    )


def _said(found: np.ndarray) -> str:
    shown, right, either, wanted = found.tolist()
    return (
        f"{shown:3} listed, {right / max(shown, 1):.2f} right, {either / max(shown, 1):.2f} right or arguable,"
        f" {right / max(wanted, 1):.2f} of {wanted} rows found"
    )


if __name__ == "__main__":
    main()
