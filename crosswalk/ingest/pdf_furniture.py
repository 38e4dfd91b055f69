"""Page furniture: running headers and footers, page numbers, contents lines, footnotes."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.enumerators import CONTENTS_ENTRY, CONTENTS_TITLE, counts_up
from crosswalk.ingest.pdf_text import ReadPage, TextLine, line_letters, line_of_words
from crosswalk.model.read_result import LeftOut, leave_out

# Headers and footers are within this share of the page height from the top and bottom.
_ZONE = 0.13
_ROWS = 4
_FURNITURE = "lines of page headers and footers"
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*((?:[IVXLA-Z]{1,5}-)?(?:\d{1,4}|[ivxl]{1,6}))\s*(?:(?:of|/)\s*\d{1,4}|[-–—|])?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(\d{1,3}|[*†‡§]{1,2})(?=\s|[A-Z“])\s*")
# Among the entries below the title of a table of contents, the titles of further lists.
_LIST_OF = re.compile(
    r"(?:list of )?(?:tables|figures|exhibits|charts|maps|appendices|attachments)|page", re.IGNORECASE
)
# Signs and single letters, as in a sum, are no title.
_WORD = re.compile(r"[^\W\d_]{3}")
_DOTS = re.compile(r"(?:\.\s?){4,}+|…{2,}+")
_NUMBER = re.compile(r"(?:[A-Z]{1,4}-)?(?:\d{1,4}|[ivxl]{1,6})")
_LEADER = re.compile(rf"(?:(?:\.\s?){{4,}}|…{{2,}}|_{{4,}})\s*{_NUMBER.pattern}\s*$")
_CONTENTS_GAP = 5
_SMALLER, _SAME_SIZE = 0.93, 0.6
# A footnote's raised label is at most so many ems above its first line, and at least so much smaller.
_LEVEL, _LABEL_SIZE = 0.6, 0.85


@dataclass(slots=True)
class Footnote:
    """A footnote, with its printed label, the page it opens on, and its lines, which may run over pages."""

    label: str
    page: int
    lines: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text without furniture.

    `lines` is one list a page; `numbers` the printed page numbers, or the count where none is
    printed; `dropped` what was left out; `size` the type size of the text in points.
    """

    lines: list[list[TextLine]]
    numbers: list[str]
    footnotes: list[Footnote]
    dropped: dict[str, LeftOut]
    size: float


def body_of(pages: Sequence[ReadPage]) -> Body:
    """The text of all pages, with headers, footers and footnotes taken out of it."""
    furniture, numbers = _furniture(pages)
    kept = [
        [line for at, line in enumerate(page.lines) if (number, at) not in furniture]
        for number, page in enumerate(pages)
    ]
    size = text_size(line for lines in kept for line in lines)
    dropped: dict[str, LeftOut] = {}
    text, footnotes = _footnotes(kept, size, dropped)
    for number, at in furniture:
        leave_out(dropped, _FURNITURE, line_letters(pages[number].lines[at]))
    printed = Counter(_title(line) for lines in text for line in lines)
    text = [_without_contents(lines, dropped, printed) for lines in text]
    return Body(_restored(text, footnotes), numbers, footnotes, dropped, size)


def _without_contents(
    lines: list[TextLine], dropped: dict[str, LeftOut], printed: Counter[str]
) -> list[TextLine]:
    """A page's lines without those of a table of contents, which are counted in `dropped`.

    They reach from its title, or its first line that leads to a page number, to its last such line. Without a title
    and dots they are one if most are headings of the document: `printed` counts the lines of all pages.
    """
    titled = next(
        (at for at, line in enumerate(lines) if CONTENTS_TITLE.fullmatch(line.text.strip(" :"))), None
    )
    below = _entries(lines, titled) if titled is not None else set()
    leads = [at for at, line in enumerate(lines) if at in below or _is_contents(line, lines)]
    dotted = [at for at in leads if _DOTS.search(lines[at].text)]
    untitled = titled is None and not _are_headings([lines[at] for at in leads], printed)
    if len(leads) < (2 if titled is not None else 3) or (
        untitled and (len(dotted) < 3 or not counts_up([lines[at].text for at in dotted]))
    ):
        return lines
    first = titled if titled is not None and titled < leads[-1] else leads[0]
    last = first
    for at in leads:
        # A title of several lines leads to its number only in its last.
        last = at if at - last <= _CONTENTS_GAP else last
    for line in lines[first : last + 1]:
        leave_out(dropped, "lines of the table of contents", line_letters(line))
    return lines[:first] + lines[last + 1 :]


def _entries(lines: Sequence[TextLine], titled: int) -> set[int]:
    """The places of the lines right below a contents title that end in a number, or name a further list."""
    found: set[int] = set()
    for at in range(titled + 1, len(lines)):
        if not (CONTENTS_ENTRY.fullmatch(lines[at].text) or _LIST_OF.fullmatch(lines[at].text)):
            break
        found.add(at)
    entries = sum(bool(CONTENTS_ENTRY.fullmatch(lines[at].text)) for at in found)
    return found if entries > 1 else set()


