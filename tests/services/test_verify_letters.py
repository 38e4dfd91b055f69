"""Letters of guidance against their texts: altered words are found, what a PDF does to lines is not."""

from dataclasses import replace

import pytest

from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.verify import compare_letters

SOURCE = Source("letter", "2024-06-11", "A letter", "guidance")
TEXT = """\
# A letter
# Department, June 11, 2024

PURPOSE:

States1 must report the employ-
ment rate of every participantwho exits, and

1 See the rule for the meaning of State.

3

---
Page 4

RATE

the median earnings of those who are employed in the second quarter after exit.
Indicator Quarter
Rate second
"""
PROVISIONS = (
    Provision("purpose", heading="PURPOSE:"),
    Provision(
        "purpose/p1",
        "States must report the employment rate of every participant who exits, and the median earnings of those who"
        " are employed in the second quarter after exit.",
    ),
    Provision("purpose/r1", "Rate | second"),
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "letter.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_words_cut_by_lines_pages_and_footnotes_agree(folder):
    report = compare_letters(Corpus(SOURCE, PROVISIONS), folder)

    assert (3, 3, ()) == (report.compared, report.agree, report.problems)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("must report", "may report"),
        ("every participant", "participant"),
        ("second quarter", "fourth quarter"),
        ("of those who", "of all those who"),
        ("exits, and the", "exits and not the"),
    ],
)
def test_an_altered_word_is_found(folder, was, now):
    altered = replace(PROVISIONS[1], text=PROVISIONS[1].text.replace(was, now))
    report = compare_letters(Corpus(SOURCE, (PROVISIONS[0], altered)), folder)

    assert ["purpose/p1"] == [problem.where for problem in report.problems]


def test_a_letter_of_another_date_does_not_count(folder):
    report = compare_letters(Corpus(replace(SOURCE, as_of="2023-06-11"), PROVISIONS), folder)

    assert 0 == report.agree
