"""The invented plans, read and assessed once for the whole run."""

import pytest

from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.gaps import requirement_list
from crosswalk.plans.passages import read_plan
from tests.plans import papers as papers_module


@pytest.fixture(scope="session")
def papers():
    """The module of the invented plans."""
    return papers_module


@pytest.fixture(scope="session")
def lists(space):
    return {name: requirement_list(space, name) for name in ("state-plan", "local-plan", "regional-plan")}


@pytest.fixture(scope="session")
def read_paper(papers, lists, tmp_path_factory):
    """Assess one invented plan in one form: `read_paper("harbor", "docx")` gives (paper, assessment)."""
    done = {}

    def reading(name, ending):
        if (name, ending) not in done:
            plan = papers.paper(name)
            path = papers.write(plan, tmp_path_factory.mktemp("plans"), ending)
            done[name, ending] = plan, assess(lists[plan.listed], read_plan([path]), encode)
        return done[name, ending]

    return reading


@pytest.fixture(scope="session")
def assess_text(papers, lists, tmp_path_factory):
    """Assess a plan given as text in the form of `texts/`: gives the findings by unit."""

    def reading(text, listed="local-plan"):
        path = tmp_path_factory.mktemp("plans") / "plan.md"
        path.write_text(text, "utf-8")
        return {one.unit.id: one for one in assess(lists[listed], read_plan([path]), encode).findings}

    return reading
