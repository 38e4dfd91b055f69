"""The main job: read the corpora, lay them side by side, and make every report and candidate file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswalk import __version__
from crosswalk.analyze.compare import Plan, compare
from crosswalk.analyze.document import Document
from crosswalk.config import CrosswalkEntry, SideEntry
from crosswalk.errors import ConfigError
from crosswalk.ledger.sssom import format_mappings, read_mappings
from crosswalk.match.align import links_of
from crosswalk.match.relate import Names
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Coverage, Status
from crosswalk.model.sidebyside import SideBySide
from crosswalk.proposals import candidate_set
from crosswalk.workspace import Workspace, write_all

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    return


@dataclass(frozen=True)
class Built:
    """What one build made, not yet written: `reports` and `mappings` by file name."""

    sides: tuple[SideBySide, ...]
    reports: dict[str, bytes]
    mappings: dict[str, bytes]

    def _files(self, space: Workspace, folder: Path) -> dict[Path, bytes]:
        reports = {folder / name: data for name, data in self.reports.items()}
        return reports | {space.root / "mappings" / name: data for name, data in self.mappings.items()}

    def stale(self, space: Workspace, folder: Path) -> list[Path]:
        """The files on disk that are missing or not what would be written."""
        files = self._files(space, folder)
        return [p for p, data in files.items() if not p.is_file() or p.read_bytes() != data]

    def write(self, space: Workspace, folder: Path) -> list[Path]:
        """Write everything, each file whole; the pages' paths, index first."""
        write_all(self._files(space, folder))
        pages = [folder / name for name in self.reports if name.endswith(".html")]
        return sorted(pages, key=lambda path: (path.name != "index.html", path.name))


def build_reports(space: Workspace, *, only: str = "", progress: Progress = _silent) -> Built:
    """Everything `crosswalk build` writes, computed from the workspace.

    `only` names one crosswalk of the list; the reports then speak of that one alone.
    """
    from crosswalk.report.site import site

    sides = lay_all(space, only=only, progress=progress)
    progress("Writing pages")
    pages = {name: text.encode() for name, text in site(sides, version=__version__).items()}
    candidates = {side.id: _candidates(side) for side in sides}
    mappings = {f"{i}.candidates.sssom.tsv": text for i, text in candidates.items()}
    progress("")
    return Built(
        sides,
        pages | _graph_files(sides) | _mapping_reports(space, sides),
        {name: text.encode() for name, text in mappings.items()},
    )


def lay_all(space: Workspace, *, only: str = "", progress: Progress = _silent) -> tuple[SideBySide, ...]:
    """Every listed crosswalk, computed."""
    entries = [entry for entry in space.crosswalks if only in ("", entry.id)]
    if not entries:
        known = ", ".join(entry.id for entry in space.crosswalks)
        raise ConfigError(f"There is no crosswalk {only} in crosswalks.yaml; it lists {known}.", code="XW-505")
    sides = []
    for entry in entries:
        progress(f"Comparing: {entry.title}")
        sides.append(lay(space, entry))
    return tuple(sides)


def lay(space: Workspace, entry: CrosswalkEntry) -> SideBySide:
    """One crosswalk of the list, computed."""
    plan = Plan(entry.id, entry.title, entry.kind, Names(entry.names.left, entry.names.right))
    path = space.mapping_file(entry.id)
    decided = read_mappings(path) if path.is_file() else None
    return compare(
        plan,
        part_of(space, entry.left),
        part_of(space, entry.right),
        links_of(space.lexicon),
        decided,
        [part_of(space, rung) for rung in entry.rungs],
    )


def part_of(space: Workspace, entry: SideEntry) -> Document:
    """One side of a crosswalk, read and annotated."""
    whole = space.document(space.corpus(entry.corpus, entry.as_of))
    return whole.select(entry.include) if entry.include else whole


def _candidates(side: SideBySide) -> str:
    plan = Plan(side.id, side.title, side.kind, Names(side.left_name, side.right_name))
    return format_mappings(candidate_set(plan, side.left, side.right, side.candidates))


def _mapping_reports(space: Workspace, sides: Sequence[SideBySide]) -> dict[str, bytes]:
    """All decided rows, and all candidates, of every crosswalk in one file each."""
    decided = [m for side in sides for m in _decided(space, side)]
    return {
        "crosswalk.sssom.tsv": format_mappings(_merged(sides, "crosswalk", decided)).encode(),
        "candidates.sssom.tsv": format_mappings(
            _merged(sides, "candidates", [m for side in sides for m in _candidate_rows(side)])
        ).encode(),
    }


def _decided(space: Workspace, side: SideBySide) -> tuple:
    path = space.mapping_file(side.id)
    return read_mappings(path).mappings if path.is_file() else ()


def _candidate_rows(side: SideBySide) -> tuple:
    plan = Plan(side.id, side.title, side.kind, Names(side.left_name, side.right_name))
    return candidate_set(plan, side.left, side.right, side.candidates).mappings


def graph_bytes(space: Workspace, crosswalk: str, name: str) -> dict[str, bytes]:
    """The graph of one crosswalk, or of all, as one file by the ending of its name (CSV makes two)."""
    from crosswalk.analyze.graph import build_graph
    from crosswalk.report.interchange import graph_file

    return graph_file(build_graph(lay_all(space, only=crosswalk)), name)


def summary_lines(built: Built) -> list[str]:
    """The summary that ends a build: a line a crosswalk, pairs by status, coverage both ways."""
    head = f"{'crosswalk':<12} {'rows':>5} {'draft':>6} {'proposed':>9} {'reviewed':>9}   coverage, left and right"
    return [head, *(_summary(side) for side in built.sides)]


def _summary(side: SideBySide) -> str:
    pairs = [row for row in side.rows if row.left and row.right]
    draft = sum(row.status is Status.DRAFT for row in pairs)
    proposed = sum(row.status is Status.PROPOSED for row in pairs)
    answered = " | ".join(
        f"{name}: {_covered(answers)}"
        for name, answers in ((side.left_name, side.left_answers), (side.right_name, side.right_answers))
    )
    reviewed = len(pairs) - draft - proposed
    return f"{side.id:<12} {len(pairs):>5} {draft:>6} {proposed:>9} {reviewed:>9}   {answered}"


def _covered(answers: Sequence) -> str:
    assessed = [a for a in answers if a.coverage is not Coverage.NOT_ASSESSED]
    met = sum(a.coverage is Coverage.COVERED for a in assessed)
    partly = sum(a.coverage is Coverage.PARTLY for a in assessed)
    return f"{met} covered, {partly} partly, of {len(assessed)}"
