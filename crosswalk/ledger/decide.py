"""Record one person's decision on one pair in a mapping file, or close a row; no decision is ever lost.

A row that a decision changes stays in the file as `superseded`. Whoever decides against what another
person decided, or against a row that changed since it was looked at, is shown both and must choose.

An undo log beside the mapping file holds what each person's last decisions changed. It is no part of the ledger:
without it, decisions can no longer be undone, and nothing else is lost.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.files import locked, replace_files, replace_locked
from crosswalk.ledger.row import (
    BUILT_IN,
    COLUMNS,
    MappingTable,
    as_filed,
    cells_with,
    faults,
    prefixes_of,
    row_parser,
)
from crosswalk.ledger.signatures import is_among, is_program, programs, same_person, signature_fault
from crosswalk.ledger.sssom import format_mappings, in_file_order, read_mappings
from crosswalk.model.mapping import Mapping, MappingSet, fingerprint
from crosswalk.model.relation import HELD, Basis, Group, Relation, Status

# This many decisions of one person can be undone, the last one first.
MOST_UNDONE = 50


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """What one decision did to a file: the row that is now in force, the rows removed, and those added."""

    row: Mapping
    removed: tuple[Mapping, ...] = ()
    added: tuple[Mapping, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """One decision that can be undone, and whose it was."""

    by: str
    change: LedgerChange

    def is_done(self, rows: Counter[Mapping]) -> bool:
        """Whether the file still has the rows that the decision added."""
        return Counter(self.change.added) <= rows

    def is_void(self, rows: Counter[Mapping]) -> bool:
        """Whether the file is as before the decision: it was undone, or never written."""
        removed, added = Counter(self.change.removed), self.change.added
        untouched = removed or all(row.pair != self.change.row.pair for row in rows)
        return removed <= rows and bool(untouched) and not any(row in rows for row in added)


def notes_file(path: Path) -> Path:
    """The path of the (hidden) undo log of a mapping file."""
    return path.resolve().with_name(f".{path.name}.undo")


def _read_notes(path: Path, like: MappingSet) -> tuple[UndoEntry, ...]:
    """The notes on a mapping file, oldest first; none if they are missing or cannot be read.

    `like` is the file's set, or one between the same documents.
    """
    try:
        lines = json.loads(notes_file(path).read_text(encoding="utf-8"))
        return tuple(_note(line, like) for line in lines)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def with_note(path: Path, like: MappingSet, by: str, change: LedgerChange) -> dict[Path, bytes]:
    """The undo log with one more entry, to be written together with the mapping file."""
    return _as_file(path, like, (*_read_notes(path, like), UndoEntry(by, change)))


def _as_file(path: Path, like: MappingSet, notes: Sequence[UndoEntry]) -> dict[Path, bytes]:
    """The notes' file and its contents; only the last `MOST_UNDONE` of each person stay."""
    left = Counter(note.by for note in notes)
    kept = []
    for note in notes:
        if left[note.by] <= MOST_UNDONE:
            kept.append(_undo_record(note, like))
        left[note.by] -= 1
    return {notes_file(path): json.dumps(kept, ensure_ascii=False, indent=0).encode()}


def _undo_record(note: UndoEntry, like: MappingSet) -> dict[str, object]:
    cells = cells_with(prefixes_of(like))
    change = note.change
    return {
        "by": note.by,
        "row": cells(change.row),
        "gone": [*map(cells, change.removed)],
        "come": [*map(cells, change.added)],
    }


def _note(line: dict[str, list[list[str]]], like: MappingSet) -> UndoEntry:
    row, removed, added = (_rows(rows, like) for rows in ([line["row"]], line["gone"], line["come"]))
    return UndoEntry(str(line["by"]), LedgerChange(row[0], removed, added))


