"""Access control of the desk: this machine's browser, with the token, from the desk's own pages."""

import hmac
import secrets
from dataclasses import dataclass, field

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

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
    words = {
        404: "There is no such page here.",
        405: "This address changes nothing when it is only opened.",
    }
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
