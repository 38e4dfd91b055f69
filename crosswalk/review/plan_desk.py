"""A plan's findings as a local page on which a team writes its answers: one form, one save for all that changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from jinja2 import FileSystemLoader

from crosswalk import __version__
from crosswalk.errors import CrosswalkError
from crosswalk.plans.decisions import EDITED, PlanDecision, edited, problem_written
from crosswalk.plans.formats import FILLED, PlanForm, as_page
from crosswalk.plans.gaps import TeamPlan
from crosswalk.review.server import Guard, protect

# The page has its style inside; nothing else is loaded, and its form goes nowhere else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
# More than the answers to any list: a save sends the whole page.
_MOST_BYTES = 16 * 1024 * 1024
# What the pages of a session showed, by its mark, so that only what a person changed counts as theirs.
_Seen = dict[str, PlanDecision]


def plan_app(plan: TeamPlan, person: str, today: Callable[[], str], guard: Guard) -> Flask:
    """The application for one plan; every answer is written in the name of `person` before the page comes back."""
    app = Flask("crosswalk.review.plan", static_folder=None, template_folder=None)
    app.jinja_loader = FileSystemLoader(Path(__file__).parent / "templates")
    protect(app, guard)
    app.config |= {"MAX_CONTENT_LENGTH": _MOST_BYTES, "MAX_FORM_MEMORY_SIZE": _MOST_BYTES}
    seen: _Seen = {}
    app.add_url_rule("/", endpoint="shown", view_func=partial(_shown, plan, guard, seen), methods=["GET"])
    saved = partial(_saved, plan, guard, seen, person, today)
    app.add_url_rule("/", endpoint="saved", view_func=saved, methods=["POST"])
    app.register_error_handler(CrosswalkError, partial(_unread, seen))
    return app


def _shown(
    plan: TeamPlan, guard: Guard, seen: _Seen, form: PlanForm | None = None, told: Sequence[str] = ()
) -> Response:
    report = plan.report()
    seen |= {line.decision.mark: line.decision for line in report.lines}
    page = as_page(report, version=__version__, form=form or PlanForm(guard.form), told=told)
    headers = {"Content-Security-Policy": _POLICY}
    return Response(page, status=409 if told else 200, mimetype="text/html", headers=headers)


def _saved(plan: TeamPlan, guard: Guard, seen: _Seen, person: str, today: Callable[[], str]) -> Page:
    """Keep every answer that changed; what cannot be kept stays in its field, with the reason beside it."""
    sent = _rows(request.form)
    typed = _typed(sent, seen)
    try:
        added, late = plan.decide(tuple(typed.values()), person, today())
    except CrosswalkError as error:
        reasons = {unit: said for unit, row in typed.items() if (said := problem_written(edited(row)))}
        form = PlanForm(guard.form, {unit: sent[unit] for unit in typed}, reasons)
        return _shown(plan, guard, seen, form, str(error).splitlines())
    if late:
        # Who saves a second time has seen what another wrote: the mark is now that of what holds, and so is every
        # field that this person left alone.
        left = {one.where: {**typed[one.where], "seen": ""} for one in late}
        reasons = {one.where: one.what for one in late}
        told = f"{len(added)} kept. Not kept, and still in the fields: {', '.join(left)}."
        return _shown(plan, guard, seen, PlanForm(guard.form, left, reasons), [told, *map(str, late)])
    at = request.form.get("at", "") or (added[0].requirement if added else "")
    return redirect(f"/#{quote(at)}" if at else "/", 303)


def _unread(seen: _Seen, error: CrosswalkError) -> tuple[str, int]:
    """The page for answers on file that cannot be read: what is wrong, and what was typed, to be saved once it is right."""
    labels = {name: label for label, name in FILLED.items()}
    typed = _typed(_rows(request.form), seen)
    return render_template("unread.html", words=str(error).splitlines(), typed=typed, labels=labels), 409


def _typed(sent: Mapping[str, Mapping[str, str]], seen: _Seen) -> dict[str, dict[str, str]]:
    """What a person changed in the rows that were sent; a row whose mark no page showed is taken whole."""
    found: dict[str, dict[str, str]] = {}
    for unit, row in sent.items():
        base, told = seen.get(row.get("seen", "")), edited(row)
        same = {name for name in told if base and told[name] == getattr(base, name)}
        if set(told) - same:
            found[unit] = {name: words for name, words in row.items() if name not in same}
    return found


def _rows(form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was sent, by requirement; a field is called by its column and its requirement, as in `owner:L-03`."""
    found: dict[str, dict[str, str]] = {}
    for name, words in form.items():
        column, _, unit = name.partition(":")
        if unit and column in {"seen", *EDITED}:
            found.setdefault(unit, {"requirement": unit})[column] = words
    return found
