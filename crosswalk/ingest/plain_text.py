"""Plain text: join wrapped lines into paragraphs; find headings and list items, and the heads of sections and parts of a law."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from operator import attrgetter

from crosswalk.ingest.blocks import Block, Kind, letters, load_blocks, plain_spaces
from crosswalk.ingest.enumerators import (
    LETTERED_TITLE,
    Nesting,
    contents_below_title,
    counts_up,
    mark_of,
    splits_name,
)
from crosswalk.ingest.styled_text import items_of, named_rank
from crosswalk.ingest.table_grids import columns_of_tabs, side_by_side, table_blocks, text_tables
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
_LEADER = re.compile(r"(?<![.…])(?<!\.\s)(?:(?:\.\s?){4,}+|…{2,}+)\s*(?:\d{1,4}|[ivxlc]{1,7})$")
_FOOT = re.compile(r"\f?\s*\S.*\s{3,}\[Page \d{1,4}\]")
_COLUMNS = re.compile(r"\s{3,}")
_WIDEST = 110
_LONG = 56
_SPLIT, _SPLIT_WORD = re.compile(r"[a-z0-9]-$"), re.compile(r"[A-Za-z0-9]-")
_STOPS, _FEWEST = (".", ":", ";", "?", "!"), 4
_HANGING = 8
# An e-mail or web address, or a telephone number, stands on a line of its own.
_ADDRESS = re.compile(r"\S+@\S|www\.|https?:|[\d(][\d() .–-]{9,}")
_FIRST = re.compile(r"\s*\S+\s+")
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
    text = plain_spaces(text).replace("\r\n", "\n").replace("\r", "\n")
    text = columns_of_tabs(text).replace("\t", "        ")
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
    lines = _unwrapped(raw, width, rejoined) if width else _carried_on(raw)
    leave_out(dropped, "hyphens at line ends", len(rejoined), len(rejoined))
    return (
        sorted((line for line in [*lines, *tables] if line.words), key=attrgetter("number")),
        dropped,
        rejoined,
    )


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


def _carried_on(raw: Sequence[tuple[int, str]]) -> list[OutlineLine]:
    """The lines of a text that is not set to a margin, each a paragraph; some carry on the one above.

    Those of a numbered one do that break it off, or that begin below its first word where no more had room.
    """
    found: list[OutlineLine] = []
    last, column, longest = "", 0, max((len(line) for _, line in raw), default=0)
    for number, line in raw:
        own = _line(line, number)
        is_new = not last.strip() or not own.words or line.startswith("#") or bool(_OPENER.match(line))
        if not is_new and mark_of(own.words) is None:
            full, broken = (
                len(last) + len(own.words.partition(" ")[0]) >= longest,
                _breaks_off(last.rstrip(), own),
            )
            hangs = own.indent == column and full
            plain = full and longest <= _WIDEST and own.words[0].islower()
            is_new = not (broken or hangs if mark_of(found[-1].words) else broken and plain)
        if is_new or mark_of(own.words):
            found.append(own)
            opening = _FIRST.match(line)
            column = opening.end() if opening else 0
        else:
            found[-1] = replace(found[-1], words=f"{found[-1].words} {own.words}")
        last = line
    return found


def _breaks_off(above: str, below: OutlineLine) -> bool:
    """Whether a line goes on where the one above broke off: after a word that no item of a list ends in."""
    ended = not above[-1:].isalnum() or above.rpartition(" ")[2] in {"and", "or"}
    opens = below.words[:1].isalnum() and not below.words[:1].isupper()
    return opens and not ended and not _ADDRESS.match(below.words)


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
            blocks += (
                [replace(title, page=page)] if title else items_of(_block(line.words, nesting, page), nesting)
            )
            marks += letters(line.words) - letters(blocks[-1].heading or blocks[-1].text)
    return load_blocks(
        blocks, source, source_chars=chars, marks=marks, dropped=removed, ambiguous=nesting.ambiguous
    )


def _contents(lines: Sequence[OutlineLine]) -> set[int]:
    """The numbers of the lines of a table of contents: those that lead to pages with dots, and those below its title."""
    leading = [at for at, line in enumerate(lines) if _LEADER.search(line.words)]
    is_contents = len(leading) > 1 and counts_up([lines[at].words for at in leading])
    titled = contents_below_title([line.words for line in lines])
    return {lines[at].number for at in (*titled, *(leading if is_contents else ()))}


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


# Section numbers that no enumerator looks like: those of State rules, and of the Code of Federal Regulations.
_TITLED_SECTION = re.compile(
    r"(?P<num>\.\d{2}(?:-\d)?|Sec\. \d{1,4}\.\d{1,5}[a-z]?"
    r"|(?=[\d.-]*[A-Z:])R?\d{1,4}[A-Z]{0,2}(?:[-:.]\d{1,6}){2,4}"
    r"|(?:Rule|WAC|OAC|OAR|ARM|NAC|IAC|KAR|LAC) \d{1,5}[A-Z]?(?:[-:.]\d{1,6}){0,4})"
    r"[.:]?\s+(?P<title>[A-Z“][^;]{2,118}[^;:,])"
)
_STYLES = (
    ("roman", re.compile(r"[IVX]{1,5}\.")),
    ("letter", re.compile(r"[A-Z]\.")),
    ("number", re.compile(r"\d{1,2}\.")),
    ("decimal", re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?")),
)
# Below the headings that are named, such as "Part 1", which are 11 deep at most.
_TITLE_DEPTH = 12
_TITLE_WORDS, _TITLE_LETTERS, _FEWEST_TITLES = 12, 90, 2
_MOST_TITLES = 0.8  # of the lines numbered in one style that must be titles


def numbered_titles(lines: Sequence[str]) -> dict[int, Block]:
    """The headings among the lines of a text, by their place: a number and a title, with the text below it.

    A style of numbering makes headings where it is used so throughout: two titles at least, and hardly a line of
    that style that is a sentence or follows another at once, as the items of a list do.
    """
    found = {at: match for at, line in enumerate(lines) if (match := _TITLED_SECTION.fullmatch(line))}
    named = {at: (0, match["num"], match["title"]) for at, match in found.items()} if len(found) > 1 else {}
    styled: dict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)
    roman = _is_roman(lines)
    for at, (line, below) in enumerate(zip_longest(lines, lines[1:], fillvalue="")):
        if at not in named and (style := _style(line, roman=roman)):
            num, _, title = line.partition(" ")
            titled = is_title(title) and bool(below) and _style(below, roman=roman) != style
            styled[style].append((at, num, title, titled))
    for style, listed in styled.items():
        # Of a title that is printed twice, the first is a line of the contents.
        places = list({place[1:3]: place for place in listed}.values())
        titles = [place for place in places if place[3]]
        if len(titles) >= _FEWEST_TITLES and len(titles) >= _MOST_TITLES * len(places):
            named |= {at: (1 + list(styled).index(style), num, title) for at, num, title, _ in titles}
    return {
        at: Block(Kind.HEADING, heading=title, num=num, depth=_TITLE_DEPTH + rank)
        for at, (rank, num, title) in named.items()
    }


def _is_roman(lines: Sequence[str]) -> bool:
    """Whether "I." and "II." open lines, so that "V." is a number and no letter."""
    return all(any(line.startswith(num) for line in lines) for num in ("I. ", "II. "))


def _style(line: str, *, roman: bool) -> str:
    num, _, title = line.partition(" ")
    if not title or (mark_of(line) is None and not LETTERED_TITLE.match(line) and not roman):
        return ""
    return next((name for name, form in _STYLES[not roman :] if form.fullmatch(num)), "")


def is_title(words: str) -> bool:
    """Whether words are short, begin with a capital and do not end like a sentence or an item."""
    short = len(words) <= _TITLE_LETTERS and len(words.split()) <= _TITLE_WORDS
    return short and words[:1].isupper() and not words.endswith((".", ";", ":", ",", " and", " or"))


NUMBER = r"\d{1,6}[A-Za-z]{0,6}(?:[-–.](?:\d{1,6}[A-Za-z]{0,3}|[A-Za-z]{1,3}\d{0,4}))*"
SECTION = re.compile(
    rf"(?:§+ ?(?P<sign>{NUMBER})\.?(?= |$)|(?:SEC\.|SECTION|Sec\.|Section) (?P<word>{NUMBER})\.(?= |$))\s*(?P<heading>.*)"
)
# The number of a State rule, alone or before its title: 715-052-0010.
_RULE_NUMBER = r"(?P<sign>{chapter}-\d{{1,4}}-\d{{2,5}}[A-Z]?)(?P<word>)\.?(?= |$)\s*(?P<heading>(?:[A-Z“].{{0,150}}[^.;:,])?)"
_ANY_RULE = re.compile(_RULE_NUMBER.format(chapter=r"\d{2,4}"))
# The section of a State's code whose title and text are on one line: "6-1-1701. Definitions. As used in this part:".
_CODE_SECTION = re.compile(
    r"(?P<num>(?P<chapter>\d{1,3}[A-Z]?-\d{1,3}[A-Z]?)-\d{2,5}(?:\.\d{1,3})?)\.? (?P<title>[A-Z“\"][^.:;]{2,150})\.(?: (?P<text>.+)|$)"
)
_BELOW_HEAD, _FEWEST_SECTIONS = 3, 2
PART_KINDS = ("title", "subtitle", "chapter", "subchapter", "article", "part", "subpart")
_STRUCTURE = re.compile(
    r"(?P<kind>title|subtitle|chapter|subchapter|article|part|subpart) (?P<num>[0-9]{1,4}[A-Z]?|[A-Z]{1,5})"
    r"(?:\s*(?:—|--|–|:| - |\.(?= [A-Z]))\s*(?P<heading>\S.*)|\s+(?P<reserved>\[Reserved\])|\s+(?P<capitals>(?-i:[A-Z][A-Z ,’'&-]{5,}))|\.?)",
    re.IGNORECASE,
)

# What a text may say at its top of where it belongs.
_HINT = re.compile(
    r"\b(?P<title>\d{1,2}) (?P<system>U\.?S\.?C\.?|C\.?F\.?R\.?)(?: part)? (?:§ ?)?(?P<section>"
    + NUMBER
    + ")"
)


def section_form(lines: list[OutlineLine]) -> tuple[re.Pattern[str], list[OutlineLine]]:
    """How the sections of a text begin, and its lines with the head of each section on a line of its own.

    In a State's code a line that begins with a number of the chapter opens a section; without a plain title all of it is text.
    """
    if rule := _rule_form(lines):
        return rule, _with_titles(lines, rule)
    found = [_CODE_SECTION.fullmatch(line.words) for line in lines]
    chapters = Counter(match["chapter"] for match in found if match)
    chapter, times = (chapters.most_common(1) or [("", 0)])[0]
    if times < _FEWEST_SECTIONS or any(SECTION.fullmatch(line.words) and "§" in line.words for line in lines):
        return SECTION, lines
    made: list[OutlineLine] = []
    opens = re.compile(rf"({re.escape(chapter)}-\d{{2,5}}(?:\.\d{{1,3}})?\.) (\S.*)")
    for line, match in zip(lines, found, strict=True):
        if match and match["chapter"] == chapter:
            made.append(replace(line, words=f"{match['num']}. {match['title']}."))
            made += [replace(line, words=match["text"])] if match["text"] else []
        elif untitled := opens.fullmatch(line.words):
            made += [replace(line, words=words) for words in untitled.groups()]
        else:
            made.append(line)
    form = rf"(?P<sign>{re.escape(chapter)}-\d{{2,5}}(?:\.\d{{1,3}})?)(?P<word>)\.\s*(?P<heading>(?:[A-Z“\"][^.:;]{{2,150}}(?=\.))?)\.?"
    return re.compile(form), made


def _rule_form(lines: Sequence[OutlineLine]) -> re.Pattern[str] | None:
    """How sections begin where they begin with the number of a State rule: one of the chapter, and (1) below it."""
    heads = [(at, found) for at, line in enumerate(lines) if (found := _ANY_RULE.fullmatch(line.words))]
    for at, found in heads:
        below = lines[at + 1 : at + 1 + _BELOW_HEAD]
        if any(line.words.startswith(("(1)", "1.")) for line in below):
            chapter = found["sign"].partition("-")[0]
            return re.compile(_RULE_NUMBER.format(chapter=chapter))
    return None


def _with_titles(lines: Sequence[OutlineLine], form: re.Pattern[str]) -> list[OutlineLine]:
    """Join a rule's number with the title on the next line."""
    found: list[OutlineLine] = []
    for line in lines:
        alone = form.fullmatch(found[-1].words) if found else None
        if alone and not alone["heading"] and form.fullmatch(f"{found[-1].words} {line.words}"):
            found[-1] = replace(found[-1], words=f"{found[-1].words} {line.words}")
        else:
            found.append(line)
    return found


def part_head(words: str) -> re.Match[str] | None:
    """The kind, number and heading of a part where a line is the head of one, and no sentence that begins with the word."""
    match = _STRUCTURE.fullmatch(words)
    if match is None or len(words) >= 300:
        return None
    named = bool(match["heading"] or match["reserved"] or match["capitals"]) and not words.endswith(
        (".", ";", ",")
    )
    return match if named or words.isupper() else None


def numbering_of_text(
    lines: Sequence[OutlineLine], source: Source, opening: re.Match[str] | None
) -> tuple[str, str, str]:
    """The prefix of ids, the numbering, and the section named at the top, if any.

    "SEC. 116." is how an act numbers its sections; it is cited by its short name where that is known.
    """
    if opening is not None and opening["word"]:
        named = bool(re.fullmatch(r"[A-Za-z][\w-]*", source.short))
        return (source.short, "act", "") if named else (source.id, "own", "")
    for line in lines:
        if match := _HINT.search(line.words):
            return (
                match["title"],
                "usc" if "S" in match["system"] else "cfr",
                match["section"].replace("–", "-"),
            )
    return source.id, "own", ""
