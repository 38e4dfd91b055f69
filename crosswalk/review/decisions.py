"""Requests that the side-by-side sends to the desk: decisions, undo, comments and progress; answers are JSON."""

from collections.abc import Iterable
from collections.abc import Mapping as Map
from functools import partial
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue as Page

from crosswalk.errors import CrosswalkError, LedgerError
from crosswalk.language.phrasing import capital
from crosswalk.ledger.comments import add_comments, answer_comment, close_comment
from crosswalk.ledger.decide import (
    Alone,
    Conflict,
    Decision,
    LedgerChange,
    Verdict,
    current_row,
    history,
    record,
)
from crosswalk.ledger.signatures import is_among
from crosswalk.model.mapping import Comment, Mapping, MappingSet, Pair, fingerprint
from crosswalk.model.relation import REVIEWED, Relation, Status
from crosswalk.report.review_rows import in_words, row_record, with_past
from crosswalk.report.words import OWN_WORDS, pattern
from crosswalk.review.decisions_file import EditedRow, Marks, read_marks
from crosswalk.review.session import ReviewCrosswalk, ReviewSession, crosswalk_or_404, undone_words
from crosswalk.review.workbook import check_identity, edited_decision
from crosswalk.review.workbook_layout import sheet_identity

_SAVED = {
    Status.CONFIRMED: "Accepted as",
    Status.REJECTED: "Rejected as",
    Status.UNSURE: "Marked unsure, read as",
}
_VERDICTS = {Status.CONFIRMED: "confirmed", Status.REJECTED: "rejected", Status.UNSURE: "unsure"}
_UNREAD = "This sentence is the program’s. Change it, or tick that you read it, and press again."


def save_decisions(desk: ReviewSession, crosswalk: str) -> Page:
    """Record the rows of a decisions file, as `sheet import` does, and answer with the rows as they are now.

    The answer is 409 with both readings if another person decided differently or the row changed, and 422 with the
    reason if the ledger refuses. Nothing is saved in either case.
    """
    table = crosswalk_or_404(desk, crosswalk)
    with desk.lock:
        try:
            marks = read_marks(request.get_data(), "What was sent")
            check_identity(marks.sheet.about, sheet_identity(table.context.start), "What was sent")
            return taken(desk, table, marks, request.args)
        except LedgerError as error:
            return {"why": capital(error.message), "where": "sentence"}, 422


def taken(
    desk: ReviewSession, table: ReviewCrosswalk, marks: Marks, how: Map[str, str]
) -> dict[str, Any] | tuple[dict[str, Any], int]:
    """Record every row of a decisions file.

    In `how`, `read` is `yes` if the person has read a sentence that the program wrote, and `blind` is `yes` if the
    page hid the decisions of others.
    """
    if marks.sheet.refused:
        return {"why": capital(marks.sheet.refused[0].what), "where": "sentence"}, 422
    if not marks.reviewer:
        return {"why": "Give your name first: decisions are signed.", "where": ""}, 422
    words, pairs = [], []
    for edit in marks.sheet.edits:
        pair = (edit.left, edit.right)
        pairs.append(pair)
        if edit.verdict:
            try:
                change = _decided(table, edit, marks.reviewer, desk.today(), how)
            except _UnreadError:
                return {"why": _UNREAD, "where": "read"}, 422
            except Conflict as conflict:
                both = _both(table, edit, conflict, marks.reviewer)
                rows = [row_record(row) for row in table.view([pair]).rows if row.pair == pair]
                return {"both": both, "rows": rows}, 409
            desk.done += 1
            words.append(_saved_words(change))
        if edit.comment:
            words.append(_commented(desk, table, edit, marks))
    return {"said": " ".join(words)} | _now(desk, table, pairs, marks.reviewer)


class _UnreadError(Exception):
    """The sentence is the program's own, and the person has not confirmed having read it."""


