"""Compare editions of one document: what changed, which rows of the workspace rest on it, and the timeline of all editions."""

import csv
import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.compare.document import Document, read_document
from crosswalk.compare.links import find_implementing_provisions
from crosswalk.editions.diff import Edition, common_part, find_changes, with_successors
from crosswalk.editions.impact import ReadEditions, impact, rung_impact
from crosswalk.errors import ConfigError, SourceError
from crosswalk.language.citations import references_of
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.annotation import Annotated
from crosswalk.model.change import (
    ChangeCause,
    ChangeKind,
    ChangeSet,
    DatedAct,
    EditionComparison,
    SetImpact,
    Weight,
)
from crosswalk.model.corpus import Corpus, Source
from crosswalk.model.relation import Verification
from crosswalk.report.change_words import UNDATED
from crosswalk.report.words import date_words
from crosswalk.workspace.config import CrosswalkEntry, SideEntry, SourceEntry
from crosswalk.workspace.workspace import Workspace, read_file

_AMENDMENT_COLUMNS = ("id", "was", "now", "kind", "by", "in_force", "note")
# An act of Congress amended the words, or the publisher printed the same law differently.
LAW, PRINT = "law", "print"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of words in one provision.

    `kind` is law or print; `by` names the law, or says what the publisher did; `in_force` is the ISO date from
    which the words hold, empty for print; `note` is what a reader must know besides.
    """

    id: str
    was: str
    now: str
    kind: str
    by: str
    in_force: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        """The change in one sentence, for the provision's note."""
        since = f" since {self.in_force}" if self.in_force else ""
        return f"Reads “{self.now}” for “{self.was}”{since} ({self.by})."


