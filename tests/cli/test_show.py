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
