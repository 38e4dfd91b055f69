"""Write the graph for other programs: GraphML, GEXF, JSON-LD and two CSV tables.

The same graph gives the same bytes; every form holds every node and every edge.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from crosswalk.errors import ConfigError
from crosswalk.language.phrasing import format_records, spreadsheet_value
from crosswalk.ledger.row import BUILT_IN, NAMESPACE, local, predicate
from crosswalk.model.relation import Relation, Status

if TYPE_CHECKING:
    from crosswalk.graph.build import Graph

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE_FIRST = ("id", "kind", "label")
_EDGE_FIRST = ("id", "source", "target", "kind")
# Characters before and after a quotation that distinguish it from the same words elsewhere in the text.
_AROUND = 20


def graph_file(graph: "Graph", name: str) -> dict[str, bytes]:
    """The graph in the format of a file name's ending: one file, or for CSV two."""
    ending = PurePath(name).suffix.lower()
    if ending == ".csv":
        stem = name[: -len(ending)]
        return {f"{stem}.nodes.csv": _nodes_csv(graph), f"{stem}.edges.csv": _edges_csv(graph)}
    if ending not in _WRITERS:
        known = ", ".join((*_WRITERS, ".csv"))
        raise ConfigError(
            f"{name} does not end in a form the graph can have; end it in one of {known}.", code="XW-510"
        )
    return {name: _WRITERS[ending](graph)}


