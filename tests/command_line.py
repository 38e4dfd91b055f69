"""The command line run inside the test's own process: the same verbs, messages and exit codes, without a new Python."""

import contextlib
import gc
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from crosswalk.__main__ import main


@dataclass(frozen=True)
class Finished:
    """How a verb ended: 0 done, 1 a check found something, 2 wrong use, 3 bad input."""

    returncode: int
    stdout: str
    stderr: str


def crosswalk(*words: str | os.PathLike[str], cwd: Path | None = None) -> Finished:
    """Run one verb as `python -m crosswalk` does. An error that would end in a traceback fails the test."""
    out, error = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    arguments, collected = sys.argv, gc.get_threshold()
    sys.argv = ["crosswalk", *map(str, words)]
    code = 0
    try:
        with (
            contextlib.chdir(cwd or Path.cwd()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(error),
        ):
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = arguments
        gc.set_threshold(*collected)
    return Finished(code, _text(out), _text(error))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    data: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]
    return data.decode("utf-8")
