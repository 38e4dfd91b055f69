"""Fixtures shared by all tests."""

import os
import runpy
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault: what is asserted is behaviour, not time.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def space(root):
    """The repository as a workspace, read once for the whole run."""
    from crosswalk.workspace.workspace import Workspace

    return Workspace(root)


@pytest.fixture(scope="session")
def laid(space):
    """Every shipped crosswalk laid side by side, by its id."""
    from crosswalk.services.compare import compare_crosswalks

    return {side.id: side for side in compare_crosswalks(space)}


@pytest.fixture(scope="session")
def built(space):
    """Everything that `build` would write for them."""
    from crosswalk.services.build import build_reports

    return build_reports(space)


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of official texts, where it exists; tests that need it are skipped elsewhere."""
    folder = Path(os.environ.get("CROSSWALK_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip("the folder of official texts is not here; set CROSSWALK_REFERENCE to check against it")
    return folder


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run: Playwright allows no second one beside it."""
    from playwright.sync_api import sync_playwright

    launch = runpy.run_path(str(ROOT / "tests" / "browser" / "chromium.py"))["launch"]
    with sync_playwright() as playwright:
        try:
            opened = launch(playwright)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
        yield opened
        opened.close()


@pytest.fixture
def server():
    """The publisher of `publisher.py`: it answers what `server.give` was told."""
    with runpy.run_path(str(ROOT / "tests" / "publisher.py"))["serving"]() as running:
        yield running


@pytest.fixture
def sites(server):
    """That publisher in place of all three official ones."""
    from crosswalk.ingest.official import Sites

    return Sites(server.base, server.base, server.base)


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory):
    """The workspace of `kitchens.py`, in which a person decided on forty pairs."""
    kitchens = runpy.run_path(str(ROOT / "tests" / "kitchens.py"))
    folder = tmp_path_factory.mktemp("kitchens")
    kitchens["review"](kitchens["lay_out"](folder))
    return folder


@pytest.fixture
def kitchen(reviewed, tmp_path):
    """A copy of it to work in."""
    return Path(shutil.copytree(reviewed, tmp_path / "kitchens"))
