"""Fixtures shared by all tests."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault: what is asserted is behaviour, not time.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parents[1]


# Whatever compares the shipped workspace, or builds one, is slow.
SLOW_FIXTURES = frozenset({"laid", "built", "reviewed", "annotated"})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Mark what is slow by what it needs, and begin with the modules that take longest."""
    for item in items:
        if SLOW_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)
    last = {item.path: 1 for item in items}
    last |= {item.path: 0 for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: last[item.path])


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def space(root, tmp_path_factory):
    """The repository as a workspace, read once for the whole run; what is computed in it is computed once."""
    from crosswalk.workspace.cache import Store
    from crosswalk.workspace.workspace import Workspace

    return Workspace(root, Store(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def laid(space):
    """Every shipped crosswalk compared, by its id."""
    from crosswalk.services.compare import compare_crosswalks

    return {side.id: side for side in compare_crosswalks(space)}


@pytest.fixture(scope="session")
def built(space):
    """Everything that `build` would write for them."""
    from crosswalk.services.build import build_reports

    return build_reports(space)


@pytest.fixture(scope="session")
def lexicon(space):
    """The shipped lexicon."""
    return space.lexicon


@pytest.fixture(scope="session")
def corpora(space):
    """Each shipped corpus with its numbering, by id."""
    return {
        name: (space.corpus(name), space.edition(name).numbering) for name in ("wioa", "cfr20", "alliance")
    }


@pytest.fixture(scope="session")
def references(space, corpora):
    """The citations in each shipped corpus, by id."""
    from crosswalk.language.citations import references_of

    return {name: references_of(corpus, kind, space.section_map) for name, (corpus, kind) in corpora.items()}


@pytest.fixture(scope="session")
def annotated(space, corpora):
    """Every provision of every shipped corpus as annotated, by corpus and id."""
    return {name: space.document(corpus).annotated for name, (corpus, _) in corpora.items()}


@pytest.fixture(scope="session")
def law():
    """The module of short documents that the tests of matching use."""
    from tests import sample_law

    return sample_law


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

    from tests.browser.chromium import launch

    with sync_playwright() as playwright:
        try:
            opened = launch(playwright)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
        yield opened
        opened.close()


@pytest.fixture
def server():
    """The publisher of `sample_publisher.py`: it answers what `server.give` was told."""
    from tests.sample_publisher import serving

    with serving() as running:
        yield running


@pytest.fixture
def sites(server):
    """That publisher in place of all four official ones."""
    from crosswalk.ingest.official import Sites

    return Sites(server.base, server.base, server.base, server.base)


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory):
    """The workspace of `sample_kitchen.py`, in which a person decided on forty pairs."""
    from tests import sample_kitchen

    folder = tmp_path_factory.mktemp("kitchens")
    sample_kitchen.review(sample_kitchen.lay_out(folder))
    return folder


@pytest.fixture
def kitchen(reviewed, tmp_path):
    """A copy of it to work in."""
    return Path(shutil.copytree(reviewed, tmp_path / "kitchens"))
