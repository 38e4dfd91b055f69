"""What is set aside, what a sentence does, where a pointer leads, and plans that cannot be read."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.plans import stance as stances
from crosswalk.plans.passages import PlanPassage, address_of, nearness, read_plan
from crosswalk.plans.signals import margins_of, missing_halves, with_left_over
from crosswalk.plans.stance import Stance, known_stems, read_sentence, target_of
from crosswalk.plans.strip import Own, plan_own_words
from crosswalk.plans.wordings import plan_stems

SENTENCES = Path(__file__).parent / "sentences.tsv"
# A unit, the half that an answer leaves out (a dash for none), and the answer; written before the signs of the halves.
HALVES = [line.split("\t") for line in (Path(__file__).parent / "halves.tsv").read_text("utf-8").splitlines()]


@pytest.fixture
def stance(lists):
    def reading(unit_id, sentence):
        name = "state-plan" if unit_id.startswith("S") else "local-plan"
        unit = lists[name][unit_id]
        return str(read_sentence(sentence, unit, known_stems(unit, (), ())).stance)

    return reading


@pytest.mark.parametrize(
    ("unit", "sentence", "found"),
    [
        ("L-38", "The local board will coordinate with statewide rapid response activities.", "restates"),
        ("L-38", "The State unit telephones our coordinator on the day a notice comes in.", "answers"),
        ("L-38", "The board intends to sign an agreement with the State unit next year.", "promises"),
        ("L-38", "There is currently no rapid response coordinator in the area.", "denies"),
        ("L-38", "Rapid response is described in Attachment 4.", "points"),
        ("L-38", "Staff meet with workers so that nobody leaves without an appointment.", "answers"),
        ("L-38", "Rapid response plans are on file at the Council of Governments.", "points"),
        (
            "L-38",
            "A full account of rapid response was sent to the regional office in a separate volume.",
            "points",
        ),
        ("L-38", "At present nothing is done about rapid response.", "denies"),
        (
            "L-38",
            "No rapid response activities were carried out, because both positions were vacant.",
            "denies",
        ),
        ("L-38", "No worker is turned away, and no call from the State unit waits until morning.", "answers"),
        ("L-38", "Lists of workers are encrypted; rosters of fewer than ten are not printed.", "answers"),
        (
            "L-38",
            "The firm hands its plan to close to our coordinator, who goes over it with the union and the county nurse.",
            "answers",
        ),
        (
            "L-06",
            "We mean to have labor market trends in place by 2027 and have asked for the money.",
            "promises",
        ),
        ("S-10", "We have not measured the capacity of State entities.", "denies"),
        (
            "S-14",
            "Levels are to be negotiated and will be inserted once agreement has been reached.",
            "promises",
        ),
        (
            "S-45",
            "The State's system will include safeguards required by section 444 of the General Education Provisions Act (20 U.S.C. 1232g).",
            "restates",
        ),
        (
            "S-73",
            "Wagner-Peyser specifics are in Attachment W, which we mailed to the Regional Office.",
            "points",
        ),
        ("S-51", "The accessibility criteria are found in section III.b.9 of this plan.", "points"),
        ("L-54", "By June 2026 the board will adopt a scorecard and hold two retreats.", "answers"),
        ("L-63", "No comments expressing disagreement were received.", "answers"),
        ("S-78", "The State has established fiscal control and fund accounting procedures. Yes", "answers"),
        ("S-78", "The State has not established fiscal control and fund accounting procedures.", "refuses"),
        ("S-34", "An overall assessment of the partner programs has not been conducted.", "denies"),
        ("L-09", "What does not work is that no office is open in the evening.", "answers"),
        (
            "L-06",
            "The Board will buy a subscription in 2025 and will then study labor market trends.",
            "promises",
        ),
        ("L-06", "This section contains information on current labor market trends.", "restates"),
        ("L-50", "This section contains a map of the area.", "background"),
        ("S-10", "No State agency has determined how many people its offices can serve.", "denies"),
        ("S-34", "The assessment of other one-stop partners is described in Volume 3.", "points"),
        ("L-20", "Customers are not co-enrolled at this time, owing to separate data systems.", "denies"),
        ("S-77", "Roads are long here.", "background"),
        ("S-82", "Adult education money will supplement and not supplant other funds.", "answers"),
        ("S-81", "Funds for a core program are not spent except on activities authorized for it.", "answers"),
        ("S-83", "[ ] At least one eligible provider serves each local area.", "refuses"),
        ("S-76", "The lead agencies reviewed, commented on and approved the elements.", "answers"),
        ("L-63", "No comments of disagreement were received.", "answers"),
        ("L-41", "We've identified successful models of youth activities in the area.", "restates"),
        ("L-55", "Contracts buy whole classes in the north, as no other provider exists there.", "answers"),
        ("L-63", "Two comments disagreed with the plan; both stand in Attachment 6 as received.", "answers"),
        ("L-63", "For public comments see the website of the county.", "points"),
        ("S-12", "In the past, boards paid agencies for classes in 14 towns.", "background"),
        (
            "L-59",
            "Each customer will be entered within two days in the shared system by the greeter.",
            "answers",
        ),
    ],
)
def test_what_a_sentence_does(stance, unit, sentence, found):
    assert stance(unit, sentence) == found


@pytest.mark.parametrize("line", SENTENCES.read_text("utf-8").splitlines())
def test_promises_denials_and_pointers_in_many_wordings(stance, line):
    found, unit, sentence = line.split("\t")

    assert stance(unit, sentence) == found


def passages(tmp_path, text):
    path = tmp_path / "plan.md"
    path.write_text(text, "utf-8")
    return read_plan([path])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("## Section 1\n\nPY 2024-2027 Multi-Year Local Area Plan", "a heading"),
        (
            "## Section 1\n\n- Vision and Goals 4\n- Fiscal Agent 9\n- Public Comment 12",
            "a list of contents",
        ),
        (
            "## Section 1\n\nThis must include: i. Existing Demand Sectors. With regard to these sectors, provide an analysis of needs.",
            "a prompt",
        ),
        ("## Glossary\n\nFiscal agent. The entity that disburses grant funds.", "a glossary"),
        ("## Section 1\n\nDescribe the entity responsible for the disbursal of grant funds.", "a prompt"),
        (
            "## Section 1\n\nWIOA section 108(b) requires a description of the fiscal agent and its duties.",
            "words of the law",
        ),
        (
            "## Section 1\n\nThe plan of 2020 said that the board would name another fiscal agent.",
            "words about an earlier plan",
        ),
        ("## Steps\n\nPublish the draft plan for a 30-day public comment period.", "a prompt"),
        ("## Steps\n\nMay 2, 2026: Final local plans are due to the State board in Word.", "a prompt"),
        ("## Steps\n\nEach board must complete the following steps by the end of May.", "a prompt"),
        (
            "## Section 1\n\nThere are deficiencies in workforce investment activities that have been identified by audits.",
            "words of the law",
        ),
        (
            "## Section 1\n\nThe local plan does not align with the State plan of the Governor.",
            "words of the law",
        ),
        ("## Papers\n\nAttachment 3: Partner and Provider List", "a heading"),
        (
            "## Front\n\nThe County Plan ... Table of Contents Introduction 3 Signatures 5 Vision and Goals 7 Our Partners 9 Appendix",
            "a list of contents",
        ),
        (
            "## What became of the last plan\n\nBus passes were to be bought in all four counties, which was not done.\n",
            "words about an earlier plan",
        ),
        (
            "## Section 1\n\nThe plan before this one said that a mobile unit would visit the islands.",
            "words about an earlier plan",
        ),
        (
            "## Section 1\n\nThe board's three aims for its people and its employers are these:\n\n- Every young resident who wants one has a paid job before leaving high school, in any town of ours.\n",
            "the lead-in of a list",
        ),
    ],
)
def test_what_is_not_the_plans_own_is_set_aside(tmp_path, text, reason):
    owns = plan_own_words(passages(tmp_path, text), ())

    assert [one.dropped for one in owns if one.dropped], text
    assert {one.dropped for one in owns if one.dropped} == {reason}
    assert not any(one.sentences for one in owns) or reason == "the lead-in of a list"


def test_the_half_that_an_answer_leaves_out_is_found(lists):
    wrong = []
    for unit, half, answer in HALVES:
        name = next(name for name in lists if name[0] == unit[0].lower())
        missing = [one.name for one in missing_halves(lists[name][unit].answers.halves, answer)]
        right = not missing if half == "-" else len(missing) == 1 and half in missing[0]
        if not right:
            wrong.append((unit, half, missing))

    assert len(wrong) <= 0.02 * len(HALVES), wrong


def test_short_items_are_read_with_the_sentence_that_leads_them_in(tmp_path):
    text = "## Goals\n\nBy 2028 we want:\n\n- 300 youth in work\n- half as many people back in jail\n"

    assert [one.sentences for one in passages(tmp_path, text)] == [
        ("By 2028 we want:", "300 youth in work", "half as many people back in jail")
    ]


WORDS = "Words of the plan itself."
UNITS = {"L-11": "3123(b)(1)(E)", "L-39": "3123(b)(9)", "L-41": "3123(b)(9)", "L-50": "3123(b)(15)"}


def left_over(lists, rows, headings):
    units = [replace(lists["local-plan"][one], citation=f"29 U.S.C. {cited}") for one, cited in UNITS.items()]
    made = [
        PlanPassage("plan.docx", at, None, (title,), "", "", WORDS, "prose")
        for at, title in enumerate(headings)
    ]
    owns = [Own(one, (WORDS,)) for one in made]
    return with_left_over(np.array(rows, np.float32), units, owns).astype(float).round(2).tolist()


def test_a_passage_left_over_goes_to_the_requirement_left_over_that_it_fits_best(lists):
    rows = [[0.12, 0.0, 0.0], [0.0, 0.9, 0.0], [0.0, 0.0, 0.02], [0.0, 0.4, 0.0]]

    assert left_over(lists, rows, ["Aims", "Youth", "Other"])[0] == [0.2, 0, 0]
    assert left_over(lists, rows, ["Aims", "Youth", "Other"])[2] == [0, 0, 0.02]


def test_a_passage_beside_answers_to_one_paragraph_of_the_law_is_likely_to_answer_the_rest_of_it(lists):
    rows = [[0.0, 0.0, 0.0], [0.0, 0.9, 0.0], [0.0, 0.0, 0.02], [0.0, 0.4, 0.0]]

    assert left_over(lists, rows, ["Aims", "Youth", "Youth"])[2] == [0, 0, 0.2]
    assert left_over(lists, rows, ["Aims", "Youth", "Other"])[2] == [0, 0, 0.02]


def test_nothing_is_given_in_a_text_that_is_no_plan(lists):
    rows = [[0.12, 0.0, 0.0], [0.0, 0.1, 0.0], [0.0, 0.0, 0.02], [0.05, 0.0, 0.0]]

    assert left_over(lists, rows, ["Aims", "Youth", "Youth"]) == rows


def test_a_requirement_with_a_better_passage_elsewhere_competes_less():
    apart = margins_of(np.array([[0.4, 0.0], [0.9, 0.0]], np.float32))
    elsewhere = margins_of(np.array([[0.4, 0.0], [0.9, 0.999]], np.float32))

    assert apart[0, 0] < 0
    assert elsewhere[0, 0] > apart[0, 0]


def test_a_table_is_read_under_its_caption(tmp_path):
    text = "## Money\n\nHow we use leadership money:\n\n| Use | Share |\n|---|---|\n| Training of teachers | 45 |\n"
    tables = [one for one in passages(tmp_path, text) if one.kind == "table"]

    assert [one.sentences[0] for one in tables] == ["How we use leadership money:"]


def test_a_passage_that_answers_several_requirements_answers_each_by_its_sentence(read_paper):
    _, assessment = read_paper("verrano", "docx")
    found = {one.unit.id: one for one in assessment.findings}

    assert found["S-39"].places[0].words.startswith("CAL awards three-year grants")
    assert found["S-40"].places[0].words.startswith("One call goes out to anyone")
    assert found["S-58"].state == "met"


def test_what_only_words_of_a_prompt_make_a_sentence_of_is_the_plans_own(tmp_path):
    prompt = "Describe how the State will monitor priority of service provisions for veterans."
    text = "## Part\n\nThe State will monitor the priority of service provisions for veterans.\n"

    assert [one.text for one in plan_own_words(passages(tmp_path, text), (prompt,))]
    assert not plan_own_words(passages(tmp_path, f"## Part\n\n{prompt}\n"), (prompt,))[0].text


def test_a_pointer_names_a_part_of_the_plan_and_not_a_section_of_the_law():
    said = (
        "What section 101(a) of the Rehabilitation Act asks is given in Appendix 3, with the Council's input."
    )

    assert target_of(said) == "Appendix 3"
    assert not target_of("What section 101(a) of the Rehabilitation Act asks is done.")


@pytest.mark.parametrize(
    ("said", "evidence", "found"),
    [
        ("denies", 9.0, "answers"),
        ("denies", 2.0, "denies"),
        ("points", 9.0, "points"),
        ("answers", 9.0, "answers"),
        ("answers", -9.0, "promises"),
    ],
)
def test_much_evidence_outweighs_a_phrase_of_denial(monkeypatch, said, evidence, found):
    monkeypatch.setattr(stances, "_weights", lambda: np.zeros((5, 7)))
    odds = np.array([evidence, -20.0, 0.0, -20.0, -20.0])

    assert stances.mood_of(Stance(said), odds, "Two reds will mean a plan.", frozenset()) == found


def test_what_speaks_of_nothing_to_come_promises_nothing_and_what_negates_nothing_denies_nothing(monkeypatch):
    monkeypatch.setattr(stances, "_weights", lambda: np.zeros((5, 7)))
    for likeliest in (2, 3):
        odds = np.array([-9.0, -1.0, -20.0, -20.0, -20.0])
        odds[likeliest] = 0.0
        assert stances.mood_of(Stance.ANSWERS, odds, "Two reds mean a plan.", frozenset()) is Stance.RESTATES


def test_a_passage_that_another_requirement_has_better_elsewhere_is_left_for_one_that_has_none():
    """The third passage is the first unit's second best; only the second unit has no other."""
    chance = np.array([[0.99, 0.02, 0.35], [0.01, 0.01, 0.1], [0.01, 0.9, 0.01]], np.float32)
    plan = [
        SimpleNamespace(
            text="One two three four five six.", passage=SimpleNamespace(heading=("A",), kind="prose")
        )
    ] * 3
    units = [SimpleNamespace(citation=f"WIOA {n}") for n in range(3)]

    assert with_left_over(chance, units, plan)[1].argmax() == 2
    assert with_left_over(chance, units, plan)[1, 2] >= 0.2


