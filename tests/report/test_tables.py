"""The JSON file says what the pages say, and traces every word to its place."""

import json

import pytest
from lxml import html


@pytest.fixture(scope="module")
def found(pages):
    return json.loads(pages["crosswalk.json"])


def of(found, crosswalk):
    return {row["id"]: row for row in found["rows"] if row["crosswalk"] == crosswalk}


def test_every_row_of_every_page_is_there_and_the_other_way_round(found, pages):
    for crosswalk in found["crosswalks"]:
        doc = html.document_fromstring(pages[f"{crosswalk['id']}-rows.html"])
        shown = [row.get("id") for row in doc.find_class("row")]
        told = [row["link"].split("#")[1] for row in found["rows"] if row["crosswalk"] == crosswalk["id"]]

        assert shown == told
        assert crosswalk["counts"]["rows"] == len(shown)


def test_counts_agree_with_the_marks_on_the_page(found, pages):
    for crosswalk in found["crosswalks"]:
        rows = html.document_fromstring(pages[f"{crosswalk['id']}-rows.html"]).find_class("row")
        for key, tally in (("data-relation", "by_relation"), ("data-status", "by_status")):
            values = [row.get(key) for row in rows]
            assert {value: values.count(value) for value in values} == crosswalk["counts"][tally]
        sides = [row.get("data-side") for row in rows]
        counts = crosswalk["counts"]
        assert [counts["pairs"], counts["only_left"], counts["only_right"]] == [
            sides.count(side) for side in ("both", "left", "right")
        ]


def test_a_pair_carries_both_texts_citations_and_marks(found):
    row = of(found, "definition")["2/A--CH-1"]

    assert (row["left"]["citation"], row["left"]["also"]) == ("1 T.C. 2(A)", "Act sec. 2(A)")
    assert row["left"]["lead_in"].endswith("in which trees—")
    assert row["left"]["verification"] == "verbatim"
    assert row["right"]["verification"] == "restated"
    assert (row["relation"], row["status"], row["strength"], row["confidence"]) == (
        "intersects-with",
        "confirmed",
        6,
        0.91,
    )
    assert row["basis"] == "semantic"
    assert row["decided"]["reviewer"] == "Reviewer A"


def test_every_span_gives_the_words_it_covers(found):
    for row in of(found, "definition").values():
        for side in ("left", "right"):
            text = row[side]["text"] if row[side] else ""
            spans = [span for seen in row["evidence"] for span in seen[side]]
            spans += [
                span for match in (row["alignment"] or {"matches": []})["matches"] for span in match[side]
            ]
            assert all(text[span["start"] : span["end"]] == span["words"] for span in spans)


def test_what_the_program_computed_stands_beside_what_was_decided(found):
    row = of(found, "definition")["2/B--CH-2"]

    assert row["disagrees"]
    assert (row["relation"], row["computed"]["relation"]) == ("intersects-with", "subset-of")


def test_measures_are_compared_part_by_part(found):
    parts = {part["part"]: part for part in of(found, "measures")["3--CH-3"]["measure"]}

    assert parts["timing"]["verdict"] == "differs"
    assert parts["timing"]["left"]["values"] == ["year 2 after planting"]
    assert parts["exclusions"]["right"]["state"] == "unknown"


def test_every_answered_provision_of_both_sides_has_its_answer(found, crosswalks):
    for side in crosswalks:
        told = {(one["side"], one["provision"]) for one in found["coverage"] if one["crosswalk"] == side.id}

        assert told == {(one.side, one.provision) for one in (*side.left_answers, *side.right_answers)}


def test_elsewhere_and_near_are_kept_apart_with_citations(found):
    answer = of(found, "definition")["--CH-4"]["coverage"]["right"]

    assert [one["citation"] for one in answer["elsewhere"]] == ["1 T.C. 4"]
    assert [one["citation"] for one in answer["near"]] == ["1 T.C. 2(A)"]


def test_every_source_has_its_date_and_digest(found):
    assert [(one["id"], one["as_of"]) for one in found["sources"]] == [
        ("act", "2016-07-19"),
        ("charter", "2014-06"),
        ("rule", "2025-01"),
    ]
    assert all(len(one["digest"]) == 12 for one in found["sources"])
