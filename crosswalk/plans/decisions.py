"""What a team decides about each requirement: owner, due date, decision, action, evidence, work status.

One plain file a planning effort, `plans/NAME.tsv` in the workspace. Each change is a new line with its day and
person, and the last line of a requirement holds; so the file is its own history. It is written under a lock and
replaced whole. Nothing in it depends on a plan file, so it survives every new draft and every rebuild.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.files import locked, replace_locked

STATUSES = ("open", "decided", "closed")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """What a team has decided about one requirement, by whom and when.

    `status` is the work status and says nothing of the finding. `not_applicable` is the reason why the
    requirement does not apply; empty where it does. `language` is the text agreed for the plan. `evidence` is what closed it. `digest` is that of
    the requirement's words when it was decided: where they have changed since, it must be looked at again.
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
    def undecided(self) -> bool:
        """Whether nobody has decided anything yet."""
        return self.status == "open" and not (self.decision or self.not_applicable)


COLUMNS = tuple(field.name for field in fields(PlanDecision))
# What a person may write; the rest the program fills in.
EDITED = ("status", "owner", "due", "decision", "action", "language", "evidence", "not_applicable", "note")


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
    if not path.is_file():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"{path} cannot be read as text; save it as UTF-8 text with tabs.", code="XW-606"
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if "requirement" not in (reader.fieldnames or ()) or unknown:
        raise LedgerError(
            f"{path} line 1: the columns must be {', '.join(COLUMNS)}, parted by tabs"
            f"{f' ({unknown[0]!r} is none of them)' if unknown else ''}; mend the first line.",
            code="XW-607",
        )
    found: list[PlanDecision] = []
    problems: list[Problem] = []
    for record in reader:
        problem = _wrong(record)
        if problem:
            problems.append(Problem(f"{path} line {reader.line_num}", problem, "XW-608"))
            continue
        found.append(PlanDecision(**{name: (record.get(name) or "").strip() for name in COLUMNS}))
    if problems:
        raise LedgerError(
            f"{path} has {len(problems)} lines that cannot be read; mend the lines named below.",
            code="XW-608",
            problems=problems,
        )
    return [replace(one, status=one.status or "open") for one in found]


def _wrong(record: Mapping[Any, Any]) -> str:
    """What is wrong with one line; empty if nothing is."""
    if None in record:
        return "it has more cells than there are columns; a cell may hold no tab"
    if not str(record.get("requirement") or "").strip():
        return "it names no requirement"
    status = str(record.get("status") or "").strip()
    if status and status not in STATUSES:
        return f"status {status!r} is unknown; write {', '.join(STATUSES)}"
    due = str(record.get("due") or "").strip()
    return "" if not due or _DAY.fullmatch(due) else f"due {due!r} is not a day; write it as 2027-03-31"


def dump_history(decisions: Iterable[PlanDecision]) -> bytes:
    """The file's bytes; tabs and line ends inside a cell become spaces."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for one in decisions:
        writer.writerow([" ".join(str(value).split()) for value in asdict(one).values()])
    return out.getvalue().encode()


def record_decisions(
    path: Path, changed: Sequence[Mapping[str, str]], digests: Mapping[str, str], by: str, day: str
) -> list[PlanDecision]:
    """Add what changed, each a mapping of `requirement` and edited columns, and give the new lines.

    The file is read again under the lock, so that two people who write at once both keep their work; a row
    that changes nothing adds no line. A requirement not in `digests` (the words of the list's units) is refused.
    """
    with locked(path):
        history = read_history(path)
        holds = {one.requirement: one for one in history}
        added: list[PlanDecision] = []
        for row in changed:
            unit = row.get("requirement", "").strip()
            if unit not in digests:
                raise LedgerError(
                    f"There is no requirement {unit or '(empty)'} in this list; nothing was written.",
                    code="XW-609",
                )
            before = holds.get(unit, PlanDecision(unit))
            after = replace(before, **{name: _clean(row[name]) for name in EDITED if name in row})
            if problem := _wrong(asdict(after)):
                raise LedgerError(f"{unit}: {problem}; nothing was written.", code="XW-608")
            if after != before:
                after = replace(after, digest=digests[unit], by=_clean(by), date=day)
                holds[unit] = after
                added.append(after)
        if added:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_locked(path, dump_history([*history, *added]))
    return added


def _clean(value: str) -> str:
    return " ".join(str(value or "").split())
