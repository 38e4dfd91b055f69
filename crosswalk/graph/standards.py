"""Crosswalks in the formats of two standards: an OSCAL 1.2 mapping collection and a 1EdTech CASE 1.1 package."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from crosswalk.errors import ConfigError
from crosswalk.ledger.row import NAMESPACE, local
from crosswalk.model.alignment import Side
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Coverage, Relation, Status


def _stable_uuid(*names: str) -> str:
    """A UUID made from names alone: the same names, the same UUID."""
    return str(uuid5(NAMESPACE_URL, NAMESPACE + "/".join(map(local, names))))


def _provision_uri(source: Source, prov_id: str) -> str:
    """The address of a provision in our namespace."""
    return f"{NAMESPACE}{local(source.id)}/{local(prov_id)}"


def _edition_time(sources: Iterable[Source]) -> str:
    """The latest date of some texts as a time in UTC; the first of its month or year if no day is given.

    >>> _edition_time([Source("a", "2014-06", "A"), Source("b", "undated", "B")])
    '2014-06-01T00:00:00Z'
    """
    dates = [one.as_of for one in sources if re.fullmatch(r"\d{4}(-\d\d){0,2}", one.as_of)]
    latest = max(dates, default="1970")
    return f"{latest}{'-01' * (2 - latest.count('-'))}T00:00:00Z"


def tokens(ids: Iterable[str]) -> dict[str, str]:
    """For each id a token that is valid in OSCAL: letters, digits, dots, dashes and underscores, no digit first.

    >>> tokens(["29/3102/7/A"])
    {'29/3102/7/A': '_29.3102.7.A'}
    """
    plain = {one: "_"[: not one[:1].isalpha()] + re.sub(r"[^A-Za-z0-9_.-]", ".", one) for one in ids}
    taken = list(plain.values())
    return {
        one: token if taken.count(token) == 1 else f"{token}.{hashlib.sha256(one.encode()).hexdigest()[:6]}"
        for one, token in plain.items()
    }


def _unmapped(comparison: Comparison, which: Side) -> list[str]:
    """The ids of one side's provisions that the other side does not answer."""
    return [one.provision for one in comparison.answers(which) if one.coverage is Coverage.NOT_FOUND]


def left_out(comparisons: Sequence[Comparison]) -> str:
    """How many rows a format without negative pairs leaves out, in a sentence."""
    rows = [row for comparison in comparisons for row in comparison.rows if row.left and row.right]
    number = len(rows) - sum(len(comparison.mapped) for comparison in comparisons)
    if not number:
        return "No pair was left out."
    return f"{number} pairs that were rejected, or judged to have no relation, are left out."


OSCAL_VERSION = "1.2.1"
_RELATIONSHIP = {
    Relation.SUBSET: "subset-of",
    Relation.SUPERSET: "superset-of",
    Relation.INTERSECTS: "intersects-with",
    Relation.CONTRARY: "intersects-with",
    Relation.SUPPORTS: "supports",
    Relation.SUPPORTED: "is-supported-by",
}
# These two words are ours, and have our namespace.
_OWN = frozenset({Relation.SUPPORTS, Relation.SUPPORTED})

Json = dict[str, Any]


def oscal(comparisons: Sequence[Comparison], *, version: str) -> bytes:
    """The mapping collection: one mapping a crosswalk, one map a pair that holds.

    Raises:
        ConfigError: No crosswalk has a pair; OSCAL has no empty mapping.
    """
    filled = [comparison for comparison in comparisons if comparison.mapped]
    if not filled:
        raise ConfigError(
            "There is no pair to write, and an OSCAL mapping cannot be empty; name a crosswalk with pairs.",
            code="XW-516",
        )
    names = [comparison.id for comparison in filled]
    collection = {
        "uuid": _stable_uuid("mapping-collection", *names, *(key for one in filled for key in _keys(one))),
        "metadata": {
            "title": "; ".join(comparison.title for comparison in filled),
            "last-modified": _edition_time(
                c.source for comparison in filled for c in (comparison.left, comparison.right)
            ),
            "version": version,
            "oscal-version": OSCAL_VERSION,
            "remarks": _oscal_remarks(comparisons),
        },
        "provenance": _provenance(filled),
        "mappings": [_oscal_mapping(comparison) for comparison in filled],
        "back-matter": {"resources": _resources(filled)},
    }
    return (json.dumps({"mapping-collection": collection}, ensure_ascii=False, indent=1) + "\n").encode()


