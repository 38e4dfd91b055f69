"""The house's own rules: imports point downward, modules stay small, start-up stays quick."""

import ast
import importlib.util
import os
import re
import statistics
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import crosswalk

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "crosswalk").rglob("*.py"))


@cache
def nodes(path):
    """Every node of a module's syntax tree, parsed once."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_there_are_modules_to_check():
    assert len(MODULES) > 30


def test_imports_point_downward():
    found = run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()")

    assert 0 == found.returncode, found.stdout + found.stderr
    assert "3 kept, 0 broken" in found.stdout


def test_every_room_is_in_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    listed = [name for layer in contracts["contracts"][0]["layers"] for name in re.findall(r"[\w.]+", layer)]
    rooms = {path.relative_to(ROOT / "crosswalk").parts[0].removesuffix(".py") for path in MODULES}

    assert rooms - {"__init__", "__main__"} == {name.removeprefix("crosswalk.") for name in listed}


def test_no_layer_has_modules_that_may_import_one_another():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]

    assert not [layer for layer in contracts["contracts"][0]["layers"] if ":" in layer]


def test_one_class_name_has_one_definition():
    found = Counter(node.name for path in MODULES for node in nodes(path) if isinstance(node, ast.ClassDef))

    assert not [name for name, number in found.items() if number > 1]


def test_a_public_function_shares_its_name_with_none_of_another_room():
    """The verbs of the command line, and the words of pages and sentences, may have a name that another room has too."""
    apart = {"cli", "relate", "report"}
    named = {
        (node.name, path.parent.name)
        for path in MODULES
        if path.parent.name not in apart
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    rooms = Counter(name for name, _ in named)

    assert not [name for name, number in rooms.items() if number > 1]


def test_no_module_has_more_than_400_lines_of_code():
    lengths = {str(path.relative_to(ROOT)): code_lines(path) for path in MODULES}

    assert not {name: lines for name, lines in lengths.items() if lines > 400}


def code_lines(path):
    """How many lines of a module hold code: no docstring, comment or blank line."""
    no_code = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    with path.open("rb") as file:
        tokens = [token for token in tokenize.tokenize(file.readline) if token.type not in no_code]
    lines = {line for token in tokens if token.string for line in range(token.start[0], token.end[0] + 1)}
    docs = [
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    return len(lines.difference(*(range(doc.lineno, doc.end_lineno + 1) for doc in docs))) - 1


def test_functions_are_short():
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert statistics.median(lengths) <= 10
    assert statistics.quantiles(lengths, n=10)[-1] <= 35


def test_help_answers_at_once():
    """Time of the processor, the best of three runs, so that a busy machine does not fail an honest start-up."""
    command = [sys.executable, "-m", "crosswalk", "--help"]
    taken = []
    for _ in range(3):
        before = os.times()
        found = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        after = os.times()
        taken.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )

    assert b"side by side" in found.stdout
    assert min(taken) < 0.4


def test_every_public_name_loads():
    assert all(getattr(crosswalk, name) for name in crosswalk.__all__)


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
            for node in nodes(path)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
        ]

        assert not calls, path


def test_the_generated_pages_are_what_the_code_says():
    """`make docs` writes the room table, the error codes and the thresholds."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from generate import generated
    finally:
        sys.path.pop(0)

    stale = [path.name for path, text in generated().items() if text != path.read_text("utf-8")]
    assert not stale, "run `make docs`"


def test_the_architecture_page_links_to_pages_that_exist():
    for page in [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_files_that_a_page_names_exist():
    """A path in the documents or the data leads to a file of the repository or of the package."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
    data = [*(ROOT / "corpora").glob("*.yaml"), *(ROOT / "crosswalk" / "data").glob("*.yaml")]
    rooms = {path.name for path in (ROOT / "crosswalk").iterdir() if path.is_dir()}
    # The how-to pages have a reader write these.
    examples = {"ingest/akoma_ntoso.py", "tests/ingest/test_akoma_ntoso.py", "report/templates/topics.html"}
    checked, missing = 0, []
    for page in (*pages, *data):
        for found in re.findall(
            r"(?<![\w./-])((?:\w+/)+\w+\.(?:py|yaml|html|css|js))\b", page.read_text("utf-8")
        ):
            name = found.removeprefix("crosswalk/")
            if name.partition("/")[0] in rooms | {"tests", "docs", "tools"} and name not in examples:
                checked += 1
                places = (ROOT / name, ROOT / "crosswalk" / name)
                missing += [(page.name, name)] if not any(place.is_file() for place in places) else []

    assert checked > 50
    assert not missing


def test_every_file_of_data_is_read_by_a_module():
    texts = [path.read_text("utf-8") for path in MODULES]
    data = [path.name for path in (ROOT / "crosswalk" / "data").iterdir() if path.suffix not in {".py", ""}]

    assert len(data) > 15
    assert not [name for name in data if not any(f'"{name}"' in text for text in texts)]
    assert not [
        path.name for path in MODULES if re.search(r"files\(\"crosswalk\"\)", path.read_text("utf-8"))
    ]


def test_the_glossary_is_in_alphabetical_order():
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    terms = [line.split("|")[1].strip().lower() for line in lines if line.startswith("| ")]

    assert len(terms) > 30
    assert terms[1:] == sorted(terms[1:])


def test_the_paths_on_the_architecture_page_name_functions_that_exist():
    """Every dotted name on the page is a module, a function or a method of the package."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {path.name for path in (ROOT / "crosswalk").iterdir() if path.is_dir()}
    names = {name for name in re.findall(r"`(\w+(?:\.\w+)+)`", page) if name.partition(".")[0] in rooms}

    assert len(names) > 25
    missing = [name for name in sorted(names) if not _exists(name)]
    assert not missing


def _exists(name):
    """Whether a dotted name leads from the package through modules and classes to a callable."""
    found = importlib.import_module("crosswalk")
    for part in name.split("."):
        try:
            found = (
                importlib.import_module(f"{found.__name__}.{part}")
                if _holds(found, part)
                else getattr(found, part)
            )
        except AttributeError:
            return False
    return callable(found)


def _holds(found, part):
    """Whether a package has a module of that name."""
    return hasattr(found, "__path__") and importlib.util.find_spec(f"{found.__name__}.{part}") is not None
