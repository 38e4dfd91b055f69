"""Topics of provisions, by terms and by prototype sentences; `data/topics.yaml` holds them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from crosswalk.language.encoder import encode
from crosswalk.model.frame import ProvisionFrames

# A cosine with a prototype below this says nothing; a term named in the text adds so much, twice at most.
_FLOOR, _TERM = 0.25, 0.1
# A topic is a provision's own from this weight on.
_ABOUT = 0.35


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: a label that reads well after "Both concern", terms that name it, and sentences that stand for it."""

    id: str
    label: str
    terms: tuple[str, ...]
    prototypes: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The topics shipped with the package, in order."""
    data = yaml.load((files("crosswalk.data") / "topics.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    return tuple(
        Topic(name, found["label"], tuple(found["terms"]), tuple(found["prototypes"]))
        for name, found in data["topics"].items()
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"\b(?:{'|'.join(map(re.escape, topic.terms))})s?\b", re.IGNORECASE) for topic in topics()
    )


@cache
def _prototypes() -> tuple[NDArray[np.float32], ...]:
    return tuple(encode(topic.prototypes) for topic in topics())


def topic_weights(items: Sequence[ProvisionFrames]) -> NDArray[np.float64]:
    """How much each provision is about each topic: provisions x topics, each row of length one."""
    return _unit(_raw(items))


def topics_of(items: Sequence[ProvisionFrames]) -> Mapping[str, tuple[Topic, ...]]:
    """The topics that each provision is about, strongest first, by provision id."""
    rows = _raw(items)
    return {
        item.provision: tuple(topics()[at] for at in np.argsort(-row, kind="stable")[:2] if row[at] >= _ABOUT)
        for item, row in zip(items, rows, strict=True)
    }


def _raw(items: Sequence[ProvisionFrames]) -> NDArray[np.float64]:
    texts = [[item.text, *(frame.clause for frame in item.frames if frame.clause)] for item in items]
    flat = sorted({words for group in texts for words in group})
    vectors = dict(zip(flat, encode(flat), strict=True))
    rows = np.zeros((len(items), len(topics())))
    for at, (item, group) in enumerate(zip(items, texts, strict=True)):
        own = np.array([vectors[words] for words in group])
        near = np.array([round(float((own @ prototypes.T).max()), 4) for prototypes in _prototypes()])
        named = np.array([min(2, len(pattern.findall(item.text))) for pattern in _patterns()])
        rows[at] = np.clip(near - _FLOOR, 0, None) + _TERM * named
    return rows


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9))
