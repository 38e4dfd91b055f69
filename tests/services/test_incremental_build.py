"""A build takes over what still holds of the last one: byte for byte what a full build makes, with less work."""

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from crosswalk.cli.output import build_lines
from crosswalk.services.build import build_reports
from crosswalk.workspace import cache
from crosswalk.workspace.cache import program_digest
from crosswalk.workspace.workspace import Workspace, with_cache
from tests import small_workspace
from tests.benchmarks import incremental
from tests.command_line import Finished, crosswalk

pytestmark = pytest.mark.slow

# Sentence vectors and frames of single texts stay although a run does not use them.
STAY = ("vectors.", "frames.")
COUNTS = re.compile(r"([\d,]+) of ([\d,]+) provisions read")
LAW, FRAME = "wioa@2026-03-26", "alliance@2014-06"
MEASURED = [("29/3141/b/2/A/i/I", "AQCP-M-C3"), ("29/3141/b/2/A/i/II", "AQCP-M-C3")]


def build(root, *, full=False, only=""):
    """Build and write; gives what was built and the store, which counts the work."""
    space = with_cache(Workspace(root), full=full)
    built = build_reports(space, only=only)
    built.write(space, space.reports)
    return built, space.store


def in_full(root):
    """The files that a build without any store makes."""
    built = build_reports(Workspace(root))
    return built.reports, built.mappings


def told(built):
    """What the terminal says was computed again."""
    lines = build_lines(built)
    return "\n".join(lines[lines.index("") + 1 :]) if "" in lines else ""


def stored(root):
    """The rows of the cache by table."""
    path = root / ".crosswalk" / cache.FILE
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT step, key, value FROM computed").fetchall()
    return {name: sorted(rest) for name, rest in groupby(sorted(found), key=itemgetter(0))}


def done(store, step):
    """How many findings of one step were worked out."""
    return sum(n for table, n in store.computed.items() if table.partition(".")[0] == step)


def taken(store):
    """The steps whose findings were taken over; texts and pairs of the same words are one within a run."""
    return {table.partition(".")[0] for table in store.reused if store.reused[table]} - {
        "phrases",
        "pairs",
        "frames",
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    root = small_workspace.lay_out(tmp_path_factory.mktemp("shrunk"))
    for name, pair in (("definition", ("29/3102/7/C", "AQCP-DEF-2")), ("measures", MEASURED[1])):
        small_workspace.decide(root, name, pair, "confirmed")
    build(root)
    return root


@pytest.fixture(scope="module")
def before_in_full(before):
    """What a full build makes of it."""
    return in_full(before)


@pytest.fixture(scope="module")
def reworded_in_full(before, tmp_path_factory):
    """The same after the change of `reword`."""
    root = Path(shutil.copytree(before, tmp_path_factory.mktemp("reworded") / "space"))
    reword(root)
    return in_full(root)


def reword(root):
    small_workspace.edited(root, LAW, "29/3102/7/B", text="Another text.")


@pytest.fixture
def root(before, tmp_path):
    return Path(shutil.copytree(before, tmp_path / "space"))


# Changes after which other files are written.
SEEN = {"one_word", "decision", "source_title", "heading", "new_edition"}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(3))
def test_after_any_change_a_build_makes_what_a_full_build_makes(root, part):
    editor = small_workspace.Editor(root, part)
    before = {path.name: path.read_bytes() for path in (root / "reports").iterdir()}
    for way in random.Random(10).sample(small_workspace.WAYS, len(small_workspace.WAYS))[part::3]:  # noqa: S311 - nothing secret
        getattr(editor, way)()

        built, _store = build(root)

        assert in_full(root) == (built.reports, built.mappings), way
        for name, data in built.reports.items():
            assert data == (root / "reports" / name).read_bytes(), (way, name)
        assert way not in SEEN or built.reports != before, way
        before = built.reports


def test_where_nothing_changed_nothing_is_computed_or_written(root, before_in_full):
    old = {path: path.stat().st_mtime_ns for path in (root / "reports").iterdir()}

    built, store = build(root)

    assert not store.computed
    assert "Up to date: nothing has changed since the last build." == told(built)
    assert old == {path: path.stat().st_mtime_ns for path in (root / "reports").iterdir()}
    assert before_in_full == (built.reports, built.mappings)


def test_one_edited_provision_is_read_alone(root):
    text = Workspace(root).corpus("wioa")["29/3102/7/B"].text
    small_workspace.edited(root, LAW, "29/3102/7/B", text=f"{text} Quizzically.")
    build(root)
    small_workspace.edited(root, LAW, "29/3102/7/B", text=f"{text} Ploddingly.")

    built, store = build(root)

    assert 1 == done(store, "phrases")
    assert "wioa changed at 29 U.S.C. 3102(7)(B)" in told(built)


def test_a_search_outside_the_part_is_made_again_only_where_its_texts_changed(root):
    text = Workspace(root).corpus("wioa")["29/3174/c/2/A/xii/II"].text
    small_workspace.edited(root, LAW, "29/3174/c/2/A/xii/II", text=f"{text} Of a career pathway.")

    built, store = build(root)

    # What the Alliance asks is searched for again in the changed law; what the law asks is not, in the Alliance.
    assert {"elsewhere.definition", "elsewhere.measures"} <= {
        name for name in store.computed if name in store.reused
    }
    assert 1 == done(store, "frames") == done(store, "provisions")
    assert in_full(root) == (built.reports, built.mappings)


