"""Runs of bold and plain words, as Word and web pages have them: headings and run-in headings."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crosswalk.ingest.blocks import Block, Kind
from crosswalk.ingest.enumerators import mark_of

_HEADING_LETTERS = 200
_RUN_IN_WORDS = 30
_NAMED_LETTERS = 120
_RANKS = (
    "title", "division", "part", "chapter", "subchapter", "section", "article", "annex", "schedule", "appendix",
)  # fmt: skip
_NAMED = re.compile(
    rf"({'|'.join(_RANKS)}) "
    r"(?:\d{1,3}[a-z]?|[IVXLC]{1,7}|[A-Z])(?:(?:\s?[.:—–]\s?|\s?-\s)(?-i:[A-Z]).*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one run, and whether they are bold; `note` is the footnote it points to."""

    text: str
    bold: bool = False
    note: str = ""


def joined(words: Iterable[Piece]) -> str:
    """The words of a paragraph as text, its white space folded."""
    return " ".join("".join(piece.text for piece in words).split())


def notes_of(words: Iterable[Piece]) -> tuple[str, ...]:
    """The footnotes that a paragraph points to, in order."""
    return tuple(piece.note for piece in words if piece.note)


def is_loud(words: Sequence[Piece]) -> bool:
    """Whether every word of a paragraph is bold."""
    worded = [piece for piece in words if any(map(str.isalnum, piece.text))]
    return bool(worded) and all(piece.bold for piece in worded)


def is_heading(words: Sequence[Piece]) -> bool:
    """Whether a paragraph is a short bold line that does not end like a sentence.

    >>> is_heading([Piece("Our vision", bold=True)]), is_heading([Piece("We must act.", bold=True)])
    (True, False)
    """
    text = joined(words)
    short = len(text) <= _HEADING_LETTERS and any(map(str.isalpha, text))
    return short and is_loud(words) and not text.endswith((".", ",", ";"))


def named_rank(text: str) -> int:
    """How deep a line such as "Article 1" or "PART II: SCOPE" ranks among its kind, from 1; 0 for other lines.

    >>> named_rank("Chapter 2"), named_rank("Article 1. Scope"), named_rank("Part B of the Act applies.")
    (4, 7, 0)
    """
    found = _NAMED.fullmatch(text)
    if not found or len(text) > _NAMED_LETTERS or text.endswith((".", ",", ";")):
        return 0
    return _RANKS.index(found[1].lower()) + 1


def run_in(words: Sequence[Piece]) -> tuple[str, str]:
    """The bold words that a text opens with as its heading, and the rest.

    >>> run_in([Piece("Note:", bold=True), Piece(" it is read with care.")])
    ('Note:', 'it is read with care.')
    """
    head = joined(itertools.takewhile(_opens, words))
    rest = joined(itertools.dropwhile(_opens, words))
    is_heading_part = (
        head.endswith((".", ":", "—", "–")) and len(head.split()) <= _RUN_IN_WORDS and len(rest.split()) > 2
    )
    return (head, rest) if is_heading_part else ("", joined(words))


def _opens(piece: Piece) -> bool:
    return piece.bold or not piece.text.strip()


def unmarked(words: Sequence[Piece]) -> list[Piece]:
    """Words without the enumerator or bullet typed before them."""
    text = "".join(piece.text for piece in words)
    found = mark_of(text.lstrip())
    drop = len(text) - len(found[1]) if found else 0
    rest_of_words = []
    for piece in words:
        rest_of_words.append(replace(piece, text=piece.text[drop:]))
        drop = max(0, drop - len(piece.text))
    return rest_of_words


def last_readings(blocks: Sequence[Block], depth: int) -> dict[str, int]:
    """The readings of the mark of the item that comes last at a depth; empty where the last block is none."""
    before = next((one for one in reversed(blocks) if one.depth <= depth), None)
    found = mark_of(f"{before.num} x") if before and before.kind is Kind.ITEM else None
    return dict(found[0].readings) if found else {}
