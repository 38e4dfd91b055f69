"""What is proposed, and what must not change it."""

import socket
from dataclasses import replace
from itertools import pairwise

import pytest

from crosswalk.model.corpus import Corpus
from crosswalk.retrieve.matcher import no_counterpart, propose


def _scores(cands):
    return {(cand.left, cand.right): (cand.score, cand.confidence) for cand in cands}


def _close(one, two):
    assert one.keys() == two.keys()
    for key in one:
        assert one[key] == pytest.approx(two[key], abs=2e-3), key


@pytest.mark.parametrize(
    ("left", "right"),
    [("7/C", "P1"), ("7/F", "P2"), ("116/III", "P6"), ("7/A", "P4")],
)
def test_the_counterpart_comes_first(found, left, right):
    first = next(cand for cand in found if cand.left == left and cand.rank == 1)

    assert right == first.right


def test_other_words_for_the_same_thing_are_found(found):
    ranks = {cand.right: cand.rank for cand in found if cand.left == "116/III"}

    assert ranks["P3"] == 2  # wages for earnings, leaving for exit


def test_headings_are_passed_over(found, statute):
    assert "116" not in {cand.left for cand in found}
    assert len({cand.left for cand in found}) == sum(not prov.is_heading for prov in statute)


def test_candidates_are_in_the_order_of_the_document_then_by_rank(found, statute):
    order = {prov.id: number for number, prov in enumerate(statute)}

    assert list(found) == sorted(found, key=lambda cand: (order[cand.left], cand.rank))
    for one, two in pairwise(found):
        assert one.left != two.left or (one.rank + 1 == two.rank and one.score >= two.score)


def test_top_cuts_and_zero_keeps_all(statute, plan, found):
    assert len(found) == 7 * 6
    assert [cand.right for cand in found if cand.rank <= 2] == [
        cand.right for cand in propose(statute, plan, top=2)
    ]


def test_shuffled_rows_give_the_same(statute, plan, found):
    shuffled = list(plan)
    shuffled = shuffled[3:] + shuffled[2::-1]
    again = propose(statute, Corpus(plan.source, tuple(shuffled)), top=0)

    _close(_scores(found), _scores(again))


def test_renamed_ids_give_the_same(statute, plan, found):
    renamed = Corpus(plan.source, tuple(replace(prov, id=f"zz{9 - n}") for n, prov in enumerate(plan)))
    back = {f"zz{9 - n}": prov.id for n, prov in enumerate(plan)}
    again = {
        (left, back[right]): seen for (left, right), seen in _scores(propose(statute, renamed, top=0)).items()
    }

    _close(_scores(found), again)


def test_swapped_sides_give_the_same(statute, plan, found):
    again = {(right, left): seen for (left, right), seen in _scores(propose(plan, statute, top=0)).items()}

    _close(_scores(found), again)


def test_the_same_twice(statute, plan, found):
    assert found == propose(statute, plan, top=0, explain=100)


def test_equal_rights_tie_by_their_words_not_their_ids(law):
    rows = (("B", "", "Median earnings after exit.", None), ("A", "", "Earnings after exit, median.", None))
    left = law.corpus("left", (("x", "", "Median earnings after exit.", None),))
    one = [cand.right for cand in propose(left, law.corpus("right", rows), top=0)]
    two = [cand.right for cand in propose(left, law.corpus("right", rows[::-1]), top=0)]

    assert one == two


def test_the_weights_of_the_evidence_add_up_to_the_score(found):
    for cand in found:
        assert sum(seen.weight for seen in cand.evidence) == pytest.approx(cand.score, abs=2e-3)


def test_spans_mark_words_of_the_texts_themselves(found, statute, plan):
    marked = 0
    for cand in found:
        for seen in cand.evidence:
            for spans, text in ((seen.left, statute[cand.left].text), (seen.right, plan[cand.right].text)):
                assert list(spans) == sorted(spans)
                for span in spans:
                    assert span.of(text).strip() == span.of(text) != ""
                    marked += 1
    assert marked > 50


def test_evidence_names_shared_words_and_likenesses(found):
    pair = next(cand for cand in found if (cand.left, cand.right) == ("116/III", "P6"))
    said = {seen.signal: seen for seen in pair.evidence}

    assert "‘median’" in said["words"].sentence
    assert len(said["words"].left) >= 4
    assert {seen.signal for seen in pair.evidence} >= {
        "words",
        "answers",
        "titles",
        "place",
        "meaning",
        "setting",
    }


def test_explain_is_the_last_rank_with_evidence(statute, plan):
    for cand in propose(statute, plan, explain=1):
        assert bool(cand.evidence) == (cand.rank == 1)


def test_confidence_is_a_chance_and_never_falls_as_the_score_rises(found):
    ranked = sorted(found, key=lambda cand: cand.score)

    assert all(0 <= cand.confidence <= 1 for cand in found)
    assert [cand.confidence for cand in ranked] == sorted(cand.confidence for cand in found)


def test_the_chance_of_no_counterpart_is_given_for_both_sides(statute, plan):
    left, right = no_counterpart(statute, plan)

    assert "P5" == max(right, key=right.get)
    assert left["116/III"] == min(left.values())
    assert left.keys() == {prov.id for prov in statute if not prov.is_heading}


def test_concepts_of_the_field_bring_a_pair_together(statute, plan):
    named = (
        {"7/G": frozenset({"occupation"})},
        {"P5": frozenset({"occupation"}), "P1": frozenset({"guidance"})},
    )
    bare = _scores(propose(statute, plan, top=0))
    told = propose(statute, plan, top=0, concepts=named)

    evidence = {
        seen.signal: seen
        for cand in told
        if (cand.left, cand.right) == ("7/G", "P5")
        for seen in cand.evidence
    }
    assert _scores(told)["7/G", "P5"][0] > bare["7/G", "P5"][0]
    assert evidence["concepts"].weight > 0


def test_nothing_to_compare_gives_nothing(law, plan):
    empty = law.corpus("empty", (("H", "A heading", "", None),))

    assert propose(empty, plan) == ()
    assert propose(plan, empty) == ()
    assert no_counterpart(plan, empty)[0]["P1"] == 1.0


def test_texts_without_a_word_are_no_trouble(law, plan):
    odd = law.corpus("odd", (("1", "", "§ — …", None), ("2", "", "the of and", None)))

    assert len(propose(odd, plan, top=0)) == 12


def test_no_network_is_touched(statute, plan, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)

    assert propose(statute, plan)
