"""Rank the candidates between two documents, each with a calibrated confidence and its evidence."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.encoder import encoding_ahead
from crosswalk.model.alignment import Candidate
from crosswalk.model.corpus import Corpus
from crosswalk.retrieve.explain import Explainer
from crosswalk.retrieve.fusion import Scored, confidence, linked, match_texts
from crosswalk.retrieve.signals import (
    SHIPPED_MODEL,
    Floats,
    Rows,
    Signal,
    concept_signal,
    neural_signal,
    whole_texts,
)
from crosswalk.retrieve.vocabulary import Texts, corpus_texts

Concepts = Mapping[str, frozenset[str]]


def propose(
    left: Corpus,
    right: Corpus,
    *,
    top: int = 10,
    explain: int = 10,
    concepts: tuple[Concepts, Concepts] | None = None,
    model: str | None = None,
    always: Collection[tuple[str, str]] = (),
) -> tuple[Candidate, ...]:
    """The best counterparts of every left provision, best first; provisions without words are skipped.

    Args:
        left: The document whose provisions are looked up.
        right: The document searched.
        top: The number of candidates for each left provision; 0 for every scored pair.
        explain: The last rank whose candidates carry evidence.
        concepts: For each side, the lexicon concepts that each provision id names.
        model: Name or folder of a sentence-transformers model that joins as one more signal.
        always: Scored pairs that are candidates at any rank.

    Returns:
        Candidates in the order of the left document, then by rank.

    Raises:
        ConfigError: The model cannot be loaded.
    """
    ids = _worded(left), _worded(right)
    if not ids[0] or not ids[1]:
        return ()
    scored = _scored(left, right, ids, concepts, model)
    sure = confidence(scored.score)
    explainer = Explainer(scored, [left[i].text for i in ids[0]], [right[i].text for i in ids[1]])
    places, ranks = ranking(scored)
    if top:
        chosen = (ranks <= top) | _among(scored, ids, always)[places]
        places, ranks = places[chosen], ranks[chosen]
    found = (
        values[places].tolist() for values in (scored.pairs.left, scored.pairs.right, scored.score, sure)
    )
    return tuple(
        Candidate(
            left=ids[0][one],
            right=ids[1][two],
            score=round(score, 4),
            confidence=round(chance, 4),
            rank=rank,
            evidence=explainer.pair(place) if rank <= explain else (),
        )
        for place, rank, one, two, score, chance in zip(places.tolist(), ranks.tolist(), *found, strict=True)
    )


@contextmanager
def model_ahead(left: Corpus, right: Corpus, model: str | None) -> Iterator[Callable[[], None]]:
    """Let the shipped model read two documents on other threads, before `propose` needs it.

    It yields what waits until both are read; it does nothing if `model` is another one or none.
    """
    texts = [corpus_texts(side, _worded(side)) for side in (left, right)] if model == SHIPPED_MODEL else []
    with encoding_ahead([text for side in texts for text in whole_texts(side)]) as wait:
        yield wait


def _among(
    scored: Scored, ids: tuple[list[str], list[str]], pairs: Collection[tuple[str, str]]
) -> NDArray[np.bool_]:
    """For each scored pair whether it is one of some pairs of ids."""
    rows, columns = ({i: row for row, i in enumerate(side)} for side in ids)
    wanted = [rows[one] * len(columns) + columns[two] for one, two in pairs if one in rows and two in columns]
    return np.isin(scored.pairs.left * len(columns) + scored.pairs.right, wanted)


def no_counterpart(
    left: Corpus,
    right: Corpus,
    *,
    concepts: tuple[Concepts, Concepts] | None = None,
    model: str | None = None,
) -> tuple[dict[str, float], dict[str, float]]:
    """How likely (0..1) it is that a provision has no counterpart on the other side, for both sides."""
    ids = _worded(left), _worded(right)
    if not ids[0] or not ids[1]:
        return dict.fromkeys(ids[0], 1.0), dict.fromkeys(ids[1], 1.0)
    scored = _scored(left, right, ids, concepts, model)
    one, two = (1 - linked(scored.pairs.best(scored.score, side)) for side in (0, 1))
    return _by_id(ids[0], one), _by_id(ids[1], two)


def ranking(scored: Scored) -> tuple[Rows, Rows]:
    """The indices of all pairs by left row and falling score, and the rank of each within its row, from 1.

    Equal scores (to four decimals) are ordered by the words of the right texts, so that neither
    ids nor the order of rows matters.
    """
    texts = scored.right.texts
    words = sorted(range(len(texts)), key=lambda row: (texts.bodies[row], texts.titles[row]))
    order = np.empty(len(texts), np.int64)
    order[words] = np.arange(len(texts))
    pairs = scored.pairs
    places = np.lexsort((order[pairs.right], -scored.score.round(4), pairs.left))
    rows = pairs.left[places]
    return places, np.arange(len(places)) - np.searchsorted(rows, rows) + 1


def _scored(
    left: Corpus,
    right: Corpus,
    ids: tuple[list[str], list[str]],
    concepts: tuple[Concepts, Concepts] | None,
    model: str | None,
) -> Scored:
    texts = corpus_texts(left, ids[0]), corpus_texts(right, ids[1])
    return match_texts(*texts, extra=_extra(texts, ids, concepts, model))


def _extra(
    texts: tuple[Texts, Texts],
    ids: tuple[list[str], list[str]],
    concepts: tuple[Concepts, Concepts] | None,
    model: str | None,
) -> dict[str, Signal]:
    found = {}
    if concepts is not None:
        one, two = (
            [named.get(i, frozenset()) for i in side] for named, side in zip(concepts, ids, strict=True)
        )
        if any(one) and any(two):
            found["concepts"] = concept_signal(one, two)
    if model is not None:
        found["model"] = neural_signal(model, *texts)
    return found


def _by_id(ids: list[str], values: Floats) -> dict[str, float]:
    return {i: round(float(value), 4) for i, value in zip(ids, values, strict=True)}


def _worded(corpus: Corpus) -> list[str]:
    return [prov.id for prov in corpus if not prov.is_heading]
