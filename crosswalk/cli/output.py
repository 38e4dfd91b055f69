"""Lines for the terminal, and what all verbs share: common options, the workspace named, today's date, one file written."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosswalk.editions.mapping_diff import RowDiff, SetDiff
    from crosswalk.model.alignment import Candidate
    from crosswalk.model.corpus import Provision
    from crosswalk.review.workbook import ImportResult
    from crosswalk.services.build import Built, CoverageSummary, CrosswalkSummary, Rebuild
    from crosswalk.services.check import Checked
    from crosswalk.services.compare import Proposals
    from crosswalk.services.compare_editions import EditionStep
    from crosswalk.services.export import GapDirection
    from crosswalk.services.update import Updated
    from crosswalk.workspace.workspace import Workspace


# Signs of a text that would steer the terminal or turn the order of letters around.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


OutFile = Annotated[Path | None, Option("--out", metavar="FILE", help="The file to write.")]
DayOption = Annotated[str, Option("--date", metavar="DAY", help="The date (YYYY-MM-DD); today by default.")]
AsJson = Annotated[bool, Option("--json", help="As JSON, for a machine.")]


def say(*lines: str) -> None:
    """Write whole lines to standard output."""
    sys.stdout.write(_CONTROLS.sub(_escaped, "".join(f"{line}\n" for line in lines)))
    sys.stdout.flush()


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def progress(words: str) -> None:
    """Say what is being done, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        if not words:
            sys.stderr.flush()


def write_file(path: Path, data: bytes) -> None:
    """Write one file, and say so."""
    from crosswalk.workspace.workspace import write_all

    write_all({path: data})
    say(f"Written: {path}")


def say_json(record: object) -> None:
    """Write a record as JSON, for another program."""
    say(json.dumps(record, ensure_ascii=False, indent=1))


def named_columns(words: str) -> dict[str, str] | None:
    """Parse `id=Ref,text=Indicator`: our name of each column and the file's; None if no column is named."""
    return dict(pair.split("=", 1) for pair in words.split(",") if "=" in pair) or None


def today() -> str:
    """Today's date on this machine; only the command line reads it."""
    return datetime.now().astimezone().date().isoformat()


_COLUMNS = (
    "Below each provision its likeliest counterparts. Columns: rank; how sure the program is of the pair, from 0 to 1"
    " (a share of such pairs that experts listed); how the two relate (blank where not judged, “not clear” where the"
    " pair may well be one and no words of it were found to meet); the counterpart."
)


def proposed_lines(found: "Proposals") -> list[str]:
    """The candidates for the terminal: an explanation of the columns, then each left provision with its counterparts."""
    lines = [_COLUMNS] if found.candidates else []
    for cand in found.candidates:
        if cand.rank == 1:
            lines += ["", _provision_line(found.left[cand.left])]
        relation = _relation_word(cand)
        if cand.rank == 1 and relation == "not read":
            lines.append(f"       {cand.why_not}")
        lines.append(
            f"  {cand.rank:>3}  {cand.confidence:.2f}  {relation:<15} {_provision_line(found.right[cand.right])}"
        )
    return lines or ["No candidates: one of the two documents has no provision with words."]


def _relation_word(cand: "Candidate") -> str:
    """The relation in a word; “not clear” for a likely pair in which no words match."""
    from crosswalk.model.alignment import LIKELY
    from crosswalk.model.relation import Relation

    if cand.prediction is None:
        return "not read" if cand.fitted else ""
    unread = cand.prediction.relation is Relation.NONE and cand.confidence >= LIKELY
    return "not clear" if unread else cand.prediction.relation.word


def _provision_line(prov: "Provision") -> str:
    """Citation or id, and heading or first words, on one line."""
    return f"{prov.citation or prov.id}  {first_words(prov)}"


def first_words(prov: "Provision") -> str:
    """The heading, or the first words, of a provision on one line of at most 90 characters."""
    words = " ".join((prov.heading or prov.text).split())
    return words if len(words) <= 90 else words[:89] + "…"


_BUILD_HEAD = f"{'crosswalk':<12} {'pairs':>5} {'draft':>6} {'proposed':>9} {'to re-check':>11} {'reviewed':>9}   coverage, left and right"


def build_lines(built: "Built") -> list[str]:
    """The last lines of a build: for each crosswalk, pairs by status and coverage both ways, and what was recomputed.

    The column `to re-check` counts pairs whose text changed since they were decided.
    """
    rebuilt = _rebuild_lines(built.rebuild) if built.rebuild else []
    return [_BUILD_HEAD, *map(_summary_line, built.summary), *(["", *rebuilt] if rebuilt else [])]


def _summary_line(one: "CrosswalkSummary") -> str:
    covered = " | ".join(f"{side.name}: {_coverage_text(side)}" for side in one.sides)
    return (
        f"{one.id:<12} {one.pairs:>5} {one.draft:>6} {one.proposed:>9} {one.look_again:>11} {one.reviewed:>9}"
        f"   {covered}"
    )


def _coverage_text(side: "CoverageSummary") -> str:
    unchecked = f", {side.unchecked} only in unchecked words" if side.unchecked else ""
    return f"{side.covered} covered, {side.partly} partly{unchecked}, of {side.assessed}"


