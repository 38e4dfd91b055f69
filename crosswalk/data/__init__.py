"""Word lists, patterns, vocabularies and fitted weights, each once."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:  # noqa: ANN401 - what a file holds is known to its reader
    """What a YAML or JSON file of this folder holds; the scalars of YAML are strings.

    It is read once and shared, so that nobody may change it.
    """
    if name.endswith(".json"):
        return json.loads(bytes_of(name))
    import yaml

    return yaml.load(bytes_of(name), Loader=yaml.CBaseLoader)


def bytes_of(name: str) -> bytes:
    """The bytes of a file of this folder."""
    return (files(__name__) / name).read_bytes()
