"""What follows between two documents from what each says of a third."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosswalk.analyze.graph import STANDING
from crosswalk.model.relation import Relation, Status, compose

if TYPE_CHECKING:
    import networkx as nx

# How far a statement can be leaned on, weakest first.
_WEAKEST_FIRST = (Status.PROPOSED, Status.LOOK_AGAIN, Status.DRAFT, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Statement:
    """How one provision relates to another, read from the first; `status` tells who says so."""

    source: str
    target: str
    relation: Relation
    status: Status

    @property
    def turned(self) -> "Statement":
        """The same statement read from the other side."""
        return Statement(self.target, self.source, self.relation.inverse, self.status)


@dataclass(frozen=True, slots=True)
class Hop:
    """One way from a provision to another by a third, and the relations it leaves possible."""

    first: Statement
    second: Statement
    possible: frozenset[Relation]

    @property
    def status(self) -> Status:
        """The weaker of the two statements' standing."""
        return min(self.first.status, self.second.status, key=_WEAKEST_FIRST.index)


@dataclass(frozen=True, slots=True)
class Chained:
    """Two provisions joined by others: the relations that every way between them leaves possible.

    With more than one relation possible nothing definite follows, and `relation` is None; with
    none possible the statements contradict one another.
    """

    left: str
    right: str
    possible: frozenset[Relation]
    hops: tuple[Hop, ...]

    @property
    def relation(self) -> Relation | None:
        """The one relation that follows, or None."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


def matches(graph: "nx.MultiDiGraph[str]", statuses: Collection[Status] = STANDING) -> list[Statement]:
    """Every judged pair, read from left to right, in the graph's order."""
    return [
        Statement(source, target, Relation(edge["relation"]), Status(edge["status"]))
        for source, target, edge in graph.edges(data=True)
        if edge["kind"] == "match" and Status(edge["status"]) in statuses
    ]


def both_ways(said: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Every statement from both of its ends, by the provision it is read from."""
    found: dict[str, list[Statement]] = {}
    for one in said:
        found.setdefault(one.source, []).append(one)
        found.setdefault(one.target, []).append(one.turned)
    return found


def chain(
    graph: "nx.MultiDiGraph[str]",
    left: str,
    through: str,
    right: str,
    statuses: Collection[Status] = STANDING,
) -> tuple[Chained, ...]:
    """Every pair of provisions of two documents that a third joins, in the graph's order.

    Documents are named by corpus id or by id and edition. Statements of support and of conflict
    do not compose and are left out; whatever is not settled stays open.
    """
    said = both_ways(matches(graph, statuses))
    hops: dict[tuple[str, str], list[Hop]] = {}
    for start in _of(graph, left):
        for hop in _hops(graph, said, start, through, right):
            hops.setdefault((start, hop.second.target), []).append(hop)
    return tuple(
        Chained(*pair, frozenset.intersection(*(hop.possible for hop in ways)), tuple(ways))
        for pair, ways in hops.items()
    )


def _hops(
    graph: "nx.MultiDiGraph[str]", said: dict[str, list[Statement]], start: str, through: str, right: str
) -> Iterator[Hop]:
    for first in said.get(start, ()):
        if not _is_of(graph, first.target, through):
            continue
        for second in said.get(first.target, ()):
            if _is_of(graph, second.target, right) and second.target != start:
                possible = compose(first.relation, second.relation)
                if possible:
                    yield Hop(first, second, possible)


def _of(graph: "nx.MultiDiGraph[str]", document: str) -> list[str]:
    return [node for node in graph if _is_of(graph, node, document)]


def _is_of(graph: "nx.MultiDiGraph[str]", node: str, document: str) -> bool:
    about = graph.nodes[node]
    if about["kind"] != "provision":
        return False
    return document in {about["corpus"], f"{about['corpus']}@{about['edition']}"}
