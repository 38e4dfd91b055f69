"""Compare many documents with many references; finished pairs are stored and never computed again.

Tasks run in this process, on the cores of this machine, or on a Dask cluster; the results do not depend on it.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crosswalk import __version__
from crosswalk.compare.document import Document
from crosswalk.errors import ConfigError, CrosswalkError, SourceError
from crosswalk.model.comparison import Portfolio, PortfolioPair, UnreadMember
from crosswalk.report.portfolio import as_csv, as_parquet, portfolio_pages, portfolio_rows
from crosswalk.services.portfolio_task import DocumentTask, References, TaskResult, run_task
from crosswalk.workspace.cache import program_digest
from crosswalk.workspace.workspace import Workspace, write_all

if TYPE_CHECKING:
    from distributed import Client, Future
    from pydantic import TypeAdapter

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
        yield from ((index, function(task())) for index, task in enumerate(tasks))
        return
    left = set(range(len(tasks)))
    for index, result in _pooled(function, tasks, sorted(left), jobs):
        left.discard(index)
        yield index, result
    for index in sorted(left):
        yield index, next((result for _, result in _pooled(function, tasks, [index], 2)), None)


def _pooled(
    function: Callable[[_T], _R], tasks: Sequence[Callable[[], _T]], indexes: Sequence[int], jobs: int
) -> Iterator[tuple[int, _R]]:
    """The results of a pool of processes; ends early if one of them dies."""
    from joblib import Parallel, delayed, parallel_config
    from joblib.externals.loky.process_executor import BrokenProcessPool

    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=jobs, batch_size=1, pre_dispatch=jobs + 1, return_as="generator_unordered")
    try:
        yield from pool(delayed(_placed)(function, index, tasks[index]()) for index in indexes)
    except BrokenProcessPool:
        return


def _placed(function: Callable[[_T], _R], index: int, task: _T) -> tuple[int, _R]:
    return index, function(task)


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


# Reports how many pairs are finished, and how many there are.
PairProgress = Callable[[int, int], None]
_PAIRS = "pairs"


@dataclass(frozen=True)
class _Member:
    """A document or reference: the path of a file with the part to compare, or a document already read."""

    name: str
    digest: str
    source: Path | Document
    part: str = ""


def run_portfolio(
    space: Workspace,
    lefts: Sequence[str],
    rights: Sequence[str],
    folder: Path,
    *,
    jobs: int = 1,
    cluster: str = "",
    progress: PairProgress = lambda _done, _all: None,
) -> Portfolio:
    """Compare every document with every reference; pairs that are already in `folder` are not computed again.

    A document or reference that cannot be read is named in the result, and the others are compared.

    Raises:
        ConfigError: No document or no reference is left, or the cluster cannot be used.
    """
    documents, bad = _members(lefts, partial(_member, space))
    references, worse = _members(rights, partial(_reference, space))
    unread = [*bad, *worse]
    if not documents or not references:
        raise ConfigError(_nothing_left(unread), code="XW-638")
    base = _base_digest(space)
    paths = {
        (one.name, two.name): folder / _PAIRS / f"{_pair_digest(base, one, two)}.json"
        for one in documents
        for two in references
    }
    pairs = {key: pair for key, path in paths.items() if (pair := _read_pair(path, *key))}
    progress(len(pairs), len(paths))
    for name, result in _computed(space, documents, references, pairs, jobs=jobs, cluster=cluster):
        if result.problem:
            unread.append(UnreadMember(name, result.problem))
        for reference, pair in result.pairs.items():
            write_all({paths[name, reference]: _adapter().dump_json(pair, indent=1) + b"\n"})
            pairs[name, reference] = pair
        progress(len(pairs), len(paths))
    return Portfolio(
        tuple(pairs[key] for key in paths if key in pairs), tuple(sorted(unread, key=lambda one: one.name))
    )


def _nothing_left(unread: Sequence[UnreadMember]) -> str:
    if not unread:
        return "Name at least one document, and one reference with --against."
    return f"There is nothing to compare: {'; '.join(one.problem for one in unread)}"


def _members(refs: Sequence[str], read: Callable[[str], _Member]) -> tuple[list[_Member], list[UnreadMember]]:
    """The named documents, each text once and under a unique name, and those that could not be read."""
    found: dict[str, _Member] = {}
    unread = []
    taken: set[str] = set()
    for ref in refs:
        try:
            one = read(ref)
        except CrosswalkError as error:
            unread.append(UnreadMember(ref, f"{error.code} {error.message}"))
            continue
        if one.digest in found:
            continue
        name = next(name for name in _names(one.name) if name not in taken)
        taken.add(name)
        found[one.digest] = replace(one, name=name)
    return list(found.values()), unread


def _names(name: str) -> Iterator[str]:
    """A name fit for a file, then the same with a number."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "document"
    yield plain
    number = 2
    while True:
        yield f"{plain}-{number}"
        number += 1


