"""What each document of a crosswalk asks and the other does not fully answer, as one table."""

from collections.abc import Iterator, Sequence

from crosswalk.model.comparison import Comparison
from crosswalk.report.agenda import gap_kind
from crosswalk.report.document_view import DocumentView, label, sides
from crosswalk.report.gap_page import is_assessed
from crosswalk.report.table_file import TableFile, table_bytes
from crosswalk.services.compare import Progress, compare_crosswalks, silent
from crosswalk.workspace.workspace import Workspace

HEADS = (
    "crosswalk",
    "who asks",
    "provision",
    "finding",
    "asks",
    "looked in",
    "found",
    "why",
    "closest",
)
_TITLE = "What each document asks and the other does not fully answer"


def read_gaps(space: Workspace, crosswalk: str = "", progress: Progress = silent) -> TableFile:
    """The gaps of one crosswalk of the workspace, or of all, both ways: a note a direction, a row a provision."""
    notes: list[str] = []
    rows: list[tuple[str, ...]] = []
    for side in compare_crosswalks(space, only=crosswalk, progress=progress):
        left, right = sides(side)
        for asker, other in ((left, right), (right, left)):
            mine = list(_rows(side, asker, other))
            total = sum(is_assessed(answer) for answer in asker.answers.values())
            notes.append(
                f"{side.title}: of {total} provisions of {asker.spoken} assessed, {other.spoken} does not fully"
                f" answer {len(mine)}."
            )
            rows += mine
    progress("")
    return TableFile(_TITLE, tuple(notes), HEADS, tuple(rows))


def _rows(side: Comparison, asker: DocumentView, other: DocumentView) -> Iterator[tuple[str, ...]]:
    for answer in asker.answers.values():
        prov = asker.find(answer.provision)
        kind = gap_kind(prov, answer) if prov is not None else ""
        if prov is None or not kind:
            continue
        found, near = _names(other, answer.best), _names(other, (*answer.elsewhere, *answer.near))
        yield (
            side.title,
            asker.spoken,
            label(prov),
            kind,
            prov.text,
            answer.searched,
            found,
            answer.reason,
            near,
        )


def _names(view: DocumentView, ids: Sequence[str]) -> str:
    return "; ".join(label(prov) for one in ids if (prov := view.find(one)) is not None)


def gap_bytes(table: TableFile, form: str) -> bytes:
    """The gaps in any form of `table_file`; the file stands alone."""
    return table_bytes(table, form)


def gap_lines(table: TableFile) -> list[str]:
    """The gaps for a terminal: counts, then a line for each provision that is not fully answered."""
    return [*table.notes, *(f"  {row[1]:<20} {row[3]:<14} {row[2]}" for row in table.rows)]
