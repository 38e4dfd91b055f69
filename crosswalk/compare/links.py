"""What one document says by another: pairs that cite, definitions that one takes over, and provisions that implement a statute."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from crosswalk.compare.document import Document, cited_pairs, leads_in, why_unread
from crosswalk.language import phrasing
from crosswalk.language.condense import worded
from crosswalk.language.frames import read_provisions
from crosswalk.measures.compare import compare_measures
from crosswalk.model.annotation import Measure, NoteKind
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import RungMeasure
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import Frame, ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.answered import content_words
from crosswalk.relate.predict import Names
from crosswalk.relate.statement import MOST, state_one
from crosswalk.relate.wording import DEFINES, ELSEWHERE, agreeing, patterns, possessive, says_it_cites

# The frames of provisions, by id.
Frames = Mapping[str, ProvisionFrames]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A definition that one side takes from the other by citing it: the relation of the pair, and how that is said."""

    relation: Relation
    sentence: str


@dataclass(frozen=True)
class Links:
    """The pairs of two documents that name one another: those that cite, and definitions taken over.

    `lead_ins` are the frames, left and right, of the lead-ins among those that cite or are cited, which are not compared.
    """

    cited: Mapping[tuple[str, str], str] = field(default_factory=dict)
    adopted: Mapping[tuple[str, str], Adopted] = field(default_factory=dict)
    lead_ins: tuple[Frames, Frames] = ({}, {})


NOTHING_NAMED = Links()


def links_between(names: Names, left: Document, right: Document, frames: tuple[Frames, Frames]) -> Links:
    """The pairs of which one provision cites the other, and those of which one takes its definition from the other."""
    ours, theirs = frames
    adopted = {
        (a, b): made for a, b, made in _adopted((names.left, names.right), (left, right), ours, theirs)
    }
    adopted |= {
        (a, b): made for b, a, made in _adopted((names.right, names.left), (right, left), theirs, ours)
    }
    cited = citations_between(names, left, right)
    ones, others = (
        _lead_ins(side, read, dict.fromkeys(pair[at] for pair in cited))
        for at, (side, read) in enumerate(zip((left, right), frames, strict=True))
    )
    return Links(cited, adopted, (ones, others))


def _lead_ins(side: Document, read: Frames, ids: Iterable[str]) -> Frames:
    """The frames of the lead-ins of one side among some provisions."""
    return read_provisions(
        side.whole, [i for i in ids if i not in read and leads_in(side.whole, side.whole[i])]
    )


def _adopted(
    names: tuple[str, str], sides: tuple[Document, Document], sources: Frames, defined: Frames
) -> Iterator[tuple[str, str, Adopted]]:
    """Each source of a term, the provision that takes its definition from there, and what is said of the two.

    `names` and `sides` are those of the source and of the citing document. A definition is taken over with all its
    parts. The relation is read from the source.
    """
    home, citing = sides
    for prov_id, item in defined.items():
        frame = item.main
        if frame is None or not frame.term or not ELSEWHERE.match(worded(frame.whole)):
            continue
        cited = [note.value for note in citing.annotated[prov_id].of(NoteKind.CITATION)]
        for source_id, source in sources.items():
            if not _within(source_id, cited):
                continue
            main = source.main
            if main is not None and _same_term(main.term, frame.term):
                yield source_id, prov_id, _adoption(names, frame.term, source, main)
            elif not why_unread(source) and _is_part_of(home.whole, source_id, frame.term, cited):
                yield source_id, prov_id, _part_adopted(names, frame.term, source)


def _within(prov_id: str, cited: Iterable[str]) -> bool:
    """Whether a provision is one of those cited, or below one of them."""
    return any(prov_id == value or prov_id.startswith(f"{value}/") for value in cited)


def _is_part_of(whole: Corpus, prov_id: str, term: str, cited: Sequence[str]) -> bool:
    """Whether a provision is, or is below, one that is headed by the term, within what is cited."""
    at: str | None = prov_id
    while at is not None and at in whole and _within(at, cited):
        if _same_term(whole[at].heading.rstrip(". "), term):
            return True
        at = whole[at].parent
    return False


def _adoption(names: tuple[str, str], term: str, source: ProvisionFrames, main: Frame) -> Adopted:
    """What is said of a definition taken from a source; an element of it is named."""
    if DEFINES.match(worded(main.whole)):
        return Adopted(Relation.EQUAL, _adopts(names, term))
    return _part_adopted(names, term, source)


def _part_adopted(names: tuple[str, str], term: str, source: ProvisionFrames) -> Adopted:
    """What is said of one part of a definition taken from a source."""
    said = _adopts(names, term)
    element = state_one(names[0], source, MOST - len(said.split()), "named")
    return Adopted(Relation.SUBSET, f"{said} {element or patterns()['adopts part']}")


def _adopts(names: tuple[str, str], term: str) -> str:
    adopts = patterns()["adopts"].format(owner=possessive(names[0]), name=names[1], term=term)
    return phrasing.capital(agreeing(adopts, (names[1],)))


def _same_term(one: str, other: str) -> bool:
    """Whether two defined terms are one, in the singular or the plural."""
    ours, theirs = (term.casefold().removesuffix("s") for term in (one, other))
    return bool(one) and ours == theirs


def citations_between(names: Names, left: Document, right: Document) -> dict[tuple[str, str], str]:
    """The pairs in which one provision cites the other, each with a sentence on it."""
    said = {True: says_it_cites(names.left, names.right), False: says_it_cites(names.right, names.left)}
    return {pair: said[left.cites(*pair)] for pair in sorted(cited_pairs(left, right))}


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
