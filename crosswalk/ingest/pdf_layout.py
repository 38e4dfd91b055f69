"""Group the lines of a PDF into paragraphs by position and type."""

import bisect
import itertools
import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.enumerators import LETTERED_TITLE, Mark, listed_mark, mark_of, splits_name
from crosswalk.ingest.pdf_text import TextLine, Word, line_of_words

_ENDS = (".", ":", ";", "?", "!", ".”", ".)", "—", "; and", "; or", ", and", ", or")
# A word that no sentence ends in; what follows it may be held together by spaces that do not break.
_OPEN_END = re.compile(r"[a-z,] (?:and|or|of|the|to|in|by|for|with|under|an?|from|that|section|sections)$")
# "a. Board roster" begins like running text and is an item.
_LETTERED = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)] [A-Z“\"]")
# Signs that are a bullet only where a tab follows, since prose uses them too.
_SHY = re.compile(r"bullet [o*–—-]")
_TAB = 0.45
_ROW_LINES = 8
_COLUMN_LINES = 3
_ENOUGH = 8
# How far, in ems, a head in the margin may be from its next line, and how wide the text beside it is.
_HEAD_STEP, _WIDE_TEXT = 1.5, 20
# How far above and below a line of a table the next rows may be, in ems, and how far left edges may differ.
_NEAR_ROWS, _SAME_EDGE = 8, 2.0


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the mark they open with; `cells` are those beside it in a table row."""

    lines: list[TextLine]
    mark: Mark | None = None
    cells: list["Paragraph"] = field(default_factory=list)

    @property
    def words(self) -> list[Word]:
        """All words, without the mark."""
        words = [word for line in self.lines for word in line.words]
        return _unmarked(words, self.mark) if self.mark else words

    @property
    def x0(self) -> float:
        """The left edge of the lines, in points."""
        return min(line.x0 for line in self.lines)

    @property
    def inside(self) -> float:
        """The left edge that further lines may have: behind the mark, or below a first line set back.

        A paragraph of one line without a mark may turn out to hang, so its limit is open.
        """
        column = self.column
        if self.mark and len(self.lines[0].words) > 1 and len(column) == len(self.lines):
            return self.lines[0].words[1].x0
        return min(line.x0 for line in column) if len(column) > 1 else math.inf

    @property
    def column(self) -> list[TextLine]:
        """The lines in the column that the paragraph has reached."""
        turns = (at for at in range(len(self.lines) - 1, 0, -1) if self.lines[at].y > self.lines[at - 1].y)
        return self.lines[next(turns, 0) :]

    @property
    def x1(self) -> float:
        """The right edge of the lines, in points."""
        return max(line.x1 for line in self.lines)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What is known of a page before its lines are joined: line distance, and each line's right limit.

    `beside` is where the next line on the same height begins, for each line that has one.
    """

    leading: float
    limits: dict[int, float]
    beside: dict[int, float]


def paragraphs_of(pages: Sequence[list[TextLine]], size: float) -> list[Paragraph]:
    """The paragraphs of a document in order; one that runs over a page's end is one paragraph."""
    leading = _leading(pages, size)
    found: list[Paragraph] = []
    lasts: dict[str, int] = {}
    for lines in map(_side_heads_above, pages):
        page = PageLayout(leading, *_limits(lines))
        opened: list[Paragraph] = []
        for line in lines:
            if line.table:
                opened.append(Paragraph([line]))
                continue
            mark = _mark(line, opened[-1] if opened else None, page, lasts)
            if mark is None and opened and not _breaks(opened[-1], line, page):
                opened[-1].lines.append(line)
                continue
            opened.append(Paragraph([line], mark))
            lasts.update(_likely(mark, lasts) if mark else ())
        rows = _rows(opened)
        if found and rows and _runs_on(found[-1], rows[0]):
            found[-1].lines.extend(rows.pop(0).lines)
        found += rows
    return found


def _side_heads_above(lines: list[TextLine]) -> list[TextLine]:
    """A page's lines with each head that stands in the margin beside its text put above that text.

    Such heads are loud and begin level with a paragraph that is not; all text beside and below them is one column.
    """
    loud = [line for line in lines if not line.table and (line.bold or line.text.isupper())]
    columns = [other.x0 for line in loud for other in lines if other.x0 > line.x1 and _is_level(other, line)]
    column = min(columns, default=math.inf) - 1
    text = sorted((line for line in lines if line.x0 > column), key=lambda line: -line.y)
    groups: list[list[TextLine]] = []
    for line in sorted((line for line in loud if line.x1 < column), key=lambda line: -line.y):
        if groups and groups[-1][-1].y - line.y < _HEAD_STEP * line.size:
            groups[-1].append(line)
        elif groups or any(_is_level(other, line) for other in text):
            groups.append([line])
    within = [line for line in lines if groups and text[-1].y <= line.y <= groups[0][0].y]
    taken = {id(line) for line in (*itertools.chain(*groups), *text)}
    if any(id(line) not in taken for line in within) or any(
        above.y - below.y < 0.5 * below.size for above, below in itertools.pairwise(text)
    ):
        return lines
    placed: dict[int, TextLine] = {}
    inside: set[int] = set()
    for group, after in itertools.zip_longest(groups, groups[1:]):
        top, foot = group[0], after[0].y if after else -math.inf
        own = [line for line in text if foot + line.size < line.y < top.y + 0.5 * top.size]
        level = next((line for line in own if any(_is_level(line, one) for one in group)), None)
        if level is None:
            continue
        inside |= {id(one) for one in group}
        wide = sum(line.x1 - line.x0 > _WIDE_TEXT * line.size for line in own)
        is_head = wide > 1 and level not in loud
        head = line_of_words(top.page, [word for one in group for word in one.words])
        placed[id(level)] = replace(head, y=level.y + is_head * _HEAD_STEP * level.size)
    kept = [line for line in lines if id(line) not in inside]
    return [one for line in kept for one in (placed.get(id(line)), line) if one is not None]


