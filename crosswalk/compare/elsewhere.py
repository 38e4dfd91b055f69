"""Find answers outside the part of a document that is compared, and in other texts.

The search is by words first, then by meaning, then by the chance that an expert would list the pair. A search
through thousands of passages finds many that look likely by accident, so its thresholds are higher than those of rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crosswalk.compare.document import Document, asks_something, provision_frames
from crosswalk.compare.listed import read_sides
from crosswalk.language.encoder import encode
from crosswalk.measures.compare import compare_measures
from crosswalk.model.alignment import Candidate, PartVerdict, Side
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names, relation_of_measures
from crosswalk.retrieve.matcher import propose

# The least chance, that an expert would list the pair, for an answer; higher than for a row.
LIKELY = 0.55
# The least chance for a passage that only touches on the provision.
TOUCHING = 0.25
# The least cosine of two texts, with or without their lead-ins, for one to answer the other.
ALIKE = 0.55
# The same if the requirements are law or guidance, whose texts share a style.
ALIKE_LAW = 0.7
# How many passages are retrieved for each provision.
RETRIEVED = 6
# Passages that the matcher gives less confidence are not read closely: in ten crosswalks a quarter of those retrieved,
# and none of the 135 that were alike. The second is for requirements of law or guidance.
POSSIBLE, POSSIBLE_LAW = 0.05, 0.15
# A passage of fewer words is only a label: an item of a list, a cell, a scrap.
STATEMENT = 8
# At most this many passages are named for a provision.
_NEAR = 3
# Two texts below this cosine of their own words are not compared again with their lead-ins.
DISTANT = 0.45
_LAW = frozenset({"statute", "rule", "guidance"})
# The passages that answer a provision, and those that only touch on it.
FoundElsewhere = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A passage that may answer a provision: the index of its text, its id, and the chance."""

    text: int
    provision: str
    chance: float


def find_elsewhere(
    wanted: Corpus, rest: Corpus, names: Names, asked: Document, given: Document, cache: Cache = NO_CACHE
) -> dict[str, FoundElsewhere]:
    """The provisions of `rest` that answer each wanted provision, or if none does, those that touch on it.

    There are at most three, best first. A measure is answered by a measure of the same outcome.
    """
    measures = [prov.id for prov in wanted if prov.id in asked.measures]
    texts = [prov.id for prov in wanted if prov.id not in asked.measures]
    places = find_places(asked.whole, texts, [rest], [given.whole], cache=cache)
    found = {i: _answering_and_touching(places.get(i, ())) for i in texts}
    for prov_id in measures:
        hits = _measures_elsewhere(prov_id, rest, names, asked, given)
        found[prov_id] = tuple(i for _, i in sorted(hits)[:_NEAR]), ()
    return found


def search_inputs(
    wanted: Corpus, rest: Corpus, asked: Document, given: Document
) -> tuple[tuple[object, ...], ...]:
    """Every input of `find_elsewhere` except the names, for both documents."""
    asking = [prov.id for prov in wanted]
    return _inputs(asked, [*asking, *_beside(asked.whole)], asking), _inputs(
        given, [prov.id for prov in rest]
    )


def _inputs(side: Document, read: Sequence[str], measured: Sequence[str] = ()) -> tuple[object, ...]:
    """The kind of a document, the digests of the provisions read, and the measures among them."""
    digests = side.whole.placed_digests
    measures = [(i, side.measures[i]) for i in measured or read if i in side.measures]
    return side.whole.source.kind, [digests[i] for i in read], measures


def _beside(asked: Corpus) -> list[str]:
    """The provisions of a document beside which its requirements are read; none of a law, which has too many.

    What sets a requirement apart shows only beside the others of its document.
    """
    return [] if asked.source.level in _LAW else [prov.id for prov in asked if asks_something(prov)]


def _answering_and_touching(places: Sequence[FoundPlace]) -> FoundElsewhere:
    answering = tuple(place.provision for place in places if place.chance >= LIKELY)
    return (answering[:_NEAR], ()) if answering else ((), tuple(place.provision for place in places[:_NEAR]))


