"""Plain text that is not a law: join wrapped lines into paragraphs; find headings and list items."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from crosswalk.ingest.blocks import Block, Kind, letters, load, plain_spaces, table_blocks
from crosswalk.ingest.enumerators import Nesting, mark_of, splits_name
from crosswalk.ingest.pdf_furniture import counts_up
from crosswalk.ingest.plain_headings import numbered_titles
from crosswalk.ingest.styled_words import named_rank
from crosswalk.ingest.text_tables import side_by_side, text_tables
from crosswalk.ingest.word_breaks import KnownWords, vocabulary
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_PRINTER = (
    ("page marks", re.compile(r"\[\[Page [^\]\n]{1,60}\]\]")),
    ("side notes", re.compile(r"<<NOTE: [^<>]{1,300}>>")),
)
_OPENER = re.compile(
    r"\s*(?!\(\d{3}\)[\s-]?\d{3}[\s-]\d{4})(?:\([0-9A-Za-z]{1,7}\)|[A-Z]\.\d{1,3} |§|SEC(?:TION|\.) |Sec\. \d|[“‘\"]{1,2}\(|\[[0-9]|[•●○◦▪■\-*|] |(?:\d{1,2}|[A-Za-z])[.)] "
    r"|(?:TITLE|SUBTITLE|PART|CHAPTER|SUBPART|Subtitle|Subpart) )"
)
_REFERS = re.compile(
    r"(?:\b(?:sub)?(?:section|paragraph|clause)s?|\bsubparagraphs?|\) (?:and|or)|\b(?:through|to|under|in|of)|§+)$",
    re.IGNORECASE,
)
# A typewriter's quotation mark; three of them fence code in Markdown.
_QUOTES = re.compile(r"(?<!`)``(?!`)")
_CONTENTS = re.compile(r"(?:table of )?contents:?", re.IGNORECASE)
_LEADER = re.compile(r"(?:(?:\.\s?){4,}|…{2,})\s*(?:\d{1,4}|[ivxlc]{1,7})$")
_ENTRY = re.compile(r".*[^\W\d].*\s(?:\d{1,3}|[ivxlc]{1,7})")
_FOOT = re.compile(r"\f?\s*\S.*\s{3,}\[Page \d{1,4}\]")
_COLUMNS = re.compile(r"\s{3,}")
_WIDEST = 110
_LONG = 56
_SPLIT, _SPLIT_WORD = re.compile(r"[a-z0-9]-$"), re.compile(r"[A-Za-z0-9]-")
_STOPS, _FEWEST = (".", ":", ";", "?", "!"), 4
_HANGING = 8
_FULL = 0.7  # a line at least this full continues on the next


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One printed paragraph: its words, its first line's indent, and its line in the file from 1.

    Of a table it holds the rows as well, and how many of them are its head.
    """

    words: str
    indent: int
    number: int
    rows: tuple[tuple[str, ...], ...] = ()
    heads: int = 0


def typeset(text: str) -> str:
    """A text with plain spaces and line ends, and with a typewriter's quotation marks as printed ones."""
    text = plain_spaces(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "        ")
    printed, quoted = _QUOTES.subn("“", text)
    return printed.replace("''", "”") if quoted else text


def paragraphs(text: str) -> tuple[list[OutlineLine], dict[str, LeftOut], list[str]]:
    """The paragraphs of a text that `typeset` returned, without page marks and side notes.

    The last value lists the words that were rejoined across a line end without their hyphen.
    """
    dropped: dict[str, LeftOut] = {}
    for what, form in _PRINTER:
        for found in form.findall(text):
            leave_out(dropped, what, len("".join(found.split())))
        text = form.sub(" ", text)
    raw = _without_feet([(n, line.rstrip()) for n, line in enumerate(text.split("\n"), 1)], dropped)
    width = _width(raw)
    tables, raw = _tables(side_by_side(raw), dropped)
    rejoined: list[str] = []
    lines = _unwrapped(raw, width, rejoined) if width else [_line(line, number) for number, line in raw]
    leave_out(dropped, "hyphens at line ends", len(rejoined), len(rejoined))
    return sorted((line for line in [*lines, *tables] if line.words), key=_number), dropped, rejoined


def _number(line: OutlineLine) -> int:
    return line.number


