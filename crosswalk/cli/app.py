"""The verbs of the command line; each only connects options, services and output."""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from crosswalk.cli.checks import check, doctor, terms, watch
from crosswalk.cli.files import PortfolioCommand, export, graph, import_, portfolio, sheet, undo
from crosswalk.cli.output import (
    AsJson,
    DayOption,
    build_lines,
    diff_lines,
    named_columns,
    open_named,
    open_or_shipped,
    other_files_line,
    progress,
    say,
    timeline_lines,
    today,
    updated_lines,
    write_file,
)
from crosswalk.cli.plans import adopt, answers, gaps, ratings

app = typer.Typer(
    name="crosswalk",
    help="Lay two policy documents side by side and prove where they meet with the words themselves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(sheet, name="sheet")
for verb in (gaps, answers, adopt, ratings, check, watch, terms, import_, undo, graph, export, doctor):
    app.command(verb.__name__.strip("_"))(verb)
app.command(cls=PortfolioCommand)(portfolio)


@app.callback()
def options(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        Option("--workspace", metavar="DIR", help="The folder with crosswalks.yaml; here by default."),
    ] = None,
) -> None:
    """Software proposes; only people decide."""
    context.obj = workspace


@app.command()
def build(
    context: typer.Context,
    only: Annotated[str, Option(metavar="ID", help="Build one crosswalk of the list.")] = "",
    out: Annotated[Path | None, Option(metavar="DIR", help="Where to write; reports/ by default.")] = None,
    check: Annotated[bool, Option("--check", help="Write nothing; exit 1 if files differ.")] = False,
    full: Annotated[bool, Option("--full", help="Ignore the cache: compute everything.")] = False,
) -> None:
    """Compare all crosswalks and write the reports."""
    from crosswalk.services.build import build_reports

    space = open_named(context, cached=True, full=full)
    folder = out or space.reports
    built = build_reports(space, only=only, folder=folder, progress=progress)
    if check:
        stale = built.stale(space, folder)
        say(*(f"{path} is not what would be written; run `crosswalk build`." for path in stale))
        raise typer.Exit(1 if stale else 0)
    paths = built.write(space, folder)
    say(
        *build_lines(built),
        "",
        "Written:",
        *(f"  {path}" for path in paths),
        f"  {other_files_line(built, folder, space.root / 'mappings')}",
    )


@app.command()
def init(folder: Annotated[Path, Argument(metavar="DIR")]) -> None:
    """Create a workspace with the shipped corpora and mappings."""
    from crosswalk.workspace import workspace

    space = workspace.init(folder)
    say(f"Created the workspace {space.root}. Next: crosswalk --workspace {space.root} build")


@app.command()
def read(
    context: typer.Context,
    file: Annotated[Path, Argument(metavar="FILE")],
    corpus_id: Annotated[str, Option("--id", metavar="ID", help="The id of the new corpus.")],
    as_of: Annotated[
        str,
        Option(
            "--as-of", metavar="DATE", help="The date of the text (YYYY-MM-DD or YYYY-MM); today by default."
        ),
    ] = "",
    kind: Annotated[
        str, Option(metavar="K", help="statute, regulation, guidance, framework, plan or other.")
    ] = "",
    title: Annotated[str, Option(metavar="T", help="The document's title; the file's name by default.")] = "",
    columns: Annotated[
        str,
        Option(
            metavar="C", help="A table's columns where their headers are unusual, as id=Ref,text=Indicator."
        ),
    ] = "",
    sheet: Annotated[
        str, Option(metavar="NAME", help="The sheet of a workbook to read; all that fit by default.")
    ] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Say what would be read; write nothing.")] = False,
) -> None:
    """Add a document to the workspace, and report what was read and what was not."""
    from crosswalk.cli.show import report_lines
    from crosswalk.workspace.register import add_document

    given = {"id": corpus_id, "as_of": as_of or today(), "kind": kind, "title": title}
    space = open_named(context)
    loaded, path = add_document(
        space, file, given, columns=named_columns(columns), sheet=sheet, dry_run=dry_run
    )
    done = [f"Not written: {path}"] if dry_run else [f"Written: {path}", f"Next: crosswalk show {corpus_id}"]
    say(*report_lines(loaded), *done)


