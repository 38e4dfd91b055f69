"""The house's own rules: imports point downward, modules stay small, start-up stays quick."""

import ast
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "crosswalk").rglob("*.py"))


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_there_are_modules_to_check():
    assert len(MODULES) > 30


def test_imports_point_downward():
    found = run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()")

    assert 0 == found.returncode, found.stdout + found.stderr
    assert "2 kept, 0 broken" in found.stdout


def test_ruff_finds_nothing():
    found = run(sys.executable, "-m", "ruff", "check", "crosswalk", "tests")

    assert 0 == found.returncode, found.stdout


def test_ruff_would_format_nothing():
    found = run(sys.executable, "-m", "ruff", "format", "--check", "crosswalk", "tests")

    assert 0 == found.returncode, found.stdout + found.stderr


@pytest.mark.slow
def test_mypy_is_content():
    found = run(sys.executable, "-m", "mypy")

    assert 0 == found.returncode, found.stdout


def test_codespell_finds_nothing():
    found = run(
        sys.executable, "-m", "codespell_lib", "crosswalk", "tests", "README.md", "CHANGELOG.md", "NOTICE"
    )

    assert 0 == found.returncode, found.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_is_longer_than_400_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_functions_are_short():
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert statistics.median(lengths) <= 10
    assert statistics.quantiles(lengths, n=10)[-1] <= 35


def test_help_answers_at_once():
    """The best of three runs, so that a busy machine does not fail an honest start-up."""
    command = [sys.executable, "-m", "crosswalk", "--help"]
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        found = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        best = min(best, time.perf_counter() - start)

    assert b"side by side" in found.stdout
    assert best < 0.4


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"spacy", "pandas", "numpy", "lxml", "jinja2", "networkx", "pydantic", "scipy", "wordllama"}
    found = run(sys.executable, "-c", "import crosswalk.cli.app, sys; print(*sys.modules)")

    assert not heavy & set(found.stdout.split())


def test_nothing_is_printed_outside_the_command_line():
    for path in MODULES:
        if path.parent.name == "cli" or path.name == "__main__.py":
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
        ]

        assert not calls, path
