"""A portfolio on a real Dask scheduler with three workers on loopback, one of them killed in the middle."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import Client

from crosswalk.errors import ConfigError, SourceError
from crosswalk.services import portfolio
from crosswalk.services.portfolio import portfolio_files, run_portfolio
from crosswalk.workspace.workspace import shipped
from tests.sample_plans import plan_html
from tests.services.test_portfolio import LAW, RULE

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


class LoopbackCluster:
    """A scheduler and workers as processes of this machine; `close` ends every one that is left."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__RETRY__COUNT": "1"}
        self.processes = []
        self.address = ""

    def start(self, count):
        file = self.folder / "scheduler.json"
        self.scheduler = self._run(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
        )
        for _ in range(300):
            with contextlib.suppress(OSError, ValueError):
                self.address = json.loads(file.read_text("utf-8"))["address"]
                break
            time.sleep(0.1)
        self.workers = []
        if count:
            self.add(count)

    def add(self, count):
        """Start workers and wait until the scheduler knows them: a busy machine takes seconds for it."""
        self.workers += [self.worker() for _ in range(count)]
        with Client(self.address) as client:
            client.wait_for_workers(len(self.workers), timeout=60)

    def worker(self):
        local = str(self.folder / f"worker{len(self.processes)}")
        return self._run(
            "dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--no-dashboard",
            "--local-directory", local,
        )  # fmt: skip

    def _run(self, module, *arguments):
        log = (self.folder / f"{module}{len(self.processes)}.log").open("wb")
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        self.processes.append(subprocess.Popen(command, env=self.env, stdout=log, stderr=log))
        log.close()
        return self.processes[-1]

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    found = LoopbackCluster(tmp_path)
    yield found
    found.close()


@pytest.fixture
def files(tmp_path):
    (tmp_path / "law.txt").write_text(LAW, "utf-8")
    (tmp_path / "rule.txt").write_text(RULE, "utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 nothing of a PDF follows")
    for number in range(5):
        (tmp_path / f"plan{number}.html").write_bytes(plan_html(number, 2))
    return tmp_path


def run(files, out, **options):
    lefts = [*(str(files / f"plan{number}.html") for number in range(5)), str(files / "scan.pdf")]
    rights = [str(files / "law.txt"), str(files / "rule.txt")]
    return run_portfolio(shipped(), lefts, rights, files / out, **options)


def pairs(folder):
    return {path.name: path.read_bytes() for path in (folder / "pairs").glob("*.json")}


def test_a_cluster_loses_a_worker_then_its_scheduler(cluster, files, monkeypatch):
    """Without a worker the others give the bytes of a local run; without a scheduler what is finished is kept."""
    cluster.start(3)
    with monkeypatch.context() as other:
        other.setattr(portfolio, "__version__", "0.0.0")
        with pytest.raises(ConfigError, match="install the same version everywhere"):
            run(files, "refused", cluster=cluster.address)
    killed = []

    def kill_one(done, every):
        if 0 < done < every and not killed:
            killed.append(done)
            cluster.workers[0].send_signal(signal.SIGKILL)

    remote = run(files, "remote", cluster=cluster.address, progress=kill_one)
    local = run(files, "local", jobs=2)

    assert killed
    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert len(remote.pairs) == 10
    assert dict(portfolio_files(remote)) == dict(portfolio_files(local))
    assert pairs(files / "remote") == pairs(files / "local")

    def end(done, _every):
        if done:
            cluster.scheduler.kill()

    monkeypatch.setattr(portfolio, "PATIENCE", 2.0)
    with pytest.raises(SourceError, match=r"XW-636 .*run the same command"):
        run(files, "out", cluster=cluster.address, progress=end)
    kept = pairs(files / "out")
    whole = run(files, "out")

    assert kept
    assert kept.items() <= pairs(files / "out").items()
    assert len(whole.pairs) == 10


def test_a_cluster_without_workers_is_given_up(cluster, files, monkeypatch):
    """Whether it never had one, or the last one died."""
    cluster.start(0)
    monkeypatch.setattr(portfolio, "PATIENCE", 2.0)
    with pytest.raises(ConfigError, match="has no worker"):
        run(files, "none", cluster=cluster.address)
    cluster.add(1)

    def end(done, _every):
        if done:
            cluster.workers[0].kill()

    with pytest.raises(SourceError, match="XW-636"):
        run(files, "out", cluster=cluster.address, progress=end)

    assert pairs(files / "out")
