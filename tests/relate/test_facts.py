"""The facts that every build must get right, as computed by the pipeline with no mapping file.

Each fact is also turned round: the text is changed so that it no longer holds, and must then be gone.
"""

from dataclasses import replace

import pytest

from crosswalk.compare.compare import Plan, compare
from crosswalk.compare.document import read_document
from crosswalk.compare.shared_terms import concept_relations
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Coverage, Relation
from crosswalk.relate.predict import Names
from crosswalk.services.compare_editions import read_side

pytestmark = pytest.mark.slow

DEF, ADULT, YOUTH = "29/3102/7", "29/3141/b/2/A/i", "29/3141/b/2/A/ii"


def entry_of(space, name):
    return next(entry for entry in space.crosswalks if entry.id == name)


def computed(space, name, **changed):
    """One crosswalk computed without decisions; `changed` maps `left` or `right` to {id: new text}."""
    entry = entry_of(space, name)
    plan = Plan(entry.id, entry.title, entry.kind, Names(entry.names.left, entry.names.right))
    sides = {}
    for which, side in (("left", entry.left), ("right", entry.right)):
        document = read_side(space, side)
        if which in changed:
            document = rewritten(space, document, side, changed[which])
        sides[which] = document
    rungs = [read_side(space, rung) for rung in entry.rungs]
    return compare(plan, sides["left"], sides["right"], concept_relations(space.lexicon), None, rungs)


def rewritten(space, document, side, texts):
    """The document with other words in some provisions; only what is compared is read again."""
    provs = [
        replace(p, text=texts.get(p.id, p.text), unread=() if p.id in texts else p.unread)
        for p in document.part
    ]
    part = Corpus(document.whole.source, tuple(provs))
    return read_document(part, part, space.lexicon)


@pytest.fixture(scope="module")
def definition(space):
    return computed(space, "definition")


@pytest.fixture(scope="module")
def measures(space):
    return computed(space, "measures")


def pair(side, left, right):
    return next(c for c in side.candidates if (c.left, c.right) == (left, right))


def relation(side, left, right):
    return pair(side, left, right).prediction.relation


def answer(answers, prov):
    return next(a for a in answers if a.provision == prov)


def parts(side, left, right):
    return {c.part: c for c in pair(side, left, right).parts}


# ------------------------------------------------------------------------------- the definition


def test_no_pair_at_all_is_equal(definition, measures):
    for side in (definition, measures):
        assert side.candidates
        assert not [c for c in side.candidates if c.prediction.relation is Relation.EQUAL]


def test_a_pair_with_the_same_words_is_equal(space, definition):
    words = next(p for p in definition.left if p.id == f"{DEF}/G").text
    changed = computed(space, "definition", right={"AQCP-FEAT-3": words})

    assert Relation.EQUAL is relation(changed, f"{DEF}/G", "AQCP-FEAT-3")


@pytest.mark.parametrize(
    ("letter", "right", "expected"),
    [
        ("A", "AQCP-FEAT-1", Relation.INTERSECTS),
        ("A", "AQCP-DEF-1", Relation.INTERSECTS),
        ("B", "AQCP-DEF-1", Relation.INTERSECTS),
        ("C", "AQCP-DEF-1", Relation.INTERSECTS),
        ("C", "AQCP-FUNC-3", Relation.SUBSET),
        ("D", "AQCP-FUNC-1", Relation.SUBSET),
        ("E", "AQCP-DEF-1", Relation.INTERSECTS),
        ("F", "AQCP-DEF-1", Relation.INTERSECTS),
        ("G", "AQCP-FEAT-3", Relation.INTERSECTS),
    ],
)
def test_each_element_relates_as_the_domain_says(definition, letter, right, expected):
    assert expected is relation(definition, f"{DEF}/{letter}", right)
    rows = {(row.left, row.right) for row in definition.rows}
    assert (f"{DEF}/{letter}", right) in rows


def test_counseling_is_only_weakly_met_in_checked_text(definition):
    checked = pair(definition, f"{DEF}/C", "AQCP-DEF-1").prediction.strength
    recalled = pair(definition, f"{DEF}/C", "AQCP-FUNC-3").prediction.strength

    assert checked <= 3 < recalled


def test_concurrent_education_has_no_counterpart_in_checked_text(definition):
    found = answer(definition.left_answers, f"{DEF}/D")

    assert (Coverage.COVERED, Coverage.NOT_FOUND) == (found.coverage, found.verified)
    assert "AQCP-FUNC-1" in found.best


def test_without_function_1_concurrent_education_has_no_counterpart_at_all(space):
    changed = computed(space, "definition", right={"AQCP-FUNC-1": "Participants receive a monthly bus pass."})

    assert Coverage.NOT_FOUND is answer(changed.left_answers, f"{DEF}/D").coverage