def _is_level(one: TextLine, other: TextLine) -> bool:
    return abs(one.y - other.y) < 0.5 * other.size


def _likely(mark: Mark, lasts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The readings of a mark that begin a list or carry one on; all where none does."""
    fitting = [(style, value) for style, value in mark.readings if value in {1, lasts.get(style, 0) + 1}]
    return fitting or list(mark.readings)


def _leading(pages: Sequence[list[TextLine]], size: float) -> float:
    """The usual distance from one line of text to the next, in points."""
    steps = [
        above.y - below.y
        for lines in pages
        for above, below in itertools.pairwise(lines)
        if 0 < above.y - below.y < 3 * size and abs(above.size - size) < 1
    ]
    if len(steps) >= _ENOUGH:
        return statistics.median_low(steps)
    return min([step for step in steps if step < 1.5 * size], default=1.2 * size)


def _limits(lines: Sequence[TextLine]) -> tuple[dict[int, float], dict[int, float]]:
    """The right limit of each line (by its `id`), and where the line beside it begins.

    The limit is that line, else the next column of the table it is in, else the usual margin.
    """
    by_height = sorted(lines, key=lambda line: line.y)
    heights = [line.y for line in by_height]
    limits, neighbors = {}, {}
    beside: list[TextLine] = []
    for line in lines:
        low = bisect.bisect_left(heights, line.y - 0.8 * line.size)
        high = bisect.bisect_right(heights, line.y + 0.8 * line.size)
        right = [other.x0 for other in by_height[low:high] if other.x0 > line.x1]
        if right:
            neighbors[id(line)] = min(right)
            limits[id(line)] = min(right) - line.size
        if right or any(other.x1 < line.x0 for other in by_height[low:high]):
            beside.append(line)
    for line in lines:
        if (column := _next_in_table(line, beside)) is not None:
            limits[id(line)] = min(column - line.size, limits.get(id(line), math.inf))
    margin = _margin([line for line in lines if id(line) not in limits])
    return {id(line): limits.get(id(line), margin) for line in lines}, neighbors


def _next_in_table(line: TextLine, beside: Sequence[TextLine]) -> float | None:
    """Where the next column begins, for a line between rows of a table without rules; None for any other line.

    `beside` are the lines that have another beside them. Such a line has one of them right above and one right
    below, with the same left edge.
    """
    near = [other for other in beside if abs(other.y - line.y) < _NEAR_ROWS * line.size]
    steps = [other.y - line.y for other in near if abs(other.x0 - line.x0) < _SAME_EDGE]
    if not (any(step > 0 for step in steps) and any(step < 0 for step in steps)):
        return None
    return min((other.x0 for other in near if other.x0 > line.x1), default=None)


def _margin(lines: Sequence[TextLine]) -> float:
    """The right edge that most long lines reach; some overshoot it, and all others fall short."""
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    edges = sorted(line.x1 for line in lines if line.x1 - line.x0 > 0.6 * widest)
    return edges[(len(edges) - 1) * 3 // 4] if edges else 0.0


def _mark(line: TextLine, last: Paragraph | None, page: PageLayout, lasts: dict[str, int]) -> Mark | None:
    """The mark a line opens with, where it opens a list item and is not a word of running text."""
    found = listed_mark(line.text, lasts)
    if found is None or len(line.words) < 2:
        return None
    mark = found[0]
    gap = line.words[1].x0 - line.words[0].x1
    if mark.is_bullet and _SHY.match(mark.readings[0][0]):
        return mark if gap > _TAB * line.size else None
    if mark.is_bullet or last is None:
        return mark
    before = last.lines[-1]
    stands_out = (
        _breaks(last, line, page)
        or abs(line.x0 - before.x0) > 0.5 * line.size
        or before.y - line.y > 1.15 * page.leading
    )
    next_of_list = any(lasts.get(style) == value - 1 for style, value in mark.readings)
    if not next_of_list and before.y - line.y <= 1.15 * page.leading and splits_name(before.text, line.text):
        return None
    ended = before.text.endswith(_ENDS) or bool(LETTERED_TITLE.fullmatch(before.text))
    ended = ended or _below_mark(line, last, mark)
    opens_list = ended and any(value == 1 for _, value in mark.readings)
    if (opens_list or next_of_list) and _room(before, line, page) > 2 * line.size:
        return mark
    return mark if stands_out or (next_of_list and ended) else None


def _below_mark(line: TextLine, last: Paragraph, mark: Mark) -> bool:
    """Whether a line's mark is right below that of the item before it, in the same style."""
    if last.mark is None or (len(last.lines) > 1 and last.lines[1].x0 < last.x0 + 0.5 * line.size):
        return False
    styles = {style for style, _ in mark.readings}
    return abs(line.x0 - last.lines[0].x0) < 0.3 * line.size and any(
        s in styles for s, _ in last.mark.readings
    )


def _breaks(last: Paragraph, line: TextLine, page: PageLayout) -> bool:
    """Whether a line begins a new paragraph."""
    before = last.lines[-1]
    step = before.y - line.y
    if before.table or (last.mark and LETTERED_TITLE.fullmatch(line.text) and line.x0 <= last.x0 + 1):
        return True
    if before.x1 > page.beside.get(id(line), math.inf):
        return True
    if step < 0 and _next_column(last, line):
        return False
    if not 0 < step <= 1.3 * max(page.leading, 1.1 * line.size):
        return True
    if abs(before.size - line.size) > 1 or line.x0 > last.x1 or line.x1 < last.x0:
        return True
    if before.text.endswith("-"):
        return False
    if line.x0 > last.inside + line.size and not _centred(before, line):
        return True
    if line.bold and not before.bold and before.text.endswith(_ENDS):
        return True
    if line.text[:1].islower() and not _LETTERED.match(line.text):
        return False
    if _OPEN_END.search(before.text) and before.bold == line.bold and not before.text.endswith(_ENDS):
        return False
    if _room(before, line, page) > 0:
        return not (before.bold and line.bold and _centred(before, line))
    return False


def _room(before: TextLine, line: TextLine, page: PageLayout) -> float:
    """How much room, in points, the first word of a line would have left on the line before it."""
    first = line.words[0]
    return page.limits[id(before)] - before.x1 - 0.3 * line.size - (first.x1 - first.x0)


def _next_column(last: Paragraph, line: TextLine) -> bool:
    """Whether a paragraph of some length continues in mid-sentence at the top of the next column."""
    same = abs(last.lines[-1].size - line.size) < 1 and line.x0 > last.x1
    return same and len(last.lines) >= _COLUMN_LINES and line.text[:1].islower()


def _centred(above: TextLine, below: TextLine) -> bool:
    """Whether two lines are set around one middle, as the lines of a title are."""
    middle = abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2
    return middle < below.size and abs(above.x0 - below.x0) > 0.5 * below.size


def _runs_on(last: Paragraph, line: Paragraph) -> bool:
    """Whether a page's first paragraph continues the last one of the page before."""
    above, below = last.lines[-1], line.lines[0]
    if (
        above.table
        or below.table
        or line.mark
        or last.cells
        or line.cells
        or above.page == below.page
        or above.bold
        or below.bold
    ):
        return False
    same = abs(above.size - below.size) < 1
    return same and (not above.text.endswith(_ENDS) or below.text[:1].islower())


def _rows(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join paragraphs that are side by side into table rows."""
    rows: list[Paragraph] = []
    for para in paragraphs:
        last = rows[-1] if rows else None
        if last is not None and _beside(last, para):
            last.cells.append(para)
        else:
            rows.append(para)
    return rows


def _beside(row: Paragraph, para: Paragraph) -> bool:
    """Whether a paragraph is level with a row and right of its cells."""
    last = row.cells[-1] if row.cells else row
    if (
        row.lines[0].table
        or para.lines[0].table
        or len(para.lines) > _ROW_LINES
        or len(last.lines) > _ROW_LINES
        or para.x0 < last.x1
    ):
        return False
    top, foot = _span([row, *row.cells])
    own_top, own_foot = _span([para])
    shared = min(top, own_top) - max(foot, own_foot)
    return shared > 0.5 * min(top - foot, own_top - own_foot)


def _span(paragraphs: Sequence[Paragraph]) -> tuple[float, float]:
    """The height of the top and of the foot of some paragraphs, in points."""
    lines = [line for para in paragraphs for line in para.lines]
    return max(line.y + 0.8 * line.size for line in lines), min(line.y - 0.2 * line.size for line in lines)


def _unmarked(words: Sequence[Word], mark: Mark) -> list[Word]:
    """Words without the mark they open with, which may be glued to the first of them."""
    text, at = "", 0
    while at < len(words):
        text = f"{text} {words[at].text}".strip()
        found = mark_of(f"{text} x")
        if found and found[0] == mark:
            rest = found[1].removesuffix("x").strip()
            return [replace(words[at], text=rest), *words[at + 1 :]] if rest else list(words[at + 1 :])
        at += 1
    return list(words)
