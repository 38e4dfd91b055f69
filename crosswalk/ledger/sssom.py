"""Mapping files as SSSOM 1.1 tables in canonical form, byte for byte repeatable.

A file that cannot be read completely is refused: a slot or column that this program does not know would be lost
at the next write, and a cell that contradicts another would make the file ambiguous.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Any

from crosswalk.errors import LedgerError, Problem
from crosswalk.ledger.header import Head, format_head, parse_head
from crosswalk.ledger.row import (
    BUILT_IN,
    COLUMNS,
    EXTENSIONS,
    MANDATORY,
    MappingTable,
    as_filed,
    cells_with,
    faults,
    prefixes_of,
    row_parser,
)
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Status

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
