"""The verb `portfolio`: many documents against many references."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option
from typer.core import TyperCommand

from crosswalk.cli.output import open_or_shipped, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typer import Context

    from crosswalk.model.comparison import Portfolio


class PortfolioCommand(TyperCommand):
    """A command whose option `--against` takes every word up to the next option."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:  # type: ignore[override]
        """Put `--against` before each word that follows it, then parse as usual."""
        return super().parse_args(ctx, list(_each_against(args)))


def _each_against(args: list[str]) -> "Iterator[str]":
    """The words of a command with `--against` before each of the words that follow it.

    >>> list(_each_against(["a", "--against", "b", "c", "--jobs", "2"]))
    ['a', '--against', 'b', '--against', 'c', '--jobs', '2']
    """
    inside, first = False, False
    for word in args:
        if word.startswith("-"):
            inside = first = word == "--against"
            yield word
            continue
        if inside and not first:
            yield "--against"
        first = False
        yield word


def portfolio(
    context: typer.Context,
    left: Annotated[list[str], Argument(metavar="LEFT...", help="The documents: files or ids of corpora.")],
    against: Annotated[
        list[str], Option("--against", metavar="RIGHT...", help="The references to compare them with.")
    ],
    out: Annotated[
        Path, Option("--out", metavar="DIR", help="The folder to write, which also keeps finished pairs.")
    ],
    jobs: Annotated[
        int, Option(metavar="N", min=0, help="Processes on this machine; 0 takes every core.")
    ] = 0,
    cluster: Annotated[
        str, Option(metavar="ADDRESS", help="A Dask scheduler, as tcp://host:8786, instead of this machine.")
    ] = "",
) -> None:
    """Compare many documents with many references; the same command continues an interrupted run."""
    from crosswalk.ledger.files import replace_files
    from crosswalk.services.portfolio import portfolio_files, run_portfolio, unused_pages

    space = open_or_shipped(context)
    try:
        found = run_portfolio(
            space, left, against, out, jobs=jobs or _cores(), cluster=cluster, progress=_progress()
        )
    except KeyboardInterrupt:
        progress("")
        sys.stderr.write(
            f"XW-641 Stopped; finished pairs are saved in {out}: run the same command to continue.\n"
        )
        raise typer.Exit(130) from None
    finally:
        progress("")
    replace_files((out / name, data) for name, data in portfolio_files(found))
    for path in unused_pages(found, out):
        path.unlink()
    say(*_lines(found, out))
    if found.unread:
        sys.stderr.writelines(f"{one.problem}\n" for one in found.unread)
        raise typer.Exit(3)


def _cores() -> int:
    from joblib import cpu_count

    return int(cpu_count())


def _progress() -> "Callable[[int, int], None]":
    """Report how many pairs are finished and, after the first ones, about how long the rest will take."""
    began: list[tuple[float, int]] = []

    def show(done: int, every: int) -> None:
        now = time.monotonic()
        if not began:
            began.append((now, done))
        start, before = began[0]
        left = (now - start) / (done - before) * (every - done) if done > before else None
        progress(f"{done} of {every} pairs{_time_left(left)}")

    return show


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"


def _lines(found: "Portfolio", out: Path) -> list[str]:
    return [
        f"{len(found.pairs)} pairs of {len(found.documents)} documents and {len(found.references)} references.",
        f"Written: {out / 'index.html'}",
        f"  {len(found.documents)} pages in {out / 'documents'}; every row in rows.csv and rows.parquet",
    ]
