"""Take a document in as a corpus, or as a new edition of one: the file, and its entry in the register."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crosswalk.errors import ConfigError
from crosswalk.ingest import read
from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Verification
from crosswalk.workspace.config import SourceEntry, check_entry
from crosswalk.workspace.workspace import Workspace, write_all

# What a new edition takes over from the edition before it, where the user did not say otherwise.
_HANDED_ON = ("title", "short", "kind", "numbering", "authority", "address", "rights", "verification")
# What says who publishes a text: a user's own file has no claim to it.
_PUBLISHED = frozenset({"authority", "address"})
_RELEASE = re.compile(r"\d{2,3}-\d{1,4}")
_POINT = re.compile(r"((?:; )?(?:Code )?)release point \d{2,3}-\d{1,4}")


def add_document(
    space: Workspace, path: Path, told: Mapping[str, str], *, columns: Mapping[str, str] | None = None
) -> tuple[ReadResult, Path]:
    """Read a document of any known format into the workspace, and register it.

    `told` holds `id`, `as_of` and what else the user said of the source, under the register's names;
    `columns` names a table's columns, as for `crosswalk.ingest.read`. Nothing is overwritten: an edition that is there already is refused. The corpus file and the
    register are written together or not at all. Gives the reading and the new file's path.
    """
    entry = new_entry(space, path, told)
    loaded = read(path, entry.source(), columns=columns)
    loaded = replace(loaded, corpus=mark_unverified(space, loaded.corpus))
    return loaded, store(space, loaded.corpus, entry)


def new_entry(space: Workspace, path: Path, told: Mapping[str, str]) -> SourceEntry:
    """The register's entry for a document: what was told, else what the last edition had, else the least.

    An edition of a published document that comes from the user's own file does not go on under the
    publisher's name and address, and says which file it is.
    """
    before = [entry for entry in space.sources if entry.id == told["id"]]
    if any(entry.as_of == told["as_of"] for entry in before):
        raise ConfigError(
            f"Corpus {told['id']} has an edition as of {told['as_of']} already; give another date with"
            " --as-of, or another --id.",
            code="XW-506",
        )
    least = {"title": path.stem, "kind": "other", "rights": "Not stated.", "verification": "verbatim"}
    handed_on = {name: str(getattr(before[-1], name)) for name in _HANDED_ON} if before else {}
    own = _as_given(path, before)
    said = {name: value for name, value in told.items() if value}
    return check_entry(least | handed_on | own | said | {"file": f"{told['id']}/{told['as_of']}.yaml"})


def _as_given(path: Path, before: list[SourceEntry]) -> dict[str, str]:
    """What an entry says of a user's own file, where an earlier edition came from a publisher."""
    if not any(entry.authority or entry.address for entry in before):
        return {}
    note = f"Taken from the file {path.name}; not compared with the official text."
    return dict.fromkeys(_PUBLISHED, "") | {
        "verification": Verification.UNVERIFIED.value,
        "given": path.name,
        "note": note,
    }


def fetched_entry(space: Workspace, entry: SourceEntry, release: str) -> SourceEntry:
    """The entry of a text that its official publisher sent, at a release point of the Code where it has one."""
    official = [one for one in space.sources if one.id == entry.id and not one.given]
    last = max(official, key=lambda one: one.as_of, default=entry)
    point = f"release point {release}" if _RELEASE.fullmatch(release) else ""
    authority = _POINT.sub(lambda found: f"{found[1]}{point}" if point else "", last.authority)
    update = {"authority": authority, "address": last.address, "verification": last.verification, "given": ""}
    return entry.model_copy(update=update)


def mark_unverified(space: Workspace, corpus: Corpus) -> Corpus:
    """A text from the user's own file, each provision with how far its words can be trusted.

    Words that stand in an earlier edition as they are keep their mark; all others were not compared with anything.
    """
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


def store(space: Workspace, corpus: Corpus, entry: SourceEntry) -> Path:
    """Write a corpus as an edition of the workspace, and register it with its digest."""
    write_all(edition_files(space, corpus, entry))
    return space.corpora / entry.file


def edition_files(space: Workspace, corpus: Corpus, entry: SourceEntry) -> dict[Path, bytes]:
    """What is to be written for a new edition: the corpus file, and the register with its entry and digest."""
    register = space.corpora / "sources.yaml"
    digested = entry.model_copy(update={"digest": corpus.digest})
    text = register.read_text("utf-8").rstrip("\n") + "\n" + _as_yaml(digested)
    return {space.corpora / entry.file: dump_corpus(corpus).encode(), register: text.encode()}


def _as_yaml(entry: SourceEntry) -> str:
    """One entry as the register writes it: a list item, values quoted where they must be."""
    import yaml

    known = entry.model_dump(mode="json", exclude={"line"})
    record = {name: value for name, value in known.items() if value}
    return yaml.safe_dump([record], allow_unicode=True, sort_keys=False, width=10_000)
