"""One function over many tasks, on processes of this machine: every result once, and a worker's death costs one task."""

import os
import signal
from functools import partial

import pytest

from crosswalk.errors import ConfigError
from crosswalk.services import portfolio
from crosswalk.services.portfolio import run_tasks


def double(number):
    return 2 * number


def double_unless_fatal(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def numbers(count):
    return [partial(int, number) for number in range(count)]


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_task_has_its_result_once(jobs):
    found = list(run_tasks(double, numbers(7), jobs=jobs))

    assert sorted(found) == [(number, 2 * number) for number in range(7)]


@pytest.mark.slow
def test_a_task_that_kills_its_worker_costs_no_other_task():
    found = dict(run_tasks(double_unless_fatal, numbers(5), jobs=2))

    assert found == {0: 0, 1: 2, 2: 4, 3: None, 4: 8}


def test_a_task_is_made_when_it_is_handed_out():
    made = []

    def make(number):
        made.append(number)
        return number

    results = run_tasks(double, [partial(make, number) for number in range(5)], jobs=1)
    next(results)

    assert made == [0]


@pytest.mark.slow
def test_an_address_without_a_scheduler_is_given_up(monkeypatch):
    monkeypatch.setattr(portfolio, "PATIENCE", 1.0)

    with pytest.raises(ConfigError, match=r"No Dask scheduler answered at tcp://127\.0\.0\.1:9"):
        list(run_tasks(double, numbers(2), cluster="tcp://127.0.0.1:9"))


@pytest.mark.parametrize("address", ["no address at all", "ftp://127.0.0.1:8786", ":::"])
def test_an_invalid_address_is_one_sentence(address, monkeypatch):
    monkeypatch.setattr(portfolio, "PATIENCE", 1.0)

    with pytest.raises(ConfigError, match="XW-633"):
        list(run_tasks(double, numbers(2), cluster=address))