def read_amendments(path: Path) -> tuple[Amendment, ...]:
    """The amendments of a table, in its order; lines with # are remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 1):
        known = {name: row.get(name) or "" for name in _AMENDMENT_COLUMNS}
        if set(row) - set(_AMENDMENT_COLUMNS) or not (known["id"] and known["was"] and known["by"]):
            raise SourceError(
                f"{path} row {number}: id, was and by must be filled in, and the columns are"
                f" {', '.join(_AMENDMENT_COLUMNS)}; correct the row.",
                code="XW-558",
            )
        if known["kind"] not in {LAW, PRINT}:
            raise SourceError(
                f"{path} row {number}: kind is {known['kind'] or 'empty'}; write law or print.", code="XW-558"
            )
    return tuple(Amendment(**{name: row.get(name) or "" for name in _AMENDMENT_COLUMNS}) for row in rows)


_TABLE = "reclassified.tsv"


@dataclass(frozen=True)
class EditionText:
    """One edition: the whole text, and its entry in the register if it has one."""

    whole: Corpus
    entry: SourceEntry | None = None

    @property
    def numbering(self) -> str:
        """How its references are written: usc, act, cfr or own."""
        return self.entry.numbering if self.entry else "own"

    @property
    def own(self) -> Corpus:
        """The edition without the provisions it repeats from an earlier one."""
        if not self.entry or not self.entry.earlier:
            return self.whole
        earlier = {
            prov.id for one in self.entry.earlier if one in self.whole for prov in self.whole.below(one)
        }
        return self.whole.keep(prov.id for prov in self.whole if prov.id not in earlier)


def edition_steps(space: Workspace) -> list[tuple[SourceEntry, SourceEntry]]:
    """Each edition with the next one, of every corpus that has more than one; the earliest step first."""
    ids = dict.fromkeys(entry.id for entry in space.sources)
    found = [sorted((e for e in space.sources if e.id == one), key=lambda e: e.as_of) for one in ids]
    return [step for editions in found for step in itertools.pairwise(editions)]


def compare_named(space: Workspace, ref: str, earlier: str = "", later: str = "") -> EditionComparison:
    """Compare the editions of a corpus at two dates (the last two by default), or two files.

    `ref` is a corpus id, or the path of a file; `earlier` and `later` are dates of editions, or paths.
    """
    old, new = _texts(space, ref, earlier, later)
    return compare_texts(space, old, new)


def _texts(space: Workspace, ref: str, earlier: str, later: str) -> tuple[EditionText, EditionText]:
    if Path(ref).is_file():
        if not earlier:
            raise ConfigError(
                f"There is only one text, {ref}; name the earlier one with --from.", code="XW-550"
            )
        # Ids made from the name of a file must not differ between two drafts of one document.
        name = Path(ref).stem
        return _edition_text(space, name, earlier), _edition_text(space, name, ref)
    dates = sorted(entry.as_of for entry in space.sources if entry.id == space.edition(ref).id)
    later = later or (dates[-1] if earlier != dates[-1] else "")
    before = [date for date in dates if date < later]
    if not earlier and not before:
        raise SourceError(
            f"Corpus {ref} has no edition before {later}; it has {', '.join(dates)}. Add another with"
            f" `crosswalk update {ref} FILE --as-of DATE`.",
            code="XW-551",
        )
    return _edition_text(space, ref, earlier or before[-1]), _edition_text(space, ref, later)


def _edition_text(space: Workspace, corpus_id: str, which: str) -> EditionText:
    """An edition by its date, or a file, which is read as an edition of the same document."""
    if Path(which).is_file():
        path = Path(which)
        return EditionText(read_file(path, Source(corpus_id, UNDATED, path.name)))
    entry = space.edition(corpus_id, which)
    return EditionText(space.corpus(entry.id, entry.as_of), entry)


def compare_texts(space: Workspace, old: EditionText, new: EditionText) -> EditionComparison:
    """Compare two editions, and find what their changes mean for every crosswalk of the workspace."""
    changes = changes_between(space, old, new)
    using = [(entry, side) for entry in space.crosswalks for side in _using(space, entry, changes)]
    read = ReadEditions(changes, annotated(space, old), annotated(space, new)) if using else None
    sets = dict.fromkeys(entry.id for entry, _ in using)
    found = [_impact(space, one, read) for one in sets if read]
    found += [
        _rung_impact(space, entry, old.whole, changes, current=new.entry in space.sources)
        for entry in space.crosswalks
        if entry.id not in sets and _rungs_of(entry, old.whole) and space.mapping_file(entry.id).is_file()
    ]
    acts = dated_acts(space, new.entry) if new.entry else ()
    listed = _amendments(space, new.entry) if new.entry else ()
    causes = {one.id: ChangeCause(one.kind == LAW, one.by, one.in_force) for one in listed}
    return EditionComparison(changes, tuple(found), cautions(old, new, changes), acts, causes)


def _rungs_of(entry: CrosswalkEntry, old: Corpus) -> list[SideEntry]:
    """Where a crosswalk looks in a document for what spells out its left side; nothing if tied to another edition."""
    named = (rung for rung in entry.rungs if rung.corpus == old.source.id)
    return [rung for rung in named if rung.as_of in ("", old.source.as_of)]


def _rung_impact(
    space: Workspace, entry: CrosswalkEntry, old: Corpus, changes: ChangeSet, *, current: bool
) -> SetImpact:
    """What the change of a rule or letter means for the rows of a crosswalk that it spells out."""
    left, whole = read_side(space, entry.left), space.document(old)
    parts = [_held_part(whole, rung) for rung in _rungs_of(entry, old)]
    found = find_implementing_provisions(left, [part for part in parts if part], space.cache_for(entry.id))
    rungs = {ours: [theirs for _, theirs in steps] for ours, steps in found.items()}
    return rung_impact(read_mappings(space.mapping_file(entry.id)), changes, rungs, entry.id, current=current)


def _held_part(whole: Document, side: SideEntry) -> Document | None:
    """The part that a list names, as far as this edition has it; None if it has none of it."""
    if not side.include:
        return whole
    held = [one for one in side.include if one.endswith("*") or one in whole.whole]
    return whole.select(held) if held else None


def read_side(space: Workspace, entry: SideEntry) -> Document:
    """One side of a crosswalk, read and annotated."""
    whole = space.document(space.corpus(entry.corpus, entry.as_of))
    return whole.select(entry.include) if entry.include else whole


def changes_between(space: Workspace, old: EditionText, new: EditionText) -> ChangeSet:
    """The changes between two editions; if one is an excerpt, in the part that both hold."""
    ours, theirs = old.own, new.own
    compared = common_part(ours, theirs)
    if compared:
        both = [one for one in compared if one in ours and one in theirs]
        ours, theirs = ours.select(both), theirs.select(both)
    first, second = (
        Edition(
            part,
            partial=bool(text.entry and text.entry.partial),
            numbering=text.numbering,
            sections=space.section_map,
            lexicon=space.lexicon,
        )
        for part, text in ((ours, old), (theirs, new))
    )
    moved = reclassified_places(space)

    def make() -> ChangeSet:
        return with_successors(find_changes(first, second, moved, compared=compared))

    cache = space.cache_for(new.whole.source.key)
    return cache.get_or_compute("changes", (first, second, moved, compared), ChangeSet, make)


def reclassified_places(space: Workspace) -> list[tuple[str, str]]:
    """The workspace's table of reclassified citations, as (old words, new words)."""
    path = space.corpora / _TABLE
    if not path.is_file():
        return []
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    if any(not (row.get("was") and row.get("now")) for row in rows):
        raise SourceError(
            f"{path} must have the columns was and now, filled in every row; correct it.", code="XW-552"
        )
    return [(row["was"], row["now"]) for row in rows]