def _rows(rows: Iterable[Sequence[object]], like: MappingSet) -> tuple[Mapping, ...]:
    """The mappings in rows of cells; raises ValueError if one is not valid."""
    prefixes = prefixes_of(like)
    declared = frozenset({*BUILT_IN, *prefixes.all()})
    read = row_parser(MappingTable(COLUMNS, prefixes, declared, like.left_source, like.right_source, ""))
    found = []
    for cells in rows:
        mapping, wrong = read(tuple(map(str, cells)))
        if mapping is None or wrong:
            raise ValueError(*wrong)
        found.append(mapping)
    return tuple(found)


class Verdict(StrEnum):
    """A person's verdict on a pair; `corrected` is confirmed with another relation or sentence."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNSURE = "unsure"


class Alone(StrEnum):
    """Take a pair out of its group."""

    ALONE = "alone"


_STATUS = {
    Verdict.CONFIRMED: Status.CONFIRMED,
    Verdict.CORRECTED: Status.CONFIRMED,
    Verdict.REJECTED: Status.REJECTED,
    Verdict.UNSURE: Status.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what on which pair, on which day (ISO), and why.

    Without a `relation` the one on file counts, or else the proposed one. `why` becomes the row's sentence, `note` its
    comment; `strength` is 0..10. `group` puts the pair into a group, and `Alone` takes it out of its group; without a
    `group` that stays as it is.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    date: str
    relation: Relation | None = None
    why: str = ""
    basis: Basis | None = None
    strength: int | None = None
    note: str = ""
    group: Group | Alone | None = None


class Conflict(LedgerError):  # noqa: N818 - a word of the trade
    """The pair was decided differently, or changed since it was looked at; holds both rows."""

    def __init__(self, ours: Mapping, theirs: Mapping | None, what: str) -> None:
        left, right = ours.left or "no provision", ours.right or "no provision"
        on_file = describe(theirs) if theirs else "nothing; the row is gone"
        super().__init__(
            f"{left} and {right}: {what}; look at both and decide again.",
            code="XW-430",
            problems=(Problem("on file", on_file, "XW-430"), Problem("yours", describe(ours), "XW-430")),
        )
        self.ours = ours
        self.theirs = theirs
        self.why = what


def record(
    path: Path, decision: Decision, *, offered: Mapping, start: MappingSet, seen: str | None = None
) -> LedgerChange:
    """Record one decision in the file, and note the change so that it can be undone.

    `offered` is the pair as it is today: labels and digests of the current texts, and what the
    program proposes for it (no author if it proposes nothing). `start` is the empty set that begins a new file, with the
    editions of the texts. `seen` is the
    `fingerprint` of the row the person looked at; without it, a decision against another person's
    is refused. Raises `Conflict` with both rows, or `LedgerError`; the file is then as it was.
    """
    with locked(path):
        mappings = read_mappings(path) if path.exists() else start
        same_editions(mappings, start, path)
        after, row = settle(mappings, decision, offered, seen)
        change = LedgerChange(row, _only_in(mappings, after), _only_in(after, mappings))
        if after != mappings:
            note = with_note(path, start, decision.by, change)
            replace_locked(path, format_mappings(after, all_columns=True).encode(), note)
    return change


def _only_in(one: MappingSet, other: MappingSet) -> tuple[Mapping, ...]:
    """The rows that one set holds more often than the other; most rows of the two are the same objects."""
    shared = set(map(id, one)) & set(map(id, other))
    mine, theirs = ([m for m in rows if id(m) not in shared] for rows in (one, other))
    return tuple((Counter(mine) - Counter(theirs)).elements())


def last_recorded(path: Path, start: MappingSet, by: str) -> LedgerChange | None:
    """The decision that `undo` would undo, unless the file changed; None if there is none."""
    return next(
        (note.change for note in reversed(_read_notes(path, start)) if same_person(note.by, by)), None
    )


def undo(path: Path, start: MappingSet, by: str) -> LedgerChange | None:
    """Undo a person's last decision: restore the rows that the file had before.

    None if there is nothing to undo. Raises `Conflict` if somebody has decided on the same
    rows since; the file is then as it was, and the decision is no longer offered.
    """
    with locked(path):
        mappings = read_mappings(path) if path.exists() else start
        rows, notes = Counter(mappings), _read_notes(path, start)
        last = next((n for n in reversed(notes) if same_person(n.by, by) and not n.is_void(rows)), None)
        if last is None:
            return None
        kept = _as_file(path, start, _without(notes, last, rows))
        change = last.change
        if not last.is_done(rows):
            replace_files(kept.items())
            theirs = current_row(mappings, change.row.pair)
            raise Conflict(change.row, theirs, "the row was decided again since, so nothing is undone")
        after = tuple((rows - Counter(change.added) + Counter(change.removed)).elements())
        whole = in_file_order(replace(mappings, mappings=after))
        replace_locked(path, format_mappings(whole, all_columns=True).encode())
        replace_files(kept.items())
    return change


def _without(notes: Sequence[UndoEntry], last: UndoEntry, rows: Counter[Mapping]) -> list[UndoEntry]:
    """The notes that stay: neither the one undone nor this person's that have become void."""
    return [n for n in notes if n is not last and not (same_person(n.by, last.by) and n.is_void(rows))]


