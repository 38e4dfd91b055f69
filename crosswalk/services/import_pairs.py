"""Import an existing crosswalk as draft rows, each with the file and the row it comes from."""

import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from crosswalk.errors import ConfigError, LedgerError, Problem
from crosswalk.ingest.pairs import ImportedPair, read_pairs, relation_of
from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import format_mappings, in_file_order
from crosswalk.model.citation import SectionMap, find_provisions
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status
from crosswalk.workspace.register import edition_files, new_entry
from crosswalk.workspace.workspace import LIST, Workspace

_SENTENCE = re.compile(r"\s+")
# At most this many skipped pairs are named in an error.
_NAMED = 20


@dataclass(frozen=True)
class Imported:
    """The result of an import: the files to write, the number of new rows, and what was skipped, one sentence each."""

    files: Map[Path, bytes]
    rows: int
    made: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sides:
    """Both documents of a crosswalk as compared, its mapping set, and the other files to write."""

    left: Corpus
    right: Corpus
    on_file: MappingSet
    files: Map[Path, bytes]
    made: tuple[str, ...] = ()


def import_crosswalk(
    space: Workspace,
    path: Path,
    crosswalk: str,
    *,
    date: str,
    by: str = "",
    columns: Map[str, str] | None = None,
    sheet: str = "",
) -> Imported:
    """Read the pairs of a file as draft rows; nothing is written yet.

    A crosswalk that is not listed yet is created, with a corpus for each side from the ids and titles of the file.
    Pairs with an unknown id or relation, and pairs that somebody decided, are skipped and named.
    """
    pairs = read_pairs(path, columns, sheet)
    listed = any(entry.id == crosswalk for entry in space.crosswalks)
    sides = _listed(space, crosswalk) if listed else _made(space, crosswalk, path, pairs, date)
    author = " ".join(by.split()) or f"imported from {path.name}"
    rows, skipped, done = list(sides.on_file), [], 0
    seen = set(sides.on_file.current)
    for pair in pairs:
        row, why = _row(pair, sides, path.name, author, date, space.section_map)
        if row is not None and row.pair in seen:
            why = (
                "the pair is on file already"
                if current_row(sides.on_file, row.pair)
                else "the pair is listed above"
            )
            row = None
        if row is None:
            skipped.append(f"{pair.where}: {why}.")
            continue
        seen.add(row.pair)
        rows.append(row)
        done += 1
    if not done:
        raise LedgerError(
            f"No pair of {path.name} can be imported; the reasons are below.",
            code="XW-451",
            problems=[Problem(path.name, said, "XW-451") for said in skipped[:_NAMED] or ["it holds none."]],
        )
    after = in_file_order(replace(sides.on_file, mappings=tuple(rows)))
    files = {**sides.files, space.mapping_file(crosswalk): format_mappings(after, all_columns=True).encode()}
    return Imported(files, done, sides.made, tuple(skipped))


def _row(
    pair: ImportedPair, sides: _Sides, name: str, author: str, date: str, sections: SectionMap
) -> tuple[Mapping | None, str]:
    left, right = (
        _find(one, corpus, sections) for one, corpus in ((pair.left, sides.left), (pair.right, sides.right))
    )
    for said, found, corpus in ((pair.left, left, sides.left), (pair.right, right, sides.right)):
        if said and found is None:
            return None, f"{corpus.source.key} has no provision {said}"
    weakest = Relation.INTERSECTS if left and right else Relation.NONE
    relation = relation_of(pair.relation) if pair.relation else weakest
    if relation is None:
        return None, f"the relation “{pair.relation}” is not known"
    if not (left and right) and relation is not Relation.NONE:
        return None, "one side is empty"
    said = "" if pair.relation else " It does not say how they relate."
    sentence = _SENTENCE.sub(" ", pair.why).strip() or f"{name} lists this pair.{said}"
    row = Mapping(
        left.id if left else "",
        right.id if right else "",
        relation,
        Status.DRAFT,
        sentence,
        Basis.SEMANTIC,
        author=author,
        date=date,
        left_label=(left.heading or left.citation) if left else "",
        right_label=(right.heading or right.citation) if right else "",
        left_digest=left.digest if left else "",
        right_digest=right.digest if right else "",
        comment=f"Imported from {name}, {pair.where}.",
    )
    return row, ""


