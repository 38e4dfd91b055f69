"""The measures page: every level in one drawing, and the terms on which the measures turn."""

from dataclasses import replace

import pytest

from crosswalk.model.alignment import DecidingTerm, PartComparison, PartVerdict, TermDefinition
from crosswalk.model.annotation import MeasurePart, Part
from crosswalk.model.comparison import RungMeasure
from crosswalk.report.frame import frame
from crosswalk.report.measures_page import measures_page

RULE = TermDefinition("rule", "rule", "2025", "9/4", "9 T.R. 4(c)", "Leaving is the last day of work.", "9/4")
OWN = TermDefinition("framework", "charter", "2020", "CH-9", "“Leaving”", "Leaving is going home.", "CH-9")


def stated(level, quarter):
    silent = MeasurePart(Part.TIMING, state="silent")
    own = MeasurePart(Part.TIMING, (f"quarter {quarter} after exit",), "words", (), "read", "9/4")
    return RungMeasure(level, level, (PartComparison(Part.TIMING, PartVerdict.SILENT, silent, own, "S."),))


@pytest.fixture
def side(trees):
    return trees.comparison("measures")


def page(side):
    return measures_page(
        side, frame("trees.html", "Trees", "M", [side.whole_left], nav=(), state="draft", version="0")
    )


def test_rule_and_guidance_are_drawn_between_the_two_documents(side):
    left = next(row.left for row in side.rows if row.candidate and row.candidate.parts)
    both = replace(side, rung_measures={left: (stated("rule", 2), stated("guidance", 4))})
    lines = [line for group in page(both).groups for line in group.lines if line.time]
    drawn = next(line.time for line in lines if len(line.time.bars) == 4)

    assert ["left", "rule", "guidance", "right"] == [bar.which for bar in drawn.bars]
    assert "Guidance: quarter 4 after exit." in drawn.spoken


def test_every_pair_that_differs_in_timing_is_named_the_sound_ones_first(side):
    """However many there are, and whatever the first page has room for."""
    apart = PartComparison(Part.TIMING, PartVerdict.DIFFERS, *[MeasurePart(Part.TIMING)] * 2, "They differ.")
    pairs = [row for row in side.rows if row.left and row.right and row.candidate]
    rows = tuple(
        replace(row, candidate=replace(row.candidate, parts=(apart,))) if row in pairs else row
        for row in side.rows
    )
    shown = page(replace(side, rows=rows)).timing
    same = replace(apart, verdict=PartVerdict.SAME)
    none = tuple(
        replace(row, candidate=replace(row.candidate, parts=(same,))) if row in pairs else row
        for row in side.rows
    )

    (group,) = shown
    cautions = [bool(caution) for _, caution in group.pairs]
    assert len(cautions) == len(pairs) > 1
    assert cautions == sorted(cautions)
    assert group.sentence == "They differ."
    assert page(replace(side, rows=none)).timing == ()


def test_the_terms_on_which_measures_turn_are_listed_with_their_definitions(side):
    term = DecidingTerm("act leaving", "charter leaving", (RULE,), (OWN,), (Part.TIMING,))
    shown = page(replace(side, deciding={"one": (term,), "two": (term,)})).terms

    (line,) = shown
    assert ["rule", "framework"] == [one.whose for one in line.meanings]
    assert "2 pairs depend on this term, and differ because of it." == line.finding
    assert "act leaving and charter leaving" == line.term
    assert () == page(side).terms
