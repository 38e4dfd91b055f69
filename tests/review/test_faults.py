"""A desk that is killed, and several desks with a script at once: no decision is lost or overwritten."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crosswalk.ledger.decide import standing
from crosswalk.ledger.sssom import read_mappings
from crosswalk.review.table import key_of

MANY = str(Path(__file__).with_name("many.py"))


class Browser:
    """A person's browser at a desk in another process."""

    def __init__(self, root, folder, number, person):
        self.process = subprocess.Popen(
            [sys.executable, MANY, str(folder), str(number), person],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port, self.token = re.search(r":(\d+)/\?token=(\S+)", self.process.stdout.readline()).groups()
        self.cookie = self.ask("GET", f"/?token={self.token}").getheader("Set-Cookie").split(";")[0]
        self.form_token = re.search(r'name="form_token" value="([^"]+)"', self.ask("GET", "/").body)[1]

    def ask(self, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=60)
        headers = {"Cookie": getattr(self, "cookie", "")}
        if form is not None:
            headers |= {
                "Origin": f"http://127.0.0.1:{self.port}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        answer.body = answer.read().decode()
        connection.close()
        return answer

    def decide(self, pair, verdict, **fields):
        form = {"form_token": self.form_token, "verdict": verdict, "seen": "", "relation": "intersects-with"}
        return self.ask("POST", f"/x/herbs/card/{key_of(pair)}", form | fields)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def browser(root, tmp_path):
    opened = []

    def open_one(number, person):
        opened.append(Browser(root, tmp_path, number, person))
        return opened[-1]

    yield open_one
    for one in opened:
        one.end()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such kill on this system")
def test_killed_at_any_moment_every_saved_decision_is_there(browser, tmp_path):
    """Whatever the desk said was saved is on file, whole, however it ended; the next desk goes on from there."""
    path = tmp_path / "mappings" / "herbs.sssom.tsv"
    saved, wanted, kills = [], 60, 0
    while len(saved) < wanted:
        desk = browser(wanted, "Ann")
        killer = threading.Timer(0.15 + 0.05 * (kills % 7), desk.process.kill)
        killer.start()
        try:
            while len(saved) < wanted:
                pair = (f"4/{len(saved)}", f"G-{len(saved)}")
                answer = desk.decide(pair, "accept", sentence=f"Number {len(saved)}.")
                # Decided just before a kill that came between saving and saying so.
                again = answer.status == 409 and "by Ann" in answer.body
                assert answer.status == 303 or again, answer.body
                saved.append(pair)
        except (OSError, http.client.HTTPException):
            kills += 1
        killer.cancel()
        desk.end()
        if path.exists():
            mappings = read_mappings(path)
            assert all(standing(mappings, pair) for pair in saved)
            assert len(mappings) - len(saved) in {0, 1}

    assert kills >= 3
    assert [f"Number {n}." for n in range(wanted)] == [standing(mappings, pair).sentence for pair in saved]


SCRIPT = """
import runpy, sys
from crosswalk.decisions import as_said, take_decision
from crosswalk.errors import LedgerError
ground = runpy.run_path(sys.argv[1])["table"](sys.argv[2], int(sys.argv[3])).ground
for n in range(int(sys.argv[3])):
    decision = as_said((f"4/{n}", f"G-{n}"), "confirmed", "Cy", "2026-03-04", why="Cy says so.")
    try:
        take_decision(ground, decision)
    except LedgerError as error:
        print("refused", n, error.theirs.reviewer)
    else:
        print("saved", n)
"""


@pytest.mark.slow
def test_two_desks_and_a_script_lose_and_overwrite_nothing(root, browser, tmp_path):
    """All three decide the same pairs at once; the first on each pair stands, the others are shown it."""
    number = 80
    people = {"Ann": browser(number, "Ann"), "Bo": browser(number, "Bo")}
    outcome: dict[str, dict[int, int]] = {name: {} for name in people}

    def work(name, order):
        for n in order:
            verdict = {"Ann": "reject", "Bo": "unsure"}[name]
            answer = people[name].decide((f"4/{n}", f"G-{n}"), verdict, sentence=f"{name} says so.")
            outcome[name][n] = answer.status

    script = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, MANY, str(tmp_path), str(number)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    orders = {"Ann": list(range(number)), "Bo": list(reversed(range(number)))}
    threads = [threading.Thread(target=work, args=(name, order)) for name, order in orders.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words, _ = script.communicate(timeout=300)
    told = [line.split() for line in words.splitlines()]

    mappings = read_mappings(tmp_path / "mappings" / "herbs.sssom.tsv")
    assert number == len(mappings) == len(told)
    for n in range(number):
        first = standing(mappings, (f"4/{n}", f"G-{n}")).reviewer
        saved = {name for name in people if outcome[name][n] == 303}
        saved |= {"Cy"} if told[n][0] == "saved" else set()
        assert {first} == saved, n
        assert all(outcome[name][n] == 409 for name in people if name != first)
        assert told[n][0] == "saved" or told[n][2] == first


def test_a_file_that_cannot_be_written_is_said_and_the_form_keeps_its_words(visitor, card, tmp_path):
    (tmp_path / "mappings" / "herbs.sssom.tsv").mkdir(parents=True)
    answer = visitor.decide(card("4/1", "G-1"), sentence="All my careful words.")

    assert 422 == answer.status_code
    assert "All my careful words." in answer.text
    assert "cannot be read" in answer.text


# A test run in the background hands on an interrupt that is ignored; this takes it up again.
_INTERRUPTED = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from crosswalk.__main__ import main; main()"
)


@pytest.mark.slow
def test_ctrl_c_ends_the_desk_with_a_sentence(root, tmp_path):
    """The verb itself, on the shipped workspace: address, interruption, how many decisions."""
    command = [sys.executable, "-m", "crosswalk"]
    env = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([*command, "init", str(tmp_path / "w")], check=True, capture_output=True, env=env)
    desk = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _INTERRUPTED,
            "--workspace",
            str(tmp_path / "w"),
            "review",
            "measures",
            "--by",
            "Ann",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )
    assert re.fullmatch(r"The desk is open at http://127\.0\.0\.1:\d+/\?token=\S+\n", desk.stdout.readline())
    assert "every decision is saved at once" in desk.stdout.readline()
    desk.send_signal(signal.SIGINT)
    words, errors = desk.communicate(timeout=30)

    assert ("", 0) == (errors, desk.returncode)
    assert "0 decisions were made in this sitting" in words


def test_a_port_that_is_taken_is_named():
    import socket

    from crosswalk.errors import ConfigError
    from crosswalk.review.serve import _bound

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConfigError, match=r"cannot listen on port .* name another with --port"):
            _bound(other.getsockname()[1])
