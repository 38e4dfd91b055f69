"""Our own corpus files: one edition of one document as YAML, read with line numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crosswalk.errors import CitationError, ParseError, Problem, SourceError
from crosswalk.ingest import check_lengths, says_nothing
from crosswalk.language.yaml_lines import YamlNode, at, parse_yaml
from crosswalk.model.citation import Citation, SectionMap, cite_provision, cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Verification

_WORDS = (
    "num", "level", "heading", "text", "parent", "kind", "citation", "also", "address", "page", "context", "note",
    "checked",
)  # fmt: skip
_KEYS = ("id", *_WORDS, "verification", "unread")
_HEAD = ("id", "as_of", "provisions")


@dataclass(frozen=True, slots=True)
class _File:
    """The file being read, and what was found wrong with it so far."""

    name: str
    source: Source
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, what: str, code: str = "XW-205") -> None:
        self.problems.append(Problem(at(self.name, line), f"{what}.", code))


def read_corpus_file(
    path: Path, source: Source, numbering: str = "", sections: SectionMap | None = None
) -> Corpus:
    """Read one edition from its YAML file.

    With a `numbering` (usc, act or cfr), citations, official addresses and levels that the file leaves
    out are derived from the ids, and the second citation from the section map.
    Every mistake is collected and reported with file and line: broken YAML, an unknown or missing key, a
    duplicate id, a parent that does not come before its child, a leaf without words.
    """
    file = _File(str(path), source)
    root = parse_yaml(read_bytes(path), file.name)
    _check_head(file, root)
    return cite_provisions(_corpus(file, root), numbering, sections)


def read_corpus(data: bytes, source: Source) -> ReadResult:
    """Read a corpus file under another name or date: its own id and date need not be the source's."""
    file = _File("", source)
    corpus = _corpus(file, parse_yaml(data, file.name))
    held = sum(len("".join((prov.heading + prov.text).split())) for prov in corpus)
    return ReadResult(corpus, source_chars=held, claimed_chars=held)


def _corpus(file: _File, root: YamlNode) -> Corpus:
    rows = _rows(file, _provision_nodes(file, root))
    _check_leaves(file, rows)
    raise_problems(file.name, file.problems)
    corpus = Corpus(file.source, tuple(prov for _, prov in rows))
    check_lengths(corpus)
    return corpus


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or one sentence that says why they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}); put the file there or fix the name.", code="XW-101"
        ) from error


def raise_problems(where: str, problems: Sequence[Problem]) -> None:
    """Raise one error with every problem found in a file; do nothing if there are none."""
    if len(problems) == 1:
        raise ParseError(f"{problems[0].where}: {problems[0].what}", code=problems[0].code)
    if problems:
        raise ParseError(
            f"{where or 'the file'} has {len(problems)} mistakes; fix them:",
            code="XW-200",
            problems=tuple(problems),
        )


def read_section_map(path: Path) -> SectionMap:
    """Read the table that ties an act's sections to the Code's."""
    return SectionMap.parse(read_bytes(path).decode("utf-8", "replace"), str(path))


def _check_head(file: _File, root: YamlNode) -> None:
    head = root.value if isinstance(root.value, dict) else {}
    for key, own in (("id", file.source.id), ("as_of", file.source.as_of)):
        node = head.get(key)
        if node is None:
            file.wrong(root.line, f"the key {key} is missing; add it")
        elif node.value != own:
            file.wrong(node.line, f"{key} is {node.value}, but {own} is expected; make them agree", "XW-206")


def _provision_nodes(file: _File, root: YamlNode) -> list[YamlNode]:
    head = root.value
    if not isinstance(head, dict):
        file.wrong(root.line, "the file must hold the keys id, as_of and provisions")
        return []
    _unknown_keys(file, head, _HEAD)
    listed = head.get("provisions", root)
    if not isinstance(listed.value, list) or not listed.value:
        file.wrong(listed.line, "provisions must be a list of at least one provision")
        return []
    return listed.value


def _rows(file: _File, nodes: list[YamlNode]) -> list[tuple[int, Provision]]:
    rows: list[tuple[int, Provision]] = []
    lines: dict[str, int] = {}
    for node in nodes:
        keys = node.value
        if not isinstance(keys, dict):
            file.wrong(node.line, "a provision must be a list of keys such as id and text")
            continue
        prov_id = _word(file, keys, "id")
        if not prov_id:
            file.wrong(node.line, "the provision has no id; give it one", "XW-207")
        elif not all(prov_id.split("/")):
            message = f"id {prov_id} has an empty part before, between or after its slashes; fill it in"
            file.wrong(keys["id"].line, message, "XW-226")
        elif prov_id in lines:
            first = lines[prov_id]
            message = f"id {prov_id} appears twice (first on line {first}); give each provision its own id"
            file.wrong(keys["id"].line, message, "XW-201")
        else:
            rows.append((node.line, _provision(file, prov_id, keys, lines)))
            lines[prov_id] = node.line
    return rows


