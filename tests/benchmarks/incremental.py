"""What a build costs after a change, beside a full build of the same workspace.

    python tests/benchmarks/incremental.py [--workspace DIR]

A copy of the shipped workspace (or of the one named) is built, changed and built again; every line gives the CPU
seconds and the peak memory of both builds, how much was read and judged again, and whether the files are the same.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.corpus import Corpus
from crosswalk.workspace.workspace import Workspace, init

_COUNTS = re.compile(r"([\d,]+) of [\d,]+ provisions read")


@dataclass(frozen=True)
class Run:
    """One run of the command: CPU seconds, peak memory in MB, and what it said."""

    seconds: float
    memory: int
    said: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(asked.workspace, root) if asked.workspace else init(root)
        crosswalk(root, "build")
        print(f"{'after':<28} {'full':>8} {'':>8} {'again':>8} {'':>8} {'read':>8}   files")
        for name, change in CHANGES.items():
            change(root)
            print(line(root, name, Path(folder) / "full"), flush=True)


def line(root: Path, name: str, other: Path) -> str:
    """The figures of one change."""
    again = crosswalk(root, "build")
    full = crosswalk(root, "build", "--full", "--out", str(other))
    counts = _COUNTS.search(again.said)
    read = counts[1] if counts else "0"
    same = {p.name: p.read_bytes() for p in files(root / "reports")} == {
        p.name: p.read_bytes() for p in files(other)
    }
    figures = f"{full.seconds:>6.1f} s {full.memory:>5} MB {again.seconds:>6.1f} s {again.memory:>5} MB"
    return f"{name:<28} {figures} {read:>8}   {'the same' if same else 'NOT THE SAME'}"


def files(folder: Path) -> Iterator[Path]:
    """The files in a folder."""
    return (path for path in folder.iterdir() if path.is_file())


def crosswalk(root: Path, *words: str) -> Run:
    """Run one verb on a workspace; a system without `wait4` gives 0 for its time and its memory."""
    command = [sys.executable, "-m", "crosswalk", "--workspace", str(root), *words]
    if not hasattr(os, "wait4"):
        return Run(0.0, 0, subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} failed")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, said)


def nothing(_: Path) -> None:
    """Nothing changes."""


def decision(root: Path) -> None:
    """A person confirms a drafted row."""
    entry = Workspace(root).crosswalks[0]
    rows = [row for row in read_mappings(Workspace(root).mapping_file(entry.id)) if row.left and row.right]
    crosswalk(root, "decide", entry.id, rows[0].left, rows[0].right, "confirmed", "--by", "Reviewer A")


def rejection(root: Path) -> None:
    """A person rejects a drafted row, which leaves a provision without an answer."""
    entry = Workspace(root).crosswalks[0]
    rows = [row for row in read_mappings(Workspace(root).mapping_file(entry.id)) if row.left and row.right]
    pair = rows[-1].left, rows[-1].right
    crosswalk(root, "decide", entry.id, *pair, "rejected", "--why", "Read again.", "--by", "Reviewer A")


def a_word_of(corpus_id: str) -> Callable[[Path], None]:
    """What changes one word in the middle of a document's longest compared or related text."""

    def change(root: Path) -> None:
        corpus = Workspace(root).corpus(corpus_id)
        longest = max(corpus, key=lambda prov: len(prov.text))
        rewrite(root, corpus, longest.id)

    return change


def a_word_compared(root: Path) -> None:
    """One word of a provision that a crosswalk compares."""
    side = Workspace(root).crosswalks[0].left
    rewrite(root, Workspace(root).corpus(side.corpus), side.include[0] + "/A")


def rewrite(root: Path, corpus: Corpus, prov_id: str, as_of: str = "") -> None:
    """Put another word in the middle of one provision."""
    words = corpus[prov_id].text.split()
    words[len(words) // 2] = "apprenticeship"
    changed = [replace(prov, text=" ".join(words)) if prov.id == prov_id else prov for prov in corpus]
    source = corpus.source
    path = root / "corpora" / source.id / f"{as_of or source.as_of}.yaml"
    path.write_text(
        dump_corpus(Corpus(replace(source, as_of=as_of or source.as_of), tuple(changed))), "utf-8"
    )


def lexicon(root: Path) -> None:
    """A concept can be said in one more way."""
    path = root / "corpora" / "lexicon.yaml"
    path.write_text(path.read_text("utf-8").replace("terms: [", "terms: [sundry aims, ", 1), "utf-8")


def new_edition(root: Path) -> None:
    """The law has a new edition in which one provision is reworded."""
    corpus = Workspace(root).corpus("wioa")
    rewrite(root, corpus, "29/3102/7/C", "2030-01-01")
    fresh = root / "corpora" / "wioa" / "2030-01-01.yaml"
    moved = fresh.rename(root / "new.yaml")
    crosswalk(root, "update", "wioa", str(moved), "--as-of", "2030-01-01")


def new_letter(root: Path) -> None:
    """A guidance letter has a new edition in which its three longest passages are reworded."""
    corpus = Workspace(root).corpus("performance-guidance")
    longest = sorted(corpus, key=lambda prov: -len(prov.text))[:3]
    reworded = {prov.id: replace(prov, text=f"{prov.text} Apprenticeship counts too.") for prov in longest}
    source = replace(corpus.source, as_of="2030-01-01")
    path = root / "new.yaml"
    changed = tuple(reworded.get(prov.id, prov) for prov in corpus)
    path.write_text(dump_corpus(Corpus(source, changed)), "utf-8")
    crosswalk(root, "update", source.id, str(path), "--as-of", source.as_of)
    path.unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": nothing,
    "a confirmed row": decision,
    "a rejected row": rejection,
    "a word of a rule": a_word_of("cfr20"),
    "a word of the law elsewhere": a_word_of("wioa"),
    "a word of what is compared": a_word_compared,
    "a term of the lexicon": lexicon,
    "a new edition of the law": new_edition,
    "a new edition of a letter": new_letter,
}


if __name__ == "__main__":
    main()
