"""The changes between two editions as plain text and as JSON."""

import json
from typing import Any

from crosswalk.language.redline import bracketed
from crosswalk.model.change import (
    Change,
    ChangeKind,
    ChangeSet,
    EditionComparison,
    Impact,
    Weight,
    impact_summary,
    successor_sentences,
)
from crosswalk.report.change_words import UNDATED, counts_line, edition_words, kind_words, listed, place_words

_SAID = {Weight.SUBSTANCE: "", Weight.NONE: "the words are the same"}


def compared_lines(found: EditionComparison) -> list[str]:
    """The comparison for a terminal: counts, effect on the rows, then each change."""
    changes = found.changes
    lines = [
        _between(changes),
        counts_line(changes),
        *found.cautions,
        f"Rows: {impact_summary(found.impacts)}."
        if found.impacts
        else "No mapping file rests on these editions.",
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
