"""The rows of a crosswalk for review, each with the reasons why it needs a person."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from crosswalk.model.alignment import confidence_word
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import Pair, State, fingerprint
from crosswalk.model.relation import QUOTED, REVIEWED, Relation, Status
from crosswalk.report.compact_rows import CompactView, figure_pairs
from crosswalk.report.document_view import DocumentView, official
from crosswalk.report.rows import comment_views, group_links, signature
from crosswalk.report.words import OWN_WORDS, RELATIONS, date_words, pattern


class QueueReason(StrEnum):
    """Why a row needs a person."""

    LOOK_AGAIN = "look-again"
    CONTRARY = "conflict"
    COMMENT = "comment"
    DISAGREES = "disagreement"
    UNSURE = "unsure"
    RIVALS = "close counterpart"
    LOW = "low confidence"
    UNCHECKED = "unchecked words"
    GAP = "no counterpart"
    SECOND = "one name"

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return _WORDS[self][1]

    @property
    def need(self) -> int:
        """How urgently the row needs a person; only the order of the sums matters."""
        return _WORDS[self][0]


_WORDS = {
    QueueReason.LOOK_AGAIN: (64, "The text changed after this row was decided."),
    QueueReason.CONTRARY: (48, "The row says that the two texts cannot both be followed."),
    QueueReason.COMMENT: (40, "It has an open comment."),
    QueueReason.DISAGREES: (32, "The program computes a different relation from the one on file."),
    QueueReason.UNSURE: (24, "A reviewer was unsure."),
    QueueReason.RIVALS: (12, "Another counterpart is nearly as close."),
    QueueReason.LOW: (10, "The program has low confidence in this pair."),
    QueueReason.UNCHECKED: (8, "One of the texts was not checked against its source."),
    QueueReason.GAP: (4, "It says that there is no counterpart; search before you agree."),
    QueueReason.SECOND: (2, "One person decided it; a second name makes it final."),
}


@dataclass(frozen=True, slots=True)
class RelationChoice:
    """One relation that a reviewer can choose.

    Attributes:
        value: The contract's word.
        word: The page's word.
        sentence: The default sentence; empty if the reviewer must write one.
    """

    value: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReviewText:
    """One provision as a review card shows it.

    Attributes:
        name: Its plain name with its number.
        digest: Digest of its words.
        cite: Its citation.
        href: The official text; empty if no address is known.
        lead: Its lead-in; empty for none.
        words: Its whole text.
        quoted: Whether these are the source's own words.
        mark: How far the words can be trusted.
    """

    name: str
    digest: str
    cite: str
    href: str
    lead: str
    words: str
    quoted: bool
    mark: str


@dataclass(frozen=True, slots=True)
class RowComment:
    """A comment on a row.

    Attributes:
        id: Its id in the comments file.
        who: Its author, the author's office, and the date.
        text: The comment.
        state: `open`, `answered` or `closed`.
        reply: The answer with its author; empty for none.
        closed: Who closed it; empty for nobody.
    """

    id: str
    who: str
    text: str
    state: str
    reply: str
    closed: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A pair, or a provision without a counterpart, as a reviewer decides it.

    Attributes:
        at: The fragment of the line that shows it.
        anchor: Its own fragment; empty for a candidate that is not listed.
        left: The left provision's id; empty if there is none.
        right: The right provision's id likewise.
        left_digest: Digest of the left words.
        right_digest: Digest of the right words.
        seen: Fingerprint of the row on file; empty if there is none.
        digest: Digest of the row's contents.
        topic: The names of both provisions.
        relation: The contract's word, on file or proposed.
        sentence: Its sentence; empty if the reviewer must write one.
        strength: How much the two share, 0 to 10; None if not given.
        basis: What the relation rests on; empty if not given.
        group: `split` or `consolidated` if people decided it together with other rows.
        note: The note of the decision on file.
        status: The contract's word.
        filed: What is on file, in words; empty if nothing is.
        together: The other rows of its group, in words; empty for none.
        first: Whether only the program has read it.
        done: Whether a person decided it and the text has not changed since.
        listed: Whether it counts as a row; a candidate that is not listed does not.
        names: Who decided it.
        sure: How sure the program is of the pair, in words; empty if it gave no figure.
        reasons: Why it needs a decision, as sentences.
        kinds: The same reasons, each in a word or two.
        need: How urgently it needs a person.
        comments: The comments on it.
        past: Earlier decisions on it, in words, if a desk serves the page.
        withheld: Why its findings are left out: `first` until the reader has chosen a relation, `blind` until the
            reader has decided; empty if they are shown.
    """

    at: str
    anchor: str
    left: str
    right: str
    left_digest: str
    right_digest: str
    seen: str
    digest: str
    topic: str
    relation: str
    sentence: str
    strength: int | None
    basis: str
    group: str
    note: str
    status: str
    filed: str
    together: str
    first: bool
    done: bool
    listed: bool
    names: tuple[str, ...]
    sure: str
    reasons: tuple[str, ...]
    kinds: tuple[str, ...]
    need: int
    comments: tuple[RowComment, ...]
    past: tuple[str, ...] = ()
    withheld: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Both ids."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class ReviewMode:
    """What a page needs for review, with or without a desk.

    Attributes:
        crosswalk: The crosswalk's id.
        left: Id and edition of the left document.
        right: Id and edition of the right document.
        left_name: What the left document is called.
        right_name: What the right document is called.
        digest: Digest of all rows.
        tool: The program and its version.
        choices: The relations in the order of their keys, 1 to 8.
        rows: The rows in the order of the page.
        texts: The provisions that the rows name, by `left:` or `right:` and id.
    """

    crosswalk: str
    left: str
    right: str
    left_name: str
    right_name: str
    digest: str
    tool: str
    choices: tuple[RelationChoice, ...]
    rows: tuple[ReviewRow, ...]
    texts: dict[str, ReviewText]


def review_record(mode: ReviewMode) -> dict[str, Any]:
    """All review data of a page, ready to be written as JSON; empty fields are left out."""
    return {
        "crosswalk": mode.crosswalk,
        "left": mode.left,
        "right": mode.right,
        "names": [mode.left_name, mode.right_name],
        "page": mode.digest,
        "tool": mode.tool,
        "choices": [asdict(one) for one in mode.choices],
        "reasons": {one.value: one.words for one in QueueReason},
        "rows": [row_record(row) for row in mode.rows],
        "texts": {key: _without_empty(asdict(text)) for key, text in mode.texts.items()},
    }


def row_record(row: ReviewRow) -> dict[str, Any]:
    """One row; the digests and names of its texts are with the texts."""
    record = asdict(row) | {"comments": [_without_empty(asdict(one)) for one in row.comments]}
    for name in ("left_digest", "right_digest", "topic", "reasons"):
        del record[name]
    return _without_empty(record)


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in record.items()
        if not (value is None or value is False or value in ("", (), []))
    }


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
    ends = view.ends(row)
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
