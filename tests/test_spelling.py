"""What readers see is spelled the American way."""

import re
import subprocess
import sys

SEEN = (
    "README.md",
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


def british(empty, *paths):
    """What codespell finds of British spellings, run in a folder without its settings for the code."""
    command = (sys.executable, "-m", "codespell_lib", "--builtin", "en-GB_to_en-US")
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
