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
    sizes = np.array([len(ids) for ids in pieces], np.int64)
    flat = np.array([number for ids in pieces for number in ids], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    picked = csr_array((np.ones(len(flat), np.float32), flat, starts), shape=(len(pieces), len(table)))
    return np.asarray(picked @ table, np.float32)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one; an empty row stays empty."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), np.float32)
