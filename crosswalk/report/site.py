"""The whole set of pages from the crosswalks of a workspace."""

from collections.abc import Sequence

from crosswalk.model.relation import Status
from crosswalk.model.sidebyside import SideBySide
from crosswalk.report.comparison import comparison_page
from crosswalk.report.frame import corpora_of, frame, navigation
from crosswalk.report.html import render
from crosswalk.report.tables import crosswalk_json


def site(crosswalks: Sequence[SideBySide], *, version: str, made: str = "") -> dict[str, str]:
    """Every page and the JSON file beside them, by file name; nothing is written.

    `made` is the run date as ISO text, left off the pages when empty, for no clock is read.
    """
    pages = {f"{side.id}.html": _comparison(side, crosswalks, version, made) for side in crosswalks}
    return pages | {"crosswalk.json": crosswalk_json(crosswalks, version=version, made=made)}


def _comparison(side: SideBySide, crosswalks: Sequence[SideBySide], version: str, made: str) -> str:
    framed = frame(
        f"{side.id}.html",
        side.title,
        f"{side.title}: both texts side by side, how they relate, and why.",
        corpora_of([side]),
        nav=navigation(crosswalks),
        state=state_of([side]),
        version=version,
        made=made,
    )
    return render("comparison", comparison_page(side, framed))


def state_of(crosswalks: Sequence[SideBySide]) -> str:
    """Draft until a person has reviewed every row."""
    rows = [row for side in crosswalks for row in side.rows]
    reviewed = sum(row.status is Status.CONFIRMED for row in rows)
    return "reviewed" if rows and reviewed == len(rows) else "draft"
