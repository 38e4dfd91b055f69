"""The words of a PDF with their places on the page, in lines."""

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError
from crosswalk.ingest.blocks import letters
from crosswalk.ingest.enumerators import mark_of
from crosswalk.ingest.pdf_tables import Lattice, lattices_of
from crosswalk.ingest.safety import check_forms, check_streams
from crosswalk.model.read_result import LeftOut

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

PAGE_LIMIT = 3_000
_END = b"%%EOF"
# A page with fewer letters than this has only a stamp or a page number.
_SCANNED = 20
CHAR_LIMIT = 300_000
_BOLD, _BOLD_NAME, _FONT_NAME = 600, re.compile(rb"bold|black|heavy|demi", re.IGNORECASE), 64
_ITALIC_NAME = re.compile(rb"ital|obliq|-it$", re.IGNORECASE)
# A gap wider than this many ems separates two cells or columns; after a bullet it is a tab.
_GAP, _TAB, _CELL_GAP = 2.2, 5.0, 1.3
# A page that was scanned and recognized is slightly askew.
_SLIGHT = 5
_RAISED, _SMALL = 0.18, 0.82
_LABEL_DIGITS = 3
# How many letters of a page are looked at to see whether it was recognized.
_PROBES = 40
# A gap of fewer ems is within a word.
_TIGHT = 0.12
# PDFium gives a hyphen at a line's end as one of these and runs the lines together.
_LINE_END = "\x02\ufffe"
_WORD = re.compile(rf"[^\s\0{_LINE_END}]+[{_LINE_END}]?")
_LAST_DIGITS = re.compile(r"\d+(?=\W*$)")
# PDFium puts a line's end between letters that a file sets one by one; this sign takes its place in a word.
_BREAK, _JOINED = re.compile(r"(?<=\S)\r\n(?=\S)"), "\x01"
_HYPHEN = {ord(char): "-" for char in _LINE_END} | {0xAD: None, ord(_JOINED): None}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its left and right edge, its baseline (in points from the foot of the page) and its type.

    `raised` is the small raised number after it, or the word itself if it is nothing else; `after` is how many
    characters of the word come behind that number.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    raised: str = ""
    after: int = 0
    italic: bool = False

    @property
    def whole(self) -> str:
        """The word with its raised number in its place."""
        at = len(self.text) - self.after
        return self.text[:at] + self.raised + self.text[at:]


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one baseline without a wide gap; `page` counts from 0, `y` and `size` are the longest word's.

    A ruled table takes the place of a line: `table` holds its rows, each cell as its own lines.
    """

    page: int
    words: tuple[Word, ...]
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    table: "tuple[tuple[tuple[TextLine, ...], ...], ...]" = ()


def line_letters(line: TextLine) -> int:
    """How many letters a line holds, those of raised numbers among them."""
    return sum(letters(word.text + word.raised) for word in line.words)


def line_of_words(page: int, words: Sequence[Word]) -> TextLine:
    """Words as one line; it is bold if all its words are."""
    main = max(words, key=lambda word: len(word.text))
    text = " ".join(word.text for word in words if word.text)
    bold = all(word.bold for word in words if word.text)
    return TextLine(page, tuple(words), text, words[0].x0, words[-1].x1, main.y, main.size, bold)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page: its lines in the order of the file, its height, the letters on it, and its words set askew.

    `recognized` is whether its words are not drawn, but lie below a picture in which software recognized them.
    """

    lines: list[TextLine]
    height: float
    chars: int
    askew: LeftOut
    recognized: bool = False


def read_pages(data: bytes) -> list[ReadPage]:
    """The pages of a PDF that is complete, not encrypted, and has text."""
    import pypdfium2

    if _END not in data[-2048:]:
        raise ParseError("this PDF is cut short (its end mark is missing); download it again.", code="XW-232")
    check_streams(data)
    check_forms(data)
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = _pages_of(document)
            _refuse_scanned(document, pages)
            return pages
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseError(
                "this PDF is locked by a password; save an unlocked copy and use that.", code="XW-233"
            ) from error
        raise ParseError(
            "this PDF is broken; download it again, or print it to a new PDF.", code="XW-232"
        ) from error


