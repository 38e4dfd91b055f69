"""Which differences are marks, and which are words."""

import pytest

from crosswalk.editions.text_comparison import (
    bare_marks,
    causes,
    reclassified,
    reclassifier,
    same_words,
    without_next_heading,
)

SAME = (
    ("The term “State” means—", 'the term "state" means--'),
    ("section 3226 of this title);", "section 3226 of this title );"),
    ("section 49l–2(e)", "section 49 l -2(e)"),
    ("3⁄10 of 1 percent", "3 ⁄ 10 of 1 percent"),
    ("$1,000,000", "$1000000"),
    ("a list; and", "a list;"),
    ("co-location of staff", "colocation of staff"),
    ("not later than\u00a090 days", "not later than 90 days"),
)
DIFFERENT = (
    ("may", "may not"),
    ("not able to work", "notable to work"),
    ("1.5 percent", "15 percent"),
    ("sections 3–5", "sections 3, 5"),
    ("5 percent", "$5"),
    ("a list; and", "a list; or"),
    ("12 months", "1 2 months"),
    ("paragraph (1)", "paragraph (2)"),
)


@pytest.mark.parametrize(("old", "new"), SAME)
def test_other_marks_are_the_same_words(old, new):
    assert same_words(old, new)
    assert same_words(new, old)


@pytest.mark.parametrize(("old", "new"), DIFFERENT)
def test_other_words_are_other_words(old, new):
    assert not same_words(old, new)
    assert not same_words(new, old)


@pytest.mark.parametrize(
    ("old", "new", "cause", "faulty"),
    [
        ("this title;", "this title ;", "spaces stand inside a citation or before a mark", True),
        ("means—", "means", "the mark that leads in is missing on one side", True),
        ("“a”", '"a"', "quotation marks", False),
        ("the board", "the Board", "capital letters", False),
        ("a list; and", "a list;", "the connective at the end of a list item", False),
    ],
)
def test_the_cause_is_named(old, new, cause, faulty):
    assert ((cause,), faulty) == causes(old, new)


FOOTNOTES = (
    ("section 60532 of title 34.", "section 60532  1 of title 34.", [1]),
    ("agreement with Governor on local levels", "agreement with Governor 1 on local levels", [1]),
    ("participate in Job Corps", "participate in Job 1 Corps", [1]),
)
NUMBERS = (
    ("agreements with employers", "agreements with 2 employers"),
    ("in section of the Act", "in section 2 of the Act"),
    ("at least individuals", "at least 2 individuals"),
    ("within months", "within 6 months"),
    ("the second quarter", "the fourth quarter"),
    ("90 days", "120 days"),
)


@pytest.mark.parametrize(("old", "new", "numbers"), FOOTNOTES)
def test_a_bare_footnote_number_is_seen(old, new, numbers):
    assert numbers == [number for _, _, number in bare_marks(old, new)]


@pytest.mark.parametrize(("old", "new"), NUMBERS)
def test_a_number_that_counts_or_numbers_something_is_no_footnote(old, new):
    assert [] == bare_marks(old, new)


def test_the_heading_of_the_next_part_is_seen():
    law = "that Federal law."
    assert law == without_next_heading(law, f"{law} subpart 2 local provisions")
    for old, new in (
        ("under Part B", "under Part B of this title"),
        ("under this law.", "under Federal law. PART B Rules"),
    ):
        assert new == without_next_heading(old, new)


def test_a_reclassified_place_is_one_place():
    table = reclassifier([("section 14043e-2{} of title 42", "section 12473{} of title 34")])
    old, new = (
        "(as defined in section 14043e–2(6) of title 42),",
        "(as defined in section 12473(6) of title 34 ),",
    )

    assert same_words(reclassified(old, table), reclassified(new, table))
    assert not same_words(reclassified(old, table), reclassified(new.replace("(6)", "(7)"), table))
