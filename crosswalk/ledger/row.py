"""One mapping as one SSSOM row and back, and everything that can be wrong with it.

The relation of NIST IR 8477, its basis and strength are the source of truth and travel in extension slots; the
standard slots are derived from them, so that other tools read them too.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache, partial
from typing import TypeVar
from urllib.parse import quote, unquote

from crosswalk.ledger.signatures import day_fault, fold_name
from crosswalk.model.mapping import NO_TERM, MappingSet
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.relation import Basis, Group, Relation, Status

# A name that RFC 2606 reserves: it identifies, and on purpose resolves nowhere.
NAMESPACE = "https://crosswalk.example/"
SET_BASE = f"{NAMESPACE}mappings/"
BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_RESERVED = frozenset(
    {*BUILT_IN, "corpus", "dcterms", "left", "linkml", "oa", "orcid", "prov", "right", "row", "xw"}
)
_SAFE = "/()*,=@+"

STANDARD = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "reviewer_label", "mapping_cardinality", "mapping_date", "review_date",
    "confidence", "reviewer_agreement", "comment",
)  # fmt: skip
# Ordered by property, as the canonical form requires. The sentence is in the standard `comment`,
# because tools that drop extension slots keep that one, and the sentence must never be lost; a
# reviewer's note, which may be, is in an extension slot.
EXTENSIONS = {
    "ext_group": ("xw:group", "xsd:string"),
    "ext_ir8477_rationale": ("xw:ir8477_rationale", "xsd:string"),
    "ext_ir8477_relation": ("xw:ir8477_relation", "xsd:string"),
    "ext_left_digest": ("xw:left_digest", "xsd:string"),
    "ext_note": ("xw:note", "xsd:string"),
    "ext_right_digest": ("xw:right_digest", "xsd:string"),
    "ext_status": ("xw:status", "xsd:string"),
    "ext_strength": ("xw:strength", "xsd:integer"),
    "ext_was": ("xw:was", "xsd:string"),
}
COLUMNS = (*STANDARD, *EXTENSIONS)
MANDATORY = ("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification")
DERIVED = ("predicate_id", "predicate_modifier", "mapping_justification", "mapping_cardinality", "record_id")

_PREDICATE = {
    Relation.EQUAL: "skos:exactMatch",
    Relation.SUBSET: "skos:broadMatch",
    Relation.SUPERSET: "skos:narrowMatch",
    Relation.INTERSECTS: "skos:relatedMatch",
    Relation.NONE: "skos:mappingRelation",
    Relation.SUPPORTS: "xw:supports",
    Relation.SUPPORTED: "xw:isSupportedBy",
    Relation.CONTRARY: "xw:contrary",
}
_SUPPORTIVE = frozenset({Relation.SUPPORTS, Relation.SUPPORTED, Relation.CONTRARY})
# From this strength on, two texts that overlap are much more alike than not (NIST IR 8278A).
_CLOSE = 7


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The prefixes that one mapping set uses: its own rows, and the provisions of each side."""

    row: str
    left: str
    right: str
    left_base: str
    right_base: str

    def all(self) -> dict[str, str]:
        """Every prefix that must be declared if it is used, with its meaning."""
        return {
            "corpus": f"{NAMESPACE}corpus/",
            "row": self.row,
            "xw": f"{NAMESPACE}terms/",
            self.left: self.left_base,
            self.right: self.right_base,
        }


def prefixes_of(mappings: MappingSet) -> Prefixes:
    """The prefixes of one set; `left` or `right` replaces a corpus id that is no legal prefix."""
    left, right = mappings.left_source, mappings.right_source
    return Prefixes(
        f"{set_iri(mappings.id)}/",
        left if _is_prefix(left) else "left",
        right if _is_prefix(right) else "right",
        f"{NAMESPACE}corpus/{local(left)}/",
        f"{NAMESPACE}corpus/{local(right)}/",
    )


def _is_prefix(name: str) -> bool:
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    return plain.isascii() and plain.isalnum() and name[0].isalpha() and name not in _RESERVED


def set_iri(set_id: str) -> str:
    """The address of a set: its id if that is an address, else one in our namespace."""
    return set_id if "://" in set_id or set_id.startswith("urn:") else f"{SET_BASE}{local(set_id)}"


