"""Changes in words: counts, kinds and places, which changes are listed, and all of them as text and as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crosswalk.language.phrasing import capital
from crosswalk.language.phrasing import listed as joined
from crosswalk.language.redline import bracketed
from crosswalk.model.change import (
    Change,
    ChangeCause,
    ChangeKind,
    ChangeSet,
    EditionComparison,
    Impact,
    ImpactVerdict,
    Weight,
    impact_summary,
    name_in_new,
    name_in_old,
    successor_sentences,
)
from crosswalk.model.corpus import Source
from crosswalk.model.relation import REVIEWED, Verification
from crosswalk.report.words import count, date_words

# The date of a file that gives none.
UNDATED = "undated"

_COUNTED = {
    ChangeKind.HEADING: "with only the heading changed",
    ChangeKind.CITATION: "with only a citation changed",
}

_SAID = {Weight.SUBSTANCE: "", Weight.NONE: "the words are the same"}


def counted(changes: ChangeSet) -> list[tuple[int, str]]:
    """The number of changes of each kind, with its words; what is unproved or not part of the law is counted apart."""
    unproved = [change for change in changes if proves_nothing(change)]
    apart = changes.outside
    told = Counter(
        _COUNTED.get(change.kind, kind_words(change).lower())
        for change in changes
        if change.kind is not ChangeKind.SAME and not proves_nothing(change) and change.id not in apart
    )
    order = [
        _COUNTED.get(kind, word) for kind in ChangeKind for word in (kind.value, f"{kind.value} and reworded")
    ]
    found = [(told[words], words) for words in dict.fromkeys(order)]
    found = [pair for pair in found if pair[0]]
    if apart:
        found.append((len(apart), f"added that are not part of {changes.new.source.name}"))
    if unproved:
        found.append((len(unproved), "known in one edition only"))
    same = [change for change in changes if change.kind is ChangeKind.SAME]
    found.append((sum(change.weight is Weight.NONE for change in same), "unchanged"))
    for weight, words in (
        (Weight.TYPOGRAPHIC, "in punctuation only"),
        (Weight.COPY, "with copying errors only"),
    ):
        if number := sum(change.weight is weight for change in same):
            found.append((number, words))
    return found


def proves_nothing(change: Change) -> bool:
    """Whether a provision is only missing from an edition that is known in part."""
    return change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED} and change.weight is Weight.NONE


def counts_line(changes: ChangeSet) -> str:
    """`2 reworded · 1 added · 31 unchanged`."""
    return " · ".join(f"{number} {words}" for number, words in counted(changes))


def listed(changes: ChangeSet) -> list[Change]:
    """The changes that are listed one by one: flagged ones first, then others of substance, then the rest.

    Of an added section that is not part of the law only the section is listed, and last.
    """
    wholes, apart = changes.added_wholes, changes.outside
    shown = [c for c in changes if is_shown(c) and not (c.id in wholes and c.id in apart)]
    rank = {Weight.SUBSTANCE: 1, Weight.EDITORIAL: 2, Weight.NONE: 3}
    return sorted(
        shown,
        key=lambda c: (
            c.id in apart,
            0 if c.flags and c.weight is Weight.SUBSTANCE else rank.get(c.weight, 4),
        ),
    )


def steps_by_document(comparisons: Sequence[EditionComparison]) -> list[list[EditionComparison]]:
    """The steps between editions, by document, each in the given order."""
    found: dict[str, list[EditionComparison]] = {}
    for one in comparisons:
        found.setdefault(one.changes.new.source.id, []).append(one)
    return list(found.values())


def since_sentences(steps: Sequence[EditionComparison]) -> tuple[str, str]:
    """What changed in one document over all its editions, the earliest step first: the answer, and what to know of it."""
    last = steps[-1].changes
    since, name = _since(steps), last.new.source.name
    real = [
        change
        for changes in (step.changes for step in _counted(steps))
        for change in listed(changes)
        if change.id not in changes.outside and change.id not in changes.added_wholes
    ]
    if is_restated(last):
        both = f"{since} and of {edition_words(last.new.source)}"
        number = count(len(real), "difference")
        return (
            f"{capital(name)}: {number} between our restatements of {both}.",
            "They may lie in our wording and not in the source.",
        )
    tops = {top for step in steps for top in step.changes.added_wholes.values()}
    causes = {prov: cause for step in steps for prov, cause in step.causes.items()}
    if causes:
        return capital(f"{name} since {since}: {_by_cause(real, causes)}."), _beside(steps)
    kinds = Counter("added" if change.id in tops else change.weight for change in real)
    of_substance, printed = kinds[Weight.SUBSTANCE], kinds[Weight.EDITORIAL]
    said = [f"{count(of_substance, 'provision')} changed in substance"] if of_substance else []
    said += [f"{count(kinds['added'], 'section')} added as a whole"] if kinds["added"] else []
    if printed:
        noun = f"{printed:,}" if of_substance else f"{count(printed, 'provision')} changed"
        said.append(f"{noun} only in a citation")
    answer = f"{name} since {since}: {joined(said) or 'nothing changed'}."
    return capital(answer), _beside(steps)


def due_rows(found: Iterable[EditionComparison]) -> int:
    """How many rows must be reviewed again, each counted once for each step that it rests on."""
    return sum(_is_due(one) for step in found for held in step.impacts for one in held.impacts)


def _is_due(one: Impact) -> bool:
    return one.verdict in (ImpactVerdict.LOOK, ImpactVerdict.MEANING) and not one.on_new_text


def nothing_due(found: Iterable[EditionComparison]) -> str:
    """That no row must be reviewed again, as far as rows were decided at all."""
    rows = [one.row for step in found for held in step.impacts for one in held.impacts]
    if any(row.status in REVIEWED for row in rows):
        return "No decided row needs a second look."
    return f"No row has been decided yet{', and no draft rests on old words' if rows else ''}."


def _since(steps: Sequence[EditionComparison]) -> str:
    """The date of the first edition that is held whole, and the part of an earlier one that is held, if that changed in substance."""
    first = steps[0].changes
    held = joined([first.new[one].citation or one for one in first.compared if one in first.new])
    if not held or len(steps) == 1:
        return edition_words(first.old.source)
    if _counted(steps) != steps:
        return edition_words(first.new.source)
    return f"{edition_words(first.new.source)} ({held} since {edition_words(first.old.source)})"


def _counted(steps: Sequence[EditionComparison]) -> Sequence[EditionComparison]:
    """The steps since the date that the sentence names: a first step of which only a part is held, and in which nothing of substance changed, is left out."""
    first = steps[0].changes
    if len(steps) == 1 or not any(one in first.new for one in first.compared):
        return steps
    real = (change for change in listed(first) if change.id not in first.outside)
    return steps if any(change.weight is Weight.SUBSTANCE for change in real) else steps[1:]


def _by_cause(real: Sequence[Change], causes: Mapping[str, ChangeCause]) -> str:
    """How many provisions laws amended, and of how many only the print has changed."""
    laws = [one for one in real if any(prov.id in causes and causes[prov.id].by_law for prov in one.new)]
    cited = sum(change.weight is not Weight.SUBSTANCE for change in laws)
    how = f", {cited:,} only in a citation" if cited else ""
    said = [f"laws amended {count(len(laws), 'provision')}{how}"] if laws else ["no law amended it"]
    if printed := len(real) - len(laws):
        said.append(f"{printed:,} more {'differs' if printed == 1 else 'differ'} only in print")
    return "; ".join(said)


def cause_words(cause: ChangeCause | None) -> str:
    """Why the words of a provision changed, in one sentence; empty if no table of amendments says so."""
    if cause is None:
        return ""
    if not cause.by_law:
        return f"No law amended it: {cause.by}."
    return (
        f"Amended by {cause.by}{f', in force from {date_words(cause.in_force)}' if cause.in_force else ''}."
    )


def _beside(steps: Sequence[EditionComparison]) -> str:
    return " ".join([*_apart_sentences(steps), *_unheld_sentences(steps)])


def _apart_sentences(steps: Sequence[EditionComparison]) -> Iterator[str]:
    for changes in (step.changes for step in steps):
        apart, wholes = changes.outside, changes.added_wholes
        tops = [prov for prov in changes.new if prov.id in apart and prov.id not in wholes]
        if tops:
            law, were = changes.new.source.name, "was" if len(tops) == 1 else "were"
            cites = joined([prov.citation or prov.id for prov in tops])
            yield (
                f"{capital(cites)} {were} added to the same chapter but {'is' if len(tops) == 1 else 'are'} not part of"
                f" {law}; {'its' if len(tops) == 1 else 'their'} {count(len(apart), 'provision')} are counted apart."
            )


def _unheld_sentences(steps: Sequence[EditionComparison]) -> Iterator[str]:
    """Of which edition only a part is held, so that silence about the rest is no finding."""
    for changes in (step.changes for step in steps if step.changes.compared):
        cites = joined([changes.new[one].citation or one for one in changes.compared if one in changes.new])
        old, new = edition_words(changes.old.source), edition_words(changes.new.source)
        yield (
            f"Of the text of {old}, only {cites} is held; what else changed from then to {new} is not known here."
        )


def is_restated(changes: ChangeSet) -> bool:
    """Whether both texts are our own restatement, so that a difference may lie in the restating."""
    told = listed(changes)
    return bool(told) and not any(
        all(prov.verification is Verification.VERBATIM for prov in (*change.old, *change.new))
        for change in told
    )


def is_shown(change: Change) -> bool:
    """Whether a change is listed by itself; punctuation, copy faults and consequential numbers are only counted."""
    if change.weight in {Weight.TYPOGRAPHIC, Weight.COPY} or proves_nothing(change):
        return False
    return not (change.kind is ChangeKind.SAME or (change.follows and not change.reworded))


def place_words(change: Change, changes: ChangeSet) -> str:
    """The place of a change, under both editions' names if they differ."""
    old = ", ".join(name_in_old(prov, changes) for prov in change.old)
    new = ", ".join(name_in_new(prov, changes) for prov in change.new)
    return old if old == new or not new else f"{old} → {new}" if old else new


