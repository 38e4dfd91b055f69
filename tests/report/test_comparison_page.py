from collections import Counter
from dataclasses import replace

import pytest

from crosswalk.model.relation import Status
from crosswalk.report.comparison_page import comparison_page, grid, parts_table
from crosswalk.report.frame import frame
from crosswalk.report.rows import row_views


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
    assert found["proposed by software, not reviewed"] == 4


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
def test_a_pair_once_rejected_is_no_overlap_in_counts_filters_and_grid(trees, status, was, words):
    side = trees.comparison()
    decided = replace(side.rows[0].decided, status=status, was=was)
    rows = (replace(side.rows[0], status=status, decided=decided), *side.rows[1:])
    framed = frame("d.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")
    page = comparison_page(replace(side, rows=rows, kind="definition"), framed)

    assert counts(page.totals.relations) == {"the same": 0, "overlap": 1}
    assert {one.value: one.number for one in page.relations}["rejected"] == 1
    assert {one.value: one.number for one in page.relations}["intersects-with"] == 2
    cells = [cell for line in page.grid.lines for cell in line.cells if cell.word]
    assert [cell.word for cell in cells if cell.refused] == [words]
    assert all(cell.glyph == "✕" and not cell.phrases and cell.href for cell in cells if cell.refused)


def test_every_filter_value_counts_the_rows_that_have_it(page):
    for choices, values in (
        (page.relations, [row.relation for row in page.rows]),
        (page.statuses, [row.status for row in page.rows]),
        (page.groups, [key for row in page.rows for key in row.groups]),
        (page.answers, [key for row in page.rows for key in row.answers]),
    ):
        assert dict(Counter(values)) == {choice.value: choice.number for choice in choices}


def test_the_grid_holds_every_element_of_both_sides_and_every_pair(trees):
    side = trees.comparison()
    found = grid(side, row_views(side))
    filled = [cell for line in found.lines for cell in line.cells if cell.word]

    assert len(found.heads) == 4
    assert len(found.lines) == 5
    assert len(filled) == 3
    assert all(len(found.heads) == len(line.cells) for line in found.lines)
    assert ("“every street”", "“streets”") in filled[0].phrases


def test_each_cell_of_the_grid_says_for_itself_that_its_words_were_not_checked(trees):
    side = trees.comparison()
    cells = [cell for line in grid(side, row_views(side)).lines for cell in line.cells if cell.word]

    assert [(cell.href, cell.mark) for cell in cells] == [
        ("#2-A--CH-1", ""),
        ("#2-B--CH-2", "not checked"),
        ("#3--CH-3", ""),
    ]


def test_the_grid_tells_what_is_found_elsewhere_and_what_was_not_retrieved(trees):
    side = trees.comparison()
    answers = {line.label: line.answer for line in grid(side, row_views(side)).lines}

    assert (answers["Open map"], answers["Costs"]) == ("Found elsewhere", "Not retrieved")


def test_the_table_of_parts_says_which_pairs_it_leaves_out_and_why(page):
    table = parts_table(page.rows)

    assert len(table.lines) == 1
    assert table.scope == (
        "Compared here: 1 of the 3 pairs of this page. The other 2 have no measure on one side:"
    )
    assert [link.words for link in table.rest] == ["row 1", "row 2"]
    assert parts_table([row for row in page.rows if row.parts]).scope == (
        "Compared here: every pair of this page."
    )


def test_a_rejected_pair_is_not_compared_part_by_part(trees):
    side = trees.comparison()
    rows = row_views(replace(side, rows=tuple(replace(row, status=Status.REJECTED) for row in side.rows)))

    assert parts_table(rows).lines == ()


def test_what_is_not_assessed_is_no_element(trees):
    side = trees.comparison()
    labels = [head.label for head in grid(side, row_views(side)).heads]

    assert "Act sec. 2 Definitions" not in labels


def test_an_element_whose_text_was_not_retrieved_says_so_in_the_grid(trees):
    side = trees.comparison()
    marks = {line.label: line.mark for line in grid(side, row_views(side)).lines}

    assert (marks["Costs"], marks["Aftercare"], marks["Survival"]) == ("not retrieved", "not checked", "")


@pytest.mark.parametrize(
    ("kind", "has_grid"), [("definition", True), ("measures", False), ("provisions", False)]
)
def test_only_a_definition_gets_the_grid(trees, kind, has_grid):
    side = trees.comparison(kind)
    framed = frame("x.html", "T", "D", [side.whole_left], nav=(), state="draft", version="0")

    assert has_grid == (comparison_page(side, framed).grid is not None)


def test_the_contents_lead_to_the_first_row_of_each_heading(page):
    anchors = [row.anchor for row in page.rows]
    places = [anchors.index(one.href.removeprefix("#")) for one in page.contents]

    assert sum(one.number for one in page.contents) == len(page.rows)
    assert places == sorted(places)
    assert [one.words for one in page.contents][-1] == "Only in the Charter"


def test_the_totals_of_parts_leave_authority_out_and_count_unchecked_words_apart(page):
    row = next(row for row in page.rows if row.parts)
    authority = replace(row.parts[0], name="By what authority", verdict="differs", word="Differs")
    checked = replace(row, parts=(*row.parts, authority))
    table = parts_table((checked, replace(checked, checked=False)))

    assert table.sentence == (
        "1 pair compared in 7 parts each, authority aside: 1 are the same, 1 differ and 1 are unknown."
        " Counted separately, because the words on one side were not checked:"
        " 1 pair compared in 7 parts each, authority aside: 1 are the same, 1 differ and 1 are unknown."
    )
    assert table.lines[0].verdicts[-1] == ("differs", "Differs")
