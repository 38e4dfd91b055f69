"""Which pairs are listed: measured on judged fields that no weight was fitted on."""

import numpy as np
import pytest

from crosswalk.model.frame import Frame, FrameModality, Level, ProvisionFrames
from crosswalk.relate.listing import (
    FEATURES,
    LISTED,
    PairFeatures,
    assurances_beside_criteria,
    describes_itself,
    levels_apart,
    listing_chances,
    listing_odds,
    pair_features,
    sameness,
    weaker_twins,
    weights,
)
from tests.golden.judged_fields import FROZEN, MUST, features, read_field
from tests.golden.judged_pages import read_page
from tests.golden.small_documents import small_pairs, unrelated_pairs
from tests.relate.reading import read


def chances(name):
    return np.round(1 / (1 + np.exp(-listing_odds(*features(name), weights()))), 3)


@pytest.mark.slow
def test_what_is_listed_of_the_frozen_fields_is_mostly_right_and_finds_most():
    listed = right = defensible = wanted = 0
    for name in FROZEN:
        labels, shown = read_field(name).labels, chances(name) >= LISTED
        listed += shown.sum()
        right += (shown & (labels == MUST)).sum()
        defensible += (shown & (labels > 0)).sum()
        wanted += (labels == MUST).sum()

    assert right / listed >= 0.85
    assert defensible / listed >= 0.9
    assert right / wanted >= 0.55


@pytest.mark.slow
def test_what_is_listed_of_a_frozen_page_is_mostly_right():
    page = read_page("provisions", "frozen")
    shown = (listing_odds(page.seen, page.apart, weights()) >= 0) & (page.labels >= 0)
    right, defensible = (page.labels[shown] == MUST).mean(), (page.labels[shown] > 0).mean()

    assert right >= 0.7
    assert defensible >= 0.85
    assert (page.labels[shown] == MUST).sum() / (page.labels == MUST).sum() >= 0.4


def test_every_figure_speaks_for_a_pair():
    assert list(FEATURES) == weights()["features"]
    assert len(FEATURES) == len(weights()["weights"]) == len(weights()["mean"])
    assert min(weights()["weights"]) >= 0


def plain(odds, never=None, near=0.9):
    """The odds of pairs whose one figure is what is given; the texts of each side have this cosine with one another."""
    fitted = {"mean": [0.0], "spread": [1.0], "weights": [1.0], "bias": 0.0, "given back": 0.0}
    table = np.array(odds, float)
    seen = PairFeatures(table[:, :, None], tuple(texts_of(size, near) for size in table.shape))
    return listing_odds(seen, np.zeros(table.shape, bool) if never is None else never, fitted)


def texts_of(size, near):
    """Vectors of length one that all have this cosine with one another."""
    return np.linalg.cholesky(np.full((size, size), near) + np.eye(size) * (1 - near)).astype(np.float32)


def test_a_pair_loses_to_its_rivals_by_the_sum_of_their_odds():
    alone, beside = np.full((30, 30), -9.0), np.full((30, 30), -9.0)
    alone[0, 0] = beside[0, 0] = beside[0, 1] = 2.0
    beside[0, 2] = 1.0

    lost = plain(alone)[0, 0] - plain(beside)[0, 0]

    assert lost == pytest.approx(np.log(1 + 0.9**2 * (np.exp(2.0) + np.exp(1.0))), abs=0.05)


def test_what_says_another_thing_or_the_same_again_takes_no_odds():
    table = np.full((30, 30), -9.0)
    table[0, :2] = 2.0

    other, rival, repeated = (plain(table, near=near)[0, 0] for near in (0.1, 0.9, 0.96))

    assert other > rival + 1
    assert repeated > rival + 1


def test_no_text_is_a_rival_of_itself():
    assert np.diag(sameness(texts_of(3, 0.5))).tolist() == [0, 0, 0]


def test_a_right_provision_of_a_short_side_has_many_counterparts():
    crowded = np.full((30, 30), -9.0)
    crowded[:4, 0] = 2.0
    few = plain(crowded)[0, 0], plain(crowded[:, :3])[0, 0]

    assert few[1] > few[0] - np.log(1 + 1.7) + 0.5


def test_a_pair_that_is_never_listed_is_no_rival():
    never = np.zeros((30, 30), bool)
    never[0, 1] = True
    table = np.full((30, 30), -9.0)
    table[0, :2] = 2.0

    assert plain(table, never)[0, 0] > plain(table)[0, 0] + 1
    assert plain(table, never)[0, 1] == -np.inf


