"""The head of a mapping file: a YAML block with the set's metadata and prefixes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from crosswalk.errors import LedgerError, ParseError
from crosswalk.language.yaml_lines import YamlNode, at, parse_yaml
from crosswalk.ledger.row import BUILT_IN, EXTENSIONS, NAMESPACE, SET_BASE, local, prefixes_of, set_iri
from crosswalk.model.mapping import MappingSet

_VERSION = "1.1"
_KNOWN = frozenset(
    {
        "curie_map", "sssom_version", "mapping_set_id", "mapping_set_title", "mapping_set_description", "license",
        "subject_source", "subject_source_version", "object_source", "object_source_version", "mapping_tool",
        "mapping_tool_version", "mapping_date", "extension_definitions",
    }
)  # fmt: skip
_MANDATORY = (
    "mapping_set_id", "license", "subject_source", "subject_source_version", "object_source",
    "object_source_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one file: the set without its rows, the prefixes, and the shared date."""

    mappings: MappingSet
    curie_map: Mapping[str, str]
    extensions: frozenset[str]
    date: str


def format_head(mappings: MappingSet, columns: Iterable[str], date: str, used: set[str]) -> str:
    """The commented YAML block, slots in canonical order; `used` names the prefixes of the rows."""
    slots = [
        ("sssom_version", _VERSION),
        ("mapping_set_id", set_iri(mappings.id)),
        ("mapping_set_title", mappings.title),
        ("mapping_set_description", mappings.description),
        ("license", mappings.license),
        ("subject_source", f"corpus:{local(mappings.left_source)}"),
        ("subject_source_version", mappings.left_version),
        ("object_source", f"corpus:{local(mappings.right_source)}"),
        ("object_source_version", mappings.right_version),
        ("mapping_tool", mappings.tool),
        ("mapping_tool_version", mappings.tool_version),
    ]
    lines = ["curie_map:"]
    declared = prefixes_of(mappings).all()
    lines += [f"  {prefix}: {declared[prefix]}" for prefix in sorted((used | {"corpus"}) & declared.keys())]
    lines += [f"{slot}: {_scalar(value)}" for slot, value in slots if value]
    lines += [f"mapping_date: {date}"] if date else []
    extended = [column for column in columns if column in EXTENSIONS]
    if extended:
        lines.append("extension_definitions:")
    for column in extended:
        stands_for, hint = EXTENSIONS[column]
        lines += [f"- slot_name: {column}", f"  property: {stands_for}", f"  type_hint: {hint}"]
    return "".join(f"#{line}\n" for line in lines)


def _scalar(value: str) -> str:
    """A string in YAML's plain style if possible, else in double quotes."""
    import yaml

    plain = (
        yaml.safe_dump(value, width=float("inf"), allow_unicode=True)
        .removesuffix("\n...\n")
        .removesuffix("\n")
    )
    if plain == value:
        return plain
    return yaml.safe_dump(value, default_style='"', width=float("inf"), allow_unicode=True).removesuffix("\n")


def parse_head(lines: list[str], where: str) -> Head:
    """Read the YAML block, given without its `#` marks; raises `LedgerError` with file and line."""
    if not any(line.strip() for line in lines):
        raise LedgerError(
            f"{at(where, 1)}: the file is empty, or the lines with # that say what it maps are missing; restore"
            " them from an earlier version of the file.",
            code="XW-401",
        )
    try:
        root = parse_yaml("\n".join(lines).encode("utf-8", "surrogatepass"), where)
    except ParseError as error:
        raise LedgerError(error.message, code="XW-401") from error
    if not isinstance(root.value, dict):
        raise LedgerError(
            f"{at(where, 1)}: the head is not a list of `name: value` lines; correct it.", code="XW-401"
        )
    slots = root.value
    _check_slots(slots, where)
    curie_map = {prefix: node.value for prefix, node in _dict(slots.get("curie_map")).items()}
    head = Head(
        _mapping_set(slots, where),
        {prefix: iri for prefix, iri in curie_map.items() if isinstance(iri, str)},
        _extensions(slots, where),
        _text_slot(slots, "mapping_date", where),
    )
    _check_prefixes(head, slots, where)
    return head


