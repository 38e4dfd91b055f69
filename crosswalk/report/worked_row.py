"""One row followed through every step of the program, for the method page."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.language.phrasing import listed
from crosswalk.model.alignment import Candidate, confidence_word
from crosswalk.model.annotation import NoteKind, joined_words
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.report.cells import answer_view
from crosswalk.report.document_view import DocumentView, label, sides
from crosswalk.report.method_views import Step
from crosswalk.report.views import Link
from crosswalk.report.words import SIGNAL_WORDS, anchors, count, shortened, signed

_STEPS = (
    ("Read", "Each document becomes a tree of provisions, with their citations and their exact words."),
    ("Mark", "Terms of the field, actors, duties and citations are found, each with its place in the text."),
    ("Propose", "Several signals look at every two provisions; their sum ranks the candidates."),
    ("Line up", "Phrases that answer one another are paired; what only one side has is named."),
    ("Relate", "What is shared and what is left over gives the relation, and a sentence."),
    (
        "Answer",
        "All rows of a provision together give its answer. “Not found” comes after a search of the rest.",
    ),
)
_SHOWN, _SENTENCE = 3, 140


@dataclass(frozen=True)
class _Worked:
    """A pair with everything that the steps show of it."""

    side: Comparison
    row: ComparisonRow
    candidate: Candidate
    left: DocumentView
    right: DocumentView
    here: Provision
    there: Provision


def steps(crosswalks: Sequence[Comparison]) -> tuple[tuple[Step, ...], Link | None]:
    """The six steps, and the row that they are shown on; without a computed pair the steps alone."""
    found = _chosen(crosswalks)
    if found is None:
        return tuple(Step(name, words, "") for name, words in _STEPS), None
    told = (_read(found), _mark(found), _propose(found), _line_up(found), _relate(found), _answer(found))
    href = f"{found.side.id}.html#{anchors(row.id for row in found.side.rows)[found.row.id]}"
    name = f"{label(found.here)} and {label(found.there)}"
    return tuple(Step(*step, words) for step, words in zip(_STEPS, told, strict=True)), Link(name, href)


def _chosen(crosswalks: Sequence[Comparison]) -> _Worked | None:
    """Of the first crosswalk that has a pair with matched phrases, the surest, with two phrases or more if it can be."""
    for side in crosswalks:
        left, right = sides(side)
        best: tuple[tuple[int, float], _Worked] | None = None
        for row in side.rows:
            here, there, cand = left.find(row.left), right.find(row.right), row.candidate
            if row.refused or here is None or there is None or cand is None or cand.prediction is None:
                continue
            rank = min(len(cand.alignment.matches), 2), round(cand.confidence, 2)
            if rank[0] and (best is None or rank > best[0]):
                best = rank, _Worked(side, row, cand, left, right, here, there)
        if best is not None:
            return best[1]
    return None


def _read(found: _Worked) -> str:
    return (
        f"{label(found.here)}: “{shortened(found.here.text, 70)}” "
        f"{label(found.there)}: {shortened(found.there.text, 70)}"
    )


def _mark(found: _Worked) -> str:
    told = []
    for view, prov in ((found.left, found.here), (found.right, found.there)):
        read = view.annotated.get(prov.id)
        terms = dict.fromkeys(note.span.of(prov.text) for note in read.of(NoteKind.CONCEPT)) if read else {}
        if terms:
            told.append(f"{view.name}: {listed([f'“{one}”' for one in [*terms][:_SHOWN]])}")
    return f"{'; '.join(told)}." if told else "No term of the field stands in either text."


def _propose(found: _Worked) -> str:
    cand = found.candidate
    spoke = sorted(
        (one for one in cand.evidence if one.weight), key=lambda one: (-abs(one.weight), one.signal)
    )
    sure = confidence_word(round(cand.confidence, 2))
    first = f"Candidate {cand.rank} of this provision; confidence {cand.confidence:.2f}, {sure}."
    if not spoke:
        return first
    name = SIGNAL_WORDS.get(spoke[0].signal, spoke[0].signal)
    return f"{count(len(spoke), 'signal')} spoke, “{name}” most ({signed(spoke[0].weight)}). {first}"


def _line_up(found: _Worked) -> str:
    met = [
        f"“{joined_words(found.here.text, one.left)}” = “{joined_words(found.there.text, one.right)}”"
        for one in found.candidate.alignment.matches[:_SHOWN]
    ]
    more = len(found.candidate.alignment.matches) - len(met)
    return f"{'; '.join(met)}{f'; and {more} more' if more else ''}."


def _relate(found: _Worked) -> str:
    judged = found.candidate.prediction
    if judged is None:
        return ""
    strength = "" if judged.strength is None else f", strength {judged.strength} of 10"
    return f"{judged.relation.word}{strength}. {shortened(judged.sentence, _SENTENCE)}"


def _answer(found: _Worked) -> str:
    view = answer_view(found.left.answers.get(found.row.left), found.right)
    return f"{view.sentence} {shortened(view.why, _SENTENCE)}".strip() if view else "Not assessed."
