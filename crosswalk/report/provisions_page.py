"""Requirements by topic: a matrix of topics and elements, then one line per requirement."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import ELSEWHERE, ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Coverage, Modality
from crosswalk.report.cells import STANDING_WORDS, answer_kind
from crosswalk.report.compact_page import PageHead, lines_key, page_head, shown_elements
from crosswalk.report.compact_rows import (
    CompactView,
    ElementLine,
    OneSidedGroup,
    element_line,
    one_sided,
    page_view,
)
from crosswalk.report.document_view import found_pointers
from crosswalk.report.frame import PageFrame
from crosswalk.report.paging import MOST_LINES, split_into_parts
from crosswalk.report.review_rows import review_part
from crosswalk.report.tables import looked_at
from crosswalk.report.views import FilterOption, Link
from crosswalk.report.words import DUTY_WORDS, anchors, shortened

# The most words of a requirement that a line shows, and how many of them at least are its first.
_WORDS, _OPENING = 24, 7
# A matrix with more columns than this is unreadable, so the remaining elements share the last one.
MOST_COLUMNS = 40
# The most characters of a column heading.
_COLUMN = 40
# Three shades: one pair, two or three, four or more.
_SHADES = ((4, 3), (2, 2), (1, 1))


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One element of the right document across the top of the matrix.

    Attributes:
        name: Its name.
        family: The heading it is under.
        unchecked: Whether nobody checked its words against the source.
    """

    name: str
    family: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class TopicCell:
    """The number of pairs between one topic and one element.

    Attributes:
        number: How many.
        shade: 0 for none to 3 for many.
        unchecked: Whether all of them rest on unchecked words.
        href: A link to the lines of the topic.
    """

    number: int
    shade: int
    unchecked: bool
    href: str


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement with its filter values.

    Attributes:
        line: The requirement, its counterparts and their sentences.
        actor: Who must act; empty if the text names nobody.
        duty: The duty in words.
        state: How far it is answered, in the contract's word.
        weak: Candidates that were considered and not listed; they are not counted.
        found: The places outside the part compared that answer it, each with its citation.
    """

    line: ElementLine
    actor: str
    duty: str
    state: str
    weak: tuple[str, ...]
    found: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Duty and actor in one line; that no duty is named is not said of each."""
        duty = "" if self.duty == DUTY_WORDS[Modality.STATES] else self.duty
        return " · ".join(words for words in (duty, self.actor) if words)


@dataclass(frozen=True, slots=True)
class TopicView:
    """The requirements of one topic.

    Attributes:
        anchor: Its fragment in the address.
        name: Its name.
        place: Its place in the document.
        href: The page and fragment of its lines.
        total: How many requirements it has.
        cells: One per column of the matrix.
        answered: The requirements with a counterpart.
        missing: Those without one.
    """

    anchor: str
    name: str
    place: str
    href: str
    total: int
    cells: tuple[TopicCell, ...]
    answered: tuple[RequirementLine, ...]
    missing: tuple[RequirementLine, ...]


@dataclass(frozen=True, slots=True)
class ProvisionsPage:
    """A side-by-side of requirements by topic.

    Attributes:
        head: Lede, bars and key.
        columns: The columns of the matrix.
        families: The headings above them, each with how many columns it spans.
        topics: The topics of the matrix.
        shown: The topics whose lines this page holds.
        parts: The pages that hold the lines of the others; empty if this page holds all.
        actors: Filter values: who must act.
        duties: Filter values: the duty.
        states: Filter values: how far a requirement is answered.
        alone: Provisions of the right document without a counterpart.
        moved: On a page with parts, for each row its old fragment, its present address, and its name.
    """

    head: PageHead
    columns: tuple[MatrixColumn, ...]
    families: tuple[tuple[str, int], ...]
    topics: tuple[TopicView, ...]
    shown: tuple[TopicView, ...]
    parts: tuple[Link, ...]
    actors: tuple[FilterOption, ...]
    duties: tuple[FilterOption, ...]
    states: tuple[FilterOption, ...]
    alone: tuple[OneSidedGroup, ...]
    moved: tuple[tuple[str, str, str], ...] = ()

    @property
    def frame(self) -> PageFrame:
        """What every page carries."""
        return self.head.frame


def provisions_page(side: Comparison, frame: PageFrame) -> ProvisionsPage:
    """The page model of one crosswalk of the kind `provisions`, with all its lines."""
    view = page_view(side, frame)
    provs = shown_elements(view)
    groups: dict[str, tuple[Provision, list[Provision]]] = {}
    for prov in provs:
        topic = _topic(view, prov)
        groups.setdefault(topic.id, (topic, []))[1].append(prov)
    columns = [] if frame.desk else _columns(view)
    weak = _weak(view)
    topics = _merged(tuple(_topic_view(view, topic, mine, columns, weak) for topic, mine in groups.values()))
    lines = [one for topic in topics for one in (*topic.answered, *topic.missing)]
    alone = one_sided(view)
    heads = _heads([column for _, column in columns])
    return ProvisionsPage(
        head=page_head(view, frame, lines_key([one.line for one in lines], alone), most=2),
        columns=heads,
        families=_families(heads),
        topics=topics,
        shown=topics,
        parts=(),
        actors=_options(Counter(one.actor for one in lines), {"": "nobody named"}),
        duties=_options(Counter(one.duty for one in lines), {"": DUTY_WORDS[Modality.STATES]}),
        states=_options(Counter(one.state for one in lines), STANDING_WORDS),
        alone=alone,
    )


