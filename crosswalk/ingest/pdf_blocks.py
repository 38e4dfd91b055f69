"""Paragraphs of a PDF into headings, items, rows and footnotes."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.marks import Nesting
from crosswalk.ingest.mend import Vocabulary, vocabulary
from crosswalk.ingest.pdf_furniture import Body, Footnote
from crosswalk.ingest.pdf_layout import Paragraph, paragraphs_of
from crosswalk.ingest.pdf_text import Line, Word
from crosswalk.ingest.tree import Block, Kind, letters

_HEADING_LETTERS = 220
_RUN_IN_WORDS = 30
_LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*")
_TOP = re.compile(r"(attachment|appendix|annex|exhibit|enclosure)\b", re.IGNORECASE)
_PART = re.compile(
    r"(title|part|subpart|chapter|section|article|table|figure|goal|step)\s+[\dIVXA-Z]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a heading looks; headings that look alike stand at one depth."""

    family: str
    size: int
    bold: bool
    capitals: bool


@dataclass(slots=True)
class Blocks:
    """The blocks of a document, and how many letters went into marks or were lost in mending words."""

    blocks: list[Block] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    mended: int = 0
    marks: int = 0
    lost: int = 0


@dataclass(slots=True)
class _Making:
    """A document's blocks in the making."""

    body: Body
    known: Vocabulary
    made: Blocks
    nesting: Nesting
    headings: list[tuple[_Style, int]]
    keys: dict[tuple[int, str], str]


def blocks_of(body: Body) -> Blocks:
    """A document's text as blocks in order, footnotes last."""
    lines = [line for page in body.lines for line in page] + [
        line for note in body.footnotes for line in note.lines
    ]
    made = Blocks()
    keys = {(note.page, note.label): f"{note.page}:{note.label}" for note in body.footnotes}
    making = _Making(body, _vocabulary(lines), made, Nesting(), [], keys)
    for para in paragraphs_of(body.lines, body.size):
        made.blocks.append(_block(making, para))
    made.blocks += [_footnote(making, note) for note in body.footnotes]
    made.ambiguous += making.nesting.ambiguous
    return made


def _vocabulary(lines: Sequence[Line]) -> Vocabulary:
    return vocabulary(
        word.text
        for line in lines
        for word in line.words
        if not (word is line.words[-1] and word.text.endswith("-"))
    )


def _block(making: _Making, para: Paragraph) -> Block:
    page = _pages(making, para)
    if para.cells:
        cells = [
            _text(making, [word for line in cell.lines for word in line.words])
            for cell in [para, *para.cells]
        ]
        refers = tuple(key for cell in [para, *para.cells] for key in _refers(making, cell))
        return Block(Kind.ROW, cells=tuple(cells), page=page, refers=refers)
    style = _heading_style(making, para)
    refers = _refers(making, para)
    num = para.mark.num if para.mark else ""
    making.made.marks += letters(num) if num else int(bool(para.mark))
    if style:
        making.nesting.close()
        depth = _heading_depth(making, style, para)
        return Block(
            Kind.HEADING, heading=_text(making, para.words), num=num, depth=depth, page=page, refers=refers
        )
    head, rest = _run_in(para.words)
    title, text = _text(making, head), _text(making, rest)
    indent = para.x0 / making.body.size
    if para.mark:
        depth = making.nesting.depth(para.mark, indent)
        return Block(Kind.ITEM, text, title, num, depth, page, refers=refers)
    inside = sum(stood is not None and stood + 0.6 < indent for _, _, stood in making.nesting.lists)
    del making.nesting.lists[inside:]
    return Block(Kind.PARAGRAPH, text, title, depth=inside, page=page, refers=refers)


def _footnote(making: _Making, note: Footnote) -> Block:
    words = [word for line in note.lines for word in line.words]
    page = making.body.numbers[note.page]
    key = making.keys[note.page, note.label]
    return Block(Kind.FOOTNOTE, _text(making, words), num=note.label, page=page, key=key)


def _pages(making: _Making, para: Paragraph) -> str:
    """The printed number of the page, or of the first and last page, that a paragraph stands on."""
    first, last = making.body.numbers[para.lines[0].page], making.body.numbers[para.lines[-1].page]
    return first if first == last else f"{first}-{last}"


def _heading_style(making: _Making, para: Paragraph) -> _Style | None:
    """How a heading looks, or None if the paragraph is not one."""
    words = [word for word in para.words if word.text]
    text = " ".join(word.text for word in words)
    if not any(char.isalpha() for char in text) or len(text) > _HEADING_LETTERS or len(para.lines) > 4:
        return None
    size = max(line.size for line in para.lines)
    bold = all(word.bold for word in words if any(map(str.isalnum, word.text)))
    capitals = text.upper() == text and sum(map(str.isalpha, text)) > 3
    large = size > 1.15 * making.body.size
    if not (bold or capitals or large) or (text.endswith((",", ";")) and not large):
        return None
    if capitals and not bold and not large and text.endswith("."):
        return None
    family = para.mark.readings[0][0] if para.mark else ""
    if named := _TOP.match(text) or _PART.match(text):
        family = named[1].lower()
    return _Style(family, round(size), bold, capitals)


def _heading_depth(making: _Making, style: _Style, para: Paragraph) -> int:
    """The depth of a heading: that of the open one that looks like it, else below all that are open.

    A smaller heading never holds a larger one, one without a number never a numbered one of its looks, an attachment stands below nothing, and a number
    that begins again opens a new depth.
    """
    opened = making.headings
    value = para.mark.readings[0][1] if para.mark else 0
    if _TOP.match(style.family):
        opened.clear()
    for at, (other, last) in enumerate(opened):
        if other == style and (value == 0 or value > last):
            del opened[at:]
            break
    while opened and (
        opened[-1][0].size < style.size or (value and opened[-1][0] == replace(style, family=""))
    ):
        opened.pop()
    opened.append((style, value))
    return len(opened)


def _run_in(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The bold words that a text opens with as its heading, and the rest; none if they are only stressed."""
    count = next((at for at, word in enumerate(words) if not word.bold), len(words))
    head, rest = list(words[:count]), list(words[count:])
    if not head or len(rest) < 3 or count > _RUN_IN_WORDS:
        return [], list(words)
    if rest[0].text in {"–", "—", "-"}:
        return [*head, rest[0]], rest[1:]
    return (head, rest) if head[-1].text.endswith((".", ":", "—", "–")) else ([], list(words))


def _refers(making: _Making, para: Paragraph) -> tuple[str, ...]:
    """The footnotes that a paragraph's raised numbers point to."""
    found = (
        making.keys.get((line.page, word.raised)) or making.keys.get((line.page + 1, word.raised))
        for line in para.lines
        for word in line.words
        if word.raised
    )
    return tuple(key for key in found if key)


def _text(making: _Making, words: Sequence[Word]) -> str:
    """Words as text: parted ones put together, glued ones parted, leader dots dropped."""
    parts: list[str] = []
    pending = ""
    for word, after in itertools.zip_longest(words, words[1:]):
        text = making.known.whole(pending, word.text) if pending else word.text
        parted = text.endswith("-") and len(text) > 1 and after is not None and after.x0 < word.x1
        pending = text if parted else ""
        making.made.mended += parted
        if not parted:
            whole = making.known.parted(text)
            making.made.mended += whole != text
            parts.append(whole)
    text = " ".join(_LEADERS.sub(" ", " ".join(parts)).split())
    making.made.lost += sum(letters(word.text) for word in words) - letters(text)
    return text
