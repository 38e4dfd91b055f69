"""Shorten clauses together by leaving out whole parts they can do without, at the least cost.

Source of the idea: sentence compression by pruning a dependency tree (Filippova and Strube 2008).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crosswalk.language.thesaurus import stem
from crosswalk.model.frame import Clause, ClausePart, Loss

# What a part costs by its loss.
_COSTS = (0.0, 1.0, 3.0, 4.0, 6.0, 9.0, 16.0)
# What is added for each of its words, for each word of the other side that goes with it, and for each common one.
_A_WORD, _SHARED, _COMMON = 0.3, 8.0, 3.0
# What the second of two bare words costs more: "and skills" of "knowledge and skills".
_HALF = 14.0
_ONE_MORE = re.compile(r"\s*(?:and|or) [\w-]+")
# At most this many parts are cut, and so many choices of them are tried.
_MOST_CUTS, _MOST_TRIED = 5, 20_000


def asides(
    clause: Clause, shared: Collection[str] = (), keep: Collection[str] = ()
) -> tuple[ClausePart, ...]:
    """The parts that a sentence does not need: those that say nothing of what the other side has too."""
    spare = tuple(part for part in clause.parts if part.loss == Loss.ASIDE)
    if not shared and not keep:
        return spare
    rest = worded(clause, spare)
    return tuple(part for part in spare if not _lost(_part_words(clause, part), rest, {*shared, *keep}))


def _part_words(clause: Clause, part: ClausePart) -> str:
    return "".join(clause.words[part.start : part.end])


@dataclass(frozen=True, slots=True)
class Cut:
    """One part of one of several clauses that may go: what it costs and how many words it frees."""

    at: int
    part: ClausePart
    cost: float
    frees: int

    def meets(self, other: "Cut") -> bool:
        """Whether two cuts cannot both be made: one lies inside the other, or they are the first and the last items of a list.

        Those share the "and" between them; examples may share a comma with what follows.
        """
        one, two = self.part, other.part
        if self.at != other.at or one.start >= two.end or two.start >= one.end:
            return False
        inside = (one.start <= two.start and two.end <= one.end) or (
            two.start <= one.start and one.end <= two.end
        )
        comma = min(one.end, two.end) - max(one.start, two.start) == 1
        return inside or not (comma and min(one.loss, two.loss) <= Loss.EXAMPLE)


def cuts(
    clause: Clause,
    gone: Collection[ClausePart],
    at: int,
    shared: Collection[str] = (),
    keep: Collection[str] = (),
    common: Collection[str] = (),
) -> list[Cut]:
    """The parts of a clause that may go; words of `shared` and `common` that are said nowhere else cost more.

    Args:
        clause: the clause.
        gone: its parts that are left out already.
        at: the number of the clause among those that are shortened together.
        shared: the words, in small letters, that the other side has too and that distinguish a text.
        common: other words that the other side has too.
        keep: words that are never lost.
    """
    words = len(worded(clause, gone).split())
    found = []
    for part in clause.parts:
        rest = worded(clause, [*gone, part])
        frees = words - len(rest.split())
        # A verb alone says nothing.
        if part not in gone and frees > 0 and len(rest.split()) > 1:
            words_of = _part_words(clause, part)
            if _lost(words_of, rest, keep):
                continue
            lost = _lost(words_of, rest, shared)
            cost = _COSTS[part.loss] + _A_WORD * frees + _SHARED * len(lost)
            cost += _HALF * bool(_ONE_MORE.fullmatch(words_of))
            cost += _COMMON * len(_lost(words_of, rest, common) - lost)
            found.append(Cut(at, part, cost, frees))
    return found


def cheapest_cuts(found: Sequence[Cut], spare: int) -> tuple[Cut, ...] | None:
    """The cuts that together free `spare` words at the least cost, at most five of them; None where none do.

    A list of a hundred items has more choices than can be tried: then it is the best of those tried.
    """
    ordered = sorted(found, key=lambda cut: (cut.cost, cut.at, -cut.part.start))
    # How many words a single cut frees at most, of those from each place on.
    largest = [*accumulate((cut.frees for cut in reversed(ordered)), max)][::-1]
    met: dict[int, int] = {}
    best: tuple[float, tuple[int, ...]] | None = None
    tried = 0

    def excludes(number: int) -> int:
        """The later cuts that cannot be made beside one, as the bits of a number."""
        if number not in met:
            cut = ordered[number]
            met[number] = sum(1 << at for at in range(number + 1, len(ordered)) if cut.meets(ordered[at]))
        return met[number]

    def extend(chosen: tuple[int, ...], excluded: int, cost: float, freed: int, start: int) -> None:
        nonlocal best, tried
        tried += 1
        if freed >= spare:
            if best is None or cost < best[0]:
                best = cost, chosen
            return
        if len(chosen) == _MOST_CUTS:
            return
        if chosen:
            excluded |= excludes(chosen[-1])
        for number in range(start, len(ordered)):
            cut = ordered[number]
            least = -(-(spare - freed) // largest[number])
            if tried > _MOST_TRIED or least > _MOST_CUTS - len(chosen):
                break
            if best is not None and cost + least * cut.cost >= best[0]:
                break
            if not excluded >> number & 1:
                extend((*chosen, number), excluded, cost + cut.cost, freed + cut.frees, number + 1)

    extend((), 0, 0.0, 0, 0)
    return tuple(ordered[number] for number in best[1]) if best else None


def shortened(clause: Clause, most: int) -> tuple[ClausePart, ...]:
    """The parts to leave out so that a clause has at most `most` words, or as few as it can have."""
    gone = asides(clause)
    spare = len(worded(clause, gone).split()) - most
    if spare <= 0:
        return gone
    found = cuts(clause, gone, 0)
    chosen = cheapest_cuts(found, spare) or tuple(
        sorted(found, key=lambda cut: (-cut.frees, cut.cost, -cut.part.start))[:1]
    )
    return (*gone, *(cut.part for cut in chosen))


def has_words(text: str, words: Collection[str]) -> bool:
    """Whether a text has all of some words, in any form."""
    return _stems(" ".join(words)) <= _stems(text)


def _lost(part: str, rest: str, words: Collection[str]) -> set[str]:
    """The stems of the words that a part has and the rest has in no form."""
    found = _stems(part) & _stems(" ".join(words)) if words else set()
    return found - _stems(rest) if found else found


def _stems(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.lower())}


# Both parts of a joined word count, as in "sector-strategy", and a figure counts.
_WORD = re.compile(r"[a-z]+|\d+")


def worded(clause: Clause, gone: Collection[ClausePart] = (), form: str = "finite") -> str:
    """The words of a clause without some parts; `form` is `finite` as in the text, `base` after "to", or `gerund`."""
    out = {at for part in gone for at in range(part.start, part.end)}
    outer = [p for p in gone if not any(g is not p and g.start <= p.start and p.end <= g.end for g in gone)]
    instead = {part.joint: part.joining for part in outer if part.joining}
    if form != "finite":
        instead |= {verb.at: f" {getattr(verb, form)}" for verb in clause.verbs}
    said = "".join(instead.get(at, word) for at, word in enumerate(clause.words) if at not in out)
    # Two commas in a row stood around what is left out.
    tidy = re.sub(r"(?:\s*,){2,}|,\s*$|\s+(?=,)", "", " ".join(said.split())).strip(" ,")
    return tidy if len(clause.words) - 1 not in out and not _LEFT.search(tidy) else _HANGING.sub("", tidy)


# What a clause cannot end in where its end is cut, and what it cannot end in at all.
_HANGING = re.compile(
    r"(?:,?\s(?:and|or|but|nor|in|of|to|with|from|by|such as|including"
    r"|(?:that|which|who)(?:\s(?:may|shall|must|will|can))?(?:\s(?:is|are|be|includes?))?))+$"
)
_LEFT = re.compile(
    r"\s(?:and|or|but|nor|such as|including|(?:that|which|who)(?:\s\w+)?\s(?:is|are|be|includes?))$"
)
