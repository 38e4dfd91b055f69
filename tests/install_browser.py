"""Make sure a Chromium is here for the browser tests, or fail with a sentence that says what to do.

Chromium's headless shell has no windows and takes half the processor time, so it is installed too where it can be.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def on_path() -> bool:
    """Whether a Chromium is on the path."""
    return any(map(shutil.which, NAMES))


def installed() -> bool:
    """Whether a Chromium is on the path, or one that Playwright put on this machine."""
    if on_path():
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def by_apt(package: str) -> list[list[str]]:
    """The commands that install a package with apt; none where this user may not."""
    sudo = [] if getattr(os, "geteuid", lambda: 1)() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return []
    apt = [*sudo, "apt-get", "-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15"]
    return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", package]]


def runs(commands: list[list[str]]) -> bool:
    """Whether there are commands and all of them succeed."""
    return bool(commands) and all(
        subprocess.run(command, check=False).returncode == 0 for command in commands
    )


def is_debian() -> bool:
    """Whether this system is Debian itself."""
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


def install() -> bool:
    """Install a browser unless one is here; whether there is one now."""
    ways = (by_apt("chromium"), [[sys.executable, "-m", "playwright", "install", "chromium"]])
    return installed() or any(runs(commands) and installed() for commands in ways)


def main() -> int:
    """Install a browser, and its headless shell where it can be; 1 and a sentence when there is no browser."""
    if not install():
        sys.stderr.write(
            "No Chromium is here and none could be installed: install the package chromium with the system's"
            " package manager, or run `playwright install chromium`, and call `make test` again.\n"
        )
        return 1
    # Of the systems with apt, Debian alone has the package.
    if on_path() and not shutil.which(SHELL) and is_debian():
        runs(by_apt(SHELL))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
