"""Limits: a conflict is claimed where two numbers bind the same thing, and not where they only look alike."""

from collections import Counter

import pytest

from tests.golden import relations

pytestmark = pytest.mark.slow

HALVES = {
    which: [p for p in relations.limits() if relations.half(p.family) == which] for which in ("dev", "frozen")
}
# What is reached today, before in brackets: on the half for tuning 1.00 and 1.00 (0.57 and 0.68), on the half
# that no rule was tuned on 1.00 and 0.96 (0.74 and 0.82). Raise these when the rules get better.
PRECISION, RECALL = 0.96, 0.92
# In two documents every text meets every other; before, 15 of 1,250 and 8 of 1,596 pairs were called a conflict wrongly.
FALSE_ALARMS = 1


def test_the_set_is_half_conflicts_in_either_half():
    assert 60 <= len(relations.limits())
    assert 8 <= len({pair.field for pair in relations.limits()})
    for chosen in HALVES.values():
        conflicts = sum(pair.relation == "contrary" for pair in chosen)
        assert 45 <= len(chosen)
        assert 0.4 <= conflicts / len(chosen) <= 0.6


def test_every_pair_has_a_reason_and_stands_once():
    every = (*relations.limits(), *relations.pairs())

    assert all(pair.why.strip().endswith(".") for pair in relations.limits())
    assert [] == [pair for pair, n in Counter((p.left, p.right) for p in every).items() if n > 1]


@pytest.mark.parametrize("which", HALVES)
def test_a_conflict_of_limits_is_told_from_limits_that_look_alike(which, capsys):
    truth = [pair.relation for pair in HALVES[which]]
    said = [relations.said(pair) for pair in HALVES[which]]
    precision, recall, _ = relations.figures(truth, said)["contrary"]
    with capsys.disabled():
        print(f"\nlimits, {which}: contrary {precision:.2f} of those called, {recall:.2f} of those there")  # noqa: T201 - the figures are asked for

    assert PRECISION <= precision
    assert RECALL <= recall


@pytest.mark.parametrize("which", HALVES)
def test_limits_of_two_documents_clash_only_where_a_pair_was_judged_so(which):
    chosen = HALVES[which]
    conflicts = {(p.left, p.right) for p in chosen if p.relation == "contrary"}
    found = relations.laid_out(list(dict.fromkeys(p.left for p in chosen)), [p.right for p in chosen])
    called = {pair for pair, relation in found.items() if relation == "contrary"}

    assert len(called - conflicts) <= FALSE_ALARMS
    assert RECALL * len(conflicts) <= len(called & conflicts)


def test_limits_that_bind_different_things_are_no_conflict():
    (relation,) = relations.laid_out(
        ["Walkers must keep at least 20 meters from seals."],
        ["Kayaks must keep no more than 5 meters apart."],
    ).values()

    assert "contrary" != relation