def _check_slots(slots: Mapping[str, YamlNode], where: str) -> None:
    """Refuse slots that this program does not know, and a head without a mandatory one."""
    for name, node in slots.items():
        if name not in _KNOWN:
            raise LedgerError(
                f"{at(where, node.key_line)}: this program would lose the slot {name}; remove it or put its"
                " content into mapping_set_description.",
                code="XW-404",
            )
    missing = [name for name in _MANDATORY if not _text_slot(slots, name, where)]
    if missing:
        raise LedgerError(
            f"{at(where, 1)}: the head lacks {' and '.join(missing)}; add the line `#{missing[0]}: ...`.",
            code="XW-402",
        )


def _mapping_set(slots: Mapping[str, YamlNode], where: str) -> MappingSet:
    """The set that a head describes, without rows."""
    iri = _text_slot(slots, "mapping_set_id", where)
    if ":" not in iri:
        raise LedgerError(
            f"{at(where, slots['mapping_set_id'].line)}: mapping_set_id {iri} is not a whole address; write"
            f" {set_iri(iri)}.",
            code="XW-405",
        )
    return MappingSet(
        id=unquote(iri.removeprefix(SET_BASE)) if iri.startswith(SET_BASE) else iri,
        title=_text_slot(slots, "mapping_set_title", where),
        left_source=_source(slots, "subject_source", where),
        right_source=_source(slots, "object_source", where),
        left_version=_text_slot(slots, "subject_source_version", where),
        right_version=_text_slot(slots, "object_source_version", where),
        mappings=(),
        tool=_text_slot(slots, "mapping_tool", where),
        tool_version=_text_slot(slots, "mapping_tool_version", where),
        license=_text_slot(slots, "license", where),
        description=_text_slot(slots, "mapping_set_description", where),
    )


def _source(slots: Mapping[str, YamlNode], name: str, where: str) -> str:
    value = _text_slot(slots, name, where)
    if not value.startswith("corpus:") or value == "corpus:":
        raise LedgerError(
            f"{at(where, slots[name].line)}: {name} {value} does not name a corpus; write corpus: and its id.",
            code="XW-405",
        )
    return unquote(value.removeprefix("corpus:"))


def _extensions(slots: Mapping[str, YamlNode], where: str) -> frozenset[str]:
    """The names of the extension slots declared; each must be one of ours, declared as ours."""
    node = slots.get("extension_definitions")
    found = set()
    for item in node.value if node is not None and isinstance(node.value, list) else ():
        fields = {key: field.value for key, field in _dict(item).items()}
        name = fields.get("slot_name")
        known = EXTENSIONS.get(name) if isinstance(name, str) else None
        if known is None or (fields.get("property"), fields.get("type_hint")) != known:
            raise LedgerError(
                f"{at(where, item.line)}: the extension slot {name} is unknown to this program, or its declaration is"
                " not the usual one; remove it or restore its declaration.",
                code="XW-404",
            )
        found.add(str(name))
    return frozenset(found)


def _check_prefixes(head: Head, slots: Mapping[str, YamlNode], where: str) -> None:
    """Prefixes must mean what this program takes them to mean."""
    expected = BUILT_IN | prefixes_of(head.mappings).all()
    declared = _dict(slots.get("curie_map"))
    if "corpus" not in declared:
        line = slots["subject_source"].line
        raise LedgerError(
            f"{at(where, line)}: the prefix corpus is not declared; add `  corpus: {NAMESPACE}corpus/` to"
            " curie_map.",
            code="XW-407",
        )
    for prefix, node in declared.items():
        if prefix in expected and node.value != expected[prefix]:
            raise LedgerError(
                f"{at(where, node.line)}: the prefix {prefix} means {node.value} here and"
                f" {expected[prefix]} elsewhere; write the latter.",
                code="XW-407",
            )


def _dict(node: YamlNode | None) -> Mapping[str, YamlNode]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _text_slot(slots: Mapping[str, YamlNode], name: str, where: str) -> str:
    node = slots.get(name)
    if node is None:
        return ""
    if not isinstance(node.value, str):
        raise LedgerError(
            f"{at(where, node.line)}: {name} must be one word or sentence; correct it.", code="XW-405"
        )
    return node.value
