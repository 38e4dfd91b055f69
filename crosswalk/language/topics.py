"""Topics of provisions, by terms and by prototype sentences; `data/topics.yaml` holds them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import bytes_of, load
from crosswalk.language.encoder import Vectors, encode, vector_key
from crosswalk.model.frame import ProvisionFrames

# A cosine with a prototype counts only above the floor; each term in the text adds to it, twice at most.
_FLOOR, _TERM = 0.25, 0.1
# A provision is about a topic from this weight up.
_ABOUT = 0.35
# Two provisions share a topic if both are this near to its prototypes, or a little less near and name its terms.
_SHARED, _NAMED = 0.58, 0.5


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: a label that reads well after "Both concern", terms that name it, and sentences that represent it."""

    id: str
    label: str
    terms: tuple[str, ...]
    prototypes: tuple[str, ...]


Topics = tuple[Topic, ...]


@cache
def topics() -> Topics:
    """The topics shipped with the package, in order."""
    return tuple(
        Topic(name, found["label"], tuple(found["terms"]), tuple(found["prototypes"]))
        for name, found in load("topics.yaml")["topics"].items()
    )


def merge_topics(own: Topics) -> Topics:
    """The shipped topics with those of a workspace.

    A topic of the same id adds its terms and sentences to the shipped one, and replaces the label where it has
    one; other topics follow the shipped ones.
    """
    by_id = {topic.id: topic for topic in topics()}
    for topic in own:
        known = by_id.get(topic.id, Topic(topic.id, "", (), ()))
        terms, prototypes = (*known.terms, *topic.terms), (*known.prototypes, *topic.prototypes)
        by_id[topic.id] = Topic(topic.id, topic.label or known.label, terms, prototypes)
    return tuple(by_id.values())


@cache
def _patterns(known: Topics) -> tuple[re.Pattern[str] | None, ...]:
    return tuple(
        re.compile(rf"\b(?:{'|'.join(map(re.escape, topic.terms))})s?\b", re.IGNORECASE)
        if topic.terms
        else None
        for topic in known
    )


@cache
def _prototypes(known: Topics) -> tuple[Vectors, ...]:
    return tuple(_stored_or_encoded(topic.prototypes) for topic in known)


def _stored_or_encoded(texts: Sequence[str]) -> Vectors:
    """One row for each text, as `encode` gives it; what the package stores is not encoded again."""
    stored = stored_vectors()
    keys = [vector_key(text) for text in texts]
    if all(key in stored for key in keys):
        return np.array([stored[key] for key in keys], np.float32).reshape(len(texts), -1)
    return encode(texts)


@cache
def stored_vectors() -> Mapping[str, Vectors]:
    """The vectors of the shipped prototype sentences by key; `tools/topic_vectors.py` writes the file."""
    from safetensors.numpy import load as load_tensors

    return load_tensors(bytes_of("topic_vectors.safetensors"))


def topic_weights(items: Sequence[ProvisionFrames]) -> NDArray[np.float64]:
    """How much each provision is about each shipped topic: provisions x topics, each 0 or more.

    The chance that a pair is listed was fitted on these weights, so the topics of a workspace are not included.
    """
    return _raw(items, topics())


def topics_of(items: Sequence[ProvisionFrames], known: Topics | None = None) -> Mapping[str, Topics]:
    """The topics that each provision is about, strongest first and at most two, by provision id.

    `known` are the topics looked for, the shipped ones by default.
    """
    known = known or topics()
    rows = _raw(items, known)
    return {
        item.provision: tuple(known[at] for at in np.argsort(-row, kind="stable")[:2] if row[at] >= _ABOUT)
        for item, row in zip(items, rows, strict=True)
    }


@dataclass(frozen=True)
class TopicNearness:
    """How near each provision is to the prototypes of each topic (cosines), by provision id."""

    topics: Topics
    rows: Mapping[str, NDArray[np.float64]]
    weights: Mapping[str, NDArray[np.float64]]

    def shared(self, left: str, right: str) -> Topic | None:
        """The topic that both provisions are clearly about; None where there is none.

        Meaning decides. Terms that name a topic help only where the meaning is not far from it.
        """
        if left not in self.rows or right not in self.rows or not self.topics:
            return None
        near = np.minimum(self.rows[left], self.rows[right])
        named = np.where(near >= _NAMED, np.minimum(self.weights[left], self.weights[right]), 0)
        if near.max() >= _SHARED:
            return self.topics[int(near.argmax())]
        return self.topics[int(named.argmax())] if named.max() >= _ABOUT else None


def topic_nearness(items: Sequence[ProvisionFrames], known: Topics | None = None) -> TopicNearness:
    """How near each provision is to each topic; `known` are the topics looked for, the shipped ones by default."""
    known = known or topics()
    near = _near(items, known)
    ids = [item.provision for item in items]
    weights = _weights(items, near, known)
    return TopicNearness(known, dict(zip(ids, near, strict=True)), dict(zip(ids, weights, strict=True)))


def _raw(items: Sequence[ProvisionFrames], known: Topics) -> NDArray[np.float64]:
    return _weights(items, _near(items, known), known)


def _weights(
    items: Sequence[ProvisionFrames], near: NDArray[np.float64], known: Topics
) -> NDArray[np.float64]:
    """Nearness above the floor, plus a little for each term that a text names."""
    rows = np.clip(near - _FLOOR, 0, None)
    for at, item in enumerate(items):
        rows[at] += _TERM * np.array(_named(item.text, _patterns(known)))
    return rows


@lru_cache(maxsize=8192)
def _named(text: str, patterns: tuple[re.Pattern[str] | None, ...]) -> tuple[int, ...]:
    """How many terms of each topic a text names, counted to two; the same text is often compared several times."""
    return tuple(min(2, len(found.findall(text))) if found else 0 for found in patterns)


def _near(items: Sequence[ProvisionFrames], known: Topics) -> NDArray[np.float64]:
    """The best cosine of each provision's text and clauses with each topic's prototypes: provisions x topics."""
    texts = [(item.text, *(frame.clause for frame in item.frames if frame.clause)) for item in items]
    encode(sorted({words for group in texts for words in group}))  # together, which takes less time
    return np.array([_near_row(group, known) for group in texts], np.float64).reshape(len(items), len(known))


@lru_cache(maxsize=8192)
def _near_row(texts: tuple[str, ...], known: Topics) -> tuple[float, ...]:
    """The best cosine of some texts with each topic; a provision is asked for several times."""
    own = encode(texts)
    return tuple(_nearest(own, prototypes) for prototypes in _prototypes(known))


def _nearest(own: NDArray[np.float32], prototypes: NDArray[np.float32]) -> float:
    return round(float((own @ prototypes.T).max()), 4) if len(prototypes) else 0.0
