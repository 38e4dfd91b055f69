"""Find the provisions of rules and guidance that implement each provision of a statute."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from crosswalk.compare.document import Document
from crosswalk.measures.compare import compare_measures
from crosswalk.model.annotation import Measure
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import RungMeasure
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.answered import content_words

# The least sum (0..2) of the shares of two texts that are in the other, for one to implement the other.
RUNG = 1.3
# Two lists are parallel if this many of their items are paired by words at the same position.
SIDE_BY_SIDE = 3

ImplementingProvisions = Mapping[str, tuple[tuple[Corpus, str], ...]]


def find_implementing_provisions(
    left: Document, others: Sequence[Document], cache: Cache = NO_CACHE
) -> ImplementingProvisions:
    """For each left provision, the provisions of rules and guidance that implement it.

    One implements the other if nearly all of one text is in the other, or if both have the same position in two
    parallel lists, such as item (vi) of a rule and (VI) of its statute.
    """
    found: dict[str, list[tuple[Corpus, str]]] = {}
    for other in others:
        of = (left.part, other.part)
        rungs = cache.get_or_compute("rungs", of, dict[str, str], partial(_rungs, *of))
        for theirs, ours in sorted(rungs.items()):
            found.setdefault(ours, []).append((other.whole, theirs))
    return {ours: tuple(rungs) for ours, rungs in sorted(found.items())}


def _rungs(left: Corpus, other: Corpus) -> dict[str, str]:
    return _beside(left, other, _by_words(left, other))


def implementing_measures(
    left: Document, name: str, rungs: ImplementingProvisions, others: Sequence[Document]
) -> Mapping[str, tuple[RungMeasure, ...]]:
    """Each left measure compared part by part with the first implementing measure of each level, by left id."""
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
    parts = compare_measures(law, measure, names=(name, source.name))
    return RungMeasure(source.name, source.level, parts)


def _by_words(left: Corpus, other: Corpus) -> dict[str, str]:
    """The nearest left provision of each provision of the other document, if it is near enough."""
    ours, theirs = (
        [(p.id, frozenset(content_words(p.text))) for p in _worded(side)] for side in (left, other)
    )
    weight = _rarities([words for _, words in ours], [words for _, words in theirs])
    found = {}
    for prov_id, words in theirs:
        best = max(((_nearness(mine, words, weight), i) for i, mine in ours), default=(0.0, ""))
        if best[0] >= RUNG:
            found[prov_id] = best[1]
    return found


def _rarities(*sides: Sequence[Collection[str]]) -> dict[str, float]:
    """How rare each word is, 1 to near 0, on the side where it is more frequent."""
    found: dict[str, float] = {}
    for side in sides:
        for word, n in Counter(word for words in side for word in words).items():
            rare = math.log(1 + len(side) / n) / math.log(1 + len(side))
            found[word] = min(found.get(word, 1.0), rare)
    return found


def _nearness(ours: frozenset[str], theirs: frozenset[str], weight: Mapping[str, float]) -> float:
    """The weighted shares of two texts' words that are in the other, summed and rounded."""
    both, one, two = (math.fsum(weight[word] for word in words) for words in (ours & theirs, ours, theirs))
    return round(both / one + both / two, 4) if one and two else 0.0


def _beside(left: Corpus, other: Corpus, by_words: Mapping[str, str]) -> dict[str, str]:
    """The pairs by words, with parallel lists also paired item by item.

    A provision whose words pair it with another list stays there: a youth measure is not the adult one.
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
