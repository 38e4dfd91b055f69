"""Change one thing in a measure and exactly that part changes; change nothing that matters and none does."""

import re
from itertools import product

import pytest

from crosswalk.measures.compare import compare_measures
from crosswalk.measures.context import read_measures
from crosswalk.measures.read import read_measure
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part

pytestmark = pytest.mark.slow

STATISTICS = ("percentage", "number", "proportion")
PEOPLE = (
    "participants",
    "program participants",
    "youth",
    "students in the cohort",
    "patients with asthma",
    "veterans",
)
CONDITIONS = (
    "are in unsubsidized employment",
    "obtained a recognized postsecondary credential",
    "received a follow-up visit",
    "graduated with a diploma",
    "were rearrested",
)
TIMES = (
    "during the second quarter after exit from the program",
    "during the fourth quarter after exit from the program",
    "within 1 year after exit from the program",
    "during the program year",
    "within 30 days after discharge",
)
EXCLUSIONS = ("", ", excluding those in on-the-job training", ", other than members in hospice")
SLOTS = {
    Part.STATISTIC: STATISTICS[:2],
    Part.POPULATION: PEOPLE,
    Part.CONDITION: CONDITIONS,
    Part.TIMING: TIMES,
    Part.EXCLUSIONS: EXCLUSIONS,
}
# A change of the condition changes what is measured; a change of the exit's setting changes who is counted.
MAY_FOLLOW = {Part.CONDITION: {Part.OUTCOME}, Part.TIMING: {Part.POPULATION}}


def sentence(statistic, people, condition, time, exclusion):
    return f"The {statistic} of {people} who {condition} {time}{exclusion}."


def changed(one, two):
    """The parts in which two measures differ."""
    left, right = read_measure(one), read_measure(two)
    assert left is not None
    assert right is not None
    return {part for part in Part if left.readings[part].values != right.readings[part].values}


def swaps():
    """Pairs of sentences that differ in one slot, with the part that slot is."""
    for base in product(STATISTICS[:2], PEOPLE[:3], CONDITIONS, TIMES, EXCLUSIONS[:1]):
        for place, (part, choices) in enumerate(SLOTS.items()):
            at = choices.index(base[place])
            other = list(base)
            other[place] = choices[(at + 1) % len(choices)]
            if norm_slot(base[place]) != norm_slot(other[place]):
                yield part, sentence(*base), sentence(*other)


def norm_slot(words):
    """`program participants` are `participants`: no change at all."""
    return re.sub(r"^program ", "", words)


def test_one_change_touches_one_part():
    seen = 0
    for part, one, two in swaps():
        seen += 1
        found = changed(one, two)
        assert part in found, (part, one, two)
        assert found <= {part} | MAY_FOLLOW.get(part, set()), (part, found, one, two)
    assert seen >= 500


@pytest.mark.parametrize(
    "retypeset",
    [
        lambda text: text.replace(" ", "\n", 3),
        lambda text: text.upper(),
        lambda text: text.replace("'", "’"),
        lambda text: f"  {text}  ",
        lambda text: text.replace("The ", "the ").rstrip(".") + "; and",
        lambda text: text.replace("program", "programme"),
    ],
)
def test_typesetting_changes_nothing(retypeset):
    for base in product(STATISTICS[:1], PEOPLE[:3], CONDITIONS, TIMES, EXCLUSIONS[:2]):
        assert not changed(sentence(*base), retypeset(sentence(*base)))


def test_a_percentage_by_another_name_is_the_same():
    for people, condition in product(PEOPLE, CONDITIONS):
        assert not changed(
            sentence("percentage", people, condition, TIMES[0], ""),
            sentence("proportion", people, condition, TIMES[0], ""),
        )


def test_order_of_time_and_condition_does_not_matter():
    for people, condition, time in product(PEOPLE, CONDITIONS, TIMES):
        first = f"The percentage of {people} who {condition} {time}."
        second = f"The percentage of {people} who, {time}, {condition}."
        assert not changed(first, second), (first, second)


def test_narrowing_the_population_narrows_only_the_population():
    for people, condition in product(("participants", "youth", "students"), CONDITIONS):
        wide = f"The percentage of {people} who {condition} during the program year."
        narrow = f"The percentage of {people} enrolled in a training program who {condition} during the program year."
        assert changed(wide, narrow) == {Part.POPULATION}


def test_leaving_the_pathway_instead_of_the_program_changes_who_is_counted_and_at_what_level():
    one = "The percentage of participants who are employed in the second quarter after exit from the program."
    two = "The percentage of participants who are employed in the second quarter after exit from the career pathway."
    assert changed(one, two) == {Part.POPULATION, Part.LEVEL}


def timing(left, right):
    return {c.part: c.verdict for c in compare_measures(left, right)}[Part.TIMING]


def test_swapping_the_quarter_turns_the_median_earnings_timing(corpora, lexicon):
    wioa, _ = corpora["wioa"]
    alliance, _ = corpora["alliance"]
    prov_id = "29/3141/b/2/A/i/III"
    theirs = read_measures(alliance, lexicon)["AQCP-MB-4"]
    ours = read_measures(wioa, lexicon)[prov_id]
    assert timing(ours, theirs) is PartVerdict.DIFFERS
    text = wioa[prov_id].text
    both = read_measure(
        text.replace("second quarter", "second and third quarters"), lead_in=wioa.lead_in(prov_id)
    )
    assert timing(both, theirs) is PartVerdict.SAME
    other = alliance["AQCP-MB-4"].text.replace("the second and the third quarter", "the second quarter")
    assert timing(ours, read_measure(other)) is PartVerdict.SAME
    assert timing(ours, read_measure(other.replace("second", "fourth"))) is PartVerdict.DIFFERS
