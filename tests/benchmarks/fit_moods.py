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
        empty[other] = 1 - chances_of(vectors[other], fit(vectors[~other], stances[~other]))[:, 0]
    for name, at in {"answers": 0, **_STANCES}.items():
        heard = (empty[stances == at] >= EMPTY).mean()
        print(f"{name}: {(stances == at).sum()} sentences, {heard:.1%} sound like words only")
    if "--write" in sys.argv[1:]:
        weights = np.round(fit(vectors, stances), 3)
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


def fit(vectors, stances):
    """Multinomial logistic weights, each stance counting as much as all answers."""
    size, width = len(STANCES), vectors.shape[1] + 1
    inputs = np.hstack([np.asarray(vectors, np.float64), np.ones((len(vectors), 1))])
    wanted = np.eye(size)[stances]
    counts = wanted.sum(axis=0)
    # All words only together weigh as much as all answers.
    weight = np.where(stances == 0, 0.5 / counts[0], 0.5 / counts[1:].sum())[:, None] * len(stances)

    def loss(flat):
        weights = flat.reshape(size, width)
        odds = inputs @ weights.T
        odds -= odds.max(axis=1, keepdims=True)
        total = np.log(np.exp(odds).sum(axis=1, keepdims=True))
        chances = np.exp(odds - total)
        pull = RIDGE * weights * np.append(np.ones(width - 1), 0.0)
        value = -(weight * wanted * (odds - total)).sum() + 0.5 * (pull * weights).sum()
        slope = (weight * (chances - wanted)).T @ inputs + pull
        return value, slope.ravel()

    found = minimize(loss, np.zeros(size * width), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x.reshape(size, width)


if __name__ == "__main__":
    assert STANCES[0] is Stance.ANSWERS
    main()
