"""One direction of a comparison: the side with the requirements, the answering side, and the rows between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crosswalk.compare.document import Document
from crosswalk.model.alignment import Candidate, MatchType, PartComparison, Side
from crosswalk.model.annotation import MeasurePart, Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names

# A phrase that matches in one of these ways is not missing.
_FIRM = frozenset({MatchType.SAME, MatchType.SYNONYM})


@dataclass(frozen=True)
class Direction:
    """One direction of a comparison: the provisions of one side are answered by the other.

    `side` is the side of the requirements (`asked`), and `names.left` its name in sentences; `given` is the answering
    document. Frames are by provision id.
    """

    side: Side
    names: Names
    asked: Document
    given: Document
    asked_frames: Mapping[str, ProvisionFrames]
    given_frames: Mapping[str, ProvisionFrames]
    rows: Sequence[ComparisonRow]
    candidates: Sequence[Candidate] = ()

    @cached_property
    def _rows(self) -> dict[str, list[ComparisonRow]]:
        found: dict[str, list[ComparisonRow]] = {}
        for row in self.rows:
            found.setdefault(row.left if self.side is Side.LEFT else row.right, []).append(row)
        return found

    @cached_property
    def _candidates(self) -> dict[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = {}
        for cand in self.candidates:
            found.setdefault(cand.left if self.side is Side.LEFT else cand.right, []).append(cand)
        return found

    def rows_of(self, prov_id: str) -> Sequence[ComparisonRow]:
        """The rows of a provision of `asked`."""
        return self._rows.get(prov_id, ())

    def candidates_of(self, prov_id: str) -> Sequence[Candidate]:
        """The candidates of a provision of `asked`."""
        return self._candidates.get(prov_id, ())

    def theirs(self, cand: Candidate) -> str:
        """The id of the answering provision of a candidate."""
        return cand.right if self.side is Side.LEFT else cand.left

    def counterpart(self, row: ComparisonRow) -> Provision:
        """The answering provision of a row that is a pair."""
        return self.given.whole[row.right if self.side is Side.LEFT else row.left]

    def relation(self, row: ComparisonRow) -> Relation:
        """The relation of a row, read from the side of the requirements."""
        return row.relation if self.side is Side.LEFT else row.relation.inverse

    def own_part(self, part: PartComparison) -> MeasurePart:
        """The asking side's reading of one part of a measure."""
        return part.left if self.side is Side.LEFT else part.right

    def their_part(self, part: PartComparison) -> MeasurePart:
        """The answering side's reading of one part of a measure."""
        return part.right if self.side is Side.LEFT else part.left

    def own_matches(self, cand: Candidate) -> list[Span]:
        """The spans of the asking provision that a candidate marks as met."""
        matches = cand.alignment.matches
        return [span for one in matches for span in (one.left if self.side is Side.LEFT else one.right)]

    def firm_matches(self, cand: Candidate) -> list[Span]:
        """The spans that match in the same words or in synonyms."""
        matches = [one for one in cand.alignment.matches if one.how in _FIRM]
        return [span for one in matches for span in (one.left if self.side is Side.LEFT else one.right)]

    def held(self, row: ComparisonRow) -> bool:
        """Whether the program itself finds that a row is likelier right than not."""
        cand = row.candidate
        if cand is None or cand.prediction is None:
            return False
        return (
            cand.listed if cand.fitted else cand.prediction.relation not in {Relation.NONE, Relation.CONTRARY}
        )
