"""All pages of a workspace's crosswalks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from crosswalk.errors import ConfigError
from crosswalk.language.phrasing import listed
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison, ComparisonRow, GraphFindings
from crosswalk.model.corpus import Corpus, Source
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.change_page import ABOUT, FILE, TITLE, changes_page
from crosswalk.report.compact_page import CompactPage, compact_page, shown_elements
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.comparison_page import ComparisonPage, comparison_page
from crosswalk.report.frame import (
    PageFrame,
    corpora_of,
    document_names,
    frame,
    further_pages,
    named_page,
    navigation,
    other_documents,
    site_name,
    state_words,
)
from crosswalk.report.graph_page import graph_page
from crosswalk.report.html import PageModel, render
from crosswalk.report.index_page import index_page
from crosswalk.report.measures_page import MeasuresPage, measures_page
from crosswalk.report.method_page import method_page
from crosswalk.report.paging import MOST_LINES, PartsPage, evidence_parts, part_file
from crosswalk.report.provisions_page import ProvisionsPage, provisions_page, provisions_parts
from crosswalk.report.tables import crosswalk_json
from crosswalk.report.views import Link
from crosswalk.report.words import count

_NO_GRAPH = GraphFindings()


LinePage = CompactPage | MeasuresPage | ProvisionsPage


class Framing(Protocol):
    """Make the frame of a page from its file, title, description and parent page."""

    def __call__(self, file: str, title: str, about: str, under: str = "") -> PageFrame:
        """The frame."""


def site(
    crosswalks: Sequence[Comparison],
    *,
    version: str,
    made: str = "",
    files: Sequence[str] = ("crosswalk.json",),
    checks: Sequence[str] = (),
    misses: Sequence[str] = (),
    changes: Sequence[EditionComparison] = (),
    register: Sequence[Source] = (),
    graph: GraphFindings = _NO_GRAPH,
) -> dict[str, str]:
    """Every page and the JSON file, by file name; nothing is written.

    `made` is the run date as ISO text, and is left off the pages if empty, since no clock is read. `files` are the
    names of the exported files, `checks` and `misses` the caller's sentences for the method page on measured accuracy
    and limitations, `register` the editions of the rules and letters at hand, and `graph` the findings in the graph of the same crosswalks. A crosswalk whose page would
    replace another page is refused (XW-511).
    """

    def framed(
        file: str,
        title: str,
        description: str,
        of: Sequence[Comparison],
        editions: Sequence[Corpus] = (),
        under: str = "",
    ) -> PageFrame:
        return frame(
            file,
            title,
            description,
            editions or corpora_of(of),
            nav=(*navigation(crosswalks, changes=bool(changes)), *named_page(crosswalks, file, under)),
            more=further_pages(crosswalks),
            state=state_words(of),
            version=version,
            made=made,
            site=site_name(crosswalks),
            under=under,
        )

    agenda = gaps_page(crosswalks, framed(*_GAPS, crosswalks))
    graphs = [Link(name, name) for name in files if name.startswith("graph.")]
    pages = {
        "index.html": render(
            "index",
            index_page(
                crosswalks,
                framed("index.html", _title(crosswalks), _INDEX, crosswalks),
                files,
                changes=changes,
                agenda=agenda,
            ),
        ),
        "gaps.html": render("gaps", agenda),
        "graph.html": render(
            "graph",
            graph_page(crosswalks, framed(*_GRAPH, crosswalks), graph, graphs),
        ),
        "method.html": render(
            "method", method_page(crosswalks, framed(*_METHOD, crosswalks), checks=checks, misses=misses)
        ),
    }
    if changes:
        both = [corpus for found in changes for corpus in (found.changes.old, found.changes.new)]
        editions = list({corpus.source.key: corpus for corpus in both}.values())
        pages[FILE] = render(
            "changes",
            changes_page(changes, framed(FILE, TITLE, ABOUT, crosswalks, editions), crosswalks, register),
        )
    for side in crosswalks:
        own = crosswalk_pages(side, _framing(side, framed))
        _check_free(side, own, {*pages, FILE})
        pages |= own
    return pages | {"crosswalk.json": crosswalk_json(crosswalks, version=version, made=made)}


_INDEX = "What was found, how far each document covers the other, the next steps, and what changed."
_GAPS = (
    "gaps.html",
    "Agenda: gaps to decide",
    "What one document asks and the other does not require, made for a meeting.",
)
_GRAPH = (
    "graph.html",
    "Figures",
    "Each crosswalk drawn and in tables, chains of documents, and loose ends.",
)
_METHOD = ("method.html", "Method", "How the pairs were found, how sure one can be, and what is missing.")


def _check_free(side: Comparison, own: Iterable[str], pages: Iterable[str]) -> None:
    """Refuse a crosswalk whose page would replace another page."""
    taken = sorted(set(own) & set(pages))
    if taken:
        raise ConfigError(
            f"crosswalks.yaml names a crosswalk {side.id}, but {taken[0]} is another page already; give the crosswalk"
            " another id.",
            code="XW-511",
        )


def _framing(side: Comparison, framed: Callable[..., PageFrame]) -> Framing:
    """The frames of the pages of one crosswalk."""

    def one(file: str, title: str, about: str, under: str = "") -> PageFrame:
        return framed(file, title, about, [side], under=under)

    return one


def _title(crosswalks: Sequence[Comparison]) -> str:
    """The title of the first page; it names the first two documents."""
    names, others = document_names(crosswalks), other_documents(crosswalks)
    rest = [count(others, "other document")] if others else []
    named = listed([*names[:2], *rest]) if names else "the documents"
    return f"Where {named} meet, and where they do not"


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
    return comparison_page(replace(side, rows=rows), frame(), is_part=True)


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
