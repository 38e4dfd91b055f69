"""Build: read the corpora, compare them, and make every report and candidate file."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk import __version__
from crosswalk.ledger.sssom import format_mappings, read_mappings
from crosswalk.model.alignment import UNCHECKED, ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Coverage, Status
from crosswalk.report.frame import REVIEWED
from crosswalk.services.build_log import UP_TO_DATE, Rebuild, explain_rebuild
from crosswalk.services.compare import (
    Progress,
    candidate_set,
    compare_crosswalks,
    compare_current_editions,
    silent,
)
from crosswalk.services.export import merged_files
from crosswalk.services.limitations import MISSES, measured
from crosswalk.workspace.workspace import Workspace, write_all

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """How many provisions of one side the other covers in full, in part, or only in unchecked words."""

    name: str
    covered: int
    partly: int
    unchecked: int
    assessed: int


@dataclass(frozen=True, slots=True)
class CrosswalkSummary:
    """The pairs of one crosswalk by status, and the coverage of both sides.

    `look_again` counts pairs whose text changed since they were decided.
    """

    id: str
    pairs: int
    draft: int
    proposed: int
    look_again: int
    reviewed: int
    sides: tuple[CoverageSummary, ...]


@dataclass(frozen=True)
class Built:
    """The result of one build, not yet written: `reports` and `mappings` by file name.

    `summary` counts rows and coverage of each crosswalk; `rebuild` explains what was recomputed, and is None
    where nothing is stored. `inputs` is the digest of the files it read, `only` the crosswalk it was narrowed to.
    """

    reports: dict[str, bytes]
    mappings: dict[str, bytes]
    summary: tuple[CrosswalkSummary, ...]
    rebuild: Rebuild | None = None
    inputs: str = ""
    only: str = ""

    def _files(self, space: Workspace, folder: Path) -> dict[Path, bytes]:
        reports = {folder / name: data for name, data in self.reports.items()}
        return reports | {space.root / "mappings" / name: data for name, data in self.mappings.items()}

    def stale(self, space: Workspace, folder: Path) -> list[Path]:
        """The files on disk that are missing or differ from the build."""
        files = self._files(space, folder)
        return [p for p, data in files.items() if not p.is_file() or p.read_bytes() != data]

    def write(self, space: Workspace, folder: Path) -> list[Path]:
        """Write every file that is missing or differs, each whole; returns the pages' paths, index first.

        Computed values are stored for the next build if the workspace is writable.
        """
        files = self._files(space, folder)
        write_all({path: files[path] for path in self.stale(space, folder)})
        self._keep(space)
        pages = [folder / name for name in self.reports if name.endswith(".html")]
        return sorted(pages, key=lambda path: (path.name != "index.html", path.name))

    def _keep(self, space: Workspace) -> None:
        if space.store is None:
            return
        if space.inputs() == self.inputs:
            made = _Made(_digests(self.reports), _digests(self.mappings), self.summary)
            space.store.put(_table(self.only), self.inputs, made, _Made)
        space.store.save(space.scopes)


@dataclass(frozen=True, slots=True)
class _Made:
    """The digests of the files that a build wrote, by name, and its summary."""

    reports: Mapping[str, str]
    mappings: Mapping[str, str]
    summary: tuple[CrosswalkSummary, ...]


def _table(only: str) -> str:
    return f"build.{only}"


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def build_reports(
    space: Workspace, *, only: str = "", folder: Path | None = None, progress: Progress = silent
) -> Built:
    """Everything `crosswalk build` writes, computed from the workspace.

    `only` names one crosswalk of the list; the reports then speak of that one alone. Where the
    workspace has a store, what an earlier build worked out is taken from it as far as it still holds, and
    from `folder` (reports/ by default) when nothing that is read has changed.
    """
    inputs = space.inputs() if space.store else ""
    held = _as_it_was(space, inputs, only, folder or space.reports)
    return held or replace(_computed(space, only, progress), inputs=inputs, only=only)


def _as_it_was(space: Workspace, inputs: str, only: str, folder: Path) -> Built | None:
    """The last build, if its inputs are unchanged and the files it wrote are still there."""
    made = space.store.look_up(_table(only), inputs, _Made) if space.store else None
    if made is None:
        return None
    reports = _on_disk(folder, made.reports)
    mappings = _on_disk(space.root / "mappings", made.mappings)
    if _digests(reports) != made.reports or _digests(mappings) != made.mappings:
        return None
    return Built(reports, mappings, made.summary, UP_TO_DATE, inputs, only)


def _on_disk(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    paths = {name: folder / name for name in names}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _computed(space: Workspace, only: str, progress: Progress) -> Built:
    from crosswalk.graph.build import build_graph
    from crosswalk.graph.diagnostics import find_in_graph
    from crosswalk.report.excel import workbook
    from crosswalk.report.site import site
    from crosswalk.report.word import word_file

    sides = compare_crosswalks(space, only=only, progress=progress)
    progress("Writing pages")
    decided = {side.id: _decided(space, side.id) for side in sides}
    filed = [found for entry in space.crosswalks if (found := _decided(space, entry.id))]
    candidates = {side.id: candidate_set(side, filed) for side in sides}
    graph = build_graph(sides)
    files = _graph_files(graph)
    for name, sets in (("crosswalk", decided), ("candidates", candidates)):
        files |= merged_files(name, [found for found in sets.values() if found is not None])
    changes = compare_current_editions(space, sides)
    files["crosswalk.xlsx"] = workbook(sides, version=__version__, changes=changes)
    files["crosswalk.docx"] = word_file(sides, version=__version__)
    names = sorted([*files, "crosswalk.json"])
    pages = site(
        sides,
        version=__version__,
        files=names,
        checks=measured(),
        misses=MISSES,
        changes=changes,
        graph=find_in_graph(graph),
    )
    progress("")
    return Built(
        files | {name: text.encode() for name, text in pages.items()},
        {f"{i}.candidates.sssom.tsv": format_mappings(found).encode() for i, found in candidates.items()},
        tuple(map(_summary, sides)),
        explain_rebuild(space, sides),
    )


def _graph_files(graph: "nx.MultiDiGraph[str]") -> dict[str, bytes]:
    from crosswalk.graph.export import graph_file

    return graph_file(graph, "graph.graphml") | graph_file(graph, "graph.jsonld")


def _decided(space: Workspace, crosswalk: str) -> MappingSet | None:
    path = space.mapping_file(crosswalk)
    return read_mappings(path) if path.is_file() else None


def _summary(side: Comparison) -> CrosswalkSummary:
    pairs = [row for row in side.rows if row.left and row.right]
    return CrosswalkSummary(
        side.id,
        len(pairs),
        draft=sum(row.status is Status.DRAFT for row in pairs),
        proposed=sum(row.status is Status.PROPOSED for row in pairs),
        look_again=sum(row.status is Status.LOOK_AGAIN for row in pairs),
        reviewed=sum(row.status in REVIEWED for row in pairs),
        sides=(
            _coverage(side.left_name, side.left_answers),
            _coverage(side.right_name, side.right_answers),
        ),
    )


def _coverage(name: str, answers: Sequence[ProvisionCoverage]) -> CoverageSummary:
    found = Counter(answer.standing for answer in answers if answer.coverage is not Coverage.NOT_ASSESSED)
    return CoverageSummary(
        name,
        covered=found[Coverage.COVERED.value],
        partly=found[Coverage.PARTLY.value],
        unchecked=found[UNCHECKED],
        assessed=found.total(),
    )
