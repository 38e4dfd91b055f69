"""A decisions file from a page into a workspace: who signed it, of which crosswalk it is, and what becomes of comments."""

import json
from pathlib import Path

import pytest
from lxml import html

from crosswalk.cli.output import imported_lines
from crosswalk.errors import ConfigError, LedgerError
from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.sssom import read_mappings
from crosswalk.review.decisions_file import FORMAT
from crosswalk.review.workbook import import_file, import_marks
from crosswalk.services.build import build_reports
from crosswalk.workspace.workspace import open_workspace
from tests.file_builders import write_workspace
from tests.sample_documents import FILES

TODAY = ("", "", "2026-03-06")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace of another field, built, and the rows of its page."""
    space = open_workspace(write_workspace(tmp_path_factory.mktemp("kitchen"), FILES))
    build_reports(space).write(space, space.reports)
    page = html.document_fromstring((space.reports / "food.html").read_text("utf-8"))
    return space, json.loads(page.get_element_by_id("review-data").text_content())


@pytest.fixture
def space(built):
    yield built[0]
    for path in (built[0].mapping_file("food"), built[0].comments_file("food")):
        path.unlink(missing_ok=True)


@pytest.fixture
def marks(built, tmp_path):
    """`marks(verdict=..., comment=...)` is a file with one mark on the page's first pair."""
    data = built[1]
    row = next(one for one in data["rows"] if one.get("left") and one.get("right") and one.get("listed"))

    def saved(name="marks.json", head=(), **said):
        whole = {"format": FORMAT}
        whole |= {key: data[key] for key in ("crosswalk", "left", "right", "page", "tool")}
        whole |= {"reviewer": "Reviewer A", "role": "Cooks' union", "date": "2026-03-05"}
        line = {
            "left": row["left"],
            "right": row["right"],
            "left_digest": data["texts"][f"left:{row['left']}"]["digest"],
            "right_digest": data["texts"][f"right:{row['right']}"]["digest"],
            "seen": row.get("seen", ""),
            "verdict": "confirmed",
            "relation": row["relation"],
            "strength": row.get("strength"),
            "sentence": " ".join(row["sentence"].split()),
            "note": "",
            "comment": "",
        }
        path = tmp_path / name
        path.write_text(json.dumps(whole | dict(head) | {"rows": [line | said]}), "utf-8")
        return path

    return saved


def test_a_mark_and_a_comment_come_in_once_signed_as_the_file_says(space, marks):
    path = marks(comment="We test it on Mondays.\nAsk Reviewer B.")
    dry = import_file(space, str(path), None, TODAY, dry_run=True)
    assert not space.mapping_file("food").exists()
    assert not space.comments_file("food").exists()
    assert dry == import_file(space, "food", path, TODAY)

    (row,) = read_mappings(space.mapping_file("food"))
    assert ("confirmed", "Reviewer A", "2026-03-05") == (row.status, row.reviewer, row.review_date)
    (said,) = read_comments(space.comments_file("food"))
    assert ("Reviewer A", "Cooks' union", "2026-03-05") == (said.by, said.role, said.date)
    assert "We test it on Mondays.\nAsk Reviewer B." == said.text
    again = import_file(space, str(path), None, TODAY)
    assert ((), (), 1, 1) == (again.changed, again.comments, again.known, again.repeated)
    assert dry.changed[0].startswith("marks.json row 1: ")
    assert all(f"({one})" in dry.changed[0] or one in dry.changed[0] for one in row.pair)


def test_a_comment_alone_decides_nothing_and_is_kept_though_the_text_moved(space, marks):
    blank = {"verdict": "", "relation": "", "sentence": "", "strength": None}
    found = import_marks(space, "", marks(**blank, left_digest="cccccccccccc", comment="Hm."))

    assert ((), (), 1) == (found.changed, found.conflicts, len(found.comments))
    assert not space.mapping_file("food").exists()


def test_a_comment_on_what_is_not_compared_is_refused_and_not_kept(space, marks):
    found = import_marks(space, "", marks(verdict="", left="K/99", comment="Where is it?"))

    assert ((), ["marks.json row 1"]) == (found.comments, [one.where for one in found.refused])
    assert not space.comments_file("food").exists()


def test_a_conflict_keeps_the_comment_and_tells_both_readings(space, marks):
    import_marks(space, "", marks())
    found = import_marks(
        space,
        "",
        marks("b.json", {"reviewer": "Reviewer B"}, verdict="rejected", sentence="No.", comment="Why?"),
    )

    assert ((), 1, 1) == (found.changed, len(found.conflicts), len(found.comments))
    assert "Reviewer A" in found.conflicts[0].what
    assert "rejected" in found.conflicts[0].what
    assert "1 conflict" in imported_lines(found)[-1]


@pytest.mark.parametrize(
    ("head", "by", "why"),
    [
        ({}, "Reviewer B", "is signed by Reviewer A, not by Reviewer B"),
        ({"reviewer": " "}, "", "names no reviewer"),
        ({"crosswalk": "drinks"}, "", "There is no crosswalk drinks"),
        ({"left": "kitchen@1999-01"}, "", "is about kitchen@1999-01"),
    ],
)
def test_who_signed_it_and_what_it_is_about_must_be_plain(space, marks, head, by, why):
    path = marks(head=head)
    with pytest.raises((LedgerError, ConfigError), match=why):
        import_marks(space, "", path, by=by)

    assert not space.mapping_file("food").exists()


def test_a_file_of_another_crosswalk_is_refused(space, marks):
    with pytest.raises(LedgerError, match="is about drinks, and this is food"):
        import_marks(space, "food", marks(head={"crosswalk": "drinks"}))


def test_an_unsigned_file_may_be_signed_on_the_way_in(space, marks):
    found = import_marks(space, "", marks(head={"reviewer": ""}), by=" Reviewer  B ", date="2026-03-07")

    (row,) = read_mappings(space.mapping_file("food"))
    assert 1 == len(found.changed)
    assert ("Reviewer B", "2026-03-07") == (row.reviewer, row.review_date)


def test_a_workbook_must_say_whose_and_of_which_crosswalk_it_is(space):
    for crosswalk, path in (("review.xlsx", None), ("food", Path("review.xlsx"))):
        with pytest.raises(ConfigError, match="Say of which crosswalk"):
            import_file(space, crosswalk, path, TODAY)


def test_every_row_of_the_page_carries_the_digests_of_today(space, built):
    provisions = {one.id: one for name in ("kitchen", "hygiene") for one in space.corpus(name)}
    texts = built[1]["texts"]

    assert built[1]["rows"]
    for row in built[1]["rows"]:
        for side in ("left", "right"):
            if prov_id := row.get(side):
                assert texts[f"{side}:{prov_id}"]["digest"] == provisions[prov_id].digest
