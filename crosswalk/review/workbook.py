"""Import decisions from a review workbook or from a decisions file that a page saved."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.errors import ConfigError, LedgerError, Problem
from crosswalk.ledger.comments import add_comments, read_comments
from crosswalk.ledger.decide import (
    Alone,
    Conflict,
    Decision,
    Verdict,
    current_row,
    describe,
    same_editions,
    settle,
)
from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.signatures import same_person
from crosswalk.ledger.sssom import format_mappings, read_mappings
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Comment, Mapping, MappingSet, fingerprint
from crosswalk.model.relation import Relation, Status
from crosswalk.review.decisions_file import EditedRow, ReviewedWorkbook, load_marks, read_marks, read_review
from crosswalk.review.workbook_layout import ground_print, one_line, sheet_identity
from crosswalk.services.decide import DecisionContext, parse_decision, read_decision_context
from crosswalk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with `dry_run` would do.

    `changed` names each decision by its cell, `comments` each comment; `refused` names invalid cells, `conflicts` rows
    that changed in the meantime; `known` counts the decisions that were already on file, `repeated` the comments.
    """

    rows: int
    changed: tuple[str, ...]
    comments: tuple[str, ...]
    refused: tuple[Problem, ...]
    conflicts: tuple[Problem, ...]
    known: int
    repeated: int = 0


def import_file(
    space: Workspace, crosswalk: str, path: Path | None, said: tuple[str, str, str], *, dry_run: bool = False
) -> ImportResult:
    """Import a workbook, or a decisions file if its name ends in `.json`; `said` holds name, day, and today.

    A decisions file may be given alone, in place of the crosswalk. Raises `ConfigError` (XW-512) if a workbook comes
    without crosswalk or name.
    """
    by, date, today = said
    path, crosswalk = (path, crosswalk) if path else (Path(crosswalk), "")
    if path.suffix.lower() == ".json":
        return import_marks(space, crosswalk, path, by=by, date=date, dry_run=dry_run)
    if not (crosswalk and by):
        raise ConfigError(
            f"Say of which crosswalk {path} is and who filled it in: crosswalk sheet import ID {path}"
            ' --by "Your Name".',
            code="XW-512",
        )
    return import_sheet(space, crosswalk, path, by=by, date=date or today, dry_run=dry_run)


def import_sheet(
    space: Workspace, crosswalk: str, path: Path, *, by: str, date: str, dry_run: bool = False
) -> ImportResult:
    """Import the edits of a review workbook in the name of `by`; with `dry_run` only report.

    Invalid cells and rows that changed in the meantime are named and left out; all others are written at once.
    """
    from crosswalk.ingest.safety import open_office

    try:
        data = path.read_bytes()
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be read ({error.strerror}); give the path of the workbook.", code="XW-450"
        ) from error
    with open_office(data, "Excel workbook"):
        sheet = read_review(data, str(path))
    return _taken(space, crosswalk, path, sheet, (by, "", date), dry_run=dry_run)


def import_marks(
    space: Workspace, crosswalk: str, path: Path, *, by: str = "", date: str = "", dry_run: bool = False
) -> ImportResult:
    """Import the decisions file that a side-by-side page saved.

    The file names the crosswalk, the reviewer and the day; `crosswalk` and `by` may repeat them, and `date` takes
    precedence over the file's. Rows are refused as in `import_sheet`.
    """
    marks = read_marks(load_marks(path), str(path))
    by = " ".join(by.split())
    if by and marks.reviewer and not same_person(by, marks.reviewer):
        raise LedgerError(
            f"{path} is signed by {marks.reviewer}, not by {by}; leave the name out, or ask whose it is.",
            code="XW-454",
        )
    if not (by or marks.reviewer):
        raise LedgerError(f"{path} names no reviewer; say with --by who marked it.", code="XW-454")
    signed = (by or marks.reviewer, marks.role, date or marks.date)
    return _taken(space, crosswalk or marks.sheet.about["id"], path, marks.sheet, signed, dry_run=dry_run)


