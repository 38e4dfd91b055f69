"""How often "no counterpart" is right, and how sure the best chance of a provision is, on judged fields.

    python -m tests.benchmarks.no_counterpart [--provisions FILE]

A provision has no counterpart where no pair of it is listed; that is right where no judge listed one. FILE holds
judged provisions of the shipped page (wioa_id, alliance_id, must_list; an empty alliance_id for none).
"""

import argparse
import csv
from pathlib import Path

import numpy as np

from crosswalk.model.relation import Coverage
from crosswalk.relate.listing import LISTED, listing_odds, weights
from crosswalk.services.compare import compare_crosswalk
from crosswalk.workspace.workspace import shipped
from tests.golden.judged_fields import FROZEN, MUST, TUNING, features, read_field
from tests.golden.judged_pages import judged_rows, read_page


def main() -> None:
    """Print a line a field, both directions, and one for the judged provisions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=Path)
    asked = parser.parse_args()
    print("| set | no counterpart said | right | right or arguable only | linked told from unlinked (AUC) |")
    print("|---|---|---|---|---|")
    for name in (*FROZEN, *TUNING):
        for side, (said, right, strict, area) in zip(("left", "right"), of_field(name), strict=True):
            print(f"| {name}, {side} | {said} | {right:.2f} | {strict:.2f} | {area:.2f} |", flush=True)
    for name, split in dict.fromkeys((row["page"], row["split"]) for row in judged_rows()):
        said, right, strict, area = of_page(name, split)
        print(f"| {name}, {split} | {said} | {right:.2f} | {strict:.2f} | {area:.2f} |", flush=True)
    if asked.provisions:
        said, right = of_provisions(asked.provisions)
        print(f"| judged provisions | {said} | {right:.2f} | | |")


def of_field(name: str) -> list[tuple[int, float, float, float]]:
    """For both sides of a field: how many are said to have no counterpart, and how often that is right."""
    seen, apart = features(name)
    chances = 1 / (1 + np.exp(-listing_odds(seen, apart, weights())))
    labels = read_field(name).labels
    return [_one_side(chances.max(axis=axis), labels.max(axis=axis)) for axis in (1, 0)]


def of_page(name: str, split: str) -> tuple[int, float, float, float]:
    """The same for the judged left provisions of a page."""
    page = read_page(name, split)
    chances = 1 / (1 + np.exp(-listing_odds(page.seen, page.apart, weights())))
    judged = page.labels.max(axis=1) >= 0
    return _one_side(chances[judged].max(axis=1), page.labels[judged].max(axis=1))


def _one_side(best: np.ndarray, most: np.ndarray) -> tuple[int, float, float, float]:
    alone = best < LISTED
    no_must, none = most < MUST, most == 0
    return int(alone.sum()), _share(no_must[alone]), _share(none[alone]), _area(best, ~no_must)


def _share(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _area(scores: np.ndarray, linked: np.ndarray) -> float:
    """The chance that a linked provision scores above an unlinked one."""
    above = scores[linked][:, None] - scores[~linked][None, :]
    return float(((above > 0) + (above == 0) / 2).mean()) if above.size else float("nan")


def of_provisions(path: Path) -> tuple[int, float]:
    """The same on the shipped provisions page."""
    space = shipped()
    side = compare_crosswalk(space, next(one for one in space.crosswalks if one.id == "provisions"))
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    must = {row["wioa_id"] for row in rows if row["must_list"] == "yes" and row["alliance_id"]}
    judged = {row["wioa_id"] for row in rows}
    alone = [
        one.provision
        for one in side.left_answers
        if one.provision in judged and one.coverage in {Coverage.NOT_FOUND, Coverage.NOT_ASSESSED}
    ]
    return len(alone), sum(one not in must for one in alone) / max(len(alone), 1)


if __name__ == "__main__":
    main()
