"""Why the program reads a pair as it does, in words a reader understands."""

from dataclasses import replace

import pytest
from lxml import html

from crosswalk.model.alignment import PartComparison, PartVerdict
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Part, Span
from crosswalk.model.comparison import RungMeasure
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Verification
from crosswalk.report.document_view import cited, sides
from crosswalk.report.rows import plain, row_views, taken_over, why_view
from crosswalk.report.site import site


@pytest.fixture(scope="module")
def both(trees):
    return sides(trees.comparison())


def test_a_reason_names_provisions_by_their_citation(both):
    told = plain("“tree” is a term that the Act defines (2/A); the Charter uses it in its own sense.", both)

    assert told == (
        "“tree” is a term that the Act defines (Act sec. 2(A)); the Charter uses it in its own sense."
    )


def test_an_id_that_no_side_has_stays_as_it_is(both):
    assert plain("Something (9/Z) else.", both) == "Something (9/Z) else."


def test_the_reasons_and_the_test_of_a_pair_are_on_its_page(trees):
    side = trees.comparison()
    row = next(one for one in side.rows if one.candidate and not one.candidate.parts)
    judged = replace(
        row.candidate.prediction,
        test="Meeting the Act would help with the Charter.",
        reasons=("The force differs: the Act only allows it.", "The Act says so only “as appropriate”."),
    )
    told = replace(side, rows=(replace(row, candidate=replace(row.candidate, prediction=judged)),))
    page = site((told,), version="0.0.0")["definition-rows.html"]

    assert "Meeting the Act would help with the Charter." in page
    assert "<li>The force differs: the Act only allows it.</li>" in page
    assert "<li>The Act says so only “as appropriate”.</li>" in page


def test_a_measure_is_told_part_by_part_and_not_again(trees, both):
    candidate = next(r.candidate for r in trees.comparison().rows if r.candidate and r.candidate.parts)
    judged = replace(candidate.prediction, reasons=("Timing differs.",))

    assert why_view(replace(candidate, prediction=judged), *both).reasons == ()


def test_how_sure_of_the_pair_and_of_the_relation_are_told_apart(trees):
    side = trees.comparison()
    row = next(one for one in side.rows if one.candidate)
    sure = replace(
        row.candidate, confidence=0.83, prediction=replace(row.candidate.prediction, confidence=0.7)
    )
    pages = site((replace(side, rows=(replace(row, candidate=sure),)),), version="0.0.0")
    said = " ".join(
        html.fromstring(pages["definition-rows.html"]).find_class("sure")[0].text_content().split()
    )

    assert said.startswith("Confidence in the pair: High, 0.83In the relation")
    assert ": 0.70" in said


def test_nothing_computed_has_no_why(both):
    assert why_view(None, *both) is None


def test_a_clause_that_takes_measures_over_says_whose_words_are_shown(both):
    left, right = both
    own = MeasurePart(Part.TIMING, ("year 2",), "clause (A)", (Span(0, 10),), source="3")
    one = Measure("2/A", {Part.TIMING: MeasurePart(Part.TIMING, ("year 2",), "second year", source="2/A")})
    two = Measure("2/B", {Part.TIMING: MeasurePart(Part.TIMING, ("year 3",), "third year", source="2/B")})
    taking = replace(
        left, annotated={"3": Annotated("3", measure=Measure("3", {Part.TIMING: own}, imports=(one, two)))}
    )
    compared = PartComparison(
        Part.TIMING,
        PartVerdict.SAME,
        one.readings[Part.TIMING],
        MeasurePart(Part.TIMING, source="CH-3"),
        "Same.",
    )

    assert taken_over((compared,), ((taking, "3"), (right, "CH-3"))) == (
        f"{left.name}'s parts are those of Act sec. 2(A), which this clause adopts: “clause (A)”."
    )
    assert taken_over((compared,), ((left, "3"), (right, "CH-3"))) == ""


def test_a_sentence_in_the_open_says_what_the_rule_makes_of_it(trees):
    row = next(one for one in row_views(trees.comparison()) if one.rungs)

    assert row.rule.startswith("The rule spells this out in ")
    assert row.rule.endswith("“A tree is alive when it bears leaves in July”.")


def test_a_rule_is_told_part_by_part_beside_its_statute(trees):
    side = trees.comparison()
    reading = MeasurePart(Part.TIMING, ("year 2",), "second year", source="3")
    differs = PartComparison(Part.TIMING, PartVerdict.DIFFERS, reading, reading, "Timing differs.")
    same = replace(differs, verdict=PartVerdict.SAME, sentence="Timing is the same.")

    def told(*parts):
        shown = row_views(replace(side, rung_measures={"3": (RungMeasure("the rule", "rule", parts),)}))
        return next(one for one in shown if one.rungs)

    assert told(differs).rule.endswith("It differs from the Act in: when.")
    assert told(differs).rule_differs == ("Timing differs.",)
    assert told(same).rule.endswith("Part by part it says the same as the Act.")
    assert told(same).rule_differs == ()


@pytest.mark.parametrize(
    ("verification", "said"),
    [
        (Verification.RESTATED, "Charter, p. 26"),
        (Verification.UNVERIFIED, "Charter, p. 26 (place not checked)"),
    ],
)
def test_a_place_that_nobody_looked_up_says_so(verification, said):
    assert cited(Provision("x", "words", citation="Charter, p. 26", verification=verification)) == said


def test_a_clause_that_takes_in_measures_leads_to_their_own_rows(trees):
    """Not every counterpart of what a clause takes in is shown beside it; the row says where all stand."""
    side = trees.comparison()
    reading = MeasurePart(Part.TIMING, ("year 2",), "second year", source="2/A")
    taken = tuple(Measure(one, {Part.TIMING: reading}) for one in ("2/A", "2/C"))
    read = replace(side.annotated_left["3"], measure=Measure("3", {}, imports=taken))
    rows = row_views(replace(side, annotated_left={**side.annotated_left, "3": read}))
    row = next(one for one in rows if one.left and one.left.id == "3")

    assert [(link.words, link.href) for link in row.taken_in] == [
        ("Act sec. 2(A) at row 1", "#2-A--CH-1"),
        ("Act sec. 2(C) at row 3, no counterpart", "#2-C"),
    ]
    assert all(not one.taken_in for one in rows if one is not row)