def test_a_pair_alone_in_short_documents_has_the_usual_rivals():
    assert plain([[2.0]])[0, 0] < plain(np.where(np.eye(30), 2.0, -9.0))[0, 0]


@pytest.mark.slow
def test_nothing_is_listed_between_small_documents_that_are_unrelated():
    listed = [
        (listing_odds(pair.seen, pair.apart, weights()) >= 0).sum() for pair in unrelated_pairs("frozen")
    ]

    assert sum(listed) <= 1


@pytest.mark.slow
def test_what_is_listed_of_small_documents_is_mostly_right():
    shown = right = wanted = 0
    for pair in small_pairs("frozen"):
        listed = (listing_odds(pair.seen, pair.apart, weights()) >= 0) & (pair.labels >= 0)
        shown, right = shown + listed.sum(), right + (listed & (pair.labels == MUST)).sum()
        wanted += (pair.labels == MUST).sum()

    assert right / shown >= 0.7
    assert right / wanted >= 0.4


@pytest.mark.slow
def test_what_is_listed_of_law_beside_law_is_mostly_right():
    shown = right = 0
    for name in ("state-plans", "duties", "rules"):
        page = read_page(name, "frozen")
        listed = (listing_odds(page.seen, page.apart, weights()) >= 0) & (page.labels >= 0)
        shown, right = shown + listed.sum(), right + (listed & (page.labels == MUST)).sum()

    assert right / shown >= 0.65


def test_of_a_requirement_said_twice_for_two_levels_the_likelier_counterpart_stays():
    said = "partners make employers partners in pathways and apply sector strategies."
    state = read(f"State {said}", kind="framework")
    local = read(f"Local {said}", kind="framework")
    other = read("Local partners use data to improve outcomes.", kind="framework")
    found = weaker_twins([state, local, other], np.array([[0.9, 0.8, 0.7], [0.3, 0.6, 0.2]]))

    assert found.tolist() == [[False, True, False], [True, False, False]]


def test_one_pair_alone_has_a_figure_in_every_column():
    one = read("The State board shall engage employers in sector partnerships.")
    two = read("State partners engage employers in sector partnerships.", kind="framework")

    assert pair_features([one], [two], np.array([[1.0]])).table.shape == (1, 1, len(FEATURES))


def provision(level):
    return ProvisionFrames("p", "text", "text", (Frame(FrameModality.MUST, level, clause="act"),))


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        (Level.STATE, Level.LOCAL, True),
        (Level.LOCAL, Level.STATE, True),
        (Level.STATE, Level.STATE, False),
        (Level.LOCAL, Level.NONE, False),
        (Level.PROGRAM, Level.STATE, False),
    ],
)
def test_a_state_duty_beside_a_local_one_is_a_twin_and_no_row(one, two, apart):
    assert apart == levels_apart([provision(one)], [provision(two)])[0, 0]


def test_nothing_to_compare_gives_no_chances():
    assert (0, 1) == listing_chances([], [provision(Level.NONE)], np.zeros((0, 1))).shape


def test_what_a_state_plan_says_of_local_boards_speaks_to_the_state_too():
    lead = "The unified State plan shall include a description of—"
    plan = read("how the local boards will take the performance of providers into account;", lead=lead)
    state = read("State partners use data to improve outcomes.", kind="framework")
    local = read("Local and regional partners use data to improve outcomes.", kind="framework")

    assert not levels_apart([plan], [state])[0, 0]
    assert levels_apart([state], [local])[0, 0]


def test_a_text_that_only_describes_its_own_document_is_never_listed():
    itself = read("The framework has two parts, criteria with indicators and metrics.", kind="framework")
    duty = read("The State board shall measure the performance of each program.")

    assert describes_itself(itself)
    assert not describes_itself(duty)
    assert listing_chances([duty], [itself], np.array([[5.0]]))[0, 0] == 0


def test_an_assurance_is_never_listed_beside_a_mark_of_quality():
    sure = read("The State plan shall include assurances that the State will keep a policy on conflicts.")
    plan = read("The State plan shall describe the policies of the State on career pathways.")
    mark = read("The State puts in place policies that favor pathways.", kind="framework")

    assert assurances_beside_criteria([sure, plan], [mark]).tolist() == [[True], [False]]
    assert listing_chances([sure], [mark], np.array([[9.0]])).tolist() == [[0.0]]
