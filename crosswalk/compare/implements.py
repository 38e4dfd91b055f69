"""The ladder of authority: which rule or guidance spells out which provision of the law."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from crosswalk.compare.document import Document
from crosswalk.measures.compare import compare_measures
from crosswalk.model.annotation import Measure
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import RungMeasure
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.align import align
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex

# Two texts that spell out the same thing share at least this much, both ways added up (0..2).
RUNG = 1.2
# Two lists run side by side when this many of their items, in the same places, spell out the same.
SIDE_BY_SIDE = 3

ImplementingProvisions = Mapping[str, tuple[tuple[Corpus, str], ...]]


def find_implementing_provisions(
    left: Document, links: ConceptRelations, others: Sequence[Document], kept: Cache = NO_CACHE
) -> ImplementingProvisions:
    """For each left provision, the provisions of rule or guidance that spell the same thing out.

    A rung holds when nearly all of one text is in the other, or when both are in the same
    place of two lists that otherwise run side by side, as item (vi) of a rule and (VI) of its statute.
    """
    found: dict[str, list[tuple[Corpus, str]]] = {}
    for other in others:
        of = (links, *left.grounds, *other.grounds)
        rungs = kept.get_or_compute("rungs", of, dict[str, str], partial(_rungs, left, other, links))
        for theirs, ours in sorted(rungs.items()):
            found.setdefault(ours, []).append((other.whole, theirs))
    return {ours: tuple(rungs) for ours, rungs in sorted(found.items())}


def _rungs(left: Document, other: Document, links: ConceptRelations) -> dict[str, str]:
    return _beside(left.part, other.part, _by_words(left, other, links))


def implementing_measures(
    left: Document, name: str, rungs: ImplementingProvisions, others: Sequence[Document]
) -> Mapping[str, tuple[RungMeasure, ...]]:
    """Each left measure beside the first measure that the rungs of each level state, part by part, by left id."""
    by_key = {other.whole.source.key: other for other in others}
    found = {}
    for ours, steps in rungs.items():
        stated = [
            (corpus.source, by_key[corpus.source.key].measures[prov.id])
            for corpus, theirs in steps
            for prov in corpus.below(theirs)
            if prov.id in by_key[corpus.source.key].measures
        ]
        if stated and ours in left.measures:
            first = {source.level: (source, measure) for source, measure in reversed(stated)}
            levels = dict.fromkeys(source.level for source, _ in stated)
            found[ours] = tuple(_beside_law(left.measures[ours], name, *first[level]) for level in levels)
    return found


def _beside_law(law: Measure, name: str, source: Source, measure: Measure) -> RungMeasure:
    spoken = source.short or source.title
    return RungMeasure(spoken, source.level, compare_measures(law, measure, names=(name, spoken)))


def _by_words(left: Document, other: Document, links: ConceptRelations) -> dict[str, str]:
    """The nearest left provision of each provision of the other document, where it is near enough."""
    asks = UnitIndex(left.part, other.part, left.annotated, other.annotated, links)
    found = {}
    for theirs in _worded(other.part):
        near = [(_nearness(ours, theirs, asks), ours.id) for ours in _worded(left.part)]
        best = max(near, default=(0.0, ""))
        if best[0] >= RUNG:
            found[theirs.id] = best[1]
    return found


def _nearness(ours: Provision, theirs: Provision, asks: UnitIndex) -> float:
    lined_up = align(ours, theirs, asks)
    return lined_up.left_share + lined_up.right_share


def _beside(left: Corpus, other: Corpus, by_words: Mapping[str, str]) -> dict[str, str]:
    """The same, with each list that runs beside another taken item by item.

    What the words put into another list stays there: a youth measure is not its adult namesake.
    """
    found = dict(by_words)
    for mine, yours in sorted(_lists(left, other, by_words)):
        for ours, theirs in zip(left.children(mine), other.children(yours), strict=False):
            near = by_words.get(theirs.id)
            if not theirs.is_heading and (near is None or left[near].parent == mine):
                found[theirs.id] = ours.id
    return found


def _lists(left: Corpus, other: Corpus, by_words: Mapping[str, str]) -> list[tuple[str | None, str | None]]:
    counted: Counter[tuple[str | None, str | None]] = Counter()
    for theirs, ours in by_words.items():
        if _position_among_siblings(left, ours) == _position_among_siblings(other, theirs):
            counted[left[ours].parent, other[theirs].parent] += 1
    return [pair for pair, number in counted.items() if number >= SIDE_BY_SIDE]


def _position_among_siblings(corpus: Corpus, prov_id: str) -> int:
    siblings = corpus.children(corpus[prov_id].parent)
    return next(n for n, prov in enumerate(siblings) if prov.id == prov_id)


def _worded(corpus: Corpus) -> list[Provision]:
    return [prov for prov in corpus if not prov.is_heading]
