"""The review session: who is at the desk, and each crosswalk as it was computed and as it is on file now.

The side-by-side of a crosswalk at the desk is the pages of the reports, with the rows as they are now.
"""

import hashlib
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from threading import RLock

from flask import Response, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue as Page

from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.decide import LedgerChange, last_recorded, undo
from crosswalk.ledger.signatures import is_among
from crosswalk.model.alignment import Candidate
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.mapping import Comment, Mapping, Pair
from crosswalk.model.relation import PUBLISHED, Relation, Status
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.frame import DeskLink, PageFrame, corpora_of, frame, shows_all, state_words
from crosswalk.report.html import PageModel, render_with_policy
from crosswalk.report.review_rows import ReviewView
from crosswalk.report.site import Framing, LinePage, compact_pages, evidence_pages
from crosswalk.report.views import Link
from crosswalk.services.compare import compare_crosswalk
from crosswalk.services.decide import DecisionContext, decision_context
from crosswalk.workspace.workspace import Workspace


@dataclass(frozen=True)
class ReviewCrosswalk:
    """A crosswalk at the desk: the comparison, the context of decisions, and the comments file."""

    comparison: Comparison
    context: DecisionContext
    comments_path: Path

    @cached_property
    def candidates(self) -> dict[Pair, Candidate]:
        """What the program computed for each pair."""
        return {(cand.left, cand.right): cand for cand in self.comparison.candidates}

    @cached_property
    def computed(self) -> dict[Pair, ComparisonRow]:
        """The rows as computed when the desk opened."""
        return {(row.left, row.right): row for row in self.comparison.rows}

    def comments(self) -> tuple[Comment, ...]:
        """The comments on the rows at this moment."""
        return read_comments(self.comments_path)

    def edition(self) -> str:
        """A digest of the mapping and comments files; it changes with every decision and comment."""
        both = (self.context.path, self.comments_path)
        return hashlib.sha256(b"\x1f".join(p.read_bytes() if p.is_file() else b"" for p in both)).hexdigest()

    def now(self, only: Iterable[Pair] | None = None) -> Comparison:
        """The comparison with the rows as they are on file at this moment.

        With `only`, it has the rows of the provisions in those pairs and no others.
        """
        filed = self.context.on_file().current
        pairs = self.rows(filed)
        rows = [*pairs, *self._left_over(pairs, filed)]
        if only is not None:
            lefts, rights = ({pair[n] for pair in only} - {""} for n in (0, 1))
            rows = [pair for pair in rows if pair[0] in lefts or pair[1] in rights]
        return replace(
            self.comparison,
            rows=tuple(self._row(pair, filed.get(pair)) for pair in sorted(rows, key=self._place)),
            comments=self.comments(),
        )

    def _row(self, pair: Pair, decided: Mapping | None) -> ComparisonRow:
        row, cand = self.computed.get(pair), self.candidates.get(pair)
        key = f"{self.comparison.id}:{pair[0]}~{pair[1]}"
        if decided is not None:
            return ComparisonRow(
                key, *pair, decided.status, decided.relation, decided.sentence, cand, decided
            )
        if row is not None and row.decided is None:
            return row
        judged = cand.prediction if cand else None
        relation = judged.relation if judged else Relation.NONE
        return ComparisonRow(key, *pair, Status.PROPOSED, relation, judged.sentence if judged else "", cand)

    def rows(self, filed: Map[Pair, Mapping]) -> tuple[Pair, ...]:
        """The pairs of the crosswalk now, in no particular order: decided, proposed, and provisions without a counterpart.

        A rejection does not change their number.
        """
        alive = [pair for pair in self.computed if pair in filed or self._is_open(pair, filed)]
        return tuple(dict.fromkeys([*alive, *filed]))

    def _is_open(self, pair: Pair, filed: Map[Pair, Mapping]) -> bool:
        """Whether a row is open: a pair until somebody decides it, a gap until somebody names a counterpart."""
        if all(pair):
            return pair in self.candidates
        return not any(
            m.status in PUBLISHED and m.relation is not Relation.NONE
            for p, m in filed.items()
            if (p[0] == pair[0] if pair[0] else p[1] == pair[1])
        )

    def _left_over(self, pairs: Iterable[Pair], filed: Map[Pair, Mapping]) -> list[Pair]:
        """The left provisions of which every pair was rejected; they have no counterpart now."""
        kept, had = set(), {}
        for pair in pairs:
            row = filed.get(pair)
            had[pair[0]] = True
            if not all(pair) or row is None or Status.REJECTED not in {row.status, row.was}:
                kept.add(pair[0])
        return [(left, "") for left in had if left and left not in kept]

    @cached_property
    def _order(self) -> tuple[dict[str, int], dict[str, int]]:
        left, right = (
            {prov.id: n for n, prov in enumerate(one)}
            for one in (self.comparison.left, self.comparison.right)
        )
        return left, right

    def _place(self, pair: Pair) -> tuple[int, int, int]:
        """The sort key of a pair: left document order, then rank; right provisions without a counterpart come last."""
        left, right = self._order
        cand = self.candidates.get(pair)
        return left.get(pair[0], len(left)), cand.rank if cand else 0, right.get(pair[1], len(right))

    def view(
        self, only: Iterable[Pair] | None = None, withheld: Callable[[ComparisonRow], str] = shows_all
    ) -> ReviewView:
        """The review rows as they are at this moment; with `only`, those of the provisions in these pairs."""
        return ReviewView(CompactView(self.now(only), withheld))


