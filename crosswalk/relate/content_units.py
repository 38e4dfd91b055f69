"""Extract the content units of a provision: concepts and content words, each with its role."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosswalk.language.legal_references import places
from crosswalk.language.modality import ModalKind, find_modals
from crosswalk.language.thesaurus import stem, stems, thesaurus
from crosswalk.language.word_lists import EMPTY_WORDS
from crosswalk.model.annotation import Annotated, NoteKind, Span
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Modality
from crosswalk.relate.clause import ClauseAnalysis, Role, analyze_clause

# The weight of words in a purpose clause ("to support an individual in ...") or in parentheses, which only explain.
PURPOSE_WEIGHT = 0.4
# The weight of a light verb (take place, carry out).
LIGHT_WEIGHT = 0.3
_PURPOSE = re.compile(
    r"\b(?:in order to|so that|so as to|for the purposes? of|to (?:support|help|assist|enable|allow|promote))\b"
    r"[^.;]*|\bhelp(?:s|ing)? [^.;]{0,40}? through\b[^.;]*|\([^()]*(?:\([^()]*\)[^()]*)*\)"
)
# What may be present or absent is not required, and neither is the date in the name of an act.
_INDIFFERENT = re.compile(
    r"\b(?:with or without|whether or not|regardless of|irrespective of)\b[^.;,]*"
    r"|\bAct of [A-Z][a-z]+ \d{1,2}, \d{4}"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:\.\d+)*")
# Phrases without content of their own, by their stems.
HOLLOW = frozenset(
    stems(words)
    for words in (
        *("prior to", "ahead of", "in advance of", "as soon as", "in the course of", "in line with"),
        *("in accordance with", "in compliance with", "with regard to", "with respect to", "by means of"),
    )
)
_PLAIN = ClauseAnalysis(Modality.STATES)


@dataclass(frozen=True, slots=True)
class ContentUnit:
    """A concept that a text names, or a content word outside all concepts.

    `telling` (0..1) is how well the unit distinguishes provisions; `weight` is that times the weight of its place
    in the sentence. `word` is the text's own wording, `stem` its stems, `negated` whether the text denies it.
    """

    key: str
    concept: bool
    spans: tuple[Span, ...]
    weight: float = 1.0
    telling: float = 1.0
    word: str = ""
    stem: str = ""
    role: Role = Role.PREDICATE
    negated: bool = False

    def weighed(self, telling: float) -> "ContentUnit":
        """The same unit with `telling` multiplied into its weight."""
        return ContentUnit(
            self.key,
            self.concept,
            self.spans,
            self.weight * telling,
            telling,
            self.word,
            self.stem,
            self.role,
            self.negated,
        )


def extract_units(
    prov: Provision, annotated: Annotated, shape: ClauseAnalysis = _PLAIN
) -> tuple[ContentUnit, ...]:
    """The content units of a provision's own words, in the order of the text, each once."""
    taken = [note.span for note in annotated.of(NoteKind.CITATION)]
    taken += [Span(hit.start(), hit.end()) for hit in _INDIFFERENT.finditer(prov.text)]
    taken += places(prov.text)
    taken += [limit.span for limit in shape.quantities]
    taken += [word.span for word in find_modals(prov.text) if word.kind is ModalKind.MODAL]
    if annotated.defines:
        # The term that is being defined is only a name.
        start = prov.text.lower().find(annotated.defines.lower())
        taken += [Span(start, start + len(annotated.defines))] if start >= 0 else []
    found: dict[tuple[bool, str], list[Span]] = {}
    concepts = sorted(annotated.of(NoteKind.CONCEPT), key=lambda n: (n.span.start - n.span.end, n.span.start))
    longer = _plain_phrases(prov.text, taken) if concepts else []
    for note in concepts:
        if any(_holds(phrase, note.span) for phrase in longer):
            continue
        if not note.span.overlaps_any(taken):
            taken.append(note.span)
            found.setdefault((True, note.value), []).append(note.span)
    taken.extend(note.span for note in annotated.of(NoteKind.QUALIFIER))
    for key, span in _content_words(prov.text, taken):
        found.setdefault((False, key), []).append(span)
    purposes = [Span(*hit.span()) for hit in _PURPOSE.finditer(prov.text)]
    made = [_unit(prov.text, *key, sorted(spans), purposes, shape) for key, spans in found.items()]
    return tuple(sorted(made, key=lambda unit: unit.spans))


