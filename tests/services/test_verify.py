"""One altered word in a quoted law is found, wherever it stands."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.check import compare_official
from crosswalk.services.verify import CopyFault, as_in_copy, compare_amended, compare_letters, compare_words

OFFICIAL = """\
# § 9. Pathways
# Citation: 29 U.S.C. 9
# Vintage: Release Point 1-1 (file created 2020-01-02)

§ 9. Pathways

(a) Purpose
    The State board shall assist the Governor[1] in the “plan”—
    (1) in years; and
    (2) in quarters,
    as the Secretary may allow.
(b) Rules.—The local board may act.

(Pub. L. 1–2, § 9, Jan. 2, 2020, 1 Stat. 1.)

# Code footnotes
[1] So in original.
"""
SOURCE = Source("law", "2020-01-02", "A law", "statute")
PROVISIONS = (
    Provision("29/9", heading="Pathways", num="§ 9.", level="section", citation="29 U.S.C. 9"),
    Provision("29/9/a", "The State board shall assist the Governor in the “plan”—", "Purpose", "29/9", "(a)"),
    Provision("29/9/a/1", "in years; and", parent="29/9/a", num="(1)"),
    Provision("29/9/a/2", "in quarters,", parent="29/9/a", num="(2)"),
    Provision("29/9/a/flush", "as the Secretary may allow.", parent="29/9/a"),
    Provision("29/9/b", "The local board may act.", "Rules", "29/9", "(b)", citation="29 U.S.C. 9(b)"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "29-USC-9.txt").write_text(OFFICIAL, encoding="utf-8")
    return tmp_path


def test_true_words_agree(folder: Path):
    report = compare_words(Corpus(SOURCE, PROVISIONS), folder)
    assert (report.compared, report.agree, report.problems) == (6, 6, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.integers(0, 5), st.integers(0, 8), st.sampled_from(["drop", "add", "swap", "case"]))
def test_one_altered_word_is_found(folder: Path, which: int, at: int, how: str):
    prov = PROVISIONS[which]
    words = prov.text.split() or prov.heading.split()
    at %= len(words)
    changed = {
        "drop": words[:at] + words[at + 1 :],
        "add": [*words[:at], "not", *words[at:]],
        "swap": [*words[:at], "must", *words[at + 1 :]],
        "case": [*words[:at], words[at].upper() + "S", *words[at + 1 :]],
    }[how]
    field = "text" if prov.text else "heading"
    listed = list(PROVISIONS)
    listed[which] = replace(prov, **{field: " ".join(changed)})
    report = compare_words(Corpus(SOURCE, tuple(listed)), folder)
    assert report.agree < report.compared
    assert report.problems


def test_a_disagreement_names_its_place_and_the_rest_still_agrees(folder: Path):
    listed = [replace(prov, text=prov.text.replace("years", "months")) for prov in PROVISIONS]
    report = compare_words(Corpus(SOURCE, tuple(listed)), folder)
    assert (report.compared, report.agree) == (6, 5)
    assert [problem.where for problem in report.problems] == ["29/9/a/1"]
    assert "29-USC-9.txt, which has “( 1 ) in years" in report.problems[0].what


def test_a_provision_left_out_is_found(folder: Path):
    for left_out in range(1, 6):
        listed = tuple(
            prov
            for at, prov in enumerate(PROVISIONS)
            if at != left_out and prov.parent != PROVISIONS[left_out].id
        )
        assert compare_words(Corpus(SOURCE, listed), folder).problems


def test_provisions_out_of_order_are_found(folder: Path):
    listed = (*PROVISIONS[:2], PROVISIONS[3], PROVISIONS[2], *PROVISIONS[4:])
    assert compare_words(Corpus(SOURCE, listed), folder).problems


def test_a_text_of_another_date_does_not_count(folder: Path):
    other = replace(SOURCE, as_of="2021-01-02")
    report = compare_words(Corpus(other, PROVISIONS), folder)
    assert (report.agree, report.compared) == (0, 6)
    assert "holds no official text of 29 U.S.C. 9 at this date" in report.problems[0].what


def test_the_shipped_law_agrees_with_the_official_texts(root: Path, reference: Path):
    from crosswalk.workspace.workspace import Workspace

    space = Workspace(root)
    compared = 0
    for entry in space.sources:
        if entry.numbering in {"usc", "cfr"}:
            report = compare_official(space, entry, reference)
            assert report.problems == ()
            compared += report.compared
    assert compared >= 3000


def test_altered_words_of_the_shipped_law_are_found(root: Path, reference: Path):
    from crosswalk.workspace.workspace import Workspace

    law = Workspace(root).corpus("wioa", "2016-07-19")
    altered = ("29/3102/7/D", "29/3141/b/2/A/i/III", "29/3174/a/3/B/i/flush")
    listed = [
        replace(prov, text=prov.text.replace(" the ", " a ", 1)) if prov.id in altered else prov
        for section in ("29/3102", "29/3141", "29/3174")
        for prov in law.below(section)
    ]
    report = compare_words(Corpus(law.source, tuple(listed)), reference)
    assert report.compared - report.agree == len(altered)
    assert [problem.where for problem in report.problems] == [law[prov_id].citation for prov_id in altered]


FAULTY = OFFICIAL.replace(
    "shall assist the Governor[1] in the “plan”—", "shall 1 assist the Governor in the “plan”"
)
FAULTS = (
    CopyFault("29/9/a", "shall 1 assist", "shall assist", "a footnote's number"),
    CopyFault("29/9/a", "the “plan”", "the “plan”—", "lead-in"),
)


def test_listed_faults_of_the_copy_are_reconciled(tmp_path: Path):
    (tmp_path / "29-USC-9.txt").write_text(FAULTY, encoding="utf-8")
    corpus = Corpus(SOURCE, PROVISIONS)
    copied, done = as_in_copy(corpus, FAULTS)
    report = done.joined(compare_words(copied, tmp_path))

    assert compare_words(corpus, tmp_path).problems
    assert (6, 6, (), 2) == (report.compared, report.agree, report.problems, report.reconciled)


def test_a_listed_fault_that_is_none_is_found():
    _, done = as_in_copy(
        Corpus(SOURCE, PROVISIONS), [CopyFault("29/9/b", "may not", "shall not", "invented")]
    )

    assert ["29 U.S.C. 9(b)"] == [problem.where for problem in done.problems]


LATER = "# A report\n# copy dated 2021-05-06\n\n(b) Rules The local board shall act.\n"


def test_what_an_edition_takes_over_and_what_was_amended_are_compared_apart(tmp_path: Path):
    (tmp_path / "later.txt").write_text(LATER, encoding="utf-8")
    base = Corpus(SOURCE, PROVISIONS)
    amended = replace(PROVISIONS[5], text="The local board shall act.")
    made = Corpus(replace(SOURCE, as_of="2021-05-06"), (*PROVISIONS[:5], amended))

    assert compare_amended(made, base, tmp_path).problems == ()
    invented = Corpus(made.source, (*PROVISIONS[:5], replace(amended, text="The local board must act.")))
    assert ["29 U.S.C. 9(b)"] == [p.where for p in compare_amended(invented, base, tmp_path).problems]
    shorter = Corpus(made.source, PROVISIONS[:5])
    assert ["29 U.S.C. 9(b)"] == [p.where for p in compare_amended(shorter, base, tmp_path).problems]


LETTER_SOURCE = Source("letter", "2024-06-11", "A letter", "guidance")
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
LETTER = (
    Provision("purpose", heading="PURPOSE:"),
    Provision(
        "purpose/p1",
        "States must report the employment rate of every participant who exits, and the median earnings of those who"
        " are employed in the second quarter after exit.",
    ),
    Provision("purpose/r1", "Rate | second"),
)


@pytest.fixture
def letters(tmp_path):
    (tmp_path / "letter.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_words_cut_by_lines_pages_and_footnotes_agree(letters):
    report = compare_letters(Corpus(LETTER_SOURCE, LETTER), letters)

    assert (3, 3, ()) == (report.compared, report.agree, report.problems)


@pytest.mark.parametrize("sign", "•▪✓☐\uf0b7\uf0a7\uf0fc\uf0a8")
def test_bullets_are_no_words_whatever_font_they_are_from(letters, sign):
    (letters / "letter.txt").write_text(TEXT.replace("exits, and", f"exits, {sign} and"), "utf-8")

    assert not compare_letters(Corpus(LETTER_SOURCE, LETTER), letters).problems


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
def test_an_altered_word_is_found(letters, was, now):
    altered = replace(LETTER[1], text=LETTER[1].text.replace(was, now))
    report = compare_letters(Corpus(LETTER_SOURCE, (LETTER[0], altered)), letters)

    assert ["purpose/p1"] == [problem.where for problem in report.problems]


def test_a_letter_of_another_date_does_not_count(letters):
    report = compare_letters(Corpus(replace(LETTER_SOURCE, as_of="2023-06-11"), LETTER), letters)

    assert 0 == report.agree