def open_crosswalk(space: Workspace, crosswalk: str) -> ReviewCrosswalk:
    """A listed crosswalk, computed for the desk."""
    side = compare_crosswalk(space, space.crosswalk(crosswalk))
    return ReviewCrosswalk(side, decision_context(space, side), space.comments_file(crosswalk))


@dataclass
class ReviewPages:
    """The pages of one crosswalk: a digest of their inputs, their models by file, and those rendered so far."""

    made_from: str
    compact: dict[str, tuple[str, LinePage]]
    evidence: dict[str, tuple[str, Callable[[], PageModel]]]
    html: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class ReviewSession:
    """One session at the desk.

    `listed` holds the titles of the workspace's crosswalks by id, and `lay` computes one of them; `today` returns the
    ISO date, because the desk itself reads no clock. `done` counts the decisions of the session. `blind` hides the
    decisions of others. `looked` holds the rows on which the person made a first choice and whose findings are
    therefore shown, each as crosswalk, left and right id. Every decision and its undo entry are written to their files
    before the next row is shown; only the fields of this class are lost when the program ends.
    """

    listed: dict[str, str]
    lay: Callable[[str], ReviewCrosswalk]
    today: Callable[[], str]
    version: str = ""
    person: str = ""
    role: str = ""
    done: int = 0
    blind: bool = False
    looked: set[tuple[str, str, str]] = field(default_factory=set)
    tables: dict[str, ReviewCrosswalk] = field(default_factory=dict)
    pages: dict[str, ReviewPages] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    message: str = ""

    def table(self, crosswalk: str) -> ReviewCrosswalk:
        """A crosswalk, computed when it is first needed."""
        with self.lock:
            if crosswalk not in self.tables:
                self.tables[crosswalk] = self.lay(crosswalk)
            return self.tables[crosswalk]

    def withheld(self, crosswalk: str, row: ComparisonRow, person: str) -> str:
        """Why a row's findings are hidden from a person: `blind`, `first` or empty, see `DeskLink`."""
        decided = row.decided.reviewers if row.decided else ()
        if self.blind and not is_among(person, decided):
            return "blind"
        is_first = row.status is Status.PROPOSED and bool(row.left and row.right)
        return "first" if is_first and (crosswalk, row.left, row.right) not in self.looked else ""

    def say(self, words: str) -> None:
        """Set the message at the top of the next page."""
        self.message = words

    def pop_message(self) -> str:
        """The message for the page; it is shown once."""
        words, self.message = self.message, ""
        return words

    def undoable(self, crosswalk: str, person: str) -> LedgerChange | None:
        """A person's last decision on a crosswalk, of this session or an earlier one; None if there is none."""
        context = self.table(crosswalk).context
        return last_recorded(context.path, context.start, person) if person else None

    def undo(self, crosswalk: str, person: str) -> LedgerChange | None:
        """Undo a person's last decision on a crosswalk and return it; None if there is none left.

        Raises `CrosswalkError` if others have decided on the row since; the decision is then no longer offered.
        """
        context = self.table(crosswalk).context
        taken = undo(context.path, context.start, person)
        self.done = max(0, self.done - (taken is not None))
        return taken


