"""A sentence-transformers model as one more signal; the default never needs it."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import ConfigError
from crosswalk.match.signals import Signal
from crosswalk.match.texts import Texts
from crosswalk.match.vectors import unit

Encoder = Any  # a sentence_transformers.SentenceTransformer

# Small models read about 256 word pieces; a longer text is cut into overlapping pieces of so many words.
_PIECE = 120


def neural_signal(model: str, left: Texts, right: Texts) -> Signal:
    """Cosine of the vectors that a sentence-transformers model (name or folder) gives to both sides.

    Raises:
        ConfigError: sentence-transformers is not installed, or there is no such model.
    """
    encoder = _load(model)
    return Signal(_vectors(encoder, left), _vectors(encoder, right))


def _load(model: str) -> Encoder:
    try:
        library = import_module("sentence_transformers")
    except ImportError as error:
        raise ConfigError(
            f"The model {model} needs sentence-transformers; install it with `pip install crosswalk[neural]`.",
            code="XW-521",
        ) from error
    try:
        return library.SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"There is no sentence-transformers model {model}; give the folder of one, or a name that is"
            " already on this machine.",
            code="XW-522",
        ) from error


def _vectors(encoder: Encoder, texts: Texts) -> NDArray[np.float32]:
    """One row a text: the mean of its pieces' vectors, of length one."""
    cut = [
        pieces(f"{title}. {body}" if title else body)
        for title, body in zip(texts.titles, texts.bodies, strict=True)
    ]
    flat = [piece for found in cut for piece in found]
    rows = unit(np.asarray(encoder.encode(flat, batch_size=64, show_progress_bar=False), np.float32))
    starts = np.cumsum([0, *(len(found) for found in cut)])[:-1]
    return unit(np.add.reduceat(rows, starts, axis=0))


def pieces(text: str, size: int = _PIECE) -> Sequence[str]:
    """A text cut into pieces of at most `size` words that overlap by half; a short one whole.

    >>> pieces("one two three four", 2)
    ['one two', 'two three', 'three four']
    """
    found = text.split()
    if len(found) <= size:
        return [text]
    step = max(size // 2, 1)
    return [" ".join(found[at : at + size]) for at in range(0, len(found) - size + step, step)]