def _tables(
    raw: Sequence[tuple[int, str]], dropped: dict[str, LeftOut]
) -> tuple[list[OutlineLine], list[tuple[int, str]]]:
    """The tables of a text, and its lines with those of the tables blank."""
    found: list[OutlineLine] = []
    taken: set[int] = set()
    for table in text_tables(raw):
        (number, first), rows = table.lines[0], table.rows
        words = " ".join(" ".join(line.split()) for _, line in table.lines)
        found.append(OutlineLine(words, len(first) - len(first.lstrip()), number, rows, table.heads))
        taken |= {at for at, _ in (*table.lines, *table.rules)}
        for _, rule in table.rules:
            leave_out(dropped, "ruled lines", letters(rule))
    return found, [(at, "" if at in taken else line) for at, line in raw]


def _without_feet(raw: list[tuple[int, str]], dropped: dict[str, LeftOut]) -> list[tuple[int, str]]:
    """The lines without the feet of pages, "Name  Subject  [Page 3]", and the running head below each of them."""
    found = []
    below = False
    for number, line in raw:
        if _FOOT.fullmatch(line):
            what, below = "page marks", True
        elif below and len(_COLUMNS.split(line.strip())) > 2:
            what, below = "running heads", False
        else:
            below = below and not line.strip()
            found.append((number, line))
            continue
        leave_out(dropped, what, letters(line))
        found.append((number, ""))
    return found


def _line(raw: str, number: int) -> OutlineLine:
    return OutlineLine(" ".join(raw.split()), len(raw) - len(raw.lstrip()), number)


def _width(raw: list[tuple[int, str]]) -> int:
    """The margin at which the lines of a text were broken; 0 if they were not."""
    lengths = sorted(len(line) for _, line in raw if line.strip() and not line.startswith("#"))
    if len(lengths) < 6:
        return 0
    wide = sum(length > _WIDEST for length in lengths)
    full = lengths[len(lengths) * 3 // 4]
    is_wide = full >= _LONG or _runs_on([line.strip() for _, line in raw])
    return full if wide * 20 <= len(lengths) and is_wide else 0


def _runs_on(lines: Sequence[str]) -> bool:
    """Whether most lines that follow another carry on its sentence."""
    pairs = [(above, below) for above, below in itertools.pairwise(lines) if above and below]
    carried = sum(below[:1].islower() and not above.endswith(_STOPS) for above, below in pairs)
    return carried >= _FEWEST and carried * 5 >= len(pairs) * 3


def _unwrapped(raw: list[tuple[int, str]], width: int, rejoined: list[str]) -> list[OutlineLine]:
    known = vocabulary(
        word for _, line in raw for word in line.split() if not (word.endswith("-") and line.endswith(word))
    )
    found: list[OutlineLine] = []
    last = ""
    margin: int | None = None  # the indent of the lines that continue the paragraph being read
    for number, line in raw:
        if not line.strip() or line.startswith("#"):
            last = ""
            found += [_line(line, number)] if line.strip() else []
            continue
        own = _line(line, number)
        if _RULE.fullmatch(own.words):
            found.append(own)
            last = ""
            continue
        opens = bool(_OPENER.match(line)) and not _REFERS.search(last.rstrip())
        full = len(last) >= _FULL * width or bool(_SPLIT.search(last) and own.words[:1].islower())
        opens = opens and not (full and splits_name(last.rstrip(), own.words))
        if (
            last
            and not _LEADER.search(last)
            and (
                _continues(found[-1], margin, own, opens=opens, full=full)
                or _hangs(found[-1], margin, own, opens=opens, full=full)
            )
        ):
            words = _rejoined(found[-1].words, own.words, known, rejoined)
            found[-1] = OutlineLine(words, found[-1].indent, found[-1].number)
            margin = own.indent
        else:
            found.append(own)
            margin = None
        last = line
    return found


def _rejoined(above: str, below: str, known: KnownWords, rejoined: list[str]) -> str:
    """Two lines as one; a word split between them is written as the text or the law writes it."""
    if not _SPLIT_WORD.fullmatch(above[-2:]) or (above[-2].isdigit() and below[:1].isupper()):
        return f"{above} {below}"
    head, tail = above.rpartition(" ")[2], below.partition(" ")[0]
    word = known.whole(head, tail)
    if len(word) < len(head + tail):
        rejoined.append(word.strip(".,;:()“”"))
    return above.removesuffix(head) + word + below.removeprefix(tail)


def _continues(para: OutlineLine, margin: int | None, own: OutlineLine, *, opens: bool, full: bool) -> bool:
    """Whether a line continues the paragraph before it.

    `margin` is where the paragraph's later lines begin, None while it has one line; `opens` whether the
    line begins like a paragraph, `full` whether the line before it reached the right margin.
    """
    if margin is not None and margin < para.indent:
        return own.indent == margin
    if opens or own.indent > para.indent:
        return False
    if own.indent < para.indent:
        return margin is None and para.indent - own.indent <= 8
    return full


def _hangs(para: OutlineLine, margin: int | None, own: OutlineLine, *, opens: bool, full: bool) -> bool:
    """Whether a line continues a numbered paragraph whose later lines are indented below its first word."""
    if opens or not 0 < own.indent - para.indent <= _HANGING:
        return False
    return own.indent == margin if margin is not None else full and mark_of(para.words) is not None


_PAGE = re.compile(r"(?:Page|PAGE|p\.) (\d{1,4})(?: of \d{1,4})?")
_RULE = re.compile(r"[-_=*]{3,}|\[Page \d+\]|\f")
_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*)")
_AMENDS = re.compile(r"\d{1,3}\. |[a-z]\. |For the reasons |Accordingly|In consideration")
_LONGEST_HEADING = 120


