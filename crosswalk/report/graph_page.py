"""The graph page: one figure per crosswalk, chains of documents, and graph diagnostics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import capital
from crosswalk.model.comparison import Comparison, GraphDiagnostics, GraphFindings
from crosswalk.model.corpus import Corpus, Source
from crosswalk.report.compact_page import draw, figure_caption, figure_head
from crosswalk.report.compact_rows import CompactView, standing
from crosswalk.report.document_view import DocumentView, named, sides
from crosswalk.report.figure import CurvedFigure
from crosswalk.report.frame import NO_FRAME, PageFrame
from crosswalk.report.provisions_page import ProvisionsPage, provisions_page
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import anchors, curly

# Documents in the order of their authority.
_RUNGS = ("statute", "regulation", "guidance", "framework", "plan")
_SIZES = {
    "provision": ("provision", "provisions"),
    "concept": ("term of the field", "terms of the field"),
    "gap": ("gap", "gaps"),
}
_TIES = {
    "match": ("pair", "pairs"),
    "cites": ("reference to another provision", "references to another provision"),
    "defined-by": ("term defined elsewhere", "terms defined elsewhere"),
    "elsewhere": ("counterpart found elsewhere", "counterparts found elsewhere"),
    "spelled-out-by": ("provision detailed by a rule", "provisions detailed by a rule"),
}


@dataclass(frozen=True, slots=True)
class DrawnCrosswalk:
    """One crosswalk as a curved figure, with the same data as a table.

    Attributes:
        anchor: Its fragment in the address.
        heading: The crosswalk's title.
        page: The crosswalk's page.
        caption: What the figure shows, in one or two sentences.
        left_head: The head of the left column.
        right_head: The head of the right column.
        figure: The figure; None if the crosswalk has no pair or too many boxes.
        matrix: The matrix that replaces a figure with too many boxes.
        table: One line per pair: left name, link to the row with the relation, standing, right name.
    """

    anchor: str
    heading: str
    page: str
    caption: str
    left_head: str
    right_head: str
    figure: CurvedFigure | None
    matrix: ProvisionsPage | None
    table: tuple[tuple[str, Link, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChainTable:
    """Chains through three or more documents, one line for each provision that a chain starts from.

    Attributes:
        heads: Kind and name of the document of each column.
        lines: One line per provision of the first column; each cell holds the provisions linked to it.
    """

    heads: tuple[str, ...]
    lines: tuple[tuple[tuple[Link, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class LooseEndList:
    """One list of diagnostics: provisions without links, hubs, one-way pairs, conflicts or contradictions.

    Attributes:
        heading: What is listed.
        sentence: What it means.
        items: The entries, each linked to its row if it has one.
    """

    heading: str
    sentence: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """The crosswalks as figures, chains of documents, and graph diagnostics.

    Attributes:
        frame: What every page carries.
        sizes: How many nodes and links of each kind the graph has.
        drawn: One per crosswalk.
        chains: The chains of documents.
        loose: The diagnostics that are not empty.
        files: The graph as files.
    """

    frame: PageFrame
    sizes: tuple[LinkedCount, ...]
    drawn: tuple[DrawnCrosswalk, ...]
    chains: tuple[ChainTable, ...]
    loose: tuple[LooseEndList, ...]
    files: tuple[Link, ...]


def graph_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    findings: GraphFindings,
    files: Sequence[Link] = (),
) -> GraphPage:
    """The page model; `findings` are those of the graph of the same crosswalks, `files` the graph as files."""
    known, found = _addresses(crosswalks), findings.diagnostics
    sources = {c.source.key: c.source for side in crosswalks for c in _corpora(side)}
    return GraphPage(
        frame=frame,
        sizes=_sizes(findings),
        drawn=tuple(drawn(side) for side in crosswalks),
        chains=_chain_tables(found.chains, known, sources),
        loose=tuple(one for one in _loose(found, known) if one.items),
        files=tuple(files),
    )


def drawn(side: Comparison) -> DrawnCrosswalk:
    """One crosswalk as a figure and as a table."""
    view = CompactView(side)
    left, right = view.both
    figure = draw(view, view.page)
    return DrawnCrosswalk(
        f"figure-{side.id}",
        curly(side.title),
        view.page,
        figure_caption(view, figure),
        figure_head(left, figure, 0),
        figure_head(right, figure, 1),
        figure,
        provisions_page(side, NO_FRAME) if figure is None and view.pairs else None,
        tuple(
            (
                _name(view, 0, row.left),
                Link(row.relation.word, f"{view.page}#{view.anchors[row.id]}"),
                standing(row),
                _name(view, 1, row.right),
            )
            for row in view.pairs
        ),
    )


def _name(view: CompactView, which: int, prov_id: str) -> str:
    prov = view.both[which].find(prov_id)
    return f"{view.number(prov)} {view.name(prov)}".strip() if prov else prov_id


def _sizes(findings: GraphFindings) -> tuple[LinkedCount, ...]:
    return tuple(
        LinkedCount(tally[kind], names[tally[kind] != 1])
        for tally, words in ((findings.nodes, _SIZES), (findings.edges, _TIES))
        for kind, names in words.items()
        if tally.get(kind)
    )


def _addresses(crosswalks: Sequence[Comparison]) -> Mapping[str, Link]:
    """The name of every provision of every document, linked to its first row."""
    found: dict[str, Link] = {}
    for side in crosswalks:
        names = anchors(row.id for row in side.rows)
        for one in sides(side):
            rows = {getattr(row, one.which): names[row.id] for row in reversed(side.rows)}
            for prov in one.whole:
                node = f"{one.whole.source.key}:{prov.id}"
                href = f"{side.id}.html#{rows[prov.id]}" if prov.id in rows else ""
                if href or node not in found:
                    known = found.get(node)
                    found[node] = known if known and known.href else Link(_name_with_side(one, prov.id), href)
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


def _corpora(side: Comparison) -> list[Corpus]:
    return [side.whole_left, side.whole_right, *(c for pairs in side.rungs.values() for c, _ in pairs)]


def _chain_tables(
    chains: Sequence[Sequence[str]], known: Mapping[str, Link], sources: Mapping[str, Source]
) -> tuple[ChainTable, ...]:
    """One table for each sequence of documents that chains run through, from statute to framework."""
    found: dict[tuple[str, ...], dict[str, list[list[str]]]] = {}
    for way in chains:
        ordered = sorted(way, key=lambda node: _rung(sources[_document(node)]))
        documents = tuple(_document(node) for node in ordered)
        cells = found.setdefault(documents, {}).setdefault(ordered[0], [[] for _ in documents])
        for cell, node in zip(cells, ordered, strict=True):
            if node not in cell:
                cell.append(node)
    return tuple(
        ChainTable(
            tuple(_column_head(sources[one]) for one in documents),
            tuple(
                tuple(tuple(known.get(node, Link(node)) for node in cell) for cell in cells)
                for cells in lines.values()
            ),
        )
        for documents, lines in found.items()
    )


def _document(node: str) -> str:
    return node.partition(":")[0]


def _rung(source: Source) -> tuple[int, str]:
    """The rank of a document by authority, for sorting."""
    return (_RUNGS.index(source.kind) if source.kind in _RUNGS else len(_RUNGS)), source.key


def _column_head(source: Source) -> str:
    return f"{capital(source.kind)}: {source.name}"


def _loose(found: GraphDiagnostics, known: Mapping[str, Link]) -> tuple[LooseEndList, ...]:
    def link(node: str, words: str = "") -> Link:
        base = known.get(node, Link(node))
        return Link(f"{base.words}{words}", base.href)

    def joined(nodes: Sequence[str], between: str) -> Link:
        return Link(between.join(link(node).words for node in nodes), link(nodes[0]).href)

    return (
        LooseEndList(
            "Provisions with no link",
            "They have no pair, no reference and no answer.",
            tuple(link(node) for node in found.unlinked),
        ),
        LooseEndList(
            "Provisions that many others depend on",
            "If one of them changes, look at everything that depends on it.",
            tuple(link(node, f" ({number} rest on it)") for node, number in found.hubs),
        ),
        LooseEndList(
            "Matches in one direction only",
            "Meeting the first means meeting the second, but not the reverse.",
            tuple(joined(pair, " meets ") for pair in found.one_way),
        ),
        LooseEndList(
            "Conflicts",
            "Pairs that cannot both be followed as written.",
            tuple(joined(pair, " against ") for pair in found.contrary),
        ),
        LooseEndList(
            "Rows that contradict one another",
            "These rows cannot all be right; at least one is wrong.",
            tuple(Link(one.sentence, link(one.nodes[0]).href) for one in found.contradictions),
        ),
    )
