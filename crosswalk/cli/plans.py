"""The verbs `gaps`, `answers`, `adopt` and `ratings`: plans against requirements, and a user's copy of a framework."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from crosswalk.cli.output import (
    OutFile,
    gap_lines,
    open_named,
    open_or_shipped,
    progress,
    say,
    today,
    write_file,
)

if TYPE_CHECKING:
    from crosswalk.plans.alignment import StateAlignment
    from crosswalk.plans.findings import Line, Report
    from crosswalk.workspace.workspace import Workspace


def gaps(
    context: typer.Context,
    requirements: Annotated[
        str,
        Argument(
            metavar="[ID]",
            help="With --plan the requirement list: state-plan, local-plan, or any. Without, a crosswalk; all by default.",
        ),
    ] = "",
    more: Annotated[
        list[Path] | None, Argument(metavar="[FILE]...", help="Further files of the plan.")
    ] = None,
    plan: Annotated[
        list[Path] | None, Option("--plan", metavar="FILE", help="A file of the plan; may be repeated.")
    ] = None,
    form: Annotated[
        str,
        Option(
            "--format",
            metavar="F",
            help="json, csv, html, xlsx, docx or pdf; by the ending of --out by default.",
        ),
    ] = "",
    out: OutFile = None,
    paper: Annotated[
        str,
        Option(
            metavar="P",
            help="For docx, html and pdf: findings, agenda, letter, finder, comments, language, funder, leader or practitioner.",
        ),
    ] = "findings",
    effort: Annotated[
        str, Option("--as", metavar="NAME", help="The planning effort whose decisions to show.")
    ] = "",
    also: Annotated[
        list[str] | None, Option("--also", metavar="ID", help="A further requirement list for the same plan.")
    ] = None,
    local: Annotated[
        list[Path] | None,
        Option(
            "--local",
            metavar="FILE",
            help="A local plan; with them --plan is the State plan whose strategy each must take up (WIOA 108(e)).",
        ),
    ] = None,
    since: Annotated[
        list[Path] | None,
        Option("--since", metavar="FILE", help="A file of an earlier draft: only rows that changed."),
    ] = None,
) -> None:
    """List the gaps of a crosswalk; with --plan, find where a plan answers a requirement list."""
    space = open_or_shipped(context, cached=True)
    files = [*(plan or ()), *(more or ())]
    form = form or _ending(out)
    if not files:
        _crosswalk_gaps(space, requirements, form, out)
        return
    if local:
        _alignment(space, requirements, files, local, form, out)
        return
    from crosswalk.plans.gaps import plan_report, report_bytes

    report = plan_report(space, [requirements, *(also or ())], files, effort, progress, since or ())
    for note in report.notes:
        typer.echo(note, err=True)
    _deliver(lambda: _terminal_lines(report), lambda: report_bytes(report, form, paper), form, out)
    if out is not None and form == "xlsx":
        name = f" --as {effort}" if effort else ""
        where = f" --workspace {context.obj}" if context.obj else ""
        say(
            f"{_summary(report).capitalize()}.",
            f"Next: fill in the yellow cells of the sheet Requirements, then crosswalk{where} answers {requirements} {out}{name} --by NAME",
        )


def _ending(out: Path | None) -> str:
    return out.suffix.lstrip(".").lower() if out else ""


def _alignment(
    space: "Workspace", requirements: str, state: list[Path], local: list[Path], form: str, out: Path | None
) -> None:
    """Local plans compared with the State plan."""
    from crosswalk.plans.alignment import align, alignment_table
    from crosswalk.report.table_file import table_bytes

    found = align(space, requirements, state, local, progress)
    _deliver(lambda: _alignment_lines(found), lambda: table_bytes(alignment_table(found), form), form, out)


def _alignment_lines(found: "StateAlignment") -> list[str]:
    """The counts, and the statements that a local plan does not take up."""
    from crosswalk.plans.alignment import alignment_notes

    lines = alignment_notes(found)
    for name, echoes in found.local.items():
        lines.append(f"{name} does not take up:")
        for one, echo in zip(found.statements, echoes, strict=True):
            if echo.finding != "taken up":
                lines.append(f"  {echo.finding:<10} {one.unit.id:<5} {one.words}")
    return lines


def _crosswalk_gaps(space: "Workspace", crosswalk: str, form: str, out: Path | None) -> None:
    """The gaps of the workspace's crosswalks."""
    from crosswalk.errors import ConfigError
    from crosswalk.services.export import gap_bytes, read_gaps

    known = [entry.id for entry in space.crosswalks]
    if crosswalk and crosswalk not in known:
        raise ConfigError(
            f"{crosswalk} is no crosswalk ({', '.join(known)}); to read a plan against a requirement list, name"
            " the plan with --plan FILE.",
            code="XW-612",
        )
    page = read_gaps(space, crosswalk, progress)
    _deliver(lambda: gap_lines(page), lambda: gap_bytes(page, form), form, out)