def local(name: str) -> str:
    """An id as the local part of a CURIE, with other characters escaped.

    >>> local("29/3102/7/A"), local("PR.AC-1: x|y")
    ('29/3102/7/A', 'PR.AC-1%3A%20x%7Cy')
    """
    return "%2D" if name == "-" else quote(name, safe=_SAFE)


def predicate(relation: Relation, strength: int | None = None) -> str:
    """The predicate that carries a relation to other tools; what is lost is the overlap's kind.

    >>> predicate(Relation.SUBSET), predicate(Relation.INTERSECTS, 8)
    ('skos:broadMatch', 'skos:closeMatch')
    """
    if relation is Relation.INTERSECTS and strength is not None and strength >= _CLOSE:
        return "skos:closeMatch"
    return _PREDICATE[relation]


def family(relation: Relation) -> str:
    """Whether a relation is one of sets or one of support."""
    return "support" if relation in _SUPPORTIVE else "set"


def justification(mapping: Decided) -> str:
    """What kind of act is behind a row: a fused score, a draft by hand, or a review."""
    if mapping.status is Status.PROPOSED:
        return "semapv:CompositeMatching"
    return "semapv:MappingReview" if mapping.reviewer else "semapv:ManualMappingCuration"


def _modifier(mapping: Decided) -> str:
    """`Not` if the predicate is negated: no relation was found, or the relation was rejected, but not both."""
    if not (mapping.left and mapping.right):
        return ""
    rejected = Status.REJECTED in {mapping.status, mapping.was}
    return "Not" if (mapping.relation is Relation.NONE) != rejected else ""


def _cardinality(mapping: Decided) -> str:
    if mapping.left and mapping.right:
        return ""
    return "1:0" if mapping.left else "0:1"


def decimals(number: float | None) -> str:
    """A number with at most three decimals, halves rounded up; empty for None."""
    if number is None:
        return ""
    rounded = Decimal(repr(number)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    text = format(rounded, "f").rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=1 << 12)
def as_filed(number: float | None) -> float | None:
    """A number with as many decimals as the file holds, so that a row is the one read back."""
    return None if number is None else float(decimals(number))


def names(text: str) -> str:
    """One or more names, separated by `|`, with the characters that SSSOM interprets escaped."""
    return text.replace("\\", "\\\\")


@lru_cache(maxsize=64)
def cells_with(prefixes: Prefixes) -> Callable[[Decided], tuple[str, ...]]:
    """A function that returns the cells of a set's rows in the order of `COLUMNS`, empty ones included.

    A desk reads and writes the same file at every decision, so most rows come from the cache.
    """
    return lru_cache(maxsize=1 << 15)(partial(_cells, prefixes))


def _cells(prefixes: Prefixes, mapping: Decided) -> tuple[str, ...]:
    """The cells of a row in the order of `COLUMNS`."""
    rest = (
        f"{prefixes.left}:{local(mapping.left)}" if mapping.left else NO_TERM,
        mapping.left_label,
        predicate(mapping.relation, mapping.strength),
        _modifier(mapping),
        f"{prefixes.right}:{local(mapping.right)}" if mapping.right else NO_TERM,
        mapping.right_label,
        justification(mapping),
        names(mapping.author),
        names(mapping.reviewer),
        _cardinality(mapping),
        mapping.date,
        mapping.review_date,
        decimals(mapping.confidence),
        decimals(mapping.agreement),
        mapping.sentence,
        mapping.group.value if mapping.group else "",
        mapping.basis.value if mapping.basis else "",
        mapping.relation.value,
        mapping.left_digest,
        mapping.comment,
        mapping.right_digest,
        mapping.status.value,
        "" if mapping.strength is None else str(mapping.strength),
        mapping.was.value if mapping.was else "",
    )
    return (_record_id(mapping, rest), *rest)


def _record_id(mapping: Decided, rest: tuple[str, ...]) -> str:
    """The pair and the family of its relation; for a superseded row also a digest of its words."""
    left, right = (local(side) if side else "-" for side in mapping.pair)
    base = f"row:{left};{right};{family(mapping.relation)}"
    if mapping.status is not Status.SUPERSEDED:
        return base
    return f"{base};{hashlib.sha256(chr(31).join(rest).encode()).hexdigest()[:8]}"


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
