"""Taking documents into a workspace: nothing becomes an edition by accident, and a dry run writes nothing."""

import time
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.errors import ConfigError, CrosswalkError, SourceError
from crosswalk.workspace import register
from crosswalk.workspace.register import add_document
from crosswalk.workspace.workspace import Workspace, read_file

REGISTER = """sources:
- id: rule
  as_of: 2024-01-01
  file: rule/2024-01-01.yaml
  title: A rule
  kind: regulation
  rights: None.
  verification: verbatim
"""
RULE = "id: rule\nas_of: 2024-01-01\nprovisions:\n" + "".join(
    f"- {{id: rule/{at}, text: The board shall do thing {at}.}}\n" for at in range(20)
)


@pytest.fixture
def root(tmp_path):
    """A workspace with one document."""
    folder = tmp_path / "space"
    (folder / "corpora" / "rule").mkdir(parents=True)
    (folder / "mappings").mkdir()
    (folder / "crosswalks.yaml").write_text("crosswalks: []\n")
    (folder / "corpora" / "sources.yaml").write_text(REGISTER)
    (folder / "corpora" / "rule" / "2024-01-01.yaml").write_text(RULE)
    return folder


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root, *words):
    return CliRunner().invoke(app, ["--workspace", str(root), *map(str, words)])


OTHERS = [
    ("tiny.csv", "id,text\nA1,The board shall publish each year.\nA2,Providers must report.\n"),
    ("plan.txt", "GOALS\n\nAnother text altogether.\n\nIt has nothing to do with the rule.\n"),
    ("page.html", "<html><body><h1>News</h1><p>The office is closed on Monday.</p></body></html>"),
    ("frame.yaml", "id: frame\nas_of: 2025-01-01\nprovisions:\n- {id: X-1, text: Words of their own.}\n"),
]


