"""A year in the life of a crosswalk: reviewed, overtaken by a new edition, reviewed again; and the verbs for it."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.cli.output import build_lines, diff_lines, updated_lines
from crosswalk.errors import ConfigError, CrosswalkError, SourceError
from crosswalk.ledger.decide import history
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Status, Verification
from crosswalk.report.change_words import compared_lines
from crosswalk.report.memo import memo_paragraphs
from crosswalk.services.build import build_reports
from crosswalk.services.check import check_workspace
from crosswalk.services.compare_editions import compare_named
from crosswalk.services.decide import parse_decision, read_decision_context, record_decision
from crosswalk.services.export import changes_bytes, compare_since
from crosswalk.services.update import update_from_file, update_from_publisher, watched_texts
from crosswalk.workspace.register import add_document
from crosswalk.workspace.workspace import Workspace
from tests import sample_kitchen
from tests.command_line import crosswalk

pytestmark = pytest.mark.slow

LIST, NEW, RULE = sample_kitchen.LIST, sample_kitchen.NEW, sample_kitchen.RULE
new_rule, only, rows = sample_kitchen.new_rule, sample_kitchen.only, sample_kitchen.rows


def test_a_year_in_the_life(kitchen):
    before = rows(kitchen)
    assert 40 == len(before)
    built = build_reports(Workspace(kitchen))
    built.write(Workspace(kitchen), kitchen / "reports")
    old_files = {p: p.read_bytes() for p in (kitchen / "corpora").rglob("*.yaml") if p.name != "sources.yaml"}

    # The rule changes: one provision in its duty, one in its marks; three rows rest on the first.
    keep = [pair for pair in before if pair[0] != "20/900.1/g" or pair[1] in {"S-1", "S-2", "S-3"}]
    only(kitchen, keep)
    before = rows(kitchen)
    done = update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01")
    done.write(Workspace(kitchen))
    after = rows(kitchen)

    reopened = {pair for pair, row in after.items() if row.status is Status.LOOK_AGAIN}
    assert {("20/900.1/g", f"S-{n}") for n in (1, 2, 3)} == reopened
    for pair in before.keys() - reopened:
        same = (
            "relation",
            "status",
            "sentence",
            "author",
            "date",
            "reviewer",
            "review_date",
            "strength",
            "comment",
        )
        assert all(getattr(before[pair], name) == getattr(after[pair], name) for name in same)
    assert all(path.read_bytes() == data for path, data in old_files.items())
    assert LIST == (kitchen / "crosswalks.yaml").read_text("utf-8")
    assert (
        f"{len(before) - 3} of {len(before)} rows on file unaffected; 0 need a second look; 3 changed meaning"
        in "\n".join(updated_lines(done))
    )
    assert () == check_problems(kitchen)

    # The memo says so in plain words.
    space = Workspace(kitchen)
    told = " ".join(memo_paragraphs(compare_named(space, "rule")))
    assert "Every other row keeps its decision, its reviewer and its date." in told
    assert "by the people who decided last: Reviewer A (3 rows)" in told

    # Looked at again: the status is back, the history kept.
    context = read_decision_context(space, "kitchens")
    for pair in sorted(reopened):
        record_decision(
            context,
            parse_decision(
                pair,
                "rejected",
                "Reviewer A",
                "2025-02-01",
                why="Read again.",
                note="",
                relation="",
                basis="",
                strength=None,
                group="",
            ),
        )
    again = rows(kitchen)
    assert {Status.REJECTED} == {again[pair].status for pair in reopened}
    held = read_mappings(kitchen / "mappings" / "kitchens.sssom.tsv")
    assert [Status.SUPERSEDED, Status.REJECTED] == [
        row.status for row in history(held, ("20/900.1/g", "S-1"))
    ]
    pages = build_reports(Workspace(kitchen)).reports
    assert "decided on the new text" in pages["changes.html"].decode()
    assert pages == build_reports(Workspace(kitchen)).reports
    assert () == check_problems(kitchen)


def check_problems(kitchen):
    return tuple(p for p in check_workspace(Workspace(kitchen)).problems if p.code != "XW-107")


def test_rows_and_the_list_follow_a_new_number(kitchen):
    shifted = {i: t for i, t in RULE.items() if i < "20/900.1/c"}
    shifted["20/900.1/c"] = ("", "A fire blanket must be ready beside each deep fryer.")
    for was, now in zip("cdefg", "defgh", strict=True):
        shifted[f"20/900.1/{now}"] = RULE[f"20/900.1/{was}"]
    shifted |= {"20/900.2": RULE["20/900.2"], "20/900.2/f": RULE["20/900.2/e"]}
    before = rows(kitchen)
    done = update_from_file(Workspace(kitchen), "rule", new_rule(kitchen, shifted), "2025-01-01")
    done.write(Workspace(kitchen))
    after = rows(kitchen)

    assert not [row for row in after.values() if row.status is Status.LOOK_AGAIN]
    assert before["20/900.1/c", "S-3"].sentence == after["20/900.1/d", "S-3"].sentence
    assert "include: [20/900.1, 20/900.2/f]" in (kitchen / "crosswalks.yaml").read_text("utf-8")
    assert "# kept as it is" in (kitchen / "crosswalks.yaml").read_text("utf-8")
    assert build_reports(Workspace(kitchen)).reports


def test_a_row_whose_provision_is_gone_waits_and_builds(kitchen):
    gone = {i: t for i, t in RULE.items() if i != "20/900.1/b"}
    update_from_file(Workspace(kitchen), "rule", new_rule(kitchen, gone), "2025-01-01").write(
        Workspace(kitchen)
    )

    assert {Status.LOOK_AGAIN} == {
        row.status for pair, row in rows(kitchen).items() if pair[0] == "20/900.1/b"
    }
    assert () == check_problems(kitchen)
    assert "changes.html" in build_reports(Workspace(kitchen)).reports


def test_an_older_edition_touches_no_row(kitchen):
    before = (kitchen / "mappings" / "kitchens.sssom.tsv").read_bytes()
    done = update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2020-01-01")
    done.write(Workspace(kitchen))

    assert "no row is touched" in " ".join(updated_lines(done))
    assert before == (kitchen / "mappings" / "kitchens.sssom.tsv").read_bytes()
    assert ["2020-01-01", "2024-01-01"] == sorted(
        e.as_of for e in Workspace(kitchen).sources if e.id == "rule"
    )


def tree(kitchen):
    return {p: p.read_bytes() for p in sorted(kitchen.rglob("*")) if p.is_file() and p.name != "new.yaml"}


@pytest.mark.parametrize(
    ("as_of", "rule", "code"),
    [
        ("2024-01-01", NEW, "XW-506"),
        ("last year", NEW, "XW-507"),
        ("2025-01-01", {"9/1": ("", "All about ships and harbors at night.")}, "XW-554"),
    ],
)
def test_what_cannot_be_taken_in_leaves_everything_as_it_was(kitchen, as_of, rule, code):
    path, before = new_rule(kitchen, rule), tree(kitchen)

    with pytest.raises(CrosswalkError) as caught:
        update_from_file(Workspace(kitchen), "rule", path, as_of).write(Workspace(kitchen))

    assert code == caught.value.code
    assert before == tree(kitchen)


def test_another_document_is_named_as_such_before_its_crosswalks_look_for_their_provisions(kitchen):
    listed = kitchen / "crosswalks.yaml"
    listed.write_text(listed.read_text("utf-8").replace("20/900.2/e]", "20/900.2*]"), "utf-8")

    with pytest.raises(CrosswalkError, match="Nothing of rule"):
        update_from_file(
            Workspace(kitchen), "rule", new_rule(kitchen, {"Q1": ("", "The council meets.")}), "2025-01-01"
        )


def test_the_comparison_in_every_form(kitchen):
    update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01").write(Workspace(kitchen))
    space = Workspace(kitchen)
    text = changes_bytes(space, "rule").decode()
    data = json.loads(changes_bytes(space, "rule", form="json"))

    assert "Trainees [removed: may] [added: must] taste" in text
    assert "Duty changed: may → must" in text
    assert (1, "2024-01-01", "2025-01-01") == (data["kinds"]["reworded"], data["from"], data["to"])
    assert {"look again", "changed meaning", "unaffected"} >= {one["verdict"] for one in data["impacts"]}
    for form in ("html", "memo"):
        page = changes_bytes(space, "rule", form=form)
        assert page.startswith(b"<!doctype html>")
        assert page == changes_bytes(space, "rule", form=form)
    word = partial(changes_bytes, space, "rule", form="memo", name="memo.docx")
    assert word() == word()
    with pytest.raises(ConfigError, match="text, json, html or memo"):
        changes_bytes(space, "rule", form="xml")


def test_a_draft_against_the_last_approved_version(kitchen, tmp_path):
    for name, text in (("approved.csv", "The board may meet."), ("draft.csv", "The board shall meet.")):
        (tmp_path / name).write_text(f"id,text\nP-1,{text}\n", "utf-8")
    found = compare_named(Workspace(kitchen), str(tmp_path / "draft.csv"), str(tmp_path / "approved.csv"))

    assert "Duty changed: may → must" in "\n".join(compared_lines(found))
    with pytest.raises(ConfigError, match="--from"):
        compare_named(Workspace(kitchen), str(tmp_path / "draft.csv"))


def test_a_corpus_with_one_edition_has_no_changes_and_advice(kitchen):
    with pytest.raises(CrosswalkError, match="crosswalk update standard"):
        compare_named(Workspace(kitchen), "standard")


def test_two_states_of_the_mapping_file(kitchen, tmp_path):
    earlier = Path(shutil.copy(kitchen / "mappings" / "kitchens.sssom.tsv", tmp_path / "earlier.sssom.tsv"))
    update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01").write(Workspace(kitchen))
    lines = diff_lines(compare_since(Workspace(kitchen), "kitchens", earlier))

    assert "status: rejected → look-again" in "\n".join(lines)


def run(kitchen, *words):
    return crosswalk("--workspace", kitchen, *words)


def test_the_verbs(kitchen):
    path = new_rule(kitchen)
    updated = run(kitchen, "update", "rule", str(path), "--as-of", "2025-01-01")
    shown = run(kitchen, "changes", "rule")
    written = run(kitchen, "changes", "rule", "--format", "memo", "--out", str(kitchen / "memo.docx"))
    neither = run(kitchen, "update", "rule")

    assert (0, 0, 0, 2) == tuple(one.returncode for one in (updated, shown, written, neither)), (
        updated.stderr + shown.stderr
    )
    assert "rows on file unaffected" in updated.stdout
    assert "[removed: may] [added: must]" in shown.stdout
    assert (kitchen / "memo.docx").read_bytes().startswith(b"PK")
    assert neither.stderr.startswith("XW-555")


RULE_XML = """<?xml version="1.0" encoding="UTF-8"?>
<DIV5 N="900" TYPE="PART"><HEAD>PART 900—TRAINING KITCHENS</HEAD>
<DIV8 N="§ 900.1" TYPE="SECTION"><HEAD>§ 900.1   What must a training kitchen do?</HEAD>
{}
</DIV8></DIV5>
"""


@pytest.fixture
def publisher(server, sites):
    paragraphs = "".join(
        f"<P>({i[-1]}) {text.replace('every week', 'every day')}</P>\n"
        for i, (_, text) in RULE.items()
        if i.startswith("20/900.1/")
    )
    page = RULE_XML.format(paragraphs).encode()
    server.give("/api/versioner/v1/full/2025-06-30/title-20.xml?part=900", (200, page, {}))
    return sites


def test_a_new_edition_from_the_publisher(kitchen, publisher):
    done = update_from_publisher(Workspace(kitchen), "rule", "2025-06-30", sites=publisher)
    done.write(Workspace(kitchen))
    space = Workspace(kitchen)

    assert "every day" in space.corpus("rule", "2025-06-30")["20/900.1/a"].text
    assert Status.LOOK_AGAIN is rows(kitchen)["20/900.1/a", "S-1"].status
    assert Status.CONFIRMED is rows(kitchen)["20/900.1/c", "S-3"].status
    assert "title-20.xml?part=900" in space.edition("rule").note


OFFICIAL = """  authority: Office of Kitchens; Code release point 114-219
  address: https://sample_kitchen.example/rule
