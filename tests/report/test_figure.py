"""The curved figure and the graph page: boxes, lines, their order, chips, chains."""

import itertools
from dataclasses import replace

import pytest
from lxml import html

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.model.relation import Relation, Status
from crosswalk.report.compact_rows import figure_pairs
from crosswalk.report.figure import MOST_BOXES, FigureBox, FigureLink, curved_figure
from crosswalk.report.frame import NO_FRAME
from crosswalk.report.graph_page import drawn, graph_page


def boxes(letter: str, number: int) -> list[FigureBox]:
    return [FigureBox(f"{letter}{n}", f"Box {letter}{n}", f"#{letter}{n}") for n in range(number)]


def links(*pairs: tuple[int, int]) -> list[FigureLink]:
    return [FigureLink(f"l{a}", f"r{b}", Relation.INTERSECTS, "proposed") for a, b in pairs]


def crossings(figure) -> int:
    ends = [(curve.left, curve.right) for curve in figure.curves]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(ends, 2))


@pytest.fixture
def side(trees):
    return trees.comparison()


def test_every_pair_has_a_line_and_every_box_a_pair(side):
    page = drawn(side)

    assert (len(page.figure.left), len(page.figure.right), len(page.figure.curves)) == (3, 3, 3)
    assert len(page.table) == 3
    assert "2 elements of the Charter have no line." in page.caption


def test_a_rejected_pair_has_no_line(side):
    rows = (replace(side.rows[0], status=Status.REJECTED), *side.rows[1:])

    assert len(drawn(replace(side, rows=rows)).figure.curves) == 2


@pytest.mark.parametrize("seed", range(12))
def test_no_other_order_of_the_right_boxes_has_fewer_crossings(seed):
    pairs = sorted({((n * 5 + seed * n) % 6, (n * n + seed * 3) % 5) for n in range(12)})
    figure = curved_figure(boxes("l", 6), boxes("r", 5), links(*pairs))
    held = [one.box.key for one in figure.right]
    least = min(
        sum(
            (a - c) * (order.index(f"r{b}") - order.index(f"r{d}")) < 0
            for (a, b), (c, d) in itertools.combinations(pairs, 2)
        )
        for order in itertools.permutations(held)
    )

    assert crossings(figure) == least


@pytest.mark.parametrize(("ours", "theirs"), [(3, 3), (8, 6), (2, 20), (20, 20), (1, 39)])
def test_boxes_lie_apart_inside_the_drawing_and_lines_meet_their_boxes(ours, theirs):
    pairs = [(n % ours, n % theirs) for n in range(max(ours, theirs) * 2)]
    figure = curved_figure(boxes("l", ours), boxes("r", theirs), links(*dict.fromkeys(pairs)))

    for column in (figure.left, figure.right):
        for upper, lower in itertools.pairwise(column):
            assert upper.y + upper.height < lower.y
        assert column[-1].y + column[-1].height <= figure.height
    for curve in figure.curves:
        x1, y1, *_, x2, y2 = (int(n) for n in curve.path.replace("M", "").replace("C", " ").split())
        here, there = figure.left[curve.left], figure.right[curve.right]
        assert x1 == here.x + here.width
        assert here.y < y1 < here.y + here.height
        assert x2 == there.x
        assert there.y < y2 < there.y + there.height


def test_no_two_lines_meet_a_box_at_one_place():
    figure = curved_figure(boxes("l", 8), boxes("r", 1), links(*((n, 0) for n in range(8))))
    ends = [curve.path.split()[-1] for curve in figure.curves]

    assert len(set(ends)) == 8


def test_a_figure_of_too_many_boxes_or_of_none_is_refused():
    many = [(n, n) for n in range(MOST_BOXES // 2 + 1)]

    assert curved_figure(boxes("l", 30), boxes("r", 30), links(*many)) is None
    assert curved_figure(boxes("l", 30), boxes("r", 30), links(*many[:-1])) is not None
    assert curved_figure(boxes("l", 3), boxes("r", 3), []) is None


def test_a_long_name_is_shortened_and_an_unchecked_box_has_less_room():
    named = "Participant-focused education and training for people of every age and place"
    left = [FigureBox("l0", named), FigureBox("l1", named, prefix="(A)", unchecked=True)]
    figure = curved_figure(left, boxes("r", 1), links((0, 0), (1, 0)))
    plain, crowded = figure.left

    assert plain.label.endswith("…")
    assert len(crowded.label) < len(plain.label) < len(named)


def test_the_best_counterpart_is_decided_before_drafted_before_proposed(side):
    first = next(row for row in side.rows if row.status is Status.CONFIRMED)
    sure = replace(first.candidate, confidence=1.0)
    rival = replace(first, id="rival", status=Status.PROPOSED, decided=None, candidate=sure)

    def best(*rows):
        (curve,) = (c for c in drawn(replace(side, rows=rows)).figure.curves if c.link.best)
        return curve.link.standing, curve.link.sentence

    said = replace(rival, sentence="Surer.")
    assert (
        best(rival, first) == best(first, rival) == ("reviewed", f"{first.relation.word}: {first.sentence}")
    )
    assert best(replace(rival, id="unsure", candidate=replace(sure, confidence=0.1)), said)[1].endswith(
        "Surer."
    )


def test_the_page_draws_the_figure_with_chips_titles_and_a_table(pages, side):
    page = html.fromstring(pages["graph.html"])
    figure = page.get_element_by_id("figure-trees")

    assert len(figure.xpath(".//*[local-name()='path']/*[local-name()='title']")) == len(figure_pairs(side))
    standings = [one.get("value") for one in figure.xpath(".//input[contains(@name, '-standing')]")]
    assert standings == ["all", "reviewed", "draft", "proposed"]
    for one in figure.xpath(".//*[local-name()='svg']//*[local-name()='a']"):
        assert one.get("aria-label")
        assert one.get("href").startswith("trees.html#")


def test_the_style_of_the_figure_reaches_the_last_box_it_may_hold(pages):
    assert f".br{MOST_BOXES - 1}:is(:hover,:focus-visible)" in pages["graph.html"]


def test_chains_run_from_statute_to_rule_to_framework(side):
    page = graph_page([side], NO_FRAME, find_in_graph(build_graph([side])))
    (table,) = page.chains

    assert [head.split(":")[0] for head in table.heads] == ["Statute", "Regulation", "Framework"]
    for line in table.lines:
        assert len(line[0]) == 1
        assert all(line)