def read_plain(
    lines: Sequence[OutlineLine], source: Source, chars: int, dropped: Mapping[str, LeftOut]
) -> ReadResult:
    """Headings (by # or in capitals), list items by their marks, and paragraphs, with pages where marked.

    `chars` counts the letters of the whole file, those of `dropped` among them.
    """
    blocks: list[Block] = []
    nesting = Nesting()
    page, removed, marks = "", dict(dropped), 0
    contents = _contents(lines)
    titles = numbered_titles([line.words for line in lines])
    for at, (line, after) in enumerate(zip_longest(lines, lines[1:])):
        if line.number in contents:
            leave_out(removed, "lines of the table of contents", letters(line.words))
        elif match := _PAGE.fullmatch(line.words):
            page = match[1]
            leave_out(removed, "page marks", letters(line.words))
        elif line.words.isdigit() and after is not None and _RULE.fullmatch(after.words):
            leave_out(removed, "page marks", letters(line.words))
        elif _RULE.fullmatch(line.words):
            leave_out(removed, "ruled lines", letters(line.words))
        elif line.rows:
            made = table_blocks(line.rows, line.heads, page=page)
            blocks += made
            marks += letters(line.words) - sum(letters(cell) for block in made for cell in block.cells)
        elif line.words == "0" and after is not None and _AMENDS.match(after.words):
            leave_out(removed, "bullets", 1)  # how the Register's text prints the sign before an amendment
        else:
            if title := titles.get(at):
                nesting.close()
            blocks.append(replace(title, page=page) if title else _block(line.words, nesting, page))
            marks += letters(line.words) - letters(blocks[-1].heading or blocks[-1].text)
    return load(blocks, source, source_chars=chars, marks=marks, dropped=removed, ambiguous=nesting.ambiguous)


def _contents(lines: Sequence[OutlineLine]) -> set[int]:
    """The numbers of the lines of a table of contents: those with leaders, and the entries below its title."""
    leading = [line for line in lines if _LEADER.search(line.words)]
    runs = {line.number for line in leading} if counts_up([line.words for line in leading]) else set()
    found = runs if len(runs) > 1 else set()
    for at, line in enumerate(lines):
        if _CONTENTS.fullmatch(line.words):
            below = itertools.takewhile(lambda one: _ENTRY.fullmatch(one.words), lines[at + 1 :])
            entries = {one.number for one in below}
            found |= {line.number, *entries} if len(entries) > 1 else set()
    return found


def _block(words: str, nesting: Nesting, page: str) -> Block:
    if match := _MARKDOWN.fullmatch(words):
        nesting.close()
        return Block(Kind.HEADING, heading=match[2], depth=len(match[1]), page=page)
    if _in_capitals(words) and 4 <= len(words) <= _LONGEST_HEADING and mark_of(words) is None:
        nesting.close()
        return Block(Kind.HEADING, heading=words.rstrip(":"), depth=1, page=page)
    if rank := named_rank(words):
        nesting.close()
        return Block(Kind.HEADING, heading=words, depth=1 + rank, page=page)
    if found := nesting.mark_of(words):
        mark, text = found
        return Block(Kind.ITEM, text=text, num=mark.num, depth=nesting.depth(mark), page=page)
    nesting.close()
    return Block(Kind.PARAGRAPH, text=words, page=page)


def _in_capitals(words: str) -> bool:
    """Whether a line is words in capitals, and not a number with a few letters, such as a telephone number."""
    return words.isupper() and sum(map(str.isalpha, words)) > sum(map(str.isdigit, words))
