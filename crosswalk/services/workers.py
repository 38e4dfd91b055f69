"""Run one function on many tasks: in this process, on the cores of this machine, or on a Dask cluster.

The results do not depend on who ran a task.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from crosswalk import __version__
from crosswalk.errors import ConfigError, CrosswalkError, SourceError

if TYPE_CHECKING:
    from distributed import Client, Future

_T = TypeVar("_T")
_R = TypeVar("_R")
# The index of a finished task, with its result; None if the task killed every worker that took it.
Finished = Iterator[tuple[int, _R | None]]
# Seconds to wait for a cluster to answer, or to have any worker.
PATIENCE = 10.0


def run_tasks(
    function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], *, jobs: int = 1, cluster: str = ""
) -> "Finished[_R]":
    """The result of a function for every task, in the order in which they finish.

    Each task is created just before it is submitted, so that waiting tasks take no memory. With the address of a
    cluster its workers are used, else `jobs` processes of this machine.

    Raises:
        ConfigError: Dask is not installed, the address does not answer, or its workers run another version.
        SourceError: The cluster is gone before all tasks are finished.
    """
    if cluster:
        return _on_cluster(function, tasks, cluster)
    return _locally(function, tasks, jobs)


def _locally(function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], jobs: int) -> "Finished[_R]":
    """Run tasks on processes of this machine.

    A worker that dies takes the unfinished tasks of the pool with it. They run again one by one in new workers, so that
    the task that kills its worker is found.
    """
    if jobs == 1:
        yield from ((place, function(task())) for place, task in enumerate(tasks))
        return
    left = set(range(len(tasks)))
    for place, result in _pooled(function, tasks, sorted(left), jobs):
        left.discard(place)
        yield place, result
    for place in sorted(left):
        yield place, next((result for _, result in _pooled(function, tasks, [place], 2)), None)


def _pooled(
    function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], places: Sequence[int], jobs: int
) -> Iterator[tuple[int, _R]]:
    """The results of a pool of processes; ends early if one of them dies."""
    from joblib import Parallel, delayed, parallel_config
    from joblib.externals.loky.process_executor import BrokenProcessPool

    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=jobs, batch_size=1, pre_dispatch=jobs + 1, return_as="generator_unordered")
    try:
        yield from pool(delayed(_placed)(function, place, tasks[place]()) for place in places)
    except BrokenProcessPool:
        return


def _placed(function: Callable[[_T], _R], place: int, task: _T) -> tuple[int, _R]:
    return place, function(task)


def _on_cluster(
    function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], address: str
) -> "Finished[_R]":
    """Run tasks on the workers of a Dask cluster; a task whose worker died goes to another one, a few times."""
    client = _connected(address)
    try:
        _check_workers(client, address)
        yield from _submitted(client, function, tasks, address)
    finally:
        client.close(timeout=PATIENCE)


def _connected(address: str) -> "Client":
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            "A cluster needs Dask; install it with `pip install crosswalk[cluster]`, or leave out --cluster.",
            code="XW-632",
        ) from error
    # Dask reports a lost connection by a traceback on the terminal; the error raised here says it in a sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL + 1)
    try:
        with dask.config.set({"distributed.comm.timeouts.connect": f"{PATIENCE}s"}):
            return Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"No Dask scheduler answered at {address} within {PATIENCE:g} seconds; start one with `dask scheduler`,"
            " check the address, or leave out --cluster.",
            code="XW-633",
        ) from error


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, and one whose workers run another version of this program."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        found = set(client.run(program_version).values())
    except TimeoutError as error:
        raise ConfigError(
            f"The scheduler at {address} has no worker; start some with `dask worker {address}`.",
            code="XW-634",
        ) from error
    except ImportError as error:
        raise ConfigError(
            f"A worker of {address} has no crosswalk; install version {__version__} where the workers run.",
            code="XW-635",
        ) from error
    if found != {__version__}:
        raise ConfigError(
            f"The workers of {address} run crosswalk {', '.join(sorted(found))} and this is {__version__}; install"
            " the same version everywhere.",
            code="XW-635",
        )


def program_version() -> str:
    """The version of the program in the process that makes the call."""
    return __version__


def _submitted(
    client: "Client", function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], address: str
) -> "Finished[_R]":
    """Results as they finish; only as many tasks are submitted as keep the workers busy."""
    waiting = list(reversed(range(len(tasks))))
    under_way: dict[Future[_R], int] = {}
    while waiting or under_way:
        with _connection(address):
            room = 2 * max(1, _worker_count(client)) - len(under_way)
        for place in [waiting.pop() for _ in range(min(room, len(waiting)))]:
            task = tasks[place]()
            with _connection(address):
                under_way[client.submit(function, task, pure=False)] = place
        with _connection(address):
            done = [(under_way.pop(future), _result(future)) for future in _finished(client, list(under_way))]
        yield from sorted(done, key=lambda one: one[0])


def _worker_count(client: "Client") -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])


def _finished(client: "Client", under_way: Sequence["Future[_R]"]) -> Sequence["Future[_R]"]:
    """The tasks that are done, once there is one.

    Raises:
        ConnectionError: No worker was there for twice the patience.
    """
    from distributed import wait

    alone = 0
    while alone < 2:
        try:
            return list(wait(under_way, timeout=PATIENCE, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            alone = 0 if _worker_count(client) else alone + 1
    raise ConnectionError


def _result(future: "Future[_R]") -> _R | None:
    """The result of a task; None if every worker that took it died."""
    from distributed.scheduler import KilledWorker

    try:
        result: _R = future.result()
    except KilledWorker:
        return None
    return result


@contextmanager
def _connection(address: str) -> Iterator[None]:
    """Turn any sign of a lost cluster into one sentence."""
    from distributed import CancelledError

    try:
        yield
    except (CancelledError, OSError, RuntimeError) as error:
        raise _gone(address) from error


def _gone(address: str) -> CrosswalkError:
    return SourceError(
        f"The cluster at {address} went away; start it again and run the same command: finished pairs are not"
        " computed again.",
        code="XW-636",
    )
