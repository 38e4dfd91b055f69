"""Make sure a Chromium is here for the browser tests, or fail with a sentence that says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> bool:
    """Whether a Chromium is on the path, or one that Playwright put on this machine."""
    if any(shutil.which(name) for name in NAMES):
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def attempts() -> list[list[list[str]]]:
    """The ways to install one, in order, each a list of commands."""
    ways = []
    if shutil.which("apt-get"):
        sudo = [] if getattr(os, "geteuid", lambda: 1)() == 0 else ["sudo", "-n"]
        if not sudo or shutil.which("sudo"):
            ways.append(
                [
                    [*sudo, "apt-get", "update", "-qq"],
                    [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
                ]
            )
    ways.append([[sys.executable, "-m", "playwright", "install", "chromium"]])
    return ways


def main() -> int:
    """Install a browser unless one is here; 1 and a sentence when none of the ways works."""
    if installed():
        return 0
    for commands in attempts():
        if all(subprocess.run(command, check=False).returncode == 0 for command in commands) and installed():
            return 0
    sys.stderr.write(
        "No Chromium is here and none could be installed: install the package chromium with the system's"
        " package manager, or run `playwright install chromium`, and call `make test` again.\n"
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
