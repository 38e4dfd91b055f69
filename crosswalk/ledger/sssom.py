"""Mapping files as SSSOM 1.1 tables below a YAML head, in canonical form, byte for byte repeatable.

A file that cannot be read completely is refused: a slot or column that this program does not know would be lost
at the next write, and a cell that contradicts another would make the file ambiguous.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from crosswalk.errors import LedgerError, ParseError, Problem
from crosswalk.language.yaml_lines import YamlNode, at, parse_yaml
from crosswalk.ledger.row import (
    BUILT_IN,
    COLUMNS,
    EXTENSIONS,
    MANDATORY,
    NAMESPACE,
    SET_BASE,
    MappingTable,
    as_filed,
    cells_with,
    faults,
    local,
    prefixes_of,
    row_parser,
    set_iri,
)
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Status

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
    curie_map: Map[str, str]
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


def _check_slots(slots: Map[str, YamlNode], where: str) -> None:
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


def _mapping_set(slots: Map[str, YamlNode], where: str) -> MappingSet:
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


def _source(slots: Map[str, YamlNode], name: str, where: str) -> str:
    value = _text_slot(slots, name, where)
    if not value.startswith("corpus:") or value == "corpus:":
        raise LedgerError(
            f"{at(where, slots[name].line)}: {name} {value} does not name a corpus; write corpus: and its id.",
            code="XW-405",
        )
    return unquote(value.removeprefix("corpus:"))


def _extensions(slots: Map[str, YamlNode], where: str) -> frozenset[str]:
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


def _check_prefixes(head: Head, slots: Map[str, YamlNode], where: str) -> None:
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


def _dict(node: YamlNode | None) -> Map[str, YamlNode]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _text_slot(slots: Map[str, YamlNode], name: str, where: str) -> str:
    node = slots.get(name)
    if node is None:
        return ""
    if not isinstance(node.value, str):
        raise LedgerError(
            f"{at(where, node.line)}: {name} must be one word or sentence; correct it.", code="XW-405"
        )
    return node.value


_BOM = "\ufeff"
# A cell is quoted only if it holds a tab, a quotation mark or a line break.
_TABLE: dict[str, Any] = {"delimiter": "\t", "lineterminator": "\n"}


@dataclass(frozen=True)
class ParsedMappings:
    """One mapping file as read: the set, the line each row begins on, and what is not canonical.

    `where` names the file as it was given.
    """

    where: str
    mappings: MappingSet
    lines: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def read_mappings(path: Path) -> MappingSet:
    """The mapping set in one file; raises `LedgerError` with every fault, each with its line."""
    return _parse(_read_text(path), str(path)).mappings


def read_parsed(path: Path) -> ParsedMappings:
    """As `read_mappings`, with line numbers and what is not in canonical form."""
    return parse_mappings(_read_text(path), str(path))


def _read_text(path: Path) -> str:
    """The text of a mapping file; raises `LedgerError` if it cannot be read as UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise LedgerError(f"There is no mapping file {path}; check its name.", code="XW-400") from None
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be read ({error.strerror or error}); check that it is a file you may read.",
            code="XW-400",
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LedgerError(
            f"{path} line {line}: this is not UTF-8 text; save the file as UTF-8.", code="XW-401"
        ) from error
    return text


def format_mappings(mappings: MappingSet, *, all_columns: bool = False) -> str:
    """The set as text in canonical form; raises `LedgerError` if it would not read back the same.

    With `all_columns`, empty columns are written too and each row has its own date. The files that people
    add to are written so: one more decision then changes one line, and two branches can be merged.
    """
    _refuse_faulty(mappings)
    text = _format(mappings, all_columns=all_columns)
    _prove(mappings, text)
    return text


