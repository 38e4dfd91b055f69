"""The law of July 2016 and the law as it stands: the judged list of changes, and what the program finds."""

import pytest

from crosswalk.errors import SourceError
from crosswalk.model.change import ChangeKind, Weight
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.compare_editions import (
    LAW,
    PRINT,
    Amendment,
    EditionText,
    changes_between,
    read_amendments,
)
from tools.texts import amend

THEN, NOW = "2016-07-19", "2026-03-26"
ADDED = ("29/3225a", "29/3228")


@pytest.fixture(scope="module")
def judged(root):
    """Every change of words since July 2016, with its source, as `corpora/wioa/amendments.tsv` lists it."""
    return read_amendments(root / "corpora" / "wioa" / "amendments.tsv")


@pytest.fixture(scope="module")
def found(space):
    both = (EditionText(space.corpus("wioa", date), space.edition("wioa", date)) for date in (THEN, NOW))
    return changes_between(space, *both)


def test_the_list_has_what_congress_amended_and_what_the_editors_printed_otherwise(judged):
    assert ["29/3174/c/2/A/vii", "29/3221/i/4/G", "29/3245/b/3/D"] == [
        one.id for one in judged if one.kind == LAW
    ]
    assert 12 == sum(one.kind == PRINT for one in judged)
    assert all(one.by and (one.in_force or one.kind == PRINT) for one in judged)


def test_every_real_change_is_found_and_none_is_invented(found, judged):
    told = [
        change for change in found if change.kind is not ChangeKind.SAME and change.weight is not Weight.NONE
    ]
    of_wioa = {change.id for change in told if not change.id.startswith(ADDED)}
    others = [change for change in told if change.id.startswith(ADDED)]

    assert {one.id for one in judged} == of_wioa
    assert others
    assert {ChangeKind.ADDED} == {change.kind for change in others}


def test_the_changes_are_listed_by_kind(found):
    kinds = {change.id: change.kind for change in found}

    assert ChangeKind.REWORDED is kinds["29/3174/c/2/A/vii"]
    assert ChangeKind.CITATION is kinds["29/3221/i/4/G"]
    assert ChangeKind.CITATION is kinds["29/3113/a/2/K"]


def test_the_newest_edition_is_the_one_of_2016_with_the_list_applied(space, judged):
    new = space.corpus("wioa", NOW)
    made = amend(space.corpus("wioa", THEN), new.source, judged)

    assert [prov.digest for prov in made] == [
        prov.digest for prov in new if not f"{prov.id}/".startswith(tuple(f"{one}/" for one in ADDED))
    ]


def test_a_provision_of_the_chapter_outside_the_act_has_a_note(space):
    new = space.corpus("wioa")

    assert NOW == new.source.as_of
    for section in ADDED:
        assert new[section].note.startswith("Not part of WIOA")
        assert not new[section].also


def test_every_section_records_the_date_and_method_of_its_check(space):
    new = space.corpus("wioa")
    sections = [prov.id for prov in new.children(None)]

    assert 95 == len(sections)
    assert all("release point 119-73, March 2026" in new.checked(one) for one in sections)
    assert "source credit" in new.checked("29/3123/b/1")
    assert new.checked("29/3102/7/D").startswith("Words compared")


def test_two_references_that_lead_to_a_repealed_section_say_so(space):
    new = space.corpus("wioa")

    assert all("repealed" in new[one].note for one in ("29/3113/a/2/K", "29/3151/b/1/B/xii"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("The board shall and shall act.", "occurs 2 times"), ("Nothing here.", "occurs 0 times")],
)
def test_an_amendment_that_does_not_fit_is_refused(text, said):
    source = Source("law", "2020", "A law")
    corpus = Corpus(source, (Provision("law/1", text),))
    with pytest.raises(SourceError, match=said):
        amend(corpus, source, [Amendment("law/1", "shall", "may", LAW, "Pub. L. 1-2")])


def test_a_table_with_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "amendments.tsv"
    path.write_text("id\twas\tnow\tkind\tby\tin_force\tnote\nlaw/1\ta\tb\trumor\tsomebody\t\t\n", "utf-8")
    with pytest.raises(SourceError, match="write law or print"):
        read_amendments(path)
