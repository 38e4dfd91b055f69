"""Normalize the words of a measure: known terms under one name, small words dropped, lists split."""

import re
from collections.abc import Sequence

from crosswalk.language.normalize import fold, norm
from crosswalk.measures.clauses import trim
from crosswalk.measures.rules import MeasureRules
from crosswalk.model.annotation import Span

_ASIDE = re.compile(
    r"\[[^\]]*\]|\(\w{2,6}\)|\((?:subject to|often|also|see|as|referred|including)\b(?:[^()]|\([^()]*\))*\)|\bprogram(?:me)?(?= participants?\b)"
)
_ARTICLES = ("the", "a", "an", "those", "all", "of", "any", "their", "his", "her", "its", "such", "and", "or")
_RELATIVES = ("who", "whom", "that", "which", "total", "also", "do", "does", "did")
_BEINGS = ("are", "is", "were", "was", "be", "been", "have", "has", "had")
_SMALL = frozenset({*_ARTICLES, *_RELATIVES, *_BEINGS})
# A value of at most this many words is looked up.
_LONGEST = 8


def normal_phrase(words: str, rules: MeasureRules) -> str:
    """Words in a normal form in which two texts can be compared.

    Terms of the lexicon become their concept's label; articles, auxiliaries and bracketed
    abbreviations are dropped and the rest is normed.
    """
    low = _ASIDE.sub(" ", fold(words))
    tokens = [norm(token) for token in re.findall(r"[\w.%$<>=/+']*\w|[%<>=]+", low)]
    found: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - place), 0, -1):
            label = rules.canon.get(tuple(tokens[place : place + length]))
            if label:
                found.append(label)
                place += length
                break
        else:
            if tokens[place] not in _SMALL:
                found.append(tokens[place])
            place += 1
    return " ".join(found)


_BETWEEN = re.compile(r",? (?:and/or|and|or) |, |; ")
_GETS = re.compile(
    r"(?:(?:who|that|which|are|is|were|was|have|has|had|also|been|be|in|enrolled|employed|either|both|"
    r"obtain(?:ed|s|ing)?|attain(?:ed|s|ing)?|earn(?:ed|s|ing)?|gain(?:ed|s|ing)?|achieve[ds]?|achieving)\b\s*)+"
)
_TAIL = re.compile(
    r",? (?:towards?|leading to|that leads to|in order to|for the purpose of|defined as|meaning|that is)\b"
    r"|,? either through\b|, (?:through|using|based on|as (?:measured|evidenced|shown|documented) by)\b"
)


def without_tail(text: str, span: Span) -> Span | None:
    """A condition without what it is for: `achieving skill gains` of `... toward a credential`.

    None if there is only such a tail ("either through wage records").
    """
    low = fold(text)
    if re.match(r"either through\b", low[span.start : span.end]):
        return None
    tail = _TAIL.search(low, span.start, span.end)
    return trim(text, span.start, tail.start()) if tail else span


def without_verb(text: str, span: Span) -> Span:
    """What is obtained, without the verb: `a license` of `who obtained a license`."""
    lead = _GETS.match(fold(span.of(text)))
    return trim(text, span.start + lead.end(), span.end) or span if lead else span


def items(text: str, span: Span, whole: Sequence[Span] = ()) -> list[Span]:
    """The items of a list in a phrase; one item if it is not a list.

    `whole` holds known terms, such as `education or training program`, that are never split.

    >>> [item.of("A, B, and C") for item in items("A, B, and C", Span(0, 11))]
    ['A', 'B', 'C']
    """
    low = fold(text)
    found = []
    start = span.start
    for stop in [*_BETWEEN.finditer(low, span.start, span.end), None]:
        end = stop.start() if stop else span.end
        before = low[span.start : end]
        bracketed = before.count("(") > before.count(")")
        if stop and (
            bracketed or any(known.start < stop.end() and stop.start() < known.end for known in whole)
        ):
            continue
        piece = trim(text, start, end)
        if piece:
            found.append(piece)
        start = stop.end() if stop else end
    return found or [span]
