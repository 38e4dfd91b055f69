"""The desk as a local web application: served to this machine alone, and only posted requests change anything.

A guard checks every request: this machine's browser, with the token, from the desk's own pages. For browsers without
script a row is a plain form; decisions and checks are those of the side-by-side.
"""

import hmac
import json
import logging
import secrets
import socket
from collections.abc import Callable
from collections.abc import Mapping as Map
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as Answer

from crosswalk import __version__
from crosswalk.errors import ConfigError, CrosswalkError, LedgerError
from crosswalk.language.phrasing import capital
from crosswalk.report import html
from crosswalk.report.review_rows import ReviewMode, ReviewRow, review_mode
from crosswalk.report.rows import signature
from crosswalk.report.words import count, date_words
from crosswalk.review import decisions, lists, session
from crosswalk.review.decisions import taken
from crosswalk.review.decisions_file import FORMAT, read_marks
from crosswalk.review.lists import in_view, ordered_rows
from crosswalk.review.session import (
    ReviewCrosswalk,
    ReviewSession,
    crosswalk_or_404,
    open_crosswalk,
    undone_words,
)
from crosswalk.workspace.workspace import Workspace

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with that a browser sends `Origin: null`, and a form of the desk could not be distinguished from a foreign one.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# More than any form of the desk holds.
_MOST_BYTES = 512 * 1024


@dataclass(frozen=True)
class Guard:
    """The secrets of one session: one in the address and then in a cookie, one in every form.

    Cookies are shared by all ports of a machine, so the cookie's name includes the port.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    form: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the desk answers."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return f"crosswalk-desk-{self.port}"

    @property
    def address(self) -> str:
        """The address that the person opens."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"


def protect(app: Flask, guard: Guard) -> None:
    """Check every request with the guard, set its headers on every answer, and say in words what is refused."""
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    app.before_request(lambda: _admit(guard))
    app.after_request(_seal)
    app.context_processor(lambda: {"form_token": guard.form})
    app.register_error_handler(HTTPException, _refused)


def _admit(guard: Guard) -> Answer | None:
    if request.host not in guard.hosts:
        abort(403, "This page answers only under its own address on this machine.")
    given = request.args.get("token", "")
    if request.method == "GET" and request.path == "/" and _same(given, guard.token):
        return _welcomed(guard)
    if not _same(request.cookies.get(guard.cookie, ""), guard.token):
        abort(403, "Open the address that the command printed; it includes the key to this page.")
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _admit_change(guard)
    g.form_token = guard.form
    return None


def _admit_change(guard: Guard) -> None:
    origin = request.headers.get("Origin", "")
    if origin != f"http://{request.host}":
        abort(403, "This form did not come from this page, so nothing was changed.")
    given = request.headers.get("X-Form-Token") or request.form.get("form_token", "")
    if not _same(given, guard.form):
        abort(403, "This form is from another session, so nothing was changed; open the page again.")


def _welcomed(guard: Guard) -> Answer:
    """Move the token from the address into a cookie that no script can read and no other site can send."""
    answer = make_response(redirect("/", 303))
    answer.set_cookie(guard.cookie, guard.token, httponly=True, samesite="Strict", path="/")
    return answer


def _refused(error: HTTPException) -> tuple[str, int]:
    """The page for a refused request or an unknown address; it shows nothing of what is served."""
    words = {404: "There is no such page here.", 405: "This address changes nothing when it is only opened."}
    code = error.code or 500
    reason = words.get(code) or error.description or "This cannot be done."
    return render_template("refused.html", title="Not here", words=[reason]), code


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _seal(answer: Response) -> Response:
    for name, value in _HEADERS.items():
        # The side-by-side has its own policy, which allows its style and script by digest.
        answer.headers.setdefault(name, value)
    return answer


_LOOPBACK = "127.0.0.1"


def open_desk(
    space: Workspace, crosswalk: str, *, today: Callable[[], str], person: str = ""
) -> ReviewSession:
    """A desk for one crosswalk of a workspace, or for all of them if none is named.

    A named crosswalk is computed at once, so that a mistake in it shows before a page opens.
    """
    listed = {entry.id: entry.title for entry in space.crosswalks if crosswalk in {"", entry.id}}
    name = " ".join(person.replace("|", " ").split())
    desk = ReviewSession(listed, lambda crosswalk: open_crosswalk(space, crosswalk), today, __version__, name)
    if crosswalk:
        desk.tables[crosswalk] = open_crosswalk(space, crosswalk)
    return desk


