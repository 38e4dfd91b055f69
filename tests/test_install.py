"""The built wheel works alone: installed in a clean environment, with all that it needs inside or as dependencies."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def runs(command):
    """Whether an interpreter is there and starts: a version manager leaves names behind that do not."""
    return (
        bool(command)
        and subprocess.run([command, "-c", ""], capture_output=True, check=False).returncode == 0
    )


def interpreter(version):
    """A Python of a version: on the path, or where pyenv keeps its own; None where there is none that starts."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(map(str, root.glob(f"versions/{version}.*/bin/python{version}")))
    return next(filter(runs, (shutil.which(f"python{version}"), *reversed(kept))), None)


def tool(name):
    """The command of an installer: a module of this environment or a program on the path; None without either."""
    if find_spec(name):
        return [sys.executable, "-m", name]
    return [name] if shutil.which(name) else None


FOUND = {version: interpreter(version) for version in ("3.11", "3.12", "3.13")}
PYTHONS = [
    pytest.param(found, id=version, marks=[] if found else pytest.mark.skip(f"no Python {version} is here"))
    for version, found in FOUND.items()
]
PIPX, UV = tool("pipx"), tool("uv")
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


def bin_folder_of(venv):
    return venv / ("Scripts" if os.name == "nt" else "bin")


def test_the_wheel_works_beside_the_packages_of_this_environment(wheel, tmp_path):
    """`make test` installs the wheel alone; `make test-install` also what it needs, which takes a minute each time."""
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    python = bin_folder_of(venv) / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-compile",
        wheel,
    )
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "needed.pth").write_text(
        f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n", "utf-8"
    )

    found = run(python, "-c", "import crosswalk; print(crosswalk.__file__)", cwd=tmp_path, env=bare(tmp_path))
    assert Path(found.strip()).is_relative_to(own)
    works(bin_folder_of(venv) / "crosswalk", tmp_path)


@pytest.mark.installs
@pytest.mark.parametrize("python", PYTHONS)
def test_the_wheel_works_in_a_clean_environment(python, wheel, tmp_path):
    run(python, "-m", "venv", tmp_path / "venv")
    bin_folder = bin_folder_of(tmp_path / "venv")
    run(
        bin_folder / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile",
        "--constraint", ROOT / "constraints.txt", wheel,
    )  # fmt: skip
    works(bin_folder / "crosswalk", tmp_path)


@pytest.mark.installs
@pytest.mark.skipif(not PIPX, reason="pipx is not installed")
@pytest.mark.parametrize("python", PYTHONS)
def test_pipx_installs_the_wheel(python, wheel, tmp_path):
    env = {**bare(tmp_path), "PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
    run(
        *PIPX, "install", "--python", python, "--pip-args", f"--constraint {ROOT / 'constraints.txt'}", wheel,
        env=env,
    )  # fmt: skip
    works(tmp_path / "bin" / "crosswalk", tmp_path)


@pytest.mark.installs
@pytest.mark.skipif(not UV, reason="uv is not installed")
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("origin", ["wheel", "checkout"])
def test_uv_installs_it_as_a_tool(origin, python, wheel, tmp_path):
    env = {**os.environ, "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    run(
        *UV, "tool", "install", "--python", python, "--constraints", ROOT / "constraints.txt",
        wheel if origin == "wheel" else ROOT,
        env=env,
    )  # fmt: skip
    works(tmp_path / "bin" / "crosswalk", tmp_path)
