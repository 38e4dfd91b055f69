"""The main job: read the corpora, lay them side by side, and make every report and candidate file."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from crosswalk import __version__
from crosswalk.analyze.compare import Plan, compare
from crosswalk.analyze.document import Document
from crosswalk.config import CrosswalkEntry, SideEntry
from crosswalk.editions import compare_named, edition_pairs
from crosswalk.errors import ConfigError, LedgerError
from crosswalk.ledger.sssom import format_mappings, read_mappings, read_parsed
from crosswalk.match.asks import links_of
from crosswalk.match.relate import Names
from crosswalk.model.evidence import Answer
from crosswalk.model.finding import Comparison
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Coverage, Status
from crosswalk.model.sidebyside import SideBySide
from crosswalk.proposals import candidate_set
from crosswalk.report.cells import UNCHECKED, standing
from crosswalk.report.honesty import MISSES, measured
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
    from crosswalk.report.excel import workbook
    from crosswalk.report.site import site
    from crosswalk.report.word import word_file

    sides = lay_all(space, only=only, progress=progress)
    progress("Writing pages")
    decided = {side.id: _decided(space, side.id) for side in sides}
    filed = [found for entry in space.crosswalks if (found := _decided(space, entry.id))]
    candidates = {side.id: candidate_set(side, filed) for side in sides}
    files = _graph_files(sides)
    for name, sets in (("crosswalk", decided), ("candidates", candidates)):
        files |= merged_files(name, [found for found in sets.values() if found is not None])
    files["crosswalk.xlsx"] = workbook(sides, version=__version__)
    files["crosswalk.docx"] = word_file(sides, version=__version__)
    names = sorted([*files, "crosswalk.json"])
    pages = site(
        sides,
        version=__version__,
        files=names,
        checks=measured(),
        misses=MISSES,
        changes=compare_all(space, sides),
    )
    progress("")
    return Built(
        sides,
        files | {name: text.encode() for name, text in pages.items()},
        {f"{i}.candidates.sssom.tsv": format_mappings(found).encode() for i, found in candidates.items()},
    )


def compare_all(space: Workspace, sides: Sequence[SideBySide]) -> list[Comparison]:
    """The last two editions of every document that the crosswalks rest on, compared."""
    used = {corpus.source.id for side in sides for corpus in (side.whole_left, side.whole_right)}
    built = {side.id for side in sides}
    found = []
    for old, new in edition_pairs(space):
        if new.id in used:
            both = compare_named(space, new.id, old.as_of, new.as_of)
            found.append(
                replace(both, impacts=tuple(held for held in both.impacts if held.crosswalk in built))
            )
    return found


def _graph_files(sides: Sequence[SideBySide]) -> dict[str, bytes]:
    from crosswalk.analyze.graph import build_graph
    from crosswalk.report.interchange import graph_file

    graph = build_graph(sides)
    return graph_file(graph, "graph.graphml") | graph_file(graph, "graph.jsonld")


def merged_files(name: str, sets: Sequence[MappingSet]) -> dict[str, bytes]:
    """The rows of several crosswalks in one file for each two documents that they lie between.

    With one pair of documents the file is `NAME.sssom.tsv`; with more, the documents join the name.
    """
    by_documents: dict[tuple[str, str, str, str], list[MappingSet]] = {}
    for found in sets:
        key = (found.left_source, found.left_version, found.right_source, found.right_version)
        by_documents.setdefault(key, []).append(found)
    files = {}
    for (left, _, right, _), between in by_documents.items():
        full = name if len(by_documents) == 1 else f"{name}.{left}--{right}"
        files[f"{full}.sssom.tsv"] = format_mappings(_merged(full, between)).encode()
    return files


def _merged(name: str, sets: Sequence[MappingSet]) -> MappingSet:
    """One set with every pair once: the row that stands goes before any that is superseded, then the first."""
    rows: dict[tuple[str, str], Mapping] = {}
    for mapping in chain.from_iterable(sets):
        first = rows.setdefault(mapping.pair, mapping)
        if first.status is Status.SUPERSEDED and mapping.status is not Status.SUPERSEDED:
            rows[mapping.pair] = mapping
    title = "; ".join(found.title for found in sets)
    return replace(sets[0], id=name, title=title, mappings=tuple(rows[pair] for pair in sorted(rows)))


def _decided(space: Workspace, crosswalk: str) -> MappingSet | None:
    path = space.mapping_file(crosswalk)
    return read_mappings(path) if path.is_file() else None


def lay_all(space: Workspace, *, only: str = "", progress: Progress = _silent) -> tuple[SideBySide, ...]:
    """Every listed crosswalk, computed."""
    entries = [entry for entry in space.crosswalks if only in ("", entry.id)]
    if not entries:
        known = ", ".join(entry.id for entry in space.crosswalks)
        raise ConfigError(
            f"There is no crosswalk {only} in crosswalks.yaml; it lists {known}.", code="XW-505"
        )
    sides = []
    for entry in entries:
        progress(f"Comparing: {entry.title}")
        sides.append(lay(space, entry))
    return tuple(sides)


def lay(space: Workspace, entry: CrosswalkEntry) -> SideBySide:
    """One crosswalk of the list, computed."""
    plan = Plan(entry.id, entry.title, entry.kind, Names(entry.names.left, entry.names.right))
    left, right = part_of(space, entry.left), part_of(space, entry.right)
    return compare(
        plan,
        left,
        right,
        links_of(space.lexicon),
        _known_rows(space.mapping_file(entry.id), left, right),
        [part_of(space, rung) for rung in entry.rungs],
    )


def _known_rows(path: Path, left: Document, right: Document) -> MappingSet | None:
    """The decided rows of a crosswalk, each of which must speak of provisions that are there.

    A row to look at again whose provision went with an edition stays in the file and makes no row.
    """
    if not path.is_file():
        return None
    parsed = read_parsed(path)
    kept = []
    for mapping, line in zip(parsed.mappings, parsed.lines, strict=True):
        missing = [
            (prov_id, side)
            for prov_id, side in ((mapping.left, left), (mapping.right, right))
            if prov_id and prov_id not in side.part
        ]
        if missing and mapping.status is Status.LOOK_AGAIN:
            continue
        kept.append(mapping)
        for prov_id, side in missing:
            if mapping.status is not Status.SUPERSEDED:
                raise LedgerError(
                    f"{path} line {line}: there is no provision {prov_id} in what is compared of"
                    f" {side.whole.source.key}; mend the id, or add it to `include` in crosswalks.yaml.",
                    code="XW-406",
                )
    return replace(parsed.mappings, mappings=tuple(kept))


def part_of(space: Workspace, entry: SideEntry) -> Document:
    """One side of a crosswalk, read and annotated."""
    whole = space.document(space.corpus(entry.corpus, entry.as_of))
    return whole.select(entry.include) if entry.include else whole


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


def _covered(answers: Sequence[Answer]) -> str:
    found = Counter(standing(answer) for answer in answers if answer.coverage is not Coverage.NOT_ASSESSED)
    words = f"{found[Coverage.COVERED.value]} covered, {found[Coverage.PARTLY.value]} partly"
    unchecked = f", {found[UNCHECKED]} only in unchecked words" if found[UNCHECKED] else ""
    return f"{words}{unchecked}, of {found.total()}"
