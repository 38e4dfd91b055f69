"""Align the provisions of two editions, so that nothing that survives is called deleted.

Identical words are paired first, wherever they are. Then similar provisions are paired: first among the
children of provisions already paired, then across the document. The rest is looked for inside provisions
that grew or shrank.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from crosswalk.editions.text_comparison import likeness, plain_words, run_together
from crosswalk.model.corpus import Corpus, Provision

# The least similarity (0..1) at which two provisions are paired: at the same number, under one parent, anywhere.
_IN_PLACE, _UNDER, _ANYWHERE = 0.25, 0.5, 0.62
# Similarity from which two provisions with the same number are not compared with their neighbors.
_PLAIN = 0.85
# The share of an unpaired provision's words that must be in what another provision lost or gained.
_INSIDE = 0.75
# Texts of fewer words are followed only if their parents are paired.
_SHORT = 5
# More pairs of children than this are not all compared; shared rare words choose.
_MANY = 20_000
# A word in at most this many children is rare.
_RARE = 40
_MARK = re.compile(r"p?\d+(?:\.\d+)*|[A-Za-z]{1,2}|[ivx]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(slots=True)
class EditionSide:
    """One edition, with the features of each provision that pairing uses."""

    corpus: Corpus
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    free: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for prov in self.corpus:
            self.words[prov.id] = plain_words(prov.text or prov.heading)
            self.keys[prov.id] = run_together(plain_words(f"{prov.heading} {prov.text}"))
            self.free[prov.id] = None


@dataclass(slots=True)
class ProvisionPairing:
    """Pairs found so far, old id to new id and back."""

    old: EditionSide
    new: EditionSide
    to_new: dict[str, str] = field(default_factory=dict)
    to_old: dict[str, str] = field(default_factory=dict)

    def pair(self, ours: str, theirs: str) -> None:
        """Make two provisions one."""
        self.to_new[ours] = theirs
        self.to_old[theirs] = ours
        del self.old.free[ours], self.new.free[theirs]

    def parents_meet(self, ours: Provision, theirs: Provision) -> bool:
        """Whether the parents are paired, or both provisions are at the top."""
        if ours.parent is None or theirs.parent is None:
            return ours.parent is theirs.parent
        return self.to_new.get(ours.parent) == theirs.parent


@dataclass(frozen=True)
class Succession:
    """The alignment: what became of every old provision.

    `pairs` maps old ids to new ones. `splits` maps an old id to all the new ones that share its words,
    `merges` a new id to all the old ones that went into it; their ids are among `pairs` at most once.
    """

    pairs: Mapping[str, str]
    splits: Mapping[str, tuple[str, ...]]
    merges: Mapping[str, tuple[str, ...]]

    @cached_property
    def back(self) -> Mapping[str, str]:
        """New id to old id."""
        return {new: old for old, new in self.pairs.items()}


def succession(old: Corpus, new: Corpus, *, named: bool = False) -> Succession:
    """Follow every provision of the old edition into the new one.

    `named` says that ids are names given on purpose and no places in an outline, so that one id is one
    thing however its words changed.
    """
    pairing = ProvisionPairing(EditionSide(old), EditionSide(new))
    _by_place_and_words(pairing)
    _by_words(pairing)
    _by_children(pairing)
    _down_the_tree(pairing)
    _by_words(pairing)
    _anywhere(pairing)
    _down_the_tree(pairing)
    if named:
        _by_name(pairing)
    splits = _parts(pairing.old, pairing.new, pairing.to_new)
    merges = _parts(pairing.new, pairing.old, pairing.to_old)
    return Succession(pairing.to_new, splits, merges)


def _by_name(pairing: ProvisionPairing) -> None:
    """Pair the rest by name, ignoring leading zeros; a number that only gives a position (2, p2) is not a name."""
    names = {_ZEROS.sub("", theirs): theirs for theirs in pairing.new.free}
    for ours in [one for one in pairing.old.free if not _MARK.fullmatch(one.rpartition("/")[2])]:
        theirs = names.get(_ZEROS.sub("", ours))
        if theirs in pairing.new.free and theirs is not None:
            pairing.pair(ours, theirs)


def _by_place_and_words(pairing: ProvisionPairing) -> None:
    for prov_id in list(pairing.old.free):
        if prov_id in pairing.new.free and pairing.old.keys[prov_id] == pairing.new.keys[prov_id]:
            pairing.pair(prov_id, prov_id)


def _by_words(pairing: ProvisionPairing) -> None:
    """Pair provisions with the same words, if no others have them or if their parents are paired."""
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for theirs in pairing.new.free:
        waiting[pairing.new.keys[theirs]].append(theirs)
    rivals = Counter(pairing.old.keys[ours] for ours in pairing.old.free)
    for ours in list(pairing.old.free):
        key = pairing.old.keys[ours]
        found = [theirs for theirs in waiting.get(key, ()) if theirs in pairing.new.free]
        if not key or not found:
            continue
        prov = pairing.old.corpus[ours]
        near = [theirs for theirs in found if pairing.parents_meet(prov, pairing.new.corpus[theirs])]
        alone = len(found) == rivals[key] == 1 and len(pairing.old.words[ours]) >= _SHORT
        if near or alone:
            pairing.pair(ours, _nearest(ours, near or found))


def _nearest(ours: str, found: Sequence[str]) -> str:
    last = _last(ours)
    return next((theirs for theirs in found if _last(theirs) == last), found[0])


def _last(prov_id: str) -> str:
    """The last part of an id, without leading zeros: AM-1 and AM-01 are the same name."""
    return _ZEROS.sub("", prov_id.rpartition("/")[2])


def _by_children(pairing: ProvisionPairing) -> None:
    """Pair parents if most of their children are paired with one another, deepest first."""
    for prov in reversed(pairing.old.corpus.provisions):
        if prov.id not in pairing.old.free:
            continue
        children = pairing.old.corpus.children(prov.id)
        where = [pairing.new.corpus[pairing.to_new[c.id]].parent for c in children if c.id in pairing.to_new]
        votes = Counter(parent for parent in where if parent in pairing.new.free)
        for parent, count in votes.most_common(1):
            wordless = not (pairing.old.words[prov.id] and pairing.new.words[parent or ""])
            alike = wordless or _likeness(pairing, prov.id, parent or "") >= _IN_PLACE
            if parent is not None and 2 * count >= len(children) and alike:
                pairing.pair(prov.id, parent)


def _likeness(pairing: ProvisionPairing, ours: str, theirs: str) -> float:
    first, second = pairing.old.words[ours], pairing.new.words[theirs]
    return likeness(first, second) if first and second else 0.0


def _down_the_tree(pairing: ProvisionPairing) -> None:
    """Pair the most similar children of each pair, from the top down."""
    todo: deque[tuple[str | None, str | None]] = deque([(None, None)])
    while todo:
        ours, theirs = todo.popleft()
        mine = [c.id for c in pairing.old.corpus.children(ours) if c.id in pairing.old.free]
        yours = [c.id for c in pairing.new.corpus.children(theirs) if c.id in pairing.new.free]
        if mine and yours:
            _pair_children(pairing, mine, yours)
        todo.extend(
            (child.id, pairing.to_new[child.id])
            for child in pairing.old.corpus.children(ours)
            if child.id in pairing.to_new and pairing.old.corpus.children(child.id)
        )


def _pair_children(pairing: ProvisionPairing, mine: Sequence[str], yours: Sequence[str]) -> None:
    numbered = {_last(theirs): theirs for theirs in yours}
    for ours in mine:
        theirs = numbered.get(_last(ours))
        if theirs in pairing.new.free and theirs and _likeness(pairing, ours, theirs) >= _PLAIN:
            pairing.pair(ours, theirs)
    mine = [ours for ours in mine if ours in pairing.old.free]
    yours = [theirs for theirs in yours if theirs in pairing.new.free]
    ranked = [(_standing(pairing, a, b), a, b) for a, b in _plausible(pairing, mine, yours)]
    order = {one: at for at, one in enumerate(mine)}
    for score, ours, theirs in sorted(ranked, key=lambda r: (-r[0], order[r[1]], r[2])):
        if ours in pairing.old.free and theirs in pairing.new.free and score > 0:
            pairing.pair(ours, theirs)


def _standing(pairing: ProvisionPairing, ours: str, theirs: str) -> float:
    """The similarity of two children of one parent; 0 if it is too low for a pair."""
    likeness = _likeness(pairing, ours, theirs)
    in_place = _last(ours) == _last(theirs)
    ours_prov, theirs_prov = pairing.old.corpus[ours], pairing.new.corpus[theirs]
    titled = bool(ours_prov.heading) and ours_prov.heading.casefold() == theirs_prov.heading.casefold()
    wordless = not pairing.old.words[ours] and not pairing.new.words[theirs]
    if wordless and in_place:
        return 1.0
    if likeness < (_IN_PLACE if in_place or titled else _UNDER):
        return 0.0
    return likeness + 0.12 * in_place + 0.2 * titled


def _plausible(
    pairing: ProvisionPairing, mine: Sequence[str], yours: Sequence[str]
) -> Iterable[tuple[str, str]]:
    if len(mine) * len(yours) <= _MANY:
        return [(ours, theirs) for ours in mine for theirs in yours]
    numbered = {_last(theirs): theirs for theirs in yours}
    found = {(ours, numbered[last]) for ours in mine if (last := _last(ours)) in numbered}
    index = _index(pairing.new, yours)
    for ours in mine:
        found.update((ours, theirs) for theirs in _sharing(pairing.old.words[ours], index))
    return sorted(found)


def _index(side: EditionSide, ids: Iterable[str]) -> Mapping[str, list[str]]:
    """An index from each uncommon word to the provisions that have it."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for prov_id in ids:
        for word in dict.fromkeys(side.words[prov_id]):
            places[word].append(prov_id)
    return {word: found for word, found in places.items() if len(found) <= _RARE}


