"""The pages of one crosswalk: the compact one, and the full rows behind it, each on several pages where it is large."""

from dataclasses import replace
from typing import Protocol

from crosswalk.model.comparison import Comparison
from crosswalk.report.compact_page import compact_page, shown_elements
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.comparison_page import comparison_page
from crosswalk.report.html import render
from crosswalk.report.measures_page import measures_page
from crosswalk.report.paging import MOST_LINES, PartsPage, evidence_parts, part_file
from crosswalk.report.provisions_page import provisions_page, provisions_parts
from crosswalk.report.views import Link
from crosswalk.report.words import count


class Framing(Protocol):
    """Makes the frame of a page from its file, its title, what it is about and the page it belongs to."""

    def __call__(self, file: str, title: str, about: str, under: str = "") -> PageFrame:
        """The frame."""


def crosswalk_pages(side: Comparison, framed: Framing) -> dict[str, str]:
    """Every page of one crosswalk, by file name."""
    return _compact(side, framed) | _evidence(side, framed)


def _compact(side: Comparison, framed: Framing) -> dict[str, str]:
    page = f"{side.id}.html"
    frame = framed(page, side.title, f"{side.title}: one line each, with the best counterpart.")
    large = len(shown_elements(CompactView(side))) > MOST_LINES
    if side.kind == "definition" and not large:
        return {page: render("definition", compact_page(side, frame))}
    if side.kind == "measures" and not large:
        return {page: render("measures", measures_page(side, frame))}
    whole = provisions_page(side, frame)
    if not large:
        return {page: render("provisions", whole)}
    first, parts = provisions_parts(
        whole, lambda file, name: framed(file, f"{side.title}: {name}", f"{name}, line by line.", page)
    )
    return {one.frame.file: render("provisions", one) for one in (first, *parts)}


def _evidence(side: Comparison, framed: Framing) -> dict[str, str]:
    page, file = f"{side.id}.html", part_file(side.id, 1, 1)
    parts = evidence_parts(side)
    title = f"{side.title}: the evidence, row by row"
    about = f"{side.title}: both texts side by side, how they relate, and why."
    if len(parts) < 2:
        return {file: render("comparison", comparison_page(side, framed(file, title, about, page)))}
    view = CompactView(side)
    made: dict[str, str] = {}
    links, moved = [], []
    for number, rows in enumerate(parts, 1):
        name = part_file(side.id, number, len(parts))
        # A grid of every element belongs to a page that holds every row.
        part = replace(side, rows=rows, kind="provisions")
        frame = framed(name, f"{title}, part {number} of {len(parts)}", about, page)
        made[name] = render("comparison", comparison_page(part, frame))
        links.append(Link(f"Part {number}: {count(len(rows), 'row')}, from {view.row_name(rows[0])}", name))
        moved += [
            (view.anchors[row.id], f"{name}#{view.anchors[row.id]}", view.row_name(row)) for row in rows
        ]
    index = PartsPage(framed(file, title, about, page), tuple(links), tuple(moved))
    return {file: render("parts", index)} | made
