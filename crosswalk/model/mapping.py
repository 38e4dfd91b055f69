"""A row on file, and the set of rows between two documents."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from crosswalk.model.relation import Basis, Group, Relation, Status

NO_TERM = "sssom:NoTermFound"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping file: a pair, how it relates, and who says so.

    `left` or `right` is empty where nothing on that side answers (`sssom:NoTermFound`).
    `confidence` (0..1) is the program's at the time of the decision, None where it had none.
    `author` names the program for `proposed` rows and a person or editors' group otherwise.
    Digests are those of the two texts when the row was written. `was` is the status that a
    superseded or look-again row had while it was current. `group` says whether the pair is meant together
    with others.
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


@dataclass(frozen=True, slots=True)
class MappingSet:
    """The mappings between two documents, as one file holds them.

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


def fingerprint(mapping: Mapping | None) -> str:
    """A short digest of a row, to see later whether it changed; empty for None."""
    return hashlib.sha256(repr(mapping).encode()).hexdigest()[:12] if mapping else ""
