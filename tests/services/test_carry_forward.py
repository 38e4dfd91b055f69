"""What follows a provision into a new edition: the list of what is compared, and rows whose provision is gone."""

import pytest

from crosswalk.cli.output import updated_lines
from crosswalk.errors import CrosswalkError
from crosswalk.ledger.decide import history
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Status
from crosswalk.services.build import build_reports
from crosswalk.services.check import check_workspace
from crosswalk.services.decide import decide
from crosswalk.services.update import update_from_file
from crosswalk.workspace.cache import Store
from crosswalk.workspace.config import read_crosswalks
from crosswalk.workspace.workspace import CACHE_FOLDER, Workspace, init
from tests import sample_kitchen
from tests.command_line import crosswalk

pytestmark = pytest.mark.slow

RULE, rows = sample_kitchen.RULE, sample_kitchen.rows


def updated(kitchen, rule):
    done = update_from_file(Workspace(kitchen), "rule", sample_kitchen.new_rule(kitchen, rule), "2025-01-01")
    done.write(Workspace(kitchen))
    return "\n".join(updated_lines(done))


def compared(kitchen):
    return Workspace(kitchen).crosswalks[0].left.include


def builds_clean(kitchen):
    build_reports(Workspace(kitchen))
    return not [p for p in check_workspace(Workspace(kitchen)).problems if p.code != "XW-107"]


def moved_rule():
    """The paragraph on allergens moves into a section that was not compared."""
    rule = {one: words for one, words in RULE.items() if one != "20/900.1/c"}
    return rule | {"20/901.4": ("Menus", ""), "20/901.4/b": RULE["20/900.1/c"]}


def test_what_moved_out_of_the_compared_part_is_compared_there(kitchen):
    before = rows(kitchen)["20/900.1/c", "S-3"]
    said = updated(kitchen, moved_rule())
    after = rows(kitchen)["20/901.4/b", "S-3"]

    assert ("20/900.1", "20/900.2/e", "20/901.4/b") == compared(kitchen)
    assert "Crosswalk kitchens now compares 20/901.4/b too" in said
    assert (before.status, before.reviewer, before.sentence) == (after.status, after.reviewer, after.sentence)
    assert "# kept as it is" in (kitchen / "crosswalks.yaml").read_text("utf-8")
    assert builds_clean(kitchen)


LISTS = (
    ("one to a line, with remarks", "\n      - 20/900.1  # duties\n      - 20/900.2/e\n", "# duties"),
    ("in marks", ' ["20/900.1", "20/900.2/e"]}', '"20/900.1"'),
)


@pytest.mark.parametrize(("what", "written", "stays"), LISTS, ids=[one[0] for one in LISTS])
def test_the_list_is_updated_in_every_style_of_yaml(kitchen, what, written, stays):
    path = kitchen / "crosswalks.yaml"
    text = path.read_text("utf-8")
    if written.startswith("\n"):
        new = f"left:\n    corpus: rule\n    include:{written.rstrip()}"
        text = text.replace("left: {corpus: rule, include: [20/900.1, 20/900.2/e]}", new)
    else:
        text = text.replace(" [20/900.1, 20/900.2/e]}", written)
    path.write_text(text, "utf-8")
    gone = {one: words for one, words in moved_rule().items() if not one.startswith("20/900.2")}
    said = updated(kitchen, gone)

    assert ("20/900.1", "20/901.4/b") == compared(kitchen), what
    assert stays in path.read_text("utf-8")
    assert "20/900.2/e is gone, and no longer named by crosswalk kitchens." in said
    assert read_crosswalks(path)
    assert build_reports(Workspace(kitchen)).reports


def test_where_everything_compared_was_removed_the_note_says_what_to_do(kitchen):
    path = kitchen / "crosswalks.yaml"
    path.write_text(path.read_text("utf-8").replace("[20/900.1, 20/900.2/e]", "[20/900.2/e]"), "utf-8")
    sample_kitchen.only(kitchen, [])
    gone = {one: words for one, words in RULE.items() if not one.startswith("20/900.2")}
    said = updated(kitchen, gone)

    assert "name under `include` in crosswalks.yaml line 3 what takes its place, then build." in said
    with pytest.raises(CrosswalkError, match=r"20/900\.2/e"):
        build_reports(Workspace(kitchen))
    path.write_text(path.read_text("utf-8").replace("[20/900.2/e]", "[20/900.1]"), "utf-8")
    assert builds_clean(kitchen)


WITHOUT = {one: words for one, words in RULE.items() if one != "20/900.1/b"}