def _title(line: TextLine) -> str:
    """The words of a line without a page number at its end, to be compared."""
    return re.sub(rf"[\s.…_]+{_NUMBER.pattern}$", "", line.text.strip()).casefold()


def _are_headings(leads: Sequence[TextLine], printed: Counter[str]) -> bool:
    """Whether most lines that lead to page numbers are printed again, as headings."""
    titles = [title for line in leads if _WORD.search(title := _title(line)) and not line.table]
    return len(titles) > 2 and 3 * sum(printed[title] > 1 for title in titles) >= 2 * len(titles)


def _is_contents(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a line ends in a page number behind dots or a wide gap, or is a ruled table of such lines."""
    if line.table:
        last = [" ".join(one.text for one in row[-1]) for row in line.table]
        numbers = sum(bool(_NUMBER.fullmatch(words)) for words in last)
        return len(line.table[0]) == 2 and last[0].casefold() in {"page", "pages", "page no."} and numbers > 1
    if _LEADER.search(line.text):
        return True
    # Dots or a gap may separate the title from its number, which is then its own line.
    level = [one for one in lines if one is not line and abs(one.y - line.y) < 0.5 * line.size]
    if any(one.x0 >= line.x1 and _NUMBER.fullmatch(one.text.strip(". ")) for one in level):
        return True
    return bool(_NUMBER.fullmatch(line.text.strip(". "))) and any(one.x1 <= line.x0 for one in level)


def text_size(lines: Iterable[TextLine]) -> float:
    """The type size, in points, in which most letters are set; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _furniture(pages: Sequence[ReadPage]) -> tuple[set[tuple[int, int]], list[str]]:
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
    line: TextLine
    foot: bool
    row: int


def _edges(page: ReadPage) -> list[_Edge]:
    """The outermost rows of a page, at its head and at its foot."""
    found = []
    for foot in (False, True):
        near = [
            (at, line)
            for at, line in enumerate(page.lines)
            if not line.table
            and (line.y < _ZONE * page.height if foot else line.y > (1 - _ZONE) * page.height)
        ]
        rows = sorted({round(line.y) for _, line in near}, reverse=not foot)[:_ROWS]
        found += [
            _Edge(at, line, foot, rows.index(round(line.y))) for at, line in near if round(line.y) in rows
        ]
    return found


def _printed(edge: _Edge) -> str:
    """The page number that a line is, if it is nothing else and is at the very edge."""
    found = _PAGE_NUMBER.fullmatch(edge.line.text.strip())
    return found[1] if found and edge.row <= 1 else ""


def _key(edge: _Edge) -> tuple[bool, str]:
    """The identity of an edge line: its place and words, ignoring numbers."""
    return edge.foot, "#" if _printed(edge) else re.sub(r"\d+", "#", edge.line.text.casefold())


def _is_text(edge: _Edge, page: ReadPage, repeated: Sequence[_Edge]) -> bool:
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


def _follows(other: TextLine, line: TextLine, *, foot: bool) -> bool:
    """Whether a line is next to another, inward on the page, as in one paragraph."""
    step = other.y - line.y if foot else line.y - other.y
    alike = abs(other.x0 - line.x0) < 1 and abs(other.size - line.size) < _SAME_SIZE
    return alike and 0 < step < 1.5 * line.size


def _footnotes(
    pages: Sequence[list[TextLine]], size: float, dropped: dict[str, LeftOut]
) -> tuple[list[list[TextLine]], list[Footnote]]:
    """Pages without their footnotes, and the footnotes in order, joined where they continue on the next page.

    What is below the footnotes of a page is its foot, and is counted in `dropped`.
    """
    text: list[list[TextLine]] = []
    notes: list[Footnote] = []
    for printed in pages:
        lines = _labels_joined(printed, size, notes[-1] if notes else None)
        small, below = _small_foot(lines, size, notes[-1] if notes else None)
        for line in below:
            leave_out(dropped, _FURNITURE, line_letters(line))
        lines = [line for line in lines if line not in below]
        found: list[Footnote] = []
        loose: list[TextLine] = []
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


def _labels_joined(lines: Sequence[TextLine], size: float, last: Footnote | None) -> Sequence[TextLine]:
    """The lines of a page with footnote labels that are set apart from their words joined to them.

    The labels must go on in order from the last footnote; a column of other numbers is part of a table.
    """
    joined: list[TextLine] = []
    labels: list[TextLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        apart = before is not None and abs(before.y - line.y) < _LEVEL * line.size and before.x1 < line.x0
        if before is not None and apart and _is_small_label(before, size) and line.size <= _SMALLER * size:
            joined[-1] = line_of_words(line.page, [*before.words, *line.words])
            labels.append(before)
        else:
            joined.append(line)
    first = int(last.label) + 1 if last and last.label.isdigit() else 1
    in_order = [before.text for before in labels] == [str(first + at) for at in range(len(labels))]
    return joined if labels and in_order else lines


def _is_small_label(line: TextLine, size: float) -> bool:
    return len(line.words) == 1 and bool(re.fullmatch(r"\d{1,3}", line.text)) and line.size <= _SMALLER * size


def _restored(pages: Sequence[list[TextLine]], notes: Sequence[Footnote]) -> list[list[TextLine]]:
    """Pages with every raised number that is not a footnote's put back after its word."""
    known = {(note.page, note.label) for note in notes}

    def whole(line: TextLine) -> TextLine:
        if line.table:
            rows = tuple(tuple(tuple(map(whole, cell)) for cell in row) for row in line.table)
            # A cell that spans several places counts once.
            cells = {id(cell[0].words): cell for row in rows for cell in row if cell}.values()
            held = tuple(word for cell in cells for one in cell for word in one.words)
            return replace(line, table=rows, words=held)
        if all(
            not word.raised or {(line.page, word.raised), (line.page + 1, word.raised)} & known
            for word in line.words
        ):
            return line
        words = [
            word
            if {(line.page, word.raised), (line.page + 1, word.raised)} & known
            else replace(word, text=word.whole, raised="", after=0)
            for word in line.words
        ]
        return line_of_words(line.page, words)

    return [[whole(line) for line in lines] for lines in pages]


def _small_foot(
    lines: Sequence[TextLine], size: float, last: Footnote | None
) -> tuple[list[TextLine], list[TextLine]]:
    """The footnotes of a page, and the lines in other type below them, as at the foot of a letterhead."""
    foot = _same_type(lines, size)
    if foot and not any(_label(line, last) for line in foot):
        above = _same_type([line for line in lines if line not in foot], size)
        if above and _label(above[0], last):
            return above, foot
    return foot or _raised_foot(lines), []


def _raised_foot(lines: Sequence[TextLine]) -> list[TextLine]:
    """The footnotes of a page that are set in the type of the text: from the first line with a raised label on.

    The text above them points to each label, and nothing is beside them.
    """
    down = sorted(lines, key=lambda line: -line.y)
    opens = [at for at, line in enumerate(down) if not line.table and _opens_raised(line)]
    if not opens:
        return []
    above, foot = down[: opens[0]], down[opens[0] :]
    pointed = {word.raised for line in above for word in line.words}
    is_column = all(
        not line.table and 0.5 * line.size < before.y - line.y <= 2.2 * line.size
        for before, line in itertools.pairwise(foot)
    )
    return foot if is_column and all(down[at].words[0].text in pointed for at in opens) else []


def _opens_raised(line: TextLine) -> bool:
    """Whether a line opens with a small number above its baseline, and words follow."""
    first = line.words[0]
    is_small = first.text.isdigit() and first.size < _LABEL_SIZE * line.size
    return is_small and len(line.words) > 1 and first.y > line.y


def _same_type(lines: Sequence[TextLine], size: float) -> list[TextLine]:
    """The lines at a page's foot that are evenly set in one smaller type, one below the other."""
    found: list[TextLine] = []
    for line in sorted(lines, key=lambda line: (line.y, -line.x0)):
        last = found[-1] if found else line
        step = line.y - last.y
        if (
            line.table
            or line.size > _SMALLER * size
            or abs(line.size - last.size) > _SAME_SIZE
            or step > 2.2 * line.size
        ):
            break
        if found and step < 0.5 * line.size:
            return []
        found.append(line)
    return found[::-1]


def _label(line: TextLine, last: Footnote | None) -> str:
    """The label a footnote opens with: a raised one, or the next in order; empty if there is none."""
    first = line.words[0]
    if not first.text and first.raised:
        return first.raised
    found = _LABEL.match(line.text)
    if not found or not line.text[found.end() :]:
        return ""
    label = found[1]
    raised = first.text == label and first.size < _LABEL_SIZE * line.size
    follows = label.isdigit() and int(label) == (int(last.label) + 1 if last and last.label.isdigit() else 1)
    return label if raised or follows or not label.isdigit() else ""


def _without_label(line: TextLine, label: str) -> TextLine:
    first, *rest = line.words
    if first.text == label:
        return line_of_words(line.page, rest)
    return line_of_words(
        line.page, [replace(first, text=first.text[len(label) :] if first.text else "", raised=""), *rest]
    )


def _ended(note: Footnote) -> bool:
    """Whether a footnote's last line ends its sentence; one that does is not continued on the next page."""
    return note.lines[-1].text.rstrip().endswith((".", ".”", ".)"))
