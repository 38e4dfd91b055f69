"""What a team decides about each requirement, and what the public says of a plan and is answered.

One plain file each for a planning effort, `plans/NAME.tsv` and `plans/NAME.comments.tsv` in the workspace. Each change is
a new row with its day and person, and the last one of a requirement or comment holds: the file is its own history. It is
written under a lock and replaced whole. Nothing in it depends on a plan file, so it survives every draft and rebuild.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.signatures import day_fault
from crosswalk.report.table_file import ROOM
from crosswalk.report.words import count

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

STATUSES = ("open", "decided", "closed")
_DAYS = ("%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """What a team has decided about one requirement, by whom and when.

    `status` is the work status and says nothing of the finding. `not_applicable` is the reason why the requirement does not
    apply; empty where it does. `language` is the text agreed for the plan, `evidence` what closed the row. `digest` is that
    of the requirement's words when it was decided: where they have changed since, it must be looked at again.
    """

    requirement: str
    status: str = "open"
    owner: str = ""
    due: str = ""
    decision: str = ""
    action: str = ""
    language: str = ""
    evidence: str = ""
    not_applicable: str = ""
    note: str = ""
    digest: str = ""
    by: str = ""
    date: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a named person has settled the row: decided it, closed it, or set it aside with a reason."""
        return bool(self.by) and (self.status in {"decided", "closed"} or bool(self.not_applicable))

    @property
    def mark(self) -> str:
        """Twelve characters of the whole line, the same only for the same words, person and day, so that nobody writes over words that they did not see."""
        return sha256("\t".join(asdict(self).values()).encode()).hexdigest()[:12]

    @property
    def undecided(self) -> bool:
        """Whether nobody has decided anything yet."""
        return self.status == "open" and not (self.decision or self.not_applicable)


def column_names(row: type["DataclassInstance"]) -> tuple[str, ...]:
    """The columns of a kind of row."""
    return tuple(field.name for field in fields(row))


COLUMNS = column_names(PlanDecision)
# What a person may write; the rest the program fills in. What may have paragraphs comes last.
PARAGRAPHS = ("decision", "action", "language", "evidence", "not_applicable", "note")
EDITED = ("status", "owner", "due", *PARAGRAPHS)
# The cells of both files that may have paragraphs; all others are one line.
_LONG = frozenset((*PARAGRAPHS, "comment", "answer", "change"))


def decisions_path(root: Path, name: str) -> Path:
    """The file of a planning effort in a workspace."""
    if not _NAME.fullmatch(name):
        raise LedgerError(
            f"{name!r} cannot be the name of a planning effort; use letters, digits, points and dashes.",
            code="XW-605",
        )
    return root / "plans" / f"{name}.tsv"


def read_decisions(path: Path) -> dict[str, PlanDecision]:
    """The decision that holds for each requirement; none where there is no file.

    Every mistake in a file edited by hand is named with its line, and the file is left as it is.
    """
    return {one.requirement: one for one in read_history(path)}


def read_history(path: Path) -> list[PlanDecision]:
    """Every decision of a file, oldest first."""
    return [
        replace(one, status=one.status or "open")
        for one in read_history_file(path, PlanDecision, problem_with)
    ]


def problem_with(record: Mapping[Any, Any]) -> str:
    """What is wrong with one line; empty if nothing is."""
    status = str(record.get("status") or "").strip()
    if status and status not in STATUSES:
        return f"status {status!r} is unknown; write {', '.join(STATUSES)}"
    due = str(record.get("due") or "").strip()
    return day_fault("due", due) if due else ""


def problem_written(told: Mapping[str, str]) -> str:
    """What is wrong with what a person wrote in a row; empty if nothing is."""
    long = [name for name, words in told.items() if len(words) > ROOM]
    if long:
        return f"{long[0].replace('_', ' ')} has over {ROOM:,} characters; shorten it"
    return problem_with(told)


def record_decisions(
    path: Path,
    changed: Sequence[Mapping[str, str]],
    digests: Mapping[str, str],
    by: str,
    day: str,
) -> tuple[list[PlanDecision], list[Problem]]:
    """Add what changed, each a mapping of `requirement` and edited columns; give the new lines and the rows left out.

    The file is read again under the lock, so that two people who write at once both keep their work. A requirement
    not in `digests` (the words of the list's units) is refused. A row may hold as `seen` the mark of what its writer
    saw: one that says what was seen changes nothing, and one that says something else is left out and named (XW-618)
    if somebody wrote on the requirement since; all others are written.
    """
    with locked(path):
        history = read_history(path)
        holds = {one.requirement: one for one in history}
        shown = {one.mark: one for one in (*history, *map(PlanDecision, digests))}
        added: list[PlanDecision] = []
        problems: list[Problem] = []
        late: list[Problem] = []
        for row in changed:
            unit = row.get("requirement", "").strip()
            if unit not in digests:
                raise LedgerError(
                    f"There is no requirement {unit or '(empty)'} in this list; nothing was written.",
                    code="XW-609",
                )
            before = holds.get(unit, PlanDecision(unit))
            told, seen = edited(row), row.get("seen", before.mark)
            after, base = replace(before, **told), shown.get(seen, before)
            if after == before or replace(base, **told) == base:
                continue
            if problem := problem_written(told):
                problems.append(Problem(unit, problem, "XW-608"))
            elif seen != before.mark:
                late.append(Problem(unit, _late(before), "XW-618"))
            else:
                after = replace(after, digest=digests[unit], by=clean(by), date=day)
                holds[unit] = after
                added.append(after)
        if problems:
            first = problems[0]
            raise LedgerError(
                f"{first.where}: {first.what}; nothing was written.", code="XW-608", problems=problems[1:]
            )
        if added:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_locked(path, dump_history_file([*history, *added], PlanDecision))
    return added, late


