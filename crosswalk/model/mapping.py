"""A row on file, the set of rows between two documents, and comments on rows by people who do not decide."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.model.relation import Basis, Group, Relation, Status

NO_TERM = "sssom:NoTermFound"
# The ids of two provisions, the left one first; empty where a side has none.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping file: a pair, its relation, and who is responsible for it.

    `left` or `right` is empty if nothing on that side answers (`sssom:NoTermFound`). `confidence` (0..1) is
    the program's at the time of the decision, None if it had none. `author` names the program for `proposed`
    rows and a person or editors' group otherwise. Digests are those of the two texts when the row was
    written. `was` is the status that a superseded or look-again row had while it was current. `group` is
    whether the pair was decided together with others.
    """

    left: str
    right: str
    relation: Relation
    status: Status
    sentence: str = ""
    basis: Basis | None = None
    strength: int | None = None
    confidence: float | None = None
    author: str = ""
    date: str = ""
    reviewer: str = ""
    review_date: str = ""
    agreement: float | None = None
    left_label: str = ""
    right_label: str = ""
    left_digest: str = ""
    right_digest: str = ""
    comment: str = ""
    was: Status | None = None
    group: Group | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, left first."""
        return (self.left, self.right)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """The names of the people who decided the row; empty if nobody did."""
        return tuple(filter(None, map(str.strip, self.reviewer.split("|"))))

    @property
    def decider(self) -> str:
        """Who decided the row, or else who drafted it, in words; empty if nobody is named."""
        return (self.reviewer or self.author).replace("|", " and ")


@dataclass(frozen=True, slots=True)
class MappingSet:
    """The mappings between two documents, as in one file.

    `left_source` and `right_source` are corpus ids, the versions their as-of dates.
    """

    id: str
    title: str
    left_source: str
    right_source: str
    left_version: str
    right_version: str
    mappings: tuple[Mapping, ...] = ()
    tool: str = ""
    tool_version: str = ""
    license: str = "https://creativecommons.org/publicdomain/zero/1.0/"
    description: str = ""

    def __iter__(self) -> Iterator[Mapping]:
        return iter(self.mappings)

    def __len__(self) -> int:
        return len(self.mappings)

    @property
    def current(self) -> dict[Pair, Mapping]:
        """The rows in force, by pair; superseded ones are not."""
        return {row.pair: row for row in self.mappings if row.status is not Status.SUPERSEDED}


def fingerprint(mapping: Mapping | None) -> str:
    """A short digest of a row, to see later whether it changed; empty for None."""
    return hashlib.sha256(repr(mapping).encode()).hexdigest()[:12] if mapping else ""


class State(StrEnum):
    """The state of a comment; a closed one needs no further work."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Comment:
    """One person's comment on one row, and what became of it.

    `left` or `right` is empty for a row without a counterpart. `role` is the office or affiliation
    that the person represents, empty if none was given. Dates are ISO. `closed_by` names who closed it.
    `id` is a digest of author, text, row and date, so the same comment imported twice is one comment.
    """

    crosswalk: str
    left: str
    right: str
    by: str
    role: str
    date: str
    text: str
    state: State = State.OPEN
    reply: str = ""
    reply_by: str = ""
    reply_date: str = ""
    closed_by: str = ""
    closed_date: str = ""

    @property
    def id(self) -> str:
        """Ten hexadecimal digits that name this comment."""
        said = (self.crosswalk, self.left, self.right, self.by, self.role, self.date, self.text)
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:10]

    @property
    def pair(self) -> tuple[str, str]:
        """The row it is about."""
        return (self.left, self.right)
