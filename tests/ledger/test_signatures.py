"""One person is one person however the name is spelled, and a name can be read by everyone."""

import dataclasses

import pytest

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import Decision, Verdict, record, undo
from crosswalk.ledger.signatures import is_among, name_fault, same_person
from crosswalk.ledger.sssom import format_mappings, parse_mappings, read_mappings
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status

START = MappingSet("herbs", "Herbs", "herbs", "growers", "2020-01-01", "2019-06")
OFFERED = Mapping(
    "4/b",
    "G-2",
    Relation.EQUAL,
    Status.PROPOSED,
    "The same.",
    author="crosswalk",
    left_digest="a" * 12,
    right_digest="b" * 12,
)


def confirmed(path, by):
    decision = Decision("4/b", "G-2", Verdict.CONFIRMED, by, "2026-03-04")
    return record(path, decision, offered=OFFERED, start=START).row


@pytest.mark.parametrize(
    "spelling",
    ["ann lee", "ANN LEE", "Ann  Lee", "Ann Lee.", "Ànn Lee", "Ａｎｎ Ｌｅｅ", "Ann-Lee", "Ann\u00a0Lee"],
)
def test_one_person_in_two_spellings_does_not_make_a_row_final(tmp_path, spelling):
    path = tmp_path / "herbs.sssom.tsv"

    confirmed(path, "Ann Lee")
    row = confirmed(path, spelling)

    assert "Ann Lee" == row.reviewer


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ann Lee\u200b", "U+200B"),
        ("Ann\u2060 Lee", "U+2060"),
        ("\ufeffAnn Lee", "U+FEFF"),
        ("Ann\u00ad Lee", "U+00AD"),
        ("\u202eeeL nnA", "U+202E"),
        ("\u0410nn Lee", "CYRILLIC and LATIN"),
        ("Ann Le\u0435", "CYRILLIC and LATIN"),
        ("\u0391nn Lee", "GREEK and LATIN"),
    ],
)
def test_a_name_with_invisible_or_foreign_letters_is_refused(tmp_path, name, why):
    with pytest.raises(LedgerError, match="not recorded") as caught:
        confirmed(tmp_path / "herbs.sssom.tsv", name)

    assert why in str(caught.value)


@pytest.mark.parametrize(
    "name", ["Анна Ли", "山田 たろう", "Ó Néill", "Åsa Öst", "Νίκη", "José María", "O’Hara"]
)
def test_names_of_any_one_script_are_taken(name):
    assert "" == name_fault(name)


def test_a_whole_name_in_look_alike_letters_is_the_same_person():
    assert same_person("Сара", "Capa")
    assert not same_person("Ann Lee", "Ann Li")
    assert is_among("ann lee", ["B", "Ann Lee"])


def test_a_second_person_makes_two_names(tmp_path):
    path = tmp_path / "herbs.sssom.tsv"

    confirmed(path, "Ann Lee")

    assert "Ann Lee|Bo Li" == confirmed(path, "Bo Li").reviewer


def test_a_person_takes_back_under_another_spelling(tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    confirmed(path, "Ann Lee")

    assert undo(path, START, "ann lee") is not None
    assert not read_mappings(path).mappings


def test_one_person_twice_in_a_file_is_named(tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    row = dataclasses.replace(confirmed(path, "Ann Lee"), reviewer="Ann Lee|Bo Li")
    text = format_mappings(dataclasses.replace(START, mappings=(row,)))

    with pytest.raises(LedgerError, match="are one person"):
        parse_mappings(text.replace("Ann Lee|Bo Li", "Ann Lee|ann lee"), "herbs.sssom.tsv")


@pytest.mark.parametrize(
    "number", ["1" * 26, "1" * 400, "١", "0.٥", "1e5", "nan", "0x1", "-" + "9" * 30, "٥"]
)
def test_a_number_that_is_none_of_ours_is_named_with_its_line(tmp_path, number):
    path = tmp_path / "herbs.sssom.tsv"
    confirmed(path, "Ann Lee")
    good = dataclasses.replace(read_mappings(path).mappings[0], confidence=0.5, strength=7)
    text = format_mappings(dataclasses.replace(START, mappings=(good,)))

    for old, name in (("\t0.5\t", "confidence"), ("\t7\n", "strength")):
        assert old in text
        with pytest.raises(LedgerError, match=name) as caught:
            parse_mappings(text.replace(old, old.replace(old.strip(), number)), "f")
        assert "XW-405" == caught.value.problems[0].code


@pytest.mark.parametrize("day", ["٢٠٢٦-٠٣-٠٤", "2026-3-4", "2026-02-30", "1" * 30])
def test_a_day_in_other_digits_is_none(tmp_path, day):
    path = tmp_path / "herbs.sssom.tsv"
    confirmed(path, "Ann Lee")

    with pytest.raises(LedgerError, match="not a date"):
        parse_mappings(path.read_text("utf-8").replace("2026-03-04", day), "f")


def test_two_branches_add_a_line_each(tmp_path):
    """A first decision on a file of drafts changes one line of it, so that two branches can be merged."""
    path = tmp_path / "herbs.sssom.tsv"
    drafts = [
        dataclasses.replace(OFFERED, left=f"4/{n}", status=Status.DRAFT, date="2026-01-02") for n in "abcd"
    ]
    path.write_text(
        format_mappings(dataclasses.replace(START, mappings=tuple(drafts)), all_columns=True), "utf-8"
    )
    before = path.read_text("utf-8").splitlines()

    confirmed(path, "Ann Lee")

    after = path.read_text("utf-8").splitlines()
    changed = [line for line in before if line not in after]
    assert len(before) <= len(after) <= len(before) + 1
    assert 1 == len(changed)
    assert "\t4/b" in changed[0] or "4/b;" in changed[0]
