"""Write files atomically, and lock a folder so that two writers take turns."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crosswalk.errors import LedgerError

_LOCK = ".crosswalk.lock"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def locked(path: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Hold the lock on a file's folder; other writers wait up to `patience` seconds.

    The operating system releases the lock when a process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    folder = path.resolve().parent
    lock = FileLock(folder / _LOCK, timeout=patience)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(poll_interval=0.01)
    except Timeout:
        raise LedgerError(
            f"{path} has been locked by another writer for over {patience:g} seconds; close the other"
            " program or wait, then try again.",
            code="XW-411",
        ) from None
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        yield
    finally:
        lock.release()


def replace_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """Replace the contents of every file, or leave every file as it was.

    All contents are on the disk under temporary names before the first is renamed into place. They are taken one
    by one, so that many need not be in memory together.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in files:
            target = path.resolve()
            parts[target] = target.with_name(f".{target.name}.{os.getpid()}.part")
            _write_part(path, parts[target], data)
        for target, part in parts.items():
            _take_place(target, part)
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def replace_locked(path: Path, data: bytes, first: Mapping[Path, bytes] | None = None) -> None:
    """Like `replace_files`, for one locked file; also removes temporary files that a killed writer left.

    `first` holds files that change just before it does, or not at all.
    """
    files = {**(first or {}), path: data}
    for target in map(Path.resolve, files):
        for part in unfinished_parts(target):
            with suppress(OSError):
                part.unlink()
    replace_files(files.items())


def unfinished_parts(path: Path) -> list[Path]:
    """The temporary files of a path that killed writers left; call it under the lock of the folder."""
    target = path.resolve()
    return sorted(target.parent.glob(f".{target.name}.*.part"))


def _write_part(path: Path, part: Path, data: bytes) -> None:
    """Write the new contents of a file under a temporary name, onto the disk."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "not writable")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, part)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _take_place(target: Path, part: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows neither needs nor allows it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(path: Path, error: OSError) -> LedgerError:
    if error.errno in _FULL:
        why = "there is no room left on the disk; free some space"
    elif error.errno in _FORBIDDEN:
        why = "you may not write there; ask for the right to, or choose another folder"
    else:
        why = f"the system says: {error.strerror or error}; correct that"
    return LedgerError(f"{path} was left as it was: {why} and try again.", code="XW-410")
