"""The page models of a row's reasons and confidence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One bar of the waterfall in words.

    Attributes:
        signal: The signal's name.
        saw: Its evidence.
        weight: What it added, with its sign.
        total: The score so far.
    """

    signal: str
    saw: str
    weight: str
    total: str


@dataclass(frozen=True, slots=True)
class ConfidenceView:
    """How sure the program is, and why.

    Attributes:
        word: The figure in a word.
        number: 0.00 to 1.00; empty if the program proposed nothing.
        sentence: The strongest reasons.
        reasons: All reasons, one by one.
    """

    word: str
    number: str
    sentence: str
    reasons: tuple[ReasonView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of two measures side by side.

    Attributes:
        name: The part in plain words.
        verdict: The verdict in the contract's word.
        word: The verdict in the page's word.
        left: The left value, and the words it was read from.
        right: The right value likewise.
        sentence: The finding as a sentence.
    """

    name: str
    verdict: str
    word: str
    left: str
    right: str
    sentence: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """What supports a relation.

    Attributes:
        relation: The relation's word, as the program computes it.
        test: A sentence that an analyst can accept or reject.
        reasons: What decided it and what to keep in mind, in sentences; empty for measures, which have parts.
        sure: The confidence in the relation, given the pair, 0.00 to 1.00; empty if not calibrated.
    """

    relation: str
    test: str
    reasons: tuple[str, ...]
    sure: str = ""
