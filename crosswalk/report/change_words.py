"""The plain words for changes: counts, names of kinds and places, and which changes are told one by one."""

from collections import Counter
from collections.abc import Iterable

from crosswalk.model.change import Change, ChangeKind, ChangeSet, Weight, name_in_new, name_in_old
from crosswalk.model.corpus import Source
from crosswalk.report.words import date_words

# The date of a file that tells none.
UNDATED = "undated"

_COUNTED = {
    ChangeKind.HEADING: "with only the heading changed",
    ChangeKind.CITATION: "with only a citation changed",
}


def counted(changes: ChangeSet) -> list[tuple[int, str]]:
    """How many changes there are of each kind, in words; what proves nothing is counted apart."""
    unproved = [change for change in changes if proves_nothing(change)]
    told = Counter(
        _COUNTED.get(change.kind, kind_words(change).lower())
        for change in changes
        if change.kind is not ChangeKind.SAME and not proves_nothing(change)
    )
    order = [
        _COUNTED.get(kind, word) for kind in ChangeKind for word in (kind.value, f"{kind.value} and reworded")
    ]
    found = [(told[words], words) for words in dict.fromkeys(order)]
    found = [pair for pair in found if pair[0]]
    if unproved:
        found.append((len(unproved), "known in one edition only"))
    same = [change for change in changes if change.kind is ChangeKind.SAME]
    found.append((sum(change.weight is Weight.NONE for change in same), "unchanged"))
    for weight, words in (
        (Weight.TYPOGRAPHIC, "in other marks only"),
        (Weight.COPY, "with faults of the copy only"),
    ):
        if number := sum(change.weight is weight for change in same):
            found.append((number, words))
    return found


def proves_nothing(change: Change) -> bool:
    """Whether a provision is missing from an edition that is known only in part."""
    return change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED} and change.weight is Weight.NONE


def counts_line(changes: ChangeSet) -> str:
    """`2 reworded · 1 added · 31 unchanged`."""
    return " · ".join(f"{number} {words}" for number, words in counted(changes))


def listed(changes: Iterable[Change]) -> list[Change]:
    """The changes worth a line of their own: flagged ones first, then other substance, then the rest."""
    shown = [c for c in changes if is_shown(c)]
    rank = {Weight.SUBSTANCE: 1, Weight.EDITORIAL: 2, Weight.NONE: 3}
    return sorted(
        shown, key=lambda c: 0 if c.flags and c.weight is Weight.SUBSTANCE else rank.get(c.weight, 4)
    )


def added_wholes(changes: ChangeSet) -> dict[str, str]:
    """The id of the topmost provision that was added with each added provision below it, by the latter's id."""
    added = {prov.id for change in changes if change.kind is ChangeKind.ADDED for prov in change.new}
    found = {}
    for prov_id in added:
        above = [prov.id for prov in changes.new.ancestors(prov_id) if prov.id in added]
        if above:
            found[prov_id] = above[0]
    return found


def is_shown(change: Change) -> bool:
    """Whether a change is told one by one; marks, faults of a copy and numbers that follow are only counted."""
    if change.weight in {Weight.TYPOGRAPHIC, Weight.COPY} or proves_nothing(change):
        return False
    return not (change.kind is ChangeKind.SAME or (change.follows and not change.reworded))


def place_words(change: Change, changes: ChangeSet) -> str:
    """Where a change stands, by the names of both editions where they differ."""
    old = ", ".join(name_in_old(prov, changes) for prov in change.old)
    new = ", ".join(name_in_new(prov, changes) for prov in change.new)
    return old if old == new or not new else f"{old} → {new}" if old else new


def edition_words(source: Source) -> str:
    """What an edition is called: its date, or of a file without one its name."""
    return source.title if source.as_of == UNDATED else date_words(source.as_of)


def kind_words(change: Change) -> str:
    """The kind of a change as a page says it, such as `Renumbered and reworded`."""
    words = change.kind.value.capitalize()
    placed = change.kind in {ChangeKind.RENUMBERED, ChangeKind.MOVED}
    rewritten = change.weight is Weight.SUBSTANCE and (
        change.reworded or (not change.edits and change.heading_edits)
    )
    return f"{words} and reworded" if placed and rewritten else words
