"""Short texts for a line: excerpts around the matched phrases, and short sentences."""

import re
from collections.abc import Sequence

from crosswalk.language.phrasing import capital
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.relation import Relation
from crosswalk.report.cells import Mark, runs
from crosswalk.report.compact_model import Excerpt
from crosswalk.report.views import Run

# The most words in a sentence of a compact page, and the most quotations.
MOST_WORDS = 30
MOST_QUOTED = 2

_CLAUSE_END = (",", ";", ":", "—", ".", ")")
_PART_OF = (Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET)
_SHARING = re.compile(r"(?:both|the two)\b", re.IGNORECASE)


def excerpt(
    text: str, marked: Sequence[Mark] = (), *, most: int, quoted: bool = False, opening: int = 0
) -> Excerpt:
    """A text of at most `most` words whole; of a longer one, the excerpt with the most matched phrases.

    An excerpt begins at the start of a clause and, if possible, ends at the end of one. If it begins later than the
    text, its first `opening` words are those of the text.
    """
    words = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
    if len(words) <= most:
        return Excerpt(runs(text, marked), quoted=quoted)

    def window(at: int) -> Sequence[Span]:
        return words[at : at + most - (opening if at > opening else 0)]

    # Of equal starts the start of the text wins, then the one nearest to the phrases.
    first = max(_starts(text, words), key=lambda at: (_held(window(at), marked), at == 0, at))
    last = _end(text, window(first), marked) + first
    left_out = len(words) - (last - first)
    shown = _runs_within(text, Span(words[first].start, words[last - 1].end), marked)
    if not opening or first <= opening:
        return Excerpt(shown, first == 0, left_out, quoted)
    start = _runs_within(text, Span(0, words[opening - 1].end), marked)
    return Excerpt((*start, Run(" … "), *shown), True, left_out - opening, quoted)


def _runs_within(text: str, span: Span, marked: Sequence[Mark]) -> tuple[Run, ...]:
    """One stretch of a text, split at the edges of the phrases in it."""
    inside = [
        (number, Span(one.start - span.start, one.end - span.start))
        for number, one in marked
        if one.within(span)
    ]
    return tuple(runs(span.of(text), inside))


def _starts(text: str, words: Sequence[Span]) -> list[int]:
    """The words that begin a clause."""
    return [0, *(n + 1 for n, word in enumerate(words[:-1]) if word.of(text).endswith(_CLAUSE_END))]


def _held(window: Sequence[Span], marked: Sequence[Mark]) -> int:
    """How many phrases are entirely within a window of words."""
    span = Span(window[0].start, window[-1].end)
    return len({number for number, one in marked if one.within(span)})


def _end(text: str, window: Sequence[Span], marked: Sequence[Mark]) -> int:
    """How many words of a window to keep: up to the last clause end after its last phrase."""
    whole = Span(window[0].start, window[-1].end)
    behind = max((one.end for _, one in marked if one.within(whole)), default=0)
    ends = [
        n
        for n, word in enumerate(window, 1)
        if word.end >= behind and n > len(window) // 2 and word.of(text).endswith(_CLAUSE_END)
    ]
    return ends[-1] if ends else len(window)


def same_and_different(row: ComparisonRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the two provisions of a row share and how they differ, in short sentences.

    The program gives both parts; a person's sentence is split into clauses that say the one or the other.
    """
    judged = row.prediction
    own = judged is not None and row.sentence == judged.sentence
    if own and judged is not None and (judged.same or judged.different):
        return short_sentences(judged.same), short_sentences(judged.different)
    clauses = _clauses(row.sentence)
    alike = [n for n, words in enumerate(clauses) if _SHARING.match(words) or " meets " in words]
    if not alike and row.relation in _PART_OF and clauses:
        alike = [0]
    same = [clauses[n] for n in alike]
    rest = [words for n, words in enumerate(clauses) if n not in alike]
    return _short(same), _short(rest)


def short_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences of at most `MOST_WORDS` words and `MOST_QUOTED` quotations.

    >>> short_sentences("both ask for it; one adds “a”, “b” and “c”.")
    ('Both ask for it.', 'One adds “a”, “b” and more.')
    """
    return _short(_clauses(text))


def _short(clauses: Sequence[str]) -> tuple[str, ...]:
    return tuple(_sentence(words) for words in clauses)


def _clauses(text: str) -> list[str]:
    """The sentences of a text and their parts between semicolons; quotations are not split."""
    found, quoted, start = [], 0, 0
    for at, char in enumerate(text):
        quoted += (char == "“") - (char == "”")
        ends = char == ";" or (char == "." and re.match(r"\s+[A-Z]", text[at + 1 : at + 4]))
        if ends and quoted <= 0 and not _abbreviation(text[start:at]):
            found.append(text[start:at])
            start = at + 1
    return [words for one in [*found, text[start:]] if (words := " ".join(one.split()).rstrip(" .;"))]


def _abbreviation(before: str) -> bool:
    """Whether a period belongs to an abbreviation in a citation, such as sec. or U.S.C."""
    return bool(re.search(r"\b(?:sec|secs|par|No|p|pp|[A-Z])$", before))


def _sentence(clause: str) -> str:
    """One clause as a sentence; words and quotations beyond the limits are cut, with a mark."""
    words = _fewer_quotations(clause)
    every = words.split()
    if len(every) > MOST_WORDS:
        kept = " ".join(every[: MOST_WORDS - 1]).rstrip(" ,;:—")
        return capital(f"{kept}{'”' * (kept.count('“') > kept.count('”'))} …")
    return capital(words if words.endswith(("…", "”.")) else f"{words}.")


def _fewer_quotations(clause: str) -> str:
    quotations = list(re.finditer(r"“[^”]*”", clause))
    if len(quotations) <= MOST_QUOTED:
        return clause
    return f"{clause[: quotations[MOST_QUOTED - 1].end()]} and more"