def _deliver(
    lines: Callable[[], Sequence[str]], data: Callable[[], bytes], form: str, out: Path | None
) -> None:
    """Write a file, or print lines or a text format."""
    from crosswalk.errors import ConfigError

    if out is not None:
        write_file(out, data())
    elif form in {"json", "csv", "html"}:
        say(data().decode().rstrip("\n"))
    elif form:
        raise ConfigError(f"Name the file to write with --out FILE.{form}.", code="XW-612")
    else:
        say(*lines())


def answers(
    context: typer.Context,
    requirements: Annotated[str, Argument(metavar="ID", help="The requirement list.")],
    by: Annotated[str, Option("--by", metavar="NAME", help="Who decided.")],
    files: Annotated[
        list[Path] | None,
        Argument(
            metavar="[FILE]...",
            help="A workbook that `gaps` wrote and people filled in; with --plan, further files of the plan.",
        ),
    ] = None,
    plan: Annotated[
        list[Path] | None,
        Option(
            "--plan", metavar="FILE", help="In place of a workbook: a file of the plan to answer on a page."
        ),
    ] = None,
    port: Annotated[int, Option(min=0, max=65535, help="The port of the page; 0 for any free one.")] = 0,
    effort: Annotated[
        str, Option("--as", metavar="NAME", help="The planning effort; the list's id by default.")
    ] = "",
    also: Annotated[
        list[str] | None, Option("--also", metavar="ID", help="A further requirement list in the workbook.")
    ] = None,
) -> None:
    """Import what the team filled in in a plan's workbook, or open a page on this machine to fill it in."""
    from crosswalk.errors import ConfigError
    from crosswalk.ledger.signatures import signature_fault
    from crosswalk.plans.gaps import take_decisions

    if fault := signature_fault(by, today()):
        raise ConfigError(f"--by {by!r} cannot sign answers: {fault}; give a person's name.", code="XW-612")
    space, lists = open_named(context), [requirements, *(also or ())]
    if plan:
        _open_page(space, lists, [*plan, *(files or ())], effort, by, port)
        return
    if port:
        raise ConfigError("--port is for the page; name the plan with --plan FILE too.", code="XW-612")
    if not files or len(files) > 1:
        raise ConfigError("Name one workbook, or the plan with --plan FILE.", code="XW-612")
    done, comments, late = take_decisions(space, lists, files[0], by, today(), effort)
    say(
        *(
            f"{one.requirement}: {'not applicable' if one.not_applicable else one.status}, owner {one.owner or 'none'},"
            f" due {one.due or 'none'}"
            for one in done
        )
    )
    say(
        *(f"Not written: {problem}" for problem in late),
        f"{len(done)} requirement{'s'[: len(done) != 1]} changed; {len(comments)} comment{'s'[: len(comments) != 1]} added or"
        " changed.",
    )
    raise typer.Exit(1 if late else 0)


def _open_page(
    space: "Workspace", lists: list[str], plan: list[Path], effort: str, by: str, port: int
) -> None:
    """Serve the page of a plan until interrupted."""
    from functools import partial

    from crosswalk.plans.gaps import read_team_plan
    from crosswalk.review.plan_desk import plan_app
    from crosswalk.review.server import serve

    read = read_team_plan(space, lists, plan, effort, progress)
    serve(
        partial(plan_app, read, by, today),
        port,
        lambda address: say(
            f"The page is open at {address}", "Stop it with Ctrl+C; each Save is kept at once."
        ),
    )


