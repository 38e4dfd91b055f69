"""What the terminal shows of a measure: its own parts, what others add, and what it takes over."""

import json

import pytest

from crosswalk.cli.show import shown_json, shown_lines

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
