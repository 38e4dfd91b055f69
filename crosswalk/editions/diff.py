"""What changed between two editions of a document, provision by provision.

The list of changes is strict: two provisions are the same only by their words, position or name. The rest is compared
by the matcher, whose guesses are reported separately, with a confidence.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crosswalk.compare.document import read_annotations
from crosswalk.editions import materiality
from crosswalk.editions.align import Succession, moved_among_siblings, succession
from crosswalk.editions.impact import lead_ins
from crosswalk.editions.materiality import Materiality, ProvisionVersions, Spans, assess_materiality
from crosswalk.editions.substantive_changes import flags_of_one_edition, same_bearers
from crosswalk.editions.text_comparison import Reclassified, reclassifier, same_words
from crosswalk.language.citations import find_references
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.redline import redline
from crosswalk.model.annotation import Annotated
from crosswalk.model.change import Change, ChangeKind, ChangeSet, Flag, FlagKind, Successor, Weight
from crosswalk.model.citation import SectionMap
from crosswalk.model.corpus import BINDING_KINDS, Corpus, Provision
from crosswalk.model.relation import Verification


@dataclass(frozen=True)
class Edition:
    """One edition to compare, and what it takes to read its sentences.

    `part` is what is compared; `partial` says that it holds only what is known of the edition, so that what
    it lacks proves nothing. `numbering` (usc, act, cfr or own) and `sections` say how its
    references are written.
    """

    part: Corpus
    partial: bool = False
    numbering: str = "own"
    sections: SectionMap = field(default_factory=SectionMap)
    lexicon: Lexicon = field(default_factory=Lexicon)

    def read(self, ids: Iterable[str]) -> Mapping[str, Annotated]:
        """What the text pipeline reads in some provisions, and in those above them."""
        wanted = set(ids)
        line = {above.id for one in wanted for above in self.part.ancestors(one)}
        known = self.part.by_id
        cited = [
            reference
            for prov in self.part
            if prov.id in wanted
            for reference in find_references(prov.text, prov.id, self.numbering, self.sections, known)
        ]
        return read_annotations(self.part.keep(wanted | line), self.lexicon, cited)


@dataclass(frozen=True)
class _Editions:
    """Both editions, which provision became which, and the annotations of reworded ones."""

    old: Corpus
    new: Corpus
    found: Succession
    moved: Reclassified
    old_footnotes: Mapping[str, Spans]
    new_footnotes: Mapping[str, Spans]
    before: Mapping[str, Annotated]
    after: Mapping[str, Annotated]
    jumped: frozenset[str] = frozenset()


def find_changes(
    old: Edition, new: Edition, moved: Iterable[tuple[str, str]] = (), *, compared: tuple[str, ...] = ()
) -> ChangeSet:
    """Align two editions and weigh every change.

    Args:
        old: the earlier edition.
        new: the later one.
        moved: reclassified citations, as (words then, words now); `{}` is any
            pinpoint.
        compared: the ids the comparison was narrowed to, see `common_part`.
    """
    named = old.numbering == new.numbering == "own"
    found = succession(old.part, new.part, named=named)
    both = [(old.part[found.back[prov.id]], prov) for prov in new.part if prov.id in found.back]
    marks = materiality.footnote_numbers(both, old.part, new.part)
    reworded = [(o.id, n.id) for o, n in both if o.text != n.text and not same_words(o.text, n.text)]
    before, after = old.read(ours for ours, _ in reworded), new.read(theirs for _, theirs in reworded)
    jumped = moved_among_siblings(found, old.part, new.part)
    editions = _Editions(old.part, new.part, found, reclassifier(moved), *marks, before, after, jumped)
    listed = [*_shared(editions), *_paired(editions), *_unpaired_provisions(editions)]
    known = [_with_unknowns(change, old.partial, new.partial) for change in listed]
    return ChangeSet(old.part, new.part, tuple(_in_order(known, old.part, new.part)), compared)


def _with_unknowns(change: Change, old_partial: bool, new_partial: bool) -> Change:
    """Add what is uncertain about a change: a partly known edition, or unchecked words."""
    lacking = (old_partial and not change.old) or (new_partial and not change.new)
    if lacking:
        reason = "the other edition is known only in part, so whether it had this is not known"
        return replace(change, weight=Weight.NONE, why=(*change.why, reason))
    unchecked = any(not (prov.is_checked or prov.given) for prov in (*change.old, *change.new))
    if unchecked and change.weight is Weight.SUBSTANCE:
        reason = "not checked against the source, so what changed is not known for sure"
        return replace(change, why=(*change.why, reason))
    return change


def common_part(old: Corpus, new: Corpus) -> tuple[str, ...]:
    """The ids to compare if one edition is only an excerpt of the document; empty if both are whole.

    An edition is an excerpt when what is at its top is further down in the other.
    """
    for excerpt, whole in ((old, new), (new, old)):
        tops = [prov.id for prov in excerpt.children(None)]
        if tops and all(top in whole and whole[top].parent is not None for top in tops):
            return tuple(tops)
    return ()


def _split_or_merged(found: Succession) -> tuple[set[str], set[str]]:
    """Old and new ids that a split or a merger accounts for."""
    old = {one for ids in found.merges.values() for one in ids} | set(found.splits)
    new = {one for ids in found.splits.values() for one in ids} | set(found.merges)
    return old, new


def _shared(editions: _Editions) -> list[Change]:
    """Provisions that were split, and those that were merged."""
    old, new, found = editions.old, editions.new, editions.found
    listed = [
        _several(editions, ChangeKind.SPLIT, (old[one],), tuple(new[i] for i in ids))
        for one, ids in found.splits.items()
    ]
    return listed + [
        _several(editions, ChangeKind.MERGED, tuple(old[i] for i in ids), (new[one],))
        for one, ids in found.merges.items()
    ]


def _several(
    editions: _Editions, kind: ChangeKind, old: tuple[Provision, ...], new: tuple[Provision, ...]
) -> Change:
    """Compare one provision with several; words that only moved are no rewording."""
    ours, theirs = (" ".join(prov.text for prov in side) for side in (old, new))
    edits = () if same_words(ours, theirs) else redline(ours, theirs)
    if not edits and any(prov.level == "continuation" for prov in (*old, *new)):
        reason = "the words that close a list are read as part of its last item in one edition"
        return Change(kind, old, new, Weight.COPY, why=(reason,))
    first, second = replace(old[0], text=ours), replace(new[0], text=theirs)
    flags = assess_materiality(_pair(editions, first, second, whole=False)).flags if edits else ()
    if same_bearers(ours, theirs):
        # A lead-in names once who has the duties of its items.
        flags = tuple(flag for flag in flags if flag.kind not in {FlagKind.DUTY, FlagKind.ACTOR})
    return Change(kind, old, new, Weight.SUBSTANCE, edits, flags=flags)


def _paired(editions: _Editions) -> list[Change]:
    old, new = _split_or_merged(editions.found)
    return [
        _one(editions, editions.old[ours], editions.new[theirs])
        for ours, theirs in editions.found.pairs.items()
        if ours not in old and theirs not in new
    ]


def _one(editions: _Editions, old: Provision, new: Provision) -> Change:
    """The change of one provision that both editions have."""
    place, follows = _renumbered_or_moved(editions, old, new)
    weighed = _weighed(editions, old, new)
    heading = redline(old.heading, new.heading)
    retitled = bool(heading) and not same_words(old.heading, new.heading)
    weight, why = weighed.weight, weighed.why
    if heading and weight is Weight.NONE:
        weight, why = _titled(editions, retitled=retitled)
    kind = place or _worded(weighed, retitled=retitled)
    edits = redline(old.text, new.text)
    flags = weighed.flags
    if kind is ChangeKind.MOVED and (led := _led_otherwise(editions, old, new)) is not None:
        weight, flags, why = (
            Weight.SUBSTANCE,
            tuple(dict.fromkeys((*led, *flags))),
            (*why, "it is under another lead-in"),
        )
    return Change(kind, (old,), (new,), weight, edits, heading, flags, follows, why)


def _led_otherwise(editions: _Editions, old: Provision, new: Provision) -> tuple[Flag, ...] | None:
    """What of substance changed in the words that lead into a moved provision; None if they are the same."""
    ours, theirs = (
        " ".join(above.text for above in reversed(lead_ins(corpus, prov)))
        for corpus, prov in ((editions.old, old), (editions.new, new))
    )
    if same_words(ours, theirs):
        return None
    first, second = replace(old, text=ours), replace(new, text=theirs)
    flags = assess_materiality(_pair(editions, first, second, whole=False)).flags
    return tuple(flag for flag in flags if flag.kind in {FlagKind.DUTY, FlagKind.CONDITION})


def _worded(weighed: Materiality, *, retitled: bool) -> ChangeKind:
    if weighed.only_references:
        return ChangeKind.CITATION
    if weighed.weight is Weight.SUBSTANCE:
        return ChangeKind.REWORDED
    return ChangeKind.HEADING if retitled else ChangeKind.SAME


def _titled(editions: _Editions, *, retitled: bool) -> tuple[Weight, tuple[str, ...]]:
    """The weight of a new heading over the same words: editorial in law, substantive elsewhere, where it may name the thing."""
    if not retitled:
        return Weight.TYPOGRAPHIC, ("the heading's capitals or marks",)
    law = editions.new.source.kind in BINDING_KINDS
    return (Weight.EDITORIAL if law else Weight.SUBSTANCE), ("the heading",)


def _renumbered_or_moved(
    editions: _Editions, old: Provision, new: Provision
) -> tuple[ChangeKind | None, bool]:
    """Whether a provision was renumbered or moved, and whether it only follows one above it."""
    if old.id == new.id:
        return (ChangeKind.MOVED if _displaced(editions, old, new) else None), False
    if old.parent is None or new.parent is None:
        under = old.parent is new.parent or _lifted(editions, old, new)
    else:
        under = editions.found.pairs.get(old.parent) == new.parent
    if not under:
        return ChangeKind.MOVED, False
    follows = old.parent is not None and old.id.rpartition("/")[2] == new.id.rpartition("/")[2]
    jumped = old.id in editions.jumped and not follows
    return (ChangeKind.MOVED if jumped else ChangeKind.RENUMBERED), follows


def _displaced(editions: _Editions, old: Provision, new: Provision) -> bool:
    """Whether a provision kept its id and is under another parent, not counting headings of the outline."""
    if old.parent is None or new.parent is None:
        return False
    return editions.found.pairs.get(old.parent, new.parent) != new.parent


def _lifted(editions: _Editions, old: Provision, new: Provision) -> bool:
    """Whether one edition only has a heading of the outline above what is at the top of the other."""
    above = editions.new[new.parent] if new.parent else editions.old[old.parent or ""]
    return above.is_heading


def _weighed(editions: _Editions, old: Provision, new: Provision) -> Materiality:
    if old.text == new.text:
        return Materiality(Weight.NONE)
    if not (old.text and new.text) and same_words(f"{old.heading} {old.text}", f"{new.heading} {new.text}"):
        return Materiality(
            Weight.COPY, ("the same words are read as a heading in one edition, as text in the other",)
        )
    return assess_materiality(_pair(editions, old, new))


def _pair(editions: _Editions, old: Provision, new: Provision, *, whole: bool = True) -> ProvisionVersions:
    """A provision before and after with all that is known of it; `whole` is whether the texts are its own."""
    before = editions.before.get(old.id) if whole else None
    after = editions.after.get(new.id) if whole else None
    return ProvisionVersions(
        old,
        new,
        before or Annotated(old.id),
        after or Annotated(new.id),
        editions.found.pairs,
        editions.moved,
        editions.old_footnotes.get(old.id, ()) if whole else (),
        editions.new_footnotes.get(new.id, ()) if whole else (),
        _defines(editions.new, editions.after, new.id) or _defines(editions.old, editions.before, old.id),
    )


def _defines(corpus: Corpus, read: Mapping[str, Annotated], prov_id: str) -> str:
    """The term whose definition a provision is, or is part of."""
    line = (prov_id, *(prov.id for prov in reversed(corpus.ancestors(prov_id))))
    return next((read[one].defines for one in line if one in read and read[one].defines), "")


def _unpaired_provisions(editions: _Editions) -> list[Change]:
    """The provisions that were added, then those that were removed."""
    old, new = _split_or_merged(editions.found)
    old |= editions.found.pairs.keys()
    new |= editions.found.back.keys()
    added = [prov for prov in editions.new if prov.id not in new]
    removed = [prov for prov in editions.old if prov.id not in old]
    return [
        *(_one_sided(ChangeKind.ADDED, prov, editions.old) for prov in added),
        *(_one_sided(ChangeKind.REMOVED, prov, editions.new) for prov in removed),
    ]


def _one_sided(kind: ChangeKind, prov: Provision, other: Corpus) -> Change:
    """A provision that only one edition has."""
    outline = materiality.is_outline(prov, other)
    is_added = kind is ChangeKind.ADDED
    return Change(
        kind,
        () if is_added else (prov,),
        (prov,) if is_added else (),
        Weight.COPY if outline else Weight.SUBSTANCE,
        redline("", prov.text) if is_added else redline(prov.text, ""),
        flags=() if outline else flags_of_one_edition(prov.text, is_added=is_added),
        why=("a heading of the outline, which the other edition does not carry",) if outline else (),
    )


def _in_order(changes: Sequence[Change], old: Corpus, new: Corpus) -> list[Change]:
    """In the order of the new edition; what was removed follows what preceded it in the old one."""
    by_new = {prov.id: change for change in changes for prov in change.new}
    by_old = {prov.id: change for change in changes for prov in change.old}
    after: dict[int, list[Change]] = {}
    last: Change | None = None
    for prov in old:
        change = by_old[prov.id]
        if change.new:
            last = change
        else:
            after.setdefault(id(last), []).append(change)
    listed: dict[int, Change] = {}
    for change in (*after.get(id(None), ()), *(by_new[prov.id] for prov in new)):
        for one in (change, *after.get(id(change), ())):
            listed.setdefault(id(one), one)
    return list(listed.values())


# A successor of this confidence or more is reported. Chosen on sections of title 16 of the Code restated in title 54.
FLOOR = 0.2
# Subtracted (in log odds) where the words of one of the two already have a counterpart.
_TAKEN = 1.0
# Texts of fewer words are not compared.
_SHORT = 3


def with_successors(changes: ChangeSet) -> ChangeSet:
    """The changes, with what each removed provision probably became and each added one probably came from.

    Only provisions whose words changed in substance are compared: one that did not change neither
    absorbed another nor passed anything on.
    """
    removed, added = _unpaired(changes, ChangeKind.REMOVED), _unpaired(changes, ChangeKind.ADDED)
    reworded = [change for change in changes if change.matters and change.old and change.new]
    old = removed | {prov.id for change in reworded for prov in change.old if _is_worded(prov)}
    new = added | {prov.id for change in reworded for prov in change.new if _is_worded(prov)}
    if not (removed and new) and not (added and old):
        return changes
    found = _compared(changes.old.keep(old), changes.new.keep(new))
    likely = [one for one in found if one.old in removed or one.new in added]
    lowered = (_lowered(one, removed, added) for one in likely)
    return replace(changes, successors=tuple(_best(lowered, removed, added)))


def _unpaired(changes: ChangeSet, kind: ChangeKind) -> set[str]:
    """Provisions with words in one edition only; not those that only a copy, or the known part, lacks."""
    real = [one for one in changes if one.kind is kind and one.weight is Weight.SUBSTANCE]
    return {prov.id for one in real for prov in (*one.old, *one.new) if _is_worded(prov)}


def _is_worded(prov: Provision) -> bool:
    return len(prov.text.split()) >= _SHORT and prov.verification is not Verification.NOT_RETRIEVED


def _compared(old: Corpus, new: Corpus) -> list[Successor]:
    from crosswalk.retrieve.matcher import propose

    found = propose(old, new, top=0, explain=0)
    # A confidence is only lowered after this, so a pair that is clearly below the floor stays below it.
    return [Successor(one.left, one.right, one.confidence) for one in found if one.confidence > FLOOR - 0.01]


def _lowered(one: Successor, removed: set[str], added: set[str]) -> Successor:
    taken = (one.old not in removed) + (one.new not in added)
    held = min(max(one.confidence, 1e-4), 1 - 1e-4)
    odds = math.log(held / (1 - held)) - _TAKEN * taken
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2))


def _best(found: Iterable[Successor], removed: set[str], added: set[str]) -> list[Successor]:
    """The best successor or source of each unpaired provision, the surest first; ties in the order of ids."""
    best: dict[tuple[str, str], Successor] = {}
    for one in sorted(found, key=lambda s: (-s.confidence, s.old, s.new)):
        if one.confidence < FLOOR:
            break
        ends = [("old", one.old)] * (one.old in removed) + [("new", one.new)] * (one.new in added)
        for end in ends:
            best.setdefault(end, one)
    return list(dict.fromkeys(best.values()))
