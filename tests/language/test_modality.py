"""Modality: the force of words, and who must, may or should."""

import pytest

from crosswalk.language.modality import ModalKind, deontic_modality, find_agent, find_modals, lead_in_modality
from crosswalk.model.relation import Modality


def read(text, kind):
    return [(word.value, word.span.of(text)) for word in find_modals(text) if word.kind is kind]


WORDS = [
    ("The State shall, and the local board may, act.", ModalKind.MODAL, [("must", "shall"), ("may", "may")]),
    ("A State may not delay.", ModalKind.MODAL, [("must not", "may not")]),
    ("A State is not required to act.", ModalKind.MODAL, [("need not", "is not required to")]),
    ("at least one of the following", ModalKind.CHOICE, [("any", "at least one of the following")]),
    ("at least one of the following", ModalKind.BOUND, []),
    ("at least 1 recognized credential", ModalKind.BOUND, [("at least", "at least")]),
    (
        "Not less than 75 percent, but not more than 90",
        ModalKind.BOUND,
        [("at least", "Not less than"), ("at most", "not more than")],
    ),
    ("up to 20 percent", ModalKind.BOUND, [("at most", "up to")]),
    ("not later than 90 days", ModalKind.BOUND, [("not later than", "not later than")]),
    ("participants who are not enrolled", ModalKind.NEGATION, [("not", "not")]),
    (
        "except that clause (i) applies unless waived",
        ModalKind.EXCEPTION,
        [("except", "except that"), ("unless", "unless")],
    ),
    ("other than those in hospice", ModalKind.EXCEPTION, [("other than", "other than")]),
    ("included only if also employed", ModalKind.CONDITION, [("only if", "only if")]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), WORDS)
def test_force_words_are_found(text, kind, expected):
    assert read(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("on May 5, 2014", "in may 2014", "Public Law No. 5", "a normal anderson order"),
        *(
            "By May 15 the report is due",
            "taken in May",
            "In May, the list",
            "from May through June",
            "May 1–15",
        ),
        *("the report covers May, June", "each May", "May 31st"),
        *(
            "Elaine May, Commissioner, signed.",
            "signed by Elaine May",
            "R. May signed",
            "Dr. May is the chair",
        ),
        *("Elaine May Acting Director", "May is Career Pathways Month.", "Due date: May", "TEGL of MAY 2024"),
        *("Mar., Apr., May", "May Day events", "the meeting (May)", "Ms. May’s letter"),
    ],
)
def test_what_only_looks_like_one_is_none(text):
    assert not [word for word in find_modals(text) if word.kind in {ModalKind.MODAL, ModalKind.NEGATION}]


DUTIES = [
    ("The State board shall assist the Governor.", Modality.MUST),
    ("The local plan shall include—", Modality.MUST),
    ("A State may submit a combined plan.", Modality.MAY),
    ("States must report each year.", Modality.MUST),
    ("A local board should meet often.", Modality.SHOULD),
    ("Funds shall not be used for lobbying.", Modality.MUST_NOT),
    ("No funds may be used for lobbying.", Modality.MUST_NOT),
    ("Contracts may not exceed 50 percent of the wage.", Modality.MUST_NOT),
    ("By May 15 the board shall file the report.", Modality.MUST),
    ("What the Board May Do by May", Modality.MAY),
    ("May the board delegate its duties?", Modality.MAY),
    ("Elaine May shall sign each plan.", Modality.MUST),
    ("Theresa May, Director, may approve it.", Modality.MAY),
    ("The Board May Waive This Requirement", Modality.MAY),
    ("The State board May set rules.", Modality.MAY),
    ("Local Boards May:", Modality.MAY),
    ("STATES MAY APPLY", Modality.MAY),
    ("What the Funds Referred To May Not Buy", Modality.MUST_NOT),
    ("None of the funds shall be used for lobbying.", Modality.MUST_NOT),
    ("A State shall not be required to report.", Modality.MAY),
    ("Nothing in this Act shall be construed to mandate curricula.", Modality.STATES),
    ("The term “career pathway” means a combination of services that—", Modality.MEANS),
    ("The term “region”, used without further description, means a region.", Modality.MEANS),
    ("The term “Alaska Native” includes a Native.", Modality.INCLUDES),
    ("If a State fails to report, the Secretary shall act.", Modality.MUST),
    ("A State that may elect to act shall report.", Modality.MUST),
    ("The indicators (except that clause (i) shall not apply) shall consist of—", Modality.MUST),
    ("The board, with partners who may attend, shall lead.", Modality.MUST),
]


@pytest.mark.parametrize(("text", "expected"), DUTIES)
def test_the_main_verb_sets_the_duty(text, expected):
    found = deontic_modality(text)
    assert found is not None
    duty, span = found
    assert duty is expected
    assert span.of(text).strip()


def test_no_verb_no_duty():
    assert deontic_modality("a description of the strategy") is None


def test_a_clause_inside_a_list_item_is_not_its_duty():
    text = "a description of how funds may be used"
    assert deontic_modality(text, fragment=True) is None
    assert deontic_modality("that may include incumbent worker training", fragment=True)[0] is Modality.MAY


LEADS = [
    ("The local plan shall include—", Modality.MUST),
    ("The plan shall hold a list, which may include—", Modality.MAY),
    ("Funds may be used for activities, which shall include—", Modality.MUST),
    ("The term “career pathway” means a combination that—", Modality.MEANS),
    ("The indicators (except that clause (i) shall not apply) shall consist of—", Modality.MUST),
    ("the following—", None),
]


@pytest.mark.parametrize(("text", "expected"), LEADS)
def test_a_lead_in_governs_by_its_last_verb(text, expected):
    assert lead_in_modality(text) is expected


def test_swapping_shall_and_may_swaps_the_duty():
    for text, duty in DUTIES:
        if duty is Modality.MUST and "shall" in text and "may" not in text and "(" not in text:
            assert deontic_modality(text.replace("shall", "may"))[0] is Modality.MAY


ACTORS = [
    ("The State board shall assist the Governor.", "State board"),
    ("In general, the State board shall assist the Governor.", "State board"),
    (
        "The Secretary of Labor and the Secretary of Education, after consultation with States, shall issue definitions.",
        "Secretary of Labor and the Secretary of Education",
    ),
    (
        "Prior to the third year, the State and the Secretary of Labor shall agree.",
        "State and the Secretary of Labor",
    ),
    ("Each eligible agency desiring a grant under this subchapter shall submit a plan.", "eligible agency"),
    ("A State that desires to receive funds shall submit a plan.", "State"),
    ("The local board, with representatives of schools, shall lead efforts.", "local board"),
    ("Funds shall be allotted by the Secretary.", "Secretary"),
    ("If a State fails to report, the Secretary may act.", "Secretary"),
    ("A participant may appeal. The hospital must answer.", "participant"),
    ("The school district shall publish its results.", "school district"),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS)
def test_the_actor_is_the_subject(text, expected):
    name, span = find_agent(text, deontic_modality(text)[1])
    assert name == expected
    assert span.of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Funds shall be allotted before the year begins.",
        "There shall be a board.",
        "Paragraph (1) shall take effect at once.",
        "Nothing shall change.",
    ],
)
def test_nobody_acts(text):
    found = deontic_modality(text)
    assert find_agent(text, found[1]) is None
