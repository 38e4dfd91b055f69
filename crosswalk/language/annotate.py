"""Annotate provisions: concepts, qualifiers, defined terms, citations, duty and actor, each with its span."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from crosswalk.language.definitions import Definition, by_term, choose, defined_terms
from crosswalk.language.lexicon import Lexicon, spellings
from crosswalk.language.modality import ModalKind, deontic_modality, find_agent, find_modals, lead_in_modality
from crosswalk.language.normalize import norm, unhyphened
from crosswalk.language.parser import import_spacy
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.corpus import Corpus, Provision, leads_on
from crosswalk.model.read_result import Reference
from crosswalk.model.relation import Modality

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Span as SpacySpan


_ARTICLE = re.compile(r"(?<=\w) (?:an?|the) (?=\w)")
_EMPTY = Lexicon()
_KINDS = {"concepts": NoteKind.CONCEPT, "qualifiers": NoteKind.QUALIFIER}


# The phrases found in a text: group, key and span of each.
FoundPhrases = tuple[tuple[str, str, Span], ...]


class PhraseFinder:
    """Find concepts, qualifiers and defined terms in the texts of one document.

    What it finds in a text depends only on that text and on `phrases`: the phrases by group and key.
    `definitions` are those of the document, in order.
    """

    def __init__(self, corpus: Corpus, lexicon: Lexicon = _EMPTY, cache: Cache = NO_CACHE) -> None:
        """Collect the phrases to look for; the matchers are made when the first text is read."""
        self.definitions = defined_terms(corpus)
        self.phrases: Mapping[str, Mapping[str, Sequence[str]]] = {
            "concepts": {concept.id: concept.terms for concept in lexicon},
            "qualifiers": {phrase: (phrase,) for phrase in lexicon.qualifiers},
            "defined": {term: _forms(term) for term in by_term(self.definitions)},
        }
        self._matchers = lru_cache(partial(_PhraseMatchers, self.phrases))
        self._cache = cache
        self._phrases_digest = cache.digest(self.phrases)

    def find(self, text: str) -> FoundPhrases:
        """The phrases of one text, taken from the cache where they are stored."""
        return self._cache.get_or_compute(
            "phrases", (self._phrases_digest, text), FoundPhrases, partial(_mark, self._matchers, text)
        )


def _forms(term: str) -> tuple[str, ...]:
    """A defined term as written, and without the articles that its plural drops.

    >>> _forms("individual with a barrier to employment")
    ('individual with a barrier to employment', 'individual with barrier to employment')
    """
    return tuple(dict.fromkeys((term, _ARTICLE.sub(" ", term))))


def annotate(
    corpus: Corpus,
    lexicon: Lexicon = _EMPTY,
    references: Sequence[Reference] = (),
    finder: PhraseFinder | None = None,
    only: Container[str] | None = None,
) -> dict[str, Annotated]:
    """Annotate the provisions of a document; keyed by provision id, in order. Measures are not read here.

    Args:
        corpus: the whole document, so that lead-ins and definitions are at hand.
        lexicon: the field's terms; an empty one leaves concepts out and nothing else.
        references: citations found in the same document, which become notes.
        finder: finds the phrases of this document; a new one by default.
        only: the ids of the provisions wanted; all of them by default.
    """
    finder = finder or PhraseFinder(corpus, lexicon)
    definitions = by_term(finder.definitions)
    defines = {item.provision: item.term for item in reversed(finder.definitions)}
    cited = _by_provision(references)
    force: dict[str, _Force] = {}
    found: dict[str, Annotated] = {}
    for prov in corpus if only is None else _with_ancestors(corpus, only):
        own = _force(corpus, prov, force, defines.get(prov.id, ""))
        if only is not None and prov.id not in only:
            continue
        notes = [
            *_phrase_notes(prov, finder.find(prov.text), definitions),
            *_force_notes(prov),
            *own.notes,
            *cited.get(prov.id, ()),
        ]
        found[prov.id] = Annotated(
            prov.id, tuple(sorted(notes)), own.duty, own.actor, defines.get(prov.id, "")
        )
    return found


def _with_ancestors(corpus: Corpus, only: Container[str]) -> list[Provision]:
    """The provisions wanted and those above them, in the document's order."""
    wanted = {prov.id for prov in corpus if prov.id in only}
    wanted |= {above.id for prov_id in tuple(wanted) for above in corpus.ancestors(prov_id)}
    return [prov for prov in corpus if prov.id in wanted]


def _phrase_notes(
    prov: Provision, marked: FoundPhrases, definitions: Mapping[str, tuple[Definition, ...]]
) -> list[Note]:
    notes: list[Note] = []
    for group, key, span in marked:
        if group != "defined":
            notes.append(Note(span, _KINDS[group], key))
        elif (chosen := choose(definitions[key], prov.id)) and chosen.provision != prov.id:
            notes.append(Note(span, NoteKind.DEFINED, chosen.term, chosen.target))
    return notes


def _mark(matchers: "Callable[[], _PhraseMatchers]", text: str) -> FoundPhrases:
    return tuple(
        (group, words.label_, Span(words.start_char, words.end_char))
        for group, words in matchers()(unhyphened(text))
    )