def _topic(view: CompactView, prov: Provision) -> Provision:
    """The nearest named provision with others below it, from this one upward; else the heading it is filed under."""
    left = view.both[0]
    above = (*left.whole.ancestors(prov.id), prov) if prov.id in left.whole else ()
    named = (one for one in reversed(above) if one.id in view.side.topics and left.whole.children(one.id))
    return next(named, left.group(prov))


def _columns(view: CompactView) -> list[tuple[frozenset[str], MatrixColumn]]:
    """The columns, each with the ids of its elements; beyond `MOST_COLUMNS` the elements with the fewest pairs share one."""
    right = view.both[1]
    pairs = Counter(row.right for row in view.pairs)
    every = [prov for prov in right.elements if pairs[prov.id] or not prov.is_heading]
    kept = (
        sorted(every, key=lambda prov: -pairs[prov.id])[:MOST_COLUMNS] if len(every) > MOST_COLUMNS else every
    )
    ids = {prov.id for prov in kept}
    found = [
        (
            frozenset({prov.id}),
            MatrixColumn(shortened(view.name(prov), _COLUMN), _family(view, prov), not prov.is_checked),
        )
        for prov in every
        if prov.id in ids
    ]
    rest = frozenset(prov.id for prov in every if prov.id not in ids)
    return [*found, (rest, MatrixColumn(f"{len(rest)} others", "", False))] if rest else found


def _family(view: CompactView, prov: Provision) -> str:
    """The name of the outermost heading above an element."""
    right = view.both[1]
    above = right.whole.ancestors(prov.id) if prov.id in right.whole else ()
    return view.name(above[0]) if above else ""


def _families(columns: Sequence[MatrixColumn]) -> tuple[tuple[str, int], ...]:
    return tuple((name, len(list(same))) for name, same in groupby(columns, lambda column: column.family))


def _heads(columns: Sequence[MatrixColumn]) -> tuple[MatrixColumn, ...]:
    """The columns; a column alone in its family carries the family's name, which has no room above one column."""
    return tuple(
        replace(column, name=f"{name}: {column.name}" if name and len(same) == 1 else column.name)
        for name, some in groupby(columns, lambda column: column.family)
        for same in [list(some)]
        for column in same
    )


def _topic_view(
    view: CompactView,
    topic: Provision,
    provs: Sequence[Provision],
    columns: Sequence[tuple[frozenset[str], MatrixColumn]],
    weak: Mapping[str, Sequence[str]],
) -> TopicView:
    key = f"topic-{view.name(topic).lower()}"
    anchor = anchors([key])[key]
    lines = [_line(view, prov, weak.get(prov.id, ())) for prov in provs]
    return TopicView(
        anchor=anchor,
        name=view.name(topic),
        place=view.section(topic),
        href=f"#{anchor}",
        total=len(provs),
        cells=tuple(_cell(view, provs, ids, f"#{anchor}") for ids, _ in columns),
        answered=tuple(one for one in lines if one.line.best),
        missing=tuple(one for one in lines if not one.line.best),
    )


def _merged(topics: Sequence[TopicView]) -> tuple[TopicView, ...]:
    """Topics with the same name merged, in the place of the first."""
    found: dict[str, TopicView] = {}
    for topic in topics:
        first = found.get(topic.anchor)
        found[topic.anchor] = topic if first is None else _joined(first, topic)
    return tuple(found.values())


def _joined(one: TopicView, two: TopicView) -> TopicView:
    cells = tuple(
        TopicCell(
            a.number + b.number,
            _shade(a.number + b.number),
            bool(a.number + b.number) and all(cell.unchecked for cell in (a, b) if cell.number),
            a.href,
        )
        for a, b in zip(one.cells, two.cells, strict=True)
    )
    place = ", ".join(part for part in (one.place, two.place.removeprefix("sec. ")) if part)
    return replace(
        one,
        place=place,
        total=one.total + two.total,
        cells=cells,
        answered=one.answered + two.answered,
        missing=one.missing + two.missing,
    )


def _shade(number: int) -> int:
    return next((shade for least, shade in _SHADES if number >= least), 0)


def _cell(view: CompactView, provs: Sequence[Provision], ids: frozenset[str], href: str) -> TopicCell:
    rows = [row for prov in provs for row in view.by_left.get(prov.id, ()) if row.right in ids]
    unchecked = [(prov := view.both[1].find(row.right)) is None or not prov.is_checked for row in rows]
    return TopicCell(len(rows), _shade(len(rows)), bool(rows) and all(unchecked), href)


