"""The reading report: what was found in a document, and what was not read."""

import re
from collections.abc import Sequence

from crosswalk.model.read_result import ReadResult

_SHOWN = 8


def report_lines(loaded: ReadResult) -> list[str]:
    """The reading report of one document, one sentence or list item a line.

    It says how many provisions there are at each level, how much of the source they hold, and names
    what no provision claims, what could be read two ways, what was left out, and what points nowhere.
    """
    source, total = loaded.corpus.source, len(loaded.corpus)
    levels = ", ".join(f"{level} {count:,}" for level, count in loaded.levels.items())
    return [
        f"Read: {source.title} ({source.key}), {_count(total, 'provision')}.",
        f"{source.mark}.",
        f"By level: {levels}.",
        *_where("Headings without words of their own", loaded.headings_only),
        *_where("Enumerators without heading or words", loaded.empty),
        *_coverage(loaded),
        *_listed("Could be read two ways", loaded.ambiguous),
        *_references(loaded),
        *_dropped(loaded),
        *(f"Note: {note}" for note in loaded.notes),
        *_listed("Could not be read", [str(problem) for problem in loaded.problems]),
    ]


def _coverage(loaded: ReadResult) -> list[str]:
    """How much of the source is in a provision; rounded down, so that 100% means all of it."""
    share = int(1000 * min(1.0, loaded.coverage)) / 10
    said = (
        f"Coverage: {share:.1f}%. The source has {loaded.source_chars:,} characters without white space:"
        f" {loaded.claimed_chars:,} in provisions, {loaded.dropped_chars:,} left out on purpose,"
        f" {loaded.unread_chars:,} not read."
    )
    return [said, *_listed("In no provision", loaded.unclaimed)]


def _references(loaded: ReadResult) -> list[str]:
    found = loaded.references
    if not found:
        return []
    lost = [f'{one.provision}: "{one.words}"' for one in found if not one.resolved]
    said = f"References: {len(found):,} found, {len(found) - len(lost):,} of them to provisions of this document."
    return [said, *_listed("References to elsewhere", lost)]


def _dropped(loaded: ReadResult) -> list[str]:
    if not loaded.dropped:
        return []
    heaps = (
        f"{_counted(what, heap.pieces)} ({_count(heap.chars, 'character')})"
        for what, heap in loaded.dropped.items()
    )
    return [f"Left out on purpose: {', '.join(heaps)}."]


def _counted(what: str, pieces: int) -> str:
    """A count with its noun, which is singular for a count of one.

    >>> _counted("lines of page headers", 1), _counted("comments", 2)
    ('1 line of page headers', '2 comments')
    """
    return f"{pieces:,} {what if pieces != 1 else re.sub(r's(?= of | that |$)', '', what, count=1)}"


def _where(title: str, ids: Sequence[str]) -> list[str]:
    """A count with the first few ids on the same line; no line for none."""
    more = ", …" if len(ids) > _SHOWN else ""
    return [f"{title}: {len(ids):,} ({', '.join(ids[:_SHOWN])}{more})."] if ids else []


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    """A count with the first few lines below it; no line for none."""
    if not lines:
        return []
    more = [f"  and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
    return [f"{title}: {len(lines):,}.", *(f"  {line}" for line in lines[:_SHOWN]), *more]


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
