"""Which phrases of two texts answer one another, and what each side asks that the other does not."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Alignment, Annotated, Match, NoteKind, Span
from crosswalk.text.lexicon import Lexicon

# A content word asks for less than a concept that people of the field gave a name.
WORD_WEIGHT = 0.35
# Below this a unit of the other side does not answer at all.
ANSWERED = 0.25
# What stands in a purpose clause ("to support an individual in ...") or in brackets explains an ask; it is not one.
PURPOSE_WEIGHT = 0.4
_PURPOSE = re.compile(
    r"\b(?:in order to|so that|so as to|for the purposes? of|to (?:support|help|assist|enable|allow|promote))\b"
    r"[^.;]*|\bhelp(?:s|ing)? [^.;]{0,40}? through\b[^.;]*|\([^()]*(?:\([^()]*\)[^()]*)*\)"
)
# What may be there or not is not asked at all, nor is the date that names an old act.
_INDIFFERENT = re.compile(
    r"\b(?:with or without|whether or not|regardless of|irrespective of)\b[^.;,]*"
    r"|\bAct of [A-Z][a-z]+ \d{1,2}, \d{4}"
)
# A phrase is paired a second time only where the other side says the same or holds it.
_FIRM = frozenset({"same", "part of", "contains"})
# A shared generic word is no phrase worth a number: one side's share of the match must weigh this much.
WORTH = 0.1
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:\.\d+)*")
# Words of English grammar and the light verbs of drafting, which ask for nothing by themselves.
_EMPTY = frozenset(
    """
    a about above after all also an and another any are as at be because been before being below between
    both but by can could did do does during each either every few for from further had has have having he
    her here his how i if in into is it its itself least less made make many may might more most much must
    nor not of off on once one only or other others our out over own per same shall she should since so some
    such than that the their them then there these they this those through thus to too under until up upon
    used using very via was were what when where whether which while who whom whose will with within without
    would
    accordance activities activity addition another appropriate based carried carry case concerned consist
    consists described enable enables ensure ensures establish established following given help helps
    identified include included includes including involve involved involves manner means order particular
    pertaining provide provided provides providing purpose purposes pursuant regarded regarding relating
    required respect section serve serves specified subject take term terms way ways
    """.split(),
)


@dataclass(frozen=True)
class Links:
    """What is known of concepts beyond the two texts: which contain, specialise or touch which.

    Each mapping gives a concept's whole closure. `part_of` says that asking for the second asks for
    the first; `kind_of` only that the first would do for the second.
    """

    part_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kind_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a text asks: a concept it names, or a content word outside all concepts.

    `telling` (0..1) is how much the concept or word tells provisions apart, `weight` that times the
    force it has where it stands.
    """

    key: str
    concept: bool
    spans: tuple[Span, ...]
    weight: float = 1.0
    telling: float = 1.0


@cache
def _stemmer() -> "object":
    import Stemmer

    return Stemmer.Stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of one word, in lower case (Snowball English)."""
    return str(_stemmer().stemWord(word.lower().replace("’", "'")))  # type: ignore[attr-defined]


def units(prov: Provision, annotated: Annotated) -> tuple[Unit, ...]:
    """What one provision's own words ask, in the order of the text, each thing once."""
    taken = [note.span for note in annotated.of(NoteKind.CITATION)]
    taken += [Span(hit.start(), hit.end()) for hit in _INDIFFERENT.finditer(prov.text)]
    if annotated.defines:
        # The term that is being defined is a name, not something asked for.
        start = prov.text.lower().find(annotated.defines.lower())
        taken += [Span(start, start + len(annotated.defines))] if start >= 0 else []
    found: dict[tuple[bool, str], list[Span]] = {}
    concepts = sorted(annotated.of(NoteKind.CONCEPT), key=lambda n: (n.span.start - n.span.end, n.span.start))
    for note in concepts:
        if not _overlaps(note.span, taken):
            taken.append(note.span)
            found.setdefault((True, note.value), []).append(note.span)
    taken.extend(note.span for note in annotated.of(NoteKind.QUALIFIER))
    for hit in _WORD.finditer(prov.text):
        span = Span(hit.start(), hit.end())
        if hit.group().lower() not in _EMPTY and len(hit.group()) > 1 and not _overlaps(span, taken):
            found.setdefault((False, stem(hit.group())), []).append(span)
    purposes = [Span(hit.start(), hit.end()) for hit in _PURPOSE.finditer(prov.text)]
    made = [
        Unit(key, concept, tuple(sorted(spans)), _force(spans, purposes))
        for (concept, key), spans in found.items()
    ]
    return tuple(sorted(made, key=lambda unit: unit.spans))


