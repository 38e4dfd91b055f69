"""A command that is killed at any step leaves whole files, and the next command or `undo` puts them in agreement."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.ledger.sssom import read_mappings
from crosswalk.services.build import build_reports
from crosswalk.workspace.workspace import Workspace
from tests import sample_kitchen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process at a chosen step"),
]
PAIRS = (
    "from,from title,to,to title,relation\nA1,Left one,B1,Right one,equal\nA2,Left two,B2,Right two,equal\n"
)
# The steps at which a name on the disk changes.
STEPS = [(Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir")]


def commands(root):
    (root / "zoo.txt").write_text("§ 1. Scope\n(a) The zoo shall open.\n(b) The zoo shall close.\n")
    (root / "pairs.csv").write_text(PAIRS)
    new = str(sample_kitchen.new_rule(root))
    decided = ("20/900.2/e", "S-5", "rejected", "--by", "Reviewer B", "--date", "2024-04-04")
    return {
        "read": ("read", str(root / "zoo.txt"), "--id", "zoo", "--as-of", "2024-01-01"),
        "update": ("update", "rule", new, "--as-of", "2025-01-01"),
        "import": ("import", str(root / "pairs.csv"), "--id", "pairs", "--date", "2024-02-02"),
        "decide": ("decide", "kitchens", *decided),
        "undo": ("undo",),
    }


def run(root, *command):
    return CliRunner().invoke(app, ["--workspace", str(root), *command], catch_exceptions=True)


def killed_at(root, step, command):
    """Run a command in another process that is killed before its step of this number; whether it was."""
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    done = [0]
    for owner, name in STEPS:
        real = getattr(owner, name)

        def counting(*args, _real=real, **options):
            if done[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done[0] += 1
            return _real(*args, **options)

        setattr(owner, name, counting)
    signal.alarm(60)
    run(root, *command)
    os._exit(0)


def contents(root):
    hidden = (".crosswalk", ".lock", ".undo", ".part")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part in path.as_posix() for part in hidden)
    }


@pytest.fixture
def kitchen(tmp_path):
    space = sample_kitchen.lay_out(tmp_path)
    sample_kitchen.review(space)
    # With candidates on file a decision needs no model, whose threads a forked process lacks.
    build_reports(Workspace(tmp_path)).write(Workspace(tmp_path), tmp_path / "reports")
    shutil.rmtree(tmp_path / "reports")
    return tmp_path


@pytest.mark.parametrize("verb", ["read", "update", "import", "decide", "undo"])
def test_a_command_killed_at_any_step_loses_nothing(kitchen, tmp_path_factory, verb):
    command = commands(kitchen)[verb]
    if verb == "undo":
        assert run(kitchen, *commands(kitchen)["update"]).exit_code == 0
    whole = tmp_path_factory.mktemp("whole") / "space"
    shutil.copytree(kitchen, whole)
    before = contents(whole)
    assert run(whole, *[word.replace(str(kitchen), str(whole)) for word in command]).exit_code == 0
    after = contents(whole)
    step = 0
    while True:
        root = tmp_path_factory.mktemp("cut") / "space"
        shutil.copytree(kitchen, root)
        here = [word.replace(str(kitchen), str(root)) for word in command]
        if not killed_at(root, step, here):
            break
        found = contents(root)
        for name in before.keys() | after.keys():
            assert found.get(name) in (before.get(name), after.get(name)), (step, name)
        space = Workspace(root)
        assert 40 <= len(read_mappings(space.mapping_file("kitchens")))
        for entry in space.sources:
            assert space.corpus(entry.id, entry.as_of)
        # The same command once more either does the work or finds it done.
        again = run(root, *here)
        assert not again.exception or isinstance(again.exception, SystemExit) or "XW-" in str(again.exception)
        assert after == contents(root), (step, again.output, again.exception)
        step += 1
    assert step > 3