def _rebuild_lines(found: "Rebuild") -> list[str]:
    """Lines on what an incremental build recomputed, and why."""
    if found.full:
        return ["Full build: no cache from this version was found."]
    if not found.crosswalks:
        return ["Up to date: nothing has changed since the last build."]
    return [
        (
            f"Recomputed: {len(found.reasons)} of {found.crosswalks} crosswalks;"
            f" {found.provisions_read:,} of {found.provisions:,} provisions read."
        ),
        *(f"  {crosswalk}: {'; '.join(why)}" for crosswalk, why in found.reasons.items()),
        *(f"  {key} was compared with its previous edition" for key in found.editions),
    ]


def other_files_line(built: "Built", folder: Path, mappings: Path) -> str:
    """One line on the files other than pages: how many, and their folders."""
    others = sorted(name for name in built.reports if not name.endswith(".html"))
    return (
        f"{len(others)} more files in {folder}: {', '.join(others)};"
        f" {len(built.mappings)} in {mappings}: {', '.join(sorted(built.mappings))}"
    )


def updated_lines(done: "Updated", *, dry_run: bool = False) -> list[str]:
    """Lines on an update: its notes, the comparison with the previous edition, and the files written."""
    from crosswalk.report.change_words import compared_lines

    compared = compared_lines(done.compared) if done.compared is not None else []
    written = "Not written:" if dry_run else "Written:"
    return [*done.notes, *compared, "", written, *(f"  {path}" for path in done.files)]


def imported_lines(found: "ImportResult") -> list[str]:
    """Lines on an import of decisions: what it changed and what it refused."""
    from crosswalk.report.words import count

    return [
        *found.changed,
        *found.comments,
        *(f"Refused: {one.where}: {one.what}" for one in found.refused),
        *(f"Not written: {one.where}: {one.what}" for one in found.conflicts),
        (
            f"{count(found.rows, 'row')} read: {count(len(found.changed), 'decision')},"
            f" {count(len(found.comments), 'comment')}, {count(found.known, 'decision')} and"
            f" {count(found.repeated, 'comment')} on file already, {len(found.refused)} refused,"
            f" {count(len(found.conflicts), 'conflict')}."
        ),
    ]


def checked_lines(found: "Checked") -> list[str]:
    """Lines on a check: what was checked, every problem, and how many there are."""
    from crosswalk.report.words import count

    end = f"{count(len(found.problems), 'problem')}." if found.problems else "No problems."
    return [*found.notes, *map(str, found.problems), end]


def open_named(context: typer.Context, *, cached: bool = False, full: bool = False) -> "Workspace":
    """The workspace that `--workspace` names, or the one here; `full` ignores its cache."""
    from crosswalk.workspace.workspace import open_workspace, with_cache

    space = open_workspace(context.obj)
    return with_cache(space, full=full) if cached else space


def open_or_shipped(context: typer.Context, *, cached: bool = False) -> "Workspace":
    """The named workspace; the shipped one if none is named and none is here."""
    from crosswalk.workspace.workspace import with_cache, workspace_or_shipped

    space = workspace_or_shipped(context.obj)
    return with_cache(space) if cached else space


def gap_lines(ways: "Sequence[GapDirection]") -> list[str]:
    """The gaps for a terminal: counts, then a line for each provision that is not fully answered."""
    from crosswalk.report.agenda import KINDS
    from crosswalk.report.document_view import label

    lines: list[str] = []
    for way in ways:
        lines += ["", f"{way.crosswalk}. {way.heading}", f"{way.assessed} assessed: {way.counts}."]
        lines += [f"  {KINDS[kind][0]:<30} {label(prov)}" for prov, _, kind in way.gaps]
    return lines[1:]


def timeline_lines(steps: "Sequence[EditionStep]") -> list[str]:
    """The timeline for a terminal: one line per step, and one for each act behind it."""
    from crosswalk.language.phrasing import listed
    from crosswalk.report.words import count, date_words

    lines = []
    for step in steps:
        counted = listed([f"{number} {kind}" for kind, number in step.changes.items()]) or "no change"
        dates = f"{date_words(step.earlier)} to {date_words(step.later)}"
        lines += [f"{step.corpus}  {dates}: {counted}", *(f"  {law}" for law in step.laws)]
    return [
        *lines,
        f"{count(len(steps), 'step')} between editions. `crosswalk changes ID` lists the changes of one.",
    ]


def diff_lines(found: "SetDiff") -> list[str]:
    """The difference as lines of text: a summary, then each row."""
    from crosswalk.editions.mapping_diff import Step

    lines = [
        f"{len(found.added)} rows added, {len(found.removed)} removed, {len(found.changed)} changed,"
        f" {found.unchanged} unchanged; a {found.step} change of version."
        if found.step is not Step.NONE
        else f"No difference in {found.unchanged} rows."
    ]
    for word, rows in (("added", found.added), ("removed", found.removed)):
        lines += [f"{word}: {_pair_text(row)} ({(row.after or row.before).relation})" for row in rows]  # type: ignore[union-attr]
    for row in found.changed:
        fields = "; ".join(
            f"{name}: {old or 'none'} → {new or 'none'}" for name, (old, new) in row.fields.items()
        )
        lines.append(f"changed: {_pair_text(row)}: {fields}")
    return lines


def _pair_text(row: "RowDiff") -> str:
    return " and ".join(one or "no provision" for one in row.pair)