@app.command()
def show(
    context: typer.Context,
    ref: Annotated[str, Argument(metavar="REF", help="A corpus, an edition, a provision, or a file.")],
    as_json: AsJson = False,
    no_model: Annotated[bool, Option("--no-model", help="Leave out topics, which need it.")] = False,
) -> None:
    """Show a corpus or a provision: text, citations, terms, duty, frames, topics, parts of a measure."""
    from crosswalk.cli.show import shown_json, shown_lines
    from crosswalk.language.encoder import vectors_in

    space = open_or_shipped(context, cached=True)
    document, topics = space.resolve_excerpt(ref), None if no_model else space.topics
    with vectors_in(space.store):
        say(*([shown_json(document, topics)] if as_json else shown_lines(document, space.lexicon, topics)))


@app.command()
def propose(
    context: typer.Context,
    left: Annotated[str, Argument(metavar="LEFT")],
    right: Annotated[str, Argument(metavar="RIGHT")],
    top: Annotated[
        int, Option(min=0, help="Candidates for each left provision; 0 keeps every scored pair.")
    ] = 10,
    out: Annotated[
        Path | None, Option(metavar="FILE", help="Write .csv, .json or .tsv (SSSOM) instead of printing.")
    ] = None,
    model: Annotated[
        str | None,
        Option(
            metavar="MODEL", help="A sentence-transformers model (folder or name) instead of the small one."
        ),
    ] = None,
    no_model: Annotated[bool, Option("--no-model", help="Use no meaning model.")] = False,
) -> None:
    """Compare any two documents and rank the candidate pairs."""
    from crosswalk.cli.output import proposed_lines
    from crosswalk.services.compare import propose_pairs
    from crosswalk.services.export import proposed_bytes
    from crosswalk.workspace.workspace import write_all

    space = open_or_shipped(context)
    sides = space.resolve(left), space.resolve(right)
    known = space.lexicon, space.section_map
    with_evidence = out is not None and out.suffix.lower() == ".json"  # only JSON has room for the evidence
    found = propose_pairs(*sides, *known, top=top, evidence=with_evidence, model=model, meaning=not no_model)
    if out is None:
        say(*proposed_lines(found))
        return
    write_all({out: proposed_bytes(found, out.name)})
    say(f"{len(found.candidates)} candidates written to {out}.")


@app.command()
def decide(
    context: typer.Context,
    crosswalk: Annotated[str, Argument(metavar="ID", help="The crosswalk.")],
    left: Annotated[str, Argument(metavar="LEFT_ID", help="The left provision; - for none.")],
    right: Annotated[str, Argument(metavar="RIGHT_ID", help="The right provision; - for none.")],
    verdict: Annotated[
        str,
        Argument(
            metavar="VERDICT",
            help="confirmed, corrected, rejected or unsure; closed for a row whose provision is gone.",
        ),
    ],
    by: Annotated[str, Option("--by", metavar="NAME", help="The person who decides.")],
    relation: Annotated[str, Option(metavar="R", help="The relation, if it is not the one on file.")] = "",
    why: Annotated[str, Option(metavar="TEXT", help="The sentence that says why.")] = "",
    note: Annotated[str, Option(metavar="TEXT", help="A note beside the sentence.")] = "",
    basis: Annotated[str, Option(help="syntactic, semantic or functional.")] = "",
    strength: Annotated[int | None, Option(help="How much the two share, 0 to 10.")] = None,
    group: Annotated[
        str, Option(help="split (one left, several right together) or consolidated (the other way round).")
    ] = "",
    date: DayOption = "",
) -> None:
    """Record one decision in a person's name."""
    from crosswalk.ledger.decide import describe
    from crosswalk.services.decide import decide as record

    words = {"why": why, "note": note, "relation": relation, "basis": basis, "group": group}
    pair, day = (left, right), date or today()
    row = record(
        open_named(context), crosswalk, pair, verdict, by=by, date=day, strength=strength, **words
    ).row
    say(f"{row.left or 'no provision'} and {row.right or 'no provision'}: {describe(row)}")


