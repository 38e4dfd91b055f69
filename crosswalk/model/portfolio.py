"""Many documents compared with many references: how far each answers each requirement."""

from dataclasses import dataclass

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.relation import Coverage, Relation


@dataclass(frozen=True, slots=True)
class PortfolioMember:
    """A document or a reference of a portfolio.

    `name` is unique within the portfolio and names its page; `digest` is that of its text, `provisions` how many
    provisions with words are compared.
    """

    name: str
    title: str
    kind: str
    as_of: str
    digest: str
    provisions: int


@dataclass(frozen=True, slots=True)
class MeasurePartReading:
    """One part of a measure as the requirement and the document state it."""

    part: Part
    verdict: PartVerdict
    requirement: str
    document: str


@dataclass(frozen=True, slots=True)
class AnsweringPassage:
    """A passage of the document that answers a requirement, or the one that came closest.

    `relation` reads from the document to the requirement. `strength` is 0..10 or None, `confidence` 0..1.
    `parts` is filled if both state a measure.
    """

    id: str
    heading: str
    page: str
    words: str
    relation: Relation
    strength: int | None
    confidence: float
    answers: bool
    parts: tuple[MeasurePartReading, ...] = ()


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """How far one document answers one requirement, with its passages, the answering ones first."""

    id: str
    citation: str
    heading: str
    words: str
    coverage: Coverage
    reason: str
    passages: tuple[AnsweringPassage, ...]


@dataclass(frozen=True, slots=True)
class PortfolioPair:
    """One document against one reference: an entry for every provision of the reference, in its order."""

    document: PortfolioMember
    reference: PortfolioMember
    requirements: tuple[RequirementCoverage, ...]


@dataclass(frozen=True, slots=True)
class UnreadMember:
    """A document or reference that could not be compared, and why, in one sentence."""

    name: str
    problem: str


@dataclass(frozen=True)
class Portfolio:
    """Every pair that is finished, and what could not be read.

    `pairs` are in the order of the documents given, and for each document in the order of the references.
    """

    pairs: tuple[PortfolioPair, ...]
    unread: tuple[UnreadMember, ...]

    @property
    def documents(self) -> tuple[PortfolioMember, ...]:
        """The documents of the finished pairs, in order."""
        return tuple({pair.document.name: pair.document for pair in self.pairs}.values())

    @property
    def references(self) -> tuple[PortfolioMember, ...]:
        """The references of the finished pairs, in order."""
        return tuple({pair.reference.name: pair.reference for pair in self.pairs}.values())