def _find(said: str, corpus: Corpus, sections: SectionMap) -> Provision | None:
    """The provision with an id, as written or as the local part of a CURIE or address, or as it is cited."""
    forms = (said, unquote(said), unquote(said.partition(":")[2]), unquote(said.rpartition("#")[2]))
    if found := next((corpus[form] for form in forms if form in corpus), None):
        return found
    words = said.removeprefix(f"{corpus.source.id}:")
    # Marks alone ("(a)", "§") name no section, and words that fit two provisions name neither.
    cited = find_provisions(corpus, words, sections) if re.match(r"[^(/]*\d", words) else []
    return corpus[cited[0]] if len(cited) == 1 else None


def _listed(space: Workspace, crosswalk: str) -> _Sides:
    entry = space.crosswalk(crosswalk)
    left, right = space.compared(entry.left), space.compared(entry.right)
    on_file = space.decisions(crosswalk)
    if on_file is None:
        on_file = _empty(crosswalk, entry.title, left, right)
    return _Sides(left, right, on_file, {})


def _empty(crosswalk: str, title: str, left: Corpus, right: Corpus) -> MappingSet:
    ours, theirs = left.source, right.source
    return MappingSet(crosswalk, title, ours.id, theirs.id, ours.as_of, theirs.as_of)


def _made(space: Workspace, crosswalk: str, path: Path, pairs: Sequence[ImportedPair], date: str) -> _Sides:
    """A new crosswalk between two corpora created from the ids and titles of the file."""
    if not any(pair.left_title or pair.right_title for pair in pairs):
        raise ConfigError(
            f"There is no crosswalk {crosswalk} in crosswalks.yaml, and {path.name} has no titles to make its two"
            " sides from; add both documents with `crosswalk read`, list the crosswalk, and import again.",
            code="XW-505",
        )
    files: dict[Path, bytes] = {}
    corpora = []
    for side in ("left", "right"):
        entry = new_entry(
            space, path, {"id": f"{crosswalk}-{side}", "as_of": date, "title": f"{path.stem}, {side} side"}
        )
        corpus = _side_corpus(pairs, side, Corpus(entry.source(), ()))
        corpora.append(corpus)
        more = edition_files(space, corpus, entry)
        register = space.corpora / "sources.yaml"
        if register in files:
            own = more[register].decode().removeprefix(register.read_text("utf-8").rstrip("\n"))
            more[register] = files[register].rstrip(b"\n") + own.encode()
        files |= more
    listed = space.root / LIST
    files[listed] = (listed.read_text("utf-8").rstrip("\n") + _entry_lines(crosswalk, path)).encode()
    made = (
        f"Made: the crosswalk {crosswalk} between {crosswalk}-left and {crosswalk}-right, from the ids and titles of {path.name}.",
    )
    left, right = corpora
    return _Sides(left, right, _empty(crosswalk, path.stem, left, right), files, made)


def _side_corpus(pairs: Sequence[ImportedPair], side: str, empty: Corpus) -> Corpus:
    named: dict[str, str] = {}
    for pair in pairs:
        if one := getattr(pair, side):
            named.setdefault(one, getattr(pair, f"{side}_title"))
    mark = empty.source.verification
    provs = tuple(Provision(one, title or one, verification=mark) for one, title in named.items())
    return Corpus(empty.source, provs)


def _entry_lines(crosswalk: str, path: Path) -> str:
    title = path.stem.replace('"', "'")
    return (
        f'\n  - id: {crosswalk}\n    title: "{title}"\n    left: {{corpus: {crosswalk}-left}}\n'
        f"    right: {{corpus: {crosswalk}-right}}\n    names: {{left: the left side, right: the right side}}\n"
    )
