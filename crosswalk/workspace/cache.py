"""Cache of computed values in the workspace: one SQLite file, `.crosswalk/cache.sqlite`.

A value is stored under a digest of everything it was computed from, in the table of its step and scope. The file
may be deleted at any time. One that is damaged, or that another version of the program wrote, counts as empty;
if it cannot be written, as in a read-only folder, everything is computed.
"""

import hashlib
import json
import platform
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, ValidationError

from crosswalk.model.cache import Cache

if TYPE_CHECKING:
    from crosswalk.language.encoder import Vectors

_T = TypeVar("_T")

FILE = "cache.sqlite"
# Seconds that one process waits for another that is writing.
_WAIT = 10.0
_LAYOUT = """
CREATE TABLE IF NOT EXISTS program (digest TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS computed (
  step TEXT, key TEXT, value BLOB, seal TEXT, PRIMARY KEY (step, key)
) WITHOUT ROWID;
"""
# The table of sentence vectors.
_VECTORS = "vectors."
# The tables of single texts, and how many unused values of each stay stored (0.8 KB a vector, 3 KB the frames of a
# provision): a change of one text needs those of other texts, which the last run did not use.
_UNUSED_KEPT = {_VECTORS: 20_000, "frames.": 10_000}
# The folders of installed packages, and the endings of the folders in them that name their versions.
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_METADATA = frozenset({".dist-info", ".egg-info"})


class Store:
    """The cache of one workspace, opened for one run.

    `computed` and `reused` count values by table, named `step.scope`.
    """

    def __init__(self, folder: Path, *, full: bool = False) -> None:
        """Open the cache in a folder, which need not exist; with `full` nothing in it is reused."""
        self.computed: Counter[str] = Counter()
        self.reused: Counter[str] = Counter()
        self.folder = folder
        self.full = full
        self.program = program_digest()
        self._tables: dict[str, _Table] = {}
        self.stamps: dict[int, tuple[object, str]] = {}

    def look_up(self, table: str, key: str, kind: type[_T]) -> _T | None:
        """The value under a key; None if there is none of that type."""
        data = self._table(table).take(key)
        return None if data is None else _decode(kind, data)

    def holds_any(self, table: str) -> bool:
        """Whether an earlier run stored values in a table."""
        return bool(self._table(table).stored)

    def holds(self, table: str, key: str) -> bool:
        """Whether there is a value under a key."""
        return self._table(table).take(key) is not None

    def put(self, table: str, key: str, value: _T, kind: type[_T]) -> _T:
        """Store a value under a key and return it as a later run will read it.

        A value that cannot be written is returned as it is.
        """
        try:
            data = _adapter(kind).dump_json(value, warnings="error")
        except (PydanticSerializationError, UnicodeEncodeError, RecursionError):
            return value
        read = _decode(kind, data)
        if read is None:
            return value
        self._table(table).used[key] = data
        return read

    def vector(self, key: str) -> "Vectors | None":
        """The sentence vector under a key; None if there is none."""
        from crosswalk.language.encoder import unpack_vector

        data = self._table(_VECTORS).take(key)
        return None if data is None else unpack_vector(data)

    def put_vector(self, key: str, row: "Vectors") -> None:
        """Store a sentence vector; unlike other values it stays stored if a run does not use it."""
        from crosswalk.language.encoder import pack_vector

        self._table(_VECTORS).used[key] = pack_vector(row)

    def _table(self, name: str) -> "_Table":
        if name not in self._tables:
            stored = {} if self.full else _read(self.folder / FILE, self.program, name)
            self._tables[name] = _Table(stored)
        return self._tables[name]

    def save(self, scopes: Iterable[str]) -> None:
        """Write every table that changed, with the values this run used; remove tables of other scopes.

        Nothing is written if the program changed while it ran, or if writing fails.
        """
        if program_digest() != self.program:
            return
        for name, most in _UNUSED_KEPT.items():
            table = self._tables.get(name)
            if table and len(table.stored) <= most:
                table.used = {**table.stored, **table.used}
        changed = {name: table for name, table in self._tables.items() if self.full or table.changed}
        with suppress(OSError, sqlite3.Error):
            _make_folder(self.folder)
            path = self.folder / FILE
            if not _lay_out(path):
                path.unlink(missing_ok=True)
                _lay_out(path)
            _write(path, self.program, changed, {*scopes, ""})