def _refuse_scanned(document: "PdfDocument", pages: list[ReadPage]) -> None:
    """Refuse a PDF without text, or with hardly any besides its pictures."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    found = sum(page.chars - page.askew.chars for page in pages)
    if found >= _SCANNED * len(pages) > 0:
        return
    pictures = any(True for page in document for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    if pictures or not found:
        raise ParseError(
            f"this PDF holds {'pictures' if pictures else 'nothing but drawings'} on {len(pages)} pages and no"
            " text to read; run text recognition (OCR) on it first, or ask for the original.",
            code="XW-234",
        )


def _pages_of(document: "PdfDocument") -> list[ReadPage]:
    """All pages of a document, each closed again once read."""
    if len(document) > PAGE_LIMIT:
        raise ParseError(
            f"the PDF has {len(document):,} pages and {PAGE_LIMIT:,} are read at most; split it.",
            code="XW-231",
        )
    pages = []
    for number in range(len(document)):
        page = document[number]
        pages.append(_page(page, number))
        page.close()
    return pages


def _page(page: "PdfPage", number: int) -> ReadPage:
    glyphs = Glyphs(page)
    if glyphs.count > CHAR_LIMIT:
        raise ParseError(
            f"page {number + 1} holds more than {CHAR_LIMIT:,} letters, which no page does; check the file.",
            code="XW-231",
        )
    found = [(word, *glyphs.em(word.start())) for word in _WORD.finditer(glyphs.text())]
    angles = Counter(angle for _, _, angle in found)
    glyphs.turn = max((0, 90, 180, 270), key=lambda turn: angles[turn])
    upright = [_word(glyphs, word, em) for word, em, angle in found if angle == glyphs.turn]
    askew = [letters(_plain(word[0])) for word, _, angle in found if angle != glyphs.turn]
    chars = sum(letters(word.text + word.raised) for word in upright) + sum(askew)
    lines = _with_tables(lattices_of(page, glyphs, upright), upright, number)
    return ReadPage(lines, glyphs.height, chars, LeftOut(len(askew), sum(askew)), glyphs.are_hidden())


def _with_tables(lattices: Sequence[Lattice], words: Sequence[Word], number: int) -> list[TextLine]:
    """The lines of a page, each ruled table in its place among them."""
    inside: list[dict[int, list[Word]]] = [{} for _ in lattices]
    rest = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + word.size / 4
        at = next((at for at, lattice in enumerate(lattices) if lattice.holds(x, y)), None)
        if at is None:
            rest.append(word)
        else:
            inside[at].setdefault(lattices[at].region(x, y), []).append(word)
    lines = _lines(rest, number)
    for lattice, held in zip(lattices, inside, strict=True):
        table = _table(lattice, held, number)
        lines.insert(_place_of(table, lines), table)
    return lines


def _place_of(table: TextLine, lines: Sequence[TextLine]) -> int:
    """Where a table comes among the lines of its column: before the first below it, else after the last above it."""
    column = [at for at, line in enumerate(lines) if line.x0 < table.x1 and line.x1 > table.x0]
    below = [at for at in column if lines[at].y < table.y]
    return below[0] if below else column[-1] + 1 if column else len(lines)


def _table(lattice: Lattice, held: dict[int, list[Word]], number: int) -> TextLine:
    """A ruled table as one line that holds its cells; a cell across several places is in each."""
    cells = {region: tuple(_lines(words, number)) for region, words in held.items()}
    rows = tuple(tuple(cells.get(region, ()) for region in row) for row in lattice.regions)
    words = tuple(word for found in held.values() for word in found)
    size = max(words, key=lambda word: len(word.text)).size
    top = lattice.ys[0] - size
    return TextLine(number, words, "", lattice.xs[0], lattice.xs[-1], top, size, bold=False, table=rows)


def _plain(found: str) -> str:
    """A word with plain hyphens in place of the library's own characters."""
    return re.sub("\u00ad$", "-", found).translate(_HYPHEN)


