"""Words of a measure made comparable: known terms under one name, small words left out, lists taken apart."""

import re

from crosswalk.model.evidence import Span
from crosswalk.text.measure_clauses import trim
from crosswalk.text.measure_rules import MeasureRules
from crosswalk.text.normalize import fold, norm

_SMALL = frozenset(
    """the a an those all of any their his her its such who whom that which total are is were was be been have has
    had also do does did and or""".split()
)
_LONGEST = 8


def phrase(words: str, rules: MeasureRules) -> str:
    """Words in a form in which two texts can be compared.

    Terms of the lexicon stand under their concept's label; articles, auxiliaries and bracketed
    abbreviations are dropped and the rest is normed.
    """
    low = re.sub(r"\[[^\]]*\]|\bprogram(?= participants?\b)", " ", fold(words))
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
_VERBS = re.compile(
    r"^(?:who |that |which )?(?:(?:are|is|were|was|have|has|had|also|been|be) )*(?:(?:in|enrolled in|employed in) )?"
)
_TOWARD = re.compile(r" (?:towards?|leading to|that leads to|in order to|for the purpose of)\b")


def without_tail(text: str, span: Span) -> Span:
    """A condition without what it is for: `achieving skill gains` of `... toward a credential`."""
    toward = _TOWARD.search(fold(text), span.start, span.end)
    return trim(text, span.start, toward.start()) or span if toward else span


def items(text: str, span: Span) -> list[Span]:
    """The items of a list in a phrase; one item where it is no list.

    >>> [item.of("A, B, and C") for item in items("A, B, and C", Span(0, 11))]
    ['A', 'B', 'C']
    """
    low = fold(text)
    opening = _VERBS.match(low[span.start : span.end])
    start = span.start + (opening.end() if opening else 0)
    found = []
    depth_from = start
    for stop in [*_BETWEEN.finditer(low, start, span.end), None]:
        end = stop.start() if stop else span.end
        if stop and low[start:end].count("(") > low[start:end].count(")"):
            continue
        piece = trim(text, depth_from, end)
        if piece:
            found.append(piece)
        depth_from = stop.end() if stop else end
    return found or [span]
