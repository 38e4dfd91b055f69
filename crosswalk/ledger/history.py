"""Undo log: what each person's last decisions changed in a mapping file.

The log is written together with the mapping file, in the same folder. It is no part of the ledger:
without it, decisions can no longer be undone, and nothing else is lost.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswalk.ledger.row import MappingTable, row_parser
from crosswalk.ledger.slots import BUILT_IN, COLUMNS, cells_with, prefixes_of
from crosswalk.model.mapping import Mapping, MappingSet

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


def read_notes(path: Path, like: MappingSet) -> tuple[UndoEntry, ...]:
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
    return as_file(path, like, (*read_notes(path, like), UndoEntry(by, change)))


def as_file(path: Path, like: MappingSet, notes: Sequence[UndoEntry]) -> dict[Path, bytes]:
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
