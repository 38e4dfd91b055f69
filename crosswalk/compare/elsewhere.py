"""Find answers outside the part of a document that is compared."""

from collections.abc import Sequence

from crosswalk.compare.document import Document
from crosswalk.measures.compare import compare_measures
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Relation
from crosswalk.relate.align import align, align_units, share_met, shared_weight
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.predict import Names, predict_relation
from crosswalk.relate.rules import SHARED
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex
from crosswalk.retrieve.matcher import propose

# An answer elsewhere must meet this share of what the provision asks: a stray word is not an answer.
ELSEWHERE = 0.3
# A further passage is named when it answers this much more.
GAIN = 0.1
# What weighs at least this much of the heaviest ask is a main ask.
MAIN = 0.75
# A concept counts as answered from here; a kindred or wider one answers so far.
POINT = 0.5
# A main ask is answered by what names it outright: being related is not enough, nor is a light word.
OUTRIGHT = 0.9
SEVERAL = 4
# How many passages of the rest of a document are looked at closely for each provision.
RETRIEVED = 20
_NEAR = 3
# Places that answer a provision, and those that only touch on it.
FoundElsewhere = tuple[tuple[str, ...], tuple[str, ...]]


def find_elsewhere(
    wanted: Corpus, rest: Corpus, names: Names, asked: Document, given: Document, links: ConceptRelations
) -> dict[str, FoundElsewhere]:
    """Provisions of `rest` that answer each wanted provision, and where none does those that touch on it.

    Both are best first and at most three. A measure is answered by a measure of the same outcome,
    anything else by a passage that meets enough of what is asked and names a main ask outright.
    """
    asks = UnitIndex(asked.part, rest, asked.annotated, given.annotated, links)
    found: dict[str, list[tuple[float, str]]] = {}
    for prov in wanted:
        if prov.id in asked.measures:
            found[prov.id] = _measures_elsewhere(prov, rest, names, asked, given, asks)
    texts = wanted.keep([prov.id for prov in wanted if prov.id not in asked.measures])
    by_left: dict[str, list[str]] = {}
    for cand in propose(texts, rest, top=RETRIEVED, explain=0):
        by_left.setdefault(cand.left, []).append(cand.right)
    together = {prov: _together(wanted[prov], [rest[i] for i in ids], asks) for prov, ids in by_left.items()}
    measured = {prov: (tuple(i for _, i in sorted(hits)[:_NEAR]), ()) for prov, hits in found.items()}
    return measured | together


def _together(prov: Provision, others: Sequence[Provision], asks: UnitIndex) -> FoundElsewhere:
    """At most three passages that together answer, or touch on, enough of a provision, the fullest first.

    One passage is enough where it meets `ELSEWHERE` of what is asked; the next ones are named when
    they answer something that those before left open.
    """
    near = {other.id: align_units(prov, other, asks) for other in others}
    gives = {i: lined.left_coverage for i, lined in near.items() if shared_weight(lined) >= SHARED}
    met: tuple[float, ...] = (0.0,) * len(asks.left[prov.id])
    chosen: list[str] = []
    while gives and len(chosen) < _NEAR:
        gain, best = max((share_met(prov, given, met, asks), i) for i, given in gives.items())
        if gain - share_met(prov, met, met, asks) < GAIN:
            break
        met = tuple(max(pair) for pair in zip(met, gives.pop(best), strict=True))
        chosen.append(best)
    if share_met(prov, met, met, asks) < ELSEWHERE:
        return (), ()
    if _to_the_point(asks.left[prov.id], met):
        return tuple(chosen), ()
    return (), tuple(chosen)


def _to_the_point(asked: Sequence[ContentUnit], met: Sequence[float]) -> bool:
    """Whether a main ask is named outright, or several of the concepts that make up a thing of many parts."""
    main = max(SHARED, MAIN * max((unit.weight for unit in asked), default=0.0))
    answered = [(unit, got) for unit, got in zip(asked, met, strict=True) if got >= POINT]
    several = sum(unit.concept for unit, _ in answered) >= SEVERAL
    return several or any(unit.weight >= main and got >= OUTRIGHT for unit, got in answered)


def _measures_elsewhere(
    prov: Provision, rest: Corpus, names: Names, asked: Document, given: Document, asks: UnitIndex
) -> list[tuple[float, str]]:
    found = []
    for other in rest:
        if other.id in given.measures:
            lined_up = align(prov, other, asks)
            parts = compare_measures(
                asked.measures[prov.id], given.measures[other.id], names=(names.left, names.right)
            )
            if predict_relation(prov, other, lined_up, names, parts).relation is not Relation.NONE:
                same = sum(part.verdict is PartVerdict.SAME for part in parts)
                found.append((-same - lined_up.left_share, other.id))
    return found
