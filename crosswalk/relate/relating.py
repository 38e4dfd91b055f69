"""How two listed provisions relate: named rules in order, each with its sentence and how often it was right.

The last rule always holds. `data/relations.json` records how often each was right on judged pairs; it is refitted by
tests/benchmarks/fit_relations.py.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.data import load
from crosswalk.language.thesaurus import stems
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.answered import own_words, word_order
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
_OWN_WORDS, _SAME_MEANING = 2, 0.75
# Said anew: at most so many words that the other lacks, less than this share in the same order, and at least this cosine.
_FEW, _ANEW = 3, 0.55
# A short text in other words is the same from this cosine on, by what a comparison word by word says of the two.
_REWORDED = {Relation.SUBSET: 0.7, Relation.SUPERSET: 0.7, Relation.INTERSECTS: 0.85}
# Longer texts of this similarity that differ in a figure or in modality are treated the same way.
_NEARLY_SAME = 0.9
# A term that a definition begins with, and a definition that only says where the meaning is given.
_QUOTED = re.compile(r"\W*(?:[Tt]he term )?[“\"]([^”\"]+)[”\"]")
_GIVEN = re.compile(
    r"\bha(?:s|ve) the (?:same )?meanings? given\b(?:[^,;.]|\b(?:secs?|U\.S\.C|CFR)\.|\.(?=\d))*\W*$"
)
_DENIALS = frozenset({"no", "not", "never", "neither", "nor"})
# The most words for which a conflict found in the wording is trusted.
_READABLE = 45
# Cosines of whole texts: about the same act, and close enough that opposite force is a conflict.
_ALIKE, _OPPOSED, _SOME = 0.55, 0.68, 0.35
# The least share answered of one side of a conflict in the wording of long texts.
_MOST = 0.75
# The least chance that one text holds the other.
_LIKELY = 0.5
# From these cosines of the objects and of the texts on, two limits bind the same thing.
_BOUND, _BOUND_TEXTS = 0.6, 0.65
# Below the first cosine the texts are about different acts; below the second one is only the means of the other.
_OTHER_ACT, _MEANS_ONLY = 0.55, 0.45
# From this cosine of the objects on both sides do something with the same thing, and neither only helps the other.
_SHARED_OBJECT = 0.55
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


def weights() -> Mapping[str, float]:
    """The fitted shares of `data/relations.json`, by the names of the rules."""
    found: Mapping[str, float] = load("relations.json")
    return found


def _same_words(pair: PairReading) -> bool:
    if pair.verbatim:
        return True
    same = not pair.numbers_differ and not pair.forces_differ and not _clashes(pair)
    if _edited(pair):
        # The wording takes a word that is said twice on one side, and an idle one, for an addition.
        return same and pair.same_content
    return same and pair.most_missing == 0 and not _turned(pair)


def _turned(pair: PairReading) -> bool:
    """Whether a word that turns the sense is in one text only: a denial, or "either" beside "and"."""
    ours, theirs = (set(own_words(side.text)) for side in (pair.left, pair.right))
    return _DENIALS.isdisjoint(ours) is not _DENIALS.isdisjoint(theirs) or ("either" in ours) is not (
        "either" in theirs
    )


def _edited(pair: PairReading) -> bool:
    """Whether the two are short texts that differ in a few words, or longer ones in a figure or in force.

    The wording does not see lead-ins, so it does not decide where they differ.
    """
    short = pair.words <= _SHORT and pair.likeness >= _EDITED and not pair.lead_ins_differ
    other = pair.numbers_differ or pair.forces_differ or _turned(pair)
    return short or (pair.likeness >= _NEARLY_SAME and other)


def _clashes(pair: PairReading) -> bool:
    if pair.most_missing == 0 and not _turned(pair) and _denies(pair.left):
        return False  # both say all that the other says, denials too
    if _edited(pair) or pair.both_forbid:
        return pair.wording is Relation.CONTRARY and not pair.both_forbid
    readable = pair.words <= _READABLE and pair.likeness >= _ALIKE
    # In texts that mostly use other words, opposed words are seldom a conflict unless modality or a figure differs.
    differs = pair.opposed or pair.numbers_differ or pair.forces_differ
    worded = pair.wording is Relation.CONTRARY and differs and (readable or pair.most_answered >= _MOST)
    opposed = pair.opposed and pair.likeness >= _OPPOSED and pair.least_answered >= _SOME
    return worded or opposed


def _denies(side: ProvisionFrames) -> bool:
    return not _DENIALS.isdisjoint(own_words(side.text))


def _reworded(pair: PairReading) -> bool:
    """Whether two short texts mean nearly the same with other words or in another order, and no figure differs.

    What was put into a sentence or left out leaves the order of the others; who says it anew changes the order.
    """
    if not _edited(pair) or pair.numbers_differ or pair.forces_differ:
        return False
    if pair.wording not in _REWORDED:
        return False
    ours, theirs = pair.left_answered.missing, pair.right_answered.missing
    other_words = (
        min(ours, theirs) >= _OWN_WORDS and abs(ours - theirs) <= 1 and pair.likeness >= _SAME_MEANING
    )
    anew = max(ours, theirs) <= _FEW and word_order(pair.left, pair.right) < _ANEW
    return pair.likeness >= _REWORDED[pair.wording] and (
        anew or (other_words and pair.wording is not Relation.INTERSECTS)
    )


def _worded(relation: Relation) -> Callable[[PairReading], bool]:
    return lambda pair: pair.wording is relation and _edited(pair)


def _each_adds(pair: PairReading) -> bool:
    """Whether two short texts add something each, and neither is all in the other, which says several words more."""
    ours, theirs = pair.left_answered.missing, pair.right_answered.missing
    nested = pair.words > _SHORT and min(ours, theirs) == 0 and max(ours, theirs) > _OWN_WORDS
    return _worded(Relation.INTERSECTS)(pair) and not nested


def _takes_over(pair: PairReading) -> bool:
    """Whether both define one term, one of them only by saying where its meaning is given."""
    ours, theirs = (_term(side) for side in (pair.left, pair.right))
    if not ours or stems(ours) != stems(theirs):
        return False
    given = [bool(_GIVEN.search(side.own_text)) for side in (pair.left, pair.right)]
    return given[0] is not given[1]


def _term(side: ProvisionFrames) -> str:
    """The term that a provision defines; empty if it defines none."""
    quoted = _QUOTED.match(side.own_text)
    return side.main.term if side.main and side.main.term else quoted[1] if quoted else ""


def _uses_term(pair: PairReading) -> bool:
    """Whether one side defines a term that the other only uses: neither then asks part of the other."""
    if stems(_term(pair.left)) == stems(_term(pair.right)):
        return False
    return any(
        defined and _has_words(other, own_words(defined[1]))
        for side, other in ((pair.left, pair.right), (pair.right, pair.left))
        for defined in [_QUOTED.match(side.own_text)]
    )


def _has_words(side: ProvisionFrames, term: Sequence[str]) -> bool:
    """Whether a text has the words of a term, one behind the other; a text that begins with them may define it."""
    return bool(term) and f" {stems(' '.join(term))} " in f"{stems(' '.join(own_words(side.own_text)))} "


def _held(*, left: bool, right: bool) -> Callable[[PairReading], bool]:
    """A test whether each side holds the other, likelier than not."""
    return lambda pair: (pair.left_held >= _LIKELY) is left and (pair.right_held >= _LIKELY) is right


def _serves(helper: ProvisionFrames, helped: ProvisionFrames, pair: PairReading) -> bool:
    """Whether doing one helps the other, although the two share little."""
    if pair.likeness >= _BOUND_TEXTS or pair.same_object >= _SHARED_OBJECT:
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
    RelationRule(
        "one takes its definition from elsewhere",
        "Both define the same term, one of them by saying where its meaning is given.",
        _takes_over,
        Relation.EQUAL,
    ),
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
        "short texts that each add something",
        "The two differ in a few words, and each adds something.",
        _each_adds,
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
        "one defines a term that the other uses",
        "One defines a term that the other uses.",
        _uses_term,
        Relation.INTERSECTS,
    ),
    RelationRule(
        "nearly all of each is in the other",
        "Nearly all of what each says is in the other.",
        _held(left=True, right=True),
        Relation.EQUAL,
    ),
    RelationRule(
        "the left lies within the right",
        "What the left says is in the right, which says more.",
        _held(left=True, right=False),
        Relation.SUBSET,
    ),
    RelationRule(
        "the left holds the right",
        "What the right says is in the left, which says more.",
        _held(left=False, right=True),
        Relation.SUPERSET,
    ),
    RelationRule(
        "both concern the same thing",
        "Both concern the same thing, and each adds to it.",
        lambda _: True,
        Relation.INTERSECTS,
    ),
)


def first_rule(pair: PairReading) -> RelationRule:
    """The first rule that holds for a pair that was read together."""
    return next(rule for rule in RULES if rule.holds(pair))
