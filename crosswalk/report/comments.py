"""The comments on a row, and the other rows of its group."""

from collections.abc import Iterable, Mapping, Sequence

from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.mapping import Comment, State
from crosswalk.model.relation import Group, Status
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.views import CommentView, Link
from crosswalk.report.words import count, date_words

_GONE = frozenset({Status.REJECTED, Status.SUPERSEDED})


def talk_about(side: Comparison, row: ComparisonRow) -> tuple[CommentView, ...]:
    """The comments on a row, oldest first."""
    mine = [comment for comment in side.comments if comment.pair == (row.left, row.right)]
    return tuple(_view(comment) for comment in sorted(mine, key=lambda c: (c.date, c.id)))


def talk_summary(talk: Sequence[CommentView]) -> str:
    """How many comments a row has and how many are open; empty for none."""
    if not talk:
        return ""
    still = sum(comment.state == State.OPEN for comment in talk)
    return f"{count(len(talk), 'comment')}, {still or 'none'} open"


def _view(comment: Comment) -> CommentView:
    reply, closed = "", ""
    if comment.reply:
        reply = f"{comment.reply_by}, {date_words(comment.reply_date)}: {comment.reply}"
    if comment.state is State.CLOSED:
        closed = f"Closed by {comment.closed_by}, {date_words(comment.closed_date)}"
    return CommentView(signature(comment), comment.state.value, comment.text, reply, closed)


def signature(comment: Comment) -> str:
    """The author of a comment, the author's role, and the date."""
    role = f", {comment.role}" if comment.role else ""
    return f"{comment.by}{role}, {date_words(comment.date)}"


def meant_with(
    rows: Iterable[ComparisonRow],
    row: ComparisonRow,
    both: tuple[DocumentView, DocumentView],
    anchors: Mapping[str, str],
) -> tuple[str, tuple[Link, ...]]:
    """The other rows of a row's group: a few words, and a link to each; empty without a group.

    The words say whether several provisions together answer one, or are answered by one.
    """
    group = row.decided.group if row.decided and row.status not in _GONE else None
    if group is None:
        return "", ()
    others = [one for one in rows if one is not row and _is_with(one, row, group)]
    side = both[1] if group is Group.SPLIT else both[0]
    links = []
    for one in others:
        prov = side.find(one.right if group is Group.SPLIT else one.left)
        links.append(Link(label(prov) if prov else one.id, f"#{anchors[one.id]}"))
    shared = both[0] if group is Group.SPLIT else both[1]
    asks = shared.find(row.left if group is Group.SPLIT else row.right)
    name = label(asks) if asks else row.id
    words = "Answers {} together with" if group is Group.SPLIT else "Answered by {} together with"
    return (words.format(name), tuple(links)) if links else ("", ())


def _is_with(other: ComparisonRow, row: ComparisonRow, group: Group) -> bool:
    same = other.left == row.left if group is Group.SPLIT else other.right == row.right
    return bool(same and other.decided and other.status not in _GONE and other.decided.group is group)
