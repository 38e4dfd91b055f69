"""The verb `doctor`: what is installed, and what is missing."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk.cli.options import workspace_folder
from crosswalk.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosswalk.services.doctor import Installed


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a machine.")] = False,
) -> None:
    """List what is installed, the models with their digests, and what is missing; exit 1 if something needed is."""
    from crosswalk.services.doctor import examine
    from crosswalk.workspace.workspace import workspace_or_shipped

    found = examine(workspace_or_shipped(workspace_folder(context)))
    if as_json:
        say(json.dumps([{**asdict(one), "wrong": one.wrong} for one in found], ensure_ascii=False, indent=1))
    else:
        say(*_lines(found))
    raise typer.Exit(any(one.wrong for one in found))


def _lines(found: "Sequence[Installed]") -> "Iterator[str]":
    for one in found:
        mark = "!" if one.wrong else " "
        yield f"{mark} {one.kind:<10} {one.name:<28} {one.found or 'missing'}"
        if one.advice:
            yield f"             {one.advice}"
    wrong = sum(one.wrong for one in found)
    yield f"Missing or wrong, and needed: {wrong}." if wrong else "Everything needed is installed."
