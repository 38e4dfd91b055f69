"""Two documents into ranked candidates, each with a calibrated confidence and its evidence."""

from collections.abc import Mapping


from crosswalk.match.explain import Explainer
from crosswalk.match.fuse import Fused, fuse
from crosswalk.match.texts import Texts, corpus_texts
from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Candidate

Concepts = Mapping[str, frozenset[str]]


def propose(
    left: Corpus,
    right: Corpus,
    *,
    top: int = 10,
    explain: int = 10,
    concepts: tuple[Concepts, Concepts] | None = None,
    model: str | None = None,
) -> tuple[Candidate, ...]:
    """The best counterparts of every left provision, best first; provisions without words are passed over.

    Args:
        left: The document asked about.
        right: The document searched.
        top: How many candidates a left provision gets; 0 keeps every scored pair.
        explain: Down to which rank candidates carry evidence.
        concepts: For each side, the lexicon concepts that each provision id names.
        model: Name or folder of a sentence-transformers model that joins as one more signal.

    Returns:
        Candidates in the order of the left document, then by rank.
    """
    left_ids, right_ids = _worded(left), _worded(right)
    if not left_ids or not right_ids:
        return ()
    fused = match_texts(
        corpus_texts(left, left_ids),
        corpus_texts(right, right_ids),
    )
    explainer = Explainer(fused, [left[i].text for i in left_ids], [right[i].text for i in right_ids])
    found = []
    for row, left_id in enumerate(left_ids):
        for rank, column in enumerate(fused.ranked(row, top), start=1):
            found.append(
                Candidate(
                    left=left_id,
                    right=right_ids[column],
                    score=round(float(fused.score[row, column]), 6),
                    confidence=round(float(fused.confidence[row, column]), 4),
                    rank=rank,
                    evidence=explainer.pair(row, int(column)) if rank <= explain else (),
                )
            )
    return tuple(found)


def no_counterpart(left: Corpus, right: Corpus) -> tuple[dict[str, float], dict[str, float]]:
    """How likely (0..1) it is that a provision has no counterpart on the other side, for both sides."""
    left_ids, right_ids = _worded(left), _worded(right)
    if not left_ids or not right_ids:
        return dict.fromkeys(left_ids, 1.0), dict.fromkeys(right_ids, 1.0)
    fused = match_texts(corpus_texts(left, left_ids), corpus_texts(right, right_ids))
    best_left, best_right = fused.confidence.max(axis=1), fused.confidence.max(axis=0)
    return (
        {i: round(1 - float(p), 4) for i, p in zip(left_ids, best_left, strict=True)},
        {i: round(1 - float(p), 4) for i, p in zip(right_ids, best_right, strict=True)},
    )


def match_texts(left: Texts, right: Texts) -> Fused:
    """Two lists of texts compared every way, fused and calibrated."""
    return fuse(left, right)


def _worded(corpus: Corpus) -> list[str]:
    return [prov.id for prov in corpus if not prov.is_heading]
