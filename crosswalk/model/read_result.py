"""The result of reading one document: the corpus, and an account of what was not read."""

from collections import Counter
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from crosswalk.errors import Problem
from crosswalk.model.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found in a provision's text: the words, and the ids it names.

    Ranges and lists are expanded ("subclauses (III) through (VI) of subparagraph (A)(i)" gives four
    ids). `resolved` is whether every id is in the same corpus; ids elsewhere are citations.
    """

    provision: str
    words: str
    start: int
    end: int
    targets: tuple[str, ...]
    resolved: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of one kind that was left out on purpose: the number of pieces and of characters."""

    pieces: int = 0
    chars: int = 0


def leave_out(dropped: MutableMapping[str, LeftOut], what: str, chars: int, pieces: int = 1) -> None:
    """Count text as left out under one name, such as `notes`; text without characters is not counted."""
    if chars:
        known = dropped.get(what, LeftOut())
        dropped[what] = LeftOut(known.pieces + pieces, known.chars + chars)


@dataclass(frozen=True)
class ReadResult:
    """A corpus as read, with its reading report.

    White space is never counted. `source_chars` counts every character of the source's text;
    `claimed_chars` those in a provision, including its printed number. `dropped` holds what
    was left out on purpose, by name (page headers, notes, deletions); the rest was not read.
    `unclaimed` holds the first words of each stretch that was not read, with its place; `ambiguous` one
    line for each enumerator that could have been read in two ways, and how it was resolved.
    """

    corpus: Corpus
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    dropped: Mapping[str, LeftOut] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    source_chars: int = 0
    claimed_chars: int = 0

    @property
    def coverage(self) -> float:
        """The share (0..1) of the characters, without those left out on purpose, that are in a provision."""
        wanted = self.source_chars - self.dropped_chars
        return self.claimed_chars / wanted if wanted else 1.0

    @property
    def dropped_chars(self) -> int:
        """How many characters were left out on purpose."""
        return sum(one.chars for one in self.dropped.values())

    @property
    def unread_chars(self) -> int:
        """How many characters are in no provision and were not left out on purpose."""
        return max(0, self.source_chars - self.dropped_chars - self.claimed_chars)

    @property
    def levels(self) -> Mapping[str, int]:
        """How many provisions there are at each level."""
        return Counter(prov.level or "provision" for prov in self.corpus)

    @property
    def headings_only(self) -> tuple[str, ...]:
        """Ids of provisions that are a title with no words of their own."""
        return tuple(prov.id for prov in self.corpus if prov.is_heading and prov.heading)

    @property
    def empty(self) -> tuple[str, ...]:
        """Ids of provisions with neither heading nor words, such as the empty "(A)" before "(i)"."""
        return tuple(prov.id for prov in self.corpus if prov.is_heading and not prov.heading)
