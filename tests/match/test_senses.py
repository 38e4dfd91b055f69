"""A term that one document defines and the other just uses is pointed out."""

from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.corpus import Provision
from crosswalk.relate.align import align_units
from crosswalk.relate.definitions import other_senses
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex

LEFT, RIGHT = Provision("L", "Vessels shall carry a beacon."), Provision("R", "Every vessel has a name.")
DEFINED = Annotated("L", (Note(Span(0, 7), NoteKind.DEFINED, "vessel", "act/2"),))


def told(left, right):
    asks = UnitIndex([LEFT], [RIGHT], {"L": left}, {"R": right}, ConceptRelations())
    return other_senses(align_units(LEFT, RIGHT, asks), left, right)


def test_a_term_that_only_one_side_defines_is_flagged():
    (said,) = told(DEFINED, Annotated("R"))

    assert "“vessel” is a term that {left} defines (act/2); {right} uses it in its own sense." == said


def test_a_term_that_both_or_neither_define_is_not():
    other = Annotated("R", (Note(Span(6, 12), NoteKind.DEFINED, "vessel", "code/1"),))

    assert () == told(DEFINED, other) == told(Annotated("L"), Annotated("R"))