class _PhraseMatchers:
    """Find known phrases of several groups, the longest of each place in each group.

    Words are compared by their normal form: case, plural and British spelling do not matter. Give it
    texts without hyphens inside words (`unhyphened`), and neither do they.
    """

    def __init__(self, groups: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Learn each group: a key for each list of phrases for it."""
        self._matchers = {
            group: _matcher(tuple((key, tuple(written)) for key, written in phrases.items()))
            for group, phrases in groups.items()
        }

    def __call__(self, text: str) -> "Iterator[tuple[str, SpacySpan]]":
        """The phrases of one text, each with its group."""
        from spacy.util import filter_spans

        doc = _tokenizer()(text)
        for group, matcher in self._matchers.items():
            found: list[SpacySpan] = matcher(doc, as_spans=True) if len(matcher) else []
            for words in filter_spans(found):
                yield group, words


@cache
def _tokenizer() -> "Tokenizer":
    """English words with our normal form, shared by all matchers of a run.

    Legal text needs no contractions; without the exceptions every word gets our normal form.
    """
    import_spacy()
    from spacy.attrs import NORM
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    vocab: Any = English(create_tokenizer=lambda nlp: Tokenizer(nlp.vocab)).vocab
    vocab.lex_attr_getters[NORM] = norm
    for lexeme in vocab:
        lexeme.norm_ = norm(lexeme.orth_)
    rules: Any = English.Defaults
    return Tokenizer(
        vocab,
        rules={
            orth: rule
            for orth, rule in rules.tokenizer_exceptions.items()
            if all(NORM not in part for part in rule)
        },
        prefix_search=compile_prefix_regex(rules.prefixes).search,
        suffix_search=compile_suffix_regex(rules.suffixes).search,
        infix_finditer=compile_infix_regex(rules.infixes).finditer,
        token_match=rules.token_match,
        url_match=rules.url_match,
    )


@lru_cache(maxsize=32)
def _matcher(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> "PhraseMatcher":
    """A matcher for a key and its phrases each; the lexicon's is made once a run."""
    words = _tokenizer()

    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(words.vocab, attr="NORM")
    for key, written in phrases:
        spelled = {unhyphened(form): None for phrase in written for form in spellings(phrase)}
        forms = [words(form) for form in spelled]
        matcher.add(key, [doc for doc in forms if len(doc)])
    return matcher


@dataclass(frozen=True, slots=True)
class _Force:
    """The duty and actor of one provision, with notes on the words in its own text that state them."""

    duty: Modality
    actor: str
    notes: tuple[Note, ...] = ()


def _force(corpus: Corpus, prov: Provision, known: dict[str, _Force], defines: str) -> _Force:
    """The force of a provision; if it has no verb of its own, the force of its lead-in."""
    above = _lead(corpus, prov, known)
    modal = deontic_modality(prov.text, fragment=above is not None)
    if modal:
        duty, verb = modal
        notes = [Note(verb, NoteKind.DUTY, duty.value)]
        acts = find_agent(prov.text, verb) if duty not in {Modality.MEANS, Modality.INCLUDES} else None
        if acts:
            notes.append(Note(acts[1], NoteKind.ACTOR, acts[0]))
        found = _Force(duty, acts[0] if acts else "", tuple(notes))
    elif above is not None:
        found = above
    else:
        found = _Force(Modality.MEANS if defines else Modality.STATES, "")
    led = lead_in_modality(prov.text) if prov.leads_on else None
    known[prov.id] = _Force(led or found.duty, found.actor)
    return found


def _lead(corpus: Corpus, prov: Provision, known: Mapping[str, _Force]) -> _Force | None:
    """The force of the words that lead into a provision; None where nothing does."""
    context = prov.context.rstrip()
    if leads_on(context):
        return _force_of_words(context)
    if prov.parent is None:
        return None
    parent = corpus[prov.parent]
    if prov.level == "continuation" or not parent.text.strip() or parent.leads_on:
        above = known[parent.id]
        return above if above.duty is not Modality.STATES else None
    return None


def _force_of_words(lead: str) -> _Force | None:
    """The duty and actor that a lead-in outside the document's own provisions states; None where it states no duty."""
    led, main = lead_in_modality(lead), deontic_modality(lead)
    if led is None:
        return None
    acts = find_agent(lead, main[1]) if main and led not in {Modality.MEANS, Modality.INCLUDES} else None
    return _Force(led, acts[0] if acts else "")


def _force_notes(prov: Provision) -> list[Note]:
    kinds = {ModalKind.NEGATION, ModalKind.EXCEPTION}
    return [
        Note(word.span, NoteKind.NEGATION, word.value)
        for word in find_modals(prov.text)
        if word.kind in kinds
    ]


def _by_provision(references: Sequence[Reference]) -> Mapping[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for item in references:
        span = Span(item.start, item.end)
        targets = item.targets or (item.words,)
        found.setdefault(item.provision, []).extend(
            Note(span, NoteKind.CITATION, target, target if item.resolved else "") for target in targets
        )
    return found
