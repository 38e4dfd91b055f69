"""What a row says, read as a reader would."""

from dataclasses import replace

import pytest

from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Part
from crosswalk.model.relation import Relation, Status
from crosswalk.report.cells import lead_view
from crosswalk.report.rows import row_views


@pytest.fixture(scope="module")
def rows(trees):
    return {row.id: row for row in row_views(trees.comparison())}


def test_a_confirmed_row_names_its_reviewer(rows):
    row = rows["2/A--CH-1"]

    assert row.reviewed
    assert row.decided == "Reviewer A, March 3, 2026"


def test_a_pair_is_named_by_heading_or_first_words(rows):
    assert rows["3--CH-3"].topic == "Act sec. 3 Measure and Survival"
    assert rows["2/A--CH-1"].topic == (
        "Act sec. 2(A) (“are planted in every street where the ground allows, after …”) and Planting with consent"
    )


def test_a_measure_without_a_heading_is_named_by_what_it_measures_and_when(trees):
    side = trees.comparison()
    readings = {
        Part.OUTCOME: MeasurePart(Part.OUTCOME, ("trees_alive",)),
        Part.TIMING: MeasurePart(Part.TIMING, ("year 2 after planting",)),
    }
    read = {**side.annotated_left, "2/A": Annotated("2/A", measure=Measure("2/A", readings))}
    topic = row_views(replace(side, annotated_left=read))[0].topic

    assert topic == "Act sec. 2(A) (trees alive, year 2 after planting) and Planting with consent"


def test_a_pair_decided_by_hand_has_no_figure_rather_than_none(trees):
    side = trees.comparison()
    by_hand = replace(side, rows=(replace(side.rows[0], candidate=None),))

    assert row_views(by_hand)[0].confidence.word == "No figure"


def test_a_draft_is_not_a_review(rows):
    row = rows["2/B--CH-2"]

    assert not row.reviewed
    assert row.status_words == "Draft, not a review"


def test_where_program_and_mapping_file_differ_both_are_shown(rows):
    row = rows["2/B--CH-2"]

    assert row.word == "Overlaps"
    assert row.computed.startswith("The program reads it differently: Part of.")
    assert rows["2/A--CH-1"].computed == ""


def test_the_same_number_marks_the_phrase_on_both_sides(rows):
    row = rows["2/A--CH-1"]
    left = {run.opens: run.text for run in row.left.runs if run.opens}
    right = {run.opens: run.text for run in row.right.runs if run.opens}

    assert left == {(1,): "every street", (2,): "hearing of residents"}
    assert right == {(1,): "streets", (2,): "the people who live there have a say"}


def test_the_lead_in_stands_apart_from_the_words(rows):
    text = rows["2/A--CH-1"].left

    assert text.lead.words.endswith("in which trees—")
    assert text.lead.words not in text.text


def test_a_long_lead_in_is_folded_and_what_is_left_out_is_counted():
    words = " ".join(f"word{number}" for number in range(60))
    lead = lead_view(words)

    assert lead.words == words
    assert len(lead.first.split()) + lead.left_out + len(lead.last.split()) == 60
    assert lead.left_out > 0
    assert lead_view("") is None


def test_both_numberings_are_given(rows):
    text = rows["2/A--CH-1"].left

    assert (text.also, text.citation.words) == ("Act sec. 2(A)", "1 T.C. 2(A)")


@pytest.mark.parametrize(
    ("row", "side", "mark", "whose"),
    [
        ("2/A--CH-1", "left", "Quoted word for word", "The words of the Act"),
        (
            "2/A--CH-1",
            "right",
            "Restated in our words",
            "Our words, not those of the Charter; CH-1 is our own name for it",
        ),
        (
            "2/B--CH-2",
            "right",
            "Restated, not checked against the source",
            "Our words, not those of the Charter; CH-2 is our own name for it",
        ),
    ],
)
def test_every_text_says_how_far_it_can_be_trusted_and_whose_words_it_is(rows, row, side, mark, whose):
    text = getattr(rows[row], side)

    assert (mark, whose) == (text.mark, text.whose)


def test_three_answers_that_are_not_the_same(rows):
    none, elsewhere, unknown = (
        rows["2/C--"].right_absent,
        rows["--CH-4"].left_absent,
        rows["--CH-5"].left_absent,
    )

    assert (none.kind, none.headline) == ("none", "No counterpart found in the Charter.")
    assert none.looked == "all 5 elements of the Charter"
    assert [one.link.words for one in none.closest] == ["CH-1"]
    assert elsewhere.kind == "elsewhere"
    assert elsewhere.headline.endswith("but found elsewhere in the Act.")
    assert [one.link.words for one in elsewhere.found] == ["1 T.C. 4"]
    assert unknown.kind == "not-retrieved"
    assert "This is not a gap." in unknown.reason


