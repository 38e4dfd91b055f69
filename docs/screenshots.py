"""Take the README's screenshots of the shipped pages: `make screenshots`, after a build.

Each picture is a WebP file in docs/images, taken at 1280 pixels in the installed Chromium.
Fonts differ from machine to machine, so the bytes do too; what a picture shows is the page as built.
"""

import base64
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.install_browser import NAMES

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH = 1280
# The pages, and how many pixels of each, from its top.
PAGES = {"index": 1400, "definition": 1500, "measures": 1480, "gaps": 1300}
QUALITY = 50


def main() -> None:
    """Take every picture anew.

    Raises:
        SystemExit: a page has not been built.
    """
    IMAGES.mkdir(exist_ok=True)
    missing = [name for name in PAGES if not (ROOT / "reports" / f"{name}.html").is_file()]
    if missing:
        raise SystemExit(f"reports/{missing[0]}.html does not exist; run `make crosswalk` first.")
    with sync_playwright() as playwright:
        # The headless shell writes no WebP.
        browser = launch(playwright, next(filter(None, map(shutil.which, NAMES)), None))
        for name, height in PAGES.items():
            (IMAGES / f"{name}.webp").write_bytes(picture(browser, name, height))
        browser.close()


def picture(browser: Browser, name: str, height: int) -> bytes:
    """The upper part of one page as WebP, in the light scheme."""
    tab = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
    tab.goto((ROOT / "reports" / f"{name}.html").as_uri())
    # Playwright itself writes no WebP; the browser does.
    options = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": False}
    taken = tab.context.new_cdp_session(tab).send("Page.captureScreenshot", options)
    tab.close()
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    main()
