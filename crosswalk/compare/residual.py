"""What none of a provision's counterparts answers, taken together: the words that are left over."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.alignment import UNCHECKED, Alignment, Match, Residual
from crosswalk.model.annotation import Annotated, NoteKind, Span, joined_words
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision

# A phrase that meets another only so is answered in part.
_LOOSELY = frozenset({"kind of", "contains", "related", "near"})
_MARKS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Words that name a place in a law, its volume or its date rather than anything asked.
_PLACES = frozenset(
    {
        *("act", "acts", "chapter", "chapters", "clause", "code", "part", "parts", "paragraph", "paragraphs"),
        *("section", "sections", "sec", "secs", "stat", "subchapter", "subclause", "subparagraph"),
        *("subpart", "subsection", "subtitle", "title", "titles", "law"),
    }
)
_NAMED_ACT = re.compile(r"\bAct(?: of (?:\d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}))?$")


@dataclass(frozen=True, slots=True)
class Faced:
    """One counterpart as the asking provision meets it.

    `open` are the spans it leaves unanswered, `phrases` those of them that are worth naming, in words;
    `met` are the phrases answered, each with the other side's words and how they answer.
    """

    open: tuple[Span, ...]
    phrases: tuple[str, ...]
    met: tuple[tuple[tuple[Span, ...], str, str], ...]


def faced(alignment: Alignment, side: str, other: str) -> Faced:
    """An alignment seen from the side that asks (`left` or `right`); `other` is the counterpart's text."""
    if side == "left":
        met = tuple((one.left, joined_words(other, one.right), one.how) for one in alignment.matches)
        return Faced(alignment.left_only, alignment.left_added, met)
    met = tuple((one.right, joined_words(other, one.left), _turned(one)) for one in alignment.matches)
    return Faced(alignment.right_only, alignment.right_added, met)


def find_residual(prov: Provision, read: Annotated | None, rows: Sequence[Faced]) -> Residual:
    """What no row answers of a provision, taken over all its rows; `read` tells where it cites.

    Words that any row answers, at this place or by the same stems at another, are not left over, nor
    is a citation or a word too light to be worth naming in every row.
    """
    if not rows:
        return Residual()
    text = prov.text
    cited = [note.span for note in read.of(NoteKind.CITATION)] if read else []
    said = _stems(text, [span for row in rows for spans, _, _ in row.met for span in spans])
    kept = [
        span
        for span in sorted(set(rows[0].open).intersection(*(row.open for row in rows[1:])))
        if all(_within(span, text, row.phrases) for row in rows)
        and not _stems(text, [span]) <= said | thesaurus().light_verbs
        and not _is_citation(span, text, cited)
    ]
    return Residual(_phrases(text, kept, rows), _loosely(text, cited, rows))


def _turned(match: Match) -> str:
    """How a pair answers, read from the right: a part of the left contains it, and the other way round."""
    return {"contains": "part of", "part of": "contains"}.get(match.how, match.how)


def _stems(text: str, spans: Iterable[Span]) -> frozenset[str]:
    words = (word for span in spans for word in _MARKS.findall(span.of(text).lower()))
    return frozenset(stem(word) for word in words if word not in EMPTY_WORDS)


def _within(span: Span, text: str, phrases: Iterable[str]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in _standing(text, phrases))


def _standing(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    return [hit.span() for words in phrases for hit in re.finditer(re.escape(words), text)]


def _is_citation(span: Span, text: str, cited: Iterable[Span]) -> bool:
    """Whether a span is a place in a law, or the name of one, rather than something asked."""
    if any(span.overlaps(one) for one in cited):
        return True
    words = _MARKS.findall(span.of(text))
    plain = [word for word in words if word.lower() not in _PLACES and not word.isdigit()]
    return not plain or bool(_NAMED_ACT.search(span.of(text)))


def _phrases(text: str, kept: Sequence[Span], rows: Sequence[Faced]) -> tuple[str, ...]:
    """The open spans in words: the longest phrase of a row that is open as a whole, else the span alone."""
    met = {place for row in rows for spans, _, _ in row.met for s in spans for place in range(s.start, s.end)}
    open_in_some = [s for row in rows for s in row.open if s not in kept]
    taken = met | {place for s in open_in_some for place in range(s.start, s.end)}
    every = [one for row in rows for one in _standing(text, row.phrases)]
    whole = sorted(
        {one for one in every if taken.isdisjoint(range(*one))}, key=lambda one: (one[0] - one[1], one)
    )
    found = {
        next(((start, end) for start, end in whole if start <= s.start and s.end <= end), (s.start, s.end))
        for s in kept
    }
    return tuple(dict.fromkeys(" ".join(text[start:end].split()) for start, end in sorted(found)))


def _loosely(text: str, cited: Sequence[Span], rows: Sequence[Faced]) -> tuple[tuple[str, str], ...]:
    """The phrases that some row meets, and none meets but by a kindred or wider word."""
    met = [one for row in rows for one in row.met]
    firm = _stems(text, [span for spans, _, how in met if how not in _LOOSELY for span in spans])
    found: dict[tuple[Span, ...], str] = {}
    for spans, words, how in met:
        open_here = not _stems(text, spans) <= firm and not any(_is_citation(s, text, cited) for s in spans)
        if how in _LOOSELY and open_here and not _NAMED_ACT.search(words):
            found.setdefault(spans, words)
    return tuple((joined_words(text, spans), words) for spans, words in sorted(found.items()))


def with_residuals(found: Comparison) -> Comparison:
    """The comparison with what the rows of each provision together leave uncovered."""
    return replace(
        found, left_residuals=_residuals(found, "left"), right_residuals=_residuals(found, "right")
    )


def _residuals(found: Comparison, side: str) -> dict[str, Residual]:
    """By provision id. Where a provision is covered in part because checked words cover a part, only those count."""
    left = side == "left"
    asked, given = (found.left, found.whole_right) if left else (found.right, found.whole_left)
    answers = {one.provision: one for one in (found.left_answers if left else found.right_answers)}
    read = found.annotated_left if left else found.annotated_right
    rows: dict[str, list[Faced]] = {}
    for row in found.rows:
        mine, yours = (row.left, row.right) if left else (row.right, row.left)
        answer, giver = answers.get(mine), given.by_id.get(yours)
        if not (row.candidate and giver and answer and yours in answer.best):
            continue
        if giver.is_checked or answer.standing in (answer.coverage, UNCHECKED):
            rows.setdefault(mine, []).append(faced(row.candidate.alignment, side, giver.text))
    return {
        prov_id: find_residual(asked.by_id[prov_id], read.get(prov_id), met)
        for prov_id, met in rows.items()
        if prov_id in asked.by_id
    }
