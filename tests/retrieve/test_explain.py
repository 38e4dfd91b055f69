"""A sentence of evidence and its weight never say opposite things, on every pair of the shipped texts."""

import pytest

# What a sentence says when its signal speaks against a pair.
AGAINST = (
    "less than is usual",
    "less alike",
    "fewer words than is usual",
    "fewer of the same terms",
    "but other provisions answer them more fully",
    "Neither text answers",
    "no word that carries meaning",
    "do not point to each other",
    "others come close",
    "may have no counterpart",
)
# A weight nearer to nothing than this is no word for or against.
LITTLE = 0.1


def against(sentence):
    """Whether a sentence speaks against its pair."""
    rivals = sentence.startswith("Better suited") and "fewer than is usual come close" not in sentence
    return rivals or any(words in sentence for words in AGAINST)


@pytest.fixture(scope="module")
def evidence(laid):
    return [seen for side in laid.values() for cand in side.candidates for seen in cand.evidence]


def test_a_sentence_and_its_weight_are_of_one_mind(evidence):
    assert len(evidence) > 5000
    wrong = [
        (seen.signal, seen.weight, seen.sentence)
        for seen in evidence
        if (seen.signal != "shared" or abs(seen.weight) > LITTLE)
        and seen.weight
        and against(seen.sentence) is not (seen.weight < 0)
    ]

    assert not wrong, f"{len(wrong)}: {wrong[:5]}"


def test_both_kinds_of_sentence_are_seen(evidence):
    """Each signal but two speaks for some pairs and against others, so that the rule above can fail."""
    for name in {seen.signal for seen in evidence} - {"kindred", "shared"}:
        assert {against(seen.sentence) for seen in evidence if seen.signal == name} == {True, False}, name
