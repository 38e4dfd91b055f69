"""A compact side-by-side of two definitions: findings, a curved figure, one line per element, and unmatched elements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswalk.language.phrasing import capital
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Relation
from crosswalk.report.compact_rows import (
    CompactView,
    ElementLine,
    OneSided,
    OneSidedGroup,
    element_line,
    one_sided,
    page_view,
    refused,
    standing,
)
from crosswalk.report.document_view import DocumentView, instrument
from crosswalk.report.figure import CurvedFigure, FigureBox, FigureLink, curved_figure
from crosswalk.report.findings import coverage_bar, findings
from crosswalk.report.frame import PageFrame
from crosswalk.report.review_rows import ReviewMode, ReviewView, review_mode
from crosswalk.report.views import CoverageBar, KeyItem, PageFinding
from crosswalk.report.words import count


@dataclass(frozen=True, slots=True)
class PageHead:
    """The parts that every compact page has.

    Attributes:
        frame: What every page carries.
        lede: The findings of the page, two or three.
        bars: How far each side is answered.
        key: The key of the page.
        left: The left document's name.
        right: The right document's name.
        left_words: Whose words the left column shows.
        right_words: Whose words the right column shows.
        evidence: The page with the full rows.
        review: What people need to decide the rows of this page.
        refused: Pairs that a person rejected or that another row superseded.
    """

    frame: PageFrame
    lede: tuple[PageFinding, ...]
    bars: tuple[CoverageBar, ...]
    key: tuple[KeyItem, ...]
    left: str
    right: str
    left_words: str
    right_words: str
    evidence: str
    review: ReviewMode
    refused: tuple[OneSided, ...] = ()

    @property
    def left_first(self) -> str:
        """The left document's name, capitalized for a heading."""
        return capital(self.left)

    @property
    def right_first(self) -> str:
        """The right document's name, capitalized for a heading."""
        return capital(self.right)


@dataclass(frozen=True, slots=True)
class CompactPage:
    """A side-by-side of two definitions, one line per element.

    Attributes:
        head: Lede, bars and key.
        figure: The curved figure; None if there are too many boxes or no pair.
        caption: What the figure shows.
        figure_heads: The heads of its two columns.
        lines: The elements.
        alone: Provisions of the right document without a counterpart.
    """

    head: PageHead
    figure: CurvedFigure | None
    caption: str
    figure_heads: tuple[str, str]
    lines: tuple[ElementLine, ...]
    alone: tuple[OneSidedGroup, ...]

    @property
    def frame(self) -> PageFrame:
        """What every page carries."""
        return self.head.frame


_MEANING = {
    Relation.EQUAL: "both ask for the same thing",
    Relation.SUBSET: "the left is part of the right",
    Relation.SUPERSET: "the right is part of the left",
    Relation.INTERSECTS: "they share some content",
    Relation.SUPPORTS: "doing the left helps meet the right",
    Relation.SUPPORTED: "doing the right helps meet the left",
    Relation.CONTRARY: "they cannot both be followed",
}
_STANDINGS = {"reviewed": "decided by a person", "draft": "by the editors", "proposed": "by software"}
BARS = KeyItem("Confidence:", "low, moderate, high", ("s-low", "s-moderate", "s-high"))
QUOTED = KeyItem("“Serif”", "is quoted; plain type is restated", look="quoted")
DOTTED = KeyItem("dotted", "matching words", look="answering")
CUT = KeyItem("[+9]", "number of words left out")
UNCHECKED_WORDS = KeyItem("unchecked words", "restated from memory", look="chip")


def compact_page(side: Comparison, frame: PageFrame) -> CompactPage:
    """The page model of one crosswalk of the kind `definition`."""
    view = page_view(side, frame)
    left, right = view.both
    lines = tuple(element_line(view, prov) for prov in shown_elements(view))
    alone = one_sided(view)
    figure = None if frame.desk else draw(view)
    return CompactPage(
        head=page_head(view, frame, lines_key(lines, alone)),
        figure=figure,
        caption=figure_caption(view, figure),
        figure_heads=(figure_head(left, figure, 0), figure_head(right, figure, 1)),
        lines=lines,
        alone=alone,
    )


