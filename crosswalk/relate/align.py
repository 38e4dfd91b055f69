"""Which phrases of two texts answer one another, and what each side asks that the other does not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import fsum

import numpy as np

from crosswalk.language.thesaurus import just_before, stem, thesaurus
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.alignment import Alignment, Match, MatchType
from crosswalk.model.annotation import Span
from crosswalk.model.corpus import Provision
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex

# Below this a unit of the other side does not answer at all.
MIN_COVERAGE = 0.25
# What is answered this far need not be looked for word by word.
FULL_COVERAGE = 0.9
# Words whose vectors stand nearer than this may mean the same where nothing else answers them.
NEAR = 0.42
# A phrase is paired a second time only where the other side says the same or holds it.
_FIRM = frozenset({MatchType.SAME, MatchType.PART, MatchType.WHOLE, MatchType.SYNONYM})
# A phrase is paired with at most so many of the other side.
OFTEN = 3
# A phrase that weighs less than a light word is not worth naming as added.
NAMED = 0.2
_STOP = re.compile(r"[.;:,()]")
# "National Apprenticeship Act": the name of a law.
_LAW = re.compile(r"(?:[A-Z][\w’'-]*,? |(?:of|and|for|the|in|to|with|on) )+(?:Act|Code|Amendments)")
_ADJECTIVE = re.compile(r"(?:[a-z]{2}(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)|-[a-z]+)$")
_ADJECTIVE_BEFORE = re.compile(r"\b([a-z]+(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)) $")
_NOUN_AFTER = re.compile(r" ([a-z]+)\b")
# A shared generic word is no phrase worth a number: one side's share of the match must weigh this much.
WORTH = 0.1
# A word of less than this weight answers another only by the same word.
LIGHT = 0.35


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """One unit on the left that one on the right answers: how far each way (0..1), and how, in a word."""

    left: int
    right: int
    forward: float
    backward: float
    how: MatchType


@dataclass(frozen=True)
class UnitAlignment:
    """Two provisions unit by unit: what each asks, and every pairing of theirs."""

    left: Provision
    right: Provision
    ours: tuple[ContentUnit, ...]
    theirs: tuple[ContentUnit, ...]
    pairs: tuple[AlignedPair, ...]

    @cached_property
    def left_coverage(self) -> tuple[float, ...]:
        """How far each unit on the left is answered, 0..1."""
        best = [0.0] * len(self.ours)
        for pair in self.pairs:
            best[pair.left] = max(best[pair.left], pair.forward)
        return tuple(best)

    @cached_property
    def right_coverage(self) -> tuple[float, ...]:
        """How far each unit on the right is answered, 0..1."""
        best = [0.0] * len(self.theirs)
        for pair in self.pairs:
            best[pair.right] = max(best[pair.right], pair.backward)
        return tuple(best)


def align_units(left: Provision, right: Provision, asks: UnitIndex) -> UnitAlignment:
    """Every pairing of what two provisions ask."""
    ours, theirs = asks.left[left.id], asks.right[right.id]
    pairs = [
        AlignedPair(i, j, given, back, how)
        for i, j, given, back, how in asks.answered(ours, theirs)
        if max(given, back) >= MIN_COVERAGE
    ]
    pairs = [p for p in pairs if not _misread(p, ours[p.left], theirs[p.right], (left.text, right.text))]
    pairs += _spelled_out(ours, theirs, pairs)
    said = {
        side(p)
        for p in pairs
        if p.how in {MatchType.SAME, MatchType.SYNONYM}
        for side in (_on_left, _on_right)
    }
    pairs = [p for p in pairs if p.how is not MatchType.OPPOSITE or not said & {_on_left(p), _on_right(p)}]
    return UnitAlignment(left, right, ours, theirs, (*pairs, *_near(ours, theirs, pairs, asks)))


def _misread(pair: AlignedPair, ours: ContentUnit, theirs: ContentUnit, texts: tuple[str, str]) -> bool:
    """Whether a word is taken for what it does not say: how a thing is done for a thing, a law's name for its matter.

    "Individually" has the stem of "individual" and is not another word for people; what an Act on
    apprenticeships is called is no kind of work experience.
    """
    if pair.how in {MatchType.KIND, MatchType.RELATED} and any(map(_is_law, (ours, theirs), texts)):
        return True
    return pair.how in {MatchType.SYNONYM, MatchType.KIND} and _is_manner(ours) is not _is_manner(theirs)


def _is_law(unit: ContentUnit, text: str) -> bool:
    return all(_LAW.fullmatch(span.of(text)) for span in unit.spans)


def _is_manner(unit: ContentUnit) -> bool:
    """Whether a unit is an adverb that is known only by the adjective it is made of."""
    word = unit.word
    made = not unit.concept and word.endswith("ly") and stem(word) == stem(word[:-2])
    return made and unit.stem not in thesaurus().manner_adverbs


def _spelled_out(
    ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit], pairs: Sequence[AlignedPair]
) -> list[AlignedPair]:
    """A concept of several words that the other side says in the same words, but apart."""
    found: list[AlignedPair] = []
    sure_left = {p.left for p in pairs if p.forward >= FULL_COVERAGE}
    sure_right = {p.right for p in pairs if p.backward >= FULL_COVERAGE}
    for i, j, given, back in _covered(ours, theirs, sure_left):
        found.append(AlignedPair(i, j, given, back, MatchType.SYNONYM))
    for j, i, back, given in _covered(theirs, ours, sure_right):
        found.append(AlignedPair(i, j, given, back, MatchType.SYNONYM))
    return found


def _covered(
    asked: Sequence[ContentUnit], given: Sequence[ContentUnit], sure: set[int]
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
        word for word in written.replace("-", " ").split() if word not in EMPTY_WORDS and len(word) > 2
    )


def _parts(unit: ContentUnit) -> frozenset[str]:
    return _stems_of(unit.stem)


def _on_left(pair: AlignedPair) -> tuple[str, int]:
    return "left", pair.left


def _on_right(pair: AlignedPair) -> tuple[str, int]:
    return "right", pair.right


def _near(
    ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit], pairs: Sequence[AlignedPair], asks: UnitIndex
) -> list[AlignedPair]:
    """What nothing answers, paired by the nearness of its words, nearest first, each thing once."""
    met_left, met_right = {p.left for p in pairs}, {p.right for p in pairs}
    open_left = [i for i in range(len(ours)) if i not in met_left]
    open_right = [j for j in range(len(theirs)) if j not in met_right]
    if not open_left or not open_right:
        return []
    alike = asks.likeness([ours[i] for i in open_left], [theirs[j] for j in open_right])
    found: list[AlignedPair] = []
    for at in np.argsort(-alike, axis=None, kind="stable").tolist():
        row, column = divmod(at, len(open_right))
        near = round(float(alike[row, column]), 3)
        if near < NEAR:
            break
        i, j = open_left[row], open_right[column]
        if _parts(ours[i]) & _parts(theirs[j]):
            near = min(near, 0.3)
        if i not in met_left and j not in met_right:
            found.append(AlignedPair(i, j, near, near, MatchType.NEAR))
            met_left.add(i)
            met_right.add(j)
    return found


def align(left: Provision, right: Provision, asks: UnitIndex) -> Alignment:
    """Line up what two provisions ask, phrase by phrase."""
    return alignment(align_units(left, right, asks), asks.links)


def shared_weight(lined: UnitAlignment) -> float:
    """The weight of what two provisions share; `Alignment.shared` without the rest."""
    return max(_met(lined.ours, lined.left_coverage), _met(lined.theirs, lined.right_coverage))


def alignment(lined: UnitAlignment, links: ConceptRelations) -> Alignment:
    """What was lined up, as phrases with their spans and shares."""
    ours, theirs = lined.ours, lined.theirs
    return Alignment(
        matches=_numbered(lined, links),
        left_only=_spans(ours, lined.left_coverage),
        right_only=_spans(theirs, lined.right_coverage),
        left_share=_share(ours, lined.left_coverage),
        right_share=_share(theirs, lined.right_coverage),
        shared=shared_weight(lined),
        left_added=_added(lined.left.text, ours, lined.left_coverage),
        right_added=_added(lined.right.text, theirs, lined.right_coverage),
    )


def share_met(left: Provision, first: Sequence[float], second: Sequence[float], asks: UnitIndex) -> float:
    """The share of what the left provision asks that two answers meet together."""
    return _share(asks.left[left.id], [max(pair) for pair in zip(first, second, strict=True)])


def _numbered(lined: UnitAlignment, links: ConceptRelations) -> tuple[Match, ...]:
    """Each left unit with its best partner, and each right unit that is left over with its own."""
    ours, theirs = lined.ours, lined.theirs
    chosen: list[AlignedPair] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for pair in sorted(lined.pairs, key=lambda p: (-_worth(p, ours, theirs), p.left, p.right)):
        again = pair.left in used_left and (pair.right in used_right or pair.how not in _FIRM)
        often = sum(pair.left == other.left for other in chosen) >= OFTEN
        if _worth(pair, ours, theirs) < WORTH or _trivial(pair, ours, theirs) or again or often:
            continue
        used_left.add(pair.left)
        used_right.add(pair.right)
        chosen.append(pair)
    chosen.sort(key=lambda p: (p.left, p.right))
    return tuple(
        Match(number, ours[p.left].spans, theirs[p.right].spans, _label(p, ours, theirs, links), p.how)
        for number, p in enumerate(chosen, start=1)
    )


def _worth(pair: AlignedPair, ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit]) -> float:
    return pair.forward * ours[pair.left].weight + pair.backward * theirs[pair.right].weight


def _trivial(pair: AlignedPair, ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit]) -> bool:
    """Whether a pairing rests on a light verb alone, or on two light words that only stand near in meaning."""
    both = ours[pair.left], theirs[pair.right]
    light = thesaurus().light_verbs
    if any(unit.key in light and not unit.concept for unit in both):
        return True
    return pair.how is MatchType.NEAR and min(unit.weight for unit in both) < LIGHT


def _label(
    pair: AlignedPair, ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit], links: ConceptRelations
) -> str:
    if not ours[pair.left].concept:
        return ""
    return links.label.get(theirs[pair.right].key if pair.how is MatchType.PART else ours[pair.left].key, "")


def _share(found: Sequence[ContentUnit], best: Sequence[float]) -> float:
    total = fsum(unit.weight for unit in found)
    if total == 0:
        return 0.0
    return min(1.0, _met(found, best) / total)


def _met(found: Sequence[ContentUnit], best: Sequence[float]) -> float:
    return fsum(unit.weight * got for unit, got in zip(found, best, strict=True) if got >= MIN_COVERAGE)


def _spans(found: Sequence[ContentUnit], best: Sequence[float]) -> tuple[Span, ...]:
    return tuple(
        sorted(
            span for unit, got in zip(found, best, strict=True) if got < MIN_COVERAGE for span in unit.spans
        )
    )


def _added(text: str, found: Sequence[ContentUnit], best: Sequence[float]) -> tuple[str, ...]:
    """The phrases one side asks and the other does not, in the text's own words and order.

    Units that stand together (nothing but empty words and white space between them) make one phrase;
    a phrase made of one light word alone is not worth naming.
    """
    left_over = [unit for unit, got in zip(found, best, strict=True) if got < MIN_COVERAGE]
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
    before = just_before(_ADJECTIVE_BEFORE, text, start)
    if before and before[1].lower() not in EMPTY_WORDS:
        start = before.start()
    after = _NOUN_AFTER.match(text, end)
    if _ADJECTIVE.search(text[start:end]) and after and after[1].lower() not in EMPTY_WORDS:
        end = after.end()
    return text[start:end]


def _joins(between: str) -> bool:
    if _STOP.search(between):
        return False
    return all(word.lower() in EMPTY_WORDS for word in between.split())
