"""What stands on a page beside its text: running headers and footers, page numbers, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.pdf_text import Line, Page, line_letters, line_of
from crosswalk.model.read_result import LeftOut, leave_out

# Headers and footers stand in this share of the page's height, at its head and foot.
_ZONE = 0.13
_ROWS = 4
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*((?:[IVXLA-Z]{1,5}-)?(?:\d{1,4}|[ivxl]{1,6}))\s*(?:(?:of|/)\s*\d{1,4}|[-–—|])?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(\d{1,3}|[*†‡§]{1,2})(?=\s|[A-Z“])\s*")
_SMALLER, _SAME_SIZE = 0.93, 0.6


@dataclass(slots=True)
class Footnote:
    """A footnote, with its printed label, the page it opens on, and its lines, which may run over pages."""

    label: str
    page: int
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text without furniture.

    `lines` is one list a page; `numbers` the printed page numbers, or the count where none is
    printed; `dropped` what was left out; `size` the type size of the text in points.
    """

    lines: list[list[Line]]
    numbers: list[str]
    footnotes: list[Footnote]
    dropped: dict[str, LeftOut]
    size: float


def body_of(pages: Sequence[Page]) -> Body:
    """The text of all pages, with headers, footers and footnotes taken out of it."""
    furniture, numbers = _furniture(pages)
    kept = [
        [line for at, line in enumerate(page.lines) if (number, at) not in furniture]
        for number, page in enumerate(pages)
    ]
    size = text_size(line for lines in kept for line in lines)
    text, footnotes = _footnotes(kept, size)
    dropped: dict[str, LeftOut] = {}
    for number, at in furniture:
        leave_out(dropped, "lines of page headers and footers", line_letters(pages[number].lines[at]))
    return Body(_restored(text, footnotes), numbers, footnotes, dropped, size)


def text_size(lines: Iterable[Line]) -> float:
    """The type size, in points, in which most letters are set; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _furniture(pages: Sequence[Page]) -> tuple[set[tuple[int, int]], list[str]]:
    """The places (page, line) of headers, footers and page numbers, and each page's number."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(one) for one in edge})
    enough = 2 if len(pages) <= 4 else 3
    found: set[tuple[int, int]] = set()
    numbers = [str(number) for number in range(1, len(pages) + 1)]
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        repeated = [one for one in edge if seen[_key(one)] >= enough]
        found |= {(number, one.at) for one in repeated if not _is_text(one, page, repeated)}
        for one in edge:
            printed = _printed(one)
            if printed and ((number, one.at) in found or printed == str(number + 1)):
                found.add((number, one.at))
                numbers[number] = printed
    return found, numbers


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at a page's head or foot: its place among the lines, and its row counted from the edge."""

    at: int
    line: Line
    foot: bool
    row: int


def _edges(page: Page) -> list[_Edge]:
    """The outermost rows of a page, at its head and at its foot."""
    found = []
    for foot in (False, True):
        near = [
            (at, line)
            for at, line in enumerate(page.lines)
            if (line.y < _ZONE * page.height if foot else line.y > (1 - _ZONE) * page.height)
        ]
        rows = sorted({round(line.y) for _, line in near}, reverse=not foot)[:_ROWS]
        found += [
            _Edge(at, line, foot, rows.index(round(line.y))) for at, line in near if round(line.y) in rows
        ]
    return found


def _printed(edge: _Edge) -> str:
    """The page number that a line is, if it is nothing else and stands at the very edge."""
    found = _PAGE_NUMBER.fullmatch(edge.line.text.strip())
    return found[1] if found and edge.row <= 1 else ""


def _key(edge: _Edge) -> tuple[bool, str]:
    """What makes two edge lines the same: place and words, whatever the numbers in them."""
    return edge.foot, "#" if _printed(edge) else re.sub(r"\d+", "#", edge.line.text.casefold())


