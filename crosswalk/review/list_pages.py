"""The pages that list: where one begins, the queue, rows with the same words, and the summary."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.language.phrasing import listed
from crosswalk.ledger.decide import Conflict, Decision, Verdict
from crosswalk.ledger.person_names import is_among
from crosswalk.model.relation import Relation, Status
from crosswalk.report.words import count
from crosswalk.review.card_pages import queue_of, table_of, to_card, view_of
from crosswalk.review.cards import address, base_of, names_of
from crosswalk.review.crosswalk import ReviewCrosswalk
from crosswalk.review.forms import entry_for
from crosswalk.review.queue import ORDERS, VIEWS, QueueItem, in_view, items, tally
from crosswalk.review.session import ReviewSession
from crosswalk.services.decide import take_decision

_MOST_NAME = 120


def start(desk: ReviewSession) -> Page:
    """Who sits here, and what there is to review."""
    open_now = {name: desk.tables[name] for name in desk.listed if name in desk.tables}
    tallies = {name: tally(items(table), table.ground.on_file()) for name, table in open_now.items()}
    return render_template("start.html", title="Review desk", tallies=tallies, heard=desk.heard())


def settings(desk: ReviewSession) -> Page:
    """Take a name, an office, and how the desk should behave; only what the form holds is changed."""
    form = request.form
    if "person" in form:
        desk.person = " ".join(form["person"].replace("|", " ").split())[:_MOST_NAME]
        desk.role = " ".join(form.get("role", "").split())[:_MOST_NAME]
        if not desk.person:
            desk.say("A decision needs your name.")
            return redirect("/", 303)
    if "keys" in form:
        desk.keys = form["keys"] == "on"
    if "blind" in form:
        desk.blind = form["blind"] == "on"
    if form.get("crosswalk") not in desk.listed:
        return redirect("/", 303)
    here, key = form["crosswalk"], form.get("key", "")
    if key in desk.table(here).pairs:
        return to_card(here, key, view_of(form))
    return redirect(url_for("first", crosswalk=here), 303)


def queue(desk: ReviewSession, crosswalk: str) -> Page:
    """The rows of a view in their order, each with the reasons why it needs a person."""
    table, view = table_of(desk, crosswalk), view_of(request.args)
    every = items(table)
    return render_template(
        "queue.html",
        title=f"Queue: {table.side.title}",
        table=table,
        view=view,
        views=VIEWS,
        orders=ORDERS,
        queue=queue_of(desk, table, view, every),
        tally=tally(every, table.ground.on_file()),
        address=partial(address, table),
        blind=desk.blind,
    )


def _same_words(table: ReviewCrosswalk) -> tuple[QueueItem, ...]:
    """The rows nobody decided whose two texts are the same, letter for letter but for white space."""
    return tuple(
        item for item in in_view(items(table), "open", "") if item.row is None and _is_same(table, item)
    )


def _is_same(table: ReviewCrosswalk, item: QueueItem) -> bool:
    here, there = (side.find(i) for side, i in zip(table.sides, item.pair, strict=True))
    judged = item.candidate.prediction if item.candidate else None
    if not (here and there and judged) or judged.relation is not Relation.EQUAL:
        return False
    return bool(here.text.strip()) and here.text.split() == there.text.split()


def same(desk: ReviewSession, crosswalk: str) -> Page:
    """The rows with the same words, listed before anything is accepted."""
    table = table_of(desk, crosswalk)
    found = [(item, address(table, item.pair), _left_text(table, item)) for item in _same_words(table)]
    return render_template("same.html", title="The same words on both sides", table=table, found=found)


def _left_text(table: ReviewCrosswalk, item: QueueItem) -> str:
    prov = table.sides[0].find(item.pair[0])
    return prov.text if prov else ""


def accept_same(desk: ReviewSession, crosswalk: str) -> Page:
    """Accept the ticked rows of the list, each as a decision of its own."""
    table, done = table_of(desk, crosswalk), 0
    ticked = set(request.form.getlist("key"))
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        for item in _same_words(table):
            done += item.key in ticked and _accept(desk, table, item)
    left = len(ticked) - done
    others = (
        f" {count(left, 'row')} had changed since the list was shown and stayed as they were." if left else ""
    )
    desk.say(f"Saved. {count(done, 'row')} accepted as Same.{others}")
    return redirect(url_for("summary", crosswalk=crosswalk), 303)


def _accept(desk: ReviewSession, table: ReviewCrosswalk, item: QueueItem) -> bool:
    base = base_of(table, item)
    why = entry_for(base, names_of(table), blind=False).sentence
    decision = Decision(*item.pair, Verdict.CONFIRMED, desk.person, desk.today(), Relation.EQUAL, why)
    try:
        desk.keep(table.side.id, take_decision(table.ground, decision, seen=""))
    except Conflict:
        return False
    return True


def summary(desk: ReviewSession, crosswalk: str) -> Page:
    """What this person decided today, what is left, and the same in words for a commit message."""
    table = table_of(desk, crosswalk)
    every = items(table)
    figures = tally(every, table.ground.on_file())
    mine = [
        i for i in every if is_among(desk.person, i.names) and i.row and i.row.review_date == desk.today()
    ]
    return render_template(
        "summary.html",
        title=f"Where it stands: {table.side.title}",
        table=table,
        tally=figures,
        mine=mine,
        address=partial(address, table),
        left=in_view(every, "open", desk.person),
        seconds=in_view(every, "second", desk.person),
        message=commit_message(desk, table, mine, figures.decided, figures.rows),
        undoable=desk.undoable(crosswalk),
        heard=desk.heard(),
    )


def commit_message(
    desk: ReviewSession, table: ReviewCrosswalk, mine: list[QueueItem], decided: int, rows: int
) -> str:
    """What one person decided today, in the words of a commit message."""
    if not mine:
        return ""
    by_status = {
        status: sum(bool(i.row and i.row.status is status) for i in mine)
        for status in (Status.CONFIRMED, Status.REJECTED, Status.UNSURE)
    }
    kinds = listed([f"{number} {status}" for status, number in by_status.items() if number])
    head = f"Review of {table.side.id}: {count(len(mine), 'row')} by {desk.person}"
    body = [f"{kinds[:1].upper()}{kinds[1:]}; {decided} of {count(rows, 'row')} decided."]
    lines = [
        f"- {' and '.join(filter(None, i.pair))}: {i.row.status}, {i.row.relation}" for i in mine if i.row
    ]
    return "\n".join([head, "", *body, "", *lines])
