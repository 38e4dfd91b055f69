"""Add a new edition of a document from a file or its publisher; update the mapping files and crosswalks.yaml.

Nothing is overwritten: all editions stay, every decision stays in its file, and only the rows that rest on a change
of substance become `look-again`. In crosswalks.yaml renumbered ids are updated, ids that moved out of the compared part
are added, and removed ids are deleted; everything else in it, including its comments, stays as it is.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from crosswalk.editions.impact import successor
from crosswalk.errors import ConfigError, ParseError
from crosswalk.ingest import read
from crosswalk.ingest.official import (
    DOCUMENT_NUMBER,
    OFFICIAL,
    Sites,
    code_title,
    public_law,
    register_document,
    rule_part,
)
from crosswalk.ledger.sssom import format_mappings
from crosswalk.model.change import ChangeSet, EditionComparison, SetImpact
from crosswalk.model.citation import cite_provisions
from crosswalk.model.corpus import Corpus, Source
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Status
from crosswalk.report.words import count
from crosswalk.services.compare_editions import EditionText, compare_texts
from crosswalk.workspace.config import CrosswalkEntry, SideEntry, SourceEntry
from crosswalk.workspace.register import (
    edition_files,
    fetched_entry,
    mark_unverified,
    new_entry,
    shared_with,
    write_undoable,
)
from crosswalk.workspace.workspace import LIST, Workspace

if TYPE_CHECKING:
    from yaml.nodes import Node, SequenceNode


_PLAIN = re.compile(r"[\w./-]+")


@dataclass(frozen=True)
class UpdatedList:
    """The updated list, and a sentence for each thing to report about it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters of the file, from `start` up to `end`, and their replacement."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Moved:
    """Both editions whole, the changes between them, and the updated rows."""

    old: Corpus
    new: Corpus
    changes: ChangeSet
    impacts: Sequence[SetImpact] = ()

    def rows_on(self, crosswalk: str, side: str) -> list[str]:
        """The provisions of the new edition that the current rows of a crosswalk's side rest on."""
        rows = [one.after for held in self.impacts if held.crosswalk == crosswalk for one in held.impacts]
        ids = [getattr(row, side) for row in rows if row.status != Status.SUPERSEDED]
        return [one for one in ids if one in self.new]


