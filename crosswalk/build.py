"""The main job: read the corpora, lay them side by side, and make every report and candidate file."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from crosswalk import __version__
from crosswalk.again import NOTHING, told_again
from crosswalk.analyze.compare import Plan, compare
from crosswalk.analyze.document import Document
from crosswalk.config import CrosswalkEntry, SideEntry
from crosswalk.editions import compare_named, edition_pairs
from crosswalk.errors import ConfigError, LedgerError
from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.sssom import format_mappings, read_mappings, read_parsed
from crosswalk.match.asks import links_of
from crosswalk.match.relate import Names
from crosswalk.model.evidence import Answer
from crosswalk.model.finding import Comparison
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Coverage, Status
from crosswalk.model.sidebyside import SideBySide
from crosswalk.proposals import candidate_set
from crosswalk.report.cells import UNCHECKED, standing
from crosswalk.report.honesty import MISSES, measured
from crosswalk.report.rows import REVIEWED
from crosswalk.workspace import Workspace, write_all

Progress = Callable[[str], None]


_HEAD = f"{'crosswalk':<12} {'pairs':>5} {'draft':>6} {'proposed':>9} {'again':>6} {'reviewed':>9}   coverage, left and right"


def _silent(_: str) -> None:
    return


@dataclass(frozen=True)
class Built:
    """What one build made, not yet written: `reports` and `mappings` by file name.

    `summary` are the lines that end a build, `again` those that tell what it computed again. `inputs` is the
    digest of the files it read and `only` the crosswalk it was narrowed to.
    """

    reports: dict[str, bytes]
    mappings: dict[str, bytes]
    summary: tuple[str, ...]
    again: tuple[str, ...] = ()
    inputs: str = ""
    only: str = ""

    def _files(self, space: Workspace, folder: Path) -> dict[Path, bytes]:
        reports = {folder / name: data for name, data in self.reports.items()}
        return reports | {space.root / "mappings" / name: data for name, data in self.mappings.items()}

    def stale(self, space: Workspace, folder: Path) -> list[Path]:
        """The files on disk that are missing or not what would be written."""
        files = self._files(space, folder)
        return [p for p, data in files.items() if not p.is_file() or p.read_bytes() != data]

    def write(self, space: Workspace, folder: Path) -> list[Path]:
        """Write every file that is not there as it is to be, each whole; the pages' paths, index first.

        What was worked out is kept for the next build where the workspace can be written to.
        """
        files = self._files(space, folder)
        write_all({path: files[path] for path in self.stale(space, folder)})
        self._keep(space)
        pages = [folder / name for name in self.reports if name.endswith(".html")]
        return sorted(pages, key=lambda path: (path.name != "index.html", path.name))

    def beside(self, space: Workspace, folder: Path) -> str:
        """One line on the files besides the pages: how many, and where they lie."""
        others = sorted(name for name in self.reports if not name.endswith(".html"))
        named = f"{len(others)} more files in {folder}: {', '.join(others)}"
        return (
            f"{named}; {len(self.mappings)} in {space.root / 'mappings'}: {', '.join(sorted(self.mappings))}"
        )

    def _keep(self, space: Workspace) -> None:
        if space.store is None:
            return
        if space.inputs() == self.inputs:
            made = _Made(_digests(self.reports), _digests(self.mappings), self.summary)
            space.store.keep(_table(self.only), self.inputs, made)
        space.store.save(space.scopes)


@dataclass(frozen=True, slots=True)
class _Made:
    """The digests of the files that a build wrote, by name, and its summary."""

    reports: Mapping[str, str]
    mappings: Mapping[str, str]
    summary: tuple[str, ...]


def _table(only: str) -> str:
    return f"build.{only}"


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def build_reports(
    space: Workspace, *, only: str = "", folder: Path | None = None, progress: Progress = _silent
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
    """The last build, if it rests on the same files and what it wrote is still there."""
    made = space.store.look(_table(only), inputs, _Made) if space.store else None
    if made is None:
        return None
    reports = _on_disk(folder, made.reports)
    mappings = _on_disk(space.root / "mappings", made.mappings)
    if _digests(reports) != made.reports or _digests(mappings) != made.mappings:
        return None
    return Built(reports, mappings, made.summary, (NOTHING,), inputs, only)


def _on_disk(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    paths = {name: folder / name for name in names}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _computed(space: Workspace, only: str, progress: Progress) -> Built:
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
    changes = compare_all(space, sides)
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
    )
    progress("")
    return Built(
        files | {name: text.encode() for name, text in pages.items()},
        {f"{i}.candidates.sssom.tsv": format_mappings(found).encode() for i, found in candidates.items()},
        (_HEAD, *(_summary(side) for side in sides)),
        told_again(space, sides),
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
    rows: dict[tuple[str, str], Decided] = {}
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
    side = compare(
        plan,
        left,
        right,
        links_of(space.lexicon),
        _known_rows(space.mapping_file(entry.id), left, right),
        [part_of(space, rung) for rung in entry.rungs],
        kept=space.kept(entry.id),
    )
    return replace(side, comments=read_comments(space.comments_file(entry.id)))


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
                    f" {side.whole.source.key}; mend the id, add it to `include` in crosswalks.yaml, or close the"
                    " row with `crosswalk decide`.",
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
    """The lines that end a build: for each crosswalk pairs by status and coverage both ways; what is new.

    `again` are pairs to look at again, whose text changed since.
    """
    return [*built.summary, *(["", *built.again] if built.again else [])]


def _summary(side: SideBySide) -> str:
    pairs = [row for row in side.rows if row.left and row.right]
    draft = sum(row.status is Status.DRAFT for row in pairs)
    proposed = sum(row.status is Status.PROPOSED for row in pairs)
    again = sum(row.status is Status.LOOK_AGAIN for row in pairs)
    reviewed = sum(row.status in REVIEWED for row in pairs)
    answered = " | ".join(
        f"{name}: {_covered(answers)}"
        for name, answers in ((side.left_name, side.left_answers), (side.right_name, side.right_answers))
    )
    return f"{side.id:<12} {len(pairs):>5} {draft:>6} {proposed:>9} {again:>6} {reviewed:>9}   {answered}"


def _covered(answers: Sequence[Answer]) -> str:
    found = Counter(standing(answer) for answer in answers if answer.coverage is not Coverage.NOT_ASSESSED)
    words = f"{found[Coverage.COVERED.value]} covered, {found[Coverage.PARTLY.value]} partly"
    unchecked = f", {found[UNCHECKED]} only in unchecked words" if found[UNCHECKED] else ""
    return f"{words}{unchecked}, of {found.total()}"
