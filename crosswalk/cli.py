"""The verbs of the command line, and nothing but wiring."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="crosswalk",
    help="Lay two policy documents side by side and prove where they meet with the words themselves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_state: dict[str, Path | None] = {"workspace": None}


@app.callback()
def options(
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="DIR", help="The folder with crosswalks.yaml; here by default."),
    ] = None,
) -> None:
    """Software proposes; only people decide."""
    _state["workspace"] = workspace


@app.command()
def build(
    only: Annotated[str, typer.Option(metavar="ID", help="Build one crosswalk of the list.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write; reports/ by default.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing; exit 1 if the files on disk are not what would be written."
        ),
    ] = False,
) -> None:
    """The main job: read, propose, weigh, graph, write all reports."""
    from crosswalk.build import build_reports, summary_lines
    from crosswalk.workspace import open_workspace

    space = open_workspace(_state["workspace"])
    built = build_reports(space, only=only, progress=_progress)
    folder = out or space.reports
    if check:
        stale = built.stale(space, folder)
        _say(*(f"{path} is not what would be written; run `crosswalk build`." for path in stale))
        raise typer.Exit(1 if stale else 0)
    paths = built.write(space, folder)
    _say(*summary_lines(built), "", "Written:", *(f"  {path}" for path in paths))


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """A new workspace with the shipped corpora and mappings."""
    from crosswalk import workspace

    space = workspace.init(folder)
    _say(f"A workspace is laid out in {space.root}. Next: crosswalk --workspace {space.root} build")


@app.command()
def show(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A corpus, an edition, a provision, or a file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a machine.")] = False,
) -> None:
    """A corpus or a provision: text, citations, terms, duty, measure anatomy."""
    from crosswalk.show import shown_json, shown_lines
    from crosswalk.workspace import workspace_or_shipped

    space = workspace_or_shipped(_state["workspace"])
    corpus = space.resolve(ref)
    _say(shown_json(corpus, space.lexicon) if as_json else "\n".join(shown_lines(corpus, space.lexicon)))


@app.command()
def propose(
    left: Annotated[str, typer.Argument(metavar="LEFT")],
    right: Annotated[str, typer.Argument(metavar="RIGHT")],
    top: Annotated[
        int, typer.Option(min=0, help="Candidates for each left provision; 0 keeps every scored pair.")
    ] = 10,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write .csv, .json or .tsv (SSSOM) instead of printing."),
    ] = None,
) -> None:
    """Ranked candidates between any two documents."""
    from crosswalk.proposals import propose_pairs, proposed_bytes, proposed_lines
    from crosswalk.workspace import workspace_or_shipped, write_all

    space = workspace_or_shipped(_state["workspace"])
    found = propose_pairs(space.resolve(left), space.resolve(right), space.lexicon, top=top)
    if out is None:
        _say(*proposed_lines(found))
        return
    write_all({out: proposed_bytes(found, out.name)})
    _say(f"{len(found.candidates)} candidates written to {out}.")


@app.command()
def graph(
    crosswalk: Annotated[str, typer.Argument(metavar="[ID]", help="One crosswalk; all by default.")] = "",
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Ending .graphml, .gexf, .jsonld or .csv.")
    ] = Path("graph.graphml"),
) -> None:
    """The graph of provisions, concepts, matches, gaps and citations."""
    from crosswalk.build import graph_bytes
    from crosswalk.workspace import open_workspace, write_all

    space = open_workspace(_state["workspace"])
    write_all({out.parent / name: data for name, data in graph_bytes(space, crosswalk, out.name).items()})
    _say(f"The graph is written to {out}.")


@app.command()
def check(
    reference: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder of official texts to compare every quoted word with."),
    ] = None,
) -> None:
    """Every integrity rule over corpora and mappings; names file and line."""
    from crosswalk.checks import check_workspace
    from crosswalk.workspace import open_workspace

    found = check_workspace(open_workspace(_state["workspace"]), reference)
    _say(*found.lines)
    raise typer.Exit(1 if found.problems else 0)


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _progress(words: str) -> None:
    """Say what is being done, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        if not words:
            sys.stderr.flush()
