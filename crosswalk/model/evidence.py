"""What was read in a text, and what was seen between two texts; every finding has its span."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crosswalk.model.relation import Basis, Coverage, Duty, Relation


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in a provision's `text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]

    def within(self, other: "Span") -> bool:
        """Whether it lies inside another."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def overlaps_any(self, others: Iterable["Span"]) -> bool:
        """Whether it has a character in common with any of several."""
        return any(self.start < other.end and other.start < self.end for other in others)


def joined_words(text: str, spans: Iterable[Span]) -> str:
    """The words of several spans, with an ellipsis where words between them are left out."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


class Part(StrEnum):
    """The parts of a performance measure, in the order they are compared."""

    STATISTIC = "statistic"
    OUTCOME = "outcome"
    POPULATION = "population"
    CONDITION = "condition"
    TIMING = "timing"
    EXCLUSIONS = "exclusions"
    LEVEL = "level"
    AUTHORITY = "authority"


class PartVerdict(StrEnum):
    """What comparing one part of two measures found."""

    SAME = "same"
    DIFFERS = "differs"
    SILENT = "one side silent"
    UNKNOWN = "unknown"
    NEITHER = "both silent"


@dataclass(frozen=True, slots=True)
class Reading:
    """One part of one measure as read: comparable values, the words, and where they stand.

    `values` is a sorted tuple of plain tokens such as `median` or `quarter 2 after program exit`.
    `state` is `read`, `silent` (the text says nothing) or `unknown` (the source was not read).
    `source` is the id of the provision whose text the spans refer to.
    """

    part: Part
    values: tuple[str, ...] = ()
    words: str = ""
    spans: tuple[Span, ...] = ()
    state: str = "read"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """The anatomy of one performance measure.

    `riders` are parts that other provisions of the document add, each naming its provision as
    `source`; their values are among those of `readings`. `imports` are the measures that a clause
    takes over by reference ("the indicators described in subclauses (III) through (VI)").
    """

    provision: str
    readings: Mapping[Part, Reading]
    riders: tuple[Reading, ...] = ()
    imports: tuple["Measure", ...] = ()


@dataclass(frozen=True, slots=True)
class PartComparison:
    """One part of two measures, laid side by side, with a plain sentence."""

    part: Part
    verdict: PartVerdict
    left: Reading
    right: Reading
    sentence: str


class NoteKind(StrEnum):
    """The kinds of thing that the text pipeline marks."""

    CONCEPT = "concept"
    CITATION = "citation"
    ACTOR = "actor"
    DUTY = "duty"
    DEFINED = "defined term"
    QUALIFIER = "qualifier"
    NEGATION = "negation"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One thing marked in a text: what kind, its normal form, and where it stands.

    `value` is a lexicon concept id, a citation in house form, an actor, a duty word.
    `target` is the provision id it points to, where there is one in the same corpus.
    """

    span: Span
    kind: NoteKind
    value: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """Everything the text pipeline read in one provision."""

    provision: str
    notes: tuple[Note, ...] = ()
    duty: Duty = Duty.STATES
    actor: str = ""
    defines: str = ""
    measure: Measure | None = None

    def of(self, kind: NoteKind) -> tuple[Note, ...]:
        """The notes of one kind, in the order of the text."""
        return tuple(note for note in self.notes if note.kind is kind)

    @property
    def concepts(self) -> frozenset[str]:
        """The lexicon concepts the text names."""
        return frozenset(note.value for note in self.notes if note.kind is NoteKind.CONCEPT)


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
    """One phrase on the left answered by one on the right; `number` pairs them for eye and ear."""

    number: int
    left: tuple[Span, ...]
    right: tuple[Span, ...]
    concept: str
    how: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which phrases of two texts answer one another, and what is left over on each side.

    `left_share` and `right_share` (0..1) are the parts of what each provision asks that the other
    answers, weighed by what the phrases ask, not by their letters. `shared` is the weight of what is
    answered, not as a share: how much there is to the meeting itself.
    """

    matches: tuple[Match, ...] = ()
    left_only: tuple[Span, ...] = ()
    right_only: tuple[Span, ...] = ()
    left_share: float = 0.0
    right_share: float = 0.0
    left_added: tuple[str, ...] = ()
    right_added: tuple[str, ...] = ()
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """How two provisions relate, read from left to right, and why.

    `strength` is 0..10, or None where the levels differ too much for a number to mean anything.
    `confidence` (0..1) tells how sure the rules are of the relation, given the pair; None where nothing
    was calibrated for the case.
    """

    relation: Relation
    basis: Basis
    sentence: str
    strength: int | None
    test: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that software proposes; never shown as fact.

    `score` orders candidates within one run; `confidence` (0..1) is calibrated and comparable;
    `rank` counts from 1 among the left provision's candidates.
    """

    left: str
    right: str
    score: float
    confidence: float
    rank: int
    evidence: tuple[Evidence, ...] = ()
    judgement: Judgement | None = None
    alignment: Alignment = field(default_factory=Alignment)
    parts: tuple[PartComparison, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How far one provision is answered by the other document, and where else an answer was found.

    `best` holds the ids of the counterparts, `near` what came closest where there is none,
    `elsewhere` provisions of the same law, outside the part compared, that do answer. `verified` is
    the coverage that is left when only counterparts checked against their source are counted.
    """

    provision: str
    side: str
    coverage: Coverage
    best: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    searched: str = ""
    reason: str = ""
    no_counterpart: float = 0.0
    verified: Coverage = Coverage.NOT_ASSESSED
