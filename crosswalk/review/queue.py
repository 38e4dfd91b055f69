"""What is to be decided, in the order in which a person is most needed, and why."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crosswalk.ledger.person_names import is_among
from crosswalk.model.alignment import Candidate, confidence_word
from crosswalk.model.comment import State
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.review.agreement import Agreement, agreement
from crosswalk.review.crosswalk import REVIEWED, Pair, ReviewCrosswalk, key_of


class QueueReason(StrEnum):
    """Why a row needs a person; the words stand on the card."""

    LOOK_AGAIN = "look-again"
    CONTRARY = "conflict"
    COMMENT = "comment"
    DISAGREES = "read otherwise"
    UNSURE = "unsure"
    RIVALS = "rivals"
    LOW = "low confidence"
    UNCHECKED = "unchecked words"
    GAP = "no counterpart"
    SECOND = "one name"

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return _WORDS[self][1]

    @property
    def need(self) -> int:
        """How much it calls for a person; only the order of the sums means anything."""
        return _WORDS[self][0]


_WORDS = {
    QueueReason.LOOK_AGAIN: (64, "The text behind it moved since it was decided."),
    QueueReason.CONTRARY: (48, "It is said that the two cannot both be followed."),
    QueueReason.COMMENT: (40, "A comment is open."),
    QueueReason.DISAGREES: (32, "The program reads it otherwise than the file."),
    QueueReason.UNSURE: (24, "A reviewer was unsure."),
    QueueReason.RIVALS: (12, "Another counterpart comes nearly as close."),
    QueueReason.LOW: (10, "The program is not sure of it."),
    QueueReason.UNCHECKED: (8, "A text was not checked against its source."),
    QueueReason.GAP: (4, "It says that nothing answers; look before you agree."),
    QueueReason.SECOND: (2, "One person decided it; a second name makes it final."),
}
# A rival is near when its confidence comes within so much of the pair's own.
NEAR = 0.1
# The views of the queue, with what a page calls them.
VIEWS = {
    "open": "To decide",
    "second": "Decided by others",
    "unsure": "Unsure",
    "decided": "Decided",
    "all": "All rows",
}
ORDERS = {"need": "What most needs a person first", "text": "In the order of the text"}


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row of the queue; `row` is what stands on file, `place` its place in the text."""

    pair: Pair
    row: Mapping | None
    candidate: Candidate | None
    reasons: tuple[QueueReason, ...]
    place: int

    @property
    def key(self) -> str:
        """Its name in an address."""
        return key_of(self.pair)

    @property
    def need(self) -> int:
        """How much it needs a person."""
        return sum(reason.need for reason in self.reasons)

    @property
    def names(self) -> tuple[str, ...]:
        """Who decided it."""
        return tuple(self.row.reviewer.split("|")) if self.row and self.row.reviewer else ()

    @property
    def is_decided(self) -> bool:
        """Whether a person decided it, and the text has not moved since."""
        return bool(self.row and self.row.status in REVIEWED and self.names)


def items(table: ReviewCrosswalk) -> tuple[QueueItem, ...]:
    """Every row of the crosswalk as it stands now, in the order of the text."""
    filed = table.on_file()
    said = {comment.pair for comment in table.comments() if comment.state is State.OPEN}
    place = _places(table)
    bare = [QueueItem(p, filed.get(p), table.candidates.get(p), (), place(p)) for p in table.rows(filed)]
    beside: dict[str, list[QueueItem]] = {}
    for item in bare:
        beside.setdefault(item.pair[0], []).append(item)
    made = [
        replace(item, reasons=tuple(_reasons(table, item, beside[item.pair[0]], item.pair in said)))
        for item in bare
    ]
    return tuple(sorted(made, key=lambda item: (item.place, _rank(item), item.pair)))


def _places(table: ReviewCrosswalk) -> Callable[[Pair], int]:
    left = {prov.id: n for n, prov in enumerate(table.side.left)}
    right = {prov.id: n for n, prov in enumerate(table.side.right)}
    return lambda pair: left.get(pair[0], len(left) + right.get(pair[1], len(right)))


