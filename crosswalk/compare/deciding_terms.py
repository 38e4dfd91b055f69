"""Decide parts of two measures by the definitions of the terms they use, such as exit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crosswalk.compare.document import coverage_words
from crosswalk.compare.in_force import DefinitionIndex, by_level, concept_terms, index_definitions
from crosswalk.compare.levels import Family
from crosswalk.language.lexicon import Concept, Lexicon
from crosswalk.language.phrasing import capital
from crosswalk.measures.statement import state_measures
from crosswalk.model.alignment import (
    Candidate,
    DecidingTerm,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    Side,
    TermDefinition,
)
from crosswalk.model.annotation import MeasurePart, Part
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus

# The parts whose meaning depends on a term: who is counted, and when.
_PARTS = (Part.POPULATION, Part.TIMING)
# "has the meaning given the term in section 3102": the other side's definition, or a third one, holds.
_BY_REFERENCE = re.compile(r"\bmeanings? (?:given|assigned)\b")


def decide_by_definitions(comparison: Comparison, family: Family, lexicon: Lexicon) -> Comparison:
    """The comparison with the parts of measures decided by the definitions in force on either side.

    Two terms that are only related, such as exit from a program and exit from a pathway, always differ. A term that each
    side defines for itself is not the same only because its name is.
    """
    measured = [row for row in comparison.rows if row.candidate and row.candidate.parts]
    if not measured:
        return comparison
    sides = (
        _indexes(comparison.whole_left, family.left),
        _indexes(comparison.whole_right, family.right),
    )
    defined = [
        [concept for concept in lexicon if by_level(indexes, concept_terms(concept))] for indexes in sides
    ]
    pairs = [(one, two) for one in defined[0] for two in defined[1] if _comparable(one, two)]
    decided = {row.id: found for row in measured if (found := _terms(row, comparison, sides, pairs))}
    rows = tuple(_with_parts(row, comparison, decided.get(row.id, ())) for row in comparison.rows)
    left, right = (_answers(comparison, rows, decided, which) for which in Side)
    return replace(comparison, rows=rows, left_answers=left, right_answers=right, deciding=decided)


def _indexes(whole: Corpus, beside: Sequence[Corpus]) -> list[DefinitionIndex]:
    return [index_definitions(text) for text in (whole, *beside)]


def _terms(
    row: ComparisonRow,
    comparison: Comparison,
    sides: tuple[Sequence[DefinitionIndex], Sequence[DefinitionIndex]],
    pairs: Sequence[tuple[Concept, Concept]],
) -> tuple[DecidingTerm, ...]:
    """The terms that both measures depend on and that the two sides define separately."""
    parts = [part for part in row.candidate.parts if part.part in _PARTS] if row.candidate else []
    texts = [
        " ".join([text, *(reading.words for reading in readings)])
        for text, readings in (
            (comparison.left[row.left].text, [part.left for part in parts]),
            (comparison.right[row.right].text, [part.right for part in parts]),
        )
    ]
    found = []
    for one, two in pairs:
        ours, theirs = _said(one, texts[0]), _said(two, texts[1])
        turned = tuple(part.part for part in parts if _turns(part, ours, theirs))
        if turned:
            left, right = _meanings(one, sides[0], row.left), _meanings(two, sides[1], row.right)
            if left and right and not _agree(left, right):
                found.append(DecidingTerm(one.label.lower(), two.label.lower(), left, right, turned))
    return tuple(found)


def _said(concept: Concept, text: str) -> frozenset[str]:
    """The terms of a concept that a text uses, including inside a longer phrase."""
    low = f" {re.sub(r'[^a-z0-9]+', ' ', text.casefold())} "
    terms = {term.casefold() for term in (concept.label, *concept.terms) if "~" not in term}
    return frozenset(term for term in terms if f" {term} " in low or f" {term}s " in low)


def _comparable(one: Concept, two: Concept) -> bool:
    return one.id == two.id or two.id in one.related or one.id in two.related


def _meanings(
    concept: Concept, indexes: Sequence[DefinitionIndex], within: str
) -> tuple[TermDefinition, ...]:
    found = by_level(indexes, concept_terms(concept), within)
    return tuple(one for one in found if not _BY_REFERENCE.search(one.words))


def _agree(left: Sequence[TermDefinition], right: Sequence[TermDefinition]) -> bool:
    """Whether the two sides have a definition in common, word for word."""
    first, second = ({" ".join(one.words.split()) for one in found} for found in (left, right))
    return bool(first & second)


def _turns(part: PartComparison, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a part uses the term on the left, and also on the right unless that was not read."""
    unread = part.right.state == "unknown"
    return bool(ours and theirs) and _uses(part.left, ours) and (unread or _uses(part.right, theirs))


