"""The list pages of the desk: start, queue, rows with the same words, comments, and summary."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.language.phrasing import listed
from crosswalk.ledger.comments import by_person, by_row, listed_comments
from crosswalk.ledger.decide import Conflict, Decision, Verdict
from crosswalk.ledger.signatures import is_among
from crosswalk.model.relation import Relation, Status
from crosswalk.report.review_rows import ReviewRow
from crosswalk.report.words import count
from crosswalk.review.queue import ORDERS, VIEWS, in_order, in_view, listed_rows, tally
from crosswalk.review.session import ReviewCrosswalk, ReviewSession
from crosswalk.review.side_by_side import crosswalk_or_404
from crosswalk.services.decide import record_decision

_MOST_NAME = 120


def start(desk: ReviewSession) -> Page:
    """The start page: the person at the desk, and the crosswalks to review."""
    tallies = {
        name: tally(listed_rows(table), table.context.on_file())
        for name in desk.listed
        if (table := desk.tables.get(name)) is not None
    }
    return render_template("start.html", title="Review desk", tallies=tallies, message=desk.pop_message())


def settings(desk: ReviewSession) -> Page:
    """Set the name and the office of the person at the desk."""
    desk.person = " ".join(request.form.get("person", "").replace("|", " ").split())[:_MOST_NAME]
    desk.role = " ".join(request.form.get("role", "").split())[:_MOST_NAME]
    if not desk.person:
        desk.say("A decision needs your name.")
    return redirect("/", 303)


def queue(desk: ReviewSession, crosswalk: str) -> Page:
    """The rows of a view in the chosen order, each with the reasons why it needs a person."""
    table = crosswalk_or_404(desk, crosswalk)
    show, order = request.args.get("show", ""), request.args.get("order", "")
    show, order = show if show in VIEWS else "open", order if order in ORDERS else "need"
    every = listed_rows(table)
    return render_template(
        "queue.html",
        title=f"Queue: {table.side.title}",
        table=table,
        show=show,
        order=order,
        views=VIEWS,
        orders=ORDERS,
        queue=in_order(in_view(every, show, desk.person), order),
        tally=tally(every, table.context.on_file()),
        topic=topic,
    )


def topic(row: ReviewRow) -> str:
    """The name of a row in a list: both provisions, or one and that it has no counterpart."""
    return row.topic if all(row.pair) else f"{row.topic}: no counterpart"


def _same_words(table: ReviewCrosswalk) -> tuple[tuple[ReviewRow, str], ...]:
    """The undecided rows whose two texts are the same except for white space, each with its text."""
    found = [(row, _shared_text(table, row)) for row in listed_rows(table) if row.first]
    return tuple((row, text) for row, text in found if text)


def _shared_text(table: ReviewCrosswalk, row: ReviewRow) -> str:
    here, there = table.side.whole_left.by_id.get(row.left), table.side.whole_right.by_id.get(row.right)
    here, there = here or table.side.left.by_id.get(row.left), there or table.side.right.by_id.get(row.right)
    if here is None or there is None or row.relation != Relation.EQUAL:
        return ""
    return here.text if here.text.split() == there.text.split() else ""


def same(desk: ReviewSession, crosswalk: str) -> Page:
    """The page of rows with the same words, to be checked before any is accepted."""
    table = crosswalk_or_404(desk, crosswalk)
    return render_template(
        "same.html", title="The same words on both sides", table=table, found=_same_words(table), topic=topic
    )


def accept_same(desk: ReviewSession, crosswalk: str) -> Page:
    """Accept the ticked rows of the list, each as a separate decision."""
    table, done = crosswalk_or_404(desk, crosswalk), 0
    ticked = set(request.form.getlist("row"))
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        for row, _ in _same_words(table):
            done += row.anchor in ticked and _accept(desk, table, row)
    left = len(ticked) - done
    others = (
        f" {count(left, 'row')} had changed since the list was shown and stayed as before." if left else ""
    )
    desk.say(f"Saved. {count(done, 'row')} accepted as Same.{others}")
    return redirect(url_for("summary", crosswalk=crosswalk), 303)


def _accept(desk: ReviewSession, table: ReviewCrosswalk, row: ReviewRow) -> bool:
    decision = Decision(*row.pair, Verdict.CONFIRMED, desk.person, desk.today(), Relation.EQUAL, row.sentence)
    try:
        record_decision(table.context, decision, seen="")
    except Conflict:
        return False
    desk.done += 1
    return True


def summary(desk: ReviewSession, crosswalk: str) -> Page:
    """The summary page: what this person decided today, what is left, and a commit message."""
    table = crosswalk_or_404(desk, crosswalk)
    every = listed_rows(table)
    mappings = table.context.on_file()
    figures = tally(every, mappings)
    today = {m.pair for m in mappings if m.review_date == desk.today()}
    mine = [row for row in every if is_among(desk.person, row.names) and row.pair in today]
    return render_template(
        "summary.html",
        title=f"Summary: {table.side.title}",
        table=table,
        tally=figures,
        mine=mine,
        topic=topic,
        left=in_view(every, "open", desk.person),
        seconds=in_view(every, "second", desk.person),
        commit=commit_message(desk, table, mine, figures.decided, figures.rows),
        message=desk.pop_message(),
    )


def commit_message(
    desk: ReviewSession, table: ReviewCrosswalk, mine: list[ReviewRow], decided: int, rows: int
) -> str:
    """A commit message for what one person decided today; empty for nothing."""
    if not mine:
        return ""
    by_status = {
        status: sum(row.status == status for row in mine)
        for status in (Status.CONFIRMED, Status.REJECTED, Status.UNSURE)
    }
    kinds = listed([f"{number} {status}" for status, number in by_status.items() if number])
    head = f"Review of {table.side.id}: {count(len(mine), 'row')} by {desk.person}"
    body = [f"{kinds[:1].upper()}{kinds[1:]}; {decided} of {count(rows, 'row')} decided."]
    lines = [f"- {' and '.join(filter(None, row.pair))}: {row.status}, {row.relation}" for row in mine]
    return "\n".join([head, "", *body, "", *lines])


def comments(desk: ReviewSession, crosswalk: str) -> Page:
    """Every comment on one crosswalk, by row or by person."""
    table = crosswalk_or_404(desk, crosswalk)
    person = request.args.get("by") == "person"
    return render_template(
        "comments.html",
        title=f"Comments: {table.side.title}",
        table=table,
        comments=(by_person if person else by_row)(table.comments()),
        person=person,
        rows={row.pair: row for row in listed_rows(table)},
        topic=topic,
    )


def exported_comments(desk: ReviewSession, crosswalk: str) -> Page:
    """The list of comments as a table to open elsewhere."""
    table = crosswalk_or_404(desk, crosswalk)
    order = by_person if request.args.get("by") == "person" else by_row
    return Response(
        listed_comments(order(table.comments())),
        mimetype="text/tab-separated-values",
        headers={"Content-Disposition": f'attachment; filename="{crosswalk}.comments.tsv"'},
    )
