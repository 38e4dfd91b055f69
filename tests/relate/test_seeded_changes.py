"""Change one thing in a text: the relation moves the right way, and only what was touched is reported.

Several hundred cases are made from a few sentences of several fields; none is about workforce law alone.
"""

from itertools import product
from pathlib import Path

import pytest

from crosswalk.language.frames import read_provisions
from crosswalk.language.lexicon import load_lexicon
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Relation
from crosswalk.relate.compared_text import MIN_COVERAGE
from crosswalk.relate.requirements import compare_requirements
from tests.relate.reading import related

ROOT = Path(__file__).resolve().parents[2]

# who, what for whom, what is done, to what, what to as well, how many days
DUTIES = [
    ("The harbor master", "vessels", "inspect", "the mooring lines", "the fenders", 10),
    ("Each nursery", "infants", "weigh", "the infants", "their bottles", 7),
    ("The museum", "visitors", "label", "every painting", "every sculpture", 30),
    ("Growers", "orchards", "spray", "the apple trees", "the hedges", 14),
    ("The county", "bridges", "repaint", "the railings", "the lamp posts", 90),
    ("A brewery", "customers", "filter", "the beer", "the cider", 5),
    ("The archivist", "readers", "scan", "the parish registers", "the maps", 60),
    ("Lifeguards", "swimmers", "patrol", "the beach", "the pier", 2),
    ("The choir", "singers", "rehearse", "the hymns", "the carols", 21),
    ("The dentist", "patients", "polish", "the crowns", "the bridges", 8),
    ("Beekeepers", "hives", "feed", "the colonies", "the queens", 12),
    ("The printer", "authors", "bind", "the pamphlets", "the posters", 45),
]
TEXTS = [f"{who} shall {act} {what}" for who, _, act, what, _, _ in DUTIES]


def duty(row, modal="shall", tail=""):
    """One duty as a sentence."""
    who, _, act, what, _, _ = row
    return f"{who} {modal} {act} {what}{tail}."


def cases():
    """Every generated pair: kind of change, left text, right text, and the relation that must follow."""
    for row in DUTIES:
        who, whom, act, what, also, days = row
        plain = duty(row)
        for modal, expected in (
            ("may", Relation.SUPERSET),
            ("should", Relation.SUPERSET),
            ("must", Relation.EQUAL),
            ("shall not", Relation.CONTRARY),
            ("must not", Relation.CONTRARY),
            ("need not", Relation.CONTRARY),
            ("may not", Relation.CONTRARY),
        ):
            yield f"shall to {modal}", plain, duty(row, modal), expected
        yield "may to may not", duty(row, "may"), duty(row, "may not"), Relation.CONTRARY
        yield "may to should", duty(row, "may"), duty(row, "should"), Relation.SUBSET
        both, either = (
            f"{who} shall {act} both {what} and {also}.",
            f"{who} shall {act} either {what} or {also}.",
        )
        yield "both to either", both, either, Relation.SUPERSET
        yield "either to both", either, both, Relation.SUBSET
        yield "one to both", plain, f"{who} shall {act} {what} and {also}.", Relation.SUBSET
        yield "both to one", f"{who} shall {act} {what} and {also}.", plain, Relation.SUPERSET
        for out in ("except on holidays", "unless it snows", "other than in winter", "except during strikes"):
            yield "exclusion", plain, duty(row, tail=f", {out}"), Relation.SUPERSET
        for when in ("if the mayor so orders", "where a permit was issued", "in the case of a flood"):
            yield "condition", plain, duty(row, tail=f" {when}"), Relation.SUPERSET
        limited = duty(row, tail=f" within {days} days")
        yield "time added", plain, limited, Relation.SUBSET
        yield "time shortened", limited, duty(row, tail=f" within {days - 1} days"), Relation.SUBSET
        yield "time lengthened", limited, duty(row, tail=f" within {days * 3} days"), Relation.SUPERSET
        for often, rarely in (("month", "year"), ("week", "month"), ("day", "week")):
            yield (
                "less often",
                duty(row, tail=f" every {often}"),
                duty(row, tail=f" every {rarely}"),
                Relation.SUPERSET,
            )
        few, many = f"{who} shall serve at least 3 {whom}.", f"{who} shall serve at least {days + 3} {whom}."
        yield "at least more", few, many, Relation.SUBSET
        yield "at least fewer", many, few, Relation.SUPERSET
        yield "at least to up to", many, f"{who} shall serve up to 2 {whom}.", Relation.CONTRARY
        most = f"{who} shall serve no more than {days + 5} {whom}."
        yield "up to fewer", most, f"{who} shall serve no more than 4 {whom}.", Relation.SUBSET
        yield "population narrowed", plain, plain.replace(who, f"{who} of a coastal town"), Relation.SUPERSET
        yield (
            "people bounded",
            f"All {whom} shall sign a register.",
            (f"All {whom} under 12 shall sign a register."),
            Relation.SUPERSET,
        )


