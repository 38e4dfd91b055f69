"""The browser of these tests, and pictures of pages for the eye: `python -m tests.browser.chromium OUT PAGE.html ...`.

Each page is taken at 1280 and 320 pixels, light and dark, and printed to PDF.
"""

import shutil
import sys
from pathlib import Path

from tests.install_browser import NAMES, SHELL

# Each width and each color scheme is looked at; colors do not depend on the width, nor the layout on colors.
SCREENS = ((1280, "light"), (390, "dark"), (320, "light"))
# How far a page is wider than its window, in pixels.
OVERFLOWING = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable(playwright):
    """The headless shell, None for Playwright's own, or the system's Chromium; an error where there is none of them.

    A Chromium with windows takes twice the processor time of a headless shell, which Playwright's own is too.
    """
    if shell := shutil.which(SHELL):
        return shell
    if Path(playwright.chromium.executable_path).exists():
        return None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError(
            "No Chromium was found: install the package chromium or run `playwright install chromium`,"
            " for the browser tests cannot be left out."
        )
    return found


def launch(playwright, path=None):
    """A headless browser that sends nothing of its own: the one at `path`, else the one of these tests."""
    return playwright.chromium.launch(executable_path=path or executable(playwright), args=list(ARGS))


def take(browser, page, out):
    """Four pictures and a PDF of one page."""
    for width in (1280, 320):
        for scheme in ("light", "dark"):
            tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            tab.goto(page.resolve().as_uri())
            tab.screenshot(path=out / f"{page.stem}-{width}-{scheme}.png", full_page=True)
            tab.close()
    tab = browser.new_page()
    tab.goto(page.resolve().as_uri())
    tab.pdf(path=out / f"{page.stem}.pdf", prefer_css_page_size=True, print_background=True)
    tab.close()


def main(out, *pages):
    """Take every page given on the command line."""
    from playwright.sync_api import sync_playwright

    Path(out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page in pages:
            take(browser, Path(page), Path(out))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
