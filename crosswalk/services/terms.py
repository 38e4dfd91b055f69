"""Find where a term is defined and used: in statute, rule, guidance and framework."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswalk.language.definitions import defined_terms
from crosswalk.language.normalize import norm
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.workspace.config import SourceEntry
from crosswalk.workspace.workspace import Workspace

# The terms on which the shipped crosswalks turn.
TERMS = (
    "exit",
    "participant",
    "in-demand industry sector or occupation",
    "recognized postsecondary credential",
)
# The most binding kind first.
LEVELS = ("statute", "rule", "guidance", "framework")
_LEVEL = {"statute": "statute", "regulation": "rule", "guidance": "guidance", "framework": "framework"}
_DEFINING = re.compile(r"\bdefin(?:e|ed|es|ition|itions)\b|\bterms\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """One place that defines a term.

    `level` is statute, rule, guidance or framework; `target` is the provision that holds the meaning, another
    one where the term is defined by reference.
    """

    level: str
    corpus: str
    as_of: str
    provision: str
    citation: str
    words: str
    target: str


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

    @property
    def governing(self) -> TermDefinition | None:
        """The most binding definition; None where no text defines the term."""
        return self.definitions[0] if self.definitions else None


def terms_in_force(space: Workspace, terms: Sequence[str] = TERMS) -> tuple[TermInForce, ...]:
    """Follow each term through the newest edition of every statute, rule, letter and framework."""
    listed = [space.edition(one) for one in dict.fromkeys(e.id for e in space.sources if e.kind in _LEVEL)]
    texts = sorted(
        ((entry, space.corpus(entry.id, entry.as_of)) for entry in listed),
        key=lambda text: LEVELS.index(_LEVEL[text[0].kind]),
    )
    return tuple(
        TermInForce(
            term,
            tuple(found for entry, corpus in texts for found in _definitions(term, entry, corpus)),
            tuple(used for entry, corpus in texts if (used := _use(term, entry, corpus)).provisions),
        )
        for term in terms
    )


def _definitions(term: str, entry: SourceEntry, corpus: Corpus) -> Iterator[TermDefinition]:
    """The provisions of one text that define a term: in a sentence, or under a heading of definitions."""
    wanted = _singular(term)
    found = {one.provision: one.target for one in defined_terms(corpus) if _singular(one.term) == wanted}
    for prov in corpus:
        if prov.id not in found and _heads(prov, wanted, entry) and _is_under_definitions(corpus, prov):
            found[prov.id] = prov.id
    for prov_id, target in found.items():
        if corpus[prov_id].is_heading and any(one.startswith(f"{prov_id}/") for one in found):
            continue
        prov = corpus[prov_id]
        words = prov.text or next((below.text for below in corpus.below(prov_id) if below.text), "")
        yield TermDefinition(
            _LEVEL[entry.kind], entry.id, entry.as_of, prov_id, prov.citation or prov_id, words, target
        )


def _heads(prov: Provision, wanted: str, entry: SourceEntry) -> bool:
    """Whether a heading is the term; a framework may put its subject before it, as in “career pathway exit”."""
    heading = _singular(re.sub(r"^definitions? of (?:an? |the )?", "", prov.heading, flags=re.IGNORECASE))
    return heading == wanted or (entry.kind == "framework" and heading.endswith(f" {wanted}"))


def _is_under_definitions(corpus: Corpus, prov: Provision) -> bool:
    """Whether a heading above says that definitions follow; a framework's own list of terms is one."""
    return any(_DEFINING.search(above.heading) for above in (*corpus.ancestors(prov.id), prov))


def _singular(words: str) -> str:
    return re.sub(r"s\b", "", norm(words).strip(" .:–—-").casefold())


def _use(term: str, entry: SourceEntry, corpus: Corpus) -> TermUse:
    form = re.compile(rf"(?<![\w-]){re.escape(norm(term))}(?:s|es)?(?![\w-])", re.IGNORECASE)
    using = tuple(prov.id for prov in corpus if form.search(norm(prov.text)))
    return TermUse(_LEVEL[entry.kind], entry.id, entry.as_of, using)