def retypeset(text):
    """The same words set in other ways."""
    yield "spaces", "  ".join(text.split(" "))
    yield "lines", text.replace(" ", "\n", 3)
    yield "capitals", text.upper()
    yield "no stop", text.rstrip(".")
    yield "hard spaces", text.replace(" ", "\u00a0")


CASES = list(cases())
RESET = [
    (name, text, changed)
    for row in DUTIES
    for text in (duty(row), duty(row, tail=" within 9 days"))
    for name, changed in retypeset(text)
]


class Judge:
    """Reads every text of the module once and compares pairs of them."""

    def __init__(self):
        texts = dict.fromkeys([t for _, one, two, _ in CASES for t in (one, two)])
        texts |= dict.fromkeys([t for _, one, two in RESET for t in (one, two)])
        ids = {text: f"p{number}" for number, text in enumerate(texts)}
        corpus = Corpus(
            Source("made", "2014", "Made up"), tuple(Provision(name, text) for text, name in ids.items())
        )
        frames = read_provisions(corpus, list(ids.values()))
        self.frames = {text: frames[name] for text, name in ids.items()}

    def __call__(self, left, right):
        return compare_requirements(self.frames[left], self.frames[right])


@pytest.fixture(scope="module")
def judged():
    return Judge()


def test_there_are_at_least_five_hundred_cases():
    assert 500 <= len(CASES) + len(RESET) + len(MEASURES)


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CASES}))
def test_the_relation_moves_the_right_way(judged, kind):
    wrong = [
        (left, right, found.relation.value)
        for this, left, right, expected in CASES
        if this == kind
        for found in [judged(left, right)]
        if found.relation is not expected
    ]

    assert [] == wrong


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CASES}))
def test_the_other_side_sees_the_inverse(judged, kind):
    wrong = [
        (left, right)
        for this, left, right, expected in CASES
        if this == kind and judged(right, left).relation is not expected.inverse
    ]

    assert [] == wrong


def left_over(side):
    """The words that the other side does not answer."""
    return {word.words for word, met in zip(side.words, side.met, strict=True) if met < MIN_COVERAGE}


@pytest.mark.parametrize("kind", ["shall to may", "shall to should", "time lengthened", "less often"])
def test_a_change_of_force_or_number_leaves_no_word_over(judged, kind):
    for this, left, right, _ in CASES:
        if this == kind:
            found = judged(left, right)
            assert set() == left_over(found.left) == left_over(found.right)


@pytest.mark.parametrize("kind", ["one to both", "population narrowed"])
def test_only_what_was_added_is_left_over(judged, kind):
    for this, left, right, _ in CASES:
        if this == kind:
            found = judged(left, right)
            assert set() == left_over(found.left)
            new = set(right.lower().strip(".").split()) - set(left.lower().strip(".").split())
            assert {word for said in left_over(found.right) for word in said.split()} <= new


@pytest.mark.parametrize(("name", "text", "changed"), RESET)
def test_setting_the_type_anew_changes_nothing(judged, name, text, changed):
    assert Relation.EQUAL is related(judged.frames[text], judged.frames[changed])
    assert judged(text, text).shares == judged(text, changed).shares


# ------------------------------------------------------------------------------- measures

STATISTICS = ("percentage", "number", "median age")
WHO = ("program participants", "patients", "graduates", "tenants")
QUARTERS = ("first", "second", "third", "fourth")


def measure(statistic, who, quarter, out=""):
    """A measure of employment as a statute words it."""
    return f"the {statistic} of {who} who are in unsubsidized employment during the {quarter} quarter after exit from the program{out};"


MEASURES = [
    (Part.TIMING, measure("percentage", who, one), measure("percentage", who, two))
    for who, (one, two) in product(WHO, product(QUARTERS, QUARTERS))
    if one < two
] + [
    (Part.STATISTIC, measure("percentage", who, quarter), measure("number", who, quarter))
    for who, quarter in product(WHO, QUARTERS)
] + [
    (Part.EXCLUSIONS, measure("percentage", who, quarter), measure("percentage", who, quarter, ", excluding those in on-the-job training"))
    for who, quarter in product(WHO, QUARTERS)
]  # fmt: skip


@pytest.fixture(scope="module")
def measures():
    from crosswalk.measures.context import read_measures

    texts = dict.fromkeys(text for _, one, two in MEASURES for text in (one, two))
    provs = tuple(Provision(f"m{n}", text, kind="metric") for n, text in enumerate(texts))
    corpus = Corpus(Source("made", "2014", "Made up"), provs)
    read = read_measures(corpus, load_lexicon(ROOT / "corpora" / "lexicon.yaml"), ())
    return {prov.text: read[prov.id] for prov in provs}


@pytest.mark.parametrize(("part", "left", "right"), MEASURES)
def test_only_the_part_that_was_touched_changes(measures, part, left, right):
    from crosswalk.measures.compare import compare_measures

    found = {c.part: c.verdict for c in compare_measures(measures[left], measures[right])}
    fine = {PartVerdict.SAME, PartVerdict.NEITHER}

    assert found[part] not in fine
    assert {p for p, verdict in found.items() if verdict not in fine} == {part}
