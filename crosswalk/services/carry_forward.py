"""Update crosswalks.yaml when a document has a new edition.

Renumbered ids are updated, ids that moved out of the compared part are added, and removed ids are deleted.
Everything else in the file, including its comments, stays as it is.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosswalk.editions.impact import successor
from crosswalk.model.change import ChangeSet, SetImpact
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Status
from crosswalk.workspace.config import CrosswalkEntry, SideEntry

if TYPE_CHECKING:
    from yaml.nodes import Node, SequenceNode


_PLAIN = re.compile(r"[\w./-]+")


@dataclass(frozen=True)
class UpdatedList:
    """The updated list, and a sentence for each thing to report about it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters of the file, from `start` up to `end`, and their replacement."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Moved:
    """Both editions whole, the changes between them, and the updated rows."""

    old: Corpus
    new: Corpus
    changes: ChangeSet
    impacts: Sequence[SetImpact] = ()

    def rows_on(self, crosswalk: str, side: str) -> list[str]:
        """The provisions of the new edition that the current rows of a crosswalk's side rest on."""
        rows = [one.after for held in self.impacts if held.crosswalk == crosswalk for one in held.impacts]
        ids = [getattr(row, side) for row in rows if row.status != Status.SUPERSEDED]
        return [one for one in ids if one in self.new]


def carry_list_forward(text: str, crosswalks: Iterable[CrosswalkEntry], moved: Moved) -> UpdatedList:
    """crosswalks.yaml with every `include` of the document updated to its new edition."""
    found: list[_Edit] = []
    notes: list[str] = []
    nodes = _include_nodes(text)
    for number, entry in enumerate(crosswalks):
        sides = [("left", entry.left), ("right", entry.right), *(("rungs", rung) for rung in entry.rungs)]
        for place, (name, side) in enumerate(sides):
            if side.corpus != moved.new.source.id or side.as_of or not side.include:
                continue
            now = _followed(side, moved, moved.rows_on(entry.id, name) if name != "rungs" else [])
            notes += _carried_notes(entry, now)
            if now.names != side.include and now.names:
                found += _edits(text, nodes[number, place], now)
    for edit in sorted(found, key=lambda e: -e.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return UpdatedList(text, tuple(notes))


@dataclass(frozen=True)
class _Now:
    """What a side names now: `renamed` maps each old name to its new one, empty if it was removed."""

    renamed: Mapping[str, str]
    more: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The updated list."""
        return (*(name for name in self.renamed.values() if name), *self.more)


def _followed(side: SideEntry, moved: Moved, rows: Sequence[str]) -> _Now:
    renamed = {name: _name_now(name, moved) for name in side.include}
    names = [name for name in renamed.values() if name]
    inside = {prov.id for prov in moved.new.select(names)} if names else set()
    known = [name for name in side.include if _selects(name, moved.old)]
    compared = [prov.id for prov in moved.old.select(known)] if known else []
    live = [moved.changes.moved_to[one] for one in compared if one in moved.changes.moved_to]
    return _Now(renamed, tuple(_topmost(moved.new, [*live, *rows], inside)))


def _name_now(name: str, moved: Moved) -> str:
    """A name of the list in the new edition; empty if nothing has that name any more."""
    if name.endswith("*"):
        return name if _selects(name, moved.new) else ""
    now = moved.changes.moved_to.get(name) or successor(moved.changes, name) or name
    return now if now in moved.new else ""


def _selects(name: str, corpus: Corpus) -> bool:
    if name.endswith("*"):
        return any(prov.id.startswith(name[:-1]) for prov in corpus)
    return name in corpus


def _topmost(corpus: Corpus, ids: Iterable[str], inside: set[str]) -> list[str]:
    """The ids outside the compared part, without those below another of them."""
    outside = {one for one in ids if one in corpus and one not in inside}
    return [
        prov.id
        for prov in corpus
        if prov.id in outside and not any(above.id in outside for above in corpus.ancestors(prov.id))
    ]


def _carried_notes(entry: CrosswalkEntry, now: _Now) -> list[str]:
    """Notes on the changes of a side's list that a reader must know."""
    removed = [name for name, new in now.renamed.items() if not new]
    if removed and not now.names:
        return [
            (
                f"All that crosswalk {entry.id} compares of this document is gone ({', '.join(removed)}); name under"
                f" `include` in crosswalks.yaml line {entry.line} what takes its place, then build."
            )
        ]
    notes = []
    if now.more:
        notes.append(
            f"Crosswalk {entry.id} now compares {', '.join(now.more)} too: what it compared has moved there."
        )
    if removed:
        notes.append(f"{', '.join(removed)} is gone, and no longer named by crosswalk {entry.id}.")
    return notes


def _include_nodes(text: str) -> "dict[tuple[int, int], SequenceNode]":
    """The `include` list of each crosswalk's left, right and rungs, by crosswalk number and place."""
    import yaml

    root = _mapping_nodes(yaml.compose(text, Loader=yaml.BaseLoader))
    found = {}
    for number, entry in enumerate(root["crosswalks"].value):
        parts = _mapping_nodes(entry)
        sides = [parts["left"], parts["right"], *(parts["rungs"].value if "rungs" in parts else [])]
        for place, side in enumerate(sides):
            if "include" in (held := _mapping_nodes(side)):
                found[number, place] = held["include"]
    return found


def _mapping_nodes(node: "Node | None") -> "dict[str, SequenceNode]":
    return {key.value: value for key, value in node.value} if node else {}


def _edits(text: str, node: "SequenceNode", now: _Now) -> list[_Edit]:
    """The edits of one list: a list on one line is rewritten; in a list with one item per line, only the items change."""
    items = [
        (now.renamed[item.value], item.value, (item.start_mark.index, item.end_mark.index))
        for item in node.value
    ]
    if node.flow_style:
        renamed = [text[slice(*at)] if new == old else _scalar(new) for new, old, at in items if new]
        words = ", ".join([*renamed, *map(_scalar, now.more)])
        return [_Edit(items[0][2][0], items[-1][2][1], words)]
    found = []
    for new, old, (start, end) in items:
        if not new:
            found.append(_Edit(text.rfind("\n", 0, start), _line_end(text, end), ""))
        elif new != old:
            found.append(_Edit(start, end, _scalar(new)))
    dash, at = " " * node.start_mark.column, _line_end(text, items[-1][2][1])
    return [*found, _Edit(at, at, "".join(f"\n{dash}- {_scalar(one)}" for one in now.more))]


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _scalar(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)
