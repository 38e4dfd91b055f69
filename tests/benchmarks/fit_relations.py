"""Refit the chance that one text holds another and how often each rule is right, and measure the frozen halves.

    python -m tests.benchmarks.fit_relations [--write]

The rules were shaped, and the weights and the shares are fitted, on the tuning halves of tests/golden/judged, of the golden relations
and of law beside law (tests/golden/law.py); the frozen halves are only measured. The weights are fitted on the pairs that no
earlier rule decides, each read in both directions: an equal pair is held both ways. A share is (right + 1) / (pairs + 2).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from crosswalk.data import load
from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Relation
from crosswalk.relate.holding import FIGURES, holding_figures
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.relating import RULES, RelationRule, first_rule
from tests.golden import relations
from tests.golden.judged_fields import FROZEN, TUNING, read_field
from tests.golden.law import LawSet, law_sets

DATA = Path(__file__).parents[2] / "crosswalk" / "data"
# The rules that ask which text holds the other, and the rule for all other pairs.
HOLDING = frozenset(rule.name for rule in RULES[-4:])
# The pull of every weight toward zero.
RIDGE = 5.0
# Whether the left is held by the right, and the right by the left.
HELD = {"equal": (1, 1), "subset-of": (1, 0), "superset-of": (0, 1)}
Read = tuple[PairReading, str]
Found = tuple[RelationRule, str]


def main() -> None:
    """Fit, print what both halves give, and write the weights and shares where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    law = {found: list(law_pairs(found)) for found in law_sets()}
    fields = {name: list(field_pairs(name)) for name in (*TUNING, *FROZEN)}
    golden = list(golden_pairs(frozen=False))
    tuned = [pair for found, pairs in law.items() if not found.frozen for pair in pairs]
    tuned += [pair for name in TUNING for pair in fields[name]] + golden
    weights = fitted_weights(tuned)
    if asked.write:
        (DATA / "holding.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
        load.cache_clear()
        tuned = [(PairReading(read.left, read.right), wanted) for read, wanted in tuned]
    shares = fitted(decided(tuned))
    if asked.write:
        (DATA / "relations.json").write_text(json.dumps(shares, indent=1) + "\n", "utf-8")
    for name, number in (*weights.items(), *shares.items()):
        print(f"{number:.2f} {name}")
    for found, pairs in law.items():
        print(measured(f"{found.name}, {'frozen' if found.frozen else 'tuning'}", decided(pairs)))
    for half, names in (("tuning", TUNING), ("frozen", FROZEN)):
        print(measured(f"judged fields, {half}", decided(pair for name in names for pair in fields[name])))


def decided(found: Iterable[Read]) -> list[Found]:
    """The rule that decides each pair, and the relation that was judged."""
    return [(first_rule(PairReading(read.left, read.right)), wanted) for read, wanted in found]


def fitted_weights(found: Iterable[Read]) -> Mapping[str, float]:
    """The weights of the figures that tell whether one text holds the other, and the bias."""
    asked = [
        (read, HELD.get(wanted, (0, 0)))
        for read, wanted in found
        if wanted != "contrary" and first_rule(read).name in HOLDING
    ]
    figures = np.array(
        [
            holding_figures(*sides)
            for read, _ in asked
            for sides in ((read.left, read.right), (read.right, read.left))
        ]
    )
    held = np.array([side for _, sides in asked for side in sides])
    mean, spread = figures.mean(axis=0), figures.std(axis=0)
    scaled = np.column_stack([np.ones(len(held)), (figures - mean) / spread])

    def loss(weights: np.ndarray) -> float:
        odds = scaled @ weights
        return float(np.logaddexp(0, odds).sum() - odds @ held + RIDGE / 2 * (weights[1:] ** 2).sum())

    best = minimize(loss, np.zeros(scaled.shape[1])).x
    own = best[1:] / spread
    return {
        "bias": round(float(best[0] - own @ mean), 3),
        **{name: round(float(weight), 3) for name, weight in zip(FIGURES, own, strict=True)},
    }


def fitted(found: Iterable[Found]) -> dict[str, float]:
    """The share of pairs on which each rule was right."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for rule, wanted in found:
        said[rule.name] += 1
        right[rule.name] += rule.relation.value == wanted
    return {rule.name: round((right[rule.name] + 1) / (said[rule.name] + 2), 2) for rule in RULES}


def field_pairs(name: str) -> Iterator[Read]:
    """The reading and the judged relation of every pair of a field that is to be listed or arguable."""
    field = read_field(name)
    pairs = [(*ids, p["relation"]) for ids, p in field.pairs.items() if p["list"] in {"must", "arguable"}]
    yield from related(field.left, field.right, pairs)


def law_pairs(found: LawSet) -> Iterator[Read]:
    """The same of one set of law beside law."""
    yield from related(found.left, found.right, found.pairs)


def related(left: Corpus, right: Corpus, pairs: Iterable[tuple[str, str, str]]) -> Iterator[Read]:
    """Each pair of provisions read together, and the relation that was judged."""
    worded = [[p.id for p in side if p.text.strip()] for side in (left, right)]
    ours, theirs = read_provisions(left, worded[0]), read_provisions(right, worded[1])
    for one, two, wanted in pairs:
        yield PairReading(ours[one], theirs[two]), wanted


def golden_pairs(*, frozen: bool) -> Iterator[Read]:
    """The reading and the judged relation of the golden pairs; measures and wordings with nothing in common left out."""
    for pair in relations.pairs():
        if pair.frozen is frozen and not relations.measures_of(pair):
            read = PairReading(*relations.frames(pair))
            if read.wording is not Relation.NONE:
                yield read, pair.relation


def measured(name: str, found: list[Found]) -> str:
    """How often the relation is right, beside the majority class, and a table of what was judged against what is said."""
    wanted = Counter(truth for _, truth in found)
    word, most = wanted.most_common(1)[0]
    pairs = Counter((truth, rule.relation.value) for rule, truth in found)
    right = sum(n for (truth, said), n in pairs.items() if truth == said)
    names = sorted({one for pair in pairs for one in pair})
    rows = [f"| judged | {' | '.join(names)} |", f"|---{'|---' * len(names)}|"]
    rows += [f"| {one} | {' | '.join(str(pairs[one, said]) for said in names)} |" for one in names]
    head = f"{name}: {right / len(found):.2f} of {len(found)} right (always {word} {most / len(found):.2f})"
    return "\n".join(["", head, *rows])


if __name__ == "__main__":
    main()
