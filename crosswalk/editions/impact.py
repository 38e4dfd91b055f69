"""Which rows rest on what changed, and what becomes of each in the new edition.

A row rests on its provision, on the words that lead into it, on those that complete its sentence, on the
definitions of the terms it uses, on the provisions it refers to, on those that add to its measure, and on the
rules and letters that spell it out. Only rows that rest on a change of substance must be looked at again; every
other row keeps its sign-off and is carried into the new edition.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crosswalk.editions.materiality import OUTLINE
from crosswalk.language.normalize import fold
from crosswalk.model.alignment import Side
from crosswalk.model.annotation import Annotated, NoteKind, Span
from crosswalk.model.change import (
    Change,
    ChangeKind,
    ChangeSet,
    Dependency,
    FlagKind,
    Impact,
    ImpactReason,
    ImpactVerdict,
    SetImpact,
    Weight,
    name_in_new,
    name_in_old,
    successor_sentences,
)
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Status

_OF_MEANING = frozenset(FlagKind) - {FlagKind.REFERENCE}
# Concepts in common from which a new provision may answer what nothing answered before.
_SHARED = 2
# Words before and after a citation by which a provision takes something away from the one it cites.
_TAKES_AWAY = re.compile(
    r"\b(?:notwithstanding|in lieu of|instead of|without regard to|exempt(?:ed|ion|s)? from|exceptions? to|waives?|"
    r"waivers? of|nothing in|supersedes?|suspends?|other than|in place of)[^.;]{0,60}\Z"
)
_HOLDS_NOT = re.compile(
    r"[^.;]{0,60}?\b(?:(?:shall|does|do|may|must|will) not|no longer|only|expires?|(?:is|are) (?:suspended|waived|repealed)|"
    r"ceases?|cannot|except|unless)\b"
)
# At most this many reasons are written into a row's note.
_MOST_REASONS = 6
_EDITION = re.compile(r"Edition of (\d{4}-\d{2}(?:-\d{2})?):")


@dataclass(frozen=True)
class ReadEditions:
    """Both editions of the document that changed, as the text pipeline read them, by provision id.

    `others` are the concepts named by the provisions of the documents compared with it. `compared` are the
    ids of the part that a crosswalk compares; None if it compares the whole document.
    """

    changes: ChangeSet
    old: Mapping[str, Annotated]
    new: Mapping[str, Annotated]
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    compared: frozenset[str] | None = None

    def is_compared(self, prov_id: str) -> bool:
        """Whether a provision of the new edition is in the part that is compared."""
        return self.compared is None or prov_id in self.compared


def impact(mappings: MappingSet, read: ReadEditions, crosswalk: str = "") -> SetImpact:
    """What the change of one document means for every current row of a mapping set.

    A set that still names the old edition is carried into the new one (`after`); one that names the new
    edition already stays as it is, and its rows are judged all the same. `crosswalk` is what the rows are
    said to belong to, the set's own id by default.
    """
    name = crosswalk or mappings.id
    sides = _sides(mappings, read.changes)
    judged = [_judge(name, row, sides, read) for row in mappings]
    after = _apart(judged)
    return SetImpact(
        name,
        mappings,
        replace(mappings, mappings=tuple(one.after for one in after), **_versions(mappings, read.changes)),
        tuple(one for one in after if one.row.status is not Status.SUPERSEDED),
    )


def rung_impact(
    mappings: MappingSet,
    changes: ChangeSet,
    rungs: Mapping[str, Iterable[str]],
    crosswalk: str,
    *,
    current: bool,
) -> SetImpact:
    """What the change of a rule or letter means for the rows whose left provision it spells out.

    `rungs` holds the provisions of the old edition that spell out each left provision, by left id. With
    `current` the workspace has the new edition already: rows are judged and stay as they are.
    """
    found = []
    for row in mappings:
        if row.status is Status.SUPERSEDED:
            continue
        touching = _changes_of_rungs(changes, rungs.get(row.left, ()))
        reasons = tuple(
            ImpactReason(one, Dependency.RUNG, _sentence(one, Dependency.RUNG, changes)) for one in touching
        )
        if not reasons:
            found.append(Impact(crosswalk, row, row, ImpactVerdict.UNAFFECTED))
        elif current:
            found.append(
                Impact(crosswalk, row, row, _verdict(reasons), reasons, _waits_for_another(row, changes))
            )
        else:
            found.append(Impact(crosswalk, row, _reopened(row, reasons, changes), _verdict(reasons), reasons))
    after = {one.row.pair: one.after for one in found}
    rows = tuple(row if row.status is Status.SUPERSEDED else after[row.pair] for row in mappings)
    return SetImpact(crosswalk, mappings, replace(mappings, mappings=rows), tuple(found))


def _changes_of_rungs(changes: ChangeSet, rungs: Iterable[str]) -> list[Change]:
    """The changes of substance in some provisions of the old edition, or below them."""
    old = {one.id for rung in rungs if rung in changes.old for one in changes.old.below(rung)}
    places = old | {new for one in old if (new := successor(changes, one))}
    return [
        change
        for change in changes
        if (change.matters and any(prov.id in old for prov in change.old))
        or (
            change.kind is ChangeKind.ADDED
            and change.weight is Weight.SUBSTANCE
            and any(prov.parent in places for prov in change.new)
        )
    ]


@dataclass(frozen=True, slots=True)
class _ChangedSide:
    """A side of a mapping set that is the changed document: which, and whether in its new edition."""

    name: Side
    current: bool


def _sides(mappings: MappingSet, changes: ChangeSet) -> tuple[_ChangedSide, ...]:
    known = {changes.old.source.key: False, changes.new.source.key: True}
    named = {
        Side.LEFT: f"{mappings.left_source}@{mappings.left_version}",
        Side.RIGHT: f"{mappings.right_source}@{mappings.right_version}",
    }
    return tuple(_ChangedSide(name, known[key]) for name, key in named.items() if key in known)


def _versions(mappings: MappingSet, changes: ChangeSet) -> dict[str, str]:
    as_of = changes.new.source.as_of
    return {f"{side.name}_version": as_of for side in _sides(mappings, changes) if not side.current}


def _judge(crosswalk: str, row: Decided, sides: tuple[_ChangedSide, ...], read: ReadEditions) -> Impact:
    """Why one row must be looked at, if it must, and the row afterwards."""
    reasons = tuple(dict.fromkeys(reason for side in sides for reason in _reasons(row, side, read)))
    verdict = _verdict(reasons)
    carried = row
    for side in sides:
        if not side.current:
            carried = _carried(carried, side.name, read.changes, keep=bool(reasons))
    if row.status is Status.SUPERSEDED:
        return Impact(crosswalk, row, carried, ImpactVerdict.UNAFFECTED)
    if not reasons:
        moved = row.pair != carried.pair
        return Impact(crosswalk, row, carried, ImpactVerdict.FOLLOWS if moved else ImpactVerdict.UNAFFECTED)
    if all(side.current for side in sides):
        return Impact(crosswalk, row, row, verdict, reasons, _waits_for_another(row, read.changes))
    return Impact(crosswalk, row, _reopened(carried, reasons, read.changes), verdict, reasons)


def _waits_for_another(row: Decided, changes: ChangeSet) -> bool:
    """Whether a row is to be looked at again because of other editions than these, as its own note says."""
    noted = _EDITION.findall(row.comment)
    return row.status is Status.LOOK_AGAIN and bool(noted) and changes.new.source.as_of not in noted


def _verdict(reasons: tuple[ImpactReason, ...]) -> ImpactVerdict:
    """Changed meaning, if the row's own text changed in flagged substance."""
    if any(reason.how is Dependency.DIRECT and _is_of_meaning(reason.change) for reason in reasons):
        return ImpactVerdict.MEANING
    return ImpactVerdict.LOOK if reasons else ImpactVerdict.UNAFFECTED


