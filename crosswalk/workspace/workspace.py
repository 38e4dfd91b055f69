"""The one module that knows where files are: corpora, mappings, reports and crosswalks.yaml."""

import hashlib
import os
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk.errors import CitationError, ConfigError, SourceError
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.citation import Citation, SectionMap, find_provision
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.workspace.cache import Store, StoredCache

if TYPE_CHECKING:
    from crosswalk.compare.document import Document
    from crosswalk.language.lexicon import Lexicon
    from crosswalk.language.topics import Topics
    from crosswalk.model.mapping import MappingSet
    from crosswalk.workspace.config import CrosswalkEntry, SideEntry, SourceEntry


LIST = "crosswalks.yaml"
CACHE_FOLDER = ".crosswalk"
_OUTPUT = ".candidates.sssom.tsv"
# Files that version control must ignore.
_NOT_SHARED = ".crosswalk/\n.crosswalk.lock\n.*.undo\n.*.part\n"
SHIPPED = ("corpora", "mappings", LIST)


@dataclass(frozen=True)
class Workspace:
    """A folder with corpora/, mappings/, reports/ and crosswalks.yaml, opened once.

    `store` holds values computed by an earlier build; without one everything is computed.
    """

    root: Path
    store: Store | None = field(default=None, compare=False, repr=False)

    @property
    def corpora(self) -> Path:
        """The folder of the corpus files, their register and the lexicon."""
        return self.root / "corpora"

    @property
    def reports(self) -> Path:
        """Where `build` writes."""
        return self.root / "reports"

    def mapping_file(self, crosswalk: str, *, candidates: bool = False) -> Path:
        """The file of people's decisions on one crosswalk, or of the program's candidates."""
        return self.root / "mappings" / f"{crosswalk}{'.candidates' if candidates else ''}.sssom.tsv"

    def decisions(self, crosswalk: str) -> "MappingSet | None":
        """People's decisions on one crosswalk; None if it has no mapping file."""
        from crosswalk.ledger.sssom import read_mappings

        path = self.mapping_file(crosswalk)
        return read_mappings(path) if path.is_file() else None

    def comments_file(self, crosswalk: str) -> Path:
        """The file of comments on one crosswalk's rows."""
        return self.root / "mappings" / f"{crosswalk}.comments.tsv"

    def cache_for(self, scope: str) -> Cache:
        """The cache of a crosswalk, or of an edition such as `wioa@2016-07-19`."""
        return StoredCache(self.store, scope) if self.store else NO_CACHE

    @property
    def scopes(self) -> tuple[str, ...]:
        """Every crosswalk and every edition: the scopes of the cache."""
        return (*(entry.id for entry in self.crosswalks), *(f"{e.id}@{e.as_of}" for e in self.sources))

    def inputs(self) -> str:
        """A digest of every file that a build reads: its list, the corpora, and what people wrote."""
        folders = (self.corpora, self.root / "mappings")
        files = {self.root / LIST, *(self.corpora / entry.file for entry in self.sources)}
        files |= {path for folder in folders for path in folder.rglob("*")}
        found = hashlib.sha256()
        for path in sorted(files):
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(_OUTPUT):
                found.update(f"\n{os.path.relpath(path, self.root)} ".encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()

    @cached_property
    def sources(self) -> "tuple[SourceEntry, ...]":
        """Every registered edition of every corpus, in the register's order."""
        from crosswalk.workspace.config import read_sources

        return read_sources(self.corpora / "sources.yaml")

    @cached_property
    def crosswalks(self) -> "tuple[CrosswalkEntry, ...]":
        """The listed crosswalks, each with the corpora or parts that it compares."""
        from crosswalk.workspace.config import read_crosswalks

        return read_crosswalks(self.root / LIST)

    @cached_property
    def lexicon(self) -> "Lexicon":
        """The terms of the field; an empty lexicon if the workspace has none."""
        from crosswalk.language.lexicon import Lexicon, load_lexicon

        path = self.corpora / "lexicon.yaml"
        return load_lexicon(path) if path.is_file() else Lexicon()

    @cached_property
    def topics(self) -> "Topics":
        """The shipped topics, with those of corpora/topics.yaml if the workspace has that file."""
        from crosswalk.language.topics import topics
        from crosswalk.workspace.config import read_topics

        path = self.corpora / "topics.yaml"
        return read_topics(path) if path.is_file() else topics()

    @cached_property
    def section_map(self) -> SectionMap:
        """The map from each act's sections to the Code's, from every map in corpora/, in the register's order.

        A section of no named law is read as one of the act registered first.
        """
        from crosswalk.ingest.corpus_file import read_section_map

        registered = [self.corpora / entry.id / "sections.tsv" for entry in self.sources]
        found = SectionMap()
        for path in dict.fromkeys([*registered, *sorted(self.corpora.glob("*/sections.tsv"))]):
            if path.is_file():
                found = found.joined(read_section_map(path))
        return found

    def crosswalk(self, crosswalk: str) -> "CrosswalkEntry":
        """The entry of one crosswalk in the list."""
        for entry in self.crosswalks:
            if entry.id == crosswalk:
                return entry
        known = ", ".join(entry.id for entry in self.crosswalks)
        raise ConfigError(f"There is no crosswalk {crosswalk} in {LIST}; it lists {known}.", code="XW-505")

    def edition(self, corpus: str, as_of: str = "") -> "SourceEntry":
        """The register's entry of one edition; the newest when no date is given."""
        entries = sorted((e for e in self.sources if e.id == corpus), key=lambda e: e.as_of)
        if not entries:
            known = ", ".join(dict.fromkeys(e.id for e in self.sources))
            raise SourceError(
                f"There is no corpus {corpus} in {self.corpora / 'sources.yaml'}; name one of {known},"
                " or give the path of a file.",
                code="XW-101",
            )
        if not as_of:
            return entries[-1]
        for entry in entries:
            if entry.as_of == as_of:
                return entry
        dates = ", ".join(e.as_of for e in entries)
        raise SourceError(f"Corpus {corpus} has no edition as of {as_of}; it has {dates}.", code="XW-102")

    @cached_property
    def _corpora(self) -> dict[str, Corpus]:
        return {}

    def corpus(self, corpus: str, as_of: str = "") -> Corpus:
        """One edition of one corpus, read once."""
        entry = self.edition(corpus, as_of)
        key = f"{entry.id}@{entry.as_of}"
        if key not in self._corpora:
            path = self.corpora / entry.file
            if not path.is_file():
                raise SourceError(
                    f"{self.corpora / 'sources.yaml'} line {entry.line}: {key} has no file {path}; put the"
                    " file there or remove the entry.",
                    code="XW-104",
                )
            if not path.resolve().is_relative_to(self.corpora.resolve()):
                raise ConfigError(
                    f"{path} is a link to a file outside the folder corpora/ of the workspace, and was not read;"
                    " put the file itself there.",
                    code="XW-503",
                )
            self._corpora[key] = self._read_corpus(path, entry)
        return self._corpora[key]

    def _read_corpus(self, path: Path, entry: "SourceEntry") -> Corpus:
        """The corpus in a registered file; its provisions are taken from the cache if the file is as it was."""
        from crosswalk.ingest.corpus_file import read_bytes, read_corpus_file

        source, sections = entry.source(), self.section_map
        cache = self.cache_for(source.key)
        held = hashlib.sha256(read_bytes(path)).hexdigest() if self.store else ""
        provisions = cache.get_or_compute(
            "provisions",
            (held, source, entry.numbering, cache.digest_once(sections)),
            tuple[Provision, ...],
            lambda: read_corpus_file(path, source, entry.numbering, sections).provisions,
        )
        return Corpus(source, provisions)

    def compared(self, side: "SideEntry") -> Corpus:
        """The part of one document that a crosswalk compares: all of it, or what the list names."""
        whole = self.corpus(side.corpus, side.as_of)
        return whole.select(side.include) if side.include else whole

    @cached_property
    def _documents(self) -> "dict[str, Document]":
        return {}

    def document(self, corpus: Corpus) -> "Document":
        """A whole corpus of this workspace, or any other, read and annotated once."""
        from crosswalk.compare.document import document_of, read_annotations
        from crosswalk.language.annotate import PhraseFinder
        from crosswalk.language.citations import references_of
        from crosswalk.model.annotation import Annotated

        key = f"{corpus.source.key} {corpus.digest}"
        if key not in self._documents:
            cache, numbering = self.cache_for(corpus.source.key), self._numbering(corpus.source)

            def read() -> dict[str, Annotated]:
                cited = references_of(corpus, numbering, self.section_map)
                finder = PhraseFinder(corpus, self.lexicon, cache)
                return read_annotations(corpus, self.lexicon, cited, finder)

            of = self._annotation_inputs(corpus)
            annotated = cache.get_or_compute("annotated", of, dict[str, Annotated], read)
            cache.register(annotated, cache.digest("annotated", *of))
            self._documents[key] = document_of(corpus, corpus, annotated)
        return self._documents[key]

    def _annotation_inputs(self, corpus: Corpus) -> tuple[str, ...]:
        """Digests of all inputs of a corpus's annotations."""
        cache = self.cache_for(corpus.source.key)
        inputs = (corpus, self.section_map, self.lexicon)
        return (self._numbering(corpus.source), *map(cache.digest_once, inputs))

    def _numbering(self, source: Source) -> str:
        registered = {(entry.id, entry.as_of): entry.numbering for entry in self.sources}
        return registered.get((source.id, source.as_of), "own")

    def resolve(self, ref: str) -> Corpus:
        """The corpus, edition, part or file that a reference names.

        `wioa`, `wioa@2014-07-22`, `wioa:29/3102/7`, `wioa:102(b)`, `29 U.S.C. 3112(b)`, the path of a file
        of a known format, or such a path with a colon and a provision's id.
        """
        whole, part = self._named(ref)
        return whole.select([part]) if part else whole

    def resolve_document(self, ref: str) -> "Document":
        """Like `resolve`, but annotated; a part has the lead-ins and definitions of its whole."""
        whole, part = self._named(ref)
        return self.document(whole).select([part]) if part else self.document(whole)

    def resolve_excerpt(self, ref: str) -> "Document":
        """Like `resolve_document`, but only the part is annotated unless an earlier build annotated the whole.

        The result has annotations for the part, and perhaps not for the rest.
        """
        whole, part = self._named(ref)
        if part and not self._is_annotated(whole):
            return self._excerpt(whole, part)
        document = self.document(whole)
        return document.select([part]) if part else document

    def _is_annotated(self, whole: Corpus) -> bool:
        """Whether an earlier build annotated the whole of a corpus."""
        cache = self.cache_for(whole.source.key)
        return cache.holds_any("annotated") and cache.holds("annotated", self._annotation_inputs(whole))

    def _excerpt(self, whole: Corpus, part: str) -> "Document":
        from crosswalk.compare.document import document_of, read_annotations
        from crosswalk.language.annotate import PhraseFinder
        from crosswalk.language.citations import references_of

        shown, finder = whole.select([part]), PhraseFinder(whole, self.lexicon)
        numbering = self._numbering(whole.source)
        cited = references_of(whole, numbering, self.section_map, only=shown)
        annotated = read_annotations(whole, self.lexicon, cited, finder, shown)
        if any(one.measure for one in annotated.values()):
            # Any provision that cites a measure may add to it.
            cited = references_of(whole, numbering, self.section_map)
            annotated = read_annotations(whole, self.lexicon, cited, finder, shown)
        return document_of(shown, whole, annotated)

    def _named(self, ref: str) -> tuple[Corpus, str]:
        """The whole corpus that a reference names, and the id of the part meant, if one is."""
        file, _, part = ref.rpartition(":")
        if not Path(ref).is_file() and Path(file).is_file():
            whole = read_file(Path(file))
            return whole, find_provision(whole, part, self.section_map) or part
        if not Path(ref).is_file() and (cited := self._cited(ref)):
            return cited
        if Path(ref).is_file() or not _is_name(ref):
            return read_file(Path(ref)), ""
        name, _, part = ref.partition(":")
        name, _, as_of = name.partition("@")
        whole = self.corpus(name, as_of)
        return whole, (find_provision(whole, part, self.section_map) or part) if part else ""

    def _cited(self, ref: str) -> tuple[Corpus, str] | None:
        """The newest edition of the corpus that holds a cited provision, and the provision's id."""
        try:
            Citation.parse(ref)
        except CitationError:
            return None
        for corpus_id in dict.fromkeys(entry.id for entry in self.sources):
            whole = self.corpus(corpus_id)
            if part := find_provision(whole, ref, self.section_map):
                return whole, part
        return None


def _is_name(ref: str) -> bool:
    head = ref.partition(":")[0]
    return not any(mark in head for mark in "/\\.") or "@" in head


def read_file(path: Path, source: Source | None = None) -> Corpus:
    """The corpus in one file of a known format; its id is the file's name."""
    from crosswalk.ingest import read

    if path.is_dir():
        raise SourceError(f"{path} is a folder; give the path of one document in it.", code="XW-103")
    if not path.is_file():
        raise SourceError(
            f"There is no file {path}; give the path of a document or the id of a corpus.", code="XW-103"
        )
    if source is not None:
        return read(path, source).corpus
    corpus = read(path, Source(path.stem, "undated", path.stem, given=path.name)).corpus
    # Nobody has compared the words of a user's own file with the original.
    return Corpus(corpus.source, tuple(replace(prov, given=path.name) for prov in corpus))


def open_workspace(folder: Path | None = None) -> Workspace:
    """The workspace in `folder`, or in the current folder."""
    root = folder or Path()
    if not (root / LIST).is_file():
        where = f"in {folder}" if folder else "here"
        raise ConfigError(
            f"There is no workspace {where} (no {LIST}); make one with `crosswalk init DIR`, or name one"
            " with --workspace.",
            code="XW-501",
        )
    return Workspace(root)


def with_cache(space: Workspace, *, full: bool = False) -> Workspace:
    """The workspace with its cache opened; with `full` nothing stored is reused."""
    return replace(space, store=Store(space.root / CACHE_FOLDER, full=full))


@cache
def shipped() -> Workspace:
    """The workspace that ships with the program, for its lexicon and for `init`."""
    packaged = Path(__file__).parents[1] / "shipped"
    return Workspace(packaged if packaged.is_dir() else Path(__file__).parents[2])


def workspace_or_shipped(folder: Path | None = None) -> Workspace:
    """The workspace in `folder` or here; if none is named and none is here, the shipped one."""
    if folder is None and not Path(LIST).is_file():
        return shipped()
    return open_workspace(folder)


def init(folder: Path) -> Workspace:
    """Create a workspace with the shipped corpora and mappings; a folder that has one is refused."""
    taken = [name for name in SHIPPED if any(_files_in(folder / name))]
    if taken:
        raise ConfigError(f"{folder} already holds {taken[0]}; name an empty or a new folder.", code="XW-502")
    origin = shipped().root
    copied = {
        folder / path.relative_to(origin): path for name in SHIPPED for path in _files_in(origin / name)
    }
    files = {path: source.read_bytes() for path, source in sorted(copied.items())}
    if not (folder / ".gitignore").exists():
        files[folder / ".gitignore"] = _NOT_SHARED.encode()
    write_all(files)
    (folder / "reports").mkdir(exist_ok=True)
    return Workspace(folder)


def _files_in(path: Path) -> list[Path]:
    """The file itself, or every file in a folder; without hidden ones."""
    inside = [path] if path.is_file() else path.rglob("*")
    return [one for one in inside if one.is_file() and not one.name.startswith(".")]


def write_all(files: dict[Path, bytes]) -> None:
    """Write all files whole or none: first under temporary names, then renamed in the order given."""
    from crosswalk.ledger.files import replace_files

    replace_files(files.items())
