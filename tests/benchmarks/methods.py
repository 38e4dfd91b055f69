"""Ours and what a user could pick instead; each takes a set and gives a full table of scores."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from gold import Gold
from numpy.typing import NDArray

from crosswalk.retrieve.fusion import match_texts
from crosswalk.retrieve.signals import Texts, neural_signal

Table = NDArray[np.float32]


def ours(gold: Gold, model: str | None = None) -> Table:
    """The product as shipped; pairs it does not score get minus infinity."""
    extra = {"model": neural_signal(model, gold.left, gold.right)} if model else None
    scored = match_texts(gold.left, gold.right, extra=extra)
    table = np.full(gold.listed.shape, -np.inf, np.float32)
    table[scored.pairs.left, scored.pairs.right] = scored.score
    return table


def tfidf(gold: Gold, **how: Any) -> Table:
    """Cosine of TF-IDF by scikit-learn, one and two words, English stop words left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings = {"sublinear_tf": True, "stop_words": "english", "ngram_range": (1, 2), **how}
    left, right = plain(gold.left), plain(gold.right)
    vectorizer = TfidfVectorizer(**settings).fit(left + right)
    return np.asarray((vectorizer.transform(left) @ vectorizer.transform(right).T).toarray(), np.float32)


def tfidf_letters(gold: Gold) -> Table:
    """TF-IDF of runs of three to five letters."""
    return tfidf(gold, analyzer="char_wb", ngram_range=(3, 5), stop_words=None)


def tfidf_stems(gold: Gold) -> Table:
    """TF-IDF of English stems, one and two in a row, stop words left out."""
    import Stemmer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    stemmer = Stemmer.Stemmer("english")
    split = re.compile(r"(?u)\b\w\w+\b")

    def stems(text: str) -> list[str]:
        kept = [word for word in split.findall(text.lower()) if word not in ENGLISH_STOP_WORDS]
        return list(stemmer.stemWords(kept))

    return tfidf(gold, tokenizer=stems, token_pattern=None, stop_words=None)


def bm25_stems(gold: Gold) -> Table:
    """Stemmed BM25 by bm25s, both ways, each way over its best, averaged."""
    left, right = plain(gold.left), plain(gold.right)
    forth, back = _bm25(left, right), _bm25(right, left).T
    return (_over_best(forth, 1) + _over_best(back, 0)) / 2


def fuzzy(gold: Gold) -> Table:
    """rapidfuzz token_set_ratio."""
    from rapidfuzz import fuzz, process, utils

    left, right = (
        [utils.default_process(text)[:3000] for text in plain(side)] for side in (gold.left, gold.right)
    )
    return np.asarray(process.cdist(left, right, scorer=fuzz.token_set_ratio, workers=-1, dtype=np.float32))


def wordllama(gold: Gold) -> Table:
    """Cosine of wordllama's text vectors, as the package gives them."""
    import wordllama as package

    model = package.WordLlama.load(cache_dir=Path(package.__file__).parent, disable_download=True)
    left, right = (np.asarray(model.embed(plain(side), norm=True)) for side in (gold.left, gold.right))
    return np.asarray(left @ right.T, np.float32)


def chance(gold: Gold) -> Table:
    """Random scores with a fixed seed."""
    return np.random.default_rng(0).random(gold.listed.shape, dtype=np.float32)


def methods(model: str | None) -> dict[str, Callable[[Gold], Table]]:
    """The methods by name, ours first; with a model also ours with it."""
    found: dict[str, Callable[[Gold], Table]] = {"crosswalk": ours}
    if model:
        found["crosswalk + model"] = partial(ours, model=model)
    return found | {
        "TF-IDF words": tfidf,
        "TF-IDF stems": tfidf_stems,
        "TF-IDF letters": tfidf_letters,
        "BM25 stems, both ways": bm25_stems,
        "wordllama": wordllama,
        "rapidfuzz token_set": fuzzy,
        "chance": chance,
    }


def plain(texts: Texts) -> list[str]:
    """Each text with its title before it."""
    pairs = zip(texts.titles, texts.bodies, strict=True)
    return [f"{title}. {body}" if title else body for title, body in pairs]


def _bm25(asked: list[str], read: list[str]) -> Table:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(read, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False
    )
    queries = bm25s.tokenize(asked, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)
    found = np.zeros((len(asked), len(read)), np.float32)
    for row, words in enumerate(queries):
        known = [word for word in words if word in index.vocab_dict]
        if known:
            found[row] = index.get_scores(known)
    return found


def _over_best(table: Table, axis: int) -> Table:
    return np.asarray(table / np.maximum(table.max(axis=axis, keepdims=True), 1e-9), np.float32)