def _late(before: PlanDecision) -> str:
    return (
        f"{before.by or 'Somebody'} wrote on {before.requirement} since you saw it; look at what holds now and decide"
        " again"
    )


def edited(row: Mapping[str, str]) -> dict[str, str]:
    """What a person wrote in a row, a day and a status in the form of the file."""
    found = {name: _cell(name, row[name]) for name in EDITED if name in row}
    if "due" in found:
        found["due"] = as_day(found["due"])
    if "status" in found:
        found["status"] = found["status"].lower()
    return found


def as_day(text: str) -> str:
    """A day as people write it in the form of the file; other text as it is.

    >>> as_day("3/31/2027"), as_day("March 31, 2027"), as_day("2027-03-31"), as_day("soon")
    ('2027-03-31', '2027-03-31', '2027-03-31', 'soon')
    """
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return text


def clean(value: str) -> str:
    """A cell in one line."""
    return " ".join(value.split())


def cell_paragraphs(value: str) -> str:
    r"""A cell with its paragraphs, each in one line, parted as they were typed: by a line end or by an empty line.

    >>> cell_paragraphs("One  line. \r\nAnother.\n\n\n A third\t part. ")
    'One line.\nAnother.\n\nA third part.'
    """
    lines = "\n".join(clean(line) for line in value.splitlines()).strip()
    return re.sub(r"\n{3,}", "\n\n", lines)


def _cell(name: str, value: str) -> str:
    """A cell in the form in which the file and the page hold it."""
    return cell_paragraphs(value) if name in _LONG else clean(value)


def read_history_file(path: Path, row: type[Row], wrong: Callable[[Mapping[Any, Any]], str]) -> list[Row]:
    """Every line of a file as a row, oldest first; none where there is no file. The first column is the key.

    Each cell is read in the form in which it is written, so that spaces typed by hand are nobody's change.
    Every mistake in a file edited by hand is named with its line (XW-606 to XW-608), and the file is left as it is.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"{path} cannot be read as text; save it as UTF-8 text with tabs.", code="XW-606"
        ) from error
    columns = column_names(row)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    try:
        _check_heads(path, reader.fieldnames or (), columns)
        records = [(reader.line_num, record) for record in reader]
    except csv.Error as error:
        raise LedgerError(
            f"{path} line {reader.reader.line_num} cannot be read ({error}); correct or shorten that line.",
            code="XW-606",
        ) from error
    found: list[Row] = []
    problems: list[Problem] = []
    for number, record in records:
        said = _wrong_cells(record, columns[0]) or wrong(record)
        if said:
            problems.append(Problem(f"{path} line {number}", said, "XW-608"))
        else:
            found.append(row(**{name: _cell(name, record.get(name) or "") for name in columns}))
    if problems:
        raise LedgerError(
            f"{path} has {count(len(problems), 'line')} that cannot be read; correct what is named below.",
            code="XW-608",
            problems=problems,
        )
    return found


def _check_heads(path: Path, heads: Iterable[str], columns: tuple[str, ...]) -> None:
    unknown = [name for name in heads if name not in columns]
    if columns[0] not in heads or unknown:
        raise LedgerError(
            f"{path} line 1: the columns must be {', '.join(columns)}, parted by tabs"
            f"{f' ({unknown[0]!r} is none of them)' if unknown else ''}; correct the first line.",
            code="XW-607",
        )


def _wrong_cells(record: Mapping[Any, Any], key: str) -> str:
    if None in record:
        return "it has more cells than there are columns; a cell may hold no tab"
    return "" if str(record.get(key) or "").strip() else f"it names no {key}"


def dump_history_file(rows: Iterable["DataclassInstance"], row: type["DataclassInstance"]) -> bytes:
    """The file's bytes; tabs inside a cell become spaces, and a cell of several paragraphs stands in quotation marks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    columns = column_names(row)
    writer.writerow(columns)
    for one in rows:
        writer.writerow([_cell(name, getattr(one, name)) for name in columns])
    return out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class PublicComment:
    """One comment: its number, the day it came, who sent it, what it is on, and the board's answer.

    One that `disagrees` (yes) goes to the Governor with the plan (WIOA 108(d)(3)); `change` is what was changed because of it.
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


def comments_path(root: Path, name: str) -> Path:
    """The file of comments of a planning effort."""
    return decisions_path(root, name).with_suffix(".comments.tsv")


def read_public_comments(path: Path) -> tuple[PublicComment, ...]:
    """The comments as they hold, by number."""
    holds = {one.number: one for one in read_history_file(path, PublicComment, _wrong_comment)}
    return tuple(sorted(holds.values(), key=lambda one: int(one.number)))


def _wrong_comment(record: Mapping[Any, Any]) -> str:
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
        history = read_history_file(path, PublicComment, _wrong_comment)
        holds = {one.number: one for one in history}
        added: list[PublicComment] = []
        for row in rows:
            told = _told(row)
            before = _before(told, holds)
            after = replace(before, **{name: told[name] for name in WRITTEN if name in told})
            unknown = [one for one in named_requirements(after) if one not in known]
            problem = f"there is no requirement {unknown[0]}" if unknown else _wrong_comment(asdict(after))
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
    ways = {"received": as_day, "disagrees": str.lower}
    return {name: ways.get(name, str)(_cell(name, words)) for name, words in row.items()}


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


def named_requirements(comment: PublicComment) -> list[str]:
    """The requirements that a comment names, apart by commas or semicolons."""
    return [one.strip() for one in comment.requirement.replace(";", ",").split(",") if one.strip()]
