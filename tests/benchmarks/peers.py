"""Ours beside peers on the same sets in one run: how well each ranks, and its processor time as a ratio to ours.

    python tests/benchmarks/peers.py FOLDER [SET ...] [--peers PYTHON]

FOLDER holds gold crosswalks as for quality.py. PYTHON is the interpreter of an environment that has
regulatory-crosswalk and text2term; without it they are left out. Seconds are processor time without imports and the
loading of models.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from gold import Gold, sets_in
from measures import measure
from methods import Table, bm25_stems, fuzzy, ours, plain
from peer_runner import PEERS

from crosswalk.language.encoder import encode
from crosswalk.retrieve.signals import SHIPPED_MODEL

_RUNNER = Path(__file__).with_name("peer_runner.py")
_FIGURES = ("MAP", "R@10", "P@1")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="SET")
    parser.add_argument("--peers", help="the Python of an environment with the peers")
    asked = parser.parse_args()
    found = sets_in(asked.folder, asked.names)
    texts = sum(len(side) for gold in found for side in (gold.left, gold.right))
    print(f"{len(found)} sets, {texts:,} texts, {sum(gold.listed.size for gold in found):,} pairs.\n")
    print(f"| method | {' | '.join(_FIGURES)} | processor seconds | times ours |\n|---|---|---|---|---|---|")
    base = 0.0
    for name, method in methods(asked.peers).items():
        tables, seconds = timed(method, found)
        base = base or seconds
        rows = [measure(table, gold.listed).figures for table, gold in zip(tables, found, strict=True)]
        means = " | ".join(f"{np.mean([row[figure] for row in rows]):.3f}" for figure in _FIGURES)
        print(f"| {name} | {means} | {seconds:.1f} | {seconds / base:.2f} |", flush=True)


Method = Callable[[Gold], tuple[Table, float]]


def methods(python: str | None) -> dict[str, Method]:
    """Every method by name, ours first."""
    found: dict[str, Method] = {
        "ours without the model": here(ours),
        "ours": here(lambda gold: ours(gold, SHIPPED_MODEL)),
        "MiniLM int8, exact search": here(minilm),
        "bm25s, stems, both ways": here(bm25_stems),
        "rapidfuzz, token set": here(fuzzy),
    }
    if python:
        found |= {name: peer(name, python) for name in PEERS}
    return found


def timed(method: Method, found: list[Gold]) -> tuple[list[Table], float]:
    """The scores of every set, and the processor seconds of all."""
    tables, seconds = zip(*(method(gold) for gold in found), strict=True)
    return list(tables), sum(seconds)


def here(method: Callable[[Gold], Table]) -> Method:
    """A method that runs in this process; vectors of earlier methods are not reused."""

    def run(gold: Gold) -> tuple[Table, float]:
        from crosswalk.language import encoder

        encode(["a sentence that loads the model"])
        encoder._KNOWN.clear()
        began = time.process_time()
        table = method(gold)
        return table, time.process_time() - began

    return run


def minilm(gold: Gold) -> Table:
    """Cosine of the vectors of the small meaning model."""
    return np.asarray(encode(plain(gold.left)) @ encode(plain(gold.right)).T, np.float32)


def peer(name: str, python: str) -> Method:
    """A method that another environment runs."""

    def run(gold: Gold) -> tuple[Table, float]:
        with tempfile.TemporaryDirectory() as folder:
            given, made = Path(folder) / "in.json", Path(folder) / "out.json"
            given.write_text(json.dumps({"left": plain(gold.left), "right": plain(gold.right)}), "utf-8")
            subprocess.run([python, _RUNNER, name, given, made], check=True, capture_output=True, cwd=folder)
            found = json.loads(made.read_text("utf-8"))
        table = np.full(gold.listed.shape, -np.inf, np.float32)
        for row, column, score in found["pairs"]:
            table[int(row), int(column)] = max(score, table[int(row), int(column)])
        return table, found["seconds"]

    return run


if __name__ == "__main__":
    main()
