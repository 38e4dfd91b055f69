"""Plain text that is no outline of a law, such as a guidance letter or a plan, into provisions."""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from crosswalk.ingest.lines import Line
from crosswalk.ingest.marks import Nesting, mark_of
from crosswalk.ingest.tree import Block, Kind, letters, load
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_PAGE = re.compile(r"(?:Page|PAGE|p\.) (\d{1,4})(?: of \d{1,4})?")
_RULE = re.compile(r"[-_=*]{3,}|\[Page \d+\]|\f")
_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*)")
_LONGEST_HEADING = 120


def read_plain(
    lines: Sequence[Line], source: Source, chars: int, dropped: Mapping[str, LeftOut]
) -> ReadResult:
    """Headings (by # or in capitals), list items by their marks, and paragraphs, with pages where marked.

    `chars` counts the letters of the whole file, those of `dropped` among them.
    """
    blocks: list[Block] = []
    nesting = Nesting()
    page, removed, marks = "", dict(dropped), 0
    for line, after in zip_longest(lines, lines[1:]):
        if match := _PAGE.fullmatch(line.words):
            page = match[1]
            leave_out(removed, "page marks", letters(line.words))
        elif line.words.isdigit() and after is not None and _RULE.fullmatch(after.words):
            leave_out(removed, "page marks", letters(line.words))
        elif _RULE.fullmatch(line.words):
            leave_out(removed, "ruled lines", letters(line.words))
        else:
            blocks.append(_block(line.words, nesting, page))
            marks += letters(line.words) - letters(blocks[-1].heading or blocks[-1].text)
    return load(blocks, source, source_chars=chars, marks=marks, dropped=removed, ambiguous=nesting.ambiguous)


def _block(words: str, nesting: Nesting, page: str) -> Block:
    if match := _MARKDOWN.fullmatch(words):
        nesting.close()
        return Block(Kind.HEADING, heading=match[2], depth=len(match[1]), page=page)
    if words.isupper() and 4 <= len(words) <= _LONGEST_HEADING and mark_of(words) is None:
        nesting.close()
        return Block(Kind.HEADING, heading=words.rstrip(":"), depth=1, page=page)
    if found := mark_of(words):
        mark, text = found
        return Block(Kind.ITEM, text=text, num=mark.num, depth=nesting.depth(mark), page=page)
    nesting.close()
    return Block(Kind.PARAGRAPH, text=words, page=page)