def _uses(reading: MeasurePart, terms: frozenset[str]) -> bool:
    said = reading.words.casefold()
    return reading.state == "read" and any(term in said for term in terms)


def _with_parts(row: ComparisonRow, comparison: Comparison, terms: Sequence[DecidingTerm]) -> ComparisonRow:
    cand = row.candidate
    if cand is None or not terms:
        return row
    decided = replace(cand, parts=tuple(_decided(part, terms, comparison) for part in cand.parts))
    changed = [one for one in _changed(cand, decided) if one.verdict is PartVerdict.DIFFERS]
    if not changed or decided.prediction is None:
        return replace(row, candidate=decided)
    names = dict.fromkeys(_first_of(terms, one.part).shared for one in changed)
    said = state_measures(decided.parts, (comparison.left_name, comparison.right_name), list(names))
    told = replace(decided.prediction, sentence=said.sentence, same=said.same, different=said.different)
    own = cand.prediction is not None and row.sentence == cand.prediction.sentence
    return replace(
        row,
        candidate=replace(decided, prediction=told),
        sentence=told.sentence if own else row.sentence,
    )


def _decided(part: PartComparison, terms: Sequence[DecidingTerm], comparison: Comparison) -> PartComparison:
    """A part decided by the definitions: two terms differ, and one term defined twice is not the same."""
    mine = [term for term in terms if part.part in term.parts]
    apart = next((term for term in mine if term.left_term != term.right_term), None)
    term = apart or next(iter(mine), None)
    if term is None:
        return part
    said = _sentence(term, comparison)
    if part.verdict is PartVerdict.UNKNOWN:
        if apart is None:
            return replace(part, sentence=f"{part.sentence} {said}")
        opening = f"{capital(part.part.value)} differs, because the two define “{term.shared}” differently."
        rest = f"What else {comparison.right_name} says here was not read."
        return replace(part, verdict=PartVerdict.DIFFERS, sentence=f"{opening} {said} {rest}")
    verdict = PartVerdict.DIFFERS if part.verdict is PartVerdict.SAME else part.verdict
    sentence = part.sentence.replace(" is the same:", " differs although the words agree:")
    return replace(part, verdict=verdict, sentence=f"{sentence} {said}")


def _sentence(term: DecidingTerm, comparison: Comparison) -> str:
    first, second = term.left[0], term.right[0]
    ours = f"{comparison.left_name} uses “{term.shared}” as {first.citation} ({first.level}) defines it"
    theirs = f"{comparison.right_name} has its own definition, {second.citation}"
    return capital(f"{ours}; {theirs}.")


def _answers(
    comparison: Comparison,
    rows: Sequence[ComparisonRow],
    decided: Mapping[str, Sequence[DecidingTerm]],
    which: Side,
) -> tuple[ProvisionCoverage, ...]:
    """The answers of one side, with a new reason and question if the definitions decided a part of them."""
    before = {row.id: row for row in comparison.rows}
    first = {which.of(row): row for row in reversed(rows) if row.candidate and row.candidate.parts}
    found = {}
    for prov_id, row in first.items():
        was = before[row.id].candidate
        changed = _changed(was, row.candidate) if was and row.candidate else []
        if changed:
            found[prov_id] = changed[0], _first_of(decided[row.id], changed[0].part)
    answers = comparison.answers(which)
    return tuple(
        _asked(one, *found[one.provision], comparison) if one.provision in found and one.question else one
        for one in answers
    )


def _changed(was: Candidate, now: Candidate) -> list[PartComparison]:
    """The parts whose verdict the definitions changed."""
    pairs = zip(was.parts, now.parts, strict=True)
    return [after for earlier, after in pairs if earlier.verdict is not after.verdict]


def _first_of(terms: Sequence[DecidingTerm], part: Part) -> DecidingTerm:
    mine = [term for term in terms if part in term.parts]
    return next((term for term in mine if term.left_term != term.right_term), mine[0])


def _asked(
    answer: ProvisionCoverage, part: PartComparison, term: DecidingTerm, comparison: Comparison
) -> ProvisionCoverage:
    words = coverage_words()
    question = words["questions"]["deciding term"].format(
        said=_sentence(term, comparison),
        term=term.shared,
        asker=comparison.left_name if answer.side == "left" else comparison.right_name,
        who=answer.actor or words["deciders"]["none"],
    )
    return replace(answer, reason=part.sentence, question=question)
