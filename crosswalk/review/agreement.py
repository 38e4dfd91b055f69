"""How far two or more people read the same rows alike, before either gave in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import fsum

from crosswalk.ledger.decide import history
from crosswalk.ledger.signatures import fold_name
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status

Said = tuple[Status, Relation]


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many rows all agreed at first sight, of those `compared`, which two or more people decided.

    `alpha` is Krippendorff's alpha for names, 1 for full agreement and 0 for what chance alone would
    give; None where chance cannot be computed, because nothing was compared or all answers are the same.
    """

    agreed: int
    compared: int
    alpha: float | None


def agreement(mappings: MappingSet) -> Agreement:
    """How far the people behind a mapping file agree; each person's first decision on a row counts.

    So giving in later does not look like agreement.
    """
    of_pair: dict[tuple[str, str], list[Mapping]] = {}
    for mapping in mappings:
        of_pair.setdefault(mapping.pair, []).append(mapping)
    read = [_first(replace(mappings, mappings=tuple(rows)), pair) for pair, rows in of_pair.items()]
    twice = [said for said in read if len(said) > 1]
    return Agreement(sum(len(set(said)) == 1 for said in twice), len(twice), alpha(twice))


def _first(rows: MappingSet, pair: tuple[str, str]) -> tuple[Said, ...]:
    """What each person said first of a pair."""
    first: dict[str, Said] = {}
    for row in history(rows, pair):
        for name in filter(None, row.reviewer.split("|")):
            first.setdefault(fold_name(name), (row.was or row.status, row.relation))
    return tuple(first.values())


def alpha(read: Sequence[Sequence[object]]) -> float | None:
    """Krippendorff's alpha for names (Content Analysis, ch. 12); None where chance cannot be computed.

    >>> round(alpha([["yes", "yes"], ["no", "no"], ["yes", "no"]]) or 0, 3)
    0.444
    >>> alpha([["yes", "yes"], ["yes", "yes"]]), alpha([])
    (None, None)
    """
    units = [said for said in read if len(said) > 1]
    sizes = Counter(one for said in units for one in said)
    number = sizes.total()
    unlike = fsum((a != b) / (len(said) - 1) for said in units for a, b in permutations(said, 2))
    by_chance = number * number - sum(size * size for size in sizes.values())
    if not by_chance:
        return None
    return 1 - (number - 1) * unlike / by_chance