def _force(spans: Iterable[Span], purposes: Sequence[Span]) -> float:
    return PURPOSE_WEIGHT if all(_overlaps(span, purposes) for span in spans) else 1.0


def _overlaps(span: Span, taken: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in taken)


class Asks:
    """The units of every provision of two documents, weighed by how much they tell provisions apart.

    A unit's weight falls from 1 (in one provision only) to near 0 (in all of them), times what the
    lexicon says of the concept; words outside the lexicon count `WORD_WEIGHT`.
    """

    def __init__(
        self,
        left: Iterable[Provision],
        right: Iterable[Provision],
        annotated_left: Mapping[str, Annotated],
        annotated_right: Mapping[str, Annotated],
        links: Links,
    ) -> None:
        self.links = links
        raw_left = {p.id: units(p, annotated_left[p.id]) for p in left if not p.is_heading}
        raw_right = {p.id: units(p, annotated_right[p.id]) for p in right if not p.is_heading}
        frequency = Counter(
            unit.key for side in (raw_left, raw_right) for found in side.values() for unit in found
        )
        size = len(raw_left) + len(raw_right)
        self._rarity = {key: math.log(1 + size / n) / math.log(1 + size) for key, n in frequency.items()}
        self.left = {prov: self._weighed(found) for prov, found in raw_left.items()}
        self.right = {prov: self._weighed(found) for prov, found in raw_right.items()}

    def _weighed(self, found: Sequence[Unit]) -> tuple[Unit, ...]:
        return tuple(replace(u, weight=u.weight * self._telling(u), telling=self._telling(u)) for u in found)

    def _telling(self, unit: Unit) -> float:
        known = self.links.weight.get(unit.key, 1.0) if unit.concept else WORD_WEIGHT
        return self._rarity[unit.key] * known


def links_of(lexicon: Lexicon) -> Links:
    """The lexicon's concepts as the links that alignment asks for."""
    ids = [concept.id for concept in lexicon]
    return Links(
        part_of=lexicon.wholes,
        kind_of={i: lexicon.ancestors(i) - lexicon.wholes[i] for i in ids},
        related={i: frozenset(lexicon.concepts[i].related) for i in ids},
        weight={i: lexicon.weight(i) for i in ids},
        label={i: lexicon.label(i) for i in ids},
    )


def answers(asked: Unit, given: Unit, links: Links) -> tuple[float, float, str]:
    """How far `given` answers `asked`, how far the other way round, and how, in a word.

    Both figures are 0..1: the same concept or stem 1 and 1; a part of what the other contains 1 and
    a half; a kind of the other a half each way; a related concept about a third each way. A generic
    concept answers a specific one the less, the less it tells by itself.
    """
    if asked.key == given.key and asked.concept == given.concept:
        return 1.0, 1.0, "same"
    if not (asked.concept and given.concept):
        return 0.0, 0.0, ""
    if given.key in links.part_of.get(asked.key, ()):
        return 1.0, 0.5, "part of"
    if asked.key in links.part_of.get(given.key, ()):
        return 0.5, 1.0, "contains"
    if _linked(asked.key, given.key, links.kind_of):
        forward, back = given.telling / asked.telling, asked.telling / given.telling
        return 0.5 * min(1.0, forward), 0.5 * min(1.0, back), "kind of"
    return (0.35, 0.35, "related") if _linked(asked.key, given.key, links.related) else (0.0, 0.0, "")


def _linked(first: str, second: str, links: Mapping[str, frozenset[str]]) -> bool:
    return second in links.get(first, ()) or first in links.get(second, ())


