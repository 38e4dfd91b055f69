"""Values of the model as plain JSON data, back again by their types, and their digests.

A dataclass becomes the list of its fields' values, an enum its value, a set a sorted list. Nothing that
is read back can run: only the dataclasses and enums that the asked type names are made.
"""

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_Reader = Callable[[Any], Any]
_LEAVES = (str, int, float, bool)


class UncodedError(ValueError):
    """A value that cannot be written as plain data, or data that are no value of the type asked for."""


def encoded(value: object) -> str:
    """A value as JSON text, the same for equal values in every run.

    Raises:
        UncodedError: the value holds something else than dataclasses, enums, tuples, mappings with
            words for keys, sets, words and numbers.
    """
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise UncodedError(str(error)) from error


def decoded(kind: type[_T], data: Any) -> _T:  # noqa: ANN401 - what JSON holds
    """The value of a type that parsed JSON stands for.

    Raises:
        UncodedError: the data are of another shape, or the type cannot be read back.
    """
    try:
        made: _T = _reader(cast("Any", kind))(data)
    except (TypeError, ValueError, KeyError, NameError, RecursionError) as error:
        raise UncodedError(f"no {kind}: {error}") from error
    return made


def digest(*values: object) -> str:
    """Thirty-two hexadecimal digits over values and their types; equal values give equal digits.

    Raises:
        UncodedError: as `encoded`.
    """
    try:
        text = _NAMING.encode(values)
    except (TypeError, ValueError, RecursionError) as error:
        raise UncodedError(str(error)) from error
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _taker(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any dataclass
    """What takes the values of the fields that make a dataclass, in their order."""
    names = [field.name for field in fields(kind) if field.init]
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)


def _fields_as_json(value: object) -> object:
    kind = type(value)
    if is_dataclass(kind):
        taken = _taker(kind)(value)
        return [_keyed(one) if isinstance(one, Mapping) else one for one in taken]
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    raise UncodedError(f"a value of type {kind.__qualname__}")


def _keyed(value: Mapping[Any, Any]) -> object:
    """A mapping as JSON holds it; one whose keys are no words as a list, which is not read back."""
    return value if all(isinstance(key, str) for key in value) else [[key, one] for key, one in value.items()]


def _typed_json(value: object) -> object:
    """The same with the name of its type, so that values of two types never give one digest."""
    return [type(value).__qualname__, _fields_as_json(value)]


_ENCODER = json.JSONEncoder(
    default=_fields_as_json, check_circular=False, separators=(",", ":"), allow_nan=False
)
_NAMING = json.JSONEncoder(default=_typed_json, check_circular=False, separators=(",", ":"))


@cache
def _reader(kind: Any) -> _Reader:  # noqa: ANN401 - any type or alias of one
    """What makes a value of a type from parsed JSON."""
    if kind is type(None) or kind in _LEAVES:
        return _leaf(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _optional(inner)
    if origin is tuple:
        return _tuple(inner)
    if origin in {frozenset, list}:
        return _many(origin, inner[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inner)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if is_dataclass(kind):
        return _dataclass(kind)
    raise UncodedError(f"{kind} is not read back")


def _leaf(kind: type) -> _Reader:
    # Python lets a whole number stand where a float is asked for; it must come back as it was.
    fitting = {float, int} if kind is float else {kind}

    def read(data: object) -> object:
        if type(data) not in fitting:
            raise UncodedError(f"{data!r} is no {kind.__name__}")
        return data

    return read


def _optional(inner: tuple[Any, ...]) -> _Reader:
    others = [one for one in inner if one is not type(None)]
    if len(others) != 1:
        raise UncodedError("a value of one type or another is not read back")
    read = _reader(others[0])
    return lambda data: None if data is None else read(data)


def _listed(data: object, length: int | None = None) -> list[Any]:
    if type(data) is not list or length not in {None, len(data)}:
        raise UncodedError("a list of another length, or none")
    return data


def _tuple(inner: tuple[Any, ...]) -> _Reader:
    if len(inner) == 2 and inner[1] is ...:
        return _many(tuple, inner[0])
    reads = [_reader(one) for one in inner]
    return lambda data: tuple(read(one) for read, one in zip(reads, _listed(data, len(reads)), strict=True))


def _many(made: Callable[[Any], Any], kind: Any) -> _Reader:  # noqa: ANN401 - any type or alias of one
    # A type may hold tuples of itself, so its reader is looked up when it is needed.
    return lambda data: made([*map(_reader(kind), _listed(data))])


def _mapping(inner: tuple[Any, ...]) -> _Reader:
    key, value = _reader(inner[0]), _reader(inner[1])

    def read(data: object) -> dict[Any, Any]:
        if type(data) is not dict:
            raise UncodedError("no mapping")
        return {key(one): value(two) for one, two in data.items()}

    return read


def _dataclass(kind: Any) -> _Reader:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.init]
    reads = [_reader(hints[name]) for name in names]
    keyed = any(field.kw_only for field in fields(kind))

    def read(data: object) -> object:
        made = [one(part) for one, part in zip(reads, _listed(data, len(reads)), strict=True)]
        return kind(**dict(zip(names, made, strict=True))) if keyed else kind(*made)

    return read
