"""What was found in the graph of all crosswalks."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all hold, and why, in a sentence."""

    nodes: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GraphDiagnostics:
    """Lists of nodes by name, in the graph's order.

    `unlinked` are compared provisions that nothing is tied to; `hubs` provisions with the number of
    others that rest on them, most first; `chains` run through three or more documents; `one_way`
    are pairs of which one, when met, meets the other but not the other way round, that one first;
    `contrary` are pairs said to conflict; `contradictions` are statements that cannot all hold.
    """

    unlinked: tuple[str, ...] = ()
    hubs: tuple[tuple[str, int], ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, str], ...] = ()
    contrary: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphFindings:
    """How many nodes and edges of each kind the graph has, and its diagnostics."""

    nodes: Mapping[str, int] = field(default_factory=dict)
    edges: Mapping[str, int] = field(default_factory=dict)
    diagnostics: GraphDiagnostics = GraphDiagnostics()
