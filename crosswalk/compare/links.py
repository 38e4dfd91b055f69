"""The pairs of two documents that name one another: those that cite, and definitions that one takes from the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.compare.document import Document, cited_pairs, leads_in, why_unread
from crosswalk.language import phrasing
from crosswalk.language.condense import worded
from crosswalk.language.frames import read_provisions
from crosswalk.model.annotation import NoteKind
from crosswalk.model.corpus import Corpus
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
    adopted = {
        (a, b): made for a, b, made in _adopted((names.left, names.right), (left, right), ours, theirs)
    }
    adopted |= {
        (a, b): made for b, a, made in _adopted((names.right, names.left), (right, left), theirs, ours)
    }
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
    names: tuple[str, str], sides: tuple[Document, Document], sources: Frames, defined: Frames
) -> Iterator[tuple[str, str, Adopted]]:
    """Each source of a term, the provision that takes its definition from there, and what is said of the two.

    `names` and `sides` are those of the source and of the citing document. A definition is taken over with all its
    parts. The relation is read from the source.
    """
    home, citing = sides
    for prov_id, item in defined.items():
        frame = item.main
        if frame is None or not frame.term or not ELSEWHERE.match(worded(frame.whole)):
            continue
        cited = [note.value for note in citing.annotated[prov_id].of(NoteKind.CITATION)]
        for source_id, source in sources.items():
            if not _within(source_id, cited):
                continue
            main = source.main
            if main is not None and _same_term(main.term, frame.term):
                yield source_id, prov_id, _adoption(names, frame.term, source, main)
            elif not why_unread(source) and _is_part_of(home.whole, source_id, frame.term, cited):
                yield source_id, prov_id, _part_adopted(names, frame.term, source)


def _within(prov_id: str, cited: Iterable[str]) -> bool:
    """Whether a provision is one of those cited, or below one of them."""
    return any(prov_id == value or prov_id.startswith(f"{value}/") for value in cited)


def _is_part_of(whole: Corpus, prov_id: str, term: str, cited: Sequence[str]) -> bool:
    """Whether a provision is, or is below, one that is headed by the term, within what is cited."""
    at: str | None = prov_id
    while at is not None and at in whole and _within(at, cited):
        if _same_term(whole[at].heading.rstrip(". "), term):
            return True
        at = whole[at].parent
    return False


def _adoption(names: tuple[str, str], term: str, source: ProvisionFrames, main: Frame) -> Adopted:
    """What is said of a definition taken from a source; an element of it is named."""
    if DEFINES.match(worded(main.whole)):
        return Adopted(Relation.EQUAL, _adopts(names, term))
    return _part_adopted(names, term, source)


def _part_adopted(names: tuple[str, str], term: str, source: ProvisionFrames) -> Adopted:
    """What is said of one part of a definition taken from a source."""
    said = _adopts(names, term)
    element = state_one(names[0], source, MOST - len(said.split()), "named")
    return Adopted(Relation.SUBSET, f"{said} {element or patterns()['adopts part']}")


def _adopts(names: tuple[str, str], term: str) -> str:
    adopts = patterns()["adopts"].format(owner=possessive(names[0]), name=names[1], term=term)
    return phrasing.capital(agreeing(adopts, (names[1],)))


def _same_term(one: str, other: str) -> bool:
    """Whether two defined terms are one, in the singular or the plural."""
    ours, theirs = (term.casefold().removesuffix("s") for term in (one, other))
    return bool(one) and ours == theirs


def citations_between(names: Names, left: Document, right: Document) -> dict[tuple[str, str], str]:
    """The pairs in which one provision cites the other, each with a sentence on it."""
    said = {True: says_it_cites(names.left, names.right), False: says_it_cites(names.right, names.left)}
    return {pair: said[left.cites(*pair)] for pair in sorted(cited_pairs(left, right))}
