"""Add a document to a workspace: its file and its entry in the register; undo the last such change."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.errors import ConfigError
from crosswalk.ingest import read
from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.ledger.files import locked, unfinished_parts
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Verification
from crosswalk.workspace.config import SourceEntry, check_entry
from crosswalk.workspace.workspace import CACHE_FOLDER, LIST, Workspace, write_all

# Fields that a new edition takes from the edition before it, unless the user gave them.
_HANDED_ON = (
    "title", "short", "kind", "numbering", "authority", "address", "rights", "verification", "under",
)  # fmt: skip
# Fields that name the publisher of a text; a user's own file has none.
_PUBLISHED = frozenset({"authority", "address"})
# A text that shares less than this share of its provisions with the previous edition is another document.
_KIN = 0.1
_RELEASE = re.compile(r"\d{2,3}-\d{1,4}")
_POINT = re.compile(r"((?:; )?(?:Code )?)release point \d{2,3}-\d{1,4}")


def add_document(
    space: Workspace,
    path: Path,
    given: Mapping[str, str],
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    dry_run: bool = False,
) -> tuple[ReadResult, Path]:
    """Read a document of any known format into the workspace, and register it.

    `given` holds `id`, `as_of` and the user's other options for the source, under the register's names; `columns` and
    `sheet` are those of `crosswalk.ingest.read`. Nothing is overwritten: an edition that exists is refused, and so is a
    text that has almost nothing in common with the document of that id. The corpus file and the register are written
    together or not at all, and not with `dry_run`. Returns the read result and the path of the new file.
    """
    entry = new_entry(space, path, given)
    loaded = read(path, entry.source(), columns=columns, sheet=sheet)
    _refuse_other_document(space, loaded.corpus, path)
    loaded = replace(loaded, corpus=mark_unverified(space, loaded.corpus))
    if not dry_run:
        with alone(space) as now:
            new_entry(now, path, given)  # another process may have added this edition meanwhile
            files = edition_files(now, loaded.corpus, entry)
            write_undoable(now, files, f"read {path.name} as {entry.id}@{entry.as_of}")
    return loaded, space.corpora / entry.file


@contextmanager
def alone(space: Workspace, *, dry_run: bool = False) -> Iterator[Workspace]:
    """Hold the locks on the register and on the mapping files, and open the workspace as it is now.

    Whoever writes what it computed from these files computes and writes under this lock, so that no other
    process's change is overwritten. Nothing is locked for a dry run, which writes nothing.
    """
    if dry_run:
        yield space
        return
    with locked(space.corpora / "sources.yaml"), locked(space.mapping_file("any")):
        _finish_last(space)
        yield Workspace(space.root, space.store)


def shared_with(corpus: Corpus, before: Corpus) -> int:
    """How many provisions of a text have the id or the words of a provision in an earlier edition."""
    words = {prov.digest for prov in before}
    return sum(prov.id in before or prov.digest in words for prov in corpus)


def _refuse_other_document(space: Workspace, corpus: Corpus, path: Path) -> None:
    """Refuse a text as an edition of a document with which it has almost nothing in common."""
    name = corpus.source.id
    if not any(entry.id == name for entry in space.sources):
        return
    before = space.corpus(name)
    shared = shared_with(corpus, before)
    if shared < _KIN * min(len(corpus), len(before)):
        raise ConfigError(
            f"{path.name} has next to nothing in common with {before.source.key} ({shared} of its"
            f" {len(corpus)} provisions), and would become its newest edition; give it another --id.",
            code="XW-509",
        )


def new_entry(space: Workspace, path: Path, given: Mapping[str, str]) -> SourceEntry:
    """The register's entry for a document: the user's values, else those of the last edition, else defaults.

    The entry of a published document's edition that comes from the user's own file names that file, and not the
    publisher and its address.
    """
    before = [entry for entry in space.sources if entry.id == given["id"]]
    if any(entry.as_of == given["as_of"] for entry in before):
        raise ConfigError(
            f"Corpus {given['id']} has an edition as of {given['as_of']} already; give another date with"
            " --as-of, or another --id.",
            code="XW-506",
        )
    least = {
        "title": path.stem.encode("utf-8", "replace").decode(),
        "kind": "other",
        "rights": "Not stated.",
        "verification": Verification.READ.value,
    }
    handed_on = {name: str(getattr(before[-1], name)) for name in _HANDED_ON} if before else {}
    own = _as_given(path, before)
    said = {name: value for name, value in given.items() if value}
    return check_entry(least | handed_on | own | said | {"file": f"{given['id']}/{given['as_of']}.yaml"})


def _as_given(path: Path, before: list[SourceEntry]) -> dict[str, str]:
    """The fields for a user's own file, if an earlier edition came from a publisher; else none."""
    if not any(entry.authority or entry.address for entry in before):
        return {}
    note = f"Taken from the file {path.name}; not compared with the official text."
    return dict.fromkeys(_PUBLISHED, "") | {
        "verification": Verification.UNVERIFIED.value,
        "given": path.name,
        "note": note,
    }


