"""Refit the chance that an expert lists a pair, and measure it on fields it was not fitted on.

    python -m tests.benchmarks.fit_listing [--write]

The weights are fitted on the tuning half of tests/golden/judged and, where a file of judged WIOA provisions is
given with --provisions FILE (wioa_id, alliance_id, must_list), on those too; the frozen half is only measured.
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crosswalk.language.frames import read_provisions
from crosswalk.relate.listing import FEATURES, levels_apart, listing_odds, pair_features
from crosswalk.retrieve.matcher import propose
from crosswalk.services.compare_editions import read_side
from crosswalk.workspace.workspace import shipped
from tests.golden.judged_fields import FROZEN, MUST, TUNING, features, read_field

# An arguable row counts half; the odds are raised by so much, so that what is listed is likelier right than not.
RAISED = 0.25
# Judged WIOA provisions weigh so many times the invented fields; the pull of every weight toward zero.
WIOA, RIDGE = 3.0, 10.0
TARGET = Path(__file__).parents[2] / "crosswalk" / "data" / "listing.json"


def main() -> None:
    """Fit, print what the fit finds in the frozen half, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    sets = [(*features(name), read_field(name).labels, 1.0) for name in TUNING]
    if asked.provisions:
        sets.append((*judged_provisions(asked.provisions), WIOA))
    fitted = fit(sets)
    for name in FROZEN:
        print(f"{name:24} {measured(name, fitted)}")
    if asked.write:
        TARGET.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def judged_provisions(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, levels apart and labels of the provisions page; -1 where nothing was judged."""
    space = shipped()
    entry = next(entry for entry in space.crosswalks if entry.id == "provisions")
    left, right = read_side(space, entry.left), read_side(space, entry.right)
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    judged = {row["wioa_id"] for row in rows}
    ours = [p.id for p in left.part if p.text.strip() and not p.text.rstrip().endswith(("—", "–", ":"))]
    theirs = [p.id for p in right.part if p.text.strip()]
    labels = np.array([[0 if i in judged else -1 for _ in theirs] for i in ours])
    for row in rows:
        if row["alliance_id"] in theirs and row["wioa_id"] in ours:
            level = MUST if row["must_list"] == "yes" else 1
            labels[ours.index(row["wioa_id"]), theirs.index(row["alliance_id"])] = level
    found = propose(left.whole.keep(ours), right.whole.keep(theirs), top=0, explain=0)
    scores = {(cand.left, cand.right): cand.score for cand in found}
    table = np.array([[scores[i, j] for j in theirs] for i in ours])
    one = list(read_provisions(left.whole, ours).values())
    two = list(read_provisions(right.whole, theirs).values())
    return pair_features(one, two, table), levels_apart(one, two), labels


def fit(sets: list[tuple[np.ndarray, np.ndarray, np.ndarray, float]]) -> dict[str, object]:
    """A ridge logistic fit over the pairs of all sets."""
    rows, wanted, weight = [], [], []
    for seen, apart, labels, heavy in sets:
        use = (labels >= 0) & ~apart
        rows.append(seen[use])
        wanted.append(labels[use] / 2)
        weight.append(np.full(use.sum(), heavy))
    table, target, heavy_rows = (np.concatenate(part) for part in (rows, wanted, weight))
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = (table - mean) / spread

    def loss(numbers: np.ndarray) -> float:
        odds = scaled @ numbers[:-1] + numbers[-1]
        missed = np.logaddexp(0, odds) - target * odds
        return float((heavy_rows * missed).sum() + RIDGE / 2 * (numbers[:-1] ** 2).sum())

    found = minimize(loss, np.zeros(len(FEATURES) + 1), method="L-BFGS-B").x
    return {
        "mean": mean.round(5).tolist(),
        "spread": spread.round(5).tolist(),
        "weights": found[:-1].round(4).tolist(),
        "bias": round(float(found[-1]) + RAISED, 4),
        "features": list(FEATURES),
    }


def measured(name: str, fitted: dict[str, object]) -> str:
    """How much of what would be listed is right, right or arguable, and how much is found."""
    seen, apart = features(name)
    odds = listing_odds(seen, fitted)
    labels, shown = read_field(name).labels, (odds >= 0) & ~apart
    right, either = (shown & (labels == MUST)).sum(), (shown & (labels > 0)).sum()
    return (
        f"{shown.sum():3} listed, {right / shown.sum():.2f} right, {either / shown.sum():.2f} right or arguable,"
        f" {right / (labels == MUST).sum():.2f} of the rows found"
    )


if __name__ == "__main__":
    main()