def _taken(
    space: Workspace,
    crosswalk: str,
    path: Path,
    sheet: ReviewedWorkbook,
    signed: tuple[str, str, str],
    *,
    dry_run: bool,
) -> ImportResult:
    """Record the decisions of a sheet; `signed` holds the reviewer, the reviewer's role, and the day."""
    context = read_decision_context(space, crosswalk)
    check_identity(sheet.about, sheet_identity(context.start), str(path))
    sheet = without_unknown(context, sheet)
    by, role, date = " ".join(signed[0].split()), signed[1], signed[2]
    found = settle_edits(context, sheet, by=by, date=date, dry_run=dry_run)
    comments = _comments(space, context, sheet, (by, role, date))
    if not dry_run:
        add_comments(space.comments_file(crosswalk), [one for one, _ in comments])
    repeated = sum(bool(edit.comment) for edit in sheet.edits) - len(comments)
    return replace(found, comments=tuple(words for _, words in comments), repeated=repeated)


def check_identity(about: dict[str, str], now: dict[str, str], name: str) -> None:
    """Refuse (XW-452) a sheet or file for another crosswalk or for other editions of its documents."""
    for key, words in now.items():
        if about.get(key) != words:
            raise LedgerError(
                f"{name} is about {about.get(key) or 'nothing known'}, and this is {words}; export it again, or"
                " open the page as it is now, and enter the decisions there.",
                code="XW-452",
            )


def without_unknown(context: DecisionContext, sheet: ReviewedWorkbook) -> ReviewedWorkbook:
    """The sheet without the rows on provisions that are not compared; these are refused."""
    kept: list[EditedRow] = []
    refused: list[Problem] = []
    for edit in sheet.edits:
        try:
            context.offered((edit.left, edit.right))
        except LedgerError as error:
            refused.append(Problem(edit.where, error.message, error.code))
        else:
            kept.append(edit)
    return replace(sheet, edits=tuple(kept), refused=(*sheet.refused, *refused))


def settle_edits(
    context: DecisionContext, sheet: ReviewedWorkbook, *, by: str, date: str, dry_run: bool = False
) -> ImportResult:
    """Settle every edited row of a sheet under one lock and write the file once."""
    changed: list[str] = []
    refused, conflicts = list(sheet.refused), []
    known = 0
    with nullcontext() if dry_run else locked(context.path):
        before = after = read_mappings(context.path) if context.path.exists() else context.start
        same_editions(before, context.start, context.path)
        for edit in sheet.edits:
            if not edit.verdict:
                continue
            try:
                found, row = _settled(after, context, edit, by, date)
            except Conflict as error:
                conflicts.append(
                    Problem(edit.where, f"{_pair(context, edit)}: {_conflict_words(error)}", error.code)
                )
            except LedgerError as error:
                refused.append(Problem(edit.where, f"{_pair(context, edit)}: {error.message}", error.code))
            else:
                known += found == after
                if found != after:
                    changed.append(f"{edit.where}: {_pair(context, edit)}: {describe(row)}")
                after = found
        if after != before and not dry_run:
            replace_locked(context.path, format_mappings(after, all_columns=True).encode())
    return ImportResult(sheet.rows, tuple(changed), (), tuple(refused), tuple(conflicts), known)


def _pair(context: DecisionContext, edit: EditedRow) -> str:
    """A pair by both citations and ids, so that a person finds its row on the page."""
    return f"{_cited(context.left, edit.left)} and {_cited(context.right, edit.right)}"


def _cited(corpus: Corpus, prov_id: str) -> str:
    if not prov_id:
        return "no provision"
    citation = corpus[prov_id].citation
    return f"{citation} ({prov_id})" if citation not in ("", prov_id) else prov_id


