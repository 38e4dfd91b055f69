"""Definitions in force: which provision of a text defines a term, and at which level it binds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crosswalk.language.definitions import Definition, defined_terms
from crosswalk.language.lexicon import Concept, Lexicon
from crosswalk.language.normalize import norm
from crosswalk.model.alignment import TermDefinition
from crosswalk.model.corpus import Corpus, Provision

_DEFINING = re.compile(r"\bdefin(?:e|ed|es|ition|itions)\b|\bterms\b", re.IGNORECASE)
_FRAMEWORK = "framework"


@dataclass(frozen=True)
class DefinitionIndex:
    """The terms that a text defines, each with its definitions by the provision that introduces it."""

    corpus: Corpus
    places: Mapping[str, Mapping[str, Definition]]

    def of(self, terms: Iterable[str], within: str = "") -> tuple[TermDefinition, ...]:
        """The definitions of any of some terms, in the order of the text.

        If `within` is a provision of the same text, definitions that do not apply to it are left out.
        """
        found = {place: one for term in terms for place, one in self.places.get(_key(term), {}).items()}
        if within in self.corpus:
            found = {place: one for place, one in found.items() if one.holds_in(within)}
        return tuple(self._definition(found[place]) for place in sorted(found, key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {prov.id: at for at, prov in enumerate(self.corpus)}

    def _definition(self, one: Definition) -> TermDefinition:
        prov, source = self.corpus[one.provision], self.corpus.source
        words = prov.text or next((below.text for below in self.corpus.below(prov.id) if below.text), "")
        name, address = name_place(self.corpus, prov), prov.address or source.address
        return TermDefinition(
            source.level, source.id, source.as_of, prov.id, name, words, one.target, address
        )


def name_place(corpus: Corpus, prov: Provision) -> str:
    """The name of a provision in a sentence: its citation in law, letter and page in guidance, heading in a framework."""
    source = corpus.source
    if source.kind == _FRAMEWORK:
        return f"“{prov.heading}”" if prov.heading else prov.citation or prov.id
    page = f", page {prov.page}" if prov.page else ""
    return prov.also or prov.citation or f"{source.name}{page}"


@lru_cache(maxsize=64)
def index_definitions(corpus: Corpus) -> DefinitionIndex:
    """Every term that a text defines, in a sentence or as a heading under a heading of definitions.

    Several crosswalks look up terms in the same texts, so each text is indexed once per run.
    """
    places: dict[str, dict[str, Definition]] = {}
    headed = [prov for prov in corpus if prov.heading and _is_under_definitions(corpus, prov)]
    for one in (*defined_terms(corpus), *(Definition(prov.heading, prov.id, prov.id) for prov in headed)):
        for key in _keys(one.term, corpus):
            places.setdefault(key, {}).setdefault(one.provision, one)
    return DefinitionIndex(corpus, {key: _lowest(corpus, found) for key, found in places.items()})


def _lowest(corpus: Corpus, found: Mapping[str, Definition]) -> dict[str, Definition]:
    """The definitions without headings whose definition is in a provision below them."""
    return {
        place: one
        for place, one in found.items()
        if not (corpus[place].is_heading and any(other.startswith(f"{place}/") for other in found))
    }


def _keys(heading: str, corpus: Corpus) -> Iterator[str]:
    """The forms of a term for lookup; a framework may put its subject first, as in “career pathway exit”."""
    own = _key(re.sub(r"^definitions? of (?:an? |the )?", "", heading, flags=re.IGNORECASE))
    if corpus.source.kind == _FRAMEWORK:
        yield from _endings(own)
    else:
        yield own


def _key(words: str) -> str:
    return re.sub(r"s\b", "", norm(words).strip(" .:–—-").casefold())


def _is_under_definitions(corpus: Corpus, prov: Provision) -> bool:
    """Whether the heading of a provision, or one above it, announces definitions or terms."""
    return any(_DEFINING.search(above.heading) for above in (*corpus.ancestors(prov.id), prov))


def terms_named(heading: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The terms under which other texts may define what a heading names.

    They are the heading and its endings ("career pathway exit", "exit"), and those of the lexicon concept of that
    name and of its related and broader concepts.
    """
    found = list(_endings(heading))
    for concept in lexicon:
        if found[0] in {norm(term).casefold() for term in concept.terms}:
            near = (concept.id, *concept.related, *concept.broader)
            found += [term for one in near if one in lexicon for term in concept_terms(lexicon.concepts[one])]
    return tuple(dict.fromkeys(found))


def concept_terms(concept: Concept) -> tuple[str, ...]:
    """The terms under which a concept may be defined: its label and the endings of the label."""
    return tuple(_endings(concept.label))


def _endings(words: str) -> Iterator[str]:
    said = norm(words).casefold().split(" ")
    yield from (" ".join(said[at:]) for at in range(len(said)))


def by_level(
    indexes: Sequence[DefinitionIndex], terms: Sequence[str], within: str = ""
) -> tuple[TermDefinition, ...]:
    """The definitions of some terms in several texts, in the order of the texts; see `DefinitionIndex.of`."""
    return tuple(found for index in indexes for found in index.of(terms, within))
