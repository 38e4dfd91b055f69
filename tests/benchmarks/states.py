"""Every State at once: invented plans against sections of the law, killed in the middle and resumed.

    PYTHONPATH=. python tests/benchmarks/states.py FOLDER [--plans 56] [--pages 300] [--jobs 2] [--kill-at PAIRS]

The plans are those of tests/sample_plans.py, written to FOLDER/plans; finished pairs lie in FOLDER/out, so the
script can be stopped and run again. With --kill-at the command is ended by SIGKILL, workers and all, as soon as so
many pairs are finished, and run again. At the end one finished pair is removed and computed again. The script exits
with 1 if a finished pair was lost or changed, if the pair computed again has other bytes, or if the portfolio took
more than 30 minutes by the clock or 4 GB.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.sample_plans import plan_html

REFERENCES = ("wioa:102", "wioa:103", "wioa:108", "cfr20:20/676", "alliance")
# What all plans may take: minutes by the clock, and megabytes of all processes together.
MINUTES, MEGABYTES = 30, 4096
# Seconds between two looks at the finished pairs and at memory.
_LOOK = 2.0


def main() -> None:
    """Run the portfolio, and print what it took."""
    asked = arguments()
    plans = write_plans(asked.folder / "plans", asked.plans, asked.pages)
    out = asked.folder / "out"
    before = finished(out)
    print(f"{len(plans)} plans of {asked.pages} pages, {len(before)} pairs finished before", flush=True)
    taken = []
    if asked.kill_at:
        taken.append(run(plans, out, asked.jobs, kill_at=asked.kill_at))
        before = finished(out)
        print(f"killed with {len(before)} pairs finished", flush=True)
    taken.append(run(plans, out, asked.jobs))
    after = finished(out)
    lost = [name for name, data in before.items() if after.get(name) != data]
    print(f"{len(after)} pairs finished, {len(lost)} of the earlier ones lost or changed", flush=True)
    again = max(after)
    (out / "pairs" / again).unlink()
    run(plans, out, asked.jobs)
    same = finished(out) == after
    print(f"a pair removed and computed again has {'the same' if same else 'other'} bytes")
    minutes, most = sum(clock for clock, _ in taken), max(megabytes for _, megabytes in taken)
    print(f"all: {minutes:.1f} of {MINUTES} minutes by the clock, {most} of {MEGABYTES} MB")
    sys.exit(bool(lost) or not same or minutes > MINUTES or most > MEGABYTES)


def arguments() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=56)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kill-at", type=int, default=0)
    return parser.parse_args()


def write_plans(folder: Path, count: int, pages: int) -> list[Path]:
    """The invented plans as files; the same number gives the same plan."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"plan{number:02}.html" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(plan_html(number, pages))
    return paths


def finished(out: Path) -> dict[str, bytes]:
    """The finished pairs: the bytes of each file by its name."""
    return {path.name: path.read_bytes() for path in (out / "pairs").glob("*.json")}


def run(plans: list[Path], out: Path, jobs: int, kill_at: int = 0) -> tuple[float, int]:
    """Run the command once, and print processor time, time by the clock and memory; gives minutes and megabytes."""
    began, had = time.perf_counter(), len(finished(out))
    command = [sys.executable, "-m", "crosswalk", "portfolio", *map(str, plans)]
    command += ["--against", *REFERENCES, "--out", str(out), "--jobs", str(jobs)]
    most, used = 0, dict[str, int]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        while process.poll() is None:
            time.sleep(_LOOK)
            megabytes, seconds = look(process.pid)
            most, used = max(most, megabytes), used | seconds
            if kill_at and len(finished(out)) >= kill_at:
                os.killpg(process.pid, signal.SIGKILL)
    made, clock = len(finished(out)) - had, time.perf_counter() - began
    minutes = f"{sum(used.values()) / 60:.1f} min of processor, {clock / 60:.1f} by the clock"
    print(f"{made} pairs: {minutes}, {most} MB together", flush=True)
    return clock / 60, most


def look(session: int) -> tuple[int, dict[str, int]]:
    """Megabytes that all processes of a session hold, shared ones in each, and the processor seconds of each."""
    command = ["ps", "-o", "pid=,rss=,cputimes=", "-s", str(session)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    rows = [line.split() for line in listed]
    return sum(int(rss) for _, rss, _ in rows) // 1024, {pid: int(seconds) for pid, _, seconds in rows}


if __name__ == "__main__":
    main()
