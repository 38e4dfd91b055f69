"""Serve the desk to this machine alone, until it is stopped."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from crosswalk import __version__
from crosswalk.errors import ConfigError
from crosswalk.review.session import ReviewSession, lay_table
from crosswalk.workspace.workspace import Workspace

if TYPE_CHECKING:
    from werkzeug.serving import WSGIRequestHandler

_LOOPBACK = "127.0.0.1"
# A connection on which nothing arrives for this many seconds is closed.
IDLE_SECONDS = 15


def open_desk(
    space: Workspace,
    crosswalk: str,
    *,
    today: Callable[[], str],
    person: str = "",
) -> ReviewSession:
    """A desk for one crosswalk of a workspace, or for all of them where none is named.

    A named one is computed at once, so that a mistake in it shows before a page opens.
    """
    listed = {entry.id: entry.title for entry in space.crosswalks if crosswalk in {"", entry.id}}
    name = " ".join(person.replace("|", " ").split())
    desk = ReviewSession(listed, lambda crosswalk: lay_table(space, crosswalk), today, __version__, name)
    if crosswalk:
        desk.tables[crosswalk] = lay_table(space, crosswalk)
    return desk


def serve(desk: ReviewSession, port: int, say: Callable[[str], None]) -> None:
    """Answer on the loopback address until interrupted; `say` receives the address to open.

    Port 0 takes any free one. Raises `ConfigError` where the port is taken.
    """
    from werkzeug.serving import make_server

    from crosswalk.review.app import create_app
    from crosswalk.review.guard import Guard

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with _bound(port) as listening:
        guard = Guard(listening.getsockname()[1])
        app = create_app(desk, guard)
        server = make_server(
            _LOOPBACK,
            guard.port,
            app,
            threaded=True,
            fd=listening.fileno(),
            request_handler=_request_handler(),
        )
        with suppress(KeyboardInterrupt):
            say(guard.address)
            server.serve_forever()


def _request_handler() -> "type[WSGIRequestHandler]":
    """A handler that closes a connection on which nothing arrives, so that no idle connection ties up a thread."""
    from werkzeug.serving import WSGIRequestHandler

    return type("DeskRequestHandler", (WSGIRequestHandler,), {"timeout": IDLE_SECONDS})


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"The desk cannot listen on port {port} ({error.strerror}); name another with --port.",
            code="XW-508",
        ) from error
    return listening