def undone_words(taken: LedgerChange) -> str:
    """The message after a decision was undone."""
    row = taken.row
    return f"Undone: {row.status.value}, {row.relation.word}. The row is as it was before."


def crosswalk_or_404(desk: ReviewSession, crosswalk: str) -> ReviewCrosswalk:
    """A listed crosswalk, computed; any other name is a 404."""
    if crosswalk not in desk.listed:
        abort(404)
    return desk.table(crosswalk)


def first(desk: ReviewSession, crosswalk: str) -> Page:
    """Redirect from a crosswalk to its side-by-side."""
    crosswalk_or_404(desk, crosswalk)
    return redirect(url_for("shown", crosswalk=crosswalk, file=f"{crosswalk}.html"), 303)


def shown(desk: ReviewSession, crosswalk: str, file: str) -> Page:
    """One page of a crosswalk, as it is now."""
    table = crosswalk_or_404(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        made = _pages(desk, table)
        if file not in made.html:
            made.html[file] = _made(made, file)
        html, policy = made.html[file]
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return answer


def _pages(desk: ReviewSession, table: ReviewCrosswalk) -> ReviewPages:
    """The pages of a crosswalk; they are made again after a decision, a comment, or a first choice."""
    seen = sum(crosswalk == table.comparison.id for crosswalk, _, _ in desk.looked)
    made_from = "\x1f".join((table.edition(), desk.person, desk.role, str(desk.blind), str(seen)))
    known = desk.pages.get(table.comparison.id)
    if known is None or known.made_from != made_from:
        side = table.now()
        framed = _framing(desk, side)
        known = ReviewPages(made_from, compact_pages(side, framed), evidence_pages(side, framed))
        desk.pages[table.comparison.id] = known
    return known


def _made(pages: ReviewPages, file: str) -> tuple[str, str]:
    """A page as HTML, with its content policy."""
    if file in pages.compact:
        template, page = pages.compact[file]
        return render_with_policy(template, page)
    if file not in pages.evidence:
        abort(404)
    template, make = pages.evidence[file]
    return render_with_policy(template, make())


def _framing(desk: ReviewSession, comparison: Comparison) -> Framing:
    nav = (
        Link("Review desk", "/"),
        Link("Side by side", f"{comparison.id}.html"),
        Link("Queue", "queue"),
        Link("Comments", "comments"),
        Link("Same words", "same"),
        Link("Summary", "summary"),
    )
    withheld = partial(desk.withheld, comparison.id, person=desk.person)
    link = DeskLink(g.form_token, desk.person, desk.role, desk.blind, withheld)

    def framed(file: str, title: str, about: str, under: str = "") -> PageFrame:
        made = frame(
            file,
            title,
            about,
            corpora_of([comparison]),
            nav=nav,
            state=state_words([comparison]),
            version=desk.version,
            under=under,
        )
        return replace(made, desk=link)

    return framed


def to_row(desk: ReviewSession, crosswalk: str, anchor: str) -> Page:
    """Redirect from a row to the page that shows it now."""
    table = crosswalk_or_404(desk, crosswalk)
    if not desk.person:
        return redirect("/", 303)
    with desk.lock:
        pages = _pages(desk, table).compact
    files = [
        file for file, (_, page) in pages.items() if anchor in {row.anchor for row in page.head.review.rows}
    ]
    if not files:
        abort(404)
    return redirect(url_for("shown", crosswalk=crosswalk, file=files[0], _anchor=anchor), 303)