def test_a_contraction_adds_no_word():
    assert plan_stems("They're what we've got, can't and isn't") == plan_stems("got")


def test_what_parrots_another_requirement_answers_none(assess_text):
    found = assess_text(
        "## 4. Learning\n\nThe board will improve access to activities leading to a recognized postsecondary credential,"
        " including a credential that is an industry-recognized certificate or certification, portable, and stackable.\n"
    )

    assert str(found["L-21"].state) == "restates"
    assert not found["L-19"].state.found


def test_a_prompt_in_capitals_is_cut_off_the_answer(tmp_path):
    text = "## Part\n\nDESCRIBE HOW THE BOARD WILL NAME THE ENTITY RESPONSIBLE FOR THE DISBURSAL OF GRANT FUNDS Keel County pays out all grants."
    owns = plan_own_words(passages(tmp_path, text), ())

    assert [one.text for one in owns] == ["Keel County pays out all grants."]


def test_pointers_inside_the_plan_are_followed(assess_text):
    text = (
        "# Plan\n\n## 1. Results\n\nThe levels negotiated with the Governor are given in Appendix 2.\n\n## 2. Other\n\nWe like our work in the three counties.\n\n"
        "## Appendix 2. Levels\n\nAdults: 72 percent employed in the second quarter after exit, median earnings of $7,050 and a credential rate of 66 percent."
    )
    met = assess_text(text)["L-52"]
    dead = assess_text(
        text.replace("## Appendix 2. Levels", "## Closing")
        .replace("Adults: 72", "We thank 72")
        .replace("negotiated with", "negotiated with")
    )

    assert str(met.state) == "met"
    assert any("72 percent" in place.words for place in met.places)
    assert str(assess_text(text.split("## Appendix 2", maxsplit=1)[0])["L-52"].state) == "elsewhere"
    assert dead["L-52"].unit.id == "L-52"


