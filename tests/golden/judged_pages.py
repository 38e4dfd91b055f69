"""Judged pages: provisions of the shipped corpora, each read beside every provision of the other side or, where a page
is long, beside its likeliest candidates."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from crosswalk.compare.document import Document, frames_of, why_unread
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.frame import ProvisionFrames
from crosswalk.relate.listing import PairFeatures, levels_apart, pair_features
from crosswalk.retrieve.matcher import propose
from tests.golden.judged_fields import ARGUABLE, MUST
from tests.golden.relations import space

FILE = Path(__file__).parent / "judged" / "pages.tsv"
CANDIDATES = FILE.with_name("candidates.tsv")
UNJUDGED = -1
_LEVELS = {"must": MUST, "arguable": ARGUABLE}
_PATHWAYS = ("AQCP-FEAT-*", "AQCP-FUNC-*")
_CRITERIA = ("AQCP-DEF-4", "AQCP-DEF-5", "AQCP-MB-0", *_PATHWAYS, "AQCP-S-*", "AQCP-L-*")
# Each page: the left corpus and the parts of it that are compared, then the same of the right.
PAGES = {
    "provisions": ("wioa", "provisions", "alliance", _CRITERIA),
    "boards": ("wioa", ("29/3111/d", "29/3121/c/1", "29/3122/d"), "alliance", _CRITERIA),
    "services": (
        "wioa",
        (
            "29/3164/c/2",
            "29/3164/c/3",
            "29/3174/a/2/B",
            "29/3174/a/3/A",
            "29/3174/c/2/A",
            "29/3174/d/1/A",
            "29/3303/a",
            "29/3321/e",
        ),
        "alliance",
        _CRITERIA,
    ),
    "vision": ("one-stop-vision", ("one-stop-center",), "alliance", _CRITERIA),
    "perkins": (
        "perkins",
        ("20/2302/41", "20/2342/d", "20/2354/b"),
        "alliance",
        ("AQCP-DEF-1", "AQCP-DEF-4", *_PATHWAYS, "AQCP-S-*"),
    ),
    "local-plans": ("wioa", ("29/3123/b",), "perkins", ("20/2354/b", "20/2354/c", "20/2354/d", "20/2354/e")),
    "state-plans": ("wioa", ("29/3112/b/1", "29/3112/b/2/B"), "perkins", ("20/2342/d",)),
    "local-criteria": ("local-plan", ("*",), "alliance", ("AQCP-L-*",)),
}
# The same of the pages whose left provisions, those of the file, were read beside their likeliest candidates only.
READ_IN_PART = {
    "duties": (
        "perkins",
        "wioa",
        tuple(
            f"29/{section}"
            for section in (3111, 3112, 3113, 3121, 3123, 3141, 3151, 3164, 3174, 3303, 3322, 3323)
        ),
    ),
    "rules": (
        "cfr20",
        "wioa",
        tuple(
            f"29/{section}"
            for section in (3111, 3112, 3121, 3122, 3123, 3141, 3151, 3152, 3162, 3164, 3173, 3174)
        ),
    ),
    "programs": ("wioa", "alliance", _CRITERIA),
    "perkins-programs": ("perkins", "alliance", _CRITERIA),
    "rule-criteria": ("cfr20", "alliance", _CRITERIA),
}


@dataclass(frozen=True)
class JudgedPage:
    """A page: the features of every pair, where levels differ, the ids of both sides, and what was judged.

    `labels` are 2 for must, 1 for arguable, 0 for wrong, -1 for pairs that were not judged. `lost` counts the must rows
    of provisions that the program cannot read.
    """

    name: str
    seen: PairFeatures
    apart: np.ndarray
    left_ids: list[str]
    right_ids: list[str]
    labels: np.ndarray
    lost: int


@cache
def judged_rows(file: Path = FILE):
    """Every judged pair of a file as a dict."""
    with file.open(encoding="utf-8") as lines:
        return tuple(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def read_page(name: str, split: str, rows: Iterable[dict] | None = None) -> JudgedPage:
    """One page with what was judged of it in one split, `tuning` or `frozen`, or with other judged rows."""
    ours, theirs, seen, apart = page_features(name)
    left_ids, right_ids = [item.provision for item in ours], [item.provision for item in theirs]
    in_part = name in READ_IN_PART
    file = judged_rows(CANDIDATES if in_part else FILE)
    named = [row for row in file if row["page"] == name and row["split"] == split]
    judged = list(named if rows is None else rows)
    labels = np.full((len(left_ids), len(right_ids)), UNJUDGED)
    at, to = ({i: n for n, i in enumerate(side)} for side in (left_ids, right_ids))
    for row in judged:
        if row["left"] in at and not in_part:
            labels[at[row["left"]]] = 0
    for row in judged:
        if row["left"] in at and row["right"] in to:
            labels[at[row["left"]], to[row["right"]]] = _LEVELS.get(row["list"], 0)
    must = sum(row["list"] == "must" for row in judged)
    return JudgedPage(name, seen, apart, left_ids, right_ids, labels, must - int((labels == MUST).sum()))


@cache
def page_features(name: str):
    """The frames of both sides of a page as a build reads them, the features of every pair, and where levels differ."""
    left, right = page_documents(name)
    ours, theirs = (_read_frames(side) for side in (left, right))
    scores = page_scores(left, right, ours, theirs)
    return ours, theirs, pair_features(ours, theirs, scores), levels_apart(ours, theirs)


def page_documents(name: str) -> tuple[Document, Document]:
    """Both sides of a page."""
    if name in READ_IN_PART:
        left, right, yours = READ_IN_PART[name]
        mine = dict.fromkeys(row["left"] for row in judged_rows(CANDIDATES) if row["page"] == name)
        return _document(left, mine), _document(right, yours)
    left, mine, right, yours = PAGES[name]
    if isinstance(mine, str):
        [entry] = [entry for entry in space().crosswalks if entry.id == mine]
        mine = entry.left.include
    return _document(left, mine), _document(right, yours)


def _document(corpus: str, include: Iterable[str]) -> Document:
    whole = space().document(space().corpus(corpus))
    return whole if tuple(include) == ("*",) else whole.select(include)


def _read_frames(side: Document) -> list[ProvisionFrames]:
    return [item for item in frames_of(side, NO_CACHE).values() if not why_unread(item)]


def page_scores(left, right, ours, theirs) -> np.ndarray:
    """The matcher's scores, the lowest where a pair has none."""
    found = propose(left.part, right.part, top=0, explain=0, concepts=(left.concepts, right.concepts))
    scores = {(cand.left, cand.right): cand.score for cand in found}
    least = min(scores.values(), default=0.0)
    return np.array([[scores.get((one.provision, two.provision), least) for two in theirs] for one in ours])
