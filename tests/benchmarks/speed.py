"""Time and memory of proposing, beside the baselines, on documents made for the purpose.

    python tests/benchmarks/speed.py [SIZE ...] [--only METHOD] [--law | --english] [--share]

Each SIZE (500, 2000 and 5000 unless given) is a number of provisions on each side. The first row of a
size is the whole command, two tables read and a file of candidates written, with the meaning model and
without; the other rows score two lists of texts. Every run is a process of its own, started cold; seconds are by the clock, processor
seconds count both cores, memory is the peak of that process. A made word has three word pieces, so a made
text costs the model as much as ninety words of English; --english makes the same texts of the words of WIOA,
and --law takes provisions of WIOA and 20 CFR, of 34 words on average. --share adds how far the scored pairs of long lists hold the counterparts that the
documents were made with.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from gold import Gold
from methods import methods

from crosswalk.retrieve.fusion import match_texts
from crosswalk.retrieve.signals import Texts, corpus_texts
from crosswalk.workspace.workspace import shipped

SIZES = (500, 2000, 5000)
COMMAND, PLAIN = "crosswalk propose", "crosswalk propose --no-model"


def main() -> None:
    """Print the table, or run one method and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only")
    parser.add_argument("--law", action="store_true")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--share", action="store_true")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(inside(asked.inside[0], Path(asked.inside[1]))))
        return
    print("| method | provisions a side | seconds | processor seconds | peak MB |\n|---|---|---|---|---|")
    names = [COMMAND, PLAIN, *(name for name in methods(None) if name != "chance")]
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            words = english_words() if asked.english else made_words()
            made = provisions(size) if asked.law else documents(size, words)
            save(made, Path(folder))
            for name in [asked.only] if asked.only else names:
                found = alone(name, Path(folder))
                figures = f"{found['seconds']:.1f} | {found['processor']:.1f} | {found['megabytes']:.0f}"
                print(f"| {name} | {size} | {figures} |", flush=True)
            if asked.share:
                pairs = match_texts(made.left, made.right).pairs
                kept = (pairs.left == pairs.right).sum() / size
                print(f"{size}: {len(pairs):,} scored pairs hold {kept:.2%} of the counterparts", flush=True)


def alone(name: str, folder: Path) -> dict[str, float]:
    """One method in a process of its own; seconds count the start of Python too."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--inside", name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "seconds": time.perf_counter() - started}


def inside(name: str, folder: Path) -> dict[str, float]:
    """Run the method on the documents of a folder and measure this process."""
    if name in {COMMAND, PLAIN}:
        _command(folder, *name.split()[2:])
    elif name == "crosswalk":
        match_texts(*(_load(folder / f"{side}.csv") for side in ("left", "right")))
    else:
        left, right = (_load(folder / f"{side}.csv") for side in ("left", "right"))
        methods(None)[name](Gold("made", left, right, np.eye(len(left), dtype=bool)))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"megabytes": used.ru_maxrss / 1024, "processor": used.ru_utime + used.ru_stime}


def _command(folder: Path, *options: str) -> None:
    from crosswalk.__main__ import main as run

    files = [str(folder / name) for name in ("left.csv", "right.csv", "pairs.csv")]
    sys.argv = ["crosswalk", "propose", files[0], files[1], "--out", files[2], *options]
    try:
        run()
    except SystemExit as ended:
        if ended.code:
            raise


def _load(path: Path) -> Texts:
    with path.open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    _, titles, bodies, contexts = zip(*rows, strict=True)
    return Texts(titles, bodies, contexts, contexts)


def save(made: Gold, folder: Path) -> None:
    """Write both documents as tables that the command reads."""
    for name, side in (("left", made.left), ("right", made.right)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["id", "title", "text", "context"])
            for number, row in enumerate(zip(side.titles, side.bodies, side.contexts, strict=True)):
                rows.writerow([f"{name}-{number}", *row])


def made_words() -> list[str]:
    """Words that no language has."""
    return [f"{one}{two}{three}" for one in _HEADS for two in _MIDDLES for three in _TAILS]


def english_words() -> list[str]:
    """The words of WIOA."""
    said = (word.strip(".,;:()—“”") for prov in shipped().corpus("wioa") for word in prov.text.split())
    return sorted({word.lower() for word in said if word.isalpha()})


def documents(size: int, words: list[str] | None = None) -> Gold:
    """Two documents of one field: words as uneven as in law, a fifth of each text shared with its counterpart."""
    rng = np.random.default_rng(size)
    vocabulary = np.array(words or made_words())
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


def provisions(size: int) -> Gold:
    """The first provisions with words of WIOA, and as many of 20 CFR; they are no counterparts of one another."""
    corpora = [shipped().corpus(name) for name in ("wioa", "cfr20")]
    worded = [[prov.id for prov in corpus if not prov.is_heading][:size] for corpus in corpora]
    left, right = map(corpus_texts, corpora, worded)
    return Gold("law", left, right, np.eye(size, dtype=bool))


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
