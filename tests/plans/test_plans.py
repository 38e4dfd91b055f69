"""Invented plans against their keys, and real excerpts: how far a plan answers, and where."""

import itertools
from pathlib import Path

import pytest

from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.passages import read_plan
from tests.plans.papers import READINGS
from tests.plans.scoring import score


def findings_of(assessment):
    return {
        one.unit.id: (str(one.state), [place.words for place in one.places]) for one in assessment.findings
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "ending"), READINGS)
def test_the_bars_hold_on_the_invented_plans(read_paper, name, ending):
    plan, assessment = read_paper(name, ending)
    found = score(plan.key, findings_of(assessment))

    assert found.f1 >= 0.90, found.wrong
    assert found.three_way >= 0.85, found.wrong
    assert found.silent_right >= 0.9 * found.silent, found.wrong
    assert found.places >= 0.95
    assert found.called_met <= 0.1 * found.words_only, found.wrong
    assert found.half_missed <= max(1, 0.2 * found.partly), found.wrong
    assert found.whole_halved <= max(2, 0.1 * found.whole), found.wrong


def test_the_state_plan_has_sixty_pages(papers, tmp_path):
    passages = read_plan([papers.write(papers.paper("state"), tmp_path, "pdf")])

    assert passages[-1].page >= 60


def test_places_are_exact_words_with_page_and_heading(read_paper):
    _, assessment = read_paper("harbor", "pdf")
    by_unit = {one.unit.id: one for one in assessment.findings}

    place = by_unit["L-50"].places[0]
    assert "Keel County acts as grant recipient" in place.words
    assert place.page >= 2
    assert place.heading[-1].startswith("1.1 The Board")


def test_a_place_does_not_repeat_the_title_of_the_plan(assess_text):
    words = "The county treasurer is the grant recipient and pays out all title I money for the two counties."
    titled = assess_text(f"# The Plan of Two Counties\n\n## Money\n\n### Fiscal agent\n\n{words}\n")["L-50"]
    parts = assess_text(f"# Money\n\n## Fiscal agent\n\n{words}\n\n# Other\n\nThe roof was tarred.\n")["L-50"]

    assert titled.places[0].heading == ("Money", "Fiscal agent")
    assert parts.places[0].heading == ("Money", "Fiscal agent")


def test_the_missing_half_is_named(read_paper):
    plan, assessment = read_paper("harbor", "docx")
    named = {one.unit.id: one.half for one in assessment.findings}
    partly = {unit: own.half for unit, own in plan.key.items() if own.state == "partly"}

    assert len(partly) >= 8
    right = sum(half in named[unit] for unit, half in partly.items())
    assert right >= 0.85 * len(partly), {unit: (half, named[unit]) for unit, half in partly.items()}


# What each of ten edits to the first local plan must change, and nothing else: unit, old words, new words, state.
_EDITS = (
    (
        "L-50",
        "[L-50 met] Keel County acts as grant recipient; its finance office draws down and pays out all title I money on behalf of the three counties.\n",
        "",
        "not-found",
    ),
    (
        "L-38",
        "When a notice of layoff comes, the State's rapid response unit calls our coordinator the same day; the two visit the company within 48 hours, hold worker meetings on site, and hand the list of workers to the center.",
        "The Board will coordinate with statewide rapid response activities.",
        "restates",
    ),
    (
        "L-56",
        "Customers read the scorecards of at least three schools, visit one, and talk with a graduate; counselors are not to recommend a school.",
        "A policy on customer choice is being drafted and will be adopted next year.",
        "promises",
    ),
    (
        "L-43",
        "Bus passes, mileage for car pools and a van that the transit authority runs to the shipyards' first shift are paid through an agreement of 2022 with Coast Transit.",
        "There is currently no arrangement for transportation in the area.",
        "denies",
    ),
    (
        "L-51",
        "Requests for proposals are posted for thirty days; a bidders' meeting is held; three readers without ties score quality (40), price (30) and past results (30); the Board votes in public; losers may protest in ten days.",
        "The competitive process is described in Attachment 9.",
        "elsewhere",
    ),
    (
        "L-57",
        "[L-57 met] The draft lay open from April 1 to April 30, 2024, on the website and in seven libraries; notices ran in three papers; hearings were on April 11 and 18.\n",
        "",
        "not-found",
    ),
    (
        "L-47",
        "[L-47 met] The adult schools teach in both centers four mornings a week, take our testing results as their own, and their teachers sit with welding instructors in two joint classes.",
        "[L-47 met] Reading, arithmetic and English lessons are given by the adult schools at both centers, and whoever finishes is introduced to an employment counselor on the same day.",
        "met",
    ),
    (
        "L-44",
        "[L-44 met] Child care vouchers, tools, boots, testing fees and emergency rent are given after a counselor has asked the other partners; the limit is $2,500 a person a year.\n",
        "",
        "not-found",
    ),
    (
        "L-59",
        "A common intake and case management system is planned. The Board expects to choose a product in 2025.",
        "All partners have shared one case management system since 2022; customers sign in once, upload papers from home, and title II will be added in June.",
        "met",
    ),
    (
        "L-40",
        "[L-40 met] Young people with disabilities do work trials at the aquarium with a job coach; the schools' transition teachers and vocational rehabilitation counselors meet in October to choose them, and nineteen took part last year.\n",
        "",
        "not-found",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 1])
