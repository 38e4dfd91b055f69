"""Build: read the corpora, compare them, make every report and candidate file, and explain what was recomputed."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crosswalk import __version__
from crosswalk.language.encoder import vectors_in
from crosswalk.ledger.sssom import format_mappings
from crosswalk.model.alignment import UNCHECKED, ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import REVIEWED, Coverage, Status
from crosswalk.services.compare import (
    Progress,
    candidate_set,
    compare_crosswalks,
    compare_current_editions,
    no_progress,
)
from crosswalk.services.export import merged_files
from crosswalk.services.pages import render_pages
from crosswalk.workspace.config import CrosswalkEntry
from crosswalk.workspace.workspace import Workspace, write_all


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


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a build recomputed. With `full` there was no earlier build; without `reasons` nothing changed.

    `reasons` holds, for each crosswalk that was recomputed, why, in words. `editions` are the editions that
    were compared with the one before them.
    """

    full: bool = False
    crosswalks: int = 0
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provisions_read: int = 0
    provisions: int = 0
    editions: tuple[str, ...] = ()


UP_TO_DATE = Rebuild()


@dataclass(frozen=True)
class Built:
    """The result of one build, not yet written: `reports` and `mappings` by file name.

    `summary` counts rows and coverage of each crosswalk; `rebuild` explains what was recomputed, and is None
    if nothing is stored. `inputs` is the digest of the files it read, `only` the one crosswalk it covers, if any.
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
        self._store(space)
        pages = [folder / name for name in self.reports if name.endswith(".html")]
        return sorted(pages, key=lambda path: (path.name != "index.html", path.name))

    def _store(self, space: Workspace) -> None:
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
    space: Workspace, *, only: str = "", folder: Path | None = None, progress: Progress = no_progress
) -> Built:
    """Everything `crosswalk build` writes, computed from the workspace.

    `only` names one crosswalk of the list; the reports then cover that one alone. Values stored
    by an earlier build are reused if they are still valid; if no input has changed, so are the files in
    `folder` (reports/ by default).
    """
    inputs = space.inputs() if space.store else ""
    held = _as_it_was(space, inputs, only, folder or space.reports)
    if held:
        return held
    with vectors_in(space.store):
        return replace(_computed(space, only, progress), inputs=inputs, only=only)


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
    from crosswalk.graph.export import graph_file
    from crosswalk.report.excel import workbook
    from crosswalk.report.word import word_file

    comparisons = compare_crosswalks(space, only=only, progress=progress)
    progress("Writing pages")
    decided = {comparison.id: space.decisions(comparison.id) for comparison in comparisons}
    filed = [found for entry in space.crosswalks if (found := space.decisions(entry.id))]
    candidates = {comparison.id: candidate_set(comparison, filed) for comparison in comparisons}
    graph = build_graph(comparisons)
    files = graph_file(graph, "graph.graphml") | graph_file(graph, "graph.jsonld")
    for name, sets in (("crosswalk", decided), ("candidates", candidates)):
        files |= merged_files(name, [found for found in sets.values() if found is not None])
    changes = compare_current_editions(space, comparisons)
    files["crosswalk.xlsx"] = workbook(comparisons, version=__version__, changes=changes)
    files["crosswalk.docx"] = word_file(comparisons, version=__version__)
    register = [entry.source() for entry in space.sources]
    pages = render_pages(comparisons, changes, graph, sorted([*files, "crosswalk.json"]), register)
    progress("")
    return Built(
        files | {name: text.encode() for name, text in pages.items()},
        {f"{i}.candidates.sssom.tsv": format_mappings(found).encode() for i, found in candidates.items()},
        tuple(map(_summary, comparisons)),
        explain_rebuild(space, comparisons),
    )


def _summary(comparison: Comparison) -> CrosswalkSummary:
    pairs = [row for row in comparison.rows if row.left and row.right]
    return CrosswalkSummary(
        comparison.id,
        len(pairs),
        draft=sum(row.status is Status.DRAFT for row in pairs),
        proposed=sum(row.status is Status.PROPOSED for row in pairs),
        look_again=sum(row.status is Status.LOOK_AGAIN for row in pairs),
        reviewed=sum(row.status in REVIEWED for row in pairs),
        sides=(
            _coverage(comparison.left_name, comparison.left_answers),
            _coverage(comparison.right_name, comparison.right_answers),
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


_INPUTS_TABLE, _INPUTS_KEY = "inputs", "last"
# At most this many changed provisions are named; more are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class CrosswalkInputs:
    """Digests of one crosswalk's inputs; those of its editions by name, such as `wioa@2016-07-19`."""

    listed: str
    lexicon: str
    sections: str
    decisions: str
    editions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The inputs of all crosswalks of a workspace at one build, and each edition's provisions."""

    crosswalks: Mapping[str, CrosswalkInputs] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def explain_rebuild(space: Workspace, comparisons: Iterable[Comparison]) -> Rebuild | None:
    """Explain what was recomputed, and record the inputs of this build for the next.

    None if nothing is stored.
    """
    store = space.store
    if store is None:
        return None
    comparisons = tuple(comparisons)
    before = store.look_up(_INPUTS_TABLE, _INPUTS_KEY, BuildInputs)
    now = _build_inputs(space, comparisons)
    store.put(
        _INPUTS_TABLE,
        _INPUTS_KEY,
        _merge_inputs(before or BuildInputs(), now, set(space.scopes)),
        BuildInputs,
    )
    if before is None:
        return Rebuild(full=True, crosswalks=len(comparisons))
    why = {comparison.id: tuple(_reasons(space, comparison.id, before, now)) for comparison in comparisons}
    return Rebuild(
        crosswalks=len(comparisons),
        reasons={crosswalk: reasons for crosswalk, reasons in why.items() if reasons},
        provisions_read=sum(store.computed[f"phrases.{key}"] for key in now.texts),
        provisions=sum(map(len, now.texts.values())),
        editions=tuple(
            table.partition(".")[2] for table in sorted(store.computed) if table.startswith("changes.")
        ),
    )


