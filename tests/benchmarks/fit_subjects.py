"""Refit which requirement a passage of a plan is about, and measure it on plans that it was not fitted on.

    python -m tests.benchmarks.fit_subjects [--write]

The passages are those of the invented plans of tests/plans/texts that are not held back, with the units that their keys give them. `--write`
fits on all plans without measuring, which takes a twentieth of the time.
"""

import json
import sys
from pathlib import Path

import numpy as np
import yaml
from safetensors.numpy import save

from crosswalk.language.encoder import encode
from crosswalk.plans.signals import NONE, log_chances
from tests.benchmarks.fit_moods import fit
from tests.plans.papers import ROOT, names_fitted, paper

# How strongly weights are pulled toward zero, and the most steps of the search.
RIDGE, STEPS = 0.1, 120
# What is shorter is no passage but a label.
_FEWEST = 5
TARGET = ROOT / "crosswalk" / "data" / "subjects.safetensors"


def main() -> None:
    """Print how often a unit's row is the best for its passage in a plan not fitted on, or write the fit on all."""
    told = examples()
    vectors = encode([words for _, words, _ in told])
    names = sorted({row for _, _, row in told})
    rows = np.array([names.index(row) for _, _, row in told])
    plans = np.array([plan for plan, _, _ in told])
    wanted = np.eye(len(names))[rows]
    if "--write" in sys.argv[1:]:
        write(names, fit(vectors, wanted, 1.0, RIDGE, STEPS))
        return
    for plan in sorted(set(plans)):
        asked = (plans == plan) & (rows != names.index(NONE))
        weights = fit(vectors[plans != plan], wanted[plans != plan], 1.0, RIDGE, STEPS)
        right = log_chances(vectors[asked], weights).argmax(axis=1) == rows[asked]
        print(f"{plan}: the first of {asked.sum()} passages' units is right for {right.mean():.1%}")


def write(names, weights):
    """Write the weights as whole numbers from -127 to 127, each row with its scale."""
    scale = np.abs(weights).max(axis=1) / 127
    held = {
        "rows": np.frombuffer(json.dumps(names).encode(), np.uint8),
        "weights": np.round(weights / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float32),
    }
    TARGET.write_bytes(save(held))


def examples() -> list[tuple[str, str, str]]:
    """Plan, words and row: each passage with the units of its key, or with none."""
    row_of = {unit: row for row in rows() for unit in row.split()}
    told = []
    for plan in map(paper, names_fitted()):
        about = {}
        for unit, key in plan.key.items():
            for words in key.places:
                about.setdefault(words, []).append(row_of[unit])
        for kind, _, words in plan.blocks:
            if kind in {"paragraph", "row", "footnote"} and len(words.split()) >= _FEWEST:
                told += [(plan.name, words, row) for row in about.get(words, [NONE])]
    return list(dict.fromkeys(told))


def rows() -> list[str]:
    """The units of each entry of the file of answers: what is answered alike shares a row."""
    path = Path(ROOT / "corpora" / "answers.yaml")
    return [" ".join(entry["for"]) for entry in yaml.safe_load(path.read_text("utf-8"))["answers"]]


if __name__ == "__main__":
    main()
