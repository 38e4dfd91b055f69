"""Where sentences end in legal prose, which is full of points that end nothing."""

import re

# A point after one of these does not end a sentence.
_SHORT = re.compile(
    r"(?:\b(?:sec|secs|no|nos|pub|stat|art|arts|subsec|par|pars|para|cl|ch|pt|fig|vol|ed|eds|rev|amend|cf|"
    r"e\.g|i\.e|etc|et seq|seq|al|vs|v|u\.s\.c|u\.s|c\.f\.r|fed|reg|cong|inc|corp|ltd|co|assn|dept|gov|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mr|mrs|ms|dr|jr|sr|st|approx|min|max|est)"
    r"|\b[a-z]|\b\d+)$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.?!][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9§])|[.?!][\"”’')\]]*\s*$|\n\s*\n")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The half-open ranges of a text's sentences, white space at their ends left out.

    >>> [text[a:b] for text in ["See sec. 3(7). It is 29 U.S.C. 3102."] for a, b in sentence_spans(text)]
    ['See sec. 3(7).', 'It is 29 U.S.C. 3102.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = text[start : stop.start()]
        if stop.end() < len(text) and text[stop.start()] == "." and _is_short(before, text[stop.end() :]):
            continue
        _add(found, text, start, stop.end())
        start = stop.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _is_short(before: str, after: str) -> bool:
    if not _SHORT.search(before):
        return False
    # "the year 2014. The State" ends a sentence; "sec. 3" and "29 U.S.C. 3102" do not.
    last = before.rsplit(None, 1)[-1] if before.split() else ""
    return not (last.isdigit() and len(last) > 1 and re.match(r"\s+[A-Z][a-z]*\s", after))


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        found.append((start + lead, start + len(piece.rstrip())))
