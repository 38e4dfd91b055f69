"""Print a page to PDF with the installed Chromium: tagged, head rows repeated, pages numbered."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from crosswalk.errors import ConfigError

# What the browser is called, or where it is, on the systems it runs on.
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ARGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
# A long page takes some seconds; one that takes longer than this has failed.
_SECONDS = 180
# A link to another page of the set; printed alone, a page has no other beside it.
_BESIDE = re.compile(r"""(<a\b[^>]*?) href="(?!#|https?:)[^"]*\"""")
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}[^)]*")


def find_chromium() -> str:
    """The path of an installed Chromium or Chrome.

    Raises:
        ConfigError: there is none.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found:
        raise ConfigError(
            "A PDF is printed by Chromium, and none was found; install Chromium or Google Chrome, or run"
            " `crosswalk build` and print the page from any browser.",
            code="XW-530",
        )
    return found


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
    """The option without which Chromium refuses to start for the superuser, for whom it has no sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _undated(data: bytes) -> bytes:
    """The PDF with one fixed date, as long as the one it had, so that every offset in it still holds."""

    def fixed(found: re.Match[bytes]) -> bytes:
        return found[1] + b"20000101000000" + found[0][len(found[1]) + 14 :]

    return _DATE.sub(fixed, data)
