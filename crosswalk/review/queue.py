"""The queue of rows to decide, most urgent first, with the progress of the review and the agreement of reviewers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import fsum

from crosswalk.ledger.decide import history
from crosswalk.ledger.signatures import fold_name, is_among
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.report.review_rows import ReviewRow
from crosswalk.review.session import ReviewCrosswalk, on_file

Said = tuple[Status, Relation]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of reviewers: `agreed` of the `compared` rows, those that two or more people decided.

    `alpha` is Krippendorff's alpha for nominal data, 1 for full agreement and 0 for agreement by chance; None if it
    is not defined, because nothing was compared or all answers are the same.
    """

    agreed: int
    compared: int
    alpha: float | None


def agreement(mappings: MappingSet) -> Agreement:
    """How far the people behind a mapping file agree; each person's first decision on a row counts.

    A person who changes a decision later to agree with another is not counted as agreeing.
    """
    of_pair: dict[tuple[str, str], list[Mapping]] = {}
    for mapping in mappings:
        of_pair.setdefault(mapping.pair, []).append(mapping)
    read = [_first(replace(mappings, mappings=tuple(rows)), pair) for pair, rows in of_pair.items()]
    twice = [said for said in read if len(said) > 1]
    return Agreement(sum(len(set(said)) == 1 for said in twice), len(twice), alpha(twice))


def _first(rows: MappingSet, pair: tuple[str, str]) -> tuple[Said, ...]:
    """Each person's first decision on a pair."""
    first: dict[str, Said] = {}
    for row in history(rows, pair):
        for name in row.reviewers:
            first.setdefault(fold_name(name), (row.was or row.status, row.relation))
    return tuple(first.values())


def alpha(read: Sequence[Sequence[object]]) -> float | None:
    """Krippendorff's alpha for nominal data (Content Analysis, ch. 12); None if it is not defined.

    >>> round(alpha([["yes", "yes"], ["no", "no"], ["yes", "no"]]) or 0, 3)
    0.444
    >>> alpha([["yes", "yes"], ["yes", "yes"]]), alpha([])
    (None, None)
    """
    units = [said for said in read if len(said) > 1]
    sizes = Counter(one for said in units for one in said)
    number = sizes.total()
    unlike = fsum((a != b) / (len(said) - 1) for said in units for a, b in permutations(said, 2))
    by_chance = number * number - sum(size * size for size in sizes.values())
    if not by_chance:
        return None
    return 1 - (number - 1) * unlike / by_chance


# The views of the queue, with their page words.
VIEWS = {
    "open": "To decide",
    "second": "Decided by others",
    "unsure": "Unsure",
    "decided": "Decided",
    "all": "All rows",
}
ORDERS = {"need": "Most in need of a decision first", "text": "Order of the text"}


def listed_rows(table: ReviewCrosswalk) -> tuple[ReviewRow, ...]:
    """Every row of a crosswalk as it is now, in text order."""
    counted = set(table.rows(on_file(table.context.on_file())))
    return tuple(row for row in table.view().rows if row.pair in counted)


def in_view(rows: Sequence[ReviewRow], view: str, person: str) -> tuple[ReviewRow, ...]:
    """The rows of one view; the rows that others decided are offered to a person who did not decide them."""
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
    """The rows in text order or by urgency; counterparts of one provision stay together."""
    if order == "text":
        return tuple(rows)
    need: dict[str, int] = {}
    for row in rows:
        need[row.at] = max(need.get(row.at, 0), row.need)
    place = {at: n for n, at in enumerate(dict.fromkeys(row.at for row in rows))}
    return tuple(sorted(rows, key=lambda row: (-need[row.at], place[row.at], -row.need)))


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """The progress of a review: all rows, rows decided, rows decided by two people, and the agreement of reviewers."""

    rows: int
    decided: int
    twice: int
    agreement: Agreement

    @property
    def is_final(self) -> bool:
        """Whether two people decided every row."""
        return self.rows > 0 and self.twice == self.rows


def tally(rows: Sequence[ReviewRow], mappings: MappingSet) -> ReviewProgress:
    """The progress of a crosswalk as it is now."""
    twice = sum(row.done and len(row.names) > 1 for row in rows)
    return ReviewProgress(len(rows), sum(row.done for row in rows), twice, agreement(mappings))