def _provision(file: _File, prov_id: str, keys: dict[str, YamlNode], seen: dict[str, int]) -> Provision:
    _unknown_keys(file, keys, _KEYS)
    words: dict[str, Any] = {key: _word(file, keys, key) for key in _WORDS if key in keys}
    stem = prov_id.rpartition("/")[0]
    parent = words.pop("parent", stem if stem in seen else "") or None
    if parent is not None and parent not in seen:
        message = f"{prov_id} names parent {parent}, which does not come before it; put the parent first"
        file.wrong(keys["parent"].line, message, "XW-202")
    verification = _verification(file, keys)
    given = file.source.given if verification is Verification.UNVERIFIED else ""
    unread = _list(file, keys)
    return Provision(prov_id, parent=parent, verification=verification, unread=unread, given=given, **words)


def _word(file: _File, keys: dict[str, YamlNode], key: str) -> str:
    node = keys.get(key)
    if node is None or isinstance(node.value, str):
        return str(node.value) if node else ""
    file.wrong(node.line, f"{key} must be words, not a list or mapping")
    return ""


def _list(file: _File, keys: dict[str, YamlNode], key: str = "unread") -> tuple[str, ...]:
    node = keys.get(key)
    if node is None:
        return ()
    items = node.value if isinstance(node.value, list) else []
    words = tuple(item.value for item in items if isinstance(item.value, str))
    if not isinstance(node.value, list) or len(words) != len(items):
        file.wrong(node.line, f"{key} must be a list of words")
    return words


def _verification(file: _File, keys: dict[str, YamlNode]) -> Verification:
    word = _word(file, keys, "verification")
    if word in set(Verification):
        return Verification(word)
    if word:
        message = f"verification {word} is unknown; write one of {', '.join(Verification)}"
        file.wrong(keys["verification"].line, message)
    return file.source.verification


def _unknown_keys(file: _File, keys: dict[str, YamlNode], known: Sequence[str]) -> None:
    for key, node in keys.items():
        if key not in known:
            file.wrong(node.key_line, f"the key {key} is unknown; the keys are {', '.join(known)}")


def _check_leaves(file: _File, rows: Iterable[tuple[int, Provision]]) -> None:
    listed = list(rows)
    parents = {prov.parent for _, prov in listed}
    for line, prov in listed:
        if prov.id not in parents and says_nothing(prov):
            message = (
                f"provision {prov.id} has no text and nothing below it; give it its words"
                " (or, if it is only a title, write `kind: heading`)"
            )
            file.wrong(line, message, "XW-208")


def dump_corpus(corpus: Corpus) -> str:
    """The YAML text of a corpus file; the same corpus always has the same text.

    Citations and addresses that follow from the ids are left out, and so is a parent that is the id
    less its last segment.
    """
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes words of several lines as a block."""

    def words(dumper: Any, text: str) -> Any:  # noqa: ANN401 - yaml has no types
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)

    Dumper.add_representer(str, words)
    seen: set[str] = set()
    listed = []
    for prov in corpus:
        listed.append(_record(prov, seen, corpus.source))
        seen.add(prov.id)
    head = {"id": corpus.source.id, "as_of": corpus.source.as_of, "provisions": listed}
    text: str = yaml.dump(head, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return text


def _record(prov: Provision, seen: set[str], source: Source) -> dict[str, str | list[str]]:
    plain = _underived(prov)
    stem = prov.id.rpartition("/")[0]
    record: dict[str, str | list[str]] = {"id": prov.id}
    for key in _WORDS:
        word = getattr(plain, key) or ""
        if key == "parent":
            if word != (stem if stem in seen else ""):
                record[key] = word
        elif word:
            record[key] = word
    if prov.verification is not source.verification:
        record["verification"] = prov.verification.value
    if prov.unread:
        record["unread"] = list(prov.unread)
    return record


def _underived(prov: Provision) -> Provision:
    """The provision without what reading would derive again from its id and the section map."""
    for numbering in ("usc", "cfr", "act"):
        derived = cite_provision(replace(prov, citation="", also="", address=""), numbering, SectionMap())
        if prov.citation and derived.citation == prov.citation:
            also = "" if _is_same_place(prov.citation, prov.also) else prov.also
            address = "" if prov.address == derived.address else prov.address
            return replace(prov, citation="", also=also, address=address)
    return prov


def _is_same_place(citation: str, also: str) -> bool:
    """Whether a second citation has the same marks as the first, so that the section map implies it."""
    try:
        return not also or Citation.parse(also).pinpoint == Citation.parse(citation).pinpoint
    except CitationError:
        return False
