"""What reading one document gave: the corpus, and an honest account of what was not read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from crosswalk.errors import Problem
from crosswalk.model.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found in a provision's text: the words, and the ids it stands for.

    Ranges and lists are expanded ("subclauses (III) through (VI) of subparagraph (A)(i)" gives four
    ids). `resolved` tells whether every id is in the same corpus; ids elsewhere are citations.
    """

    provision: str
    words: str
    start: int
    end: int
    targets: tuple[str, ...]
    resolved: bool


@dataclass(frozen=True)
class ReadResult:
    """A corpus as read, with its reading report.

    `source_chars` counts the characters of the source that a reader could be expected to claim
    (white space and the outline marks themselves left out); `claimed_chars` those that stand in a
    provision. `unclaimed` holds the first words of each stretch that no provision claims, with its
    place; `ambiguous` one line for each enumerator that could have been read two ways, and how it
    was resolved; `dropped` counts what was left out on purpose (page headers, notes, deletions).
    """

    corpus: Corpus
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    source_chars: int = 0
    claimed_chars: int = 0

    @property
    def coverage(self) -> float:
        """The share (0..1) of the source's characters that some provision holds."""
        return self.claimed_chars / self.source_chars if self.source_chars else 1.0

    @property
    def levels(self) -> Mapping[str, int]:
        """How many provisions stand at each level."""
        return Counter(prov.level or "provision" for prov in self.corpus)

    @property
    def headings_only(self) -> tuple[str, ...]:
        """Ids of provisions that are a title with no words of their own."""
        return tuple(prov.id for prov in self.corpus if prov.is_heading and prov.heading)

    @property
    def empty(self) -> tuple[str, ...]:
        """Ids of provisions with neither heading nor words, such as the empty "(A)" before "(i)"."""
        return tuple(prov.id for prov in self.corpus if prov.is_heading and not prov.heading)