def _member(space: Workspace, ref: str) -> _Member:
    """A document; a file is only hashed here, since a worker reads it."""
    file, _, part = ref.rpartition(":")
    for path, inner in ((Path(ref), ""), (Path(file), part)):
        if path.is_file():
            try:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                raise SourceError(
                    f"{path} cannot be read ({error.strerror}); check who may read it.", code="XW-103"
                ) from error
            return _Member("-".join(filter(None, (path.stem, inner))), digest, path, inner)
    return _reference(space, ref)


def _reference(space: Workspace, ref: str) -> _Member:
    """A reference, read in this process."""
    document = space.resolve_document(ref)
    if all(prov.is_heading for prov in document.part):
        raise SourceError(f"{ref} has no provision with words; name another part.", code="XW-639")
    contents = repr((document.whole.source, document.whole.provisions, [prov.id for prov in document.part]))
    name = Path(ref).stem if Path(ref).is_file() else ref
    return _Member(name, hashlib.sha256(contents.encode()).hexdigest(), document)


def _base_digest(space: Workspace) -> str:
    """A digest of the inputs that all pairs share: the program, the lexicon and the section maps."""
    found = hashlib.sha256(program_digest().encode())
    for path in (space.corpora / "lexicon.yaml", *sorted(space.corpora.glob("*/sections.tsv"))):
        if path.is_file():
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _pair_digest(base: str, document: _Member, reference: _Member) -> str:
    of = (base, document.name, document.digest, document.part, reference.name, reference.digest)
    return hashlib.sha256("\n".join(of).encode()).hexdigest()[:32]


def _read_pair(path: Path, document: str, reference: str) -> PortfolioPair | None:
    """A finished pair; None if there is none or the file is damaged."""
    try:
        found = _adapter().validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if (found.document.name, found.reference.name) == (document, reference) else None


@cache
def _adapter() -> "TypeAdapter[PortfolioPair]":
    from pydantic import TypeAdapter

    return TypeAdapter(PortfolioPair)


def _computed(
    space: Workspace,
    documents: Sequence[_Member],
    references: Sequence[_Member],
    pairs: Mapping[tuple[str, str], Any],
    *,
    jobs: int,
    cluster: str,
) -> Iterator[tuple[str, TaskResult]]:
    """The results of every document that has an unfinished pair, as they finish."""
    names = [one.name for one in references]
    missing = {one.name: tuple(name for name in names if (one.name, name) not in pairs) for one in documents}
    wanted = [one for one in documents if missing[one.name]]
    if not wanted:
        return
    read = {one.name: one.source for one in references if isinstance(one.source, Document)}
    packed = References(read, space.lexicon, space.section_map).packed()
    tasks = [partial(_task, one, missing[one.name], packed) for one in wanted]
    for place, result in run_tasks(run_task, tasks, jobs=jobs, cluster=cluster):
        yield wanted[place].name, result or TaskResult({}, _ended(wanted[place].name))


def _task(one: _Member, against: tuple[str, ...], packed: bytes) -> DocumentTask:
    file = one.source.name if isinstance(one.source, Path) else ""
    document = one.source.read_bytes() if isinstance(one.source, Path) else one.source
    return DocumentTask(one.name, one.digest, document, file, one.part, against, packed)


def _ended(name: str) -> str:
    return f"XW-640 {name}: the worker that read it died each time; give the workers more memory, or split the document."


def portfolio_files(portfolio: Portfolio) -> Iterator[tuple[str, bytes]]:
    """Every file but the finished pairs, one by one: its path in the folder and its contents.

    The same portfolio gives the same bytes.
    """
    yield from portfolio_pages(portfolio, version=__version__)
    yield "rows.csv", as_csv(portfolio_rows(portfolio))
    yield "rows.parquet", as_parquet(portfolio_rows(portfolio))


def unused_pages(portfolio: Portfolio, folder: Path) -> list[Path]:
    """Pages of documents that an earlier run wrote and this one does not have."""
    names = {f"{one.name}.html" for one in portfolio.documents}
    return [path for path in sorted((folder / "documents").glob("*.html")) if path.name not in names]