def _conflict_words(error: Conflict) -> str:
    both = (f"{one.where.capitalize()}: {one.what.rstrip('.')}." for one in error.problems)
    return " ".join([f"{error.why}; look at both and decide again.", *both])


def _settled(
    mappings: MappingSet, context: DecisionContext, edit: EditedRow, by: str, date: str
) -> tuple[MappingSet, Mapping]:
    """A set of rows with one edited row recorded, and that row."""
    decision, seen = edited_decision(mappings, context, edit, by, date)
    return settle(mappings, decision, context.offered((edit.left, edit.right)), seen)


def edited_decision(
    mappings: MappingSet, context: DecisionContext, edit: EditedRow, by: str, date: str
) -> tuple[Decision, str | None]:
    """The decision of an edited row, and the fingerprint of the row that the person saw.

    A row that repeats what is on file is agreement and changes nothing else, so it needs no fingerprint. Raises
    `Conflict` if a text changed since the row was read.
    """
    pair = (edit.left, edit.right)
    offered, live = context.offered(pair), current_row(mappings, pair)
    if ground_print(offered) != edit.ground:
        ours = replace(offered, sentence=edit.sentence, reviewer=by)
        raise Conflict(ours, live, "one of the two texts changed since they were read")
    decision = _decision(edit, live or (offered if offered.author else None), by, date)
    if live is not None and live.reviewer and fingerprint(live) != edit.seen and _says_so(edit, live):
        return Decision(*pair, Verdict(live.status.value), by, date, live.relation), None
    return decision, edit.seen


def _decision(edit: EditedRow, base: Mapping | None, by: str, date: str) -> Decision:
    """The decision: the row as the sheet showed it, with the person's changes.

    If nothing was on file, the sheet showed a proposal that may have changed since, so every cell of the row counts.
    """

    def meant(name: str) -> bool:
        return name in edit.changed or not edit.seen

    verdict, relation = Verdict(edit.verdict), edit.relation if meant("Relation") else None
    relation = relation if all((edit.left, edit.right)) else Relation.NONE
    moved = base is not None and relation not in {None, base.relation}
    sentence = edit.sentence if meant("Sentence") else ""
    if verdict is Verdict.CORRECTED and base is not None and sentence == one_line(base.sentence):
        sentence = ""
    return parse_decision(
        (edit.left, edit.right),
        Verdict.CORRECTED if moved and verdict is Verdict.CONFIRMED else verdict,
        by,
        date,
        relation=relation or "",
        why=sentence,
        basis=edit.basis if meant("Basis") else "",
        strength=edit.strength,
        note=edit.note if meant("Note") else "",
        group=edit.group if meant("Group") else "",
    )


def _says_so(edit: EditedRow, live: Mapping) -> bool:
    """Whether the row on file equals this edited row, cell by cell."""
    status = Status.CONFIRMED if edit.verdict == Verdict.CORRECTED else Status(edit.verdict)
    cells = (status, edit.sentence, edit.strength, edit.note)
    same = cells == (live.status, one_line(live.sentence), live.strength, one_line(live.comment))
    return (
        same
        and edit.relation in {None, live.relation}
        and edit.basis in {"", live.basis}
        and edit.group in {"", live.group or Alone.ALONE}
    )


def _comments(
    space: Workspace, context: DecisionContext, sheet: ReviewedWorkbook, signed: tuple[str, str, str]
) -> list[tuple[Comment, str]]:
    """The new comments, each with its cell; one that the same person already made on the row is not new."""
    crosswalk, (by, role, date) = context.start.id, signed
    there = {(one.pair, one.by, one_line(one.text)) for one in read_comments(space.comments_file(crosswalk))}
    return [
        (
            Comment(crosswalk, edit.left, edit.right, by, role, date, edit.comment),
            f"{edit.comment_where}: {_pair(context, edit)}: comment: {one_line(edit.comment)}",
        )
        for edit in sheet.edits
        if edit.comment and ((edit.left, edit.right), by, one_line(edit.comment)) not in there
    ]