def fetched_entry(space: Workspace, entry: SourceEntry, release: str) -> SourceEntry:
    """The entry of a text fetched from its official publisher, with the release point of the Code if it has one."""
    official = [one for one in space.sources if one.id == entry.id and not one.given]
    last = max(official, key=lambda one: one.as_of, default=entry)
    point = f"release point {release}" if _RELEASE.fullmatch(release) else ""
    authority = _POINT.sub(lambda found: f"{found[1]}{point}" if point else "", last.authority)
    update = {"authority": authority, "address": last.address, "verification": last.verification, "given": ""}
    return entry.model_copy(update=update)


def mark_unverified(space: Workspace, corpus: Corpus) -> Corpus:
    """Mark each provision of a text from the user's own file with how far its words can be trusted.

    Words unchanged from an earlier edition have the mark they had there; all others were compared with nothing.
    """
    if corpus.source.verification is Verification.READ:
        verbatim, read = Verification.VERBATIM, Verification.READ
        marked = (replace(p, verification=read) if p.verification is verbatim else p for p in corpus)
        return Corpus(corpus.source, tuple(marked))
    file = corpus.source.given
    if not file:
        return corpus
    known = {
        prov.digest: prov.verification
        for entry in space.sources
        if entry.id == corpus.source.id
        for prov in space.corpus(entry.id, entry.as_of)
        if not prov.given
    }
    return Corpus(corpus.source, tuple(_marked(prov, known, file) for prov in corpus))


def _marked(prov: Provision, known: Mapping[str, Verification], file: str) -> Provision:
    if prov.verification is Verification.NOT_RETRIEVED:
        return prov
    mark = known.get(prov.digest, Verification.UNVERIFIED)
    return replace(prov, verification=mark, given=file if mark is Verification.UNVERIFIED else "")


def edition_files(space: Workspace, corpus: Corpus, entry: SourceEntry) -> dict[Path, bytes]:
    """The files to write for a new edition: the corpus file, and the register with its entry and digest."""
    register = space.corpora / "sources.yaml"
    digested = entry.model_copy(update={"digest": corpus.digest})
    text = register.read_text("utf-8").rstrip("\n") + "\n" + _as_yaml(digested)
    return {space.corpora / entry.file: dump_corpus(corpus).encode(), register: text.encode()}


def _as_yaml(entry: SourceEntry) -> str:
    """One entry as a YAML list item of the register."""
    import yaml

    known = entry.model_dump(mode="json", exclude={"line"})
    record = {name: value for name, value in known.items() if value}
    return yaml.safe_dump([record], allow_unicode=True, sort_keys=False, width=10_000)


_FILE = "undo.json"


def write_undoable(space: Workspace, files: Mapping[Path, bytes], what: str) -> None:
    """Write all files or none, with a note from which `undo_last` restores their earlier contents.

    `what` describes the command, such as "read theirs.csv as hygiene". The note takes its place first: from then on,
    what a killed command left under temporary names is put in place by the next one (`_finish_last`). Documents
    and rows come before the lists that name them.
    """
    written = {
        path.relative_to(space.root).as_posix(): {
            "before": base64.b64encode(path.read_bytes()).decode() if path.is_file() else None,
            "after": hashlib.sha256(data).hexdigest(),
        }
        for path, data in files.items()
    }
    note = json.dumps({"what": what, "files": written}).encode()
    lists = (space.corpora / "sources.yaml", space.root / LIST)
    ordered = sorted(files, key=lambda path: (path in lists, path))
    write_all({space.root / CACHE_FOLDER / _FILE: note} | {path: files[path] for path in ordered})


@dataclass(frozen=True, slots=True)
class _Noted:
    """A file that the last command wrote: its contents before (None if it is new), and the digest of those after."""

    path: Path
    before: bytes | None
    after: str

    def is_done(self) -> bool:
        return self.path.is_file() and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.after

    def is_undone(self) -> bool:
        return (self.path.read_bytes() if self.path.is_file() else None) == self.before


def _read_note(space: Workspace) -> tuple[str, list[_Noted]]:
    """The description of the last command and the files that it wrote; raises `ConfigError` (XW-510) if none."""
    try:
        note = json.loads((space.root / CACHE_FOLDER / _FILE).read_text("utf-8"))
        files = [
            _Noted(
                space.root / name,
                None if held["before"] is None else base64.b64decode(held["before"]),
                held["after"],
            )
            for name, held in note["files"].items()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("There is no read, update or import to undo.", code="XW-510") from error
    return str(note["what"]), files


def _finish_last(space: Workspace) -> None:
    """Put in place what the last command had ready under temporary names when it was killed."""
    with suppress(ConfigError):
        for noted in _read_note(space)[1]:
            for part in unfinished_parts(noted.path):
                if noted.is_undone() and _Noted(part, None, noted.after).is_done():
                    part.replace(noted.path)


def undo_last(space: Workspace) -> tuple[str, list[Path]]:
    """Undo the last noted command; returns its description and the files restored or removed.

    Raises `ConfigError` (XW-510) if there is none, or if a file was changed since.
    """
    with alone(space):
        what, files = _read_note(space)
        for noted in files:
            if not (noted.is_done() or noted.is_undone()):
                raise ConfigError(
                    f"{noted.path} was changed after {what}, so nothing is undone; undo the later change first.",
                    code="XW-510",
                )
        write_all({noted.path: noted.before for noted in files if noted.before is not None})
        for path in [noted.path for noted in files if noted.before is None]:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()
        (space.root / CACHE_FOLDER / _FILE).unlink()
        return what, [noted.path for noted in files]
