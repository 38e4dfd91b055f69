"""Runs of bold and plain words, styles, lists and paragraphs, as Word, OpenDocument and web pages have them."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Protocol

from crosswalk.ingest.blocks import Block, Kind, letters
from crosswalk.ingest.enumerators import Nesting, first_inside, mark_of, printed

_HEADING_LETTERS = 200
# Words that no title ends with.
_NO_END = frozenset(
    ["the", "a", "an", "of", "to", "and", "or", "in", "for", "with", "by", "on", "as", "at", "from", "that"]
)
_RUN_IN_WORDS = 30
_NAMED_LETTERS = 120
# A title in italics that opens a paragraph has at most so many words; these refer to another text.
_ITALIC_WORDS = 10
_REFERRING = frozenset({"Id.", "Ibid.", "Cf.", "E.g.", "I.e.", "Supra.", "See:", "See also:"})
# The head of a table has at most so many letters a cell.
HEADER_LETTERS = 80
# A cell with more paragraphs than this is running text, not a cell.
CELL_PARAGRAPHS = 3
_TWIPS_PER_EM = 220
# The list that typed enumerators belong to, besides automatic lists.
_TYPED = "typed"
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
    """Words of one run, and whether they are bold or in italics; `note` is the footnote it points to."""

    text: str
    bold: bool = False
    note: str = ""
    italic: bool = False


class _Styled(Protocol):
    """A piece of a paragraph or a word of a page, with its type."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def bold(self) -> bool:
        """Whether they are bold."""

    @property
    def italic(self) -> bool:
        """Whether they are in italics."""


def piece_text(words: Iterable[Piece]) -> str:
    """The words of a paragraph as text, its white space folded."""
    return " ".join("".join(piece.text for piece in words).split())


def notes_of(words: Iterable[Piece]) -> tuple[str, ...]:
    """The footnotes that a paragraph points to, in order."""
    return tuple(piece.note for piece in words if piece.note)


def is_loud(words: Sequence[Piece]) -> bool:
    """Whether every word of a paragraph is bold."""
    worded = [piece for piece in words if any(map(str.isalnum, piece.text))]
    return bool(worded) and all(piece.bold for piece in worded)


def is_head(cells: Iterable[Sequence[Piece]]) -> bool:
    """Whether every filled cell of a row is short and bold, as in the head of a table."""
    filled = [cell for cell in cells if piece_text(cell)]
    return bool(filled) and all(is_loud(cell) and len(piece_text(cell)) <= HEADER_LETTERS for cell in filled)


def is_heading(words: Sequence[Piece]) -> bool:
    """Whether a paragraph is a short bold line that does not end like a sentence.

    >>> is_heading([Piece("Our vision", bold=True)]), is_heading([Piece("We must act.", bold=True)])
    (True, False)
    """
    text = piece_text(words)
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
    """The bold words that a text opens with as its heading, or a few in italics, and the rest.

    >>> run_in([Piece("Note:", bold=True), Piece(" it is read with care.")])
    ('Note:', 'it is read with care.')
    >>> run_in([Piece("Participant.", italic=True), Piece(" A participant is a person.")])
    ('Participant.', 'A participant is a person.')
    """
    count = title_length(words, "")
    return piece_text(words[:count]), piece_text(words[count:])


def title_length(words: Sequence[_Styled], between: str) -> int:
    """How many of the pieces or words of a paragraph are its heading; `between` is what parts two of them."""
    for most, is_loud in ((_RUN_IN_WORDS, attrgetter("bold")), (_ITALIC_WORDS, attrgetter("italic"))):
        count = next(
            (at for at, one in enumerate(words) if one.text.strip() and not is_loud(one)), len(words)
        )
        head, rest = (
            "".join(between.join(one.text for one in part)) for part in (words[:count], words[count:])
        )
        head = " ".join(head.split())
        # "Id. The board" and "et seq. The board" have no title.
        named = head[:1].isupper() and head not in _REFERRING and rest.lstrip('“"‘( ')[:1].isupper()
        is_title = head.endswith((".", ":", "—", "–")) and len(head.split()) <= most and len(rest.split()) > 2
        if is_title and (named or most == _RUN_IN_WORDS):
            return count
    return 0


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