def test_a_changed_lead_in_changes_the_frames_below_it(root):
    lead = Workspace(root).corpus("wioa")["29/3102/7"]
    small_workspace.edited(root, LAW, lead.id, text=lead.text.replace("combination", "sequence"))

    built, store = build(root)

    assert done(store, "frames") > 5
    assert in_full(root) == (built.reports, built.mappings)


def test_a_decision_has_nothing_read_or_judged_again(root):
    small_workspace.decide(root, "measures", MEASURED[0], "confirmed")

    built, store = build(root)

    assert (
        0
        == done(store, "phrases")
        == done(store, "annotated")
        == done(store, "pairs")
        == done(store, "judged")
    )
    assert "1 of 2 crosswalks" in told(built)
    assert "  measures: its decisions changed" in build_lines(built)
    assert "definition" not in told(built)


def test_what_changed_is_reported(root):
    path = root / "corpora" / "lexicon.yaml"
    path.write_text(path.read_text("utf-8").replace("pathway effort", "pathway push"), "utf-8")
    small_workspace.edited(root, FRAME, "AQCP-M-C3", heading="Another heading")
    (root / "crosswalks.yaml").write_text(
        small_workspace.LIST.replace("The measures of both", "Both measures"), "utf-8"
    )

    lines = build_lines(build(root)[0])
    told = lines[lines.index("") + 1 :]

    assert told[0].startswith("Recomputed: 2 of 2 crosswalks; ")
    cited = Workspace(root).corpus("alliance")["AQCP-M-C3"].citation
    assert f"  definition: alliance changed at {cited}; the lexicon changed" == told[1]
    other = "its entry in crosswalks.yaml changed"
    assert f"  measures: {other}; alliance changed at {cited}; the lexicon changed" == told[2]


def test_a_new_edition_is_reported(root):
    small_workspace.Editor(root, 1).new_edition()

    built, store = build(root)

    assert "it now uses wioa@2027-01-01" in told(built)
    assert 1 == done(store, "changes")


def test_many_changed_places_are_counted(root):
    for prov in Workspace(root).corpus("alliance").provisions[:5]:
        small_workspace.edited(root, FRAME, prov.id, note="Seen.")

    assert " and 2 more" in told(build(root)[0])


def test_a_full_build_reuses_nothing_and_writes_the_same(root, before_in_full):
    built, store = build(root, full=True)

    assert not taken(store)
    assert done(store, "phrases") > 100
    assert before_in_full == (built.reports, built.mappings)
    assert not build(root)[1].computed


def test_one_crosswalk_built_alone_leaves_the_cache_of_the_other(root):
    build(root, only="measures")
    built, store = build(root, only="measures")
    assert not store.computed
    assert b"The two definitions" not in built.reports["index.html"]

    small_workspace.edited(root, FRAME, "AQCP-MB-1", note="Seen.")
    built, store = build(root)

    assert 0 == done(store, "phrases")
    assert done(store, "pairs") < 15
    assert in_full(root) == (built.reports, built.mappings)


def test_unused_values_are_removed(root):
    reword(root)
    build(root)
    counts = {name: len(rows) for name, rows in stored(root).items() if name not in STAY}
    small_workspace.edited(root, LAW, "29/3102/7/B", text="Yet another text.")
    build(root)
    assert counts == {name: len(rows) for name, rows in stored(root).items() if name not in STAY}

    (root / "crosswalks.yaml").write_text(
        small_workspace.LIST[: small_workspace.LIST.index("  - id: measures")], "utf-8"
    )
    build(root)
    assert not [name for name in stored(root) if name.endswith(".measures")]


def test_git_passes_the_folder_over(root):
    assert "*\n" == (root / ".crosswalk" / ".gitignore").read_text("utf-8")