def _format(mappings: MappingSet, *, all_columns: bool) -> str:
    """The set as text; nothing is checked."""
    rows = _numbered([*map(cells_with(prefixes_of(mappings)), mappings)])
    table = dict(zip(COLUMNS, zip(*rows, strict=True) if rows else repeat(()), strict=False))
    if all_columns:
        date, columns = "", list(COLUMNS)
    else:
        date = _shared_date(mappings)
        columns = [name for name in COLUMNS if name in MANDATORY or any(table[name])]
        columns = [name for name in columns if not (date and name == "mapping_date")]
    kept = [COLUMNS.index(name) for name in columns]
    used = {cell.partition(":")[0] for name in MANDATORY for cell in table[name]}
    used |= {"xw"} if EXTENSIONS.keys() & columns else set()
    out = io.StringIO(format_head(mappings, columns, date, used), newline="")
    out.seek(0, io.SEEK_END)
    csv.writer(out, **_TABLE).writerows([columns, *([row[n] for n in kept] for row in rows)])
    return out.getvalue()


def in_file_order(mappings: MappingSet) -> MappingSet:
    """The same set with its rows in the order the file holds them."""
    return replace(mappings, mappings=tuple(sorted(mappings, key=cells_with(prefixes_of(mappings)))))


def parse_mappings(text: str, where: str) -> ParsedMappings:
    """As `read_parsed`, of a text; `where` names the file in errors."""
    found = _parse(text, where)
    return replace(found, problems=tuple(_not_canonical(text, found)))


def _parse(text: str, where: str) -> ParsedMappings:
    """The set in a text; raises `LedgerError` with every faulty row."""
    if text.startswith(_BOM):
        raise LedgerError(
            f"{where} line 1: the file begins with a byte-order mark; save it as UTF-8 without one.",
            code="XW-401",
        )
    lines = text.split("\n")
    head_end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = parse_head([line[1:].removesuffix("\r") for line in lines[:head_end]], where)
    columns, rows, starts = _table(lines[head_end:], head_end, where)
    _check_columns(columns, head, f"{where} line {head_end + 1}")
    mappings, problems = _mappings(columns, rows, starts, head, where)
    if problems:
        raise LedgerError(
            f"{where} cannot be used: {_count(len(problems))}; correct what is named.",
            code="XW-403",
            problems=problems,
        )
    return ParsedMappings(where, replace(head.mappings, mappings=tuple(mappings)), tuple(starts))


def _count(number: int) -> str:
    return "a row is wrong" if number == 1 else f"{number} rows are wrong"


