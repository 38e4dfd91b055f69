"""Graph diagnostics: unlinked provisions, hubs, long chains and contradictions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from crosswalk.model.comparison import Contradiction, GraphDiagnostics, GraphFindings
from crosswalk.model.relation import LIVE, Relation, Status, Verification, compose

if TYPE_CHECKING:
    from crosswalk.graph.build import Graph

# A provision on which at least this many others rest is a hub.
HUB = 5
_ONE_WAY = frozenset({Relation.SUBSET, Relation.SUPERSET, Relation.SUPPORTS, Relation.SUPPORTED})
_LEANS = frozenset({"cites", "defined-by", "elsewhere", "spelled-out-by"})


@dataclass(frozen=True, slots=True)
class Statement:
    """How one provision relates to another, read from the first; `status` is who made the claim."""

    source: str
    target: str
    relation: Relation
    status: Status

    @property
    def turned(self) -> "Statement":
        """The same statement read from the other side."""
        return Statement(self.target, self.source, self.relation.inverse, self.status)


def matches(graph: "Graph") -> list[Statement]:
    """Every judged pair, read from left to right, in the graph's order."""
    return [
        Statement(source, target, Relation(edge["relation"]), Status(edge["status"]))
        for source, target, edge in graph.edges(data=True)
        if edge["kind"] == "match" and Status(edge["status"]) in LIVE
    ]


def _both_ways(said: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Every statement from both of its ends, by the provision it is read from."""
    found: dict[str, list[Statement]] = {}
    for one in said:
        found.setdefault(one.source, []).append(one)
        found.setdefault(one.target, []).append(one.turned)
    return found


def find_in_graph(graph: "Graph") -> GraphFindings:
    """The sizes of the graph and its diagnostics."""
    nodes = Counter(str(about["kind"]) for _, about in graph.nodes(data=True))
    edges = Counter(str(about["kind"]) for _, _, about in graph.edges(data=True))
    return GraphFindings(nodes, edges, diagnose(graph))


def diagnose(graph: "Graph", *, hub: int = HUB) -> GraphDiagnostics:
    """Compute all diagnostics; rejected and unsure matches do not count as links."""
    said = matches(graph)
    return GraphDiagnostics(
        tuple(_unlinked(graph)),
        _hubs(graph, hub),
        tuple(_chains(graph)),
        tuple(dict.fromkeys(_met_first(one) for one in said if one.relation in _ONE_WAY)),
        tuple(dict.fromkeys((one.source, one.target) for one in said if one.relation is Relation.CONTRARY)),
        tuple(_contradictions(graph, said)),
    )


def _ties(graph: "Graph") -> Iterator[tuple[str, str, str]]:
    """Every link between two provisions: its kind and both ends."""
    for source, target, edge in graph.edges(data=True):
        if edge["kind"] == "match":
            related = edge["relation"] != Relation.NONE and Status(edge["status"]) in LIVE
            yield from [("match", source, target)] * related
        elif edge["kind"] in _LEANS:
            yield edge["kind"], source, target


def _unlinked(graph: "Graph") -> Iterator[str]:
    tied = {node for _, *ends in _ties(graph) for node in ends}
    for node, about in graph.nodes(data=True):
        asked = about.get("part") == "compared" and about["asks"]
        if asked and about["verification"] != Verification.NOT_RETRIEVED and node not in tied:
            yield node


def _hubs(graph: "Graph", least: int) -> tuple[tuple[str, int], ...]:
    """Provisions that many others cite, use or are matched with; a match counts for both ends."""
    resting: dict[str, set[str]] = {}
    for kind, source, target in _ties(graph):
        resting.setdefault(target, set()).add(source)
        if kind == "match":
            resting.setdefault(source, set()).add(target)
    order = {node: number for number, node in enumerate(graph)}
    found = [(node, len(others)) for node, others in resting.items() if len(others) >= least]
    return tuple(sorted(found, key=lambda item: (-item[1], order[item[0]])))


def _chains(graph: "Graph") -> Iterator[tuple[str, ...]]:
    """Paths through three or more documents, each visited once, that cannot be extended at either end."""
    near: dict[str, list[str]] = {}
    for kind, source, target in _ties(graph):
        if kind in {"match", "spelled-out-by"}:
            near.setdefault(source, []).append(target)
            near.setdefault(target, []).append(source)
    document = {node: f"{graph.nodes[node]['corpus']}@{graph.nodes[node]['edition']}" for node in near}
    order = {node: number for number, node in enumerate(graph)}
    for start in sorted(near, key=order.__getitem__):
        for way in _longest((start,), near, document):
            grows = any(document[one] not in {document[n] for n in way} for one in near[start])
            if len(way) > 2 and not grows and order[way[0]] < order[way[-1]]:
                yield way


def _longest(
    way: tuple[str, ...], near: dict[str, list[str]], document: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    met = {document[node] for node in way}
    further = [node for node in dict.fromkeys(near[way[-1]]) if document[node] not in met]
    if not further:
        yield way
    for node in further:
        yield from _longest((*way, node), near, document)


def _met_first(said: Statement) -> tuple[str, str]:
    """The provision that, when fulfilled, fulfills or supports the other, and that other."""
    if said.relation in {Relation.SUPERSET, Relation.SUPPORTS}:
        return (said.source, said.target)
    return (said.target, said.source)


def _contradictions(graph: "Graph", said: list[Statement]) -> Iterator[Contradiction]:
    """Pairs with two relations, and triangles of relations that cannot all hold."""
    from_here = _both_ways(said)
    direct: dict[tuple[str, str], list[Statement]] = {}
    for one in (one for mine in from_here.values() for one in mine):
        direct.setdefault((one.source, one.target), []).append(one)
    order = {node: number for number, node in enumerate(graph)}
    for (source, target), mine in direct.items():
        relations = [one.relation for one in mine if _of_sets(one.relation)]
        if order[source] < order[target] and len(set(relations)) > 1:
            named = " and ".join(dict.fromkeys(relations))
            what = f"{_node_text(graph, source)} is said to be both {named} {_node_text(graph, target)}."
            yield Contradiction((source, target), what)
    yield from _broken_triangles(graph, from_here, direct)


def _broken_triangles(
    graph: "Graph", from_here: dict[str, list[Statement]], direct: dict[tuple[str, str], list[Statement]]
) -> Iterator[Contradiction]:
    """Three provisions whose pairwise relations cannot all hold."""
    reported: set[frozenset[str]] = set()
    for middle, mine in from_here.items():
        for one, two in combinations(mine, 2):
            three = frozenset({middle, one.target, two.target})
            possible = compose(one.turned.relation, two.relation)
            if not possible or len(three) < 3 or three in reported:
                continue
            for third in direct.get((one.target, two.target), ()):
                if third.relation not in possible and _of_sets(third.relation):
                    reported.add(three)
                    yield Contradiction(
                        (one.target, middle, two.target), _triangle(graph, one.turned, two, third)
                    )
                    break


def _triangle(graph: "Graph", one: Statement, two: Statement, third: Statement) -> str:
    names = [_node_text(graph, node) for node in (one.source, one.target, two.target)]
    return (
        f"{names[0]} is said to be {one.relation} {names[1]}, which is said to be {two.relation} {names[2]};"
        f" then {names[0]} cannot be {third.relation} {names[2]}, as is said too."
    )


def _of_sets(relation: Relation) -> bool:
    """Whether a relation is one of sets; those of support neither exclude nor imply one another."""
    return bool(compose(relation, relation))


def _node_text(graph: "Graph", node: str) -> str:
    about = graph.nodes[node]
    return f"{about['document']} {about['label']}"
