"""The verb `decide`: in a person's name, kept through every build, and a rejected pair never proposed again."""

import csv

import pytest

from crosswalk.errors import ConfigError, LedgerError
from crosswalk.ledger.decide import current_row
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Coverage, Group, Relation, Status
from crosswalk.services.build import build_reports
from crosswalk.services.decide import parse_decision, read_decision_context, record_decision
from crosswalk.workspace.workspace import open_workspace
from tests.command_line import crosswalk
from tests.file_builders import write_workspace

pytestmark = pytest.mark.slow

LIST = """crosswalks:
  - id: rules
    title: Kitchen rules and the food code
    left: {corpus: kitchen}
    right: {corpus: code}
    names: {left: the kitchen, right: the code}
"""
SOURCES = """sources:
  - {id: kitchen, as_of: 2026-01-01, title: Kitchen rules, kind: other, rights: Public domain, verification: verbatim, file: kitchen/2026-01-01.yaml}
  - {id: code, as_of: 2025-01-01, title: Food code, kind: other, rights: Public domain, verification: verbatim, file: code/2025-01-01.yaml}
"""
KITCHEN = """id: kitchen
as_of: 2026-01-01
provisions:
  - {id: K1, heading: Water, text: Kitchen staff must test the drinking water every week and keep the results.}
  - {id: K2, heading: Knives, text: Knives are stored in a locked drawer after each shift.}
  - {id: K3, heading: Allergens, text: The menu must name every allergen a dish contains.}
"""
CODE = """id: code
as_of: 2025-01-01
provisions:
  - {id: R-10, heading: Food labels, text: Menus shall state the allergens present in each dish.}
  - {id: R-20, heading: Water quality, text: Drinking water shall be sampled every week; results shall be kept.}
"""
PAIR = ("K1", "R-20")


@pytest.fixture
def space(tmp_path):
    files = {
        "crosswalks.yaml": LIST,
        "corpora/sources.yaml": SOURCES,
        "corpora/kitchen/2026-01-01.yaml": KITCHEN,
        "corpora/code/2025-01-01.yaml": CODE,
    }
    return open_workspace(write_workspace(tmp_path, files))


def proposed(space):
    path = space.mapping_file("rules", candidates=True)
    return {mapping.pair for mapping in read_mappings(path)}


def build(space):
    build_reports(open_workspace(space.root)).write(space, space.reports)


def decided(space, *words, **rest):
    return record_decision(read_decision_context(space, "rules"), parse_decision(*words, **rest)).row


def test_a_rejected_pair_is_never_proposed_again_and_stays_rejected(space):
    build(space)
    assert PAIR in proposed(space)

    decided(space, PAIR, "rejected", "Reviewer A", "2026-03-04")
    build(space)
    build(space)

    assert PAIR not in proposed(space)
    row = current_row(read_mappings(space.mapping_file("rules")), PAIR)
    assert (Status.REJECTED, "Reviewer A") == (row.status, row.reviewer)


def test_what_one_crosswalk_rejects_no_other_proposes_in_either_direction(space):
    (space.root / "crosswalks.yaml").write_text(
        LIST
        + LIST.partition("\n")[2]
        .replace("rules", "back", 1)
        .replace(
            "left: {corpus: kitchen}\n    right: {corpus: code}",
            "left: {corpus: code}\n    right: {corpus: kitchen}",
        ),
        "utf-8",
    )
    anew = open_workspace(space.root)
    build(anew)
    back = anew.mapping_file("back", candidates=True)
    assert PAIR[::-1] in {m.pair for m in read_mappings(back)}

    decided(anew, PAIR, "rejected", "Reviewer A", "2026-03-04")
    build(anew)

    assert PAIR[::-1] not in {m.pair for m in read_mappings(back)}


def test_what_was_decided_survives_every_build_byte_for_byte(space):
    decided(space, PAIR, "accept", "Reviewer A", "2026-03-04")
    decided(space, PAIR, "confirmed", "Reviewer B", "2026-03-05")
    before = space.mapping_file("rules").read_bytes()
    build(space)
    build(space)

    assert before == space.mapping_file("rules").read_bytes()


def test_the_merged_file_has_the_current_row(space):
    """Superseded rows of the same pair are history, and never take its place."""
    row = decided(space, PAIR, "unsure", "Reviewer A", "2026-03-04")
    from crosswalk.model.mapping import fingerprint

    said = parse_decision(
        PAIR, "corrected", "Reviewer B", "2026-03-05", relation="equal", why="The same test."
    )
    record_decision(read_decision_context(space, "rules"), said, seen=fingerprint(row))
    build(space)

    assert 2 == len(read_mappings(space.mapping_file("rules")))
    merged = read_mappings(space.reports / "crosswalk.sssom.tsv").mappings
    assert [(Status.CONFIRMED, Relation.EQUAL, "Reviewer B")] == [
        (m.status, m.relation, m.reviewer) for m in merged
    ]


def test_candidates_of_older_texts_are_not_trusted(space):
    """The digests in a decision are those of today's words, whatever was last built."""
    build(space)
    path = space.corpora / "kitchen" / "2026-01-01.yaml"
    path.write_text(path.read_text("utf-8").replace("every week", "every second week"), "utf-8")
    anew = open_workspace(space.root)

    row = decided(anew, PAIR, "accept", "Reviewer A", "2026-03-04")

    assert row.left_digest == anew.corpus("kitchen")["K1"].digest


def test_a_confirmation_with_another_relation_is_a_correction_and_needs_a_sentence(space):
    with pytest.raises(LedgerError, match="say why in a sentence"):
        decided(space, PAIR, "confirmed", "Reviewer A", "2026-03-04", relation="supports")

    row = decided(space, PAIR, "confirmed", "Reviewer A", "2026-03-04", relation="supports", why="It helps.")

    assert (Status.CONFIRMED, Relation.SUPPORTS) == (row.status, row.relation)


