"""The graph's sizes and loose ends as lists a reader can follow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crosswalk.model.comparison import Comparison
from crosswalk.report.document_view import DocumentView, named, sides
from crosswalk.report.pages import LooseEndList
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import anchors

if TYPE_CHECKING:
    import networkx as nx


_SIZES = {
    "provision": ("provision", "provisions"),
    "concept": ("concept of the field", "concepts of the field"),
    "gap": ("gap where nothing answers", "gaps where nothing answers"),
}
_TIES = {
    "match": ("pair", "pairs"),
    "cites": ("reference to another provision", "references to another provision"),
    "defined-by": ("term defined elsewhere", "terms defined elsewhere"),
    "elsewhere": ("place elsewhere that answers", "places elsewhere that answer"),
    "spelled-out-by": ("provision spelled out by a rule", "provisions spelled out by a rule"),
}


def graph_facts(crosswalks: Sequence[Comparison]) -> tuple[tuple[LinkedCount, ...], tuple[LooseEndList, ...]]:
    """What the graph holds, and what hangs loose in it."""
    from crosswalk.graph.build import build_graph

    graph = build_graph(crosswalks)
    return _sizes(graph), _loose(graph, _addresses(crosswalks))


def _sizes(graph: "nx.MultiDiGraph[str]") -> tuple[LinkedCount, ...]:
    nodes = Counter(str(about["kind"]) for _, about in graph.nodes(data=True))
    ties = Counter(str(about["kind"]) for _, _, about in graph.edges(data=True))
    return tuple(
        LinkedCount(tally[kind], names[tally[kind] != 1])
        for tally, words in ((nodes, _SIZES), (ties, _TIES))
        for kind, names in words.items()
        if tally[kind]
    )


def _addresses(crosswalks: Sequence[Comparison]) -> Mapping[str, Link]:
    """For every provision of every document, its name and the first row that speaks of it."""
    found: dict[str, Link] = {}
    for side in crosswalks:
        names = anchors(row.id for row in side.rows)
        for one in sides(side):
            rows = {getattr(row, one.which): names[row.id] for row in reversed(side.rows)}
            for prov in one.whole:
                node = f"{one.whole.source.key}:{prov.id}"
                href = f"{side.id}.html#{rows[prov.id]}" if prov.id in rows else ""
                if href or node not in found:
                    kept = found.get(node)
                    found[node] = kept if kept and kept.href else Link(_name_with_side(one, prov.id), href)
        for corpus, prov_id in (pair for pairs in side.rungs.values() for pair in pairs):
            rule = corpus.by_id.get(prov_id)
            found.setdefault(f"{corpus.source.key}:{prov_id}", Link(named(rule) if rule else prov_id))
    return found


def _name_with_side(side: DocumentView, prov_id: str) -> str:
    prov = side.find(prov_id)
    if prov is None:
        return prov_id
    name = named(prov)
    return name if name.startswith(side.name) else f"{side.name}: {name}"


def _loose(graph: "nx.MultiDiGraph[str]", known: Mapping[str, Link]) -> tuple[LooseEndList, ...]:
    from crosswalk.graph.diagnostics import diagnose

    found = diagnose(graph)

    def link(node: str, words: str = "") -> Link:
        base = known.get(node, Link(node))
        return Link(f"{base.words}{words}", base.href)

    def joined(nodes: Sequence[str], between: str) -> Link:
        return Link(between.join(link(node).words for node in nodes), link(nodes[0]).href)

    return (
        LooseEndList(
            "Provisions without any link",
            "No pair, no reference and no answer ties them to anything.",
            tuple(link(node) for node in found.unlinked),
        ),
        LooseEndList(
            "Provisions that much depends on",
            "If their words change, look at everything that rests on them.",
            tuple(link(node, f" ({number} rest on it)") for node, number in found.hubs),
        ),
        LooseEndList(
            "Chains through three or more documents",
            "From framework to statute to rule; a change at one end reaches the other.",
            tuple(joined(way, " – ") for way in found.chains),
        ),
        LooseEndList(
            "Met one way only",
            "Who meets the first meets the second, but not the other way round.",
            tuple(joined(pair, " meets ") for pair in found.one_way),
        ),
        LooseEndList(
            "Conflicts",
            "Pairs that cannot both be followed as written.",
            tuple(joined(pair, " against ") for pair in found.contrary),
        ),
        LooseEndList(
            "Statements that cannot all hold",
            "Put together, these rows say something impossible; at least one is wrong.",
            tuple(Link(one.sentence, link(one.nodes[0]).href) for one in found.contradictions),
        ),
    )
