"""The closed lists of words: how two provisions relate, and what is known of each."""

from enum import StrEnum


class Relation(StrEnum):
    """How the left provision relates to the right one (NIST IR 8477, sections 4.2 and 4.3)."""

    EQUAL = "equal"
    SUBSET = "subset-of"
    SUPERSET = "superset-of"
    INTERSECTS = "intersects-with"
    NONE = "no-relationship"
    SUPPORTS = "supports"
    SUPPORTED = "is-supported-by"
    CONTRARY = "contrary"

    @property
    def glyph(self) -> str:
        """The sign that decorates the word; never shown without it."""
        return _GLYPH[self]

    @property
    def word(self) -> str:
        """The word a page uses, read from left to right."""
        return _WORD[self]

    @property
    def inverse(self) -> "Relation":
        """The same relation read from the right.

        >>> Relation.SUBSET.inverse
        <Relation.SUPERSET: 'superset-of'>
        """
        return _INVERSE.get(self, self)


_GLYPH = {
    Relation.EQUAL: "=",
    Relation.SUBSET: "⊂",
    Relation.SUPERSET: "⊃",
    Relation.INTERSECTS: "∩",
    Relation.NONE: "∅",
    Relation.SUPPORTS: "→",
    Relation.SUPPORTED: "←",
    Relation.CONTRARY: "≠",
}
_WORD = {
    Relation.EQUAL: "Same",
    Relation.SUBSET: "Part of",
    Relation.SUPERSET: "Includes",
    Relation.INTERSECTS: "Overlaps",
    Relation.NONE: "No counterpart",
    Relation.SUPPORTS: "Supports",
    Relation.SUPPORTED: "Is supported by",
    Relation.CONTRARY: "Conflicts",
}
_INVERSE = {
    Relation.SUBSET: Relation.SUPERSET,
    Relation.SUPERSET: Relation.SUBSET,
    Relation.SUPPORTS: Relation.SUPPORTED,
    Relation.SUPPORTED: Relation.SUPPORTS,
}

_EQ, _SUB, _SUP, _INT, _NO = (
    Relation.EQUAL,
    Relation.SUBSET,
    Relation.SUPERSET,
    Relation.INTERSECTS,
    Relation.NONE,
)
_ALL = frozenset({_EQ, _SUB, _SUP, _INT, _NO})
_BELOW, _ABOVE = frozenset({_SUB, _INT, _NO}), frozenset({_SUP, _INT, _NO})
# The five set relations form the RCC-5 algebra; this is its composition table,
# checked in the tests against every triple of subsets of a four-element universe.
_COMPOSE = {
    _SUB: {_SUB: frozenset({_SUB}), _SUP: _ALL, _INT: _BELOW, _NO: frozenset({_NO})},
    _SUP: {_SUB: _ALL - {_NO}, _SUP: frozenset({_SUP}), _INT: frozenset({_SUP, _INT}), _NO: _ABOVE},
    _INT: {_SUB: frozenset({_SUB, _INT}), _SUP: _ABOVE, _INT: _ALL, _NO: _ABOVE},
    _NO: {_SUB: _BELOW, _SUP: frozenset({_NO}), _INT: _BELOW, _NO: _ALL},
}


def compose(first: Relation, second: Relation) -> frozenset[Relation]:
    """The relations possible from A to C, given `first` from A to B and `second` from B to C.

    More than one relation in the answer means that nothing definite follows.
    Relations outside set theory compose to nothing: the empty set.

    >>> sorted(compose(Relation.SUBSET, Relation.SUBSET))
    [<Relation.SUBSET: 'subset-of'>]
    """
    if first not in _ALL or second not in _ALL:
        return frozenset()
    if first is _EQ:
        return frozenset({second})
    return frozenset({first}) if second is _EQ else _COMPOSE[first][second]


class Basis(StrEnum):
    """What a relation rests on, strictest first (NIST IR 8477, section 4.3)."""

    SYNTACTIC = "syntactic"
    SEMANTIC = "semantic"
    FUNCTIONAL = "functional"


class Status(StrEnum):
    """The status of a row; a program writes only `proposed` and `look-again`."""

    PROPOSED = "proposed"
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"
    LOOK_AGAIN = "look-again"
    SUPERSEDED = "superseded"

    @property
    def words(self) -> str:
        """The page words for a row with this status."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.PROPOSED: "Proposed by software, not reviewed",
    Status.DRAFT: "Editors' draft, not a review",
    Status.CONFIRMED: "Confirmed by a reviewer",
    Status.REJECTED: "Rejected by a reviewer",
    Status.UNSURE: "A reviewer was unsure",
    Status.LOOK_AGAIN: "Look again: the text behind it moved",
    Status.SUPERSEDED: "Superseded",
}


class Group(StrEnum):
    """The kind of group that a pair was decided in.

    `split`: several right provisions together answer the left one. `consolidated`:
    the right provision answers several left ones together. The group is every row of the
    file with the same left (or right) provision and the same word.
    """

    SPLIT = "split"
    CONSOLIDATED = "consolidated"


class Coverage(StrEnum):
    """How far one provision is answered by the other side."""

    COVERED = "covered"
    PARTLY = "partly"
    NOT_FOUND = "not-found"
    CONTRARY = "contrary"
    NOT_ASSESSED = "not-assessed"
    NOT_APPLICABLE = "not-applicable"


class Verification(StrEnum):
    """How far the words can be trusted to be those of the source.

    `verbatim` was compared with the official text; `read-not-compared` is what software read from a file.
    """

    VERBATIM = "verbatim"
    READ = "read-not-compared"
    RESTATED = "restated"
    UNVERIFIED = "restated-unverified"
    NOT_RETRIEVED = "not-retrieved"

    @property
    def words(self) -> str:
        """The mark a page shows with the text."""
        return _VERIFICATION_WORDS[self]


# The kinds of text that are shown as quotations: the source's words, or what was read as such.
QUOTED = frozenset({Verification.VERBATIM, Verification.READ})
_VERIFICATION_WORDS = {
    Verification.VERBATIM: "Quoted word for word",
    Verification.READ: "Read by software, not compared with the original",
    Verification.RESTATED: "Restated in our words",
    Verification.UNVERIFIED: "Restated, not checked against the source",
    Verification.NOT_RETRIEVED: "Not retrieved: the source's content is unknown",
}


class Modality(StrEnum):
    """The force of a provision's main verb."""

    MUST = "must"
    MUST_NOT = "must not"
    SHOULD = "should"
    MAY = "may"
    MEANS = "means"
    INCLUDES = "includes"
    STATES = "states"
