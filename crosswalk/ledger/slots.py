"""One mapping as the cells of one SSSOM row: prefixes, predicates, justification, identifiers.

The relation of NIST IR 8477, its basis and strength are the source of truth and travel in extension
slots; the standard slots are derived from them, so that other tools read them too.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from urllib.parse import quote

from crosswalk.model.mapping import NO_TERM, Mapping, MappingSet
from crosswalk.model.relation import Relation, Status

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


def justification(mapping: Mapping) -> str:
    """What kind of act is behind a row: a fused score, a draft by hand, or a review."""
    if mapping.status is Status.PROPOSED:
        return "semapv:CompositeMatching"
    return "semapv:MappingReview" if mapping.reviewer else "semapv:ManualMappingCuration"


def _modifier(mapping: Mapping) -> str:
    """`Not` if the predicate is negated: no relation was found, or the relation was rejected, but not both."""
    if not (mapping.left and mapping.right):
        return ""
    rejected = Status.REJECTED in {mapping.status, mapping.was}
    return "Not" if (mapping.relation is Relation.NONE) != rejected else ""


def _cardinality(mapping: Mapping) -> str:
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
def cells_with(prefixes: Prefixes) -> Callable[[Mapping], tuple[str, ...]]:
    """A function that returns the cells of a set's rows in the order of `COLUMNS`, empty ones included.

    A desk reads and writes the same file at every decision, so most rows come from the cache.
    """
    return lru_cache(maxsize=1 << 15)(partial(_cells, prefixes))


def _cells(prefixes: Prefixes, mapping: Mapping) -> tuple[str, ...]:
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


def _record_id(mapping: Mapping, rest: tuple[str, ...]) -> str:
    """The pair and the family of its relation; for a superseded row also a digest of its words."""
    left, right = (local(side) if side else "-" for side in mapping.pair)
    base = f"row:{left};{right};{family(mapping.relation)}"
    if mapping.status is not Status.SUPERSEDED:
        return base
    return f"{base};{hashlib.sha256(chr(31).join(rest).encode()).hexdigest()[:8]}"
