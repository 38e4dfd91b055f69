"""Nest the enumerators of a statute or rule: find the level of each (a), (1), (A), (i).

A mark alone does not show its level: (i) follows (h) or opens a row of Roman numerals, and (C) may be a
letter or a hundred. This is a beam search. All readings of a section's marks are followed side by side.
Each has a cost for what is unlikely: a row that does not begin with its first mark, a gap, a level left
out, a lead-in without children. The cheapest reading of the whole section is taken. The work grows in
proportion to the number of marks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswalk.model.citation import mark_value

# The kinds of mark from the section downward; 1 CFR 21.11 sets the order of rules, drafting practice
# that of statutes. In rules, levels 5 and 6 are printed in italics.
STATUTE = "a1AiIxX"
RULE = "a1iA1i"
# Many State codes number from (1) down: (1), (a), (i), (A).
STATE = "1aiA"
# Others, such as Oregon's rules, put capitals before the small Roman numerals.
STATE_CAPITALS = "1aAi"

_MARK = re.compile(
    r"\((?P<mark>\d{1,3}(?:-?[A-Za-z]|-\d{1,2})?|[a-z]{1,7}(?:-\d{1,2})?|[A-Z]{1,7}(?:-\d{1,2})?)\)[ \t]?"
)
_PHONE = re.compile(r"\(\d{3}\)[ \t]?\d{3}[-–. ]\d{4}\b")
_BASE = re.compile(r"(\d+|[a-z]+|[A-Z]+)(.*)")
_LEADS = ("—", "–", "--", ":", "-")
_LISTS = (";", ",", "; and", "; or", ", and", ", or", "; and,", "; but", "; nor", "; plus")
# The most readings that are followed at once, and how much dearer than the cheapest one a reading may be.
_BEAM_WIDTH, _BEAM_COST = 24, 30.0
# A level at which the next mark costs less than this is one that a reader would consider.
_PLAUSIBLE_COST = 4.0


@dataclass(frozen=True, slots=True)
class OutlineMark:
    """One mark in its place: the words before it, its indent, and whether it is in italics.

    `before` holds the words of the provision printed just before the mark; empty when that provision
    has a heading alone or nothing. `indent` and `italic` are None where the source does not say.
    """

    mark: str
    before: str = ""
    indent: int | None = None
    italic: bool | None = None


@dataclass(frozen=True, slots=True)
class OutlinePosition:
    """Where a mark belongs: the marks from the section down to it, and the rank of its level.

    Rank 0 is the first level of the order. `rivals` holds the ranks a mark that could be read in two
    ways was weighed against.
    """

    path: tuple[str, ...]
    rank: int
    rivals: tuple[int, ...] = ()


_Level = tuple[int, float, str, int | None]  # rank, value, mark, indent
_Stack = tuple[_Level, ...]


@dataclass(frozen=True, slots=True)
class _OutlineReading:
    """One way to read the marks so far: its cost, the open levels, and the reading it continues."""

    cost: float
    stack: _Stack
    before: "_OutlineReading | None" = None
    rivals: tuple[int, ...] = ()


def leading_marks(line: str, order: str) -> tuple[tuple[str, ...], int]:
    """The marks a line begins with, several where they are doubled, and where its words begin.

    >>> leading_marks("(iv)(A) The percentage", RULE)
    (('iv', 'A'), 8)
    >>> leading_marks("(as defined) words", STATUTE)
    ((), 0)
    """
    found: list[str] = []
    at = len(line) - len(line.lstrip())
    begin = at
    while match := _MARK.match(line, at):
        if _PHONE.match(line, at) or not _ranks(match["mark"], order):
            break
        found.append(match["mark"])
        at = match.end()
    return tuple(found), (at if found else begin)


def nest(items: Sequence[OutlineMark], order: str) -> tuple[OutlinePosition, ...]:
    """The position of every mark of one section; `order` is STATUTE, RULE, STATE or STATE_CAPITALS."""
    readings = [_OutlineReading(0.0, ())]
    for item in items:
        following: dict[_Stack, _OutlineReading] = {}
        ranks = _ranks(item.mark, order)
        words = _words_costs(item.before)
        for reading in readings:
            for move in _moves(reading, item, ranks, words):
                known = following.get(move.stack)
                if known is None or move.cost < known.cost:
                    following[move.stack] = move
        best = sorted(following.values(), key=lambda reading: reading.cost)[:_BEAM_WIDTH]
        readings = [reading for reading in best if reading.cost <= best[0].cost + _BEAM_COST]
    return _positions(readings[0])


def placed(marks: Sequence[str], order: str) -> tuple[int, ...]:
    """The ranks of the marks of one path, outermost first: each the next level of its kind.

    >>> placed(("7", "A"), STATUTE), placed(("a", "1", "iv", "A"), RULE)
    ((1, 2), (0, 1, 2, 3))
    """
    ranks: list[int] = []
    for mark in marks:
        after = ranks[-1] + 1 if ranks else 0
        fits = [rank for rank in range(after, len(order)) if _value(order[rank], mark)]
        ranks.append(fits[0] if fits else after)
    return tuple(ranks)


def _positions(reading: _OutlineReading | None) -> tuple[OutlinePosition, ...]:
    """The position of each mark of a reading, in the order of the text."""
    found: list[OutlinePosition] = []
    while reading is not None and reading.before is not None:
        path = tuple(mark for _, _, mark, _ in reading.stack)
        found.append(OutlinePosition(path, reading.stack[-1][0], reading.rivals))
        reading = reading.before
    return tuple(reversed(found))


def _value(kind: str, mark: str) -> float:
    """The mark's place in a row of the kind; an inserted mark such as (a-1) or (2A) follows its base."""
    found = _BASE.match(mark)
    base = mark_value(kind, found[1]) if found else 0
    return base + 0.5 if found and base and found[2] else base


