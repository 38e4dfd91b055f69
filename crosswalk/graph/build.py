"""Provisions, concepts, matches, gaps and citations as one graph that any graph program can read.

Nodes have a `kind`: provision, concept or gap. Edges have a `kind`: match, elsewhere, spelled-out-by,
gap, cites, defined-by, names and child-of. Every other attribute is a string, a number or a truth
value; what is unknown is left out. A provision's node is `corpus@edition:id`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crosswalk.model.alignment import PlaceAtLevel, ProvisionCoverage, Side
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import LIVE, Coverage, Status, Verification

if TYPE_CHECKING:
    import networkx as nx

    Graph: TypeAlias = nx.MultiDiGraph[str]

Scalar = str | int | float | bool
NODE_KINDS = ("provision", "concept", "gap")
EDGE_KINDS = ("match", "elsewhere", "spelled-out-by", "gap", "cites", "defined-by", "names", "child-of")
# Why a provision is in the graph, strongest first: one that is compared stays so when it is also cited.
PARTS = ("compared", "elsewhere", "spelled-out-by", "context")


class Edge(NamedTuple):
    """One edge before it is in the graph: its kind, a name unique among its kind, and its two ends."""

    kind: str
    name: str
    source: str
    target: str
    attributes: dict[str, Scalar]


def build_graph(comparisons: Sequence[Comparison]) -> "Graph":
    """The graph of all crosswalks given; the same input gives the same graph in the same order."""
    import networkx as nx

    parts: dict[str, str] = {}
    edges: dict[str, Edge] = {}
    places = {
        _node_of(corpus, prov.id): (corpus, prov)
        for comparison in comparisons
        for corpus in _corpora(comparison)
        for prov in corpus
    }
    for comparison in comparisons:
        for part, node in _members(comparison):
            parts[node] = min(part, parts.get(node, part), key=PARTS.index)
        for edge in _edges(comparison):
            edges.setdefault(_free_key(edge, edges), edge)
    for edge in edges.values():
        for node in {edge.source, edge.target} & places.keys():
            parts.setdefault(node, "context")
    edges |= {f"{edge.kind} {edge.name}": edge for edge in _children(parts, places)}
    coverage = _coverage(comparisons)
    nodes = {
        node: _provision_node(*places[node], part, coverage.get(node, "")) for node, part in parts.items()
    }
    nodes |= {edge.target: _concept_node(edge.target) for edge in edges.values() if edge.kind == "names"}
    nodes |= dict(_gap_nodes(comparisons))
    return _assembled(nx.MultiDiGraph(name="crosswalk"), nodes, edges, list(places))


def _node_of(corpus: Corpus, prov_id: str) -> str:
    """The name of a provision's node."""
    return f"{corpus.source.key}:{prov_id}"


def _corpora(comparison: Comparison) -> Iterator[Corpus]:
    yield comparison.whole_left
    yield comparison.whole_right
    for rungs in comparison.rungs.values():
        yield from (corpus for corpus, _ in rungs)
    yield from comparison.others


