"""The rows of a page: decided pairs, proposed pairs that are near enough, and provisions without a pair."""

from collections.abc import Collection, Sequence

from crosswalk.model.alignment import Candidate
from crosswalk.model.annotation import Part
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Relation, Status

# The most undecided counterparts that are shown for a left provision.
SHOWN = 4


def closeness(cand: Candidate) -> float:
    """How close two provisions are: the fitted chance, or else shares, common measure parts and confidence.

    It is 0 for a pair without a relation.
    """
    if cand.prediction is None or cand.prediction.relation is Relation.NONE:
        return 0.0
    if cand.fitted:
        return cand.confidence
    shared = (cand.alignment.left_share + cand.alignment.right_share) / 2
    if cand.parts:
        said = [c for c in cand.parts if c.left.values and c.part is not Part.AUTHORITY]
        shared += sum(bool(set(c.left.values) & set(c.right.values)) for c in said) / max(len(said), 1)
    return shared + cand.confidence


def comparison_rows(
    crosswalk: str,
    left: Corpus,
    right: Corpus,
    judged: Sequence[Candidate],
    decided: MappingSet | None,
    unasked: Collection[str],
) -> tuple[ComparisonRow, ...]:
    """The rows of a page: decided pairs, proposed pairs, then the provisions of either side without a pair.

    `crosswalk` is its id; a provision that is not assessed (`unasked`) has no row of its own.
    """
    by_pair = {(cand.left, cand.right): cand for cand in judged}
    standing = [m for m in decided or () if m.status is not Status.SUPERSEDED]
    rows = [_decided_row(crosswalk, m, by_pair.get(m.pair)) for m in standing]
    taken = {(row.left, row.right) for row in rows}
    shown = {pair for pair in _proposed(right, judged) if pair not in taken}
    rows += [_proposed_row(crosswalk, by_pair[pair]) for pair in shown]
    said = [row for row in rows if not row.refused]
    answered_left, answered_right = {row.left for row in said}, {row.right for row in said}
    rows += [
        ComparisonRow(f"{crosswalk}:{p.id}~", p.id, "", Status.PROPOSED, Relation.NONE, "")
        for p in left
        if not p.is_heading and p.id not in answered_left and p.id not in unasked
    ]
    rows += [
        ComparisonRow(f"{crosswalk}:~{p.id}", "", p.id, Status.PROPOSED, Relation.NONE, "")
        for p in right
        if p.id not in answered_right and p.id not in unasked and not (p.is_heading and right.children(p.id))
    ]
    order_left, order_right = ({prov.id: n for n, prov in enumerate(side)} for side in (left, right))

    def place(row: ComparisonRow) -> tuple[int, float, int]:
        """The sort key of a row: left document order, then closest first; unmatched right provisions come last."""
        near = closeness(row.candidate) if row.candidate else 0.0
        return order_left.get(row.left, len(order_left)), -near, order_right.get(row.right, len(order_right))

    return tuple(sorted(rows, key=place))


def _decided_row(crosswalk: str, mapping: Decided, cand: Candidate | None) -> ComparisonRow:
    return ComparisonRow(
        f"{crosswalk}:{mapping.left}~{mapping.right}",
        mapping.left,
        mapping.right,
        mapping.status,
        mapping.relation,
        mapping.sentence,
        cand,
        mapping,
    )


def _proposed_row(crosswalk: str, cand: Candidate) -> ComparisonRow:
    assert cand.prediction is not None  # noqa: S101 - judge_proposed judges every candidate
    return ComparisonRow(
        f"{crosswalk}:{cand.left}~{cand.right}",
        cand.left,
        cand.right,
        Status.PROPOSED,
        cand.prediction.relation,
        cand.prediction.sentence,
        cand,
    )


def _proposed(right: Corpus, judged: Sequence[Candidate]) -> set[tuple[str, str]]:
    """The pairs that get a row: the listed ones; for measures and definitions, the closest of either side."""
    chosen = {(cand.left, cand.right) for cand in judged if cand.fitted and cand.listed}
    others = [cand for cand in judged if not cand.fitted and closeness(cand) > 0]
    chosen |= {(cand.left, cand.right) for cand in others if cand.rank <= SHOWN}
    for prov in right:
        mine = [cand for cand in others if cand.right == prov.id]
        if mine:
            best = max(mine, key=lambda c: (closeness(c), c.score, c.left))
            chosen.add((best.left, best.right))
    return chosen
