"""Every linter and type checker, run in one place; what readers see is spelled the American way."""

import re
import subprocess
import sys

import pytest

CODE = ("crosswalk", "tests", "docs", "tools")

SEEN = (
    "README.md",
    "docs/reference.md",
    "NOTICE",
    "CHANGELOG.md",
    "corpora/alliance",
    "corpora/lexicon.yaml",
    "corpora/sources.yaml",
    "crosswalk/report/templates",
    "crosswalk/report/static",
    "crosswalk/review/templates",
    "crosswalk/review/static",
    "mappings/definition.sssom.tsv",
    "mappings/measures.sssom.tsv",
)

# Words in -ise that are no other word's British spelling.
AMERICAN = {
    "otherwise",
    "likewise",
    "advise",
    "advising",
    "promising",
    "exercise",
    "enterprise",
    "raise",
    "raised",
}
AMERICAN |= {
    "comprise",
    "comprised",
    "supervised",
    "revised",
    "devised",
    "rise",
    "wise",
    "precise",
    "premise",
}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", *CODE), id="ruff check"),
        pytest.param(("ruff", "format", "--check", *CODE), id="ruff format"),
        pytest.param(("mypy",), id="mypy", marks=pytest.mark.slow),
        pytest.param(
            ("codespell_lib", "crosswalk", "tests", "docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE"),
            id="codespell",
        ),
    ],
)  # fmt: skip
def test_a_linter_finds_nothing(root, command):
    found = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False
    )

    assert found.returncode == 0, found.stdout + found.stderr


def british(empty, *paths):
    """What codespell finds of British spellings, run in a folder without its settings for the code."""
    # MITRE is an organization.
    command = (sys.executable, "-m", "codespell_lib", "--builtin", "en-GB_to_en-US", "-L", "mitre")
    return subprocess.run([*command, *paths], cwd=empty, capture_output=True, text=True, check=False)


def test_no_british_spelling_is_left(root, tmp_path):
    found = british(tmp_path, *(root / name for name in SEEN))

    assert found.returncode == 0, found.stdout


def test_no_word_of_the_alliance_ends_the_british_way(root):
    """Codespell does not know every word in -ise."""
    for path in (root / "corpora" / "alliance").glob("*.yaml"):
        found = re.findall(r"\b[a-z]+is(?:e|ed|es|ing|ation)\b", path.read_text("utf-8").lower())

        assert not set(found) - AMERICAN, path


def test_a_british_spelling_would_be_found(tmp_path):
    (tmp_path / "text.yaml").write_text("text: A way of organising labour.\n", encoding="utf-8")

    assert "organising ==> organizing" in british(tmp_path, "text.yaml").stdout
