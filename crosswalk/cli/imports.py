"""The verbs `import` and `undo`: add an existing crosswalk as draft rows, and undo the last change."""

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.options import workspace_folder
from crosswalk.cli.output import say, today

# At most this many skipped pairs are named; the rest are counted.
_NAMED = 20


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sheet of pairs, an SSSOM table or OSCAL.")],
    crosswalk: Annotated[str, typer.Option("--id", metavar="ID", help="The crosswalk to take them into.")],
    columns: Annotated[
        str, typer.Option(metavar="C", help="Unusual headers, as left=OldCode,right=NewCode,relation=Match.")
    ] = "",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet to read; all by default.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who drafted it; the file by default.")] = "",
    date: Annotated[str, typer.Option(metavar="DAY", help="The day, as 2026-11-22; today by default.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Add the pairs of an existing crosswalk as draft rows, each with its source."""
    from crosswalk.services.import_pairs import import_crosswalk
    from crosswalk.workspace.register import write_undoable
    from crosswalk.workspace.workspace import open_workspace

    space = open_workspace(workspace_folder(context))
    named = dict(pair.split("=", 1) for pair in columns.split(",") if "=" in pair) or None
    found = import_crosswalk(space, file, crosswalk, date=date or today(), by=by, columns=named, sheet=sheet)
    if not dry_run:
        write_undoable(space, found.files, f"import {file.name} into {crosswalk}")
    aside = [f"  {said}" for said in found.left_aside[:_NAMED]]
    more = len(found.left_aside) - len(aside)
    say(
        *found.made,
        f"Draft rows: {found.rows}. Left aside: {len(found.left_aside)}.",
        *aside,
        *([f"  and {more} more."] if more > 0 else []),
        "Not written (dry run)." if dry_run else f"Written: {', '.join(map(str, found.files))}",
    )


def undo(context: typer.Context) -> None:
    """Undo the last read, update or import."""
    from crosswalk.workspace.register import take_back
    from crosswalk.workspace.workspace import open_workspace

    what, files = take_back(open_workspace(workspace_folder(context)))
    say(f"Taken back: {what}.", *(f"  {path}" for path in files))