def settle(
    mappings: MappingSet, decision: Decision, offered: Mapping, seen: str | None = None
) -> tuple[MappingSet, Mapping]:
    """The set with one decision added, and the row as it now is; see `record`."""
    _refuse_decision(mappings, decision, offered)
    live = current_row(mappings, (decision.left, decision.right))
    ours = _decided(decision, live, offered)
    if seen is not None and seen != fingerprint(live):
        raise Conflict(ours, live, "the row on file changed since you looked at it")
    mappings = _make_room(mappings, ours)
    if live is None:
        return in_file_order(replace(mappings, mappings=(*mappings, ours))), ours
    if _outcome(live) == _outcome(ours) and live.reviewer:
        if is_among(decision.by, live.reviewers):
            return mappings, live
        ours = replace(
            live, reviewer=f"{live.reviewer}|{decision.by}", review_date=decision.date, agreement=1.0
        )
    elif live.reviewer and seen is None and live.status is not Status.LOOK_AGAIN:
        raise Conflict(
            ours,
            live,
            "another person decided otherwise"
            if not same_person(live.reviewer, decision.by)
            else "you decided otherwise before",
        )
    return _succeed(mappings, live, ours), ours


def _succeed(mappings: MappingSet, live: Mapping, ours: Mapping) -> MappingSet:
    """Replace the old row, which stays as superseded unless the new one contains all of it."""
    kept = [mapping for mapping in mappings if mapping is not live]
    if live.reviewer or _content(live) != _content(ours):
        kept.append(replace(live, status=Status.SUPERSEDED, was=live.was or live.status))
    return in_file_order(replace(mappings, mappings=(*kept, ours)))


def _make_room(mappings: MappingSet, ours: Mapping) -> MappingSet:
    """Supersede a draft without a counterpart if a person names one; anything else is a conflict."""
    against = [mapping for mapping in mappings if _denies(mapping, ours) or _denies(ours, mapping)]
    for theirs in against:
        if theirs.reviewer or (theirs.left and theirs.right):
            raise Conflict(ours, theirs, "another row on file says the opposite; decide that one first")
    gone = [replace(m, status=Status.SUPERSEDED, was=m.status) for m in against]
    return replace(mappings, mappings=(*(m for m in mappings if m not in against), *gone))


def _denies(gap: Mapping, named: Mapping) -> bool:
    """Whether one row leaves a provision without a counterpart and the other names one."""
    if (gap.left and gap.right) or not {gap.status, named.status} <= HELD:
        return False
    same = gap.left == named.left if gap.left else gap.right == named.right
    return same and bool(named.left and named.right) and named.relation is not Relation.NONE


