"""Excerpts, short sentences, the drawing of times, and findings: what the compact pages rest on."""

from dataclasses import replace

import pytest

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Annotated, MeasurePart, Part, PartState, Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Modality, Relation, Status, Verification
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.cells import row_status
from crosswalk.report.compact_rows import CompactView, element_line
from crosswalk.report.compact_text import excerpt, same_and_different, short_sentences
from crosswalk.report.figure import TimeReading, quarters_needed, timeline
from crosswalk.report.findings import coverage_bar, findings, is_sound
from crosswalk.report.frame import NO_FRAME
from crosswalk.report.index_page import leading_findings, tasks
from crosswalk.report.paging import split_into_parts
from tests import odd_comparison, sample_comparison

TEXT = "The plan shall name the roads, the bridges, and the ferries that cross the river; it shall say who keeps each of them open in winter."


def words(found):
    return "".join(run.text for run in found.runs)


def test_a_short_text_is_whole():
    found = excerpt("Name the roads.", most=5)

    assert (words(found), found.left_out, found.starts) == ("Name the roads.", 0, True)


def test_a_long_text_is_cut_to_the_stretch_with_the_matched_words():
    at = TEXT.index("who keeps")
    found = excerpt(TEXT, [(1, Span(at, at + 9))], most=12)

    assert words(found) == "it shall say who keeps each of them open in winter."
    assert not found.starts
    assert found.left_out + len(words(found).split()) == len(TEXT.split())
    assert [run.text for run in found.runs if run.marks] == ["who keeps"]


@pytest.mark.parametrize("most", range(1, 30))
def test_an_excerpt_is_never_longer_than_asked_and_counts_what_is_left_out(most):
    found = excerpt(TEXT, [(1, Span(4, 8))], most=most)

    assert len(words(found).split()) <= most
    assert words(found) in TEXT
    assert found.left_out + len(words(found).split()) == len(TEXT.split())


def test_an_excerpt_may_open_with_the_first_words_of_the_text():
    at = TEXT.index("who keeps")
    found = excerpt(TEXT, [(1, Span(at, at + 9))], most=15, opening=3)

    assert words(found) == "The plan shall … it shall say who keeps each of them open in winter."
    assert found.starts
    assert found.left_out + len(words(found).replace(" …", "").split()) == len(TEXT.split())
    assert excerpt(TEXT, [(1, Span(4, 8))], most=12, opening=3) == excerpt(TEXT, [(1, Span(4, 8))], most=12)


def test_sentences_are_parted_cut_and_hold_two_quotations():
    long = "One " + "one " * 39
    told = short_sentences(f"both ask for “a; b”; see sec. 3 of U.S.C. 4 for it. {long}")

    assert told[0] == "Both ask for “a; b”; see sec. 3 of U.S.C. 4 for it."
    assert told[1].endswith("…")
    assert len(told[1].split()) == 30
    assert short_sentences("") == ()


def test_both_sides_of_a_comparison_are_said_however_long_they_are():
    mine = "the Act requires the keeper to count the boats at each landing, on every market day, and to report the number"
    yours = "that supports the Charter’s call on towns to share what they know of traffic on the river"

    assert short_sentences(f"{mine}; {yours}.") == (f"T{mine[1:]}.", f"T{yours[1:]}.")
    assert short_sentences(f"{mine}; {yours}. It is so.", 1) == (f"T{mine[1:]}.", f"T{yours[1:]}.")


def test_long_quotations_are_cut_so_that_both_stay():
    (told,) = short_sentences(
        "Timing differs: the Act counts “boats that pass the upper gate during the second month after the ice has left"
        " the river”; the Charter “boats that are moored within the walls at the end of the third month”."
    )

    assert told == (
        "Timing differs: the Act counts “boats that pass the upper gate …”; the Charter “boats that are moored within the walls at the end …”."
    )


@pytest.mark.parametrize(
    ("ending", "kept"),
    [
        ("to keep each of them open in the winter", "maintains the roads …"),
        ("leading to the coast in the far north", "maintains the roads …"),
        ("or the walls that lie along the river bank", "maintains the roads or the walls …"),
        ("according to the law of the land and sea", "maintains the roads …"),
    ],
)
def test_a_long_sentence_is_cut_where_a_phrase_ends(ending, kept):
    opening = "The plan says in so many words, for each of the towns and for every year of the term, who pays for and"
    (told,) = short_sentences(f"{opening} maintains the roads {ending}.")

    assert told == f"{opening} {kept}"


@pytest.mark.parametrize(
    ("sentence", "relation", "same", "different"),
    [
        ("Both ask for gates; one adds locks.", Relation.INTERSECTS, ("Both ask for gates.",), ("One adds locks.",)),
        ("Gates are one part of the walls; that is from memory.", Relation.SUBSET, ("Gates are one part of the walls.",), ("That is from memory.",)),
        ("One pools all gates; the other counts each.", Relation.INTERSECTS, (), ("One pools all gates; the other counts each.",)),
        ("", Relation.NONE, (), ()),
    ],
)  # fmt: skip
def test_a_persons_sentence_is_parted_into_what_is_the_same_and_what_differs(
    sentence, relation, same, different
):
    row = ComparisonRow("a--b", "a", "b", Status.DRAFT, relation, sentence)

    assert same_and_different(row) == (same, different)


