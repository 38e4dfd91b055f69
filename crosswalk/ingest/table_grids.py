"""Tables of any format as grids: merged cells filled, heads found, each row a block; and those that plain text sets with spaces."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crosswalk.ingest.blocks import Block, Kind, row_text
from crosswalk.ingest.enumerators import counts_up, mark_of

# No table of a text has more columns; a span that claims more is cut. One whose spans fill more places is hostile.
WIDEST, MOST_PLACES = 500, 200_000
# A row with this few columns is a head only if it is marked as one; a label has at most this many letters.
_HEAD_COLUMNS, _HEAD_LETTERS = 3, 60
_VALUE = re.compile(
    r"(?!(?:19|20)\d\d$)[$€<>≥≤~]?\s?[\d.,]+(?:[-–][\d.,]+)?\s?[%+]?|[-–—]|N/?A|Yes|No|TBD|[x✓✔•●☐☑☒]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as its source has it: its text, and how many columns and rows it spans."""

    text: str
    columns: int = 1
    rows: int = 1


def fill_grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows of a table, all of one width; a cell that spans columns or rows is repeated in each of them.

    >>> fill_grid([[Cell("Access", rows=2), Cell("1.1")], [Cell("1.2")]])
    [['Access', '1.1'], ['Access', '1.2']]
    """
    filled: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in filled:
                column += 1
            high, wide = min(max(1, cell.rows), len(rows) - at), min(max(1, cell.columns), WIDEST)
            if len(filled) + high * wide > MOST_PLACES:
                high = wide = 1
            for down in range(high):
                for across in range(wide):
                    filled.setdefault((at + down, column + across), cell.text)
    width = max((column + 1 for _, column in filled), default=0)
    return [[filled.get((at, column), "") for column in range(width)] for at in range(len(rows))]


def table_blocks(
    rows: Sequence[Sequence[str]],
    heads: int,
    caption: str = "",
    page: str = "",
    refers: Sequence[tuple[str, ...]] = (),
) -> list[Block]:
    """A table's blocks: one for its caption and its first `heads` rows, then one for each further row.

    Columns without any word are left out; an empty cell keeps its place. A row that is a single cell
    across all columns appears once, and a first row of that kind is the title: the head is below it.
    `refers` holds the footnotes that each row points to.
    """
    points = list(refers) or [()] * len(rows)
    if not caption and len(rows) > 1 and _spans_all(rows[0]):
        heads = max(heads - 1, int(looks_like_head(rows[1:])))
        made = table_blocks(rows[1:], heads, rows[0][0], page, points[1:])
        return [replace(made[0], refers=(*points[0], *made[0].refers)), *made[1:]] if made else made
    full = [
        at for at in range(max(map(len, rows), default=0)) if any(row[at : at + 1] != [""] for row in rows)
    ]
    cut = [[row[at] if at < len(row) else "" for at in full] for row in map(list, rows)]
    head = [
        " ".join(dict.fromkeys(words for words in column if words))
        for column in zip(*cut[:heads], strict=True)
    ]
    context = row_text(head)
    blocks = []
    if caption or context:
        named = (*filter(None, [caption]), *(head if context else ()))
        pointed = tuple(key for keys in points[:heads] for key in keys)
        blocks.append(Block(Kind.TABLE, cells=named, page=page, refers=pointed))
    for row, keys in zip(cut[heads:], points[heads:], strict=True):
        once = (row[0],) if _spans_all(row) else tuple(row)
        if any(once):
            row_block = Block(Kind.ROW, cells=once, context=context, page=page, refers=keys, opens=not blocks)
            blocks.append(row_block)
    return blocks


def title_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of a table are its title: a first row of one cell across all columns, above a head."""
    return int(len(rows) > 2 and _spans_all(rows[0]))


def _spans_all(row: Sequence[str]) -> bool:
    """Whether a row of several columns is one cell across all of them."""
    return len(row) > 1 and bool(row[0]) and len(set(row)) == 1


def is_label(text: str) -> bool:
    """Whether a cell may name a column: short words that are no value.

    >>> is_label("Expected level"), is_label("72.5%"), is_label("")
    (True, False, False)
    """
    return bool(text) and len(text) <= _HEAD_LETTERS and not _VALUE.fullmatch(text)


