"""How a text is built: who acts, what is done, and what is denied."""

import pytest

from crosswalk.language.annotate import annotate
from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.clause import Role, analyze_clause


def built(text):
    prov = Provision("P", text)
    corpus = Corpus(Source("s", "2026", "S"), (prov,))
    return analyze_clause(prov, annotate(corpus)["P"], read_provisions(corpus, ["P"])["P"])


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("The system owner reviews user accounts.", "reviews"),
        ("The accounts shall be audited each year.", "audited"),
        ("Participants write reports.", "write"),
        ("Each exit point leads to employment.", "leads"),
        ("Smoking is prohibited in the building.", None),
    ],
)
def test_the_word_that_says_what_is_done(text, action):
    found = built(text).action

    assert action == (found and found.of(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The plan shall be approved by the board within 30 days.", "board"),
        ("The accounts shall be audited each year by an independent auditor.", "auditor"),
    ],
)
def test_who_does_it_in_the_passive_voice(text, words):
    start = text.index(words)
    shape = built(text)

    assert shape.passive
    assert Role.AGENT is next(kind for span, kind in shape.regions if span.start <= start < span.end)


@pytest.mark.parametrize(
    "text", ["Bills shall be paid by the end of the month.", "Notice shall be sent by mail."]
)
def test_by_when_and_by_what_means_is_nobody(text):
    assert Role.AGENT not in {kind for _, kind in built(text).regions}


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("Persons who do not speak the language shall be given an interpreter.", "interpreter", False),
        ("Persons who do not speak the language shall be given an interpreter.", "speak", True),
        ("No exit point leads to employment.", "employment", True),
        ("A youth is not younger than 16 at enrollment.", "enrollment", False),
        ("Shops may refuse to take back bottles.", "bottles", True),
    ],
)
def test_what_a_denial_reaches(text, word, denied):
    shape = built(text)
    inside = [span.start <= text.index(word) < span.end for span in shape.negation_scopes]

    assert denied is (sum(inside) % 2 == 1)


def test_leave_to_refuse_is_leave_not_to():
    assert built("Shops may refuse to take back bottles.").optional
    assert not built("Shops may take back bottles.").optional