def test_f_asks_for_a_secondary_diploma_that_the_alliance_does_not_name(definition, space):
    assert any("secondary" in words for words in _left_adds_or_kinds(definition, f"{DEF}/F"))
    without = {
        f"{DEF}/F": "enables an individual to attain at least 1 recognized postsecondary credential; and"
    }
    changed = computed(space, "definition", left=without)

    assert not any("secondary school" in words for words in _left_adds_or_kinds(changed, f"{DEF}/F"))


def _left_adds_or_kinds(side, left):
    """What the left adds, with phrases that the right answers only by a wider notion."""
    cand = pair(side, left, "AQCP-DEF-1")
    text = side.left[left].text
    return [
        *cand.alignment.left_added,
        *(m.left[0].of(text) for m in cand.alignment.matches if m.how != "same"),
    ]


def test_g_is_met_by_feature_3_which_adds_a_wage_standard_and_exits(definition):
    cand = pair(definition, f"{DEF}/G", "AQCP-FEAT-3")

    assert "leave at" in cand.prediction.sentence
    assert "supports the person or the family" in cand.prediction.sentence


def test_multiple_entry_points_have_no_clause_in_the_definition(definition):
    found = answer(definition.right_answers, "AQCP-FEAT-2")

    assert Coverage.NOT_FOUND is found.coverage
    assert found.searched


def test_a_clause_on_entry_points_would_be_found(space):
    changed = computed(
        space, "definition", left={f"{DEF}/E": "provides multiple entry points at which students enter;"}
    )

    assert Coverage.NOT_FOUND is not answer(changed.right_answers, "AQCP-FEAT-2").coverage


def test_the_system_definition_has_no_clause_but_is_found_elsewhere_in_wioa(definition):
    found = answer(definition.right_answers, "AQCP-DEF-4")

    assert Coverage.NOT_FOUND is found.coverage
    assert found.elsewhere
    assert not [i for i in found.elsewhere if i.startswith(DEF)]


def test_transparency_and_connectedness_have_no_clause(definition):
    cands = [c for c in definition.candidates if c.right == "AQCP-FEAT-1"]
    text = definition.right["AQCP-FEAT-1"].text
    start = text.index("can be seen")
    covered = [m for c in cands for m in c.alignment.matches for s in m.right if s.start <= start < s.end]

    assert not covered


def test_shared_assessment_is_not_in_the_definition_but_elsewhere_in_wioa(definition):
    found = answer(definition.right_answers, "AQCP-FUNC-2")

    assert Coverage.NOT_FOUND is found.coverage
    assert found.elsewhere


def test_every_provision_of_both_sides_has_an_answer(definition, measures):
    for side in (definition, measures):
        assert [p.id for p in side.left] == [a.provision for a in side.left_answers]
        assert [p.id for p in side.right] == [a.provision for a in side.right_answers]


# ------------------------------------------------------------------------------- the measures


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("I", "AQCP-MB-3"),
        ("I", "AQCP-M-C1"),
        ("II", "AQCP-M-C3"),
        ("III", "AQCP-MB-4"),
        ("III", "AQCP-M-C4"),
        ("IV", "AQCP-MB-2"),
        ("IV", "AQCP-M-B1"),
        ("IV", "AQCP-M-B2"),
        ("IV", "AQCP-M-B3"),
        ("V", "AQCP-MB-1"),
        ("V", "AQCP-M-A1"),
        ("V", "AQCP-M-A2"),
    ],
)
def test_indicators_overlap_their_metrics(measures, left, right):
    assert Relation.INTERSECTS is relation(measures, f"{ADULT}/{left}", right)


def test_each_indicator_s_nearest_metrics_are_the_ones_the_domain_names(measures):
    nearest = {}
    for row in measures.rows:
        if row.left and row.right:
            nearest.setdefault(row.left, row.right)

    assert nearest[f"{ADULT}/I"] in {"AQCP-MB-3", "AQCP-M-C1"}
    assert "AQCP-M-C3" == nearest[f"{ADULT}/II"]
    assert "AQCP-MB-4" == nearest[f"{ADULT}/III"]
    assert nearest[f"{ADULT}/IV"] in {"AQCP-MB-2", "AQCP-M-B1", "AQCP-M-B2", "AQCP-M-B3"}
    assert nearest[f"{ADULT}/V"] in {"AQCP-MB-1", "AQCP-M-A1", "AQCP-M-A2"}