def _members(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Every provision that the crosswalk mentions, and why."""
    for corpus in (comparison.left, comparison.right):
        yield from (("compared", _node_of(corpus, prov.id)) for prov in corpus)
    for _, answers, _, giving in _both_ways(comparison):
        yield from (
            ("elsewhere", _node_of(giving, found)) for answer in answers for found in answer.elsewhere
        )
        yield from (("elsewhere", _at_level(place)) for answer in answers for place in answer.levels)
    for rungs in comparison.rungs.values():
        yield from (("spelled-out-by", _node_of(corpus, prov_id)) for corpus, prov_id in rungs)


def _edges(comparison: Comparison) -> Iterator[Edge]:
    """Every edge that a crosswalk gives, but those between a provision and the one above it."""
    for row in comparison.rows:
        if row.left and row.right and row.status is not Status.SUPERSEDED:
            yield _match_edge(comparison, row)
    for _, answers, asking, giving in _both_ways(comparison):
        for answer in answers:
            yield from _answer_edges(comparison, answer, asking, giving)
    for left, rungs in comparison.rungs.items():
        source = _node_of(comparison.left, left)
        for corpus, prov_id in rungs:
            target = _node_of(corpus, prov_id)
            yield Edge("spelled-out-by", f"{source} {target}", source, target, {})
    yield from _reading_edges(comparison.annotated_left, comparison.whole_left)
    yield from _reading_edges(comparison.annotated_right, comparison.whole_right)


def _both_ways(
    comparison: Comparison,
) -> tuple[tuple[Side, Sequence[ProvisionCoverage], Corpus, Corpus], ...]:
    """For each direction: the side, its coverage, the document that requires and the one that answers."""
    return (
        (Side.LEFT, comparison.left_answers, comparison.whole_left, comparison.whole_right),
        (Side.RIGHT, comparison.right_answers, comparison.whole_right, comparison.whole_left),
    )


def _match_edge(comparison: Comparison, row: ComparisonRow) -> Edge:
    """The edge of a pair with everything that is known of it; spans are `start-end`, separated by spaces."""
    decided, cand = row.decided, row.candidate
    matches = cand.alignment.matches if cand else ()
    known: dict[str, Scalar | None] = {
        "crosswalk": comparison.id,
        "row": row.id,
        "relation": row.relation.value,
        "strength": row.strength,
        "confidence": _rounded(row.confidence if decided is None else decided.confidence or row.confidence),
        "status": Status.REJECTED.value if row.refused else row.status.value,
        "rationale": row.basis.value if row.basis else "",
        "sentence": row.sentence,
        "author": decided.author if decided else "",
        "date": decided.date if decided else "",
        "reviewer": decided.reviewer if decided else "",
        "review_date": decided.review_date if decided else "",
        "left_spans": _spans(span for match in matches for span in match.left),
        "right_spans": _spans(span for match in matches for span in match.right),
    }
    source, target = _node_of(comparison.whole_left, row.left), _node_of(comparison.whole_right, row.right)
    return Edge("match", f"{comparison.id} {row.left} {row.right}", source, target, _without_blanks(known))


def _without_blanks(attributes: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    return {name: value for name, value in attributes.items() if value is not None and value != ""}


def _rounded(number: float | None) -> float | None:
    """A plain float of four decimals."""
    return None if number is None else round(float(number), 4)


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(f"{span.start}-{span.end}" for span in sorted(set(spans)))


def _answer_edges(
    comparison: Comparison, answer: ProvisionCoverage, asking: Corpus, giving: Corpus
) -> Iterator[Edge]:
    source = _node_of(asking, answer.provision)
    targets = [_node_of(giving, found) for found in answer.elsewhere]
    for target in (*targets, *(_at_level(place) for place in answer.levels)):
        yield Edge(
            "elsewhere", f"{comparison.id} {source} {target}", source, target, {"crosswalk": comparison.id}
        )
    if is_gap(answer, asking):
        yield Edge(
            "gap",
            _gap_name(comparison, answer),
            source,
            _gap_name(comparison, answer),
            {"crosswalk": comparison.id},
        )


def _at_level(place: PlaceAtLevel) -> str:
    """The name of the node of a place at another level."""
    return f"{place.corpus}:{place.provision}"


def is_gap(answer: ProvisionCoverage, asking: Corpus) -> bool:
    """Whether nothing answers a provision, here or elsewhere; one whose words are unknown is no gap."""
    unread = asking[answer.provision].verification is Verification.NOT_RETRIEVED
    return answer.standing == Coverage.NOT_FOUND and not unread


def _gap_name(comparison: Comparison, answer: ProvisionCoverage) -> str:
    return f"gap:{comparison.id}:{answer.side}:{answer.provision}"


def _reading_edges(annotated: Mapping[str, Annotated], whole: Corpus) -> Iterator[Edge]:
    """Edges to what a text names: concepts, other provisions, and terms defined elsewhere."""
    for prov_id, read in annotated.items():
        source = _node_of(whole, prov_id)
        for concept, notes in _grouped(read.of(NoteKind.CONCEPT), "value"):
            target = f"concept:{concept}"
            attributes: dict[str, Scalar] = {
                "times": len(notes),
                "spans": _spans(note.span for note in notes),
            }
            yield Edge("names", f"{source} {target}", source, target, attributes)
        for kind, named in ((NoteKind.CITATION, "cites"), (NoteKind.DEFINED, "defined-by")):
            for goal, notes in _grouped(read.of(kind), "target"):
                if goal in whole and goal != prov_id:
                    target = _node_of(whole, goal)
                    words = sorted({note.value for note in notes})
                    attributes = {"spans": _spans(note.span for note in notes), "words": "; ".join(words)}
                    yield Edge(named, f"{source} {target}", source, target, attributes)


def _grouped(notes: Iterable[Note], name: str) -> list[tuple[str, list[Note]]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(getattr(note, name), []).append(note)
    return [(value, mine) for value, mine in found.items() if value]


def _children(parts: Mapping[str, str], places: Mapping[str, tuple[Corpus, Provision]]) -> Iterator[Edge]:
    """An edge from each provision to the nearest one above it that is in the graph."""
    for node in parts:
        corpus, prov = places[node]
        above = (_node_of(corpus, one.id) for one in reversed(corpus.ancestors(prov.id)))
        parent = next((one for one in above if one in parts), "")
        if parent:
            yield Edge("child-of", f"{node} {parent}", node, parent, {})


def _coverage(comparisons: Sequence[Comparison]) -> dict[str, str]:
    """How far each provision is answered, one phrase for each crosswalk."""
    found: dict[str, list[str]] = {}
    for comparison in comparisons:
        for _, answers, asking, _ in _both_ways(comparison):
            for answer in answers:
                node = _node_of(asking, answer.provision)
                found.setdefault(node, []).append(f"{comparison.id}: {answer.coverage.value}")
    return {node: "; ".join(dict.fromkeys(phrases)) for node, phrases in found.items()}


def _provision_node(corpus: Corpus, prov: Provision, part: str, coverage: str) -> dict[str, Scalar]:
    """The attributes of a provision's node."""
    known = {
        "label": prov.citation or prov.id,
        "corpus": corpus.source.id,
        "edition": corpus.source.as_of,
        "document": corpus.source.name,
        "provision": prov.id,
        "citation": prov.citation,
        "also": prov.also,
        "heading": prov.heading,
        "text": prov.text,
        "address": prov.address,
        "digest": prov.digest,
        "verification": prov.verification.value,
        "coverage": coverage,
    }
    return {"kind": "provision", "part": part, "asks": not prov.is_heading, **_without_blanks(known)}


def _concept_node(node: str) -> dict[str, Scalar]:
    name = node.removeprefix("concept:")
    return {"kind": "concept", "label": name, "concept": name}


def _gap_nodes(comparisons: Sequence[Comparison]) -> Iterator[tuple[str, dict[str, Scalar]]]:
    """One node for every provision that nothing answers, with what was searched and who decided it."""
    for comparison in comparisons:
        for which, answers, asking, giving in _both_ways(comparison):
            rows = _rows_alone(comparison, which)
            for answer in answers:
                if not is_gap(answer, asking):
                    continue
                row = rows.get(answer.provision)
                known: dict[str, Scalar | None] = {
                    "label": f"No counterpart of {asking[answer.provision].citation or answer.provision}",
                    "crosswalk": comparison.id,
                    "document": giving.source.name,
                    "searched": answer.searched,
                    "reason": answer.reason,
                    "no_counterpart": _rounded(answer.no_counterpart),
                    "status": row.status.value if row else Status.PROPOSED.value,
                    "sentence": row.sentence if row else "",
                    "near": "; ".join(answer.near),
                }
                yield _gap_name(comparison, answer), {"kind": "gap", **_without_blanks(known)}


def _rows_alone(comparison: Comparison, which: Side) -> dict[str, ComparisonRow]:
    """The rows by which a provision of one side has no counterpart."""
    alone = [row for row in comparison.rows if row.status in LIVE and not (row.left and row.right)]
    return {which.of(row): row for row in alone if which.of(row)}


def _free_key(edge: Edge, taken: Mapping[str, Edge]) -> str:
    """A key for an edge; a pair of two rows has two edges, everything else has one."""
    key = f"{edge.kind} {edge.name}"
    number = 2
    while edge.kind == "match" and key in taken:
        key = f"{edge.kind} {edge.name} #{number}"
        number += 1
    return key


def _assembled(
    graph: "Graph", nodes: Mapping[str, dict[str, Scalar]], edges: Mapping[str, Edge], places: Sequence[str]
) -> "Graph":
    """Nodes by kind, provisions in their documents' order; edges by kind, then by the order of their ends."""
    order = {node: number for number, node in enumerate(places)}
    ordered = sorted(nodes, key=lambda n: (NODE_KINDS.index(str(nodes[n]["kind"])), order.get(n, 0), n))
    rank = {node: number for number, node in enumerate(ordered)}
    for node in ordered:
        graph.add_node(node, **nodes[node])
    for key, edge in sorted(
        edges.items(), key=lambda e: (EDGE_KINDS.index(e[1].kind), rank[e[1].source], rank[e[1].target], e[0])
    ):
        graph.add_edge(edge.source, edge.target, key=key, kind=edge.kind, **edge.attributes)
    return graph
