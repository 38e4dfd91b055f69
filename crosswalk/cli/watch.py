"""The verb `watch`: which texts may have changed at their publisher, and what brings the new ones."""

from typing import Annotated

import typer

from crosswalk.cli.output import say, today


def watch(
    context: typer.Context,
    corpus_ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Corpora to look at; all that are published."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a machine.")] = False,
) -> None:
    """What may have changed at its publisher since it was last compared, and the command that brings it."""
    import json
    from dataclasses import asdict

    from crosswalk.report.words import count, date_words
    from crosswalk.services.watch import WatchedText, watched_texts
    from crosswalk.workspace.workspace import workspace_or_shipped

    space = workspace_or_shipped(context.find_root().params["workspace"])
    found = watched_texts(space, corpus_ids or (), today=today())
    if as_json:
        say(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return

    def lines(one: WatchedText) -> list[str]:
        rests = (
            f"{count(one.rows, 'decided row')} in {', '.join(one.crosswalks)}"
            if one.crosswalks
            else "nothing"
        )
        age = f", {count(one.days, 'day')} ago" if one.days is not None else ""
        return [
            f"{one.id}  {one.title}",
            f"  edition:   {date_words(one.as_of)}; last compared with its publisher's text of {date_words(one.compared)}{age}",
            *(f"  look at:   {page}" for page in one.pages),
            f"  bring it:  {one.command}",
            f"  rests on it: {rests}",
            "",
        ]

    say(*(line for one in found for line in lines(one)), f"{count(len(found), 'text')} may have changed.")
