"""What each of two texts asks beyond the other, and where the two speak against one another.

A phrase that only one side has does one of two things. It asks for more ("and gloves", "within 30
days", "by a qualified person"), or it narrows what is asked ("of children", "unless a court orders
it", "or a lift"), and then the other side, which goes without it, asks for more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from crosswalk.language.clause import ClauseAnalysis, Role
from crosswalk.language.normalize import fold
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.relation import Modality
from crosswalk.relate.align import MIN_COVERAGE, AlignedPair, UnitAlignment
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.definitions import ExpandedTerm
from crosswalk.relate.governed_by import ConstraintScope
from crosswalk.relate.quantity_conflicts import compare_constraints
from crosswalk.relate.sentence_alignment import Sentences
from crosswalk.relate.tally import ONE, ClauseSide, DifferenceTally
from crosswalk.relate.unit_index import UnitIndex
from crosswalk.relate.unmatched import CHOICE, weigh_unmatched

# People and bodies that both texts address are no meeting by themselves.
ADDRESSED = 0.25
_WHO = {Role.SUBJECT, Role.AGENT}
_ON = re.compile(r" (?:of|on|about|for|to|how|regarding|concerning|that|which)\b")
# "Data flows are mapped": in a statement in the passive voice the subject is what it is about.
_UNDERGOES = re.compile(r"[^.;:]{3,120}? (?:is|are) (?:[a-z]+, )*[a-z]+(?:ed|wn|sen)\b")
_AND_OR = re.compile(r"\b(?:and|or)\b")
# A pairing this good can be denied by one side and asked by the other.
SURE = 0.9
# A text that asks so many things is long.
MANY = 25
_RANK = {Modality.SHOULD: 2, Modality.MAY: 1}
_FORCE_WORD = {3: "asks for it as a duty", 2: "only advises it", 1: "only allows it"}


@dataclass(frozen=True, slots=True)
class Differences:
    """Two texts weighed against one another.

    `left_more` and `right_more` are the weights of what each asks beyond the other, `met` the
    weight of what they share, `meeting` that weight with shared addressees counting little, and
    `left_meets`, `right_meets` its share (0..1) of what each asks them to do. `named` is the weight of what they
    share that the field has a name for. `against` is the
    weight of what one asks and the other denies, `certain` says that force or a number decides that, `firm` that
    one side lists a thing that the other does not. `reasons` say what decided, in sentences that
    speak of `{left}` and `{right}`, `notes` what an analyst should know besides. `acts` tells whether what one says is
    done is answered by the other, and is None where neither says so in a word of content; `verbatim` says that one has all the words of the other,
    `followed` tells of each defined term whose definition was answered, and `long` says that both texts say many things.
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
    acts: bool | None = None
    verbatim: bool = False
    followed: tuple[str, ...] = ()
    long: bool = False


