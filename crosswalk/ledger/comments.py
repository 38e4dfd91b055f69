"""Comments on rows by people who do not decide: add, answer, close, list.

They are in `mappings/<crosswalk>.comments.tsv`, one line per comment, separate from the mappings, so that
no comment can change a decision and no tool that reads mappings finds a row it does not know.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from crosswalk.errors import LedgerError, Problem
from crosswalk.language.phrasing import spreadsheet_cell
from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.signatures import day_fault, fold_name, is_day, name_fault, same_person, signature_fault
from crosswalk.model.mapping import Comment, State

COLUMNS = ("id", *(field.name for field in fields(Comment)))
_WORDY = frozenset({"text", "reply"})


def read_comments(path: Path) -> tuple[Comment, ...]:
    """Every comment in a file, in its order; none if there is no file.

    Raises `LedgerError` naming each line that is not a comment.
    """
    return tuple(comment for _, comment in read_comment_lines(path))


def read_comment_lines(path: Path) -> tuple[tuple[int, Comment], ...]:
    """As `read_comments`, each comment with the line of the file on which it begins."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"{path} cannot be read ({error}); restore it as a UTF-8 table.", code="XW-440"
        ) from error
    return tuple(_parse(text, str(path)))


def add_comments(path: Path, comments: Iterable[Comment]) -> int:
    """Add comments to a file and return how many were new; one that is there already is left as it is."""
    tidy = [_checked_comment(comment) for comment in comments]
    with locked(path):
        there = read_comments(path)
        known = {comment.id for comment in there}
        new = list({comment.id: comment for comment in tidy if comment.id not in known}.values())
        if new:
            replace_locked(path, format_comments((*there, *new)).encode())
    return len(new)


def answer_comment(path: Path, comment_id: str, reply: str, *, by: str, date: str) -> Comment:
    """Answer an open comment, or revise one's own answer; another person's answer is never overwritten."""
    words = _normalize_comment(reply)
    _refuse_unless(bool(words), "an answer needs words")
    _refuse_unsigned(by, date)
    with locked(path):
        every = read_comments(path)
        comment = _find_comment(path, every, comment_id)
        if (comment.reply, comment.reply_by) == (words, by):
            return comment
        if comment.state is State.CLOSED or (comment.reply_by and not same_person(comment.reply_by, by)):
            raise _changed_meanwhile(comment)
        answered = replace(comment, state=State.ANSWERED, reply=words, reply_by=by, reply_date=date)
        _replace_comment(path, every, answered)
    return answered


def close_comment(path: Path, comment_id: str, *, by: str, date: str) -> Comment:
    """Close a comment, answered or not; a closed comment stays as it is."""
    _refuse_unsigned(by, date)
    with locked(path):
        every = read_comments(path)
        comment = _find_comment(path, every, comment_id)
        if comment.state is State.CLOSED:
            return comment
        closed = replace(comment, state=State.CLOSED, closed_by=by, closed_date=date)
        _replace_comment(path, every, closed)
    return closed


