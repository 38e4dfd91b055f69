"""How a text is built: who acts, what is done, what is denied, and what is joined by "and" or "or"."""

import pytest

from crosswalk.model.frame import Ban, WordRole
from tests.relate.reading import read


def word(text, said):
    """The content word of a text that begins with some letters."""
    return next(one for one in read(text).content.words if one.words.startswith(said))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The system owner reviews user accounts.", "reviews"),
        ("The accounts shall be audited each year.", "audited"),
        ("Participants write reports.", "write"),
        ("Smoking is prohibited in the building.", "smoking"),
        ("Agencies are permitted to share data.", "share"),
    ],
)
def test_the_word_that_says_what_is_done(text, act):
    content = read(text).content

    assert act == content.words[content.act].words


@pytest.mark.parametrize(
    ("text", "said", "role"),
    [
        ("The plan shall be approved by the board within 30 days.", "board", WordRole.AGENT),
        ("The accounts shall be audited each year by an independent auditor.", "auditor", WordRole.AGENT),
        ("Bills shall be paid by the end of the month.", "month", WordRole.TIME),
        ("Visitors shall report before entering a ward.", "ward", WordRole.TIME),
        ("Pupils shall wear a helmet if it snows.", "snows", WordRole.CONDITION),
        ("Doors shall be kept closed, except on holidays.", "holidays", WordRole.EXCEPTION),
        ("Postal votes shall be counted in public.", "votes", WordRole.UNDERGOER),
        ("Draining of ponds is prohibited between March and August.", "march", WordRole.TIME),
        ("Teachers need a license to teach in a public school.", "public", WordRole.SUBJECT),
    ],
)
def test_the_role_of_a_word(text, said, role):
    assert role is word(text, said).role


@pytest.mark.parametrize(
    ("text", "said", "denied"),
    [
        ("Persons who do not speak the language shall be given an interpreter.", "interpreter", False),
        ("Persons who do not speak the language shall be given an interpreter.", "speak", True),
        ("No exit point leads to employment.", "employment", True),
        ("Nobody may smoke in the building.", "smoke", True),
        ("A youth is not younger than 16 at enrollment.", "enrollment", False),
        ("A house may not be built without a permit.", "permit", False),
        ("Members shall serve without pay.", "pay", True),
        ("The rule excludes training at work.", "training", True),
        (
            "The office shall consult residents, including but not limited to holding hearings.",
            "hearings",
            False,
        ),
    ],
)
def test_what_a_denial_reaches(text, said, denied):
    assert denied is word(text, said).denied


@pytest.mark.parametrize(
    ("text", "ban"),
    [
        ("Smoking is prohibited.", Ban.WHOLE),
        ("A member may not borrow more than 10 books.", Ban.LIMIT),
        ("A house may not be built without a permit.", Ban.WAY_OUT),
        ("Members may borrow 10 books.", Ban.NONE),
    ],
)
def test_what_a_prohibition_leaves_open(text, ban):
    assert ban is read(text).content.ban


def test_a_list_names_its_items_and_the_word_that_joins_them():
    content = read("A nurse or a doctor shall be present.").content
    (found,) = content.words[0].lists

    assert ("or", 0, (1,)) == (found.joining, found.own, found.others)
    assert content.words[0].chosen


def test_a_word_knows_the_noun_it_modifies():
    content = read("Staff must report a serious incident.").content
    at = [one.words for one in content.words]
    (noun,) = content.words[at.index("serious")].modifies

    assert "incident" == at[noun.place]
    assert noun.direct
    assert not noun.definite


def test_words_of_a_heading_are_no_words_of_the_text():
    found = read("Members shall vote.", heading="Board elections")

    assert "Members shall vote." == found.own_text
    assert [("members", "Members"), ("vote", "vote")] == [
        (one.words, one.span.of(found.own_text)) for one in found.content.words
    ]
