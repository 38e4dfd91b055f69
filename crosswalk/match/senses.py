"""The same words in another sense: a term that one document defines and the other just uses."""

from collections.abc import Sequence

from crosswalk.match.align import LinedUp, Pairing
from crosswalk.match.units import Unit
from crosswalk.model.evidence import Annotated, Note, NoteKind

# So many terms are named for a pair; the first ones of the text.
_MOST = 2


def other_senses(lined: LinedUp, left: Annotated, right: Annotated) -> tuple[str, ...]:
    """A sentence for each shared term that only one side defines; they speak of `{left}` and `{right}`."""
    found: dict[str, None] = {}
    for pair in lined.pairs:
        if pair.how == "same":
            found |= dict.fromkeys(_told(pair, lined, left, right))
    return tuple(found)[:_MOST]


def _told(pair: Pairing, lined: LinedUp, left: Annotated, right: Annotated) -> list[str]:
    ours = _defined(lined.ours[pair.left], left.of(NoteKind.DEFINED))
    theirs = _defined(lined.theirs[pair.right], right.of(NoteKind.DEFINED))
    if bool(ours) is bool(theirs):
        return []
    note, owner, other = (ours[0], "{left}", "{right}") if ours else (theirs[0], "{right}", "{left}")
    return [
        f"“{note.value}” is a term that {owner} defines ({note.target}); {other} uses it in its own sense."
    ]


def _defined(unit: Unit, notes: Sequence[Note]) -> list[Note]:
    """The defined terms whose words a unit is made of."""
    return [
        note
        for note in notes
        for span in unit.spans
        if span.start <= note.span.start < span.end or note.span.start <= span.start < note.span.end
    ]