def test_the_waterfall_ends_at_the_score(rows):
    reasons = rows["2/A--CH-1"].confidence.reasons

    assert reasons[0].signal == "Starting point"
    assert reasons[-1].total == "+0.82"
    assert reasons[-1].weight == "−0.05"


def test_measure_parts_give_both_values_and_tell_silence_from_not_read(rows):
    row = rows["3--CH-3"]
    parts = {part.name: part for part in row.parts}

    assert row.parts_summary == "1 same, 1 differ, 1 unknown"
    assert parts["When"].left == "year 2 after planting (“second year after planting”)"
    assert parts["When"].right == "year 3 after planting (“third year after planting”)"
    assert parts["Who is left out"].left == "Says nothing"
    assert parts["Who is left out"].right == "Unknown: this part of the source was not read"


def test_the_rule_stands_with_the_statute_it_regulates(rows):
    assert [rung.text for rung in rows["3--CH-3"].rungs] == ["A tree is alive when it bears leaves in July."]


def test_a_row_without_a_sentence_gets_the_pattern_of_its_relation(trees):
    side = trees.comparison()
    bare = replace(side, rows=(replace(side.rows[0], sentence="", relation=Relation.SUPPORTS),))

    assert row_views(bare)[0].sentence == "Doing what the Act asks helps meet the Charter."


def test_the_surroundings_count_what_they_leave_out(trees, rows):
    section = rows["2/A--CH-1"].left.section

    assert len(section.passages) == 4
    assert section.left_out == 0
    assert [passage.num for passage in section.passages if passage.here] == ["(A)"]


def test_long_surroundings_are_cut_at_a_whole_unit_and_counted(trees, monkeypatch):
    monkeypatch.setattr("crosswalk.report.cells.SECTION_CHARS", 100)
    row = row_views(trees.comparison())[0]

    assert row.left.section is None or row.left.section.left_out > 0


def refused(side, status, was=None):
    """The comparison whose first pair Reviewer A rejected."""
    first = side.rows[0]
    decided = replace(first.decided, status=status, was=was)
    return replace(side, rows=(replace(first, status=status, decided=decided), *side.rows[1:]))


def test_a_rejected_pair_is_headed_rejected_and_says_as_what_it_was_proposed(trees):
    row = row_views(refused(trees.comparison(), Status.REJECTED))[0]

    assert (row.word, row.relates, row.glyph) == ("Rejected", "rejected", "✕")
    assert row.said.startswith("Was proposed as: Overlaps")
    assert row.said.endswith(row.sentence)


def test_a_rejected_pair_whose_text_moved_still_names_the_rejection(trees):
    row = row_views(refused(trees.comparison(), Status.LOOK_AGAIN, Status.REJECTED))[0]

    assert (row.word, row.relates, row.reviewed) == ("Was rejected", "rejected", False)
    assert row.stands == ("Was rejected by Reviewer A, March 3, 2026; look again: its text has changed")


def test_a_confirmed_pair_whose_text_moved_keeps_its_relation(trees):
    row = row_views(refused(trees.comparison(), Status.LOOK_AGAIN, Status.CONFIRMED))[0]

    assert (row.word, row.relates, row.proposed) == ("Overlaps", "intersects-with", "")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("Reviewer A", "Confirmed by Reviewer A, March 3, 2026; a second name makes it final"),
        ("Reviewer A|Reviewer B", ""),
    ],
)
def test_one_name_alone_says_that_a_second_makes_it_final(trees, names, words):
    side = trees.comparison()
    first = replace(side.rows[0], decided=replace(side.rows[0].decided, reviewer=names))

    assert row_views(replace(side, rows=(first,)))[0].stands == words


def test_rejected_rows_are_reviewed_ones(trees):
    side = trees.comparison()
    rejected = replace(side, rows=(replace(side.rows[0], status=Status.REJECTED),))

    assert row_views(rejected)[0].reviewed


def test_the_word_of_a_row_alone_tells_the_three_answers_apart(rows):
    assert [rows[key].word for key in ("2/C--", "--CH-4", "--CH-5")] == [
        "No counterpart",
        "Found elsewhere",
        "Not retrieved",
    ]


def test_a_row_alone_without_a_sentence_says_who_asks_for_nothing(rows):
    assert rows["2/C--"].sentence == "No counterpart was found in the Charter."
