"""Documents compared: rows, and the coverage of every provision.

Also the findings in the graph of all crosswalks, and a portfolio of many documents against many references.
"""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from crosswalk.model.alignment import (
    Candidate,
    DecidingTerm,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    RelationPrediction,
    Side,
)
from crosswalk.model.annotation import Annotated, Part
from crosswalk.model.corpus import Corpus
from crosswalk.model.frame import Level, ProvisionFrames
from crosswalk.model.mapping import Comment, Mapping
from crosswalk.model.relation import Basis, Coverage, Relation, Status, Verification


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row of a side-by-side: a pair, or a provision that has no counterpart.

    `left` or `right` is empty if nothing answers. `candidate` is what the program computed, `decided` the row on
    file; if both exist and differ, the page shows it.
    """

    id: str
    left: str
    right: str
    status: Status
    relation: Relation
    sentence: str
    candidate: Candidate | None = None
    decided: Mapping | None = None

    @property
    def prediction(self) -> RelationPrediction | None:
        """The program's relation; None if it computed none."""
        return self.candidate.prediction if self.candidate else None

    @property
    def strength(self) -> int | None:
        """How much the two share, 0..10; a person's figure takes precedence over the program's."""
        if self.decided is not None:
            return self.decided.strength
        return self.prediction.strength if self.prediction else None

    @property
    def basis(self) -> Basis | None:
        """What the relation rests on; a person's choice takes precedence over the program's."""
        own = self.decided.basis if self.decided else None
        return own or (self.prediction.basis if self.prediction else None)

    @property
    def confidence(self) -> float | None:
        """How sure the program is, 0..1; None if it proposed nothing."""
        return self.candidate.confidence if self.candidate else None

    @property
    def refused(self) -> bool:
        """Whether a person rejected the pair; a text that moved since does not undo that."""
        was = self.decided.was if self.decided else None
        moved = self.status is Status.LOOK_AGAIN and was is Status.REJECTED
        return moved or self.status is Status.REJECTED

    @property
    def disagrees(self) -> bool:
        """Whether the program computes another relation than the mapping file holds."""
        judged = self.prediction
        return bool(self.decided and judged and judged.relation is not self.decided.relation)


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic as pages group by it: its id, and a label that reads well after "Both concern"."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class RungMeasure:
    """A measure of the law as a rule or a letter states it: which one, at which level, compared part by part with the law."""

    name: str
    level: str
    parts: tuple[PartComparison, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Everything a page about one crosswalk shows, computed and not yet written.

    `left` and `right` are the parts compared; `whole_left` and `whole_right` the documents they were taken from, which
    were searched for answers elsewhere. `left_name` and `right_name` are the names of the sides in sentences.
    `candidates` holds every pair that was scored and stored, including those without a row. `annotated_left` and
    `annotated_right` hold the annotations, `frames_left` and `frames_right` the frames, and `topics_left` and
    `topics_right` the topics, strongest first, of each provision by id. `topics` are the short names that the editors
    gave provisions of either side, by id, and `deciders` who decides at a level of government. `rungs` maps a left id to the provisions of other documents that implement
    it, as (corpus, id) pairs; `rung_measures` compares a left measure with the first measure of each level among its
    rungs, by left id. `others` are the texts at other levels that some answer names. `deciding` holds, by row id, the
    terms that two measures depend on and each side defines for itself. `comments` are the comments on the rows.
    """

    id: str
    title: str
    kind: str
    left: Corpus
    right: Corpus
    whole_left: Corpus
    whole_right: Corpus
    rows: tuple[ComparisonRow, ...]
    left_answers: tuple[ProvisionCoverage, ...]
    right_answers: tuple[ProvisionCoverage, ...]
    candidates: tuple[Candidate, ...] = ()
    annotated_left: Map[str, Annotated] = field(default_factory=dict)
    annotated_right: Map[str, Annotated] = field(default_factory=dict)
    rungs: Map[str, tuple[tuple[Corpus, str], ...]] = field(default_factory=dict)
    rung_measures: Map[str, tuple[RungMeasure, ...]] = field(default_factory=dict)
    left_name: str = "the left document"
    right_name: str = "the right document"
    comments: tuple[Comment, ...] = ()
    frames_left: Map[str, ProvisionFrames] = field(default_factory=dict)
    frames_right: Map[str, ProvisionFrames] = field(default_factory=dict)
    topics: Map[str, str] = field(default_factory=dict)
    deciders: Map[Level, str] = field(default_factory=dict)
    topics_left: Map[str, tuple[TopicName, ...]] = field(default_factory=dict)
    topics_right: Map[str, tuple[TopicName, ...]] = field(default_factory=dict)
    others: tuple[Corpus, ...] = ()
    deciding: Map[str, tuple[DecidingTerm, ...]] = field(default_factory=dict)

    def answers(self, side: Side) -> tuple[ProvisionCoverage, ...]:
        """How far each provision of one side is answered by the other."""
        return self.left_answers if side is Side.LEFT else self.right_answers

    def rung_parts(self, left: str) -> tuple[PartComparison, ...]:
        """A left measure compared part by part with the first measure among its rungs; empty if there is none."""
        stated = self.rung_measures.get(left, ())
        return stated[0].parts if stated else ()

    def is_unread(self, row: ComparisonRow) -> bool:
        """Whether a proposed row has one text only, which was never retrieved, so that nobody can review the row."""
        if (row.left and row.right) or row.status is not Status.PROPOSED:
            return False
        whole, alone = (self.whole_left, row.left) if row.left else (self.whole_right, row.right)
        return alone in whole and whole[alone].verification is Verification.NOT_RETRIEVED

    @property
    def mapped(self) -> tuple[ComparisonRow, ...]:
        """The pairs that hold: both sides there, a relation, and neither rejected by a person nor superseded."""
        pairs = (row for row in self.rows if row.left and row.right and row.relation is not Relation.NONE)
        return tuple(row for row in pairs if not row.refused and row.status is not Status.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all hold, and why, in a sentence."""

    nodes: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GraphDiagnostics:
    """Lists of nodes by name, in the graph's order.

    `unlinked` are compared provisions without any link; `hubs` provisions with the number of
    others that rest on them, most first; `chains` run through three or more documents; `one_way`
    are pairs in which fulfilling one fulfills the other but not the reverse, that one first;
    `contrary` are pairs in conflict; `contradictions` are statements that cannot all hold.
    """

    unlinked: tuple[str, ...] = ()
    hubs: tuple[tuple[str, int], ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, str], ...] = ()
    contrary: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphFindings:
    """How many nodes and edges of each kind the graph has, and its diagnostics."""

    nodes: Map[str, int] = field(default_factory=dict)
    edges: Map[str, int] = field(default_factory=dict)
    diagnostics: GraphDiagnostics = GraphDiagnostics()


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
