"""Refit whether a passage gives evidence or words only, and measure it on plans that it was not fitted on.

    python -m tests.benchmarks.fit_moods [--write]

The passages are those of the invented plans of tests/plans/texts that are not held back, with what their keys say of them. `--write` fits on all
plans without measuring.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crosswalk.language.encoder import encode
from crosswalk.plans.gaps import requirement_list
from crosswalk.plans.stance import STANCES, Stance, counts_of, known_of
from crosswalk.workspace.workspace import shipped
from tests.plans.papers import corpus, names_fitted, paper

# How strongly weights are pulled toward zero.
RIDGE = 0.1
TARGET = Path(__file__).parents[2] / "crosswalk" / "data" / "moods.json"
_STANCES = {"restates": 1, "promises": 2, "denies": 3, "points": 4, "elsewhere": 4}


def main() -> None:
    """Print what fits on all plans but one find in that one, and write the fit on all where asked."""
    told = examples()
    vectors = inputs_of(told)
    plans = np.array([plan for plan, *_ in told])
    stances = np.array([stance for *_, stance in told])
    if "--write" in sys.argv[1:]:
        weights = np.round(fit_stances(vectors, stances), 3)
        rows = {str(stance): row.tolist() for stance, row in zip(STANCES, weights, strict=True)}
        TARGET.write_text(json.dumps(rows) + "\n", "utf-8")
        return
    empty = np.zeros(len(told), bool)
    for plan in sorted(set(plans)):
        other = plans == plan
        weights = fit_stances(vectors[~other], stances[~other])
        odds = vectors[other] @ weights[:, :-1].T + weights[:, -1]
        empty[other] = odds[:, 0] <= np.log(np.exp(odds[:, 1:]).sum(axis=1))
    for name, at in {"answers": 0, **_STANCES}.items():
        print(f"{name}: {(stances == at).sum()} passages, {empty[stances == at].mean():.1%} give no evidence")


def inputs_of(told):
    """The vector of each passage, with its counts after it."""
    vectors = encode([words for _, words, *_ in told])
    counts = np.array([counts_of(words, known) for _, words, known, _ in told])
    return np.hstack([np.asarray(vectors, np.float64), counts])


def examples() -> list[tuple[str, str, frozenset[str], int]]:
    """Plan, words, the stems of the requirement and stance, for each passage that a key gives to a requirement."""
    lists = {
        name: requirement_list(shipped(), name) for name in ("state-plan", "local-plan", "regional-plan")
    }
    known = {unit: stems for one in lists.values() for unit, stems in known_of(one).items()}
    told = []
    for plan in map(paper, names_fitted()):
        kinds = {one["id"]: one.get("kind") for one in corpus(plan.listed)}
        for unit, key in plan.key.items():
            if len(key.states) > 1 or key.state == "not-found" or kinds[unit] in {"assurance", "attachment"}:
                continue
            stance = _STANCES.get(key.state, 0)
            told += [
                (plan.name, words, known[unit], stance)
                for words in dict.fromkeys(key.places)
                if "|" not in words
            ]
    return told


def fit_stances(vectors, stances):
    """Weights of the stances; all words only together weigh as much as all answers."""
    counts = np.bincount(stances, minlength=len(STANCES))
    weight = np.where(stances == 0, 0.5 / counts[0], 0.5 / counts[1:].sum()) * len(stances)
    return fit(vectors, np.eye(len(STANCES))[stances], weight, RIDGE)


def fit(vectors, wanted, weight, ridge, steps=500):
    """Multinomial logistic weights: a row for each column of `wanted`, with its constant last."""
    size, width = wanted.shape[1], vectors.shape[1] + 1
    inputs = np.hstack([np.asarray(vectors, np.float64), np.ones((len(vectors), 1))])
    weight = np.broadcast_to(weight, len(vectors))[:, None]
    free = ridge * np.append(np.ones(width - 1), 0.0)

    def loss(flat):
        weights = flat.reshape(size, width)
        odds = inputs @ weights.T
        odds -= odds.max(axis=1, keepdims=True)
        total = np.log(np.exp(odds).sum(axis=1, keepdims=True))
        pull = free * weights
        value = -(weight * wanted * (odds - total)).sum() + 0.5 * (pull * weights).sum()
        slope = (weight * (np.exp(odds - total) - wanted)).T @ inputs + pull
        return value, slope.ravel()

    found = minimize(loss, np.zeros(size * width), jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x.reshape(size, width)


if __name__ == "__main__":
    assert STANCES[0] is Stance.ANSWERS
    main()