def test_edits_change_their_rows_and_no_others(papers, lists, read_paper, tmp_path, first):
    """Every other edit at once: to assess a plan takes seconds."""
    edits = _EDITS[first::2]
    _, before = read_paper("harbor", "docx")
    text = (Path(__file__).parent / "texts" / "harbor.txt").read_text("utf-8")
    for _, old, new, _ in edits:
        assert old in text
        text = text.replace(old, new)
    plan = papers.parse("harbor", text)
    after = assess(lists["local-plan"], read_plan([papers.write(plan, tmp_path, "docx")]), encode)

    was, now = ({one.unit.id: str(one.state) for one in reading.findings} for reading in (before, after))
    wanted = {unit: state for unit, _, _, state in edits}
    assert wanted == {unit: now[unit] for unit in wanted}
    assert {one for one in was if was[one] != now[one]} <= wanted.keys()


@pytest.mark.slow
def test_an_answer_that_moves_changes_nothing_but_its_place(papers, lists, read_paper, tmp_path):
    _, before = read_paper("harbor", "docx")
    text = (Path(__file__).parent / "texts" / "harbor.txt").read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("[L-38 met]"))
    moved = text.replace(f"{line}\n", "").replace("## Exhibit A.", f"## Other matters\n{line}\n## Exhibit A.")
    plan = papers.parse("harbor", moved)
    after = assess(lists["local-plan"], read_plan([papers.write(plan, tmp_path, "docx")]), encode)

    was, now = ({one.unit.id: str(one.state) for one in reading.findings} for reading in (before, after))
    place = next(one for one in after.findings if one.unit.id == "L-38").places[0]
    assert was == now
    assert place.heading[-1] == "Other matters"


# Real excerpts of State plans: the unit that each answers, and what may be said of it.
_EXCERPTS = (
    ("sp-16566-III.b.4.C-not-done", "S-35", {"denies", "promises"}),
    ("sp-6486-III.b.4.B-not-done", "S-34", {"denies", "promises"}),
    ("sp-173931-II.b.4-promise", "S-15", {"promises"}),
    ("sp-97804-IB.c.1-deferred", "S-61", {"promises", "denies"}),
    ("sp-345276-III.b.4.A-cross-reference", "S-33", {"elsewhere", "partly"}),
    ("sp-183901-III.b.6.A.iv-planning-note", "S-43", {"not-found", "restates"}),
    ("sp-185601-III.b.4.D-off-the-point", "S-37", {"not-found", "restates"}),
    ("sp-471826-III.b.7-indiana-2024", "S-46", {"not-found", "restates"}),
    ("sp-13056-III.b.6.A.i-vermont", "S-41", {"partly", "promises"}),
    ("sp-12561-III.b.6.A.iv", "S-43", {"not-found", "restates", "promises"}),
    ("sp-6191-III.b.4.A-florida", "S-33", {"met", "partly"}),
    ("sp-466981-III.b.4.A-west-virginia-2024", "S-33", {"met", "partly"}),
    ("sp-188941-III.b.7-indiana-2018", "S-46", {"met"}),
    ("sp-10816-IV-vermont", "S-52", {"met"}),
    ("sp-188101-III.a.2.F-delaware-2018", "S-27", {"met"}),
    ("sp-14736-III.a.2.G-vermont", "S-28", {"met"}),
    ("sp-468786-III.b.5.B.i-indiana-2024", "S-39", {"met", "partly"}),
)


@pytest.mark.parametrize(("name", "unit", "states"), _EXCERPTS, ids=[one[0] for one in _EXCERPTS])
def test_real_excerpts_are_read_for_what_they_are(reference, lists, name, unit, states):
    path = reference / "plans" / "excerpts" / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the excerpts are not here")
    findings = {one.unit.id: one for one in assess(lists["state-plan"], read_plan([path]), encode).findings}

    assert str(findings[unit].state) in states, findings[unit].reason


