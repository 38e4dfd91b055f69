"""A whole side-by-side page: totals, table, and the grid or parts table its kind asks for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from crosswalk.model.comparison import Comparison
from crosswalk.model.relation import Relation, Status
from crosswalk.report.cells import STANDING_WORDS
from crosswalk.report.comparison_model import ComparisonPage, FilterOption, PageFrame, Totals
from crosswalk.report.document_view import DocumentView, instrument, label, sides
from crosswalk.report.full_texts import full_texts
from crosswalk.report.gap_page import answered
from crosswalk.report.grid import grid, parts_table
from crosswalk.report.rows import group_key, row_views
from crosswalk.report.views import REFUSED, LinkedCount, RowView
from crosswalk.report.withheld import before_choice
from crosswalk.report.words import count

_STATUS_ORDER = (
    Status.CONFIRMED,
    Status.UNSURE,
    Status.REJECTED,
    Status.DRAFT,
    Status.PROPOSED,
    Status.LOOK_AGAIN,
    Status.SUPERSEDED,
)
_STATUS_TOTALS = {
    Status.CONFIRMED: "confirmed by a reviewer",
    Status.UNSURE: "left unsure by a reviewer",
    Status.REJECTED: "rejected by a reviewer",
    Status.DRAFT: "in the editors’ draft, which is not a review",
    Status.PROPOSED: "proposed by software, not reviewed",
    Status.LOOK_AGAIN: "to be looked at again",
    Status.SUPERSEDED: "superseded",
}
# Counted even at nought: a reader must see that nothing is the same, and that nobody has reviewed it.
_ALWAYS = (Status.CONFIRMED, Status.DRAFT, Status.PROPOSED)


def comparison_page(side: Comparison, frame: PageFrame) -> ComparisonPage:
    """The page model of one crosswalk; at the desk without what its reader may not see yet."""
    left, right = sides(side)
    rows = row_views(side)
    hidden = {row.id for row in side.rows if frame.desk and frame.desk.withheld(row)}
    page = ComparisonPage(
        frame=frame,
        kind=side.kind,
        left=instrument(left),
        right=instrument(right),
        totals=totals(rows, left.spoken, right.spoken),
        rows=rows,
        relations=_choices(
            [row.relates for row in rows], {one.value: one.word for one in Relation} | {REFUSED: "Rejected"}
        ),
        statuses=_choices([row.status for row in rows], {row.status: row.status_words for row in rows}),
        groups=_groups(rows, left, right),
        answers=_answers(rows, left, right),
        contents=_contents(rows, left, right),
        caption=f"{side.title}: {count(len(rows), 'row')}, {left.part_name} beside {right.part_name}",
        grid=grid(side, rows) if side.kind == "definition" else None,
        parts=parts_table(rows) if any(row.parts and row.counts for row in rows) else None,
        texts=full_texts(rows),
        answered=answered(side),
    )
    return before_choice(page, hidden)


def totals(rows: Sequence[RowView], left: str, right: str) -> Totals:
    """What the "in short" sentence counts.

    Rejected and superseded rows, and those once rejected, are counted by status alone; pairs on unchecked text stand apart.
    """
    pairs = [row for row in rows if row.counts]
    return Totals(
        rows=(
            _count(len(pairs), "pair" if len(pairs) == 1 else "pairs", side="both"),
            _count(sum(row.right is None for row in rows), f"only in {left}", side="left"),
            _count(sum(row.left is None for row in rows), f"only in {right}", side="right"),
        ),
        relations=_by_relation([row for row in pairs if row.checked], "yes"),
        unchecked=_by_relation([row for row in pairs if not row.checked], "no"),
        statuses=_by_status(rows),
    )


def _by_relation(pairs: Sequence[RowView], checked: str) -> tuple[LinkedCount, ...]:
    tally = Counter(row.relation for row in pairs)
    words = {
        Relation.EQUAL: "the same",
        Relation.INTERSECTS: "overlap",
        Relation.SUBSET: "part of",
        Relation.SUPERSET: "includes",
    }
    return tuple(
        _count(
            tally[relation],
            words.get(relation, relation.word.lower()),
            side="both",
            relation=relation.value,
            checked=checked,
        )
        for relation in Relation
        if tally[relation] or (relation is Relation.EQUAL and pairs)
    )


def _by_status(rows: Sequence[RowView]) -> tuple[LinkedCount, ...]:
    tally = Counter(row.status for row in rows)
    return tuple(
        _count(tally[status], _STATUS_TOTALS[status], status=status.value)
        for status in _STATUS_ORDER
        if tally[status] or status in _ALWAYS
    )


def _choices(values: Sequence[str], words: Mapping[str, str]) -> tuple[FilterOption, ...]:
    """Every value once, where it first comes, with the number of rows that have it."""
    tally = Counter(values)
    return tuple(FilterOption(value, words[value], tally[value]) for value in dict.fromkeys(values))


def _groups(rows: Sequence[RowView], left: DocumentView, right: DocumentView) -> tuple[FilterOption, ...]:
    """The headings that rows are filed under, left document first, each in the document's order."""
    words = {group_key(one, prov): label(one.group(prov)) for one in (left, right) for prov in one.part}
    found = {choice.value: choice for choice in _choices([key for row in rows for key in row.groups], words)}
    return tuple(found[key] for key in words if key in found)


def _contents(rows: Sequence[RowView], left: DocumentView, right: DocumentView) -> tuple[LinkedCount, ...]:
    """Where each heading's rows begin; rows of the right document alone come last."""
    words = {choice.value: choice.words for choice in _groups(rows, left, right)}
    filed = [(row.groups[0] if row.left else "", row.anchor) for row in rows if row.groups]
    tally, first = Counter(key for key, _ in filed), dict(reversed(filed))
    return tuple(
        LinkedCount(tally[key], words.get(key, f"Only in {right.spoken}"), f"#{first[key]}")
        for key in dict.fromkeys(key for key, _ in filed)
    )


def _answers(rows: Sequence[RowView], left: DocumentView, right: DocumentView) -> tuple[FilterOption, ...]:
    words = {
        f"{one.which}:{kind}": f"{one.name}: {words.lower()}"
        for one in (left, right)
        for kind, words in STANDING_WORDS.items()
    }
    found = {choice.value: choice for choice in _choices([key for row in rows for key in row.answers], words)}
    return tuple(found[key] for key in words if key in found)


def _count(number: int, words: str, **chosen: str) -> LinkedCount:
    """A number that leads to its rows; nought leads nowhere."""
    return LinkedCount(number, words, address(**chosen) if number else "")


def address(**chosen: str) -> str:
    """The address of the rows that a filter leaves, good without script too."""
    return f"?{urlencode(sorted(chosen.items()))}#rows"
