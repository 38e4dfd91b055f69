"""The first page, the graph page and the method page: every number from the rows, none from thin air."""

import pytest

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.report.frame import frame
from crosswalk.report.graph_facts import graph_facts
from crosswalk.report.method import method_page


@pytest.fixture
def side(trees):
    return trees.comparison()


@pytest.fixture
def framed(side):
    return frame("x.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")


def test_what_hangs_loose_is_listed_by_name(side):
    facts = graph_facts([side], find_in_graph(build_graph([side])))
    counted = {one.words: one.number for one in facts.sizes}
    lists = {one.heading: [link.words for link in one.items] for one in facts.loose}

    assert counted["pairs"] == 3
    assert "Act sec. 2(C)" in lists["Provisions without any link"]
    assert lists["Conflicts"] == []


def test_confidence_is_set_against_decisions(side, framed):
    bands = {band.word: band for band in method_page([side], framed).bands}

    assert (bands["High"].pairs, bands["High"].confirmed, bands["High"].open) == (2, 1, 1)
    assert (bands["Moderate"].pairs, bands["Moderate"].drafted) == (1, 1)
    assert sum(band.pairs for band in bands.values()) == 3


def test_agreement_between_program_and_mapping_file_is_counted(side, framed):
    assert (
        "Of 2 drafted or decided pairs that the program also judged, it found the same relation in 1 and another in 1"
        in (method_page([side], framed).agreement)
    )


def test_the_method_page_names_what_this_build_does_not_know(side, framed):
    misses = " ".join(method_page([side], framed, misses=("A known limit.",)).misses)

    assert "1 compared text was restated without the source at hand" in misses
    assert "1 text was not retrieved" in misses
    assert "1 measure has parts whose content is unknown" in misses
    assert "A known limit." in misses


def test_only_signals_that_gave_something_are_listed(side, framed):
    signals = {one.name: one.pairs for one in method_page([side], framed).signals}

    assert signals == {"terms": 2, "meaning": 1, "measure": 1, "duty": 1}
