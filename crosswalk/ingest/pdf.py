"""PDF: guidance letters, plans and manuals, with page numbers for pin cites.

Footnotes become provisions of level `footnote` below the text that points to them, so that no
word is lost and none interrupts a sentence. A provision's page is the number printed
on it, or the count where none is printed.
"""

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crosswalk.errors import Problem
from crosswalk.ingest.blocks import Block, Kind, letters, load_blocks, row_text
from crosswalk.ingest.enumerators import LETTERED_TITLE, Mark, Nesting, mark_of, same_level
from crosswalk.ingest.pdf_furniture import Body, Footnote, body_of
from crosswalk.ingest.pdf_layout import Paragraph, paragraphs_of
from crosswalk.ingest.pdf_tables import columns_of, head_rows
from crosswalk.ingest.pdf_text import ReadPage, TextLine, Word, read_pages
from crosswalk.ingest.styled_text import items_of, named_rank, rejoined_headings, title_length
from crosswalk.ingest.table_grids import looks_like_head, table_blocks
from crosswalk.ingest.word_breaks import KnownWords, rejoined_note, vocabulary
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult, leave_out

_HEADING_LETTERS = 220
_RUN_IN_WORDS = 30
_AROUND = ".,;:“”\"'"
_LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*")
_TOP = re.compile(r"(attachment|appendix|annex|exhibit|enclosure)\b", re.IGNORECASE)
_PART = re.compile(
    r"(title|part|subpart|chapter|section|article|table|figure|goal|step)\s+[\dIVXA-Z]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a heading looks; headings that look alike have the same depth."""

    family: str
    size: int
    bold: bool
    capitals: bool


@dataclass(slots=True)
class _Blocks:
    """The blocks of a document, and how many letters became marks or were lost in rejoining words."""

    blocks: list[Block] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    rejoined: list[str] = field(default_factory=list)
    marks: int = 0
    lost: int = 0


@dataclass(slots=True)
class _Making:
    """A document's blocks in the making."""

    body: Body
    known: KnownWords
    made: _Blocks
    nesting: Nesting
    headings: list[tuple[_Style, int]]
    keys: dict[tuple[int, str], str]
    head: list[list[str]] = field(default_factory=list)
    table: TextLine | None = None


def read_pdf(data: bytes, source: Source) -> ReadResult:
    """A PDF as a corpus; one that is locked, cut short or only scanned is refused in one sentence."""
    pages = read_pages(data)
    body = body_of(pages)
    made = _blocks_of(body)
    for page in pages:
        leave_out(body.dropped, "slanted text", page.askew.chars, page.askew.pieces)
    loaded = load_blocks(
        made.blocks,
        source,
        source_chars=sum(page.chars for page in pages),
        marks=made.marks + made.lost + _note_marks(body),
        dropped=body.dropped,
        notes=_notes(body, made, [str(at) for at, page in enumerate(pages, 1) if page.recognized]),
        ambiguous=made.ambiguous,
    )
    return replace(loaded, problems=_problems(pages))


def _problems(pages: list[ReadPage]) -> tuple[Problem, ...]:
    """Report each page without text: it may be a scanned insert, and was not read."""
    return tuple(
        Problem(
            f"page {number}", "holds no text; if it is a scanned page, its words were not read.", "XW-235"
        )
        for number, page in enumerate(pages, 1)
        if not page.lines
    )


def _note_marks(body: Body) -> int:
    """How many letters are footnote numbers: superscript after a word, or before the footnote itself."""
    lines = [line for page in body.lines for line in page]
    lines += [line for note in body.footnotes for line in note.lines]
    raised = sum(letters(word.raised) for line in lines for word in line.words)
    return raised + sum(letters(note.label) for note in body.footnotes)


def _notes(body: Body, made: _Blocks, recognized: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if recognized:
        notes.append(
            f"Page{'s' * (len(recognized) > 1)} {', '.join(recognized)}: scanned; software recognized the words (OCR), and some may be wrong."
            " Compare them with the picture."
        )
    if body.footnotes:
        notes.append(
            f"Footnotes that became provisions below the text that refers to them: {len(body.footnotes):,}."
        )
    return (*notes, *rejoined_note(made.rejoined))


def _blocks_of(body: Body) -> _Blocks:
    """A document's text as blocks in order, footnotes last."""
    lines = [line for page in body.lines for line in page]
    lines += [line for note in body.footnotes for line in note.lines]
    made = _Blocks()
    keys = {(note.page, note.label): f"{note.page}:{note.label}" for note in body.footnotes}
    making = _Making(body, _vocabulary(lines), made, Nesting(), [], keys)
    paras = paragraphs_of(body.lines, body.size)
    for is_table, group in itertools.groupby(paras, key=_kind_of_row):
        if is_table == "ruled":
            for para in group:
                _add_table(making, para)
        elif is_table == "beside":
            made.blocks += _unruled(making, list(group))
        else:
            listed = list(group)
            for para, after in itertools.zip_longest(listed, listed[1:]):
                items = items_of(_block(making, para, after), making.nesting, para.x0 / body.size)
                made.marks += sum(letters(one.num) for one in items[1:])
                made.blocks += items
    made.blocks = [*rejoined_headings(made.blocks), *(_footnote(making, note) for note in body.footnotes)]
    made.ambiguous += making.nesting.ambiguous
    return made


def _vocabulary(lines: Sequence[TextLine]) -> KnownWords:
    return vocabulary(
        word.text
        for line in lines
        for word in line.words
        if not (word is line.words[-1] and word.text.endswith("-"))
    )


def _kind_of_row(para: Paragraph) -> str:
    if para.lines[0].table:
        return "ruled"
    return "beside" if para.cells else ""


def _add_table(making: _Making, para: Paragraph) -> None:
    """Add a ruled table; one that continues on the next page keeps the head of its first part."""
    line = para.lines[0]
    read: dict[int, str] = {}
    rows, refers = [], []
    for row in line.table:
        rows.append([_cell(making, cell, read) for cell in row])
        refers.append(
            tuple(dict.fromkeys(key for cell in row for key in _refers(making, Paragraph(list(cell)))))
        )
    heads = head_rows(line.table, rows)
    own = sum(letters(text) for text in read.values())
    # A head repeated on the next page is not added again, but its letters are counted.
    head, again = rows[:heads], bool(making.head) and rows[:heads] == making.head
    if making.head and not again and _goes_on(making, line):
        head, heads, again = making.head, len(making.head), True
        rows, refers = [*head, *rows], [*[()] * heads, *refers]
    made = table_blocks(rows, heads, page=_pages(making, para), refers=refers)
    making.made.lost -= sum(letters(cell) for block in made for cell in block.cells) - own
    if again and made and made[0].kind is Kind.TABLE:
        making.made.lost += sum(letters(cell) for cell in made[0].cells)
        made = made[1:]
    making.head, making.table = head, line
    making.made.blocks += made


def _goes_on(making: _Making, line: TextLine) -> bool:
    """Whether a ruled table has the columns and edges of the one that ended the page before."""
    last = making.table
    return (
        last is not None
        and line.page == last.page + 1
        and making.made.blocks[-1].kind is Kind.ROW
        and len(line.table[0]) == len(last.table[0])
        and max(abs(line.x0 - last.x0), abs(line.x1 - last.x1)) < 1
    )


def _cell(making: _Making, cell: Sequence[TextLine], read: dict[int, str]) -> str:
    """The words of a cell, read once where it spans several places."""
    if not cell:
        return ""
    key = id(cell[0].words)
    if key not in read:
        read[key] = _text(making, [word for line in cell for word in line.words])
    return read[key]


def _unruled(making: _Making, rows: Sequence[Paragraph]) -> list[Block]:
    """Rows of a table without rules, each cell placed in its column."""
    columns = columns_of(rows)
    texts, refers = [], []
    for row in rows:
        cells = [row, *row.cells]
        placed: list[list[Word]] = [[] for _ in range(max(len(columns), len(cells)))]
        for at, cell in enumerate(cells):
            for word in [word for line in cell.lines for word in line.words]:
                column = bisect.bisect([edge for edge, _ in columns], word.x1) - 1 if columns else at
                placed[max(column, 0)].append(word)
        texts.append([_text(making, words) for words in placed])
        refers.append(tuple(key for cell in cells for key in _refers(making, cell)))
    pages = [_pages(making, row) for row in rows]
    made = [
        Block(Kind.ROW, cells=tuple(cells), page=page, refers=keys)
        for cells, page, keys in zip(texts, pages, refers, strict=True)
    ]
    is_bold = [all(line.bold for cell in [row, *row.cells] for line in cell.lines) for row in rows]
    if (len(rows) > 1 and is_bold[0] and not is_bold[1]) or looks_like_head(texts):
        context = row_text(texts[0])
        head = replace(made[0], kind=Kind.TABLE)
        return [head, *(replace(block, context=context) for block in made[1:])]
    return [replace(made[0], opens=True), *made[1:]]


def _block(making: _Making, para: Paragraph, after: Paragraph | None) -> Block:
    page = _pages(making, para)
    mark = _heading_letter(para) if after is not None and after.mark else None
    if mark:
        return _lettered_heading(making, para, mark, page)
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
    inside = sum(
        left_edge is not None and left_edge + 0.6 < indent for _, _, left_edge in making.nesting.lists
    )
    del making.nesting.lists[inside:]
    return Block(Kind.PARAGRAPH, text, title, depth=inside, page=page, refers=refers)


def _lettered_heading(making: _Making, para: Paragraph, mark: Mark, page: str) -> Block:
    made = Paragraph(para.lines, mark)
    style = _Style(_reading(making, mark)[0], round(para.lines[0].size), bold=False, capitals=False)
    depth = _heading_depth(making, style, made)
    making.nesting.close()
    making.made.marks += letters(mark.num)
    heading = _text(making, made.words)
    return Block(
        Kind.HEADING, heading=heading, num=mark.num, depth=depth, page=page, refers=_refers(making, para)
    )


def _heading_letter(para: Paragraph) -> Mark | None:
    """The letter of a title such as "F. Indirect Expenses" among the items of a list; None for other lines."""
    text = para.lines[0].text
    found = (
        mark_of(text) if len(para.lines) == 1 and not para.mark and LETTERED_TITLE.fullmatch(text) else None
    )
    return found[0] if found else None


def _footnote(making: _Making, note: Footnote) -> Block:
    words = [word for line in note.lines for word in line.words]
    page = making.body.numbers[note.page]
    key = making.keys[note.page, note.label]
    return Block(Kind.FOOTNOTE, _text(making, words), num=note.label, page=page, key=key)


def _pages(making: _Making, para: Paragraph) -> str:
    """The printed number of the page, or of the first and last page, of a paragraph."""
    first, last = making.body.numbers[para.lines[0].page], making.body.numbers[para.lines[-1].page]
    return first if first == last else f"{first}-{last}"


def _heading_style(making: _Making, para: Paragraph) -> _Style | None:
    """How a heading looks, or None if the paragraph is not one."""
    words = [word for word in para.words if word.text]
    text = " ".join(word.text for word in words)
    if not any(char.isalpha() for char in text) or len(text) > _HEADING_LETTERS or len(para.lines) > 4:
        return None
    size = max(line.size for line in para.lines)
    if len(para.lines) == 1 and not para.mark and named_rank(text):
        return _Style(text.split()[0].lower(), round(size), bold=False, capitals=False)
    bold = all(word.bold for word in words if any(map(str.isalnum, word.text)))
    capitals = text.upper() == text and sum(map(str.isalpha, text)) > 3
    large = size > 1.15 * making.body.size
    if not (bold or capitals or large) or (text.endswith((",", ";")) and not large):
        return None
    if text.endswith(".") and not large and (not bold or (para.mark and para.mark.is_bullet)):
        return None
    family = _reading(making, para.mark)[0] if para.mark else ""
    if named := _TOP.match(text) or _PART.match(text):
        family = named[1].lower()
    return _Style(family, round(size), bold, capitals)


def _reading(making: _Making, mark: Mark) -> tuple[str, int]:
    """How the number of a heading is read: as the next of an open heading, else as the first of a list.

    "I." opens Roman numerals unless it follows "H.", and "V." follows "IV.".
    """
    last = {style.family: value for style, value in making.headings}
    following = [one for one in mark.readings if last.get(one[0]) == one[1] - 1]
    first = [one for one in mark.readings if one[1] == 1]
    later = [one for one in mark.readings if one[0] in last]
    return (following or first or later or list(mark.readings))[0]


def _heading_depth(making: _Making, style: _Style, para: Paragraph) -> int:
    """The depth of a heading: that of the open one that looks like it, else below all that are open.

    A smaller heading never contains a larger one, and one without a number never contains a numbered one
    that looks the same. An attachment is at the top. A number that starts over opens a new depth.
    """
    opened = making.headings
    value = _reading(making, para.mark)[1] if para.mark else 0
    if _TOP.match(style.family):
        opened.clear()
    for at, (other, last) in enumerate(opened):
        goes_on = other == style and (value == 0 or value > last)
        if goes_on or (other.family != style.family and _alike(other, style)):
            del opened[at:]
            break
    while opened and (
        opened[-1][0].size < style.size or (value and opened[-1][0] == replace(style, family=""))
    ):
        opened.pop()
    opened.append((style, value))
    return len(opened)


def _alike(one: _Style, other: _Style) -> bool:
    """Whether two headings look the same and have numbers of one level, such as 1.2 and 2.1."""
    return replace(one, family=other.family) == other and same_level(one.family, other.family)


def _run_in(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The bold or slanted words that a text opens with as its heading, and the rest; none if they are only stressed."""
    count = next((at for at, word in enumerate(words) if not word.bold), len(words))
    dashed = 0 < count <= _RUN_IN_WORDS and [
        word.text in {"–", "—", "-"} for word in words[count : count + 1]
    ]
    count = count + 1 if dashed == [True] and len(words) > count + 2 else title_length(words, " ")
    return list(words[:count]), list(words[count:])


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
    """Words as text: split words rejoined, glued words separated, leader dots dropped."""
    parts: list[str] = []
    pending = ""
    for word, after in itertools.zip_longest(words, words[1:]):
        text = making.known.whole(pending, word.text) if pending else word.text
        if pending and text != pending + word.text:
            making.made.rejoined.append(text.strip(_AROUND))
        parted = text.endswith("-") and len(text) > 1 and after is not None and after.x0 < word.x1
        pending = text if parted else ""
        if not parted:
            whole = making.known.parted(text)
            if whole != text:
                making.made.rejoined.append(whole.rstrip(_AROUND))
            parts.append(whole)
    text = " ".join(_LEADERS.sub(" ", " ".join(parts)).split())
    making.made.lost += sum(letters(word.text) for word in words) - letters(text)
    return text
