"""The desk: who sits at it, what lies on it, and what was done at it; decisions themselves lie in the files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from crosswalk.ledger.decide import last_taken, undo
from crosswalk.ledger.history import LedgerChange
from crosswalk.review.crosswalk import Pair, ReviewCrosswalk


@dataclass
class ReviewSession:
    """One sitting of one person.

    `listed` names the crosswalks of the workspace with their titles, `lay` computes one of them;
    `today` gives the day in ISO form and `clock` seconds, for the desk itself reads no clock.
    `keys` tells whether single keys decide, `blind` whether the program's and other people's
    findings are hidden until one's own is given, `done` counts the decisions of the sitting. Only
    that count, `skipped` and the settings would be lost with the program; every decision, and what
    it takes to undo it, is in its file before the next card is shown.
    """

    listed: dict[str, str]
    lay: Callable[[str], ReviewCrosswalk]
    today: Callable[[], str]
    clock: Callable[[], float]
    person: str = ""
    role: str = ""
    keys: bool = True
    blind: bool = False
    done: int = 0
    skipped: set[tuple[str, Pair]] = field(default_factory=set)
    tables: dict[str, ReviewCrosswalk] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    began: float | None = None
    said: str = ""

    def table(self, crosswalk: str) -> ReviewCrosswalk:
        """A crosswalk, laid out when it is first asked for."""
        with self.lock:
            if crosswalk not in self.tables:
                self.tables[crosswalk] = self.lay(crosswalk)
            return self.tables[crosswalk]

    def say(self, words: str) -> None:
        """Keep what the next page says first."""
        self.said = words

    def heard(self) -> str:
        """What the page says first; once."""
        words, self.said = self.said, ""
        return words

    def skipped_in(self, crosswalk: str) -> frozenset[Pair]:
        """The pairs of one crosswalk that were put off in this sitting."""
        return frozenset(pair for name, pair in self.skipped if name == crosswalk)

    def keep(self, crosswalk: str, taken: LedgerChange) -> None:
        """Count a decision that was just taken."""
        self.done += 1
        self.skipped.discard((crosswalk, taken.row.pair))

    def undoable(self, crosswalk: str) -> LedgerChange | None:
        """This person's last decision on a crosswalk, of this sitting or an earlier one; None where there is none."""
        ground = self.table(crosswalk).ground
        return last_taken(ground.path, ground.start, self.person) if self.person else None

    def undo(self, crosswalk: str) -> LedgerChange | None:
        """Take back this person's last decision on a crosswalk and return it; None where there is none left.

        Raises `CrosswalkError` where others have decided on it since; it is then no longer offered.
        """
        ground = self.table(crosswalk).ground
        taken = undo(ground.path, ground.start, self.person)
        self.done = max(0, self.done - (taken is not None))
        return taken

    @property
    def pace(self) -> int | None:
        """Whole seconds a decision took so far in this sitting."""
        if self.began is None or not self.done:
            return None
        return round((self.clock() - self.began) / self.done)


def taken_back_words(taken: LedgerChange) -> str:
    """What the page says of a decision that was taken back."""
    row = taken.row
    return f"Taken back: {row.status.value}, {row.relation.word}. The row is as it was before."