def _word(glyphs: "Glyphs", found: re.Match[str], em: float) -> Word:
    """One word with its place, without the raised number of a footnote behind it."""
    start = found.start()
    x0, base = glyphs.origin(start)
    words, raised, rest = found[0], "", ""
    if digits := _LAST_DIGITS.search(words):
        small = (
            at for at in range(max(1, digits.start()), digits.end()) if glyphs.rises(start + at, base, em)
        )
        at = next(small, digits.end())
        if digits.end() - at <= _LABEL_DIGITS and words[at - 1] != "(" and words[digits.end() :][:1] != "]":
            words, raised, rest = words[:at], words[at : digits.end()], _plain(words[digits.end() :])
    right, (bold, italic) = glyphs.right(found.end() - 1), glyphs.style(start)
    return Word(_plain(words) + rest, x0, right, base, em, bold, raised, len(rest), italic)


class Glyphs:
    """The letters of one page, in the orientation in which it is read.

    `turn` is the angle, 0, 90, 180 or 270 degrees, at which its words are set.
    """

    def __init__(self, page: "PdfPage") -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = page.get_textpage()
        self._handle = self._page.raw
        self.turn = 0
        left, foot, right, top = page.get_cropbox()
        self._corner, self._width, self._height = (left, foot), right - left, top - foot
        self.count: int = self._page.count_chars()
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._places = [ctypes.byref(number) for number in self._numbers]
        self._matrix, self._font = pdfium.FS_MATRIX(), ctypes.create_string_buffer(_FONT_NAME)

    @property
    def height(self) -> float:
        """The height of the page in points, in the orientation in which it is read."""
        return float(self._width if self.turn in {90, 270} else self._height)

    def text(self) -> str:
        """All letters, each at its own index, which the library's text functions do not guarantee."""
        letter, handle = self._pdfium.FPDFText_GetUnicode, self._handle
        text = "".join([chr(letter(handle, at)) for at in range(self.count)])
        return _BREAK.sub(
            lambda found: 2 * _JOINED if self._touch(found.start() - 1, found.end()) else found[0], text
        )

    def _touch(self, one: int, other: int) -> bool:
        """Whether two letters are next to one another on one baseline."""
        edges = self._pdfium.FS_RECTF()
        sides = []
        for at in (one, other):
            self._pdfium.FPDFText_GetLooseCharBox(self._handle, at, ctypes.byref(edges))
            sides += [edges.left, edges.right]
        em, _ = self.em(one)
        gap = abs(sides[2] - sides[1])
        level = abs(self.origin(one)[1] - self.origin(other)[1])
        return gap < _TIGHT * em and level < _TIGHT * em

    def origin(self, at: int) -> tuple[float, float]:
        """Where a letter's baseline begins, in points from the page's left edge and foot."""
        self._pdfium.FPDFText_GetCharOrigin(self._handle, at, *self._places[:2])
        return self.placed(self._numbers[0].value, self._numbers[1].value)

    def right(self, at: int) -> float:
        """The right edge of a letter, in points from the page's left edge."""
        self._pdfium.FPDFText_GetCharBox(self._handle, at, *self._places)
        left, right, foot, top = [number.value for number in self._numbers]
        return max(self.placed(left, foot)[0], self.placed(right, top)[0])

    def em(self, at: int) -> tuple[float, int]:
        """The type size of a letter in points, and its angle in degrees, 0 to 359; a slight one is none."""
        matrix = self._matrix
        self._pdfium.FPDFText_GetMatrix(self._handle, at, ctypes.byref(matrix))
        size = self._pdfium.FPDFText_GetFontSize(self._handle, at) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        quarter = round(angle / 90) * 90
        return float(size), quarter % 360 if abs(angle - quarter) < _SLIGHT else round(angle)

    def rises(self, at: int, base: float, em: float) -> bool:
        """Whether a letter is set above a baseline, or on it in smaller type."""
        above = self.origin(at)[1] - base
        return above > _RAISED * em or (above > -_RAISED * em and self.em(at)[0] < _SMALL * em)

    def style(self, at: int) -> tuple[bool, bool]:
        """Whether a letter is set in bold, by its font's weight or name, and whether in italics, by its name."""
        heavy = self._pdfium.FPDFText_GetFontWeight(self._handle, at) >= _BOLD
        self._pdfium.FPDFText_GetFontInfo(self._handle, at, self._font, _FONT_NAME, None)
        name = self._font.value
        return heavy or bool(_BOLD_NAME.search(name)), bool(_ITALIC_NAME.search(name))

    def are_hidden(self) -> bool:
        """Whether most of some letters, evenly taken, are set so that nothing of them is seen."""
        objects = self._pdfium.FPDFText_GetTextObject
        found = [objects(self._handle, at) for at in range(0, self.count, self.count // _PROBES + 1)]
        modes = [self._pdfium.FPDFTextObj_GetTextRenderMode(one) for one in found if one]
        return 2 * modes.count(self._pdfium.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)

    def placed(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file, in points from the left edge and foot of the page in its reading orientation."""
        x, y = x - self._corner[0], y - self._corner[1]
        if self.turn == 0:
            return x, y
        width, height = self._width, self._height
        return {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[self.turn]


def _lines(words: Sequence[Word], number: int) -> list[TextLine]:
    """Words put into lines, each cut where a wide gap separates two cells or columns."""
    lines: list[list[Word]] = []
    for word in words:
        line = lines[-1] if lines else []
        if not line or not _goes_on(line, word):
            lines.append([word])
        elif _is_raised(line[-1], word):
            line[-1] = replace(line[-1], x1=word.x1, raised=word.text)
        else:
            line.append(word)
    return _sorted([line_of_words(number, cell) for line in lines for cell in _parted(line)])


def _parted(words: Sequence[Word]) -> list[list[Word]]:
    """A line cut where one gap is out of measure to its others, as between the cells of a table.

    Justified lines have wide gaps, but all alike. The gap behind a mark is not counted.
    """
    first = 1 if _is_mark(words[0]) else 0
    gaps = [after.x0 - word.x1 for word, after in itertools.pairwise(words[first:])]
    if not gaps:
        return [list(words)]
    usual = min(gaps) if len(gaps) > 1 else 0.0
    widest = max(_CELL_GAP * max(word.size for word in words), 2.2 * usual)
    cuts = [at for at, gap in enumerate(gaps, first + 1) if gap > widest]
    return [list(words[start:end]) for start, end in itertools.pairwise([0, *cuts, len(words)])]


def _is_mark(word: Word) -> bool:
    """Whether a word may be an enumerator or a bullet, which a tab may follow."""
    return mark_of(f"{word.text} word") is not None


def _goes_on(line: Sequence[Word], word: Word) -> bool:
    """Whether a word is on the same baseline as a line, right of it and not far off."""
    last = line[-1]
    em = max(last.size, word.size)
    behind_mark = len(line) == 1 and _is_mark(last)
    gap = word.x0 - last.x1
    return abs(word.y - last.y) < 0.5 * em and -0.5 * em < gap < (_TAB if behind_mark else _GAP) * em


def _is_raised(last: Word, word: Word) -> bool:
    """Whether a word is a raised number that belongs to the word before it."""
    small = word.size < _SMALL * last.size
    return word.text.isdigit() and small and word.y - last.y > 0 and word.x0 - last.x1 < 0.3 * last.size


def _sorted(lines: list[TextLine]) -> list[TextLine]:
    """Lines from top to bottom where no two are side by side; else in the order of the file.

    The order of the file keeps columns and cells apart; a page without them can only read downward.
    """
    down = sorted(lines, key=lambda line: (-line.y, line.x0))
    beside = any(
        below.y > above.y - 0.5 * min(above.size, below.size) for above, below in itertools.pairwise(down)
    )
    return lines if beside else down
