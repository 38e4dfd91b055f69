"""Fixtures shared by all tests."""

import gc
import json
import os
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# A busy machine is no fault: what is asserted is behavior, not time.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
# `make quick` draws fewer examples; `make test` draws all.
settings.register_profile("quick", settings.get_profile("calm"), max_examples=20)
# As in the command line: what the fixtures hold lasts to the end, and is searched for garbage at every turn otherwise.
gc.set_threshold(50_000, 20, 50)

ROOT = Path(__file__).resolve().parents[1]


# Whatever needs the shipped workspace built, another one reviewed, whole plans assessed, a crosswalk of thousands of
# rows, or the official texts, is slow.
OF_THE_BUILD = frozenset({"shipped_build", "built_copy", "laid", "built", "annotated"})
SLOW_FIXTURES = OF_THE_BUILD | {"reviewed", "read_paper", "large", "reference"}
# A module is run by one process: those that take half a minute or more begin, so that no process ends long after the others.
LONGEST = (
    "test_incremental_build.py",
    "test_docs.py",
    "test_cluster.py",
    "test_listing.py",
    "test_faults.py",
    "test_plans.py",
    "test_linters.py",
    "test_team_day.py",
)


# Seconds that a test, what it needs, or its end may take; the longest takes a fifth of it on two idle cores.
LIMIT = 600


@contextmanager
def limited(item):
    """Fail what takes longer than the limit, by name and with the place where it hangs; the rest of the run goes on."""

    def late(*_):
        pytest.fail(f"{item.nodeid} took longer than {LIMIT} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    with limited(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with limited(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    with limited(item):
        return (yield)


def pytest_itemcollected(item):
    """Mark what is slow by what it needs, before `-m` chooses."""
    if SLOW_FIXTURES & set(item.fixturenames):
        item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Give every module its turn, and in a module the tests that need the shipped build the last one.

    The longest come first, then the slow ones that need no shipped build while another process makes it, then the
    slow ones that need it, then the quick ones.
    """
    slow = {
        item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")
    }
    of_the_build = {item.path for item in items if OF_THE_BUILD & set(item.fixturenames)}
    longest = {name: turn for turn, name in enumerate(LONGEST)}
    modules = {path: turn for turn, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(
        key=lambda item: (
            longest.get(item.path.name, len(longest)),
            item.path not in slow,
            item.path in of_the_build,
            modules[item.path],
            bool(OF_THE_BUILD & set(item.fixturenames)),
        )
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """The temporary folder of this run, which its processes share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def shipped_build(shared):
    """The shipped workspace after `init` and `build`, made by the first process that needs it; only read it or copy it.

    `build.json` beside it holds what that cold build used and said.
    """
    from tests.benchmarks import incremental

    folder, account = shared / "shipped", shared / "build.json"
    with FileLock(shared / "shipped.lock"):
        if not account.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            incremental.crosswalk(shared, "init", str(folder))
            run = incremental.crosswalk(folder, "build")
            account.write_text(json.dumps({"memory": run.memory, "said": run.said}), "utf-8")
    return folder


@pytest.fixture
def built_copy(shipped_build, tmp_path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(shipped_build, tmp_path / "built"))


@pytest.fixture(scope="session")
def space(root, shared):
    """The repository as a workspace, read once for each process; what `shipped_build` computed is taken from its cache."""
    from crosswalk.workspace.cache import Store
    from crosswalk.workspace.workspace import CACHE_FOLDER, Workspace

    return Workspace(root, Store(shared / "shipped" / CACHE_FOLDER))


@pytest.fixture(scope="session")
def laid(space, shipped_build):
    """Every shipped crosswalk compared, by its id."""
    from crosswalk.services.compare import compare_crosswalks

    return {side.id: side for side in compare_crosswalks(space)}


@pytest.fixture(scope="session")
def built(shipped_build):
    """Everything that `build` wrote for them, read again from its files."""
    from crosswalk.services.build import UP_TO_DATE, build_reports
    from crosswalk.workspace.workspace import open_workspace, with_cache

    found = build_reports(with_cache(open_workspace(shipped_build)))
    assert found.rebuild == UP_TO_DATE
    return found


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
def annotated(space, corpora, shipped_build):
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
