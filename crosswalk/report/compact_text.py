"""Short texts for a line: excerpts around the matched phrases, and short sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import capital
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.relation import Relation
from crosswalk.report.cells import Mark, runs
from crosswalk.report.views import Run


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, or the stretch of it that holds the matched phrases.

    Attributes:
        runs: The excerpt, split at the edges of phrases.
        starts: Whether it begins at the start of the text.
        left_out: How many words of the text are left out; 0 for the whole text.
        quoted: Whether these are the source's own words.
    """

    runs: tuple[Run, ...]
    starts: bool = True
    left_out: int = 0
    quoted: bool = False


# The most words in a sentence of a compact page, and the most quotations.
MOST_WORDS = 30
MOST_QUOTED = 2
_CLAUSE_END = (",", ";", ":", "—", ".", ")")
_PART_OF = (Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET)
_SHARING = re.compile(r"(?:both|the two)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]*)”")
# The fewest words worth quoting.
_LEAST_QUOTED = 3
# Words that begin a phrase, and so may be the first that is left out. "Or" is none: without it a choice reads as a duty.
_BEGINS = re.compile(
    r"and|as|at|because|before|between|by|during|for|from|if|in|including|into|of|on|that|through|to|under|when|where|"
    r"which|while|who|whose|with|within",
    re.IGNORECASE,
)
# Words besides these and the function words that no phrase ends in.
_LEADS = re.compile(r"according|based|due|including|pursuant|relating|such|together", re.IGNORECASE)


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


def same_and_different(
    row: ComparisonRow, most: int | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the two provisions of a row share and how they differ, in short sentences.

    The program gives both parts; a person's sentence is split into clauses that say the one or the other. At most
    `most` statements of each part are kept; a statement on both sides is kept with both its halves.
    """
    judged = row.prediction
    own = judged is not None and row.sentence == judged.sentence
    if own and judged is not None and (judged.same or judged.different):
        return short_sentences(judged.same, most), short_sentences(judged.different, most)
    statements = _statements(row.sentence)
    clauses = [clause for statement in statements for clause in statement]
    alike = [words for words in clauses if _SHARING.match(words) or " meets " in words]
    if not alike and row.relation in _PART_OF and clauses:
        alike = clauses[:1]
    rest = [[words for words in statement if words not in alike] for statement in statements]
    return _short([[words] for words in alike], most), _short([some for some in rest if some], most)


def short_sentences(text: str, most: int | None = None) -> tuple[str, ...]:
    """The first `most` statements of a text in sentences of at most `MOST_WORDS` words and `MOST_QUOTED` quotations.

    A statement is a sentence of the text. What fits stays whole; otherwise its quotations are cut, or it is divided
    at its semicolons, so that both sides of a comparison are still said.

    >>> short_sentences("both ask for it; one adds “a” and “b”, the other “c”.")
    ('Both ask for it; one adds “a” and more.',)
    """
    return _short(_statements(text), most)


def _short(statements: Sequence[Sequence[str]], most: int | None) -> tuple[str, ...]:
    return tuple(sentence for clauses in statements[:most] for sentence in _sentences(clauses))


def _statements(text: str) -> list[list[str]]:
    """The sentences of a text, each with its parts between semicolons; quotations are not split."""
    found: list[list[str]] = [[]]
    quoted = start = 0
    for at, char in enumerate(f"{text};"):
        quoted += (char == "“") - (char == "”")
        ends = char == "." and re.match(r"\s+[A-Z]", text[at + 1 : at + 4]) and not _abbreviation(text[:at])
        if quoted > 0 or not (ends or char == ";"):
            continue
        if words := " ".join(text[start:at].split()).rstrip(" .;"):
            found[-1].append(words)
        if ends:
            found.append([])
        start = at + 1
    return [clauses for clauses in found if clauses]


def _abbreviation(before: str) -> bool:
    """Whether a period belongs to an abbreviation in a citation, such as sec. or U.S.C."""
    return bool(re.search(r"\b(?:sec|secs|par|No|p|pp|[A-Z])$", before))


def _sentences(clauses: Sequence[str]) -> tuple[str, ...]:
    """The clauses of a statement as one sentence, or else as one each, within the limits."""
    if sum(len(_QUOTED.findall(words)) for words in clauses) > MOST_QUOTED:
        clauses = [_with_one_quotation(words) for words in clauses]
    whole = _quoting_less("; ".join(clauses))
    if len(whole.split()) <= MOST_WORDS and len(_QUOTED.findall(whole)) <= MOST_QUOTED:
        return (_ended(whole),)
    return tuple(_ended(_cut(_quoting_less(words), MOST_WORDS)) for words in clauses)


def _with_one_quotation(clause: str) -> str:
    """A clause up to its first quotation if it has more; what is left out is marked."""
    found = list(_QUOTED.finditer(clause))
    return f"{clause[: found[0].end()]} and more" if len(found) > 1 else clause


def _quoting_less(words: str) -> str:
    """Words with their quotations cut as far as the limit asks, the longest first; unchanged where that is not enough."""
    lengths = [len(quoted.split()) for quoted in _QUOTED.findall(words)]
    room = MOST_WORDS - len(words.split()) + sum(lengths)
    if sum(lengths) <= room or not lengths:
        return words
    most = next((n for n in range(room, _LEAST_QUOTED, -1) if sum(min(n, one) for one in lengths) <= room), 0)
    return _QUOTED.sub(lambda found: f"“{_cut(found[1], most)}”", words) if most else words


def _cut(words: str, most: int) -> str:
    """Words up to the end of a phrase, so that they are at most `most` with the mark for what is left out."""
    every = words.split()
    if len(every) <= most:
        return words
    ends = [at for at in range(most - 1, most // 2, -1) if _may_end(every[at - 1], every[at])]
    phrases = [at for at in ends if _begins_phrase(every[at - 1], *every[at : at + 2])]
    end = next(iter([*phrases, *ends]), most - 1)
    kept = " ".join(every[:end]).rstrip(" ,;:—")
    return f"{kept} …{'”' * (kept.count('“') > kept.count('”'))}"


def _may_end(last: str, following: str) -> bool:
    """Whether words may stop between two words: not after "the", nor between "leading" and "to"."""
    leads = last.lower() in EMPTY_WORDS or _LEADS.fullmatch(last)
    return not leads and not (following == "to" and last.endswith(("ing", "ed")))


def _begins_phrase(last: str, first: str, second: str = "") -> bool:
    """Whether another phrase or clause begins after a word, as with "including" or "leading to"."""
    after_comma = last.endswith((",", ";")) and first.lower() != "or"
    return after_comma or bool(_BEGINS.fullmatch(first)) or (first.endswith("ing") and second == "to")


def _ended(words: str) -> str:
    return capital(words if words.endswith(("…", "”.")) else f"{words}.")
