"""Measure the matcher beside what a user could pick instead, on any folder of gold crosswalks.

    python tests/benchmarks/quality.py FOLDER [SET ...] [--model NAME]

FOLDER holds one folder a set, each with source.csv and target.csv (id, parent_id, title, text,
context) and gold.csv (source_id, target_id). Needs scikit-learn for the TF-IDF rows.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from gold import Gold, sets_in
from measures import NAMES, Result, interval, measure
from methods import methods

# A difference in average precision up to this counts as a tie.
_TIE = 1e-9


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="SET")
    parser.add_argument("--model", help="a sentence-transformers model, to measure ours with it too")
    asked = parser.parse_args()
    found = sets_in(asked.folder, asked.names)
    results, seconds = run(found, asked.model)
    print(per_set(found, results))
    print(summary(found, results, seconds))
    print(wins(found, results))


def run(found: list[Gold], model: str | None) -> tuple[dict[str, list[Result]], dict[str, float]]:
    """Every method on every set, and the seconds each took in all."""
    results: dict[str, list[Result]] = {}
    seconds: dict[str, float] = {}
    for name, method in methods(model).items():
        started = time.perf_counter()
        tables = [method(gold) for gold in found]
        seconds[name] = time.perf_counter() - started
        results[name] = [measure(table, gold.listed) for table, gold in zip(tables, found, strict=True)]
    return results, seconds


def per_set(found: list[Gold], results: dict[str, list[Result]]) -> str:
    """MAP of each method on each set."""
    names = list(results)
    lines = ["", "| MAP | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for number, gold in enumerate(found):
        figures = [results[name][number].figures["MAP"] for name in names]
        lines.append(f"| {gold.name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    return "\n".join(lines)


def summary(found: list[Gold], results: dict[str, list[Result]], seconds: dict[str, float]) -> str:
    """The mean of the sets for every figure, with an interval for MAP (sources drawn again within sets)."""
    lines = [
        "",
        "| mean of sets | " + " | ".join(NAMES) + " | MAP, 95% | seconds |",
        "|---" * (len(NAMES) + 3) + "|",
    ]
    for name, rows in results.items():
        means = [np.nanmean([row.figures[figure] for row in rows]) for figure in NAMES]
        low, high = _macro_interval(rows)
        figures = " | ".join(f"{mean:.3f}" for mean in means)
        lines.append(f"| {name} | {figures} | {low:.3f}-{high:.3f} | {seconds[name]:.1f} |")
    return (
        "\n".join(lines) + f"\n\n{len(found)} sets, {sum(gold.listed.sum() for gold in found)} listed pairs."
    )


def _macro_interval(rows: list[Result]) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    draws = [
        row.per_source[rng.integers(0, len(row.per_source), (1000, len(row.per_source)))].mean(axis=1)
        for row in rows
    ]
    low, high = np.percentile(np.mean(draws, axis=0), [2.5, 97.5])
    return float(low), float(high)


def wins(found: list[Gold], results: dict[str, list[Result]]) -> str:
    """Ours against each other method: sources won, tied and lost by average precision, per set and in sets."""
    others = [name for name in results if not name.startswith("crosswalk")]
    lines = ["", "| won-tied-lost sources | " + " | ".join(others) + " |", "|---" * (len(others) + 1) + "|"]
    tally = dict.fromkeys(others, (0, 0, 0))
    for number, gold in enumerate(found):
        cells = []
        for name in others:
            gap = results["crosswalk"][number].per_source - results[name][number].per_source
            cells.append(f"{(gap > _TIE).sum()}-{(abs(gap) <= _TIE).sum()}-{(gap < -_TIE).sum()}")
            low, high = interval(gap)
            won, tied, lost = tally[name]
            tally[name] = won + (low > 0), tied + (low <= 0 <= high), lost + (high < 0)
        lines.append(f"| {gold.name} | " + " | ".join(cells) + " |")
    lines.append(
        "| **sets, by 95% interval** | "
        + " | ".join("-".join(map(str, tally[name])) for name in others)
        + " |"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
