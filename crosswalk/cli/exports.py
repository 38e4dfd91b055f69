"""The verbs `graph` and `export`: a workspace as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.options import workspace_folder
from crosswalk.cli.output import say


def graph(
    context: typer.Context,
    crosswalk: Annotated[str, typer.Argument(metavar="[ID]", help="One crosswalk; all by default.")] = "",
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Ending .graphml, .gexf, .jsonld or .csv.")
    ] = Path("graph.graphml"),
) -> None:
    """Write the graph of provisions, concepts, matches, gaps and citations."""
    from crosswalk.services.export import graph_bytes
    from crosswalk.workspace.workspace import open_workspace, with_cache, write_all

    space = with_cache(open_workspace(workspace_folder(context)))
    write_all({out.parent / name: data for name, data in graph_bytes(space, crosswalk, out.name).items()})
    say(f"Written: {out}")


def export(
    context: typer.Context,
    crosswalk: Annotated[
        str,
        typer.Argument(
            metavar="[ID]", help="One crosswalk; all by default. For a PDF also a page, such as gaps."
        ),
    ] = "",
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Ending .sssom.tsv, .xlsx, .docx, .csv, .pdf, .parquet, .oscal.json, .case.json or .olir.xlsx.",
        ),
    ] = Path("crosswalk.csv"),
) -> None:
    """Write one crosswalk, or all, as a file for another program, or one page as PDF."""
    from crosswalk.services.export import export_bytes
    from crosswalk.workspace.workspace import open_workspace, with_cache, write_all

    space = with_cache(open_workspace(workspace_folder(context)))
    write_all({out: export_bytes(space, crosswalk, out.name)})
    say(f"Written: {out}")
