"""A desk that is killed, and several desks with a script at once: no decision is lost or overwritten."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading

import pytest

from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import read_mappings
from tests import concurrent_writers

pytestmark = pytest.mark.slow


@pytest.fixture
def browser(tmp_path):
    opened = []

    def open_one(number, person):
        opened.append(concurrent_writers.Browser(tmp_path, number, person))
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
        desk = browser(wanted, "Reviewer A")
        killer = threading.Timer(0.15 + 0.05 * (kills % 7), desk.process.kill)
        killer.start()
        try:
            while len(saved) < wanted:
                pair = (f"4/{len(saved)}", f"G-{len(saved)}")
                answer = desk.decide(pair, "confirmed", f"Number {len(saved)}.")
                # Decided just before a kill that came between saving and saying so.
                again = answer.status == 409 and "by Reviewer A" in answer.body
                assert answer.status == 200 or again, answer.body
                saved.append(pair)
        except (OSError, http.client.HTTPException):
            kills += 1
        killer.cancel()
        desk.end()
        if path.exists():
            mappings = read_mappings(path)
            assert all(current_row(mappings, pair) for pair in saved)
            assert len(mappings) - len(saved) in {0, 1}

    assert kills >= 3
    assert [f"Number {n}." for n in range(wanted)] == [current_row(mappings, pair).sentence for pair in saved]


@pytest.mark.slow
def test_two_desks_and_two_scripts_lose_and_overwrite_nothing(tmp_path):
    """All four write at once, each its own pairs and some that all decide; tests/benchmarks/ledger.py does it at full size."""
    size = {"own": 25, "shared": 12}

    account = concurrent_writers.contest(tmp_path, **size)

    assert [] == concurrent_writers.faults(account, tmp_path, **size)
    assert account.reads > 3


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_saved(visitor, tmp_path):
    data, row = visitor.row("4/1", "G-1")
    body = visitor.file({**row, "sentence": "All my careful words."}, data=data)
    (tmp_path / "mappings" / "herbs.sssom.tsv").mkdir(parents=True)
    answer = visitor.send(body)

    assert 422 == answer.status_code
    assert "cannot be read" in answer.json["why"]


# A test run in the background hands on an interrupt that is ignored; this takes it up again.
_INTERRUPTED = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from crosswalk.__main__ import main; main()"
)


@pytest.mark.slow
def test_ctrl_c_ends_the_desk_with_a_sentence(root, built_copy):
    """The verb itself, on the shipped workspace: address, interruption, how many decisions."""
    desk = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _INTERRUPTED,
            "--workspace",
            str(built_copy),
            "review",
            "measures",
            "--by",
            "Reviewer A",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert re.fullmatch(r"The desk is open at http://127\.0\.0\.1:\d+/\?token=\S+\n", desk.stdout.readline())
    assert "every decision is saved at once" in desk.stdout.readline()
    desk.send_signal(signal.SIGINT)
    words, errors = desk.communicate(timeout=30)

    assert ("", 0) == (errors, desk.returncode)
    assert "0 decisions were made in this session" in words


def test_a_port_that_is_taken_is_named():
    import socket

    from crosswalk.errors import ConfigError
    from crosswalk.review.server import _bound

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConfigError, match=r"cannot listen on port .* name another with --port"):
            _bound(other.getsockname()[1])
