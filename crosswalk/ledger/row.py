"""One SSSOM row as a mapping, and everything that can be wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import TypeVar
from urllib.parse import unquote

from crosswalk.ledger.header import Head
from crosswalk.ledger.signatures import day_fault, fold_name
from crosswalk.ledger.slots import BUILT_IN, COLUMNS, DERIVED, MANDATORY, Prefixes, cells_with, prefixes_of
from crosswalk.model.mapping import NO_TERM
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.relation import Basis, Group, Relation, Status

Word = TypeVar("Word", bound=StrEnum)
Row = Mapping[str, str]
Parsed = tuple[Decided | None, tuple[str, ...]]
# Control characters, and those that turn the order of letters around.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ONE_LINE = (
    "left", "right", "left_label", "right_label", "author", "reviewer", "left_digest", "right_digest",
)  # fmt: skip
_MOVED_ON = frozenset({Status.SUPERSEDED, Status.LOOK_AGAIN})
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,30})?")


@lru_cache(maxsize=1 << 15)
def faults(mapping: Decided) -> tuple[str, ...]:
    """The reasons why a mapping cannot be a row of a mapping file, one sentence each."""
    return (*_shape_faults(mapping), *_range_faults(mapping), *_text_faults(mapping))


def _shape_faults(mapping: Decided) -> Iterator[str]:
    """Contradictions between the sides, the relation, the status and the signatures."""
    if not (mapping.left or mapping.right):
        yield "neither side names a provision; name one"
    elif not (mapping.left and mapping.right):
        if mapping.relation is not Relation.NONE:
            yield f"one side is empty, but the relation is {mapping.relation}; write {Relation.NONE} or name both sides"
        if mapping.status is Status.REJECTED:
            yield "that there is no counterpart cannot be rejected; name the counterpart that there is"
    if mapping.group and not (mapping.left and mapping.right):
        yield f"one side is empty, but the row is part of a group ({mapping.group}); remove one of them"
    if mapping.was and mapping.status not in _MOVED_ON:
        yield f"the status before is {mapping.was}, but the row is still {mapping.status}; remove one of them"
    if mapping.review_date and not mapping.reviewer:
        yield "there is a review date but no reviewer; name the reviewer"
    if mapping.agreement is not None and not mapping.reviewer:
        yield "there is an agreement but no reviewer; name the reviewer"


def _range_faults(mapping: Decided) -> Iterator[str]:
    """Numbers out of range, and days that are not ISO days."""
    if mapping.strength is not None and not 0 <= mapping.strength <= 10:
        yield f"strength {mapping.strength} is not a whole number from 0 to 10"
    if mapping.confidence is not None and not 0 <= mapping.confidence <= 1:
        yield f"confidence {mapping.confidence} is not between 0 and 1"
    if mapping.agreement is not None and not -1 <= mapping.agreement <= 1:
        yield f"agreement {mapping.agreement} is not between -1 and 1"
    for name, day in (("date", mapping.date), ("review date", mapping.review_date)):
        if day and (fault := day_fault(f"the {name}", day)):
            yield fault


def _text_faults(mapping: Decided) -> Iterator[str]:
    """Characters that a table cannot hold, and names that are empty or given twice."""
    for name in (*_ONE_LINE, "sentence", "comment"):
        words = getattr(mapping, name)
        if _UNWRITABLE.search(words) or (name in _ONE_LINE and ("\n" in words or "\t" in words)):
            yield f"the {name.replace('_', ' ')} holds a character that a table cannot; remove it"
    for role, name in (("author", mapping.author), ("reviewer", mapping.reviewer)):
        if name and not all(one.strip() for one in name.split("|")):
            yield f"the {role} {name} holds an empty name; names are separated by one |"
    reviewers = mapping.reviewer.split("|")
    if mapping.status is not Status.SUPERSEDED and len(set(map(fold_name, reviewers))) < len(reviewers):
        yield f"the reviewers {mapping.reviewer.replace('|', ' and ')} are one person; keep one name"


@dataclass(frozen=True, slots=True)
class MappingTable:
    """What a row needs to know of the file it is in; the same for every row."""

    columns: tuple[str, ...]
    prefixes: Prefixes
    declared: frozenset[str]
    left: str
    right: str
    date: str


def table_of(columns: tuple[str, ...], head: Head) -> MappingTable:
    """The table under a head, with the date for rows that have none."""
    sets = head.mappings
    declared = frozenset({*BUILT_IN, *head.curie_map})
    return MappingTable(columns, prefixes_of(sets), declared, sets.left_source, sets.right_source, head.date)


@lru_cache(maxsize=64)
def row_parser(table: MappingTable) -> Callable[[tuple[str, ...]], Parsed]:
    """A parser for the rows of one table; it caches rows, most of which are unchanged at every decision."""
    return lru_cache(maxsize=1 << 15)(partial(_parse_row, table))


def _parse_row(table: MappingTable, values: tuple[str, ...]) -> Parsed:
    """The mapping of a row, and what is wrong with the row; no mapping where it cannot be read."""
    row = dict(zip(table.columns, values, strict=True))
    wrong = [f"{name} is empty; every row must have one" for name in MANDATORY if not row[name]]
    wrong += _prefix_faults(row, table)
    if wrong:
        return None, tuple(wrong)
    try:
        mapping = _mapping(row, table)
    except ValueError as error:
        return None, (str(error),)
    if wrong_row := faults(mapping):
        return mapping, wrong_row
    due = dict(zip(COLUMNS, cells_with(table.prefixes)(mapping), strict=True))
    return mapping, tuple(_contradictions(row, mapping, due))


def _prefix_faults(row: Row, table: MappingTable) -> list[str]:
    prefixes = {row[name].partition(":")[0] for name in MANDATORY if ":" in row[name]}
    unknown = sorted(prefixes - table.declared)
    return [f"the prefix {prefix} is not declared; add it to curie_map in the head" for prefix in unknown]


def _mapping(row: Row, table: MappingTable) -> Decided:
    """The mapping of a row; raises ValueError, in words, for a cell that cannot be read."""
    strength = row.get("ext_strength", "")
    if strength and not _WHOLE.fullmatch(strength):
        raise ValueError(f"strength {strength} is not a whole number from 0 to 10")
    return Decided(
        left=_side(row["subject_id"], table.prefixes.left, table.left),
        right=_side(row["object_id"], table.prefixes.right, table.right),
        relation=_word(Relation, row.get("ext_ir8477_relation", ""), "relation"),
        status=_word(Status, row.get("ext_status", ""), "status"),
        sentence=row.get("comment", ""),
        basis=_word(Basis, row["ext_ir8477_rationale"], "rationale")
        if row.get("ext_ir8477_rationale")
        else None,
        strength=int(strength) if strength else None,
        confidence=_number(row.get("confidence", ""), "confidence"),
        author=_names(row.get("author_label", "")),
        date=row.get("mapping_date", table.date),
        reviewer=_names(row.get("reviewer_label", "")),
        review_date=row.get("review_date", ""),
        agreement=_number(row.get("reviewer_agreement", ""), "agreement"),
        left_label=row.get("subject_label", ""),
        right_label=row.get("object_label", ""),
        left_digest=row.get("ext_left_digest", ""),
        right_digest=row.get("ext_right_digest", ""),
        comment=row.get("ext_note", ""),
        was=_word(Status, row["ext_was"], "status before") if row.get("ext_was") else None,
        group=_word(Group, row["ext_group"], "group") if row.get("ext_group") else None,
    )


def _side(curie: str, prefix: str, corpus: str) -> str:
    if curie == NO_TERM:
        return ""
    found, mark, local = curie.partition(":")
    if not mark or found != prefix or not local:
        raise ValueError(f"{curie} does not name a provision of {corpus}; write {prefix}: and its id")
    return unquote(local)


def _word(kind: type[Word], value: str, name: str) -> Word:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        what = f"the {name} {value} is not known" if value else f"the {name} is empty"
        raise ValueError(f"{what}; write one of {known}") from None


def _number(words: str, name: str) -> float | None:
    if not words:
        return None
    if not _DECIMAL.fullmatch(words):
        raise ValueError(f"{name} {words[:40]} is not a number this file can hold; write one such as 0.75")
    return float(words)


def _names(words: str) -> str:
    r"""Names separated by `|`; `\\` stands for a backslash, and a name cannot contain a bar."""
    plain = words.replace("\\\\", "\0")
    if "\\|" in plain:
        raise ValueError(f"the name {words} holds a bar; write it without")
    return plain.replace("\0", "\\")


def _contradictions(row: Row, mapping: Decided, wanted: Mapping[str, str]) -> list[str]:
    """The standard slots that differ from the facts they are derived from."""
    wrong = []
    for name in DERIVED:
        said, due = row.get(name, ""), wanted[name]
        numbered = name == "record_id" and mapping.status is Status.SUPERSEDED and said.startswith(f"{due};")
        if said != due and not numbered:
            facts = f"relation {mapping.relation} and status {mapping.status}"
            wrong.append(
                f"{name} is {said or 'empty'}, but with {facts} it must be {due or 'empty'}; correct one of them"
            )
    return wrong
