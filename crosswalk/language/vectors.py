"""Word vectors carried by the wordllama package, read from its own folder without importing it.

Nothing is fetched and nothing is written: the weights and the tokenizer are two files of the
installed package (MIT licence).
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import ConfigError

# For so few words a sparse table takes longer to make than the sums.
_FEW = 16
# The vectors of single words, 1 KB each.
_KNOWN: dict[str, NDArray[np.float32]] = {}
# How many vectors stay in memory.
_KEPT = 20_000


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
def _model() -> tuple[Any, NDArray[np.float32]]:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    weights, tokenizer = model_files()
    table = load_file(weights)["embedding.weight"].astype(np.float32)
    return Tokenizer.from_file(str(tokenizer)), table


def word_vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """One row a word, the sum of the vectors of its pieces: n x 256."""
    from scipy.sparse import csr_array

    tokenizer, table = _model()
    pieces = [found.ids for found in tokenizer.encode_batch(list(words), add_special_tokens=False)]
    if len(words) <= _FEW:
        return np.array([table[ids].sum(axis=0) for ids in pieces], np.float32).reshape(-1, table.shape[1])
    sizes = np.array([len(ids) for ids in pieces], np.int64)
    flat = np.array([number for ids in pieces for number in ids], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    picked = csr_array((np.ones(len(flat), np.float32), flat, starts), shape=(len(pieces), len(table)))
    return np.asarray(picked @ table, np.float32)


def known_vectors(words: Sequence[str]) -> list[NDArray[np.float32]]:
    """The vector of each word, as `word_vectors` gives it; those of the words used last are kept."""
    missing = [word for word in dict.fromkeys(words) if word not in _KNOWN]
    if missing:
        if len(_KNOWN) + len(missing) > _KEPT:
            _KNOWN.clear()
            missing = list(dict.fromkeys(words))
        _KNOWN.update(zip(missing, word_vectors(missing), strict=True))
    return [_KNOWN[word] for word in words]


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one; an empty row stays empty."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), np.float32)