def graphml(graph: "Graph") -> bytes:
    """The graph as GraphML, for graph programs; keys of edges are their ids."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_speakable(graph), out, prettyprint=True)
    return out.getvalue().rstrip() + b"\n"


def gexf(graph: "Graph") -> bytes:
    """The graph as GEXF, for Gephi, without the date that the writer would add."""
    import networkx as nx

    plain = _speakable(graph)
    for _, _, key, edge in plain.edges(keys=True, data=True):
        edge["id"] = key
    text = "\n".join(nx.generate_gexf(plain, version="1.2draft"))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    text = re.sub(r"<creator>[^<]*</creator>", "<creator>crosswalk</creator>", text, count=1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text.rstrip()}\n'.encode()


def _speakable(graph: "Graph") -> "Graph":
    """The graph without the characters that XML cannot hold."""
    import networkx as nx

    plain: Graph = nx.MultiDiGraph(**graph.graph)
    for node, about in graph.nodes(data=True):
        plain.add_node(_xml(node), **_xml_values(about))
    for source, target, key, edge in graph.edges(keys=True, data=True):
        plain.add_edge(_xml(source), _xml(target), key=_xml(key), **_xml_values(edge))
    return plain


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _xml_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _xml(value) if isinstance(value, str) else value for name, value in values.items()}


def _nodes_csv(graph: "Graph") -> bytes:
    """One line a node, for a spreadsheet."""
    return _csv(_NODE_FIRST, ({"id": node, **about} for node, about in graph.nodes(data=True)))


def _edges_csv(graph: "Graph") -> bytes:
    """One line an edge, for a spreadsheet."""
    rows = (
        {"id": key, "source": source, "target": target, **edge}
        for source, target, key, edge in graph.edges(keys=True, data=True)
    )
    return _csv(_EDGE_FIRST, rows)


def _csv(first: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> bytes:
    found = list(rows)
    names = sorted({name for row in found for name in row} - set(first))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*first, *names])
    writer.writerows([spreadsheet_value(row.get(name, "")) for name in (*first, *names)] for row in found)
    return out.getvalue().encode()


def _json_ld(graph: "Graph") -> bytes:
    """The graph as linked data: provisions, concepts and gaps, and every edge as a record of its own.

    Matches are SSSOM mappings with their source (PROV) and the matched words (Web Annotation).
    """
    document = {
        "@context": _CONTEXT,
        "id": f"{NAMESPACE}graph",
        "type": "xw:Graph",
        "nodes": [
            {"id": _iri(node), "type": _NODE_TYPE[about["kind"]], **about}
            for node, about in graph.nodes(data=True)
        ],
        "edges": [
            _edge_record(graph, source, target, key, edge)
            for source, target, key, edge in graph.edges(keys=True, data=True)
        ],
    }
    return format_records(document).encode("utf-8", "replace")


_CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    **{prefix: BUILT_IN[prefix] for prefix in ("semapv", "skos", "sssom", "xsd")},
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "xw": f"{NAMESPACE}terms/",
    "id": "@id",
    "type": "@type",
    "nodes": {"@id": "xw:node", "@container": "@set"},
    "edges": {"@id": "xw:edge", "@container": "@set"},
    "source": {"@id": "xw:source", "@type": "@id"},
    "target": {"@id": "xw:target", "@type": "@id"},
    "kind": "xw:kind",
    "label": "skos:prefLabel",
    "text": "xw:text",
    "citation": "dcterms:bibliographicCitation",
    "also": "dcterms:alternative",
    "heading": "dcterms:title",
    "provision": "dcterms:identifier",
    "corpus": "xw:corpus",
    "edition": "dcterms:issued",
    "document": "xw:document",
    "address": {"@id": "dcterms:source", "@type": "@id"},
    "concept": "skos:notation",
    "subject_id": {"@id": "sssom:subject_id", "@type": "@id"},
    "predicate_id": {"@id": "sssom:predicate_id", "@type": "@id"},
    "object_id": {"@id": "sssom:object_id", "@type": "@id"},
    "predicate_modifier": "sssom:predicate_modifier",
    "mapping_justification": {"@id": "sssom:mapping_justification", "@type": "@id"},
    "confidence": {"@id": "sssom:confidence", "@type": "xsd:double"},
    "sentence": "dcterms:description",
    "attributed_to": {"@id": "prov:wasAttributedTo", "@container": "@set"},
    "author": "sssom:author_label",
    "reviewer": "sssom:reviewer_label",
    "date": "sssom:mapping_date",
    "review_date": "sssom:review_date",
    "evidence": {"@id": "xw:evidence", "@container": "@list"},
    "hasTarget": {"@id": "oa:hasTarget", "@container": "@set"},
    "hasSource": {"@id": "oa:hasSource", "@type": "@id"},
    "hasSelector": {"@id": "oa:hasSelector", "@container": "@set"},
    "motivatedBy": {"@id": "oa:motivatedBy", "@type": "@id"},
    "start": "oa:start",
    "finish": "oa:end",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "@vocab": f"{NAMESPACE}terms/",
}
_NODE_TYPE = {"provision": "xw:Provision", "concept": "skos:Concept", "gap": "xw:Gap"}


def _iri(name: str) -> str:
    """The address of a node or an edge in our namespace, with other characters escaped."""
    return f"{NAMESPACE}graph/{local(name)}"


def _edge_record(
    graph: "Graph", source: str, target: str, key: str, edge: Mapping[str, Any]
) -> dict[str, Any]:
    """An edge as a JSON-LD record, with the words it rests on."""
    record = {"id": _iri(key), "type": "xw:Edge", "source": _iri(source), "target": _iri(target), **edge}
    record.pop("spans", None)
    if edge["kind"] == "match":
        record |= _sssom_fields(source, target, edge)
        texts = [(source, record.pop("left_spans", "")), (target, record.pop("right_spans", ""))]
        targets = [one for node, spans in texts for one in _quoted_spans(graph, node, spans)]
        motive = "oa:linking"
    else:
        targets = list(_quoted_spans(graph, source, str(edge.get("spans", ""))))
        motive = "oa:classifying" if edge["kind"] == "names" else "oa:linking"
    if targets:
        record["evidence"] = [{"type": "oa:Annotation", "motivatedBy": motive, "hasTarget": targets}]
    return record


def _sssom_fields(source: str, target: str, edge: Mapping[str, Any]) -> dict[str, Any]:
    """A match as an SSSOM mapping, with the predicate and justification a mapping file gives it."""
    relation, status = Relation(edge["relation"]), Status(edge["status"])
    denied = (relation is Relation.NONE) != (status is Status.REJECTED)
    reviewed = "semapv:MappingReview" if edge.get("reviewer") else "semapv:ManualMappingCuration"
    return {
        "type": ["xw:Edge", "sssom:Mapping"],
        "subject_id": _iri(source),
        "predicate_id": predicate(relation, edge.get("strength")),
        **({"predicate_modifier": "Not"} if denied else {}),
        "object_id": _iri(target),
        "mapping_justification": "semapv:CompositeMatching" if status is Status.PROPOSED else reviewed,
        "attributed_to": list(_agents(edge)),
    }


def _agents(edge: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """The source of a match: the program for a proposal, else authors and reviewers by name."""
    if edge["status"] == Status.PROPOSED:
        yield {"type": "prov:SoftwareAgent", "label": str(edge.get("author", "crosswalk"))}
        return
    names = [name for role in ("author", "reviewer") for name in str(edge.get(role, "")).split("|") if name]
    yield from ({"type": "prov:Agent", "label": name} for name in dict.fromkeys(names))


def _quoted_spans(graph: "Graph", node: str, spans: str) -> Iterable[dict[str, Any]]:
    """Each span of a provision's text by position and by words, so that it can be found again."""
    text = str(graph.nodes[node].get("text", ""))
    for span in spans.split():
        start, end = (int(number) for number in span.split("-"))
        yield {
            "type": "oa:SpecificResource",
            "hasSource": _iri(node),
            "hasSelector": [
                {"type": "oa:TextPositionSelector", "start": start, "finish": end},
                {
                    "type": "oa:TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - _AROUND) : start],
                    "suffix": text[end : end + _AROUND],
                },
            ],
        }


_WRITERS: dict[str, "Callable[[Graph], bytes]"] = {".graphml": graphml, ".gexf": gexf, ".jsonld": _json_ld}
