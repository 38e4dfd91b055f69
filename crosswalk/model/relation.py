"""The closed lists of words: how two provisions relate, and what is known of each."""

from enum import StrEnum
from typing import Self


class Relation(StrEnum):
    """How the left provision relates to the right one (NIST IR 8477, sections 4.2 and 4.3).

    `word` is the word a page uses, read from left to right; `glyph` decorates it and is never shown without it.
    """

    glyph: str
    word: str

    EQUAL = "equal", "=", "Same"
    SUBSET = "subset-of", "⊂", "Part of"
    SUPERSET = "superset-of", "⊃", "Includes"
    INTERSECTS = "intersects-with", "∩", "Overlaps"
    NONE = "no-relationship", "∅", "No counterpart"
    SUPPORTS = "supports", "→", "Supports"
    SUPPORTED = "is-supported-by", "←", "Is supported by"
    CONTRARY = "contrary", "≠", "Conflicts"

    def __new__(cls, value: str, glyph: str = "", word: str = "") -> Self:
        """A member of the list, with its glyph and word."""
        found = str.__new__(cls, value)
        found._value_, found.glyph, found.word = value, glyph, word
        return found

    @property
    def inverse(self) -> "Relation":
        """The same relation read from the right.

        >>> Relation.SUBSET.inverse
        <Relation.SUPERSET: 'superset-of'>
        """
        return _INVERSE.get(self, self)


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


class _Worded(StrEnum):
    """Words of a closed list, each with the `words` that a page shows for it."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Self:
        """A member of the list, with its words."""
        found = str.__new__(cls, value)
        found._value_, found.words = value, words
        return found


class Status(_Worded):
    """The status of a row, with its `words` on a page; the program itself writes only `proposed` and `look-again`.

    `import` writes `draft`, in the name of the person who imports or of the file.
    """

    PROPOSED = "proposed", "Proposed by software, not reviewed"
    DRAFT = "draft", "Draft, not a review"
    CONFIRMED = "confirmed", "Confirmed by a reviewer"
    REJECTED = "rejected", "Rejected by a reviewer"
    UNSURE = "unsure", "A reviewer was unsure"
    LOOK_AGAIN = "look-again", "Look again: the text behind it moved"
    SUPERSEDED = "superseded", "Superseded"


# The statuses of rows that count: neither rejected nor replaced, and no reviewer was unsure.
LIVE = frozenset({Status.PROPOSED, Status.DRAFT, Status.CONFIRMED, Status.LOOK_AGAIN})
# The statuses of rows on file that somebody stands for.
HELD = frozenset({Status.DRAFT, Status.CONFIRMED})
# The statuses that count as published: a text that moved since does not take a row back.
PUBLISHED = HELD | {Status.LOOK_AGAIN}
# The statuses that only a person's review gives; an editors' draft is none.
REVIEWED = frozenset({Status.CONFIRMED, Status.REJECTED, Status.UNSURE})


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


class Verification(_Worded):
    """How far a text can be trusted to have the words of its source, with the `words` that a page shows with it.

    `verbatim` was compared with the official text; `read-not-compared` is what software read from a file.
    """

    VERBATIM = "verbatim", "Quoted word for word"
    READ = "read-not-compared", "Read by software, not compared with the original"
    RESTATED = "restated", "Restated in our words"
    UNVERIFIED = "restated-unverified", "Restated, not checked against the source"
    NOT_RETRIEVED = "not-retrieved", "Not retrieved: the source's content is unknown"


# The kinds of text that are shown as quotations: the source's words, or what was read as such.
QUOTED = frozenset({Verification.VERBATIM, Verification.READ})


class Modality(StrEnum):
    """The force of a provision's main verb."""

    MUST = "must"
    MUST_NOT = "must not"
    SHOULD = "should"
    MAY = "may"
    MEANS = "means"
    INCLUDES = "includes"
    STATES = "states"
