"""What changed, as text, JSON, a page or a memo."""

import json
from pathlib import Path
from typing import Any

from crosswalk import __version__
from crosswalk.analyze.impact import guessed, summary
from crosswalk.analyze.setdiff import compare_sets, diff_lines
from crosswalk.editions import compare_named
from crosswalk.errors import ConfigError, SourceError
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.finding import Change, ChangeKind, ChangeSet, Comparison, Impact, Weight
from crosswalk.report.change_words import UNDATED, counts_line, edition_words, kind_words, listed, place_words
from crosswalk.text.redline import bracketed
from crosswalk.workspace import Workspace

_SAID = {Weight.SUBSTANCE: "", Weight.NONE: "the words are the same"}


def changes_bytes(
    space: Workspace, ref: str, earlier: str = "", later: str = "", *, form: str = "text", name: str = ""
) -> bytes:
    """The comparison of two editions in one form: text, json, html or memo (for Word where `name` ends so)."""
    found = compare_named(space, ref, earlier, later)
    if form == "text":
        return ("\n".join(compared_lines(found)) + "\n").encode()
    if form == "json":
        return (compared_json(found) + "\n").encode()
    from crosswalk.report.change_page import lone_page
    from crosswalk.report.memo import memo_docx, memo_page

    if form == "html":
        return lone_page(found, __version__).encode()
    if form == "memo":
        return memo_docx(found) if name.endswith(".docx") else memo_page(found, __version__).encode()
    raise ConfigError(f"There is no form {form}; write text, json, html or memo.", code="XW-556")


def since_lines(space: Workspace, crosswalk: str, earlier: Path) -> list[str]:
    """What became of a crosswalk's rows since an earlier state of its mapping file."""
    path = space.mapping_file(crosswalk)
    for one in (path, earlier):
        if not one.is_file():
            raise SourceError(
                f"There is no mapping file {one}; name a crosswalk, and its earlier file.", code="XW-557"
            )
    return diff_lines(compare_sets(read_mappings(earlier), read_mappings(path)))


def compared_lines(found: Comparison) -> list[str]:
    """What one reads on a terminal: the counts, what it means for the rows, then each change."""
    changes = found.changes
    lines = [
        _between(changes),
        counts_line(changes),
        *found.cautions,
        f"Rows: {summary(found.impacts)}." if found.impacts else "No mapping file rests on these editions.",
    ]
    for number, change in enumerate(listed(changes), start=1):
        lines += ["", *_change_lines(number, change, found)]
    return lines


def _between(changes: ChangeSet) -> str:
    old, new = changes.old.source, changes.new.source
    if new.as_of == UNDATED:
        return f"{edition_words(old)} to {new.title}"
    return f"{new.title}: {old.title if old.as_of == UNDATED else old.as_of} to {new.as_of}"


def _change_lines(number: int, change: Change, found: Comparison) -> list[str]:
    place = place_words(change, found.changes)
    said = "; ".join(flag.words for flag in change.flags) or (_SAID.get(change.weight, change.weight.value))
    lines = [" · ".join(part for part in (f"C-{number} {kind_words(change)}", place, said) if part)]
    lines += [f"  {bracketed(edits)}" for edits in (change.heading_edits, change.edits) if edits]
    lines += [f"  ({'; '.join(change.why)})"] if change.why else []
    lines += [f"  {words}" for words in guessed(change, found.changes)]
    for held in found.impacts:
        lines += [
            f"  rests on this: {one.crosswalk}: {one.row.left or 'none'} and {one.row.right or 'none'}: {one.verdict}"
            for one in held.impacts
            if any(reason.change is change for reason in one.reasons)
        ]
    return lines


def compared_json(found: Comparison) -> str:
    """The same for a machine: every change but the wholly unchanged, and every row with its verdict."""
    changes = found.changes
    record: dict[str, Any] = {
        "corpus": changes.new.source.id,
        "from": changes.old.source.as_of,
        "to": changes.new.source.as_of,
        "compared": list(changes.compared),
        "cautions": list(found.cautions),
        "kinds": {kind.value: changes.kinds.get(kind, 0) for kind in ChangeKind},
        "weights": {weight.value: changes.weights.get(weight, 0) for weight in Weight},
        "rows": summary(found.impacts),
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
