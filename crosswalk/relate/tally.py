"""The two sides of a comparison, and the running weights of what each asks beyond the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.relate.align import MIN_COVERAGE
from crosswalk.relate.clause import ClauseAnalysis, Role
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
    """Running weights of what each side asks beyond the other."""

    __slots__ = (
        "against",
        "apart",
        "blurred",
        "bound",
        "certain",
        "clash",
        "firm",
        "left",
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
        self.clash = False
        self.bound = False
        self.timed = False
        self.apart: list[tuple[set[int], set[int]]] = []

    def add(self, *, left: bool, weight: float) -> None:
        """Put a weight on one side."""
        if left:
            self.left += weight
        else:
            self.right += weight

    def bind(self, *, left: bool) -> None:
        """Weigh a difference of force, of a figure or of and/or: one side asks for more, whatever else it says."""
        self.add(left=left, weight=ONE)
        self.bound = True

    def blur(self, *, left: bool, weight: float) -> None:
        """Weigh what is answered only in part: it counts where one side has more of it than the other."""
        self.blurred[not left] += weight

    def settle(self) -> None:
        """Let what is blurred on both sides cancel out."""
        both = min(self.blurred)
        self.left += self.blurred[0] - both
        self.right += self.blurred[1] - both