def find_places(
    asked: Corpus,
    wanted: Sequence[str],
    texts: Sequence[Corpus],
    wholes: Sequence[Corpus] = (),
    *,
    cache: Cache = NO_CACHE,
) -> dict[str, tuple[FoundPlace, ...]]:
    """The passages of some texts that answer or touch on each wanted provision, likeliest first.

    Args:
        asked: The whole document of the wanted provisions.
        wanted: Their ids.
        texts: The texts to search, or parts of them.
        wholes: The whole text of each, for its lead-ins; the texts themselves by default.
        cache: The frames of an earlier build.
    """
    homes = list(wholes or texts)
    pool = _passages(texts, homes)
    if not wanted or not len(pool):
        return {}
    law = asked.source.level in _LAW
    proposed = [
        pair
        for pair in propose(asked.keep(wanted), pool, top=RETRIEVED, explain=0)
        if pair.confidence >= (POSSIBLE_LAW if law else POSSIBLE)
    ]
    alike = _alike(asked, pool, proposed, ALIKE_LAW if law else ALIKE)
    theirs = _frames(homes, sorted({pair.right for pair in alike}), cache)
    ours = provision_frames(
        asked, list(dict.fromkeys((*(pair.left for pair in alike), *_beside(asked)))), cache
    )
    if not ours or not theirs:
        return {}
    chances = read_sides(ours, theirs, alike).chances
    found: dict[str, list[FoundPlace]] = {}
    for pair in alike:
        chance = chances.get((pair.left, pair.right), 0.0)
        if chance >= TOUCHING:
            text, _, prov_id = pair.right.partition(" ")
            found.setdefault(pair.left, []).append(FoundPlace(int(text), prov_id, chance))
    return {
        i: tuple(sorted(places, key=lambda one: (-one.chance, one.text, one.provision)))
        for i, places in found.items()
    }


def _passages(texts: Sequence[Corpus], wholes: Sequence[Corpus]) -> Corpus:
    """Every statement of some texts as one document, without statements that a later text repeats word for word."""
    said: set[str] = set()
    found = []
    for number, (text, whole) in enumerate(zip(texts, wholes, strict=True)):
        for prov in text:
            words = " ".join(prov.text.split()).casefold()
            if words not in said and _is_statement(prov):
                said.add(words)
                found.append(_passage(f"{number} {prov.id}", prov, whole))
    return Corpus(Source("passages", "undated", "Passages"), tuple(found))


def _passage(name: str, prov: Provision, whole: Corpus) -> Provision:
    return Provision(name, prov.text, prov.heading, kind=prov.kind, context=whole.context(prov.id))


def _is_statement(prov: Provision) -> bool:
    """Whether a passage is a statement: no heading, lead-in, table row, fragment, or half of a sentence."""
    text = prov.text.strip()
    torn = prov.level == "paragraph" and not prov.num and text[:1].islower()
    return asks_something(prov) and len(text.split()) >= STATEMENT and " | " not in text and not torn


def _alike(asked: Corpus, pool: Corpus, proposed: Sequence[Candidate], least: float) -> list[Candidate]:
    """The pairs whose texts have the least cosine, by their own words or with their lead-ins."""
    own = _cosines(asked, pool, proposed, _own_words)
    near = [pair for pair, value in zip(proposed, own, strict=True) if DISTANT <= value < least]
    wider = _cosines(asked, pool, near, _full_words)
    full = {(pair.left, pair.right): value for pair, value in zip(near, wider, strict=True)}
    return [
        pair
        for pair, value in zip(proposed, own, strict=True)
        if value >= least or full.get((pair.left, pair.right), 0.0) >= least
    ]


def _cosines(
    asked: Corpus, pool: Corpus, pairs: Sequence[Candidate], say: Callable[[Corpus, str], str]
) -> list[float]:
    """The cosine of the two texts of each pair, to three decimals."""
    vectors = (
        encode([say(corpus, side.of(pair)) for pair in pairs])
        for corpus, side in ((asked, Side.LEFT), (pool, Side.RIGHT))
    )
    return [round(float(one @ two), 3) for one, two in zip(*vectors, strict=True)]


def _own_words(corpus: Corpus, prov_id: str) -> str:
    prov = corpus[prov_id]
    return f"{prov.heading}. {prov.text}" if prov.heading else prov.text


def _full_words(corpus: Corpus, prov_id: str) -> str:
    return f"{corpus.context(prov_id)} {corpus[prov_id].text}".strip()


def _frames(wholes: Sequence[Corpus], names: Sequence[str], cache: Cache) -> dict[str, ProvisionFrames]:
    """The frames of passages, by passage name."""
    by_text: dict[int, list[str]] = {}
    for name in names:
        number, _, prov_id = name.partition(" ")
        by_text.setdefault(int(number), []).append(prov_id)
    return {
        f"{number} {prov_id}": replace(item, provision=f"{number} {prov_id}")
        for number, ids in by_text.items()
        for prov_id, item in provision_frames(wholes[number], ids, cache).items()
    }


def _measures_elsewhere(
    prov_id: str, rest: Corpus, names: Names, asked: Document, given: Document
) -> list[tuple[int, str]]:
    """The measures of the same outcome, each with the negative number of parts that are the same."""
    found = []
    for other in rest:
        if other.id not in given.measures:
            continue
        both = asked.measures[prov_id], given.measures[other.id]
        parts = compare_measures(*both, names=(names.left, names.right))
        if relation_of_measures(parts, (prov_id, other.id)) is not Relation.NONE:
            found.append((-sum(part.verdict is PartVerdict.SAME for part in parts), other.id))
    return found
