"""Bad input gives one clear sentence with file and line, exit 3, and leaves every file as it was."""

import hashlib
import shutil

import pytest

from tests import command_line
from tests.file_builders import write_workspace
from tests.sample_documents import FILES


@pytest.fixture
def space(tmp_path):
    return write_workspace(tmp_path, FILES)


def crosswalk(space, *words):
    return command_line.crosswalk("--workspace", space, *words)


def state(folder):
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".lock" not in p.name
    }


def refused(space, *words, code=3):
    """Run, and hold that it was refused in words, with nothing changed; what was said."""
    before = state(space)
    found = crosswalk(space, *words)

    assert code == found.returncode, found.stdout + found.stderr
    assert "Traceback" not in found.stderr
    assert found.stderr.startswith("XW-")
    assert before == state(space)
    return found.stderr


def edit(space, name, old, new):
    path = space / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_workspace_of_another_field_builds(space):
    found = crosswalk(space, "build")

    assert 0 == found.returncode, found.stderr
    assert "food" in found.stdout
    page = (space / "reports" / "food.html").read_text("utf-8")
    assert "allergen" in page
    assert (space / "mappings" / "food.candidates.sssom.tsv").is_file()
    assert 0 == crosswalk(space, "build", "--check").returncode


def test_reports_that_are_not_what_would_be_written_fail_the_check(space):
    assert 0 == crosswalk(space, "build").returncode
    (space / "reports" / "index.html").write_text("stale", "utf-8")
    found = crosswalk(space, "build", "--check")

    assert 1 == found.returncode
    assert "index.html" in found.stdout


def test_a_missing_corpus_file(space):
    (space / "corpora/hygiene/2021-05-01.yaml").unlink()
    said = refused(space, "build")

    assert "sources.yaml line 9" in said
    assert "hygiene@2021-05-01" in said


def test_a_duplicate_id(space):
    edit(space, "corpora/kitchen/2020-01.yaml", "id: K/2", "id: K/1")
    said = refused(space, "build")

    assert "2020-01.yaml line 8" in said
    assert "K/1" in said


def test_broken_yaml(space):
    edit(space, "corpora/kitchen/2020-01.yaml", "  - id: K/2", "  - id: [K/2")

    assert "2020-01.yaml line" in refused(space, "build")


def test_an_empty_text(space):
    edit(
        space,
        "corpora/hygiene/2021-05-01.yaml",
        "Menus shall state the allergens present in each dish.",
        '""',
    )
    said = refused(space, "build")

    assert "2021-05-01.yaml line 4" in said
    assert "R-10" in said


def test_an_unknown_provision_in_a_mapping(space):
    assert 0 == crosswalk(space, "build").returncode
    made = (space / "mappings/food.candidates.sssom.tsv").read_text("utf-8")
    wrong = made.replace("R-20", "R-99").replace("food.candidates", "food")
    (space / "mappings/food.sssom.tsv").write_text(wrong, "utf-8")
    shutil.rmtree(space / "reports")
    said = refused(space, "build")

    assert "food.sssom.tsv line" in said
    assert "R-99" in said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("corpus: hygiene", "corpus: hygeine", "hygeine"),
        ("corpus: kitchen", "corpus: kitchen, include: [Q]", "Q"),
        ("    left:", "    lefty:", "lefty"),
        ("crosswalks:", "crosswalk:", "crosswalks.yaml line 1"),
    ],
)
def test_a_wrong_crosswalk_list(space, old, new, expected):
    edit(space, "crosswalks.yaml", old, new)

    assert expected in refused(space, "build")


def test_a_folder_that_is_no_workspace(tmp_path):
    assert "crosswalk init" in refused(tmp_path, "build", code=2)


def test_a_document_that_is_not_there(space):
    assert "nowhere.csv" in refused(space, "propose", "nowhere.csv", "kitchen")


def test_the_error_for_a_table_with_other_columns_names_the_option(space):
    table = space / "list.csv"
    table.write_text("Alpha,Beta\nA-1,The kitchen is clean.\n", "utf-8")
    said = refused(space, "propose", str(table), "kitchen")

    assert "crosswalk read FILE --id ID --columns id=Ref,text=Indicator" in said
    found = crosswalk(
        space, "read", str(table), "--id", "list", "--columns", "id=Alpha,text=Beta", "--as-of", "2026-01"
    )
    assert 0 == found.returncode, found.stderr


def test_a_sheet_is_taken_in_without_a_crosswalk_s_id_where_the_file_names_it(space):
    assert "[ID] [FILE]" in crosswalk(space, "sheet", "import", "--help").stdout
    assert "name a workbook or a .json file" in refused(space, "sheet", "import", code=2)


def test_a_build_names_the_files_besides_the_pages(space):
    said = crosswalk(space, "build").stdout

    assert "more files in" in said
    assert "crosswalk.xlsx" in said
    assert ".candidates.sssom.tsv" in said


def test_an_ending_nobody_knows(space):
    said = refused(space, "propose", "kitchen", "hygiene", "--out", str(space / "pairs.docm"), code=2)

    assert "pairs.docm" in said


def test_an_existing_workspace_is_not_laid_over(space):
    before = state(space)
    found = crosswalk(space, "init", str(space))

    assert 2 == found.returncode
    assert before == state(space)


def test_wrong_use_exits_two(space):
    assert 2 == crosswalk(space, "bild").returncode
    assert 2 == crosswalk(space, "build", "--nonsense").returncode


def test_a_read_only_folder(space):
    (space / "reports").write_text("a file where the folder should be", "utf-8")

    assert "reports" in refused(space, "build")
