"""What an earlier build worked out, kept in the workspace so that the next one need not do it again.

Each finding lies under a digest of everything it rests on, in a table of its own step and scope; a table
is one file, written whole, with a digest of itself and of the program that made it. A file that is
damaged, cut short or made by another version of the program is not there as far as a build is
concerned. Where nothing can be kept, as in a folder that may not be written to, everything is worked out.
"""

import hashlib
import json
import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from crosswalk.model.cache import Cache
from crosswalk.workspace.codec import UncodedError, decoded, digest, encoded

_T = TypeVar("_T")
_MARK = "crosswalk kept"
_ENDING = ".kept"
# Where installed packages lie, and the endings of the folders there that tell their versions.
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_TELLING = frozenset({".dist-info", ".egg-info"})


class Store:
    """A folder of findings, opened for one run.

    `made` and `taken` count, by table, the findings worked out in this run and those taken as they were.
    """

    def __init__(self, folder: Path, *, full: bool = False) -> None:
        """Open a folder that need not be there yet; with `full` nothing in it is taken over."""
        self.made: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.folder = folder
        self.full = full
        self.program = program_digest()
        self._tables: dict[str, _Table] = {}
        self.stamps: dict[int, tuple[object, str]] = {}

    def look(self, table: str, key: str, kind: type[_T]) -> _T | None:
        """What is kept under a key; None where nothing is, or nothing of that kind."""
        text = self._table(table).take(key)
        try:
            return None if text is None else decoded(kind, json.loads(text))
        except (ValueError, RecursionError):
            return None

    def keep(self, table: str, key: str, value: object) -> None:
        """Put a value under a key; what cannot be written as plain data is not kept."""
        with suppress(UncodedError):
            self._table(table).used[key] = encoded(value)

    def _table(self, name: str) -> "_Table":
        if name not in self._tables:
            entries = {} if self.full else dict(_entries(self._path(name), self.program))
            self._tables[name] = _Table(entries)
        return self._tables[name]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_ENDING}"

    def save(self, scopes: Iterable[str]) -> None:
        """Write every table that changed, with what this run used of it; remove those of no given scope.

        Nothing is written when the program changed while it ran, nor where writing fails.
        """
        if program_digest() != self.program:
            return
        with suppress(OSError):
            _lay_out(self.folder)
            for name, table in self._tables.items():
                if self.full or table.changed:
                    _write(self._path(name), self.program, table.used)
            _prune(self.folder, {*scopes, ""})


@dataclass(frozen=True)
class StoredCache(Cache):
    """What a step may take over from an earlier build: a store, and whose findings are asked for.

    `scope` is the crosswalk or the edition. Without a store nothing is kept, and everything is worked out.
    """

    store: Store | None = None
    scope: str = ""

    def digest(self, *values: object) -> str:
        """A digest of values; of what cannot be told apart by its contents, one that never comes again."""
        if self.store is None:
            return ""
        try:
            return digest(*values)
        except UncodedError:
            return uuid4().hex

    def digest_once(self, value: object) -> str:
        """The digest of one large value, worked out once for each object."""
        if self.store is None:
            return ""
        if id(value) not in self.store.stamps:
            self.register(value, self.digest(value))
        return self.store.stamps[id(value)][1]

    def register(self, value: object, stamp: str) -> None:
        """Note a digest of all that a value was worked out from, which will do as its own."""
        if self.store is not None:
            self.store.stamps[id(value)] = (value, stamp)

    def get_or_compute(self, step: str, of: tuple[object, ...], kind: type[_T], make: Callable[[], _T]) -> _T:
        """What `make` gives, taken as it was if it was kept; `of` is everything that it rests on.

        `kind` is the type of the value, made of dataclasses, enums, tuples, mappings, words and numbers.
        """
        if self.store is None:
            return make()
        table = f"{step}.{self.scope}"
        key = self.digest(*of)
        found = self.store.look(table, key, kind)
        if found is not None:
            self.store.taken[table] += 1
            return found
        made = make()
        self.store.made[table] += 1
        self.store.keep(table, key, made)
        return made


class _Table:
    """The entries of one file as they were, and those this run used or made; all as JSON text."""

    def __init__(self, entries: dict[str, str]) -> None:
        self.entries = entries
        self.used: dict[str, str] = {}

    def take(self, key: str) -> str | None:
        """The text under a key, which is used from now on."""
        text = self.used.get(key) or self.entries.get(key)
        if text is not None:
            self.used[key] = text
        return text

    @property
    def changed(self) -> bool:
        """Whether the file must be written again."""
        return self.used != self.entries


def _entries(path: Path, program: str) -> Iterator[tuple[str, str]]:
    """The keys and texts of a file; none at all where it is not what this program wrote."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return
    if head != _head(program, body):
        return
    for line in body.decode("utf-8", "replace").split("\n"):
        key, _, text = line.partition(" ")
        yield key, text


def _head(program: str, body: bytes) -> bytes:
    return f"{_MARK} {program} {hashlib.sha256(body).hexdigest()}".encode()


def _write(path: Path, program: str, entries: dict[str, str]) -> None:
    body = "".join(f"{key} {text}\n" for key, text in sorted(entries.items())).encode()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(_head(program, body) + b"\n" + body)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _lay_out(folder: Path) -> None:
    """Make the folder, which tells Git to pass it over."""
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.is_file():
        ignore.write_text("*\n", "utf-8")


def _prune(folder: Path, scopes: set[str]) -> None:
    """Remove the tables of crosswalks and editions that are no more, and what a killed run left."""
    for path in folder.glob(f".*{_ENDING}.*.part"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"*{_ENDING}"):
        if path.name.removesuffix(_ENDING).partition(".")[2] not in scopes:
            path.unlink(missing_ok=True)


def program_digest() -> str:
    """A digest of all that can change a result besides the inputs: our files, Python, the packages installed."""
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
    """The name and version of everything installed, from the names of the folders that tell them."""
    found: set[str] = set()
    for place in map(Path, sys.path):
        if place.name in _INSTALLED and place.is_dir():
            found.update(path.name for path in place.iterdir() if path.suffix in _TELLING)
    return sorted(found)
