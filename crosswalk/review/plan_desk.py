"""A plan's findings as a local page on which a team writes its answers: one form, one save for all that changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader

from crosswalk import __version__
from crosswalk.errors import CrosswalkError
from crosswalk.plans.decisions import EDITED, edited, problem_written
from crosswalk.plans.formats import PlanForm, as_page
from crosswalk.plans.gaps import TeamPlan
from crosswalk.review.server import Guard, protect

# The page has its style inside; nothing else is loaded, and its form goes nowhere else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
# More than the answers to any list: a save sends the whole page.
_MOST_BYTES = 16 * 1024 * 1024


def plan_app(plan: TeamPlan, person: str, today: Callable[[], str], guard: Guard) -> Flask:
    """The application for one plan; every answer is written in the name of `person` before the page comes back."""
    app = Flask("crosswalk.review.plan", static_folder=None, template_folder=None)
    app.jinja_loader = FileSystemLoader(Path(__file__).parent / "templates")
    protect(app, guard)
    app.config |= {"MAX_CONTENT_LENGTH": _MOST_BYTES, "MAX_FORM_MEMORY_SIZE": _MOST_BYTES}
    app.add_url_rule("/", endpoint="shown", view_func=partial(_shown, plan, guard), methods=["GET"])
    saved = partial(_saved, plan, guard, person, today)
    app.add_url_rule("/", endpoint="saved", view_func=saved, methods=["POST"])
    return app


def _shown(plan: TeamPlan, guard: Guard, form: PlanForm | None = None, told: Sequence[str] = ()) -> Response:
    page = as_page(plan.report(), version=__version__, form=form or PlanForm(guard.form), told=told)
    headers = {"Content-Security-Policy": _POLICY}
    return Response(page, status=409 if told else 200, mimetype="text/html", headers=headers)


def _saved(plan: TeamPlan, guard: Guard, person: str, today: Callable[[], str]) -> Page:
    """Keep every answer that changed; what cannot be kept stays in its field, with the reason beside it."""
    sent = _rows(request.form)
    try:
        added, late = plan.decide(tuple(sent.values()), person, today())
    except CrosswalkError as error:
        reasons = {unit: said for unit, row in sent.items() if (said := problem_written(edited(row)))}
        return _shown(plan, guard, PlanForm(guard.form, sent, reasons), str(error).splitlines())
    if late:
        # Who saves a second time has seen what another wrote: the mark is now that of what holds.
        left = {one.where: {**sent[one.where], "seen": ""} for one in late}
        reasons = {one.where: one.what for one in late}
        told = f"{len(added)} kept. Not kept, and still in the fields: {', '.join(left)}."
        return _shown(plan, guard, PlanForm(guard.form, left, reasons), [told, *map(str, late)])
    at = request.form.get("at", "") or (added[0].requirement if added else "")
    return redirect(f"/#{quote(at)}" if at else "/", 303)


def _rows(form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was sent, by requirement; a field is called by its column and its requirement, as in `owner:L-03`."""
    found: dict[str, dict[str, str]] = {}
    for name, words in form.items():
        column, _, unit = name.partition(":")
        if unit and column in {"seen", *EDITED}:
            found.setdefault(unit, {"requirement": unit})[column] = words
    return found
