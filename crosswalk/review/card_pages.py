"""The pages of one card: show it, decide it, meet another's decision, take one's own back."""

from collections.abc import Mapping as Map
from functools import partial

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.errors import CrosswalkError, LedgerError
from crosswalk.language.phrasing import capital
from crosswalk.ledger.decide import Conflict, Decision
from crosswalk.ledger.history import LedgerChange
from crosswalk.model.mapping import Mapping, fingerprint
from crosswalk.model.relation import Status
from crosswalk.review.cards import address, base_of, card_of, in_words, names_of
from crosswalk.review.crosswalk import REVIEWED, ReviewCrosswalk, key_of
from crosswalk.review.forms import VERDICTS, Again, FormEntry, agrees, entry_for, entry_of, meant
from crosswalk.review.queue import ORDERS, VIEWS, QueueItem, after, in_order, in_view, items, tally
from crosswalk.review.session import ReviewSession, taken_back_words
from crosswalk.services.decide import take_decision

_WORDS = {
    Status.CONFIRMED: "Accepted as",
    Status.REJECTED: "Rejected as",
    Status.UNSURE: "Marked unsure, read as",
}


def table_of(desk: ReviewSession, crosswalk: str) -> ReviewCrosswalk:
    """A listed crosswalk laid out; any other name has no page."""
    if crosswalk not in desk.listed:
        abort(404)
    return desk.table(crosswalk)


def view_of(args: Map[str, str]) -> dict[str, str]:
    """Which rows, in which order; an unknown word counts as none."""
    show, order = args.get("show", ""), args.get("order", "")
    return {"show": show if show in VIEWS else "open", "order": order if order in ORDERS else "need"}


def to_card(crosswalk: str, key: str, view: Map[str, str]) -> Page:
    """On to a card, in the same view."""
    return redirect(
        url_for("show", crosswalk=crosswalk, key=key, show=view["show"], order=view["order"]), 303
    )


def queue_of(
    desk: ReviewSession, table: ReviewCrosswalk, view: dict[str, str], every: tuple[QueueItem, ...]
) -> tuple[QueueItem, ...]:
    """Those of `every` row that a view shows, in its order."""
    shown = in_view(every, view["show"], desk.person)
    return in_order(shown, view["order"], desk.skipped_in(table.side.id))


def find_item(table: ReviewCrosswalk, key: str, every: tuple[QueueItem, ...]) -> QueueItem:
    """The row that a key names; also a rival that is no row yet."""
    for item in every:
        if item.key == key:
            return item
    if key not in table.pairs:
        abort(404)
    pair = table.pairs[key]
    return QueueItem(pair, table.on_file().get(pair), table.candidates.get(pair), (), len(every))


def first(desk: ReviewSession, crosswalk: str) -> Page:
    """The first card of a view, or the summary where none is left."""
    table, view = table_of(desk, crosswalk), view_of(request.args)
    queue = queue_of(desk, table, view, items(table))
    if not queue:
        return redirect(url_for("summary", crosswalk=crosswalk), 303)
    return to_card(crosswalk, queue[0].key, view)


