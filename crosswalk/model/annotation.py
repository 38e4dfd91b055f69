"""Annotations of a text: spans, notes and the parts of a measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.model.relation import Modality


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in a provision's `text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]

    def within(self, other: "Span") -> bool:
        """Whether it is inside another span."""
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


class PartState(StrEnum):
    """What is known of one part of a measure: it was read, the text is silent on it, or the source was not read."""

    READ = "read"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """One part of one measure as read: comparable values, the words, and their spans.

    `values` is a sorted tuple of plain tokens such as `median` or `quarter 2 after program exit`.
    `source` is the id of the provision whose text the spans refer to.
    """

    part: Part
    values: tuple[str, ...] = ()
    words: str = ""
    spans: tuple[Span, ...] = ()
    state: PartState = PartState.READ
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """The anatomy of one performance measure.

    `riders` are parts that other provisions of the document add, each naming its provision as
    `source`; their values are among those of `readings`. `imports` are the measures that a clause
    takes over by reference ("the indicators described in subclauses (III) through (VI)").
    """

    provision: str
    readings: Mapping[Part, MeasurePart]
    riders: tuple[MeasurePart, ...] = ()
    imports: tuple["Measure", ...] = ()


class NoteKind(StrEnum):
    """The kinds of annotation that the text pipeline makes."""

    CONCEPT = "concept"
    CITATION = "citation"
    ACTOR = "actor"
    DUTY = "duty"
    DEFINED = "defined term"
    QUALIFIER = "qualifier"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One thing marked in a text: what kind, its normal form, and its span.

    `value` is a lexicon concept id, a citation in house form, an actor, a duty word.
    `target` is the provision id it points to, where there is one in the same corpus.
    """

    span: Span
    kind: NoteKind
    value: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """All annotations of one provision."""

    provision: str
    notes: tuple[Note, ...] = ()
    duty: Modality = Modality.STATES
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