def current_row(mappings: MappingSet, pair: tuple[str, str]) -> Mapping | None:
    """The row in force for a pair; superseded ones are not."""
    rows = [m for m in mappings if m.pair == pair and m.status is not Status.SUPERSEDED]
    if len(rows) > 1:
        raise LedgerError(
            f"{pair[0]} and {pair[1]} are {len(rows)} times in mapping set {mappings.id}; remove all but one.",
            code="XW-422",
        )
    return rows[0] if rows else None


def history(mappings: MappingSet, pair: tuple[str, str]) -> tuple[Mapping, ...]:
    """Every row that a pair ever had, oldest first; the one in force comes last."""
    rows = [mapping for mapping in mappings if mapping.pair == pair]
    return tuple(sorted(rows, key=lambda m: (m.status is not Status.SUPERSEDED, m.review_date or m.date)))


def describe(mapping: Mapping) -> str:
    """One row in words: status, relation, who and when, and the sentence."""
    who, when = mapping.reviewer or mapping.author or "nobody", mapping.review_date or mapping.date
    said = f"{mapping.status}, {mapping.relation}, by {who.replace('|', ' and ')}"
    return f"{said}{' on ' + when if when else ''}: {mapping.sentence or 'no sentence'}"


def _content(mapping: Mapping) -> tuple[object, ...]:
    """What a decision is about; two decisions with the same content agree."""
    return (
        mapping.relation,
        mapping.basis,
        mapping.strength,
        mapping.sentence,
        mapping.comment,
        mapping.left_digest,
        mapping.right_digest,
        mapping.group,
    )


def _outcome(mapping: Mapping) -> tuple[object, ...]:
    return (mapping.status, *_content(mapping))


def _decided(decision: Decision, live: Mapping | None, offered: Mapping) -> Mapping:
    """The row that a decision makes of the row in force or of what is offered."""
    base = live or offered
    relation = _relation(decision, base, proposed=live is not None or bool(offered.author))
    moved = relation is not base.relation
    if moved and not decision.why:
        raise _not_recorded(decision, f"the relation becomes {relation}; say why in a sentence")
    sentence = _one_line(decision.why) or base.sentence
    strength = decision.strength if decision.strength is not None else (None if moved else base.strength)
    reworded = moved or sentence != base.sentence or decision.basis not in {None, base.basis}
    mine = reworded or live is None or not live.author
    row = Mapping(
        left=decision.left,
        right=decision.right,
        relation=relation,
        status=_STATUS[decision.verdict],
        sentence=sentence,
        basis=decision.basis or base.basis or Basis.SEMANTIC,
        strength=strength,
        confidence=as_filed(offered.confidence if offered.confidence is not None else base.confidence),
        author=decision.by if mine else base.author,
        date=decision.date if mine else base.date,
        reviewer=decision.by,
        review_date=decision.date,
        left_label=offered.left_label or base.left_label,
        right_label=offered.right_label or base.right_label,
        left_digest=offered.left_digest,
        right_digest=offered.right_digest,
        comment=_one_line(decision.note) or base.comment,
        group=_group(decision, base),
    )
    _refuse_row(decision, row, base)
    return row


def _group(decision: Decision, base: Mapping) -> Group | None:
    if isinstance(decision.group, Alone):
        return None
    return decision.group or base.group


def _refuse_row(decision: Decision, row: Mapping, base: Mapping) -> None:
    if not row.sentence and decision.verdict is not Verdict.UNSURE:
        raise _not_recorded(decision, "there is no sentence that says why; give one")
    if decision.verdict is Verdict.CORRECTED and _content(row) == _content(base):
        raise _not_recorded(
            decision, "nothing is corrected; give another relation, sentence, basis, strength or note"
        )
    for what in faults(row):
        raise _not_recorded(decision, what)