def test_median_earnings_same_statistic_other_quarters_other_exit(measures):
    found = parts(measures, f"{ADULT}/III", "AQCP-MB-4")

    assert PartVerdict.SAME is found[Part.STATISTIC].verdict
    assert PartVerdict.SAME is found[Part.OUTCOME].verdict
    assert PartVerdict.DIFFERS is found[Part.TIMING].verdict
    assert PartVerdict.DIFFERS is found[Part.POPULATION].verdict


def test_with_the_quarter_swapped_the_timing_is_the_same(space):
    words = "Median earnings in the second quarter after a person leaves the career pathway."
    found = parts(computed(space, "measures", right={"AQCP-MB-4": words}), f"{ADULT}/III", "AQCP-MB-4")

    assert PartVerdict.SAME is found[Part.TIMING].verdict
    assert PartVerdict.SAME is found[Part.STATISTIC].verdict


def test_with_the_statistic_swapped_only_the_statistic_differs_more(space, measures):
    words = "Percentage of earnings across the second and the third quarter after a person leaves the career pathway."
    changed = parts(computed(space, "measures", right={"AQCP-MB-4": words}), f"{ADULT}/III", "AQCP-MB-4")
    before = parts(measures, f"{ADULT}/III", "AQCP-MB-4")

    assert PartVerdict.DIFFERS is changed[Part.STATISTIC].verdict
    assert before[Part.TIMING].verdict is changed[Part.TIMING].verdict


def test_median_earnings_is_the_only_pair_with_a_definition_on_both_sides(measures):
    known = {
        (c.left, c.right)
        for c in measures.candidates
        if c.prediction.relation is not Relation.NONE
        and c.left.startswith(f"{ADULT}/")
        and PartVerdict.UNKNOWN not in {p.verdict for p in c.parts if p.part in {Part.STATISTIC, Part.TIMING}}
    }

    assert {(f"{ADULT}/III", "AQCP-MB-4")} == known


def test_serving_employers_has_no_participant_metric(measures):
    assert Coverage.NOT_FOUND is answer(measures.left_answers, f"{ADULT}/VI").coverage


@pytest.mark.parametrize("metric", ["AQCP-M-C2", "AQCP-M-C5", "AQCP-M-B4"])
def test_what_only_the_alliance_measures(measures, metric):
    assert Coverage.NOT_FOUND is answer(measures.right_answers, metric).coverage


def test_sector_employment_is_only_a_reporting_item_elsewhere_in_wioa(measures):
    assert "29/3141/d/2/G" in answer(measures.right_answers, "AQCP-M-C2").elsewhere


def test_youth_measures_import_the_adult_ones(measures):
    imported = measures.annotated_left[f"{YOUTH}/III"]
    targets = {note.target for note in imported.notes if note.target}

    assert {f"{ADULT}/{mark}" for mark in ("III", "IV", "V", "VI")} <= targets


def test_unread_parts_are_unknown_and_never_silent(measures):
    found = parts(measures, f"{ADULT}/I", "AQCP-M-C1")

    assert PartVerdict.UNKNOWN is found[Part.TIMING].verdict
    assert PartVerdict.UNKNOWN is found[Part.STATISTIC].verdict


def test_the_rule_stands_beside_its_clause(measures):
    rungs = {left: [i for _, i in found] for left, found in measures.rungs.items()}

    assert "20/677.155/a/1/i" in rungs[f"{ADULT}/I"]
    assert "20/677.155/a/1/ii" in rungs[f"{ADULT}/II"]
    assert "20/677.155/a/1/iii" in rungs[f"{ADULT}/III"]
    assert "20/677.155/a/1/v" in rungs[f"{ADULT}/V"]
    assert "20/677.155/c/1" in rungs[f"{YOUTH}/I"]


def test_the_rule_leaves_out_training_at_work_and_fixes_the_employer_measure(measures):
    """What the rule makes of its statute, part by part."""
    earnings, credential, employers = (
        {one.part: one for one in measures.rung_parts(f"{ADULT}/{mark}")} for mark in ("III", "IV", "VI")
    )

    assert {earnings[part].verdict for part in (Part.STATISTIC, Part.CONDITION, Part.TIMING)} == {
        PartVerdict.SAME
    }
    assert PartVerdict.DIFFERS is credential[Part.EXCLUSIONS].verdict
    assert "on-the-job training" in credential[Part.EXCLUSIONS].right.values
    assert PartVerdict.SILENT is employers[Part.TIMING].verdict
    assert employers[Part.TIMING].left.state == "silent"


def test_the_condition_of_median_earnings_is_work_and_not_part_of_the_population(measures):
    found = parts(measures, f"{ADULT}/III", "AQCP-MB-4")

    assert found[Part.CONDITION].left.values == ("unsubsidized employment",)
    assert "employment" not in found[Part.POPULATION].left.words
