"""The desk: who sits at it, what lies on it, and what was done at it; decisions themselves lie in the files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from crosswalk.ledger.decide import Taken, take_back
from crosswalk.review.table import Pair, Table


@dataclass(frozen=True, slots=True)
class Done:
    """One decision of this sitting, kept so that it can be taken back."""

    crosswalk: str
    pair: Pair
    taken: Taken


@dataclass
class Desk:
    """One sitting of one person.

    `listed` names the crosswalks of the workspace with their titles, `lay` computes one of them;
    `today` gives the day in ISO form and `clock` seconds, for the desk itself reads no clock.
    `keys` tells whether single keys decide, `blind` whether the program's and other people's
    findings are hidden until one's own is given. Only `done`, `skipped` and the settings would be
    lost with the program; every decision is in its file before the next card is shown.
    """

    listed: dict[str, str]
    lay: Callable[[str], Table]
    today: Callable[[], str]
    clock: Callable[[], float]
    person: str = ""
    role: str = ""
    keys: bool = True
    blind: bool = False
    done: list[Done] = field(default_factory=list)
    skipped: set[tuple[str, Pair]] = field(default_factory=set)
    tables: dict[str, Table] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    began: float | None = None
    said: str = ""

    def table(self, crosswalk: str) -> Table:
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

    def keep(self, crosswalk: str, taken: Taken) -> None:
        """Remember a decision that was just taken."""
        self.done.append(Done(crosswalk, taken.row.pair, taken))
        self.skipped.discard((crosswalk, taken.row.pair))

    def undo(self) -> Done | None:
        """Take back the last decision of this sitting and return it; None where there is none left.

        Raises `CrosswalkError` where others have decided on it since; it is then no longer offered.
        """
        if not self.done:
            return None
        last = self.done.pop()
        if last.taken.come:
            take_back(self.table(last.crosswalk).ground.path, last.taken)
        return last

    @property
    def pace(self) -> int | None:
        """Whole seconds a decision took so far in this sitting."""
        if self.began is None or not self.done:
            return None
        return round((self.clock() - self.began) / len(self.done))


def taken_back_words(done: Done) -> str:
    """What the page says of a decision that was taken back."""
    row = done.taken.row
    return f"Taken back: {row.status.value}, {row.relation.word}. The row is as it was before."
