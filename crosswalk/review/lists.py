"""The lists of the desk: the rows to decide, most urgent first, and the pages that show them.

The pages are start, queue, rows with the same words, comments, and summary, with the progress of the review and the
agreement of reviewers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import fsum

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.language.phrasing import listed
from crosswalk.ledger.comments import by_person, by_row, listed_comments
from crosswalk.ledger.decide import Conflict, Decision, Verdict, history
from crosswalk.ledger.signatures import fold_name, is_among
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.report.review_rows import ReviewRow
from crosswalk.report.words import count
from crosswalk.review.session import ReviewCrosswalk, ReviewSession, crosswalk_or_404
from crosswalk.services.decide import record_decision

Said = tuple[Status, Relation]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of reviewers: `agreed` of the `compared` rows, those that two or more people decided.

    `alpha` is Krippendorff's alpha for nominal data, 1 for full agreement and 0 for agreement by chance; None if it
    is not defined, because nothing was compared or all answers are the same.
    """

    agreed: int
    compared: int
    alpha: float | None


def agreement(mappings: MappingSet) -> Agreement:
    """How far the people behind a mapping file agree; each person's first decision on a row counts.

    A person who changes a decision later to agree with another is not counted as agreeing.
    """
    of_pair: dict[tuple[str, str], list[Mapping]] = {}
    for mapping in mappings:
        of_pair.setdefault(mapping.pair, []).append(mapping)
    read = [_first(replace(mappings, mappings=tuple(rows)), pair) for pair, rows in of_pair.items()]
    twice = [said for said in read if len(said) > 1]
    return Agreement(sum(len(set(said)) == 1 for said in twice), len(twice), alpha(twice))


def _first(rows: MappingSet, pair: tuple[str, str]) -> tuple[Said, ...]:
    """Each person's first decision on a pair."""
    first: dict[str, Said] = {}
    for row in history(rows, pair):
        for name in row.reviewers:
            first.setdefault(fold_name(name), (row.was or row.status, row.relation))
    return tuple(first.values())


def alpha(read: Sequence[Sequence[object]]) -> float | None:
    """Krippendorff's alpha for nominal data (Content Analysis, ch. 12); None if it is not defined.

    >>> round(alpha([["yes", "yes"], ["no", "no"], ["yes", "no"]]) or 0, 3)
    0.444
    >>> alpha([["yes", "yes"], ["yes", "yes"]]), alpha([])
    (None, None)
    """
    units = [said for said in read if len(said) > 1]
    sizes = Counter(one for said in units for one in said)
    number = sizes.total()
    unlike = fsum((a != b) / (len(said) - 1) for said in units for a, b in permutations(said, 2))
    by_chance = number * number - sum(size * size for size in sizes.values())
    if not by_chance:
        return None
    return 1 - (number - 1) * unlike / by_chance


# The views of the queue, with their page words.
VIEWS = {
    "open": "To decide",
    "second": "Decided by others",
    "unsure": "Unsure",
    "decided": "Decided",
    "all": "All rows",
}
ORDERS = {"need": "Most in need of a decision first", "text": "Order of the text"}


def listed_rows(table: ReviewCrosswalk) -> tuple[ReviewRow, ...]:
    """Every row of a crosswalk as it is now, in text order."""
    counted = set(table.rows(table.context.on_file().current))
    return tuple(row for row in table.view().rows if row.pair in counted)


def in_view(rows: Sequence[ReviewRow], view: str, person: str) -> tuple[ReviewRow, ...]:
    """The rows of one view; the rows that others decided are offered to a person who did not decide them."""
    return tuple(row for row in rows if _is_in(row, view, person))


def _is_in(row: ReviewRow, view: str, person: str) -> bool:
    if view == "open":
        return not row.done
    if view == "second":
        return row.done and not is_among(person, row.names)
    if view == "unsure":
        return row.status == Status.UNSURE
    return row.done or view == "all"


def ordered_rows(rows: Sequence[ReviewRow], order: str) -> tuple[ReviewRow, ...]:
    """The rows in text order or by urgency; counterparts of one provision stay together."""
    if order == "text":
        return tuple(rows)
    need: dict[str, int] = {}
    for row in rows:
        need[row.at] = max(need.get(row.at, 0), row.need)
    first = {at: n for n, at in enumerate(dict.fromkeys(row.at for row in rows))}
    return tuple(sorted(rows, key=lambda row: (-need[row.at], first[row.at], -row.need)))


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """The progress of a review: all rows, rows decided, rows decided by two people, and the agreement of reviewers."""

    rows: int
    decided: int
    twice: int
    agreement: Agreement

    @property
    def is_final(self) -> bool:
        """Whether two people decided every row."""
        return self.rows > 0 and self.twice == self.rows


def tally(rows: Sequence[ReviewRow], mappings: MappingSet) -> ReviewProgress:
    """The progress of a crosswalk as it is now."""
    twice = sum(row.done and len(row.names) > 1 for row in rows)
    return ReviewProgress(len(rows), sum(row.done for row in rows), twice, agreement(mappings))


_MOST_NAME = 120


def start(desk: ReviewSession) -> Page:
    """The start page: the person at the desk, and the crosswalks to review."""
    tallies = {
        name: tally(listed_rows(table), table.context.on_file())
        for name in desk.listed
        if (table := desk.tables.get(name)) is not None
    }
    return render_template("start.html", title="Review desk", tallies=tallies, message=desk.pop_message())


def save_settings(desk: ReviewSession) -> Page:
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
        title=f"Queue: {table.comparison.title}",
        table=table,
        show=show,
        order=order,
        views=VIEWS,
        orders=ORDERS,
        queue=ordered_rows(in_view(every, show, desk.person), order),
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
    here, there = (
        table.comparison.whole_left.by_id.get(row.left),
        table.comparison.whole_right.by_id.get(row.right),
    )
    here, there = (
        here or table.comparison.left.by_id.get(row.left),
        there or table.comparison.right.by_id.get(row.right),
    )
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
        title=f"Summary: {table.comparison.title}",
        table=table,
        tally=figures,
        mine=mine,
        topic=topic,
        left=in_view(every, "open", desk.person),
        seconds=in_view(every, "second", desk.person),
        commit=_commit_message(desk, table, mine, figures.decided, figures.rows),
        message=desk.pop_message(),
    )


def _commit_message(
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
    head = f"Review of {table.comparison.id}: {count(len(mine), 'row')} by {desk.person}"
    body = [f"{kinds[:1].upper()}{kinds[1:]}; {decided} of {count(rows, 'row')} decided."]
    lines = [f"- {' and '.join(filter(None, row.pair))}: {row.status}, {row.relation}" for row in mine]
    return "\n".join([head, "", *body, "", *lines])


def comments(desk: ReviewSession, crosswalk: str) -> Page:
    """Every comment on one crosswalk, by row or by person."""
    table = crosswalk_or_404(desk, crosswalk)
    person = request.args.get("by") == "person"
    return render_template(
        "comments.html",
        title=f"Comments: {table.comparison.title}",
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
