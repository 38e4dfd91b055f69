"""Examine what is installed: packages, models with their digests, the workspace and a browser."""

import hashlib
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from crosswalk import __version__
from crosswalk.errors import CrosswalkError
from crosswalk.services.pages import BROWSERS
from crosswalk.workspace.workspace import Workspace

# What an extra of the package is for, by its name.
_EXTRAS = {
    "cluster": "portfolios on a Dask cluster",
    "neural": "a bigger meaning model for `propose --model`",
}
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Installed:
    """One item that was looked for.

    `found` is its version, digest or path, empty if it is missing. `advice` says what to do if it is missing or
    wrong; `needed` is whether the program needs it.
    """

    kind: Literal["program", "package", "model", "browser", "workspace"]
    name: str
    found: str
    advice: str = ""
    needed: bool = True

    @property
    def wrong(self) -> bool:
        """Whether something that the program needs is missing or wrong."""
        return self.needed and bool(self.advice)


def examine(space: Workspace) -> list[Installed]:
    """Examine all that the program needs, in order: program, packages, models, browser, workspace."""
    return [
        Installed("program", "crosswalk", __version__),
        Installed(
            "program",
            "Python",
            platform.python_version(),
            "" if (3, 11) <= sys.version_info < (3, 14) else "Use Python 3.11, 3.12 or 3.13.",
        ),
        *_packages(),
        *_models(),
        _browser(),
        _workspace(space),
    ]


def _packages() -> Iterator[Installed]:
    """The packages that this one requires, and those of its extras."""
    try:
        asked = requires("crosswalk") or []
    except PackageNotFoundError:
        yield Installed(
            "package", "crosswalk", "", "Install it with `pip install .` in the folder of the program."
        )
        return
    for line in sorted(asked, key=str.lower):
        name = _NAME.match(line)
        extra = re.search(r"extra == ['\"](\w+)['\"]", line)
        if name and extra is None:
            yield _package(name[0], f"Run `pip install {name[0]}`.")
        elif name and extra and extra[1] in _EXTRAS:
            advice = f"For {_EXTRAS[extra[1]]}: `pip install 'crosswalk[{extra[1]}]'`."
            yield _package(name[0], advice, needed=False)


def _package(name: str, advice: str, *, needed: bool = True) -> Installed:
    try:
        return Installed("package", name, version(name), "", needed)
    except PackageNotFoundError:
        return Installed("package", name, "", advice, needed)


def _models() -> Iterator[Installed]:
    from crosswalk.language import encoder, parser

    yield _model(parser.NAME, lambda: parser.parser_digest(parser.parser_path()))
    yield _model(encoder.NAME, lambda: _sha256(encoder.encoder_path()))
    yield _model("word vectors of wordllama", lambda: _sha256(encoder.model_files()[0]))


def _model(name: str, digest: Callable[[], str]) -> Installed:
    try:
        return Installed("model", name, f"sha256 {digest()[:16]}")
    except CrosswalkError as error:
        return Installed("model", name, "", error.message)
    except (ImportError, OSError) as error:
        return Installed("model", name, "", f"It cannot be read ({error}); install its package again.")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _browser() -> Installed:
    path = next(filter(None, map(shutil.which, BROWSERS)), "")
    advice = "" if path else "Install Chromium or Chrome to make PDF files."
    return Installed("browser", "Chromium or Chrome", path, advice, needed=False)


def _workspace(space: Workspace) -> Installed:
    try:
        found = f"{len(space.sources)} editions, {len(space.crosswalks)} crosswalks in {space.root}"
    except CrosswalkError as error:
        return Installed("workspace", str(space.root), "", error.message)
    return Installed("workspace", "corpora and crosswalks", found)