def _using(space: Workspace, entry: CrosswalkEntry, changes: ChangeSet) -> list[str]:
    """The sides of a crosswalk whose mapping file names one of the two editions."""
    held = space.decisions(entry.id)
    if held is None:
        return []
    keys = {changes.old.source.key, changes.new.source.key}
    named = {"left": (held.left_source, held.left_version), "right": (held.right_source, held.right_version)}
    return [side for side, (one, as_of) in named.items() if f"{one}@{as_of}" in keys]


def annotated(space: Workspace, text: EditionText) -> Mapping[str, Annotated]:
    """The annotations of one edition, by provision id."""
    if text.entry in space.sources:
        return space.document(text.whole).annotated
    cited = references_of(text.whole, text.numbering, space.section_map)
    return read_document(text.whole, text.whole, space.lexicon, cited).annotated


def _impact(space: Workspace, crosswalk: str, read: ReadEditions) -> SetImpact:
    held = read_mappings(space.mapping_file(crosswalk))
    keys = {read.changes.old.source.id, read.changes.new.source.id}
    others = {
        one: as_of
        for one, as_of in ((held.left_source, held.left_version), (held.right_source, held.right_version))
        if one not in keys
    }
    concepts = {
        prov_id: seen.concepts
        for one, as_of in others.items()
        for prov_id, seen in space.document(space.corpus(one, as_of)).annotated.items()
    }
    compared = _compared_part(space, crosswalk, read.changes.new)
    return impact(held, replace(read, others=concepts, compared=compared), crosswalk)


def _compared_part(space: Workspace, crosswalk: str, new: Corpus) -> frozenset[str] | None:
    """The ids of the new edition that a crosswalk compares; None for the whole of it."""
    entry = next((one for one in space.crosswalks if one.id == crosswalk), None)
    sides = (entry.left, entry.right) if entry else ()
    included = [side.include for side in sides if side.corpus == new.source.id]
    if not included or not all(included):
        return None
    listed = [part for part in itertools.chain(*included) if part.endswith("*") or part in new]
    return frozenset(prov.id for prov in new.select(listed)) if listed else frozenset()


