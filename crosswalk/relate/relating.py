"""How two listed provisions relate: named rules in order, each with its sentence and how often it was right.

The last rule always holds. `data/relations.json` records how often each was right on judged pairs; it is refitted by
tests/benchmarks/fit_relations.py.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.answered import AnsweredShare
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.support import (
    gives_evidence,
    is_criterion,
    is_means,
    reports,
    speaks_of_training,
    states_aim,
    states_result,
    trains_staff,
    uses_evidence,
)

# Texts of at most this many words and of this similarity differ in a word or two: then the wording decides.
_SHORT, _EDITED = 20, 0.5
# Each then has at least this many words of its own, and the two have at least this cosine.
_OWN_WORDS, _REWORDED = 2, 0.75
# Longer texts of this similarity that differ in a figure or in modality are treated the same way.
_NEARLY_SAME = 0.9
# The most words for which a conflict found in the wording is trusted.
_READABLE = 45
# Cosines of whole texts: about the same act, and close enough that opposite force is a conflict.
_ALIKE, _OPPOSED, _SOME = 0.55, 0.68, 0.35
# The least share of both sides answered, with the most words left over; and the least share for long texts.
_ALL, _LEFT_OVER, _LONG = 0.66, 4, 0.8
# The least share answered of one side, and by how much the other must be less.
_MOST, _MORE = 0.75, 0.2
# A text of which this share is answered adds nothing of weight.
_PART = 0.78
# The least cosine of texts of which one contains the words of the other: a long list may contain them by chance.
_NESTED = 0.5
# From these cosines of the objects and of the texts on, two limits bind the same thing.
_BOUND, _BOUND_TEXTS = 0.6, 0.65
# Below the first cosine the texts are about different acts; below the second one is only the means of the other.
_OTHER_ACT, _MEANS_ONLY = 0.55, 0.45
# If neither side is answered by this share, one may support the other.
_HALF = 0.55


@dataclass(frozen=True, slots=True)
class RelationRule:
    """One rule: its name, its sentence on a pair, its test and its relation."""

    name: str
    sentence: str
    holds: Callable[[PairReading], bool]
    relation: Relation

    @property
    def confidence(self) -> float:
        """The share of judged pairs on which the rule was right, 0..1."""
        return weights()[self.name]


@cache
def weights() -> Mapping[str, float]:
    """The fitted shares of `data/relations.json`, by the names of the rules."""
    found: Mapping[str, float] = json.loads((files("crosswalk.data") / "relations.json").read_text("utf-8"))
    return found


def _same_words(pair: PairReading) -> bool:
    if pair.verbatim:
        return True
    same = not pair.numbers_differ and not pair.forces_differ and not _clashes(pair)
    if _edited(pair):
        # The wording takes a word that is said twice on one side, and an idle one, for an addition.
        return same and pair.same_content
    return same and pair.most_missing == 0


def _edited(pair: PairReading) -> bool:
    """Whether the two are short texts that differ in a few words, or longer ones in a figure or in force.

    The wording does not see lead-ins, so it does not decide where they differ.
    """
    short = pair.words <= _SHORT and pair.likeness >= _EDITED and not pair.lead_ins_differ
    return short or (pair.likeness >= _NEARLY_SAME and (pair.numbers_differ or pair.forces_differ))


def _clashes(pair: PairReading) -> bool:
    if _edited(pair) or pair.both_forbid:
        return pair.wording is Relation.CONTRARY and not pair.both_forbid
    readable = pair.words <= _READABLE and pair.likeness >= _ALIKE
    # In texts that mostly use other words, opposed words are seldom a conflict unless modality or a figure differs.
    differs = pair.opposed or pair.numbers_differ or pair.forces_differ
    worded = pair.wording is Relation.CONTRARY and differs and (readable or pair.most_answered >= _MOST)
    opposed = pair.opposed and pair.likeness >= _OPPOSED and pair.least_answered >= _SOME
    return worded or opposed


def _reworded(pair: PairReading) -> bool:
    """Whether each of two short texts that mean nearly the same has a few words of its own, and no figure differs."""
    ours, theirs = pair.left_answered.missing, pair.right_answered.missing
    own_words = min(ours, theirs) >= _OWN_WORDS and abs(ours - theirs) <= 1
    nested = pair.wording in {Relation.SUBSET, Relation.SUPERSET}
    alike = pair.likeness >= _REWORDED and not pair.numbers_differ and not pair.forces_differ
    return _edited(pair) and nested and own_words and alike


def _worded(relation: Relation) -> Callable[[PairReading], bool]:
    return lambda pair: pair.wording is relation and _edited(pair)


def _alike(pair: PairReading) -> bool:
    added = _adds(pair.left_answered, pair.right_answered) or _adds(pair.right_answered, pair.left_answered)
    return _near(pair) and not (added or pair.left_adds or pair.right_adds)


def _near(pair: PairReading) -> bool:
    """Whether nearly all of each text is in the other."""
    close = pair.least_answered >= _ALL and pair.most_missing <= _LEFT_OVER
    return close or pair.most_missing <= 1 or (pair.least_answered >= _LONG and not _within(pair))


def _within(pair: PairReading) -> bool:
    return _held(pair.left_answered, pair.right_answered) or _held(pair.right_answered, pair.left_answered)


def _held(inner: AnsweredShare, outer: AnsweredShare) -> bool:
    return inner.share >= _MOST and inner.share - outer.share >= _MORE and outer.share < _PART


def _adds(inner: AnsweredShare, outer: AnsweredShare) -> bool:
    """Whether all of one text is in the other, of which a good part has words of its own."""
    return inner.missing == 0 and outer.missing > _OWN_WORDS and outer.share < _PART


def _lies_within(pair: PairReading) -> bool:
    ours, theirs = pair.left_answered, pair.right_answered
    if _near(pair) and pair.right_adds and not pair.left_adds:
        return True
    alike = pair.likeness >= _NESTED or pair.wording is Relation.SUBSET
    return alike and (_held(ours, theirs) or _adds(ours, theirs))


def _holds_other(pair: PairReading) -> bool:
    ours, theirs = pair.left_answered, pair.right_answered
    if _near(pair) and pair.left_adds and not pair.right_adds:
        return True
    alike = pair.likeness >= _NESTED or pair.wording is Relation.SUPERSET
    return alike and (_held(theirs, ours) or _adds(theirs, ours))


def _serves(helper: ProvisionFrames, helped: ProvisionFrames, pair: PairReading) -> bool:
    """Whether doing one helps the other, although the two share little."""
    if pair.likeness >= _BOUND_TEXTS:
        return False
    # What is analyzed may be named whole where the analysis is used.
    if gives_evidence(helper) and uses_evidence(helped) and not gives_evidence(helped):
        return True
    if pair.most_answered >= _HALF:
        return False
    aim = states_aim(helped) and not states_aim(helper)
    result = states_result(helped) and not states_result(helper) and is_means(helper)
    taught = trains_staff(helper) and not speaks_of_training(helped)
    return aim or result or taught or _prepares(helper, helped, pair.likeness)


def _prepares(helper: ProvisionFrames, helped: ProvisionFrames, likeness: float) -> bool:
    """Whether one is a plan, money, training or information, and the other a mark of quality that such things lead to."""
    if not is_criterion(helped) or is_criterion(helper):
        return False
    means = is_means(helper) and not is_means(helped) and likeness < _OTHER_ACT
    return means or (reports(helper) and likeness < _MEANS_ONLY)


def _leaves_less_room(side: str) -> Callable[[PairReading], bool]:
    return lambda pair: pair.likeness >= _BOUND_TEXTS and pair.stricter == side and pair.same_object >= _BOUND


RULES: tuple[RelationRule, ...] = (
    RelationRule("the same words", "Both use the same words.", _same_words, Relation.EQUAL),
    RelationRule(
        "opposite force on the same act",
        "One forbids, or sets a limit against, what the other asks.",
        _clashes,
        Relation.CONTRARY,
    ),
    RelationRule(
        "opposite acts on the same object",
        "What one requires or allows, the other forbids or undoes.",
        lambda pair: pair.acts_clash and not pair.verbatim and pair.likeness < _NEARLY_SAME,
        Relation.CONTRARY,
    ),
    RelationRule(
        "short texts in other words",
        "The two say the same in other words.",
        _reworded,
        Relation.EQUAL,
    ),
    RelationRule(
        "a short text that asks less",
        "The two differ in a few words, and the left asks less.",
        _worded(Relation.SUBSET),
        Relation.SUBSET,
    ),
    RelationRule(
        "a short text that asks more",
        "The two differ in a few words, and the left asks more.",
        _worded(Relation.SUPERSET),
        Relation.SUPERSET,
    ),
    RelationRule(
        "short texts that ask the same",
        "The two ask the same in a few other words.",
        _worded(Relation.EQUAL),
        Relation.EQUAL,
    ),
    RelationRule(
        "short texts that each add something",
        "The two differ in a few words, and each adds something.",
        _worded(Relation.INTERSECTS),
        Relation.INTERSECTS,
    ),
    RelationRule(
        "the left sets the stricter limit",
        "Both set a limit of one kind on the same thing, and the left leaves less room.",
        _leaves_less_room("left"),
        Relation.SUPERSET,
    ),
    RelationRule(
        "the right sets the stricter limit",
        "Both set a limit of one kind on the same thing, and the right leaves less room.",
        _leaves_less_room("right"),
        Relation.SUBSET,
    ),
    RelationRule(
        "nearly all of each is in the other",
        "Nearly all of what each says is in the other.",
        _alike,
        Relation.EQUAL,
    ),
    RelationRule(
        "the left lies within the right",
        "What the left says is in the right, which says more.",
        _lies_within,
        Relation.SUBSET,
    ),
    RelationRule(
        "the left holds the right",
        "What the right says is in the left, which says more.",
        _holds_other,
        Relation.SUPERSET,
    ),
    RelationRule(
        "the left serves the right",
        "The left prepares, pays for or informs what the right states.",
        lambda pair: _serves(pair.left, pair.right, pair),
        Relation.SUPPORTS,
    ),
    RelationRule(
        "the right serves the left",
        "The right prepares, pays for or informs what the left states.",
        lambda pair: _serves(pair.right, pair.left, pair),
        Relation.SUPPORTED,
    ),
    RelationRule(
        "both concern the same thing",
        "Both concern the same thing, and each adds to it.",
        lambda _: True,
        Relation.INTERSECTS,
    ),
)


# The rule for two provisions that nothing but their wording brings together; a listed pair is worth a relation.
UNRELATED = RelationRule(
    "neither requires what the other does",
    "Nothing that one requires is in the other.",
    lambda pair: pair.wording is Relation.NONE,
    Relation.NONE,
)


def relate_frames(left: ProvisionFrames, right: ProvisionFrames) -> RelationRule:
    """The first rule that holds for a pair that is worth listing."""
    return first_rule(PairReading(left, right))


def relate_any(left: ProvisionFrames, right: ProvisionFrames) -> RelationRule:
    """The first rule that holds for two provisions that may have nothing in common."""
    pair = PairReading(left, right)
    return UNRELATED if UNRELATED.holds(pair) else first_rule(pair)


def first_rule(pair: PairReading) -> RelationRule:
    """The first rule that holds for a pair that was read together."""
    return next(rule for rule in RULES if rule.holds(pair))
