"""What was seen between two texts: matches, evidence, candidates and coverage; definitions in force."""

import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from crosswalk.model.annotation import MeasurePart, Part, Span
from crosswalk.model.frame import Level, Slot
from crosswalk.model.relation import Basis, Coverage, Relation


@dataclass(frozen=True, slots=True)
class PlaceAtLevel:
    """A provision of another text that answers one, at another level.

    `level` is statute, rule or guidance, `corpus` the id and edition of the text, `citation` the provision's name in
    sentences. `defines` is whether it defines the term in question.
    """

    level: str
    corpus: str
    provision: str
    citation: str
    words: str
    address: str = ""
    defines: bool = False


@dataclass(frozen=True, slots=True)
class OtherPage:
    """Another crosswalk of the same texts that names an answer: its id and its title."""

    crosswalk: str
    title: str


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """One place that defines a term.

    `level` is statute, rule, guidance or framework; `target` is the provision that holds the meaning, which is another
    one if the term is defined by reference. `citation` is the place's name in sentences.
    """

    level: str
    corpus: str
    as_of: str
    provision: str
    citation: str
    words: str
    target: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class DecidingTerm:
    """A term that two measures depend on, and that each side defines for itself.

    `left_term` and `right_term` are the term as each side's lexicon concept names it. The definitions of each side
    are in order of authority, the most binding first. `parts` are the parts of the comparison that the definitions decide: those
    that would be called the same or unknown without them.
    """

    left_term: str
    right_term: str
    left: tuple[TermDefinition, ...]
    right: tuple[TermDefinition, ...]
    parts: tuple[Part, ...] = ()

    @property
    def shared(self) -> str:
        """The words that the two terms end in: `exit` of program exit and career pathway exit."""
        both = zip(reversed(self.left_term.split()), reversed(self.right_term.split()), strict=False)
        words = [one for one, two in itertools.takewhile(lambda pair: pair[0] == pair[1], both)]
        return " ".join(reversed(words)) or self.left_term


# Two more states of coverage, besides those of `Coverage`.
UNCHECKED = "unchecked"
ELSEWHERE = "elsewhere"

# Each word for a confidence, from its least figure up to the next one's.
CONFIDENCE_BANDS = (("high", 0.5), ("moderate", 0.2), ("low", 0.0))
# From this confidence on a pair is called a possible counterpart, even if no matching words were found.
LIKELY = dict(CONFIDENCE_BANDS)["high"]


def confidence_word(chance: float) -> str:
    """A confidence (0..1) as a word: high, moderate or low.

    >>> confidence_word(0.7), confidence_word(0.3), confidence_word(0.1)
    ('high', 'moderate', 'low')
    """
    return next(word for word, least in CONFIDENCE_BANDS if chance >= least)


_T_co = TypeVar("_T_co", covariant=True)


class TwoSided(Protocol[_T_co]):
    """Whatever has the same thing on the left and on the right."""

    @property
    def left(self) -> _T_co:
        """What it has on the left."""

    @property
    def right(self) -> _T_co:
        """What it has on the right."""