def _keys(comparison: Comparison) -> tuple[str, str]:
    return comparison.left.source.key, comparison.right.source.key


def _oscal_remarks(comparisons: Sequence[Comparison]) -> str:
    return (
        "The time of the last change is the date of the newest text; no clock was read. Identifiers are tokens of"
        " provision ids; the back matter gives the id of each. Texts, evidence, the two parts of a sentence, measure"
        " parts and comments are not in this file; crosswalk.json has them. A conflict is an intersects-with map with"
        f" a qualifier. {left_out(comparisons)}"
    )


def _provenance(comparisons: Sequence[Comparison]) -> Json:
    rows = [row for comparison in comparisons for row in comparison.mapped]
    bases = Counter(_basis(row) for row in rows)
    return {
        "method": _method(rows),
        "matching-rationale": max(bases, key=lambda one: (bases[one], one.value)).value,
        "status": "complete" if all(row.status is Status.CONFIRMED for row in rows) else "draft",
        "mapping-description": "How two documents relate, provision by provision, in the relations of NIST IR 8477.",
    }


def _method(rows: Iterable[ComparisonRow]) -> str:
    proposed = {row.status is Status.PROPOSED for row in rows}
    return "hybrid" if len(proposed) > 1 else "automation" if proposed == {True} else "human"


def _basis(row: ComparisonRow) -> Basis:
    return row.basis or Basis.SEMANTIC


def _oscal_mapping(comparison: Comparison) -> Json:
    """One crosswalk as an OSCAL mapping, with the provisions of each side that have no pair."""
    left, right = (tokens(prov.id for prov in part) for part in (comparison.left, comparison.right))
    found: Json = {
        "uuid": _stable_uuid("mapping", comparison.id, *_keys(comparison)),
        "method": _method(comparison.mapped),
        "source-resource": {"type": "catalog", "href": f"#{_resource_id(comparison.whole_left)}"},
        "target-resource": {"type": "catalog", "href": f"#{_resource_id(comparison.whole_right)}"},
        "maps": [_oscal_map(comparison, row, left[row.left], right[row.right]) for row in comparison.mapped],
        "remarks": comparison.title,
    }
    for which, name, named in ((Side.LEFT, "source", left), (Side.RIGHT, "target", right)):
        if gaps := _unmapped(comparison, which):
            found[f"{name}-gap-summary"] = {
                "uuid": _stable_uuid("gaps", comparison.id, which, *_keys(comparison)),
                "unmapped-controls": [{"with-ids": [named[one] for one in gaps]}],
            }
    return found


def _oscal_map(comparison: Comparison, row: ComparisonRow, left: str, right: str) -> Json:
    """One pair as an OSCAL map."""
    found: Json = {
        "uuid": _stable_uuid("map", *_keys(comparison), row.id),
        "matching-rationale": _basis(row).value,
        "relationship": _relationship(row),
        "sources": [{"type": "control", "id-ref": left}],
        "targets": [{"type": "control", "id-ref": right}],
        "props": [
            {"name": name, "ns": NAMESPACE, "value": value}
            for name, value in (
                ("relation", row.relation.value),
                ("status", row.status.value),
                ("strength", "" if row.strength is None else str(row.strength)),
            )
            if value
        ],
        "remarks": row.sentence or row.relation.word,
    }
    if row.relation in _OWN:
        found["ns"] = NAMESPACE
    if row.relation is Relation.CONTRARY:
        found["qualifiers"] = [
            {
                "subject": "both",
                "predicate": "has-incompatibility",
                "category": "blocked",
                "description": row.sentence or "The two cannot both be followed as written.",
            }
        ]
    if row.confidence is not None:
        found["confidence-score"] = {"percentage": round(row.confidence, 4)}
    return found


def _relationship(row: ComparisonRow) -> str:
    if row.relation is Relation.EQUAL:
        return "equal-to" if _basis(row) is Basis.SYNTACTIC else "equivalent-to"
    return _RELATIONSHIP[row.relation]


def _resource_id(whole: Corpus) -> str:
    return _stable_uuid("resource", whole.source.key)


def _resources(comparisons: Sequence[Comparison]) -> list[Json]:
    """Each document once, with the provision id behind each of its tokens."""
    wholes: dict[str, Corpus] = {}
    named: dict[str, dict[str, str]] = {}
    for comparison in comparisons:
        for whole, part in (
            (comparison.whole_left, comparison.left),
            (comparison.whole_right, comparison.right),
        ):
            wholes[whole.source.key] = whole
            named.setdefault(whole.source.key, {}).update(tokens(prov.id for prov in part))
    return [_resource(whole, named[key]) for key, whole in sorted(wholes.items())]


