"""The built wheel works alone: installed in a clean environment, with all that it needs inside or as dependencies."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def runs(name):
    """Whether an interpreter is there and starts: a version manager leaves names behind that do not."""
    return (
        shutil.which(name)
        and subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode == 0
    )


PYTHONS = [name for name in ("python3.11", "python3.12", "python3.13") if runs(name)] or [sys.executable]
pytestmark = pytest.mark.slow


def run(*command, **options):
    found = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--wheel-dir", folder, ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "hatchling" in built.stderr and built.returncode:
        pytest.skip("no package index is reachable")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def bare(home):
    """An environment in which nothing of this checkout can be found."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return {**kept, "HOME": str(home)}


def works(crosswalk, home):
    """What an installed program must do, away from the checkout."""
    things = json.loads(run(crosswalk, "doctor", "--json", cwd=home, env=bare(home)))
    assert not [one for one in things if one["wrong"]]
    assert {one["name"] for one in things if one["kind"] == "package"} >= {
        "numpy",
        "spacy",
        "pyarrow",
        "joblib",
    }
    run(crosswalk, "init", home / "space", cwd=home, env=bare(home))
    shown = run(crosswalk, "show", "wioa:29/3102/7", cwd=home / "space", env=bare(home))
    assert "career pathway" in shown
    (home / "law.txt").write_text(
        "Sec. 1. Plans\n(a) The board shall describe youth activities.\n(b) It shall meet.\n", "utf-8"
    )
    run(
        crosswalk, "portfolio", "wioa:29/3123/b", "--against", "law.txt", "--out", "out", "--jobs", "1",
        cwd=home, env=bare(home),
    )  # fmt: skip
    assert (home / "out" / "rows.parquet").is_file()


def test_the_wheel_carries_texts_templates_and_word_lists_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for inner in (
        "shipped/corpora/wioa/2016-07-19.yaml", "shipped/crosswalks.yaml", "shipped/mappings/definition.sssom.tsv",
        "report/templates/portfolio.html", "data/bert_uncased_vocab.txt", "py.typed",
    ):  # fmt: skip
        assert f"crosswalk/{inner}" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "reports/"))]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_wheel_works_in_a_clean_environment(python, wheel, tmp_path):
    run(python, "-m", "venv", tmp_path / "venv")
    bin_folder = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(
        bin_folder / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile",
        "--constraint", ROOT / "constraints.txt", wheel,
    )  # fmt: skip
    works(bin_folder / "crosswalk", tmp_path)


@pytest.mark.skipif(not shutil.which("pipx"), reason="pipx is not installed")
def test_pipx_installs_the_wheel(wheel, tmp_path):
    env = {**bare(tmp_path), "PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
    run("pipx", "install", "--pip-args", f"--constraint {ROOT / 'constraints.txt'}", wheel, env=env)
    works(tmp_path / "bin" / "crosswalk", tmp_path)


@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
def test_uv_installs_the_wheel_as_a_tool(wheel, tmp_path):
    env = {**os.environ, "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    run("uv", "tool", "install", "--constraints", ROOT / "constraints.txt", wheel, env=env)
    works(tmp_path / "bin" / "crosswalk", tmp_path)
