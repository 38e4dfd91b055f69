"""Crosswalks as an OSCAL 1.2 mapping collection, with a summary of gaps for each side."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from crosswalk.errors import ConfigError
from crosswalk.graph.standard_ids import edition_time, left_out, stable_uuid, tokens, unmapped
from crosswalk.ledger.slots import NAMESPACE
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Basis, Relation, Status

OSCAL_VERSION = "1.2.1"
_RELATIONSHIP = {
    Relation.SUBSET: "subset-of",
    Relation.SUPERSET: "superset-of",
    Relation.INTERSECTS: "intersects-with",
    Relation.CONTRARY: "intersects-with",
    Relation.SUPPORTS: "supports",
    Relation.SUPPORTED: "is-supported-by",
}
# These two are words of ours, and carry our namespace.
_OWN = frozenset({Relation.SUPPORTS, Relation.SUPPORTED})

Json = dict[str, Any]


def oscal(sides: Sequence[Comparison], *, version: str) -> bytes:
    """The mapping collection: one mapping a crosswalk, one map a pair that holds.

    Raises:
        ConfigError: No crosswalk has a pair; OSCAL has no empty mapping.
    """
    filled = [side for side in sides if side.mapped]
    if not filled:
        raise ConfigError(
            "There is no pair to write, and an OSCAL mapping cannot be empty; name a crosswalk with pairs.",
            code="XW-516",
        )
    names = [side.id for side in filled]
    collection = {
        "uuid": stable_uuid("mapping-collection", *names, *(key for one in filled for key in _keys(one))),
        "metadata": {
            "title": "; ".join(side.title for side in filled),
            "last-modified": edition_time(c.source for side in filled for c in (side.left, side.right)),
            "version": version,
            "oscal-version": OSCAL_VERSION,
            "remarks": _remarks(sides),
        },
        "provenance": _provenance(filled),
        "mappings": [_mapping(side) for side in filled],
        "back-matter": {"resources": _resources(filled)},
    }
    return (json.dumps({"mapping-collection": collection}, ensure_ascii=False, indent=1) + "\n").encode()


def _keys(side: Comparison) -> tuple[str, str]:
    return side.left.source.key, side.right.source.key


def _remarks(sides: Sequence[Comparison]) -> str:
    return (
        "The time of the last change is the date of the newest text; no clock was read. Identifiers are tokens of"
        " provision ids; the back matter gives the id of each. Texts, evidence, the two parts of a sentence, measure"
        " parts and comments are not in this file; crosswalk.json has them. A conflict is an intersects-with map with"
        f" a qualifier. {left_out(sides)}"
    )


def _provenance(sides: Sequence[Comparison]) -> Json:
    rows = [row for side in sides for row in side.mapped]
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
    judged = row.candidate.prediction if row.candidate else None
    basis = (row.decided.basis if row.decided else None) or (judged.basis if judged else None)
    return basis or Basis.SEMANTIC


def _mapping(side: Comparison) -> Json:
    left, right = (tokens(prov.id for prov in part) for part in (side.left, side.right))
    found: Json = {
        "uuid": stable_uuid("mapping", side.id, *_keys(side)),
        "method": _method(side.mapped),
        "source-resource": {"type": "catalog", "href": f"#{_resource_id(side.whole_left)}"},
        "target-resource": {"type": "catalog", "href": f"#{_resource_id(side.whole_right)}"},
        "maps": [_map(side, row, left[row.left], right[row.right]) for row in side.mapped],
        "remarks": side.title,
    }
    for which, name, named in (("left", "source", left), ("right", "target", right)):
        if gaps := unmapped(side, which):
            found[f"{name}-gap-summary"] = {
                "uuid": stable_uuid("gaps", side.id, which, *_keys(side)),
                "unmapped-controls": [{"with-ids": [named[one] for one in gaps]}],
            }
    return found


def _map(side: Comparison, row: ComparisonRow, left: str, right: str) -> Json:
    found: Json = {
        "uuid": stable_uuid("map", *_keys(side), row.id),
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
    return stable_uuid("resource", whole.source.key)


def _resources(sides: Sequence[Comparison]) -> list[Json]:
    """Each document once, with the provision id behind each of its tokens."""
    wholes: dict[str, Corpus] = {}
    named: dict[str, dict[str, str]] = {}
    for side in sides:
        for whole, part in ((side.whole_left, side.left), (side.whole_right, side.right)):
            wholes[whole.source.key] = whole
            named.setdefault(whole.source.key, {}).update(tokens(prov.id for prov in part))
    return [_resource(whole, named[key]) for key, whole in sorted(wholes.items())]


def _resource(whole: Corpus, named: dict[str, str]) -> Json:
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
