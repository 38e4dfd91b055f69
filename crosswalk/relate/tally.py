"""The two sides of a comparison, and the running weights of what each asks beyond the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language.clause import ClauseAnalysis, Role
from crosswalk.relate.align import MIN_COVERAGE
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.unit_index import WORD_WEIGHT

# What a difference in force, in a number or in and/or weighs: as much as a content word.
ONE = WORD_WEIGHT


@dataclass(frozen=True, slots=True)
class ClauseSide:
    """One text of a comparison: its words (folded), what it asks, how far each is answered, its build."""

    text: str
    units: Sequence[ContentUnit]
    met: Sequence[float]
    shape: ClauseAnalysis

    def open(self, place: Role) -> bool:
        """Whether anything that stands at a place is left over."""
        return any(
            u.role is place and got < MIN_COVERAGE for u, got in zip(self.units, self.met, strict=True)
        )


class DifferenceTally:
    """Running weights of what each side asks beyond the other, with the sentences that go with them."""

    __slots__ = (
        "against",
        "apart",
        "blurred",
        "certain",
        "clash",
        "firm",
        "left",
        "notes",
        "reasons",
        "right",
        "timed",
    )

    def __init__(self) -> None:
        self.left = 0.0
        self.right = 0.0
        self.against = 0.0
        self.certain = False
        self.firm = False
        self.blurred = [0.0, 0.0]
        self.clash: list[str] = []
        self.reasons: list[str] = []
        self.notes: list[str] = []
        self.timed = False
        self.apart: list[tuple[set[int], set[int]]] = []

    def add(self, *, left: bool, weight: float, reason: str = "") -> None:
        """Put a weight on one side, with the sentence that says why."""
        if left:
            self.left += weight
        else:
            self.right += weight
        if reason:
            self.reasons.append(reason)

    def blur(self, *, left: bool, weight: float) -> None:
        """Weigh what is answered only in part: it counts where one side has more of it than the other."""
        self.blurred[not left] += weight

    def settle(self) -> None:
        """Let what is blurred on both sides cancel out."""
        both = min(self.blurred)
        self.left += self.blurred[0] - both
        self.right += self.blurred[1] - both
