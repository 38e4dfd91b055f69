"""An existing crosswalk as pairs: a sheet or table of pairs, an SSSOM table, or an OSCAL mapping file."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswalk.errors import ParseError
from crosswalk.ingest import named_errors, without_controls
from crosswalk.ingest.safety import load_file
from crosswalk.ingest.sheets import HEADER_DEPTH, find_columns, plain_header, table_rows
from crosswalk.model.relation import Relation

_MOST_BYTES = 50_000_000
_HEADERS = {
    "left": ("left", "left id", "source", "source id", "from", "from id", "subject", "subject id", "old", "old id"),
    "right": ("right", "right id", "target", "target id", "to", "to id", "object", "object id", "new", "new id"),
    "relation": ("relation", "relationship", "predicate", "predicate id", "match", "match type", "mapping", "type"),
    "why": ("why", "sentence", "rationale", "comment", "comments", "note", "notes", "remarks", "explanation"),
}  # fmt: skip
# A header that names its side although it is none of the usual words: `Old standard`, `Maps to`.
_SIDES = {
    "left": re.compile(r"(?:old|previous|former|source|from|left|subject|original|current)\b"),
    "right": re.compile(
        r"(?:new|revised|target|to|maps? to|mapped to|right|object|corresponding|counterpart)\b"
    ),
}
# Several ids in one cell.
_AND = re.compile(r"\s*[;\n]\s*|,\s+")
# What replaces an id, or its title, if one side has no counterpart; a dash is plain “”.
_NOBODY = frozenset(
    {"sssom notermfound", "no match", "no counterpart", "not applicable", "none", "n a", "", "deleted", "removed",
     "discontinued", "withdrawn", "retired", "new", "added"}
)  # fmt: skip
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CODE = re.compile(r"(?:code|id|identifier|ref|reference|number|no)$")
_TITLE = re.compile(r"(?:title|name|text|label|description|definition)$")
_WORDS: Mapping[Relation, tuple[str, ...]] = {
    Relation.EQUAL: ("equal", "equals", "equal to", "equivalent", "equivalent to", "exact", "exact match", "same", "same as",
                     "identical", "1 1", "exactmatch", "full", "full match", "direct"),
    Relation.SUBSET: ("subset", "subset of", "broad match", "broadmatch", "narrower", "narrower than", "part of", "is part of",
                      "is child of", "included in"),
    Relation.SUPERSET: ("superset", "superset of", "narrow match", "narrowmatch", "broader", "broader than", "includes",
                        "covers", "contains", "has part"),
    Relation.INTERSECTS: ("intersects", "intersects with", "overlap", "overlaps", "partial", "partial match", "related",
                          "related to", "relatedmatch", "related match", "close", "close match", "closematch", "similar", "partially", "partly",
                          "partially aligned", "partially covered",
                          "is related to", "is peer of"),
    Relation.NONE: ("none", "no", "no match", "no relation", "no relationship", "not related", "unrelated", "n a"),
    Relation.SUPPORTS: ("supports",),
    Relation.SUPPORTED: ("is supported by", "issupportedby", "supported by"),
    Relation.CONTRARY: ("contrary", "contradicts", "conflicts", "conflicts with"),
}  # fmt: skip
_SIGNS = {
    **dict.fromkeys("=≡", Relation.EQUAL),
    **dict.fromkeys("⊂⊆<", Relation.SUBSET),
    **dict.fromkeys("⊃⊇>", Relation.SUPERSET),
    **dict.fromkeys("∩≈~", Relation.INTERSECTS),
    "≠": Relation.NONE,
}
_RELATION = {word: relation for relation, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ImportedPair:
    """One pair of an existing crosswalk: both ids and titles, the word for how they relate, and where it is."""

    left: str
    right: str
    where: str
    relation: str = ""
    why: str = ""
    left_title: str = ""
    right_title: str = ""


def relation_of(word: str) -> Relation | None:
    """The relation that a word of another crosswalk means; None for an unknown word.

    >>> relation_of("skos:exactMatch"), relation_of("Is broader than"), relation_of("perhaps")
    (<Relation.EQUAL: 'equal'>, <Relation.SUPERSET: 'superset-of'>, None)
    """
    if sign := _SIGNS.get(word.strip()):
        return sign
    plain = plain_header(word.rpartition(":")[2])
    known = {plain_header(one.value): one for one in Relation} | _RELATION
    return known.get(plain) or known.get(plain.removeprefix("is "))


def read_pairs(
    path: Path, columns: Mapping[str, str] | None = None, sheet: str = ""
) -> tuple[ImportedPair, ...]:
    """The pairs of a file; `columns` names the headers of left, right, relation, why and the two titles.

    Raises `ParseError` (XW-237) where no row names two columns of ids.
    """
    with named_errors(path):
        if path.suffix.lower() == ".json":
            return tuple(_oscal(load_file(path, _MOST_BYTES)))
        return tuple(_from_rows(load_file(path, _MOST_BYTES), columns, sheet))


def _from_rows(data: bytes, columns: Mapping[str, str] | None, sheet: str) -> Iterator[ImportedPair]:
    heads, none = [], True
    for name, every in table_rows(data, sheet):
        rows = [row for row in every if not row[1][:1] or not row[1][0].startswith("#")]
        at = next((n for n, (_, cells) in enumerate(rows[:HEADER_DEPTH]) if _places(cells, columns)), None)
        if at is None:
            heads += [" | ".join(cell for cell in rows[0][1] if cell)] if rows else []
            continue
        at += not columns and _are_codes(rows[at + 1 : at + 2])  # a row above named the two editions
        for pair in _pairs(name, rows[at + 1 :], _places(rows[at][1], columns) or {}):
            none = False
            yield pair
    if none:
        seen = f" (its first row: {heads[0]})" if heads else ""
        raise ParseError(
            f"no row names two columns of ids{seen}; name them: `crosswalk import FILE --id ID --columns"
            " left=OldCode,right=NewCode`.",
            code="XW-237",
        )


def _are_codes(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether a row below the header names the two columns of codes again, and holds no code."""
    plain = [plain_header(cell) for _, cells in rows for cell in cells]
    named = sum(bool(_CODE.search(header.replace(" ", ""))) for header in plain)
    return named == len(_SIDES) and not any(map(str.isdigit, "".join(plain)))


