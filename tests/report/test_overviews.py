"""The first page, the graph page and the method page: every number from the rows, none from thin air."""

from dataclasses import replace

import pytest

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.language import encoder, parser
from crosswalk.model.relation import Verification
from crosswalk.report.frame import NO_FRAME, frame
from crosswalk.report.graph_page import graph_page
from crosswalk.report.method_page import method_page


@pytest.fixture
def side(trees):
    return trees.comparison()


@pytest.fixture
def framed(side):
    return frame("x.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")


def test_what_hangs_loose_is_listed_by_name(side):
    page = graph_page([side], NO_FRAME, find_in_graph(build_graph([side])))
    counted = {one.words: one.number for one in page.sizes}
    lists = {one.heading: [link.words for link in one.items] for one in page.loose}

    assert counted["pairs"] == 3
    assert "Act sec. 2(C)" in lists["Provisions with no link"]
    assert "Conflicts" not in lists


def test_confidence_is_set_against_decisions(side, framed):
    bands = {band.word: band for band in method_page([side], framed).bands}

    assert (bands["High"].pairs, bands["High"].confirmed, bands["High"].open) == (2, 1, 1)
    assert (bands["Moderate"].pairs, bands["Moderate"].drafted) == (1, 1)
    assert sum(band.pairs for band in bands.values()) == 3
    assert (bands["High"].share, bands["Moderate"].share) == (100, None)


def test_agreement_between_program_and_mapping_file_is_counted(side, framed):
    assert (
        "Of 2 drafted or decided pairs that the program also judged, it found the same relation in 1 and another in 1"
        in (method_page([side], framed).agreement)
    )


def test_how_the_texts_were_read_is_counted_by_source(side, framed):
    lines = {line.source: line for line in method_page([side], framed).read}
    charter = lines["Charter, June 2014"]

    assert (charter.quoted, charter.restated, charter.unchecked, charter.missing) == (0, 3, 1, 1)
    assert charter.partly == 1
    assert sum((charter.quoted, charter.restated, charter.unchecked, charter.missing)) == len(side.right)


def test_the_page_names_what_is_missing_who_decided_and_which_models_ran(side, framed):
    page = method_page([side], framed, misses=("A known limit.",))

    assert "A known limit." in page.misses
    assert "1 provision was not found on the other side" in page.misses[0]
    assert [one.name for one in page.models] == [parser.NAME, encoder.NAME]
    assert {(one.did, one.rows) for one in page.people} == {("reviewed", 1), ("drafted", 1)}


def test_only_signals_that_gave_something_are_listed_the_weightiest_first(side, framed):
    page = method_page([side], framed)

    assert {one.name: one.pairs for one in page.signals} == {
        "terms": 2,
        "meaning": 1,
        "measure": 1,
        "duty": 1,
    }
    assert [one.bar for one in page.signals] == sorted((one.bar for one in page.signals), reverse=True)
    assert page.signals[0].bar == 100


def test_a_column_with_one_value_is_no_column(side, framed):
    page = method_page([side], framed)

    assert page.signals_differ
    assert not replace(page, signals=page.signals[-1:] * 2).signals_differ


def test_the_six_steps_follow_one_row_from_the_texts_to_the_answer(side, framed):
    page = method_page([side], framed)
    told = {step.name: step.example for step in page.steps}

    assert page.worked.words == "Act sec. 2(A) and Planting with consent"
    assert list(told) == ["Read", "Mark", "Propose", "Line up", "Relate", "Sum up"]
    assert "“every street” = “streets”" in told["Line up"]
    assert "confidence 0.91, high" in told["Propose"]
    assert told["Relate"].startswith("Overlaps, strength 6 of 10.")


def test_without_a_pair_the_steps_are_told_without_an_example(side, framed):
    page = method_page([replace(side, rows=())], framed)

    assert page.worked is None
    assert len(page.steps) == 6
    assert not any(step.example for step in page.steps)


def test_every_text_that_nobody_checked_is_listed_with_what_rests_on_it(side, framed):
    page = method_page([side], framed)
    unchecked = [one for one in (*side.left, *side.right) if one.verification is Verification.UNVERIFIED]

    assert [one.words for one in page.unchecked] == [one.text for one in unchecked]
    resting = [
        row for row in side.rows if row.left and row.right and row.right in {one.id for one in unchecked}
    ]
    told = [link for one in page.unchecked for link in one.resting]
    assert resting
    assert sum(int(link.words.split()[-2]) for link in told) == len(resting)
    assert all(link.href.startswith("definition-rows.html#") for link in told)
