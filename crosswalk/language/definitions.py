"""Terms a document defines, where each definition reaches, and what it points to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crosswalk.language.modality import deontic_modality
from crosswalk.language.normalize import fold, norm
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Modality


@dataclass(frozen=True, slots=True)
class Definition:
    """A term, the provision that defines it, and the ids under which it holds.

    `provision` is where the term is introduced; `target` is the provision with its meaning, which differs
    where the text defines by reference. `scope` holds id stems; empty means the whole document.
    """

    term: str
    provision: str
    target: str
    scope: tuple[str, ...] = ()

    def holds_in(self, prov_id: str) -> int:
        """How closely the definition governs a provision: the length of the stem, 1 for all, 0 for not."""
        if not self.scope:
            return 1
        return max((len(stem) + 1 for stem in self.scope if _under(prov_id, stem)), default=0)


def _under(prov_id: str, stem: str) -> bool:
    return prov_id == stem or prov_id.startswith(stem + "/")


_QUOTED = re.compile(
    r"\bterms? (\"[^\"]{2,90}\"(?:(?:,| and| or|,? and|,? or)? ?(?:the term )?\"[^\"]{2,90}\")*)"
)
_MEANING = re.compile(
    r"^[^.;\"]{0,160}?\b(?:means?|includes?|has the (?:same )?meaning|have the (?:same )?meanings?|refers? to)\b"
)
_BARE = re.compile(r"^\"([^\"]{2,90})\",? (?:means|includes|has the (?:same )?meaning|refers to)\b")
_SCOPE = re.compile(
    r"\b(?:in|of|for (?:the )?purposes? of|as used in|under|used in) this "
    r"(act|title|chapter|subchapter|part|subpart|division|section|subsection|paragraph|subparagraph|clause|regulation)\b"
)
_LEVELS = ("section", "subsection", "paragraph", "subparagraph", "clause")
_BY_REFERENCE = re.compile(
    r"\bha(?:s|ve) the (?:same )?meanings? (?:given|assigned)?[^.;]{0,60}?\bin sec(?:tion|\.) ([\w.-]+)"
)
_DEFINES = re.compile(r"^(?:definitions?|glossary|terms?)\W*$|\bdefinitions? (?:apply|used)\b")
_DEFINING_KINDS = {"definition", "term"}


def defined_terms(corpus: Corpus) -> tuple[Definition, ...]:
    """Every term the document defines, in order, with definitions by reference followed.

    A definition is known by its form (`the term "X" means`), by a heading under a heading that
    speaks of definitions, or by the kind the document's own list gives it.
    """
    found: list[Definition] = []
    for prov in corpus:
        terms = _terms(corpus, prov)
        scope = _scope(corpus, prov) if terms else ()
        found += [Definition(term, prov.id, prov.id, scope) for term in terms]
    return tuple(_follow(item, found, corpus) for item in found)


def _terms(corpus: Corpus, prov: Provision) -> list[str]:
    """The terms that a provision defines, as it writes them."""
    low = fold(prov.text)
    found = []
    for quoted in _QUOTED.finditer(low):
        if _MEANING.match(low[quoted.end() :]):
            start, end = quoted.span(1)
            found += re.findall(r"[\"“”]([^\"“”]{2,90})[\"“”]", prov.text[start:end])
    bare = _BARE.match(low)
    if bare:
        found.append(prov.text[slice(*bare.span(1))])
    if not found and prov.heading and _heads_definition(corpus, prov):
        found.append(re.sub(r"\s*\([^)]*\)\s*$", "", prov.heading).strip(" ."))
    return [term.strip(" ,") for term in found if term.strip(" ,")]


def _heads_definition(corpus: Corpus, prov: Provision) -> bool:
    """Whether a provision's heading is the term that its text defines."""
    if prov.kind in _DEFINING_KINDS:
        return bool(prov.text.strip())
    if prov.parent is None or not prov.text.strip():
        return False
    if not _DEFINES.search(fold(corpus[prov.parent].heading)):
        return False
    found = deontic_modality(prov.text)
    return found is None or found[0] is not Modality.MUST


def _scope(corpus: Corpus, prov: Provision) -> tuple[str, ...]:
    """The id stem that the nearest words of reach name; empty where a definition reaches everywhere."""
    line = (prov, *reversed(corpus.ancestors(prov.id)))
    for above in line:
        found = _SCOPE.search(fold(above.text)) or _SCOPE.search(fold(above.heading))
        if found:
            return _stems(corpus, prov, found[1])
    return ()


def _stems(corpus: Corpus, prov: Provision, word: str) -> tuple[str, ...]:
    """The id stems of "this section", "this title" and so on, as a provision means it."""
    line = (prov, *reversed(corpus.ancestors(prov.id)))
    if word in _LEVELS:
        named = [above.id for above in line if above.level == word]
        return (named[0],) if named else (line[-1].id,)
    named = [above.id for above in line if above.level == word]
    if named or word in {"act", "regulation"}:
        return tuple(named[:1])
    return _same_division(corpus, line[-1], word)


_ACT_SECTION = re.compile(r"\bsec(?:tion|\.) (\d+)\d\d\b")
_BEGINS = re.compile(r"^(?:statement of )?(?:purposes?|definitions?)\b")


def _same_division(corpus: Corpus, section: Provision, word: str) -> tuple[str, ...]:
    """The sections of the same title or part, by their numbers in the act.

    An act's sections are numbered by title: section 203 is in title II. A part is taken to run
    from its first section, which states purposes or definitions, to the next such section.
    """
    title = _ACT_SECTION.search(section.also)
    if not title:
        return ()
    tops = [prov for prov in corpus.children(None) if _of_title(prov, title[1])]
    if word in {"title", "subchapter", "chapter"}:
        return tuple(prov.id for prov in tops)
    index = tops.index(section)
    first = index - 1 if index and _BEGINS.match(fold(tops[index - 1].heading)) else index
    later = [at for at in range(index + 1, len(tops)) if _BEGINS.match(fold(tops[at].heading))]
    return tuple(prov.id for prov in tops[first : later[0] if later else len(tops)])


def _of_title(prov: Provision, title: str) -> bool:
    found = _ACT_SECTION.search(prov.also)
    return found is not None and found[1] == title


def _follow(item: Definition, every: Sequence[Definition], corpus: Corpus) -> Definition:
    """The same definition, pointed at the place that holds the meaning."""
    target, seen = item, {item.provision}
    while True:
        found = _BY_REFERENCE.search(fold(corpus[target.provision].text))
        if not found:
            break
        section = found[1].rstrip(".")
        there = [
            other
            for other in every
            if other.provision not in seen
            and _key(other.term) == _key(item.term)
            and section in other.provision.split("/")
        ]
        if not there:
            break
        target = there[0]
        seen.add(target.provision)
    return replace(item, target=target.provision)


def _key(term: str) -> tuple[str, ...]:
    return tuple(norm(word) for word in term.split())


def choose(definitions: Sequence[Definition], prov_id: str) -> Definition | None:
    """Of several definitions of one term, the one that governs a provision most closely."""
    governing = [(item.holds_in(prov_id), index) for index, item in enumerate(definitions)]
    best = max(governing, key=lambda pair: (pair[0], -pair[1]), default=(0, 0))
    return definitions[best[1]] if best[0] else None


def by_term(definitions: Sequence[Definition]) -> Mapping[str, tuple[Definition, ...]]:
    """Definitions gathered under the term as first written."""
    found: dict[tuple[str, ...], list[Definition]] = {}
    for item in definitions:
        found.setdefault(_key(item.term), []).append(item)
    return {items[0].term: tuple(items) for items in found.values()}