"""


def of_the_office(kitchen):
    """The same workspace, whose rule came from its publisher."""
    path = kitchen / "corpora" / "sources.yaml"
    text = path.read_text("utf-8").replace("  numbering: cfr\n", f"  numbering: cfr\n{OFFICIAL}", 1)
    path.write_text(text, "utf-8")
    return kitchen


def test_a_file_of_one_s_own_does_not_pass_for_the_publisher_s(kitchen):
    of_the_office(kitchen)
    done = update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01")
    done.write(Workspace(kitchen))
    space = Workspace(kitchen)
    entry, corpus = space.edition("rule"), space.corpus("rule")
    altered, same = corpus["20/900.1/g"], corpus["20/900.1/c"]

    assert ("", "", "new.yaml") == (entry.authority, entry.address, entry.given)
    assert "Taken from the file new.yaml; not compared with the official text" == altered.mark
    assert "Quoted word for word" == same.mark
    assert (Verification.UNVERIFIED, Verification.VERBATIM) == (altered.verification, same.verification)
    assert "was taken from the file new.yaml" in " ".join(updated_lines(done))
    assert Status.LOOK_AGAIN is rows(kitchen)["20/900.1/g", "S-1"].status
    told = [line for line in check_workspace(space).notes if line.startswith("rule@2025-01-01: taken")]
    assert ["2 provisions of it not compared" in line for line in told] == [True]

    pages = build_reports(space).reports
    side = pages["kitchens-rows.html"].decode()
    assert "Taken from the file new.yaml; not compared with the official text" in side
    assert "The words of that file, which may differ from those of the rule" in side
    assert side.count("release point 114-219") == 0


def test_an_edition_read_in_under_the_same_id_does_not_either(kitchen):
    space = Workspace(of_the_office(kitchen))
    add_document(space, new_rule(kitchen), {"id": "rule", "as_of": "2025-01-01"})

    assert "new.yaml" == Workspace(kitchen).corpus("rule")["20/900.1/g"].given


def test_the_publisher_s_text_after_a_file_of_one_s_own_is_official_again(kitchen, publisher):
    of_the_office(kitchen)
    update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01").write(Workspace(kitchen))
    update_from_publisher(Workspace(kitchen), "rule", "2025-06-30", sites=publisher).write(Workspace(kitchen))
    space = Workspace(kitchen)
    entry = space.edition("rule")

    assert ("Office of Kitchens", "https://sample_kitchen.example/rule", "") == (
        entry.authority,
        entry.address,
        entry.given,
    )
    assert {Verification.VERBATIM} == {prov.verification for prov in space.corpus("rule")}


def test_a_row_that_waits_for_one_document_is_not_blamed_on_the_other(kitchen):
    """The standard changed first and its rows were decided anew; then the rule changes."""
    standard = kitchen / "standard.yaml"
    old = sample_kitchen.STANDARD[0]
    texts = [old.replace("shall", "may"), *sample_kitchen.STANDARD[1:]]
    provs = [{"id": f"S-{n}", "text": text} for n, text in enumerate(texts, 1)]
    standard.write_text(sample_kitchen.corpus_yaml("standard", "2024-06", provs), "utf-8")
    only(kitchen, [("20/900.1/g", "S-1")])
    path = kitchen / "mappings" / "kitchens.sssom.tsv"
    decided = path.read_text("utf-8")
    update_from_file(Workspace(kitchen), "standard", standard, "2024-06").write(Workspace(kitchen))
    path.write_text(decided.replace("2023-05", "2024-06"), "utf-8")
    before = " ".join(compared_lines(compare_named(Workspace(kitchen), "standard")))
    update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2025-01-01").write(Workspace(kitchen))
    space = Workspace(kitchen)

    assert "0 changed meaning; 1 more rests on what changed and was decided on the new text" in before
    assert "0 changed meaning; 1 more rests on what changed and was decided on the new text" in " ".join(
        compared_lines(compare_named(space, "standard"))
    )
    assert "1 changed meaning" in " ".join(compared_lines(compare_named(space, "rule")))
    assert "reviewed   coverage" in build_lines(build_reports(space))[0]
    assert ["kitchens", "1", "0", "0", "1", "0"] == _numbers_of(
        build_lines(build_reports(space, only="kitchens"))[1]
    )


def _numbers_of(line):
    """Crosswalk, pairs, draft, proposed, again, reviewed; what the program proposes besides is left aside."""
    name, pairs, draft, proposed, *rest = line.split()[:6]
    return [name, str(int(pairs) - int(proposed)), draft, "0", *rest]


def test_a_day_that_is_not_in_the_calendar_is_one_sentence(kitchen):
    with pytest.raises(ConfigError) as caught:
        update_from_file(Workspace(kitchen), "rule", new_rule(kitchen), "2026-13-01")

    assert "'2026-13-01' is not a day or month of the calendar; write it as 2026-11-22 or 2026-11." == (
        caught.value.message
    )


def test_a_framework_has_no_publisher_to_ask(kitchen, publisher):
    with pytest.raises(ConfigError, match="give the new text as a file"):
        update_from_publisher(Workspace(kitchen), "standard", "2025-06-30", sites=publisher)


def test_every_published_text_is_listed_once_with_what_brings_it(space):
    found = {one.id: one for one in watched_texts(space, today="2026-11-29")}

    assert {"wioa", "cfr20", "cfr34", "perkins", "performance-guidance", "alliance"} <= set(found)
    assert ("2026-03-26", 248) == (found["wioa"].compared, found["wioa"].days)
    assert "crosswalk update wioa --fetch" == found["wioa"].command
    assert "crosswalk update performance-guidance FILE --as-of DATE" == found["performance-guidance"].command
    assert {"definition", "measures", "provisions"} <= set(found["wioa"].crosswalks)
    assert found["wioa"].rows > 20
    assert any(
        "conditions[cfr][part]=677".replace("[", "%5B").replace("]", "%5D") in p for p in found["cfr20"].pages
    )
    assert all(one.pages for one in found.values())


def test_what_was_compared_longest_ago_comes_first(space):
    compared = [one.compared for one in watched_texts(space)]

    assert sorted(compared) == compared


def test_only_what_is_named_is_listed_and_an_unknown_name_is_refused(space):
    assert ["perkins"] == [one.id for one in watched_texts(space, ["perkins"])]
    with pytest.raises(SourceError, match="no corpus invented"):
        watched_texts(space, ["invented"])


def test_the_command_prints_lines_or_json(root):
    runner = CliRunner()
    text = runner.invoke(app, ["--workspace", str(root), "watch", "wioa", "cfr20"])
    data = runner.invoke(app, ["--workspace", str(root), "watch", "--json"])

    assert 0 == text.exit_code
    assert "2 texts may have changed." in text.stdout
    assert "update:    crosswalk update cfr20 --fetch" in text.stdout
    assert {"id", "compared", "command", "crosswalks"} <= set(json.loads(data.stdout)[0])
