"""The two sides of a comparison, and the running weights of what each requires beyond the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.relate.align import MIN_COVERAGE
from crosswalk.relate.clause import ClauseAnalysis, Role
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.unit_index import WORD_WEIGHT

# The weight of a difference of force, of a figure or of and/or: that of a content word.
ONE = WORD_WEIGHT


@dataclass(frozen=True, slots=True)
class ClauseSide:
    """One text of a comparison: its folded words, its units, how far each is answered (0..1), and its clause."""

    text: str
    units: Sequence[ContentUnit]
    met: Sequence[float]
    shape: ClauseAnalysis

    def open(self, role: Role) -> bool:
        """Whether a unit with a role is unanswered."""
        return any(u.role is role and got < MIN_COVERAGE for u, got in zip(self.units, self.met, strict=True))


class DifferenceTally:
    """Running weights of what each side requires beyond the other."""

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
        """Add a difference of modality, of a figure or of and/or, which alone makes the two unequal."""
        self.add(left=left, weight=ONE)
        self.bound = True

    def blur(self, *, left: bool, weight: float) -> None:
        """Add what is answered in part; only the surplus of one side over the other counts."""
        self.blurred[not left] += weight

    def settle(self) -> None:
        """Add the surplus of what is answered in part."""
        both = min(self.blurred)
        self.left += self.blurred[0] - both
        self.right += self.blurred[1] - both