def test_a_lone_dash_means_that_nothing_answers(space):
    row = decided(
        space, ("K2", "-"), "confirmed", "Reviewer A", "2026-03-04", why="The code says nothing of knives."
    )

    assert (Relation.NONE, "", Status.CONFIRMED) == (row.relation, row.right, row.status)


def test_pairs_decided_together_are_a_group(space):
    for right in ("R-10", "R-20"):
        decided(
            space,
            ("K1", right),
            "confirmed",
            "Reviewer A",
            "2026-03-04",
            relation="subset-of",
            why="A part.",
            group="split",
        )

    assert {Group.SPLIT} == {m.group for m in read_mappings(space.mapping_file("rules"))}


@pytest.mark.parametrize(
    ("words", "rest", "what"),
    [
        ((PAIR, "maybe", "Reviewer A", "2026-03-04"), {}, "verdict maybe is not known"),
        ((PAIR, "confirmed", "Reviewer A", "2026-03-04"), {"relation": "like"}, "relation like is not known"),
        ((PAIR, "confirmed", "Reviewer A", "4 March"), {}, "the date 4 March is not a date in"),
        ((PAIR, "confirmed", " ", "2026-03-04"), {}, "needs the name of the person"),
        ((PAIR, "confirmed", "crosswalk", "2026-03-04"), {}, "only people decide"),
        ((("K9", "R-20"), "rejected", "Reviewer A", "2026-03-04"), {"relation": "equal"}, "no provision K9"),
        ((("-", "-"), "confirmed", "Reviewer A", "2026-03-04"), {}, "on one side at least"),
    ],
)
def test_what_is_no_decision_is_refused_in_a_sentence(space, words, rest, what):
    with pytest.raises((ConfigError, LedgerError), match=what):
        decided(space, *words, **rest)

    assert not space.mapping_file("rules").exists()


def test_from_the_command_line(space):
    def run(*words):
        return crosswalk("--workspace", space.root, "decide", "rules", *PAIR, *words)

    first = run("confirmed", "--by", "Reviewer A", "--why", "Both test water weekly.")
    second = run("rejected", "--by", "Reviewer B", "--date", "2026-03-05")

    assert (0, "") == (first.returncode, first.stderr)
    assert "by Reviewer A on 20" in first.stdout
    assert (3, "") == (second.returncode, second.stdout)
    assert "another person decided otherwise; look at both and decide again" in second.stderr
    assert "Traceback" not in second.stderr
    rows = [
        line
        for line in space.mapping_file("rules").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    table = list(csv.DictReader(rows, delimiter="\t"))
    assert [("Reviewer A", "Both test water weekly.")] == [(r["reviewer_label"], r["comment"]) for r in table]


def test_check_reads_comments_and_names_what_is_wrong_by_line(space):
    from crosswalk.ledger.comments import add_comments
    from crosswalk.model.mapping import Comment
    from crosswalk.services.check import check_workspace

    file = space.comments_file("rules")
    said = Comment("rules", *PAIR, "Visitor D", "", "2026-03-04", "Which water?")
    add_comments(file, [said])
    assert not [p for p in check_workspace(space, today="2026-03-04").problems if p.code == "XW-445"]

    add_comments(file, [Comment("rules", "K9", "", "Visitor D", "", "2026-03-05", "Why?")])
    file.with_name("other.comments.tsv").write_text(file.read_text("utf-8"), "utf-8")
    found = check_workspace(space, today="2026-03-04")
    told = [str(p) for p in found.problems if p.code == "XW-445"]

    assert "2 files of comments with 2 comments checked." in found.notes
    assert [
        "other.comments.tsv line 1: no crosswalk",
        "rules.comments.tsv line 3: there is no provision K9",
    ] == sorted(
        line.rpartition("/")[2].partition(" of")[0].partition(" in what")[0]
        for line in told
        if "come yet" not in line
    )
    assert any("has not come yet" in line for line in told)
    file.write_text("nonsense", "utf-8")
    assert "XW-441" in {p.code for p in check_workspace(space).problems}


def test_two_halves_confirmed_together_answer_the_whole(space):
    """Each rule of the code answers one half of K4; a person confirms them as a group, and K4 is covered."""
    from crosswalk.services.compare import compare_crosswalk

    asked = "Kitchen staff must test the drinking water every week and store the knives in a locked drawer."
    rules = {
        "R-30": "Kitchen staff shall test the drinking water every week.",
        "R-40": "Staff shall store knives in a locked drawer.",
    }
    code = "".join(f"  - {{id: {name}, heading: Safety, text: {text}}}\n" for name, text in rules.items())
    for name, more in (
        ("kitchen/2026-01-01", f"  - {{id: K4, heading: Safety, text: {asked}}}\n"),
        ("code/2025-01-01", code),
    ):
        file = space.corpora / f"{name}.yaml"
        file.write_text(file.read_text("utf-8") + more, "utf-8")
    space = open_workspace(space.root)

    def answer():
        side = compare_crosswalk(space, space.crosswalk("rules"))
        return next(one for one in side.left_answers if one.provision == "K4")

    assert Coverage.PARTLY is answer().coverage
    rest = {"relation": "superset-of", "why": "One part of it."}
    context = read_decision_context(space, "rules")
    for number, right in enumerate(rules):
        decision = parse_decision(
            ("K4", right), "confirmed", "Reviewer A", "2026-03-04", group="split", **rest
        )
        record_decision(context, decision)
        assert (Coverage.PARTLY, Coverage.COVERED)[number] is answer().coverage
