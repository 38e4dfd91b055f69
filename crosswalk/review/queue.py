"""Which rows of a crosswalk to decide, in the order in which a person is most needed, and how far the review is."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.ledger.signatures import is_among
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Status
from crosswalk.report.review_model import ReviewRow
from crosswalk.review.agreement import Agreement, agreement
from crosswalk.review.crosswalk import ReviewCrosswalk, on_file

# The views of the queue, with what a page calls them.
VIEWS = {
    "open": "To decide",
    "second": "Decided by others",
    "unsure": "Unsure",
    "decided": "Decided",
    "all": "All rows",
}
ORDERS = {"need": "What most needs a person first", "text": "Order of the text"}


def listed_rows(table: ReviewCrosswalk) -> tuple[ReviewRow, ...]:
    """Every row of a crosswalk as it is now, in the order of the text."""
    counted = set(table.rows(on_file(table.ground.on_file())))
    return tuple(row for row in table.view().rows if row.pair in counted)


def in_view(rows: Sequence[ReviewRow], view: str, person: str) -> tuple[ReviewRow, ...]:
    """The rows of one view; what others decided is offered to a person who did not decide it."""
    return tuple(row for row in rows if _is_in(row, view, person))


def _is_in(row: ReviewRow, view: str, person: str) -> bool:
    if view == "open":
        return not row.done
    if view == "second":
        return row.done and not is_among(person, row.names)
    if view == "unsure":
        return row.status == Status.UNSURE
    return row.done or view == "all"


def in_order(rows: Sequence[ReviewRow], order: str) -> tuple[ReviewRow, ...]:
    """The rows one after another, counterparts of one provision together."""
    if order == "text":
        return tuple(rows)
    need: dict[str, int] = {}
    for row in rows:
        need[row.at] = max(need.get(row.at, 0), row.need)
    place = {at: n for n, at in enumerate(dict.fromkeys(row.at for row in rows))}
    return tuple(sorted(rows, key=lambda row: (-need[row.at], place[row.at], -row.need)))


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far a crosswalk is: rows, those that a person decided, those with two names, and how far the two agree."""

    rows: int
    decided: int
    twice: int
    agreement: Agreement

    @property
    def is_final(self) -> bool:
        """Whether two people decided every row."""
        return self.rows > 0 and self.twice == self.rows


def tally(rows: Sequence[ReviewRow], mappings: MappingSet) -> ReviewProgress:
    """The figures of a crosswalk as it is now."""
    twice = sum(row.done and len(row.names) > 1 for row in rows)
    return ReviewProgress(len(rows), sum(row.done for row in rows), twice, agreement(mappings))
