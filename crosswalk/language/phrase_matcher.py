"""Find known phrases with spaCy's tokenizer and matcher; no trained model is loaded.

Import this module only where it is used: spaCy takes about a second to load.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

# ruff: noqa: E402 - `import_spacy` comes before every other import of spaCy
from crosswalk.language.parser import import_spacy

import_spacy()

from spacy.attrs import NORM
from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Span as Words
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, filter_spans

from crosswalk.language.lexicon import spellings
from crosswalk.language.normalize import norm, unhyphened


class PhraseMatchers:
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

    def __call__(self, text: str) -> Iterator[tuple[str, Words]]:
        """The phrases of one text, each with its group."""
        doc = _tokenizer()(text)
        for group, matcher in self._matchers.items():
            found: list[Words] = matcher(doc, as_spans=True) if len(matcher) else []
            for words in filter_spans(found):
                yield group, words


@cache
def _tokenizer() -> Tokenizer:
    """English words with our normal form, shared by all matchers of a run.

    Legal text needs no contractions; without the exceptions every word gets our normal form.
    """
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
def _matcher(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> PhraseMatcher:
    """A matcher for a key and its phrases each; the lexicon's is made once a run."""
    words = _tokenizer()
    matcher = PhraseMatcher(words.vocab, attr="NORM")
    for key, written in phrases:
        spelled = {unhyphened(form): None for phrase in written for form in spellings(phrase)}
        forms = [words(form) for form in spelled]
        matcher.add(key, [doc for doc in forms if len(doc)])
    return matcher
