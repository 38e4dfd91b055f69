"""What a row says of its own reasons: the smaller page models for how sure and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One bar of the waterfall in words.

    Attributes:
        signal: The signal's name.
        saw: What it saw.
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
        number: 0.00 to 1.00; empty where the program proposed nothing.
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
        verdict: The contract's word for the finding.
        word: The page's word for it.
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
    """What bore out a relation.

    Attributes:
        relation: The relation's word, as the program computes it.
        test: A sentence that an analyst can accept or refuse.
        reasons: What decided it and what to mind, in plain sentences; a measure's stand part by part.
        sure: How sure the rules are of the relation, given the pair, 0.00 to 1.00; empty where not calibrated.
    """

    relation: str
    test: str
    reasons: tuple[str, ...]
    sure: str = ""
