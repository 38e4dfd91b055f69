"""Numbered titles in plain text: "IV. Background", ".02 Definitions.", "Sec. 29.1 Purpose and scope."."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from crosswalk.ingest.blocks import Block, Kind
from crosswalk.ingest.enumerators import LETTERED_TITLE, mark_of

# Section numbers that no enumerator looks like: those of State rules, and of the Code of Federal Regulations.
_SECTION = re.compile(
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
_DEPTH = 12
_WORDS, _LETTERS, _FEWEST = 12, 90, 2
_MOST = 0.8  # of the lines numbered in one style that must be titles


def numbered_titles(lines: Sequence[str]) -> dict[int, Block]:
    """The headings among the lines of a text, by their place: a number and a title, with the text below it.

    A style of numbering makes headings where it is used so throughout: two titles at least, and hardly a line of
    that style that is a sentence or follows another at once, as the items of a list do.
    """
    found = {at: match for at, line in enumerate(lines) if (match := _SECTION.fullmatch(line))}
    named = {at: (0, match["num"], match["title"]) for at, match in found.items()} if len(found) > 1 else {}
    styled: dict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)
    roman = _is_roman(lines)
    for at, (line, below) in enumerate(zip_longest(lines, lines[1:], fillvalue="")):
        if at not in named and (style := _style(line, roman=roman)):
            num, _, title = line.partition(" ")
            is_title = _is_title(title) and bool(below) and _style(below, roman=roman) != style
            styled[style].append((at, num, title, is_title))
    for style, listed in styled.items():
        # Of a title that is printed twice, the first is a line of the contents.
        places = list({place[1:3]: place for place in listed}.values())
        titles = [place for place in places if place[3]]
        if len(titles) >= _FEWEST and len(titles) >= _MOST * len(places):
            named |= {at: (1 + list(styled).index(style), num, title) for at, num, title, _ in titles}
    return {
        at: Block(Kind.HEADING, heading=title, num=num, depth=_DEPTH + rank)
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


def _is_title(words: str) -> bool:
    """Whether words are short, begin with a capital and do not end like a sentence or an item."""
    short = len(words) <= _LETTERS and len(words.split()) <= _WORDS
    return short and words[:1].isupper() and not words.endswith((".", ";", ":", ",", " and", " or"))