def adopt(
    context: typer.Context,
    corpus_id: Annotated[str, Argument(metavar="ID", help="The corpus whose elements were restated.")],
    file: Annotated[
        Path,
        Argument(metavar="FILE", help="Your copy of the framework; or the workbook, once it is filled in."),
    ],
    out: Annotated[
        Path | None, Option(metavar="FILE.xlsx", help="Where to write the workbook to fill in.")
    ] = None,
    by: Annotated[str, Option("--by", metavar="NAME", help="Who checked, for a filled-in workbook.")] = "",
) -> None:
    """Compare your own copy of a framework with the restated elements, to confirm, correct or replace them."""
    from crosswalk.plans.adopt import apply_workbook, lay_beside

    space = open_named(context)
    if file.suffix.lower() == ".xlsx":
        say(*apply_workbook(space, corpus_id, file, by, today()), "Next: crosswalk build")
        return
    target = out or file.with_name(f"{corpus_id}-beside-{file.stem}.xlsx")
    count = lay_beside(space, corpus_id, file, target, progress)
    say(
        f"{target} lays {count} elements beside passages of {file.name}.",
        f"Fill in its yellow cells, then: crosswalk adopt {corpus_id} {target} --by NAME",
    )


def ratings(
    context: typer.Context,
    framework: Annotated[str, Argument(metavar="ID", help="The framework to rate against: alliance.")],
    file: Annotated[
        Path | None, Argument(metavar="[FILE.xlsx]", help="A workbook that partners filled in.")
    ] = None,
    partner: Annotated[
        list[str] | None, Option("--partner", metavar="NAME", help="A partner who gets a sheet.")
    ] = None,
    plan: Annotated[
        list[Path] | None,
        Option("--plan", metavar="FILE", help="A plan whose words are offered as evidence."),
    ] = None,
    earlier: Annotated[
        Path | None, Option(metavar="FILE.xlsx", help="A workbook of an earlier date to compare with.")
    ] = None,
    form: Annotated[
        str, Option("--format", metavar="F", help="json, csv, html, xlsx or docx, for a comparison.")
    ] = "",
    out: OutFile = None,
) -> None:
    """Make a workbook in which partners rate their own system, or compare the ratings of one."""
    from crosswalk.plans import ratings as rated
    from crosswalk.report.table_file import table_bytes

    if file is None:
        target = out or Path(f"{framework}-ratings.xlsx")
        space = open_or_shipped(context, cached=True)
        write_file(target, rated.ratings_workbook(space, framework, partner or (), plan or (), progress))
        say(f"When it is filled in: crosswalk ratings {framework} {target}")
        return
    before = rated.read_ratings(earlier) if earlier else None
    table = rated.compared_ratings(rated.read_ratings(file), before)
    form = form or _ending(out)
    talk = (f"  {row[0]:<14} {row[1]}: {row[3]}" for row in table.rows if row[2] == "yes")
    _deliver(lambda: [*table.notes, *talk], lambda: table_bytes(table, form), form, out)


def _summary(report: "Report") -> str:
    """The counts in one line, each n of N."""
    from crosswalk.plans.findings import STATE_WORDS

    total = report.total
    return "; ".join(
        f"{STATE_WORDS[state].lower()} {count} of {total}" for state, count in report.counts.items()
    )


def _terminal_lines(report: "Report") -> Sequence[str]:
    """The report for a terminal: counts, then one line for each requirement that is not met."""
    from crosswalk.plans.findings import UnitState, place_in_plan, silence_words

    found = report.assessment
    shown = [
        f"{', '.join(found.files)}: {found.searched:,} passages searched for {report.total} requirements."
    ]
    if report.since:
        shown.append(f"{len(report.lines)} of {report.total} rows changed since {', '.join(report.since)}.")
        return [*shown, *(words for line in report.lines for words in _changed_lines(line))]
    shown.append(f"{_summary(report).capitalize()}.")
    for line in report.lines:
        if line.state not in {UnitState.MET, UnitState.NOT_APPLICABLE}:
            shown.append(f"  {line.finding.unit.id:<6} {line.state_words:<17} {line.finding.unit.name}")
            # How many passages were searched is said once, above.
            if line.finding.reason != silence_words(line.finding.searched):
                shown.append(f"         {line.finding.reason}")
            if len(found.files) > 1 and line.finding.places:
                shown.append(f"         In {place_in_plan(line.finding.places[0])}")
    return shown


def _changed_lines(line: "Line") -> Sequence[str]:
    """A changed row for a terminal: what it is now, and what it was."""
    unit = line.finding.unit
    return (
        f"  {unit.id:<6} {line.state_words:<17} {unit.name}",
        f"         {line.finding.reason}",
        f"         Before: {line.before}",
    )
