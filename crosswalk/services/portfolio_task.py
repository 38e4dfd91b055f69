"""One task of a portfolio: read one document, and compare it with every reference.

A task carries all its inputs, so the same function runs in this process, in another one, and on a machine that
shares no folder with this one. Only the passages that retrieval proposes are read closely, so the time grows with the
texts and the retrieved pairs and not with all pairs. Only the side with the requirements gets answers.
"""

import hashlib
import tempfile
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk.compare.compare import Plan, comparison_rows, judge_proposed
from crosswalk.compare.coverage import CoverageInputs, cover_left
from crosswalk.compare.document import Document, document_of, frames_of, not_assessed, read_document
from crosswalk.errors import CrosswalkError, SourceError
from crosswalk.language.citations import references_of
from crosswalk.language.encoder import one_thread
from crosswalk.language.lexicon import Lexicon
from crosswalk.measures.compare import reading_words
from crosswalk.model.alignment import UNCHECKED, Candidate, PartComparison, ProvisionCoverage
from crosswalk.model.annotation import Annotated
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.citation import Citation, SectionMap, find_provision
from crosswalk.model.comparison import (
    AnsweringPassage,
    Comparison,
    MeasurePartReading,
    PortfolioMember,
    PortfolioPair,
    RequirementCoverage,
)
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names
from crosswalk.retrieve.matcher import propose
from crosswalk.workspace.workspace import read_file

if TYPE_CHECKING:
    from pydantic import TypeAdapter


# How many passages of the answering document are read for each requirement.
RETRIEVED = 8


@dataclass(frozen=True)
class Retrieved:
    """The pairs of two documents to read closely; `asked` is the left document, with its frames."""

    plan: Plan
    asked: Document
    frames: Mapping[str, ProvisionFrames]
    pairs: tuple[Candidate, ...]

    @property
    def passages(self) -> set[str]:
        """The ids of the answering document's passages among the pairs."""
        return {pair.right for pair in self.pairs}


def retrieve_pairs(
    plan: Plan, asked: Document, given: Document, frames: Mapping[str, ProvisionFrames]
) -> Retrieved:
    """The best passages of `given` for each provision of `asked`, and every pair of two measures.

    `frames` are the frames of `asked`, which are read once for many documents.
    """
    found = propose(
        asked.part, given.part, top=RETRIEVED, explain=0, concepts=(asked.concepts, given.concepts)
    )
    seen = {(pair.left, pair.right) for pair in found}
    measured = propose(_measures(asked), _measures(given), top=0, explain=0)
    return Retrieved(
        plan, asked, frames, (*found, *(pair for pair in measured if (pair.left, pair.right) not in seen))
    )


def _measures(side: Document) -> Corpus:
    return side.part.keep([prov.id for prov in side.part if prov.id in side.measures])


def answer_provisions(retrieved: Sequence[Retrieved], given: Document) -> tuple[Comparison, ...]:
    """A comparison for each set of pairs with one document; the passages of all of them are read once.

    The right part of each holds the passages retrieved for it, and only the left side has answers.
    """
    every = _with_passages(given, (i for one in retrieved for i in one.passages))
    frames = frames_of(every, NO_CACHE)
    return tuple(_answer_one(one, _with_passages(given, one.passages), frames) for one in retrieved)


def _with_passages(given: Document, ids: Iterable[str]) -> Document:
    return replace(given, part=given.part.keep(ids))


def _answer_one(one: Retrieved, given: Document, frames: Mapping[str, ProvisionFrames]) -> Comparison:
    plan, asked = one.plan, one.asked
    sides = one.frames, {prov.id: frames[prov.id] for prov in given.part if prov.id in frames}
    judged = judge_proposed(plan, asked, given, sides, one.pairs, answers=True)
    unasked = not_assessed(asked, sides[0], plan.names.left)
    rows = comparison_rows(plan.id, asked.part, given.part, judged, None, unasked)
    return Comparison(
        plan.id,
        plan.title,
        plan.kind,
        asked.part,
        given.part,
        asked.whole,
        given.whole,
        rows,
        cover_left(plan.names, asked, given, rows, judged, CoverageInputs(sides, (unasked, {}))),
        (),
        candidates=judged,
        left_name=plan.names.left,
        right_name=plan.names.right,
        frames_left=sides[0],
        frames_right=sides[1],
    )


# How many passages are shown for a requirement: those that answer it, or the closest ones.
SHOWN = 3
# The language pipelines of a process are not thread-safe, so the threads of a worker take turns.
_TURN = threading.Lock()


@dataclass(frozen=True)
class References:
    """The inputs that all tasks share: the references by name, read and annotated, the lexicon and the section map."""

    documents: Mapping[str, Document]
    lexicon: Lexicon
    section_map: SectionMap

    @cached_property
    def frames(self) -> Mapping[str, Mapping[str, ProvisionFrames]]:
        """The frames of every reference by its name, read once in each process."""
        return {name: frames_of(document, NO_CACHE) for name, document in self.documents.items()}

    def packed(self) -> bytes:
        """The references as compressed JSON, to send with a task."""
        plain = _Plain(
            {
                name: _PlainDocument(
                    one.whole.source, one.whole.provisions, one.part.provisions, dict(one.annotated)
                )
                for name, one in self.documents.items()
            },
            self.lexicon,
            self.section_map.pairs,
            tuple(self.section_map.catchlines.items()),
        )
        return zlib.compress(_adapter().dump_json(plain), 1)


@dataclass(frozen=True)
class _PlainDocument:
    """The fields from which a document is made again."""

    source: Source
    whole: tuple[Provision, ...]
    part: tuple[Provision, ...]
    annotated: dict[str, Annotated]


