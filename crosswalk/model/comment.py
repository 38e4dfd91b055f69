"""Comments on rows by people who do not decide, and what became of them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The state of a comment; a closed one needs no more work."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Comment:
    """One person's comment on one row, and what became of it.

    `left` or `right` is empty for a row without a counterpart. `role` is the office or affiliation
    that the person speaks for, empty where none was given. Days are ISO. `closed_by` names who
    closed it. `id` is made from who said what of which row and when, so the same comment brought in
    twice is one comment.
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