def carry_list_forward(text: str, crosswalks: Iterable[CrosswalkEntry], moved: Moved) -> UpdatedList:
    """crosswalks.yaml with every `include` of the document updated to its new edition."""
    found: list[_Edit] = []
    notes: list[str] = []
    nodes = _include_nodes(text)
    for number, entry in enumerate(crosswalks):
        sides = [("left", entry.left), ("right", entry.right), *(("rungs", rung) for rung in entry.rungs)]
        for place, (name, side) in enumerate(sides):
            if side.corpus != moved.new.source.id or side.as_of or not side.include:
                continue
            now = _followed(side, moved, moved.rows_on(entry.id, name) if name != "rungs" else [])
            notes += _carried_notes(entry, now)
            if now.names != side.include and now.names:
                found += _edits(text, nodes[number, place], now)
    for edit in sorted(found, key=lambda e: -e.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return UpdatedList(text, tuple(notes))


@dataclass(frozen=True)
class _Now:
    """What a side names now: `renamed` maps each old name to its new one, empty if it was removed."""

    renamed: Mapping[str, str]
    more: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The updated list."""
        return (*(name for name in self.renamed.values() if name), *self.more)


def _followed(side: SideEntry, moved: Moved, rows: Sequence[str]) -> _Now:
    renamed = {name: _name_now(name, moved) for name in side.include}
    names = [name for name in renamed.values() if name]
    inside = {prov.id for prov in moved.new.select(names)} if names else set()
    known = [name for name in side.include if _selects(name, moved.old)]
    compared = [prov.id for prov in moved.old.select(known)] if known else []
    live = [moved.changes.moved_to[one] for one in compared if one in moved.changes.moved_to]
    return _Now(renamed, tuple(_topmost(moved.new, [*live, *rows], inside)))


def _name_now(name: str, moved: Moved) -> str:
    """A name of the list in the new edition; empty if nothing has that name any more."""
    if name.endswith("*"):
        return name if _selects(name, moved.new) else ""
    now = moved.changes.moved_to.get(name) or successor(moved.changes, name) or name
    return now if now in moved.new else ""


def _selects(name: str, corpus: Corpus) -> bool:
    if name.endswith("*"):
        return any(prov.id.startswith(name[:-1]) for prov in corpus)
    return name in corpus


def _topmost(corpus: Corpus, ids: Iterable[str], inside: set[str]) -> list[str]:
    """The ids outside the compared part, without those below another of them."""
    outside = {one for one in ids if one in corpus and one not in inside}
    return [
        prov.id
        for prov in corpus
        if prov.id in outside and not any(above.id in outside for above in corpus.ancestors(prov.id))
    ]


def _carried_notes(entry: CrosswalkEntry, now: _Now) -> list[str]:
    """Notes on the changes of a side's list that a reader must know."""
    removed = [name for name, new in now.renamed.items() if not new]
    if removed and not now.names:
        return [
            (
                f"All that crosswalk {entry.id} compares of this document is gone ({', '.join(removed)}); name under"
                f" `include` in crosswalks.yaml line {entry.line} what takes its place, then build."
            )
        ]
    notes = []
    if now.more:
        notes.append(
            f"Crosswalk {entry.id} now compares {', '.join(now.more)} too: what it compared has moved there."
        )
    if removed:
        notes.append(f"{', '.join(removed)} is gone, and no longer named by crosswalk {entry.id}.")
    return notes


def _include_nodes(text: str) -> "dict[tuple[int, int], SequenceNode]":
    """The `include` list of each crosswalk's left, right and rungs, by crosswalk number and place."""
    import yaml

    root = _mapping_nodes(yaml.compose(text, Loader=yaml.BaseLoader))
    found = {}
    for number, entry in enumerate(root["crosswalks"].value):
        parts = _mapping_nodes(entry)
        sides = [parts["left"], parts["right"], *(parts["rungs"].value if "rungs" in parts else [])]
        for place, side in enumerate(sides):
            if "include" in (held := _mapping_nodes(side)):
                found[number, place] = held["include"]
    return found


def _mapping_nodes(node: "Node | None") -> "dict[str, SequenceNode]":
    return {key.value: value for key, value in node.value} if node else {}


def _edits(text: str, node: "SequenceNode", now: _Now) -> list[_Edit]:
    """The edits of one list: a list on one line is rewritten; in a list with one item per line, only the items change."""
    items = [
        (now.renamed[item.value], item.value, (item.start_mark.index, item.end_mark.index))
        for item in node.value
    ]
    if node.flow_style:
        renamed = [text[slice(*at)] if new == old else _scalar(new) for new, old, at in items if new]
        words = ", ".join([*renamed, *map(_scalar, now.more)])
        return [_Edit(items[0][2][0], items[-1][2][1], words)]
    found = []
    for new, old, (start, end) in items:
        if not new:
            found.append(_Edit(text.rfind("\n", 0, start), _line_end(text, end), ""))
        elif new != old:
            found.append(_Edit(start, end, _scalar(new)))
    dash, at = " " * node.start_mark.column, _line_end(text, items[-1][2][1])
    return [*found, _Edit(at, at, "".join(f"\n{dash}- {_scalar(one)}" for one in now.more))]


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _scalar(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


_LAW_NUMBER = re.compile(r"Public Law (\d{2,3})[-–](\d{1,4})")
_REGISTER = re.compile(r"federalregister\.gov/(?:d|documents/\d{4}/\d\d/\d\d)/([\w-]+)")
_ROOM = frozenset({"chapter", "subchapter", "part", "subpart", "title", "subtitle"})


@dataclass(frozen=True)
class Updated:
    """A new edition, compared with the previous one, and every file to write for it."""

    entry: SourceEntry
    compared: EditionComparison | None
    files: Mapping[Path, bytes]
    notes: tuple[str, ...] = ()

    def write(self, space: Workspace) -> None:
        """Write everything, or nothing; `crosswalk undo` takes it back."""
        write_undoable(space, self.files, f"update {self.entry.id} to {self.entry.as_of}")


@dataclass(frozen=True, slots=True)
class ReceivedEdition:
    """A new text as read: the corpus under the new date, its entry, and where it came from."""

    corpus: Corpus
    entry: SourceEntry
    notes: tuple[str, ...] = ()


def update_from_file(space: Workspace, corpus_id: str, path: Path, as_of: str) -> Updated:
    """Read a file as a new edition, and update the mapping files; nothing is written yet.

    Raises `CrosswalkError` if the date is taken, or if the text shares nothing with the document.
    """
    before = space.edition(corpus_id)
    entry = new_entry(space, path, {"id": before.id, "as_of": as_of})
    entry = entry.model_copy(update={"earlier": before.earlier})
    loaded = _read_like(path, entry.source(), space.corpus(before.id, before.as_of))
    notes = tuple(str(problem) for problem in loaded.problems)
    shared = shared_with(loaded.corpus, space.corpus(before.id, before.as_of))
    if shared * 2 < len(loaded.corpus):
        said = f"Only {shared} of the {len(loaded.corpus)} provisions of {path.name} are in {before.id} as of"
        notes = (
            *notes,
            f"Warning: {said} {before.as_of}, by id or words; check that it is the same document.",
        )
    return _updated(space, ReceivedEdition(mark_unverified(space, loaded.corpus), entry, notes))


def _read_like(path: Path, source: Source, before: Corpus) -> ReadResult:
    """Read a document so that its ids begin like those of the previous edition.

    A part of the regulations does not name its title, so its reader begins ids with the corpus id.
    """
    loaded = read(path, source)
    first = before.provisions[0].id.partition("/")[0]
    if first == source.id or not all(prov.id.partition("/")[0] == source.id for prov in loaded.corpus):
        return loaded
    again = read(path, replace(source, id=first))
    return replace(again, corpus=Corpus(source, again.corpus.provisions))


def update_from_publisher(
    space: Workspace, corpus_id: str, as_of: str, *, sites: Sites = OFFICIAL, today: str = ""
) -> Updated:
    """Fetch the document from its official publisher, then continue as with a file.

    A regulation is fetched part by part as of the date. The Code is fetched as it is now, or at the release point
    given in place of a date (`119-73`), and cut to the chapter that the corpus holds. An act is fetched as passed, and
    a document of the Federal Register by the number given in place of a date.
    """
    before = space.edition(corpus_id)
    with tempfile.TemporaryDirectory() as folder:
        fetched = _fetched(space, before, as_of, Path(folder), sites)
        dated = fetched.edition if _is_date(fetched.edition) else today if not _is_date(as_of) else as_of
        entry = new_entry(space, fetched.paths[0], {"id": before.id, "as_of": dated})
        entry = fetched_entry(space, entry, fetched.edition)
        if notice := _document_number(before, as_of):
            entry = entry.model_copy(update={"address": f"https://www.federalregister.gov/d/{notice}"})
        noted = entry.model_copy(update={"note": f"Fetched from {', '.join(fetched.named)}."})
        old = space.corpus(before.id, before.as_of)
        whole = [prov for path in fetched.paths for prov in _read_like(path, noted.source(), old).corpus]
    corpus = _cut(Corpus(noted.source(), tuple(whole)), old)
    return _updated(space, ReceivedEdition(corpus, noted, (f"Fetched: {', '.join(fetched.named)}",)))


@dataclass(frozen=True, slots=True)
class _Download:
    """Files from a publisher, each with address and checksum, and the edition the publisher gives."""

    paths: tuple[Path, ...]
    named: tuple[str, ...]
    edition: str


def _fetched(space: Workspace, entry: SourceEntry, as_of: str, folder: Path, sites: Sites) -> _Download:
    ids = [prov.id for prov in space.corpus(entry.id, entry.as_of)]
    title = ids[0].partition("/")[0]
    if entry.numbering == "cfr":
        parts = dict.fromkeys(one.split("/")[1].partition(".")[0] for one in ids if one.count("/"))
        got = [rule_part(int(title), part, folder, date=as_of, sites=sites) for part in parts]
    elif entry.numbering == "usc" and title.isdigit():
        release = "" if _is_date(as_of) else as_of
        got = [code_title(int(title), folder, release=release, sites=sites)]
    elif notice := _document_number(entry, as_of):
        got = [register_document(notice, folder, sites=sites)]
    elif entry.numbering == "act" and (law := _law_number(space, entry.id)):
        got = [public_law(int(law[1]), int(law[2]), folder, sites=sites)]
    else:
        raise ConfigError(
            f"{entry.id} has no official publisher that crosswalk knows; give the new text as a file.",
            code="XW-553",
        )
    named = tuple(f"{one.address} (SHA-256 {one.sha256})" for one in got)
    return _Download(tuple(one.path for one in got), named, got[0].edition)


def _document_number(entry: SourceEntry, as_of: str) -> str:
    """The number of a Federal Register document: the one given in place of a date, else that in its address."""
    found = _REGISTER.search(entry.address)
    if found is None:
        return ""
    return as_of if DOCUMENT_NUMBER.fullmatch(as_of) and not _is_date(as_of) else found[1]


def _law_number(space: Workspace, corpus_id: str) -> re.Match[str] | None:
    """The number of the act, from the `authority` of any edition."""
    return _LAW_NUMBER.search("; ".join(one.authority for one in space.sources if one.id == corpus_id))


def _is_date(words: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", words))


def _cut(whole: Corpus, before: Corpus) -> Corpus:
    """The part of a publisher's text that the corpus is about: the nearest unit around all its sections."""
    known = [prov for prov in before.children(None) if prov.id in whole]
    if not known:
        return whole
    lines = [[above.id for above in whole.ancestors(prov.id) if above.level in _ROOM] for prov in known]
    shared = [one for one in lines[0] if all(one in line for line in lines)]
    return whole.select([shared[-1]]) if shared else whole


def _updated(space: Workspace, taken: ReceivedEdition) -> Updated:
    """Add an edition to the others; if it is the newest, the mapping files follow it."""
    before = space.edition(taken.entry.id)
    cited = cite_provisions(taken.corpus, taken.entry.numbering, space.section_map)
    files = edition_files(space, cited, taken.entry)
    if taken.entry.as_of <= before.as_of:
        said = f"The edition of {taken.entry.as_of} is older than that of {before.as_of}: no row is touched."
        return Updated(taken.entry, None, files, (*taken.notes, said))
    old = EditionText(space.corpus(before.id, before.as_of), before)
    other = ParseError(
        f"Nothing of {before.id} as of {before.as_of} is in the new text; check that it is the same"
        " document, or add it under another id with `crosswalk read`.",
        code="XW-554",
    )
    if not shared_with(cited, old.whole):
        raise other  # before its crosswalks are looked for, whose provisions it lacks
    compared = compare_texts(space, old, EditionText(cited, taken.entry))
    if not any(change.old and change.new for change in compared.changes):
        raise other
    compared = _unpinned(space, compared, before.id)
    rows = {
        space.mapping_file(held.crosswalk): format_mappings(held.after, all_columns=True).encode()
        for held in compared.impacts
        if held.after != held.before
    }
    listed, list_notes = _list_file(space, Moved(old.whole, cited, compared.changes, compared.impacts))
    notes = (*taken.notes, *list_notes, *_left_over(compared, cited))
    return Updated(taken.entry, compared, {**files, **rows, **listed}, notes)


def _left_over(compared: EditionComparison, new: Corpus) -> list[str]:
    """What to do about the rows of each crosswalk whose provision was removed."""
    found = []
    for held in compared.impacts:
        before = held.before
        left, right = (source == new.source.id for source in (before.left_source, before.right_source))
        pairs = [one.after.pair for one in held.impacts]
        orphaned = [
            (a or "-", b or "-")
            for a, b in pairs
            if (left and a and a not in new) or (right and b and b not in new)
        ]
        if orphaned:
            command = f"crosswalk decide {held.crosswalk} {' '.join(orphaned[0])} closed --by NAME --why TEXT"
            rest = "a provision that is" if len(orphaned) == 1 else "provisions that are"
            found.append(
                f"{count(len(orphaned), 'row')} of {held.crosswalk} rest{'s'[: len(orphaned) == 1]} on {rest} gone; decide on what took"
                f" their place, if anything did, and close them: `{command}`."
            )
    return found


def _unpinned(space: Workspace, compared: EditionComparison, corpus_id: str) -> EditionComparison:
    """The impacts on crosswalks that follow the newest edition; one pinned to a date does not."""
    tied = {
        entry.id
        for entry in space.crosswalks
        for side in (entry.left, entry.right)
        if side.corpus == corpus_id and side.as_of
    }
    return replace(compared, impacts=tuple(held for held in compared.impacts if held.crosswalk not in tied))


def _list_file(space: Workspace, moved: Moved) -> tuple[dict[Path, bytes], tuple[str, ...]]:
    """The updated crosswalks.yaml if it changes, and notes on the changes."""
    path = space.root / LIST
    text = path.read_text("utf-8")
    listed = carry_list_forward(text, space.crosswalks, moved)
    return ({path: listed.text.encode()} if listed.text != text else {}), listed.notes


_FETCHED = frozenset({"usc", "cfr", "act"})


@dataclass(frozen=True, slots=True)
class WatchedText:
    """The newest edition of a published text, the date through which it is known to be current, and where to look.

    `compared` is the date of the publisher's text with which it was last found to agree; `days` the number of days
    since, None if today's date was not given. `pages` are the addresses to look at; `command` brings the
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
    using = [
        one
        for one in space.crosswalks
        if entry.id in {side.corpus for side in (one.left, one.right, *one.rungs)}
    ]
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
        sum(row.status is not Status.SUPERSEDED for one in using for row in space.decisions(one.id) or ()),
    )


def _day(words: str) -> date:
    """The day of an ISO date; the first day of a month or a year."""
    year, month, day = [*map(int, words.split("-")), 1, 1][:3]
    return date(year, month, day)


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
