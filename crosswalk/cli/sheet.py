"""The verbs `sheet export` and `sheet import`: review in files."""

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.options import workspace_folder
from crosswalk.cli.output import imported_lines, say, today
from crosswalk.errors import ConfigError

sheet = typer.Typer(
    help="Review in files: export a workbook, import a workbook or a page's decisions.", no_args_is_help=True
)


@sheet.command("export")
def sheet_export(
    context: typer.Context,
    crosswalk: Annotated[str, typer.Argument(metavar="ID", help="The crosswalk.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Where to write the workbook.")],
) -> None:
    """Write a workbook to review in: both texts, what is proposed, and cells to fill in."""
    from crosswalk.review.workbook_export import export_sheet
    from crosswalk.workspace.workspace import open_workspace, with_cache

    rows = export_sheet(with_cache(open_workspace(workspace_folder(context))), crosswalk, file)
    say(f"{file} holds {rows} rows to review.")


@sheet.command("import")
def sheet_import(
    context: typer.Context,
    crosswalk: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The crosswalk; leave it out before a .json file.", show_default=False
        ),
    ] = "",
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="The workbook that came back, or the .json file saved on a page."
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="NAME", help="Who decided or commented; a .json file has the name."),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    date: Annotated[
        str,
        typer.Option(metavar="DAY", help="The date (YYYY-MM-DD); by default that of a .json file, or today."),
    ] = "",
) -> None:
    """Import what was edited in a workbook or marked on a page; exit 1 if anything was refused."""
    from crosswalk.review.workbook import import_file
    from crosswalk.workspace.workspace import open_workspace, with_cache

    if not crosswalk:
        raise ConfigError("There is nothing to import; name a workbook or a .json file.", code="XW-512")
    space = with_cache(open_workspace(workspace_folder(context)))
    found = import_file(space, crosswalk, file, (by, date, today()), dry_run=dry_run)
    say(*imported_lines(found), *(["Nothing was written: this was a dry run."] if dry_run else []))
    raise typer.Exit(1 if found.refused or found.conflicts else 0)
