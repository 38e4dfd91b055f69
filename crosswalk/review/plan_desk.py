"""A plan's findings as a local page on which a team writes its answers, one requirement at a time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader

from crosswalk import __version__
from crosswalk.errors import CrosswalkError
from crosswalk.plans.decisions import EDITED
from crosswalk.plans.formats import FILLED, as_page
from crosswalk.plans.gaps import TeamPlan
from crosswalk.review.server import Guard, protect

# The page has its style inside; nothing else is loaded, and its forms go nowhere else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_SENT = ("requirement", *EDITED)


def plan_app(plan: TeamPlan, person: str, today: Callable[[], str], guard: Guard) -> Flask:
    """The application for one plan; every answer is written in the name of `person` before the page comes back."""
    app = Flask("crosswalk.review.plan", static_folder=None, template_folder=None)
    app.jinja_loader = FileSystemLoader(Path(__file__).parent / "templates")
    protect(app, guard)
    app.register_error_handler(CrosswalkError, _sorry)
    app.add_url_rule("/", endpoint="shown", view_func=partial(_shown, plan, guard), methods=["GET"])
    app.add_url_rule("/", endpoint="saved", view_func=partial(_saved, plan, person, today), methods=["POST"])
    return app


def _shown(plan: TeamPlan, guard: Guard) -> Page:
    page = as_page(plan.report(), version=__version__, form_token=guard.form)
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


def _saved(plan: TeamPlan, person: str, today: Callable[[], str]) -> Page:
    row = {"requirement": "", **{name: request.form[name] for name in _SENT if name in request.form}}
    plan.decide(row, request.form.get("seen", ""), person, today())
    return redirect(_back(), 303)


def _back() -> str:
    return f"/#{quote(request.form.get('requirement', ''))}"


def _sorry(error: CrosswalkError) -> tuple[str, int]:
    """The page for an error that the person can correct, with what was sent; nothing was changed."""
    sent = [
        (head.capitalize(), words) for head, name in FILLED.items() if (words := request.form.get(name, ""))
    ]
    page = render_template(
        "refused.html", title="Nothing was changed", words=str(error).splitlines(), sent=sent, back=_back()
    )
    return page, 409
