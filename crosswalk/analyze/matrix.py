"""The coverage matrix: topics down, documents across, and how far each topic is answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Annotated, Answer
from crosswalk.model.relation import Coverage
from crosswalk.model.sidebyside import SideBySide

# What counts where a provision has an answer in more than one crosswalk: a conflict must be seen,
# and else the best answer holds.
_FIRST = (
    Coverage.CONTRARY,
    Coverage.COVERED,
    Coverage.PARTLY,
    Coverage.NOT_FOUND,
    Coverage.NOT_APPLICABLE,
    Coverage.NOT_ASSESSED,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document asks on one topic, and how far the others answer it.

    `topic` is a lexicon concept, or empty for what names none. `provisions` lists the ids under
    each answer; `elsewhere` those among the not found that are met elsewhere in the other document.
    """

    topic: str
    document: str
    provisions: Mapping[Coverage, tuple[str, ...]]
    elsewhere: tuple[str, ...]

    def count(self, coverage: Coverage) -> int:
        """How many provisions have this answer."""
        return len(self.provisions.get(coverage, ()))

    @property
    def total(self) -> int:
        """How many provisions were assessed."""
        return sum(len(ids) for one, ids in self.provisions.items() if one is not Coverage.NOT_ASSESSED)


def coverage_matrix(sides: Sequence[SideBySide]) -> tuple[Cell, ...]:
    """One cell for every topic and document that has provisions on it, topics in order of name.

    A provision that names several concepts counts under each; one that names none is not lost but
    stands under the empty topic, last.
    """
    answers: dict[tuple[str, str], Answer] = {}
    topics: dict[tuple[str, str], frozenset[str]] = {}
    for side in sides:
        for corpus, mine, annotated in _both(side):
            for answer in mine:
                key = (corpus.source.key, answer.provision)
                answers[key] = min(
                    answer, answers.get(key, answer), key=lambda one: _FIRST.index(one.coverage)
                )
                read = annotated.get(answer.provision)
                topics[key] = topics.get(key, frozenset()) | (read.concepts if read else frozenset())
    cells: dict[tuple[str, str], list[Answer]] = {}
    for (document, prov_id), answer in answers.items():
        for topic in topics[document, prov_id] or {""}:
            cells.setdefault((topic, document), []).append(answer)
    order = list(dict.fromkeys(document for document, _ in answers))
    ordered = sorted(cells, key=lambda key: (not key[0], key[0], order.index(key[1])))
    return tuple(_cell(topic, document, cells[topic, document]) for topic, document in ordered)


def _both(side: SideBySide) -> Iterator[tuple[Corpus, Sequence[Answer], Mapping[str, Annotated]]]:
    yield side.whole_left, side.left_answers, side.annotated_left
    yield side.whole_right, side.right_answers, side.annotated_right


def _cell(topic: str, document: str, answers: Sequence[Answer]) -> Cell:
    found = {one: tuple(a.provision for a in answers if a.coverage is one) for one in _FIRST}
    elsewhere = tuple(a.provision for a in answers if a.coverage is Coverage.NOT_FOUND and a.elsewhere)
    return Cell(topic, document, {one: ids for one, ids in found.items() if ids}, elsewhere)
