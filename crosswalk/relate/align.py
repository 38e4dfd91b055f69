"""Align the content units of two provisions, and list what each side adds."""

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

# The least coverage that counts as an answer.
MIN_COVERAGE = 0.25
# From this coverage on a unit is not searched for word by word.
FULL_COVERAGE = 0.9
# The least cosine of two units that are paired by their vectors alone.
NEAR = 0.42
# A unit that is paired already is paired again only by one of these.
_FIRM = frozenset({MatchType.SAME, MatchType.PART, MatchType.WHOLE, MatchType.SYNONYM})
# The most partners of one unit.
OFTEN = 3
# The least weight of a phrase that is listed as added.
NAMED = 0.2
_STOP = re.compile(r"[.;:,()]")
# "National Apprenticeship Act": the name of a law.
_LAW = re.compile(r"(?:[A-Z][\w’'-]*,? |(?:of|and|for|the|in|to|with|on) )+(?:Act|Code|Amendments)")
_ADJECTIVE = re.compile(r"(?:[a-z]{2}(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)|-[a-z]+)$")
_ADJECTIVE_BEFORE = re.compile(r"\b([a-z]+(?:al|ary|ic|ive|ous|able|ible|ful|ized|ised)) $")
_NOUN_AFTER = re.compile(r" ([a-z]+)\b")
# The least weight of a pair that is listed as a match.
WORTH = 0.1
# Units below this weight are not matched by their vectors.
LIGHT = 0.35


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """A left and a right unit that answer each other: how far each way (0..1), and how."""

    left: int
    right: int
    forward: float
    backward: float
    how: MatchType


@dataclass(frozen=True)
class UnitAlignment:
    """The units of two provisions and every pair of them that meet."""

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


def align_units(left: Provision, right: Provision, index: UnitIndex) -> UnitAlignment:
    """Every pair of units of two provisions that meet."""
    ours, theirs = index.left[left.id], index.right[right.id]
    pairs = [
        AlignedPair(i, j, given, back, how)
        for i, j, given, back, how in index.answered(ours, theirs)
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
    return UnitAlignment(left, right, ours, theirs, (*pairs, *_near(ours, theirs, pairs, index)))


def _misread(pair: AlignedPair, ours: ContentUnit, theirs: ContentUnit, texts: tuple[str, str]) -> bool:
    """Whether a match is false: an adverb matched with a noun of its stem, or a law's name with its subject.

    "Individually" has the stem of "individual" and does not mean people; the name of an Act on apprenticeships
    is not a kind of work experience.
    """
    if pair.how in {MatchType.KIND, MatchType.RELATED} and any(map(_is_law, (ours, theirs), texts)):
        return True
    return pair.how in {MatchType.SYNONYM, MatchType.KIND} and _is_manner(ours) is not _is_manner(theirs)


def _is_law(unit: ContentUnit, text: str) -> bool:
    return all(_LAW.fullmatch(span.of(text)) for span in unit.spans)


def _is_manner(unit: ContentUnit) -> bool:
    """Whether a unit is an adverb that the thesaurus knows only as an adjective."""
    word = unit.word
    made = not unit.concept and word.endswith("ly") and stem(word) == stem(word[:-2])
    return made and unit.stem not in thesaurus().manner_adverbs


def _spelled_out(
    ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit], pairs: Sequence[AlignedPair]
) -> list[AlignedPair]:
    """Concepts whose words the other side has, but not next to each other."""
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
    """Each concept whose words are all in the other text, with the units that hold them."""
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
    ours: Sequence[ContentUnit], theirs: Sequence[ContentUnit], pairs: Sequence[AlignedPair], index: UnitIndex
) -> list[AlignedPair]:
    """Unanswered units paired by the cosine of their vectors, nearest first, each unit once."""
    met_left, met_right = {p.left for p in pairs}, {p.right for p in pairs}
    open_left = [i for i in range(len(ours)) if i not in met_left]
    open_right = [j for j in range(len(theirs)) if j not in met_right]
    if not open_left or not open_right:
        return []
    alike = index.likeness([ours[i] for i in open_left], [theirs[j] for j in open_right])
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


def shared_weight(lined: UnitAlignment) -> float:
    """The weight of what two provisions share; `Alignment.shared` without the rest."""
    return max(_met(lined.ours, lined.left_coverage), _met(lined.theirs, lined.right_coverage))


def alignment(lined: UnitAlignment, links: ConceptRelations) -> Alignment:
    """The aligned units as matches, spans and shares."""
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


def _numbered(lined: UnitAlignment, links: ConceptRelations) -> tuple[Match, ...]:
    """Each left unit with its best partner, then each remaining right unit with its own."""
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
    """Whether a pair is of a light verb, or of two light words that are only near in meaning."""
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
    """The phrases that only one side has, in the text's own words and order.

    Units with only empty words between them make one phrase. Phrases below the weight `NAMED` are left out.
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
    """A phrase with the adjective right before it, and with its noun if it ends in an adjective."""
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
