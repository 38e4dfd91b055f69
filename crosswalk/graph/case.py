"""Crosswalks as a 1EdTech CASE 1.1 package: a document, items and associations."""

import json
from collections.abc import Sequence
from typing import Any

from crosswalk.graph.standard_ids import edition_time, left_out, provision_uri, stable_uuid, unmapped
from crosswalk.ledger.slots import NAMESPACE
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Relation

_TYPE = {
    Relation.EQUAL: "exactMatchOf",
    Relation.SUBSET: "isPartOf",
    Relation.SUPERSET: "isPartOf",
}
Json = dict[str, Any]


def case(sides: Sequence[Comparison], *, version: str) -> bytes:
    """The package: every compared provision is an item, and every valid pair an association."""
    names = [side.id for side in sides]
    document_id = stable_uuid("case", *names)
    time = edition_time(c.source for side in sides for c in (side.left, side.right))
    document = {
        "identifier": document_id,
        "uri": f"{NAMESPACE}case/{document_id}",
        "creator": f"crosswalk {version}",
        "title": "; ".join(side.title for side in sides),
        "lastChangeDateTime": time,
        "adoptionStatus": "Draft",
        "notes": _losses(sides),
    }
    found = {
        "CFDocument": document,
        "CFItems": _items(sides, time),
        "CFAssociations": [_association(side, row, time) for side in sides for row in side.mapped],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _losses(sides: Sequence[Comparison]) -> str:
    gaps = sum(len(unmapped(side, which)) for side in sides for which in ("left", "right"))
    return (
        "CASE has no word for part overlap, support or conflict: these are isRelatedTo, and the notes and extensions"
        " of each association give the relation. It has none for confidence and status either; they are in the"
        f" extensions. It has none for a gap: {gaps} provisions without a counterpart are items without an"
        f" association. {left_out(sides)} Times are the dates of the texts; no clock was read."
    )


def _items(sides: Sequence[Comparison], time: str) -> list[Json]:
    """Every provision of the parts compared, each once, in order."""
    found: dict[str, Json] = {}
    for side in sides:
        for part in (side.left, side.right):
            for prov in part:
                found.setdefault(provision_uri(part.source, prov.id), _item(part, prov, time))
    return list(found.values())


def _item(part: Corpus, prov: Provision, time: str) -> Json:
    return {
        "identifier": stable_uuid("item", part.source.key, prov.id),
        "uri": provision_uri(part.source, prov.id),
        "fullStatement": prov.text or prov.heading or prov.id,
        "humanCodingScheme": prov.citation or prov.id,
        "CFItemType": prov.level or prov.kind or "provision",
        "lastChangeDateTime": time,
        "notes": f"{part.source.title}, as of {part.source.as_of}. {prov.mark}.",
    }


def _association(side: Comparison, row: ComparisonRow, time: str) -> Json:
    ends = _node(side.left, row.left), _node(side.right, row.right)
    if row.relation is Relation.SUPERSET:
        ends = ends[1], ends[0]
    identifier = stable_uuid("association", side.left.source.key, side.right.source.key, row.id)
    return {
        "identifier": identifier,
        "uri": f"{NAMESPACE}case/{identifier}",
        "associationType": _TYPE.get(row.relation, "isRelatedTo"),
        "originNodeURI": ends[0],
        "destinationNodeURI": ends[1],
        "lastChangeDateTime": time,
        "notes": f"{row.relation.value}: {row.sentence or row.relation.word}",
        "extensions": {
            "crosswalk": side.id,
            "left": row.left,
            "right": row.right,
            "relation": row.relation.value,
            "status": row.status.value,
            "strength": row.strength,
            "confidence": row.confidence,
        },
    }


def _node(part: Corpus, prov_id: str) -> Json:
    prov = part[prov_id]
    return {
        "title": prov.heading or prov.citation or prov.id,
        "identifier": stable_uuid("item", part.source.key, prov_id),
        "uri": provision_uri(part.source, prov_id),
    }
