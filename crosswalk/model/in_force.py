"""Definitions in force, and answers at the levels of law: statute, rule, guidance and framework."""

from dataclasses import dataclass

from crosswalk.model.annotation import Part


@dataclass(frozen=True, slots=True)
class PlaceAtLevel:
    """A provision of another text that answers one, at another level.

    `level` is statute, rule or guidance, `corpus` the id and edition of the text, `citation` what a sentence calls
    the provision. `defines` says that it defines the term in question.
    """

    level: str
    corpus: str
    provision: str
    citation: str
    words: str
    address: str = ""
    defines: bool = False


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """One place that defines a term.

    `level` is statute, rule, guidance or framework; `target` is the provision that holds the meaning, another
    one where the term is defined by reference. `citation` is what a sentence calls the place.
    """

    level: str
    corpus: str
    as_of: str
    provision: str
    citation: str
    words: str
    target: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class DecidingTerm:
    """A term that two measures both turn on, and that each side defines for itself.

    `left_term` and `right_term` are the term as each side's lexicon concept names it. The definitions of each side
    begin with what binds most. `parts` are the parts of the comparison that the definitions decide: those
    that would be called the same or unknown without them.
    """

    left_term: str
    right_term: str
    left: tuple[TermDefinition, ...]
    right: tuple[TermDefinition, ...]
    parts: tuple[Part, ...] = ()
