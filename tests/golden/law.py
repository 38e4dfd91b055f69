"""Judged pairs of law beside law: rules beside the statute that they carry out, and one statute beside another."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from crosswalk.model.corpus import Corpus, Provision, Source
from tests.golden import relations

HERE = Path(__file__).parent
# The corpus of the left side of each part of law_by_id.yaml; the right side is WIOA.
LEFT = {
    "rules": "cfr20",
    "system-rules": "cfr20",
    "adult-education": "cfr34",
    "statutes": "perkins",
    "state-duties": "perkins",
    "further-rules": "cfr20",
    "further-statutes": "perkins",
}
INVENTED = ("invented-rules", "invented-statutes")


@dataclass(frozen=True)
class LawSet:
    """One set: both sides, and its pairs as (left id, right id, relation)."""

    name: str
    frozen: bool
    left: Corpus
    right: Corpus
    pairs: tuple[tuple[str, str, str], ...]


@cache
def law_sets():
    """Every set: the pairs that carry their texts, then those named by ids, tuning and frozen halves apart."""
    halves = (False, True)
    every = (
        _texts("law beside law", _read("law.yaml")["pairs"], False),
        *(_by_ids(part, half) for part in LEFT for half in halves),
        *(_texts(part, _half("law_invented.yaml", part, half), half) for part in INVENTED for half in halves),
    )
    return tuple(found for found in every if found.pairs)


def _half(file, part, frozen):
    return [pair for pair in _read(file)[part] if (pair["frozen"] == "true") is frozen]


def _texts(name, pairs, frozen):
    half = " frozen " if frozen else " "
    sides = [
        Corpus(
            Source(side, "2016", side, kind="statute"),
            tuple(
                Provision(f"{side}{half}{n}", p[f"{side}_text"], context=p[f"{side}_lead"])
                for n, p in enumerate(pairs)
            ),
        )
        for side in ("left", "right")
    ]
    named = tuple((f"left{half}{n}", f"right{half}{n}", p["relation"]) for n, p in enumerate(pairs))
    return LawSet(name, frozen, *sides, named)


def _by_ids(part, frozen):
    pairs = _half("law_by_id.yaml", part, frozen)
    left, right = (
        relations.space().corpus(name).keep(pair[side] for pair in pairs)
        for side, name in (("left", LEFT[part]), ("right", "wioa"))
    )
    named = tuple((pair["left"], pair["right"], pair["relation"]) for pair in pairs)
    return LawSet(part, frozen, left, right, named)


def _read(name):
    return yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.CBaseLoader)