def _pairs(
    name: str, rows: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int]
) -> Iterator[ImportedPair]:
    for number, cells in rows:
        held = {part: without_controls(cells[at]) if at < len(cells) else "" for part, at in places.items()}
        said = [(held.get(side, ""), held.get(f"{side}_title", "")) for side in _SIDES]
        nobody = [any(plain_header(word) in _NOBODY for word in words if word) for words in said]
        lefts, rights = ([""] if none else _ids(words[0]) for none, words in zip(nobody, said, strict=True))
        if not any((*lefts, *rights)):
            continue
        held |= {"relation": "none"} if any(nobody) else {}
        where = f"{name}, row {number}" if name else f"row {number}"
        for left, right in itertools.product(lefts, rights):
            yield ImportedPair(where=where, **held | {"left": left, "right": right})


def _ids(cell: str) -> list[str]:
    """The ids of a cell, a single empty one where it is empty."""
    return [one for one in _AND.split(cell) if one] or [""]


def _places(headers: Sequence[str], columns: Mapping[str, str] | None) -> dict[str, int] | None:
    """The column of each part of a pair in a row of headers; None where the two ids are not found."""
    plain = [plain_header(header) for header in headers]
    if columns:
        named = {part: plain_header(header) for part, header in columns.items()}
        if not {"left", "right"} <= named.keys() or not set(named.values()) <= set(plain):
            return None
        return {part: plain.index(header) for part, header in named.items()}
    found = find_columns(headers, None, _HEADERS)
    if not {"left", "right"} <= found.keys():
        two = _two_columns(plain, found)
        if two is None:
            return None
        found |= {"left": two[0], "right": two[1]}
    titles = [at for at, header in enumerate(plain) if _TITLE.search(header) and at not in found.values()]
    if len(titles) == 2:
        first, second = titles if found["left"] < found["right"] else reversed(titles)
        found |= {"left_title": first, "right_title": second}
    return found


def _two_columns(plain: Sequence[str], found: Mapping[str, int]) -> tuple[int, int] | None:
    """The columns of both ids: the two of codes, those that name their side or their year, else the only two that are left."""
    codes = [at for at, header in enumerate(plain) if _CODE.search(header.replace(" ", ""))]
    if len(codes) == 2:
        return codes[0], codes[1]
    sides = [
        next((at for at, header in enumerate(plain) if form.match(header)), None) for form in _SIDES.values()
    ]
    if sides[0] is not None and sides[1] is not None:
        return sides[0], sides[1]
    rest = [
        at
        for at, header in enumerate(plain)
        if header and at not in found.values() and not _TITLE.search(header)
    ]
    dated = [at for at in rest if _YEAR.search(plain[at])]
    if len(dated) == 2 and len({_YEAR.sub("", plain[at]) for at in dated}) == 1:
        older, newer = sorted(dated, key=lambda at: _YEAR.findall(plain[at]))
        return older, newer
    worded = len(rest) == 2 and not any(char.isdigit() for at in rest for char in plain[at])
    return (rest[0], rest[1]) if worded else None


def _oscal(data: bytes) -> Iterator[ImportedPair]:
    """The pairs of an OSCAL mapping collection; a map of several sources or targets is a pair of each."""
    try:
        whole = json.loads(data)
        mappings = whole["mapping-collection"]["mappings"]
        maps = [one for mapping in mappings for one in (*mapping["maps"], *_gaps(mapping))]
        for number, one in enumerate(maps, 1):
            for source in one.get("sources") or [{}]:
                for target in one.get("targets") or [{}]:
                    yield ImportedPair(
                        str(source.get("id-ref", "")),
                        str(target.get("id-ref", "")),
                        f"map {number}",
                        _relationship(one.get("relationship", "")),
                        str(one.get("remarks", "")),
                    )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError(
            "this is no OSCAL mapping collection (mapping-collection, mappings, maps); give such a file,"
            " an SSSOM table or a sheet of pairs.",
            code="XW-238",
        ) from error


def _relationship(value: object) -> str:
    """The relationship of a map, as a word or as an object with its type."""
    return str(value.get("type", "")) if isinstance(value, dict) else str(value)


def _gaps(mapping: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The controls that a mapping says have no counterpart, as maps with one side."""
    for side, summary in (("sources", "source-gap-summary"), ("targets", "target-gap-summary")):
        for unmapped in (mapping.get(summary) or {}).get("unmapped-controls") or ():
            for control in unmapped.get("with-ids") or ():
                yield {"relationship": "no-relationship", side: [{"id-ref": control}]}