def test_a_row_whose_provision_is_gone_is_closed_by_a_person(kitchen):
    before = rows(kitchen)["20/900.1/b", "S-2"]
    said = updated(kitchen, WITHOUT)
    waiting = [pair for pair in rows(kitchen) if pair[0] == "20/900.1/b"]
    for left, right in waiting:
        why = "The rule no longer asks for it."
        decide(
            Workspace(kitchen),
            "kitchens",
            (left, right),
            "closed",
            by="Reviewer B",
            date="2025-02-01",
            why=why,
        )
    held = read_mappings(kitchen / "mappings" / "kitchens.sssom.tsv")
    past = history(held, ("20/900.1/b", "S-2"))

    assert "5 rows of kitchens rest on provisions that are gone" in said
    assert "`crosswalk decide kitchens 20/900.1/b S-1 closed --by NAME --why TEXT`" in said
    assert 5 == len(waiting)
    assert {Status.SUPERSEDED} == {row.status for row in past}
    assert [("Reviewer A", Status.CONFIRMED), ("Reviewer B", Status.LOOK_AGAIN)] == [
        (row.reviewer, row.was) for row in past
    ]
    assert {before.sentence} == {row.sentence for row in past}
    assert past[1].comment.endswith("Closed: The rule no longer asks for it.")
    assert not [pair for pair in rows(kitchen) if pair[0] == "20/900.1/b"]
    assert builds_clean(kitchen)


@pytest.mark.parametrize(
    ("pair", "by", "why", "code"),
    [
        (("20/900.1/a", "S-1"), "Reviewer B", "Why.", "XW-437"),
        (("20/900.1/b", "S-1"), "Reviewer B", "", "XW-436"),
        (("20/900.1/b", "S-1"), "crosswalk", "Why.", "XW-436"),
        (("20/900.1/b", "S-1"), "", "Why.", "XW-436"),
        (("20/900.1/zz", "S-1"), "Reviewer B", "Why.", "XW-436"),
    ],
)
def test_what_cannot_be_closed_stays_as_it_is(kitchen, pair, by, why, code):
    updated(kitchen, WITHOUT)
    path = kitchen / "mappings" / "kitchens.sssom.tsv"
    before = path.read_bytes()
    with pytest.raises(CrosswalkError) as caught:
        decide(Workspace(kitchen), "kitchens", pair, "closed", by=by, date="2025-02-01", why=why)

    assert code == caught.value.code
    assert before == path.read_bytes()


def test_the_verb_that_closes(kitchen):
    updated(kitchen, WITHOUT)
    words = ["decide", "kitchens", "20/900.1/b", "S-1", "closed", "--by", "Reviewer B", "--why", "Gone."]
    done = crosswalk("--workspace", kitchen, *words)

    assert 0 == done.returncode, done.stderr
    assert "superseded" in done.stdout
    assert ("20/900.1/b", "S-1") not in rows(kitchen)


@pytest.mark.slow
def test_a_changed_definition_reopens_the_rows_on_what_uses_the_term(shipped_build, tmp_path):
    """The Act's recognized postsecondary credential loses the associate degree: who counts credentials looks again."""
    # What the build computed of the older edition is taken from there.
    space = Workspace(init(tmp_path / "here").root, Store(shipped_build / CACHE_FOLDER))
    old = space.corpora / "wioa" / "2026-03-26.yaml"
    text = old.read_text("utf-8").replace(
        "or an associate or baccalaureate degree.", "or a baccalaureate degree."
    )
    new = tmp_path / "new.yaml"
    new.write_text(text.replace("as_of: '2026-03-26'", "as_of: 2026-10-01"), "utf-8")
    done = update_from_file(space, "wioa", new, "2026-10-01")
    by_crosswalk = {held.crosswalk: held.impacts for held in done.compared.impacts}
    every = [*by_crosswalk["definition"], *by_crosswalk["measures"]]
    reopened = [one for one in every if one.reasons]

    assert "29/3102/52" in {one.row.left for one in by_crosswalk["perkins-definitions"] if one.reasons}
    assert {"29/3102/7/F", "29/3141/b/2/A/i/IV", "29/3141/b/2/A/i/V"} == {one.row.left for one in reopened}
    assert 31 == len(every)
    assert 8 == len(reopened)
    for one in reopened:
        assert Status.LOOK_AGAIN is one.after.status
        assert "The definition of a term it uses, 29 U.S.C. 3102(52): changed" in one.after.comment
        assert "recognized postsecondary credential" in one.after.comment
