"""The ledger under stress at full size: writers at once, a desk killed at random moments, a disk that fills up.

    python tests/benchmarks/ledger.py [--seed N] [--only once|killed]

Four writers (two desks over HTTP, two scripts) make 2,000 decisions on one file; a desk is killed
with -9 again and again until 500 decisions are saved. Prints figures, and exits 1 if anything was
lost, half-written or overwritten in silence. The everyday tests do the same with fewer decisions.
"""

import argparse
import http.client
import random
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from crosswalk.ledger.decide import Decision, Verdict, current_row, record
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from tests import concurrent_writers
from tests.file_builders import write_mappings

OWN, SHARED, KILLED, ROWS = 400, 100, 500, 3000


def at_once(folder: Path) -> list[str]:
    """Four writers, 2,000 decisions: 1,600 on pairs of their own, 400 on 100 pairs that all decide."""
    account = concurrent_writers.contest(folder, own=OWN, shared=SHARED)
    saved = sum(map(len, account.saved.values()))
    refused = sum(map(len, account.refused.values()))
    print(
        f"4 writers at once: {account.attempts} decisions in {account.seconds:.0f} s, {saved} saved,"
        f" {refused} shown the first; read {account.reads} times meanwhile"
    )
    return concurrent_writers.faults(account, folder, own=OWN, shared=SHARED)


def killed(folder: Path, seed: int) -> list[str]:
    """One desk, killed at random moments until 500 decisions were said to be saved."""
    moment = random.Random(seed)  # noqa: S311 - no secret
    path = folder / "mappings" / "herbs.sssom.tsv"
    saved, kills, wrong = 0, 0, []
    while saved < KILLED and not wrong:
        desk = concurrent_writers.Browser(folder, KILLED, "Reviewer A")
        killer = threading.Timer(moment.uniform(0.1, 6.0), desk.process.kill)
        killer.start()
        try:
            while saved < KILLED:
                answer = desk.decide((f"4/{saved}", f"G-{saved}"), "confirmed", f"Number {saved}.")
                if answer.status != 200 and "by Reviewer A" not in answer.body:
                    wrong.append(f"number {saved} was answered {answer.status}")
                    break
                saved += 1
        except (OSError, http.client.HTTPException):
            kills += 1
        killer.cancel()
        desk.end()
        wrong += _missing(path, saved)
    print(f"A desk killed {kills} times: {saved} decisions said to be saved, {len(wrong)} missing")
    return wrong


def _missing(path: Path, saved: int) -> list[str]:
    if not path.exists():
        return [f"{saved} decisions are gone with the file"] if saved else []
    mappings = read_mappings(path)
    lost = [n for n in range(saved) if current_row(mappings, (f"4/{n}", f"G-{n}")) is None]
    return [f"decision {n} is lost" for n in lost] + (["too many rows"] if len(mappings) - saved > 1 else [])


def pace(folder: Path) -> None:
    """How long one decision takes in a file of 3,000 rows."""
    path = folder / "large.sssom.tsv"
    start = MappingSet("herbs", "Herbs", "herbs", "growers", "2020", "2019")
    offered = [
        Mapping(
            f"4/{n}",
            f"G-{n}",
            Relation.EQUAL,
            Status.PROPOSED,
            "Both ask for a label on each jar of herbs, and both say who must put it there.",
            author="a program",
            left_digest="a" * 12,
            right_digest="b" * 12,
        )
        for n in range(ROWS)
    ]
    drafts = (replace(row, status=Status.DRAFT, author="the editors", date="2026-03-01") for row in offered)
    write_mappings(replace(start, mappings=tuple(drafts)), path)
    times = []
    for row in offered[:40]:
        began = time.perf_counter()
        decision = Decision(*row.pair, Verdict.CONFIRMED, "Reviewer A", "2026-03-04", why="Read twice.")
        record(path, decision, offered=row, start=start)
        times.append(time.perf_counter() - began)
    times.sort()
    print(f"One decision among {ROWS} rows: median {times[20]:.2f} s, longest {times[-1]:.2f} s")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=("once", "killed"), help="one of the two; both by default")
    asked = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        pace(Path(folder))
        for name, run in (("once", at_once), ("killed", lambda where: killed(where, asked.seed))):
            if asked.only not in {None, name}:
                continue
            where = Path(folder) / name
            where.mkdir()
            wrong += run(where)
            print(*wrong[:20], f"{len(wrong)} faults so far.", sep="\n", flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
