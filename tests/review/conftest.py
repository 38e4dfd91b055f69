"""A desk without a network: Flask's own client, let in as a browser would be."""

import json
import re

import pytest

from crosswalk.review.decisions_file import FORMAT
from crosswalk.review.server import Guard, create_app
from tests import sample_review

BASE = "http://127.0.0.1:7000"
LABEL = "Both ask for a label."


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

    def send(self, body, *, query="read=yes", token=None, origin=BASE):
        """Send the body of a decisions file, as the page does."""
        headers = {"X-Form-Token": self.guard.form if token is None else token}
        return self.client.post(
            f"/x/herbs/decisions?{query}",
            base_url=BASE,
            data=body,
            headers=headers | ({"Origin": origin} if origin else {}),
        )

    def data(self):
        """What the side-by-side holds for review."""
        page = self.get("/x/herbs/herbs.html").text
        return json.loads(re.search(r'id="review-data">(.*?)</template>', page, re.DOTALL)[1])

    def look(self, left, right):
        """One row with what the program found on it, as the page asks for it after a first choice."""
        answer = self.post("/x/herbs/look", {"left": left, "right": right, "by": self.desk.person})
        return next(
            r for r in answer.json["rows"] if (r.get("left", ""), r.get("right", "")) == (left, right)
        )

    def row(self, left, right):
        """One row as a decisions file says it when nothing is changed but the verdict, and the file around it."""
        data = self.data()
        found = self.look(left, right)
        digest = {
            side: data["texts"].get(f"{side}:{i}", {}).get("digest", "")
            for side, i in (("left", left), ("right", right))
        }
        row = {
            "left": left,
            "right": right,
            "left_digest": digest["left"],
            "right_digest": digest["right"],
            "seen": found.get("seen", ""),
            "verdict": "confirmed",
            "relation": found.get("relation", ""),
            "strength": found.get("strength"),
            "sentence": found.get("sentence", ""),
            "note": found.get("note", ""),
            "comment": "",
        }
        return data, row

    def file(self, row, by=None, data=None):
        data = data or self.data()
        head = {name: data[name] for name in ("crosswalk", "left", "right", "page", "tool")}
        by = self.desk.person if by is None else by
        return json.dumps(
            {"format": FORMAT, **head, "reviewer": by, "role": "", "date": "2026-03-04", "rows": [row]}
        )

    def decide(self, left, right, verdict="confirmed", *, query="read=yes", by=None, **changed):
        """Decide a row as the page would send it."""
        data, row = self.row(left, right)
        return self.send(self.file({**row, "verdict": verdict, **changed}, by, data), query=query)

    def comment(self, left, right, words, by=None):
        return self.decide(
            left, right, "", by=by, comment=words, relation="", sentence="", note="", strength=None
        )

    def undo(self, by=None):
        return self.post("/x/herbs/undo", {"by": self.desk.person if by is None else by})


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
