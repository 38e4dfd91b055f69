"""Judged fields: two documents each, with every pair that an expert would list or might list."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.listing import levels_apart, pair_features
from crosswalk.retrieve.matcher import propose

FOLDER = Path(__file__).parent / "judged"
# No number was fitted on these fields; the weights are those of the others and of judged WIOA provisions.
FROZEN = ("emergency", "privacy", "teacher-college", "water")
TUNING = ("apprenticeship", "child-care-vocational", "library", "meals")
MUST, ARGUABLE = 2, 1


@dataclass(frozen=True)
class Field:
    """One field: both documents, the provisions assessed, and the judged pairs by both ids."""

    name: str
    left: Corpus
    right: Corpus
    left_ids: list[str]
    right_ids: list[str]
    pairs: dict

    @property
    def labels(self):
        """2 for a pair that must be listed, 1 for an arguable one, 0 for all others: left x right."""
        found = np.zeros((len(self.left_ids), len(self.right_ids)), int)
        for (left, right), pair in self.pairs.items():
            if pair["list"] in {"must", "arguable"}:
                level = MUST if pair["list"] == "must" else ARGUABLE
                found[self.left_ids.index(left), self.right_ids.index(right)] = level
        return found


@cache
def read_field(name):
    """One judged field."""
    data = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    left, right = (_corpus(name, side, data[side]) for side in ("left", "right"))
    skipped = set(data.get("not_assessed") or ())
    ids = ([p.id for p in side if p.text.strip() and p.id not in skipped] for side in (left, right))
    pairs = {(pair["left"], pair["right"]): pair for pair in data["pairs"]}
    return Field(name, left, right, *ids, pairs)


def _corpus(name, side, data):
    provisions = tuple(
        Provision(p["id"], p["text"], heading=p.get("title") or "", parent=p.get("parent") or None)
        for p in data["provisions"]
    )
    return Corpus(Source(f"{name}-{side}", "2026", data["name"], kind=data["kind"]), provisions)


@cache
def field_frames(name):
    """The frames of the provisions of both sides of a field."""
    field = read_field(name)
    return tuple(
        list(read_provisions(side, ids).values())
        for side, ids in ((field.left, field.left_ids), (field.right, field.right_ids))
    )


@cache
def features(name):
    """The features of every pair of a field, and where the levels of the actors differ."""
    field = read_field(name)
    left, right = field_frames(name)
    found = propose(field.left.keep(field.left_ids), field.right.keep(field.right_ids), top=0, explain=0)
    scores = {(cand.left, cand.right): cand.score for cand in found}
    table = np.array([[scores[i, j] for j in field.right_ids] for i in field.left_ids])
    return pair_features(left, right, table), levels_apart(left, right)
