"""The README's commands are run, and every verb stands in it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from crosswalk.workspace.workspace import KEPT
from tests.command_line import crosswalk
from tests.plans.papers import as_docx, as_pdf, paper

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
# Two small tables of another field, for the README's `mine.csv` and `theirs.csv`.
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


def commands():
    lines = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines()]
    return [line for line in lines if line]


def test_the_first_screen_has_the_two_commands():
    first = README[:1200]

    assert "make crosswalk" in first
    assert "make test" in first
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^crosswalk:", makefile, re.MULTILINE)
    assert re.search(r"^test:", makefile, re.MULTILINE)


def test_every_verb_and_option_stands_in_the_help_and_every_verb_in_the_readme():
    import typer

    from crosswalk.cli.app import app

    group = typer.main.get_command(app)
    assert group.commands
    for name, command in group.commands.items():
        assert f"crosswalk {name}" in README, name
        assert command.help, name
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                assert parameter.help, (name, parameter.name)


@pytest.mark.slow
def test_the_readme_s_commands_run(tmp_path, shipped_build):
    """One after another, as a reader would type them, in a folder that is no workspace."""
    folder = tmp_path
    ran = []
    for line in commands():
        words = shlex.split(line)
        if words[0] == "make":
            continue
        if words[0] == "cd":
            folder = folder / words[1]
            for name, text in (("mine.csv", MINE), ("theirs.csv", THEIRS)):
                (folder / name).write_text(text, "utf-8")
            plan = paper("uplands")
            for name in ("draft", "old", "new", "a", "b"):
                (folder / f"{name}.docx").write_bytes(as_docx(plan))
            (folder / "state.docx").write_bytes(as_docx(plan))
            (folder / "my-copy.pdf").write_bytes(as_pdf(plan))
            continue
        assert "crosswalk" == words[0], line
        found = crosswalk(*words[1:], cwd=folder)
        assert 0 == found.returncode, f"{line}\n{found.stdout}{found.stderr}"
        ran.append(words[1])
        if words[1] == "init":
            # The cold build that this workspace needs has been made; the rest of its computation is reused.
            shutil.copytree(shipped_build / KEPT, folder / words[2] / KEPT)

    assert {"init", "show", "build", "check", "propose", "graph"} <= set(ran)
    assert (folder / "reports" / "definition.html").stat().st_size > 10_000
    assert 3 * 3 == len((folder / "pairs.csv").read_text("utf-8").splitlines()) - 1
    shutil.rmtree(folder)
