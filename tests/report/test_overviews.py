"""The first page, the graph page and the method page: every number from the rows, none from thin air."""

from dataclasses import replace

import pytest

from crosswalk.model.relation import Status
from crosswalk.report.figure import MOST_NODES, figure
from crosswalk.report.frame import frame
from crosswalk.report.graph_facts import graph_facts
from crosswalk.report.graph_page import matrices
from crosswalk.report.method import method_page
from crosswalk.report.overview import index_page


@pytest.fixture
def side(trees):
    return trees.comparison()


@pytest.fixture
def framed(side):
    return frame("x.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")


def test_a_figure_has_a_box_for_every_element_and_a_line_for_every_pair(side):
    found = figure(side)

    assert (len(found.left), len(found.right), len(found.lines), len(found.table)) == (4, 5, 3, 3)
    assert [node.name.split(":")[0] for node in found.left if node.lonely] == ["Act sec. 2(C)"]


def test_every_line_starts_at_its_letter_and_ends_at_a_box(side):
    found = figure(side)
    ends = {(node.x, node.y + 16) for node in found.right}

    assert all((line.x2, line.y2) in ends for line in found.lines)
    assert all(line.letter == "O" for line in found.lines)


def test_no_two_letters_of_a_figure_stand_on_one_another(side):
    places = [(line.x1, line.y1) for line in figure(side).lines]

    assert len(places) == len(set(places))


def test_a_rejected_pair_has_no_line(side):
    rows = (replace(side.rows[0], status=Status.REJECTED), *side.rows[1:])

    assert len(figure(replace(side, rows=rows)).lines) == 2


def test_no_figure_is_drawn_where_it_would_be_a_tangle(side, monkeypatch):
    assert MOST_NODES == 60
    monkeypatch.setattr("crosswalk.report.figure.MOST_NODES", 3)

    assert figure(side) is None


def test_a_matrix_counts_every_provision_once(side):
    for matrix, answers in zip(matrices(side), (side.left_answers, side.right_answers), strict=True):
        worded = [
            one
            for one in answers
            if not (side.whole_left.by_id | side.whole_right.by_id)[one.provision].is_heading
        ]

        assert sum(line.total for line in matrix.lines) == len(worded)
        assert all(line.total == sum(cell.number for cell in line.cells) for line in matrix.lines)


def test_what_hangs_loose_is_listed_by_name(side):
    sizes, loose = graph_facts([side])
    counted = {one.words: one.number for one in sizes}
    lists = {one.heading: [link.words for link in one.items] for one in loose}

    assert counted["pairs"] == 3
    assert "Act sec. 2(C)" in lists["Provisions without any link"]
    assert lists["Conflicts"] == []


def test_the_first_page_says_how_much_is_answered_and_reviewed(side, framed):
    (card,) = index_page([side], framed).cards

    assert card.left_answers == "0 in full and 2 in part, of 4; 1 more only in unchecked words"
    assert card.right_answers == "1 in full and 2 in part, of 4; 1 more elsewhere in the Act"
    assert card.reviewed == "1 of 6"


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
