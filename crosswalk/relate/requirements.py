"""Weigh what each of two texts requires beyond the other and where they conflict, and say how the wordings relate."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crosswalk.model.alignment import MatchType
from crosswalk.model.frame import FrameModality, ProvisionFrames, WordRole
from crosswalk.model.relation import Relation
from crosswalk.relate.compared_text import (
    MIN_COVERAGE,
    STRICT,
    Balance,
    ComparedText,
    compared_texts,
    weight,
)
from crosswalk.relate.limit_conflicts import compare_limits
from crosswalk.relate.narrowing import weigh_unmatched
from crosswalk.relate.word_matches import MatchedWords, WordMatch, match_words

# The least share of one side that the other must answer.
_SOME = 0.2
# The least weight of what the two share: a generic word in a short text is not enough.
_SHARED = 0.8
# Two long passages overlap if what they share weighs this much, even if it is a small share of each.
_PLENTY = 3.4
# Contrary texts are alike except for what they deny: shares of the better and the worse answered side, and the share denied.
_ALIKE, _AGAINST = ((0.6, 0.35), (0.9, 0.15)), 0.15
# The least share of the act that the other side must answer; the same if neither act is answered, unless the two
# share so much.
_DONE, _OTHERWISE, _FULL = 0.42, 0.7, 2.9
# The most that one text may add to all the words of the other and still be equal.
_ADDED = 0.37
# The most that equal texts may leave unanswered, on one side or on both, and the share for long texts.
_SLACK, _SLACK_BOTH, _LONG = 0.86, 1.43, 0.085
# The most that the smaller side may add and still be a subset.
_LEAST = 0.8
# The weight of a shared actor, which alone makes no pair.
_ACTOR = 0.25
_ACTORS = frozenset({WordRole.SUBJECT, WordRole.AGENT})
_STRICT = frozenset({FrameModality.MUST, FrameModality.IS})
# What says in which case something holds: two texts that deny it on one side only speak of other cases.
_CASES = frozenset({WordRole.CONDITION, WordRole.TIME})


@dataclass(frozen=True)
class WordComparison:
    """Two texts compared word by word: the sides, the matches, and the balance of what each requires."""

    left: ComparedText
    right: ComparedText
    matches: tuple[WordMatch, ...]
    balance: Balance

    @cached_property
    def shares(self) -> tuple[float, float]:
        """How much of each side the other answers, 0..1."""
        left, right = (side.shared() / (side.total() or 1.0) for side in (self.left, self.right))
        return left, right

    @cached_property
    def shared(self) -> float:
        """The weight of what the two share."""
        return max(self.left.shared(), self.right.shared())

    @cached_property
    def verbatim(self) -> bool:
        """Whether one text has every word of the other, in the same form."""
        same = all(match.how is MatchType.SAME for match in self.matches)
        return same and (self.left.is_whole_in_other() or self.right.is_whole_in_other())

    @cached_property
    def acts_meet(self) -> bool | None:
        """Whether either side answers the act of the other; None if neither names one."""
        named = [side.met[side.act] >= MIN_COVERAGE for side in (self.left, self.right) if side.names_act]
        return any(named) if named else None

    @cached_property
    def relation(self) -> Relation:
        """The relation that the wordings give; the first rule that holds decides."""
        balance = self.balance
        alike = any(max(self.shares) >= one and min(self.shares) >= both for one, both in _ALIKE)
        if balance.clash and alike and (balance.certain or balance.against >= _AGAINST * self.shared):
            return Relation.CONTRARY
        if not self._meet():
            return Relation.NONE
        least, most = sorted((balance.left, balance.right))
        tolerated = _LONG * self.shared
        little = most < _SLACK or (least > 0 and most < _SLACK_BOTH and not balance.firm) or most < tolerated
        if little and not balance.bound and not (self.verbatim and most > _ADDED):
            return Relation.EQUAL
        if least <= max(_LEAST, tolerated):
            return Relation.SUBSET if balance.left < balance.right else Relation.SUPERSET
        return Relation.INTERSECTS

    def _meet(self) -> bool:
        """Whether the two share enough, and the act is part of it."""
        enough = max(self.shares) >= _SOME and self.shared >= _SHARED
        done, weights = zip(*(self._answered_acts(is_left=side) for side in (True, False)), strict=True)
        meeting = max(weights)
        least = _OTHERWISE if self.acts_meet is False and meeting < _FULL else _DONE
        return (enough or self.shared >= _PLENTY) and (max(done) >= least or meeting >= _PLENTY)

    def _answered_acts(self, *, is_left: bool) -> tuple[float, float]:
        """The share of what one side requires to be done that the other answers, and the weight of what is shared.

        A shared actor counts little.
        """
        mine, other = (self.left, self.right) if is_left else (self.right, self.left)
        got: dict[int, float] = {}
        for match in self.matches:
            here, there = (match.left, match.right) if is_left else (match.right, match.left)
            actors = {mine.words[here].role, other.words[there].role} <= _ACTORS
            got[here] = max(got.get(here, 0.0), match.cover * (_ACTOR if actors else 1.0))
        required = [
            at
            for at, word in enumerate(mine.words)
            if word.role is not WordRole.SUBJECT or got.get(at, 0.0) > _ACTOR
        ]
        total = sum(weight(mine.words[at]) for at in required)
        done = sum(weight(mine.words[at]) * got.get(at, 0.0) for at in required)
        shared = sum(weight(mine.words[at]) * value for at, value in got.items())
        return (done / total if total else 0.0), shared


def compare_requirements(left: ProvisionFrames, right: ProvisionFrames) -> WordComparison:
    """Compare what two provisions require, word by word."""
    matched: MatchedWords = match_words(left, right)
    one, two = compared_texts(left, right, matched)
    balance = Balance()
    named = tuple(match for match in matched.matches if match.how is not MatchType.NEAR)
    weigh_unmatched(one, two, balance, named)
    _weigh_force(one, two, balance, named)
    compare_limits(one, two, balance, named)
    _weigh_choice(one, two, balance, named)
    _weigh_denial(one, two, balance, named)
    return WordComparison(one, two, matched.matches, balance)


def _weigh_force(
    left: ComparedText, right: ComparedText, balance: Balance, matches: Sequence[WordMatch]
) -> None:
    """Compare how strictly two texts bind; a duty and leave not to do it exclude each other."""
    if left.optional is not right.optional:
        strict = right if left.optional else left
        if strict.rank == STRICT and not strict.forbids:
            balance.exclude()
        return
    if any(_is_duty_and_leave(left, right, match) for match in matches):
        balance.exclude()
    if left.rank != right.rank and not (left.forbids or right.forbids):
        balance.bind(left=left.rank > right.rank)


def _is_duty_and_leave(left: ComparedText, right: ComparedText, match: WordMatch) -> bool:
    """Whether one text need not do what the other must."""
    one, two = left.words[match.left], right.words[match.right]
    forces = {one.force, two.force}
    done = {one.role, two.role} == {WordRole.PREDICATE} and one.kind in {"VERB", "NOUN"}
    return match.same and done and FrameModality.NEED_NOT in forces and bool(forces & _STRICT)


def _weigh_choice(
    left: ComparedText, right: ComparedText, balance: Balance, matches: Sequence[WordMatch]
) -> None:
    """Weigh "both ... and" against "either ... or"."""
    for match in matches:
        one, two = left.words[match.left], right.words[match.right]
        joined = [word.lists[0].joining if word.lists else "" for word in (one, two)]
        chosen = one.role is not WordRole.SUBJECT or one.chosen
        if match.same and set(joined) == {"and", "or"} and one.role is two.role and chosen:
            balance.bind(left=joined[0] == "and")
            return


def _weigh_denial(
    left: ComparedText, right: ComparedText, balance: Balance, matches: Sequence[WordMatch]
) -> None:
    """Weigh what one text requires and the other denies, or of which it requires the opposite."""
    sure = [match for match in matches if match.how is not MatchType.KIND]
    agreeing = [match for match in sure if not _disagree(left, right, match)]
    # "Not together" is "apart": one denial that agrees with the other text settles the others.
    settled = any(_settles(left, right, match) for match in sure)
    agreed = {match.left for match in agreeing}, {match.right for match in agreeing}
    for match in sure:
        opposite = match.how is MatchType.OPPOSITE
        roles = {left.words[match.left].role, right.words[match.right].role}
        passed_over = (
            match.left in agreed[0]
            or match.right in agreed[1]
            or (opposite and (balance.timed or match in balance.parted))
            or (settled and not opposite)
            or WordRole.EXCEPTION in roles
            or roles <= _ACTORS
            or (roles <= _CASES and not opposite)
            or _bans_another_act(left, right, match)
        )
        if not passed_over:
            balance.against += 1
            balance.clash = True


def _bans_another_act(left: ComparedText, right: ComparedText, match: WordMatch) -> bool:
    """Whether the words are denied by a ban on an act of which the other side says nothing."""
    sides = ((left, left.words[match.left]), (right, right.words[match.right]))
    return any(
        word.denied and side.forbids and side.names_act and side.met[side.act] < MIN_COVERAGE
        for side, word in sides
    )


def _disagree(left: ComparedText, right: ComparedText, match: WordMatch) -> bool:
    denied = left.words[match.left].denied ^ right.words[match.right].denied
    return denied is not (match.how is MatchType.OPPOSITE)


def _settles(left: ComparedText, right: ComparedText, match: WordMatch) -> bool:
    one, two = left.words[match.left].denied, right.words[match.right].denied
    if match.how is MatchType.OPPOSITE:
        return one is not two
    return one and two and (match.left == left.act or match.right == right.act)
