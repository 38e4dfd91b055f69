"""Whom a provision speaks of, and whether another speaks of the same people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crosswalk.language.normalize import fold
from crosswalk.language.phrasing import listed
from crosswalk.model.annotation import Annotated, NoteKind
from crosswalk.model.corpus import Provision
from crosswalk.relate.unit_index import ConceptRelations

# Words for anyone at all: who names these leaves nobody out.
_ANYONE = frozenset(
    {"individual", "person", "people", "participant", "member", "client", "customer", "resident"}
)
_SOME = frozenset(
    {
        *(
            "adult",
            "youth",
            "child",
            "infant",
            "student",
            "learner",
            "pupil",
            "graduate",
            "apprentice",
            "worker",
        ),
        *("employee", "jobseeker", "homemaker", "veteran", "patient", "beneficiary", "enrollee", "retiree"),
        *(
            "woman",
            "man",
            "mother",
            "parent",
            "family",
            "household",
            "tenant",
            "driver",
            "offender",
            "inmate",
        ),
        *(
            "immigrant",
            "refugee",
            "senior",
            "elder",
            "borrower",
            "taxpayer",
            "victim",
            "defendant",
            "farmworker",
        ),
    }
)
_PLURAL = {
    "children": "child",
    "women": "woman",
    "men": "man",
    "families": "family",
    "beneficiaries": "beneficiary",
}
# In a label the noun stands before these: `Individual with a disability`.
_HEAD_ENDS = re.compile(r"(?<![\w-])(?:with|in|of|who|that|for|from|to|at|under)(?![\w-])|[,(]")
_MOST = 3


@dataclass(frozen=True, slots=True)
class People:
    """The groups of people a provision names, as concept ids or nouns, and whether it names anyone at all."""

    groups: frozenset[str] = frozenset()
    anyone: bool = False


def population_of(prov: Provision, read: Annotated | None, links: ConceptRelations) -> People:
    """Whom a provision speaks of, in its own words."""
    low = fold(prov.text)
    groups, anyone = set(), False
    for note in read.of(NoteKind.CONCEPT) if read else ():
        label = links.label.get(note.value, "")
        noun = _head(label)
        low = low[: note.span.start] + " " * (note.span.end - note.span.start) + low[note.span.end :]
        if noun not in _SOME | _ANYONE:
            continue
        if noun in _ANYONE and _single(label.lower()) == noun:
            anyone = True
        else:
            groups.add(note.value)
    nouns = {_single(word) for word in re.findall(r"[a-z]+", low)}
    return People(frozenset(groups | (nouns & _SOME)), anyone or bool(nouns & _ANYONE))


def missing_population(asker: str, giver: str, asks: People, gives: People, links: ConceptRelations) -> str:
    """A sentence where the giver speaks only of other people, or of some of them; empty where it does not.

    A giver that names nobody, or anyone at all, leaves nobody out.
    """
    if not gives.groups or gives.anyone:
        return ""
    theirs = _group_names(gives.groups, links)
    if not asks.groups:
        return f"{asker} speaks of anyone, {giver} of {theirs} only." if asks.anyone else ""
    left_out = {group for group in asks.groups if not (_above(group, links) & gives.groups)}
    if not left_out:
        return ""
    return f"{asker} speaks of {_group_names(left_out, links)}, {giver} only of {theirs}."


def _above(group: str, links: ConceptRelations) -> frozenset[str]:
    """The group and all that it is a kind of."""
    return (
        frozenset({group}) | links.hypernyms.get(group, frozenset()) | links.part_of.get(group, frozenset())
    )


def _group_names(groups: Iterable[str], links: ConceptRelations) -> str:
    return listed(
        [f"“{name}”" for name in sorted({links.label.get(one, one).lower() for one in groups})[:_MOST]]
    )


def _head(label: str) -> str:
    words = re.findall(r"[a-z]+", _HEAD_ENDS.split(label.lower())[0])
    return _single(words[-1]) if words else ""


def _single(word: str) -> str:
    if word in _PLURAL:
        return _PLURAL[word]
    return word[:-1] if word.endswith("s") and word[:-1] in _SOME | _ANYONE else word