def _is_text(edge: _Edge, page: Page, repeated: Sequence[_Edge]) -> bool:
    """Whether a repeated line belongs to a paragraph, which happens to end or begin alike on many pages.

    It does if the lines that follow closely inward, beginning at the same place in the same type,
    lead to one that is not repeated.
    """
    line, others = edge.line, {id(one.line) for one in repeated}
    while True:
        inward = [other for other in page.lines if _follows(other, line, foot=edge.foot)]
        if not inward:
            return False
        line = min(inward, key=lambda other: abs(other.y - edge.line.y))
        if id(line) not in others:
            return True


def _follows(other: Line, line: Line, *, foot: bool) -> bool:
    """Whether a line stands next to another, inward on the page, as in one paragraph."""
    step = other.y - line.y if foot else line.y - other.y
    alike = abs(other.x0 - line.x0) < 1 and abs(other.size - line.size) < _SAME_SIZE
    return alike and 0 < step < 1.5 * line.size


def _footnotes(pages: Sequence[list[Line]], size: float) -> tuple[list[list[Line]], list[Footnote]]:
    """Pages without their footnotes, and the footnotes in order, joined where they run on overleaf."""
    text: list[list[Line]] = []
    notes: list[Footnote] = []
    for lines in pages:
        small = _small_foot(lines, size)
        found: list[Footnote] = []
        loose: list[Line] = []
        for line in small:
            label = _label(line, found[-1] if found else notes[-1] if notes else None)
            if label:
                found.append(Footnote(label, line.page, [_without_label(line, label)]))
            elif found:
                found[-1].lines.append(line)
            elif notes and notes[-1].page in {line.page - 1, line.page} and not _ended(notes[-1]):
                notes[-1].lines.append(line)
            else:
                loose.append(line)
        notes += found
        taken = {id(line) for line in small} - {id(line) for line in loose}
        text.append([line for line in lines if id(line) not in taken])
    return text, notes


def _restored(pages: Sequence[list[Line]], notes: Sequence[Footnote]) -> list[list[Line]]:
    """Pages with every raised number that is no footnote's put back behind its word."""
    known = {(note.page, note.label) for note in notes}

    def whole(line: Line) -> Line:
        if all(
            not word.raised or {(line.page, word.raised), (line.page + 1, word.raised)} & known
            for word in line.words
        ):
            return line
        words = [
            word
            if {(line.page, word.raised), (line.page + 1, word.raised)} & known
            else replace(word, text=word.text + word.raised, raised="")
            for word in line.words
        ]
        return line_of(line.page, words)

    return [[whole(line) for line in lines] for lines in pages]


def _small_foot(lines: Sequence[Line], size: float) -> list[Line]:
    """The lines at a page's foot that are evenly set in one smaller type, one below the other."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.y, -line.x0)):
        last = found[-1] if found else line
        step = line.y - last.y
        if line.size > _SMALLER * size or abs(line.size - last.size) > _SAME_SIZE or step > 2.2 * line.size:
            break
        if found and step < 0.5 * line.size:
            return []
        found.append(line)
    return found[::-1]


def _label(line: Line, last: Footnote | None) -> str:
    """The label a footnote opens with: a raised one, or the next in order; empty if there is none."""
    first = line.words[0]
    if not first.text and first.raised:
        return first.raised
    found = _LABEL.match(line.text)
    if not found or not line.text[found.end() :]:
        return ""
    label = found[1]
    raised = first.text == label and first.size < 0.85 * line.size
    follows = label.isdigit() and int(label) == (int(last.label) + 1 if last and last.label.isdigit() else 1)
    return label if raised or follows or not label.isdigit() else ""


def _without_label(line: Line, label: str) -> Line:
    first, *rest = line.words
    if first.text == label:
        return line_of(line.page, rest)
    return line_of(
        line.page, [replace(first, text=first.text[len(label) :] if first.text else "", raised=""), *rest]
    )


def _ended(note: Footnote) -> bool:
    """Whether a footnote's last line ends its sentence; one that does is not carried on overleaf."""
    return note.lines[-1].text.rstrip().endswith((".", ".”", ".)"))