def _rank(item: QueueItem) -> int:
    return item.candidate.rank if item.candidate else 0


def _reasons(
    table: ReviewCrosswalk, item: QueueItem, beside: Sequence[QueueItem], said: bool
) -> Iterator[QueueReason]:
    """Why a row needs a person, most pressing first; `beside` are the rows of the same left provision."""
    row, cand = item.row, item.candidate
    judged = cand.prediction if cand else None
    if row and row.status is Status.LOOK_AGAIN:
        yield QueueReason.LOOK_AGAIN
    if Relation.CONTRARY in {row.relation if row else None, judged.relation if judged else None}:
        yield QueueReason.CONTRARY
    if said:
        yield QueueReason.COMMENT
    if row and judged and judged.relation is not row.relation:
        yield QueueReason.DISAGREES
    if row and row.status is Status.UNSURE:
        yield QueueReason.UNSURE
    if cand and any(_is_rival(other, item) for other in beside):
        yield QueueReason.RIVALS
    if cand and confidence_word(round(cand.confidence, 2)) == "low":
        yield QueueReason.LOW
    ours, theirs = (side.find(i) for side, i in zip(table.sides, item.pair, strict=True))
    if not all(prov.is_checked for prov in (ours, theirs) if prov):
        yield QueueReason.UNCHECKED
    if not all(item.pair):
        yield QueueReason.GAP
    if item.is_decided and len(item.names) == 1:
        yield QueueReason.SECOND


def _is_rival(other: QueueItem, item: QueueItem) -> bool:
    """Whether another counterpart of the same provision comes near enough to be taken for this one."""
    if other is item or not other.candidate or not item.candidate:
        return False
    return other.candidate.confidence > item.candidate.confidence - NEAR


def in_view(every: Sequence[QueueItem], view: str, person: str) -> tuple[QueueItem, ...]:
    """The rows that a view shows; what others decided is shown to a person who did not."""
    return tuple(item for item in every if _is_in(item, view, person))


def _is_in(item: QueueItem, view: str, person: str) -> bool:
    if view == "open":
        return not item.is_decided
    if view == "second":
        return item.is_decided and not is_among(person, item.names)
    if view == "unsure":
        return bool(item.row and item.row.status is Status.UNSURE)
    return item.is_decided or view == "all"


def in_order(every: Sequence[QueueItem], order: str, skipped: Collection[Pair] = ()) -> tuple[QueueItem, ...]:
    """The rows one after another, rivals of one provision together; those skipped come last."""
    need: dict[tuple[str, str], int] = {}
    for item in every:
        need[_together(item)] = max(need.get(_together(item), 0), item.need)
    if order == "text":
        return tuple(sorted(every, key=lambda item: item.pair in skipped))
    return tuple(
        sorted(
            every,
            key=lambda item: (
                item.pair in skipped,
                -need[_together(item)],
                item.place,
                -item.need,
                item.pair,
            ),
        )
    )


def _together(item: QueueItem) -> tuple[str, str]:
    return ("left", item.pair[0]) if item.pair[0] else ("right", item.pair[1])


def after(queue: Sequence[QueueItem], pair: Pair, still: Collection[Pair]) -> Pair | None:
    """The next row of a queue, beginning anew at its end, that is among those still wanted."""
    pairs = [item.pair for item in queue]
    start = pairs.index(pair) + 1 if pair in pairs else 0
    return next((one for one in [*pairs[start:], *pairs[:start]] if one in still and one != pair), None)


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far a crosswalk is: rows, those a person decided, those with two names, and how far they agree."""

    rows: int
    decided: int
    twice: int
    agreement: Agreement

    @property
    def is_final(self) -> bool:
        """Whether two people stand behind every row."""
        return self.rows > 0 and self.twice == self.rows


def tally(every: Sequence[QueueItem], mappings: MappingSet) -> ReviewProgress:
    """The figures of a crosswalk as it stands now."""
    twice = sum(item.is_decided and len(item.names) > 1 for item in every)
    return ReviewProgress(len(every), sum(item.is_decided for item in every), twice, agreement(mappings))