class Side(StrEnum):
    """One side of a comparison."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT

    def of(self, pair: "TwoSided[_T_co]") -> _T_co:
        """What a row, a candidate, a part or a comparison has on this side."""
        return pair.left if self is Side.LEFT else pair.right


class MatchType(StrEnum):
    """How one phrase matches another; `NEAR` is by similar meaning only, `NONE` not at all."""

    SAME = "same"
    SYNONYM = "in other words"
    KIND = "kind of"
    OPPOSITE = "opposite"
    NEAR = "near"
    NONE = ""


class PartVerdict(StrEnum):
    """What comparing one part of two measures found."""

    SAME = "same"
    DIFFERS = "differs"
    SILENT = "one side silent"
    UNKNOWN = "unknown"
    NEITHER = "both silent"


@dataclass(frozen=True, slots=True)
class PartComparison:
    """One part of two measures compared, with a plain sentence."""

    part: Part
    verdict: PartVerdict
    left: MeasurePart
    right: MeasurePart
    sentence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one signal saw in a pair.

    `raw` is the signal's own score, `weight` what it added to the pair's total score (the bar of
    a waterfall); spans refer to the exact text of each side.
    """

    signal: str
    sentence: str
    raw: float
    weight: float
    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase on the left answered by one on the right; `number` is shown with both."""

    number: int
    left: tuple[Span, ...]
    right: tuple[Span, ...]
    how: MatchType


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which phrases of two texts answer one another, and what is left over on each side.

    `left_share` and `right_share` (0..1) are the shares of what each provision requires that the other
    answers, weighted by content and not by length.
    """

    matches: tuple[Match, ...] = ()
    left_only: tuple[Span, ...] = ()
    right_only: tuple[Span, ...] = ()
    left_share: float = 0.0
    right_share: float = 0.0
    left_added: tuple[str, ...] = ()
    right_added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationPrediction:
    """How two provisions relate, read from left to right, and why.

    `strength` is 0..10, or None if the levels differ too much for a number to mean anything.
    `confidence` (0..1) is how sure the rules are of the relation, given the pair; None if the case
    is not calibrated. `same` and `different` are the two parts of a sentence made from frames.
    """

    relation: Relation
    basis: Basis
    sentence: str
    strength: int | None
    test: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float | None = None
    same: str = ""
    different: str = ""


_NOT_ALIGNED = Alignment()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that software proposes; never shown as fact.

    `score` orders candidates within one run; `confidence` (0..1) is calibrated and comparable;
    `rank` counts from 1 among the left provision's candidates. `listed` is whether an expert would
    more likely than not list the pair; `why_not` is the reason if not. `fitted` is whether `confidence` is the fitted
    chance of that, and not the matcher's own. `adopted` is whether one of the two takes its definition from the other.
    """

    left: str
    right: str
    score: float
    confidence: float
    rank: int
    evidence: tuple[Evidence, ...] = ()
    prediction: RelationPrediction | None = None
    alignment: Alignment = _NOT_ALIGNED
    parts: tuple[PartComparison, ...] = ()
    fitted: bool = False
    listed: bool = True
    why_not: str = ""
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class UnmetSlot:
    """A part of a provision that no counterpart answers.

    `slot` is the part of the frame, `words` are the provision's own, `span` is where they are in its text.
    """

    slot: Slot
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class ProvisionCoverage:
    """How far one provision is answered by the other document, and where else an answer was found.

    `best` holds the ids of the counterparts, `near` the closest passages if there are none, `elsewhere` provisions of
    the same document outside the part compared that answer it, and `levels` those of the rules, guidance or statute
    beside it. `page` is the other crosswalk of the same texts that names these places, which is where they are decided;
    None if the search of this crosswalk found them. `verified` is the coverage if only counterparts checked against their source are counted. `unmet` holds
    the parts of the provision that no counterpart answers, in the order of their slots. `reason` is why the answer is
    not a full one, or why the provision is not assessed. `question` is what a person must decide, `actor` and
    `actor_level` who could decide it; all three are empty if nothing is open.
    """

    provision: str
    side: Side
    coverage: Coverage
    best: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    searched: str = ""
    reason: str = ""
    no_counterpart: float = 0.0
    verified: Coverage = Coverage.NOT_ASSESSED
    unmet: tuple[UnmetSlot, ...] = ()
    question: str = ""
    actor: str = ""
    actor_level: Level = Level.NONE
    levels: tuple[PlaceAtLevel, ...] = ()
    page: OtherPage | None = None

    @property
    def standing(self) -> str:
        """How far the provision is covered, in the contract's word, or `unchecked` or `elsewhere`.

        Only checked words count. What rests on words that nobody checked against their source has a word
        of its own, so that no count takes it for an answer; so has what another part of the document covers, or a
        text at another level.
        """
        if self.coverage is Coverage.NOT_FOUND and (self.elsewhere or self.levels):
            return ELSEWHERE
        met = self.coverage in (Coverage.COVERED, Coverage.PARTLY)
        if met and self.verified is Coverage.NOT_FOUND:
            return UNCHECKED
        if met and self.verified in (Coverage.PARTLY, Coverage.CONTRARY):
            return self.verified.value
        return self.coverage.value
