"""What a provision that seems to have gone probably became, by the matcher: a doubt with a figure.

The list of changes stays strict: it calls two provisions one only where their words, their place or their
name say so. What it leaves over is compared by the matcher, and what is found is reported separately.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from crosswalk.model.change import ChangeKind, ChangeSet, Successor, Weight
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Verification

# From here on a successor is reported. Chosen on sections of title 16 of the Code restated in title 54.
FLOOR = 0.2
# What is taken off (in log odds) where one of the two has found its partner by its words already.
_TAKEN = 1.0
# Texts of fewer words are not compared.
_SHORT = 3


def with_successors(changes: ChangeSet) -> ChangeSet:
    """The changes, with what each removed provision probably became and each added one probably came from.

    Only provisions whose words changed in substance are looked at: one that did not change took
    nothing in and gave nothing away.
    """
    gone, come = _alone(changes, ChangeKind.REMOVED), _alone(changes, ChangeKind.ADDED)
    reworded = [change for change in changes if change.matters and change.old and change.new]
    old = gone | {prov.id for change in reworded for prov in change.old if _is_worded(prov)}
    new = come | {prov.id for change in reworded for prov in change.new if _is_worded(prov)}
    if not (gone and new) and not (come and old):
        return changes
    found = _compared(changes.old.keep(old), changes.new.keep(new))
    likely = [one for one in found if one.old in gone or one.new in come]
    lowered = (_lowered(one, gone, come) for one in likely)
    return replace(changes, successors=tuple(_best(lowered, gone, come)))


def _alone(changes: ChangeSet, kind: ChangeKind) -> set[str]:
    """Provisions with words that one edition alone has; not those that a copy, or the known part, lacks."""
    real = [one for one in changes if one.kind is kind and one.weight is Weight.SUBSTANCE]
    return {prov.id for one in real for prov in (*one.old, *one.new) if _is_worded(prov)}


def _is_worded(prov: Provision) -> bool:
    return len(prov.text.split()) >= _SHORT and prov.verification is not Verification.NOT_RETRIEVED


def _compared(old: Corpus, new: Corpus) -> list[Successor]:
    from crosswalk.retrieve.matcher import propose

    found = propose(old, new, top=0, explain=0)
    return [Successor(one.left, one.right, one.confidence or 0.0) for one in found]


def _lowered(one: Successor, gone: set[str], come: set[str]) -> Successor:
    taken = (one.old not in gone) + (one.new not in come)
    held = min(max(one.confidence, 1e-4), 1 - 1e-4)
    odds = math.log(held / (1 - held)) - _TAKEN * taken
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2))


def _best(found: Iterable[Successor], gone: set[str], come: set[str]) -> list[Successor]:
    """The best that each provision without a partner has, the surest first; of equals the first by id."""
    best: dict[tuple[str, str], Successor] = {}
    for one in sorted(found, key=lambda s: (-s.confidence, s.old, s.new)):
        if one.confidence < FLOOR:
            break
        ends = [("old", one.old)] * (one.old in gone) + [("new", one.new)] * (one.new in come)
        for end in ends:
            best.setdefault(end, one)
    return list(dict.fromkeys(best.values()))
