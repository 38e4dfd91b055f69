"""The frame that every page of a site shares: navigation, sources, dates, and how to cite it."""

from collections.abc import Sequence

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import REVIEWED
from crosswalk.report.comparison_model import PageFrame, SourceView
from crosswalk.report.views import Link
from crosswalk.report.words import curly, date_words

# The number of crosswalks in the navigation and on the first page; the others are one click away.
FIRST = 3


def corpora_of(crosswalks: Sequence[Comparison]) -> tuple[Corpus, ...]:
    """Every edition that the pages rest on, each once: the compared documents, then those that implement them."""
    found: dict[str, Corpus] = {}
    for side in crosswalks:
        for corpus in (side.whole_left, side.whole_right):
            found.setdefault(corpus.source.key, corpus)
    for side in crosswalks:
        for corpus in (corpus for pairs in side.rungs.values() for corpus, _ in pairs):
            found.setdefault(corpus.source.key, corpus)
    return tuple(found.values())


def navigation(crosswalks: Sequence[Comparison], *, changes: bool = False) -> tuple[Link, ...]:
    """The pages of a site in reading order, with the first crosswalks, and the change page if there is one."""
    return (
        Link("Findings", "index.html"),
        *(Link(page_name(side), f"{side.id}.html") for side in crosswalks[:FIRST]),
        Link("Agenda", "gaps.html"),
        *([Link("Changes", "changes.html")] if changes else []),
        Link("Figures", "graph.html"),
        Link("Method", "method.html"),
    )


def further_pages(crosswalks: Sequence[Comparison]) -> tuple[Link, ...]:
    """The pages of the crosswalks after the first, by their titles."""
    return tuple(Link(curly(side.title), f"{side.id}.html") for side in crosswalks[FIRST:])


def document_names(crosswalks: Sequence[Comparison]) -> list[str]:
    """The names of all compared documents, each once."""
    return list(dict.fromkeys(name for side in crosswalks for name in (side.left_name, side.right_name)))


def site_name(crosswalks: Sequence[Comparison]) -> str:
    """The names of the first two documents, and how many more were compared."""
    names = document_names(crosswalks)
    more = f" | {len(names) - 2} more" if len(names) > 2 else ""
    return f"{' | '.join(names[:2])}{more}"


def state_words(crosswalks: Sequence[Comparison]) -> str:
    """How many rows a person has reviewed, for the line under each title."""
    rows = [row for side in crosswalks for row in side.rows]
    reviewed = sum(row.status in REVIEWED for row in rows)
    if not reviewed:
        return "Draft: nobody has reviewed a row yet"
    return (
        f"Reviewed: all {len(rows):,} rows"
        if reviewed == len(rows)
        else f"Draft: {reviewed:,} of {len(rows):,} rows reviewed"
    )


def page_name(side: Comparison) -> str:
    """The short name of a crosswalk's page, from its id."""
    return capital(side.id.replace("-", " ").replace("_", " "))


def frame(
    file: str,
    title: str,
    description: str,
    corpora: Sequence[Corpus],
    *,
    nav: tuple[Link, ...],
    state: str,
    version: str,
    made: str = "",
    site: str = "",
    more: tuple[Link, ...] = (),
    under: str = "",
) -> PageFrame:
    """The frame of one page that rests on the given editions; `under` is the page that it belongs to."""
    title = curly(title)
    dates = as_of_words(corpora)
    return PageFrame(
        file=file,
        title=title,
        description=description,
        running=f"{title} | texts as of {dates} | {state}",
        as_of=dates,
        made=date_words(made),
        version=version,
        state=state,
        nav=nav,
        sources=tuple(source_view(corpus) for corpus in corpora),
        cite=f"“{title}”, crosswalk {version}, texts as of {dates}, {file}.",
        site=site,
        more=more,
        dates=tuple(
            f"{capital(corpus.source.name)} as of {date_words(corpus.source.as_of)}" for corpus in corpora
        ),
        under=under,
    )


def as_of_words(corpora: Sequence[Corpus]) -> str:
    """The documents with their dates, as a list in a sentence."""
    return listed(
        [
            f"{date_words(corpus.source.as_of)} ({corpus.source.short or corpus.source.id})"
            for corpus in corpora
        ]
    )


def source_view(corpus: Corpus) -> SourceView:
    """One source as the list of sources shows it."""
    source = corpus.source
    return SourceView(
        id=source.id,
        title=source.title or source.id,
        short=source.short,
        kind=capital(source.kind),
        authority=source.authority,
        as_of=date_words(source.as_of),
        digest=corpus.digest,
        provisions=f"{len(corpus):,}",
        mark=source.mark,
        rights=source.rights,
        note=source.note,
        link=Link.to_web(source.address, source.address),
    )
