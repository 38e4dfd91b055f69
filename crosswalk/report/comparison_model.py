"""The page model of the side-by-side, and the frame that every page carries."""

from collections.abc import Callable
from dataclasses import dataclass

from crosswalk.model.comparison import ComparisonRow
from crosswalk.report.views import CoverageBar, Link, LinkedCount, Passage, PublishedSection, RowView


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter.

    Attributes:
        value: Its word in the address.
        words: What a reader sees.
        number: How many rows have it.
    """

    value: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """One of the two documents as a column head names it.

    Attributes:
        name: Its short name.
        part: What of it is compared.
        as_of: The date of the text.
        whose: Whose words the column holds.
    """

    name: str
    part: str
    as_of: str
    whose: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of the “in short” sentence.

    Attributes:
        rows: Pairs, and provisions of either side without a counterpart.
        relations: Pairs on checked words, by relation.
        unchecked: Pairs on unchecked words, by relation.
        statuses: All rows by status, reviewed ones first.
    """

    rows: tuple[LinkedCount, ...]
    relations: tuple[LinkedCount, ...]
    unchecked: tuple[LinkedCount, ...]
    statuses: tuple[LinkedCount, ...]


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


@dataclass(frozen=True, slots=True)
class FullLine:
    """One passage of a text in full.

    Attributes:
        passage: The passage.
        rows: Links to the rows that rest on it, by number.
    """

    passage: Passage
    rows: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A unit of a document as published.

    Attributes:
        instrument: Short name of the document.
        section: The unit.
        lines: Its passages with their rows.
    """

    instrument: str
    section: PublishedSection
    lines: tuple[FullLine, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """A side-by-side page of any kind.

    Attributes:
        frame: What every page carries.
        left: The left document.
        right: The right document.
        totals: The counts of the summary.
        rows: The table.
        relations: Filter values: how they relate.
        statuses: Filter values: the status of a row.
        groups: Filter values: the heading it is filed under.
        answers: Filter values: how far a provision is answered.
        contents: The headings of the left document, each linked to its first row.
        caption: The table's caption.
        texts: The published sections that contain the rows' texts, each once.
        bars: How far each side is answered by the other.
    """

    frame: PageFrame
    left: Instrument
    right: Instrument
    totals: Totals
    rows: tuple[RowView, ...]
    relations: tuple[FilterOption, ...]
    statuses: tuple[FilterOption, ...]
    groups: tuple[FilterOption, ...]
    answers: tuple[FilterOption, ...]
    contents: tuple[LinkedCount, ...]
    caption: str
    texts: tuple[FullText, ...] = ()
    bars: tuple[CoverageBar, ...] = ()