def _merge_inputs(before: BuildInputs, now: BuildInputs, scopes: set[str]) -> BuildInputs:
    """The inputs of each existing crosswalk and edition at its last build."""
    return BuildInputs(
        {key: one for key, one in {**before.crosswalks, **now.crosswalks}.items() if key in scopes},
        {key: one for key, one in {**before.texts, **now.texts}.items() if key in scopes},
    )


def _build_inputs(space: Workspace, comparisons: Iterable[Comparison]) -> BuildInputs:
    entries = {entry.id: entry for entry in space.crosswalks}
    named = {comparison.id: _crosswalk_inputs(space, entries[comparison.id]) for comparison in comparisons}
    keys = dict.fromkeys(key for inputs in named.values() for key in inputs.editions)
    texts = {key: _corpus(space, key) for key in keys}
    cache = space.cache_for("")
    return BuildInputs(
        named, {key: {prov.id: cache.digest(prov)[:12] for prov in corpus} for key, corpus in texts.items()}
    )


def _crosswalk_inputs(space: Workspace, entry: CrosswalkEntry) -> CrosswalkInputs:
    cache = space.cache_for("")
    path = space.mapping_file(entry.id)
    texts = [space.corpus(side.corpus, side.as_of) for side in (entry.left, entry.right, *entry.rungs)]
    return CrosswalkInputs(
        cache.digest(entry.model_dump(mode="json", exclude={"line"})),
        cache.digest_once(space.lexicon),
        cache.digest_once(space.section_map),
        cache.digest(path.read_text("utf-8") if path.is_file() else ""),
        {text.source.key: cache.digest_once(text) for text in texts},
    )


def _corpus(space: Workspace, key: str) -> Corpus:
    return space.corpus(*key.split("@", 1))


def _reasons(space: Workspace, crosswalk: str, before: BuildInputs, now: BuildInputs) -> list[str]:
    """The reasons why a crosswalk was recomputed; empty if its inputs are unchanged."""
    was, new = before.crosswalks.get(crosswalk), now.crosswalks[crosswalk]
    if was is None:
        return ["new"]
    reasons = []
    if was.listed != new.listed:
        reasons.append("its entry in crosswalks.yaml changed")
    for key, text in new.editions.items():
        reasons += _moved(_corpus(space, key), text, was, before, now)
    for words, one, two in (
        ("the lexicon changed", was.lexicon, new.lexicon),
        ("the table of sections changed", was.sections, new.sections),
        ("its decisions changed", was.decisions, new.decisions),
    ):
        reasons += [words] if one != two else []
    return reasons


def _moved(
    corpus: Corpus, text: str, was: CrosswalkInputs, before: BuildInputs, now: BuildInputs
) -> list[str]:
    """How one document, whose digest is `text`, differs from the one at the last build."""
    key = corpus.source.key
    if key not in was.editions:
        return [f"it now uses {key}"]
    if was.editions[key] == text:
        return []
    old, new = before.texts.get(key, {}), now.texts[key]
    places = [prov_id for prov_id in {**new, **old} if old.get(prov_id) != new.get(prov_id)]
    cited = [corpus[i].citation or i if i in corpus else i for i in places[:_NAMED]]
    more = len(places) - len(cited)
    others = f" and {more:,} more" if more else ""
    return [f"{corpus.source.id} changed{' at ' if cited else ''}{', '.join(cited)}{others}"]