def _decided(table: ReviewCrosswalk, edit: EditedRow, by: str, day: str, how: Map[str, str]) -> LedgerChange:
    context, pair = table.context, (edit.left, edit.right)
    mappings = context.on_file()
    live, offered = current_row(mappings, pair), context.offered(pair)
    if how.get("blind") == "yes" and _is_second(live, by):
        assert live is not None  # noqa: S101 - a second decision has a first
        if not _agrees(edit, live):
            raise Conflict(live, live, "you and another person read this pair differently")
        # A second decision that agrees adds a name and changes no words.
        second = Decision(*pair, Verdict(_VERDICTS[live.status]), by, day)
        return record(context.path, second, offered=offered, start=context.start, seen=fingerprint(live))
    if edit.verdict in {"confirmed", "corrected"} and how.get("read") != "yes":
        _refuse_unread(table, edit, live, offered)
    decision, seen = edited_decision(mappings, context, edit, by, day)
    return record(context.path, decision, offered=offered, start=context.start, seen=seen)


def _is_second(live: Mapping | None, by: str) -> bool:
    """Whether another person has decided the row."""
    return (
        live is not None
        and live.status in REVIEWED
        and bool(live.reviewers)
        and not is_among(by, live.reviewers)
    )


def _agrees(edit: EditedRow, row: Mapping) -> bool:
    """Whether a decision agrees with the row on file in status and relation; for a rejection the status is enough."""
    status = "confirmed" if edit.verdict == "corrected" else edit.verdict
    return row.status == status and (status == "rejected" or edit.relation in {None, row.relation})


def _refuse_unread(table: ReviewCrosswalk, edit: EditedRow, live: Mapping | None, offered: Mapping) -> None:
    """Refuse a sentence that the program wrote: its proposal, or the default sentence of a relation."""
    base, relation = live or offered, edit.relation or Relation.NONE
    first = base.status is Status.PROPOSED and bool(edit.left and edit.right)
    proposed = {base.sentence} if first else set()
    fixed = (
        set()
        if relation in OWN_WORDS
        else {pattern(relation, table.comparison.left_name, table.comparison.right_name)}
    )
    known = {" ".join(one.split()) for one in proposed | fixed if one}
    if edit.sentence in known and (first or edit.sentence != base.sentence):
        raise _UnreadError


def _saved_words(change: LedgerChange) -> str:
    row = change.row
    second = " Your name is added beside the first." if len(row.reviewers) > 1 else ""
    return f"Saved. {_SAVED.get(row.status, 'Decided as')} {row.relation.word}.{second}"


def _commented(desk: ReviewSession, table: ReviewCrosswalk, edit: EditedRow, marks: Marks) -> str:
    said = Comment(
        table.comparison.id, edit.left, edit.right, marks.reviewer, marks.role, desk.today(), edit.comment
    )
    return "Comment saved." if add_comments(table.comments_path, [said]) else "This comment is already there."


def _both(table: ReviewCrosswalk, edit: EditedRow, conflict: Conflict, by: str) -> dict[str, Any]:
    """Both readings of a conflict, and what each way to resolve it would send."""
    theirs = conflict.theirs
    same = theirs is not None and theirs.pair == (edit.left, edit.right)
    verdict = "accept" if edit.verdict in {"confirmed", "corrected"} else edit.verdict
    relation = edit.relation.word if edit.relation else ""
    said = {
        "words": f"{capital(conflict.why)}.",
        "theirs": in_words(theirs) if theirs else "Nothing: the row is gone.",
        "mine": f"{capital(verdict)}, {relation}. {edit.sentence}".strip(),
        "verdict": edit.verdict,
        "seen": fingerprint(theirs) if same else "",
    }
    if theirs is not None and not same:
        found = [row for row in table.view([theirs.pair]).rows if row.pair == theirs.pair]
        return said | {"at": f"row/{found[0].anchor}" if found else "queue"}
    if theirs is None:
        return said
    doubt = _entry(theirs) | {
        "verdict": "unsure",
        "note": f"{theirs.decider}: {theirs.status}, {theirs.relation}; {by}: {edit.verdict}, {edit.relation or ''}",
    }
    agree = _entry(theirs) | {"verdict": _VERDICTS[theirs.status]} if theirs.reviewer and same else None
    return said | {"agree": agree, "doubt": doubt}


def _entry(row: Mapping) -> dict[str, Any]:
    """The fields of a decisions file for a row that stays as it is on file."""
    return {
        "relation": row.relation.value,
        "sentence": row.sentence,
        "strength": row.strength,
        "note": row.comment,
        "basis": row.basis.value if row.basis else "",
        "group": row.group.value if row.group else Alone.ALONE.value,
    }