@dataclass(frozen=True)
class StoredCache(Cache):
    """The cache passed to a step: a store, and the crosswalk or edition whose values it holds."""

    store: Store
    scope: str = ""

    def digest(self, *values: object) -> str:
        """A digest of values; for a value that has none, a key that is never used twice."""
        try:
            return digest(*values)
        except NoDigestError:
            return uuid4().hex

    def digest_once(self, value: object) -> str:
        """The digest of one large value, computed once for each object."""
        if id(value) not in self.store.stamps:
            self.register(value, self.digest(value))
        return self.store.stamps[id(value)][1]

    def register(self, value: object, stamp: str) -> None:
        """Register the digest of a value's inputs as the value's own digest."""
        self.store.stamps[id(value)] = (value, stamp)

    def holds_any(self, step: str) -> bool:
        """Whether any value of a step is stored; a cheap check before the digest of the inputs is computed."""
        return self.store.holds_any(f"{step}.{self.scope}")

    def holds(self, step: str, of: tuple[object, ...]) -> bool:
        """Whether a value is stored for these inputs."""
        return self.store.holds(f"{step}.{self.scope}", self.digest(*of))

    def get_or_compute(self, step: str, of: tuple[object, ...], kind: type[_T], make: Callable[[], _T]) -> _T:
        """The value that `make` returns, reused if it is stored; `of` holds every input, `kind` is its type."""
        table = f"{step}.{self.scope}"
        key = self.digest(*of)
        found = self.store.look_up(table, key, kind)
        if found is not None:
            self.store.reused[table] += 1
            return found
        self.store.computed[table] += 1
        return self.store.put(table, key, make(), kind)

    def get_or_compute_each(
        self,
        step: str,
        of: Mapping[str, tuple[object, ...]],
        kind: type[_T],
        make: Callable[[Sequence[str]], Mapping[str, _T]],
    ) -> dict[str, _T]:
        """The value of each name, those that are not stored from one call of `make`; see `Cache`."""
        store, table = self.store, f"{step}."
        keys = {name: self.digest(*inputs) for name, inputs in of.items()}
        found = {name: store.look_up(table, key, kind) for name, key in keys.items()}
        missing = [name for name, value in found.items() if value is None]
        fresh = make(missing) if missing else {}
        store.computed[table] += len(missing)
        store.reused[table] += len(keys) - len(missing)
        found |= {name: store.put(table, keys[name], fresh[name], kind) for name in missing}
        return {name: value for name, value in found.items() if value is not None}


@dataclass
class _Table:
    """The values of one table as they were stored, and those this run used, all as JSON."""

    stored: Mapping[str, bytes]
    used: dict[str, bytes] = field(default_factory=dict)

    def take(self, key: str) -> bytes | None:
        """The data under a key, marked as used by this run."""
        data = self.used.get(key) or self.stored.get(key)
        if data is not None:
            self.used[key] = data
        return data

    @property
    def changed(self) -> bool:
        """Whether the table must be written again."""
        return self.used != self.stored


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def _decode(kind: type[_T], data: bytes) -> _T | None:
    """Decode JSON data into a value of a type; None if the data do not fit it."""
    try:
        value: _T = _adapter(kind).validate_json(data, strict=True)
    except ValidationError:
        return None
    return value


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=_WAIT)) as connection:
        yield connection


