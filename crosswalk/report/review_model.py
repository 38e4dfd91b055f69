"""The data that a page holds for review, and its form as JSON for the page's script."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


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