def _is_of_meaning(change: Change) -> bool:
    if any(not (prov.is_checked or prov.given) for prov in (*change.old, *change.new)):
        return False
    return change.kind is ChangeKind.REMOVED or any(flag.kind in _OF_MEANING for flag in change.flags)


def _reasons(row: Decided, side: _ChangedSide, read: ReadEditions) -> Iterator[ImpactReason]:
    prov_id = side.name.of(row)
    if row.status is Status.SUPERSEDED:
        return
    if not prov_id:
        yield from _searched(read, side.name.other.of(row))
        return
    changes = read.changes
    by_id = changes.by_new if side.current else changes.by_old
    here = by_id.get(prov_id)
    old = here.old[0].id if here and here.old else "" if side.current else prov_id
    new = here.new[0].id if here and here.new else prov_id if side.current else ""
    own = _resting(changes, old, new, read)
    seen: set[int] = set()
    for change, how in ([(here, Dependency.DIRECT)] if here else []) + own:
        if _touches(change, how, changes) and id(change) not in seen:
            seen.add(id(change))
            yield ImpactReason(change, how, _sentence(change, how, changes))


def _searched(read: ReadEditions, other: str) -> Iterator[ImpactReason]:
    """Why "nothing answers" may no longer be true: a new provision of the compared part names the same concepts."""
    asked = read.others.get(other, frozenset())
    for change in read.changes:
        if change.weight is not Weight.SUBSTANCE or not change.new:
            continue
        if change.kind is ChangeKind.MOVED and not change.reworded:
            continue
        came = [prov.id for prov in change.new if prov.id in read.new and read.is_compared(prov.id)]
        shared = [asked & read.new[prov_id].concepts for prov_id in came]
        if any(len(both) >= _SHARED for both in shared):
            yield ImpactReason(change, Dependency.SEARCH, _sentence(change, Dependency.SEARCH, read.changes))


