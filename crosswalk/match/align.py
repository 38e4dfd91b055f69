"""Which phrases of two texts answer one another, and what each side asks that the other does not."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from crosswalk.match.asked import asked
from crosswalk.match.units import EMPTY, Unit
from crosswalk.match.vectors import unit as to_length
from crosswalk.match.vectors import word_vectors
from crosswalk.match.words import plain_words
from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Alignment, Annotated, Match, Span
from crosswalk.text.lexicon import Lexicon

# A content word asks for less than a concept that people of the field gave a name.
WORD_WEIGHT = 0.35
# A word's vector is the longer, the more the word says: this long is a word of full weight.
FULL_LENGTH = 15.0
# Below this a unit of the other side does not answer at all.
ANSWERED = 0.25
# What is answered this far need not be looked for word by word.
SPELLED = 0.9
# Words whose vectors stand nearer than this may mean the same where nothing else answers them.
NEAR = 0.42
# A phrase is paired a second time only where the other side says the same or holds it.
_FIRM = frozenset({"same", "part of", "contains", "in other words"})
# A phrase is paired with at most so many of the other side.
OFTEN = 3
# A phrase that weighs less than a light word is not worth naming as added.
NAMED = 0.2
_ADJECTIVE = re.compile(r"(?:[a-z]{2}(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)|-[a-z]+)$")
_ADJECTIVE_BEFORE = re.compile(r"\b([a-z]+(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)) $")
_NOUN_AFTER = re.compile(r" ([a-z]+)\b")
# A shared generic word is no phrase worth a number: one side's share of the match must weigh this much.
WORTH = 0.1


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
class Pairing:
    """One unit on the left that one on the right answers: how far each way (0..1), and how, in a word."""

    left: int
    right: int
    given: float
    back: float
    how: str


@dataclass(frozen=True)
class LinedUp:
    """Two provisions unit by unit: what each asks, and every pairing of theirs."""

    left: Provision
    right: Provision
    ours: tuple[Unit, ...]
    theirs: tuple[Unit, ...]
    pairs: tuple[Pairing, ...]

    @cached_property
    def met_left(self) -> tuple[float, ...]:
        """How far each unit on the left is answered, 0..1."""
        best = [0.0] * len(self.ours)
        for pair in self.pairs:
            best[pair.left] = max(best[pair.left], pair.given)
        return tuple(best)

    @cached_property
    def met_right(self) -> tuple[float, ...]:
        """How far each unit on the right is answered, 0..1."""
        best = [0.0] * len(self.theirs)
        for pair in self.pairs:
            best[pair.right] = max(best[pair.right], pair.back)
        return tuple(best)


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
        ours, theirs = ([p for p in side if not p.is_heading] for side in (left, right))
        read_left = {p.id: asked(p, annotated_left[p.id]) for p in ours}
        read_right = {p.id: asked(p, annotated_right[p.id]) for p in theirs}
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
        self._known: dict[tuple[str, str, str, str], tuple[float, float, str]] = {}
        self.left = {prov: self._weighed(found) for prov, found in raw_left.items()}
        self.right = {prov: self._weighed(found) for prov, found in raw_right.items()}

    def _weighed(self, found: Sequence[Unit]) -> tuple[Unit, ...]:
        return tuple(replace(u, weight=u.weight * self._telling(u), telling=self._telling(u)) for u in found)

    def _telling(self, unit: Unit) -> float:
        if unit.concept:
            known = self.links.weight.get(unit.key, 1.0)
        else:
            known = WORD_WEIGHT * float(self._says[self._row[unit.word]])
        return self._rarity[unit.concept, unit.key] * known

    def answers(self, asked: Unit, given: Unit) -> tuple[float, float, str]:
        """As `answers`, looked up once for each two keys."""
        key = asked.key, asked.stem, given.key, given.stem
        if key not in self._known:
            self._known[key] = answers(asked, given, self.links)
        return self._known[key]

    def likeness(self, ours: Sequence[Unit], theirs: Sequence[Unit]) -> NDArray[np.float32]:
        """Cosines of the words of two lists of units: one row a left unit, one column a right one."""
        one = self._vectors[[self._row[u.word] for u in ours]]
        two = self._vectors[[self._row[u.word] for u in theirs]]
        return np.asarray(one @ two.T, np.float32)


def _rarities(*sides: Mapping[str, Sequence[Unit]]) -> dict[tuple[bool, str], float]:
    """How rare each concept and word is, 1 to near 0, on the side where it is more frequent."""
    found: dict[tuple[bool, str], float] = {}
    size = max((len(side) for side in sides), default=1)
    for side in sides:
        frequency = Counter((u.concept, u.key) for units_of in side.values() for u in units_of)
        for key, n in frequency.items():
            rare = math.log(1 + size / n) / math.log(1 + size)
            found[key] = min(found.get(key, 1.0), rare)
    return found


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
        return _plainly(asked.stem, given.stem)
    if given.key in links.part_of.get(asked.key, ()):
        return 1.0, 0.5, "part of"
    if asked.key in links.part_of.get(given.key, ()):
        return 0.5, 1.0, "contains"
    if _linked(asked.key, given.key, links.kind_of):
        forward, back = given.telling / asked.telling, asked.telling / given.telling
        return 0.5 * min(1.0, forward), 0.5 * min(1.0, back), "kind of"
    if plain_words().opposed(asked.stem, given.stem):
        return 1.0, 1.0, "opposite"
    return (0.35, 0.35, "related") if _linked(asked.key, given.key, links.related) else (0.0, 0.0, "")


def _plainly(asked: str, given: str) -> tuple[float, float, str]:
    """The same for two plain words, known by their stems."""
    words = plain_words()
    if asked and asked == given:
        return 1.0, 1.0, "same"
    if words.same(asked, given):
        return 1.0, 1.0, "in other words"
    if words.opposed(asked, given):
        return 1.0, 1.0, "opposite"
    if words.is_kind(asked, given) or words.is_kind(given, asked):
        return 0.5, 0.5, "kind of"
    return 0.0, 0.0, ""


def _linked(first: str, second: str, links: Mapping[str, frozenset[str]]) -> bool:
    return second in links.get(first, ()) or first in links.get(second, ())


def line_up(left: Provision, right: Provision, asks: Asks) -> LinedUp:
    """Every pairing of what two provisions ask."""
    ours, theirs = asks.left[left.id], asks.right[right.id]
    pairs = [
        Pairing(i, j, given, back, how)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        for given, back, how in [asks.answers(a, b)]
        if max(given, back) >= ANSWERED
    ]
    pairs += _spelled_out(ours, theirs, pairs)
    said = {side(p) for p in pairs if p.how in {"same", "in other words"} for side in (_on_left, _on_right)}
    pairs = [p for p in pairs if p.how != "opposite" or not said & {_on_left(p), _on_right(p)}]
    return LinedUp(left, right, ours, theirs, (*pairs, *_near(ours, theirs, pairs, asks)))


def _spelled_out(ours: Sequence[Unit], theirs: Sequence[Unit], pairs: Sequence[Pairing]) -> list[Pairing]:
    """A concept of several words that the other side says in the same words, but apart."""
    found: list[Pairing] = []
    sure_left = {p.left for p in pairs if p.given >= SPELLED}
    sure_right = {p.right for p in pairs if p.back >= SPELLED}
    for i, j, given, back in _covered(ours, theirs, sure_left):
        found.append(Pairing(i, j, given, back, "in other words"))
    for j, i, back, given in _covered(theirs, ours, sure_right):
        found.append(Pairing(i, j, given, back, "in other words"))
    return found


def _covered(
    asked: Sequence[Unit], given: Sequence[Unit], sure: set[int]
) -> Iterable[tuple[int, int, float, float]]:
    """Each concept whose words all stand in the other text, with the units that hold them."""
    parts = [_parts(unit) for unit in given]
    for i, unit in enumerate(asked):
        wanted = _parts(unit)
        if i in sure or not unit.concept or len(wanted) < 2:
            continue
        holding = [(j, part & wanted) for j, part in enumerate(parts) if part & wanted]
        if frozenset[str]().union(*(part for _, part in holding)) == wanted:
            for j, part in holding:
                yield i, j, 1.0, len(part) / len(parts[j])


@cache
def _stems_of(written: str) -> frozenset[str]:
    return frozenset(
        word for word in written.replace("-", " ").split() if word not in EMPTY and len(word) > 2
    )


def _parts(unit: Unit) -> frozenset[str]:
    return _stems_of(unit.stem)


def _on_left(pair: Pairing) -> tuple[str, int]:
    return "left", pair.left


def _on_right(pair: Pairing) -> tuple[str, int]:
    return "right", pair.right


def _near(
    ours: Sequence[Unit], theirs: Sequence[Unit], pairs: Sequence[Pairing], asks: Asks
) -> list[Pairing]:
    """What nothing answers, paired by the nearness of its words, nearest first, each thing once."""
    met_left, met_right = {p.left for p in pairs}, {p.right for p in pairs}
    open_left = [i for i in range(len(ours)) if i not in met_left]
    open_right = [j for j in range(len(theirs)) if j not in met_right]
    if not open_left or not open_right:
        return []
    alike = asks.likeness([ours[i] for i in open_left], [theirs[j] for j in open_right])
    found: list[Pairing] = []
    for at in np.argsort(-alike, axis=None, kind="stable").tolist():
        row, column = divmod(at, len(open_right))
        near = round(float(alike[row, column]), 3)
        if near < NEAR:
            break
        i, j = open_left[row], open_right[column]
        if _parts(ours[i]) & _parts(theirs[j]):
            near = min(near, 0.3)
        if i not in met_left and j not in met_right:
            found.append(Pairing(i, j, near, near, "near"))
            met_left.add(i)
            met_right.add(j)
    return found


def align(left: Provision, right: Provision, asks: Asks) -> Alignment:
    """Line up what two provisions ask, phrase by phrase."""
    return alignment(line_up(left, right, asks), asks.links)


def alignment(lined: LinedUp, links: Links) -> Alignment:
    """What was lined up, as phrases with their spans and shares."""
    ours, theirs = lined.ours, lined.theirs
    return Alignment(
        matches=_numbered(lined, links),
        left_only=_spans(ours, lined.met_left),
        right_only=_spans(theirs, lined.met_right),
        left_share=_share(ours, lined.met_left),
        right_share=_share(theirs, lined.met_right),
        shared=max(_met(ours, lined.met_left), _met(theirs, lined.met_right)),
        left_added=_added(lined.left.text, ours, lined.met_left),
        right_added=_added(lined.right.text, theirs, lined.met_right),
    )


def met_by(left: Provision, right: Provision, asks: Asks) -> list[float]:
    """How far (0..1) the right provision answers each thing the left one asks, in the order of its units."""
    theirs = asks.right[right.id]
    return [max((asks.answers(a, b)[0] for b in theirs), default=0.0) for a in asks.left[left.id]]


def share_met(left: Provision, first: Sequence[float], second: Sequence[float], asks: Asks) -> float:
    """The share of what the left provision asks that two answers meet together."""
    return _share(asks.left[left.id], [max(pair) for pair in zip(first, second, strict=True)])


def _numbered(lined: LinedUp, links: Links) -> tuple[Match, ...]:
    """Each left unit with its best partner, and each right unit that is left over with its own."""
    ours, theirs = lined.ours, lined.theirs
    chosen: list[Pairing] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for pair in sorted(lined.pairs, key=lambda p: (-_worth(p, ours, theirs), p.left, p.right)):
        again = pair.left in used_left and (pair.right in used_right or pair.how not in _FIRM)
        often = sum(pair.left == other.left for other in chosen) >= OFTEN
        if _worth(pair, ours, theirs) < WORTH or again or often:
            continue
        used_left.add(pair.left)
        used_right.add(pair.right)
        chosen.append(pair)
    chosen.sort(key=lambda p: (p.left, p.right))
    return tuple(
        Match(number, ours[p.left].spans, theirs[p.right].spans, _label(p, ours, theirs, links), p.how)
        for number, p in enumerate(chosen, start=1)
    )


def _worth(pair: Pairing, ours: Sequence[Unit], theirs: Sequence[Unit]) -> float:
    return pair.given * ours[pair.left].weight + pair.back * theirs[pair.right].weight


def _label(pair: Pairing, ours: Sequence[Unit], theirs: Sequence[Unit], links: Links) -> str:
    if not ours[pair.left].concept:
        return ""
    return links.label.get(theirs[pair.right].key if pair.how == "part of" else ours[pair.left].key, "")


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
    return tuple(_whole(text, start, end) for start, end, weight in phrases if weight >= NAMED)


def _whole(text: str, start: int, end: int) -> str:
    """A phrase with the adjective right before it, and with its noun where it ends in an adjective."""
    before = _ADJECTIVE_BEFORE.search(text[:start])
    if before and before.end() == start and before[1].lower() not in EMPTY:
        start = before.start()
    after = _NOUN_AFTER.match(text, end)
    if _ADJECTIVE.search(text[start:end]) and after and after[1].lower() not in EMPTY:
        end = after.end()
    return text[start:end]


def _joins(between: str) -> bool:
    if re.search(r"[.;:,()]", between):
        return False
    return all(word.lower() in EMPTY for word in between.split())
