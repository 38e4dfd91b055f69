"""Time and memory of proposing, beside the baselines, on documents made for the purpose.

    python tests/benchmarks/speed.py [SIZE ...] [--only METHOD]

Each SIZE (500, 2000 and 5000 unless given) is a number of provisions on each side. Every run is a
process of its own, started cold; memory is the peak of that process. Processor seconds count both
cores, and the making of the documents.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

import numpy as np
from gold import Gold
from methods import methods

from crosswalk.match.texts import Texts

SIZES = (500, 2000, 5000)


def main() -> None:
    """Print the table, or run one method and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(inside(asked.inside, asked.sizes[0])))
        return
    print("| method | provisions a side | seconds | processor seconds | peak MB |\n|---|---|---|---|---|")
    for name in [asked.only] if asked.only else [name for name in methods(None) if name != "chance"]:
        for size in asked.sizes:
            found = alone(name, size)
            print(
                f"| {name} | {size} | {found['seconds']:.1f} | {found['processor']:.1f} | {found['megabytes']:.0f} |",
                flush=True,
            )


def alone(name: str, size: int) -> dict[str, float]:
    """One method at one size in a process of its own; seconds count the start of Python too."""
    started = time.perf_counter()
    command = [sys.executable, __file__, str(size), "--inside", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "seconds": time.perf_counter() - started}


def inside(name: str, size: int) -> dict[str, float]:
    """Make the documents, run the method and measure this process."""
    methods(None)[name](documents(size))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"megabytes": used.ru_maxrss / 1024, "processor": used.ru_utime + used.ru_stime}


def documents(size: int) -> Gold:
    """Two documents of one field: words as uneven as in law, a fifth of each text shared with its counterpart."""
    rng = np.random.default_rng(size)
    vocabulary = np.array([f"{one}{two}{three}" for one in _HEADS for two in _MIDDLES for three in _TAILS])
    rng.shuffle(vocabulary)
    odds = 1 / np.arange(3, len(vocabulary) + 3)
    odds /= odds.sum()
    left = [rng.choice(vocabulary, rng.integers(8, 70), p=odds) for _ in range(size)]
    right = [
        np.concatenate(
            [rng.choice(words, len(words) // 5 + 1), rng.choice(vocabulary, rng.integers(8, 50), p=odds)]
        )
        for words in left
    ]
    return Gold("made", _texts(left), _texts(right), np.eye(size, dtype=bool))


def _texts(bodies: list[np.ndarray]) -> Texts:
    groups = [f"part {number // 12}" for number in range(len(bodies))]
    titles = [" ".join(body[:3]) for body in bodies]
    return Texts(titles, [" ".join(body) for body in bodies], groups, groups)


_HEADS = [
    "em",
    "tra",
    "pro",
    "con",
    "sur",
    "ac",
    "de",
    "in",
    "per",
    "re",
    "sub",
    "ad",
    "ex",
    "com",
    "dis",
    "ob",
]
_MIDDLES = [
    "ploy",
    "vid",
    "gram",
    "duc",
    "form",
    "port",
    "tain",
    "quir",
    "mit",
    "ject",
    "cept",
    "vers",
    "cess",
    "tend",
]
_TAILS = [
    "or",
    "er",
    "ation",
    "ing",
    "s",
    "ed",
    "ive",
    "ance",
    "al",
    "ly",
    "or",
    "ion",
    "able",
    "ent",
    "ity",
    "ic",
    "age",
    "ery",
    "ous",
    "ism",
    "ite",
    "ary",
    "ship",
    "hood",
    "ness",
    "less",
    "ful",
    "ward",
    "wise",
    "most",
]


if __name__ == "__main__":
    main()
