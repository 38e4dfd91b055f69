"""Find where a term is defined and used: in statute, rule, guidance and framework."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.compare.in_force import DefinitionIndex, by_level, index_definitions, terms_named
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.normalize import norm
from crosswalk.model.alignment import TermDefinition
from crosswalk.model.corpus import LEVELS, Corpus
from crosswalk.workspace.workspace import Workspace

# The terms on which the shipped crosswalks turn.
TERMS = (
    "exit",
    "participant",
    "leaver",
    "in-demand industry sector or occupation",
    "recognized postsecondary credential",
)


_LEVELS = tuple(LEVELS.values())
_FRAMEWORK = LEVELS["framework"]


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often the provisions of one text use a term, and which they are."""

    level: str
    corpus: str
    as_of: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermInForce:
    """A term with every place that defines it, the most binding first, and every text that uses it."""

    term: str
    definitions: tuple[TermDefinition, ...]
    uses: tuple[TermUse, ...]


def terms_in_force(space: Workspace, terms: Sequence[str] = TERMS) -> tuple[TermInForce, ...]:
    """Each term followed through the newest edition of every statute, rule, letter and framework."""
    listed = [space.edition(one) for one in dict.fromkeys(e.id for e in space.sources if e.kind in LEVELS)]
    order = list(LEVELS)
    texts = [
        space.corpus(entry.id, entry.as_of)
        for entry in sorted(listed, key=lambda entry: order.index(entry.kind))
    ]
    indexes = [index_definitions(corpus) for corpus in texts]
    return tuple(
        TermInForce(
            term,
            _definitions(term, indexes, space.lexicon),
            tuple(used for corpus in texts if (used := _use(term, corpus)).provisions),
        )
        for term in terms
    )


def _definitions(
    term: str, indexes: Sequence[DefinitionIndex], lexicon: Lexicon
) -> tuple[TermDefinition, ...]:
    """The definitions of a term; if only frameworks define it, also those of the concept it names, as exit for leaver."""
    own = by_level(indexes, [term])
    if any(one.level != _FRAMEWORK for one in own):
        return own
    near = by_level(indexes, terms_named(term, lexicon))
    return tuple(sorted({*own, *near}, key=lambda one: (_LEVELS.index(one.level), one.corpus, one.provision)))


def _use(term: str, corpus: Corpus) -> TermUse:
    form = re.compile(rf"(?<![\w-]){re.escape(norm(term))}(?:s|es)?(?![\w-])", re.IGNORECASE)
    using = tuple(prov.id for prov in corpus if form.search(norm(prov.text)))
    return TermUse(corpus.source.level, corpus.source.id, corpus.source.as_of, using)