def look(desk: ReviewSession, crosswalk: str) -> Page:
    """Answer with a row and the program's findings on it, after the person's first choice."""
    table, form = crosswalk_or_404(desk, crosswalk), request.form
    pair = form.get("left", ""), form.get("right", "")
    with desk.lock:
        desk.looked.add((crosswalk, *pair))
        return _now(desk, table, [pair], form.get("by", ""))


def blind(desk: ReviewSession, crosswalk: str) -> Page:
    """Hide or show the decisions of others on every page from now on."""
    crosswalk_or_404(desk, crosswalk)
    desk.blind = request.form.get("blind") == "yes"
    return {"said": "What others decided is hidden." if desk.blind else "What others decided is shown."}


def undo_own(desk: ReviewSession, crosswalk: str) -> Page:
    """Undo a person's last decision on a crosswalk."""
    table, by = crosswalk_or_404(desk, crosswalk), request.form.get("by", "")
    with desk.lock:
        try:
            taken = desk.undo(crosswalk, by)
        except CrosswalkError as error:
            return {"said": f"Nothing was undone: {error.message}"} | _now(desk, table, [], by)
        if taken is None:
            return {"said": "There is nothing to undo."} | _now(desk, table, [], by)
        at = "\x1f".join(taken.row.pair)
        return {"said": undone_words(taken), "at": at} | _now(desk, table, [taken.row.pair], by)


def settle_comment(desk: ReviewSession, crosswalk: str, comment: str) -> Page:
    """Answer a comment, or close it."""
    table, form = crosswalk_or_404(desk, crosswalk), request.form
    by, act = form.get("by", ""), form.get("act")
    try:
        if act == "answer":
            done = answer_comment(
                table.comments_path, comment, form.get("reply", ""), by=by, date=desk.today()
            )
        elif act == "close":
            done = close_comment(table.comments_path, comment, by=by, date=desk.today())
        else:
            abort(400, "A comment is answered or closed.")
    except LedgerError as error:
        return {"why": capital(error.message)}, 422
    words = "Answer saved." if act == "answer" else "Comment closed."
    return {"said": words} | _now(desk, table, [done.pair], by)


def save_progress(desk: ReviewSession, crosswalk: str) -> Page:
    """The progress of the review, and the earlier decisions on each row."""
    table, by = crosswalk_or_404(desk, crosswalk), request.form.get("by", "")
    past: dict[str, list[str]] = {}
    for row in table.context.on_file():
        # A blind review shows no earlier decision.
        if row.status is Status.SUPERSEDED and not desk.blind:
            past.setdefault("\x1f".join(row.pair), []).append(in_words(row))
    return {"past": past} | _now(desk, table, [], by)


def _now(desk: ReviewSession, table: ReviewCrosswalk, pairs: Iterable[Pair], by: str) -> dict[str, Any]:
    """The rows of the given pairs' provisions as they are now, the rows that are gone, and the progress of the review."""
    mappings = table.context.on_file()
    alone = {one for left, right in pairs for one in ((left, ""), ("", right)) if any(one)}
    shown = {*pairs, *alone}
    view = table.view(shown, partial(desk.withheld, table.comparison.id, person=by))
    rows = [row for row in view.rows if row.pair in shown or row.left in {p[0] for p in pairs}]
    gone = alone - {row.pair for row in rows}
    return {
        "rows": [
            row_record(row if row.withheld else with_past(row, _past(mappings, row.pair))) for row in rows
        ],
        "gone": ["\x1f".join(pair) for pair in sorted(gone)],
        "progress": _progress(desk, table, mappings, by),
    }


def _past(mappings: MappingSet, pair: Pair) -> list[Mapping]:
    return [row for row in history(mappings, pair) if row.status is Status.SUPERSEDED]


def _progress(desk: ReviewSession, table: ReviewCrosswalk, mappings: MappingSet, by: str) -> dict[str, Any]:
    filed = mappings.current
    rows = table.rows(filed)
    decided = [
        filed[pair]
        for pair in rows
        if pair in filed and filed[pair].reviewer and filed[pair].status in REVIEWED
    ]
    twice = sum(len(row.reviewers) > 1 for row in decided)
    return {
        "rows": len(rows),
        "decided": len(decided),
        "twice": twice,
        "final": 0 < len(rows) == twice,
        "undo": desk.undoable(table.comparison.id, by) is not None,
    }
