"""Words that a page broke are put together as the document writes them, and never guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.ingest.word_breaks import vocabulary

KNOWN = vocabulary(
    [
        "The",
        "programs",
        "shall",
        "serve",
        "participants",
        "in",
        "work-based",
        "learning",
        "and",
        "co-enrolled",
        "youth;",
        "post-secondary",
        "schools",
        "support",
        "implementation,",
        "location",
        "and",
        "self-service",
        "based",
        "on",
        "work",
        "of",
        "the",
        "State",
    ]
)


@pytest.mark.parametrize(
    ("head", "tail", "whole"),
    [
        ("imple-", "mentation", "implementation"),
        ("Imple-", "mentation.", "Implementation."),
        ("co-", "location", "colocation"),
        ("co-", "enroll", "co-enroll"),
        ("State-", "approved", "State-approved"),
        ("non-", "profit", "nonprofit"),
        ("one-", "stop", "one-stop"),
        ("state-", "ment", "statement"),
        ("work-", "based", "work-based"),
        ("(work-", "based)", "(work-based)"),
        ("self-", "directed", "self-directed"),
        ("coordi-", "nation", "coordination"),
        ("pre-", "and", "pre- and"),
        ("WIOA-", "funded", "WIOA-funded"),
        ("State-", "Recognized", "State-Recognized"),
        ("113-", "128", "113-128"),
        ("nine-", "character", "nine-character"),
        ("locally-", "driven", "locally-driven"),
        ("after-the-", "fact", "after-the-fact"),
        ("whole-of-", "government", "whole-of-government"),
        ("https://www.example.org/civil-", "nuclear/x", "https://www.example.org/civil-nuclear/x"),
        ("www.example.org/a-", "b", "www.example.org/a-b"),
        ("ex-", "participants", "ex-participants"),
        ("ex-", "pense", "expense"),
        ("self-", "service", "self-service"),
        ("ap-", "ply", "apply"),
    ],
)
def test_parted_words(head, tail, whole):
    if head == "WIOA-":
        known = vocabulary(["WIOA", "funded"])
        assert known.whole(head, tail) == whole
    else:
        assert KNOWN.whole(head, tail) == whole


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("programsshall", "programs shall"),
        ("Programsshall,", "Programs shall,"),
        ("theparticipants", "the participants"),
        ("section112(b)", "section 112(b)"),
        ("part677", "part 677"),
        ("herewith", "herewith"),
        ("thereunder", "thereunder"),
        ("workforce", "workforce"),
        ("participantsshall", "participants shall"),
        ("strangersshall", "strangersshall"),
        ("partnership", "partnership"),
    ],
)
def test_words_run_together(word, parted):
    assert KNOWN.parted(word) == parted


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_letter_is_lost_but_a_hyphen(head, tail):
    whole = KNOWN.whole(f"{head}-", tail)

    assert whole.replace("-", "").replace(" ", "") == f"{head}{tail}".replace("-", "").replace(" ", "")
    assert KNOWN.parted(whole).replace(" ", "") == whole.replace(" ", "")
