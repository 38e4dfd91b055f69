"""The field's terms: concepts with the ways law and plain writing say them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from crosswalk.errors import ParseError, Problem, SourceError
from crosswalk.language.normalize import norm, verb_forms


@dataclass(frozen=True, slots=True)
class Concept:
    """One notion of the field.

    `terms` are the words for it, with a final `~` on a word that covers its verb forms.
    `broader` are concepts of which it is truly a kind; `part_of` wholes that cannot be had without
    it, so a demand for the whole is a demand for this too; `related` ones are only near.
    `weight` (0..1) is how much naming it says about a provision.
    """

    id: str
    label: str
    terms: tuple[str, ...]
    broader: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    facet: str = ""
    weight: float = 1.0

    @property
    def above(self) -> tuple[str, ...]:
        """What it is a kind of, then what it is a part of."""
        return (*self.broader, *self.part_of)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Concepts by id, and the words of the field that leave room; may be empty, and changes nothing itself.

    Compared as an object, so that what is made from a lexicon can be cached for it.
    """

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    measure: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""

    def __len__(self) -> int:
        """How many concepts there are."""
        return len(self.concepts)

    def __iter__(self) -> Iterator[Concept]:
        """The concepts, in the order of the file."""
        return iter(self.concepts.values())

    def __contains__(self, concept_id: object) -> bool:
        """Whether there is a concept of that id."""
        return concept_id in self.concepts

    def label(self, concept_id: str) -> str:
        """What a page shows for a concept; the id itself where the concept is unknown."""
        found = self.concepts.get(concept_id)
        return found.label if found else concept_id

    def weight(self, concept_id: str) -> float:
        """How much naming the concept says about a provision, 0..1; 1 for an unknown one."""
        found = self.concepts.get(concept_id)
        return found.weight if found else 1.0

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        return {one: _climb(one, self.concepts, lambda one: one.above) for one in self.concepts}

    def ancestors(self, concept_id: str) -> frozenset[str]:
        """Every broader concept of one, near and far, without itself."""
        return self._above.get(concept_id, frozenset())

    @cached_property
    def wholes(self) -> Mapping[str, frozenset[str]]:
        """For each concept, the concepts it is a part of, near and far.

        A kind of a part is no part: only `part_of` links are climbed.
        """
        return {one: _climb(one, self.concepts, lambda one: one.part_of) for one in self.concepts}


def _climb(
    concept_id: str, concepts: Mapping[str, Concept], links: Callable[[Concept], Sequence[str]]
) -> frozenset[str]:
    """Every concept that links lead to, near and far; the first one itself only where they run in a circle."""
    found: set[str] = set()
    todo = [concept_id]
    while todo:
        near = [one for one in links(concepts[todo.pop()]) if one in concepts and one not in found]
        found.update(near)
        todo += near
    return frozenset(found)


@lru_cache(maxsize=20_000)
def spellings(term: str) -> tuple[str, ...]:
    """The written forms of a term: verb forms of a word that ends in `~`, and hyphens as spaces.

    >>> spellings("co-enroll~")[:3]
    ('co-enroll', 'co enroll', 'coenroll')
    """
    words = [verb_forms(word[:-1]) if word.endswith("~") else (word,) for word in term.split()]
    found: dict[str, None] = {}
    for chosen in product(*words):
        plain = " ".join(chosen)
        found[plain] = None
        if "-" in plain:
            found[plain.replace("-", " ")] = None
            found[re.sub(r"\b(co|non|re|pre|sub)-", r"\1", plain)] = None
    return tuple(found)


