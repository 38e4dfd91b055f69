from collections import Counter
from dataclasses import replace

import pytest

from crosswalk.model.relation import Status
from crosswalk.report.comparison_page import comparison_page
from crosswalk.report.excel import grid_lines
from crosswalk.report.frame import frame


@pytest.fixture
def page(trees):
    side = trees.comparison()
    framed = frame("definition.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")
    return comparison_page(side, framed)


def counts(found):
    return {one.words: one.number for one in found}


def test_pairs_and_provisions_alone_add_up_to_all_rows(page):
    assert len(page.rows) == sum(one.number for one in page.totals.rows)
    assert counts(page.totals.rows) == {"pairs": 3, "only in the Act": 1, "only in the Charter": 2}


def test_pairs_on_unchecked_words_are_counted_apart(page):
    assert counts(page.totals.relations) == {"the same": 0, "overlap": 2}
    assert counts(page.totals.unchecked) == {"the same": 0, "overlap": 1}


def test_reviewed_drafted_and_proposed_rows_are_counted_apart(page):
    found = counts(page.totals.statuses)

    assert found["confirmed by a reviewer"] == 1
    assert found["in draft, which is not a review"] == 1
    assert found["proposed by software, not reviewed"] == 3
    assert found["not retrieved, so not to be reviewed yet"] == 1


def test_a_rejected_pair_counts_by_its_status_alone(trees):
    side = trees.comparison()
    rows = (replace(side.rows[0], status=Status.REJECTED), *side.rows[1:])
    framed = frame("d.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")
    page = comparison_page(replace(side, rows=rows), framed)

    assert counts(page.totals.relations) == {"the same": 0, "overlap": 1}
    assert counts(page.totals.statuses)["rejected by a reviewer"] == 1


@pytest.mark.parametrize(
    ("status", "was", "words"),
    [
        (Status.REJECTED, None, "Rejected"),
        (Status.LOOK_AGAIN, Status.REJECTED, "Was rejected; look again"),
    ],
)
def test_a_pair_once_rejected_is_no_overlap_in_counts_filters_and_the_grid_of_the_workbook(
    trees, status, was, words
):
    side = trees.comparison()
    decided = replace(side.rows[0].decided, status=status, was=was)
    rows = (replace(side.rows[0], status=status, decided=decided), *side.rows[1:])
    changed = replace(side, rows=rows, kind="definition")
    framed = frame("d.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")
    page = comparison_page(changed, framed)

    assert counts(page.totals.relations) == {"the same": 0, "overlap": 1}
    assert {one.value: one.number for one in page.relations}["rejected"] == 1
    assert {one.value: one.number for one in page.relations}["intersects-with"] == 2
    cells = [cell for line in grid_lines(changed)[1] for cell in line[1:-1] if cell]
    assert sorted(cells) == sorted(["Overlaps", "Overlaps", words])


def test_every_filter_value_counts_the_rows_that_have_it(page):
    for choices, values in (
        (page.relations, [row.relation for row in page.rows]),
        (page.statuses, [row.status for row in page.rows]),
        (page.groups, [key for row in page.rows for key in row.groups]),
        (page.answers, [key for row in page.rows for key in row.answers]),
    ):
        assert dict(Counter(values)) == {choice.value: choice.number for choice in choices}


def test_the_grid_of_the_workbook_holds_every_element_of_both_sides_and_every_answer(trees):
    (down, _), *across, (last, _) = grid_lines(trees.comparison())[0]
    lines = {line[0]: line for line in grid_lines(trees.comparison())[1]}

    assert (down, last, len(across), len(lines)) == ("Charter", "Covered", 4, 5)
    assert "Act sec. 2 Definitions" not in [name for name, _ in across]
    assert all(len(line) == len(across) + 2 for line in lines.values())
    assert sum(bool(cell) for line in lines.values() for cell in line[1:-1]) == 3
    assert (lines["Open map"][-1], lines["Costs"][-1]) == ("Found elsewhere", "Not retrieved")


def test_the_contents_lead_to_the_first_row_of_each_heading(page):
    anchors = [row.anchor for row in page.rows]
    places = [anchors.index(one.href.removeprefix("#")) for one in page.contents]

    assert sum(one.number for one in page.contents) == len(page.rows)
    assert places == sorted(places)
    assert [one.words for one in page.contents][-1] == "Only in the Charter"
