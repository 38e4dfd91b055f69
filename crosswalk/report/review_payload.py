"""What the rows of a page rest on, for people who mark them in a browser."""

import hashlib

from crosswalk.ledger.decide import fingerprint
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Relation
from crosswalk.report.comparison_model import RelationChoice, ReviewMode, Stake
from crosswalk.report.document_view import sides
from crosswalk.report.words import OWN_WORDS, RELATIONS, pattern


def review_mode(side: Comparison, version: str) -> ReviewMode:
    """What review mode needs of one comparison; the same rows always give the same digest."""
    left, right = sides(side)
    stakes = tuple(_stake(row, left.find(row.left), right.find(row.right)) for row in side.rows)
    return ReviewMode(
        crosswalk=side.id,
        left=side.left.source.key,
        right=side.right.source.key,
        digest=_digest(side.left.source.key, side.right.source.key, *(stake.digest for stake in stakes)),
        tool=f"crosswalk {version}",
        choices=tuple(
            RelationChoice(
                one.value, one.word, "" if one in OWN_WORDS else pattern(one, left.spoken, right.spoken)
            )
            for one in RELATIONS
        ),
        stakes=stakes,
    )


def _stake(row: ComparisonRow, left: Provision | None, right: Provision | None) -> Stake:
    strength = "" if row.strength is None else str(row.strength)
    digests = (left.digest if left else "", right.digest if right else "")
    seen = fingerprint(row.decided)
    return Stake(
        row.left,
        row.right,
        *digests,
        seen,
        strength,
        row.decided.comment if row.decided else "",
        row.relation in OWN_WORDS and not row.sentence,
        _digest(row.left, row.right, *digests, seen, row.relation, row.sentence, strength),
    )


def _digest(*words: Relation | str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12]