def load_lexicon(path: Path) -> Lexicon:
    """Read and check a lexicon file; every fault is reported with its line, all at once.

    Raises:
        SourceError: the file is missing or cannot be read (XW-110).
        ParseError: the file is not a lexicon (XW-204, XW-210).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}); put a lexicon there or name another.", code="XW-110"
        ) from error
    return parse_lexicon(data, path.name)


def parse_lexicon(data: bytes, where: str) -> Lexicon:
    """Read a lexicon from bytes; `where` names it in errors."""
    from pydantic import ValidationError

    from crosswalk.language.yaml_lines import line_of, parse_yaml, plain_values

    root = parse_yaml(data, where)
    try:
        read = LexiconFile.model_validate(plain_values(root))
    except ValidationError as error:
        problems = [
            Problem(f"{where} line {line_of(root, item['loc'])}", _schema_error_text(item), "XW-210")
            for item in error.errors()
        ]
        raise _refuse(where, problems) from error
    concepts = [Concept(**dict(entry)) for entry in read.concepts]
    lines = [line_of(root, ("concepts", place)) for place in range(len(concepts))]
    problems = _faults(where, concepts, read.facets, lines)
    if problems:
        raise _refuse(where, problems)
    return Lexicon(
        concepts={one.id: one for one in concepts},
        qualifiers=read.qualifiers,
        facets=read.facets,
        measure=read.measure,
        version=read.version,
    )


def _refuse(where: str, problems: Sequence[Problem]) -> ParseError:
    first = problems[0]
    return ParseError(
        f"{first.where}: {first.what}; correct the lexicon ({len(problems)} fault(s) in {where}).",
        code="XW-210",
        problems=sorted(set(problems)),
    )


def _faults(
    where: str, concepts: Sequence[Concept], facets: Mapping[str, str], lines: Sequence[int]
) -> list[Problem]:
    """Ids used twice, links to nowhere, circles, unknown facets, and terms that two concepts claim."""
    by_id = {concept.id: concept for concept in concepts}
    seen: set[str] = set()
    owner: dict[tuple[str, ...], str] = {}
    found: list[Problem] = []
    for concept, line in zip(concepts, lines, strict=True):
        place, name = f"{where} line {line}", concept.id
        if name in seen:
            found.append(Problem(place, f"the concept {name} appears twice", "XW-210"))
        seen.add(name)
        missing = [link for link in (*concept.above, *concept.related) if link not in by_id]
        found += [
            Problem(place, f"{name} points to {link}, which is no concept", "XW-210") for link in missing
        ]
        if facets and concept.facet not in facets:
            found.append(
                Problem(place, f"{name} has the facet {concept.facet!r}, which is not listed", "XW-210")
            )
        if not missing and name in _climb(name, by_id, lambda one: one.above):
            found.append(Problem(place, f"{name} is broader than itself, in a circle", "XW-210"))
        for term, form in ((written, form) for written in concept.terms for form in spellings(written)):
            first = owner.setdefault(tuple(norm(word) for word in form.split()), name)
            if first != name:
                found.append(Problem(place, f"the term {term!r} belongs to {first} and to {name}", "XW-210"))
    return found


def _schema_error_text(item: Mapping[str, Any]) -> str:
    place = ".".join(str(step) for step in item["loc"])
    kinds = {"missing": "is missing", "extra_forbidden": "is not a field of a lexicon"}
    return f"{place} {kinds.get(item['type'], item['msg'])}"


Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class ConceptEntry(BaseModel):
    """One concept as written."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    label: Word
    terms: tuple[Word, ...] = Field(min_length=1)
    broader: tuple[Word, ...] = ()
    part_of: tuple[Word, ...] = ()
    related: tuple[Word, ...] = ()
    facet: str = ""
    weight: float = Field(default=1.0, ge=0.0, le=1.0)


class LexiconFile(BaseModel):
    """The whole file as written; every part may be left out."""

    model_config = ConfigDict(extra="forbid")

    version: str = ""
    facets: dict[str, str] = {}
    concepts: tuple[ConceptEntry, ...] = ()
    qualifiers: tuple[Word, ...] = ()
    # Nothing reads these two; the lexicons of older workspaces have them.
    stock: tuple[Word, ...] = ()
    definition_forms: tuple[Word, ...] = ()
    measure: dict[str, Any] = {}
