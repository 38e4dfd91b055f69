"""Undo the last `read`, `update` or `import`: restore every file that it wrote."""

import base64
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from crosswalk.errors import ConfigError
from crosswalk.workspace.workspace import KEPT, Workspace, write_all

_FILE = "undo.json"


def write_undoable(space: Workspace, files: Mapping[Path, bytes], what: str) -> None:
    """Write files whole or not at all, with a note from which `take_back` restores what they held before.

    `what` names the command, as "read theirs.csv as hygiene".
    """
    written = {
        path.relative_to(space.root).as_posix(): {
            "before": base64.b64encode(path.read_bytes()).decode() if path.is_file() else None,
            "after": hashlib.sha256(data).hexdigest(),
        }
        for path, data in files.items()
    }
    note = json.dumps({"what": what, "files": written}).encode()
    write_all({**files, space.root / KEPT / _FILE: note})


def take_back(space: Workspace) -> tuple[str, list[Path]]:
    """Undo the last command noted; returns what it was and the files restored or removed.

    Raises `ConfigError` (XW-510) where there is none, or where a file was changed since.
    """
    path = space.root / KEPT / _FILE
    try:
        note = json.loads(path.read_text("utf-8"))
        files = {space.root / name: (held["before"], held["after"]) for name, held in note["files"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError("There is no read, update or import to take back.", code="XW-510") from error
    for file, (_, after) in files.items():
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != after:
            raise ConfigError(
                f"{file} was changed after {note['what']}, so nothing is taken back; undo the later change first.",
                code="XW-510",
            )
    write_all({file: base64.b64decode(before) for file, (before, _) in files.items() if before is not None})
    for file in [file for file, (before, _) in files.items() if before is None]:
        file.unlink()
        with suppress(OSError):
            file.parent.rmdir()
    path.unlink()
    return note["what"], list(files)