def _relation(decision: Decision, base: Mapping, *, proposed: bool) -> Relation:
    if not proposed and decision.relation is None:
        raise _not_recorded(decision, "nothing is proposed for this pair; say the relation")
    wanted = decision.relation or base.relation
    if proposed and decision.verdict is Verdict.CONFIRMED and wanted is not base.relation:
        raise _not_recorded(
            decision, f"the row says {base.relation}; to make it {wanted} the verdict is corrected"
        )
    return wanted


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _refuse_decision(mappings: MappingSet, decision: Decision, offered: Mapping) -> None:
    """Refuse a decision on another pair, without a valid signature, by a program, or on an unknown text."""
    if offered.pair != (decision.left, decision.right):
        raise _not_recorded(
            decision, f"the pair offered is {offered.left} and {offered.right}; offer the same pair"
        )
    if fault := signature_fault(decision.by, decision.date):
        raise _not_recorded(decision, fault)
    if is_program(decision.by, programs([mappings, replace(mappings, mappings=(offered,))])):
        raise _not_recorded(
            decision, f"{decision.by} is a program, and only people decide; give a person's name"
        )
    for side, digest in ((decision.left, offered.left_digest), (decision.right, offered.right_digest)):
        if side and not digest:
            raise _not_recorded(decision, f"the digest of {side} is not known; read its corpus first")


def _not_recorded(decision: Decision, why: str) -> LedgerError:
    left, right = decision.left or "no provision", decision.right or "no provision"
    return LedgerError(f"The decision on {left} and {right} is not recorded: {why}.", code="XW-431")


def same_editions(mappings: MappingSet, start: MappingSet, path: Path) -> None:
    """Refuse (XW-432) a file that is about other editions than the current texts."""
    on_file = (mappings.left_source, mappings.left_version, mappings.right_source, mappings.right_version)
    now = (start.left_source, start.left_version, start.right_source, start.right_version)
    if on_file != now:
        raise LedgerError(
            f"{path} is about {on_file[0]}@{on_file[1]} and {on_file[2]}@{on_file[3]}, the current texts are"
            f" {now[0]}@{now[1]} and {now[2]}@{now[3]}; bring the file to these editions first.",
            code="XW-432",
        )


def close(path: Path, pair: tuple[str, str], *, by: str, date: str, why: str) -> LedgerChange:
    """Close the current row of a pair in a mapping file, in a person's name, on an ISO day, for a reason.

    The row stays as it was, as `superseded`; a second superseded row records who closed it, when and why. Raises
    `LedgerError` (XW-436) if there is nothing to close or something is missing; the file is then as it was.
    """
    with locked(path):
        mappings = read_mappings(path)
        live = current_row(mappings, pair)
        if live is None:
            raise _not_closed(pair, f"no row on it is in {path}; look for the pair there")
        if fault := signature_fault(by, date):
            raise _not_closed(pair, fault)
        if is_program(by, programs([mappings])):
            raise _not_closed(pair, f"{by} is a program, and only people decide; give a person's name")
        if not why.strip():
            raise _not_closed(pair, "there is no sentence that says why; give one with --why")
        past = replace(live, status=Status.SUPERSEDED, was=live.was or live.status)
        row = replace(
            live,
            status=Status.SUPERSEDED,
            was=Status.LOOK_AGAIN,
            reviewer=by,
            review_date=date,
            agreement=None,
            comment=_one_line(f"{live.comment} Closed: {why}"),
        )
        kept = tuple(mapping for mapping in mappings if mapping is not live)
        after = in_file_order(replace(mappings, mappings=(*kept, past, row)))
        change = LedgerChange(row, (live,), (past, row))
        note = with_note(path, replace(mappings, mappings=()), by, change)
        replace_locked(path, format_mappings(after, all_columns=True).encode(), note)
    return change


def _not_closed(pair: tuple[str, str], why: str) -> LedgerError:
    left, right = (side or "no provision" for side in pair)
    return LedgerError(f"The row on {left} and {right} is not closed: {why}.", code="XW-436")
