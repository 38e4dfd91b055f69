"""Tables of any format as grids: merged cells filled, heads found, and each row a block."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswalk.ingest.blocks import Block, Kind, row_text

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
        place = 0
        for cell in row:
            while (at, place) in filled:
                place += 1
            high, wide = min(max(1, cell.rows), len(rows) - at), min(max(1, cell.columns), WIDEST)
            if len(filled) + high * wide > MOST_PLACES:
                high = wide = 1
            for down in range(high):
                for across in range(wide):
                    filled.setdefault((at + down, place + across), cell.text)
    width = max((place + 1 for _, place in filled), default=0)
    return [[filled.get((at, place), "") for place in range(width)] for at in range(len(rows))]


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
