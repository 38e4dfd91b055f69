"""The frame that every page of a site shares: navigation, sources, dates, and how to cite it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import REVIEWED
from crosswalk.report.views import Link
from crosswalk.report.words import curly, date_words


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source in the list of sources.

    Attributes:
        id: Its corpus id.
        title: Its title.
        short: Its short name.
        kind: Statute, regulation, framework and so on.
        authority: Who issued it.
        as_of: The date of the text, in words.
        digest: Digest of the whole text.
        provisions: How many provisions were read.
        mark: How far its words can be trusted.
        rights: Who may copy it.
        note: The register's remark.
        link: Its official address.
    """

    id: str
    title: str
    short: str
    kind: str
    authority: str
    as_of: str
    digest: str
    provisions: str
    mark: str
    rights: str
    note: str
    link: Link


def shows_all(row: ComparisonRow) -> str:
    """A page outside the desk withholds nothing of any row."""
    del row
    return ""


@dataclass(frozen=True, slots=True)
class DeskLink:
    """The review desk that serves a page.

    Attributes:
        token: The token that every change must carry.
        person: The name of the person at the desk; empty if none was given.
        role: The office that the person represents; may be empty.
        blind: Whether the page hides what others decided.
        withheld: Why a row's findings are left out: `first` before a relation is chosen, `blind` in a blind review, else
            empty.
    """

    token: str
    person: str
    role: str
    blind: bool = False
    withheld: Callable[[ComparisonRow], str] = shows_all


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What every page carries.

    Attributes:
        file: Its file name.
        title: Its title.
        description: What it is, for search and sharing.
        running: The line at the top of every printed page.
        as_of: The dates of its texts, as one phrase.
        made: The run date in words; empty if the caller gave none.
        version: The program's version.
        state: How many of its rows a person has reviewed.
        nav: The pages of the set.
        sources: The texts it rests on.
        cite: How to cite it.
        site: The names of the documents of the set; empty for a page outside a set.
        more: The pages of further crosswalks, one click away.
        dates: Each document with the date of its text.
        under: The page of the navigation that a page of evidence belongs to.
        desk: The review desk that serves the page; None for a file.
    """

    file: str
    title: str
    description: str
    running: str
    as_of: str
    made: str
    version: str
    state: str
    nav: tuple[Link, ...]
    sources: tuple[SourceView, ...]
    cite: str
    site: str = ""
    more: tuple[Link, ...] = ()
    dates: tuple[str, ...] = ()
    under: str = ""
    desk: DeskLink | None = None


# Exports have no page frame, but the page models need one.
NO_FRAME = PageFrame("", "", "", "", "", "", "", "", (), (), "")
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


def named_page(crosswalks: Sequence[Comparison], *files: str) -> tuple[Link, ...]:
    """The page of a crosswalk after the first, for the navigation of its own pages; none for other pages."""
    return tuple(
        Link(page_name(side), page) for side in crosswalks[FIRST:] if (page := f"{side.id}.html") in files
    )


def further_pages(crosswalks: Sequence[Comparison]) -> tuple[Link, ...]:
    """The pages of the crosswalks after the first, by their titles."""
    return tuple(Link(curly(side.title), f"{side.id}.html") for side in crosswalks[FIRST:])


def document_names(crosswalks: Sequence[Comparison]) -> list[str]:
    """The names of all compared documents, each once."""
    return list(dict.fromkeys(name for side in crosswalks for name in (side.left_name, side.right_name)))


def other_documents(crosswalks: Sequence[Comparison]) -> int:
    """How many documents the pages list besides the first two."""
    return max(len({corpus.source.id for corpus in corpora_of(crosswalks)}) - 2, 0)


def site_name(crosswalks: Sequence[Comparison]) -> str:
    """The names of the first two documents, and how many more are listed."""
    others = other_documents(crosswalks)
    return f"{' | '.join(document_names(crosswalks)[:2])}{f' | {others} more' if others else ''}"


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
