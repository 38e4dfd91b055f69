"""The desk as a local web application, served to this machine alone; only posted requests change anything."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, render_template
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.serving import WSGIRequestHandler, make_server

from crosswalk import __version__
from crosswalk.errors import ConfigError, CrosswalkError
from crosswalk.report import html
from crosswalk.report.rows import signature
from crosswalk.report.words import count, date_words
from crosswalk.review import decisions, lists, row_form, side_by_side
from crosswalk.review.guard import Guard, protect
from crosswalk.review.session import ReviewSession, open_crosswalk
from crosswalk.workspace.workspace import Workspace

_LOOPBACK = "127.0.0.1"


def open_desk(
    space: Workspace,
    crosswalk: str,
    *,
    today: Callable[[], str],
    person: str = "",
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
        with suppress(KeyboardInterrupt):
            say(guard.address)
            server.serve_forever()


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
    _AT: side_by_side.first,
    f"{_AT}<file>": side_by_side.shown,
    f"{_AT}row/<anchor>": side_by_side.to_row,
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
