"""Public comments on a plan: who said what on which section and requirement, and what the board answered.

One plain file a planning effort, `plans/NAME.comments.tsv`, kept like the decisions: a change is a new line, and the
last line of a number holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from crosswalk.errors import LedgerError
from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.signatures import day_fault
from crosswalk.plans.decisions import (
    as_day,
    clean,
    decisions_path,
    dump_history_file,
    paragraphs,
    read_history_file,
)


@dataclass(frozen=True, slots=True)
class PublicComment:
    """One comment: its number, the day it came, who sent it, what it is on, and the board's answer.

    `disagrees` is yes where the comment disagrees with the plan and must go to the Governor with it
    (WIOA 108(d)(3)); `change` is what was changed because of it.
    """

    number: str
    received: str = ""
    sender: str = ""
    section: str = ""
    requirement: str = ""
    comment: str = ""
    disagrees: str = ""
    answer: str = ""
    change: str = ""
    by: str = ""
    date: str = ""


# What a person may write; the rest the program fills in.
WRITTEN = ("received", "sender", "section", "requirement", "comment", "disagrees", "answer", "change")
_LONG = frozenset({"comment", "answer", "change"})


def comments_path(root: Path, name: str) -> Path:
    """The file of comments of a planning effort."""
    return decisions_path(root, name).with_suffix(".comments.tsv")


def read_public_comments(path: Path) -> tuple[PublicComment, ...]:
    """The comments as they hold, by number."""
    holds = {one.number: one for one in _history(path)}
    return tuple(sorted(holds.values(), key=lambda one: int(one.number)))


def _history(path: Path) -> list[PublicComment]:
    return read_history_file(path, PublicComment, _wrong)


def _wrong(record: Mapping[Any, Any]) -> str:
    """What is wrong with one comment; empty if nothing is."""
    cells = {name: str(record.get(name) or "").strip() for name in record if name}
    if not cells.get("number", "").isdigit():
        return f"number {cells.get('number', '')!r} is not a whole number"
    if cells.get("disagrees", "") not in {"", "yes", "no"}:
        return f"disagrees {cells['disagrees']!r} is neither yes nor no"
    day = cells.get("received", "")
    return day_fault("received", day) if day else ""


def record_public_comments(
    path: Path, rows: Sequence[Mapping[str, str]], known: frozenset[str], by: str, day: str
) -> list[PublicComment]:
    """Add what is new or changed and give the new lines; a row without a number is a new comment.

    The file is read again under the lock. A requirement that is not in `known`, or a number that was never
    given, is refused and nothing is written.
    """
    with locked(path):
        history = _history(path)
        holds = {one.number: one for one in history}
        added: list[PublicComment] = []
        for row in rows:
            told = _told(row)
            before = _before(told, holds)
            after = replace(before, **{name: told[name] for name in WRITTEN if name in told})
            unknown = [one for one in named(after) if one not in known]
            problem = f"there is no requirement {unknown[0]}" if unknown else _wrong(asdict(after))
            if problem:
                raise LedgerError(f"Comment {after.number}: {problem}; nothing was written.", code="XW-614")
            if after != before:
                after = replace(after, by=clean(by), date=day)
                holds[after.number] = after
                added.append(after)
        if added:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_locked(path, dump_history_file([*history, *added], PublicComment))
    return added


def _told(row: Mapping[str, str]) -> dict[str, str]:
    """What a person wrote in a row, a day and a yes in the form of the file."""
    told = {name: paragraphs(words) if name in _LONG else clean(words) for name, words in row.items()}
    return told | {
        name: write(told[name])
        for name, write in (("received", as_day), ("disagrees", str.lower))
        if name in told
    }


def _before(row: Mapping[str, str], holds: Mapping[str, PublicComment]) -> PublicComment:
    number = row.get("number", "")
    if not number:
        # A workbook that is taken in twice adds nothing.
        same = (
            one for one in holds.values() if all(getattr(one, name) == row.get(name, "") for name in WRITTEN)
        )
        return next(same, PublicComment(str(max((int(one) for one in holds), default=0) + 1)))
    if number not in holds:
        raise LedgerError(
            f"There is no comment {number}; leave the number of a new comment empty. Nothing was written.",
            code="XW-614",
        )
    return holds[number]


def named(comment: PublicComment) -> list[str]:
    """The requirements that a comment names, apart by commas or semicolons."""
    return [one.strip() for one in comment.requirement.replace(";", ",").split(",") if one.strip()]
