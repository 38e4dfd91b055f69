"""The words of a PDF with their places on the page, in lines."""

import ctypes
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

PAGE_LIMIT = 3_000
CHAR_LIMIT = 300_000
_BOLD = 600
# A gap wider than this many ems parts two cells or columns; behind a bullet it is a tab.
_GAP, _TAB = 2.2, 5.0
_RAISED, _SMALL = 0.18, 0.82
# PDFium gives a hyphen at a line's end as one of these and runs the lines together.
_LINE_END = "\x02\ufffe"
_WORD = re.compile(rf"[^\s\0{_LINE_END}]+[{_LINE_END}]?")
_NOTE_MARK = re.compile(r"(?<=[^\s\d(])\d{1,3}(?=\W*$)")
_HYPHEN = {ord(char): "-" for char in _LINE_END} | {0xAD: None}

Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its left and right edge, its baseline (in points from the foot of the page) and its type.

    `raised` is the small raised number that stood behind it, or the word itself if it is nothing else.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    raised: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline without a wide gap; `page` counts from 0, `y` and `size` are the longest word's."""

    page: int
    words: tuple[Word, ...]
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


def line_of(page: int, words: Sequence[Word]) -> Line:
    """Words as one line; it is bold if all its words are."""
    main = max(words, key=lambda word: len(word.text))
    text = " ".join(word.text for word in words if word.text)
    bold = all(word.bold for word in words if word.text)
    return Line(page, tuple(words), text, words[0].x0, words[-1].x1, main.y, main.size, bold)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in the order of the file, its height, and how many words stand askew."""

    lines: list[Line]
    height: float
    askew: int


def pages_of(document: "PdfDocument") -> list[Page]:
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


def _page(page: "PdfPage", number: int) -> Page:
    turn = page.get_rotation()
    left, foot, right, top = page.get_cropbox()
    width, height = right - left, top - foot

    def place(x: float, y: float) -> tuple[float, float]:
        """A point as seen on the page once it is turned the way its reader holds it."""
        x, y = x - left, y - foot
        return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]

    words, askew = [], 0
    for word in _words(page, number, turn, place):
        if word is None:
            askew += 1
        else:
            words.append(word)
    lines = _lines(words, number)
    return Page(lines, width if turn in {90, 270} else height, askew)


def _words(page: "PdfPage", number: int, turn: int, place: Place) -> Iterator[Word | None]:
    """The words of a page in the order of the file; None for each that stands askew, as stamps do."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    count = text_page.count_chars()
    if count > CHAR_LIMIT:
        raise ParseError(
            f"page {number + 1} holds more than {CHAR_LIMIT:,} letters, which no page does; check the file.",
            code="XW-231",
        )
    handle = text_page.raw
    text = "".join([chr(pdfium.FPDFText_GetUnicode(handle, at)) for at in range(count)])
    x, y, box = ctypes.c_double(), ctypes.c_double(), [ctypes.c_double() for _ in range(4)]
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), [ctypes.byref(edge) for edge in box]
    matrix = pdfium.FS_MATRIX()
    at_matrix = ctypes.byref(matrix)

    def origin(at: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(handle, at, at_x, at_y)
        return place(x.value, y.value)

    def size(at: int) -> float:
        pdfium.FPDFText_GetMatrix(handle, at, at_matrix)
        return float(pdfium.FPDFText_GetFontSize(handle, at)) * math.hypot(matrix.c, matrix.d)

    for found in _WORD.finditer(text):
        start, last = found.start(), found.end() - 1
        em = size(start)
        askew = round(math.degrees(math.atan2(matrix.b, matrix.a)) - turn) % 360
        if 5 < askew < 355:
            yield None
            continue
        x0, base = origin(start)
        pdfium.FPDFText_GetCharBox(handle, last, *at_box)
        x1 = max(place(box[0].value, box[2].value)[0], place(box[1].value, box[3].value)[0])
        bold = pdfium.FPDFText_GetFontWeight(handle, start) >= _BOLD
        words, raised = re.sub("\u00ad$", "-", found[0]).translate(_HYPHEN), ""
        mark = _NOTE_MARK.search(words)
        if mark:
            at = start + mark.start()
            if origin(at)[1] - base > _RAISED * em or size(at) < _SMALL * em:
                words, raised = words[: mark.start()] + words[mark.end() :], mark[0]
        yield Word(words, x0, x1, base, em, bold, raised)


def _lines(words: Sequence[Word], number: int) -> list[Line]:
    """Words put into lines, each cut where a wide gap parts two cells or columns."""
    lines: list[list[Word]] = []
    for word in words:
        line = lines[-1] if lines else []
        if not line or not _goes_on(line, word):
            lines.append([word])
        elif _is_raised(line[-1], word):
            line[-1] = replace(line[-1], x1=word.x1, raised=word.text)
        else:
            line.append(word)
    return _sorted([line_of(number, line) for line in lines])


def _goes_on(line: Sequence[Word], word: Word) -> bool:
    """Whether a word stands on the same baseline as a line, right of it and not far off."""
    last = line[-1]
    em = max(last.size, word.size)
    behind_mark = len(line) == 1 and not any(char.isalpha() for char in last.text[1:])
    gap = word.x0 - last.x1
    return abs(word.y - last.y) < 0.5 * em and -0.5 * em < gap < (_TAB if behind_mark else _GAP) * em


def _is_raised(last: Word, word: Word) -> bool:
    """Whether a word is a raised number that belongs to the word before it."""
    small = word.size < _SMALL * last.size
    return word.text.isdigit() and small and word.y - last.y > 0 and word.x0 - last.x1 < 0.3 * last.size


def _sorted(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom where no two stand side by side; else in the order of the file.

    The order of the file keeps columns and cells apart; a page without them can only read downward.
    """
    down = sorted(lines, key=lambda line: (-line.y, line.x0))
    beside = any(
        below.y > above.y - 0.5 * min(above.size, below.size) for above, below in itertools.pairwise(down)
    )
    return lines if beside else down
