"""How much the elements of two definitions name in common: concepts of the lexicon, and words outside them."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.compare.document import Document
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.alignment import MatchType
from crosswalk.model.annotation import NoteKind, Span
from crosswalk.model.frame import ProvisionFrames
from crosswalk.relate.compared_text import MIN_COVERAGE, weight
from crosswalk.relate.word_matches import match_stems

# The weight of a content word outside all concepts; a concept weighs up to 1.
_WORD = 0.35
# The weight of words that only say to what end.
_PURPOSE_WEIGHT = 0.4
# How far a whole answers its part, a concept its kind, and a related concept.
_PART, _KIND, _RELATED = 0.5, 0.45, 0.4
# A concept of less weight, such as a word for people, is not marked.
_MARKED = 0.2
# Two elements meet if they share this weight, or the second weight and this share of the left one.
_MUCH, _SOME, _SHARE = 0.5, 0.33, 0.19
# Most of an element is in another from this share on, and it is a part of it if the other has so much more.
_MOST, _MORE = 0.6, 0.2
_PURPOSE = re.compile(r"\bto (?:support|help|assist|enable|allow|promote)\b[^.;]*")
_WORDS = {MatchType.SAME: 1.0, MatchType.SYNONYM: 1.0, MatchType.KIND: _KIND}


@dataclass(frozen=True)
class ConceptRelations:
    """How the concepts of the lexicon are related.

    Each mapping gives a concept's whole closure. Under `part_of` are the concepts that contain it, under
    `hypernyms` the broader ones.
    """

    part_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hypernyms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)


NO_RELATIONS = ConceptRelations()


def concept_relations(lexicon: Lexicon) -> ConceptRelations:
    """The relations of the concepts of a lexicon."""
    ids = [concept.id for concept in lexicon]
    return ConceptRelations(
        part_of=lexicon.wholes,
        hypernyms={i: lexicon.ancestors(i) - lexicon.wholes[i] for i in ids},
        related={i: frozenset(lexicon.concepts[i].related) for i in ids},
        weight={i: lexicon.weight(i) for i in ids},
    )


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """What two provisions name in common: the share of each (0..1), the weight, and where each names a concept."""

    left: float = 0.0
    right: float = 0.0
    weight: float = 0.0
    named: tuple[tuple[tuple[Span, ...], Span], ...] = ()

    @property
    def meet(self) -> bool:
        """Whether the two share enough to be read together."""
        return self.weight >= _MUCH or (self.weight >= _SOME and self.left >= _SHARE)

    @property
    def left_within_right(self) -> bool:
        """Whether most of the left is in the right, which names more."""
        return self.left >= _MOST and self.left - self.right >= _MORE

    @property
    def right_within_left(self) -> bool:
        """Whether most of the right is in the left, which names more."""
        return self.right >= _MOST and self.right - self.left >= _MORE


NOTHING_SHARED = SharedTerms()
# A concept or a word: whether it is a concept, and its id or stem.
_Term = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class _Named:
    """A term in a provision: its weight, and where it is named first."""

    weight: float
    span: Span


_Terms = Mapping[_Term, _Named]


def shared_terms(
    left: Document,
    right: Document,
    frames: tuple[Mapping[str, ProvisionFrames], Mapping[str, ProvisionFrames]],
    links: ConceptRelations,
) -> dict[tuple[str, str], SharedTerms]:
    """What each pair of provisions names in common, by both ids.

    A term weighs the less, the more provisions of a side have it.
    """
    sides = [
        {i: _terms(item, document, links) for i, item in found.items()}
        for document, found in zip((left, right), frames, strict=True)
    ]
    rarity = _rarities(sides)
    ours, theirs = (
        {
            i: {term: _Named(one.weight * rarity[term], one.span) for term, one in terms.items()}
            for i, terms in side.items()
        }
        for side in sides
    )
    return {(i, j): _shared(one, two, links) for i, one in ours.items() for j, two in theirs.items()}


def _terms(item: ProvisionFrames, document: Document, links: ConceptRelations) -> _Terms:
    """The concepts that a provision names, and the content words outside them, with their weights."""
    notes = document.annotated[item.provision].of(NoteKind.CONCEPT)
    taken: list[Span] = []
    found: dict[_Term, _Named] = {}
    for note in sorted(notes, key=lambda n: (n.span.start - n.span.end, n.span.start)):
        if not note.span.overlaps_any(taken):
            taken.append(note.span)
            found.setdefault((True, note.value), _Named(links.weight.get(note.value, 1.0), note.span))
    purposes = [Span(*hit.span()) for hit in _PURPOSE.finditer(item.own_text)]
    for word in item.content.words:
        if not word.span.overlaps_any(taken):
            factor = _PURPOSE_WEIGHT if word.span.overlaps_any(purposes) else 1.0
            found.setdefault((False, word.stem), _Named(_WORD * weight(word) * factor, word.span))
    return found


def _rarities(sides: Sequence[Mapping[str, _Terms]]) -> dict[_Term, float]:
    """How rare each term is, 1 to near 0, on the side where it is more frequent."""
    size = max(map(len, sides), default=1)
    found: dict[_Term, float] = {}
    for side in sides:
        for term, n in Counter(term for terms in side.values() for term in terms).items():
            found[term] = min(found.get(term, 1.0), math.log(1 + size / n) / math.log(1 + size))
    return found


def _shared(ours: _Terms, theirs: _Terms, links: ConceptRelations) -> SharedTerms:
    forward, back = _best(ours, theirs, links), _best(theirs, ours, links)
    left, right = _answered(ours, forward), _answered(theirs, back)
    named: dict[Span, list[Span]] = {}
    for term, (cover, other) in forward.items():
        if term[0] and other is not None and cover >= _RELATED and ours[term].weight >= _MARKED:
            named.setdefault(theirs[other].span, []).append(ours[term].span)
    return SharedTerms(
        round(left / (_total(ours) or 1.0), 3),
        round(right / (_total(theirs) or 1.0), 3),
        round(min(left, right), 3),
        tuple((tuple(sorted(spans)), span) for span, spans in sorted(named.items())),
    )


def _best(asked: _Terms, given: _Terms, links: ConceptRelations) -> dict[_Term, tuple[float, _Term | None]]:
    """For each term of one provision how far the other answers it, and by which of its terms."""
    found: dict[_Term, tuple[float, _Term | None]] = {}
    for term, one in asked.items():
        covers = ((_cover(term, one.weight, other, two.weight, links), other) for other, two in given.items())
        found[term] = max(covers, default=(0.0, None), key=lambda cover: cover[0])
    return found


def _answered(asked: _Terms, best: Mapping[_Term, tuple[float, _Term | None]]) -> float:
    """The weight of the terms that are answered."""
    return math.fsum(asked[term].weight * cover for term, (cover, _) in best.items() if cover >= MIN_COVERAGE)


def _total(terms: _Terms) -> float:
    return math.fsum(one.weight for one in terms.values())


def _cover(asked: _Term, value: float, given: _Term, of: float, links: ConceptRelations) -> float:
    """How far one term answers another, 0..1; a generic concept answers a specific one less."""
    if asked == given:
        return 1.0
    if asked[0] is not given[0]:
        return 0.0
    one, two = asked[1], given[1]
    if not asked[0]:
        return _WORDS.get(match_stems(one, two), 0.0)
    if two in links.part_of.get(one, ()):
        return 1.0
    if one in links.part_of.get(two, ()):
        return _PART
    if _linked(one, two, links.hypernyms):
        return _KIND * min(1.0, of / value) if value else 0.0
    return _RELATED if _linked(one, two, links.related) else 0.0


def _linked(one: str, two: str, links: Mapping[str, frozenset[str]]) -> bool:
    return two in links.get(one, ()) or one in links.get(two, ())
