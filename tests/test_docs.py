"""The commands of the README, of the reference and of the guides are run, and every verb is in one of the first two."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from crosswalk.workspace.workspace import CACHE_FOLDER
from tests.command_line import crosswalk
from tests.plans.papers import as_docx, as_pdf, paper

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
GUIDES = ROOT / "docs" / "guides"
IMAGES = ROOT / "docs" / "images"
# Two small tables of another field, for `mine.csv` and `theirs.csv`.
MINE = """id,title,text
K1,Water,Kitchen staff must test the drinking water every week and keep the results.
K2,Knives,Knives are stored in a locked drawer after each shift.
K3,Allergens,The menu must name every allergen a dish contains.
"""
THEIRS = """id,title,text
R-10,Food labels,Menus shall state the allergens present in each dish.
R-20,Water quality,Drinking water shall be sampled weekly; results shall be kept for two years.
R-30,Parking,Delivery vehicles may stop for ten minutes.
"""


class Reader:
    """Somebody who does what a page says: types its commands, saves its tables, adds its YAML."""

    def __init__(self, folder, built):
        self.folder = folder
        self.built = built
        self.ran = []

    def follow(self, page):
        """Each fenced block in order; a table is saved under the last name in backticks above it."""
        for before, language, block in re.findall(r"(.*?)```(\w*)\n(.*?)```", page, re.DOTALL):
            if language == "sh":
                for line in block.splitlines():
                    self.type(shlex.split(line, comments=True))
            elif language == "csv":
                name = re.findall(r"`([\w-]+\.csv)`", before)[-1]
                (self.folder / name).write_text(block, "utf-8")
            elif language == "yaml":
                with (self.folder / "crosswalks.yaml").open("a", encoding="utf-8") as file:
                    file.write(block)

    def type(self, words):
        """One command, which must succeed; `make` is run by whoever runs the tests."""
        if not words or words[0] == "make":
            return
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return
        assert "crosswalk" == words[0], words
        found = crosswalk(*words[1:], cwd=self.folder)
        assert 0 == found.returncode, f"{shlex.join(words)}\n{found.stdout}{found.stderr}"
        assert "Traceback" not in found.stderr
        verb = words[3] if words[1] == "--workspace" else words[1]
        self.ran.append(verb)
        if verb == "init":
            # The cold build that this workspace needs has been made.
            for part in (CACHE_FOLDER, "reports"):
                shutil.copytree(self.built / part, self.folder / words[-1] / part, dirs_exist_ok=True)


@pytest.fixture
def reader(tmp_path, shipped_build, monkeypatch):
    """A reader who presses Ctrl+C as soon as a page is open: a command that serves one would never end."""

    def end(_server):
        raise KeyboardInterrupt

    monkeypatch.setattr("werkzeug.serving.BaseWSGIServer.serve_forever", end)
    return Reader(tmp_path, shipped_build)


def test_the_first_screen_has_the_two_commands():
    first = README[:1200]

    assert "make crosswalk" in first
    assert "make test" in first
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^crosswalk:", makefile, re.MULTILINE)
    assert re.search(r"^test:", makefile, re.MULTILINE)


def test_every_verb_and_option_is_in_the_help_and_every_verb_in_the_reference():
    import typer

    from crosswalk.cli.app import app

    group = typer.main.get_command(app)
    assert group.commands
    for name, command in group.commands.items():
        assert f"crosswalk {name}" in README + REFERENCE, name
        assert command.help, name
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                assert parameter.help, (name, parameter.name)


def test_every_dependency_is_in_the_table_of_what_the_program_is_built_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    table = README.partition("## What it is built on")[2].lower()
    names = [
        re.match(r"[\w-]+", line)[0]
        for line in (*project["dependencies"], *project["optional-dependencies"]["cluster"])
    ]

    assert len(names) > 20
    assert not [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", table)]


def test_make_lint_covers_what_the_tests_lint():
    from tests.test_linters import CODE

    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert f"CODE := {' '.join(CODE)}\n" in makefile
    assert "/codespell " in makefile.partition("\nlint:")[2]


def test_every_picture_is_shown_and_small_and_every_picture_shown_exists():
    shown = {
        (page.parent / path).resolve()
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    }

    assert {"index.webp", "definition.webp", "measures.webp", "gaps.webp"} <= {path.name for path in shown}
    assert set(IMAGES.iterdir()) == {path for path in shown if path.parent == IMAGES}
    for path in shown:
        assert path.stat().st_size < 150_000, path


@pytest.mark.parametrize("path", sorted(IMAGES.iterdir()), ids=lambda path: path.stem)
def test_a_picture_is_a_page_of_the_report_at_full_width(path):
    from docs.screenshots import PAGES, WIDTH

    data = path.read_bytes()

    # The extended form, as Chromium writes it, has width and height less one in three bytes each.
    assert (b"RIFF", b"WEBP", b"VP8X") == (data[:4], data[8:12], data[12:16])
    size = [int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27)]
    assert [WIDTH, PAGES[path.stem]] == size


@pytest.mark.slow
def test_the_commands_of_the_readme_and_the_reference_run(reader):
    """One after another, as a reader would type them, in a folder that is no workspace."""
    workspace = reader.folder / "my-workspace"
    begin, rest = re.split(r"(?<=cd my-workspace\n)", README + REFERENCE, maxsplit=1)
    reader.follow(begin + "```\n")
    add_readme_files(workspace)
    reader.follow("```sh\n" + rest)

    assert {"init", "show", "build", "check", "propose", "graph"} <= set(reader.ran)
    assert (workspace / "reports" / "definition.html").stat().st_size > 10_000
    assert 3 * 3 == len((workspace / "pairs.csv").read_text("utf-8").splitlines()) - 1


def add_readme_files(folder):
    """The documents of the reader that the two pages name."""
    (folder / "mine.csv").write_text(MINE, "utf-8")
    (folder / "theirs.csv").write_text(THEIRS, "utf-8")
    for name in ("draft", "old", "new", "a", "b"):
        (folder / f"{name}.docx").write_bytes(as_docx(paper("uplands")))
    (folder / "state.docx").write_bytes(as_docx(paper("basin")))
    (folder / "my-copy.pdf").write_bytes(as_pdf(paper("uplands")))


@pytest.mark.slow
def test_the_guides_for_analysts_and_for_staff_can_be_followed(reader):
    from crosswalk.ledger.sssom import read_mappings

    reader.follow((GUIDES / "analyst.md").read_text("utf-8"))
    assert (reader.folder / "pathway.docx").is_file()
    reader.follow((GUIDES / "guidance-changes.md").read_text("utf-8"))

    assert {"read", "build", "decide", "export", "watch", "update", "changes"} <= set(reader.ran)
    rows = {(row.left, row.right): row for row in read_mappings(reader.folder / "mappings/pathway.sssom.tsv")}
    assert ("P-3", "S-3a") in rows


@pytest.mark.slow
def test_the_guide_for_planning_teams_can_be_followed(reader):
    for name in ("draft", "second", "ours"):
        (reader.folder / f"{name}.docx").write_bytes(as_docx(paper("uplands")))
    (reader.folder / "state.pdf").write_bytes(as_pdf(paper("basin")))

    reader.follow((GUIDES / "planning-team.md").read_text("utf-8"))

    assert {"gaps", "answers", "ratings"} <= set(reader.ran)
    assert {"agenda.pdf", "letter.docx", "finder.docx", "funder.docx", "alignment.xlsx"} <= {
        path.name for path in reader.folder.iterdir()
    }


def test_every_guide_is_followed_by_a_test():
    assert {"analyst", "guidance-changes", "planning-team"} == {path.stem for path in GUIDES.glob("*.md")}