NOTHING = Differences(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def find_differences(
    lined: UnitAlignment, asks: UnitIndex, followed: Sequence[ExpandedTerm] = ()
) -> Differences:
    """Weigh two provisions that were lined up, with the defined terms that were followed."""
    shapes = asks.left_shapes[lined.left.id], asks.right_shapes[lined.right.id]
    left = ClauseSide(fold(lined.left.text), lined.ours, lined.left_coverage, shapes[0])
    right = ClauseSide(fold(lined.right.text), lined.theirs, lined.right_coverage, shapes[1])
    left, right = _of_one_build(left, right), _of_one_build(right, left)
    left, right = _without(left, followed, on_left=False), _without(right, followed, on_left=True)
    more = DifferenceTally()
    best = _best(lined)
    sentences = Sentences(left, right, lined.pairs)
    weigh_unmatched(left, right, more, best, sentences)
    compare_constraints(left, right, more, sentences, ConstraintScope(left, right, lined.pairs, sentences))
    _force(left, right, more)
    _weigh_both_required(lined, left, right, more, sentences)
    more.settle()
    _denied(best, left, right, more, sentences)
    frames = [_frame(side) for side in (left, right)]
    if not all(frames):
        frames = [set(), set()]
    meets_left, meeting_left = _meets(left, right, [(p.left, p.right, p.forward) for p in best], frames[0])
    meets_right, meeting_right = _meets(right, left, [(p.right, p.left, p.backward) for p in best], frames[1])
    named = fsum(
        max(p.forward, p.backward) * left.units[p.left].weight for p in best if left.units[p.left].concept
    )
    return Differences(
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
        (*more.notes, *_qualified(lined, shapes)),
        acts=_acts(left, right),
        verbatim=_verbatim(lined, left, right),
        followed=tuple(item.told for item in followed),
        long=min(len(left.units), len(right.units)) >= MANY,
    )


def _without(side: ClauseSide, followed: Sequence[ExpandedTerm], *, on_left: bool) -> ClauseSide:
    """A side without the limits that are part of the meaning of a term the other side uses."""
    known = [limit for item in followed if item.on_left is on_left for limit in item.quantities]
    rest = tuple(n for n in side.shape.quantities if not any(n.same(limit) for limit in known))
    return (
        side if rest == side.shape.quantities else replace(side, shape=replace(side.shape, quantities=rest))
    )


def _of_one_build(mine: ClauseSide, other: ClauseSide) -> ClauseSide:
    """A ban with a way out, read as a demand for that way out where the other text demands it."""
    shape = mine.shape.unless_as_requirement
    if shape is None or other.shape.forbids or other.shape.force is Modality.MAY:
        return mine
    units = [replace(u, role=shape.role(u.spans[0]), negated=shape.negated(u.spans[0])) for u in mine.units]
    turned = [
        got for old, new, got in zip(mine.units, units, mine.met, strict=True) if old.role is not new.role
    ]
    return ClauseSide(mine.text, units, mine.met, shape) if max(turned, default=0.0) >= MIN_COVERAGE else mine


def _acts(left: ClauseSide, right: ClauseSide) -> bool | None:
    """Whether either side answers what the other says is to be done; None where neither says so."""
    done = [found for side in (left, right) for found in [_answered_action(side)] if found is not None]
    return any(done) if done else None


def _answered_action(side: ClauseSide) -> bool | None:
    for unit, got in zip(side.units, side.met, strict=True):
        if _is_action(unit, side):
            return None if unit.key in thesaurus().light_verbs else got >= MIN_COVERAGE
    return None


def _verbatim(lined: UnitAlignment, left: ClauseSide, right: ClauseSide) -> bool:
    """Whether one text has every word of the other, as that writes it."""
    alike = all(pair.how == "same" for pair in _best(lined))
    return alike and any(min(side.met, default=0.0) >= SURE for side in (left, right))


def _qualified(lined: UnitAlignment, shapes: tuple[ClauseAnalysis, ClauseAnalysis]) -> tuple[str, ...]:
    """What one side says under a reserve that the other does not make."""
    texts = lined.left.text, lined.right.text
    said = [
        list(dict.fromkeys(" ".join(s.of(text).lower().split()) for s in shape.hedges))
        for text, shape in zip(texts, shapes, strict=True)
    ]
    return tuple(
        f"{who} says so only “{words}”."
        for who, mine, other in (("{left}", said[0], said[1]), ("{right}", said[1], said[0]))
        for words in mine
        if words not in other
    )


# ------------------------------------------------------------------------------- force


def _force(left: ClauseSide, right: ClauseSide, more: DifferenceTally) -> None:
    one, two = left.shape, right.shape
    if one.mixed or two.mixed:
        return  # a text that commands one thing and allows another has no one force
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


def _weigh_both_required(
    lined: UnitAlignment, left: ClauseSide, right: ClauseSide, more: DifferenceTally, sentences: Sentences
) -> None:
    """Both of two things asks for more than either of them."""
    partners: dict[int, set[int]] = {}
    for pair in lined.pairs:
        if pair.forward >= 0.5:
            partners.setdefault(pair.left, set()).add(pair.right)
    theirs = {(i, j): word for i, j, word in _links(right)}
    for i, j, word in _links(left):
        there = {
            theirs[pair]
            for a in partners.get(i, ())
            for b in partners.get(j, ())
            for pair in ((min(a, b), max(a, b)),)
            if pair in theirs and sentences.face(left.units[i].spans[0], right.units[pair[0]].spans[0])
        }
        if word not in there and there:
            both, either = ("{left}", "{right}") if word == "and" else ("{right}", "{left}")
            more.add(
                left=word == "and", weight=ONE, reason=f"{both} asks for both where {either} asks for either."
            )
            return


def _links(side: ClauseSide) -> list[tuple[int, int, str]]:
    """Neighbouring units that `and` or `or` joins, where doing is asked for."""
    found = []
    for place in range(1, len(side.units)):
        one, two = side.units[place - 1], side.units[place]
        chosen = two.role is Role.SUBJECT and CHOICE.match(side.text)
        if not (two.role is Role.PREDICATE or chosen) or two.negated:
            continue
        gap = _AND_OR.findall(side.text, one.spans[0].end, two.spans[0].start)
        if gap:
            found.append((place - 1, place, gap[-1]))
    return found


# ------------------------------------------------------------------------------- denial


def _best(lined: UnitAlignment) -> list[AlignedPair]:
    """The best pairing of every unit on either side; the same thing said before its opposite."""
    order = sorted(
        lined.pairs, key=lambda p: (-(p.forward + p.backward), p.how == "opposite", p.left, p.right)
    )
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for pair in order:
        if pair.left not in left or pair.right not in right:
            left.add(pair.left)
            right.add(pair.right)
            found.append(pair)
    return found


def _denied(
    best: Sequence[AlignedPair],
    left: ClauseSide,
    right: ClauseSide,
    more: DifferenceTally,
    sentences: Sentences,
) -> None:
    sure = [
        (pair, left.units[pair.left], right.units[pair.right])
        for pair in best
        if max(pair.forward, pair.backward) >= SURE
    ]
    # "Not together" is "apart": one denial that agrees with the other text settles the others.
    agrees = any(
        ours.negated != theirs.negated
        if pair.how == "opposite"
        else ours.negated and theirs.negated and (_is_action(ours, left) or _is_action(theirs, right))
        for pair, ours, theirs in sure
    )
    for pair, ours, theirs in sure:
        if not (pair.how == "opposite") ^ ours.negated ^ theirs.negated or (
            agrees and pair.how != "opposite"
        ):
            continue
        if pair.how == "opposite" and (more.timed or _parted(pair, more)):
            continue  # kept for so long and then destroyed; cold food at 5 degrees and hot food at 60
        places = {ours.role, theirs.role}
        who = places <= _WHO and not (left.shape.passive or right.shape.passive)
        if Role.EXCEPTION not in places and not who and _speak_against(pair, ours, theirs, sentences):
            done = pair.how == "opposite" and (_is_action(ours, left) or _is_action(theirs, right))
            more.against += max((ours.weight + theirs.weight) / 2, ONE if done else 0.0)
            more.clash.append(_conflict_sentence(ours, theirs, pair.how))


def _parted(pair: AlignedPair, more: DifferenceTally) -> bool:
    """Whether two words stand by numbers that bind different things."""
    return any(pair.left in one and pair.right in two for one, two in more.apart)


def _speak_against(pair: AlignedPair, ours: ContentUnit, theirs: ContentUnit, sentences: Sentences) -> bool:
    """Whether two texts of several sentences speak against one another where they speak of the same thing."""
    if sentences.single:
        return True
    facing = [(a, b) for a in ours.spans for b in theirs.spans if sentences.face(a, b)]
    if pair.how == "opposite":
        return bool(facing)
    return bool(facing) and all(
        sentences.denies(a, left=True) is not sentences.denies(b, left=False) for a, b in facing
    )


def _is_action(unit: ContentUnit, side: ClauseSide) -> bool:
    action = side.shape.action
    return action is not None and action.overlaps_any(unit.spans)


def _conflict_sentence(ours: ContentUnit, theirs: ContentUnit, how: str) -> str:
    if how == "opposite":
        return f"{{left}} says “{ours.word}”, {{right}} “{theirs.word}”"
    asks, denies = ("{right}", "{left}") if ours.negated else ("{left}", "{right}")
    return f"{asks} asks for “{ours.word}” and {denies} denies it"


# ------------------------------------------------------------------------------- the meeting


def _met(side: ClauseSide) -> float:
    return fsum(u.weight * got for u, got in zip(side.units, side.met, strict=True) if got >= MIN_COVERAGE)


def _frame(side: ClauseSide) -> set[int]:
    """What only frames an unanswered matter: the report, and its being sent, of a report on that matter."""
    for place, unit in enumerate(side.units):
        if unit.stem not in thesaurus().topic_nouns or not _ON.match(side.text, unit.spans[0].end):
            continue
        matter = side.met[place + 1 :]
        if matter and max(matter) < MIN_COVERAGE:
            action = side.shape.action
            return {place} | {
                n for n, u in enumerate(side.units) if action and u.spans[0].start == action.start
            }
    return set()


def _meets(
    mine: ClauseSide, other: ClauseSide, best: Sequence[tuple[int, int, float]], frame: set[int]
) -> tuple[float, float]:
    """The share of what one side asks to be done that the other answers, and the weight of the meeting."""
    got: dict[int, float] = {}
    for place, there, given in best:
        undergone = _UNDERGOES.match(mine.text) and _UNDERGOES.match(other.text)
        shared = (
            {mine.units[place].role, other.units[there].role} <= _WHO and not undergone
        ) or place in frame
        got[place] = max(got.get(place, 0.0), given * (ADDRESSED if shared else 1.0))
    asked = [
        (p, u) for p, u in enumerate(mine.units) if u.role is not Role.SUBJECT or got.get(p, 0) > ADDRESSED
    ]
    total = fsum(unit.weight for _, unit in asked)
    done = fsum(unit.weight * got.get(place, 0.0) for place, unit in asked)
    meeting = fsum(mine.units[place].weight * value for place, value in got.items())
    return (done / total if total else 0.0), meeting
