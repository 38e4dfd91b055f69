"""The evidence page at the desk before a reviewer has chosen: both texts, without any finding."""

from collections.abc import Collection
from dataclasses import replace

from crosswalk.report.comparison_model import ComparisonPage, Totals
from crosswalk.report.views import AbsentView, RowView, Run, TextView
from crosswalk.report.why_model import ConfidenceView

_WORD = "Not shown yet"
_SENTENCE = "First choose how the two relate, on the line of this row. Then what was found is shown here."
_ALONE = "First decide on the line of this row whether anything here answers it."


def before_choice(page: ComparisonPage, hidden: Collection[str]) -> ComparisonPage:
    """A page without the findings of the rows with the given ids, and without totals that would reveal them."""
    if not hidden:
        return page
    return replace(
        page,
        totals=Totals((), (), (), ()),
        rows=tuple(_bare(row) if row.id in hidden else _without_answers(row) for row in page.rows),
        relations=(),
        statuses=(),
        answers=(),
        grid=None,
        parts=None,
        answered=(),
    )


def _without_answers(row: RowView) -> RowView:
    """A row that its reader has decided, without its answers, which would reveal the findings on other rows."""
    left, right = (text and replace(text, answer=None) for text in (row.left, row.right))
    return replace(row, answers=(), left=left, right=right)


def _bare(row: RowView) -> RowView:
    absent = AbsentView("none", _ALONE)
    return RowView(
        number=row.number,
        id=row.id,
        anchor=row.anchor,
        topic=row.topic,
        relation="",
        glyph="",
        word=_WORD,
        sentence=_SENTENCE if row.is_pair else "",
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
