"""The evidence page of a crosswalk: totals, every row with both texts, and the texts in full."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from crosswalk.model.comparison import Comparison
from crosswalk.model.relation import Relation, Status
from crosswalk.report.cells import STANDING_WORDS, UNREAD
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.document_view import DocumentView, instrument, label, sides
from crosswalk.report.findings import coverage_bar
from crosswalk.report.frame import PageFrame
from crosswalk.report.rows import group_key, row_views
from crosswalk.report.views import (
    REFUSED,
    AbsentView,
    ConfidenceView,
    CoverageBar,
    FilterOption,
    Instrument,
    Link,
    LinkedCount,
    Passage,
    PublishedSection,
    RowView,
    Run,
    TextView,
)
from crosswalk.report.words import count, curly


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of the “in short” sentence.

    Attributes:
        rows: Pairs, and provisions of either side without a counterpart.
        relations: Pairs on checked words, by relation.
        unchecked: Pairs on unchecked words, by relation.
        statuses: All rows by status, reviewed ones first.
    """

    rows: tuple[LinkedCount, ...]
    relations: tuple[LinkedCount, ...]
    unchecked: tuple[LinkedCount, ...]
    statuses: tuple[LinkedCount, ...]


@dataclass(frozen=True, slots=True)
class FullLine:
    """One passage of a text in full.

    Attributes:
        passage: The passage.
        rows: Links to the rows that rest on it, by number.
    """

    passage: Passage
    rows: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A unit of a document as published.

    Attributes:
        instrument: Short name of the document.
        section: The unit.
        lines: Its passages with their rows.
    """

    instrument: str
    section: PublishedSection
    lines: tuple[FullLine, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """A side-by-side page of any kind.

    Attributes:
        frame: What every page carries.
        left: The left document.
        right: The right document.
        totals: The counts of the summary.
        rows: The table.
        relations: Filter values: how they relate.
        statuses: Filter values: the status of a row.
        groups: Filter values: the heading it is filed under.
        answers: Filter values: how far a provision is answered.
        contents: The headings of the left document, each linked to its first row.
        caption: The table's caption.
        texts: The published sections that contain the rows' texts, each once.
        bars: How far each side is answered by the other.
    """

    frame: PageFrame
    left: Instrument
    right: Instrument
    totals: Totals
    rows: tuple[RowView, ...]
    relations: tuple[FilterOption, ...]
    statuses: tuple[FilterOption, ...]
    groups: tuple[FilterOption, ...]
    answers: tuple[FilterOption, ...]
    contents: tuple[LinkedCount, ...]
    caption: str
    texts: tuple[FullText, ...] = ()
    bars: tuple[CoverageBar, ...] = ()


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
    Status.UNSURE: "marked unsure by a reviewer",
    Status.REJECTED: "rejected by a reviewer",
    Status.DRAFT: "in draft, which is not a review",
    Status.PROPOSED: "proposed by software, not reviewed",
    Status.LOOK_AGAIN: "to be looked at again",
    Status.SUPERSEDED: "superseded",
}
# Shown even if zero: a reader must see that nothing is the same, and that nobody has reviewed it.
_ALWAYS = (Status.CONFIRMED, Status.DRAFT, Status.PROPOSED)


def comparison_page(side: Comparison, frame: PageFrame, *, is_part: bool = False) -> ComparisonPage:
    """The page model of one crosswalk; at the desk without what its reader may not see yet.

    If it `is_part`, the page holds some rows of a large crosswalk, and its bars count their provisions only.
    """
    left, right = sides(side)
    rows = row_views(side)
    hidden = {row.id for row in side.rows if frame.desk and frame.desk.withheld(row)}
    page = ComparisonPage(
        frame=frame,
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
        caption=f"{curly(side.title)}: {count(len(rows), 'row')}, {left.part_name} beside {right.part_name}",
        texts=full_texts(rows),
        bars=tuple(
            coverage_bar(CompactView(side), which, frame.file if is_part else "")
            for which in ("left", "right")
        ),
    )
    return before_choice(page, hidden)


def totals(rows: Sequence[RowView], left: str, right: str) -> Totals:
    """The counts of the "in short" sentence.

    Rejected and superseded rows, and rows once rejected, are counted by status only; pairs on unchecked text are
    counted separately.
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
    unread = tally[UNREAD]
    return (
        *(
            _count(tally[status], _STATUS_TOTALS[status], status=status.value)
            for status in _STATUS_ORDER
            if tally[status] or status in _ALWAYS
        ),
        *([_count(unread, "not retrieved, so not to be reviewed yet", status=UNREAD)] if unread else []),
    )


