"""The side-by-side of one crosswalk at the desk: the pages of the reports, with the rows as they are now."""

from dataclasses import replace
from functools import partial

from flask import Response, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.model.comparison import Comparison
from crosswalk.report.frame import DeskLink, PageFrame, corpora_of, frame, state_words
from crosswalk.report.html import render_with_policy
from crosswalk.report.site import Framing, compact_pages, evidence_pages
from crosswalk.report.views import Link
from crosswalk.review.session import ReviewCrosswalk, ReviewPages, ReviewSession


def crosswalk_or_404(desk: ReviewSession, crosswalk: str) -> ReviewCrosswalk:
    """A listed crosswalk, computed; any other name is a 404."""
    if crosswalk not in desk.listed:
        abort(404)
    return desk.table(crosswalk)


def first(desk: ReviewSession, crosswalk: str) -> Page:
    """Redirect from a crosswalk to its side-by-side."""
    crosswalk_or_404(desk, crosswalk)
    return redirect(url_for("shown", crosswalk=crosswalk, file=f"{crosswalk}.html"), 303)


def shown(desk: ReviewSession, crosswalk: str, file: str) -> Page:
    """One page of a crosswalk, as it is now."""
    table = crosswalk_or_404(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        made = _pages(desk, table)
        if file not in made.html:
            made.html[file] = _made(made, file)
        html, policy = made.html[file]
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return answer


def _pages(desk: ReviewSession, table: ReviewCrosswalk) -> ReviewPages:
    """The pages of a crosswalk; they are made again after a decision, a comment, or a first choice."""
    seen = sum(crosswalk == table.side.id for crosswalk, _, _ in desk.looked)
    made_from = "\x1f".join((table.edition(), desk.person, desk.role, str(desk.blind), str(seen)))
    known = desk.pages.get(table.side.id)
    if known is None or known.made_from != made_from:
        side = table.now()
        framed = _framing(desk, side)
        known = ReviewPages(made_from, compact_pages(side, framed), evidence_pages(side, framed))
        desk.pages[table.side.id] = known
    return known


def _made(pages: ReviewPages, file: str) -> tuple[str, str]:
    """A page as HTML, with its content policy."""
    if file in pages.compact:
        template, page = pages.compact[file]
        return render_with_policy(template, page)
    if file not in pages.evidence:
        abort(404)
    template, make = pages.evidence[file]
    return render_with_policy(template, make())


def _framing(desk: ReviewSession, side: Comparison) -> Framing:
    nav = (
        Link("Review desk", "/"),
        Link("Side by side", f"{side.id}.html"),
        Link("Queue", "queue"),
        Link("Comments", "comments"),
        Link("Same words", "same"),
        Link("Summary", "summary"),
    )
    withheld = partial(desk.withheld, side.id, person=desk.person)
    link = DeskLink(g.form_token, desk.person, desk.role, desk.blind, withheld)

    def framed(file: str, title: str, about: str, under: str = "") -> PageFrame:
        made = frame(
            file,
            title,
            about,
            corpora_of([side]),
            nav=nav,
            state=state_words([side]),
            version=desk.version,
            under=under,
        )
        return replace(made, desk=link)

    return framed


def to_row(desk: ReviewSession, crosswalk: str, anchor: str) -> Page:
    """Redirect from a row to the page that shows it now."""
    table = crosswalk_or_404(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        pages = _pages(desk, table).compact
    files = [
        file for file, (_, page) in pages.items() if anchor in {row.anchor for row in page.head.review.rows}
    ]
    if not files:
        abort(404)
    return redirect(url_for("shown", crosswalk=crosswalk, file=files[0], _anchor=anchor), 303)
