"""What each of two texts asks beyond the other, and where the two speak against one another.

A phrase that only one side has does one of two things. It asks for more ("and gloves", "within 30
days", "by a qualified person"), or it narrows what is asked ("of children", "unless a court orders
it", "or a lift"), and then the other side, which goes without it, asks for more.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.match.align import ANSWERED, LinedUp, Pairing
from crosswalk.match.asks import WORD_WEIGHT, Asks
from crosswalk.match.limits import Dimension, Limit
from crosswalk.match.shape import Place, Shape
from crosswalk.match.units import Unit
from crosswalk.model.relation import Duty
from crosswalk.text.normalize import fold

# What a difference in force, in a number or in and/or weighs: as much as a content word.
ONE = WORD_WEIGHT
# People and bodies that both texts address are no meeting by themselves.
ADDRESSED = 0.25
# What is answered this far may be the same in other words: it counts where one side has more of it.
BLURRED = 0.5
# A pairing this good can be denied by one side and asked by the other.
SURE = 0.9
_RANK = {Duty.SHOULD: 2, Duty.MAY: 1}
_FORCE_WORD = {3: "asks for it as a duty", 2: "only advises it", 1: "only allows it"}
_JOIN = re.compile(r"\b(and/or|and|or|nor|as well as|both|either)\b|(,)")
_CHOICE = re.compile(r"(?:an?|one|either|both)\b")
# "The minutes of its public meetings" are some of the minutes.
_OF_NOUN = re.compile(r"\bthe [^\W\d_]+s of (?:the|its|their|his or her)(?: [^\W\d_]+)? $")
_EACH = re.compile(r"\b(?:every|each|all|any|anyone|those|persons?|people)(?: [^\W\d_]+){0,2} $")
_TEMPORAL = re.compile(
    r"\b(?:night|day|hour|weekend|evening|morning|week|month|year|saturday|sunday|working)s?\b"
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two texts weighed against one another.

    `left_more` and `right_more` are the weights of what each asks beyond the other, `met` the
    weight of what they share, `meeting` that weight with shared addressees counting little, and
    `left_meets`, `right_meets` its share (0..1) of what each asks them to do. `named` is the weight of what they
    share that the field has a name for. `against` is the
    weight of what one asks and the other denies, `certain` says that force or a number decides that, `firm` that
    one side lists a thing that the other does not. `reasons` say what decided, in sentences that
    speak of `{left}` and `{right}`, `notes` what an analyst should know besides.
    """

    left_more: float
    right_more: float
    met: float
    meeting: float
    left_meets: float
    right_meets: float
    named: float
    against: float
    clash: tuple[str, ...] = ()
    certain: bool = False
    firm: bool = False
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