@app.command()
def review(
    context: typer.Context,
    crosswalk: Annotated[str, Argument(metavar="[ID]", help="One crosswalk; all by default.")] = "",
    port: Annotated[int, Option(min=0, max=65535, help="The port; 0 for any free one.")] = 0,
    by: Annotated[str, Option("--by", metavar="NAME", help="The reviewer's name.")] = "",
) -> None:
    """Open the review desk in a browser: decide on the side-by-side, on this machine only."""
    from functools import partial

    from crosswalk.review.server import create_app, open_desk, serve

    space = open_named(context, cached=True)
    if crosswalk:
        progress(f"Comparing: {space.crosswalk(crosswalk).title}")
    desk = open_desk(space, crosswalk, today=today, person=by)
    progress("")
    serve(
        partial(create_app, desk),
        port,
        lambda address: say(
            f"The desk is open at {address}", "Stop it with Ctrl+C; every decision is saved at once."
        ),
    )
    say(f"{desk.done} decisions were made in this session; they are in {space.root / 'mappings'}.")


@app.command()
def update(
    context: typer.Context,
    corpus_id: Annotated[str, Argument(metavar="ID", help="The corpus that has a new edition.")],
    file: Annotated[
        Path | None, Argument(metavar="[FILE]", help="The new text, of any known format.")
    ] = None,
    as_of: Annotated[
        str,
        Option(
            "--as-of",
            metavar="DATE",
            help="The date of the new text; with --fetch also a release point of the Code or a Federal Register number.",
        ),
    ] = "",
    fetch: Annotated[
        bool, Option("--fetch", help="Get the text from its official publisher instead of a file.")
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Say what would change; write nothing.")] = False,
) -> None:
    """Add a new edition from a file or its publisher, and reopen the rows that rest on a change."""
    from crosswalk.errors import ConfigError
    from crosswalk.services.update import update_from_file, update_from_publisher
    from crosswalk.workspace.register import alone

    if fetch is (file is not None):
        raise ConfigError("Give either the file of the new text or --fetch, not both.", code="XW-555")
    with alone(open_named(context, cached=True), dry_run=dry_run) as space:
        if file is not None:
            done = update_from_file(space, corpus_id, file, as_of or today())
        else:
            done = update_from_publisher(space, corpus_id, as_of, today=today())
        if not dry_run:
            done.write(space)
    say(*updated_lines(done, dry_run=dry_run), *([] if dry_run else ["Next: crosswalk build"]))


@app.command()
def changes(
    context: typer.Context,
    ref: Annotated[
        str,
        Argument(
            metavar="[ID]",
            help="A corpus, a file, or with --since a crosswalk; without one, every step between two editions.",
        ),
    ] = "",
    newer: Annotated[
        str, Argument(metavar="[FILE]", help="After a file: the newer one, as in OLD.docx NEW.docx.")
    ] = "",
    earlier: Annotated[
        str,
        Option("--from", metavar="DATE", help="The earlier edition, or a file; the last but one by default."),
    ] = "",
    later: Annotated[
        str, Option("--to", metavar="DATE", help="The later edition; the last by default.")
    ] = "",
    form: Annotated[
        str, Option("--format", metavar="F", help="text, json, html (the change page) or memo (one page).")
    ] = "text",
    out: Annotated[
        Path | None, Option(metavar="FILE", help="Write to a file; a memo named .docx is a Word file.")
    ] = None,
    since: Annotated[
        Path | None,
        Option(
            metavar="FILE", help="An earlier state of a crosswalk's mapping file, to compare its rows with."
        ),
    ] = None,
) -> None:
    """Show what changed between two editions, and which rows rest on it."""
    from crosswalk.services.export import changes_bytes, compare_since

    space = open_or_shipped(context, cached=True)
    if not ref:
        from crosswalk.services.compare_editions import edition_timeline

        say(*timeline_lines(edition_timeline(space)))
        return
    ref, earlier = (newer, earlier or ref) if newer else (ref, earlier)
    if since is not None:
        say(*diff_lines(compare_since(space, ref, since)))
        return
    data = changes_bytes(space, ref, earlier, later, form=form, name=out.name if out else "")
    if out is None:
        say(data.decode().rstrip("\n"))
    else:
        write_file(out, data)