def _touches(change: Change, how: Dependency, changes: ChangeSet) -> bool:
    """Whether a change reopens a row that rests on it so; a list also changes where an item comes or leaves it."""
    if how is Dependency.DIRECT or change.matters:
        return change.matters
    if how is Dependency.COMPLETION and change.kind is ChangeKind.MOVED:
        old, new = change.old[0].parent, change.new[0].parent
        return new != (changes.moved_to.get(old) if old else None)
    if how is Dependency.LIMIT:
        return change.weight is Weight.SUBSTANCE
    return change.kind is ChangeKind.ADDED and change.weight is Weight.SUBSTANCE


def _resting(changes: ChangeSet, old: str, new: str, read: ReadEditions) -> list[tuple[Change, Dependency]]:
    """Every change that a provision depends on, other than its own, searched in both editions."""
    found: list[tuple[Change, Dependency]] = []
    for prov_id, corpus, annotated, by_id in (
        (old, changes.old, read.old, changes.by_old),
        (new, changes.new, read.new, changes.by_new),
    ):
        if prov_id in corpus:
            for one, how in _depends_on(corpus, prov_id, annotated):
                if one in by_id and by_id[one] is not by_id.get(prov_id):
                    found.append((by_id[one], how))
    if new in changes.new:
        found += [(change, Dependency.LIMIT) for change in _limits(changes, read.new, new)]
    return found


def _limits(changes: ChangeSet, read: Mapping[str, Annotated], prov_id: str) -> Iterator[Change]:
    """The new or reworded provisions that limit a provision of the new edition by name."""
    line = {prov_id, *(above.id for above in changes.new.ancestors(prov_id) if above.level not in OUTLINE)}
    for change in changes:
        if change.weight is not Weight.SUBSTANCE:
            continue
        for prov in change.new:
            seen = read.get(prov.id)
            notes = [note for note in seen.of(NoteKind.CITATION) if note.target in line] if seen else []
            if prov.id not in line and any(_is_limited(prov.text, note.span) for note in notes):
                yield change


def _is_limited(text: str, cited: Span) -> bool:
    """Whether a sentence takes something away from the provision that it cites."""
    low = fold(text)
    return bool(_TAKES_AWAY.search(low, 0, cited.start) or _HOLDS_NOT.match(low, cited.end))


def _sentence(change: Change, how: Dependency, changes: ChangeSet) -> str:
    """`It uses a term whose definition changed: 29 U.S.C. 3102(7). Duty changed: may → must`."""
    name = name_in_old(change.old[0], changes) if change.old else name_in_new(change.new[0], changes)
    became = {
        ChangeKind.REMOVED: "was removed",
        ChangeKind.SPLIT: "was split",
        ChangeKind.MERGED: "was merged",
        ChangeKind.ADDED: "is new",
        ChangeKind.MOVED: "changed" if change.matters else "was moved",
    }.get(change.kind, "changed")
    opening = {
        Dependency.DIRECT: f"{name} {became}",
        Dependency.COMPLETION: f"Words that complete its sentence, {name}: {became}",
        Dependency.LEAD_IN: f"The words that lead into it or close it, {name}: {became}",
        Dependency.DEFINITION: f"The definition of a term it uses, {name}: {became}",
        Dependency.REFERENCE: f"A provision it refers to, {name}: {became}",
        Dependency.MEASURE: f"A provision that adds to its measure, {name}: {became}",
        Dependency.RUNG: f"A provision that spells it out, {name}: {became}",
        Dependency.LIMIT: f"A provision that limits it by name, {name}: {became}",
        Dependency.SEARCH: f"Nothing was found to answer it, and {name}, which names the same things, {became}",
    }[how]
    if became == "changed":
        return f"{opening} ({'; '.join(flag.words for flag in change.flags) or 'the wording'})."
    guesses = successor_sentences(change, changes) if change.kind is ChangeKind.REMOVED else ()
    return " ".join([f"{opening}.", *guesses])


def _carried(row: Decided, side: Side, changes: ChangeSet, *, keep: bool) -> Decided:
    """The row with one side's id, label and digest as the new edition has them.

    `keep` leaves the digest as it is: that of the text which the decision was made on.
    """
    prov_id = side.of(row)
    old, new_id = changes.old.by_id.get(prov_id), successor(changes, prov_id)
    if old is None or new_id is None:
        return row
    new = changes.new[new_id]
    update: dict[str, str] = {side: new_id}
    if getattr(row, f"{side}_label") in {old.heading, old.citation} - {""}:
        update[f"{side}_label"] = new.heading or new.citation
    stands = getattr(row, f"{side}_digest") == old.digest and row.status is not Status.LOOK_AGAIN
    if stands and not keep and row.status is not Status.SUPERSEDED:
        update[f"{side}_digest"] = new.digest
    return replace(row, **update)  # type: ignore[arg-type]


