"""Decide from the frames of both texts which pairs are listed, how they relate, and the sentence that states it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosswalk.compare.document import Document, why_unread
from crosswalk.compare.links import NOTHING_NAMED, Adopted, Frames, Links
from crosswalk.compare.shared_terms import NOTHING_SHARED, SharedTerms
from crosswalk.compare.unmet import align_frames
from crosswalk.language.thesaurus import stems
from crosswalk.language.topics import TopicNearness, Topics, topic_nearness
from crosswalk.measures.compare import compare_measures
from crosswalk.model.alignment import Alignment, Candidate, Evidence, RelationPrediction
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.listing import (
    LISTED,
    assurances_beside_criteria,
    describes_itself,
)
from crosswalk.relate.pair_chances import pair_chances
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.predict import Names, relate_measures, relation_test
from crosswalk.relate.relating import first_rule
from crosswalk.relate.statement import PairStatement, state, state_apart

# A pair below this chance gets no relation.
CONSIDERED = 0.1
# The chance of a pair in which one provision cites the other by name.
CITED = 0.95
# A pair below this chance is listed only if its statement names something that both sides have.
CLEAR = 0.6
UNLINKED = "No word of what either text says here is in the other."
_APART = "One speaks to the State and the other to a local body."
_TWIN = "The same requirement for another level is the likelier counterpart."


@dataclass(frozen=True)
class Sides:
    """The frames of both sides, with the chance that an expert would list each proposed pair.

    `apart` are the proposed pairs that the levels of their actors keep from being listed, each with the reason.
    """

    left: Mapping[str, ProvisionFrames]
    right: Mapping[str, ProvisionFrames]
    chances: Mapping[tuple[str, str], float]
    apart: Mapping[tuple[str, str], str]
    links: Links
    unread: Mapping[str, str]


def read_sides(
    ours: Frames,
    theirs: Frames,
    proposed: Sequence[Candidate],
    links: Links = NOTHING_NAMED,
) -> Sides:
    """The frames of both parts and the chance of every proposed pair; `links` are the pairs that name one another.

    A provision that requires nothing (a heading, a lead-in, a catch-all, a fragment) has no frames and no chance.
    """
    unread = {i: why for side in (ours, theirs) for i, item in side.items() if (why := why_unread(item))}
    ours, theirs = ({i: item for i, item in side.items() if i not in unread} for side in (ours, theirs))
    lefts, rights = list(ours.values()), list(theirs.values())
    rows, columns = ({item.provision: at for at, item in enumerate(side)} for side in (lefts, rights))
    framed = [cand for cand in proposed if cand.left in rows and cand.right in columns]
    cells = (
        np.array([rows[cand.left] for cand in framed], np.int64),
        np.array([columns[cand.right] for cand in framed], np.int64),
    )
    scores = np.array([cand.score for cand in framed])
    found = pair_chances(lefts, rights, cells, scores, min((cand.score for cand in proposed), default=0.0))
    pairs = [(cand.left, cand.right) for cand in framed]
    apart = {
        pair: _APART if levels else _TWIN
        for pair, levels, twin in zip(pairs, found.apart.tolist(), found.twins.tolist(), strict=True)
        if levels or twin
    }
    named = dict.fromkeys((*links.cited, *links.adopted), CITED)
    likely = {**dict(zip(pairs, found.chances.tolist(), strict=True)), **named}
    return Sides(ours, theirs, likely, apart, links, unread)


def frames_in_pairs(frames: tuple[Frames, Frames], pairs: Sequence[Candidate]) -> tuple[Frames, Frames]:
    """The frames of the provisions that are in a pair, for each side."""
    named = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    ours, theirs = ({i: side[i] for i in side if i in ids} for side, ids in zip(frames, named, strict=True))
    return ours, theirs


def listed_candidate(
    names: Names, cand: Candidate, sides: Sides, topics: TopicNearness, *, stated: bool = True
) -> Candidate:
    """A candidate with its chance, whether it is listed, its relation and its statement.

    `topics` holds the nearness of the provisions of both sides to each topic. If nobody reads the statements (not
    `stated`), only those are made that decide the listing or say how two provisions conflict.
    """
    pair = (cand.left, cand.right)
    chance = sides.chances.get(pair, 0.0)
    listed = chance >= LISTED
    unread = next((sides.unread[i] for i in pair if i in sides.unread), "")
    if unread and not listed:
        return replace(cand, confidence=0.0, fitted=True, listed=False, why_not=unread, prediction=None)
    why_not = "" if listed else _why_not(pair, chance, sides)
    if chance < CONSIDERED:
        return replace(
            cand, confidence=chance, fitted=True, listed=False, why_not=why_not, prediction=_nothing(names)
        )
    if pair in sides.links.adopted:
        return replace(
            cand,
            confidence=chance,
            fitted=True,
            listed=True,
            adopted=True,
            prediction=_of_adopted(names, sides.links.adopted[pair]),
        )
    ours, theirs = sides.left.get(cand.left), sides.right.get(cand.right)
    if ours is None or theirs is None:
        alone = [
            (name, side or opened.get(i))
            for name, side, opened, i in zip(
                (names.left, names.right), (ours, theirs), sides.links.lead_ins, pair, strict=True
            )
        ]
        said = state_apart(sides.links.cited[pair], alone)
        return replace(cand, confidence=chance, fitted=True, listed=True, prediction=only_cited(said))
    read = PairReading(ours, theirs)
    rule = first_rule(read)
    decides = listed and (chance < CLEAR or rule.relation is Relation.CONTRARY)
    told = _stated(names, rule.relation, read, topics) if stated or decides else PairStatement("", "")
    if listed and chance < CLEAR and not told.linked:
        listed, why_not = False, UNLINKED
    prediction = RelationPrediction(
        rule.relation,
        Basis.FUNCTIONAL if rule.relation in {Relation.SUPPORTS, Relation.SUPPORTED} else Basis.SEMANTIC,
        " ".join(part for part in (sides.links.cited.get(pair, ""), told.sentence) if part),
        _strength(rule.relation, chance, cand.alignment),
        relation_test(rule.relation, names),
        (*([sides.links.cited[pair]] if pair in sides.links.cited else []), rule.sentence),
        rule.confidence,
        " ".join(part for part in (sides.links.cited.get(pair, ""), told.same) if part),
        told.different,
    )
    citing = (Evidence("citation", sides.links.cited[pair], 1.0, 0.0),) if pair in sides.links.cited else ()
    return replace(
        cand,
        evidence=(*citing, *cand.evidence),
        confidence=chance,
        fitted=True,
        listed=listed,
        why_not=why_not,
        prediction=prediction,
    )


def join_measures(cand: Candidate, left: Document, right: Document) -> bool:
    """Whether both provisions of a candidate are measures."""
    return cand.left in left.measures and cand.right in right.measures


def align_likely(cand: Candidate, sides: Sides) -> Candidate:
    """A candidate aligned by the frames of both sides; empty if the pair is too unlikely to get a relation."""
    both = considered((cand.left, cand.right), sides)
    return replace(
        cand, alignment=align_frames((both[0].own_text, both[1].own_text), *both) if both else Alignment()
    )


def considered(pair: tuple[str, str], sides: Sides) -> tuple[ProvisionFrames, ProvisionFrames] | None:
    """The frames of both provisions of a pair that is likely enough to get a relation; else None."""
    ours, theirs = sides.left.get(pair[0]), sides.right.get(pair[1])
    if ours is None or theirs is None or sides.chances.get(pair, 0.0) < CONSIDERED:
        return None
    return ours, theirs


def defined_candidate(
    names: Names, cand: Candidate, sides: Sides, topics: TopicNearness, shared: SharedTerms, *, whole: bool
) -> Candidate:
    """A candidate between elements of two definitions, with its relation and statement.

    Every element of a definition is compared with every other; `shared` is what the two name in common. Two that share
    words are no counterparts if hardly any expert would list them, unless one is a definition as a `whole`: it has
    many parts, and an element may meet one of them.
    """
    chance = sides.chances.get((cand.left, cand.right), 0.0)
    ours, theirs = sides.left.get(cand.left), sides.right.get(cand.right)
    read = PairReading(ours, theirs) if ours and theirs and (whole or chance >= CONSIDERED) else None
    if read is None or not (shared.meet or (chance >= LISTED and _name_one_term(read.left, read.right))):
        return replace(cand, alignment=Alignment(), prediction=_nothing(names))
    rule = first_rule(read)
    relation = rule.relation
    if relation is Relation.INTERSECTS and shared.left_within_right:
        relation = Relation.SUBSET
    elif relation is Relation.INTERSECTS and shared.right_within_left:
        relation = Relation.SUPERSET
    told = _stated(names, relation, read, topics)
    prediction = RelationPrediction(
        relation,
        Basis.SEMANTIC,
        told.sentence,
        10 if relation is Relation.EQUAL else min(9, max(1, round(5 * (shared.left + shared.right)))),
        relation_test(relation, names),
        (rule.sentence,),
        rule.confidence,
        told.same,
        told.different,
    )
    return replace(cand, alignment=_align_terms(read.left, read.right, shared), prediction=prediction)


def _name_one_term(ours: ProvisionFrames, theirs: ProvisionFrames) -> bool:
    """Whether the heading of one side is the term that the other defines."""
    for defining, other in ((ours, theirs), (theirs, ours)):
        term = defining.main.term if defining.main else ""
        if term and stems(term) == stems(other.text[: other.own_start].rstrip(". ")):
            return True
    return False


def _align_terms(ours: ProvisionFrames, theirs: ProvisionFrames, shared: SharedTerms) -> Alignment:
    """The phrases that match, concepts first, and what each side adds; the shares are those of the terms."""
    aligned = align_frames((ours.own_text, theirs.own_text), ours, theirs, shared.named)
    return replace(aligned, left_share=shared.left, right_share=shared.right)


def measured_candidate(
    names: Names,
    cand: Candidate,
    left: Document,
    right: Document,
    sides: Sides,
    shared: SharedTerms = NOTHING_SHARED,
) -> Candidate:
    """A candidate between two measures, compared part by part; `shared` is what the two name in common."""
    parts = compare_measures(
        left.measures[cand.left], right.measures[cand.right], names=(names.left, names.right)
    )
    prediction = relate_measures(parts, names, (cand.left, cand.right))
    ours, theirs = sides.left.get(cand.left), sides.right.get(cand.right)
    aligned = Alignment()
    if ours is not None and theirs is not None and prediction.relation is not Relation.NONE:
        aligned = _align_terms(ours, theirs, shared)
    return replace(cand, alignment=aligned, parts=tuple(parts), prediction=prediction)


def _stated(names: Names, relation: Relation, read: PairReading, topics: TopicNearness) -> PairStatement:
    """The statement of a pair with a relation, from its nearest frames and the topic that both share."""
    topic = topics.shared(read.left.provision, read.right.provision)
    return state(relation, read.left, read.right, (names.left, names.right), topic, read.best_frames)


def sides_nearness(sides: Sides, known: Topics | None = None) -> TopicNearness:
    """How near every provision of both sides is to each topic of `known`, or of the shipped topics."""
    return topic_nearness([*sides.left.values(), *sides.right.values()], known)


def _why_not(pair: tuple[str, str], chance: float, sides: Sides) -> str:
    if pair in sides.apart:
        return sides.apart[pair]
    if pair not in sides.chances:
        return "One of the two asks for nothing that could be compared."
    if any(describes_itself(side[i]) for side, i in zip((sides.left, sides.right), pair, strict=True)):
        return "One of the two only describes its own document."
    ours, theirs = sides.left.get(pair[0]), sides.right.get(pair[1])
    if ours and theirs and assurances_beside_criteria([ours], [theirs])[0, 0]:
        return "An assurance is not compared with a mark of quality."
    return f"The chance that an expert would list it is {chance:.2f}; rows are listed from {LISTED:.2f}."


def _nothing(names: Names) -> RelationPrediction:
    said = f"Nothing in this passage of {names.right} concerns what {names.left} says here."
    return RelationPrediction(Relation.NONE, Basis.SEMANTIC, said, 0)


def _of_adopted(names: Names, adopted: Adopted) -> RelationPrediction:
    """What is said of a definition that one side takes from the other."""
    said, strength = adopted.sentence, 10 if adopted.relation is Relation.EQUAL else 8
    test = relation_test(adopted.relation, names)
    return RelationPrediction(adopted.relation, Basis.SEMANTIC, said, strength, test, (said,), 1.0, said)


def only_cited(said: str) -> RelationPrediction:
    """The relation of a pair in which one provision only cites the other."""
    return RelationPrediction(Relation.INTERSECTS, Basis.SYNTACTIC, said, 1, reasons=(said,), same=said)


def _strength(relation: Relation, chance: float, alignment: Alignment) -> int:
    """How much the two share, 1..9: half from the shared words, half from the chance; 10 if equal."""
    if relation is Relation.EQUAL:
        return 10
    shared = (alignment.left_share + alignment.right_share) / 2
    return min(9, max(1, round(5 * shared + 5 * chance)))