def align(left: Provision, right: Provision, asks: Asks) -> Alignment:
    """Line up what two provisions ask, phrase by phrase."""
    ours, theirs = asks.left[left.id], asks.right[right.id]
    pairs = [
        (given_left * a.weight + given_right * b.weight, given_left, given_right, how, i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        for given_left, given_right, how in [answers(a, b, asks.links)]
        if max(given_left, given_right) >= ANSWERED
    ]
    best_left = [max((p[1] for p in pairs if p[4] == i), default=0.0) for i in range(len(ours))]
    best_right = [max((p[2] for p in pairs if p[5] == j), default=0.0) for j in range(len(theirs))]
    return Alignment(
        matches=_numbered(pairs, ours, theirs, asks.links),
        left_only=_spans(ours, best_left),
        right_only=_spans(theirs, best_right),
        left_share=_share(ours, best_left),
        right_share=_share(theirs, best_right),
        shared=max(_met(ours, best_left), _met(theirs, best_right)),
        left_added=_added(left.text, ours, best_left),
        right_added=_added(right.text, theirs, best_right),
    )


def met_by(left: Provision, right: Provision, asks: Asks) -> list[float]:
    """How far (0..1) the right provision answers each thing the left one asks, in the order of its units."""
    theirs = asks.right[right.id]
    return [
        max((answers(a, b, asks.links)[0] for b in theirs), default=0.0) for a in asks.left[left.id]
    ]


def share_met(left: Provision, first: Sequence[float], second: Sequence[float], asks: Asks) -> float:
    """The share of what the left provision asks that two answers meet together."""
    return _share(asks.left[left.id], [max(pair) for pair in zip(first, second, strict=True)])


def _numbered(
    pairs: Sequence[tuple[float, float, float, str, int, int]],
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    links: Links,
) -> tuple[Match, ...]:
    """Each left unit with its best partner, and each right unit that is left over with its own."""
    chosen: list[tuple[int, int, str]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for worth, _, _, how, i, j in sorted(pairs, key=lambda p: (-p[0], p[4], p[5])):
        again = i in used_left and (j in used_right or how not in _FIRM)
        if worth < WORTH or again:
            continue
        used_left.add(i)
        used_right.add(j)
        chosen.append((i, j, how))
    chosen.sort()
    return tuple(
        Match(
            number,
            ours[i].spans,
            theirs[j].spans,
            links.label.get(theirs[j].key if how == "part of" else ours[i].key, "") if ours[i].concept else "",
            how,
        )
        for number, (i, j, how) in enumerate(chosen, start=1)
    )


def _share(found: Sequence[Unit], best: Sequence[float]) -> float:
    total = sum(unit.weight for unit in found)
    if total == 0:
        return 0.0
    return min(1.0, _met(found, best) / total)


def _met(found: Sequence[Unit], best: Sequence[float]) -> float:
    return sum(unit.weight * got for unit, got in zip(found, best, strict=True) if got >= ANSWERED)


def _spans(found: Sequence[Unit], best: Sequence[float]) -> tuple[Span, ...]:
    return tuple(
        sorted(span for unit, got in zip(found, best, strict=True) if got < ANSWERED for span in unit.spans)
    )


def _added(text: str, found: Sequence[Unit], best: Sequence[float]) -> tuple[str, ...]:
    """The phrases one side asks and the other does not, in the text's own words and order.

    Units that stand together (nothing but empty words and white space between them) make one phrase;
    a phrase made of one light word alone is not worth naming.
    """
    left_over = [unit for unit, got in zip(found, best, strict=True) if got < ANSWERED]
    spans = sorted((unit.spans[0], unit.weight) for unit in left_over)
    phrases: list[tuple[int, int, float]] = []
    for span, weight in spans:
        if phrases and _joins(text[phrases[-1][1] : span.start]):
            start, _, so_far = phrases[-1]
            phrases[-1] = (start, span.end, so_far + weight)
        else:
            phrases.append((span.start, span.end, weight))
    return tuple(text[start:end] for start, end, weight in phrases if weight >= WORD_WEIGHT)


def _joins(between: str) -> bool:
    if re.search(r"[.;:,()]", between):
        return False
    return all(word.lower() in _EMPTY for word in between.split())
