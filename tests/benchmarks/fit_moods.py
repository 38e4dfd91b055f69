"""Refit what a sentence of a plan sounds like, and measure it on plans that it was not fitted on.

    python -m tests.benchmarks.fit_moods [--write]

The sentences are those of the invented plans of tests/plans/texts with what their keys say of them.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crosswalk.language.encoder import encode
from crosswalk.language.normalize import sentence_spans
from crosswalk.plans.mood import EMPTY, STANCES, chances_of
from crosswalk.plans.stance import Stance
from tests.plans.papers import HERE, corpus, paper

# How strongly weights are pulled toward zero.
RIDGE = 0.3
TARGET = Path(__file__).parents[2] / "crosswalk" / "data" / "moods.json"
_STANCES = {"restates": 1, "promises": 2, "denies": 3, "points": 4}


def main() -> None:
    """Print what fits on all plans but one find in that one, and write the fit on all where asked."""
    told = examples()
    vectors = encode([sentence for _, sentence, _ in told])
    plans = np.array([plan for plan, _, _ in told])
    stances = np.array([stance for _, _, stance in told])
    empty = np.zeros(len(told))
    for plan in sorted(set(plans)):
        other = plans == plan
        empty[other] = 1 - chances_of(vectors[other], fit_stances(vectors[~other], stances[~other]))[:, 0]
    for name, at in {"answers": 0, **_STANCES}.items():
        heard = (empty[stances == at] >= EMPTY).mean()
        print(f"{name}: {(stances == at).sum()} sentences, {heard:.1%} sound like words only")
    if "--write" in sys.argv[1:]:
        weights = np.round(fit_stances(vectors, stances), 3)
        rows = {str(stance): row.tolist() for stance, row in zip(STANCES, weights, strict=True)}
        TARGET.write_text(json.dumps(rows) + "\n", "utf-8")


def examples() -> list[tuple[str, str, int]]:
    """Plan, sentence and stance: each sentence of an answer, and each passage that answers in words only."""
    told = []
    for path in sorted((HERE / "texts").glob("*.txt")):
        plan = paper(path.stem)
        kinds = {one["id"]: one.get("kind") for one in corpus(plan.listed)}
        for unit, key in plan.key.items():
            if len(key.states) > 1 or kinds[unit] == "assurance":
                continue
            for words in dict.fromkeys(place for place in key.places if "|" not in place):
                if key.state in _STANCES:
                    told.append((plan.name, words, _STANCES[key.state]))
                elif key.state == "met":
                    spans = sentence_spans(words)
                    told += [(plan.name, words[a:b], 0) for a, b in spans if len(words[a:b].split()) > 4]
    return list(dict.fromkeys(told))


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
