"""The pages of a workspace, with measured accuracy and known limitations; print a page to PDF with Chromium."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crosswalk import __version__
from crosswalk.errors import ConfigError
from crosswalk.model.alignment import CONFIDENCE_BANDS
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison
from crosswalk.retrieve.fusion import observed, settings

if TYPE_CHECKING:
    import networkx as nx

    from crosswalk.model.corpus import Source

_MISSES = (
    "A counterpart that shares neither a term of the field nor a similar word may be missed.",
    (
        "The relation rests on what the list of terms says of parts and kinds; where it says nothing, "
        "pairs marked “overlaps” include some that a reader may see as part and whole."
    ),
    (
        "Whether a provision has any counterpart at all is the hardest question; “no counterpart found” comes "
        "with a figure for how sure that is, and is no proof."
    ),
    "Footnotes, notes of the Code and the history of a provision are not read.",
)


def _measured() -> tuple[str, ...]:
    """How often pairs of each confidence were right in crosswalks that the figures were not fitted to."""
    shares = observed()
    found = [
        f"“{word.capitalize()}” ({least:.2f} and more): experts had listed {shares[word]:.0%} of such pairs."
        for word, least in CONFIDENCE_BANDS
    ]
    pairs = sum(int(row["pairs"]) for row in settings().reliability)
    return (
        (
            f"Confidence was fitted on ten crosswalks made by experts in other fields ({pairs:,} scored pairs), and the "
            "figures here are from crosswalks that were left out of the fitting."
        ),
        *found,
        f"The weights are version {settings().version}; anyone can measure again with the benchmarks in tests/benchmarks.",
    )


# The names and paths of the browser on different systems.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "chromium-headless-shell",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ARGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)  # fmt: skip
# A long page takes some seconds; printing that takes longer than this has failed.
_SECONDS = 180
# A link to another page of the set; a page printed alone has no others.
_BESIDE = re.compile(r"""(<a\b[^>]*?) href="(?!#|https?:)[^"]*\"""")
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}[^)]*")


def find_chromium() -> str:
    """The path of an installed Chromium or Chrome.

    Raises:
        ConfigError: there is none.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if not found:
        raise ConfigError(
            "A PDF is printed by Chromium, and none was found; install Chromium or Google Chrome, or run"
            " `crosswalk build` and print the page from any browser.",
            code="XW-530",
        )
    return found


def render_pages(
    comparisons: Sequence[Comparison],
    changes: Sequence[EditionComparison],
    graph: "nx.MultiDiGraph[str]",
    files: Sequence[str] = ("crosswalk.json",),
    register: Sequence["Source"] = (),
) -> dict[str, str]:
    """Every page of the set, by file name.

    `files` are the names of the other files in the folder, `register` the editions of all documents of the workspace.
    """
    from crosswalk.graph.diagnostics import find_in_graph
    from crosswalk.report.site import site

    return site(
        comparisons,
        version=__version__,
        files=files,
        checks=_measured(),
        misses=_MISSES,
        changes=changes,
        register=register,
        graph=find_in_graph(graph),
    )


def pdf_bytes(page: str) -> bytes:
    """One complete HTML page as a PDF; the same page gives the same bytes with the same browser.

    Raises:
        ConfigError: no browser is installed, or it could not print the page.
    """
    browser = find_chromium()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(_BESIDE.sub(r"\1", page), "utf-8")
        answer = _run(
            [
                browser,
                *_ARGS,
                *_unsandboxed(),
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ]
        )
        if not target.is_file():
            raise ConfigError(
                f"{browser} could not print the page ({answer}); run `crosswalk build` and print it from a browser.",
                code="XW-531",
            )
        return _undated(target.read_bytes())


def _run(command: list[str]) -> str:
    """Run the browser; returns the last line it printed, for an error."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603 - a fixed program and fixed options
    except subprocess.TimeoutExpired:
        return f"no answer within {_SECONDS} seconds"
    except OSError as error:
        return str(error)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"exit code {done.returncode}"


def _unsandboxed() -> list[str]:
    """The option that Chromium needs to start as root."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _undated(data: bytes) -> bytes:
    """The PDF with a fixed date of the same length, so that every offset in it stays valid."""

    def fixed(found: re.Match[bytes]) -> bytes:
        return found[1] + b"20000101000000" + found[0][len(found[1]) + 14 :]

    return _DATE.sub(fixed, data)