@lru_cache(maxsize=4096)
def _ranks(mark: str, order: str) -> tuple[tuple[int, float], ...]:
    """The levels a mark can be on, with its value in the sequence there."""
    return tuple((rank, value) for rank, kind in enumerate(order) if (value := _value(kind, mark)))


def _moves(
    reading: _OutlineReading,
    item: OutlineMark,
    ranks: tuple[tuple[int, float], ...],
    words: tuple[float, float, float],
) -> list[_OutlineReading]:
    """Every level at which the next mark can be read; `words` is the cost of a level further up, the same, and below."""
    stack = reading.stack
    costs = [_structure_cost(stack, rank, value) for rank, value in ranks]
    plausible = [rank for (rank, _), cost in zip(ranks, costs, strict=True) if cost < _PLAUSIBLE_COST]
    plausible = plausible if stack else plausible[:1]
    found = []
    for (rank, value), structure in zip(ranks, costs, strict=True):
        open_levels = stack
        while open_levels and open_levels[-1][0] >= rank:
            open_levels = open_levels[:-1]
        depth = 0 if not stack else min(max(len(open_levels) - len(stack) + 2, 0), 2)
        cost = reading.cost + structure + words[depth] + _layout_cost(stack, open_levels, rank, item)
        rivals = tuple(other for other in plausible if other != rank)
        found.append(
            _OutlineReading(cost, (*open_levels, (rank, value, item.mark, item.indent)), reading, rivals)
        )
    return found


def _structure_cost(stack: _Stack, rank: int, value: float) -> float:
    """How unlikely it is that a mark of this value comes next on this level."""
    for level_rank, last, _, _ in stack:
        if level_rank == rank:
            step = value - last
            if step <= 0:
                return 12.0
            return 0.0 if step <= 1 else 5.0 + min(step, 5.0)
    opens = 0.0 if value <= 1 else 8.0
    top = stack[-1][0] if stack else -1
    if rank < top:
        return 6.0 + opens
    skipped = rank - top - 1
    return opens + (0.5 * skipped if not stack else 0.5 + 2.5 * skipped)


def _words_costs(before: str) -> tuple[float, float, float]:
    """The cost of a mark after these words: further up than their element, on its level, and below it.

    After a lead-in a child is likely; after an element of a list, the next element.
    """
    words = before.rstrip("”’\"' ")
    if not words or words.endswith(_LEADS):
        return 3.0, 3.0, 0.0
    if words.endswith(_LISTS):
        return 0.3, 0.0, 3.0
    if words.endswith((".", "?", "!", ")")):
        return 0.0, 0.0, 0.5
    return 2.0, 2.0, 0.0


def _layout_cost(stack: _Stack, open_levels: _Stack, rank: int, item: OutlineMark) -> float:
    """How badly indent and italics fit this level; 0 where the source gives neither."""
    if item.italic is None and item.indent is None:
        return 0.0
    cost = 0.0
    if item.italic is not None and item.mark[0] in "0123456789ivxl":
        cost += 6.0 if item.italic != (rank >= 4) else 0.0
    if item.indent is None:
        return cost
    above = next((level[3] for level in reversed(open_levels) if level[3] is not None), None)
    beside = next((level[3] for level in stack if level[0] == rank), None)
    if above is not None and above >= item.indent:
        cost += 8.0
    if beside is not None and beside != item.indent:
        cost += 7.0
    return cost
