"""The small comparison of `sample_comparison.py` and the pages made of it."""

import pytest

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.report.site import site


@pytest.fixture(scope="session")
def trees():
    """The names of `sample_comparison.py`: a comparison of another field than the shipped one."""
    from tests import sample_comparison

    return sample_comparison


@pytest.fixture(scope="session")
def crosswalks(trees):
    """One comparison of each kind, over the same rows."""
    return tuple(trees.comparison(kind) for kind in ("definition", "measures", "provisions"))


@pytest.fixture(scope="session")
def pages(crosswalks):
    """Every page of the small set, by file name."""
    return site(
        crosswalks,
        version="0.0.0",
        misses=("Trees behind walls.",),
        checks=("Checked by hand.",),
        graph=find_in_graph(build_graph(crosswalks)),
    )
