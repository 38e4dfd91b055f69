"""The pages of one crosswalk: the compact page and the evidence; a large one is split into several pages."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.report.compact_model import CompactPage
from crosswalk.report.compact_page import compact_page, shown_elements
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.comparison_model import ComparisonPage, PageFrame
from crosswalk.report.comparison_page import comparison_page
from crosswalk.report.html import PageModel, render
from crosswalk.report.measures_page import MeasuresPage, measures_page
from crosswalk.report.paging import MOST_LINES, PartsPage, evidence_parts, part_file
from crosswalk.report.provisions_page import ProvisionsPage, provisions_page, provisions_parts
from crosswalk.report.views import Link
from crosswalk.report.words import count

LinePage = CompactPage | MeasuresPage | ProvisionsPage


class Framing(Protocol):
    """Make the frame of a page from its file, title, description and parent page."""

    def __call__(self, file: str, title: str, about: str, under: str = "") -> PageFrame:
        """The frame."""


def crosswalk_pages(side: Comparison, framed: Framing) -> dict[str, str]:
    """Every page of one crosswalk, by file name."""
    compact = {file: render(name, page) for file, (name, page) in compact_pages(side, framed).items()}
    return compact | {
        file: render(name, make()) for file, (name, make) in evidence_pages(side, framed).items()
    }


def compact_pages(side: Comparison, framed: Framing) -> dict[str, tuple[str, LinePage]]:
    """The compact pages of one crosswalk, by file name: the template and the page model."""
    page = f"{side.id}.html"
    frame = framed(page, side.title, f"{side.title}: one line each, with the best counterpart.")
    large = len(shown_elements(CompactView(side))) > MOST_LINES
    if side.kind == "definition" and not large:
        return {page: ("definition", compact_page(side, frame))}
    if side.kind == "measures" and not large:
        return {page: ("measures", measures_page(side, frame))}
    whole = provisions_page(side, frame)
    if not large:
        return {page: ("provisions", whole)}
    first, parts = provisions_parts(
        whole, lambda file, name: framed(file, f"{side.title}: {name}", f"{name}, line by line.", page)
    )
    return {one.frame.file: ("provisions", one) for one in (first, *parts)}


def evidence_pages(side: Comparison, framed: Framing) -> dict[str, tuple[str, Callable[[], PageModel]]]:
    """The evidence pages of one crosswalk, by file name: the template, and what makes the page model."""
    page, file = f"{side.id}.html", part_file(side.id, 1, 1)
    parts = evidence_parts(side)
    title = f"{side.title}: the evidence, row by row"
    about = f"{side.title}: both texts side by side, how they relate, and why."
    if len(parts) < 2:
        return {file: ("comparison", lambda: comparison_page(side, framed(file, title, about, page)))}
    made: dict[str, tuple[str, Callable[[], PageModel]]] = {
        file: ("parts", lambda: _evidence_index(side, framed(file, title, about, page)))
    }
    for number, rows in enumerate(parts, 1):
        name = part_file(side.id, number, len(parts))
        frame = partial(framed, name, f"{title}, part {number} of {len(parts)}", about, page)
        made[name] = ("comparison", partial(_evidence_part, side, rows, frame))
    return made


def _evidence_part(
    side: Comparison, rows: tuple[ComparisonRow, ...], frame: Callable[[], PageFrame]
) -> ComparisonPage:
    # A grid of every element belongs to a page that holds every row.
    return comparison_page(replace(side, rows=rows, kind="provisions"), frame())


def _evidence_index(side: Comparison, frame: PageFrame) -> PartsPage:
    view, parts = CompactView(side), evidence_parts(side)
    links, moved = [], []
    for number, rows in enumerate(parts, 1):
        name = part_file(side.id, number, len(parts))
        links.append(Link(f"Part {number}: {count(len(rows), 'row')}, from {view.row_name(rows[0])}", name))
        moved += [
            (view.anchors[row.id], f"{name}#{view.anchors[row.id]}", view.row_name(row)) for row in rows
        ]
    return PartsPage(frame, tuple(links), tuple(moved))
