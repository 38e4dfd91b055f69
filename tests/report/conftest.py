"""The small comparison of `trees.py` and the pages made of it."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from crosswalk.report.site import site


@pytest.fixture(scope="session")
def trees():
    """The names of `trees.py`: a comparison of another field than the shipped one."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("trees.py"))))


@pytest.fixture(scope="session")
def crosswalks(trees):
    """One comparison of each kind, over the same rows."""
    return tuple(trees.comparison(kind) for kind in ("definition", "measures", "provisions"))


@pytest.fixture(scope="session")
def pages(crosswalks):
    """Every page of the small set, by file name."""
    return site(crosswalks, version="0.0.0", misses=("Trees behind walls.",), checks=("Checked by hand.",))
