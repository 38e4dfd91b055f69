"""One crosswalk as it lies on the desk: what was computed once, and what is on file now."""

import hashlib
from collections.abc import Mapping as Map
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crosswalk.ledger.comments import read_comments
from crosswalk.model.alignment import Candidate
from crosswalk.model.comment import Comment
from crosswalk.model.comparison import Comparison
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Relation, Status
from crosswalk.report.document_view import DocumentView, sides
from crosswalk.services.compare import compare_crosswalk
from crosswalk.services.decide import DecisionContext, decision_context, find_crosswalk
from crosswalk.workspace.workspace import Workspace

Pair = tuple[str, str]
HOLDS = frozenset({Status.DRAFT, Status.CONFIRMED, Status.LOOK_AGAIN})
REVIEWED = frozenset({Status.CONFIRMED, Status.REJECTED, Status.UNSURE})
# So many counterparts of one provision are shown beside one another.
RIVALS = 5


def key_of(pair: Pair) -> str:
    """The name of a pair in an address; it holds no part of the ids, so no id can harm an address."""
    return hashlib.sha256("\x1f".join(pair).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class ReviewCrosswalk:
    """A crosswalk laid out: the comparison, the ground of decisions, and where comments are kept."""

    side: Comparison
    ground: DecisionContext
    comments_path: Path

    @cached_property
    def sides(self) -> tuple[DocumentView, DocumentView]:
        """Left and right, as the pages know them."""
        return sides(self.side)

    @cached_property
    def candidates(self) -> dict[Pair, Candidate]:
        """What the program computed for each pair."""
        return {(cand.left, cand.right): cand for cand in self.side.candidates}

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """Every pair that can be a card, by its key."""
        shown = [(row.left, row.right) for row in self.side.rows]
        return {key_of(pair): pair for pair in (*shown, *self.candidates)}

    def on_file(self) -> dict[Pair, Mapping]:
        """The rows that stand in the file at this moment."""
        return {m.pair: m for m in self.ground.on_file() if m.status is not Status.SUPERSEDED}

    def comments(self) -> tuple[Comment, ...]:
        """What was said of the rows, at this moment."""
        return read_comments(self.comments_path)

    def rows(self, filed: Map[Pair, Mapping]) -> tuple[Pair, ...]:
        """The pairs that make up the crosswalk now: decided ones, proposed ones, and what is left over."""
        shown = [(row.left, row.right) for row in self.side.rows]
        alive = [pair for pair in shown if pair in filed or self._is_open(pair, filed)]
        return tuple(dict.fromkeys([*alive, *filed]))

    def _is_open(self, pair: Pair, filed: Map[Pair, Mapping]) -> bool:
        """A pair is open while nobody decided it; a gap while nobody named a counterpart."""
        if all(pair):
            return pair in self.candidates
        mine = [m for p, m in filed.items() if (p[0] == pair[0] if pair[0] else p[1] == pair[1])]
        return not any(m.status in HOLDS and m.relation is not Relation.NONE for m in mine)

    def rivals(self, pair: Pair, filed: Map[Pair, Mapping]) -> tuple[Pair, ...]:
        """The counterparts of the same left provision, nearest first, the pair itself among them."""
        if not all(pair):
            return ()
        mine = [c for c in self.side.candidates if c.left == pair[0] and _is_related(c)]
        nearest = [(c.left, c.right) for c in sorted(mine, key=lambda c: c.rank)][:RIVALS]
        others = [p for p in filed if p[0] == pair[0] and all(p)]
        return tuple(dict.fromkeys([*nearest, *others, pair]))


def _is_related(cand: Candidate) -> bool:
    return cand.prediction is not None and cand.prediction.relation is not Relation.NONE


def lay_table(space: Workspace, crosswalk: str) -> ReviewCrosswalk:
    """A crosswalk of the list, computed and laid on the desk."""
    side = compare_crosswalk(space, find_crosswalk(space, crosswalk))
    return ReviewCrosswalk(side, decision_context(space, side), space.comments_file(crosswalk))
