"""The content units of two documents, weighed by rarity, and which units answer which."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.lexicon import Lexicon
from crosswalk.language.thesaurus import stems, thesaurus
from crosswalk.language.vectors import unit as to_length
from crosswalk.language.vectors import word_vectors
from crosswalk.model.alignment import MatchType
from crosswalk.model.annotation import Annotated
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.relate.content_units import ContentUnit, clause_and_units

# The weight of a content word outside all concepts; a concept weighs up to 1.
WORD_WEIGHT = 0.35
# The vector of a specific word is long; a word with a vector of this length has full weight.
FULL_LENGTH = 15.0


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
    label: Mapping[str, str] = field(default_factory=dict)


_Name = tuple[bool, str, str, str]


class UnitIndex:
    """The units of every provision of two documents, weighed by how well they distinguish provisions.

    A unit's weight falls from 1 (in one provision only) to near 0 (in all of them), times the lexicon's weight of the
    concept; words outside the lexicon count `WORD_WEIGHT`.
    """

    def __init__(
        self,
        left: Iterable[Provision],
        right: Iterable[Provision],
        annotated_left: Mapping[str, Annotated],
        annotated_right: Mapping[str, Annotated],
        links: ConceptRelations,
        frames: tuple[Mapping[str, ProvisionFrames], Mapping[str, ProvisionFrames]] = ({}, {}),
    ) -> None:
        self.links = links
        ours, theirs = ([p for p in side if not p.is_heading] for side in (left, right))
        read_left = {p.id: clause_and_units(p, annotated_left[p.id], frames[0].get(p.id)) for p in ours}
        read_right = {p.id: clause_and_units(p, annotated_right[p.id], frames[1].get(p.id)) for p in theirs}
        self.left_shapes = {prov: shape for prov, (shape, _) in read_left.items()}
        self.right_shapes = {prov: shape for prov, (shape, _) in read_right.items()}
        raw_left = {prov: found for prov, (_, found) in read_left.items()}
        raw_right = {prov: found for prov, (_, found) in read_right.items()}
        self._rarity = _rarities(raw_left, raw_right)
        words = {u.word: u for side in (raw_left, raw_right) for found in side.values() for u in found}
        self._row = {word: row for row, word in enumerate(words)}
        vectors = word_vectors(list(words)) if words else np.zeros((0, 1), np.float32)
        self._says = np.clip(np.linalg.norm(vectors, axis=1) / FULL_LENGTH, 0.3, 1.2)
        self._vectors = to_length(vectors)
        self.left = {prov: self.weigh(found) for prov, found in raw_left.items()}
        self.right = {prov: self.weigh(found) for prov, found in raw_right.items()}
        named = {
            _unit_identity(unit): unit
            for side in (self.left, self.right)
            for found in side.values()
            for unit in found
        }
        self._named = _indexed(named.values(), self._names)
        self._reaching = _indexed(named.values(), self._reach)
        self._known: dict[_Name, dict[_Name, tuple[float, float, MatchType]]] = {}

    def weigh(self, found: Sequence[ContentUnit]) -> tuple[ContentUnit, ...]:
        """Units with their weight in these documents; a unit that neither has gets full weight."""
        return tuple(u.weighed(self._telling(u)) for u in found)

    def _telling(self, unit: ContentUnit) -> float:
        if unit.concept:
            known = self.links.weight.get(unit.key, 1.0)
        else:
            row = self._row.get(unit.word)
            known = WORD_WEIGHT * (1.0 if row is None else float(self._says[row]))
        return self._rarity.get((unit.concept, unit.key), 1.0) * known

    def answered(
        self, asked: Sequence[ContentUnit], given: Sequence[ContentUnit]
    ) -> Iterator[tuple[int, int, float, float, MatchType]]:
        """The indexes of each two units that answer each other, with the result of `answers`.

        The units of `given` must be of the two documents; those of `asked` need not be.
        """
        places: dict[_Name, list[int]] = {}
        for place, unit in enumerate(given):
            places.setdefault(_unit_identity(unit), []).append(place)
        for mine, unit in enumerate(asked):
            found = self._answering(unit)
            answering = [(place, name) for name in found.keys() & places for place in places[name]]
            for place, name in sorted(answering):
                yield mine, place, *found[name]

    def _answering(self, asked: ContentUnit) -> Mapping[_Name, tuple[float, float, MatchType]]:
        """The units of the documents that answer a unit, with the result of `answers`."""
        name = _unit_identity(asked)
        if name not in self._known:
            near = [self._named.get(way, ()) for way in self._reach(asked)]
            near += [self._reaching.get(way, ()) for way in self._names(asked)]
            told = {
                _unit_identity(unit): answers(asked, unit, self.links) for units in near for unit in units
            }
            self._known[name] = {other: found for other, found in told.items() if found[2]}
        return self._known[name]

    def _names(self, unit: ContentUnit) -> frozenset[str]:
        return thesaurus().names(unit.stem) | ({unit.key} if unit.concept else set())

    def _reach(self, unit: ContentUnit) -> frozenset[str]:
        reach = thesaurus().reach(unit.stem)
        if not unit.concept:
            return reach
        linked = (self.links.part_of, self.links.hypernyms, self.links.related)
        return reach.union({unit.key}, *(known.get(unit.key, ()) for known in linked))

    def likeness(self, ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit]) -> NDArray[np.float32]:
        """Cosines of the words of two lists of units: one row a left unit, one column a right one."""
        one = self._vectors[[self._row[u.word] for u in ours]]
        two = self._vectors[[self._row[u.word] for u in theirs]]
        return np.asarray(one @ two.T, np.float32)


def _unit_identity(unit: ContentUnit) -> _Name:
    """What `answers` compares: a plain word by its stem, a concept also by its wording."""
    return unit.concept, unit.key, unit.stem, unit.word if unit.concept else ""


def _indexed(
    units: Iterable[ContentUnit], ways: Callable[[ContentUnit], Iterable[str]]
) -> Mapping[str, Sequence[ContentUnit]]:
    """Units by each of the strings they are found by."""
    found: dict[str, list[ContentUnit]] = {}
    for unit in units:
        for way in ways(unit):
            found.setdefault(way, []).append(unit)
    return found


def _rarities(*sides: Mapping[str, Sequence[ContentUnit]]) -> dict[tuple[bool, str], float]:
    """How rare each concept and word is, 1 to near 0, on the side where it is more frequent."""
    found: dict[tuple[bool, str], float] = {}
    size = max((len(side) for side in sides), default=1)
    for side in sides:
        frequency = Counter((u.concept, u.key) for units_of in side.values() for u in units_of)
        for key, n in frequency.items():
            rare = math.log(1 + size / n) / math.log(1 + size)
            found[key] = min(found.get(key, 1.0), rare)
    return found


def concept_relations(lexicon: Lexicon) -> ConceptRelations:
    """The relations of the concepts of a lexicon."""
    ids = [concept.id for concept in lexicon]
    return ConceptRelations(
        part_of=lexicon.wholes,
        hypernyms={i: lexicon.ancestors(i) - lexicon.wholes[i] for i in ids},
        related={i: frozenset(lexicon.concepts[i].related) for i in ids},
        weight={i: lexicon.weight(i) for i in ids},
        label={i: lexicon.label(i) for i in ids},
    )


def answers(
    asked: ContentUnit, given: ContentUnit, links: ConceptRelations
) -> tuple[float, float, MatchType]:
    """How far `given` answers `asked`, how far the other way round, and how.

    Both figures are 0..1: the same concept or stem 1 and 1; a part of what the other contains 1 and
    a half; a kind of the other a half each way; a related concept about a third each way. A generic
    concept answers a specific one the less, the more provisions have it.
    """
    if asked.key == given.key and asked.concept == given.concept:
        return 1.0, 1.0, MatchType.SAME
    if asked.stem and asked.stem == given.stem and stems(asked.word) == stems(given.word):
        return 1.0, 1.0, MatchType.SAME
    if not (asked.concept and given.concept):
        return _plainly(asked.stem, given.stem)
    if given.key in links.part_of.get(asked.key, ()):
        return 1.0, 0.5, MatchType.PART
    if asked.key in links.part_of.get(given.key, ()):
        return 0.5, 1.0, MatchType.WHOLE
    if _linked(asked.key, given.key, links.hypernyms):
        forward, back = given.telling / asked.telling, asked.telling / given.telling
        return 0.5 * min(1.0, forward), 0.5 * min(1.0, back), MatchType.KIND
    if thesaurus().opposed(asked.stem, given.stem):
        return 1.0, 1.0, MatchType.OPPOSITE
    return (
        (0.35, 0.35, MatchType.RELATED)
        if _linked(asked.key, given.key, links.related)
        else (0.0, 0.0, MatchType.NONE)
    )


def _plainly(asked: str, given: str) -> tuple[float, float, MatchType]:
    """The same for two plain words, known by their stems."""
    words = thesaurus()
    if asked and asked == given:
        return 1.0, 1.0, MatchType.SAME
    if words.same(asked, given):
        return 1.0, 1.0, MatchType.SYNONYM
    if words.opposed(asked, given):
        return 1.0, 1.0, MatchType.OPPOSITE
    if words.is_kind(asked, given) or words.is_kind(given, asked):
        return 0.5, 0.5, MatchType.KIND
    return 0.0, 0.0, MatchType.NONE


def _linked(first: str, second: str, links: Mapping[str, frozenset[str]]) -> bool:
    return second in links.get(first, ()) or first in links.get(second, ())
