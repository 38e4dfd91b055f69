"""Several writers at once: desks in processes of their own, asked over HTTP as browsers do, and scripts.

As a program: `python -m tests.concurrent_writers FOLDER ALL OWN SHARED BEGIN PERSON` is one script that decides pairs.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from crosswalk.errors import CrosswalkError
from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import read_mappings
from crosswalk.review.decisions_file import FORMAT
from tests import sample_review

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-03-04"


class Browser:
    """A person's browser at a desk in another process."""

    def __init__(self, folder, number, person):
        self.person, self.side = person, sample_review.side(number)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sample_review", str(folder), str(number), person],
            env=_env(),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port, self.token = re.search(r":(\d+)/\?token=(\S+)", self.process.stdout.readline()).groups()
        self.cookie = self.ask("GET", f"/?token={self.token}").getheader("Set-Cookie").split(";")[0]
        self.form_token = re.search(r'name="form_token" value="([^"]+)"', self.ask("GET", "/").body)[1]

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=120)
        cookie = {"Cookie": getattr(self, "cookie", "")}
        connection.request(method, path, body, cookie | (headers or {}))
        answer = connection.getresponse()
        answer.body = answer.read().decode()
        connection.close()
        return answer

    def decide(self, pair, verdict, sentence):
        """Send one row as the side-by-side does, as somebody who saw nothing on file."""
        side, (left, right) = self.side, pair
        row = {
            "left": left,
            "right": right,
            "left_digest": side.left[left].digest,
            "right_digest": side.right[right].digest,
            "seen": "",
            "verdict": verdict,
            "relation": "intersects-with",
            "strength": None,
            "sentence": sentence,
            "note": "",
            "comment": "",
        }
        keys = {"left": side.left.source.key, "right": side.right.source.key}
        head = {"crosswalk": side.id, **keys, "page": "", "tool": "test"}
        file = {"format": FORMAT, **head, "reviewer": self.person, "role": "", "date": DAY, "rows": [row]}
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "X-Form-Token": self.form_token}
        return self.ask("POST", "/x/herbs/decisions?read=yes", json.dumps(file), headers)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def _env():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@dataclass
class Account:
    """What became of every decision: who was told `saved`, and who stands on file."""

    attempts: int = 0
    saved: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)
    reads: int = 0
    halves: list = field(default_factory=list)
    shrunk: list = field(default_factory=list)
    seconds: float = 0.0


def pairs_of(begin, own, shared):
    """The pairs of one writer: its own, which nobody else decides, and among them those that all decide."""
    mine = [shared + begin * own + n for n in range(own)]
    step = max(1, own // max(shared, 1))
    order = []
    for n, number in enumerate(mine):
        if n % step == 0 and n // step < shared:
            order.append(n // step)
        order.append(number)
    return [(f"4/{n}", f"G-{n}") for n in order]


def contest(folder, *, own, shared, desks=2, scripts=2):
    """All writers at once, each with `own` pairs of its own and `shared` that all of them decide; the account.

    While they write, a reader reads the file over and over.
    """
    number = shared + own * (desks + scripts)
    people = [f"Reviewer {letter}" for letter in "ABCDEFGH"[: desks + scripts]]
    opened = {name: Browser(folder, number, name) for name in people[:desks]}
    path = Path(folder) / "mappings" / "herbs.sssom.tsv"
    account, over = Account(), threading.Event()
    began = time.monotonic()
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.concurrent_writers",
                *map(str, (folder, number, own, shared, n)),
                name,
            ],
            env=_env(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for n, name in enumerate(people[desks:], desks)
    ]
    reader = threading.Thread(target=_read, args=(path, account, over))
    threads = [
        threading.Thread(target=_sit, args=(opened[name], name, pairs_of(n, own, shared), account))
        for n, name in enumerate(people[:desks])
    ]
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    told = [process.communicate(timeout=900)[0] for process in running]
    account.seconds = time.monotonic() - began
    over.set()
    reader.join()
    for browser in opened.values():
        browser.end()
    for name, words in zip(people[desks:], told, strict=True):
        for line in words.splitlines():
            _note(account, name, *line.split("\t"))
    return account


def _sit(browser, name, pairs, account):
    for pair in pairs:
        answer = browser.decide(pair, "confirmed", f"{name} says so.")
        first = re.search(r"by (Reviewer \w)", answer.body)
        _note(account, name, *pair, {200: "saved", 409: "refused"}[answer.status], first[1] if first else "")


def _note(account, name, left, right, what, first=""):
    account.attempts += 1
    if what == "saved":
        account.saved.setdefault((left, right), []).append(name)
    else:
        account.refused.setdefault((left, right), []).append((name, first))


def _read(path, account, over):
    """Every state a reader meets is a whole file, and no state holds fewer decisions than one before."""
    most = 0
    while not over.is_set():
        if path.exists():
            try:
                rows = len(read_mappings(path))
            except CrosswalkError as error:
                account.halves.append(str(error))
                continue
            account.reads += 1
            if rows < most:
                account.shrunk.append((most, rows))
            most = rows
        time.sleep(0.2)


def faults(account, folder, *, own, shared, writers=4):
    """What was lost, half-written or overwritten in silence; empty when nothing was."""
    mappings = read_mappings(Path(folder) / "mappings" / "herbs.sssom.tsv")
    number = shared + own * writers
    wrong = [*account.halves, *(f"the file shrank from {a} to {b} rows" for a, b in account.shrunk)]
    if account.attempts != writers * (own + shared):
        wrong.append(f"only {account.attempts} decisions were answered")
    if len(mappings) != number:
        wrong.append(f"{len(mappings)} rows where {number} pairs were decided")
    for n in range(number):
        pair = (f"4/{n}", f"G-{n}")
        row, saved = current_row(mappings, pair), account.saved.get(pair, [])
        if row is None or saved != [row.reviewer] or row.sentence != f"{row.reviewer} says so.":
            wrong.append(f"{pair}: told saved to {saved}, on file {row}")
        refused = account.refused.get(pair, [])
        if len(refused) != (writers - 1 if n < shared else 0):
            wrong.append(f"{pair}: {len(refused)} were refused")
        wrong += [
            f"{pair}: {name} was shown {first}" for name, first in refused if row and first != row.reviewer
        ]
    return wrong


def _script(folder, number, own, shared, begin, name):
    from crosswalk.errors import LedgerError
    from crosswalk.services.decide import parse_decision, record_decision

    context = sample_review.table(folder, int(number)).context
    for pair in pairs_of(int(begin), int(own), int(shared)):
        decision = parse_decision(pair, "confirmed", name, DAY, why=f"{name} says so.")
        try:
            record_decision(context, decision)
        except LedgerError as error:
            said = ("refused", error.theirs.reviewer)
        else:
            said = ("saved", "")
        print(*pair, *said, sep="\t", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    _script(*sys.argv[1:])
