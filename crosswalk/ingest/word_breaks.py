"""Rejoin words split by line-end hyphens, and separate words run together in extraction."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crosswalk.data import bytes_of

_CORE = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
# Only words that no English word is made with: "herewith" must stay one word.
_GLUED = re.compile(
    r"(?P<left>[a-z]{4,})(?P<right>shall|must|which|should)"
    r"|(?P<first>shall|must|which|should|the|and)(?P<rest>[a-z]{5,})"
)
_GLUED_NUMBER = re.compile(
    r"(\W*)(sections?|parts?|titles?|sec\.|subparts?)(\d[\d.]*(?:\(\w{1,5}\))*\W*)", re.IGNORECASE
)
_SUSPENDED = frozenset({"and", "or", "to", "nor"})
_ADDRESS = re.compile(r"://|^\W*www\.|@|/\S*/")
# The first parts of words that are always written with a hyphen: nine-digit, ex-employee, self-directed.
_NUMBERS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
     "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"}
)  # fmt: skip
# How many rejoined words a note lists.
_LISTED = 60
_PREFIXES = frozenset({"ex", "self", "quasi"})


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words a document uses whole, how often, and the heads of its hyphened words."""

    counts: Counter[str]
    heads: frozenset[str]

    def whole(self, head: str, tail: str) -> str:
        """The two parts of a word split at a line end, joined as the document or the law writes it.

        >>> vocabulary([]).whole("one-", "stop"), vocabulary([]).whole("Wagner-", "Peyser")
        ('one-stop', 'Wagner-Peyser')
        >>> vocabulary(["work-based", "implementation"]).whole("imple-", "mentation,")
        'implementation,'
        >>> vocabulary(["co-enrolled", "mentor"]).whole("co-", "mentor")
        'co-mentor'
        >>> vocabulary(["to"]).whole("day-", "to-day"), vocabulary([]).whole("imple-", "mentation-based")
        ('day-to-day', 'implementation-based')
        >>> vocabulary([]).whole("nine-", "character"), vocabulary([]).whole("after-the-", "fact")
        ('nine-character', 'after-the-fact')
        """
        stem, bare = _core(head), _core(tail)
        if bare in _SUSPENDED:
            return f"{head} {tail}"
        hyphened, closed = f"{stem}-{bare}", f"{stem}{bare}"
        law = law_words()
        if self.counts[hyphened] or not tail[:1].islower() or "-" in stem or _ADDRESS.search(head):
            return head + tail
        if self.counts[closed] or closed in law:
            return head[:-1] + tail
        if "-" in bare:
            # "day-" and "to-day", but "imple-" and "mentation-based".
            return head + tail if self.whole(head, bare.partition("-")[0]).count("-") else head[:-1] + tail
        is_word = hyphened in law or any(word.startswith(hyphened) for word in law_hyphened())
        parts = all(self.counts[part] or part in law for part in (stem, bare))
        compound = stem in _NUMBERS or (stem.endswith("ly") and len(stem) > 4)
        prefixed = stem in _PREFIXES and (self.counts[bare] > 0 or bare in law)
        keep = is_word or parts or compound or prefixed or stem in self.heads
        return head + tail if keep else head[:-1] + tail

    def parted(self, word: str) -> str:
        """Split a word that is two words run together; any other word is returned as it is.

        >>> vocabulary(["programs", "shall"]).parted("programsshall")
        'programs shall'
        >>> vocabulary([]).parted("section112(b)")
        'section 112(b)'
        """
        if number := _GLUED_NUMBER.fullmatch(word):
            return f"{number[1]}{number[2]} {number[3]}"
        core = _core(word)
        glued = _GLUED.fullmatch(core) if self.counts[core] < 3 else None
        if not glued:
            return word
        one, two = [part for part in glued.groups() if part]
        if not (self.counts[one] and self.counts[two]):
            return word
        at = word.lower().index(core) + len(one)
        return f"{word[:at]} {word[at:]}"


@cache
def law_words() -> frozenset[str]:
    """Words as the law writes them, with or without a hyphen."""
    lines = bytes_of("law_words.txt").decode().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def law_hyphened() -> tuple[str, ...]:
    """Those of the law's words that have a hyphen, in order."""
    return tuple(sorted(word for word in law_words() if "-" in word))


def vocabulary(words: Iterable[str]) -> KnownWords:
    """The vocabulary of a document's words, those at a line's end with a hyphen left out by the caller."""
    counts = Counter(_core(word) for word in words)
    heads = frozenset(word.partition("-")[0] for word in counts if "-" in word)
    return KnownWords(counts, heads)


def rejoined_note(rejoined: Sequence[str]) -> tuple[str, ...]:
    """The note that lists the words that were rejoined or separated; none where there are none."""
    words = sorted(set(rejoined))
    more = f" and {len(words) - _LISTED:,} more" if len(words) > _LISTED else ""
    said = (
        f"Words rejoined across a line end, or separated where they ran together: {len(rejoined):,}"
        f" ({', '.join(words[:_LISTED])}{more})."
    )
    return (said,) if rejoined else ()


def _core(word: str) -> str:
    """A word in lower case without the punctuation around it."""
    found = _CORE.search(word)
    return found[0].lower() if found else ""
