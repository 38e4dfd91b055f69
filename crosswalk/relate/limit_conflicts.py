"""Compare the limits of two texts: what each figure binds, who leaves less room, and who reaches further.

"Cook poultry to at least 74 degrees" and "hold cold food at 5 degrees or below" set ranges that have nothing in
common, and yet both can be followed: they bind different things.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswalk.language.citation_grammar import numbered
from crosswalk.language.quantities import Dimension, QuantityConstraint
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.alignment import MatchType
from crosswalk.model.annotation import Span
from crosswalk.model.frame import WordRole
from crosswalk.relate.compared_text import Balance, ComparedText, is_light
from crosswalk.relate.word_matches import WordMatch

_EACH = re.compile(r"\b(?:every|each|all|any|anyone|those|persons?|people)(?: [^\W\d_]+){0,2} $")
# Between two figures in one sentence, the last of these separates what they bind.
_PART = re.compile(r",? (?:and|or|but)\b|[,;:]")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Binding:
    """What two figures bind: how many words both name, whether one undoes the other, and opposites that part them."""

    held: int
    undone: bool
    opposites: frozenset[WordMatch]


def compare_limits(
    left: ComparedText, right: ComparedText, balance: Balance, matches: Sequence[WordMatch]
) -> None:
    """Pair the limits of two texts that are of one kind, and weigh each pair and each unpaired limit."""
    mine, rest = _unlike(left.limits, right.limits)
    for ours in mine:
        selects = _selects(left, ours)
        facing = [r for r in rest if ours.is_comparable(r) and selects == _selects(right, r)]
        if not facing:
            _weigh_alone(ours, left, balance, is_left=True)
            continue
        bindings = [_binding(left, right, ours, theirs, matches) for theirs in facing]
        best = max(range(len(facing)), key=lambda at: (bindings[at].held, -at))
        theirs, found = facing[best], bindings[best]
        balance.parted |= frozenset[WordMatch]().union(*(one.opposites for one in bindings))
        rest.remove(theirs)
        if found.held and found.undone:
            _weigh_end(ours, theirs, balance)
        elif found.held or selects:
            _weigh_pair(ours, theirs, balance, selects=selects)
        elif not ours.is_disjoint(theirs):
            _weigh_alone(ours, left, balance, is_left=True)
            _weigh_alone(theirs, right, balance, is_left=False)
        else:
            balance.require_both()
    for theirs in rest:
        _weigh_alone(theirs, right, balance, is_left=False)


def _unlike(
    ours: Sequence[QuantityConstraint], theirs: Sequence[QuantityConstraint]
) -> tuple[list[QuantityConstraint], list[QuantityConstraint]]:
    """The limits of either text without those that both set."""
    mine, rest = [], list(theirs)
    for limit in ours:
        twin = next((other for other in rest if limit.same(other)), None)
        if twin is None:
            mine.append(limit)
        else:
            rest.remove(twin)
    return mine, rest


def _selects(side: ComparedText, limit: QuantityConstraint) -> bool:
    """Whether a limit selects who or what is meant, and not what to do."""
    if limit.is_filter or (limit.dimension is Dimension.CLOCK and side.forbids):
        return True
    if not limit.is_eligibility or limit.dimension not in {Dimension.COUNT, Dimension.TIME}:
        return False
    if limit.span.start < side.verb_start:
        return limit.span.start > 0
    return bool(_EACH.search(side.text[: limit.span.start]))


def _weigh_alone(limit: QuantityConstraint, side: ComparedText, balance: Balance, *, is_left: bool) -> None:
    """Weigh a limit that only one side sets; one that selects who is meant leaves less to do."""
    if limit.dimension is Dimension.COUNT and limit.low <= 1 and limit.high == math.inf:
        return
    balance.add(left=is_left is not _selects(side, limit))


def _weigh_end(ours: QuantityConstraint, theirs: QuantityConstraint, balance: Balance) -> None:
    """Compare how long something lasts with when it ends: kept for 3 years, destroyed after 7."""
    if ours.is_disjoint(theirs):
        balance.exclude()
        balance.firm = True
        return
    balance.timed = True
    balance.require_both()


def _weigh_pair(
    ours: QuantityConstraint, theirs: QuantityConstraint, balance: Balance, *, selects: bool
) -> None:
    """Two limits of one thing: equal, disjoint, nested or overlapping."""
    if ours.is_subrange(theirs) and theirs.is_subrange(ours):
        return
    if ours.is_disjoint(theirs) and not selects:
        balance.exclude()
        balance.firm = True
    elif ours.is_subrange(theirs) or theirs.is_subrange(ours):
        balance.bind(left=ours.is_subrange(theirs) is not selects)
    else:
        balance.bind(left=True)
        balance.bind(left=False)


def _binding(
    left: ComparedText,
    right: ComparedText,
    ours: QuantityConstraint,
    theirs: QuantityConstraint,
    matches: Sequence[WordMatch],
) -> _Binding:
    """What both figures bind; nothing if each binds a thing that the other does not.

    If only one side has more words, it may just be longer.
    """
    near = _words_near(left, ours), _words_near(right, theirs)
    held = [m for m in matches if m.how is not MatchType.NEAR and m.left in near[0] and m.right in near[1]]
    met = {m.left for m in held}, {m.right for m in held}
    more = [_telling(left, right, near[0]) - met[0], _telling(right, left, near[1]) - met[1]]
    if left.act in more[0] and right.act in more[1] and _share_opposite(left, right):
        more = [more[0] - {left.act}, more[1] - {right.act}]
    opposites = frozenset(m for m in held if m.how is MatchType.OPPOSITE)
    undone = any(m.left == left.act or m.right == right.act for m in opposites)
    apart = (
        all(more)
        or any(_nested(left, right, match, met) for match in held)
        or _numbered_apart(left.text, right.text)
        or bool(opposites and not undone)
    )
    return _Binding(0, undone, opposites) if apart else _Binding(len(held), undone, frozenset())


def _telling(side: ComparedText, other: ComparedText, places: set[int]) -> set[int]:
    """The words that characterize what a figure binds: no light verbs, and no actor that one side leaves out."""
    unsaid = side.passive is not other.passive
    return {
        at
        for at in places
        if not is_light(side.words[at]) and not (unsaid and side.words[at].role is WordRole.SUBJECT)
    }


def _share_opposite(left: ComparedText, right: ComparedText) -> bool:
    """Whether both acts have an opposite in common, such as "hold" and "keep"."""
    ends = thesaurus().antonyms
    one, two = left.words[left.act].stem, right.words[right.act].stem
    return bool(ends.get(one, _NONE) & ends.get(two, _NONE))


def _nested(
    left: ComparedText, right: ComparedText, match: WordMatch, met: tuple[set[int], set[int]]
) -> bool:
    """Whether a thing that one text names only modifies that of the other: a loan, a loan file."""
    modifies = [
        any(noun.direct and noun.place >= 0 and noun.place not in found for noun in side.words[at].modifies)
        for side, at, found in ((left, match.left, met[0]), (right, match.right, met[1]))
    ]
    return match.how is MatchType.SAME and modifies[0] is not modifies[1]


def _numbered_apart(left: str, right: str) -> bool:
    """Whether the two concern things with different numbers: grade 2, grade 8."""
    one, two = numbered(left), numbered(right)
    return any(one[kind].isdisjoint(two[kind]) for kind in one.keys() & two.keys())


def _words_near(side: ComparedText, limit: QuantityConstraint) -> set[int]:
    """The places of the words in the part of a text that a figure is in."""
    part = _parts_of(side.text, tuple(one.span for one in side.limits))[limit.span]
    return {at for at, word in enumerate(side.words) if part.start <= word.span.start < part.end}


# A text is compared with many others.
@lru_cache(maxsize=1_000)
def _parts_of(text: str, limits: tuple[Span, ...]) -> dict[Span, Span]:
    """For each figure the text, or the part of it that one of several figures is in."""
    return {limit: _part_around(text, limit, limits) for limit in limits}


def _part_around(text: str, limit: Span, limits: Sequence[Span]) -> Span:
    before = sorted((other.end for other in limits if other.end <= limit.start), reverse=True)
    after = sorted(other.start for other in limits if other.start >= limit.end)
    # From the nearest figure on, since the first part found is the one.
    opening = (parts[-1].end() for at in before if (parts := [*_PART.finditer(text, at, limit.start)]))
    closing = (parts[-1].start() for at in after if (parts := [*_PART.finditer(text, limit.end, at)]))
    return Span(next(opening, 0), next(closing, len(text)))