def _unit(
    text: str, concept: bool, key: str, spans: Sequence[Span], purposes: Sequence[Span], shape: ClauseAnalysis
) -> ContentUnit:
    first = spans[0]
    weight = PURPOSE_WEIGHT if all(span.overlaps_any(purposes) for span in spans) else 1.0
    return ContentUnit(
        key,
        concept,
        tuple(spans),
        weight * LIGHT_WEIGHT if not concept and key in thesaurus().light_verbs else weight,
        word=" ".join(first.of(text).lower().split()),
        stem=_bare(first.of(text)) if concept else key,
        role=shape.role(first),
        negated=shape.negated(first),
    )


def _plain_phrases(text: str, taken: Iterable[Span]) -> list[Span]:
    """Phrases of the thesaurus; a concept inside one is not counted."""
    hits = _free(text, taken)
    joined = _phrases(text, hits, [stem(hit.group()) for hit in hits])
    return [Span(hits[first].start(), hits[last].end()) for first, (last, _) in joined.items() if last >= 0]


def _free(text: str, taken: Iterable[Span]) -> list[re.Match[str]]:
    """The words outside all taken spans."""
    used = bytearray(len(text))
    for span in taken:
        used[span.start : span.end] = b"\1" * (span.end - span.start)
    return [hit for hit in _WORD.finditer(text) if 1 not in used[hit.start() : hit.end()]]


def _holds(phrase: Span, span: Span) -> bool:
    return phrase.start <= span.start and span.end <= phrase.end and phrase != span


def _bare(words: str) -> str:
    """The stems of a phrase without function words, unless it has no others."""
    kept = [word for word in words.split() if word.lower() not in EMPTY_WORDS]
    return stems(" ".join(kept or words.split()))


def _content_words(text: str, taken: Iterable[Span]) -> list[tuple[str, Span]]:
    """The content words outside all taken spans, each with its stem; a phrase of the thesaurus counts as one."""
    hits = _free(text, taken)
    stems = [stem(hit.group()) for hit in hits]
    joined = _phrases(text, hits, stems)
    found = []
    for place, hit in enumerate(hits):
        if place in joined:
            last, key = joined[place]
            if last >= 0 and key not in HOLLOW:
                found.append((key, Span(hit.start(), hits[last].end())))
        elif hit.group().lower() not in EMPTY_WORDS and len(hit.group()) > 1:
            found.append((stems[place], Span(hit.start(), hit.end())))
    return found


def _phrases(text: str, hits: Sequence[re.Match[str]], stems: Sequence[str]) -> dict[int, tuple[int, str]]:
    """For the first word of each known phrase its last word and its stems; its other words give -1."""
    row = " ".join(stems)
    starts, at = {}, 0
    for place, one in enumerate(stems):
        starts[at] = place
        at += len(one) + 1
    found: dict[int, tuple[int, str]] = {}
    for hit in thesaurus().phrase.finditer(row):
        first = starts.get(hit.start())
        if first is None:
            continue
        last = first + hit.group().count(" ")
        if last >= len(hits):
            continue
        between = text[hits[first].start() : hits[last].end()]
        if not re.search(r"[.;:,()]", between) and len(between.split()) == last - first + 1:
            found[first] = (last, hit.group())
            found |= dict.fromkeys(range(first + 1, last + 1), (-1, ""))
    return found


def clause_and_units(
    prov: Provision, annotated: Annotated, frames: ProvisionFrames | None = None
) -> tuple[ClauseAnalysis, tuple[ContentUnit, ...]]:
    """The clause and the content units of a provision, not yet weighed."""
    shape = analyze_clause(prov, annotated, frames)
    return shape, extract_units(prov, annotated, shape)