@dataclass(frozen=True)
class _Plain:
    """The references in a form that JSON can hold: a mapping has text as keys, and an index is left out."""

    documents: dict[str, _PlainDocument]
    lexicon: Lexicon
    sections: tuple[tuple[Citation, Citation], ...]
    catchlines: tuple[tuple[Citation, str], ...]


@cache
def _adapter() -> "TypeAdapter[_Plain]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Plain)


@lru_cache(maxsize=1)
def unpacked(packed: bytes) -> References:
    """The references that `References.packed` packed, as they were."""
    plain = _adapter().validate_json(zlib.decompress(packed), strict=True)
    documents = {
        name: document_of(Corpus(one.source, one.part), Corpus(one.source, one.whole), one.annotated)
        for name, one in plain.documents.items()
    }
    return References(documents, plain.lexicon, SectionMap(plain.sections, dict(plain.catchlines)))


@dataclass(frozen=True)
class DocumentTask:
    """One document and the names of the references to compare it with.

    `document` is the bytes of a file, whose name is `file`, or a document of the workspace already read. `part`
    is the id or citation of the part of the file to compare; empty for all of it. `digest` is the SHA-256 of the bytes
    when the pairs were listed.
    """

    name: str
    digest: str
    document: bytes | Document
    file: str
    part: str
    against: tuple[str, ...]
    references: bytes


@dataclass(frozen=True)
class TaskResult:
    """The finished pairs of one document by reference; with a problem in one sentence there are none."""

    pairs: Mapping[str, PortfolioPair]
    problem: str = ""


def run_task(task: DocumentTask) -> TaskResult:
    """Compare one document with its references; a problem with the document is a sentence in the result."""
    with _TURN, one_thread():
        try:
            shared = unpacked(task.references)
            return TaskResult(_pairs(task, _read(task, shared), shared))
        except CrosswalkError as error:
            return TaskResult({}, f"{error.code} {error.message}")
        except MemoryError:
            return TaskResult(
                {}, f"XW-631 {task.name}: it is too large for the memory of a worker; split it."
            )
        except Exception as error:  # noqa: BLE001 - one document must not stop the others, whatever it holds
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            return TaskResult(
                {}, f"XW-631 {task.name}: the program failed on it ({what}); leave it out and report it."
            )


def _read(task: DocumentTask, shared: References) -> Document:
    if isinstance(task.document, Document):
        return task.document
    if hashlib.sha256(task.document).hexdigest() != task.digest:
        raise SourceError(
            f"{task.file} was changed while it was compared; run the command again.", code="XW-637"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(task.file).name
        path.write_bytes(task.document)
        whole = read_file(path)
    cited = references_of(whole, "own", shared.section_map)
    document = read_document(whole, whole, shared.lexicon, cited)
    if not task.part:
        return document
    return document.select([find_provision(whole, task.part, shared.section_map) or task.part])


def _pairs(task: DocumentTask, document: Document, shared: References) -> dict[str, PortfolioPair]:
    references = [(name, shared.documents[name]) for name in task.against]
    retrieved = [
        retrieve_pairs(
            Plan(name, name, "provisions", Names(reference.whole.source.name, document.whole.source.name)),
            reference,
            document,
            shared.frames[name],
        )
        for name, reference in references
    ]
    member = member_of(task.name, document.part)
    found = answer_provisions(retrieved, document)
    return {
        name: PortfolioPair(member, member_of(name, reference.part), _coverage(side, document))
        for (name, reference), side in zip(references, found, strict=True)
    }


def member_of(name: str, part: Corpus) -> PortfolioMember:
    """A document or reference as a portfolio lists it."""
    source = part.source
    worded = sum(not prov.is_heading for prov in part)
    return PortfolioMember(name, source.title, source.kind, source.as_of, part.digest, worded)


def _coverage(comparison: Comparison, document: Document) -> tuple[RequirementCoverage, ...]:
    judged = {(cand.left, cand.right): cand for cand in comparison.candidates}
    found = []
    for answer in comparison.left_answers:
        prov = comparison.left[answer.provision]
        chosen = answer.best or answer.near
        pairs = [judged[prov.id, other] for other in chosen if (prov.id, other) in judged][:SHOWN]
        found.append(
            RequirementCoverage(
                id=prov.id,
                citation=prov.citation,
                heading=prov.heading,
                words=prov.text,
                coverage=answer.coverage,
                reason=_reason(answer),
                passages=tuple(_passage(pair, document, answers=bool(answer.best)) for pair in pairs),
            )
        )
    return tuple(found)


def _reason(answer: ProvisionCoverage) -> str:
    if answer.standing != UNCHECKED:
        return answer.reason
    return f"{answer.reason} It rests on words that nobody compared with their source.".strip()


def _passage(cand: Candidate, document: Document, *, answers: bool) -> AnsweringPassage:
    prov = document.whole[cand.right]
    relation = cand.prediction.relation if cand.prediction else Relation.NONE
    return AnsweringPassage(
        id=prov.id,
        heading=_heading(document.whole, prov),
        page=prov.page,
        words=prov.text,
        relation=relation.inverse,
        strength=cand.prediction.strength if cand.prediction else None,
        confidence=round(cand.confidence, 3),
        answers=answers,
        parts=tuple(map(_part, cand.parts)),
    )


def _heading(whole: Corpus, prov: Provision) -> str:
    """The headings above a passage and its own, outermost first."""
    above = [one.heading for one in (*whole.ancestors(prov.id), prov) if one.heading]
    return " > ".join(above)


def _part(compared: PartComparison) -> MeasurePartReading:
    return MeasurePartReading(
        compared.part, compared.verdict, reading_words(compared.left), reading_words(compared.right)
    )