def reading(*values, state=PartState.READ):
    return MeasurePart(Part.TIMING, values=values, state=state)


def test_times_are_drawn_on_one_axis():
    drawn = timeline(
        [
            TimeReading("left", "Act", reading("quarter 2 after exit")),
            TimeReading("rule", "Rules", reading("during participation", "within 1 year after exit")),
            TimeReading("right", "Charter", reading(state=PartState.UNKNOWN)),
        ]
    )

    assert [bar.stretches for bar in drawn.bars] == [((102, 40),), ((0, 222),), ()]
    assert drawn.spoken == (
        "Act: quarter 2 after exit. Rules: during participation or within 1 year after exit. Charter: not read."
    )


def test_the_axis_grows_with_the_times_and_never_past_its_end():
    assert quarters_needed(["quarter 2 after exit"]) == 4
    assert quarters_needed(["quarter 6 after exit"]) == 6
    drawn = timeline(
        [TimeReading("left", "Act", reading("within 9 years after exit"))],
        quarters_needed(["within 9 years after exit"]),
    )
    assert all(x + wide <= drawn.width for bar in drawn.bars for x, wide in bar.stretches)


def test_a_time_that_the_axis_cannot_show_is_in_words():
    (bar,) = timeline([TimeReading("left", "Act", reading("month 3 after planting"))]).bars

    assert (bar.stretches, bar.words, bar.known) == ((), "month 3 after planting", True)


def test_the_best_counterpart_is_the_one_a_person_stands_behind():
    side = odd_comparison.comparison(6, 6, rivals=3)
    first = next(row for row in side.rows if row.left and row.right)
    mine = [row for row in side.rows if row.left == first.left]
    last = replace(mine[-1], status=Status.CONFIRMED)
    view = CompactView(replace(side, rows=tuple(last if row.id == last.id else row for row in side.rows)))
    line = element_line(view, view.both[0].find(first.left))

    assert line.best.anchor == view.anchors[last.id]
    assert line.best.standing == "reviewed"
    assert len(line.rivals) == 2


def test_names_of_the_editors_go_before_headings():
    side = odd_comparison.comparison(6, 6)
    prov = next(one for one in side.left if not one.is_heading)

    assert CompactView(replace(side, topics={prov.id: "Gates"})).name(prov) == "Gates"


def test_no_finding_rests_on_unchecked_words_or_weak_pairs():
    weak = odd_comparison.comparison(6, 6)
    view = CompactView(weak)
    sound = [row for row in view.pairs if is_sound(view, row)]

    assert sound
    for row in sound:
        assert view.both[1].find(row.right).verification is not Verification.UNVERIFIED
        assert row.confidence >= 0.2
    told = findings(view)
    assert told[0].head.startswith(f"The Code covers {len({row.left for row in sound})} of the Statute’s 6")
    unchecked = tuple(replace(p, verification=Verification.UNVERIFIED) for p in weak.right)
    none = replace(
        weak,
        right=type(weak.right)(weak.right.source, unchecked),
        whole_right=type(weak.right)(weak.right.source, unchecked),
    )
    assert findings(CompactView(none))[0].head == "No checked text of the Code covers these 6 requirements."


def test_what_only_gives_leave_is_not_counted_as_a_requirement():
    side = odd_comparison.comparison(6, 6, kind="provisions")
    first = next(prov.id for prov in side.left if not prov.is_heading)
    must = {prov.id: Annotated(prov.id, duty=Modality.MUST) for prov in side.left}
    asks = replace(side, annotated_left=must)
    gives = replace(side, annotated_left=must | {first: Annotated(first, duty=Modality.MAY)})
    for told, noun in ((asks, "6 requirements"), (gives, "6 provisions")):
        view = CompactView(told)
        assert f"{noun}, none fully" in findings(view)[0].head
        assert f"{noun} of " in coverage_bar(view, "left").name


def test_findings_keep_their_limits():
    views = [
        CompactView(odd_comparison.comparison(6, size, kind=kind))
        for size in (0, 6)
        for kind in ("definition", "provisions")
    ]
    told = leading_findings(views)

    assert 1 <= len(told) <= 5
    for one in told:
        assert len(one.head.split()) <= 14, one
        assert len(one.body.split()) <= 45, one
        assert one.href


def test_what_the_left_document_lacks_is_named_though_other_findings_come_first():
    checked = odd_comparison.comparison(2, 6)
    right = tuple(replace(prov, verification=Verification.VERBATIM) for prov in checked.right)
    corpus = type(checked.right)(checked.right.source, right)
    views = [
        CompactView(replace(checked, id=f"odd-{number}", right=corpus, whole_right=corpus))
        for number in range(5)
    ]
    lacks = "Four elements of the Code were not found in the Statute."
    few, many = leading_findings(views[:1]), leading_findings(views)

    assert [one.head == lacks for one in few] == [False, True]
    assert not any(lacks in one.body for one in few)
    assert len(many) == 5
    assert all(one.body.endswith(lacks) for one in many)
    assert [one.about.href for one in many] == [f"odd-{number}.html" for number in range(5)]


