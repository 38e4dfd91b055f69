"""Refit how often each rule of relations is right, and measure the relations on fields that no rule was shaped on.

    python -m tests.benchmarks.fit_relations [--write]

The rules were shaped and their shares are fitted on the tuning halves of tests/golden/judged, of the golden relations
and of law beside law (tests/golden/law.py); the frozen halves are only measured. A share is (right + 1) / (pairs + 2).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Relation
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.relating import RULES, RelationRule, first_rule
from tests.golden import relations
from tests.golden.judged_fields import FROZEN, TUNING, read_field
from tests.golden.law import LawSet, law_sets

TARGET = Path(__file__).parents[2] / "crosswalk" / "data" / "relations.json"
Found = tuple[RelationRule, str]


def main() -> None:
    """Print the shares and what the frozen halves give; write the shares where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    law = {found: list(law_pairs(found)) for found in law_sets()}
    fields = {name: list(field_pairs(name)) for name in (*TUNING, *FROZEN)}
    tuned = [pair for found, pairs in law.items() if not found.frozen for pair in pairs]
    tuned += [pair for name in TUNING for pair in fields[name]]
    shares = fitted([*tuned, *golden_pairs(frozen=False)])
    for name, share in shares.items():
        print(f"{share:.2f} {name}")
    for found, pairs in law.items():
        print(measured(f"{found.name}, {'frozen' if found.frozen else 'tuning'}", pairs))
    for half, names in (("tuning", TUNING), ("frozen", FROZEN)):
        print(measured(f"judged fields, {half}", [pair for name in names for pair in fields[name]]))
    if asked.write:
        TARGET.write_text(json.dumps(shares, indent=1) + "\n", "utf-8")


def fitted(found: Iterable[Found]) -> dict[str, float]:
    """The share of pairs on which each rule was right."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for rule, wanted in found:
        said[rule.name] += 1
        right[rule.name] += rule.relation.value == wanted
    return {rule.name: round((right[rule.name] + 1) / (said[rule.name] + 2), 2) for rule in RULES}


def field_pairs(name: str) -> Iterator[Found]:
    """The rule and the judged relation of every pair of a field that is to be listed or arguable."""
    field = read_field(name)
    pairs = [(*ids, p["relation"]) for ids, p in field.pairs.items() if p["list"] in {"must", "arguable"}]
    yield from related(field.left, field.right, pairs)


def law_pairs(found: LawSet) -> Iterator[Found]:
    """The same of one set of law beside law."""
    yield from related(found.left, found.right, found.pairs)


def related(left: Corpus, right: Corpus, pairs: Iterable[tuple[str, str, str]]) -> Iterator[Found]:
    """The rule that decides each pair of provisions, and the relation that was judged."""
    worded = [[p.id for p in side if p.text.strip()] for side in (left, right)]
    ours, theirs = read_provisions(left, worded[0]), read_provisions(right, worded[1])
    for one, two, wanted in pairs:
        yield first_rule(PairReading(ours[one], theirs[two])), wanted


def golden_pairs(*, frozen: bool) -> Iterator[Found]:
    """The rule and the judged relation of the golden pairs; measures and wordings with nothing in common left out."""
    for pair in relations.pairs():
        if pair.frozen is frozen and not relations.measures_of(pair):
            read = PairReading(*relations.frames(pair))
            if read.wording is not Relation.NONE:
                yield first_rule(read), pair.relation


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
