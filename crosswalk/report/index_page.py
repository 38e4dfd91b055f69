"""The first page: findings in sentences, coverage bars, tasks for people, and what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.relation import Status, Verification
from crosswalk.report.agenda import SOURCE
from crosswalk.report.agenda_page import GapsPage
from crosswalk.report.cells import UNREAD, row_status
from crosswalk.report.change_words import due_rows, nothing_due, since_sentences, steps_by_document
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.findings import bar_key, coverage_bar, main_findings, one_sided_finding
from crosswalk.report.frame import FIRST, PageFrame, page_name
from crosswalk.report.method_page import unchecked_texts
from crosswalk.report.views import CoverageBar, KeyItem, Link, PageFinding
from crosswalk.report.words import count, curly


@dataclass(frozen=True, slots=True)
class TaskView:
    """Something that only a person can do.

    Attributes:
        words: What to do.
        href: The page that has all of it; empty if only `start` leads on.
        why: How many rows it settles, and how long it takes.
        frees: How many rows it settles.
        start: Where to start, if it is spread over several pages.
    """

    words: str
    href: str
    why: str
    frees: int
    start: Link | None = None


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one crosswalk.

    Attributes:
        name: Its title.
        href: Its page.
        bars: How far each side is answered.
    """

    name: str
    href: str
    bars: tuple[CoverageBar, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The first page: findings, coverage of each side, tasks for people, and what changed.

    Attributes:
        frame: What every page carries.
        findings: At most five, each with its proof.
        groups: The bars.
        key: The key of their fills.
        tasks: Next steps; what settles the most rows comes first.
        changed: What changed, in sentences; empty if no document has two editions.
        changes: The change page; empty if there is none.
        doors: The other pages, each with a few words.
        files: The exported files next to the pages.
    """

    frame: PageFrame
    findings: tuple[PageFinding, ...]
    groups: tuple[BarGroup, ...]
    key: tuple[KeyItem, ...]
    tasks: tuple[TaskView, ...]
    changed: tuple[str, ...]
    changes: str
    doors: tuple[tuple[Link, str], ...]
    files: tuple[Link, ...]


# The most findings on the page, and of one crosswalk.
MOST, EACH = 5, 2
# Rough times to plan by, in minutes: deciding one row at the desk, and checking one text at its source.
ROW_MINUTES, TEXT_MINUTES = 2, 10

_ABOUT = {
    "definition": "element by element, side by side",
    "measures": "which parts of each measure match",
    "provisions": "who must do what, by topic",
}
_FILES = {
    "crosswalk.xlsx": "Excel",
    "crosswalk.docx": "Word",
    "crosswalk.sssom.tsv": "decided pairs (SSSOM)",
    "candidates.sssom.tsv": "proposed pairs (SSSOM)",
    "crosswalk.json": "all data (JSON)",
    "graph.graphml": "graph (GraphML)",
    "graph.jsonld": "linked data (JSON-LD)",
}


def index_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    files: Iterable[str] = (),
    *,
    changes: Sequence[EditionComparison] = (),
    agenda: GapsPage | None = None,
) -> FindingsPage:
    """The page model; `files` are the names of the exported files, `changes` the compared editions."""
    views, beside = [CompactView(side) for side in crosswalks], set(files)
    groups = tuple(
        BarGroup(curly(view.side.title), view.page, (coverage_bar(view, "left"), coverage_bar(view, "right")))
        for view in views
    )
    return FindingsPage(
        frame=frame,
        findings=leading_findings(views),
        groups=groups,
        key=bar_key([bar for group in groups for bar in group.bars]),
        tasks=tasks(views, agenda),
        changed=change_sentences(list(steps_by_document(changes))),
        changes="changes.html" if changes else "",
        doors=_doors(crosswalks, bool(changes)),
        files=tuple(Link(words, name) for name, words in _FILES.items() if name in beside),
    )


def leading_findings(views: Sequence[CompactView]) -> tuple[PageFinding, ...]:
    """At most `MOST` findings, at most `EACH` of a crosswalk: the first of each before the second of any.

    What one document asks for and the other does not is always named: if it is no finding of its own, its headline
    ends the last finding of its crosswalk.
    """
    every = [main_findings(view)[:EACH] for view in views]
    places = [(place, number) for number, mine in enumerate(every) for place in range(len(mine))]
    shown = Counter(number for _, number in sorted(places)[:MOST])
    return tuple(one for number, most in sorted(shown.items()) for one in _leading(views[number], most))


def _leading(view: CompactView, most: int) -> list[PageFinding]:
    """The first findings of one crosswalk, with a link to its page."""
    chosen, gone = list(main_findings(view)[:most]), one_sided_finding(view)
    if gone is not None and gone not in chosen:
        chosen[-1] = replace(chosen[-1], body=f"{chosen[-1].body} {gone.head}".strip())
    about = Link(curly(view.side.title), view.page)
    return [replace(one, about=about) for one in chosen]


def tasks(views: Sequence[CompactView], agenda: GapsPage | None = None) -> tuple[TaskView, ...]:
    """What only a person can do; what settles the most rows comes first."""
    made = (
        _decide(views),
        _review(views),
        _look_again(views),
        _check(views),
        _settle(agenda),
        _retrieve(views, agenda),
    )
    return tuple(sorted((one for one in made if one is not None), key=lambda one: -one.frees))


def _by_status(views: Sequence[CompactView], status: Status) -> list[tuple[CompactView, int]]:
    """How many rows of each crosswalk have a status, the most first."""
    found = [(view, len(_rows_of(view, status))) for view in views]
    return sorted(((view, number) for view, number in found if number), key=lambda one: -one[1])


def _rows_of(view: CompactView, status: Status) -> list[ComparisonRow]:
    """The rows of a crosswalk that its pages show with a status."""
    return [row for row in view.side.rows if row_status(view.side, row)[0] == status.value]


def _rows_task(
    found: Sequence[tuple[CompactView, int]], status: Status, words: str, why: str
) -> TaskView | None:
    if not found:
        return None
    total, (first, number) = sum(number for _, number in found), found[0]
    page = f"{first.evidence}?status={status.value}#rows"
    spread = len(found) > 1
    return TaskView(
        words.format(rows=count(total, "row")),
        "" if spread else page,
        f"{why}; about {_hours(total * ROW_MINUTES)}",
        total,
        Link(f"{page_name(first.side)}, {count(number, 'row')}", page) if spread else None,
    )


def _decide(views: Sequence[CompactView]) -> TaskView | None:
    found = _by_status(views, Status.DRAFT)
    why = f"{_split(views, Status.DRAFT)}; final when two people sign"
    return _rows_task(found, Status.DRAFT, "Decide {rows} that the editors drafted", why)


def _review(views: Sequence[CompactView]) -> TaskView | None:
    found = _by_status(views, Status.PROPOSED)
    why = _split(views, Status.PROPOSED)
    return _rows_task(found, Status.PROPOSED, "Review {rows} that the software proposed", why)


def _split(views: Sequence[CompactView], status: Status) -> str:
    """How many rows of a status are pairs, and how many have no counterpart."""
    pairs = [bool(row.left and row.right) for view in views for row in _rows_of(view, status)]
    alone = len(pairs) - sum(pairs)
    return f"{count(sum(pairs), 'pair')}{f' and {alone:,} without a counterpart' if alone else ''}"


def _look_again(views: Sequence[CompactView]) -> TaskView | None:
    found = _by_status(views, Status.LOOK_AGAIN)
    return _rows_task(found, Status.LOOK_AGAIN, "Look again at {rows}", "their text has changed")


def _check(views: Sequence[CompactView]) -> TaskView | None:
    """The task of checking texts restated from memory, with the number of pairs that rest on them."""
    texts = unchecked_texts(views)
    if not texts:
        return None
    pairs = sum(_is_from_memory(view, row) for view in views for row in view.pairs)
    verb = "rests" if pairs == 1 else "rest"
    return TaskView(
        f"Check {count(len(texts), 'text')} against the source",
        "method.html#unchecked",
        f"{count(pairs, 'pair')} {verb} on text written from memory; about {_hours(len(texts) * TEXT_MINUTES)}",
        pairs,
    )


def _is_from_memory(view: CompactView, row: ComparisonRow) -> bool:
    """Whether one text of a pair was restated from memory; a text that was never read is another matter."""
    return any(prov is not None and prov.verification is Verification.UNVERIFIED for prov in view.ends(row))


def _settle(agenda: GapsPage | None) -> TaskView | None:
    """The task of settling gaps, of the first who decides, with the number of decisions of the others."""
    deciders = agenda.deciders if agenda else ()
    waiting = sum(one.number for one in deciders if one.words == SOURCE)
    able = [one for one in deciders if one.words != SOURCE]
    if not able:
        return None
    first, *others = able
    rest = sum(one.number for one in others)
    more = [f"{rest:,} more {'is' if rest == 1 else 'are'} for others"] if rest else []
    more += [f"{waiting:,} {'waits' if waiting == 1 else 'wait'} for a source"] if waiting else []
    return TaskView(
        f"Put {count(first.number, 'decision')} to the {first.words}",
        f"gaps.html?{urlencode({'who': first.words})}{first.href}",
        "; ".join(more) or "each with a question and choices",
        0,
    )


def _retrieve(views: Sequence[CompactView], agenda: GapsPage | None) -> TaskView | None:
    """The task of retrieving missing texts; no row can rest on them yet."""
    missing = {
        (corpus.source.id, prov.id): view.evidence
        for view in views
        for corpus in (view.side.left, view.side.right)
        for prov in corpus
        if prov.verification is Verification.NOT_RETRIEVED
    }
    if not missing:
        return None
    listed = [block for block in agenda.blocks if block.kind == UNREAD] if agenda else []
    page = f"gaps.html#{listed[0].anchor}" if listed else f"{next(iter(missing.values()))}#sources"
    return TaskView(
        f"Retrieve {count(len(missing), 'text')}",
        page,
        "not read yet, so neither covered nor gaps",
        0,
    )


def _hours(minutes: int) -> str:
    """A rough time: minutes up to an hour, then whole hours."""
    return f"{minutes} minutes" if minutes < 60 else count(round(minutes / 60), "hour")


def change_sentences(documents: Sequence[Sequence[EditionComparison]]) -> tuple[str, ...]:
    """What changed in each document since its first edition, and last whether a row must be reviewed again."""
    if not documents:
        return ()
    every = [found for steps in documents for found in steps]
    due = due_rows(every)
    rows = f"{count(due, 'row')} must be reviewed again." if due else nothing_due(every)
    return (*(since_sentences(steps)[0] for steps in documents), rows)


def _doors(crosswalks: Sequence[Comparison], changes: bool) -> tuple[tuple[Link, str], ...]:
    pages = [
        (Link(page_name(side), f"{side.id}.html"), _ABOUT.get(side.kind, side.title))
        for side in crosswalks[:FIRST]
    ]
    return (
        *pages,
        (Link("Agenda", "gaps.html"), "gaps to close, by who decides"),
        *([(Link("Changes", "changes.html"), "what changed between two editions")] if changes else []),
        (Link("Figures", "graph.html"), "the pairs as drawings, and loose ends"),
        (Link("Method", "method.html"), "how pairs are found, and limits"),
    )
