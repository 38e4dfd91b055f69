"""Changes between two editions of one document, their impact on rows, and the sentences that state them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from crosswalk.model.corpus import BINDING_KINDS, Corpus, Provision
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Status

_WAITING = frozenset({Status.LOOK_AGAIN, Status.PROPOSED})


class Op(StrEnum):
    """What an edit does with a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words that is unchanged, removed or added.

    The unchanged and removed runs joined give the old text, the unchanged and added ones the new.
    """

    op: Op
    text: str


class ChangeKind(StrEnum):
    """What became of one provision."""

    SAME = "same"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"
    HEADING = "heading only"
    CITATION = "citation only"


class Weight(StrEnum):
    """How much a change of words matters; only `substance` makes anyone look again.

    `editorial` is the same reference written differently (reclassified, translated, renumbered),
    `typographic` a matter of spelling marks, spaces and letters' case, `copy defect` a fault of the
    copy that was read and no change of the document.
    """

    NONE = "none"
    SUBSTANCE = "substance"
    EDITORIAL = "editorial"
    TYPOGRAPHIC = "typographic"
    COPY = "copy defect"


class FlagKind(StrEnum):
    """What of substance a change touches, in the order in which a page lists it."""

    DUTY = "duty"
    NUMBER = "number or date"
    ACTOR = "actor"
    POPULATION = "population"
    MEASURE = "measure part"
    DEFINITION = "definition"
    CONDITION = "condition"
    NAME = "named place or body"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing of substance that changed: which kind, and a sentence with both values."""

    kind: FlagKind
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One provision in two editions.

    `old` and `new` hold one provision each, several if one was split or several were merged, and none if it was added
    or removed. `edits` redlines the text, `heading_edits` the heading; both are empty if nothing changed. `follows` is
    whether the number is new only because one above it is. `why` names the typographic, editorial or copying causes.
    """

    kind: ChangeKind
    old: tuple[Provision, ...]
    new: tuple[Provision, ...]
    weight: Weight = Weight.NONE
    edits: tuple[Edit, ...] = ()
    heading_edits: tuple[Edit, ...] = ()
    flags: tuple[Flag, ...] = ()
    follows: bool = False
    why: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the change: that of the old provision, or of the new one if there was none."""
        return (self.old or self.new)[0].id

    @property
    def reworded(self) -> bool:
        """Whether the words of the text changed."""
        return bool(self.edits) and any(edit.op is not Op.KEPT for edit in self.edits)

    @property
    def matters(self) -> bool:
        """Whether a row that rests on the old provision must be looked at again."""
        return self.weight is Weight.SUBSTANCE and self.kind is not ChangeKind.ADDED


@dataclass(frozen=True, slots=True)
class Successor:
    """A guess, separate from the changes: the new provision that an old one may have become; confidence 0..1."""

    old: str
    new: str
    confidence: float


# How the note of a section begins that is printed with a law and is not part of it.
_APART = "Not part of "


