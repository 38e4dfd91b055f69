"""List what each document of a crosswalk requires and the other does not fully answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.report.agenda import KINDS, asking, gap_kind
from crosswalk.report.cells import is_assessed
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.table_file import TableFile, table_bytes
from crosswalk.services.compare import Progress, compare_crosswalks, silent
from crosswalk.workspace.workspace import Workspace

HEADS = (
    "crosswalk", "direction", "provision", "finding", "text", "searched", "counterparts", "reason", "closest",
    "question",
)  # fmt: skip
_TITLE = "What each document asks and the other does not answer"


@dataclass(frozen=True, slots=True)
class GapDirection:
    """The gaps of one direction of a crosswalk: the document that requires, the one that answers, and how many were assessed."""

    crosswalk: str
    asker: DocumentView
    other: DocumentView
    assessed: int
    gaps: tuple[tuple[Provision, ProvisionCoverage, str], ...]

    @property
    def heading(self) -> str:
        """The heading of the direction."""
        return f"What {self.asker.spoken} asks, answered by {self.other.spoken}"

    @property
    def counts(self) -> str:
        """How many provisions have each kind of gap, in words."""
        kinds = Counter(kind for _, _, kind in self.gaps)
        return (
            "; ".join(f"{kinds[kind]} {KINDS[kind][0].lower()}" for kind in KINDS if kinds[kind]) or "no gap"
        )


def read_gaps(space: Workspace, crosswalk: str = "", progress: Progress = silent) -> tuple[GapDirection, ...]:
    """The gaps of one crosswalk of the workspace, or of all, in both directions."""
    sides = compare_crosswalks(space, only=crosswalk, progress=progress)
    progress("")
    return tuple(way for side in sides for way in _ways(side))


def _ways(side: Comparison) -> Iterator[GapDirection]:
    for asker, other in permutations(asking(side), 2):
        known = [(asker.find(answer.provision), answer) for answer in asker.answers.values()]
        gaps = tuple(
            (prov, answer, kind)
            for prov, answer in known
            if prov is not None and (kind := gap_kind(prov, answer))
        )
        yield GapDirection(side.title, asker, other, sum(is_assessed(a) for _, a in known), gaps)


def gap_bytes(ways: Sequence[GapDirection], form: str) -> bytes:
    """The gaps as one table in any form of `table_file`."""
    rows = tuple(_row(way, *gap) for way in ways for gap in way.gaps)
    return table_bytes(TableFile(_TITLE, tuple(gap_counts(ways)), HEADS, rows), form)


def gap_counts(ways: Sequence[GapDirection]) -> Iterator[str]:
    """One sentence for each direction: how many provisions were assessed, and how many have each kind of gap."""
    for way in ways:
        yield f"{way.crosswalk}. {way.heading}: of {way.assessed} provisions assessed, {way.counts}."


def _row(way: GapDirection, prov: Provision, answer: ProvisionCoverage, kind: str) -> tuple[str, ...]:
    return (
        way.crosswalk,
        way.heading,
        label(prov),
        KINDS[kind][0],
        prov.text,
        answer.searched,
        "; ".join(_names(way.other, answer.best)),
        answer.reason,
        "; ".join(
            [
                *_names(way.other, answer.elsewhere),
                *(f"{one.citation} ({one.level})" for one in answer.levels),
                *_names(way.other, answer.near),
            ]
        ),
        capital(answer.question),
    )


def _names(side: DocumentView, ids: Sequence[str]) -> list[str]:
    found = [(prov_id, side.find(prov_id)) for prov_id in ids]
    return [label(prov) if prov else prov_id for prov_id, prov in found]