# Texts that are no plans of the list, or whose answer is words only: nothing in them is met.
_NOTHING_MET = (
    ("tpl-county-local-plan-2020", "regional-plan"),
    ("tpl-washington-local-plan-2016", "regional-plan"),
    ("tpl-pa-submission-checklist-2021", "regional-plan"),
    ("letter-pa-approval-2017", "local-plan"),
    ("rule-florida-73B-7.005-deficiencies", "local-plan"),
    ("policy-wisconsin-1.5.5-approval", "local-plan"),
    ("perkins-nh-2020-A.1", "state-plan"),
    ("sp-185601-III.b.4.D-off-the-point", "state-plan"),
    ("sp-16566-III.b.4.C-not-done", "state-plan"),
    ("sp-6486-III.b.4.B-not-done", "state-plan"),
    ("sp-173931-II.b.4-promise", "state-plan"),
    ("sp-97804-IB.c.1-deferred", "state-plan"),
    ("sp-183901-III.b.6.A.iv-planning-note", "state-plan"),
    ("sp-345276-III.b.4.A-cross-reference", "state-plan"),
)


@pytest.mark.parametrize(("name", "listed"), _NOTHING_MET, ids=[one[0] for one in _NOTHING_MET])
def test_real_texts_that_answer_nothing_meet_nothing(reference, lists, name, listed):
    path = reference / "plans" / "excerpts" / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the excerpts are not here")
    findings = assess(lists[listed], read_plan([path]), encode).findings

    assert not [one.unit.id for one in findings if one.state.found]


def test_contents_lists_answer_nothing(reference, lists):
    for name in ("lp-tx-board-plan-2021-2024-contents", "lp-pa-westmoreland-fayette-2021-contents"):
        path = reference / "plans" / "excerpts" / f"{name}.txt"
        if not path.is_file():
            pytest.skip("the excerpts are not here")
        findings = assess(lists["local-plan"], read_plan([path]), encode).findings

        assert not [one.unit.id for one in findings if one.state.found]


@pytest.mark.slow
def test_a_plan_in_parts_is_read_as_one_and_each_answer_names_its_file(papers, lists, tmp_path):
    """Body in Word, appendices as PDF and web page: the findings are those of the plan in one file."""
    plan = papers.paper("canal")
    starts = [at for at, (kind, depth, _) in enumerate(plan.blocks) if (kind, depth) == ("heading", 2)]
    cuts = [0, starts[3], starts[4], len(plan.blocks)]
    files = []
    for (start, end), ending in zip(itertools.pairwise(cuts), ("docx", "pdf", "html"), strict=True):
        part = papers.Paper(f"part {ending}", plan.listed, plan.blocks[start:end], plan.key)
        files.append(papers.write(part, tmp_path, ending))
    assessment = assess(lists["local-plan"], read_plan(files), encode)
    found = {one.unit.id: one for one in assessment.findings}

    assert assessment.files == tuple(path.name for path in files)
    assert score(plan.key, findings_of(assessment)).three_way >= 0.85
    assert found["L-50"].places[0].file == "part docx.docx"
    assert (found["L-05"].places[0].file, found["L-05"].places[0].page) == ("part pdf.pdf", 1)
    assert found["L-43"].places[0].file == "part html.html"


@pytest.mark.slow
def test_a_pointer_leads_into_another_file_by_its_name(lists, tmp_path):
    body, enclosed = tmp_path / "plan.md", tmp_path / "Attachment_3-levels.txt"
    body.write_text(
        "# Plan\n\n## Results\n\nThe levels negotiated with the Governor are given in Attachment 3.\n"
    )
    words = "Adults: 72 percent employed in the second quarter after exit, median earnings of $7,050 and a credential rate of 66 percent."
    enclosed.write_text(words)

    def level(files):
        return next(
            one
            for one in assess(lists["local-plan"], read_plan(files), encode).findings
            if one.unit.id == "L-52"
        )

    assert str(level([body]).state) == "elsewhere"
    assert (str(level([body, enclosed]).state), level([body, enclosed]).places[0].file) == (
        "met",
        enclosed.name,
    )


@pytest.mark.slow
def test_what_only_a_combined_plan_must_answer_is_left_to_a_person_in_a_unified_one(assess_text):
    body = "{} State Plan\n\n## IV. Coordination\n\nThree agencies met every second week, exchanged drafts in November and signed a memorandum."
    unified = assess_text("# Meridian " + body.format("Unified"), "state-plan")["S-85"]
    combined = assess_text("# Meridian " + body.format("Combined"), "state-plan")["S-85"]

    assert str(unified.state) == "not-found"
    assert "mark it as not applicable" in unified.reason
    assert "Unified State Plan" not in combined.reason


@pytest.mark.slow
def test_words_only_at_a_requirements_own_place_are_not_answered_by_what_another_asks(read_paper):
    """`gannet` prints the State's questions; on economic development it answers one and repeats the other."""
    _, assessment = read_paper("gannet", "docx")
    finding = next(one for one in assessment.findings if one.unit.id == "L-24")

    assert str(finding.state) == "restates"
    assert finding.places[0].heading[-1].startswith("10. Strategies")
