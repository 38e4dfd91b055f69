"""Plain text into printed paragraphs: wrapped lines joined, printer's insertions taken out."""

import re
from dataclasses import dataclass

from crosswalk.model.read_result import LeftOut, leave_out

_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u200a\u2008\u3000", " ")
    | {"\u00ad": "", "\u200b": "", "\ufeff": ""}
)
_PRINTER = (
    ("page marks", re.compile(r"\[\[Page [^\]\n]{1,60}\]\]")),
    ("side notes", re.compile(r"<<NOTE: [^<>]{1,300}>>")),
)
_OPENER = re.compile(
    r"\s*(?:\([0-9A-Za-z]{1,7}\)|§|SEC(?:TION|\.) |Sec\. \d|[“‘\"]{1,2}\(|\[[0-9]|[•●○◦▪■\-*|] |(?:\d{1,2}|[A-Za-z])[.)] "
    r"|(?:TITLE|SUBTITLE|PART|CHAPTER|SUBPART|Subtitle|Subpart) )"
)
_REFERS = re.compile(
    r"(?:\b(?:sub)?(?:section|paragraph|clause)s?|\bsubparagraphs?|\) (?:and|or)|\b(?:through|to|under|in|of)|§+)$",
    re.IGNORECASE,
)
_WIDEST = 110
_LONG = 56
_FULL = 0.7  # a line at least this full is gone on with on the next


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph: its words, its first line's indent, and its line in the file from 1."""

    words: str
    indent: int
    number: int


def plain_spaces(text: str) -> str:
    """The text with every kind of space written as a plain one and invisible characters taken out."""
    return text.translate(_SPACES)


def typeset(text: str) -> str:
    """A text with plain spaces and line ends, and with a typewriter's quotation marks as printed ones."""
    text = plain_spaces(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "        ")
    return text.replace("``", "“").replace("''", "”") if "``" in text else text


def paragraphs(text: str) -> tuple[list[Line], dict[str, LeftOut]]:
    """The paragraphs of a text as `typeset` gives it; page marks and side notes are left out of them."""
    dropped: dict[str, LeftOut] = {}
    for what, form in _PRINTER:
        for found in form.findall(text):
            leave_out(dropped, what, len("".join(found.split())))
        text = form.sub(" ", text)
    raw = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1)]
    width = _width(raw)
    lines = _unwrapped(raw, width) if width else [_line(line, number) for number, line in raw]
    return [line for line in lines if line.words], dropped


def _line(raw: str, number: int) -> Line:
    return Line(" ".join(raw.split()), len(raw) - len(raw.lstrip()), number)


def _width(raw: list[tuple[int, str]]) -> int:
    """The margin at which the lines of a text were broken; 0 if they were not."""
    lengths = sorted(len(line) for _, line in raw if line.strip() and not line.startswith("#"))
    if len(lengths) < 6:
        return 0
    wide = sum(length > _WIDEST for length in lengths)
    full = lengths[len(lengths) * 3 // 4]
    return full if wide * 20 <= len(lengths) and full >= _LONG else 0


def _unwrapped(raw: list[tuple[int, str]], width: int) -> list[Line]:
    found: list[Line] = []
    last = ""
    margin: int | None = None  # the indent of the lines that continue the paragraph being read
    for number, line in raw:
        if not line.strip() or line.startswith("#"):
            last = ""
            found += [_line(line, number)] if line.strip() else []
            continue
        own = _line(line, number)
        opens = bool(_OPENER.match(line)) and not _REFERS.search(last.rstrip())
        full = len(last) >= _FULL * width
        if last and _continues(found[-1], margin, own, opens=opens, full=full):
            glue = "" if re.search(r"[A-Za-z]-$", last) and own.words[:1].islower() else " "
            found[-1] = Line(found[-1].words + glue + own.words, found[-1].indent, found[-1].number)
            margin = own.indent
        else:
            found.append(own)
            margin = None
        last = line
    return found


def _continues(para: Line, margin: int | None, own: Line, *, opens: bool, full: bool) -> bool:
    """Whether a line goes on with the paragraph before it.

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