def _table(lines: list[str], before: int, where: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Column names, the cells of each row, and the line of the file on which each row begins."""
    ended = lines[:-1] if lines[-1:] == [""] else lines
    reader = csv.reader((f"{line}\n" for line in ended), strict=True, **_TABLE)
    rows: list[list[str]] = []
    starts = [before + 1]
    try:
        for row in reader:
            rows.append(row)
            starts.append(before + reader.line_num + 1)
    except csv.Error as error:
        raise LedgerError(
            f"{where} line {starts[-1]}: the row cannot be split into cells ({error}); check its quotation marks.",
            code="XW-403",
        ) from error
    return (rows[0] if rows else []), rows[1:], starts[1:-1]


def _check_columns(columns: Sequence[str], head: Head, where: str) -> None:
    """Refuse a table with missing, repeated, unknown or undeclared columns."""
    twice = [name for name, times in Counter(columns).items() if times > 1]
    missing = [name for name in MANDATORY if name not in columns]
    strange = [name for name in columns if name not in COLUMNS]
    undeclared = [name for name in columns if name in EXTENSIONS and name not in head.extensions]
    if missing:
        what = f"the column {missing[0]} is missing; every row must have it"
    elif twice:
        what = f"the column {twice[0]} appears twice; remove one"
    elif strange:
        what = f"this program would lose the column {strange[0]}; remove it or move its content to ext_note"
    elif undeclared:
        what = f"the column {undeclared[0]} is not declared; add it to extension_definitions in the head"
    else:
        return
    raise LedgerError(f"{where}: {what}.", code="XW-402" if missing else "XW-404")


def _mappings(
    columns: Sequence[str], rows: Sequence[list[str]], starts: Sequence[int], head: Head, where: str
) -> tuple[list[Mapping], list[Problem]]:
    """The mappings of the rows, and what is wrong with each row that is not valid."""
    parse_row = row_parser(_table_of(tuple(columns), head))
    id_column = columns.index("record_id")
    mappings: list[Mapping] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row, line in zip(rows, starts, strict=True):
        if len(row) != len(columns):
            has = f"{len(row)} cell{'s'[: len(row) != 1]}"
            what = f"the row has {has} where the table has {len(columns)} columns; restore the tabs"
            problems.append(Problem(f"{where} line {line}", what, "XW-403"))
            continue
        mapping, wrong = parse_row(tuple(row))
        record = row[id_column]
        if record and first.setdefault(record, line) != line:
            wrong = (*wrong, f"the record {record} is on line {first[record]} too; keep one")
        problems += [Problem(f"{where} line {line}", what, "XW-405") for what in wrong]
        if mapping is not None:
            mappings.append(mapping)
    return mappings, problems


def _table_of(columns: tuple[str, ...], head: Head) -> MappingTable:
    """The table under a head, with the date for rows that have none."""
    sets = head.mappings
    declared = frozenset({*BUILT_IN, *head.curie_map})
    return MappingTable(columns, prefixes_of(sets), declared, sets.left_source, sets.right_source, head.date)


def _not_canonical(text: str, found: ParsedMappings) -> list[Problem]:
    """The first line that is not what this program would write."""
    forms = [_format(found.mappings, all_columns=all_columns) for all_columns in (True, False)]
    if text in forms:
        return []
    wanted = forms["ext_was" not in text]
    ours, theirs = wanted.split("\n"), text.split("\n")
    line = next(
        (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    what = (
        "the file is not in canonical form (order, quoting or spacing differ) from this line on; rewrite it"
    )
    return [Problem(f"{found.where} line {line + 1}", what, "XW-420")]


def _refuse_faulty(mappings: MappingSet) -> None:
    """Refuse a set whose head or rows could not be read back."""
    missing = [
        n
        for n in ("id", "license", "left_source", "right_source", "left_version", "right_version")
        if not getattr(mappings, n)
    ]
    if missing:
        raise LedgerError(
            f"A mapping set without {missing[0]} cannot be written; give it one.", code="XW-402"
        )
    problems = [
        Problem(
            f"{mappings.id}, {mapping.left or 'nothing'} and {mapping.right or 'nothing'}", what, "XW-405"
        )
        for mapping in mappings
        for what in faults(mapping)
    ]
    if problems:
        raise LedgerError(
            f"Mapping set {mappings.id} cannot be written: {_count(len(problems))}; correct what is named.",
            code="XW-405",
            problems=problems,
        )


def _numbered(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows in order; superseded rows that are the same in every word are distinguished by a number."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for row in sorted(rows):
        seen[row] += 1
        again = seen[row] > 1 and row[COLUMNS.index("ext_status")] == Status.SUPERSEDED
        numbered.append((f"{row[0]};{seen[row]:03}", *row[1:]) if again else row)
    return sorted(numbered)


def _shared_date(mappings: MappingSet) -> str:
    dates = {mapping.date for mapping in mappings}
    return dates.pop() if len(dates) == 1 else ""


def _prove(mappings: MappingSet, text: str) -> None:
    """Check that the text reads back as the same rows."""
    back = _parse(text, f"mapping set {mappings.id}").mappings
    same = replace(back, mappings=()) == replace(mappings, mappings=())
    if not same or Counter(back) != Counter(_rounded(mapping) for mapping in mappings):
        raise LedgerError(
            f"Mapping set {mappings.id} would not read back as it is ({len(mappings)} rows in, {len(back)} out);"
            " nothing was written; report this with the set.",
            code="XW-409",
        )


def _rounded(mapping: Mapping) -> Mapping:
    """The mapping with its numbers rounded as in the file."""
    confidence, agreement = as_filed(mapping.confidence), as_filed(mapping.agreement)
    if (confidence, agreement) == (mapping.confidence, mapping.agreement):
        return mapping
    return replace(mapping, confidence=confidence, agreement=agreement)
