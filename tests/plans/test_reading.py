"""What is set aside, what a sentence does, where a pointer leads, and plans that cannot be read."""

import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.plans.addresses import address_of, nearness
from crosswalk.plans.read import read_plan
from crosswalk.plans.stance import known_stems, read_sentence
from crosswalk.plans.strip import own_words


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
            "L-59",
            "Each customer will be entered within two days in the shared system by the greeter.",
            "answers",
        ),
    ],
)
def test_what_a_sentence_does(stance, unit, sentence, found):
    assert stance(unit, sentence) == found


def passages(tmp_path, text):
    path = tmp_path / "plan.md"
    path.write_text(text, "utf-8")
    return read_plan([path])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "## Table of Contents\n\nVision and goals ........ 4\n\nFiscal agent ........ 9",
            "a list of contents",
        ),
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
    ],
)
def test_what_is_not_the_plans_own_is_set_aside(tmp_path, text, reason):
    owns = own_words(passages(tmp_path, text), ())

    assert [one.dropped for one in owns if one.dropped], text
    assert {one.dropped for one in owns if one.dropped} == {reason}
    assert not any(one.sentences for one in owns)


def test_a_table_is_read_under_its_caption(tmp_path):
    text = "## Money\n\nHow we use leadership money:\n\n| Use | Share |\n|---|---|\n| Training of teachers | 45 |\n"
    tables = [one for one in passages(tmp_path, text) if one.kind == "table"]

    assert [one.sentences[0] for one in tables] == ["How we use leadership money:"]


def test_what_parrots_another_requirement_answers_none(assess_text):
    found = assess_text(
        "## 4. Learning\n\nThe board will improve access to activities leading to a recognized postsecondary credential,"
        " including a credential that is an industry-recognized certificate or certification, portable, and stackable.\n"
    )

    assert str(found["L-21"].state) == "restates"
    assert not found["L-19"].state.found


def test_a_prompt_in_capitals_is_cut_off_the_answer(tmp_path):
    text = "## Part\n\nDESCRIBE HOW THE BOARD WILL NAME THE ENTITY RESPONSIBLE FOR THE DISBURSAL OF GRANT FUNDS Keel County pays out all grants."
    owns = own_words(passages(tmp_path, text), ())

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
