"""Two short documents, and the pairs proposed between them."""

import importlib.util
from pathlib import Path

import pytest

from crosswalk.retrieve.matcher import propose


def _law():
    spec = importlib.util.spec_from_file_location("law", Path(__file__).with_name("law.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def law():
    """The module of short documents."""
    return _law()


@pytest.fixture(scope="session")
def statute(law):
    """Clauses of 29 U.S.C. 3102(7) and 3141(b)."""
    return law.corpus("law", law.LAW)


@pytest.fixture(scope="session")
def plan(law):
    """A made-up plan that answers some of them."""
    return law.corpus("plan", law.PLAN)


@pytest.fixture(scope="session")
def found(statute, plan):
    """Every scored pair of the two, with evidence throughout."""
    return propose(statute, plan, top=0, explain=100)
