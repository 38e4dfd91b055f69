"""The review session: who sits at the desk and which crosswalks it offers; decisions themselves are in the files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from crosswalk.ledger.decide import last_recorded, undo
from crosswalk.ledger.history import LedgerChange
from crosswalk.ledger.signatures import is_among
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.relation import Status
from crosswalk.report.crosswalk_pages import LinePage
from crosswalk.report.html import PageModel
from crosswalk.review.crosswalk import ReviewCrosswalk


@dataclass
class ReviewPages:
    """The pages of one crosswalk: what they were made from, their models by file, and those rendered so far."""

    made_from: str
    compact: dict[str, tuple[str, LinePage]]
    evidence: dict[str, tuple[str, Callable[[], PageModel]]]
    html: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class ReviewSession:
    """One sitting at the desk.

    `listed` names the crosswalks of the workspace with their titles, `lay` computes one of them;
    `today` gives the day in ISO form, because the desk itself reads no clock. `done` counts the decisions
    of the sitting. `blind` hides what others decided; `looked` holds the rows whose finding the person may see,
    each as crosswalk, left and right id, because a first choice was made on it. Every decision, and what it takes to
    undo it, is in its file before the page shows the next row; only what is named here ends with the program.
    """

    listed: dict[str, str]
    lay: Callable[[str], ReviewCrosswalk]
    today: Callable[[], str]
    version: str = ""
    person: str = ""
    role: str = ""
    done: int = 0
    blind: bool = False
    looked: set[tuple[str, str, str]] = field(default_factory=set)
    tables: dict[str, ReviewCrosswalk] = field(default_factory=dict)
    pages: dict[str, ReviewPages] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    message: str = ""

    def table(self, crosswalk: str) -> ReviewCrosswalk:
        """A crosswalk, computed when it is first needed."""
        with self.lock:
            if crosswalk not in self.tables:
                self.tables[crosswalk] = self.lay(crosswalk)
            return self.tables[crosswalk]

    def withheld(self, crosswalk: str, row: ComparisonRow, person: str) -> str:
        """What is kept from a person about a row: `blind`, `first` or nothing, as `DeskLink` says."""
        decided = row.decided.reviewer.split("|") if row.decided and row.decided.reviewer else []
        if self.blind and not is_among(person, decided):
            return "blind"
        is_first = row.status is Status.PROPOSED and bool(row.left and row.right)
        return "first" if is_first and (crosswalk, row.left, row.right) not in self.looked else ""

    def say(self, words: str) -> None:
        """Set what the next page says first."""
        self.message = words

    def pop_message(self) -> str:
        """What the page says first; once."""
        words, self.message = self.message, ""
        return words

    def undoable(self, crosswalk: str, person: str) -> LedgerChange | None:
        """A person's last decision on a crosswalk, of this sitting or an earlier one; None where there is none."""
        ground = self.table(crosswalk).ground
        return last_recorded(ground.path, ground.start, person) if person else None

    def undo(self, crosswalk: str, person: str) -> LedgerChange | None:
        """Undo a person's last decision on a crosswalk and return it; None where there is none left.

        Raises `CrosswalkError` where others have decided on it since; it is then no longer offered.
        """
        ground = self.table(crosswalk).ground
        taken = undo(ground.path, ground.start, person)
        self.done = max(0, self.done - (taken is not None))
        return taken


def undone_words(taken: LedgerChange) -> str:
    """What the page says after a decision was undone."""
    row = taken.row
    return f"Undone: {row.status.value}, {row.relation.word}. The row is as it was before."
