"""Relations judged on pairs of expert crosswalks that name a type of relation, beside the majority class.

    python tests/benchmarks/relations.py FOLDER [SET ...]

FOLDER holds one folder a set, as for quality.py; gold.csv has a further column `relation`. Types are read
as the words of NIST IR 8477; a type that says something else ("mitigates") is told and not scored. Where
a set has one type for all its pairs the majority class is right by construction, and the figure says only
how often the program says that word; it cannot tell one type from another there.
"""

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from crosswalk.compare.document import Document, frames_of, read_document
from crosswalk.ingest import read
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Source
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.relating import first_rule
from crosswalk.workspace.workspace import shipped

# What other crosswalks call the relations, in the words of NIST IR 8477, read from left to right.
TYPES = {
    "equal": ("equal", "equals", "same", "equivalent", "exact", "exactmatch", "restated", "identical"),
    "subset-of": ("subset", "subset-of", "subsetof", "narrower", "narrowmatch", "part-of", "refines"),
    "superset-of": ("superset", "superset-of", "supersetof", "broader", "broadmatch", "includes"),
    "intersects-with": ("intersect", "intersects", "intersects-with", "overlaps", "related", "partial"),
    "no-relationship": ("none", "no-relationship", "not-related", "unrelated"),
    "supports": ("supports",),
    "is-supported-by": ("is-supported-by", "supported-by"),
    "contrary": ("contrary", "conflicts", "contradicts"),
}
_TYPE = {word: name for name, words in TYPES.items() for word in words}


@dataclass(frozen=True)
class Typed:
    """One set: its documents, its pairs with a type we know, and the types that say something else."""

    name: str
    left: Document
    right: Document
    pairs: tuple[tuple[str, str, str], ...]
    other: Counter[str]


def typed(folder: Path, lexicon: Lexicon) -> Typed:
    """Read one set."""
    sides = [_document(folder / f"{name}.csv", lexicon) for name in ("source", "target")]
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if (row.get("relation") or "").strip()]
    known = [
        (row["source_id"], row["target_id"], _TYPE[kind(row["relation"])])
        for row in rows
        if kind(row["relation"]) in _TYPE
    ]
    other = Counter(kind(row["relation"]) for row in rows if kind(row["relation"]) not in _TYPE)
    return Typed(folder.name, *sides, tuple(known), other)


def kind(word: str) -> str:
    """A type as a key: lower case, hyphens for spaces."""
    return "-".join(word.lower().replace("_", " ").split())


def _document(path: Path, lexicon: Lexicon) -> Document:
    corpus = read(path, Source(path.stem, "2000", path.stem)).corpus
    return read_document(corpus, corpus, lexicon)


def judged(found: Typed) -> list[tuple[str, str]]:
    """For each typed pair the experts' relation and the program's."""
    lefts, rights = frames_of(found.left, NO_CACHE), frames_of(found.right, NO_CACHE)
    return [
        (wanted, first_rule(PairReading(lefts[ours], rights[theirs])).relation.value)
        for ours, theirs, wanted in found.pairs
    ]


def line(name: str, pairs: list[tuple[str, str]]) -> str:
    """A row of the table: how many pairs, the majority class and its share, and how often we are right."""
    wanted = Counter(truth for truth, _ in pairs)
    word, most = wanted.most_common(1)[0]
    right = sum(truth == said for truth, said in pairs)
    answers = ", ".join(f"{said} {n}" for said, n in Counter(said for _, said in pairs).most_common())
    return (
        f"| {name} | {len(pairs)} | {len(wanted)} | {most / len(pairs):.3f} ({word}) | {right / len(pairs):.3f} |"
        f" {answers} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="SET")
    asked = parser.parse_args()
    lexicon = shipped().lexicon
    print("| set | typed pairs | types | majority class | ours | what we say |\n|---|---|---|---|---|---|")
    every: list[tuple[str, str]] = []
    for path in sorted(one.parent for one in asked.folder.glob("*/gold.csv")):
        if asked.names and path.name not in asked.names:
            continue
        found = typed(path, lexicon)
        if not found.pairs:
            why = ", ".join(found.other) or "none given"
            print(f"| {path.name} | 0 | 0 | not scored | not scored | types: {why} |")
            continue
        pairs = judged(found)
        every += pairs
        print(line(path.name, pairs))
    if every:
        print(line("all typed pairs", every))


if __name__ == "__main__":
    main()
