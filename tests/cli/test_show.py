"""What the terminal shows of a measure: its own parts, what others add, and what it takes over."""

import json

import pytest

from crosswalk.cli.show import report_lines, shown_json, shown_lines
from crosswalk.errors import Problem
from crosswalk.ingest.html import read_html
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, Reference

pytestmark = pytest.mark.slow

ADULT, YOUTH = "wioa:29/3141/b/2/A/i", "wioa:29/3141/b/2/A/ii"


def lines(space, ref):
    return "\n".join(shown_lines(space.resolve_document(ref), space.lexicon))


def test_a_measure_shows_its_parts_and_what_another_provision_adds(space):
    said = lines(space, f"{ADULT}/IV")

    assert "measure:  condition: " in said
    assert "measure:  condition, added by 29/3141/b/2/A/iii: “only if such participants" in said


def test_a_clause_that_takes_measures_over_shows_each_by_its_own_words(space):
    said = lines(space, f"{YOUTH}/III")

    assert (
        "III, taken over: timing: quarter 2 after exit  “during the second quarter after exit from the program”"
        in said
    )
    assert "“”" not in said


def test_the_same_as_json_with_the_place_of_every_word(space):
    document = space.resolve_document(f"{YOUTH}/III")
    (record,) = json.loads(shown_json(document))["provisions"]
    timing = record["measure"]["taken_over"]["29/3141/b/2/A/i/III"]["timing"]
    ((start, end),) = timing["spans"]

    assert timing["source"] == "29/3141/b/2/A/i/III"
    assert document.whole[timing["source"]].text[start:end] == timing["words"]


def test_every_slot_of_a_frame_has_its_place_in_the_text(space):
    document = space.resolve_document("wioa:29/3122/d/5")
    (record,) = json.loads(shown_json(document, space.topics))["provisions"]
    frame = record["frames"][0]

    assert (frame["modality"], frame["actor_level"]) == ("must", "local")
    assert {"actor", "act", "object"} <= set(frame["slots"])
    for fillers in frame["slots"].values():
        for one in fillers:
            assert one["words"].split()[0] in record["text"][one["start"] : one["end"]]
    assert "strategy" in [topic["id"] for topic in record["topics"]]


def test_a_measure_is_a_frame_whose_slots_are_its_parts(space):
    (record,) = json.loads(shown_json(space.resolve_document(f"{ADULT}/III")))["provisions"]
    frame = record["frames"][0]

    assert frame["modality"] == "measure"
    assert frame["slots"]["statistic"][0]["values"] == ["median"]
    assert record["topics"] == []


def test_the_terminal_shows_frames_and_topics(space):
    document = space.resolve_document("wioa:29/3122/d/5")
    said = shown_lines(document, space.lexicon, space.topics)

    assert any(line.startswith("  frame 1:  must, local") for line in said)
    assert any("career pathways  [" in line for line in said)
    assert any(line.startswith("  topics:   ") for line in said)


def test_a_provision_shown_alone_is_read_as_in_its_whole(space):
    alone = space.resolve_document(f"{ADULT}/IV")
    whole = space.document(alone.whole)
    prov_id = alone.part.provisions[0].id

    assert alone.annotated[prov_id] == whole.annotated[prov_id]


SOURCE = Source("law", "2024-01-01", "A law")


def corpus(*provs):
    return Corpus(SOURCE, provs)


def test_every_part_of_a_reading_is_reported():
    loaded = ReadResult(
        corpus(
            Provision("1", heading="Terms", level="section"),
            Provision("1/a", "A term.", parent="1", level="subsection"),
            Provision("1/b", parent="1", level="subsection"),
        ),
        problems=(Problem("page 3", "holds no text.", "XW-235"),),
        unclaimed=tuple(f"line {at}" for at in range(10)),
        ambiguous=("(i) was read as a letter.",),
        dropped={"page numbers": LeftOut(4, 8), "notes": LeftOut(1, 1_200)},
        notes=("Something was corrected.",),
        references=(
            Reference("1/a", "paragraph (b)", 0, 13, ("1/b",), resolved=True),
            Reference("1/a", "20 U.S.C. 2302", 20, 34, ("20/2302",), resolved=False),
        ),
        source_chars=20_000,
        claimed_chars=18_791,
    )

    assert report_lines(loaded) == [
        "Read: A law (law@2024-01-01), 3 provisions.",
        "Quoted word for word.",
        "By level: section 1, subsection 2.",
        "Headings without words of their own: 1 (1).",
        "Enumerators without heading or words: 1 (1/b).",
        (
            "Coverage: 99.9%. The source has 20,000 characters without white space: 18,791 in provisions, 1,208"
            " left out on purpose, 1 not read."
        ),
        "In no provision: 10.",
        *(f"  line {at}" for at in range(8)),
        "  and 2 more",
        "Could be read two ways: 1.",
        "  (i) was read as a letter.",
        "References: 2 found, 1 of them to provisions of this document.",
        "References to elsewhere: 1.",
        '  1/a: "20 U.S.C. 2302"',
        "Left out on purpose: 4 page numbers (8 characters), 1 note (1,200 characters).",
        "Note: Something was corrected.",
        "Could not be read: 1.",
        "  XW-235 page 3: holds no text.",
    ]


def test_absent_parts_have_no_line():
    loaded = read_html(b"<html><body><p>One paragraph.</p></body></html>", SOURCE)

    assert report_lines(loaded) == [
        "Read: A law (law@2024-01-01), 1 provision.",
        "Quoted word for word.",
        "By level: paragraph 1.",
        (
            "Coverage: 100.0%. The source has 13 characters without white space: 13 in provisions, 0 left out on"
            " purpose, 0 not read."
        ),
    ]


def test_a_term_used_twice_is_named_once(space, tmp_path):
    (tmp_path / "rule.txt").write_text(
        "§ 1. Terms\n(1) “Board” means the State board.\n(2) The Board shall meet. The Board shall report.\n"
    )

    said = lines(space, str(tmp_path / "rule.txt"))

    assert 1 == said.split("rule/1/2", 1)[1].count("Board → rule/1/1")
