"""The desk as a local web application: served to this machine alone, and only posted requests change anything.

A guard checks every request: this machine's browser, with the token, from the desk's own pages.
"""

import hmac
import logging
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as Answer

from crosswalk import __version__
from crosswalk.errors import ConfigError, CrosswalkError
from crosswalk.report import html
from crosswalk.report.rows import signature
from crosswalk.report.words import count, date_words
from crosswalk.review import decisions, lists, row_form, session
from crosswalk.review.session import ReviewSession, open_crosswalk
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
_AT = "/x/<crosswalk>/"
# The addresses that show a page, and those that change something, which accept only POST requests.
_SHOWN: dict[str, Callable[..., Page]] = {
    "/": lists.start,
    _AT: session.first,
    f"{_AT}<file>": session.shown,
    f"{_AT}row/<anchor>": session.to_row,
    f"{_AT}form": row_form.start_forms,
    f"{_AT}form/<anchor>": row_form.show_form,
    f"{_AT}queue": lists.queue,
    f"{_AT}same": lists.same,
    f"{_AT}summary": lists.summary,
    f"{_AT}comments": lists.comments,
    f"{_AT}comments.tsv": lists.exported_comments,
}
_DONE: dict[str, Callable[..., Page]] = {
    "/settings": lists.settings,
    f"{_AT}decisions": decisions.decide,
    f"{_AT}look": decisions.look,
    f"{_AT}blind": decisions.blind,
    f"{_AT}form/<anchor>": row_form.send_form,
    f"{_AT}undo": decisions.undo,
    f"{_AT}progress": decisions.progress,
    f"{_AT}comments/<comment>": decisions.settle,
    f"{_AT}same": lists.accept_same,
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
