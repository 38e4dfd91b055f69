"""Comments at the desk: leave one on a row, answer it, close it, list them by row and by person."""

from functools import partial

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue as Page

from crosswalk.ledger.comments import (
    add_comments,
    answer_comment,
    by_person,
    by_row,
    close_comment,
    listed_comments,
)
from crosswalk.model.comment import Comment
from crosswalk.review.card_pages import find_item, table_of, to_card, view_of
from crosswalk.review.cards import address
from crosswalk.review.crosswalk import key_of
from crosswalk.review.queue import items
from crosswalk.review.session import ReviewSession


def add(desk: ReviewSession, crosswalk: str, key: str) -> Page:
    """Leave a signed comment on a row; it changes no decision."""
    table, form = table_of(desk, crosswalk), request.form
    pair = find_item(table, key, items(table)).pair
    said = Comment(
        crosswalk, *pair, form.get("by", ""), form.get("role", ""), desk.today(), form.get("text", "")
    )
    new = add_comments(table.comments_path, [said])
    desk.say("Comment kept." if new else "This comment was there already.")
    return _back(crosswalk, key)


def settle(desk: ReviewSession, crosswalk: str, key: str, comment: str) -> Page:
    """Answer a comment, or close it, in the name of whoever sits at the desk."""
    table, form = table_of(desk, crosswalk), request.form
    if form.get("act") == "answer":
        answer_comment(table.comments_path, comment, form.get("reply", ""), by=desk.person, date=desk.today())
        desk.say("Answer kept.")
    elif form.get("act") == "close":
        close_comment(table.comments_path, comment, by=desk.person, date=desk.today())
        desk.say("Comment closed.")
    else:
        abort(400, "A comment is answered or closed.")
    return _back(crosswalk, key)


def _back(crosswalk: str, key: str) -> Page:
    return to_card(crosswalk, key, view_of(request.form))


def listed(desk: ReviewSession, crosswalk: str) -> Page:
    """Every comment on one crosswalk, by row or by person."""
    table = table_of(desk, crosswalk)
    person = request.args.get("by") == "person"
    comments = (by_person if person else by_row)(table.comments())
    return render_template(
        "comments.html",
        title=f"Comments: {table.side.title}",
        table=table,
        comments=comments,
        person=person,
        address=partial(address, table),
        key_of=key_of,
    )


def exported(desk: ReviewSession, crosswalk: str) -> Page:
    """The list of comments as a table to open elsewhere."""
    table = table_of(desk, crosswalk)
    order = by_person if request.args.get("by") == "person" else by_row
    name = f"{crosswalk}.comments.tsv"
    return Response(
        listed_comments(order(table.comments())),
        mimetype="text/tab-separated-values",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