@pytest.mark.parametrize(
    ("heading", "above", "found"),
    [
        ("III. b. 4. A. Assessment of Core Programs", "", "III.b.4.A"),
        ("b. State Operating Systems and Policies", "III.a.2", "III.b"),
        ("6. Program Data", "III.b.4.A", "III.b.6"),
        (
            "Program-Specific Requirements for Adult Education and Family Literacy Act Programs",
            "V",
            "VI.AEFLA",
        ),
        ("a. Aligning of Content Standards", "VI.AEFLA", "VI.AEFLA.a"),
        ("A strategy for all", "III.b", "III.b"),
    ],
)
def test_section_numbers_are_read_from_headings(heading, above, found):
    assert address_of(heading, above) == found


def test_an_i_after_an_h_is_a_letter():
    assert address_of("I. Economic Development", "III.a.2", "III.a.2.H") == "III.a.2.I"
    assert address_of("I. Executive Summary", "", "") == "I"


def test_nearness_of_sections():
    assert nearness("III.b.4.A", "III.b.4.A") == 1.0
    assert nearness("III.b.4.A", "III.b.4") > 0.5
    assert nearness("III.b.4.A", "II.a.1") < 0
    assert nearness("", "II.a.1") == 0


def test_plans_that_cannot_be_read_are_one_sentence(tmp_path):
    empty, headings = tmp_path / "empty.md", tmp_path / "headings.md"
    empty.write_text("", "utf-8")
    headings.write_text("## One\n\n## Two\n", "utf-8")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(b"%PDF-1.4\nnothing")
    other = tmp_path / "sub" / "empty.md"

    for files in ([empty], [headings], [cut], [tmp_path / "none.docx"], [empty, other]):
        with pytest.raises(CrosswalkError) as told:
            read_plan(files)
        assert "\n" not in told.value.message