def cut(data):
    return data[: len(data) // 2]


def older(data):
    """Written by another version of the program."""
    program = program_digest().encode()
    assert program in data
    return data.replace(program, program[::-1])


def altered(data):
    """A sound database whose values are not those that were computed."""
    return data.replace(b'"', b"'").replace(b"{", b"<")


def foreign(_):
    return b"GIF89a" * 1000


def empty(_):
    return b""


def garbled(data):
    return data[:100] + bytes(byte ^ 0x55 for byte in data[100:])


@pytest.mark.parametrize("spoil", [cut, foreign, older, altered, empty, garbled])
def test_a_damaged_or_foreign_store_is_as_none_and_is_written_anew(root, spoil):
    tables = stored(root)
    path = root / ".crosswalk" / cache.FILE
    path.write_bytes(spoil(path.read_bytes()))

    store = cache.Store(path.parent)
    assert tables
    assert not [name for name in tables if store.holds_any(name)]
    store.put("phrases.here", "key", "value", str)
    store.save(["here"])

    assert "value" == cache.Store(path.parent).look_up("phrases.here", "key", str)


def test_a_build_with_a_damaged_store_makes_what_a_full_build_makes(root, reworded_in_full):
    reword(root)
    path = root / ".crosswalk" / cache.FILE
    path.write_bytes(garbled(path.read_bytes()))

    built, store = build(root)

    assert not taken(store)
    assert reworded_in_full == (built.reports, built.mappings)


def test_a_store_that_was_deleted_is_made_again(root):
    shutil.rmtree(root / ".crosswalk")

    built, _ = build(root)

    assert told(built).startswith("Full build:")
    assert stored(root)


def test_a_workspace_that_cannot_keep_anything_is_built_all_the_same(root):
    shutil.rmtree(root / ".crosswalk")
    (root / ".crosswalk").write_text("in the way", "utf-8")
    small_workspace.decide(root, "measures", MEASURED[0], "unsure")

    built, _ = build(root)

    assert in_full(root) == (built.reports, built.mappings)
    assert "in the way" == (root / ".crosswalk").read_text("utf-8")


def test_nothing_is_stored_if_the_program_changed_while_it_ran(root, monkeypatch):
    shutil.rmtree(root / ".crosswalk")
    digests = iter("ab")
    monkeypatch.setattr(cache, "program_digest", lambda: next(digests))

    build(root)

    assert not stored(root)


def test_nothing_is_noted_as_built_where_a_file_changed_while_it_ran(root):
    space = with_cache(Workspace(root))
    built = build_reports(space)
    small_workspace.edited(root, FRAME, "AQCP-MB-1", note="Seen in between.")
    built.write(space, space.reports)

    later, _ = build(root)

    assert "Nothing changed" not in told(later)
    assert in_full(root) == (later.reports, later.mappings)


@pytest.mark.parametrize("harm", ["edited", "deleted"])
def test_a_report_that_was_changed_or_deleted_is_written_again(root, harm):
    page = root / "reports" / "measures.html"
    good = page.read_bytes()
    page.write_bytes(b"x") if harm == "edited" else page.unlink()

    build(root)

    assert good == page.read_bytes()


def test_reports_go_to_another_folder_whole(root, tmp_path):
    space = with_cache(Workspace(root))
    built = build_reports(space, folder=tmp_path / "other")
    built.write(space, tmp_path / "other")

    assert {p.name for p in (root / "reports").iterdir()} == {p.name for p in (tmp_path / "other").iterdir()}
    assert all(
        p.read_bytes() == (tmp_path / "other" / p.name).read_bytes() for p in (root / "reports").iterdir()
    )


def start(root, *words):
    command = [sys.executable, "-m", "crosswalk", "--workspace", str(root), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_checks_builds_and_reports(root, reworded_in_full):
    assert Finished(0, "", "") == crosswalk("--workspace", root, "build", "--check")

    reword(root)
    was = stored(root)
    check = crosswalk("--workspace", root, "build", "--check")
    assert "definition.html is not what would be written" in check.stdout
    assert 1 == check.returncode
    assert was == stored(root)

    built = crosswalk("--workspace", root, "build")
    assert "" == built.stderr
    assert "  definition: wioa changed at 29 U.S.C. 3102(7)(B)" in built.stdout.splitlines()
    assert "Full build:" in crosswalk("--workspace", root, "build", "--full").stdout
    assert reworded_in_full[0] == {p.name: p.read_bytes() for p in (root / "reports").iterdir()}


@pytest.mark.slow
def test_builds_at_the_same_time_do_not_break_one_another(root, reworded_in_full):
    reword(root)
    running = [start(root, "build") for _ in range(2)]

    for each in running:
        _, wrong = each.communicate()
        assert "" == wrong
        assert 0 == each.returncode
    assert reworded_in_full[0] == {p.name: p.read_bytes() for p in (root / "reports").iterdir()}
    assert {".gitignore", cache.FILE} == {path.name for path in (root / ".crosswalk").iterdir()}
    assert not build(root)[1].computed


def test_the_summary_ends_with_what_was_computed_again(root):
    lines = build_lines(build(root)[0])

    assert lines[0].startswith("crosswalk")
    assert ["", "Up to date: nothing has changed since the last build."] == lines[-2:]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell a process's memory")
def test_an_edit_of_one_provision_of_thousands_reads_that_one(shipped_build, built_copy):
    """The shipped workspace: the first build and the second run in two processes."""
    root = built_copy
    first = json.loads(shipped_build.with_name("build.json").read_text("utf-8"))
    law, where = Workspace(root).corpus("wioa"), "29/3141/b/2/A/i/I"
    text = law[where].text.replace("unsubsidized", "subsidized")
    assert len(law) > 2_000
    assert law[where].text != text
    small_workspace.edited(root, law.source.key, where, text=text)

    second = incremental.crosswalk(root, "build")

    read, texts = (int(n.replace(",", "")) for n in COUNTS.search(second.said).groups())
    assert 1 == read < texts
    assert max(first["memory"], second.memory) < 1_000
    # The search at other levels reads whole rules and letters again beside what is taken from the store.
    assert second.memory <= first["memory"] * 1.2