def _sharing(words: Sequence[str], index: Mapping[str, list[str]], most: int = 4) -> list[str]:
    """The provisions that share most of the uncommon words."""
    seen = Counter(place for word in dict.fromkeys(words) for place in index.get(word, ()))
    return [place for place, _ in seen.most_common(most)]


def _anywhere(pairing: ProvisionPairing) -> None:
    """Pair the rest by similarity alone, anywhere in the document."""
    left = [ours for ours in pairing.old.free if len(pairing.old.words[ours]) >= _SHORT]
    index = _index(pairing.new, [t for t in pairing.new.free if len(pairing.new.words[t]) >= _SHORT])
    ranked = [
        (likeness, ours, theirs)
        for ours in left
        for theirs in _sharing(pairing.old.words[ours], index)
        if (likeness := _likeness(pairing, ours, theirs)) >= _ANYWHERE
    ]
    for _, ours, theirs in sorted(ranked, key=lambda r: (-r[0], r[1], r[2])):
        if ours in pairing.old.free and theirs in pairing.new.free:
            pairing.pair(ours, theirs)


def _parts(whole: EditionSide, part: EditionSide, partner: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Provisions of one edition whose words are spread over several of the other.

    An unpaired provision belongs to a whole if most of its words are, in the same order, among those that the
    whole does not share with its own partner.
    """
    leftovers = [p for p in part.free if len(part.words[p]) >= _SHORT - 1]
    if not leftovers:
        return {}
    changed = [
        w for w in whole.words if w in whole.free or whole.words[w] != part.words.get(partner.get(w, ""), ())
    ]
    index = _index(whole, changed)
    rest = {w: _unshared(whole.words[w], part.words.get(partner.get(w, ""), ())) for w in changed}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for prov_id in leftovers:
        best = max(
            ((_inside(part.words[prov_id], rest[w]), w) for w in _sharing(part.words[prov_id], index, 6)),
            default=(0.0, ""),
            key=lambda scored: (scored[0], scored[1]),
        )
        if best[0] >= _INSIDE:
            found[best[1]].append(prov_id)
    return _shared_out(whole, part, partner, found)


def _shared_out(
    whole: EditionSide, part: EditionSide, partner: Mapping[str, str], found: Mapping[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """The wholes with at least two parts; parts in the order of their document."""
    order = {prov.id: at for at, prov in enumerate(part.corpus)}
    shared = {}
    for one, ids in found.items():
        everyone = [*_lead_of(whole.words[one], ids, part), *ids, *([partner[one]] if one in partner else [])]
        if len(everyone) > 1:
            shared[one] = tuple(sorted(everyone, key=order.__getitem__))
    return {prov.id: shared[prov.id] for prov in whole.corpus if prov.id in shared}


def _lead_of(words: Sequence[str], ids: Sequence[str], part: EditionSide) -> list[str]:
    """The lead-in of a list into which one provision was split, if it adds nothing to that provision."""
    parents = {part.corpus[one].parent for one in ids}
    lead = parents.pop() if len(parents) == 1 else None
    if lead not in part.free or lead is None or lead in ids or len(ids) < 2:
        return []
    said = part.words[lead]
    return [lead] if said and _inside(said, words) == 1 else []


def moved_among_siblings(found: Succession, old: Corpus, new: Corpus) -> frozenset[str]:
    """The old ids of provisions that were reordered under one parent.

    The fewest that explain the new order; all others under that parent were only renumbered.
    """
    moved: set[str] = set()
    order = {prov.id: at for at, prov in enumerate(new)}
    for parent in (None, *(prov.id for prov in old)):
        under = found.pairs.get(parent) if parent else None
        if parent and under is None:
            continue
        mine = [child.id for child in old.children(parent) if child.id in found.pairs]
        mine = [one for one in mine if new[found.pairs[one]].parent == under]
        stay = _longest_in_order([order[found.pairs[one]] for one in mine])
        moved.update(one for at, one in enumerate(mine) if at not in stay and found.pairs[one] != one)
    return frozenset(moved)


def _longest_in_order(numbers: Sequence[int]) -> set[int]:
    """The indices of the longest increasing subsequence, the first one of several."""
    tails: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left([numbers[one] for one in tails], number)
        before.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [at]
    kept: set[int] = set()
    at = tails[-1] if tails else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _unshared(words: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The words that another text does not have in the same order."""
    from rapidfuzz.distance import Indel

    own = [op for op in Indel.opcodes(words, other) if op.tag == "delete"]
    return tuple(word for op in own for word in words[op.src_start : op.src_end])


def _inside(words: Sequence[str], text: Sequence[str]) -> float:
    """The share (0..1) of the words that occur in a text in the same order."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(words, text) / len(words) if words else 0.0
