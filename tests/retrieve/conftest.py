"""Two short documents, and the pairs proposed between them."""

import pytest

from crosswalk.retrieve.matcher import propose


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