def edition_words(source: Source) -> str:
    """The name of an edition: its date, or the file name if it has none."""
    return source.title if source.as_of == UNDATED else date_words(source.as_of)


def kind_words(change: Change) -> str:
    """The kind of a change in page words, such as `Renumbered and reworded`."""
    words = change.kind.value.capitalize()
    placed = change.kind in {ChangeKind.RENUMBERED, ChangeKind.MOVED}
    rewritten = change.weight is Weight.SUBSTANCE and (
        change.reworded or (not change.edits and change.heading_edits)
    )
    return f"{words} and reworded" if placed and rewritten else words


def compared_lines(found: EditionComparison) -> list[str]:
    """The comparison for a terminal: counts, effect on the rows, then each change."""
    changes = found.changes
    lines = [
        _between(changes),
        counts_line(changes),
        *found.cautions,
        f"Rows: {impact_summary(found.impacts)}."
        if found.impacts
        else "No mapping file uses these editions.",
    ]
    for number, change in enumerate(listed(changes), start=1):
        lines += ["", *_change_lines(number, change, found)]
    return lines


def _between(changes: ChangeSet) -> str:
    old, new = changes.old.source, changes.new.source
    if new.as_of == UNDATED:
        return f"{edition_words(old)} to {new.title}"
    return f"{new.title}: {old.title if old.as_of == UNDATED else old.as_of} to {new.as_of}"