def test_a_bar_adds_up_to_the_whole():
    view = CompactView(odd_comparison.comparison(7, 5))
    for which in ("left", "right"):
        bar = coverage_bar(view, which)
        assert sum(part.width for part in bar.parts) == pytest.approx(100, abs=0.01)
        assert f"{sum(part.count.number for part in bar.parts)} " in bar.name


def test_tasks_are_sorted_by_what_they_free():
    told = tasks(
        [
            CompactView(odd_comparison.comparison(9, 6)),
            CompactView(odd_comparison.comparison(4, 6, status=Status.DRAFT)),
        ]
    )

    assert [one.frees for one in told] == sorted((one.frees for one in told), reverse=True)
    assert {one.words.split()[0] for one in told} == {"Review", "Decide", "Check"}


def test_a_task_counts_pairs_and_rows_without_a_counterpart_apart():
    side = odd_comparison.comparison(9, 6)
    *pairs, last = side.rows
    view = CompactView(replace(side, rows=(*pairs, replace(last, right=""))))
    (review,) = (one for one in tasks([view]) if one.words.startswith("Review"))

    assert review.words == f"Review {len(side.rows)} rows that the software proposed"
    assert review.why.startswith(f"{len(pairs)} pairs and 1 without a counterpart")
    assert review.href == "odd-rows.html?status=proposed#rows"
    assert review.start is None


def test_a_text_that_was_never_retrieved_is_no_row_to_review():
    side = odd_comparison.comparison(9, 6)
    *pairs, last = side.rows
    alone = replace(last, right="")
    gone = replace(side.whole_left[alone.left], verification=Verification.NOT_RETRIEVED)
    whole = Corpus(
        side.whole_left.source, tuple(gone if prov.id == gone.id else prov for prov in side.whole_left)
    )
    side = replace(side, rows=(*pairs, alone), whole_left=whole)
    (review,) = (one for one in tasks([CompactView(side)]) if one.words.startswith("Review"))

    assert review.words == f"Review {len(pairs)} rows that the software proposed"
    assert "without a counterpart" not in review.why
    assert row_status(side, alone)[0] == "not-retrieved"


def test_a_task_over_several_crosswalks_links_only_to_the_rows_it_counts_there():
    views = [CompactView(odd_comparison.comparison(size, 6)) for size in (4, 9)]
    (review,) = (one for one in tasks(views) if one.words.startswith("Review"))
    most = max(len(view.side.rows) for view in views)

    assert review.href == ""
    assert (review.start.words, review.start.href) == (
        f"Odd, {most} rows",
        "odd-rows.html?status=proposed#rows",
    )


def test_where_a_time_was_not_read_only_the_terms_are_said_to_differ():
    side = sample_comparison.comparison("measures")
    row = next(one for one in side.rows if one.candidate and one.candidate.parts)
    parts = tuple(
        replace(
            one, verdict=PartVerdict.DIFFERS, right=replace(one.right, values=(), state=PartState.UNKNOWN)
        )
        if one.part is Part.TIMING
        else one
        for one in row.candidate.parts
    )
    unread = replace(row, candidate=replace(row.candidate, parts=parts))
    told = findings(
        CompactView(replace(side, rows=tuple(unread if one is row else one for one in side.rows)))
    )

    assert told[0].body.startswith(
        "Of 1 pair of measures, none states a time on both sides. In 1 more only the meaning of a term is known to differ."
    )


def test_the_agenda_is_a_task_that_leads_to_the_first_who_decides(trees):
    side = trees.comparison()
    agenda = gaps_page([side], NO_FRAME)
    told = {one.words.split()[0]: one for one in tasks([CompactView(side)], agenda)}
    first, second = agenda.deciders

    assert second.words == "Read the source first"
    assert told["Put"].words == f"Put {first.number} decisions to the {first.words}"
    assert told["Put"].href == f"gaps.html?who=Planning+team{first.href}"
    (unread,) = (block for block in agenda.blocks if block.kind == "not-retrieved")
    assert told["Retrieve"].href == f"gaps.html#{unread.anchor}"


def test_parts_keep_order_and_groups_together():
    found = split_into_parts(list(range(20)), lambda n: n // 6, lambda _: 1, 8)

    assert [n for part in found for n in part] == list(range(20))
    assert [len(part) for part in found] == [6, 6, 8]
    assert all(len(part) <= 3 for part in split_into_parts(list(range(10)), lambda _: 0, lambda _: 1, 3))


@pytest.mark.slow
def test_every_name_that_the_editors_gave_is_of_a_provision(laid):
    assert any(side.topics for side in laid.values())
    for side in laid.values():
        for prov in side.topics:
            assert prov in side.whole_left or prov in side.whole_right, (side.id, prov)
