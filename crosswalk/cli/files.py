"""The verbs on files of other programs: `graph`, `export`, `import`, `undo`, `sheet`, and `portfolio`."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option
from typer.core import TyperCommand

from crosswalk.cli.output import (
    DayOption,
    imported_lines,
    named_columns,
    open_named,
    open_or_shipped,
    progress,
    say,
    today,
    write_file,
)
from crosswalk.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typer import Context

    from crosswalk.model.comparison import Portfolio


def graph(
    context: typer.Context,
    crosswalk: Annotated[str, Argument(metavar="[ID]", help="One crosswalk; all by default.")] = "",
    out: Annotated[
        Path, Option("--out", metavar="FILE", help="Ending .graphml, .gexf, .jsonld or .csv.")
    ] = Path("graph.graphml"),
) -> None:
    """Write the graph of provisions, concepts, matches, gaps and citations."""
    from crosswalk.services.export import graph_bytes
    from crosswalk.workspace.workspace import write_all

    space = open_named(context, cached=True)
    write_all({out.parent / name: data for name, data in graph_bytes(space, crosswalk, out.name).items()})
    say(f"Written: {out}")


def export(
    context: typer.Context,
    crosswalk: Annotated[
        str,
        Argument(metavar="[ID]", help="One crosswalk; all by default. For a PDF also a page, such as gaps."),
    ] = "",
    out: Annotated[
        Path,
        Option(
            "--out",
            metavar="FILE",
            help="Ending .sssom.tsv, .xlsx, .docx, .csv, .pdf, .parquet, .oscal.json, .case.json or .olir.xlsx.",
        ),
    ] = Path("crosswalk.csv"),
) -> None:
    """Write one crosswalk, or all, as a file for another program, or one page as PDF."""
    from crosswalk.services.export import export_bytes

    write_file(out, export_bytes(open_named(context, cached=True), crosswalk, out.name))


# At most this many skipped pairs are named; the rest are counted.
_NAMED = 20


def import_(
    context: typer.Context,
    file: Annotated[Path, Argument(metavar="FILE", help="A sheet of pairs, an SSSOM table or OSCAL.")],
    crosswalk: Annotated[str, Option("--id", metavar="ID", help="The crosswalk to take them into.")],
    columns: Annotated[
        str, Option(metavar="C", help="Unusual headers, as left=OldCode,right=NewCode,relation=Match.")
    ] = "",
    sheet: Annotated[str, Option(metavar="NAME", help="The sheet to read; all by default.")] = "",
    by: Annotated[str, Option(metavar="NAME", help="Who drafted it; the file by default.")] = "",
    date: DayOption = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Add the pairs of an existing crosswalk as draft rows, each with its source."""
    from crosswalk.services.import_pairs import import_crosswalk
    from crosswalk.workspace.register import alone, write_undoable

    day, named = date or today(), named_columns(columns)
    with alone(open_named(context), dry_run=dry_run) as space:
        found = import_crosswalk(space, file, crosswalk, date=day, by=by, columns=named, sheet=sheet)
        if not dry_run:
            write_undoable(space, found.files, f"import {file.name} into {crosswalk}")
    shown = [f"  {said}" for said in found.skipped[:_NAMED]]
    more = len(found.skipped) - len(shown)
    say(
        *found.made,
        f"Draft rows: {found.rows}. Skipped: {len(found.skipped)}.",
        *shown,
        *([f"  and {more} more."] if more > 0 else []),
        "Not written (dry run)." if dry_run else f"Written: {', '.join(map(str, found.files))}",
    )


def undo(context: typer.Context) -> None:
    """Undo the last read, update or import."""
    from crosswalk.workspace.register import undo_last

    what, files = undo_last(open_named(context))
    say(f"Undone: {what}.", *(f"  {path}" for path in files))


sheet = typer.Typer(
    help="Review in files: export a workbook, import a workbook or a page's decisions.", no_args_is_help=True
)


@sheet.command("export")
def sheet_export(
    context: typer.Context,
    crosswalk: Annotated[str, Argument(metavar="ID", help="The crosswalk.")],
    file: Annotated[Path, Argument(metavar="FILE.xlsx", help="Where to write the workbook.")],
) -> None:
    """Write a workbook to review in: both texts, what is proposed, and cells to fill in."""
    from crosswalk.review.workbook_layout import export_sheet

    rows = export_sheet(open_named(context, cached=True), crosswalk, file)
    say(f"{file} holds {rows} rows to review.")


@sheet.command("import")
def sheet_import(
    context: typer.Context,
    crosswalk: Annotated[
        str,
        Argument(metavar="ID", help="The crosswalk; leave it out before a .json file.", show_default=False),
    ] = "",
    file: Annotated[
        Path | None,
        Argument(metavar="FILE", help="The workbook that came back, or the .json file saved on a page."),
    ] = None,
    by: Annotated[
        str, Option("--by", metavar="NAME", help="Who decided or commented; a .json file has the name.")
    ] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Show what would change; write nothing.")] = False,
    date: Annotated[
        str, Option(metavar="DAY", help="The date (YYYY-MM-DD); by default that of a .json file, or today.")
    ] = "",
) -> None:
    """Import what was edited in a workbook or marked on a page; exit 1 if anything was refused."""
    from crosswalk.review.workbook import import_file

    if not crosswalk:
        raise ConfigError("There is nothing to import; name a workbook or a .json file.", code="XW-512")
    space = open_named(context, cached=True)
    found = import_file(space, crosswalk, file, (by, date, today()), dry_run=dry_run)
    say(*imported_lines(found), *(["Nothing was written: this was a dry run."] if dry_run else []))
    raise typer.Exit(1 if found.refused or found.conflicts else 0)


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
