"""Digests of values of the model: equal values have equal digests in every run and on every machine."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any


class NoDigestError(ValueError):
    """A value that holds something other than dataclasses, enums, tuples, mappings, sets, text and numbers."""


def digest(*values: object) -> str:
    """Thirty-two hexadecimal digits over values and their types.

    Raises:
        NoDigestError: a value has no digest.
    """
    try:
        text = _ENCODER.encode(values)
    except (TypeError, ValueError, RecursionError) as error:
        raise NoDigestError(str(error)) from error
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _as_json(value: object) -> object:
    """A value with the name of its type, so that equal fields of two types have two digests."""
    kind = type(value)
    if is_dataclass(kind):
        read = _field_reader(kind)(value)
        return [kind.__qualname__, [_pairs(one) if isinstance(one, Mapping) else one for one in read]]
    if isinstance(value, set | frozenset):
        return [kind.__qualname__, sorted(value)]
    if isinstance(value, Enum):
        return [kind.__qualname__, value.value]
    if isinstance(value, Mapping):
        return [kind.__qualname__, dict(value)]
    raise NoDigestError(f"a value of type {kind.__qualname__}")


def _pairs(value: Mapping[Any, Any]) -> object:
    """A mapping as JSON holds it; one whose keys are not text as a list of pairs."""
    return value if all(isinstance(key, str) for key in value) else [[key, one] for key, one in value.items()]


@cache
def _field_reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any dataclass
    """A function that returns the values of the fields of a dataclass, in their order."""
    names = [field.name for field in fields(kind) if field.init]
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)


_ENCODER = json.JSONEncoder(default=_as_json, check_circular=False, separators=(",", ":"))