NOTHING = Contrast(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    units: Sequence[Unit]
    met: Sequence[float]
    shape: Shape

    def open(self, place: Place) -> bool:
        """Whether anything that stands at a place is left over."""
        return any(u.place is place and got < ANSWERED for u, got in zip(self.units, self.met, strict=True))


def contrast(lined: LinedUp, asks: Asks) -> Contrast:
    """Weigh two provisions that were lined up."""
    shapes = asks.left_shapes[lined.left.id], asks.right_shapes[lined.right.id]
    left = _Side(fold(lined.left.text), lined.ours, lined.met_left, shapes[0])
    right = _Side(fold(lined.right.text), lined.theirs, lined.met_right, shapes[1])
    more = _Tally()
    _left_over(left, right, more)
    _limits(left, right, more)
    _force(left, right, more)
    _joined(lined, left, right, more)
    more.settle()
    best = _best(lined)
    _denied(best, left, right, more)
    meets_left, meeting_left = _meets(left, right, [(p.left, p.right, p.given) for p in best])
    meets_right, meeting_right = _meets(right, left, [(p.right, p.left, p.back) for p in best])
    named = sum(max(p.given, p.back) * left.units[p.left].weight for p in best if left.units[p.left].concept)
    return Contrast(
        more.left,
        more.right,
        max(_met(left), _met(right)),
        max(meeting_left, meeting_right),
        meets_left,
        meets_right,
        named,
        more.against,
        tuple(more.clash),
        more.certain,
        more.firm,
        tuple(more.reasons),
        _qualified(lined, shapes),
    )


def _qualified(lined: LinedUp, shapes: tuple[Shape, Shape]) -> tuple[str, ...]:
    """What one side says under a reserve that the other does not make."""
    texts = lined.left.text, lined.right.text
    said = [
        list(dict.fromkeys(" ".join(s.of(text).lower().split()) for s in shape.reserves))
        for text, shape in zip(texts, shapes, strict=True)
    ]
    return tuple(
        f"{who} says so only “{words}”."
        for who, mine, other in (("{left}", said[0], said[1]), ("{right}", said[1], said[0]))
        for words in mine
        if words not in other
    )


class _Tally:
    """Running weights of what each side asks beyond the other, with the sentences that go with them."""

    __slots__ = ("against", "blurred", "certain", "clash", "firm", "left", "reasons", "right")

    def __init__(self) -> None:
        self.left = 0.0
        self.right = 0.0
        self.against = 0.0
        self.certain = False
        self.firm = False
        self.blurred = [0.0, 0.0]
        self.clash: list[str] = []
        self.reasons: list[str] = []

    def add(self, *, left: bool, weight: float, reason: str = "") -> None:
        if left:
            self.left += weight
        else:
            self.right += weight
        if reason:
            self.reasons.append(reason)

    def blur(self, *, left: bool, weight: float) -> None:
        """Weigh what is answered only in part: it counts where one side has more of it than the other."""
        self.blurred[not left] += weight

    def settle(self) -> None:
        """Let what is blurred on both sides cancel out."""
        both = min(self.blurred)
        self.left += self.blurred[0] - both
        self.right += self.blurred[1] - both


# ------------------------------------------------------------------------------- what is left over


def _left_over(left: _Side, right: _Side, more: _Tally) -> None:
    for mine, other, is_left in ((left, right, True), (right, left, False)):
        joins = [_join(mine, place) for place in range(len(mine.units))]
        for place, unit in enumerate(mine.units):
            open_part = unit.weight * (1 - mine.met[place])
            if open_part <= 0:
                continue
            if not joins[place] and place and mine.met[place - 1] < ANSWERED and not _break(mine, place):
                joins[place] = joins[place - 1]
            if mine.met[place] >= BLURRED:
                more.blur(left=is_left, weight=open_part)
                continue
            narrows = _narrows(unit, joins[place], mine, other)
            listed = joins[place] in {"and", "or", "as well as"}
            more.firm = more.firm or listed
            more.add(left=is_left is not narrows, weight=max(open_part, ONE) if listed else open_part)


def _join(side: _Side, place: int) -> str:
    """The word that joins a unit to its neighbours as one of a list: and, or, a comma, or nothing."""
    here = side.units[place].spans[0]
    before = side.units[place - 1].spans[0].end if place else 0
    found = list(_JOIN.finditer(side.text, min(before, here.start), here.start))
    if found and place:
        return found[-1][1] or ","
    if place + 1 < len(side.units):
        after = _JOIN.match(side.text, _skip(side.text, here.end))
        if after:
            return after[1] or ","
    return ""


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _break(side: _Side, place: int) -> bool:
    """Whether punctuation or a boundary stands between a unit and the one before it."""
    gap = side.text[side.units[place - 1].spans[0].end : side.units[place].spans[0].start]
    return bool(re.search(r"[.;:]", gap))


def _narrows(unit: Unit, join: str, mine: _Side, other: _Side) -> bool:
    """Whether a phrase that only one side has leaves less to do."""
    if unit.place in {Place.EXCEPTION, Place.CONDITION}:
        return True
    if unit.place is Place.TIME:
        return bool(other.shape.circumstances) and not other.open(Place.TIME)
    if other.shape.always and _TEMPORAL.search(unit.word):
        return True
    listed = join in {"and", "and/or", ",", "as well as", "both"}
    if unit.place is Place.SUBJECT:
        return not listed and (join != "or" or bool(_CHOICE.match(mine.text)))
    if mine.shape.forbids or mine.shape.limited or unit.negated:
        return not listed and join not in {"or", "nor"}
    return join in {"or", "either"} or bool(_OF_NOUN.search(mine.text[: unit.spans[0].start]))


# ------------------------------------------------------------------------------- numbers


def _limits(left: _Side, right: _Side, more: _Tally) -> None:
    rest = list(right.shape.limits)
    for ours in left.shape.limits:
        theirs = next(
            (r for r in rest if ours.alike(r) and _addressed(left, ours) == _addressed(right, r)), None
        )
        if theirs is None:
            _alone(ours, left, more, is_left=True)
            continue
        rest.remove(theirs)
        _compare(ours, theirs, left, right, more)
    for theirs in rest:
        _alone(theirs, right, more, is_left=False)


def _addressed(side: _Side, limit: Limit) -> bool:
    """Whether a limit says who or what is meant, and not what to do."""
    if not limit.bounds_people or limit.dimension not in {Dimension.COUNT, Dimension.TIME}:
        return False
    if side.shape.place(limit.span) is not Place.PREDICATE:
        return limit.span.start > 0
    return bool(_EACH.search(side.text[: limit.span.start]))


def _alone(limit: Limit, side: _Side, more: _Tally, *, is_left: bool) -> None:
    if limit.dimension is Dimension.COUNT and limit.low <= 1 and limit.high == math.inf:
        return
    more.add(left=is_left is not _addressed(side, limit), weight=ONE)


def _compare(ours: Limit, theirs: Limit, left: _Side, right: _Side, more: _Tally) -> None:
    words = ours.span.of(left.text), theirs.span.of(right.text)
    if ours.inside(theirs) and theirs.inside(ours):
        return
    addressed = _addressed(left, ours)
    if ours.apart(theirs) and not addressed:
        more.against += ONE
        more.certain = True
        more.clash.append(f"{{left}} sets “{words[0]}” and {{right}} “{words[1]}”, which exclude each other")
    elif ours.inside(theirs) or theirs.inside(ours):
        tight = ours.inside(theirs)
        who = "{left}" if tight is not addressed else "{right}"
        why = "reaches further" if addressed else "leaves less room"
        more.add(
            left=tight is not addressed, weight=ONE, reason=f"“{words[0]}” against “{words[1]}”: {who} {why}."
        )
    else:
        more.left += ONE
        more.right += ONE
        more.reasons.append(f"“{words[0]}” and “{words[1]}” overlap only in part.")


# ------------------------------------------------------------------------------- force


def _force(left: _Side, right: _Side, more: _Tally) -> None:
    one, two = left.shape, right.shape
    ranks = _RANK.get(one.force, 3), _RANK.get(two.force, 3)
    if one.optional is not two.optional:
        strict = ranks[1] if one.optional else ranks[0]
        if strict == 3 and not (two if one.optional else one).forbids:
            more.against += ONE
            more.certain = True
            who = ("{left}", "{right}") if one.optional else ("{right}", "{left}")
            more.clash.append(f"{who[0]} gives leave not to do what {who[1]} asks")
    elif ranks[0] != ranks[1] and not (one.forbids or two.forbids):
        words = f"{{left}} {_FORCE_WORD[ranks[0]]}, {{right}} {_FORCE_WORD[ranks[1]]}."
        more.add(left=ranks[0] > ranks[1], weight=ONE, reason=f"The force differs: {words}")


# ------------------------------------------------------------------------------- and, or


def _joined(lined: LinedUp, left: _Side, right: _Side, more: _Tally) -> None:
    """Both of two things asks for more than either of them."""
    partners: dict[int, set[int]] = {}
    for pair in lined.pairs:
        if pair.given >= 0.5:
            partners.setdefault(pair.left, set()).add(pair.right)
    theirs = {(i, j): word for i, j, word in _links(right)}
    for i, j, word in _links(left):
        there = {
            theirs[pair]
            for a in partners.get(i, ())
            for b in partners.get(j, ())
            for pair in ((min(a, b), max(a, b)),)
            if pair in theirs
        }
        if word not in there and there:
            both, either = ("{left}", "{right}") if word == "and" else ("{right}", "{left}")
            more.add(
                left=word == "and", weight=ONE, reason=f"{both} asks for both where {either} asks for either."
            )
            return


def _links(side: _Side) -> list[tuple[int, int, str]]:
    """Neighbouring units that `and` or `or` joins, where doing is asked for."""
    found = []
    for place in range(1, len(side.units)):
        one, two = side.units[place - 1], side.units[place]
        chosen = two.place is Place.SUBJECT and _CHOICE.match(side.text)
        if not (two.place is Place.PREDICATE or chosen) or two.negated:
            continue
        gap = re.findall(r"\b(and|or)\b", side.text[one.spans[0].end : two.spans[0].start])
        if gap:
            found.append((place - 1, place, gap[-1]))
    return found


# ------------------------------------------------------------------------------- denial


def _best(lined: LinedUp) -> list[Pairing]:
    """The best pairing of every unit on either side; the same thing said before its opposite."""
    order = sorted(lined.pairs, key=lambda p: (-(p.given + p.back), p.how == "opposite", p.left, p.right))
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for pair in order:
        if pair.left not in left or pair.right not in right:
            left.add(pair.left)
            right.add(pair.right)
            found.append(pair)
    return found


def _denied(best: Sequence[Pairing], left: _Side, right: _Side, more: _Tally) -> None:
    for pair in best:
        ours, theirs = left.units[pair.left], right.units[pair.right]
        if max(pair.given, pair.back) < SURE:
            continue
        if (pair.how == "opposite") ^ ours.negated ^ theirs.negated:
            if Place.EXCEPTION in {ours.place, theirs.place}:
                continue
            more.against += (ours.weight + theirs.weight) / 2
            more.clash.append(_told(ours, theirs, pair.how))


def _told(ours: Unit, theirs: Unit, how: str) -> str:
    if how == "opposite":
        return f"{{left}} says “{ours.word}”, {{right}} “{theirs.word}”"
    asks, denies = ("{right}", "{left}") if ours.negated else ("{left}", "{right}")
    return f"{asks} asks for “{ours.word}” and {denies} denies it"


# ------------------------------------------------------------------------------- the meeting


def _met(side: _Side) -> float:
    return sum(u.weight * got for u, got in zip(side.units, side.met, strict=True) if got >= ANSWERED)


def _meets(mine: _Side, other: _Side, best: Sequence[tuple[int, int, float]]) -> tuple[float, float]:
    """The share of what one side asks to be done that the other answers, and the weight of the meeting."""
    got: dict[int, float] = {}
    for place, there, given in best:
        shared = Place.SUBJECT is mine.units[place].place is other.units[there].place
        got[place] = max(got.get(place, 0.0), given * (ADDRESSED if shared else 1.0))
    asked = [
        (p, u) for p, u in enumerate(mine.units) if u.place is not Place.SUBJECT or got.get(p, 0) > ADDRESSED
    ]
    total = sum(unit.weight for _, unit in asked)
    done = sum(unit.weight * got.get(place, 0.0) for place, unit in asked)
    meeting = sum(mine.units[place].weight * value for place, value in got.items())
    return (done / total if total else 0.0), meeting
