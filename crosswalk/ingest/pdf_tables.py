"""Find the tables of a PDF page: rules make cells, and words fall into cells; without rules, gaps make columns."""

import bisect
import ctypes
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosswalk.ingest.table_grids import is_label, title_rows

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from crosswalk.ingest.pdf_layout import Paragraph
    from crosswalk.ingest.pdf_text import Glyphs, TextLine, Word

# In points: how thick a rule may be, how short, and how far two of them may miss one another.
_THICK, _SHORT, _NEAR = 3.0, 6.0, 3.0
# A page with more drawing than this is a map or a chart.
_MOST_PATHS, _MOST_RULES, _MOST_POINTS = 4_000, 1_500, 8
# A cell that holds more of a page's words than this is a frame around the text.
_FRAME = 0.6
# The fewest rows in which a shared gap is a column gap, and its least width in ems.
_MANY_ROWS, _GAP = 4, 0.4


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on a page: level ones go from `start` to `end` at height `at`, upright ones at the left."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells that the rules of one table make.

    `xs` and `ys` are the edges of columns from left to right and of rows from the top down, in points.
    `regions` gives for each row and column the number of its cell; a cell that spans several has one
    number in all of them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[tuple[int, ...], ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is within the table."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]

    def region(self, x: float, y: float) -> int:
        """The number of the cell that a point is in."""
        column = min(max(bisect.bisect(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect.bisect([-edge for edge in self.ys], -y) - 1, 0), len(self.ys) - 2)
        return self.regions[row][column]


def lattices_of(page: "PdfPage", glyphs: "Glyphs", words: "Sequence[Word]") -> list[Lattice]:
    """The ruled tables of a page, from the top down; empty where there are none."""
    rules = _merged(_rules(page, glyphs))
    if not rules or len(rules) > _MOST_RULES:
        return []
    found = [lattice for group in _groups(rules) if (lattice := _lattice(group))]
    found = [lattice for lattice in found if _is_table(lattice, words)]
    return sorted(found, key=lambda lattice: (-lattice.ys[0], lattice.xs[0]))


def _rules(page: "PdfPage", glyphs: "Glyphs") -> list[Rule]:
    """The straight lines that a page draws, thin boxes among them."""
    from pypdfium2.raw import FPDF_PAGEOBJ_PATH

    found: list[Rule] = []
    for at, path in enumerate(page.get_objects(filter=[FPDF_PAGEOBJ_PATH], max_depth=1)):
        if at > _MOST_PATHS:
            return []
        found += _of_path(path.raw, glyphs)
    return found


def _of_path(path: ctypes.c_void_p, glyphs: "Glyphs") -> Iterator[Rule]:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPath_CountSegments(path) > _MOST_POINTS * 50:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    # A shaded box is no rule: programs shade a paragraph line by line.
    for points in _outlines(path, glyphs):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THICK:
            middle = (min(ys) + max(ys)) / 2 if width >= height else (min(xs) + max(xs)) / 2
            ends = (min(xs), max(xs)) if width >= height else (min(ys), max(ys))
            yield Rule(width >= height, middle, *ends)
        elif stroke.value:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                if abs(y1 - y0) <= 1:
                    yield Rule(True, (y0 + y1) / 2, *sorted((x0, x1)))
                elif abs(x1 - x0) <= 1:
                    yield Rule(False, (x0 + x1) / 2, *sorted((y0, y1)))


def _outlines(path: ctypes.c_void_p, glyphs: "Glyphs") -> list[list[tuple[float, float]]]:
    """The lines of a path, each as its points; none where a part of it is curved."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    outlines: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = glyphs.placed(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([])
        outlines[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return [outline for outline in outlines if len(outline) > 1]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Merge rules that overlap or continue one another."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (one.level, round(one.at), one.start)):
        last = found[-1] if found else None
        goes_on = (
            last is not None
            and last.level == rule.level
            and abs(last.at - rule.at) < _NEAR / 2
            and rule.start <= last.end + _NEAR
        )
        if goes_on and last is not None:
            found[-1] = Rule(rule.level, last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return [rule for rule in found if rule.end - rule.start >= _SHORT]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules that touch, directly or through others, in the order of their first rules."""
    from networkx.utils import UnionFind

    together = UnionFind(range(len(rules)))
    level = [(at, rule) for at, rule in enumerate(rules) if rule.level]
    upright = [(at, rule) for at, rule in enumerate(rules) if not rule.level]
    for (one, across), (other, down) in itertools.product(level, upright):
        if (
            across.start - _NEAR <= down.at <= across.end + _NEAR
            and down.start - _NEAR <= across.at <= down.end + _NEAR
        ):
            together.union(one, other)
    groups = sorted(sorted(group) for group in together.to_sets())
    return [[rules[at] for at in group] for group in groups if len(group) > 3]


def _lattice(rules: Sequence[Rule]) -> Lattice | None:
    """The cells of some rules that meet; None where they make fewer than two columns or no row."""
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    if not level or not upright:
        return None
    xs = _edges([*(rule.at for rule in upright), min(r.start for r in level), max(r.end for r in level)])
    ys = _edges([*(rule.at for rule in level), min(r.start for r in upright), max(r.end for r in upright)])[
        ::-1
    ]
    # A table that ends at the top of a page may have one row there.
    if len(xs) < 3 or (len(xs) - 1) * (len(ys) - 1) < 3 or len(xs) * len(ys) > _MOST_RULES:
        return None
    return Lattice(tuple(xs), tuple(ys), _regions(xs, ys, level, upright))


def _edges(places: Sequence[float]) -> list[float]:
    """Sort positions, and merge those next to one another."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 2 * _NEAR:
            found.append(place)
    return found


def _regions(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> tuple[tuple[int, ...], ...]:
    """The number of each row's and column's cell: two places without a rule between them are one cell."""
    from networkx.utils import UnionFind

    wide, high = len(xs) - 1, len(ys) - 1
    cells = UnionFind(range(wide * high))
    for row, column in itertools.product(range(high), range(wide)):
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        here = row * wide + column
        if column + 1 < wide and not _parts(upright, xs[column + 1], y):
            cells.union(here, here + 1)
        if row + 1 < high and not _parts(level, ys[row + 1], x):
            cells.union(here, here + wide)
    return tuple(tuple(cells[row * wide + column] for column in range(wide)) for row in range(high))


def _parts(rules: Sequence[Rule], edge: float, place: float) -> bool:
    """Whether one of the rules runs along an edge at a place."""
    return any(abs(rule.at - edge) <= 2 * _NEAR and rule.start <= place <= rule.end for rule in rules)


def _is_table(lattice: Lattice, words: "Sequence[Word]") -> bool:
    """Whether words fall into two cells or more, and no cell is a frame around the text of the page."""
    held: dict[int, int] = defaultdict(int)
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + word.size / 4
        if lattice.holds(x, y):
            held[lattice.region(x, y)] += 1
    rows = len({region for row in lattice.regions for region in row})
    return rows > 2 and len(held) > 1 and max(held.values()) <= max(20, _FRAME * len(words))


def head_rows(table: "Sequence[Sequence[Sequence[TextLine]]]", rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of a table are its title and its head.

    Rows without a word in their first column are the head; else the first row below the title is, where each of its
    cells is short, or bold.
    """
    first = heads = title_rows(rows)
    while heads + 1 < len(rows) and not rows[heads][0] and any(rows[heads]):
        heads += 1
    if heads == first and heads + 1 < len(rows):
        filled = [cell for cell in table[heads] if cell]
        bold = bool(filled) and all(line.bold for cell in filled for line in cell)
        heads += bold or all(map(is_label, rows[heads]))
    while first < heads < len(rows) - 1 and _is_below(table[heads - 1], table[heads]):
        heads += 1
    return heads


def _is_below(above: "Sequence[Sequence[TextLine]]", row: "Sequence[Sequence[TextLine]]") -> bool:
    """Whether a row continues the head: its first cell spans both, and another cell of the head is split in it."""
    return _is_one(above[0], row[0]) and any(_is_one(*pair) for pair in itertools.pairwise(above))


def _is_one(cell: "Sequence[TextLine]", other: "Sequence[TextLine]") -> bool:
    """Whether two places of a table are of one merged cell with words."""
    return bool(cell) and bool(other) and cell[0].words is other[0].words


def columns_of(rows: "Sequence[Paragraph]") -> list[tuple[float, float]]:
    """The columns of some rows from left to right; empty where cells overlap.

    In a table of several rows, a gap shared by all rows separates two columns, however narrow.
    """
    most = max(1 + len(row.cells) for row in rows)
    cells = [cell for row in rows for cell in [row, *row.cells]]
    words = [word for cell in cells for line in cell.lines for word in line.words if word.text]
    if len(rows) >= _MANY_ROWS:
        narrow = _apart([(word.x0, word.x1) for word in words], _GAP * max(word.size for word in words))
        narrow = _shared(narrow, rows)
        if len(narrow) >= most:
            return narrow
    wide = _apart([(cell.x0, cell.x1) for cell in cells], 0)
    return wide if len(wide) >= most else []


def _shared(columns: Sequence[tuple[float, float]], rows: "Sequence[Paragraph]") -> list[tuple[float, float]]:
    """Columns with words in at least two rows; a gap within a single row separates nothing."""
    found: list[tuple[float, float]] = []
    for left, right in columns:
        filled = sum(
            any(
                left <= word.x1 <= right
                for cell in [row, *row.cells]
                for line in cell.lines
                for word in line.words
            )
            for row in rows
        )
        if found and filled < 2:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _apart(spans: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Spans from left to right, those that overlap or leave a smaller gap made one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1] + gap:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
