"""The verbs that look for what is wrong or out of date: `check`, `watch`, `terms` and `doctor`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from crosswalk.cli.output import AsJson, checked_lines, open_named, open_or_shipped, say, say_json, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosswalk.services.check import TermInForce
    from crosswalk.services.doctor import Installed
    from crosswalk.services.update import WatchedText


def watch(
    context: typer.Context,
    corpus_ids: Annotated[
        list[str] | None,
        Argument(metavar="[ID]...", help="The corpora to list; all published ones by default."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the texts that may have changed since they were last compared, and the command that updates each."""
    from crosswalk.report.words import count
    from crosswalk.services.update import watched_texts

    space = open_or_shipped(context)
    found = watched_texts(space, corpus_ids or (), today=today())
    if as_json:
        say_json([asdict(one) for one in found])
        return

    say(*(line for one in found for line in _watched_lines(one)))
    say(f"{count(len(found), 'text')} may have changed.")


def _watched_lines(one: "WatchedText") -> "Iterator[str]":
    from crosswalk.report.words import count, date_words

    rests = (
        f"{count(one.rows, 'row')} on file in {', '.join(one.crosswalks)}" if one.crosswalks else "nothing"
    )
    age = f", now {count(one.days, 'day')} old" if one.days is not None else ""
    compared = f"last compared with its publisher's text of {date_words(one.compared)}{age}"
    yield f"{one.id}  {one.title}"
    yield f"  edition:   {date_words(one.as_of)}; {compared}"
    yield from (f"  look at:   {page}" for page in one.pages)
    yield f"  update:    {one.command}"
    yield f"  rests on it: {rests}"
    yield ""


def terms(
    context: typer.Context,
    named: Annotated[
        list[str] | None, Argument(metavar="[TERM]...", help="Terms to follow; the key terms by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show where a term is defined and used in statute, rule, guidance and framework."""
    from crosswalk.services.check import TERMS, terms_in_force

    space = open_or_shipped(context)
    found = terms_in_force(space, named or TERMS)
    if as_json:
        say_json([asdict(one) for one in found])
    else:
        say(*(line for one in found for line in _term_lines(one)))


def _term_lines(one: "TermInForce") -> "Iterator[str]":
    from crosswalk.report.words import count, shortened

    yield one.term
    for d in one.definitions:
        yield f"  {d.level}: {d.citation} ({d.corpus}@{d.as_of}): {shortened(d.words, 160)}"
    if not one.definitions:
        yield "  No text defines it."
    yield from (f"  used in {u.corpus}@{u.as_of}: {count(len(u.provisions), 'provision')}" for u in one.uses)
    yield ""


def check(
    context: typer.Context,
    reference: Annotated[
        Path | None,
        Option(metavar="DIR", help="A folder of official texts to compare every quoted word with."),
    ] = None,
) -> None:
    """Check corpora, mappings and comments; every problem is named with its file and line."""
    from crosswalk.services.check import check_workspace

    found = check_workspace(open_named(context), reference, today=today())
    say(*checked_lines(found))
    raise typer.Exit(1 if found.problems else 0)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """List what is installed, the models with their digests, and what is missing; exit 1 if something needed is."""
    from crosswalk.services.doctor import examine

    found = examine(open_or_shipped(context))
    if as_json:
        say_json([{**asdict(one), "wrong": one.wrong} for one in found])
    else:
        say(*_doctor_lines(found))
    raise typer.Exit(any(one.wrong for one in found))


def _doctor_lines(found: "Sequence[Installed]") -> "Iterator[str]":
    for one in found:
        mark = "!" if one.wrong else " "
        yield f"{mark} {one.kind:<10} {one.name:<28} {one.found or 'missing'}"
        if one.advice:
            yield f"             {one.advice}"
    wrong = sum(one.wrong for one in found)
    yield f"Missing or wrong, and needed: {wrong}." if wrong else "Everything needed is installed."