def _resource(whole: Corpus, named: dict[str, str]) -> Json:
    """A document as a back-matter resource, with the provision id behind each token."""
    source = whole.source
    found: Json = {
        "uuid": _resource_id(whole),
        "title": source.title or source.id,
        "description": f"{source.key}, digest {whole.digest}.",
        "props": [{"name": token, "ns": NAMESPACE, "value": one} for one, token in sorted(named.items())],
    }
    if source.address.startswith(("https://", "http://")):
        found["rlinks"] = [{"href": source.address}]
    return found


_TYPE = {Relation.EQUAL: "exactMatchOf", Relation.SUBSET: "isPartOf", Relation.SUPERSET: "isPartOf"}


def case(comparisons: Sequence[Comparison], *, version: str) -> bytes:
    """The package: every compared provision is an item, and every valid pair an association."""
    names = [comparison.id for comparison in comparisons]
    document_id = _stable_uuid("case", *names)
    time = _edition_time(c.source for comparison in comparisons for c in (comparison.left, comparison.right))
    document = {
        "identifier": document_id,
        "uri": f"{NAMESPACE}case/{document_id}",
        "creator": f"crosswalk {version}",
        "title": "; ".join(comparison.title for comparison in comparisons),
        "lastChangeDateTime": time,
        "adoptionStatus": "Draft",
        "notes": _case_losses(comparisons),
    }
    found = {
        "CFDocument": document,
        "CFItems": _case_items(comparisons, time),
        "CFAssociations": [
            _case_association(comparison, row, time)
            for comparison in comparisons
            for row in comparison.mapped
        ],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _case_losses(comparisons: Sequence[Comparison]) -> str:
    gaps = sum(len(_unmapped(comparison, which)) for comparison in comparisons for which in Side)
    return (
        "CASE has no word for part overlap, support or conflict: these are isRelatedTo, and the notes and extensions"
        " of each association give the relation. It has none for confidence and status either; they are in the"
        f" extensions. It has none for a gap: {gaps} provisions without a counterpart are items without an"
        f" association. {left_out(comparisons)} Times are the dates of the texts; no clock was read."
    )


def _case_items(comparisons: Sequence[Comparison], time: str) -> list[Json]:
    """Every provision of the parts compared, each once, in order."""
    found: dict[str, Json] = {}
    for comparison in comparisons:
        for part in (comparison.left, comparison.right):
            for prov in part:
                found.setdefault(_provision_uri(part.source, prov.id), _case_item(part, prov, time))
    return list(found.values())


def _case_item(part: Corpus, prov: Provision, time: str) -> Json:
    """A provision as a CASE item."""
    return {
        "identifier": _stable_uuid("item", part.source.key, prov.id),
        "uri": _provision_uri(part.source, prov.id),
        "fullStatement": prov.text or prov.heading or prov.id,
        "humanCodingScheme": prov.citation or prov.id,
        "CFItemType": prov.level or prov.kind or "provision",
        "lastChangeDateTime": time,
        "notes": f"{part.source.title}, as of {part.source.as_of}. {prov.mark}.",
    }


def _case_association(comparison: Comparison, row: ComparisonRow, time: str) -> Json:
    """A pair as a CASE association; a superset is written from its part."""
    ends = _case_node(comparison.left, row.left), _case_node(comparison.right, row.right)
    if row.relation is Relation.SUPERSET:
        ends = ends[1], ends[0]
    identifier = _stable_uuid("association", comparison.left.source.key, comparison.right.source.key, row.id)
    return {
        "identifier": identifier,
        "uri": f"{NAMESPACE}case/{identifier}",
        "associationType": _TYPE.get(row.relation, "isRelatedTo"),
        "originNodeURI": ends[0],
        "destinationNodeURI": ends[1],
        "lastChangeDateTime": time,
        "notes": f"{row.relation.value}: {row.sentence or row.relation.word}",
        "extensions": {
            "crosswalk": comparison.id,
            "left": row.left,
            "right": row.right,
            "relation": row.relation.value,
            "status": row.status.value,
            "strength": row.strength,
            "confidence": row.confidence,
        },
    }


def _case_node(part: Corpus, prov_id: str) -> Json:
    prov = part[prov_id]
    return {
        "title": prov.heading or prov.citation or prov.id,
        "identifier": _stable_uuid("item", part.source.key, prov_id),
        "uri": _provision_uri(part.source, prov_id),
    }
