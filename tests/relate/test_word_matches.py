"""Content words that may answer each other are found without trying every pair of them."""

from itertools import product
from types import SimpleNamespace

from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.relate import word_matches


def test_all_pairs_of_stems_that_match_are_within_reach():
    known = thesaurus()
    listed = sorted({word for kind in (known.senses, known.antonyms, known.hypernyms) for word in kind})[::7]
    words = (
        *listed,
        *map(stem, ("lawful", "unlawful", "payer", "payment", "pay", "bedroom", "room", "zebra")),
    )
    sides = [[SimpleNamespace(stem=word) for word in words]] * 2

    matching = [
        (one, two)
        for one, two in product(range(len(words)), repeat=2)
        if word_matches.match_stems(words[one], words[two])
    ]
    reached = list(word_matches._within_reach(*sides))

    assert [pair for pair in reached if word_matches.match_stems(*(words[at] for at in pair))] == matching
    assert len(reached) < len(words) ** 2 / 4
