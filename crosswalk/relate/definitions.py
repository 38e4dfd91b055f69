"""Follow a defined term into its definition, and find terms that only one document defines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from crosswalk.language.modality import find_modals
from crosswalk.language.quantities import QuantityConstraint
from crosswalk.model.annotation import Annotated, Note, NoteKind
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Modality
from crosswalk.relate.align import FULL_COVERAGE, MIN_COVERAGE, AlignedPair, UnitAlignment
from crosswalk.relate.content_units import ContentUnit, clause_and_units
from crosswalk.relate.unit_index import UnitIndex

# The other text must answer so much of what a definition says to be speaking of the defined thing.
DEFINED = 0.5
# What answers this much of a definition answers the term whole.
WHOLE = 0.75
# A definition longer than this many provisions is a scheme of its own and is not followed.
LONGEST = 12
# So many words of a definition are told.
TOLD = 30


@dataclass(frozen=True)
class Definitions:
    """A document whose terms can be followed: all of it, as annotated."""

    whole: Corpus
    annotated: Mapping[str, Annotated]

    def of(self, place: str) -> tuple[Provision, ...]:
        """The provisions a definition consists of; none where it is too long, or only a heading."""
        if place not in self.whole:
            return ()
        found = [self.whole[place]]
        for prov in found:
            found += self.whole.children(prov.id)
            if len(found) > LONGEST:
                return ()
        return tuple(prov for prov in found if not prov.is_heading and prov.text.strip())


@dataclass(frozen=True, slots=True)
class ExpandedTerm:
    """A term whose definition decided how far it is answered, told with `{left}` and `{right}`."""

    told: str
    on_left: bool
    quantities: tuple[QuantityConstraint, ...]


def expand_terms(
    lined: UnitAlignment, asks: UnitIndex, left: Definitions, right: Definitions
) -> tuple[UnitAlignment, tuple[ExpandedTerm, ...]]:
    """Line up each defined term that nothing answers with what answers its definition."""
    pairs: list[AlignedPair] = []
    found: list[ExpandedTerm] = []
    sides = (
        (True, lined.left, lined.ours, lined.left_coverage, lined.theirs, left),
        (False, lined.right, lined.theirs, lined.right_coverage, lined.ours, right),
    )
    for on_left, prov, mine, met, theirs, meanings in sides:
        for note in meanings.annotated[prov.id].of(NoteKind.DEFINED):
            places = [n for n, u in enumerate(mine) if _within(u, note) and met[n] < FULL_COVERAGE]
            definition = meanings.of(note.target) if places else ()
            share, answering = _answered(definition, theirs, asks, meanings.annotated)
            if share < DEFINED:
                continue
            given = min(1.0, share / WHOLE)
            made = [(i, j, given, back) for i in places for j, back in answering.items()]
            pairs += [AlignedPair(*(p if on_left else _turned(p)), "by its definition") for p in made]
            limits = [
                n for p in definition for n in clause_and_units(p, meanings.annotated[p.id])[0].quantities
            ]
            found.append(
                ExpandedTerm(_definition_note(note, definition[0], on_left=on_left), on_left, tuple(limits))
            )
    once = {item.told: item for item in found}
    return (replace(lined, pairs=(*lined.pairs, *pairs)) if pairs else lined), tuple(once.values())


def _turned(pair: tuple[int, int, float, float]) -> tuple[int, int, float, float]:
    i, j, given, back = pair
    return j, i, back, given


def _within(unit: ContentUnit, note: Note) -> bool:
    return note.span.overlaps_any(unit.spans)


def _answered(
    definition: Sequence[Provision],
    given: Sequence[ContentUnit],
    asks: UnitIndex,
    annotated: Mapping[str, Annotated],
) -> tuple[float, dict[int, float]]:
    """The share of what a definition says that the units answer, and how far each of these does, by its place."""
    answering: dict[int, float] = {}
    total = done = 0.0
    for prov in definition:
        mine = asks.weigh(clause_and_units(prov, annotated[prov.id])[1])
        met = [0.0] * len(mine)
        for asked, place, forth, back, _ in asks.answered(mine, given):
            if max(forth, back) >= MIN_COVERAGE:
                met[asked] = max(met[asked], forth)
                answering[place] = max(answering.get(place, 0.0), back)
        total += fsum(unit.weight for unit in mine)
        done += fsum(unit.weight * best for unit, best in zip(mine, met, strict=True))
    return (done / total if total else 0.0), answering


def _definition_note(note: Note, definition: Provision, *, on_left: bool) -> str:
    owner, other = ("{left}", "{right}") if on_left else ("{right}", "{left}")
    words = _meaning(definition.text).replace("{", "(").replace("}", ")")
    where = definition.citation or definition.id
    return (
        f"{owner} defines “{note.value}” at {where} as “{words}”, and {other} uses words of that definition."
    )


def _meaning(text: str) -> str:
    """What a definition says its term means, cut after so many words."""
    verb = next(
        (w for w in find_modals(text) if w.value in {Modality.MEANS.value, Modality.INCLUDES.value}), None
    )
    said = text[verb.span.end :] if verb else text.partition(" means ")[2] or text
    words = said.strip(" ,—:").split()
    return " ".join(words[:TOLD]).rstrip(" .;,—:") + (" …" if len(words) > TOLD else "")


# So many terms are named for a pair; the first ones of the text.
_MOST = 2


def other_senses(lined: UnitAlignment, left: Annotated, right: Annotated) -> tuple[str, ...]:
    """A sentence for each shared term that only one side defines; they speak of `{left}` and `{right}`."""
    found: dict[str, None] = {}
    for pair in lined.pairs:
        if pair.how == "same":
            found |= dict.fromkeys(_sense_note(pair, lined, left, right))
    return tuple(found)[:_MOST]


def _sense_note(pair: AlignedPair, lined: UnitAlignment, left: Annotated, right: Annotated) -> list[str]:
    ours = _defining_notes(lined.ours[pair.left], left.of(NoteKind.DEFINED))
    theirs = _defining_notes(lined.theirs[pair.right], right.of(NoteKind.DEFINED))
    if bool(ours) is bool(theirs):
        return []
    note, owner, other = (ours[0], "{left}", "{right}") if ours else (theirs[0], "{right}", "{left}")
    return [
        f"“{note.value}” is a term that {owner} defines ({note.target}); {other} uses it in its own sense."
    ]


def _defining_notes(unit: ContentUnit, notes: Sequence[Note]) -> list[Note]:
    """The defined terms whose words a unit is made of."""
    return [
        note
        for note in notes
        for span in unit.spans
        if span.start <= note.span.start < span.end or note.span.start <= span.start < note.span.end
    ]