def cautions(old: EditionText, new: EditionText, changes: ChangeSet) -> tuple[str, ...]:
    """What a reader must know before relying on the comparison, one sentence each."""
    found = []
    if changes.compared:
        known = {prov.id: prov.citation for prov in (*changes.old, *changes.new)}
        names = ", ".join(known.get(one) or one for one in changes.compared)
        found.append(
            f"One of the two editions is an excerpt, so only {names} and what is below was compared."
        )
    for text in (old, new):
        if given := text.whole.source.given:
            as_of = date_words(text.whole.source.as_of)
            found.append(
                f"The edition of {as_of} was taken from the file {given}, and what is new in it was not compared"
                " with the official text."
            )
        if text.entry and text.entry.partial:
            as_of = date_words(text.whole.source.as_of)
            found.append(
                f"The edition of {as_of} is known only in part; what is missing here may still have been in it."
            )
    marks = {text.whole.source.verification for text in (old, new)}
    if Verification.RESTATED in marks:
        found.append(
            "What is compared is restated in this project's own words, so a difference may come from the restating"
            " and not in the source."
        )
    unchecked = sum("not checked against the source" in " ".join(change.why) for change in changes)
    if unchecked:
        found.append(f"{unchecked} of the changes rest on words that nobody has checked against the source.")
    removed = changes.kinds.get(ChangeKind.REMOVED, 0)
    if removed * 2 > len(changes.old):
        found.append(
            f"{removed} of {len(changes.old)} provisions were removed; if the new text is only a part of the document,"
            " compare that part."
        )
    return tuple(found)


_REAL = frozenset({Weight.SUBSTANCE, Weight.EDITORIAL})


@dataclass(frozen=True, slots=True)
class EditionStep:
    """The step from one edition of a document to the next.

    `changes` counts the real changes by kind (reworded, added, removed and so on), without new marks and faults of a
    copy; `laws` names the acts that amended the text in between, each with its effective date, if a table of
    amendments lists them.
    """

    corpus: str
    title: str
    kind: str
    earlier: str
    later: str
    changes: Mapping[str, int]
    laws: tuple[str, ...] = ()


def edition_timeline(space: Workspace) -> tuple[EditionStep, ...]:
    """Every step between two editions next to each other, of all documents that have several, by the later date."""
    steps = []
    for corpus_id in dict.fromkeys(entry.id for entry in space.sources):
        editions = sorted((one for one in space.sources if one.id == corpus_id), key=lambda one: one.as_of)
        steps += [_step(space, old, new) for old, new in itertools.pairwise(editions)]
    return tuple(sorted(steps, key=lambda step: (step.later, step.corpus)))


def _step(space: Workspace, old: SourceEntry, new: SourceEntry) -> EditionStep:
    both = (EditionText(space.corpus(one.id, one.as_of), one) for one in (old, new))
    changes = changes_between(space, *both)
    counted = Counter(change.kind.value for change in changes if change.weight in _REAL)
    return EditionStep(
        new.id, new.title, new.kind, old.as_of, new.as_of, dict(sorted(counted.items())), _laws(space, new)
    )


def dated_acts(space: Workspace, entry: SourceEntry) -> tuple[DatedAct, ...]:
    """When a document was enacted, where its register has that edition, and when laws amended it up to an edition."""
    enacted = [
        DatedAct(one.as_of, "enacted")
        for one in space.sources
        if one.id == entry.id and one.as_of <= entry.as_of and one.title.endswith("as enacted")
    ]
    laws = ((one.in_force, one.by.partition(",")[0]) for one in _amendments(space, entry) if one.in_force)
    return (*enacted, *(DatedAct(day, f"amended by {law}") for day, law in sorted(set(laws))))


def _laws(space: Workspace, entry: SourceEntry) -> tuple[str, ...]:
    """The acts behind the changes of an edition, each with the day from which it is in force."""
    listed = [f"{one.by}, in force {one.in_force}" for one in _amendments(space, entry) if one.kind == LAW]
    return tuple(dict.fromkeys(listed))


def _amendments(space: Workspace, entry: SourceEntry) -> tuple[Amendment, ...]:
    """What changed the words of an edition that is its base with a table of amendments applied."""
    path = space.corpora / entry.id / "amendments.tsv"
    if not entry.base or not path.is_file():
        return ()
    return read_amendments(path)
