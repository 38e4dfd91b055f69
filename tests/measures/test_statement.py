"""What a row says of two measures: short, whole, and no difference that one side does not state."""

import re
from pathlib import Path

import pytest
import yaml

from crosswalk.measures.compare import compare_measures
from crosswalk.measures.read import read_measure
from crosswalk.measures.statement import state_measures
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part, PartState

NAMES = ("the Act", "the Charter")
PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "pairs.yaml").read_text("utf-8"))
# What the text of one side leaves open, and no words that call it a difference.
_OPEN = re.compile(r"sets no|names no|not read")

# What no phrase ends in.
_DANGLING = re.compile(r"\b(?:an?|the|in|for|with|and|or|to|from|that|who|which|such|is|are)(?=[.;,])")
OTHERS = [
    entry["text"]
    for name in ("measures.yaml", "measures_held.yaml")
    for entry in yaml.safe_load((Path(__file__).parent / "data" / name).read_text("utf-8"))
]


def compared(pair, unread=()):
    """The parts of a pair; of the right side some parts may be unread."""
    left = read_measure(pair["left"], provision_kind="metric")
    right = read_measure(pair["right"], provision_kind="metric", unread=unread)
    return compare_measures(left, right, names=NAMES)


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair['field']}: {pair['left'][:30]}")
def pair(request):
    return request.param


def test_a_statement_says_what_matters_in_whole_phrases(pair):
    parts = compared(pair)
    said = state_measures(parts, NAMES)

    assert len(said.sentence.split()) <= 45
    assert not re.search(r"[()\[\]…]|\bU\.S\.C\.|\bsection \d", said.sentence)
    assert not _DANGLING.search(said.sentence), said.sentence
    assert [] == [words for words in pair["says"] if words not in said.sentence], said.sentence


def test_every_number_of_a_time_that_differs_is_said(pair):
    timing = next(part for part in compared(pair) if part.part is Part.TIMING)
    said = state_measures(compared(pair), NAMES).sentence
    if timing.verdict is PartVerdict.DIFFERS:
        for words in (timing.left.words, timing.right.words):
            numbers = re.findall(r"\d+|first|second|third|fourth|fifth|sixth", words)
            assert all(number in said for number in numbers)


@pytest.mark.parametrize("unread", [(), ("timing",), ("population", "timing", "condition", "statistic")])
def test_what_one_side_does_not_state_is_no_difference(pair, unread):
    parts = {part.part: part for part in compared(pair, unread)}
    said = state_measures(tuple(parts.values()), NAMES)

    timing = parts[Part.TIMING]
    open_ = [side for side in (timing.left, timing.right) if side.state is not PartState.READ]
    told = timing.left.state is PartState.READ or timing.right.state is PartState.READ
    assert bool(_OPEN.search(said.different)) or not (open_ and told), said.different
    assert "differ" not in said.different
    if unread:
        assert "sets no" not in said.different
        theirs = [clause for clause in said.different.split("; ") if clause.lower().startswith("the charter")]
        assert not any(re.search(r"\b(?:quarter|semester|days|months|years)\b", one) for one in theirs)


def test_two_measures_that_are_the_same_have_no_difference():
    text = "The percentage of riders who are in employment during the second quarter after exit from the program."
    said = state_measures(compared({"left": text, "right": text}), NAMES)

    assert "" == said.different
    assert (
        "Both report the percentage of riders in employment during the second quarter after exit" in said.same
    )


def test_a_time_after_leaving_something_else_is_not_shared():
    """Both count the second quarter after an exit, but from a program and from high school."""
    left = "The percentage of riders who are in employment during the second quarter after exit from the program."
    right = "The percentage of riders who are in employment in the second quarter after exiting from secondary education."
    said = state_measures(compared({"left": left, "right": right}), NAMES)

    assert "quarter" not in said.same
    assert "exit from the program" in said.different
    assert "exiting from secondary education" in said.different


def test_measures_of_different_things_are_said_to_measure_them():
    said = state_measures(
        compared(
            {"left": "The median earnings of workers.", "right": "The percentage of workers who graduate."}
        ),
        NAMES,
    )

    assert "The two measure different things." == said.same
    assert "earnings" in said.different
    assert "graduate" in said.different


def test_a_term_that_each_side_defines_is_said_to_be_defined_differently():
    parts = compared(PAIRS[-1])

    assert "The two define “exit” differently" in state_measures(parts, NAMES, ["exit"]).different


@pytest.mark.parametrize(
    ("text", "level"),
    [
        # The name of an Act, and what people take part in, are no unit of reporting.
        ("The percentage of youth in a program under the National and Community Service Act of 1990.", ()),
        ("The percentage of students having attained credits from an eligible training provider.", ()),
        ("The percentage of patients seen, as reported nationally.", ("nation",)),
        ("The percentage of students who graduate, for each program of study.", ("program of study",)),
    ],
)
def test_a_level_is_the_unit_that_is_reported_on(text, level):
    assert level == read_measure(text, provision_kind="metric").readings[Part.LEVEL].values


def test_the_name_of_an_act_in_a_lead_in_is_no_level():
    text = "The percentage of apprentices who complete their training."
    lead = "The indicators of programs under the National Trades Act are:"

    assert () == read_measure(text, lead_in=lead).readings[Part.LEVEL].values
    assert ("nation",) == read_measure(text, lead_in="The national indicators are:").readings[
        Part.LEVEL
    ].values


@pytest.mark.parametrize("unread", [(), ("population", "timing", "condition", "statistic")])
def test_two_hundred_measures_of_many_fields_are_stated_in_whole_phrases(unread):
    """Each beside every other one of the same outcome, and beside itself with parts that were not read."""
    read = [one for text in OTHERS if (one := read_measure(text, provision_kind="metric"))]
    rest = [one for text in OTHERS if (one := read_measure(text, provision_kind="metric", unread=unread))]
    seen = 0
    for left in read:
        for right in rest:
            if not {*left.readings[Part.OUTCOME].values} & {*right.readings[Part.OUTCOME].values}:
                continue
            said = state_measures(compare_measures(left, right, names=NAMES), NAMES).sentence
            seen += 1
            assert len(said.split()) <= 45, said
            assert "(" not in said
            assert not _DANGLING.search(said), said
    assert seen > 200