def show(desk: ReviewSession, crosswalk: str, key: str) -> Page:
    """One card."""
    table = table_of(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    if desk.began is None:
        desk.began = desk.clock()
    every = items(table)
    return _page(desk, table, find_item(table, key, every), view_of(request.args), every)


def _page(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    item: QueueItem,
    view: dict[str, str],
    every: tuple[QueueItem, ...],
    missing: Again | None = None,
) -> str:
    queue = queue_of(desk, table, view, every)
    pairs = [one.pair for one in queue]
    at = pairs.index(item.pair) if item.pair in pairs else -1
    return render_template(
        "card.html",
        table=table,
        card=card_of(table, item, blind=_is_blind(desk, item), entry=missing.entry if missing else None),
        view=view,
        views=VIEWS,
        orders=ORDERS,
        number=_number(every, item),
        total=len(every),
        next=queue[(at + 1) % len(queue)].key if queue else "",
        before=queue[at - 1].key if queue else "",
        tally=tally(every, table.ground.on_file()),
        missing=missing,
        undoable=desk.undoable(table.side.id),
        address=partial(address, table),
        heard=missing.words if missing else desk.heard(),
    )


def _number(every: tuple[QueueItem, ...], item: QueueItem) -> int:
    """The number of a row in the order of the text, which no decision changes; 0 for a pair that is no row."""
    pairs = [one.pair for one in every]
    return pairs.index(item.pair) + 1 if item.pair in pairs else 0


def _is_blind(desk: ReviewSession, item: QueueItem) -> bool:
    """Whether a card hides what others found: in blind mode, until this person has decided."""
    return desk.blind and desk.person not in item.names


def decide(desk: ReviewSession, crosswalk: str, key: str) -> Page:
    """Take the decision of a card's form, and go on to the next card."""
    table, view, form = table_of(desk, crosswalk), view_of(request.form), request.form
    with desk.lock:
        every = items(table)
        item, queue = find_item(table, key, every), queue_of(desk, table, view, every)
        verdict = form.get("verdict", "")
        if not desk.person:
            return redirect("/", 303)
        if verdict == "skip":
            desk.skipped.add((crosswalk, item.pair))
            desk.say("Skipped; it comes again at the end.")
            return _next(desk, table, item, queue, view)
        if verdict not in VERDICTS:
            abort(400, "A card is accepted, rejected, marked unsure or skipped.")
        return _decided(desk, table, item, queue, view)


def _decided(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    item: QueueItem,
    queue: tuple[QueueItem, ...],
    view: dict[str, str],
) -> Page:
    blind = request.form.get("blind") == "yes"
    seen = request.form.get("seen", "")
    entry = entry_of(request.form)
    decision = meant(
        request.form["verdict"],
        entry,
        base_of(table, item),
        names_of(table),
        by=desk.person,
        date=desk.today(),
        blind=blind,
        read=request.form.get("read") == "yes",
    )
    unseen = blind and item.row is not None and desk.person not in item.names and item.row.status in REVIEWED
    if isinstance(decision, Again):
        if unseen and item.row and decision.where == "sentence":
            return _both(desk, table, item, item.row, decision.entry, view)
        return _page(desk, table, item, view, items(table), decision), 422
    if unseen and item.row and not agrees(decision, item.row):
        return _both(desk, table, item, item.row, entry, view)
    try:
        taken = take_decision(table.ground, _bare(decision) if unseen else decision, seen=seen)
    except Conflict as conflict:
        return _both(desk, table, item, conflict.theirs, entry, view, conflict)
    except LedgerError as error:
        return _page(desk, table, item, view, items(table), Again(error.message, "sentence", entry)), 422
    return _saved(desk, table, item, queue, view, taken)


def _bare(decision: Decision) -> Decision:
    """A blind second decision that agrees adds a name to the row, and none of its own words."""
    return Decision(decision.left, decision.right, decision.verdict, decision.by, decision.date)


def _saved(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    item: QueueItem,
    queue: tuple[QueueItem, ...],
    view: dict[str, str],
    taken: LedgerChange,
) -> Page:
    row = taken.row
    desk.keep(table.side.id, taken)
    second = " Your name stands beside the first." if "|" in row.reviewer else ""
    desk.say(f"Saved. {_WORDS.get(row.status, 'Decided as')} {row.relation.word}.{second}")
    return _next(desk, table, item, queue, view)


def _next(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    item: QueueItem,
    queue: tuple[QueueItem, ...],
    view: dict[str, str],
) -> Page:
    still = {one.pair for one in in_view(items(table), view["show"], desk.person)}
    skipped = desk.skipped_in(table.side.id)
    wanted = (still - skipped) or still
    pair = after(queue, item.pair, wanted)
    if pair is None:
        return redirect(url_for("summary", crosswalk=table.side.id), 303)
    return to_card(table.side.id, key_of(pair), view)


def _both(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    item: QueueItem,
    theirs: Mapping | None,
    entry: FormEntry,
    view: dict[str, str],
    conflict: Conflict | None = None,
) -> Page:
    """Both decisions, and a choice between them; nothing is saved yet."""
    same = theirs is not None and theirs.pair == item.pair
    page = render_template(
        "both.html",
        table=table,
        card=card_of(table, item, blind=False, entry=entry),
        view=view,
        words=f"{capital(conflict.why)}; look at both and decide again."
        if conflict
        else "You and another person read this pair differently.",
        theirs=in_words(theirs) if theirs else "Nothing: the row is gone.",
        theirs_entry=entry_for(theirs, names_of(table), blind=False) if theirs and same else None,
        theirs_key=key_of(theirs.pair) if theirs and not same else "",
        verdict=request.form["verdict"],
        seen=fingerprint(theirs) if same or theirs is None else "",
        agree=_agreeing(theirs) if same else "",
        doubt=_doubt(theirs, f"{desk.person}: {VERDICTS[request.form['verdict']]}, {entry.relation}"),
    )
    return page, 409


def _doubt(theirs: Mapping | None, mine: str) -> str:
    """Both readings in one line, for the note of a row that is to be talked over."""
    if theirs is None:
        return mine
    who = (theirs.reviewer or theirs.author).replace("|", " and ")
    return f"{who}: {theirs.status}, {theirs.relation}; {mine}"


def _agreeing(theirs: Mapping | None) -> str:
    """The verdict that agrees with a person's row."""
    verdicts = {Status.CONFIRMED: "accept", Status.REJECTED: "reject", Status.UNSURE: "unsure"}
    return verdicts.get(theirs.status, "") if theirs and theirs.reviewer else ""


def undo(desk: ReviewSession, crosswalk: str) -> Page:
    """Take back this person's last decision on a crosswalk, and show its card again."""
    table, view = table_of(desk, crosswalk), view_of(request.form)
    with desk.lock:
        try:
            taken = desk.undo(crosswalk)
        except CrosswalkError as error:
            desk.say(f"Nothing was taken back: {error.message}")
            taken = None
        else:
            desk.say(taken_back_words(taken) if taken else "There is nothing to take back.")
    key = key_of(taken.row.pair) if taken else request.form.get("key", "")
    if key in table.pairs:
        return to_card(crosswalk, key, view)
    return redirect(url_for("summary", crosswalk=crosswalk), 303)