def test_the_head_of_a_table_is_its_first_row_and_no_heading_of_what_follows(papers, tmp_path):
    text = "# Plan\n{contents}\n## Capacity\n| Service | Places | Wait |\n[L-10 met] | Training | 640 | 11 weeks |\n| Teaching | 1,150 | 5 weeks |\nCounselors see people within two days."
    table, prose = read_plan([papers.write(papers.parse("table", text), tmp_path, "docx")])[-2:]

    assert (table.kind, table.sentences[0]) == ("table", "Service | Places | Wait")
    assert len(table.sentences) == 3
    assert prose.heading[-1] == "Capacity"


@pytest.mark.parametrize(
    ("items", "count"),
    [
        (["Two vans run at night.", "Tutors meet each Tuesday.", "The board pays for child care."], 3),
        (["two vans at night", "tutors each Tuesday", "child care"], 1),
    ],
)
def test_sentences_in_a_list_without_a_lead_in_are_read_one_by_one(tmp_path, items, count):
    text = "## Services\n\n" + "".join(f"- {one}\n" for one in items)

    assert len(passages(tmp_path, text)) == count


def test_meaning_makes_no_promise_of_a_goal_and_no_pointer_of_what_names_no_place(monkeypatch):
    monkeypatch.setattr(stances, "_weights", lambda: np.zeros((5, 7)))
    promise, pointer = np.array([0.0, -20.0, 9.0, -20.0, -20.0]), np.array([0.0, -20.0, -20.0, -20.0, 9.0])

    def found(odds, text, **cells):
        return str(stances.mood_of(Stance.ANSWERS, odds, text, frozenset(), **cells))

    assert found(promise, "By 2029 a fifth will have a card.", future=True) == "answers"
    assert found(promise, "By 2029 a fifth will have a card.") == "promises"
    assert found(pointer, "Signers can be had by video.") == "answers"
    assert found(pointer, "Signers can be had as the manual says.") == "points"


@pytest.mark.parametrize(
    "sentence",
    ["Performance levels: to come, after the talks.", "Targets will be added as soon as all have met."],
)
def test_goals_that_are_still_to_be_set_are_a_promise(stance, sentence):
    assert stance("S-14", sentence) == "promises"