def _line(view: CompactView, prov: Provision, weak: Sequence[str]) -> RequirementLine:
    left = view.both[0]
    read = view.side.annotated_left.get(prov.id)
    answer = left.answers.get(prov.id)
    line = element_line(view, prov, _WORDS, _OPENING)
    found = RequirementLine(
        line=line,
        actor=capital(read.actor) if read else "",
        duty=DUTY_WORDS[read.duty] if read else "",
        state=answer_kind(prov, answer) if answer else Coverage.NOT_ASSESSED.value,
        weak=tuple(weak),
        found=_places(view, answer) if answer and answer.standing == ELSEWHERE else (),
    )
    hidden = line.best.is_withheld if line.best else not line.none
    return replace(found, state="", weak=(), found=()) if hidden else found


def _places(view: CompactView, answer: ProvisionCoverage) -> tuple[str, ...]:
    """Where an answer was found outside the part compared: by citation, and by name if the document has names."""
    found = found_pointers(view.both[1], answer)
    return tuple(
        f"“{one.name}” ({one.link.words})" if one.name and one.name != one.link.words else one.link.words
        for one in found
    )


def _weak(view: CompactView) -> dict[str, list[str]]:
    """The names of the candidates considered for each requirement and not listed, the likeliest first."""
    found: dict[str, list[str]] = {}
    for one in sorted(looked_at(view.side), key=lambda one: -one["confidence"]):
        prov = view.both[1].find(one["right_id"])
        if prov is not None:
            found.setdefault(one["left_id"], []).append(view.name(prov))
    return found


def _options(values: Mapping[str, int], words: Mapping[str, str]) -> tuple[FilterOption, ...]:
    return tuple(
        FilterOption(value, words.get(value, value), values[value])
        for value in sorted(values, key=lambda value: (-values[value], value))
    )


def provisions_parts(
    whole: ProvisionsPage, framed: Callable[[str, str], PageFrame]
) -> tuple[ProvisionsPage, tuple[ProvisionsPage, ...]]:
    """Split a page that is too large into an index with the matrix and pages with the lines; topics stay together.

    `framed` makes a frame from a file name and the name of its contents.
    """
    stem = whole.frame.file.removesuffix(".html")
    lines = [(topic, one) for topic in whole.topics for one in (*topic.answered, *topic.missing)]
    chunks = split_into_parts(lines, lambda pair: pair[0].anchor, lambda _: 1, MOST_LINES)
    homes: dict[str, str] = {}
    pages, links = [], []
    for number, chunk in enumerate(chunks, 1):
        file = f"{stem}-lines-{number}.html"
        names = list(dict.fromkeys(topic.name for topic, _ in chunk))
        homes |= {topic.anchor: file for topic, _ in reversed(chunk) if topic.anchor not in homes}
        links.append(Link(f"{names[0]}{f' to {names[-1]}' if len(names) > 1 else ''} ({len(chunk)})", file))
        pages.append((file, names[0], _held(chunk)))
    topics = tuple(replace(topic, href=f"{homes[topic.anchor]}#{topic.anchor}") for topic in whole.topics)
    topics = tuple(
        replace(topic, cells=tuple(replace(cell, href=topic.href) for cell in topic.cells))
        for topic in topics
    )
    moved = tuple(
        (anchor, f"{file}#{anchor}", one.line.name)
        for file, _, held in pages
        for topic in held
        for one in (*topic.answered, *topic.missing)
        for anchor in _anchors(one.line)
    )
    here = {fragment for _, _, held in pages for fragment in _fragments(held)}
    rest = {row.at for row in whole.head.review.rows} - here
    first = replace(
        whole,
        head=replace(whole.head, review=review_part(whole.head.review, rest)),
        topics=topics,
        shown=(),
        parts=tuple(links),
        moved=moved,
    )
    return first, tuple(
        replace(whole, head=_part_head(whole.head, framed(file, name), held), topics=(), shown=held, alone=())
        for file, name, held in pages
    )


def _part_head(head: PageHead, frame: PageFrame, held: Sequence[TopicView]) -> PageHead:
    """The head of one part; pairs that do not count are listed on the first page only."""
    return replace(head, frame=frame, review=review_part(head.review, _fragments(held)), refused=())


def _fragments(held: Sequence[TopicView]) -> set[str]:
    """The fragments of the lines of some topics."""
    lines = [one.line for topic in held for one in (*topic.answered, *topic.missing)]
    return {line.best.anchor if line.best else line.anchor for line in lines}


def _anchors(line: ElementLine) -> list[str]:
    """The fragments of the rows that a line shows."""
    return [one.anchor for one in (line.best, *line.rivals) if one] or [line.anchor]


def _held(chunk: Sequence[tuple[TopicView, RequirementLine]]) -> tuple[TopicView, ...]:
    """The topics of one part, each with the lines that the part holds."""
    held: dict[str, list[RequirementLine]] = {}
    named = {topic.anchor: topic for topic, _ in chunk}
    for topic, one in chunk:
        held.setdefault(topic.anchor, []).append(one)
    return tuple(
        replace(
            named[anchor],
            total=len(lines),
            answered=tuple(one for one in lines if one.line.best),
            missing=tuple(one for one in lines if not one.line.best),
        )
        for anchor, lines in held.items()
    )