def _change_lines(number: int, change: Change, found: EditionComparison) -> list[str]:
    place = place_words(change, found.changes)
    said = "; ".join(flag.words for flag in change.flags) or (_SAID.get(change.weight, change.weight.value))
    lines = [" · ".join(part for part in (f"C-{number} {kind_words(change)}", place, said) if part)]
    lines += [f"  {bracketed(edits)}" for edits in (change.heading_edits, change.edits) if edits]
    lines += [f"  ({'; '.join(change.why)})"] if change.why else []
    lines += [f"  {words}" for words in successor_sentences(change, found.changes)]
    for held in found.impacts:
        lines += [
            f"  rests on this: {one.crosswalk}: {one.row.left or 'none'} and {one.row.right or 'none'}: {one.verdict}"
            for one in held.impacts
            if any(reason.change is change for reason in one.reasons)
        ]
    return lines


def compared_json(found: EditionComparison) -> str:
    """The comparison as JSON: every change except unchanged provisions, and every row with its verdict."""
    changes = found.changes
    record: dict[str, Any] = {
        "corpus": changes.new.source.id,
        "from": changes.old.source.as_of,
        "to": changes.new.source.as_of,
        "compared": list(changes.compared),
        "cautions": list(found.cautions),
        "kinds": {kind.value: changes.kinds.get(kind, 0) for kind in ChangeKind},
        "weights": {weight.value: changes.weights.get(weight, 0) for weight in Weight},
        "rows": impact_summary(found.impacts),
        "changes": [
            _record(c) for c in changes if c.kind is not ChangeKind.SAME or c.weight is not Weight.NONE
        ],
        "guesses": [
            {"old": one.old, "new": one.new, "confidence": one.confidence} for one in changes.successors
        ],
        "impacts": [_impact_record(one) for held in found.impacts for one in held.impacts],
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def _record(change: Change) -> dict[str, Any]:
    return {
        "old": [prov.id for prov in change.old],
        "new": [prov.id for prov in change.new],
        "kind": change.kind.value,
        "weight": change.weight.value,
        "follows": change.follows,
        "flags": [{"kind": flag.kind.value, "words": flag.words} for flag in change.flags],
        "why": list(change.why),
        "edits": [{"op": edit.op.value, "text": edit.text} for edit in change.edits],
        "heading_edits": [{"op": edit.op.value, "text": edit.text} for edit in change.heading_edits],
    }


def _impact_record(one: Impact) -> dict[str, Any]:
    return {
        "crosswalk": one.crosswalk,
        "left": one.row.left,
        "right": one.row.right,
        "left_after": one.after.left,
        "right_after": one.after.right,
        "status": one.row.status.value,
        "status_after": one.after.status.value,
        "verdict": one.verdict.value,
        "reasons": [{"change": r.change.id, "how": r.how, "sentence": r.sentence} for r in one.reasons],
    }