@dataclass(frozen=True)
class ChangeSet:
    """Every provision of two editions, aligned, in the order of the new one; removed provisions are in their old places.

    `compared` names the part that both editions hold if one of them is an excerpt; otherwise it is empty.
    `successors` are guesses about what replaced what, the surest first.
    """

    old: Corpus
    new: Corpus
    changes: tuple[Change, ...]
    compared: tuple[str, ...] = ()
    successors: tuple[Successor, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @cached_property
    def moved_to(self) -> Mapping[str, str]:
        """The new id of every old provision that is whole in the new edition, unchanged ids included."""
        whole = (change for change in self.changes if len(change.old) == len(change.new) == 1)
        return {change.old[0].id: change.new[0].id for change in whole}

    @cached_property
    def by_old(self) -> Mapping[str, Change]:
        """The change of every old provision."""
        return {prov.id: change for change in self.changes for prov in change.old}

    @cached_property
    def by_new(self) -> Mapping[str, Change]:
        """The change of every new provision."""
        return {prov.id: change for change in self.changes for prov in change.new}

    @cached_property
    def added_wholes(self) -> Mapping[str, str]:
        """For each provision added below another added one, the id of the topmost added provision above it."""
        added = {prov.id for prov in self._added}
        above = {one: [prov.id for prov in self.new.ancestors(one) if prov.id in added] for one in added}
        return {one: tops[0] for one, tops in above.items() if tops}

    @cached_property
    def outside(self) -> frozenset[str]:
        """The provisions that were added where a law is printed and are not part of it, as the note of their section says."""
        tops = {prov.id for prov in self._added if prov.note.startswith(_APART)}
        return frozenset(prov.id for prov in self._added if self.added_wholes.get(prov.id, prov.id) in tops)

    @property
    def _added(self) -> Iterator[Provision]:
        return (prov for change in self.changes if change.kind is ChangeKind.ADDED for prov in change.new)

    @cached_property
    def kinds(self) -> Mapping[ChangeKind, int]:
        """How many changes there are of each kind."""
        return Counter(change.kind for change in self.changes)

    @cached_property
    def weights(self) -> Mapping[Weight, int]:
        """How many changes there are of each weight."""
        return Counter(change.weight for change in self.changes)


class ImpactVerdict(StrEnum):
    """What a change of the texts means for a row."""

    UNAFFECTED = "unaffected"
    FOLLOWS = "follows"
    LOOK = "look again"
    MEANING = "changed meaning"


class Dependency(StrEnum):
    """How a row depends on a provision that changed.

    It is the provision itself, its lead-in, what completes its sentence, the definition of a term it uses, what it
    refers to, what adds to its measure, a rule that implements it, a provision that limits it by name, or what a
    search for an answer would now find.
    """

    DIRECT = "directly"
    LEAD_IN = "lead-in"
    COMPLETION = "completion"
    DEFINITION = "definition"
    REFERENCE = "reference"
    MEASURE = "measure"
    RUNG = "rung"
    LIMIT = "limited"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class ImpactReason:
    """Why a row must be looked at: the change, how the row depends on it, and a sentence."""

    change: Change
    how: Dependency
    sentence: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one document means for one row of one mapping set.

    `after` is the row for the new edition: ids and digests are updated, and the status is `look-again` if the verdict
    requires it. A superseded row is updated and never judged. `elsewhere` is whether the row needs a second look
    because of another change than this one.
    """

    crosswalk: str
    row: Decided
    after: Decided
    verdict: ImpactVerdict
    reasons: tuple[ImpactReason, ...] = ()
    elsewhere: bool = False

    @property
    def on_new_text(self) -> bool:
        """Whether a row was decided or drafted on the new text already, so that it need not be looked at again."""
        return self.after == self.row and (self.row.status not in _WAITING or self.elsewhere)

    @property
    def was_drafted(self) -> bool:
        """Whether the row is a draft of the editors, or was one before it had to be looked at again."""
        return (self.row.was if self.row.status is Status.LOOK_AGAIN else self.row.status) is Status.DRAFT


@dataclass(frozen=True)
class SetImpact:
    """What a change of one document means for the mapping set of one crosswalk: a verdict for each current row."""

    crosswalk: str
    before: MappingSet
    after: MappingSet
    impacts: tuple[Impact, ...] = field(default=())

    def count(self, *verdicts: ImpactVerdict) -> int:
        """How many rows have one of the verdicts."""
        return sum(impact.verdict in verdicts for impact in self.impacts)

    @property
    def untouched(self) -> int:
        """How many rows keep their sign-off, including those that only get a new number."""
        return self.count(ImpactVerdict.UNAFFECTED, ImpactVerdict.FOLLOWS)


@dataclass(frozen=True, slots=True)
class DatedAct:
    """An act that made or amended a document: the ISO day from which its words hold, and what it did in a few words."""

    day: str
    words: str


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """Why the words of a provision changed: an act of Congress (`by_law`), or only how the publisher prints the same law.

    `by` names the act, or says what the publisher did; `in_force` is the ISO date of an act's words.
    """

    by_law: bool
    by: str
    in_force: str = ""


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions compared: the changes, what they mean for each crosswalk, and what to be careful about.

    `acts` are the enactment and the amendments that the register and the table of amendments date. `causes` gives, for
    the id of each provision in that table, why its words changed.
    """

    changes: ChangeSet
    impacts: tuple[SetImpact, ...] = ()
    cautions: tuple[str, ...] = ()
    acts: tuple[DatedAct, ...] = ()
    causes: Mapping[str, ChangeCause] = field(default_factory=dict)


# Confidence from which a guess is more likely right than wrong.
_LIKELY = 0.5


def successor_sentences(change: Change, changes: ChangeSet) -> tuple[str, ...]:
    """What a removed provision probably became, or an added one came from; a sentence for each, the surest first."""
    if change.kind is ChangeKind.REMOVED:
        ids = [(one.new, one.confidence) for one in changes.successors if one.old == change.id]
        return tuple(_guess("became", name_in_new(changes.new[new], changes), sure) for new, sure in ids)
    if change.kind is ChangeKind.ADDED:
        ids = [(one.old, one.confidence) for one in changes.successors if one.new == change.id]
        return tuple(_guess("came from", name_in_old(changes.old[old], changes), sure) for old, sure in ids)
    return ()


def _guess(verb: str, name: str, sure: float) -> str:
    """A sentence such as `The program's guess: it probably became GV.RR-02 (confidence 0.62).`."""
    likely = "probably" if sure >= _LIKELY else "perhaps"
    return f"The program's guess: it {likely} {verb} {name} (confidence {sure:.2f})."


def name_in_old(prov: Provision, changes: ChangeSet) -> str:
    """What a sentence calls a provision of the earlier edition; see `name_in_new`."""
    return _name(prov, changes.old, changes.new.source.kind)


def name_in_new(prov: Provision, changes: ChangeSet) -> str:
    """What a sentence calls one of the later edition: its citation in law; else its heading, the one above it, or its id."""
    return _name(prov, changes.new, changes.new.source.kind)


def _name(prov: Provision, edition: Corpus, kind: str) -> str:
    if kind in BINDING_KINDS:
        return prov.citation or prov.id
    if prov.heading:
        return prov.heading
    ancestors = edition.ancestors(prov.id) if prov.id in edition else ()
    above = next((one.heading for one in reversed(ancestors) if one.heading), "")
    return f"{above}, {_last_words(prov.id)}" if above else prov.id


def _last_words(prov_id: str) -> str:
    """The end of an id in words: `p2` is a second paragraph."""
    last = prov_id.rpartition("/")[2]
    return f"paragraph {last[1:]}" if re.fullmatch(r"p\d+", last) else last


def impact_summary(found: Iterable[SetImpact]) -> str:
    """`38 of 42 rows on file unaffected; 3 need a second look; 1 changed meaning`; later decisions follow separately."""
    every = [one for held in found for one in held.impacts]
    done = [one for one in every if one.reasons and one.on_new_text]
    due = Counter(one.verdict for one in every if not (one.reasons and one.on_new_text))
    unaffected, look, meaning = (
        sum(due[verdict] for verdict in verdicts)
        for verdicts in (
            (ImpactVerdict.UNAFFECTED, ImpactVerdict.FOLLOWS),
            (ImpactVerdict.LOOK,),
            (ImpactVerdict.MEANING,),
        )
    )
    needs, rows = "needs" if look == 1 else "need", "row on file" if len(every) == 1 else "rows on file"
    said = f"{unaffected} of {len(every)} {rows} unaffected; {look} {needs} a second look; {meaning} changed meaning"
    if due[ImpactVerdict.FOLLOWS]:
        said += f"; {due[ImpactVerdict.FOLLOWS]} of the unaffected follow a new number"
    drafted = sum(one.was_drafted for one in done)
    for number, word in ((len(done) - drafted, "decided"), (drafted, "drafted (not reviewed)")):
        if number:
            rest, were = ("rests", "was") if number == 1 else ("rest", "were")
            said += f"; {number} more {rest} on what changed and {were} {word} on the new text already"
    return said