def page_head(
    view: CompactView,
    frame: PageFrame,
    key: tuple[KeyItem, ...],
    most: int = 3,
) -> PageHead:
    """The head of a compact page, with at most `most` findings; none at the desk, where reviewers read the texts first."""
    told = frame.desk is None
    left, right = (instrument(one) for one in view.both)
    return PageHead(
        frame=frame,
        lede=tuple(_here(one) for one in findings(view)[:most]) if told else (),
        bars=(coverage_bar(view, "left"), coverage_bar(view, "right")) if told else (),
        key=key,
        left=view.both[0].spoken,
        right=view.both[1].spoken,
        left_words=left.whose,
        right_words=right.whose,
        evidence=view.evidence,
        review=review_mode(ReviewView(view), frame.version),
        refused=refused(view),
    )


def _here(finding: PageFinding) -> PageFinding:
    """A finding on its own page, where the proof is below it and needs no link."""
    return replace(finding, href="")


def shown_elements(view: CompactView) -> list[Provision]:
    """The left provisions that have a line on a compact page: those with a pair, and assessed ones without."""
    left = view.both[0]
    return [prov for prov in left.elements if prov.id in view.by_left or ("left", prov.id) in view.alone]


def lines_key(lines: Sequence[ElementLine], alone: Sequence[OneSidedGroup] = ()) -> tuple[KeyItem, ...]:
    """The key of the marks that occur in some lines."""
    found = [one for line in lines for one in (line.best, *line.rivals) if one]
    cut = [*(line.excerpt for line in lines), *(one.excerpt for one in found)]
    relations, standings = {one.relation for one in found}, {one.standing for one in found}
    unchecked = [
        *(one.unchecked for one in found),
        *(line.unchecked for line in lines),
        *(item.unchecked for group in alone for item in group.items),
    ]
    quoted = any(line.excerpt.quoted for line in lines)
    return (
        *(
            KeyItem(one.word, words, (f"m-{one.value}",))
            for one, words in _MEANING.items()
            if one in relations
        ),
        *((BARS,) if any(one.sure for one in found) else ()),
        *(KeyItem(one, words, look="chip") for one, words in _STANDINGS.items() if one in standings),
        *((UNCHECKED_WORDS,) if any(unchecked) else ()),
        *((QUOTED,) if quoted else ()),
        *((CUT,) if any(one.left_out for one in cut) else ()),
        *((DOTTED,) if any(run.marks for line in lines for run in line.excerpt.runs) else ()),
    )


def draw(view: CompactView, page: str = "") -> CurvedFigure | None:
    """The figure of a crosswalk's pairs; its boxes link to rows of `page`, by default the page they are on."""
    best = {rows[0].id for rows in view.by_left.values()}
    first = {row.right: row for row in reversed(view.pairs)}
    left, right = view.both
    boxes = [
        FigureBox(
            prov.id,
            view.name(prov),
            f"{page}#{view.anchors[view.by_left[prov.id][0].id]}",
            prov.num,
            unchecked=not prov.is_checked,
        )
        for prov in left.elements
        if prov.id in view.by_left
    ]
    facing = [
        FigureBox(
            prov.id,
            view.name(prov),
            f"{page}#{view.anchors[first[prov.id].id]}",
            unchecked=not prov.is_checked,
        )
        for prov in right.elements
        if prov.id in first
    ]
    links = [
        FigureLink(
            row.left,
            row.right,
            row.relation,
            standing(row),
            f"{row.relation.word}: {row.sentence}",
            row.id in best,
        )
        for row in view.pairs
    ]
    return curved_figure(boxes, facing, links)


def figure_caption(view: CompactView, figure: CurvedFigure | None) -> str:
    """What the lines of a figure mean, and what it leaves out; empty without a figure."""
    if figure is None:
        return ""
    right = view.both[1]
    rest = len(right.elements) - len(figure.right)
    said = "Thick lines lead to the best counterpart and thin lines to others; dotted lines were proposed by software only."
    lone = f" {_have(rest, right)} no line." if rest else ""
    return f"{said} Point to a box to follow its lines.{lone}"


def _have(number: int, side: DocumentView) -> str:
    """A count of elements with its verb, for the start of a sentence."""
    return f"{count(number, 'element')} of {side.spoken} {'has' if number == 1 else 'have'}"


def figure_head(side: DocumentView, figure: CurvedFigure | None, which: int) -> str:
    """The head of a column, 0 or 1: the document, and how many of its elements are drawn."""
    drawn = len((figure.left, figure.right)[which]) if figure else 0
    every = len(side.elements)
    what = count(every, "element")
    return f"{side.name}: {what if drawn == every else f'{drawn} of {what}'}"
