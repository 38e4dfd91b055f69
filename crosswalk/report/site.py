"""All pages of a workspace's crosswalks."""

from collections.abc import Callable, Iterable, Sequence

from crosswalk.errors import ConfigError
from crosswalk.language.phrasing import listed
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison, GraphFindings
from crosswalk.model.corpus import Corpus
from crosswalk.report.change_page import ABOUT, FILE, TITLE, changes_page
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.crosswalk_pages import Framing, crosswalk_pages
from crosswalk.report.frame import corpora_of, frame, further_pages, navigation, site_name, state_words
from crosswalk.report.gap_page import gaps_page
from crosswalk.report.graph_page import graph_page
from crosswalk.report.html import render
from crosswalk.report.method import method_page
from crosswalk.report.overview import index_page
from crosswalk.report.tables import crosswalk_json
from crosswalk.report.views import Link

_NO_GRAPH = GraphFindings()


def site(
    crosswalks: Sequence[Comparison],
    *,
    version: str,
    made: str = "",
    files: Sequence[str] = ("crosswalk.json",),
    checks: Sequence[str] = (),
    misses: Sequence[str] = (),
    changes: Sequence[EditionComparison] = (),
    graph: GraphFindings = _NO_GRAPH,
) -> dict[str, str]:
    """Every page and the JSON file, by file name; nothing is written.

    `made` is the run date as ISO text, and is left off the pages if empty, since no clock is read. `files` are the
    names of the exported files, `checks` and `misses` the caller's sentences for the method page on measured accuracy
    and limitations, and `graph` the findings in the graph of the same crosswalks. A crosswalk whose page would
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
            nav=navigation(crosswalks, changes=bool(changes)),
            more=further_pages(crosswalks),
            state=state_words(of),
            version=version,
            made=made,
            site=site_name(crosswalks),
            under=under,
        )

    graphs = [Link(name, name) for name in files if name.startswith("graph.")]
    pages = {
        "index.html": render(
            "index",
            index_page(
                crosswalks,
                framed("index.html", _title(crosswalks), _INDEX, crosswalks),
                files,
                changes=changes,
            ),
        ),
        "gaps.html": render("gaps", gaps_page(crosswalks, framed(*_GAPS, crosswalks))),
        "graph.html": render(
            "graph",
            graph_page(crosswalks, framed(*_GRAPH, crosswalks), graph, graphs),
        ),
        "method.html": render(
            "method", method_page(crosswalks, framed(*_METHOD, crosswalks), checks=checks, misses=misses)
        ),
    }
    if changes:
        editions = [corpus for found in changes for corpus in (found.changes.old, found.changes.new)]
        pages[FILE] = render(
            "changes", changes_page(changes, framed(FILE, TITLE, ABOUT, crosswalks, editions), crosswalks)
        )
    for side in crosswalks:
        own = crosswalk_pages(side, _framing(side, framed))
        _check_free(side, own, {*pages, FILE})
        pages |= own
    return pages | {"crosswalk.json": crosswalk_json(crosswalks, version=version, made=made)}


_INDEX = "What was found, how far each document answers the other, what needs a person, and what changed."
_GAPS = (
    "gaps.html",
    "Agenda: gaps to decide",
    "What one document asks and the other does not require, made for a meeting.",
)
_GRAPH = (
    "graph.html",
    "Figures",
    "Each crosswalk drawn and in tables, chains of documents, and what hangs loose.",
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
    """The title of the first page; it names the documents if there are two."""
    names = list(dict.fromkeys(name for side in crosswalks for name in (side.left_name, side.right_name)))
    return f"Where {listed(names if len(names) == 2 else ['the documents'])} meet, and where they do not"