def looks_like_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns although nothing marks it as a head.

    Its cells are different labels, three or more, and below one of them are only values or long texts.

    >>> looks_like_head([["Ref", "Duty", "When"], ["1", "File", "May"], ["2", "", "June"]])
    True
    """
    head, *below = rows or [[]]
    if len(head) < _HEAD_COLUMNS or len(below) < _HEAD_COLUMNS - 1 or len(set(head)) < len(head):
        return False
    columns = [[row[at] for row in below if at < len(row) and row[at]] for at in range(len(head))]
    return all(map(is_label, head)) and any(
        len(cells) > 1 and not any(map(is_label, cells)) for cells in columns
    )


NumberedLine = tuple[int, str]
Span = tuple[int, int]
_RULE = re.compile(r"\s*[-=_]{3,}(?:\s+[-=_]{2,})*\s*")
_PIECE = re.compile(r"[-=_]{2,}")
_LEADERS = re.compile(r"(?:\.\s?){4,}+|…{2,}+")
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,7}")
_FEWEST = 3
# A table of tabs has so many in a line; its columns are set so far apart, and none is wider than the last number.
_FEWEST_TABS, _APART, _WIDEST_CELL = 2, 4, 120
# The least width of a gap between two columns, with and without other signs of a table.
_GAP, _PLAIN_GAP = 2, 3
# In a table of two columns without other signs, the second holds words as short as these.
_SHORT = 25
# In a column of running text a line has so many words in the mean.
_WORDS = 3
# No line of a table is longer than this.
_WIDEST = 1_000


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of a plain text: its lines, its rows with one text a column, and how many of them are the head.

    `rules` are its ruled lines, which hold no words.
    """

    lines: tuple[NumberedLine, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int
    rules: tuple[NumberedLine, ...]


def columns_of_tabs(text: str) -> str:
    """A text whose tables of tabs have their cells below one another: lines with the same number of tabs, two at least."""
    if "\t" not in text:
        return text
    made: list[str] = []
    for tabs, group in itertools.groupby(text.split("\n"), key=lambda line: line.count("\t")):
        lines = list(group)
        rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in lines]
        if tabs < _FEWEST_TABS or len(rows) < _FEWEST or not all(row[0] for row in rows):
            made += lines
            continue
        widths = [max(map(len, column)) + _APART for column in zip(*rows, strict=True)]
        if max(widths) > _WIDEST_CELL + _APART or sum(widths) > _WIDEST:
            made += lines
            continue
        made += ["".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join(made)


def text_tables(lines: Sequence[NumberedLine]) -> Iterator[TextTable]:
    """The tables among the numbered lines of a text; each is a run of lines without a blank one."""
    for is_text, group in itertools.groupby(lines, key=lambda line: bool(line[1].strip())):
        block = list(group)
        if is_text and len(block) >= _FEWEST and (table := _table(block)):
            yield table


def side_by_side(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines of a text with those that hold two columns of running text parted: the left ones, then the right ones.

    All lines of such a run get the number of its first.
    """
    found: list[NumberedLine] = []
    for is_text, group in itertools.groupby(lines, key=lambda line: bool(line[1].strip())):
        block = list(group)
        texts = [text for _, text in block]
        columns = _columns(texts, _PLAIN_GAP) if is_text and len(block) >= _FEWEST else []
        if len(columns) == 2 and _is_prose(_cut(texts, columns)):
            halves = [[text[start:end].rstrip() for text in texts] for start, end in columns]
            found += [(block[0][0], text) for text in (*halves[0], "", *halves[1])]
        else:
            found += block
    return found


def _is_prose(cells: Sequence[tuple[str, ...]]) -> bool:
    """Whether two columns hold sentences that run on from line to line."""
    filled = [[cell for cell in column if cell] for column in zip(*cells, strict=True)]
    return all(
        len(column) >= _FEWEST
        and sum(len(cell.split()) for cell in column) >= _WORDS * len(column)
        and 2 * sum(cell[0].islower() for cell in column) >= len(column)
        for column in filled
    )


def _table(block: Sequence[NumberedLine]) -> TextTable | None:
    rules = [line for line in block if _RULE.fullmatch(line[1])]
    body = [(number, text) for number, text in block if (number, text) not in rules]
    texts = [_LEADERS.sub(lambda dots: " " * len(dots[0]), text) for _, text in body]
    is_signed = bool(rules) or texts != [text for _, text in body]
    if len(texts) < _FEWEST or any("|" in text for text in texts):
        return None
    columns = _under_rules(texts, rules) or _columns(texts, _GAP if is_signed else _PLAIN_GAP)
    if not columns:
        return None
    above = _above_rule(block, rules, body)
    cells = _joined(_cut(texts, columns), above or 1)
    if not _is_table(cells, is_signed=is_signed, is_ruled=bool(rules)):
        return None
    head = tuple(" ".join(filter(None, column)) for column in zip(*cells[:above], strict=True))
    rows = _rows(cells[above:], [len(text) - len(text.lstrip()) for text in texts[above:]])
    whole = (head, *rows) if above else tuple(rows)
    return TextTable(tuple(body), whole, 1 if above else int(looks_like_head(whole)), tuple(rules))


def _columns(texts: Sequence[str], gap: int) -> list[Span]:
    """Where the columns of some lines are: they are separated by places that are blank in every line."""
    width = max(map(len, texts))
    inked = [" "] * width
    for start, end in {match.span() for text in texts for match in re.finditer(r"\S+", text)}:
        inked[start:end] = "x" * (end - start)
    found = [match.span() for match in re.finditer(rf"\S(?:.*?\S)??(?=\s{{{gap}}}|\s*$)", "".join(inked))]
    starts = [start for start, _ in found]
    return list(zip(starts, [*starts[1:], width], strict=True))


def _under_rules(texts: Sequence[str], rules: Sequence[NumberedLine]) -> list[Span]:
    """The columns that the pieces of one rule stand above or below, where no line has words between two of them."""
    for _, rule in rules:
        starts = [0, *[piece.start() for piece in _PIECE.finditer(rule)][1:]]
        if len(starts) > 1 and not any(text[at - 1 : at].strip() for text in texts for at in starts[1:]):
            return list(zip(starts, [*starts[1:], max(map(len, texts))], strict=True))
    return []


def _cut(texts: Sequence[str], columns: Sequence[Span]) -> list[tuple[str, ...]]:
    return [tuple(text[start:end].strip() for start, end in columns) for text in texts]


def _joined(cells: Sequence[tuple[str, ...]], above: int) -> list[tuple[str, ...]]:
    """The cells with a column that only the head has joined to one beside it that only the rows below have.

    A head may be centered over numbers at the right, so that no place is common to both.
    """
    columns = list(zip(*cells, strict=True))
    at = 0
    while at + 1 < len(columns):
        filled = [(any(column[:above]), any(column[above:])) for column in columns[at : at + 2]]
        if sorted(filled) == [(False, True), (True, False)]:
            columns[at : at + 2] = [
                tuple(one or other for one, other in zip(*columns[at : at + 2], strict=True))
            ]
        else:
            at += 1
    return list(zip(*columns, strict=True))


def _is_table(cells: Sequence[Sequence[str]], *, is_signed: bool, is_ruled: bool) -> bool:
    """Whether lines with these cells are a table, and no list, no letterhead, no contents and no prose."""
    filled = [row for row in cells if sum(map(bool, row)) > 1]
    if len(cells[0]) < 2 or len(filled) < _FEWEST - is_ruled or 2 * len(filled) < len(cells):
        return False
    first, last = [row[0] for row in filled if row[0]], [row[-1] for row in filled if row[-1]]
    if all(mark_of(f"{cell} x") or cell.endswith(":") for cell in first):
        return False
    if len(cells[0]) == 2:
        pages = all(map(_PAGE.fullmatch, last)) and counts_up(last)
        return not (pages and not is_ruled) and (is_signed or all(len(cell) <= _SHORT for cell in last))
    return True


def _above_rule(
    block: Sequence[NumberedLine], rules: Sequence[NumberedLine], body: Sequence[NumberedLine]
) -> int:
    """How many lines of words are above the rule under the head; 0 without such a rule."""
    inner = [rule for rule in rules if rule not in (block[0], block[-1])]
    return sum(number < inner[0][0] for number, _ in body) if inner else 0


def _rows(cells: Sequence[tuple[str, ...]], indents: Sequence[int]) -> list[tuple[str, ...]]:
    """The rows of a table; a line with an empty or further indented first cell continues the row above."""
    rows: list[tuple[str, ...]] = []
    for row, indent in zip(cells, indents, strict=True):
        if rows and (not row[0] or indent > min(indents)):
            rows[-1] = tuple(" ".join(filter(None, both)) for both in zip(rows[-1], row, strict=True))
        else:
            rows.append(row)
    return rows
