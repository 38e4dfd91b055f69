"""The verbs `gaps`, `answers` and `adopt`: plans against requirements, and a user's own copy of a framework."""

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.output import progress, say, today


def gaps(
    context: typer.Context,
    requirements: Annotated[
        str, typer.Argument(metavar="ID", help="The requirement list: state-plan, local-plan, or any.")
    ],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Further files of the plan.")
    ] = None,
    plan: Annotated[
        list[Path] | None,
        typer.Option("--plan", metavar="FILE", help="A file of the plan; may be given again."),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="F", help="json, csv, html, xlsx or docx; by the ending of --out by default."
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there.")] = None,
    paper: Annotated[
        str, typer.Option(metavar="P", help="For Word: findings, agenda, letter or finder.")
    ] = "findings",
    effort: Annotated[
        str, typer.Option("--as", metavar="NAME", help="The planning effort whose decisions to show.")
    ] = "",
) -> None:
    """Where a plan answers a requirement list, in its own words, and where it does not."""
    from crosswalk.errors import ConfigError
    from crosswalk.plans.gaps import plan_report, report_bytes
    from crosswalk.plans.lines import terminal_lines
    from crosswalk.workspace.workspace import workspace_or_shipped, write_all

    files = [*(plan or ()), *(more or ())]
    if not files:
        raise ConfigError("Name the plan with --plan FILE.", code="XW-612")
    form = form or (out.suffix.lstrip(".").lower() if out else "")
    report = plan_report(
        workspace_or_shipped(context.find_root().params["workspace"]), requirements, files, effort, progress
    )
    if out is not None:
        write_all({out: report_bytes(report, form, paper)})
        say(f"Written: {out}")
    elif form in {"json", "csv", "html"}:
        say(report_bytes(report, form).decode().rstrip("\n"))
    elif form:
        raise ConfigError(f"Name the file to write with --out FILE.{form}.", code="XW-612")
    else:
        say(*terminal_lines(report))


def answers(
    context: typer.Context,
    requirements: Annotated[str, typer.Argument(metavar="ID", help="The requirement list.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx", help="A workbook that `gaps` wrote and people filled in.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided.")],
    effort: Annotated[
        str, typer.Option("--as", metavar="NAME", help="The planning effort; the list's id by default.")
    ] = "",
) -> None:
    """What the team filled in in the workbook of a plan, into the workspace."""
    from crosswalk.plans.gaps import take_decisions
    from crosswalk.workspace.workspace import open_workspace

    done = take_decisions(
        open_workspace(context.find_root().params["workspace"]), requirements, file, by, today(), effort
    )
    say(
        *(
            f"{one.requirement}: {one.status}, owner {one.owner or 'none'}, due {one.due or 'none'}"
            for one in done
        )
    )
    say(f"{len(done)} requirements changed.")


def adopt(
    context: typer.Context,
    corpus_id: Annotated[str, typer.Argument(metavar="ID", help="The corpus whose elements were restated.")],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Your copy of the framework; or the workbook, once it is filled in."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="Where to write the workbook to fill in.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who checked, for a filled-in workbook.")
    ] = "",
) -> None:
    """Your own copy of a framework beside the restated elements, to confirm, correct or replace them."""
    from crosswalk.plans.adopt import apply_workbook, lay_beside
    from crosswalk.workspace.workspace import open_workspace

    space = open_workspace(context.find_root().params["workspace"])
    if file.suffix.lower() == ".xlsx":
        say(*apply_workbook(space, corpus_id, file, by, today()), "Next: crosswalk build")
        return
    target = out or file.with_name(f"{corpus_id}-beside-{file.stem}.xlsx")
    count = lay_beside(space, corpus_id, file, target, progress)
    say(
        f"{target} lays {count} elements beside passages of {file.name}.",
        f"Fill in its yellow cells, then: crosswalk adopt {corpus_id} {target} --by NAME",
    )
