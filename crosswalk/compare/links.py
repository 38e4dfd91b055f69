"""The pairs of two documents that name one another: those that cite, and definitions that one takes from the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crosswalk.compare.document import Document, cited_pairs, leads_in
from crosswalk.language import phrasing
from crosswalk.language.condense import worded
from crosswalk.language.frames import read_provisions
from crosswalk.model.annotation import NoteKind
from crosswalk.model.frame import Frame, ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names
from crosswalk.relate.statement import MOST, state_one
from crosswalk.relate.wording import DEFINES, ELSEWHERE, agreeing, patterns, possessive, says_it_cites

# The frames of provisions, by id.
Frames = Mapping[str, ProvisionFrames]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A definition that one side takes from the other by citing it: the relation of the pair, and how that is said."""

    relation: Relation
    sentence: str


@dataclass(frozen=True)
class Links:
    """The pairs of two documents that name one another: those that cite, and definitions taken over.

    `lead_ins` are the frames, left and right, of the lead-ins among those that cite or are cited, which are not compared.
    """

    cited: Mapping[tuple[str, str], str] = field(default_factory=dict)
    adopted: Mapping[tuple[str, str], Adopted] = field(default_factory=dict)
    lead_ins: tuple[Frames, Frames] = ({}, {})


NOTHING_NAMED = Links()


def links_between(names: Names, left: Document, right: Document, frames: tuple[Frames, Frames]) -> Links:
    """The pairs of which one provision cites the other, and those of which one takes its definition from the other."""
    ours, theirs = frames
    adopted = {(a, b): made for a, b, made in _adopted((names.left, names.right), right, theirs, ours)}
    adopted |= {(a, b): made for b, a, made in _adopted((names.right, names.left), left, ours, theirs)}
    cited = citations_between(names, left, right)
    ones, others = (
        _lead_ins(side, read, dict.fromkeys(pair[at] for pair in cited))
        for at, (side, read) in enumerate(zip((left, right), frames, strict=True))
    )
    return Links(cited, adopted, (ones, others))


def _lead_ins(side: Document, read: Frames, ids: Iterable[str]) -> Frames:
    """The frames of the lead-ins of one side among some provisions."""
    return read_provisions(
        side.whole, [i for i in ids if i not in read and leads_in(side.whole, side.whole[i])]
    )


def _adopted(
    names: tuple[str, str], citing: Document, defined: Frames, sources: Frames
) -> Iterator[tuple[str, str, Adopted]]:
    """Each source of a term, the provision that takes its definition from there, and what is said of the two.

    `names` are those of the source and of the citing document. The relation is read from the source.
    """
    for prov_id, item in defined.items():
        frame = item.main
        if frame is None or not frame.term or not ELSEWHERE.match(worded(frame.whole)):
            continue
        cited = [note.value for note in citing.annotated[prov_id].of(NoteKind.CITATION)]
        for source_id, source in sources.items():
            main = source.main
            if main is None or not _same_term(main.term, frame.term):
                continue
            if any(source_id == value or source_id.startswith(f"{value}/") for value in cited):
                yield source_id, prov_id, _adoption(names, frame.term, source, main)


def _adoption(names: tuple[str, str], term: str, source: ProvisionFrames, main: Frame) -> Adopted:
    """What is said of a definition taken from a source; an element of it is named."""
    owner = possessive(names[0])
    adopts = patterns()["adopts"].format(owner=owner, name=names[1], term=term)
    said = phrasing.capital(agreeing(adopts, (names[1],)))
    if DEFINES.match(worded(main.whole)):
        return Adopted(Relation.EQUAL, said)
    element = state_one(names[0], source, MOST - len(said.split()), "named")
    return Adopted(Relation.SUBSET, f"{said} {element or patterns()['adopts part']}")


def _same_term(one: str, other: str) -> bool:
    """Whether two defined terms are one, in the singular or the plural."""
    ours, theirs = (term.casefold().removesuffix("s") for term in (one, other))
    return bool(one) and ours == theirs


def citations_between(names: Names, left: Document, right: Document) -> dict[tuple[str, str], str]:
    """The pairs in which one provision cites the other, each with a sentence on it."""
    said = {True: says_it_cites(names.left, names.right), False: says_it_cites(names.right, names.left)}
    return {pair: said[left.cites(*pair)] for pair in sorted(cited_pairs(left, right))}
