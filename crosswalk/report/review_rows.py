"""The rows of a crosswalk for review, each with the reasons why it needs a person."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crosswalk.model.alignment import confidence_word
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import Pair, State, fingerprint
from crosswalk.model.relation import QUOTED, REVIEWED, Relation, Status
from crosswalk.report.compact_rows import CompactView, figure_pairs
from crosswalk.report.document_view import DocumentView, official
from crosswalk.report.review_model import (
    QueueReason,
    RelationChoice,
    ReviewMode,
    ReviewRow,
    ReviewText,
    RowComment,
)
from crosswalk.report.rows import comment_views, group_links, signature
from crosswalk.report.words import OWN_WORDS, RELATIONS, date_words, pattern

# Another counterpart is a rival if its confidence is within this much of the pair's own.
NEAR = 0.1
# The number of nearest counterparts offered on a provision's card, listed or not.
OFFERED = 5


@dataclass(frozen=True)
class ReviewView:
    """A crosswalk as review needs it."""

    view: CompactView

    @cached_property
    def beside(self) -> Mapping[str, Sequence[ComparisonRow]]:
        """The listed rows of each left provision."""
        found: dict[str, list[ComparisonRow]] = {}
        for row in self.view.side.rows:
            found.setdefault(row.left, []).append(row)
        return found

    @cached_property
    def commented(self) -> frozenset[Pair]:
        """The pairs with an open comment."""
        return frozenset(one.pair for one in self.view.side.comments if one.state is State.OPEN)

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(row.id for row in figure_pairs(self.view.side))

    @cached_property
    def _alone(self) -> Mapping[tuple[str, str], str]:
        return {key: self.view.anchors[row.id] for key, row in self.view.alone.items()}

    def line(self, row: ComparisonRow) -> str:
        """The fragment of the line that shows a row."""
        if row.left and row.right and row.id in self._counted:
            return self.view.anchors[self.view.by_left[row.left][0].id]
        return self.view.anchors[row.id]

    def left_line(self, left: str) -> str:
        """The fragment of the line of a left provision; empty if it has none."""
        rows = self.view.by_left.get(left, ())
        return self.view.anchors[rows[0].id] if rows else self._alone.get(("left", left), "")

    @cached_property
    def rows(self) -> tuple[ReviewRow, ...]:
        """Every row in page order; the rows of a left provision are followed by its further candidates."""
        found: list[ReviewRow] = []
        further = self._further()
        for left, rows in self.beside.items():
            best = {row.id: n for n, row in enumerate(self.view.by_left.get(left, ()))}
            ordered = sorted(rows, key=lambda row: best.get(row.id, len(best)))
            found += [review_row(self, row) for row in ordered] if left else []
            found += [review_row(self, row, listed=False) for row in further.get(left, ())]
        return (*found, *(review_row(self, row) for row in self.beside.get("", ())))

    def _further(self) -> dict[str, list[ComparisonRow]]:
        """The nearest candidates of each left provision that have no row."""
        side = self.view.side
        taken = {(row.left, row.right) for row in side.rows}
        found: dict[str, list[ComparisonRow]] = {}
        for cand in side.candidates:
            judged = cand.prediction
            if judged is None or judged.relation is Relation.NONE or cand.rank > OFFERED:
                continue
            if (cand.left, cand.right) in taken or not self.left_line(cand.left):
                continue
            key = f"{side.id}:{cand.left}~{cand.right}"
            row = ComparisonRow(
                key, cand.left, cand.right, Status.PROPOSED, judged.relation, judged.sentence, cand
            )
            found.setdefault(cand.left, []).append(row)
        return {
            left: sorted(rows, key=lambda row: row.candidate.rank if row.candidate else 0)
            for left, rows in found.items()
        }


def review_row(of: ReviewView, row: ComparisonRow, *, listed: bool = True) -> ReviewRow:
    """One row as a reviewer decides it."""
    view, decided = of.view, row.decided
    ends = [one.find(prov) for one, prov in zip(view.both, (row.left, row.right), strict=True)]
    digests = tuple(prov.digest if prov else "" for prov in ends)
    judged = row.prediction
    basis = decided.basis if decided else judged.basis if judged else None
    names = decided.reviewers if decided else ()
    done = bool(names) and row.status in REVIEWED
    reasons = tuple(_reasons(of, row, ends, done=done, names=names)) if listed else ()
    found = ReviewRow(
        at=of.line(row) if listed else of.left_line(row.left),
        anchor=view.anchors[row.id] if listed else "",
        left=row.left,
        right=row.right,
        left_digest=digests[0],
        right_digest=digests[1],
        seen=fingerprint(decided),
        digest=_digest(
            row.left, row.right, *digests, fingerprint(decided), row.relation, row.sentence, str(row.strength)
        ),
        topic=view.row_name(row),
        relation=row.relation.value,
        sentence=row.sentence or _opening(view, row.relation),
        strength=row.strength,
        basis=basis.value if basis else "",
        group=decided.group.value if decided and decided.group else "",
        note=decided.comment if decided else "",
        status=row.status.value,
        filed=in_words(decided) if decided else "",
        together=_together(view, row),
        first=row.status is Status.PROPOSED and bool(row.left and row.right),
        done=done,
        listed=listed,
        names=names,
        sure=_sure(row),
        reasons=tuple(one.words for one in reasons),
        kinds=tuple(one.value for one in reasons),
        need=sum(one.need for one in reasons),
        comments=_comments(view, row),
    )
    withheld = view.withheld(row)
    return _without_finding(found, withheld) if withheld else found


def _without_finding(row: ReviewRow, withheld: str) -> ReviewRow:
    """A row without any finding, for a reader who has not chosen a relation yet."""
    return replace(
        row,
        relation="",
        sentence="",
        strength=None,
        basis="",
        group="",
        note="",
        status="",
        filed="",
        together="",
        names=(),
        sure="",
        reasons=(),
        kinds=(),
        withheld=withheld,
    )


def _opening(view: CompactView, relation: Relation) -> str:
    left, right = view.both
    return "" if relation in OWN_WORDS else pattern(relation, left.spoken, right.spoken)


def _together(view: CompactView, row: ComparisonRow) -> str:
    words, links = group_links(view.side.rows, row, view.both, view.anchors)
    return f"{words} {'; '.join(link.words for link in links)}." if links else ""


def _sure(row: ComparisonRow) -> str:
    if row.confidence is None:
        return ""
    figure = round(row.confidence, 2)
    return f"{confidence_word(figure)}, {figure:.2f}"


def _comments(view: CompactView, row: ComparisonRow) -> tuple[RowComment, ...]:
    mine = sorted(
        (one for one in view.side.comments if one.pair == (row.left, row.right)),
        key=lambda one: (one.date, one.id),
    )
    return tuple(
        RowComment(one.id, signature(one), one.text, said.state, said.reply, said.closed)
        for one, said in zip(mine, comment_views(view.side, row), strict=True)
    )


def in_words(row: Decided) -> str:
    """A row on file in words: status, relation, who decided it, when, and why."""
    was = row.was or row.status
    if was is Status.PROPOSED:
        return f"{row.relation.word}. {row.sentence}" if row.author else ""
    day = date_words(row.review_date or row.date)
    note = f" Note: {row.comment}" if row.comment else ""
    together = f" ({row.group})" if row.group else ""
    return f"{was.value.capitalize()}, {row.relation.word}{together}, by {row.decider or 'nobody'}{', ' if day else ''}{day}. {row.sentence}{note}"


def _reasons(
    of: ReviewView,
    row: ComparisonRow,
    ends: Sequence[Provision | None],
    *,
    done: bool,
    names: Sequence[str],
) -> Iterator[QueueReason]:
    """Why a row needs a person, most pressing first."""
    judged = row.prediction
    if row.status is Status.LOOK_AGAIN:
        yield QueueReason.LOOK_AGAIN
    if Relation.CONTRARY in {row.relation, judged.relation if judged else None}:
        yield QueueReason.CONTRARY
    if (row.left, row.right) in of.commented:
        yield QueueReason.COMMENT
    if row.disagrees:
        yield QueueReason.DISAGREES
    if row.status is Status.UNSURE:
        yield QueueReason.UNSURE
    if any(_is_rival(other, row) for other in of.beside.get(row.left, ())):
        yield QueueReason.RIVALS
    if row.confidence is not None and confidence_word(round(row.confidence, 2)) == "low":
        yield QueueReason.LOW
    if not all(prov.is_checked for prov in ends if prov):
        yield QueueReason.UNCHECKED
    if not (row.left and row.right):
        yield QueueReason.GAP
    if done and len(names) == 1:
        yield QueueReason.SECOND


def _is_rival(other: ComparisonRow, row: ComparisonRow) -> bool:
    """Whether another counterpart of the same provision is about as likely as this one."""
    if other is row or other.confidence is None or row.confidence is None:
        return False
    return other.confidence > row.confidence - NEAR


def review_mode(of: ReviewView, version: str) -> ReviewMode:
    """The review data of a page with every line; the same rows always give the same digest."""
    side, (left, right) = of.view.side, of.view.both
    keys = (side.left.source.key, side.right.source.key)
    return ReviewMode(
        crosswalk=side.id,
        left=keys[0],
        right=keys[1],
        left_name=left.name,
        right_name=right.name,
        digest=_digest(*keys, *(row.digest for row in of.rows)),
        tool=f"crosswalk {version}",
        choices=tuple(RelationChoice(one.value, one.word, _opening(of.view, one)) for one in RELATIONS),
        rows=of.rows,
        texts=_texts(of.view, left, {row.left for row in of.rows})
        | _texts(of.view, right, {row.right for row in of.rows}),
    )


def review_part(mode: ReviewMode, lines: Collection[str]) -> ReviewMode:
    """The review data of a page with only the lines of the given fragments."""
    rows = tuple(row for row in mode.rows if row.at in lines)
    named = {f"left:{row.left}" for row in rows} | {f"right:{row.right}" for row in rows}
    return replace(
        mode,
        digest=_digest(mode.left, mode.right, *(row.digest for row in rows)),
        rows=rows,
        texts={key: text for key, text in mode.texts.items() if key in named},
    )


def _texts(view: CompactView, side: DocumentView, ids: Collection[str]) -> dict[str, ReviewText]:
    provs = [prov for one in sorted(ids) if (prov := side.find(one)) is not None]
    return {f"{side.which}:{prov.id}": _text(view, side, prov) for prov in provs}


def _text(view: CompactView, side: DocumentView, prov: Provision) -> ReviewText:
    home = side.home(prov.id)
    link = official(prov, home)
    return ReviewText(
        f"{view.number(prov)} {view.name(prov)}".strip(),
        prov.digest,
        link.words,
        link.href,
        home.lead_in(prov.id),
        prov.text or prov.heading,
        prov.verification in QUOTED,
        prov.mark,
    )


def with_past(row: ReviewRow, past: Sequence[Decided]) -> ReviewRow:
    """A row with its earlier decisions."""
    return replace(row, past=tuple(in_words(one) for one in past))


def _digest(*words: Relation | str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12]
