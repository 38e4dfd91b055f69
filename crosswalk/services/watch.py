"""Published texts that may have changed since they were last compared, and how to update each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Status
from crosswalk.workspace.config import CrosswalkEntry, SourceEntry
from crosswalk.workspace.workspace import Workspace

_FETCHED = frozenset({"usc", "cfr", "act"})


@dataclass(frozen=True, slots=True)
class WatchedText:
    """The newest edition of a published text, the date through which it is known to be current, and where to look.

    `compared` is the date of the publisher's text with which it was last found to agree; `days` the number of days
    since, None where the day of today is not known. `pages` are the addresses to look at; `command` brings the
    new text. `crosswalks` rest on the text, with `rows` rows on file in all.
    """

    id: str
    title: str
    as_of: str
    kind: str
    compared: str
    days: int | None
    pages: tuple[str, ...]
    command: str
    crosswalks: tuple[str, ...]
    rows: int


def watched_texts(space: Workspace, ids: Sequence[str] = (), *, today: str = "") -> tuple[WatchedText, ...]:
    """The newest edition of every published text, or of those named; what was compared longest ago comes first.

    Raises a `SourceError` for a name that the register does not have.
    """
    named = list(ids) or list(dict.fromkeys(entry.id for entry in space.sources))
    newest = [space.edition(one) for one in named]
    found = [_watched(space, entry, today) for entry in newest if ids or (entry.address and not entry.given)]
    return tuple(sorted(found, key=lambda one: (one.compared, one.id)))


def _watched(space: Workspace, entry: SourceEntry, today: str) -> WatchedText:
    compared = entry.compared or entry.as_of
    using = [one for one in space.crosswalks if entry.id in _corpora(one)]
    return WatchedText(
        entry.id,
        entry.title,
        entry.as_of,
        entry.kind,
        compared,
        (date.fromisoformat(today) - _day(compared)).days if today else None,
        (entry.address, *_announced(space, entry)) if entry.address else (),
        _command(entry),
        tuple(one.id for one in using),
        sum(_rows(space, one.id) for one in using),
    )


def _day(words: str) -> date:
    """The day of an ISO date; the first day of a month or a year."""
    year, month, day = [*map(int, words.split("-")), 1, 1][:3]
    return date(year, month, day)


def _corpora(entry: CrosswalkEntry) -> set[str]:
    return {side.corpus for side in (entry.left, entry.right, *entry.rungs)}


def _announced(space: Workspace, entry: SourceEntry) -> list[str]:
    """Where amendments of a regulation are announced: one search of the Federal Register a part."""
    if entry.numbering != "cfr":
        return []
    ids = [prov.id.split("/") for prov in space.corpus(entry.id, entry.as_of)]
    parts = dict.fromkeys((one[0], one[1].partition(".")[0]) for one in ids)
    search = "https://www.federalregister.gov/documents/search?"
    return [
        search + quote(f"conditions[cfr][title]={title}&conditions[cfr][part]={part}&order=newest", safe="=&")
        for title, part in parts
    ]


def _command(entry: SourceEntry) -> str:
    """The command that adds a new edition; without a publisher's file the user gives one."""
    if entry.numbering in _FETCHED or "federalregister.gov" in entry.address:
        return f"crosswalk update {entry.id} --fetch"
    return f"crosswalk update {entry.id} FILE --as-of DATE"


def _rows(space: Workspace, crosswalk: str) -> int:
    path = space.mapping_file(crosswalk)
    if not path.is_file():
        return 0
    return sum(row.status is not Status.SUPERSEDED for row in read_mappings(path))