@pytest.mark.parametrize(("name", "text"), OTHERS)
def test_a_text_that_shares_next_to_nothing_is_no_edition(root, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    before = files(root)

    with pytest.raises(
        ConfigError, match=f"{name} has next to nothing in common with rule@2024-01-01 \\(0 of"
    ):
        add_document(Workspace(root), tmp_path / name, {"id": "rule", "as_of": "2025-01-01"})
    assert files(root) == before


SHARED = [
    ("".join(f"rule/{at},New words {at}.\n" for at in range(20)), "by id"),
    ("".join(f"{at},The board shall do thing {at}.\n" for at in range(20)), "by words"),
    ("".join(f"rule/{at},The board shall do thing {at}.\n" for at in range(5)), "a part"),
]


@pytest.mark.parametrize(("rows", "how"), SHARED, ids=[how for _, how in SHARED])
def test_a_text_that_shares_ids_or_words_is_an_edition(root, tmp_path, rows, how):
    (tmp_path / "new.csv").write_text(f"id,text\n{rows}")

    _, path = add_document(Workspace(root), tmp_path / "new.csv", {"id": "rule", "as_of": "2025-01-01"})

    assert path.is_file()
    assert Workspace(root).corpus("rule").source.as_of == "2025-01-01"


def test_a_new_id_needs_nothing_in_common(root, tmp_path):
    (tmp_path / "tiny.csv").write_text(OTHERS[0][1])
    add_document(Workspace(root), tmp_path / "tiny.csv", {"id": "tiny", "as_of": "2025-01-01"})

    assert len(Workspace(root).corpus("tiny")) == 2


def test_a_dry_run_of_read_reports_and_writes_nothing(root, tmp_path):
    (tmp_path / "tiny.csv").write_text(OTHERS[0][1])
    before = files(root)

    said = run(
        root, "read", tmp_path / "tiny.csv", "--id", "tiny", "--as-of", "2025-01-01", "--dry-run"
    ).output

    assert "2 provisions." in said
    assert "Not written: " in said
    assert files(root) == before


def test_a_dry_run_of_update_lists_the_changes_and_writes_nothing(root, tmp_path):
    lines = "".join(f"rule/{at},The board shall do thing {at}{' now' * (at < 2)}.\n" for at in range(20))
    (tmp_path / "new.csv").write_text(f"id,text\n{lines}")
    before = files(root)

    said = run(root, "update", "rule", tmp_path / "new.csv", "--as-of", "2025-01-01", "--dry-run").output

    assert "2 reworded" in said
    assert "Not written:" in said
    assert files(root) == before


def test_update_warns_of_a_text_with_little_in_common(root, tmp_path):
    lines = "".join(f"rule/{at},The board shall do thing {at}.\n" for at in range(3))
    lines += "".join(f"other/{at},Something else altogether {at}.\n" for at in range(9))
    (tmp_path / "new.csv").write_text(f"id,text\n{lines}")

    said = run(root, "update", "rule", tmp_path / "new.csv", "--as-of", "2025-01-01", "--dry-run").output

    assert "Warning: Only 3 of the 12 provisions of new.csv are in rule as of 2024-01-01" in said


def test_a_sheet_is_named_on_the_command_line(root, tmp_path):
    book = openpyxl.Workbook()
    for name, word in (("Adult", "Adults"), ("Youth", "Youth")):
        sheet = book.create_sheet(name)
        sheet.append(["Ref", "Words"])
        sheet.append(["1.1", f"{word} are served."])
    book.save(tmp_path / "frame.xlsx")
    named = ["--columns", "id=Ref,text=Words", "--as-of", "2025-01-01"]

    assert 'Read one of them: crosswalk read FILE --sheet "Adult"' in str(
        run(root, "read", tmp_path / "frame.xlsx", "--id", "frame", *named).exception
    )
    run(root, "read", tmp_path / "frame.xlsx", "--id", "frame", *named, "--sheet", "Youth")
    assert [prov.text for prov in Workspace(root).corpus("frame")] == ["Youth are served."]


@pytest.mark.parametrize(
    "file", ["../outside.yaml", "/etc/passwd", "rule/../../outside.yaml", "~/x.yaml", "C:\\x.yaml"]
)
def test_a_corpus_file_outside_the_workspace_is_never_read(root, tmp_path, file):
    (tmp_path / "outside.yaml").write_text(RULE)
    register = root / "corpora" / "sources.yaml"
    register.write_text(REGISTER.replace("rule/2024-01-01.yaml", f"'{file}'"))

    with pytest.raises(SourceError) as caught:
        Workspace(root).corpus("rule")
    assert "must be in the folder corpora/" in str(caught.value)


REFERENCES = [
    ("rule:rule/3", ["rule/3"]),
    ("rule:3", ["rule/3"]),
    ("{file}:1/b", ["note/1/b"]),
    ("{file}:1(b)", ["note/1/b"]),
    ("{file}:note/1/b", ["note/1/b"]),
]


@pytest.mark.parametrize(("reference", "ids"), REFERENCES)
def test_a_part_of_a_corpus_or_file_is_named_as_users_write_it(root, tmp_path, reference, ids):
    path = tmp_path / "note.txt"
    path.write_text("Section 1. Duties.\n\n(a) The board shall meet.\n(b) Providers shall report.\n")

    found = Workspace(root).resolve(reference.replace("{file}", str(path)))

    assert [prov.id for prov in found] == ids


def test_a_user_s_file_is_never_marked_as_quoted_word_for_word(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("The board shall meet.\n")
    corpus = read_file(path)

    marks = {corpus.source.mark, *(prov.mark for prov in corpus)}
    assert marks == {"Taken from the file note.txt; not compared with the official text"}


def test_two_documents_added_at_once_are_both_in_the_register(root, tmp_path, monkeypatch):
    def slowly(*words):
        made = register_files(*words)
        time.sleep(0.2)
        return made

    register_files = register.edition_files
    monkeypatch.setattr(register, "edition_files", slowly)
    (tmp_path / "new.csv").write_text("id,text\n1,One.\n")

    def add(name):
        given = {"id": name, "as_of": "2024-01"}
        register.add_document(Workspace(root), tmp_path / "new.csv", given)

    with ThreadPoolExecutor() as pool:
        list(pool.map(add, ["one", "two", "three"]))

    assert {"one", "two", "three"} <= {entry.id for entry in Workspace(root).sources}


def test_the_same_edition_added_meanwhile_is_refused(root, tmp_path):
    (tmp_path / "new.csv").write_text("id,text\n1,One.\n")
    given = {"id": "one", "as_of": "2024-01"}
    stale = Workspace(root)
    assert stale.sources
    register.add_document(Workspace(root), tmp_path / "new.csv", given)

    with pytest.raises(CrosswalkError, match="has an edition as of 2024-01 already"):
        register.add_document(stale, tmp_path / "new.csv", given)


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(root, tmp_path):
    entry = Workspace(root).sources[0]
    path = root / "corpora" / entry.file
    outside = tmp_path / "outside.yaml"
    path.rename(outside)
    path.symlink_to(outside)

    with pytest.raises(CrosswalkError, match="is a link to a file outside the folder corpora/"):
        Workspace(root).corpus(entry.id, entry.as_of)
