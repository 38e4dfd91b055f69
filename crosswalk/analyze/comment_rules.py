"""Every rule that a file of comments must keep: whose they are, of which rows, and on which days."""

from collections.abc import Iterator, Sequence

from crosswalk.errors import Problem
from crosswalk.ledger.decide import is_program
from crosswalk.model.comment import Comment
from crosswalk.model.corpus import Corpus

_CODE = "XW-445"


def comment_problems(
    where: str,
    crosswalk: str,
    comments: Sequence[tuple[int, Comment]],
    both: tuple[Corpus, Corpus],
    software: frozenset[str],
    today: str = "",
) -> list[Problem]:
    """What is wrong in one file of comments, by line; empty when nothing is.

    `both` are the parts that the crosswalk compares, `software` the names that stand for programs,
    `today` an ISO day, after which no comment can have been made; empty where no day is known.
    """
    return [
        Problem(f"{where} line {line}", what, _CODE)
        for line, comment in comments
        for what in (
            *_elsewhere(comment, crosswalk, both),
            *_by_programs(comment, software),
            *_not_yet(comment, today),
            *_said_before(line, comment, comments),
        )
    ]


def _elsewhere(comment: Comment, crosswalk: str, both: tuple[Corpus, Corpus]) -> Iterator[str]:
    if comment.crosswalk != crosswalk:
        yield f"the comment is on crosswalk {comment.crosswalk or '(none)'}, and this is the file of {crosswalk}"
    for prov_id, corpus in zip(comment.pair, both, strict=True):
        if prov_id and prov_id not in corpus:
            yield (
                f"there is no provision {prov_id} in what {crosswalk} compares of {corpus.source.key}; mend the id"
            )


def _by_programs(comment: Comment, software: frozenset[str]) -> Iterator[str]:
    for what, name in (
        ("signed", comment.by),
        ("answered", comment.reply_by),
        ("closed", comment.closed_by),
    ):
        if name and is_program(name, software):
            yield f"the comment is {what} by {name}, a program; a person must sign"


def _not_yet(comment: Comment, today: str) -> Iterator[str]:
    for day in (comment.date, comment.reply_date, comment.closed_date):
        if today and day > today:
            yield f"the day {day} has not come yet (today is {today}); correct it"


def _said_before(line: int, comment: Comment, comments: Sequence[tuple[int, Comment]]) -> Iterator[str]:
    first = next(number for number, one in comments if one.id == comment.id)
    if first != line:
        yield f"the comment {comment.id} stands on line {first} too; keep one of the two"
