"""The anatomy of WIOA's indicators, the rule's and the Alliance's metrics, part by part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.measures.compare import compare_measures
from crosswalk.measures.context import read_measures
from crosswalk.measures.read import read_measure
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.relation import Verification

pytestmark = pytest.mark.slow

ADULT, YOUTH, RULE = "29/3141/b/2/A/i", "29/3141/b/2/A/ii", "20/677.155"
PROGRAMS = {
    "adult program",
    "dislocated worker program",
    "adult education program",
    "employment service",
    "vocational rehabilitation program",
}


@pytest.fixture(scope="module")
def measures(corpora, lexicon, references):
    return {
        prov_id: measure
        for name, (corpus, _) in corpora.items()
        for prov_id, measure in read_measures(corpus, lexicon, references[name]).items()
    }


def values(measure, part):
    return set(measure.readings[part].values)


def short_id(value):
    """The same id in every process, whatever the order of a set."""
    return str(sorted(value) if isinstance(value, set) else value)[:24]


# provision, statistic, outcome, condition, timing
INDICATORS = [
    (f"{ADULT}/I", "percentage", {"employment"}, {"unsubsidized employment"}, {"quarter 2 after exit"}),
    (f"{ADULT}/II", "percentage", {"employment"}, {"unsubsidized employment"}, {"quarter 4 after exit"}),
    (f"{ADULT}/III", "median", {"earnings"}, {"unsubsidized employment"}, {"quarter 2 after exit"}),
    (
        f"{ADULT}/IV",
        "percentage",
        {"credential", "recognized postsecondary credential", "secondary school diploma or equivalent"},
        {"recognized postsecondary credential", "secondary school diploma or equivalent"},
        {"during participation", "within 1 year after exit"},
    ),
    (
        f"{ADULT}/V",
        "percentage",
        {"educational progress", "measurable skill gain"},
        {"measurable skill gain"},
        {"during program year"},
    ),
    (f"{ADULT}/VI", None, {"effectiveness in serving employers"}, set(), set()),
    (
        f"{YOUTH}/I",
        "percentage",
        {"employment", "participation in education or training"},
        {"in education or training program", "unsubsidized employment"},
        {"quarter 2 after exit"},
    ),
    (
        f"{YOUTH}/II",
        "percentage",
        {"employment", "participation in education or training"},
        {"in education or training program", "unsubsidized employment"},
        {"quarter 4 after exit"},
    ),
    (f"{RULE}/a/1/i", "percentage", {"employment"}, {"unsubsidized employment"}, {"quarter 2 after exit"}),
    (f"{RULE}/a/1/ii", "percentage", {"employment"}, {"unsubsidized employment"}, {"quarter 4 after exit"}),
    (f"{RULE}/a/1/iii", "median", {"earnings"}, {"unsubsidized employment"}, {"quarter 2 after exit"}),
    (
        f"{RULE}/a/1/iv/A",
        "percentage",
        {"credential", "recognized postsecondary credential", "secondary school diploma or equivalent"},
        {"recognized postsecondary credential", "secondary school diploma or equivalent"},
        {"during participation", "within 1 year after exit"},
    ),
    (
        f"{RULE}/a/1/v",
        "percentage",
        {"educational progress", "measurable skill gain"},
        {"measurable skill gain"},
        {"during program year"},
    ),
    (
        f"{RULE}/a/1/vi",
        "percentage",
        {"retention with the same employer"},
        {"retention with the same employer"},
        {"quarter 2 after exit", "quarter 4 after exit"},
    ),
    (f"{RULE}/c/3", "median", {"earnings"}, {"unsubsidized employment"}, {"quarter 2 after exit"}),
    (
        f"{RULE}/c/6",
        "percentage",
        {"retention with the same employer"},
        {"retention with the same employer"},
        {"quarter 2 after exit", "quarter 4 after exit"},
    ),
    ("AQCP-MB-4", "median", {"earnings"}, set(), {"quarter 2 after exit", "quarter 3 after exit"}),
]


@pytest.mark.parametrize(("prov_id", "statistic", "outcome", "condition", "timing"), INDICATORS, ids=short_id)
def test_indicators_are_read(measures, prov_id, statistic, outcome, condition, timing):
    measure = measures[prov_id]
    assert values(measure, Part.STATISTIC) == ({statistic} if statistic else set())
    assert values(measure, Part.OUTCOME) == outcome
    assert condition <= values(measure, Part.CONDITION)
    riders = {value for rider in measure.riders if rider.part is Part.CONDITION for value in rider.values}
    assert values(measure, Part.CONDITION) - riders == condition
    assert values(measure, Part.TIMING) == timing


def test_who_is_counted_names_the_programs_and_the_exit(measures):
    who = values(measures[f"{ADULT}/III"], Part.POPULATION)
    assert PROGRAMS | {"participant", "exit from the program"} == who
    assert values(measures[f"{YOUTH}/I"], Part.POPULATION) == {
        "participant",
        "youth program",
        "exit from the program",
    }
    assert values(measures["AQCP-MB-4"], Part.POPULATION) == {"exit from the career pathway"}


def test_rule_leaves_out_training_at_work_and_the_statute_does_not(measures):
    assert {"on-the-job training", "customized training"} <= values(
        measures[f"{RULE}/a/1/iv/A"], Part.EXCLUSIONS
    )
    assert "on-the-job training" not in values(measures[f"{ADULT}/IV"], Part.EXCLUSIONS)


def test_the_two_words_for_training_at_work_read_alike(measures):
    assert {"on-the-job training", "customized training"} <= values(measures[f"{RULE}/c/4"], Part.EXCLUSIONS)


def test_credential_and_gain_clauses_do_not_apply_to_the_employment_service(measures):
    for clause in ("IV", "V"):
        assert "employment service" in values(measures[f"{ADULT}/{clause}"], Part.EXCLUSIONS)
        assert "employment service" not in values(measures[f"{ADULT}/{clause}"], Part.POPULATION)
    for clause in ("I", "II", "III"):
        assert measures[f"{ADULT}/{clause}"].readings[Part.EXCLUSIONS].state == "silent"


def test_a_diploma_counts_only_with_work_or_study_within_a_year(measures):
    (rider,) = [r for r in measures[f"{ADULT}/IV"].riders if r.part is Part.CONDITION]
    assert rider.source == f"{ADULT}ii"
    assert rider.words.startswith("only if such participants")
    (rider,) = [r for r in measures[f"{RULE}/a/1/iv/A"].riders if r.part is Part.CONDITION]
    assert rider.source == f"{RULE}/a/1/iv/B"


def test_the_rule_lists_five_kinds_of_gain(measures):
    riders = [r for r in measures[f"{RULE}/a/1/v"].riders if r.part is Part.CONDITION]
    assert [r.source[-1] for r in riders] == ["A", "B", "C", "D", "E"]


def test_the_rule_adds_the_employment_service_elsewhere(measures):
    for clause in ("i", "ii", "iii", "vi"):
        assert "employment service" in values(measures[f"{RULE}/a/1/{clause}"], Part.POPULATION)
    assert "employment service" not in values(measures[f"{RULE}/a/1/v"], Part.POPULATION)


def test_participants_in_custody_are_left_out_by_a_later_paragraph(measures):
    sources = {r.source for r in measures[f"{RULE}/a/1/iv/A"].riders if r.part is Part.EXCLUSIONS}
    assert sources == {f"{RULE}/a/2/i"}


def test_youth_clause_takes_over_four_adult_indicators(measures):
    taken = measures[f"{YOUTH}/III"].imports
    assert [measure.provision for measure in taken] == [
        f"{ADULT}/{clause}" for clause in ("III", "IV", "V", "VI")
    ]
    for measure in taken:
        assert "youth program" in values(measure, Part.POPULATION)
        assert not PROGRAMS & values(measure, Part.POPULATION)
        assert "employment service" not in values(measure, Part.EXCLUSIONS)
    assert {"median", "percentage"} == values(measures[f"{YOUTH}/III"], Part.STATISTIC)


def test_levels_and_authority(measures):
    assert values(measures[f"{ADULT}/I"], Part.LEVEL) == {"State"}
    assert values(measures["AQCP-MB-4"], Part.LEVEL) == {"pathway"}
    authority = {
        prov_id: values(measures[prov_id], Part.AUTHORITY)
        for prov_id in (f"{ADULT}/I", f"{RULE}/a/1/i", "AQCP-MB-4")
    }
    assert list(authority.values()) == [{"statute"}, {"rule"}, {"framework"}]


def test_what_was_not_retrieved_is_unknown_and_not_silent(corpora, measures):
    corpus, _ = corpora["alliance"]
    for prov in corpus:
        if prov.kind == "metric" and prov.id in measures:
            for part in Part:
                state = measures[prov.id].readings[part].state
                if prov.verification is Verification.UNVERIFIED:
                    assert state != "silent", (prov.id, part)
                    assert state == "unknown" or part.value not in prov.unread, (prov.id, part)
                else:
                    assert (state == "unknown") == (part.value in prov.unread), (prov.id, part)


REPORTED = [
    (
        "29/3141/d/2/C",
        "count",
        "participants",
        "served by each of the programs described in subsection (b)(3)(A)(ii)",
    ),
    (
        "29/3141/d/2/F",
        "mean",
        "those participants who received career and training services, respectively",
        "",
    ),
    (
        "29/3141/d/2/G",
        "percentage",
        "participants in a program authorized under this part who received training services",
        "obtained unsubsidized employment in a field related to the training received",
    ),
    (
        "29/3141/d/2/H",
        "count",
        "individuals with barriers to employment",
        "served by each of the programs described in subsection (b)(3)(A)(ii)",
    ),
    ("29/3209/d/1/F", "count", "graduates", "who received a regular secondary school diploma"),
]


@pytest.mark.parametrize(("prov_id", "statistic", "who", "condition"), REPORTED)
def test_reporting_items_are_read_as_well(measures, prov_id, statistic, who, condition):
    measure = measures[prov_id]
    assert values(measure, Part.STATISTIC) == {statistic}
    assert measure.readings[Part.POPULATION].words == who
    assert measure.readings[Part.CONDITION].words == condition


# From the departments' joint guidance (RSA-TAC-17-01, the counterpart of TEGL 10-16).
GUIDANCE = [
    (
        "Employment Rate – 2nd Quarter After Exit: The percentage of participants who are in unsubsidized employment during the second quarter after exit from the program (for title I Youth, the indicator is the percentage of participants in education or training activities, or in unsubsidized employment during the second quarter after exit);",
        "percentage",
        {"employment"},
        "participants … exit from the program",
        "who are in unsubsidized employment",
        {"quarter 2 after exit"},
        "",
    ),
    (
        "Median Earnings – 2nd Quarter After Exit is the median earnings of program participants who are in unsubsidized employment during the second quarter after exit from the program.",
        "median",
        {"earnings"},
        "program participants … exit from the program",
        "who are in unsubsidized employment",
        {"quarter 2 after exit"},
        "",
    ),
    (
        "Credential Attainment: The percentage of those participants enrolled in an education or training program (excluding those in on-the-job training (OJT) and customized training) who attain a recognized postsecondary credential or a secondary school diploma, or its recognized equivalent, during participation in or within one year after exit from the program.",
        "percentage",
        {"credential", "recognized postsecondary credential", "secondary school diploma or equivalent"},
        "those participants enrolled in an education or training program … exit from the program",
        "who attain a recognized postsecondary credential or a secondary school diploma, or its recognized equivalent",
        {"during participation", "within 1 year after exit"},
        "those in on-the-job training (OJT) and customized training",
    ),
    (
        "The number of participants who exited during the reporting period who are found to be employed, either through direct UI wage record match, Federal or military employment records, or supplemental wage information, in the second quarter after the exit quarter DIVIDED by the number of participants who exited during the reporting period.",
        "percentage",
        {"employment"},
        "participants who exited",
        "who are found to be employed, either through direct UI wage record match, Federal or military employment records, or supplemental wage information",
        {"during reporting period", "quarter 2 after exit"},
        "",
    ),
    (
        "Effectiveness in Serving Employers is the percentage of participants in unsubsidized employment during the second quarter after exit who were employed by the same employer in the second and the fourth quarters after exit.",
        "percentage",
        {"retention with the same employer"},
        "participants in unsubsidized employment",
        "who were employed by the same employer",
        {"quarter 2 after exit", "quarter 4 after exit"},
        "",
    ),
    (
        "The measurable skill gains indicator is the percentage of participants who, during a program year, are in an education or training program that leads to a recognized postsecondary credential or employment and who are achieving measurable skill gains toward such a credential or employment.",
        "percentage",
        {"educational progress", "measurable skill gain"},
        "participants … are in an education or training program that leads to a recognized postsecondary credential or employment",
        "who are achieving measurable skill gains toward such a credential or employment",
        {"during program year"},
        "",
    ),
]


@pytest.mark.parametrize(
    ("text", "statistic", "outcome", "who", "condition", "timing", "excluded"), GUIDANCE, ids=short_id
)
def test_guidance_names_its_measures_first_or_writes_them_as_fractions(
    text, statistic, outcome, who, condition, timing, excluded
):
    measure = read_measure(text, kind="guidance")
    assert values(measure, Part.STATISTIC) == {statistic}
    assert values(measure, Part.OUTCOME) == outcome
    assert measure.readings[Part.POPULATION].words == who
    assert measure.readings[Part.CONDITION].words == condition
    assert values(measure, Part.TIMING) == timing
    assert measure.readings[Part.EXCLUSIONS].words == excluded
    assert values(measure, Part.AUTHORITY) == {"guidance"}


NO_MEASURES = [
    "The amount of the grant shall be determined by the Secretary.",
    "Not less than 75 percent of the funds shall be used for out-of-school youth.",
    "The State board shall consist of a majority of representatives of business.",
    "A rate of pay that exceeds level II of the Executive Schedule shall not be paid.",
    "",
]


@pytest.mark.parametrize("text", NO_MEASURES)
def test_a_number_in_passing_is_no_measure(text):
    assert read_measure(text) is None


LONG = [
    "the percentage of " + "(" * 20000,
    "the number of x " + "divided by the number of y " * 2000,
    "the percentage of people who " + "in " * 20000,
    "the rate of " + "a. " * 20000,
    "first and " * 5000,
    "the median of " + " " * 50000 + "x",
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_a_text_made_to_be_slow_is_read_all_the_same(text):
    read_measure(text, provision_kind="metric")


@given(st.text(alphabet="the percntgofquw.,;:()—-“”12 ", max_size=300), st.booleans())
def test_any_text_is_read_without_an_error(text, is_listed):
    measure = read_measure(text, provision_kind="metric" if is_listed else "")
    for reading in measure.readings.values() if measure else ():
        assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)


def test_every_span_has_the_words_claimed(corpora, measures):
    texts = {prov.id: prov.text for corpus, _ in corpora.values() for prov in corpus}
    seen = 0
    for measure in measures.values():
        for reading in (*measure.readings.values(), *measure.riders):
            if reading.spans:
                seen += 1
                text = texts[reading.source]
                assert reading.words == " … ".join(" ".join(span.of(text).split()) for span in reading.spans)
    assert seen > 200


NAMES = ("WIOA", "the Alliance")


def test_median_earnings_against_initial_earnings(measures):
    parts = {
        c.part: c for c in compare_measures(measures[f"{ADULT}/III"], measures["AQCP-MB-4"], names=NAMES)
    }
    assert parts[Part.STATISTIC].verdict is PartVerdict.SAME
    assert parts[Part.OUTCOME].verdict is PartVerdict.SAME
    assert parts[Part.TIMING].verdict is PartVerdict.DIFFERS
    assert parts[Part.POPULATION].verdict is PartVerdict.DIFFERS
    assert parts[Part.CONDITION].verdict is PartVerdict.SILENT
    assert parts[Part.CONDITION].sentence == (
        "Condition: WIOA asks for those “who are in unsubsidized employment”; the Alliance is silent."
    )
    assert parts[Part.LEVEL].verdict is PartVerdict.DIFFERS
    assert parts[Part.TIMING].sentence == (
        "Timing differs: WIOA counts “during the second quarter after exit from the program”; the Alliance “across the "
        "second and the third quarter after a person leaves the career pathway”; the Alliance's time contains WIOA's."
    )
    assert parts[Part.STATISTIC].sentence == "Statistic is the same: WIOA and the Alliance take a median."
    assert (
        parts[Part.LEVEL].sentence
        == "Level differs: WIOA is reported for the State; the Alliance the pathway."
    )


def test_a_clause_that_takes_measures_over_is_compared_by_their_words(measures):
    youth, other = measures[f"{YOUTH}/III"], measures["AQCP-MB-4"]
    for found, told in (
        (compare_measures(youth, other, names=NAMES), "left"),
        (compare_measures(other, youth, names=NAMES[::-1]), "right"),
    ):
        parts = {c.part: c for c in found}
        assert parts[Part.STATISTIC].verdict is PartVerdict.SAME
        assert parts[Part.TIMING].verdict is PartVerdict.DIFFERS
        assert "“during the second quarter after exit from the program” (in (III), by reference)" in (
            parts[Part.TIMING].sentence
        )
        assert "subclauses" not in " ".join(c.sentence for c in found)
        reading = getattr(parts[Part.CONDITION], told)
        assert reading.source == f"{ADULT}/III"
        assert "youth program" in getattr(parts[Part.POPULATION], told).values


def test_included_measures_that_all_differ_are_joined(measures):
    parts = {
        c.part: c
        for c in compare_measures(measures[f"{YOUTH}/III"], measures[f"{ADULT}/I"], names=("one", "two"))
    }
    assert set(parts[Part.STATISTIC].left.values) == {"median", "percentage"}
    assert "(in (III), (IV), (V) and (VI), by reference)" in parts[Part.STATISTIC].sentence


def test_statute_and_rule_count_the_same_credentials_and_exclude_different_people(measures):
    left, right = measures[f"{ADULT}/IV"], measures[f"{RULE}/a/1/iv/A"]
    parts = {c.part: c for c in compare_measures(left, right, names=("the statute", "the rule"))}
    assert parts[Part.CONDITION].verdict is PartVerdict.SAME
    assert "and, elsewhere, “only if such participants" in parts[Part.CONDITION].sentence
    assert parts[Part.TIMING].verdict is PartVerdict.SAME
    assert parts[Part.EXCLUSIONS].verdict is PartVerdict.DIFFERS
    assert parts[Part.EXCLUSIONS].sentence.startswith(
        "Exclusions differ: the statute leaves out employment service; the rule"
    )
    assert parts[Part.POPULATION].verdict is PartVerdict.DIFFERS


def test_the_rule_fixes_what_the_statute_left_open(measures):
    left, right = measures[f"{ADULT}/VI"], measures[f"{RULE}/a/1/vi"]
    parts = {c.part: c for c in compare_measures(left, right, names=("the statute", "the rule"))}
    silent = {part for part, c in parts.items() if c.verdict is PartVerdict.SILENT}
    assert {Part.STATISTIC, Part.CONDITION, Part.TIMING} <= silent
    assert parts[Part.TIMING].sentence.endswith("the statute is silent.")


def test_unknown_parts_are_marked_unknown(measures):
    parts = {c.part: c for c in compare_measures(measures[f"{ADULT}/I"], measures["AQCP-M-C1"], names=NAMES)}
    assert parts[Part.TIMING].verdict is PartVerdict.UNKNOWN
    assert "was not read" in parts[Part.TIMING].sentence


def test_a_rate_of_people_is_a_percentage():
    left = read_measure("The percentage of participants who are placed in employment.")
    right = read_measure("The rate at which participants are placed in employment.")
    parts = {c.part: c for c in compare_measures(left, right)}
    assert parts[Part.STATISTIC].verdict is PartVerdict.SAME
    assert "a rate of people is a percentage of them" in parts[Part.STATISTIC].sentence
    other = read_measure("The rate of falls per 1,000 patient days.")
    assert {c.part: c for c in compare_measures(left, other)}[Part.STATISTIC].verdict is PartVerdict.DIFFERS


def test_every_part_is_compared_once_and_in_order(measures):
    parts = compare_measures(measures[f"{ADULT}/I"], measures[f"{RULE}/a/1/i"], names=("statute", "rule"))
    assert [c.part for c in parts] == list(Part)
    assert all(c.sentence.endswith(".") for c in parts)


def test_an_outcome_that_holds_the_other_is_said_to_count_more():
    wide = read_measure(
        "the percentage of participants who are in education or training activities, or in unsubsidized employment"
    )
    narrow = read_measure("the percentage of participants who are in unsubsidized employment")
    outcome = next(
        one
        for one in compare_measures(wide, narrow, names=("the Act", "the Charter"))
        if one.part is Part.OUTCOME
    )

    assert (
        outcome.sentence == "The Act also counts education or training; the Charter counts employment only."
    )