def successor(changes: ChangeSet, prov_id: str) -> str | None:
    """The provision of the new edition that an old one became; None if it was removed."""
    change = changes.by_old.get(prov_id)
    if change is None:
        return prov_id if prov_id in changes.new else None
    ids = [prov.id for prov in change.new]
    return prov_id if prov_id in ids else ids[0] if ids else None


def _reopened(row: Decided, reasons: tuple[ImpactReason, ...], changes: ChangeSet) -> Decided:
    sentences = [reason.sentence for reason in reasons[:_MOST_REASONS]]
    if more := len(reasons) - len(sentences):
        sentences.append(f"It rests on {more} more changes; the change page names them.")
    note = f"Edition of {changes.new.source.as_of}: {' '.join(sentences)}"
    was = row.was if row.status is Status.LOOK_AGAIN else row.status
    comment = " ".join(f"{row.comment} {note}".split())
    return replace(row, status=Status.LOOK_AGAIN, was=was, comment=comment)


def _apart(judged: list[Impact]) -> list[Impact]:
    """No two current rows on one pair: of rows that were merged, the first takes the new id."""
    taken: set[tuple[str, str]] = set()
    found = []
    for one in judged:
        if one.row.status is Status.SUPERSEDED:
            found.append(one)
            continue
        clash = one.after.pair in taken
        after = replace(one.after, left=one.row.left, right=one.row.right) if clash else one.after
        taken.add(after.pair)
        found.append(replace(one, after=after))
    return found


def _depends_on(
    corpus: Corpus, prov_id: str, annotated: Mapping[str, Annotated]
) -> Iterator[tuple[str, Dependency]]:
    """The ids of the other provisions that a provision depends on, each with how.

    Its lead-in, what completes its own sentence, the definitions of the terms it uses, what it refers to, and
    what adds to its measure. Without words of its own a provision rests on all below it.
    """
    prov = corpus[prov_id]
    if prov.is_heading:
        yield from ((one.id, Dependency.DIRECT) for one in corpus.below(prov_id)[1:])
    else:
        yield from ((one.id, Dependency.COMPLETION) for one in _completion(corpus, prov))
    yield from ((one.id, Dependency.LEAD_IN) for one in _lead_in(corpus, prov))
    read = annotated.get(prov_id)
    if read is None:
        return
    for kind, how in ((NoteKind.DEFINED, Dependency.DEFINITION), (NoteKind.CITATION, Dependency.REFERENCE)):
        targets = dict.fromkeys(note.target for note in read.of(kind) if note.target)
        for target in targets:
            yield from ((one, how) for one in _all_below(corpus, target) if one != prov_id)
            if kind is NoteKind.DEFINED:
                yield from ((one, how) for one in _borrowed(corpus, target, annotated) if one != prov_id)
    if read.measure is not None:
        yield from ((rider.source, Dependency.MEASURE) for rider in read.measure.riders if rider.source)


def lead_ins(corpus: Corpus, prov: Provision) -> list[Provision]:
    """The lead-ins of a provision, the nearest first, up to where the sentence begins."""
    return [one for one in _lead_in(corpus, prov) if one.level != "continuation"]


def _lead_in(corpus: Corpus, prov: Provision) -> Iterator[Provision]:
    """The words that lead into a provision, and those that close the lists it is in."""
    for above in reversed(corpus.ancestors(prov.id)):
        if above.text.strip() and not above.leads_on:
            return
        yield from (c for c in corpus.children(above.id) if c.level == "continuation" and c.id != prov.id)
        if above.text.strip():
            yield above


def _completion(corpus: Corpus, prov: Provision) -> Iterator[Provision]:
    """The provisions that complete a sentence begun in a provision: all below a lead-in, down to the end of the sentence."""
    if prov.text.strip() and not prov.leads_on:
        return
    for child in corpus.children(prov.id):
        yield child
        yield from _completion(corpus, child)


def _borrowed(corpus: Corpus, target: str, annotated: Mapping[str, Annotated]) -> Iterator[str]:
    """The definition that another definition of the same term takes over, as in "as in section 5, except"."""
    read = annotated.get(target)
    if read is None:
        return
    for note in read.of(NoteKind.CITATION):
        cited = annotated.get(note.target)
        if cited and cited.defines and cited.defines.casefold() == read.defines.casefold():
            yield from _all_below(corpus, note.target)


def _all_below(corpus: Corpus, target: str) -> Iterable[str]:
    return (one.id for one in corpus.below(target)) if target in corpus else ()