def serve(make: Callable[[Guard], Flask], port: int, say: Callable[[str], None]) -> None:
    """Answer with the application that `make` gives for a guard, on the loopback address until interrupted; `say` receives the address to open.

    Port 0 takes any free port. Raises `ConfigError` if the port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with _bound(port) as listening:
        guard = Guard(listening.getsockname()[1])
        app = make(guard)
        server = make_server(
            _LOOPBACK,
            guard.port,
            app,
            threaded=True,
            fd=listening.fileno(),
            request_handler=DeskRequestHandler,
        )
        try:
            with suppress(KeyboardInterrupt):
                say(guard.address)
                server.serve_forever()
        finally:
            server.server_close()


class DeskRequestHandler(WSGIRequestHandler):
    """Closes a connection on which nothing arrives for `timeout` seconds, so that none ties up a thread."""

    timeout = 15


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"The page cannot listen on port {port} ({error.strerror}); name another with --port.",
            code="XW-508",
        ) from error
    return listening


_HERE = Path(__file__).parent
_REPORT = Path(html.__file__).parent
# The files that the desk serves.
_FILES = {
    "page.css": (_REPORT / "static" / "page.css", "text/css"),
    "tables.css": (_REPORT / "static" / "tables.css", "text/css"),
    "desk.css": (_HERE / "static" / "desk.css", "text/css"),
}


def create_app(desk: ReviewSession, guard: Guard) -> Flask:
    """The application for one desk; the guard checks every request."""
    app = Flask("crosswalk.review", static_folder=None, template_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_loader = FileSystemLoader(_HERE / "templates")
    protect(app, guard)
    shared = {"desk": desk, "count": count, "date_words": date_words, "comment_day": signature}
    app.context_processor(lambda: shared)
    app.register_error_handler(CrosswalkError, _sorry)
    _add_addresses(app, desk)
    return app


def _add_addresses(app: Flask, desk: ReviewSession) -> None:
    for method, views in (("GET", _SHOWN), ("POST", _DONE)):
        for rule, view in views.items():
            name = view.__name__
            app.add_url_rule(rule, endpoint=name, view_func=partial(view, desk), methods=[method])
    app.add_url_rule("/file/<name>", endpoint="file", view_func=_file, methods=["GET"])


def _file(name: str) -> Response:
    if name not in _FILES:
        abort(404)
    path, kind = _FILES[name]
    return Response(path.read_bytes(), mimetype=kind)


def _sorry(error: CrosswalkError) -> tuple[str, int]:
    """The page for an error that the person can correct; nothing was changed."""
    return render_template("sorry.html", title="Nothing was changed", words=str(error).splitlines()), 409


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
        table.view(withheld=partial(desk.withheld, table.comparison.id, person=desk.person)), desk.version
    )
    counted = set(table.rows(table.context.on_file().current))
    return mode, ordered_rows([row for row in mode.rows if row.pair in counted and row.anchor], "need")


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
        can_undo=desk.undoable(table.comparison.id, desk.person) is not None,
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
        return _to(table.comparison.id, form.after(desk.person) if verdict else form.row)
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


_AT = "/x/<crosswalk>/"
# The addresses that show a page, and those that change something, which accept only POST requests.
_SHOWN: dict[str, Callable[..., Page]] = {
    "/": lists.start,
    _AT: session.first,
    f"{_AT}<file>": session.shown,
    f"{_AT}row/<anchor>": session.to_row,
    f"{_AT}form": start_forms,
    f"{_AT}form/<anchor>": show_form,
    f"{_AT}queue": lists.queue,
    f"{_AT}same": lists.same,
    f"{_AT}summary": lists.summary,
    f"{_AT}comments": lists.comments,
    f"{_AT}comments.tsv": lists.exported_comments,
}
_DONE: dict[str, Callable[..., Page]] = {
    "/settings": lists.save_settings,
    f"{_AT}decisions": decisions.save_decisions,
    f"{_AT}look": decisions.look,
    f"{_AT}blind": decisions.blind,
    f"{_AT}form/<anchor>": send_form,
    f"{_AT}undo": decisions.undo_own,
    f"{_AT}progress": decisions.save_progress,
    f"{_AT}comments/<comment>": decisions.settle_comment,
    f"{_AT}same": lists.accept_same,
}