def _read(path: Path, program: str, table: str) -> dict[str, bytes]:
    """The values of one table by key; empty if the file is damaged or another program's."""
    if not path.is_file():
        return {}
    try:
        with _opened(path) as connection:
            if connection.execute("SELECT digest FROM program").fetchall() != [(program,)]:
                return {}
            rows = connection.execute("SELECT key, value, seal FROM computed WHERE step = ?", (table,))
            return {key: value for key, value, seal in rows if seal == _seal(table, key, value)}
    except (sqlite3.Error, OSError, TypeError, ValueError):
        return {}


def _seal(table: str, key: str, value: bytes) -> str:
    """A checksum of a row: SQLite notices a damaged page, not a damaged value."""
    return hashlib.sha256(f"{table} {key} ".encode() + value).hexdigest()


def _lay_out(path: Path) -> bool:
    """Create the tables that are missing; returns whether the file is a sound database."""
    try:
        with _opened(path) as connection:
            connection.executescript(_LAYOUT)
            connection.execute("SELECT digest FROM program").fetchall()
            return bool(connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)])
    except sqlite3.OperationalError:
        raise
    except sqlite3.Error:
        return False


def _write(path: Path, program: str, tables: Mapping[str, _Table], scopes: set[str]) -> None:
    """Write what changed in tables, and remove those of other scopes and of other versions of the program."""
    with _opened(path) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT digest FROM program").fetchall() != [(program,)]:
            connection.execute("DELETE FROM computed")
            connection.execute("DELETE FROM program")
            connection.execute("INSERT INTO program VALUES (?)", (program,))
        for name, table in sorted(tables.items()):
            if not table.stored:
                connection.execute("DELETE FROM computed WHERE step = ?", (name,))
            gone = [(name, key) for key in table.stored if key not in table.used]
            connection.executemany("DELETE FROM computed WHERE step = ? AND key = ?", gone)
            fresh = sorted(item for item in table.used.items() if table.stored.get(item[0]) != item[1])
            rows = [(name, key, value, _seal(name, key, value)) for key, value in fresh]
            connection.executemany("INSERT OR REPLACE INTO computed VALUES (?, ?, ?, ?)", rows)
        for (name,) in connection.execute("SELECT DISTINCT step FROM computed").fetchall():
            if name.partition(".")[2] not in scopes:
                connection.execute("DELETE FROM computed WHERE step = ?", (name,))


def _make_folder(folder: Path) -> None:
    """Create the folder, with a .gitignore so that Git ignores it."""
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.is_file():
        ignore.write_text("*\n", "utf-8")


def program_digest() -> str:
    """A digest of what can change a result besides its inputs: our files, Python and the installed packages."""
    package = Path(__file__).parents[1]
    found = hashlib.sha256(f"{sys.version} {sys.platform} {platform.machine()}".encode())
    for path in sorted(package.rglob("*")):
        inner = path.relative_to(package)
        if inner.parts[0] != "shipped" and "__pycache__" not in inner.parts and path.is_file():
            found.update(f"\n{inner.as_posix()} ".encode())
            found.update(hashlib.sha256(path.read_bytes()).digest())
    found.update("\n".join(_packages()).encode())
    return found.hexdigest()[:32]


def _packages() -> list[str]:
    """The name and version of each installed package, from the names of the metadata folders."""
    found: set[str] = set()
    for place in map(Path, sys.path):
        if place.name in _INSTALLED and place.is_dir():
            found.update(path.name for path in place.iterdir() if path.suffix in _METADATA)
    return sorted(found)


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
    """A value with the name of its type, so that two types with equal fields have different digests."""
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
    """A mapping in a form that JSON can hold: a list of pairs if keys are not text."""
    return value if all(isinstance(key, str) for key in value) else [[key, one] for key, one in value.items()]


@cache
def _field_reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any dataclass
    """A function that returns the values of the fields of a dataclass, in their order."""
    names = [field.name for field in fields(kind) if field.init]
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)


_ENCODER = json.JSONEncoder(default=_as_json, check_circular=False, separators=(",", ":"))
