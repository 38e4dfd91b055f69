"""One row as a plain form, for browsers without script; decisions and checks are those of the side-by-side."""

import json
from collections.abc import Mapping as Map
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.errors import CrosswalkError, LedgerError
from crosswalk.language.phrasing import capital
from crosswalk.report.review_rows import ReviewMode, ReviewRow, review_mode
from crosswalk.review.decisions import taken
from crosswalk.review.decisions_file import FORMAT, read_marks
from crosswalk.review.queue import in_order, in_view
from crosswalk.review.session import ReviewCrosswalk, ReviewSession, on_file, undone_words
from crosswalk.review.side_by_side import crosswalk_or_404

_CHOOSE = "Choose how the two relate first."


@dataclass(frozen=True)
class RowForm:
    """The row of a form, the rows around it, and the review data of the page.

    `listed` are the rows of the crosswalk, most urgent first.
    """

    row: ReviewRow
    mode: ReviewMode
    listed: tuple[ReviewRow, ...]

    @property
    def rivals(self) -> tuple[ReviewRow, ...]:
        """The other rows of the same line."""
        return tuple(one for one in self.listed if one.at == self.row.at and one.pair != self.row.pair)

    def opening(self, relation: str) -> str:
        """The sentence shown for a relation: the row's own, or the default one."""
        if relation == self.row.relation:
            return self.row.sentence
        return next((one.sentence for one in self.mode.choices if one.value == relation), "")

    def after(self, person: str) -> ReviewRow | None:
        """The next row to decide; None if every other row is decided."""
        place = [one.pair for one in self.listed].index(self.row.pair)
        turned = (*self.listed[place + 1 :], *self.listed[:place])
        return next(iter(in_view(turned, "open", person)), None)


def _forms(desk: ReviewSession, table: ReviewCrosswalk) -> tuple[ReviewMode, tuple[ReviewRow, ...]]:
    """Every row of a crosswalk as this person may see it, most urgent first."""
    mode = review_mode(
        table.view(withheld=partial(desk.withheld, table.side.id, person=desk.person)), desk.version
    )
    counted = set(table.rows(on_file(table.context.on_file())))
    return mode, in_order([row for row in mode.rows if row.pair in counted and row.anchor], "need")


def _form(desk: ReviewSession, table: ReviewCrosswalk, anchor: str) -> RowForm:
    mode, listed = _forms(desk, table)
    found = next((row for row in listed if row.anchor == anchor), None)
    if found is None:
        abort(404)
    return RowForm(found, mode, listed)


def start_forms(desk: ReviewSession, crosswalk: str) -> Page:
    """Redirect to the form of the first open row, or to the summary if every row is decided."""
    table = crosswalk_or_404(desk, crosswalk)
    _, listed = _forms(desk, table)
    first = next(iter(in_view(listed, "open", desk.person)), None)
    return _to(crosswalk, first)


def _to(crosswalk: str, row: ReviewRow | None, relation: str | None = None) -> Page:
    if row is None:
        return redirect(url_for("summary", crosswalk=crosswalk), 303)
    return redirect(
        url_for("show_form", crosswalk=crosswalk, anchor=row.anchor, relation=relation or None), 303
    )


def show_form(desk: ReviewSession, crosswalk: str, anchor: str) -> Page:
    """The form of one row."""
    table = crosswalk_or_404(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        form = _form(desk, table, anchor)
    relation = request.args.get("relation", "") or ("" if form.row.first else form.row.relation)
    return _page(desk, table, form, {"relation": relation, "sentence": form.opening(relation)})


def _page(
    desk: ReviewSession,
    table: ReviewCrosswalk,
    form: RowForm,
    given: Map[str, str],
    *,
    both: Map[str, Any] | None = None,
    why: str = "",
) -> str:
    ends = (("left", form.row.left, form.mode.left_name), ("right", form.row.right, form.mode.right_name))
    return render_template(
        "form.html",
        title=form.row.topic,
        table=table,
        form=form,
        given=given,
        texts=[(name, form.mode.texts.get(f"{side}:{prov}")) for side, prov, name in ends],
        following=form.after(desk.person),
        can_undo=desk.undoable(table.side.id, desk.person) is not None,
        message=desk.pop_message(),
        both=both,
        why=why,
    )


def send_form(desk: ReviewSession, crosswalk: str, anchor: str) -> Page:
    """Handle a sent form: a first choice, a decision, a comment, or an undo."""
    table, sent = crosswalk_or_404(desk, crosswalk), request.form
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        form = _form(desk, table, anchor)
        act = sent.get("act", "")
        if act == "undo":
            return _undone(desk, crosswalk, form)
        if act in {"look", "confirmed"} and form.row.right and form.row.left and not sent.get("relation"):
            return _page(desk, table, form, sent, why=_CHOOSE), 422
        if act == "look":
            desk.looked.add((crosswalk, *form.row.pair))
            return _to(crosswalk, form.row, relation=sent.get("relation", ""))
        return _decided(desk, table, form, act)


def _undone(desk: ReviewSession, crosswalk: str, form: RowForm) -> Page:
    try:
        done = desk.undo(crosswalk, desk.person)
        desk.say(undone_words(done) if done else "There is nothing to undo.")
    except CrosswalkError as error:
        desk.say(f"Nothing was undone: {error.message}")
    return _to(crosswalk, form.row)


def _decided(desk: ReviewSession, table: ReviewCrosswalk, form: RowForm, verdict: str) -> Page:
    sent = request.form
    try:
        marks = read_marks(_as_file(desk, form, verdict, sent), "The form")
    except LedgerError as error:
        return _page(desk, table, form, sent, why=capital(error.message)), 422
    answer = taken(desk, table, marks, sent)
    if isinstance(answer, dict):
        desk.say(answer["said"])
        return _to(table.side.id, form.after(desk.person) if verdict else form.row)
    body, status = answer
    both = body.get("both")
    given = {**sent, "seen": both["seen"]} if both else sent
    return _page(desk, table, form, given, both=both, why=body.get("why", "")), status


def _as_file(desk: ReviewSession, form: RowForm, verdict: str, sent: Map[str, str]) -> bytes:
    """The form as a decisions file with one row, as the page's script would send it."""
    row, mode = form.row, form.mode
    chosen = verdict == "confirmed" or row.withheld
    relation = (sent.get("relation", "") if chosen and all(row.pair) else "") or row.relation
    if not all(row.pair):
        relation = "no-relationship"
    own = relation == row.relation
    entry = {
        "left": row.left,
        "right": row.right,
        "left_digest": row.left_digest,
        "right_digest": row.right_digest,
        "seen": sent.get("seen", ""),
        "verdict": verdict,
        "relation": relation if verdict else "",
        "strength": row.strength if own and verdict else None,
        "sentence": (sent.get("sentence", "").strip() or row.sentence) if verdict else "",
        "note": (sent.get("note", "").strip() or row.note) if verdict else "",
        "comment": sent.get("comment", ""),
        "basis": row.basis if own and verdict else "",
        "group": row.group if verdict else "",
    }
    head = {"crosswalk": mode.crosswalk, "left": mode.left, "right": mode.right}
    who = {"reviewer": desk.person, "role": desk.role, "date": desk.today(), "rows": [entry]}
    return json.dumps({"format": FORMAT, **head, "page": mode.digest, "tool": mode.tool, **who}).encode()
