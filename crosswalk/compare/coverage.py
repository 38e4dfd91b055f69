"""Coverage: how far each provision is answered by the other document, from rows, frames and the rest of that document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from crosswalk.compare.document import Document, is_fragment
from crosswalk.compare.elsewhere import FoundElsewhere, find_elsewhere, search_inputs
from crosswalk.compare.links import Frames
from crosswalk.compare.reasons import Direction, with_reason
from crosswalk.compare.unmet import unmet_slots
from crosswalk.model.alignment import (
    Candidate,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    Side,
    UnmetSlot,
)
from crosswalk.model.annotation import NoteKind, Part, Span
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import LIVE, Coverage, Group, Relation, Status, Verification
from crosswalk.relate.predict import Names
from crosswalk.retrieve.matcher import no_counterpart

# At most this many closest candidates are named.
_NEAR = 3
# Read from the requirement: the counterpart contains all of it.
_ALL_OF_IT = frozenset({Relation.EQUAL, Relation.SUBSET})
# Of a definition taken over: whole or part, whichever side is asked.
_TAKEN_OVER = _ALL_OF_IT | {Relation.SUPERSET}
_NO_ANSWER = frozenset({Relation.NONE, Relation.CONTRARY})
_SHARED = {Side.LEFT: Group.SPLIT, Side.RIGHT: Group.CONSOLIDATED}
# Parts of a measure that name its source and level, not what it counts.
_BESIDE = frozenset({Part.AUTHORITY, Part.LEVEL})


# One answer for every provision of the left part, and one for every provision of the right.
Coverages = tuple[tuple[ProvisionCoverage, ...], tuple[ProvisionCoverage, ...]]


@dataclass(frozen=True, slots=True)
class CoverageInputs:
    """The frames of both parts, and the reasons why provisions of each are not assessed, by id."""

    frames: tuple[Frames, Frames]
    unasked: tuple[Mapping[str, str], Mapping[str, str]]


def cover_provisions(
    names: Names,
    left: Document,
    right: Document,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
    read: CoverageInputs,
    *,
    cache: Cache = NO_CACHE,
) -> Coverages:
    """One answer for every provision of the left part, and one for every provision of the right."""
    parts = left.part, right.part
    alone = cache.get_or_compute(
        "alone", parts, tuple[dict[str, float], dict[str, float]], partial(no_counterpart, *parts)
    )
    flipped = Names(names.right, names.left)
    ways = (
        Direction(Side.LEFT, names, left, right, *read.frames, rows, judged),
        Direction(Side.RIGHT, flipped, right, left, read.frames[1], read.frames[0], rows, judged),
    )
    mine, yours = (
        _look_elsewhere(way, [_answer(way, prov, unasked, none) for prov in way.asked.part], cache)
        for way, unasked, none in zip(ways, read.unasked, alone, strict=True)
    )
    return tuple(with_reason(ways[0], one) for one in mine), tuple(with_reason(ways[1], one) for one in yours)


def cover_left(
    names: Names,
    left: Document,
    right: Document,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
    read: CoverageInputs,
) -> tuple[ProvisionCoverage, ...]:
    """One answer for every provision of the left part; nothing is searched outside the right part."""
    way = Direction(Side.LEFT, names, left, right, *read.frames, rows, judged)
    answers = (_answer(way, prov, read.unasked[0], {}) for prov in left.part)
    return tuple(with_reason(way, one) for one in answers)


def _answer(
    way: Direction, prov: Provision, unasked: Mapping[str, str], none: Mapping[str, float]
) -> ProvisionCoverage:
    searched = (
        f"{way.given.part.source.title}, as of {way.given.part.source.as_of}, {_scope(way.given.part)}"
        " compared closely"
    )
    rows = [row for row in way.rows_of(prov.id) if _counts(row)]
    if not rows and (prov.is_heading or prov.id in unasked):
        why = unasked.get(prov.id, "")
        return ProvisionCoverage(prov.id, way.side, Coverage.NOT_ASSESSED, searched=searched, reason=why)
    checked = [row for row in rows if way.counterpart(row).verification is not Verification.UNVERIFIED]
    best = tuple(dict.fromkeys(way.counterpart(row).id for row in rows))
    state = _coverage(way, prov, rows)
    return ProvisionCoverage(
        prov.id,
        way.side,
        state,
        best=best,
        near=() if best else _nearest(way, prov.id),
        searched=searched,
        no_counterpart=none.get(prov.id, 1.0),
        verified=_coverage(way, prov, checked),
        unmet=() if state is Coverage.COVERED else _unmet(way, prov.id, rows, way.firm_matches),
    )


def _counts(row: ComparisonRow) -> bool:
    """Whether a row is a live pair with a relation."""
    pair = bool(row.left and row.right)
    return pair and row.status in LIVE and not row.refused and row.relation is not Relation.NONE


def _coverage(way: Direction, prov: Provision, rows: Sequence[ComparisonRow]) -> Coverage:
    """The coverage that some rows give a provision."""
    meeting = [row for row in rows if row.relation is not Relation.CONTRARY]
    if any(_answers(way, prov.id, row) for row in meeting) or answers_together(way, prov.id, meeting):
        return Coverage.COVERED
    if meeting:
        return Coverage.PARTLY
    return Coverage.CONTRARY if rows else Coverage.NOT_FOUND


def _answers(way: Direction, prov_id: str, row: ComparisonRow) -> bool:
    """Whether one row answers a provision in full.

    A confirmed row is accepted as it is. For a draft or a proposal, the program itself must find that the row is
    likelier right than not, and that no part of the provision is unmet; a permission answers no requirement in full.
    A definition that one side takes from the other is the same in both, with all its parts.
    """
    if row.candidate and row.candidate.adopted and row.relation in _TAKEN_OVER:
        return True
    if way.relation(row) not in _ALL_OF_IT:
        return False
    if row.status is Status.CONFIRMED:
        return True
    if is_fragment(way.asked, way.asked.whole[prov_id], way.asked_frames) or way.is_only_allowed(row):
        return False
    return way.held(row) and _all_met(way, prov_id, [row])


def _all_met(way: Direction, prov_id: str, rows: Sequence[ComparisonRow]) -> bool:
    if prov_id in way.asked.measures:
        return any(_same_measure(way, row.candidate.parts) for row in rows if row.candidate)
    return prov_id in way.asked_frames and not _unmet(way, prov_id, rows, way.own_matches)


def _same_measure(way: Direction, parts: Iterable[PartComparison]) -> bool:
    """Whether every part that the required measure has, or may have, is the same in the other."""
    compared = [one for one in parts if one.part not in _BESIDE]
    open_parts = [one for one in compared if one.verdict not in {PartVerdict.SAME, PartVerdict.NEITHER}]
    return bool(compared) and all(
        one.verdict is PartVerdict.SILENT and not way.own_part(one).values for one in open_parts
    )


def _unmet(
    way: Direction, prov_id: str, rows: Sequence[ComparisonRow], met: Callable[[Candidate], list[Span]]
) -> tuple[UnmetSlot, ...]:
    """The parts that the counterparts of some rows leave unmet; `met` returns the spans that a candidate meets."""
    asked = way.asked_frames.get(prov_id)
    if asked is None:
        return ()
    given = [way.given_frames[i] for row in rows if (i := way.counterpart(row).id) in way.given_frames]
    marked = [span for row in rows if row.candidate for span in met(row.candidate)]
    read = way.asked.annotated.get(prov_id)
    cited = [note.span for note in read.of(NoteKind.CITATION)] if read else []
    return unmet_slots(way.asked.whole[prov_id].text, asked, given, [*marked, *cited])


def answers_together(way: Direction, prov_id: str, rows: Sequence[ComparisonRow]) -> bool:
    """Whether two or more rows that people confirmed as one group meet every part of a provision."""
    group = group_of(way.side, prov_id, rows)
    return len(group) > 1 and _all_met(way, prov_id, group)


def group_of(side: Side, prov_id: str, rows: Iterable[ComparisonRow]) -> tuple[ComparisonRow, ...]:
    """The rows that people confirmed as one group for a provision; `side` is the side of the provision."""
    return tuple(
        row
        for row in rows
        if row.decided
        and row.status is Status.CONFIRMED
        and row.decided.group is _SHARED[side]
        and row.relation not in _NO_ANSWER
        and side.of(row) == prov_id
    )


def _scope(corpus: Corpus) -> str:
    worded = sum(not prov.is_heading for prov in corpus)
    return f"{worded} provision{'s'[: worded != 1]}"


def _nearest(way: Direction, prov_id: str) -> tuple[str, ...]:
    """The closest candidates, best first."""
    mine = sorted(way.candidates_of(prov_id), key=lambda c: (-c.confidence, -c.score, c.left, c.right))
    return tuple(way.theirs(cand) for cand in mine[:_NEAR])


def _look_elsewhere(
    way: Direction, answers: Sequence[ProvisionCoverage], cache: Cache
) -> tuple[ProvisionCoverage, ...]:
    """Search the rest of the same document for provisions that are not fully answered in the part compared."""
    asked, given = way.asked, way.given
    open_ids = [a.provision for a in answers if a.coverage in {Coverage.NOT_FOUND, Coverage.PARTLY}]
    rest = given.whole.keep([p.id for p in given.whole if p.id not in given.part and not p.is_heading])
    if not open_ids or not len(rest):
        return tuple(answers)
    wanted = asked.part.keep(open_ids)
    of = (way.names, *search_inputs(wanted, rest, asked, given))
    make = partial(find_elsewhere, wanted, rest, way.names, asked, given, cache)
    found = cache.get_or_compute("elsewhere", of, dict[str, FoundElsewhere], make)
    return tuple(_with_places(a, *found.get(a.provision, ((), ()))) for a in answers)


def _with_places(
    answer: ProvisionCoverage, answering: tuple[str, ...], touching: tuple[str, ...]
) -> ProvisionCoverage:
    """The answer with passages found elsewhere; those that only touch on it come before the nearest candidates."""
    near = (*touching, *answer.near) if answer.coverage is Coverage.NOT_FOUND else answer.near
    return replace(answer, elsewhere=answering, near=near)
