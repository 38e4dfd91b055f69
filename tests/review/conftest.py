"""A desk without a network: Flask's own client, let in as a browser would be."""

import re
import runpy
from pathlib import Path

import pytest

from crosswalk.review.app import create_app
from crosswalk.review.guard import Guard

HERE = Path(__file__).parent
BASE = "http://127.0.0.1:7000"


@pytest.fixture(scope="session")
def many():
    """The names of `many.py`."""
    return runpy.run_path(str(HERE / "many.py"))


class Visitor:
    """A browser at the desk: keeps the cookie, sends the form token and the origin."""

    def __init__(self, desk):
        self.desk = desk
        self.guard = Guard(7000)
        self.app = create_app(desk, self.guard)
        self.app.testing = True
        self.client = self.app.test_client()
        self.get(f"/?token={self.guard.token}")

    def get(self, path, **rest):
        return self.client.get(path, base_url=BASE, **rest)

    def post(self, path, form=None, *, origin=BASE, token=None, **rest):
        form = {"form_token": self.guard.form if token is None else token, **(form or {})}
        return self.client.post(
            path, base_url=BASE, data=form, headers={"Origin": origin} if origin else {}, **rest
        )

    def fields(self, path):
        """The fields of a card's form as the page fills them."""
        return fields(self.get(path).text)

    def decide(self, path, verdict="accept", **changed):
        return self.post(path, {**self.fields(path), **changed, "verdict": verdict})


def fields(page):
    """What the decide form of a page holds, read from its HTML."""
    from lxml import html

    form = html.fromstring(page).find_class("decide")[0]
    return {name: value or "" for name, value in form.form_values() if name != "form_token"}


@pytest.fixture
def desk(many, tmp_path):
    return many["desk"](tmp_path, 12)


@pytest.fixture
def visitor(desk):
    return Visitor(desk)


@pytest.fixture
def visit():
    """Another desk's visitor: `visit(desk)`."""
    return Visitor


@pytest.fixture
def card():
    """The address of a pair's card."""
    from crosswalk.review.crosswalk import key_of

    return lambda left, right: f"/x/herbs/card/{key_of((left, right))}"


@pytest.fixture
def said():
    """What a page says first."""
    return lambda page: re.sub(r"\s+", " ", re.search(r'role="status">(.*?)</p>', page, re.DOTALL)[1]).strip()