def items_of(item: Block, nesting: Nesting, indent: float | None = None) -> list[Block]:
    """An item whose words begin with further marks, "(a)(1)(A) Except as", as one item a mark; the last has the words."""
    made = [item]
    is_open = item.kind is Kind.ITEM and not item.heading and item.num.strip("().").isalnum()
    while is_open and (found := first_inside(made[-1].text)):
        mark, text = found
        inner = replace(made[-1], text=text, num=mark.num, depth=nesting.depth(mark, indent))
        made[-1:] = [replace(made[-1], text="", refers=()), inner]
    return made


def rejoined_headings(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with headings that are the lines of one text joined: a sentence set in large type, or a long title."""
    made: list[Block] = []
    joined = False
    for block in blocks:
        last = made[-1] if made else None
        if last is not None and _carries_on(last, block):
            made[-1] = replace(
                last, heading=f"{last.heading} {block.heading}", refers=(*last.refers, *block.refers)
            )
            joined = True
            continue
        if joined:
            made[-1] = _sentence(made[-1])
        made.append(block)
        joined = False
    return [*made[:-1], _sentence(made[-1])] if joined else made


def _carries_on(above: Block, below: Block) -> bool:
    """Whether a heading is the next line of the one right above it."""
    if above.kind is not Kind.HEADING or below.kind is not Kind.HEADING or below.num or below.text:
        return False
    same = above.depth == below.depth and above.page == below.page
    broken = above.heading.rpartition(" ")[2].casefold() in _NO_END or below.heading[:1].islower()
    return same and broken and not above.heading.endswith((".", ":", "?", "!"))


def _sentence(block: Block) -> Block:
    """A joined heading as the paragraph that it is, if it ends like a sentence or is too long for a title."""
    if block.num or not (block.heading.endswith(".") or len(block.heading) > _HEADING_LETTERS):
        return block
    return replace(block, kind=Kind.PARAGRAPH, text=block.heading, heading="", depth=0)


def last_readings(blocks: Sequence[Block], depth: int) -> dict[str, int]:
    """The readings of the mark of the item that comes last at a depth; empty where the last block is none."""
    before = next((one for one in reversed(blocks) if one.depth <= depth), None)
    found = mark_of(f"{before.num} x") if before and before.kind is Kind.ITEM else None
    return dict(found[0].readings) if found else {}


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style, with everything it inherits.

    `depth` is its heading level from 1, or 0; `num` and `level` its list, empty and -1 without one;
    `indent` its left edge in twentieths of a point, or None where it does not say.
    """

    name: str = ""
    depth: int = 0
    bold: bool = False
    num: str = ""
    level: int = -1
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class NumberingLevel:
    """One level of a list: how it counts and what it prints."""

    kind: str = "decimal"
    pattern: str = ""
    start: int = 1
    style: str = ""
    restart: bool = True
    legal: bool = False
    indent: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, str]
    levels: Mapping[str, Mapping[int, NumberingLevel]]
    starts: Mapping[tuple[str, int], int]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, num: str, style: str) -> int:
        """The level of a list that has a style; the first if none has it."""
        levels = self.levels.get(self.lists.get(num, ""), {})
        return next((at for at, level in sorted(levels.items()) if style and level.style == style), 0)

    def level(self, num: str, at: int) -> NumberingLevel:
        """How one level of a list counts."""
        return self.levels.get(self.lists.get(num, ""), {}).get(at, NumberingLevel())

    def next(self, num: str, at: int) -> str:
        """Advance a list and return the printed number; empty for a bullet."""
        abstract = self.lists.get(num, "")
        counts = self.counts.setdefault(abstract, {})
        level = self.level(num, at)
        if (num, at) in self.starts and (num, at) not in self.begun:
            counts[at] = self.starts[num, at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self.begun.add((num, at))
        for deeper in [one for one in counts if one > at and self.level(num, one).restart]:
            del counts[deeper]
        if level.kind in {"bullet", "none"}:
            return ""
        return re.sub(
            r"%(\d)", lambda found: self._printed(num, int(found[1]) - 1, level.legal), level.pattern
        )

    def _printed(self, num: str, at: int, legal: bool) -> str:
        level = self.level(num, at)
        count = self.counts[self.lists.get(num, "")].get(at, level.start)
        return printed(count, "decimal" if legal else level.kind)


@dataclass(slots=True)
class StyledDocument:
    """A document of styled paragraphs while it is read.

    `lists` holds the automatic lists that are open as (list, level, indent); `depth` is that of the last heading with
    a style; `marks` counts the letters that went into enumerators.
    """

    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    lists: list[tuple[str, int, int]] = field(default_factory=list)
    typed: Nesting = field(default_factory=Nesting)
    depth: int = 0
    marks: int = 0


@dataclass(frozen=True, slots=True)
class StyledParagraph:
    """One paragraph of a Word or OpenDocument text: its words, style and indentation, its list and its printed number."""

    words: list[Piece]
    style: Style
    outline: int
    indent: int
    num: str = ""
    list: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """The words without their runs."""
        return piece_text(self.words)


def paragraph_blocks(document: StyledDocument, paragraph: StyledParagraph) -> list[Block]:
    """A paragraph as a heading, list items or plain text, below what is open."""
    refers = notes_of(paragraph.words)
    num, words = paragraph.num, paragraph.words
    typed = None if paragraph.list else document.typed.mark_of(paragraph.text)
    mark = typed[0] if typed else None
    depth = _heading_depth(document, paragraph)
    if mark and not (depth and mark.is_bullet):
        num, words = mark.num, unmarked(words)
        document.marks += letters(paragraph.text) - letters(piece_text(words))
    if depth:
        document.lists.clear()
        document.typed.close()
        return [Block(Kind.HEADING, heading=piece_text(words), num=num, depth=depth, refers=refers)]
    head, text = run_in(words)
    if mark:
        indent = paragraph.indent / _TWIPS_PER_EM
        level = document.typed.depth(mark, indent) - 1
        made = items_of(Block(Kind.ITEM, text, head, num, refers=refers), document.typed, indent)
        document.marks += sum(letters(one.num) for one in made[1:])
        levels = (replace(paragraph, list=_TYPED, level=level + at) for at in range(len(made)))
        return [
            replace(one, depth=_list_depth(document, below)) for one, below in zip(made, levels, strict=True)
        ]
    if paragraph.list:
        return [Block(Kind.ITEM, text, head, num, _list_depth(document, paragraph), refers=refers)]
    return [Block(Kind.PARAGRAPH, text, head, depth=_inside(document, paragraph.indent), refers=refers)]


def _heading_depth(document: StyledDocument, paragraph: StyledParagraph) -> int:
    """The depth of a heading; 0 for text. A short bold line is a heading below those with a style."""
    if paragraph.outline:
        document.depth = paragraph.outline
        return paragraph.outline
    if not paragraph.list and (rank := named_rank(paragraph.text)):
        return document.depth + rank
    is_bullet = bool(paragraph.list) and not paragraph.num
    return document.depth + 1 + paragraph.level if not is_bullet and is_heading(paragraph.words) else 0


def _list_depth(document: StyledDocument, paragraph: StyledParagraph) -> int:
    """The depth of an item among the open lists; deeper lists are closed.

    A list is known by its own number; a new one nests inside those whose text begins left of it.
    """
    stack, num = document.lists, paragraph.list
    cuts = [at for at, (one, level, _) in enumerate(stack) if one == num and level >= paragraph.level]
    if not cuts and all(one != num for one, _, _ in stack):
        cuts = [at for at, (_, _, indent) in enumerate(stack) if indent >= paragraph.indent]
    del stack[cuts[0] if cuts else len(stack) :]
    stack.append((num, paragraph.level, paragraph.indent))
    return len(stack)


def _inside(document: StyledDocument, indent: int) -> int:
    """How many open list items contain a plain paragraph: those not indented further than it."""
    document.lists = list(itertools.takewhile(lambda one: 0 < one[2] <= indent, document.lists))
    return len(document.lists)
