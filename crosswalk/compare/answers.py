"""How far one document answers another, if only the passages that retrieval proposes are read closely.

The time grows with the texts and the retrieved pairs, not with all pairs, so a long plan can be compared with many
requirements. Only the side with the requirements gets answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswalk.compare.compare import Plan, judge_proposed
from crosswalk.compare.coverage import CoverageInputs, cover_left
from crosswalk.compare.document import Document, frames_of, not_assessed
from crosswalk.compare.rows import comparison_rows
from crosswalk.model.alignment import Candidate
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.model.frame import ProvisionFrames
from crosswalk.retrieve.matcher import propose

# How many passages of the answering document are read for each requirement.
RETRIEVED = 8


@dataclass(frozen=True)
class Retrieved:
    """The pairs of two documents to read closely; `asked` is the left document, with its frames."""

    plan: Plan
    asked: Document
    frames: Mapping[str, ProvisionFrames]
    pairs: tuple[Candidate, ...]

    @property
    def passages(self) -> set[str]:
        """The ids of the answering document's passages among the pairs."""
        return {pair.right for pair in self.pairs}


def retrieve_pairs(
    plan: Plan, asked: Document, given: Document, frames: Mapping[str, ProvisionFrames]
) -> Retrieved:
    """The best passages of `given` for each provision of `asked`, and every pair of two measures.

    `frames` are the frames of `asked`, which are read once for many documents.
    """
    found = propose(
        asked.part, given.part, top=RETRIEVED, explain=0, concepts=(asked.concepts, given.concepts)
    )
    seen = {(pair.left, pair.right) for pair in found}
    measured = propose(_measures(asked), _measures(given), top=0, explain=0)
    return Retrieved(
        plan, asked, frames, (*found, *(pair for pair in measured if (pair.left, pair.right) not in seen))
    )


def _measures(side: Document) -> Corpus:
    return side.part.keep([prov.id for prov in side.part if prov.id in side.measures])


def answer_provisions(retrieved: Sequence[Retrieved], given: Document) -> tuple[Comparison, ...]:
    """A comparison for each set of pairs with one document; the passages of all of them are read once.

    The right part of each holds the passages retrieved for it, and only the left side has answers.
    """
    every = _part(given, (i for one in retrieved for i in one.passages))
    frames = frames_of(every, NO_CACHE)
    return tuple(_answer_one(one, _part(given, one.passages), frames) for one in retrieved)


def _part(given: Document, ids: Iterable[str]) -> Document:
    return replace(given, part=given.part.keep(ids))


def _answer_one(one: Retrieved, given: Document, frames: Mapping[str, ProvisionFrames]) -> Comparison:
    plan, asked = one.plan, one.asked
    sides = one.frames, {prov.id: frames[prov.id] for prov in given.part if prov.id in frames}
    judged = judge_proposed(plan, asked, given, sides, one.pairs, answers=True)
    unasked = not_assessed(asked, sides[0], plan.names.left)
    rows = comparison_rows(plan.id, asked.part, given.part, judged, None, unasked)
    return Comparison(
        plan.id,
        plan.title,
        plan.kind,
        asked.part,
        given.part,
        asked.whole,
        given.whole,
        rows,
        cover_left(plan.names, asked, given, rows, judged, CoverageInputs(sides, (unasked, {}))),
        (),
        candidates=judged,
        left_name=plan.names.left,
        right_name=plan.names.right,
        frames_left=sides[0],
        frames_right=sides[1],
    )