def by_row(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments row by row, oldest first within each row."""
    return tuple(sorted(comments, key=lambda c: (c.crosswalk, c.left, c.right, c.date, c.id)))


def by_person(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments person by person (ignoring case), oldest first for each."""
    return tuple(
        sorted(comments, key=lambda c: (fold_name(c.by), c.role, c.date, c.crosswalk, c.left, c.right, c.id))
    )


def format_comments(comments: Iterable[Comment]) -> str:
    """The comments as the table that `read_comments` reads, in the file's order: by row."""
    return _table([_cells(comment) for comment in by_row(comments)])


def listed_comments(comments: Sequence[Comment]) -> str:
    """The comments as a list to open in a spreadsheet, in the order given; no cell becomes a formula."""
    return _table([list(map(spreadsheet_cell, _cells(comment))) for comment in comments])


def _cells(comment: Comment) -> list[str]:
    return [str(getattr(comment, name)) for name in COLUMNS]


def _table(rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def _parse(text: str, where: str) -> Iterator[tuple[int, Comment]]:
    """Each comment of a file with its first line; all faults are raised together."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    problems: list[Problem] = []
    found: list[tuple[int, Comment]] = []
    begin = 1
    try:
        for row in reader:
            if begin == 1:
                _check_head(row, where)
            else:
                comment, wrong = _parse_comment(row)
                problems += [Problem(f"{where} line {begin}", what, "XW-441") for what in wrong]
                found += [(begin, comment)] if comment else []
            begin = reader.line_num + 1
    except csv.Error as error:
        problems.append(
            Problem(f"{where} line {begin}", f"the line cannot be split into cells ({error})", "XW-441")
        )
    if problems:
        raise LedgerError(
            f"{where} cannot be used; correct what is named.", code="XW-441", problems=tuple(problems)
        )
    return iter(found)


def _check_head(row: list[str], where: str) -> None:
    if tuple(row) != COLUMNS:
        raise LedgerError(
            f"{where} line 1: a file of comments has the columns {', '.join(COLUMNS)}; restore them.",
            code="XW-441",
        )


def _parse_comment(row: list[str]) -> tuple[Comment | None, list[str]]:
    """The comment in a row of cells, if it can be read, and what is wrong with it."""
    if len(row) != len(COLUMNS):
        return None, [f"the line has {len(row)} cells where there are {len(COLUMNS)} columns"]
    cells = dict(zip(COLUMNS, row, strict=True))
    own = cells.pop("id")
    if cells["state"] not in set(State):
        return None, [
            f"the state {cells['state'] or '(empty)'} is not known; write one of {', '.join(State)}"
        ]
    comment = Comment(**cells | {"state": State(cells["state"])})  # type: ignore[arg-type]
    wrong = list(_faults(comment))
    if not wrong and own != comment.id:
        wrong.append(f"the id is {own or '(empty)'}, but a comment with these words has {comment.id}")
    return comment, wrong


def _faults(comment: Comment) -> Iterator[str]:
    """What is wrong with a comment, a sentence each."""
    if not (comment.left or comment.right):
        yield "a comment must name the row it is about"
    if not comment.by.strip():
        yield "a comment must be signed with a name"
    if not comment.text.strip():
        yield "a comment needs words"
    for day in (comment.date, comment.reply_date, comment.closed_date):
        if day and (fault := day_fault("the date", day)):
            yield fault
    if not comment.date:
        yield "a comment must have the day it was made"
    yield from _history_faults(comment)
    for field in COLUMNS[1:]:
        if _unwritable(str(getattr(comment, field)), lines=field in _WORDY):
            yield f"the {field.replace('_', ' ')} contains a character that a table cannot hold"


def _history_faults(comment: Comment) -> Iterator[str]:
    """Contradictions between the answer, the closing, their names and days, and the state."""
    answered, closed = bool(comment.reply), comment.state is State.CLOSED
    if {bool(comment.reply_by), bool(comment.reply_date)} != {answered}:
        yield "an answer must have words, a name and a day"
    if not closed and answered is not (comment.state is State.ANSWERED):
        yield f"the comment is {comment.state}, but it has {'an' if answered else 'no'} answer"
    if {bool(comment.closed_by), bool(comment.closed_date)} != {closed}:
        yield "a closed comment must say who closed it and when, and no other may"
    days = [day for day in (comment.date, comment.reply_date, comment.closed_date) if day]
    if all(map(is_day, days)) and days != sorted(days):
        yield f"the days {', '.join(days)} run backwards: it was made, then answered, then closed"


def _unwritable(words: str, *, lines: bool) -> bool:
    allowed = "\n" if lines else ""
    return any(unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed for char in words)


def _normalize_comment(text: str) -> str:
    """A text with plain line breaks, no tabs, and nothing at its ends."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _checked_comment(comment: Comment) -> Comment:
    """A new comment with its white space normalized; raises `LedgerError` if it is not valid."""
    tidy = replace(
        comment,
        by=" ".join(comment.by.split()),
        role=" ".join(comment.role.split()),
        text=_normalize_comment(comment.text),
        reply=_normalize_comment(comment.reply),
    )
    for what in filter(None, (*_faults(tidy), name_fault(tidy.by))):
        raise LedgerError(f"The comment is not added: {what}.", code="XW-442")
    return tidy


def _refuse_unless(holds: bool, what: str) -> None:
    if not holds:
        raise LedgerError(f"This is not recorded: {what}.", code="XW-442")


def _refuse_unsigned(by: str, date: str) -> None:
    fault = signature_fault(by, date)
    _refuse_unless(not fault, fault)


def _find_comment(path: Path, every: Iterable[Comment], comment_id: str) -> Comment:
    for comment in every:
        if comment.id == comment_id:
            return comment
    raise LedgerError(f"{path} has no comment {comment_id}; open the list again.", code="XW-443")


def _changed_meanwhile(comment: Comment) -> LedgerError:
    """The error that somebody else has answered or closed a comment."""
    done = (
        f"closed by {comment.closed_by}"
        if comment.state is State.CLOSED
        else f"answered by {comment.reply_by}"
    )
    return LedgerError(
        f"The comment by {comment.by} has meanwhile been {done}; read that, and add another comment if needed.",
        code="XW-444",
    )


def _replace_comment(path: Path, every: Iterable[Comment], changed: Comment) -> None:
    """Put a changed comment in the place of the one with its id; the lock is held."""
    after = [changed if comment.id == changed.id else comment for comment in every]
    replace_locked(path, format_comments(after).encode())
