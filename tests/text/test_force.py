"""The force of words."""

import pytest

from crosswalk.language.modality import ForceKind, duty_of, force_words, lead_duty
from crosswalk.model.relation import Duty


def read(text, kind):
    return [(word.value, word.span.of(text)) for word in force_words(text) if word.kind is kind]


WORDS = [
    ("The State shall, and the local board may, act.", ForceKind.MODAL, [("must", "shall"), ("may", "may")]),
    ("A State may not delay.", ForceKind.MODAL, [("must not", "may not")]),
    ("A State is not required to act.", ForceKind.MODAL, [("need not", "is not required to")]),
    ("both a diploma and a credential", ForceKind.CONJUNCTION, [("both", "both"), ("and", "and")]),
    ("either A or B", ForceKind.CONJUNCTION, [("either", "either"), ("or", "or")]),
    ("A and/or B", ForceKind.CONJUNCTION, [("and/or", "and/or")]),
    ("at least 1 recognized credential", ForceKind.BOUND, [("at least", "at least")]),
    (
        "Not less than 75 percent, but not more than 90",
        ForceKind.BOUND,
        [("at least", "Not less than"), ("at most", "not more than")],
    ),
    ("up to 20 percent", ForceKind.BOUND, [("at most", "up to")]),
    ("not later than 90 days", ForceKind.BOUND, [("not later than", "not later than")]),
    ("participants who are not enrolled", ForceKind.NEGATION, [("not", "not")]),
    (
        "except that clause (i) applies unless waived",
        ForceKind.EXCEPTION,
        [("except", "except that"), ("unless", "unless")],
    ),
    ("other than those in hospice", ForceKind.EXCEPTION, [("other than", "other than")]),
    ("included only if also employed", ForceKind.CONDITION, [("only if", "only if")]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), WORDS)
def test_force_words_are_found(text, kind, expected):
    assert read(text, kind) == expected


@pytest.mark.parametrize(
    "text", ["on May 5, 2014", "in may 2014", "Public Law No. 5", "a normal anderson order"]
)
def test_what_only_looks_like_one_is_none(text):
    assert not [
        word
        for word in force_words(text)
        if word.kind in {ForceKind.MODAL, ForceKind.NEGATION, ForceKind.CONJUNCTION}
    ]


DUTIES = [
    ("The State board shall assist the Governor.", Duty.MUST),
    ("The local plan shall include—", Duty.MUST),
    ("A State may submit a combined plan.", Duty.MAY),
    ("States must report each year.", Duty.MUST),
    ("A local board should meet often.", Duty.SHOULD),
    ("Funds shall not be used for lobbying.", Duty.MUST_NOT),
    ("No funds may be used for lobbying.", Duty.MUST_NOT),
    ("None of the funds shall be used for lobbying.", Duty.MUST_NOT),
    ("A State shall not be required to report.", Duty.MAY),
    ("Nothing in this Act shall be construed to mandate curricula.", Duty.STATES),
    ("The term “career pathway” means a combination of services that—", Duty.MEANS),
    ("The term “region”, used without further description, means a region.", Duty.MEANS),
    ("The term “Alaska Native” includes a Native.", Duty.INCLUDES),
    ("If a State fails to report, the Secretary shall act.", Duty.MUST),
    ("A State that may elect to act shall report.", Duty.MUST),
    ("The indicators (except that clause (i) shall not apply) shall consist of—", Duty.MUST),
    ("The board, with partners who may attend, shall lead.", Duty.MUST),
]


@pytest.mark.parametrize(("text", "expected"), DUTIES)
def test_the_main_verb_sets_the_duty(text, expected):
    found = duty_of(text)
    assert found is not None
    duty, span = found
    assert duty is expected
    assert span.of(text).strip()


def test_no_verb_no_duty():
    assert duty_of("a description of the strategy") is None


def test_a_clause_inside_a_list_item_is_not_its_duty():
    text = "a description of how funds may be used"
    assert duty_of(text, fragment=True) is None
    assert duty_of("that may include incumbent worker training", fragment=True)[0] is Duty.MAY


LEADS = [
    ("The local plan shall include—", Duty.MUST),
    ("The plan shall hold a list, which may include—", Duty.MAY),
    ("Funds may be used for activities, which shall include—", Duty.MUST),
    ("The term “career pathway” means a combination that—", Duty.MEANS),
    ("The indicators (except that clause (i) shall not apply) shall consist of—", Duty.MUST),
    ("the following—", None),
]


@pytest.mark.parametrize(("text", "expected"), LEADS)
def test_a_lead_in_governs_by_its_last_verb(text, expected):
    assert lead_duty(text) is expected


def test_swapping_shall_and_may_swaps_the_duty():
    for text, duty in DUTIES:
        if duty is Duty.MUST and "shall" in text and "may" not in text and "(" not in text:
            assert duty_of(text.replace("shall", "may"))[0] is Duty.MAY
