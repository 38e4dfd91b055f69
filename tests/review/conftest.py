"""A desk without a network: Flask's own client, let in as a browser would be."""

import re

import pytest

from crosswalk.review.app import create_app
from crosswalk.review.guard import Guard
from tests import sample_review

BASE = "http://127.0.0.1:7000"


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
        """Press a verdict; at a first look choose "overlaps" and say that its sentence was read, unless told otherwise."""
        filled = self.fields(path)
        if not filled.get("relation") and "relation" not in changed and filled.get("blind") == "no":
            filled |= overlaps(self.get(path).text)
        return self.post(path, {**filled, "read": "yes", **changed, "verdict": verdict})


def overlaps(page):
    """What choosing "overlaps" fills in; nothing on a card without relations."""
    from lxml import html

    found = html.fromstring(page).xpath('//input[@name="relation"][@value="intersects-with"]')
    return {"relation": "intersects-with", "sentence": found[0].get("data-sentence")} if found else {}


def fields(page):
    """What the decide form of a page holds, read from its HTML."""
    from lxml import html

    tree = html.fromstring(page)
    form = tree.find_class("decide")[0]
    chosen = tree.xpath('//input[@form="decide-form"][@type="radio"][@checked]')
    values = [*form.form_values(), *((one.get("name"), one.get("value")) for one in chosen)]
    return {name: value or "" for name, value in values if name != "form_token"}


@pytest.fixture
def desk(tmp_path):
    return sample_review.desk(tmp_path, 12)


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