def _choices(values: Sequence[str], words: Mapping[str, str]) -> tuple[FilterOption, ...]:
    """Every value once, in order of first occurrence, with the number of rows that have it."""
    tally = Counter(values)
    return tuple(FilterOption(value, words[value], tally[value]) for value in dict.fromkeys(values))


def _groups(rows: Sequence[RowView], left: DocumentView, right: DocumentView) -> tuple[FilterOption, ...]:
    """The headings that rows are filed under: the left document's in its order, then the right one's."""
    words = {group_key(one, prov): label(one.group(prov)) for one in (left, right) for prov in one.part}
    found = {choice.value: choice for choice in _choices([key for row in rows for key in row.groups], words)}
    return tuple(found[key] for key in words if key in found)


def _contents(rows: Sequence[RowView], left: DocumentView, right: DocumentView) -> tuple[LinkedCount, ...]:
    """A link to the first row of each heading; rows with a right side only come last."""
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
    """A number that links to its rows; zero has no link."""
    return LinkedCount(number, words, address(**chosen) if number else "")


def address(**chosen: str) -> str:
    """The address of the rows that pass a filter; it works without script."""
    return f"?{urlencode(sorted(chosen.items()))}#rows"


def full_texts(rows: Sequence[RowView]) -> tuple[FullText, ...]:
    """Every published section that contains a text of the rows: the left document's first, in the order of the rows."""
    placed: dict[str, TextView] = {}
    resting: dict[str, dict[str, Link]] = {}
    ends = [*((row.left, row) for row in rows), *((row.right, row) for row in rows)]
    for text, row in ends:
        if text is None:
            continue
        resting.setdefault(text.id, {})[row.anchor] = Link(str(row.number), f"#{row.anchor}")
        if text.section:
            placed.setdefault(text.section.anchor, text)
    return tuple(_full(text, text.section, resting) for text in placed.values() if text.section)


def _full(text: TextView, section: PublishedSection, resting: dict[str, dict[str, Link]]) -> FullText:
    lines = tuple(FullLine(one, tuple(resting.get(one.id, {}).values())) for one in section.passages)
    return FullText(text.instrument, section, lines)


def before_choice(page: ComparisonPage, hidden: Collection[str]) -> ComparisonPage:
    """A page at the desk without the findings of some rows, by id, and without totals that would reveal them."""
    if not hidden:
        return page
    return replace(
        page,
        totals=Totals((), (), (), ()),
        rows=tuple(_bare(row) if row.id in hidden else _without_answers(row) for row in page.rows),
        relations=(),
        statuses=(),
        answers=(),
        bars=(),
    )


def _without_answers(row: RowView) -> RowView:
    """A row that its reader has decided, without its answers, which would reveal the findings on other rows."""
    left, right = (text and replace(text, answer=None) for text in (row.left, row.right))
    return replace(row, answers=(), left=left, right=right)


def _bare(row: RowView) -> RowView:
    """A row at the desk before its reader has chosen: both texts, without any finding."""
    absent = AbsentView("none", "First decide on the line of this row whether anything here covers it.")
    choose = "First choose how the two relate, on the line of this row. Then what was found is shown here."
    return RowView(
        number=row.number,
        id=row.id,
        anchor=row.anchor,
        topic=row.topic,
        relation="",
        glyph="",
        word="Not shown yet",
        sentence=choose if row.is_pair else "",
        computed="",
        basis="",
        strength="",
        confidence=ConfidenceView("", "", ""),
        status="",
        status_words="",
        decided="",
        comment="",
        reviewed=False,
        checked=row.checked,
        groups=row.groups,
        answers=(),
        left=_plain(row.left),
        right=_plain(row.right),
        left_absent=absent if row.left_absent else None,
        right_absent=absent if row.right_absent else None,
        is_withheld=True,
    )


def _plain(text: TextView | None) -> TextView | None:
    """A text without the marks of what it shares with the other side and of what it adds."""
    return text and replace(text, runs=(Run(text.text),) if text.runs else (), adds=(), answer=None)
